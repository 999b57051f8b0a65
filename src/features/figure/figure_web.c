/* /so-lieu: the figures and targets of a period. */
#include "core/channel.h"
#include "features/figure/figure_page.h"
#include "lib/base/text.h"

static const struct db_sql last_day = {
	"SELECT day_from FROM v_activity ORDER BY day_from DESC LIMIT 1"
};

enum rc figure_usual_period(struct web *w, const char **out)
{
	struct db_rows *r;
	struct date d = date_today();
	enum rc rc = db_query(w->db, w->a, &last_day, DB_NONE, &r, &w->e);
	if (!rc)
		rc = db_next(r, &w->e);
	if (!rc)
		d = date_partial(db_text(r, 0));
	else if (rc != RC_NOTFOUND)
		return rc;
	*out = arena_printf(w->a, "%d-Q%d", d.year, (d.month - 1) / 3 + 1);
	return RC_OK;
}

static enum part_tone tone_of(enum figure_state s)
{
	return s == FIGURE_COUNTED || s == FIGURE_ZERO ? PART_GREEN : PART_YELLOW;
}

static struct part_table figure_table(struct web *w, const struct figures *f)
{
	static const struct part_column columns[] = { { "Kênh", false }, { "Số liệu", false },
		{ "Trạng thái", false }, { "Hoạt động", true } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, f->n * COLUMNS);
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *g = &f->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		bool number = g->state == FIGURE_COUNTED || g->state == FIGURE_ZERO;
		c[0].text = channel_by_code(g->channel)->name;
		c[1].text = number ? figure_print(w->a, g, QUANTITY_PLAIN)
				   : arena_printf(w->a, "– (%s)", g->unit);
		if (g->record_count)
			c[1].href = c[3].href = figure_records_href(w->a, f, g);
		c[2].text = figure_state_name(g->state);
		c[2].tone = tone_of(g->state);
		c[3].text = g->uncounted && number ? arena_printf(w->a, "%zu, %zu không có số",
							     g->record_count, g->uncounted)
						   : arena_printf(w->a, "%zu", g->record_count);
	}
	return (struct part_table){ .caption = arena_printf(w->a, "Số liệu %s", f->period.label),
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = f->n };
}

static struct part_table target_table(struct web *w, const struct figures *f)
{
	static const struct part_column columns[] = { { "Nhiệm vụ", false }, { "Chỉ tiêu", false },
		{ "Đã đạt", false }, { "Kết quả", false } };
	static const enum part_tone tones[] = { PART_GREEN, PART_RED, PART_YELLOW };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, f->target_count * COLUMNS);
	for (size_t i = 0; i < f->target_count; i++) {
		const struct target *t = &f->targets[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = t->title;
		c[1].text = quantity_print(w->a, &t->wanted, QUANTITY_PLAIN);
		c[2].text = t->state == TARGET_NO_DATA
				    ? "–"
				    : quantity_print(w->a, &t->reached, QUANTITY_PLAIN);
		c[3].text = target_state_name(t->state);
		c[3].tone = tones[t->state];
	}
	return (struct part_table){ .caption = "Chỉ tiêu của kế hoạch",
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = f->target_count };
}

static enum rc show(struct web *w)
{
	const char *token = request_query(w->rq, "ky");
	struct figures f;
	struct period p;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = token && *token ? RC_OK : figure_usual_period(w, &token);
	if (rc)
		return rc;
	struct figure_view v = { .page = web_page(w, "Số liệu"),
		.token = { .name = "ky",
			.label = "Kỳ",
			.hint = "Ví dụ: quý IV năm 2026, tháng 3/2026, 6 tháng đầu năm 2026, năm 2026; kỳ CCHC: 2026-Q1-cchc",
			.value = token,
			.width = 20 } };
	struct widget_error error = { "ky", NULL };
	if (period_typed(w->a, token, PERIOD_CALENDAR, &p, &wrong)) {
		error.message = v.token.error = wrong.message;
		v.page.errors = &error;
		v.page.errors_n = 1;
	} else {
		rc = figures_load(w->db, w->a, &p, FIGURE_FLOW, &f, &w->e);
		if (rc)
			return rc;
		v.figures = &f;
		v.table = figure_table(w, &f);
		v.targets = target_table(w, &f);
	}
	struct buf b = web_buf(w);
	figure_view_html(&b, &v);
	return web_reply(w, v.page.errors_n ? 422 : 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/so-lieu", .handler = show, .permission = "figures.read"),
	WEB_GET("/so-lieu/{kenh}", .handler = figure_records_show, .permission = "figures.read"),
};

static const struct web_item menu[] = {
	{ 50, "Số liệu", "/so-lieu", MAY_FIGURES_READ },
};

const struct web_routes figure_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu };
