/* Hands a message to an SMTP server, by libcurl, and tells what the server answered to each of the
 * commands: who judges it is lib/mail. */
#include <curl/curl.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/worker/parcel.h"
#include "worker/verbs.h"

/* Seconds; together within the limit of a call (lib/worker/worker.c). */
enum { CONNECT_MAX = 20, ANSWER_MAX = 60, SEND_MAX = 110 };
enum { WORDS_MAX = 500 };

struct reply {
	int code;
	struct buf words; /* the server's lines, joined */
};

/* The conversation, told from what libcurl sends and gets. */
struct talk {
	struct arena *a;
	struct reply *to; /* whom the next answer concerns; NULL: nobody asks */
	struct reply mail, data, end, *rcpt;
	size_t rcpt_n, rcpt_asked;
	struct bytes left; /* of the message */
};

static void reply_init(struct talk *t, struct reply *r)
{
	buf_init(&r->words, t->a, WORDS_MAX);
}

static bool begins(const char *p, size_t n, const char *word)
{
	return n >= strlen(word) && !strncasecmp(p, word, strlen(word));
}

static void on_command(struct talk *t, const char *p, size_t n)
{
	t->to = NULL;
	if (begins(p, n, "MAIL FROM:"))
		t->to = &t->mail;
	else if (begins(p, n, "RCPT TO:") && t->rcpt_asked < t->rcpt_n)
		t->to = &t->rcpt[t->rcpt_asked++];
	else if (begins(p, n, "DATA"))
		t->to = &t->data;
}

/* What is no text becomes "?". */
static void put_foreign(struct buf *b, const char *p, size_t n)
{
	while (n) {
		size_t good = text_check(p, n);
		for (size_t i = 0; i < good; i++)
			buf_putc(b, (unsigned char)p[i] < ' ' || p[i] == 0x7f ? '?' : p[i]);
		if (good < n)
			buf_putc(b, '?');
		good += good < n;
		p += good;
		n -= good;
	}
}

/* "250-words" and at last "250 words". */
static void on_line(struct talk *t, const char *p, size_t n)
{
	struct reply *r = t->to;
	if (!r || n < 3 || strspn(p, "0123456789") < 3)
		return;
	bool last = n == 3 || p[3] == ' ';
	if (r->words.n)
		buf_putc(&r->words, ' ');
	if (n > 4)
		put_foreign(&r->words, p + 4, n - 4);
	if (!last)
		return;
	r->code = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
	/* 354 asks for the message; the answer after it concerns the whole. */
	t->to = r == &t->data && r->code == 354 ? &t->end : NULL;
}

static int on_debug(CURL *curl, curl_infotype type, char *p, size_t n, void *context)
{
	struct talk *t = context;
	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		on_command(t, p, n);
	while (type == CURLINFO_HEADER_IN && n) {
		char *end = memchr(p, '\n', n);
		size_t line = end ? (size_t)(end - p) : n;
		size_t used = end ? line + 1 : n;
		while (line && p[line - 1] == '\r')
			line--;
		on_line(t, arena_strndup(t->a, p, line), line);
		p += used;
		n -= used;
	}
	return 0;
}

static size_t on_read(char *to, size_t size, size_t count, void *context)
{
	struct bytes *left = &((struct talk *)context)->left;
	size_t n = size * count < left->n ? size * count : left->n;
	memcpy(to, left->p, n);
	left->p += n;
	left->n -= n;
	return n;
}

static const char *why(struct arena *a, CURLcode code, const char *detail)
{
	static const struct {
		CURLcode code;
		const char *words;
	} known[] = {
		{ CURLE_COULDNT_RESOLVE_HOST, "Không tìm thấy máy chủ thư" },
		{ CURLE_COULDNT_CONNECT, "Không kết nối được máy chủ thư" },
		{ CURLE_OPERATION_TIMEDOUT, "Máy chủ thư không trả lời kịp" },
		{ CURLE_PEER_FAILED_VERIFICATION, "Chứng thư của máy chủ thư không tin được" },
		{ CURLE_SSL_CACERT_BADFILE, "Không đọc được tệp chứng thư gốc đã cấu hình" },
		{ CURLE_SSL_CONNECT_ERROR, "Không lập được kết nối mã hóa với máy chủ thư" },
		{ CURLE_USE_SSL_FAILED, "Máy chủ thư không có kết nối mã hóa (STARTTLS)" },
		{ CURLE_LOGIN_DENIED, "Máy chủ thư không nhận tên hoặc mật khẩu" },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].code == code)
			return arena_printf(a, "%s (%s)", known[i].words, detail);
	return arena_printf(a, "Không gửi được thư (%s)", detail);
}

