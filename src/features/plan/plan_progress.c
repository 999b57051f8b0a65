/* Planned, done and late: the plan's tasks against what figures say of each period. */
#include <stdlib.h>
#include <string.h>

#include "features/figure/figure.h"
#include "features/plan/plan.h"
#include "lib/base/text.h"

const char *plan_state_name(enum plan_state s)
{
	static const char *const names[] = { [PLAN_TODO] = "chưa bắt đầu",
		[PLAN_DOING] = "đang làm",
		[PLAN_DONE] = "đã xong",
		[PLAN_LATE] = "trễ hạn" };
	return names[s];
}

struct tokens {
	const char **v;
	size_t n, cap;
};

static bool has(const struct tokens *list, const char *token)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i], token))
			return true;
	return false;
}

static struct tokens target_tokens(struct arena *a, const struct plan *p)
{
	struct tokens list = { 0 };
	for (size_t t = 0; t < p->task_count; t++)
		for (size_t i = 0; i < p->tasks[t].target_count; i++)
			if (!has(&list, p->tasks[t].targets[i].period))
				ARENA_PUSH(a, &list, p->tasks[t].targets[i].period);
	return list;
}

/* Shorter spans before the longer ones that end with them. */
static int by_end(const void *p, const void *q)
{
	const struct period *x = p, *y = q;
	int c = date_cmp(x->to, y->to);
	return c ? c : -date_cmp(x->from, y->from);
}

enum rc plan_periods(
	struct arena *a, const struct plan *p, struct period **out, size_t *n, struct err *e)
{
	static const char *const quarters[] = { "Q1", "Q2", "Q3", "Q4" };
	struct tokens named = target_tokens(a, p), list = { 0 };
	const char *year = arena_printf(a, "%lld", (long long)p->year);
	for (size_t i = 0; i < sizeof quarters / sizeof *quarters; i++) {
		const char *token = arena_printf(a, "%s-%s", year, quarters[i]);
		const char *cchc = arena_printf(a, "%s-cchc", token);
		/* A plan that speaks of the State's window only has no use for the calendar's. */
		const char *chosen = has(&named, cchc) && !has(&named, token) ? cchc : token;
		ARENA_PUSH(a, &list, chosen);
	}
	for (size_t i = 0; i < named.n; i++)
		if (!has(&list, named.v[i]) && !text_eq(named.v[i], year))
			ARENA_PUSH(a, &list, named.v[i]);
	struct period *v = ARENA_ARRAY(a, struct period, list.n + 1);
	for (size_t i = 0; i < list.n; i++) {
		enum rc rc = period_parse(a, list.v[i], PERIOD_CALENDAR, &v[i], e);
		if (rc)
			return rc;
	}
	qsort(v, list.n, sizeof *v, by_end);
	enum rc rc = period_parse(a, year, PERIOD_CALENDAR, &v[list.n], e);
	if (rc)
		return rc;
	*out = v;
	*n = list.n + 1;
	return RC_OK;
}

const struct plan_cell *plan_cell(const struct plan_progress *x, size_t task, size_t period)
{
	return &x->cells[task * x->period_count + period];
}

enum plan_state plan_task_state(const struct plan_task *t, const struct plan_cell *cells,
	const struct plan_progress *x, struct date today)
{
	bool any = false, all = true, missed = false, begun = false;
	for (size_t i = 0; i < x->period_count; i++) {
		const struct plan_cell *c = &cells[i];
		begun |= c->activities > 0;
		missed |= c->missed;
		for (size_t k = 0; k < c->n; k++) {
			any = true;
			all &= c->targets[k].met;
		}
	}
	if (any ? all : begun)
		return PLAN_DONE;
	bool over = date_valid(t->due) && date_cmp(t->due, today) < 0;
	return missed || over ? PLAN_LATE : begun ? PLAN_DOING : PLAN_TODO;
}

static void fill_cell(struct arena *a, struct plan_cell *c, const struct plan_task *t,
	const struct figures *f, struct date today)
{
	for (size_t i = 0; i < f->records.n; i++)
		c->activities += t->id && f->records.v[i].task_id == t->id &&
				 period_holds(&f->period, f->records.v[i].from);
	c->targets = ARENA_ARRAY(a, struct plan_cell_target, f->target_count);
	for (size_t i = 0; i < f->target_count; i++) {
		const struct target *g = &f->targets[i];
		if (!text_eq(g->task, t->code))
			continue;
		c->targets[c->n++] = (struct plan_cell_target){ .wanted = g->wanted,
			.reached = g->reached,
			.counted = g->state != TARGET_NO_DATA,
			.met = g->state == TARGET_MET };
		c->missed |= g->state != TARGET_MET && date_cmp(f->period.to, today) < 0;
	}
}

enum rc plan_progress_load(struct db *d, struct arena *a, const struct plan *p, struct date today,
	struct plan_progress *out, struct err *e)
{
	struct plan_progress x = { 0 };
	enum rc rc = plan_periods(a, p, &x.periods, &x.period_count, e);
	if (rc)
		return rc;
	x.cells = ARENA_ARRAY(a, struct plan_cell, p->task_count * x.period_count);
	x.tasks = ARENA_ARRAY(a, enum plan_state, p->task_count);
	for (size_t i = 0; !rc && i < x.period_count; i++) {
		struct figures f;
		rc = figures_load(d, a, &x.periods[i], FIGURE_FLOW, &f, e);
		for (size_t t = 0; !rc && t < p->task_count; t++)
			fill_cell(a, &x.cells[t * x.period_count + i], &p->tasks[t], &f, today);
	}
	for (size_t t = 0; !rc && t < p->task_count; t++)
		x.tasks[t] = plan_task_state(&p->tasks[t], &x.cells[t * x.period_count], &x, today);
	if (!rc)
		*out = x;
	return rc;
}
