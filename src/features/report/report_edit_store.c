/* What is read for writing a report. */
#include "features/report/report_edit.h"

#include "core/user.h"
#include "lib/base/text.h"

static const struct db_sql first_day = {
	"SELECT day_from FROM v_activity ORDER BY day_from LIMIT 1"
};
static const struct db_sql get_outlines = {
	"SELECT id, sender, number, title, outline FROM v_request_outline ORDER BY id DESC LIMIT 20"
};
static const struct db_sql done_tasks = {
	"SELECT DISTINCT t.code FROM v_plan_task t JOIN v_activity a ON a.task_id = t.task_id"
	" WHERE t.year = ? AND a.day_from <= ?"
};

enum rc report_given_all(struct db *d, struct arena *a, struct report_givens *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_outlines, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct report_given x = { db_int(r, 0), db_text(r, 1), db_text(r, 2), db_text(r, 3),
			db_text(r, 4) };
		ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc report_way(struct db *d, struct arena *a, int64_t id, struct doc_way *out, struct err *e)
{
	return doc_way(d, a, arena_printf(a, "report/%lld", (long long)id), out, e);
}

enum rc report_changed_by(
	struct db *d, struct arena *a, int64_t id, const char **by, int64_t *at, struct err *e)
{
	struct audit_rows rows = { 0 };
	struct user u;
	struct err none;
	const struct audit_query q = {
		.kind = "report", .object = arena_printf(a, "%lld", (long long)id), .limit = 1
	};
	enum rc rc = audit_find(d, a, &q, &rows, e);
	*by = NULL;
	if (rc || !rows.n)
		return rc;
	err_init(&none, a);
	*at = rows.v[0].at;
	*by = rows.v[0].by.name;
	rc = user_find(d, a, *by, &u, &none);
	if (!rc)
		*by = u.name;
	return rc == RC_NOTFOUND || rc == RC_INVALID ? RC_OK : rc;
}

static enum rc load_done(
	struct db *d, struct arena *a, const struct period *p, struct texts *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc =
		db_query(d, a, &done_tasks, DB_ARGS(A(p->to.year), A(date_iso(a, p->to))), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *code = db_text(r, 0);
		ARENA_PUSH(a, out, code);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_since(struct db *d, struct arena *a, struct date *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &first_day, DB_NONE, &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc)
		*out = date_partial(db_text(r, 0));
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_next_plan(struct db *d, struct arena *a, const struct report_made *m,
	const struct period *next, const struct plan **out, struct err *e)
{
	struct plan *plan = NULL;
	struct err none;
	err_init(&none, a);
	*out = m->plan;
	if (m->plan && m->plan->year == next->to.year)
		return RC_OK;
	enum rc rc = plan_load(d, a, next->to.year, &plan, &none);
	if (rc && rc != RC_NOTFOUND)
		return ERR(e, rc, NULL, "%s", none.message);
	*out = rc ? NULL : plan;
	return RC_OK;
}

enum rc report_proposals(struct db *d, struct arena *a, const struct report *r,
	const struct report_made *m, const struct figures *before, struct proposals *out,
	struct err *e)
{
	struct report_facts f = { .now = &m->flow,
		.before = before,
		.plan = m->plan,
		.next = period_next(a, &r->period),
		.today = date_today(),
		.body = r->body };
	enum rc rc = load_since(d, a, &f.since, e);
	if (!rc)
		rc = load_done(d, a, &r->period, &f.done, e);
	if (!rc)
		rc = load_next_plan(d, a, m, &f.next, &f.next_plan, e);
	if (!rc)
		report_propose(a, &f, out);
	return rc;
}
