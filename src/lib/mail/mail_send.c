/* What became of a message for each address, judged by what the server answered. */
#include <string.h>

#include "lib/base/buf.h"
#include "lib/mail/mail.h"
#include "lib/worker/parcel.h"

/* An answer of the server; code 0: none came. */
struct reply {
	int code;
	const char *words;
};

struct transcript {
	struct arena *a;
	const char *why; /* why it ended early, or NULL */
	bool sent; /* the message went out to its end */
	struct reply mail, data, end;
};

static bool host_ok(const char *p, const char *end)
{
	if (p == end)
		return false;
	for (; p < end; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-[]:",
			    *p))
			return false;
	return true;
}

static enum rc check_server(const struct mail_server *s, struct err *e)
{
	const char *host = s->url ? strstr(s->url, "://") : NULL;
	if (!host || (strncmp(s->url, "smtp://", 7) != 0 && strncmp(s->url, "smtps://", 8) != 0) ||
		!host_ok(host + 3, s->url + strlen(s->url)))
		return ERR(e, RC_INVALID, "url",
			"Địa chỉ máy chủ thư phải viết như smtp://may-chu:587 hoặc smtps://may-chu:465.");
	return RC_OK;
}

static const char *request(
	struct arena *a, const struct mail_server *s, const struct mail *m, size_t message)
{
	struct buf b;
	buf_init(&b, a, 1 << 20);
	buf_puts(&b, "{\"url\":");
	/* The path is the name that libcurl greets with. */
	buf_json(&b, arena_printf(a, "%s/%s", s->url, strchr(m->from.address, '@') + 1));
	buf_puts(&b, ",\"user\":");
	buf_json(&b, s->user);
	buf_puts(&b, ",\"password\":");
	buf_json(&b, s->password);
	buf_puts(&b, ",\"authorities\":");
	buf_json(&b, s->authorities);
	buf_puts(&b, ",\"from\":");
	buf_json(&b, m->from.address);
	buf_printf(&b, ",\"starttls\":%s,\"message\":%zu,\"to\":[", s->starttls ? "true" : "false",
		message);
	for (size_t i = 0; i < m->to_n; i++) {
		buf_puts(&b, i ? "," : "");
		buf_json(&b, m->to[i].address);
	}
	buf_puts(&b, "]}");
	return b.p;
}

static struct reply read_reply(struct arena *a, const json_t *o)
{
	const char *words = parcel_text(a, o, "words");
	return (struct reply){ (int)json_integer_value(json_object_get(o, "code")),
		words ? words : "" };
}

static struct mail_answer by_code(struct arena *a, const struct reply *r)
{
	struct mail_answer m = { .outcome = MAIL_LATER, .code = r->code };
	const char *what = "Máy chủ thư tạm thời chưa nhận";
	if (r->code / 100 == 2) {
		m.outcome = MAIL_ACCEPTED;
		what = "Máy chủ thư đã nhận để chuyển";
	} else if (r->code / 100 == 5) {
		m.outcome = MAIL_REFUSED;
		what = "Máy chủ thư từ chối";
	}
	m.words = arena_printf(a, "%s: %d %s", what, r->code, r->words);
	return m;
}

/* The first command that was not taken decides. */
static struct mail_answer judge(const struct transcript *t, const struct reply *rcpt)
{
	if (t->mail.code && t->mail.code / 100 != 2)
		return by_code(t->a, &t->mail);
	if (rcpt->code && rcpt->code / 100 != 2)
		return by_code(t->a, rcpt);
	if (t->data.code && t->data.code != 354)
		return by_code(t->a, &t->data);
	if (t->end.code && rcpt->code)
		return by_code(t->a, &t->end);
	if (t->sent && rcpt->code && t->data.code)
		return (struct mail_answer){ .outcome = MAIL_UNKNOWN,
			.words = arena_printf(t->a,
				"Đã gửi đi nhưng đứt đường truyền trước khi máy chủ thư trả lời: chưa rõ thư đã nhận chưa. %s.",
				t->why ? t->why : "") };
	return (struct mail_answer){ .outcome = MAIL_LATER,
		.words = arena_printf(t->a, "%s.", t->why ? t->why : "Máy chủ thư không trả lời") };
}

static enum rc read_answer(struct arena *a, struct bytes answer, const struct mail *m,
	struct mail_answer *out, struct err *e)
{
	json_t *root;
	struct bytes rest;
	const json_t *rcpt = NULL;
	if (!parcel_open(a, answer, &root, &rest) || !(rcpt = json_object_get(root, "rcpt")) ||
		json_array_size(rcpt) != m->to_n)
		return ERR(e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
	struct transcript t = {
		.a = a,
		.why = parcel_text(a, root, "why"),
		.sent = json_is_true(json_object_get(root, "sent")),
		.mail = read_reply(a, json_object_get(root, "mail")),
		.data = read_reply(a, json_object_get(root, "data")),
		.end = read_reply(a, json_object_get(root, "end")),
	};
	for (size_t i = 0; i < m->to_n; i++) {
		struct reply r = read_reply(a, json_array_get(rcpt, i));
		out[i] = judge(&t, &r);
		out[i].address = m->to[i].address;
	}
	return RC_OK;
}

enum rc mail_send(struct arena *a, const struct mail_server *server, const struct mail *m,
	struct mail_answer *out, struct err *e)
{
	struct bytes message = { 0 }, answer = { 0 };
	enum rc rc = check_server(server, e);
	if (!rc)
		rc = mail_compose(a, m, &message, e);
	if (rc)
		return rc;
	const char *json = request(a, server, m, message.n);
	rc = worker_call(a, "mail", parcel_pack(a, json, &message, 1), &answer, e);
	return rc ? rc : read_answer(a, answer, m, out, e);
}
