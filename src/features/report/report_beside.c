/* What stands beside the text of a report: figures with their past and targets, what can be put in,
 * what the checker finds. */
#include "features/report/report_edit.h"

#include <stdio.h>
#include <string.h>

#include "core/channel.h"
#include "lib/base/text.h"
#include "lib/doc/extract.h"

static bool has_number(const struct figure *g)
{
	return g && (g->state == FIGURE_COUNTED || g->state == FIGURE_ZERO);
}

static const struct target *target_of(const struct figures *f, const struct figure *g)
{
	for (size_t i = 0; i < f->target_count; i++)
		if (text_eq(f->targets[i].channel, g->channel) &&
			text_eq(f->targets[i].wanted.unit, g->unit))
			return &f->targets[i];
	return NULL;
}

/* The numbers of the periods before that have one, then its own. */
static void fill_line(struct report_row *row, const struct report_rows *rows)
{
	for (size_t k = REPORT_PAST; has_number(row->figure) && k-- > 0;) {
		const struct figure *g =
			figure_find(&rows->past[k], row->figure->channel, row->figure->unit);
		if (has_number(g))
			row->line[row->line_n++] = g->sum.value / QUANTITY_ONE;
	}
	if (has_number(row->figure))
		row->line[row->line_n++] = row->figure->sum.value / QUANTITY_ONE;
}

static enum rc load_past(struct db *d, struct arena *a, const struct period *now,
	struct report_rows *out, struct err *e)
{
	struct period p = *now, periods[REPORT_PAST];
	for (size_t k = 0; k < REPORT_PAST; k++)
		periods[k] = p = period_previous(a, &p);
	struct period all = { periods[0].token, periods[0].label, p.from, periods[0].to };
	struct figures wide;
	enum rc rc = figures_load(d, a, &all, FIGURE_FLOW, &wide, e);
	for (size_t k = 0; !rc && k < REPORT_PAST; k++)
		rc = figures_within(a, &wide, &periods[k], &out->past[k], e);
	return rc;
}

enum rc report_rows(struct db *d, struct arena *a, const struct report_made *m,
	struct report_rows *out, struct err *e)
{
	enum rc rc = load_past(d, a, &m->flow.period, out, e);
	for (size_t i = 0; !rc && i < m->flow.n; i++) {
		const struct figure *g = &m->flow.v[i];
		struct report_row row = { .figure = g,
			.binding = arena_printf(a, "{{%s|%s}}", g->channel, g->unit),
			.text = figure_print(a, g, QUANTITY_OFFICIAL),
			.previous = figure_find(&out->past[0], g->channel, g->unit),
			.target = target_of(&m->flow, g) };
		fill_line(&row, out);
		ARENA_PUSH(a, out, row);
	}
	return rc;
}

static void add_insert(struct arena *a, struct report_inserts *list, const char *binding,
	const char *label, const char *text)
{
	struct report_insert x = { binding, arena_printf(a, "%s: %s", label, text), text };
	ARENA_PUSH(a, list, x);
}

static void add_plan(struct arena *a, const struct plan *p, struct report_inserts *list)
{
	if (p->number)
		add_insert(a, list, "{{plan.number}}", "Số của kế hoạch", p->number);
	if (!date_none(p->day))
		add_insert(a, list, "{{plan.date}}", "Ngày của kế hoạch", date_short(a, p->day));
	add_insert(a, list, "{{plan.title}}", "Trích yếu của kế hoạch", p->title);
	if (p->form_count)
		add_insert(a, list, "{{forms}}", "Hình thức", "các hình thức có hoạt động");
	if (p->content_count)
		add_insert(a, list, "{{contents}}", "Nội dung", "các nội dung có hoạt động");
}

struct report_inserts report_inserts(
	struct arena *a, const struct report_made *m, const struct report_rows *rows)
{
	struct report_inserts list = { 0 };
	for (size_t i = 0; i < rows->n; i++)
		add_insert(a, &list, rows->v[i].binding,
			channel_by_code(rows->v[i].figure->channel)->name, rows->v[i].text);
	if (m->plan)
		add_plan(a, m->plan, &list);
	for (size_t i = 0; i < rows->n; i++) {
		const struct report_row *x = &rows->v[i];
		if (x->previous)
			add_insert(a, &list,
				arena_printf(a, "{{%s|%s|previous}}", x->figure->channel,
					x->figure->unit),
				arena_printf(a, "%s, %s", channel_by_code(x->figure->channel)->name,
					rows->past[0].period.label),
				figure_print(a, x->previous, QUANTITY_OFFICIAL));
	}
	for (size_t i = 0; i < m->stock.n; i++) {
		const struct figure *g = &m->stock.v[i];
		if (g->state == FIGURE_COUNTED)
			add_insert(a, &list,
				arena_printf(a, "{{%s|%s|stock}}", g->channel, g->unit),
				arena_printf(a, "%s, kể cả từ trước kỳ",
					channel_by_code(g->channel)->name),
				figure_print(a, g, QUANTITY_OFFICIAL));
	}
	return list;
}

