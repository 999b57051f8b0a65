/* Reads what figures are made of, through the views of activity and plan. */
#include "features/figure/figure.h"

#include <stdlib.h>

#include "core/channel.h"
#include "core/quantity_sql.h"
#include "lib/base/text.h"

/* Of a period: what begins before its end and ends after its beginning. */
#define IN_PERIOD " WHERE day_from <= ? AND day_to >= ?"

static const struct db_sql get_records = {
	"SELECT id, code, day_from, day_to, channel, title, note, task_id, task FROM v_activity" IN_PERIOD
	" ORDER BY day_from, id"
};
static const struct db_sql get_quantities = {
	"SELECT activity_id, counted, unit, qualifier, value, value_max, value_of"
	" FROM v_activity_quantity" IN_PERIOD " ORDER BY day_from, activity_id, position"
};
static const struct db_sql get_places = { "SELECT activity_id, name FROM v_activity_place" IN_PERIOD
					  " ORDER BY day_from, activity_id, position" };
static const struct db_sql get_contents = {
	"SELECT activity_id, code FROM v_activity_content" IN_PERIOD
	" ORDER BY day_from, activity_id, position"
};
static const struct db_sql get_evidence = {
	"SELECT activity_id, reference FROM v_activity_evidence" IN_PERIOD
	" ORDER BY day_from, activity_id, position"
};
static const struct db_sql get_files = {
	"SELECT e.activity_id, e.attachment_id, e.reference,"
	" CASE WHEN f.thumb_hash IS NULL THEN 0 ELSE 1 END"
	" FROM v_activity_evidence e JOIN attachment f ON f.id = e.attachment_id" IN_PERIOD
	" ORDER BY e.day_from, e.activity_id, e.position"
};
static const struct db_sql get_planned = {
	"SELECT channel FROM v_plan_task WHERE year = ?"
	" UNION SELECT channel FROM v_plan_form WHERE year = ? ORDER BY 1"
};
static const struct db_sql get_targets = {
	"SELECT task_id, code, title, channel, period, unit, qualifier, value, value_max, value_of"
	" FROM v_plan_target WHERE year = ? ORDER BY task_position, position"
};

struct loading {
	struct db *d;
	struct arena *a;
	struct figures *f;
	struct err *e;
	size_t at; /* the record reached by a list in the records' own order */
};

static enum rc begin_list(struct loading *l, const struct db_sql *q, struct db_rows **r)
{
	l->at = 0;
	const char *from = date_iso(l->a, l->f->period.from), *to = date_iso(l->a, l->f->period.to);
	return db_query(l->d, l->a, q, DB_ARGS(A(to), A(from)), r, l->e);
}

