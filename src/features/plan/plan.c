/* Changing a plan, and beginning the next one. */
#include "features/plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"

static void *copy(struct arena *a, const void *v, size_t n, size_t size)
{
	return n ? arena_grow(a, v, n * size, n * size) : NULL;
}

struct plan *plan_copy(struct arena *a, const struct plan *p)
{
	struct plan *x = ARENA_NEW(a, struct plan);
	*x = *p;
	x->contents = copy(a, p->contents, p->content_count, sizeof *p->contents);
	x->forms = copy(a, p->forms, p->form_count, sizeof *p->forms);
	x->tasks = copy(a, p->tasks, p->task_count, sizeof *p->tasks);
	return x;
}

size_t plan_task_at(const struct plan *p, const char *code)
{
	size_t i = 0;
	while (i < p->task_count && !text_eq(p->tasks[i].code, code))
		i++;
	return i;
}

size_t plan_content_at(const struct plan *p, const char *code)
{
	size_t i = 0;
	while (i < p->content_count && !text_eq(p->contents[i].code, code))
		i++;
	return i;
}

/* Room for one more where `at` is the end. */
#define PUT(a, list, count, at, item) \
	do { \
		if ((at) == (count)) \
			(list) = arena_grow((a), (list), (count) * sizeof *(list), \
				((count) + 1) * sizeof *(list)); \
		(count) += (at) == (count); \
		(list)[at] = *(item); \
	} while (0)

void plan_task_put(struct arena *a, struct plan *p, size_t at, const struct plan_task *t)
{
	PUT(a, p->tasks, p->task_count, at, t);
}

void plan_content_put(struct arena *a, struct plan *p, size_t at, const struct plan_content *c)
{
	PUT(a, p->contents, p->content_count, at, c);
}

void plan_form_put(struct arena *a, struct plan *p, size_t at, const struct plan_form *f)
{
	PUT(a, p->forms, p->form_count, at, f);
}

#define DROP(list, count, i) \
	do { \
		(count)--; \
		memmove((list) + (i), (list) + (i) + 1, ((count) - (i)) * sizeof *(list)); \
	} while (0)

void plan_task_drop(struct plan *p, size_t i)
{
	DROP(p->tasks, p->task_count, i);
}

void plan_form_drop(struct plan *p, size_t i)
{
	DROP(p->forms, p->form_count, i);
}

void plan_content_drop(struct arena *a, struct plan *p, size_t i)
{
	const char *code = p->contents[i].code;
	for (size_t t = 0; t < p->task_count; t++) {
		struct texts kept = { 0 };
		for (size_t k = 0; k < p->tasks[t].contents.n; k++)
			if (!text_eq(p->tasks[t].contents.v[k], code))
				ARENA_PUSH(a, &kept, p->tasks[t].contents.v[k]);
		p->tasks[t].contents = kept;
	}
	DROP(p->contents, p->content_count, i);
}

/* The place it changes with; its own at the ends. */
static size_t beside(size_t i, size_t n, bool up)
{
	if (up)
		return i ? i - 1 : i;
	return i + 1 < n ? i + 1 : i;
}

void plan_task_move(struct plan *p, size_t i, bool up)
{
	size_t k = beside(i, p->task_count, up);
	struct plan_task t = p->tasks[i];
	p->tasks[i] = p->tasks[k];
	p->tasks[k] = t;
}

void plan_content_move(struct plan *p, size_t i, bool up)
{
	size_t k = beside(i, p->content_count, up);
	struct plan_content c = p->contents[i];
	p->contents[i] = p->contents[k];
	p->contents[k] = c;
}

void plan_form_move(struct plan *p, size_t i, bool up)
{
	size_t k = beside(i, p->form_count, up);
	struct plan_form f = p->forms[i];
	p->forms[i] = p->forms[k];
	p->forms[k] = f;
}

const char *plan_task_code(struct arena *a, const struct plan *p)
{
	for (size_t n = p->task_count + 1;; n++) {
		const char *code = arena_printf(a, "nv%zu", n);
		if (plan_task_at(p, code) == p->task_count)
			return code;
	}
}

const char *plan_content_code(struct arena *a, const struct plan *p)
{
	for (size_t n = p->content_count + 1;; n++) {
		const char *code = arena_printf(a, "nd%zu", n);
		if (plan_content_at(p, code) == p->content_count)
			return code;
	}
}

/* --- the next year --- */

/* "năm 2024" by "năm 2025"; other numbers (of laws, of days) stay. */
static const char *move_words(struct arena *a, const char *text, int64_t from, int64_t to)
{
	const char *old = arena_printf(a, "năm %lld", (long long)from);
	const char *at = text ? strstr(text, old) : NULL;
	if (!at)
		return text;
	return arena_printf(a, "%snăm %lld%s", arena_strndup(a, text, (size_t)(at - text)),
		(long long)to, move_words(a, at + strlen(old), from, to));
}

static struct date move_day(struct date d, int years)
{
	if (date_none(d))
		return d;
	d.year += years;
	if (d.month && d.day > date_days_in_month(d.year, d.month))
		d.day = date_days_in_month(d.year, d.month); /* 29/02 */
	return d;
}

struct plan *plan_next(struct arena *a, const struct plan *last, int64_t year)
{
	struct plan *p = plan_copy(a, last);
	p->year = year;
	p->version = 0;
	p->number = NULL;
	p->number_line = 0;
	p->day = (struct date){ 0 };
	p->title = move_words(a, last->title, last->year, year);
	for (size_t i = 0; i < p->task_count; i++) {
		struct plan_task *t = &p->tasks[i];
		t->title = move_words(a, t->title, last->year, year);
		t->from = move_day(t->from, (int)(year - last->year));
		t->due = move_day(t->due, (int)(year - last->year));
		t->id = 0;
		t->targets = NULL;
		t->target_count = 0;
	}
	return p;
}

/* "2023-Q1" to "2024-Q1", and both days of "2023-01-05..2023-02-10"; NULL where a day does not
 * exist in that year. */
static const char *move_period(struct arena *a, const char *token, int64_t years)
{
	const char *dots = strstr(token, "..");
	struct period p;
	struct err none;
	err_init(&none, a);
	const char *moved =
		dots ? arena_printf(a, "%04lld%.6s..%04lld%s", strtoll(token, NULL, 10) + years,
			       token + 4, strtoll(dots + 2, NULL, 10) + years, dots + 6)
		     : arena_printf(a, "%04lld%s", strtoll(token, NULL, 10) + years, token + 4);
	return period_parse(a, moved, PERIOD_CALENDAR, &p, &none) ? NULL : moved;
}

size_t plan_suggested(struct arena *a, const struct plan *last, const struct plan *now,
	const struct plan_task *t, struct plan_target **out)
{
	size_t at = last ? plan_task_at(last, t->code) : 0;
	if (!last || t->target_count || at == last->task_count ||
		!text_eq(last->tasks[at].channel, t->channel))
		return 0;
	const struct plan_task *old = &last->tasks[at];
	struct plan_target *v = ARENA_ARRAY(a, struct plan_target, old->target_count);
	size_t n = 0;
	for (size_t i = 0; i < old->target_count; i++) {
		const char *period = move_period(a, old->targets[i].period, now->year - last->year);
		if (period)
			v[n++] = (struct plan_target){ period, old->targets[i].quantity };
	}
	*out = v;
	return n;
}
