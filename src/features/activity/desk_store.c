/* Taps at the desk as rows. A person's taps of a day and subject are one activity, so that the list
 * of activities stays readable; each tap is a row of its own with its time, and a change in the
 * audit. */
#include "features/activity/entry.h"
#include "lib/base/text.h"

#define UNIT   "lượt hướng dẫn"
#define ASSIST "lượt hỗ trợ nộp hồ sơ"
/* Before the code of the procedure in a subject: a filing that somebody was helped with. */
#define ASSIST_SUBJECT "nop:"

/* What is counted: a person's taps of one day and subject. */
struct tally {
	const char *subject, *title, *unit;
};

static const struct db_sql find_day = {
	"SELECT activity_id FROM desk_day WHERE account_id = ? AND day = ? AND subject = ?"
};
static const struct db_sql put_day = {
	"INSERT INTO desk_day (account_id, day, subject, activity_id) VALUES (?, ?, ?, ?)"
};
static const struct db_sql put_tap = {
	"INSERT INTO desk_tap (activity_id, account_id, at) VALUES (?, ?, ?) RETURNING id"
};
static const struct db_sql find_tap = {
	"SELECT t.activity_id, t.undone_at, d.subject FROM desk_tap t JOIN desk_day d ON d.activity_id = t.activity_id"
	" WHERE t.id = ? AND t.account_id = ? AND d.day = ?"
};
static const struct db_sql undo_tap = { "UPDATE desk_tap SET undone_at = ? WHERE id = ?" };
/* What the activities say, which is what figures count: taps and corrections together. */
static const struct db_sql count_today = {
	"SELECT d.subject, q.value, (SELECT max(id) FROM desk_tap t WHERE t.activity_id = d.activity_id"
	" AND t.undone_at IS NULL) FROM desk_day d"
	" JOIN v_activity_quantity q ON q.activity_id = d.activity_id AND q.unit = '" UNIT "'"
	" WHERE d.account_id = ? AND d.day = ? ORDER BY d.subject"
};
static const struct db_sql count_assist = {
	"SELECT q.value FROM desk_day d JOIN v_activity_quantity q ON q.activity_id = d.activity_id"
	" AND q.unit = '" ASSIST "' WHERE d.account_id = ? AND d.day = ? AND d.subject = ?"
};
static const struct db_sql drop_taps = {
	"UPDATE desk_tap SET undone_at = ? WHERE activity_id = ? AND undone_at IS NULL"
};
static const struct db_sql tap_at = { "SELECT at FROM desk_tap WHERE id = ?" };

static const char *today(struct arena *a)
{
	return date_iso(a, date_today());
}

static const char *unit_of(const char *subject)
{
	return text_has_prefix(subject, ASSIST_SUBJECT) ? ASSIST : UNIT;
}

static struct quantity *count_of(struct web *w, struct activity *x, const char *unit)
{
	for (size_t i = 0; i < x->quantities.n; i++)
		if (text_eq(x->quantities.v[i].unit, unit))
			return &x->quantities.v[i];
	struct quantity q = { .unit = unit };
	ARENA_PUSH(w->a, &x->quantities, q);
	return &x->quantities.v[x->quantities.n - 1];
}

/* What stands there was perhaps corrected by hand: the tap adds to that. */
static void step(struct quantity *q, int64_t by)
{
	q->value = q->counted ? q->value + by : by;
	q->value = q->value > 0 ? q->value : 0;
	q->counted = true;
}

static enum rc add_activity(struct web *w, struct audit *t, const struct tally *s, int64_t *id)
{
	struct activity_offer_query q = { "desk", date_today().year, w->session->account, true };
	struct activity_offer o;
	enum rc rc = activity_offer_load(w, &q, &o);
	if (rc)
		return rc;
	struct activity x = { .code = "",
		.from = date_today(),
		.channel = "desk",
		.title = s->title,
		.task = o.task,
		.note = "",
		.account = w->session->account };
	step(count_of(w, &x, s->unit), QUANTITY_ONE);
	if (*x.task)
		rc = activity_task_contents(w->db, w->a, x.from.year, x.task, &x.contents, &w->e);
	if (!rc)
		rc = activity_add(t, w->a, &x, id, &w->e);
	return rc ? rc
		  : db_run(w->db, &put_day,
			    DB_ARGS(A(x.account), A(today(w->a)), A(s->subject), A(*id)), NULL,
			    &w->e);
}

/* A step up or down: the unit says of what. */
static enum rc change(struct web *w, struct audit *t, int64_t id, const struct quantity *by)
{
	struct activity x;
	enum rc rc = activity_get(w->db, w->a, id, &x, &w->e);
	if (rc)
		return rc;
	struct quantity *q = count_of(w, &x, by->unit);
	if (x.removed && by->value > 0) { /* it begins anew */
		rc = db_run(w->db, &drop_taps, DB_ARGS(A(w->now), A(id)), NULL, &w->e);
		if (!rc)
			rc = activity_set_removed(t, w->a, id, false, &w->e);
		if (!rc)
			rc = activity_get(w->db, w->a, id, &x, &w->e);
		q = count_of(w, &x, by->unit);
		*q = (struct quantity){ .unit = by->unit };
	}
	step(q, by->value);
	if (!rc && !x.removed)
		rc = activity_change(t, w->a, &x, &w->e);
	if (!rc && !x.removed && !q->value)
		rc = activity_set_removed(t, w->a, id, true, &w->e);
	return rc;
}

static enum rc add_tap(struct web *w, const struct tally *s, int64_t *id)
{
	const struct quantity one = { .unit = s->unit, .value = QUANTITY_ONE };
	int64_t activity = 0, account = w->session->account;
	struct audit t;
	enum rc rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = db_one_int(w->db, &find_day, DB_ARGS(A(account), A(today(w->a)), A(s->subject)),
		&activity, &w->e);
	if (rc == RC_NOTFOUND)
		rc = add_activity(w, &t, s, &activity);
	else if (!rc)
		rc = change(w, &t, activity, &one);
	return rc ? rc
		  : db_one_int(w->db, &put_tap, DB_ARGS(A(activity), A(account), A(w->now)), id,
			    &w->e);
}

enum rc desk_tap_add(struct web *w, const char *subject, int64_t *id)
{
	const struct desk_subject *s = desk_subject(subject);
	const char *title = entry_inputs("desk")->title;
	if (!s)
		return ERR(&w->e, RC_INVALID, "linh-vuc", "Không có lĩnh vực này.");
	if (*s->code)
		title = arena_printf(w->a, "%s: %s", title, s->name);
	return add_tap(w, &(struct tally){ s->code, title, UNIT }, id);
}

enum rc desk_assist_add(struct web *w, const char *code, const char *name, int64_t *id)
{
	const struct tally s = { arena_printf(w->a, ASSIST_SUBJECT "%s", code),
		arena_printf(w->a, "Hỗ trợ nộp hồ sơ: %s (%s)", name, code), ASSIST };
	return add_tap(w, &s, id);
}

enum rc desk_assist_today(struct web *w, const char *code, int64_t *out)
{
	enum rc rc = db_one_int(w->db, &count_assist,
		DB_ARGS(A(w->session->account), A(today(w->a)),
			A(arena_printf(w->a, ASSIST_SUBJECT "%s", code))),
		out, &w->e);
	if (rc == RC_NOTFOUND)
		*out = 0;
	else if (!rc)
		*out /= QUANTITY_ONE;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc desk_tap_undo(struct web *w, int64_t id)
{
	struct db_rows *r;
	struct audit t;
	enum rc rc = db_query(w->db, w->a, &find_tap,
		DB_ARGS(A(id), A(w->session->account), A(today(w->a))), &r, &w->e);
	if (!rc)
		rc = db_next(r, &w->e);
	if (rc == RC_NOTFOUND)
		return ERR(&w->e, RC_NOTFOUND, "tap",
			"Không có lượt này trong hôm nay; lượt của hôm trước thì sửa ở trang hoạt động.");
	if (rc)
		return rc;
	int64_t activity = db_int(r, 0);
	bool undone = !db_is_null(r, 1);
	const struct quantity one = { .unit = unit_of(db_text(r, 2)), .value = -QUANTITY_ONE };
	db_rows_close(r);
	if (undone)
		return ERR(&w->e, RC_CONFLICT, "tap", "Lượt này đã được bỏ trước đó.");
	rc = web_audit(w, &t);
	if (!rc)
		rc = db_run(w->db, &undo_tap, DB_ARGS(A(w->now), A(id)), NULL, &w->e);
	return rc ? rc : change(w, &t, activity, &one);
}

enum rc desk_today_load(struct web *w, struct desk_today *out)
{
	struct db_rows *r;
	struct desk_today x = { 0 };
	enum rc rc = db_query(w->db, w->a, &count_today,
		DB_ARGS(A(w->session->account), A(today(w->a))), &r, &w->e);
	while (!rc && !(rc = db_next(r, &w->e))) {
		const struct desk_subject *s = desk_subject(db_text(r, 0));
		struct desk_count c = { s ? s->name : db_text(r, 0), db_int(r, 1) / QUANTITY_ONE };
		ARENA_PUSH(w->a, &x, c);
		x.all += c.taps;
		if (db_int(r, 2) > x.last) {
			x.last = db_int(r, 2);
			x.last_name = c.name;
		}
	}
	if (rc == RC_NOTFOUND)
		rc = RC_OK;
	if (!rc && x.last)
		rc = db_one_int(w->db, &tap_at, DB_ARGS(A(x.last)), &x.last_at, &w->e);
	if (!rc)
		*out = x;
	return rc;
}
