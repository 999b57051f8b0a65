/* The rules of figures: no SQL, no output. */
#include "features/figure/figure.h"

#include <stdlib.h>

#include "core/channel.h"
#include "lib/base/text.h"

static bool counts(const struct figures *f, const struct record *r)
{
	return f->basis == FIGURE_STOCK || period_holds(&f->period, r->from);
}

static struct figure *find(struct figures *f, const char *channel, const char *unit)
{
	for (size_t i = 0; i < f->n; i++)
		if (text_eq(f->v[i].channel, channel) && text_eq(f->v[i].unit, unit))
			return &f->v[i];
	return NULL;
}

const struct figure *figure_find(const struct figures *f, const char *channel, const char *unit)
{
	return find((struct figures *)f, channel, unit);
}

static struct figure *find_or_add(
	struct arena *a, struct figures *f, const char *channel, const char *unit)
{
	struct figure *found = find(f, channel, unit);
	if (found)
		return found;
	const struct measure *m = measure_find(a, unit);
	struct figure new = { .channel = channel,
		.unit = unit,
		.join = m ? m->join : MEASURE_ADD,
		.state = FIGURE_NO_DATA };
	ARENA_PUSH(a, f, new);
	return &f->v[f->n - 1];
}

static void list_record(struct arena *a, struct figure *g, struct record *r)
{
	if (g->record_count && g->records[g->record_count - 1] == r)
		return;
	if (g->record_count == g->record_cap) {
		size_t cap = g->record_cap ? g->record_cap * 2 : 8;
		g->records = arena_grow(a, g->records, g->record_count * sizeof *g->records,
			cap * sizeof *g->records);
		g->record_cap = cap;
	}
	g->records[g->record_count++] = r;
}

static void add_number(
	struct arena *a, struct figures *f, struct record *r, const struct quantity *q)
{
	struct figure *g = find_or_add(a, f, r->channel, q->unit);
	list_record(a, g, r);
	if (g->state != FIGURE_COUNTED) {
		g->sum = *q;
		g->state = FIGURE_COUNTED;
	} else if (!quantity_join(&g->sum, q, g->join)) {
		f->overflow = g->unit;
	}
}

static void add_records(struct arena *a, struct figures *f)
{
	for (size_t i = 0; i < f->records.n; i++) {
		struct record *r = &f->records.v[i];
		for (size_t k = 0; counts(f, r) && k < r->quantities.n; k++) {
			const struct quantity *q = &r->quantities.v[k];
			if (q->counted)
				add_number(a, f, r, q);
		}
	}
}

static void note_uncounted(struct arena *a, struct figure *g, struct record *r)
{
	if (g->state == FIGURE_NO_DATA)
		g->state = FIGURE_NOT_COUNTED;
	g->uncounted++;
	list_record(a, g, r);
}

/* Did the activity give no number at all? Then it is uncounted in every figure of its channel. */
static bool says_nothing(const struct record *r)
{
	for (size_t k = 0; k < r->quantities.n; k++)
		if (r->quantities.v[k].counted || r->quantities.v[k].unit)
			return false;
	return true;
}

static bool has_figure(const struct figures *f, const char *channel)
{
	for (size_t i = 0; i < f->n; i++)
		if (text_eq(f->v[i].channel, channel))
			return true;
	return false;
}

static bool has_numbers(const struct figures *f, const char *channel)
{
	for (size_t i = 0; i < f->n; i++)
		if (text_eq(f->v[i].channel, channel) && f->v[i].state == FIGURE_COUNTED)
			return true;
	return false;
}

static const char *usual_unit(const char *channel, const struct planned *planned, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(planned[i].channel, channel))
			return planned[i].unit;
	const struct channel *c = channel_by_code(channel);
	return c ? c->unit : "lần";
}

static void add_silent(struct arena *a, struct figures *f, struct record *r,
	const struct planned *planned, size_t n)
{
	if (!has_numbers(f, r->channel)) {
		/* What only lasted on from before is no uncounted work beside numbers of its
		 * channel. */
		note_uncounted(
			a, find_or_add(a, f, r->channel, usual_unit(r->channel, planned, n)), r);
		return;
	}
	for (size_t i = 0; counts(f, r) && i < f->n; i++)
		if (text_eq(f->v[i].channel, r->channel) && f->v[i].state == FIGURE_COUNTED)
			note_uncounted(a, &f->v[i], r);
}

static void add_uncounted(
	struct arena *a, struct figures *f, const struct planned *planned, size_t n)
{
	for (size_t i = 0; i < f->records.n; i++) {
		struct record *r = &f->records.v[i];
		if (says_nothing(r)) {
			add_silent(a, f, r, planned, n);
			continue;
		}
		for (size_t k = 0; k < r->quantities.n; k++) {
			const struct quantity *q = &r->quantities.v[k];
			bool open = counts(f, r) || !has_numbers(f, r->channel);
			if (!q->counted && q->unit && open)
				note_uncounted(a, find_or_add(a, f, r->channel, q->unit), r);
		}
	}
}

bool figures_use(const struct figures *f, const char *channel)
{
	for (size_t i = 0; i < f->records.n; i++)
		if (text_eq(f->records.v[i].channel, channel))
			return true;
	return false;
}

static void sort_by_channel(struct arena *a, struct figures *f)
{
	size_t n, filled = 0;
	const struct channel *channels = channel_list(&n);
	struct figure *sorted = ARENA_ARRAY(a, struct figure, f->n);
	for (size_t c = 0; c < n; c++)
		for (size_t i = 0; i < f->n; i++)
			if (text_eq(f->v[i].channel, channels[c].code))
				sorted[filled++] = f->v[i];
	f->v = sorted;
	f->n = f->cap = filled;
}

static int by_day(const void *p, const void *q)
{
	const struct record *x = *(const struct record *const *)p;
	const struct record *y = *(const struct record *const *)q;
	int c = date_cmp(x->from, y->from);
	return c ? c : (x->id > y->id) - (x->id < y->id);
}

void figures_compute(struct arena *a, struct figures *f, const struct planned *planned, size_t n)
{
	f->v = NULL;
	f->n = f->cap = 0;
	add_records(a, f);
	add_uncounted(a, f, planned, n);
	for (size_t i = 0; i < n; i++)
		if (!has_figure(f, planned[i].channel))
			find_or_add(a, f, planned[i].channel, planned[i].unit);
	for (size_t i = 0; i < f->n; i++) {
		struct figure *g = &f->v[i];
		if (g->state == FIGURE_COUNTED && !g->sum.value && !g->sum.has_max)
			g->state = FIGURE_ZERO;
		/* Counted and uncounted ones were listed apart; a reader expects days in order. */
		if (g->record_count)
			qsort(g->records, g->record_count, sizeof *g->records, by_day);
	}
	sort_by_channel(a, f);
}

static enum rc whole(const struct figures *f, struct figures *out, struct err *e)
{
	if (f->overflow)
		return ERR(e, RC_INVALID, "quantity",
			"%s: tổng số %s quá lớn; hãy xem lại cột “Số liệu” của các hoạt động trong kỳ",
			f->period.label, f->overflow);
	*out = *f;
	return RC_OK;
}

enum rc figures_on(struct arena *a, const struct figures *f, enum figure_basis basis,
	struct figures *out, struct err *e)
{
	struct figures other = *f;
	other.basis = basis;
	figures_compute(a, &other, f->planned, f->planned_n);
	return whole(&other, out, e);
}

enum rc figures_within(struct arena *a, const struct figures *f, const struct period *p,
	struct figures *out, struct err *e)
{
	struct figures part = { .period = *p, .basis = f->basis };
	for (size_t i = 0; i < f->records.n; i++)
		if (date_cmp(f->records.v[i].from, p->to) <= 0 &&
			date_cmp(f->records.v[i].to, p->from) >= 0)
			ARENA_PUSH(a, &part.records, f->records.v[i]);
	figures_compute(a, &part, NULL, 0);
	return whole(&part, out, e);
}

void target_compute(struct figures *f, int64_t task_id, struct target *t)
{
	struct arena *own = arena_new();
	const struct measure *m = measure_find(own, t->wanted.unit);
	enum measure_join join = m ? m->join : MEASURE_ADD;
	bool any = false;
	for (size_t i = 0; i < f->records.n; i++) {
		const struct record *r = &f->records.v[i];
		if (r->task_id != task_id || !period_holds(&f->period, r->from))
			continue;
		for (size_t k = 0; k < r->quantities.n; k++) {
			const struct quantity *q = &r->quantities.v[k];
			if (!q->counted || !text_eq(q->unit, t->wanted.unit))
				continue;
			if (!any)
				t->reached = *q;
			else if (!quantity_join(&t->reached, q, join))
				f->overflow = q->unit;
			any = true;
		}
	}
	arena_free(own);
	if (!any)
		t->state = TARGET_NO_DATA;
	else
		t->state = quantity_reaches(&t->reached, &t->wanted) ? TARGET_MET : TARGET_SHORT;
}

const char *figure_state_code(enum figure_state s)
{
	static const char *const codes[] = { "counted", "zero", "not_counted", "no_data" };
	return codes[s];
}

const char *figure_state_name(enum figure_state s)
{
	static const char *const names[] = { "đã thống kê", "bằng không", "chưa thống kê",
		"chưa có số liệu" };
	return names[s];
}

const char *target_state_code(enum target_state s)
{
	static const char *const codes[] = { "met", "short", "no_data" };
	return codes[s];
}

const char *target_state_name(enum target_state s)
{
	static const char *const names[] = { "đạt", "chưa đạt", "chưa có số liệu" };
	return names[s];
}

const char *figure_print(struct arena *a, const struct figure *f, enum quantity_style style)
{
	if (f->state == FIGURE_NOT_COUNTED || f->state == FIGURE_NO_DATA)
		return figure_state_name(f->state);
	return quantity_print(a, &f->sum, style);
}
