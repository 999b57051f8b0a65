/* /bao-cao: the reports, each as a page whose numbers open. */
#include <string.h>

#include "core/channel.h"
#include "core/web/doc_way_page.h"
#include "core/web/history.h"
#include "features/report/report_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

static enum rc list(struct web *w)
{
	static const struct part_column columns[] = { { "Kỳ", false }, { "Trích yếu", false },
		{ "Số", false }, { "Ngày", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct report_list all;
	enum rc rc = report_all(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++) {
		const struct report *r = &all.v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = r->period.label;
		c[1].text = r->title;
		c[1].href = arena_printf(w->a, "/bao-cao/%lld", (long long)r->id);
		c[2].text = r->number ? r->number : "chưa có";
		c[3].text = date_valid(r->day) ? date_short(w->a, r->day) : "chưa có";
	}
	struct report_list_view v = { .page = web_page(w, "Báo cáo"),
		.may_write = web_may(w, MAY_REPORT_EDIT),
		.table = { .caption = "Các báo cáo",
			.quiet = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = all.n } };
	struct buf b = web_buf(w);
	report_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

enum rc report_asked(struct web *w, struct report *out)
{
	struct report_list found = { 0 };
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = report_find(w->db, w->a, "", NULL, id, &found, &w->e);
	if (rc)
		return rc;
	if (!found.n)
		return ERR(&w->e, RC_NOTFOUND, "report", "Không có báo cáo này.");
	*out = found.v[0];
	return RC_OK;
}

struct report_tabs report_tabs(struct web *w, int64_t id, enum report_tab current)
{
	static const struct {
		const char *text, *before, *behind; /* the number */
	} tabs[] = { [REPORT_TEXT] = { "Văn bản", "/bao-cao/", "" },
		[REPORT_EDIT] = { "Soạn", "/bao-cao/", "/sua" },
		[REPORT_PAGES] = { "Trang in", "/bao-cao/", "/trang" },
		[REPORT_FIGURES] = { "Số liệu", "/bao-cao/", "/so-lieu" },
		[REPORT_WAY] = { "Trình ký", "/trinh-ky/bao-cao/", "" } };
	struct report_tabs out = { 0 };
	for (int i = 0; i < REPORT_TABS; i++) {
		if (i == REPORT_EDIT && !web_may(w, MAY_REPORT_EDIT))
			continue;
		out.v[out.n++] = (struct part_link){ .text = tabs[i].text,
			.href = arena_printf(
				w->a, "%s%lld%s", tabs[i].before, (long long)id, tabs[i].behind),
			.current = (int)current == i };
	}
	return out;
}

enum rc report_lead(struct web *w, int64_t id, const char *format, bool *led)
{
	struct doc_way way;
	enum rc rc = report_way(w->db, w->a, id, &way, &w->e);
	if (!rc)
		doc_way_lead(w, &way, format, led);
	return rc;
}

static enum rc show(struct web *w)
{
	struct report r;
	struct report_made made = { 0 };
	struct doc_way way;
	bool led = false;
	enum rc rc = report_asked(w, &r);
	if (!rc)
		rc = report_lead(w, r.id, NULL, &led);
	if (rc || led)
		return rc;
	rc = report_make(w->db, w->a, &r, &made, &w->e);
	if (!rc)
		rc = report_way(w->db, w->a, r.id, &way, &w->e);
	if (rc)
		return rc;
	struct report_view v = { .page = web_page(w, r.title),
		.tabs = report_tabs(w, r.id, REPORT_TEXT),
		.id = r.id,
		.way = &way,
		.document = &made.document,
		.period = report_span(w->a, &r.period) };
	v.page.document = true;
	v.page.back = "/bao-cao";
	struct buf b = web_buf(w);
	report_view_html(&b, &v);
	return web_reply(w, 200, &b);
}

const char *report_figure_href(struct arena *a, int64_t id, const struct figure *g)
{
	struct buf b;
	buf_init(&b, a, 1024);
	buf_printf(&b, "/bao-cao/%lld/so-lieu?kenh=", (long long)id);
	html_part_text(&b, g->channel);
	buf_puts(&b, "&dv=");
	html_part_text(&b, g->unit);
	return b.p;
}

const char *report_target_text(struct arena *a, const struct target *t)
{
	return arena_printf(a, "chỉ tiêu %s: %s", quantity_print(a, &t->wanted, QUANTITY_PLAIN),
		target_state_name(t->state));
}

enum part_tone report_target_tone(const struct target *t)
{
	static const enum part_tone tones[] = {
		[TARGET_MET] = PART_GREEN, [TARGET_SHORT] = PART_RED, [TARGET_NO_DATA] = PART_YELLOW
	};
	return tones[t->state];
}

const char *report_severity_name(enum severity s)
{
	static const char *const names[] = {
		[SEVERITY_LOI] = "Lỗi", [SEVERITY_CANH_BAO] = "Cảnh báo", [SEVERITY_GOI_Y] = "Gợi ý"
	};
	return names[s];
}

enum part_tone report_severity_tone(enum severity s)
{
	static const enum part_tone tones[] = { [SEVERITY_LOI] = PART_RED,
		[SEVERITY_CANH_BAO] = PART_YELLOW,
		[SEVERITY_GOI_Y] = PART_BLUE };
	return tones[s];
}

const char *report_row_id(struct arena *a, const struct report_row *x, const char *prefix)
{
	const char *unit = text_fold(a, x->figure->unit);
	char *id = arena_printf(a, "%s-%s-%s", prefix, x->figure->channel, unit);
	for (char *p = id; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9')))
			*p = '-';
	return id;
}

static const struct report_row *asked_row(struct web *w, const struct report_rows *rows)
{
	const char *channel = request_query(w->rq, "kenh"), *unit = request_query(w->rq, "dv");
	for (size_t i = 0; i < rows->n; i++)
		if (text_eq(rows->v[i].figure->channel, channel) &&
			text_eq(rows->v[i].figure->unit, unit))
			return &rows->v[i];
	return NULL;
}

/* All figures of the report's period, or the one asked for with its records. */
static enum rc show_figures(struct web *w)
{
	struct report r;
	struct report_made made = { 0 };
	struct report_rows rows = { 0 };
	enum rc rc = report_asked(w, &r);
	if (!rc)
		rc = report_gather(w->db, w->a, &r, &made, &w->e);
	if (!rc)
		rc = report_rows(w->db, w->a, &made, &rows, &w->e);
	if (rc)
		return rc;
	rows.may_add = web_may(w, MAY_ACTIVITY_ADD);
	struct report_figure_view v = { .page = web_page(w, "Số liệu của báo cáo"),
		.tabs = report_tabs(w, r.id, REPORT_FIGURES),
		.id = r.id,
		.title = r.title,
		.period = report_span(w->a, &r.period),
		.row = asked_row(w, &rows),
		.rows = &rows };
	if (request_query(w->rq, "kenh") && !v.row)
		return ERR(&w->e, RC_NOTFOUND, "figure", "Kỳ này không có số liệu ấy.");
	if (v.row)
		v.figure = (struct report_figure){ "so-lieu", v.row->text, v.row->figure, NULL };
	v.page.back =
		v.row ? arena_printf(w->a, "/bao-cao/%lld/so-lieu", (long long)r.id) : "/bao-cao";
	v.page.document = true;
	struct buf b = web_buf(w);
	report_figure_html(&b, &v);
	return web_reply(w, 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/bao-cao", .handler = list, .permission = "report.read"),
	WEB_GET("/bao-cao/{id}", .handler = show, .permission = "report.read"),
	WEB_GET("/bao-cao/{id}/so-lieu", .handler = show_figures, .permission = "report.read"),
};

static const struct web_item menu[] = {
	{ 60, "Báo cáo", "/bao-cao", MAY_REPORT_READ },
};

static const struct web_word words[] = {
	{ "body", "Nội dung", NULL },
	{ "kind", "Loại báo cáo", NULL },
	{ "title", "Trích yếu", NULL },
	{ "to", "Kính gửi", NULL },
};
static const struct web_record records[] = {
	{ .kind = "report",
		.name = "Báo cáo",
		.href = "/bao-cao/",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes report_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
