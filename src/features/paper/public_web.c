/* /van-ban: documents for everybody, and opinions on drafts. */
#include <string.h>

#include "core/doctype.h"
#include "core/web/site.h"
#include "core/web/sitemap.h"
#include "features/paper/paper_page.h"
#include "lib/base/text.h"
#include "lib/http/url.h"

static const char *paper_kind_name(const char *code)
{
	const struct doctype *t = doctype_by_code(code);
	return t ? t->name : code;
}

const char *paper_day(struct web *w, struct date d)
{
	return date_valid(d) ? date_short(w->a, d) : "";
}

static enum part_tone paper_tone(const struct paper *x)
{
	static const enum part_tone tones[] = { [PAPER_UNKNOWN] = PART_PLAIN,
		[PAPER_COMING] = PART_YELLOW,
		[PAPER_VALID] = PART_GREEN,
		[PAPER_ENDED] = PART_GREY,
		[PAPER_REPLACED] = PART_GREY };
	return tones[paper_validity(x, date_today())];
}

size_t paper_rows(struct web *w, const struct paper *x, struct part_row *rows)
{
	size_t n = 0;
	rows[n++] = (struct part_row){ "Loại văn bản", paper_kind_name(x->kind), NULL, NULL };
	if (x->draft)
		return n;
	rows[n++] = (struct part_row){ "Số, ký hiệu", x->number, NULL, NULL };
	rows[n++] = (struct part_row){ "Ngày ban hành", paper_day(w, x->day), NULL, NULL };
	rows[n++] =
		(struct part_row){ "Người ký", *x->signer ? x->signer : "không ghi", NULL, NULL };
	rows[n++] = (struct part_row){ "Hiệu lực", paper_validity_words(w->a, x, date_today()),
		NULL, NULL };
	if (date_valid(x->valid_from))
		rows[n++] = (struct part_row){ "Có hiệu lực từ", paper_day(w, x->valid_from), NULL,
			NULL };
	return n;
}

enum rc paper_words_of_file(struct web *w, const struct paper *x, struct paper_view *v)
{
	enum rc rc = paper_words_get(w->db, w->a, x->id, &v->words, &w->e);
	if (rc || !*v->words.text)
		return rc;
	struct texts paragraphs = text_split(w->a, v->words.text, '\n');
	v->text = html_lines(w->a, text_join(w->a, &paragraphs, "\n\n"));
	return RC_OK;
}

enum rc paper_send_file(struct web *w, const struct paper *x, const char *name)
{
	struct attachment file;
	struct bytes content;
	enum rc rc = x->attachment ? RC_OK
				   : ERR(&w->e, RC_NOTFOUND, "file", "Văn bản này không có tệp.");
	if (!rc)
		rc = attachment_get(w->db, w->a, x->attachment, &file, &w->e);
	if (!rc)
		rc = attachment_content(w->db, w->a, &file, &content, &w->e);
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, file.type, content.p, content.n);
	if (x->shown && !w->session) { /* asked for again, not sent again: it may be large */
		w->rp->etag = file.hash;
		w->rp->cache = "no-cache";
	}
	reply_download(w->rp, name ? name : file.name);
	return RC_OK;
}

/* --- the list --- */

enum { PAGE = 50, ON_HOME = 5 };

static bool is_offered(const struct widget_choice *v, size_t n, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(v[i].value, value))
			return true;
	return false;
}

/* Only kinds that there are. */
static struct widget *kind_filter(struct web *w, const struct paper_rows *all, const char *chosen)
{
	struct widget_choice *v = ARENA_ARRAY(w->a, struct widget_choice, all->n + 1);
	size_t n = 0;
	v[n++] = (struct widget_choice){ .value = "", .label = "Tất cả" };
	for (size_t i = 0; i < all->n; i++)
		if (*all->v[i].kind && !is_offered(v, n, all->v[i].kind))
			v[n++] = (struct widget_choice){ .value = all->v[i].kind,
				.label = paper_kind_name(all->v[i].kind) };
	struct widget *f = ARENA_NEW(w->a, struct widget);
	*f = (struct widget){
		.name = "loai", .label = "Loại văn bản", .value = chosen, .choices = v, .n = n
	};
	return f;
}

