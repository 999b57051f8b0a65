/* /bao-cao: the reports, each as a page whose numbers open, and as files. */
#include <stdlib.h>

#include "core/web/document.h"
#include "features/report/report_page.h"

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

static enum rc find(struct web *w, struct report *out)
{
	char *end;
	const char *text = route_segment(w->rq, "id");
	int64_t id = strtoll(text, &end, 10);
	struct report_list found = { 0 };
	enum rc rc =
		*end || id <= 0 ? RC_OK : report_find(w->db, w->a, "", NULL, id, &found, &w->e);
	if (rc)
		return rc;
	if (!found.n)
		return ERR(&w->e, RC_NOTFOUND, "report", "Không có báo cáo này.");
	*out = found.v[0];
	return RC_OK;
}

static enum rc show(struct web *w)
{
	struct report r;
	struct report_made made = { 0 };
	enum rc rc = find(w, &r);
	if (!rc)
		rc = report_make(w->db, w->a, &r, &made, &w->e);
	if (rc)
		return rc;
	struct report_view v = { .page = web_page(w, r.title),
		.id = r.id,
		.document = &made.document,
		.period = arena_printf(w->a, "%s (%s - %s)", r.period.label,
			date_short(w->a, r.period.from), date_short(w->a, r.period.to)) };
	v.page.document = true;
	v.page.back = "/bao-cao";
	struct buf b = web_buf(w);
	report_view_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc download(struct web *w)
{
	struct report r;
	struct report_made made = { 0 };
	enum rc rc = find(w, &r);
	if (!rc)
		rc = report_make(w->db, w->a, &r, &made, &w->e);
	return rc ? rc
		  : web_document(w, &made.document.doc, route_segment(w->rq, "dang"),
			    arena_printf(w->a, "bao-cao-%s", r.period.token));
}

static const struct web_route routes[] = {
	WEB_GET("/bao-cao", .handler = list, .permission = "report.read"),
	WEB_GET("/bao-cao/{id}", .handler = show, .permission = "report.read"),
	WEB_GET("/bao-cao/{id}/tai/{dang}", .handler = download, .permission = "report.read"),
};

static const struct web_item menu[] = {
	{ 60, "Báo cáo", "/bao-cao", MAY_REPORT_READ },
};

const struct web_routes report_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu };
