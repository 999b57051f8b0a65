/* What became of what was sent: mails, links, receipts; and links that somebody handed over. */
#include <stdlib.h>
#include <string.h>

#include "core/setting.h"
#include "features/dispatch/sending_page.h"
#include "lib/base/text.h"

static const char *mail_words(struct web *w, const struct sending *s, enum part_tone *tone)
{
	if (text_eq(s->mail_state, "sent")) {
		*tone = PART_GREEN;
		return arena_printf(
			w->a, "máy chủ thư đã nhận lúc %s", web_moment(w->a, s->sent_at));
	}
	*tone = text_eq(s->mail_state, "failed") ? PART_RED : PART_YELLOW;
	if (text_eq(s->mail_state, "failed"))
		return arena_printf(w->a, "không gửi được: %s", s->answer);
	if (text_eq(s->mail_state, "unsure"))
		return arena_printf(w->a, "không rõ đã đi chưa: %s", s->answer);
	if (s->tries)
		return arena_printf(
			w->a, "thử lại lúc %s: %s", web_moment(w->a, s->due), s->answer);
	return "đang chờ gửi";
}

static const char *opened_words(struct web *w, const struct sending *s)
{
	if (s->received)
		return arena_printf(
			w->a, "đã nhận: %s, lúc %s", s->received_by, web_moment(w->a, s->received));
	if (!s->opened)
		return "chưa mở";
	return arena_printf(w->a, "mở %lld lần, lần đầu %s", (long long)s->opened,
		web_moment(w->a, s->opened_first));
}

/* A link is no sending: it is, once somebody says that he handed it over. */
static const char *link_words(struct web *w, const struct sending *s, enum part_tone *tone)
{
	*tone = s->handed || s->received ? PART_GREEN : PART_YELLOW;
	if (s->handed)
		return arena_printf(w->a, "đã chuyển liên kết %s, %s, lúc %s",
			sending_way_said(s->handed_how), s->handed_by, web_moment(w->a, s->handed));
	return s->received ? "liên kết" : "đã tạo liên kết, chưa chuyển";
}

static const char *way_words(struct web *w, const struct sending *s, enum part_tone *tone)
{
	if (s->mail)
		return mail_words(w, s, tone);
	return text_eq(s->way, SENDING_OTHER) ? "gửi cách khác" : link_words(w, s, tone);
}

static void fill_row(struct web *w, const struct sending *s, struct part_cell *c)
{
	c[0].text = *s->address ? arena_printf(w->a, "%s <%s>", s->name, s->address) : s->name;
	c[1].text = web_moment(w->a, s->at);
	c[2].text = way_words(w, s, &c[2].tone);
	if (*s->note)
		c[2].text = arena_printf(w->a, "%s (%s)", c[2].text, s->note);
	c[3].text = text_eq(s->way, SENDING_OTHER) ? "–" : opened_words(w, s);
}

/* Whole, to be copied. Who has one reads the document and confirms in the recipient's name: they
 * are shown to who may send. */
static enum rc add_links(struct web *w, const struct sendings *all, struct sent_view *out)
{
	const char *site = NULL, *own = "";
	enum rc rc = web_site(w, &site);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_SITE, &own, &w->e);
	if (rc)
		return rc;
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, all->n);
	for (size_t i = 0; i < all->n; i++) {
		const struct sending *s = &all->v[i];
		if (text_eq(s->way, SENDING_OTHER))
			continue;
		rows[out->links_n++] = (struct part_row){ .key = s->name,
			.value = arena_printf(w->a, "%s" SENDING_LINK "%s", site, s->token),
			.href = arena_printf(w->a, SENDING_LINK "%s", s->token),
			.act = "Mở" };
	}
	out->links = rows;
	if (!*own)
		out->site_hint = arena_printf(w->a,
			"Liên kết đang lấy địa chỉ bạn dùng để mở trang này (%s). Nơi nhận vào Loa bằng "
			"địa chỉ khác thì quản trị đặt “%s” trong Cài đặt.",
			site, setting_row(SETTING_SITE)->label);
	return RC_OK;
}

/* --- handing over --- */

enum { LINKS, WAY, HAND_FIELDS };

static const struct form_field hand_fields[HAND_FIELDS] = {
	[LINKS] = { .name = "chuyen",
		.kind = FORM_MANY,
		.required = true,
		.label = "Liên kết đã chuyển cho nơi nhận" },
	[WAY] = { .name = "cach-chuyen",
		.kind = FORM_CHOICE,
		.required = true,
		.label = "Đã chuyển bằng cách nào" },
};