/* --- the checker ---------------------------------------------------------------------------- */

enum { TEXT_MAX = 64 << 20 };

static const char *plain_text(struct arena *a, const struct doc *d, struct err *e)
{
	struct buf b;
	buf_init(&b, a, TEXT_MAX);
	doc_txt(&b, d);
	if (b.over)
		(void)ERR(e, RC_FAIL, NULL, "văn bản quá dài");
	return b.over ? NULL : b.p;
}

enum rc report_check(struct arena *a, const struct report_made *m, struct date today,
	struct findings *out, struct err *e)
{
	struct extract *x = NULL;
	const char *text = plain_text(a, &m->document.doc, e);
	enum rc rc = text ? extract_txt(a, text, strlen(text), &x, e) : RC_FAIL;
	if (rc)
		return rc;
	check_records(a, &m->flow, &m->document.doc, out);
	check_document(a, x, today, out);
	return RC_OK;
}

/* The lines on which the sections begin in the text of doc_txt, and where the last one ends. */
struct lines {
	int *begin; /* of the i-th section; 0: it has none */
	int end;
};

static int line_of(const char *text, const char *at)
{
	int n = 1;
	for (; text < at; text++)
		n += *text == '\n';
	return n;
}

/* The line that is just this text, at or behind from. */
static const char *find_line(const char *from, const char *line)
{
	size_t n = strlen(line);
	for (const char *p = from; n && (p = strstr(p, line)); p += n)
		if ((p == from || p[-1] == '\n') && (p[n] == '\n' || !p[n]))
			return p;
	return NULL;
}

static struct lines find_lines(
	struct arena *a, const struct doc *d, const char *text, const struct report_sections *s)
{
	struct lines l = { ARENA_ARRAY(a, int, s->n), line_of(text, text + strlen(text)) + 1 };
	const char *from = text;
	size_t k = 0;
	if (d->blocks.n && d->blocks.v[0].kind != DOC_HEADING) {
		const char *at = find_line(text, doc_block_plain(a, &d->blocks.v[0]));
		l.begin[0] = at ? line_of(text, at) : 0;
	}
	for (size_t i = 0; i < d->blocks.n; i++) {
		if (d->blocks.v[i].kind != DOC_HEADING)
			continue;
		const char *at = find_line(from, doc_block_plain(a, &d->blocks.v[i]));
		if (at && ++k < s->n)
			l.begin[k] = line_of(text, at);
		from = at ? at + 1 : from;
	}
	const char *tail = find_line(from, d->recipients.n ? "Nơi nhận:" : "");
	if (tail)
		l.end = line_of(text, tail);
	return l;
}

static size_t section_at(const struct lines *l, size_t n, int line)
{
	size_t found = n;
	for (size_t i = 0; i < n && line < l->end; i++)
		if (l->begin[i] && l->begin[i] <= line)
			found = i;
	return found;
}

/* "mục “II. Nhận xét”" */
static size_t section_named(struct arena *a, const struct doc *d, size_t n, const char *place)
{
	size_t k = 0;
	if (text_eq(place, "phần mở đầu"))
		return 0;
	for (size_t i = 0; i < d->blocks.n; i++)
		if (d->blocks.v[i].kind == DOC_HEADING && ++k < n &&
			text_eq(place,
				arena_printf(a, "mục “%s”", doc_block_plain(a, &d->blocks.v[i]))))
			return k;
	return n;
}

const size_t *report_finding_sections(struct arena *a, const struct doc *d,
	const struct report_sections *sections, const struct findings *list)
{
	size_t *out = ARENA_ARRAY(a, size_t, list->n);
	struct err none;
	err_init(&none, a);
	const char *text = plain_text(a, d, &none);
	struct lines l = find_lines(a, d, text ? text : "", sections);
	for (size_t i = 0; i < list->n; i++) {
		int line;
		if (sscanf(list->v[i].place, "dòng %d", &line) == 1)
			out[i] = section_at(&l, sections->n, line);
		else
			out[i] = section_named(a, d, sections->n, list->v[i].place);
	}
	return out;
}
