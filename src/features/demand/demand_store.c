/* The SQL of demands. */
#include "features/demand/demand.h"

#include "core/record.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT q.id, q.version, q.sender, q.number, q.day, q.received, q.subject, q.asked, q.outline," \
	" q.manner, q.due, q.account_id, q.attachment_id, q.done_on, q.done_note, v.state, u.name" \
	" FROM demand q JOIN v_request v ON v.id = q.id LEFT JOIN account u ON u.id = q.account_id"
static const struct db_sql get = { COLUMNS " WHERE q.id = ?" };
static const struct db_sql all = { COLUMNS
	" ORDER BY CASE WHEN q.due = '' THEN 1 ELSE 0 END, q.due, q.id" };
static const struct db_sql add = {
	"INSERT INTO demand (sender, number, day, received, subject, asked, outline, manner, due,"
	" account_id, attachment_id, done_on, done_note, version)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), ?, ?, 1) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE demand SET sender = ?, number = ?, day = ?, received = ?, subject = ?, asked = ?,"
	" outline = ?, manner = ?, due = ?, account_id = NULLIF(?, 0), attachment_id = NULLIF(?, 0),"
	" done_on = ?, done_note = ?, version = version + 1 WHERE id = ?"
};
static const struct db_sql get_tasks = {
	"SELECT t.year, t.code, t.title, t.day_due,"
	" (SELECT COUNT(*) FROM v_activity a WHERE a.task_id = t.task_id)"
	" FROM demand_task x JOIN v_plan_task t ON t.task_id = x.task_id WHERE x.demand_id = ?"
	" ORDER BY t.year, t.position"
};
static const struct db_sql add_task = {
	"INSERT INTO demand_task (demand_id, task_id)"
	" SELECT CAST(? AS BIGINT), task_id FROM v_plan_task WHERE year = ? AND code = ?"
};

static struct demand from_row(struct db_rows *r)
{
	const char *name = db_text(r, 16);
	return (struct demand){ .id = db_int(r, 0),
		.version = db_int(r, 1),
		.sender = db_text(r, 2),
		.number = db_text(r, 3),
		.day = date_partial(db_text(r, 4)),
		.received = date_partial(db_text(r, 5)),
		.subject = db_text(r, 6),
		.asked = db_text(r, 7),
		.outline = db_text(r, 8),
		.manner = db_text(r, 9),
		.due = date_partial(db_text(r, 10)),
		.account = db_int(r, 11),
		.attachment = db_int(r, 12),
		.done_on = date_partial(db_text(r, 13)),
		.done_note = db_text(r, 14),
		.done = text_eq(db_text(r, 15), "done"),
		.responsible = name ? name : "" };
}

enum rc demand_get(struct db *d, struct arena *a, int64_t id, struct demand *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "demand", "Không có yêu cầu này.");
	if (rc)
		return rc;
	*out = from_row(r);
	db_rows_close(r);
	return RC_OK;
}

enum rc demand_list(struct db *d, struct arena *a, struct demands *out, struct err *e)
{
	struct demands list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct demand x = from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static enum rc write(
	struct db *d, struct arena *a, const struct demand *x, int64_t *id, struct err *e)
{
#define FIELDS \
	A(x->sender), A(x->number), A(date_iso(a, x->day)), A(date_iso(a, x->received)), \
		A(x->subject), A(x->asked), A(x->outline), A(x->manner), A(date_iso(a, x->due)), \
		A(x->account), A(x->attachment), A(date_iso(a, x->done_on)), A(x->done_note)
	*id = x->id;
	return x->id ? db_run(d, &change, DB_ARGS(FIELDS, A(x->id)), NULL, e)
		     : db_one_int(d, &add, DB_ARGS(FIELDS), id, e);
#undef FIELDS
}

enum rc demand_put(
	struct audit *t, struct arena *a, const struct demand *x, int64_t *id, struct err *e)
{
	struct demand held = { 0 };
	enum rc rc = x->id ? demand_get(t->db, a, x->id, &held, e) : RC_OK;
	struct audit_change c = { "demand", NULL, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id && !rc ? demand_record(a, &held) : NULL, demand_record(a, x) };
	int64_t now = x->id;
	if (!rc && !text_eq(c.before, c.after))
		rc = write(t->db, a, x, &now, e);
	if (rc)
		return rc;
	*id = now;
	c.object = arena_printf(a, "%lld", (long long)now);
	return text_eq(c.before, c.after) ? RC_OK : audit_add(t, &c, e);
}

enum rc demand_tasks(
	struct db *d, struct arena *a, int64_t demand, struct demand_tasks *out, struct err *e)
{
	struct demand_tasks list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_tasks, DB_ARGS(A(demand)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct demand_task x = { db_int(r, 0), db_text(r, 1), db_text(r, 2),
			date_partial(db_text(r, 3)), db_int(r, 4) };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc demand_add_task(struct audit *t, struct arena *a, int64_t demand,
	const struct demand_task *task, struct err *e)
{
	int64_t n = 0;
	enum rc rc =
		db_run(t->db, &add_task, DB_ARGS(A(demand), A(task->year), A(task->code)), &n, e);
	if (!rc && !n)
		return ERR(e, RC_NOTFOUND, "task", "Kế hoạch năm %lld không có nhiệm vụ %s.",
			(long long)task->year, task->code);
	struct buf b;
	record_begin(&b, a);
	record_int(&b, "year", task->year);
	record_text(&b, "code", task->code);
	record_text(&b, "title", task->title);
	struct audit_change c = { "demand", arena_printf(a, "%lld", (long long)demand), "task",
		NULL, record_end(&b) };
	return rc ? rc : audit_add(t, &c, e);
}