static void put_reply(struct buf *b, const char *name, const struct reply *r)
{
	if (name)
		buf_printf(b, "\"%s\":", name);
	buf_printf(b, "{\"code\":%d,\"words\":", r->code);
	/* The ceiling may have cut a letter. */
	buf_json(b, arena_strndup(b->a, r->words.p, text_check(r->words.p, r->words.n)));
	buf_putc(b, '}');
}

static struct bytes answer(const struct talk *t, const char *reason)
{
	struct buf b;
	buf_init(&b, t->a, 1 << 20);
	buf_puts(&b, "{\"why\":");
	buf_json(&b, reason);
	buf_printf(&b, ",\"sent\":%s,", t->left.n ? "false" : "true");
	put_reply(&b, "mail", &t->mail);
	buf_putc(&b, ',');
	put_reply(&b, "data", &t->data);
	buf_putc(&b, ',');
	put_reply(&b, "end", &t->end);
	buf_puts(&b, ",\"rcpt\":[");
	for (size_t i = 0; i < t->rcpt_n; i++) {
		buf_puts(&b, i ? "," : "");
		put_reply(&b, NULL, &t->rcpt[i]);
	}
	buf_puts(&b, "]}\n");
	return (struct bytes){ b.p, b.n };
}

static void set_server(CURL *curl, struct arena *a, const json_t *root)
{
	const char *user = parcel_text(a, root, "user"),
		   *password = parcel_text(a, root, "password");
	const char *authorities = parcel_text(a, root, "authorities");
	bool tls = json_is_true(json_object_get(root, "starttls")) || user;
	curl_easy_setopt(curl, CURLOPT_URL, parcel_text(a, root, "url"));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, password ? password : "");
	}
	if (authorities)
		curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_MAX);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)ANSWER_MAX);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SEND_MAX);
}

static struct curl_slist *set_people(CURL *curl, struct arena *a, const json_t *root)
{
	struct curl_slist *list = NULL;
	size_t i;
	json_t *one;
	curl_easy_setopt(
		curl, CURLOPT_MAIL_FROM, arena_printf(a, "<%s>", parcel_text(a, root, "from")));
	json_array_foreach(json_object_get(root, "to"), i, one) list =
		curl_slist_append(list, arena_printf(a, "<%s>", json_string_value(one)));
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, list);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
	return list;
}

static void set_talk(CURL *curl, struct talk *t)
{
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(curl, CURLOPT_READDATA, t);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)t->left.n);
}

static bool envelope_ok(const json_t *root)
{
	size_t i;
	json_t *one;
	json_t *to = json_object_get(root, "to");
	json_array_foreach(to, i, one) if (!json_is_string(one)) return false;
	return json_array_size(to) && json_is_string(json_object_get(root, "from")) &&
	       json_is_string(json_object_get(root, "url"));
}

enum rc verb_mail(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	json_t *root = NULL;
	struct bytes rest;
	struct talk t = { .a = a };
	char detail[CURL_ERROR_SIZE] = "";
	if (!parcel_open(a, in, &root, &rest) || !parcel_take(root, "message", &rest, &t.left) ||
		!envelope_ok(root))
		return ERR(e, RC_FAIL, NULL, "Yêu cầu gửi thư không đúng quy ước.");
	t.rcpt_n = json_array_size(json_object_get(root, "to"));
	t.rcpt = ARENA_ARRAY(a, struct reply, t.rcpt_n);
	for (size_t i = 0; i < t.rcpt_n; i++)
		reply_init(&t, &t.rcpt[i]);
	reply_init(&t, &t.mail);
	reply_init(&t, &t.data);
	reply_init(&t, &t.end);
	CURL *curl = curl_global_init(CURL_GLOBAL_DEFAULT) ? NULL : curl_easy_init();
	if (!curl)
		return ERR(e, RC_FAIL, NULL, "Không khởi động được bộ gửi thư.");
	set_server(curl, a, root);
	struct curl_slist *list = set_people(curl, a, root);
	set_talk(curl, &t);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
	CURLcode code = curl_easy_perform(curl);
	curl_slist_free_all(list);
	curl_easy_cleanup(curl);
	*out = answer(&t, code ? why(a, code, *detail ? detail : curl_easy_strerror(code)) : NULL);
	return RC_OK;
}
