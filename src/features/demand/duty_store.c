/* The SQL of duties to report, and of the regular ones. */
#include "features/demand/demand.h"

#include "lib/base/text.h"

#define DUTY_COLUMNS \
	"SELECT d.id, d.version, d.demand_id, d.title, d.kind, d.period, d.receiver, d.due, d.account_id," \
	" d.done_on, d.done_note, v.state, v.report_id, v.report_number, u.name FROM report_duty d" \
	" JOIN v_report_duty v ON v.id = d.id LEFT JOIN account u ON u.id = d.account_id"
#define DUTY_ORDER " ORDER BY CASE WHEN d.due = '' THEN 1 ELSE 0 END, d.due, d.id"
static const struct db_sql get = { DUTY_COLUMNS " WHERE d.id = ?" };
static const struct db_sql all = { DUTY_COLUMNS DUTY_ORDER };
static const struct db_sql of_demand = { DUTY_COLUMNS " WHERE d.demand_id = ?" DUTY_ORDER };
static const struct db_sql same = {
	"SELECT id FROM report_duty WHERE kind = ? AND period = ? AND receiver = ? AND id <> ?"
};
static const struct db_sql add = {
	"INSERT INTO report_duty (demand_id, title, kind, period, receiver, due, account_id, done_on,"
	" done_note, version) VALUES (NULLIF(?, 0), ?, ?, ?, ?, ?, NULLIF(?, 0), ?, ?, 1) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE report_duty SET demand_id = NULLIF(?, 0), title = ?, kind = ?, period = ?, receiver = ?,"
	" due = ?, account_id = NULLIF(?, 0), done_on = ?, done_note = ?, version = version + 1"
	" WHERE id = ?"
};
static const struct db_sql drop = { "DELETE FROM report_duty WHERE id = ?" };

#define SCHEDULE_COLUMNS \
	"SELECT id, version, kind, span, receiver, days, source, account_id FROM report_schedule"
static const struct db_sql schedule_by_id = { SCHEDULE_COLUMNS " WHERE id = ?" };
static const struct db_sql all_schedules = { SCHEDULE_COLUMNS " ORDER BY kind, span, receiver" };
static const struct db_sql same_schedule = {
	"SELECT id FROM report_schedule WHERE kind = ? AND span = ? AND receiver = ? AND id <> ?"
};
static const struct db_sql add_schedule = {
	"INSERT INTO report_schedule (kind, span, receiver, days, source, account_id, version)"
	" VALUES (?, ?, ?, ?, ?, NULLIF(?, 0), 1) RETURNING id"
};
static const struct db_sql change_schedule = {
	"UPDATE report_schedule SET kind = ?, span = ?, receiver = ?, days = ?, source = ?,"
	" account_id = NULLIF(?, 0), version = version + 1 WHERE id = ?"
};
static const struct db_sql drop_schedule = { "DELETE FROM report_schedule WHERE id = ?" };

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static struct duty duty_from_row(struct db_rows *r)
{
	return (struct duty){ .id = db_int(r, 0),
		.version = db_int(r, 1),
		.demand = db_int(r, 2),
		.title = db_text(r, 3),
		.kind = db_text(r, 4),
		.period = db_text(r, 5),
		.receiver = db_text(r, 6),
		.due = date_partial(db_text(r, 7)),
		.account = db_int(r, 8),
		.done_on = date_partial(db_text(r, 9)),
		.done_note = db_text(r, 10),
		.done = text_eq(db_text(r, 11), "done"),
		.report = db_int(r, 12),
		.report_number = or_empty(db_text(r, 13)),
		.responsible = or_empty(db_text(r, 14)) };
}

enum rc duty_get(struct db *d, struct arena *a, int64_t id, struct duty *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "duty", "Không có nghĩa vụ báo cáo này.");
	if (rc)
		return rc;
	*out = duty_from_row(r);
	db_rows_close(r);
	return RC_OK;
}

