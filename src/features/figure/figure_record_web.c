/* /so-lieu/{kenh}: the records that a channel's numbers are made of, with their photos. */
#include <stdlib.h>

#include "core/channel.h"
#include "features/figure/figure_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

enum { PER_PAGE = 50 };

const char *figure_records_href(struct arena *a, const struct figures *f, const struct figure *g)
{
	struct buf b;
	buf_init(&b, a, 1024);
	buf_printf(&b, "/so-lieu/%s?ky=", g->channel);
	html_part_text(&b, f->period.token);
	buf_puts(&b, "&don-vi=");
	html_part_text(&b, g->unit);
	return b.p;
}

static const char *days(struct arena *a, const struct record *r)
{
	return date_cmp(r->from, r->to)
		       ? arena_printf(a, "%s – %s", date_short(a, r->from), date_short(a, r->to))
		       : date_short(a, r->from);
}

static const char *numbers(struct arena *a, const struct record *r)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < r->quantities.n; i++) {
		const char *s = quantity_print(a, &r->quantities.v[i], QUANTITY_PLAIN);
		ARENA_PUSH(a, &list, s);
	}
	return list.n ? text_join(a, &list, "; ") : "chưa có số liệu";
}

/* References that are no file: a link, the number of a document. */
static const char *references(struct arena *a, const struct record *r)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < r->evidence.n; i++) {
		bool file = false;
		for (size_t k = 0; k < r->files.n; k++)
			file = file || text_eq(r->files.v[k].name, r->evidence.v[i]);
		if (!file)
			ARENA_PUSH(a, &list, r->evidence.v[i]);
	}
	return text_join(a, &list, "; ");
}

static struct figure_record view_of(struct web *w, const struct record *r)
{
	return (struct figure_record){ .record = r,
		.days = days(w->a, r),
		.numbers = numbers(w->a, r),
		.places = text_join(w->a, &r->places, ", "),
		.references = references(w->a, r),
		.href = web_may(w, MAY_ACTIVITY_READ_ANY)
				? arena_printf(w->a, "/hoat-dong/%lld", (long long)r->id)
				: NULL };
}

static void put_records(struct web *w, const struct figures *f, const struct figure *g,
	struct figure_records_view *v)
{
	size_t pages = g->record_count ? (g->record_count + PER_PAGE - 1) / PER_PAGE : 1;
	size_t page = web_page_asked(w, pages), from = (page - 1) * PER_PAGE;
	v->v = ARENA_ARRAY(w->a, struct figure_record, PER_PAGE);
	for (size_t i = from; i < g->record_count && v->n < PER_PAGE; i++)
		v->v[v->n++] = view_of(w, g->records[i]);
	v->pages = (struct part_pages){ .page = page,
		.pages = pages,
		.base = arena_printf(w->a, "%s&trang=", figure_records_href(w->a, f, g)) };
}

/* Another unit of the channel is another number. */
static void put_tabs(struct web *w, const struct figures *f, const struct figure *shown,
	struct figure_records_view *v)
{
	struct part_link *tabs = ARENA_ARRAY(w->a, struct part_link, f->n);
	for (size_t i = 0; i < f->n; i++)
		if (text_eq(f->v[i].channel, shown->channel))
			tabs[v->tabs_n++] = (struct part_link){ .text = f->v[i].unit,
				.href = figure_records_href(w->a, f, &f->v[i]),
				.current = &f->v[i] == shown };
	v->tabs = tabs;
}

static const struct figure *choose(const struct figures *f, const char *channel, const char *unit)
{
	const struct figure *found = unit ? figure_find(f, channel, unit) : NULL;
	for (size_t i = 0; !found && i < f->n; i++)
		if (text_eq(f->v[i].channel, channel))
			found = &f->v[i];
	return found;
}

enum rc figure_records_show(struct web *w)
{
	const struct channel *c = channel_by_code(route_segment(w->rq, "kenh"));
	const char *token = request_query(w->rq, "ky");
	struct figures f;
	struct period p;
	if (!c)
		return ERR(&w->e, RC_NOTFOUND, "kenh", "Không có kênh này.");
	enum rc rc = token && *token ? RC_OK : figure_usual_period(w, &token);
	if (!rc)
		rc = period_typed(w->a, token, PERIOD_CALENDAR, &p, &w->e);
	if (!rc)
		rc = figures_load(w->db, w->a, &p, FIGURE_FLOW, &f, &w->e);
	if (rc)
		return rc;
	const struct figure *g = choose(&f, c->code, request_query(w->rq, "don-vi"));
	struct figure_records_view v = { .page = web_page(
						 w, arena_printf(w->a, "%s, %s", c->name, p.label)),
		.channel = c->name,
		.label = p.label,
		.number = g ? figure_print(w->a, g, QUANTITY_PLAIN) : "chưa có số liệu" };
	v.page.back = arena_printf(w->a, "/so-lieu?ky=%s", p.token);
	if (g) {
		put_records(w, &f, g, &v);
		put_tabs(w, &f, g, &v);
	}
	struct buf b = web_buf(w);
	figure_records_html(&b, &v);
	return web_reply(w, 200, &b);
}