static enum rc load_records(struct loading *l)
{
	struct db_rows *r;
	enum rc rc = begin_list(l, &get_records, &r);
	while (!rc && !(rc = db_next(r, l->e))) {
		struct record x = { .id = db_int(r, 0),
			.code = db_text(r, 1),
			.from = date_partial(db_text(r, 2)),
			.to = date_partial(db_text(r, 3)),
			.channel = db_text(r, 4),
			.title = db_text(r, 5),
			.note = db_text(r, 6),
			.task_id = db_int(r, 7),
			.task = db_text(r, 8) };
		ARENA_PUSH(l->a, &l->f->records, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Lists come in the same order as the records, so one walk serves. */
static struct record *record_of(struct loading *l, int64_t id)
{
	while (l->at < l->f->records.n && l->f->records.v[l->at].id != id)
		l->at++;
	return l->at < l->f->records.n ? &l->f->records.v[l->at] : NULL;
}

static enum rc load_quantities(struct loading *l)
{
	struct db_rows *r;
	enum rc rc = begin_list(l, &get_quantities, &r);
	while (!rc && !(rc = db_next(r, l->e))) {
		struct record *x = record_of(l, db_int(r, 0));
		struct quantity q = quantity_from_row(r, 2);
		q.counted = db_int(r, 1) != 0;
		if (x)
			ARENA_PUSH(l->a, &x->quantities, q);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_texts(struct loading *l, const struct db_sql *q, size_t offset)
{
	struct db_rows *r;
	enum rc rc = begin_list(l, q, &r);
	while (!rc && !(rc = db_next(r, l->e))) {
		struct record *x = record_of(l, db_int(r, 0));
		const char *text = db_text(r, 1);
		if (!x)
			continue;
		struct texts *list = (struct texts *)(void *)((char *)x + offset);
		ARENA_PUSH(l->a, list, text);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_files(struct loading *l)
{
	struct db_rows *r;
	enum rc rc = begin_list(l, &get_files, &r);
	while (!rc && !(rc = db_next(r, l->e))) {
		struct record *x = record_of(l, db_int(r, 0));
		struct record_file f = { db_int(r, 1), db_text(r, 2), db_int(r, 3) != 0 };
		if (x)
			ARENA_PUSH(l->a, &x->files, f);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

struct planned_list {
	struct planned *v;
	size_t n, cap;
};

static enum rc load_planned(struct loading *l, struct planned_list *out)
{
	struct db_rows *r;
	int64_t year = l->f->period.to.year;
	enum rc rc = db_query(l->d, l->a, &get_planned, DB_ARGS(A(year), A(year)), &r, l->e);
	while (!rc && !(rc = db_next(r, l->e))) {
		const struct channel *c = channel_by_code(db_text(r, 0));
		if (!c)
			continue;
		struct planned p = { c->code, c->unit };
		ARENA_PUSH(l->a, out, p);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* A target of the plan as it is stored, for some period. */
struct goal {
	int64_t task_id;
	struct target target;
	struct period period;
	bool exact; /* given for the very period that is asked for */
	bool used;
};

struct goals {
	struct goal *v;
	size_t n, cap;
};

static enum rc load_goals(struct loading *l, struct goals *out)
{
	struct db_rows *r;
	int64_t year = l->f->period.to.year;
	enum rc rc = db_query(l->d, l->a, &get_targets, DB_ARGS(A(year)), &r, l->e);
	while (!rc && !(rc = db_next(r, l->e))) {
		struct goal g = { .task_id = db_int(r, 0),
			.target = { .task = db_text(r, 1),
				.title = db_text(r, 2),
				.channel = db_text(r, 3),
				.wanted = quantity_from_row(r, 5) } };
		const char *token = db_text(r, 4);
		rc = period_parse(l->a, token, PERIOD_CALENDAR, &g.period, l->e);
		/* Quý I is quý I, whether counted by the calendar or by the CCHC window. */
		g.exact = text_eq(token, l->f->period.token) ||
			  text_eq(arena_printf(l->a, "%s-cchc", token), l->f->period.token);
		ARENA_PUSH(l->a, out, g);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static bool same_goal(const struct goal *x, const struct goal *y)
{
	return x->task_id == y->task_id && text_eq(x->target.wanted.unit, y->target.wanted.unit);
}

/* The goals of one task and unit that follow one another from the period's first day to its last,
 * joined: the year's target is the sum of its quarters' where no year's target is given. */
static bool join_goals(
	struct loading *l, const struct goals *list, const struct goal *first, struct target *out)
{
	const struct measure *m = measure_find(l->a, first->target.wanted.unit);
	struct date next = l->f->period.from;
	bool any = false, grown = true;
	while (grown && date_cmp(next, l->f->period.to) <= 0) {
		grown = false;
		for (size_t i = 0; i < list->n && !grown; i++) {
			const struct goal *g = &list->v[i];
			if (!same_goal(g, first) || date_cmp(g->period.from, next) ||
				date_cmp(g->period.to, l->f->period.to) > 0)
				continue;
			if (!any)
				*out = g->target;
			else if (!quantity_join(&out->wanted, &g->target.wanted,
					 m ? m->join : MEASURE_ADD))
				return false;
			any = grown = true;
			next = date_add_days(g->period.to, 1);
		}
	}
	return any && date_cmp(next, l->f->period.to) > 0;
}

static void add_target(struct loading *l, const struct goal *g, struct target t)
{
	struct figures *f = l->f;
	target_compute(f, g->task_id, &t);
	f->targets = arena_grow(
		l->a, f->targets, f->target_count * sizeof t, (f->target_count + 1) * sizeof t);
	f->targets[f->target_count++] = t;
}

static void choose_targets(struct loading *l, struct goals *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct goal *g = &list->v[i];
		if (g->used)
			continue;
		const struct goal *exact = NULL;
		for (size_t k = i; k < list->n; k++)
			if (same_goal(&list->v[k], g)) {
				list->v[k].used = true;
				if (list->v[k].exact)
					exact = &list->v[k];
			}
		struct target joined;
		if (exact)
			add_target(l, exact, exact->target);
		else if (join_goals(l, list, g, &joined))
			add_target(l, g, joined);
	}
}

static enum rc load_targets(struct loading *l, struct planned_list *planned)
{
	struct goals list = { 0 };
	enum rc rc = load_goals(l, &list);
	if (rc)
		return rc;
	for (size_t i = 0; i < list.n; i++)
		for (size_t k = 0; k < planned->n; k++)
			if (text_eq(planned->v[k].channel, list.v[i].target.channel))
				planned->v[k].unit = list.v[i].target.wanted.unit;
	choose_targets(l, &list);
	return RC_OK;
}

enum rc figures_load(struct db *d, struct arena *a, const struct period *p, enum figure_basis basis,
	struct figures *out, struct err *e)
{
	struct figures f = { .period = *p, .basis = basis };
	struct loading l = { .d = d, .a = a, .f = &f, .e = e };
	struct planned_list planned = { 0 };
	enum rc rc = load_records(&l);
	if (!rc)
		rc = load_quantities(&l);
	if (!rc)
		rc = load_texts(&l, &get_places, offsetof(struct record, places));
	if (!rc)
		rc = load_texts(&l, &get_contents, offsetof(struct record, contents));
	if (!rc)
		rc = load_texts(&l, &get_evidence, offsetof(struct record, evidence));
	if (!rc)
		rc = load_files(&l);
	if (!rc)
		rc = load_planned(&l, &planned);
	if (!rc)
		rc = load_targets(&l, &planned);
	if (rc)
		return rc;
	f.planned = planned.v;
	f.planned_n = planned.n;
	rc = figures_on(a, &f, basis, &f, e);
	if (rc)
		return rc;
	*out = f;
	return RC_OK;
}