/* Those of that kind, "" of any. */
static struct paper_rows of_kind(struct arena *a, const struct paper_rows *all, const char *kind)
{
	struct paper_rows list = { 0 };
	for (size_t i = 0; i < all->n; i++)
		if (!*kind || text_eq(kind, all->v[i].kind))
			ARENA_PUSH(a, &list, all->v[i]);
	return list;
}

static struct part_table table_of(struct web *w, const struct paper_row *v, size_t n)
{
	static const struct part_column columns[] = { { "Văn bản", false },
		{ "Số, ký hiệu", false }, { "Ngày", false }, { "Người ký", false },
		{ "Hiệu lực", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, n * COLUMNS);
	for (size_t i = 0; v && i < n; i++) {
		const struct paper_row *x = &v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = x->subject;
		c[0].href = x->href;
		c[1].text = x->number;
		c[2].text = paper_day(w, x->day);
		c[3].text = x->signer;
		c[4].text = x->own ? paper_validity_words(w->a, x->own, date_today()) : "–";
		c[4].tone = x->own ? paper_tone(x->own) : PART_PLAIN;
	}
	return (struct part_table){ .caption = "Văn bản",
		.quiet = true,
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = n };
}

static const char *draft_state(struct web *w, const struct paper *x)
{
	struct date today = date_today();
	if (paper_is_open(x, today))
		return arena_printf(w->a, "nhận ý kiến đến hết %s", paper_day(w, x->opinion_to));
	if (date_valid(x->opinion_from) && date_cmp(today, x->opinion_from) < 0)
		return arena_printf(w->a, "nhận ý kiến từ %s", paper_day(w, x->opinion_from));
	return *x->summary ? "đã tổng hợp ý kiến" : "đã hết hạn nhận ý kiến";
}

static struct part_table drafts_of(struct web *w, const struct papers *list)
{
	static const struct part_column columns[] = { { "Dự thảo", false }, { "Ý kiến", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * COLUMNS);
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct paper *x = &list->v[i];
		struct part_cell *c = cells + n * COLUMNS;
		if (!x->draft)
			continue;
		c[0].text = x->subject;
		c[0].href = arena_printf(w->a, "/van-ban/%lld", (long long)x->id);
		c[1].text = draft_state(w, x);
		c[1].tone = paper_is_open(x, date_today()) ? PART_GREEN : PART_GREY;
		n++;
	}
	return (struct part_table){ .caption = "Dự thảo lấy ý kiến",
		.quiet = true,
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = n };
}

static enum rc list(struct web *w)
{
	struct paper_rows all;
	struct papers own;
	const char *kind = request_query(w->rq, "loai");
	enum rc rc = paper_all(w->db, w->a, &all, &w->e);
	if (!rc)
		rc = paper_list(w->db, w->a, true, &own, &w->e);
	if (rc)
		return rc;
	kind = kind ? kind : "";
	struct paper_rows some = of_kind(w->a, &all, kind);
	size_t pages = (some.n + PAGE - 1) / PAGE, at = web_page_asked(w, pages),
	       skip = (at - 1) * PAGE;
	struct paper_list_view v = { .page = web_page(w, "Văn bản"),
		.kind = kind_filter(w, &all, kind),
		.table = table_of(w, some.v + skip, some.n - skip < PAGE ? some.n - skip : PAGE),
		.pages = { .page = at,
			.pages = pages,
			.base = *kind ? arena_printf(
						w->a, "?loai=%s&trang=", url_encode(w->a, kind))
				      : "?trang=" },
		.drafts = drafts_of(w, &own) };
	web_site_about(w, &v.page,
		arena_printf(w->a,
			"Kế hoạch, báo cáo, quyết định và văn bản khác của %s; dự thảo lấy ý kiến.",
			v.page.commune));
	struct buf b = web_buf(w);
	paper_public_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one document --- */

enum { NAME, TEXT, FIELDS };
static const struct form_field fields[FIELDS] = {
	[NAME] = { "ho-ten", FORM_TEXT, false, "Họ và tên", .max = 100 },
	[TEXT] = { "y-kien", FORM_LINES, true, "Ý kiến", .min = PAPER_OPINION_MIN,
		.max = PAPER_OPINION_MAX },
};

static enum rc load(struct web *w, struct paper *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = paper_get(w->db, w->a, id, x, &w->e);
	if (!rc && !x->shown)
		return ERR(&w->e, RC_NOTFOUND, "paper", "Không có văn bản này.");
	return rc;
}

static enum rc put_said(struct web *w, const struct paper *x, struct paper_view *v)
{
	struct paper_opinions list;
	enum rc rc = paper_opinion_list(w->db, w->a, x->id, &list, &w->e);
	if (rc)
		return rc;
	struct paper_said *said = ARENA_ARRAY(w->a, struct paper_said, list.n);
	for (size_t i = 0; i < list.n; i++)
		if (list.v[i].shown)
			said[v->said_n++] = (struct paper_said){
				*list.v[i].name ? list.v[i].name : "Người dân không ghi tên",
				html_lines(w->a, list.v[i].text),
				*list.v[i].answer ? html_lines(w->a, list.v[i].answer) : NULL
			};
	v->said = said;
	return RC_OK;
}

/* What has replaced it, if that is public too. */
static enum rc put_replacer(struct web *w, const struct paper *x, struct paper_view *v)
{
	struct paper by;
	enum rc rc = x->replaced_by ? paper_get(w->db, w->a, x->replaced_by, &by, &w->e) : RC_OK;
	if (!rc && x->replaced_by && by.shown)
		v->replacer_href = arena_printf(w->a, "/van-ban/%lld", (long long)by.id);
	return rc;
}

static enum rc draw(struct web *w, const struct paper *x, const struct form *f)
{
	enum { ROWS = 8 };
	static const struct web_done done[] = { { "gui", "Đã nhận ý kiến. Cảm ơn bạn." } };
	struct part_row rows[ROWS];
	struct paper_view v = { .page = web_page(w, x->subject),
		.x = x,
		.rows = rows,
		.rows_n = paper_rows(w, x, rows),
		.open = paper_is_open(x, date_today()),
		.csrf = w->csrf,
		.form = f };
	enum rc rc = put_said(w, x, &v);
	if (!rc)
		rc = paper_words_of_file(w, x, &v);
	if (!rc)
		rc = put_replacer(w, x, &v);
	if (rc)
		return rc;
	v.page.back = "/van-ban";
	v.file = x->attachment ? arena_printf(w->a, "/van-ban/%lld/tep", (long long)x->id) : NULL;
	v.asked = *x->asked ? html_lines(w->a, x->asked) : NULL;
	v.summary = *x->summary ? html_lines(w->a, x->summary) : NULL;
	if (date_valid(x->opinion_from))
		v.when = arena_printf(w->a, "Nhận ý kiến từ %s đến hết %s.",
			paper_day(w, x->opinion_from), paper_day(w, x->opinion_to));
	web_site_about(w, &v.page,
		x->draft ? arena_printf(w->a, "Dự thảo lấy ý kiến: %s", x->subject) : x->subject);
	web_notice(w, &v.page, done, 1);
	web_errors(w->a, f, &v.page);
	struct buf b = web_buf(w);
	paper_public_html(&b, &v);
	return web_reply(w, f->errors ? 422 : 200, &b);
}

static enum rc show(struct web *w)
{
	struct paper x;
	struct form f;
	form_init(&f, w->a, fields, FIELDS);
	enum rc rc = load(w, &x);
	return rc ? rc : draw(w, &x, &f);
}

static enum rc file(struct web *w)
{
	struct paper x;
	enum rc rc = load(w, &x);
	if (rc)
		return rc;
	const char *usual =
		arena_printf(w->a, "%s-%lld", x.draft ? "du-thao" : "van-ban", (long long)x.id);
	const char *name = doctype_file(w->a, x.draft ? "" : x.number, x.day, usual);
	return paper_send_file(w, &x, arena_printf(w->a, "%s.pdf", name));
}

static enum rc opinion(struct web *w)
{
	struct paper x;
	struct form f;
	struct audit t;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = load(w, &x);
	if (!rc && !paper_is_open(&x, date_today()))
		return ERR(&w->e, RC_CONFLICT, "paper",
			"Dự thảo này không trong thời gian nhận ý kiến.");
	if (rc)
		return rc;
	if (form_read(&f, w->rq, fields, FIELDS, &wrong))
		return draw(w, &x, &f);
	struct audit_actor by = { AUDIT_SYSTEM, "ý kiến của người dân" };
	struct paper_opinion o = {
		.paper = x.id, .name = f.v[NAME].text, .text = f.v[TEXT].text, .answer = ""
	};
	rc = audit_open(&t, w->db, by, w->now, &w->e);
	if (!rc)
		rc = paper_opinion_add(&t, w->a, &o, w->rq->client, &w->e);
	if (rc == RC_BUSY && text_eq(w->e.field, "rate")) {
		form_fail(&f, TEXT, w->e.message);
		err_clear(&w->e);
		return draw(w, &x, &f);
	}
	if (!rc)
		reply_redirect(w->rp,
			arena_printf(w->a, "/van-ban/%lld?" WEB_DONE "=gui", (long long)x.id));
	return rc;
}

/* --- on the home, for programs --- */

static enum rc draw_block(struct web *w, struct buf *b)
{
	struct paper_rows all;
	struct papers own, open = { 0 };
	enum rc rc = paper_all(w->db, w->a, &all, &w->e);
	if (!rc)
		rc = paper_list(w->db, w->a, true, &own, &w->e);
	for (size_t i = 0; !rc && i < own.n; i++)
		if (own.v[i].draft && paper_is_open(&own.v[i], date_today()))
			ARENA_PUSH(w->a, &open, own.v[i]);
	if (!rc && (all.n || open.n))
		paper_block_html(b, all.v, all.n < ON_HOME ? all.n : ON_HOME, &open);
	return rc;
}

static enum rc sitemap(struct web *w, struct sitemap *out)
{
	struct paper_rows all;
	struct papers own;
	enum rc rc = paper_all(w->db, w->a, &all, &w->e);
	if (!rc)
		rc = paper_list(w->db, w->a, true, &own, &w->e);
	if (rc)
		return rc;
	sitemap_add(w->a, out, "/van-ban", (struct date){ 0 });
	for (size_t i = 0; i < all.n; i++)
		sitemap_add(w->a, out, all.v[i].href, all.v[i].day);
	for (size_t i = 0; i < own.n; i++)
		if (own.v[i].draft)
			sitemap_add(w->a, out,
				arena_printf(w->a, "/van-ban/%lld", (long long)own.v[i].id),
				(struct date){ 0 });
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/van-ban", .handler = list, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/van-ban/{id}", .handler = show, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/van-ban/{id}/tep", .handler = file, .flags = WEB_PUBLIC),
	WEB_POST("/van-ban/{id}/y-kien", .handler = opinion, .flags = WEB_PUBLIC),
};

static const struct web_public_item site[] = { { 30, "Văn bản", "/van-ban" } };

static const struct web_block blocks[] = { { 30, draw_block } };

const struct web_routes paper_public_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.site = site,
	.site_n = sizeof site / sizeof *site,
	.blocks = blocks,
	.blocks_n = sizeof blocks / sizeof *blocks,
	.sitemap = sitemap };