/* The table with the links that wait. */
static const struct form_field *own_fields(struct web *w, const struct sendings *all)
{
	struct form_field *own = ARENA_ARRAY(w->a, struct form_field, HAND_FIELDS);
	struct form_choice *links = ARENA_ARRAY(w->a, struct form_choice, all->n + 1);
	size_t n = 0, ways_n = 0;
	memcpy(own, hand_fields, sizeof hand_fields);
	for (size_t i = 0; i < all->n; i++)
		if (sending_waits(&all->v[i]))
			links[n++] = (struct form_choice){
				arena_printf(w->a, "%lld", (long long)all->v[i].id), all->v[i].name
			};
	while (sending_ways[ways_n].code)
		ways_n++;
	struct form_choice *ways = ARENA_ARRAY(w->a, struct form_choice, ways_n + 1);
	for (size_t i = 0; i < ways_n; i++)
		ways[i] = (struct form_choice){ sending_ways[i].code, sending_ways[i].words };
	own[LINKS].choices = links;
	own[WAY].choices = ways;
	return own;
}

static void add_form(
	struct web *w, const struct way *x, const struct sendings *all, struct sent_view *out)
{
	struct form *f = ARENA_NEW(w->a, struct form);
	if (x->refused && text_eq(x->refused->fields[0].name, hand_fields[LINKS].name))
		*f = *x->refused;
	else
		form_init(f, w->a, own_fields(w, all), HAND_FIELDS);
	out->hand = f->fields[LINKS].choices[0].value ? f : NULL;
}

enum rc sent_view(struct web *w, const struct way *x, struct sent_view *out)
{
	static const struct part_column columns[] = { { "Nơi nhận", false }, { "Ghi lúc", false },
		{ "Gửi", false }, { "Nhận", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct sendings all;
	bool sends = web_may(w, MAY_REPORT_ISSUE) && x->d.state <= DISPATCH_PUBLISHED;
	enum rc rc = sendings_load(w->db, w->a, x->d.id, &all, &w->e);
	if (!rc && sends)
		rc = add_links(w, &all, out);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	struct sending_retry *retries = ARENA_ARRAY(w->a, struct sending_retry, all.n);
	for (size_t i = 0; i < all.n; i++) {
		const struct sending *s = &all.v[i];
		fill_row(w, s, cells + i * COLUMNS);
		if (sends && (text_eq(s->mail_state, "failed") || text_eq(s->mail_state, "unsure")))
			retries[out->retries_n++] = (struct sending_retry){ s->name,
				arena_printf(w->a, "%s/thu/%lld/gui-lai", x->thing.path,
					(long long)s->mail) };
	}
	out->retries = retries;
	out->any = all.n > 0;
	if (sends)
		add_form(w, x, &all, out);
	out->table = (struct part_table){ .caption = "Ai nhận, lúc nào",
		.headed = true,
		.stacked = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = all.n };
	return RC_OK;
}

static const struct sending *by_choice(const struct sendings *all, const char *id)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].id == strtoll(id, NULL, 10))
			return &all->v[i];
	return NULL;
}

/* Marks those chosen; *said: their names. */
static enum rc hand_all(struct web *w, struct audit *t, const struct sendings *all,
	const struct form *f, const char **said)
{
	struct texts names = { 0 };
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < f->v[LINKS].many.n; i++) {
		struct sending s = *by_choice(all, f->v[LINKS].many.v[i]);
		s.handed_how = f->v[WAY].text;
		s.handed_by = w->session->name;
		rc = sending_hand(t, w->a, &s, &w->e);
		ARENA_PUSH(w->a, &names, s.name);
	}
	*said = arena_printf(
		w->a, "%s: %s", text_join(w->a, &names, ", "), sending_way_said(f->v[WAY].text));
	return rc;
}

static enum rc mark(struct web *w, struct way *x, const struct sendings *all, const struct form *f)
{
	struct audit t;
	const char *said = "";
	struct dispatch_doer by = way_doer(w);
	bool first = x->d.state == DISPATCH_ISSUED;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = hand_all(w, &t, all, f, &said);
	if (!rc)
		rc = dispatch_sent(&t, w->a, &x->d, &by, said, &w->e);
	if (!rc && !first)
		rc = dispatch_note(&t, w->a, &x->d, "da-chuyen", &by, said, &w->e);
	if (rc == RC_CONFLICT)
		return way_late(w, x);
	if (!rc)
		reply_redirect(w->rp, x->thing.path);
	return rc;
}

static enum rc hand(struct web *w)
{
	struct way x;
	struct sendings all;
	struct form f;
	struct err e;
	err_init(&e, w->a);
	enum rc rc = way_load(w, &x);
	if (!rc)
		rc = sendings_load(w->db, w->a, x.d.id, &all, &w->e);
	if (rc)
		return rc;
	if (web_is_stale(w, x.d.version))
		return way_late(w, &x);
	if (x.d.state < DISPATCH_ISSUED || x.d.state > DISPATCH_PUBLISHED)
		return way_show(w, &x, 422, "Chỉ chuyển văn bản đã ban hành và chưa thu hồi.");
	x.refused = &f;
	if (form_read(&f, w->rq, own_fields(w, &all), HAND_FIELDS, &e))
		return way_show(w, &x, 422, NULL);
	return mark(w, &x, &all, &f);
}

static const struct web_route routes[] = {
	WEB_POST("/trinh-ky/{loai}/{so}/da-chuyen", .handler = hand, .permission = "report.issue"),
};

const struct web_routes sent_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
