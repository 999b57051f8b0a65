#include <stdlib.h>

#include "core/channel.h"
#include "core/quantity_sql.h"
#include "features/today/today_int.h"
#include "lib/base/text.h"

static const struct db_sql get_tasks = {
	"SELECT task_id, year, code, title, lead, day_due FROM v_plan_task WHERE year >= ? AND year <= ?"
	" ORDER BY year, position"
};
static const struct db_sql get_targets = {
	"SELECT task_id, period, unit, qualifier, value, value_max, value_of FROM v_plan_target"
	" WHERE year >= ? AND year <= ? ORDER BY year, task_position, position"
};
#define OPEN_DUTIES(view) \
	"SELECT v.title, v.href, v.due, u.name FROM " view \
	" v LEFT JOIN account u ON u.id = v.account_id" \
	" WHERE v.state = 'open' AND v.due <> '' AND v.due <= ? ORDER BY v.due, v.id LIMIT 50"
static const struct db_sql get_reports = { OPEN_DUTIES("v_report_duty") };
static const struct db_sql get_requests = { OPEN_DUTIES("v_request") };
static const struct db_sql get_reviews = { OPEN_DUTIES("v_news_review") };
static const struct db_sql get_checks = { OPEN_DUTIES("v_posting_due") };
static const struct db_sql has_activity = {
	"SELECT CASE WHEN EXISTS (SELECT 1 FROM v_activity WHERE task_id = ?) THEN 1 ELSE 0 END"
};
/* Equal numbers together: of many thousand activities few differ. */
static const struct db_sql get_reached = {
	"SELECT q.unit, q.qualifier, q.value, q.value_max, q.value_of, count(*)"
	" FROM v_activity a JOIN v_activity_quantity q ON q.activity_id = a.id"
	" WHERE a.task_id = ? AND a.day_from >= ? AND a.day_from <= ? AND q.counted = 1 AND q.unit = ?"
	" GROUP BY q.unit, q.qualifier, q.value, q.value_max, q.value_of"
	" ORDER BY q.qualifier, q.value, q.value_max, q.value_of"
};
static const struct db_sql get_planned = {
	"SELECT channel FROM v_plan_task WHERE year = ?"
	" UNION SELECT channel FROM v_plan_form WHERE year = ? ORDER BY 1"
};
/* Ends at the first number: where the channel is in use that is at once. */
static const struct db_sql has_number = {
	"SELECT 1 FROM v_activity a JOIN v_activity_quantity q ON q.activity_id = a.id"
	" WHERE a.channel = ? AND a.day_from >= ? AND a.day_from <= ? AND q.counted = 1 LIMIT 1"
};
static const struct db_sql count_activities = {
	"SELECT count(*) FROM v_activity WHERE channel = ? AND day_from >= ? AND day_from <= ?"
};
static const struct db_sql get_documents = {
	"SELECT subject, state, state_label, permission, href, waiting_since, author_id FROM"
	" (SELECT subject, state, state_label, permission, href, waiting_since, author_id FROM v_dispatch"
	" WHERE permission IS NOT NULL UNION ALL SELECT title, 'approval', state_label, permission, href,"
	" waiting_since, author_id FROM v_news WHERE state = 'submitted') x"
	" ORDER BY waiting_since, href LIMIT 200"
};
static const struct db_sql get_own = {
	"SELECT id, title, channel, day_from FROM v_activity WHERE account_id = ?"
	" ORDER BY created_at DESC, id DESC LIMIT ?"
};

/* --- tasks --- */

struct years {
	int64_t first, last;
};