enum rc duty_list(struct db *d, struct arena *a, int64_t demand, struct duties *out, struct err *e)
{
	struct duties list = { 0 };
	struct db_rows *r;
	enum rc rc = demand ? db_query(d, a, &of_demand, DB_ARGS(A(demand)), &r, e)
			    : db_query(d, a, &all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct duty x = duty_from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static enum rc write(
	struct db *d, struct arena *a, const struct duty *x, int64_t *id, struct err *e)
{
#define FIELDS \
	A(x->demand), A(x->title), A(x->kind), A(x->period), A(x->receiver), \
		A(date_iso(a, x->due)), A(x->account), A(date_iso(a, x->done_on)), A(x->done_note)
	*id = x->id;
	return x->id ? db_run(d, &change, DB_ARGS(FIELDS, A(x->id)), NULL, e)
		     : db_one_int(d, &add, DB_ARGS(FIELDS), id, e);
#undef FIELDS
}

enum rc duty_put(struct audit *t, struct arena *a, const struct duty *x, int64_t *id, struct err *e)
{
	struct duty held = { 0 };
	int64_t other = 0, now = x->id;
	enum rc rc = db_one_int(t->db, &same,
		DB_ARGS(A(x->kind), A(x->period), A(x->receiver), A(x->id)), &other, e);
	if (!rc)
		return ERR(e, RC_CONFLICT, "duty",
			"Đã có nghĩa vụ báo cáo cho loại, kỳ và nơi nhận này.");
	if (rc == RC_NOTFOUND)
		rc = x->id ? duty_get(t->db, a, x->id, &held, e) : RC_OK;
	struct audit_change c = { "report_duty", NULL, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id && !rc ? duty_record(a, &held) : NULL, duty_record(a, x) };
	if (!rc && !text_eq(c.before, c.after))
		rc = write(t->db, a, x, &now, e);
	if (rc)
		return rc;
	*id = now;
	c.object = arena_printf(a, "%lld", (long long)now);
	return text_eq(c.before, c.after) ? RC_OK : audit_add(t, &c, e);
}

enum rc duty_drop(struct audit *t, struct arena *a, const struct duty *x, struct err *e)
{
	struct audit_change c = { "report_duty", arena_printf(a, "%lld", (long long)x->id),
		AUDIT_REMOVE, duty_record(a, x), NULL };
	enum rc rc = db_run(t->db, &drop, DB_ARGS(A(x->id)), NULL, e);
	return rc ? rc : audit_add(t, &c, e);
}

static struct schedule schedule_from_row(struct db_rows *r)
{
	return (struct schedule){ .id = db_int(r, 0),
		.version = db_int(r, 1),
		.kind = db_text(r, 2),
		.span = db_text(r, 3),
		.receiver = db_text(r, 4),
		.days = db_int(r, 5),
		.source = db_text(r, 6),
		.account = db_int(r, 7) };
}

enum rc schedule_get(struct db *d, struct arena *a, int64_t id, struct schedule *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &schedule_by_id, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "schedule", "Không có báo cáo thường kỳ này.");
	if (rc)
		return rc;
	*out = schedule_from_row(r);
	db_rows_close(r);
	return RC_OK;
}

enum rc schedule_list(struct db *d, struct arena *a, struct schedules *out, struct err *e)
{
	struct schedules list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all_schedules, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct schedule x = schedule_from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc schedule_put(
	struct audit *t, struct arena *a, const struct schedule *x, int64_t *id, struct err *e)
{
	struct schedule held = { 0 };
	int64_t other = 0, now = x->id;
	enum rc rc = db_one_int(t->db, &same_schedule,
		DB_ARGS(A(x->kind), A(x->span), A(x->receiver), A(x->id)), &other, e);
	if (!rc)
		return ERR(e, RC_CONFLICT, "schedule",
			"Đã có báo cáo thường kỳ cho loại, kỳ và nơi nhận này.");
	if (rc == RC_NOTFOUND)
		rc = x->id ? schedule_get(t->db, a, x->id, &held, e) : RC_OK;
	struct audit_change c = { "report_schedule", NULL, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id && !rc ? schedule_record(a, &held) : NULL, schedule_record(a, x) };
	if (!rc && text_eq(c.before, c.after)) {
		*id = now;
		return RC_OK;
	}
#define FIELDS A(x->kind), A(x->span), A(x->receiver), A(x->days), A(x->source), A(x->account)
	if (!rc)
		rc = x->id ? db_run(t->db, &change_schedule, DB_ARGS(FIELDS, A(x->id)), NULL, e)
			   : db_one_int(t->db, &add_schedule, DB_ARGS(FIELDS), &now, e);
#undef FIELDS
	if (rc)
		return rc;
	*id = now;
	c.object = arena_printf(a, "%lld", (long long)now);
	return audit_add(t, &c, e);
}

enum rc schedule_drop(struct audit *t, struct arena *a, const struct schedule *x, struct err *e)
{
	struct audit_change c = { "report_schedule", arena_printf(a, "%lld", (long long)x->id),
		AUDIT_REMOVE, schedule_record(a, x), NULL };
	enum rc rc = db_run(t->db, &drop_schedule, DB_ARGS(A(x->id)), NULL, e);
	return rc ? rc : audit_add(t, &c, e);
}

enum rc schedule_apply(struct audit *t, struct arena *a, int64_t year, size_t *made, struct err *e)
{
	struct schedules list;
	size_t n = 0;
	enum rc rc = schedule_list(t->db, a, &list, e);
	for (size_t i = 0; !rc && i < list.n; i++) {
		struct duty x;
		int64_t id = 0;
		rc = duty_of_schedule(a, &list.v[i], year, &x, e);
		if (rc)
			break;
		enum rc known = db_one_int(t->db, &same,
			DB_ARGS(A(x.kind), A(x.period), A(x.receiver), A((int64_t)0)), &id, e);
		if (known == RC_NOTFOUND) {
			rc = duty_put(t, a, &x, &id, e);
			n += !rc;
		} else {
			rc = known;
		}
	}
	if (!rc)
		*made = n;
	return rc;
}