static enum rc load_list(
	struct db *d, struct arena *a, struct years y, struct today_tasks *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_tasks, DB_ARGS(A(y.first), A(y.last)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *lead = db_text(r, 4);
		struct today_task t = { .id = db_int(r, 0),
			.year = db_int(r, 1),
			.code = db_text(r, 2),
			.title = db_text(r, 3),
			.lead = lead ? lead : "",
			.due = date_partial(db_text(r, 5)) };
		ARENA_PUSH(a, out, t);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Targets come in the order of the tasks. */
static enum rc add_targets(
	struct db *d, struct arena *a, struct years y, struct today_tasks *list, struct err *e)
{
	struct db_rows *r;
	size_t at = 0;
	enum rc rc = db_query(d, a, &get_targets, DB_ARGS(A(y.first), A(y.last)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct today_target g = { .wanted = quantity_from_row(r, 2) };
		int64_t id = db_int(r, 0);
		rc = period_parse(a, db_text(r, 1), PERIOD_CALENDAR, &g.period, e);
		while (at < list->n && list->v[at].id != id)
			at++;
		if (!rc && at < list->n)
			ARENA_PUSH(a, &list->v[at].targets, g);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* So many times the same number. False: too large to be held. */
static bool join_many(struct quantity *sum, const struct quantity *q, int64_t times,
	enum measure_join join, bool any)
{
	int64_t i = any ? 0 : 1;
	if (!any)
		*sum = *q;
	for (; i < times && (join == MEASURE_ADD || !i); i++)
		if (!quantity_join(sum, q, join))
			return false;
	return true;
}

static enum rc count_target(
	struct db *d, struct arena *a, int64_t task, struct today_target *g, struct err *e)
{
	struct db_rows *r;
	const struct measure *m = measure_find(a, g->wanted.unit);
	const char *from = date_iso(a, g->period.from), *to = date_iso(a, g->period.to);
	enum rc rc = db_query(
		d, a, &get_reached, DB_ARGS(A(task), A(from), A(to), A(g->wanted.unit)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct quantity q = quantity_from_row(r, 0);
		if (!join_many(
			    &g->reached, &q, db_int(r, 5), m ? m->join : MEASURE_ADD, g->counted))
			break; /* more than can be held is more than was wanted */
		g->counted = true;
	}
	if (rc && rc != RC_NOTFOUND)
		return rc;
	g->met = g->counted && quantity_reaches(&g->reached, &g->wanted);
	return RC_OK;
}

static enum rc count_task(struct db *d, struct arena *a, struct today_task *t, struct err *e)
{
	int64_t begun = 0;
	enum rc rc = db_one_int(d, &has_activity, DB_ARGS(A(t->id)), &begun, e);
	for (size_t i = 0; !rc && i < t->targets.n; i++)
		rc = count_target(d, a, t->id, &t->targets.v[i], e);
	t->begun = begun != 0;
	return rc;
}

/* What was due longest ago first; without a day behind those with one. */
static int by_due(const void *p, const void *q)
{
	const struct today_task *x = p, *y = q;
	bool none_x = date_none(x->due), none_y = date_none(y->due);
	int c = none_x || none_y ? none_x - none_y : date_cmp(x->due, y->due);
	return c ? c : (x->id > y->id) - (x->id < y->id);
}

enum rc today_load_tasks(
	struct db *d, struct arena *a, struct date today, struct today_tasks *out, struct err *e)
{
	struct today_tasks all = { 0 }, chosen = { 0 };
	/* In January last year's plan still asks for its end; later its report has been written. */
	struct years y = { today.month == 1 ? today.year - 1 : today.year,
		date_add_days(today, TODAY_AHEAD).year };
	enum rc rc = load_list(d, a, y, &all, e);
	if (!rc)
		rc = add_targets(d, a, y, &all, e);
	for (size_t i = 0; !rc && i < all.n; i++) {
		struct today_task *t = &all.v[i];
		if (!today_task_matters(t, today))
			continue;
		rc = count_task(d, a, t, e);
		if (!rc && today_task_state(t, today) != TODAY_QUIET)
			ARENA_PUSH(a, &chosen, *t);
	}
	if (rc)
		return rc;
	if (chosen.n)
		qsort(chosen.v, chosen.n, sizeof *chosen.v, by_due);
	*out = chosen;
	return RC_OK;
}

/* --- what is owed upward --- */

static enum rc load_duties(struct db *d, struct arena *a, const struct db_sql *q, const char *until,
	const char *what, struct today_duties *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, q, DB_ARGS(A(until)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct today_duty x = { .title = db_text(r, 0),
			.href = db_text(r, 1),
			.what = what,
			.person = db_text(r, 3),
			.due = date_partial(db_text(r, 2)) };
		ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc today_load_duties(
	struct db *d, struct arena *a, struct date today, struct today_duties *out, struct err *e)
{
	struct today_duties list = { 0 };
	const char *until = date_iso(a, date_add_days(today, TODAY_AHEAD));
	enum rc rc = load_duties(d, a, &get_reports, until, "Báo cáo phải nộp.", &list, e);
	if (!rc)
		rc = load_duties(d, a, &get_requests, until, "Yêu cầu của cấp trên.", &list, e);
	if (!rc)
		*out = list;
	return rc;
}

enum rc today_load_reviews(
	struct db *d, struct arena *a, struct date today, struct today_duties *out, struct err *e)
{
	const char *until = date_iso(a, date_add_days(today, TODAY_AHEAD));
	*out = (struct today_duties){ 0 };
	return load_duties(d, a, &get_reviews, until, "Rà soát lại tin, bài đã đăng.", out, e);
}

enum rc today_load_checks(
	struct db *d, struct arena *a, struct date today, struct today_duties *out, struct err *e)
{
	const char *until = date_iso(a, date_add_days(today, TODAY_AHEAD));
	*out = (struct today_duties){ 0 };
	return load_duties(d, a, &get_checks, until, "Kiểm tra lại nơi niêm yết.", out, e);
}

/* --- channels --- */

/* Adds the channel where it has no number in the period. */
static enum rc add_silent(struct db *d, struct arena *a, const struct period *p,
	const char *channel, struct today_channels *list, struct err *e)
{
	struct today_channel c = { .channel = channel };
	const char *from = date_iso(a, p->from), *to = date_iso(a, p->to);
	int64_t unused = 0;
	enum rc rc = db_one_int(d, &has_number, DB_ARGS(A(channel), A(from), A(to)), &unused, e);
	if (rc != RC_NOTFOUND)
		return rc;
	rc = db_one_int(
		d, &count_activities, DB_ARGS(A(channel), A(from), A(to)), &c.activities, e);
	if (!rc)
		ARENA_PUSH(a, list, c);
	return rc;
}

enum rc today_load_channels(struct db *d, struct arena *a, const struct period *p,
	struct today_channels *out, bool *planned, struct err *e)
{
	struct today_channels list = { 0 };
	struct db_rows *r;
	int64_t year = p->to.year;
	bool any = false;
	enum rc rc = db_query(d, a, &get_planned, DB_ARGS(A(year), A(year)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *channel = db_text(r, 0);
		any = true;
		if (channel_by_code(channel))
			rc = add_silent(d, a, p, channel, &list, e);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	*planned = any;
	return RC_OK;
}

/* --- documents, and one's own entries --- */

enum rc today_load_documents(
	struct db *d, struct arena *a, struct today_documents *out, struct err *e)
{
	struct today_documents list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_documents, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct today_document x = { db_text(r, 0), db_text(r, 1), db_text(r, 2),
			db_text(r, 3), db_text(r, 4), db_int(r, 5), db_int(r, 6) };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc today_load_own(
	struct db *d, struct arena *a, int64_t account, struct today_entries *out, struct err *e)
{
	struct today_entries list = { 0 };
	struct db_rows *r;
	int64_t limit = TODAY_OWN;
	enum rc rc = db_query(d, a, &get_own, DB_ARGS(A(account), A(limit)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct today_entry x = { db_int(r, 0), db_text(r, 1), db_text(r, 2),
			date_partial(db_text(r, 3)) };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}
