/* The way's SQL. */
#include "core/record.h"
#include "core/token.h"
#include "features/dispatch/dispatch_int.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT id, origin, subject, state, since, version, author_id, frozen_id," \
	" CASE WHEN EXISTS (SELECT 1 FROM dispatch_step s WHERE s.dispatch_id = dispatch.id" \
	" AND s.action = 'cong-khai-ngoai') THEN 1 ELSE 0 END FROM dispatch"
static const struct db_sql by_origin = { COLUMNS " WHERE origin = ?" };
static const struct db_sql by_id = { COLUMNS " WHERE id = ?" };
static const struct db_sql all = { COLUMNS " ORDER BY since DESC, id DESC" };
static const struct db_sql all_published = { COLUMNS
	" WHERE state = 'published' ORDER BY since DESC, id DESC" };
static const struct db_sql add = {
	"INSERT INTO dispatch (origin, subject, state, since, version, author_id)"
	" VALUES (?, ?, 'draft', ?, 0, ?) ON CONFLICT (origin) DO NOTHING"
};
static const struct db_sql move = {
	"UPDATE dispatch SET subject = ?, state = ?, since = ?, version = version + 1, author_id = ?,"
	" frozen_id = ? WHERE id = ? AND version = ?"
};
static const struct db_sql touch = {
	"UPDATE dispatch SET version = version + 1 WHERE id = ? AND version = ?"
};
static const struct db_sql add_step = {
	"INSERT INTO dispatch_step (dispatch_id, action, from_state, to_state, at, account_id,"
	" account_name, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
};
static const struct db_sql steps = {
	"SELECT action, account_name, note, from_state, to_state, at, account_id FROM dispatch_step"
	" WHERE dispatch_id = ? ORDER BY id"
};
static const struct db_sql add_frozen = {
	"INSERT INTO dispatch_frozen (dispatch_id, at, content, hash) VALUES (?, ?, ?, ?) RETURNING id"
};
static const struct db_sql get_frozen = {
	"SELECT at, hash, content FROM dispatch_frozen WHERE id = ?"
};
static const struct db_sql get_signed = {
	"SELECT s.id, s.attachment_id, s.at, a.name, s.findings, s.sound, s.statement"
	" FROM dispatch_signed s LEFT JOIN account a ON a.id = s.account_id"
	" WHERE s.dispatch_id = ? AND s.frozen_id = ? AND s.replaced = 0 ORDER BY s.id DESC LIMIT 1"
};
static const struct db_sql replace_signed = {
	"UPDATE dispatch_signed SET replaced = 1 WHERE dispatch_id = ? AND replaced = 0"
};
static const struct db_sql put_signed = {
	"INSERT INTO dispatch_signed (dispatch_id, frozen_id, attachment_id, at, account_id, findings,"
	" sound, statement, replaced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)"
};

static void from_row(struct db_rows *r, struct dispatch *out)
{
	*out = (struct dispatch){ .id = db_int(r, 0),
		.origin = db_text(r, 1),
		.subject = db_text(r, 2),
		.since = db_int(r, 4),
		.version = db_int(r, 5),
		.author = db_int(r, 6),
		.frozen_id = db_is_null(r, 7) ? 0 : db_int(r, 7),
		.outside = db_int(r, 8) != 0 };
	if (!dispatch_state_find(db_text(r, 3), &out->state))
		die("dispatch %lld: trạng thái %s", (long long)out->id, db_text(r, 3));
}

static enum rc get(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	struct dispatch *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, q, args, &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc)
		from_row(r, out);
	return rc;
}

enum rc dispatch_get(
	struct db *d, struct arena *a, const char *origin, struct dispatch *out, struct err *e)
{
	enum rc rc = get(d, a, &by_origin, DB_ARGS(A(origin)), out, e);
	if (rc != RC_NOTFOUND)
		return rc;
	*out = (struct dispatch){ .origin = origin, .subject = "" };
	return RC_OK;
}

enum rc dispatch_by_id(
	struct db *d, struct arena *a, int64_t id, struct dispatch *out, struct err *e)
{
	enum rc rc = get(d, a, &by_id, DB_ARGS(A(id)), out, e);
	return rc == RC_NOTFOUND ? ERR(e, RC_NOTFOUND, "dispatch", "Không có văn bản này.") : rc;
}

enum rc dispatch_all(
	struct db *d, struct arena *a, bool published, struct dispatches *out, struct err *e)
{
	struct dispatches list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, published ? &all_published : &all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct dispatch x;
		from_row(r, &x);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc dispatch_history(
	struct db *d, struct arena *a, int64_t id, struct dispatch_events *out, struct err *e)
{
	struct dispatch_events list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &steps, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct dispatch_event x = { .action = db_text(r, 0),
			.who = db_text(r, 1),
			.note = db_text(r, 2),
			.at = db_int(r, 5),
			.account = db_int(r, 6) };
		if (!dispatch_state_find(db_text(r, 3), &x.from) ||
			!dispatch_state_find(db_text(r, 4), &x.to))
			die("dispatch %lld: bước lạ", (long long)id);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

/* --- steps --- */

static enum rc begin(struct audit *t, struct arena *a, struct dispatch *x,
	const struct dispatch_doer *by, struct err *e)
{
	const char *subject = x->subject;
	if (x->id)
		return RC_OK;
	enum rc rc = db_run(
		t->db, &add, DB_ARGS(A(x->origin), A(subject), A(t->at), A(by->account)), NULL, e);
	if (!rc)
		rc = dispatch_get(t->db, a, x->origin, x, e);
	x->subject = subject;
	return rc;
}

static enum rc freeze(
	struct audit *t, struct arena *a, struct dispatch *x, const char *content, struct err *e)
{
	return db_one_int(t->db, &add_frozen,
		DB_ARGS(A(x->id), A(t->at), A(content), A(token_hash(a, content))), &x->frozen_id,
		e);
}

static const char *record(struct arena *a, const struct dispatch *x, const char *hash)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "subject", x->subject);
	record_text(&b, "state", dispatch_state_code(x->state));
	record_text(&b, "approved", hash);
	return record_end(&b);
}

static enum rc changed_once(int64_t changed, struct err *e)
{
	return changed == 1
		       ? RC_OK
		       : ERR(e, RC_CONFLICT, "version",
				 "Văn bản này vừa được người khác chuyển bước; hãy xem lại trang.");
}

static enum rc log_step(struct audit *t, struct arena *a, const struct dispatch *x,
	const char *before, const char *hash, const struct dispatch_step_rule *rule, struct err *e)
{
	struct audit_change c = { "dispatch", x->origin, rule->action, before, record(a, x, hash) };
	return audit_add(t, &c, e);
}

enum rc dispatch_take(struct audit *t, struct arena *a, struct dispatch *x,
	const struct dispatch_step_rule *rule, const struct dispatch_doer *by, const char *note,
	const char *frozen, struct err *e)
{
	int64_t changed = 0;
	enum rc rc = begin(t, a, x, by, e);
	if (!rc)
		rc = changed_once(x->state == rule->from, e);
	const char *before = x->version ? record(a, x, NULL) : NULL;
	if (!rc && frozen)
		rc = freeze(t, a, x, frozen, e);
	if (rc)
		return rc;
	if (dispatch_editable(rule->to))
		x->frozen_id = 0;
	if (dispatch_editable(rule->from))
		x->author = by->account;
	x->state = rule->to;
	struct db_value frozen_id = x->frozen_id ? A(x->frozen_id) : db_of_text(NULL);
	rc = db_run(t->db, &move,
		DB_ARGS(A(x->subject), A(dispatch_state_code(x->state)), A(t->at), A(x->author),
			frozen_id, A(x->id), A(x->version)),
		&changed, e);
	if (!rc)
		rc = changed_once(changed, e);
	if (!rc)
		rc = db_run(t->db, &add_step,
			DB_ARGS(A(x->id), A(rule->action), A(dispatch_state_code(rule->from)),
				A(dispatch_state_code(rule->to)), A(t->at), A(by->account),
				A(by->name), A(note)),
			NULL, e);
	if (rc)
		return rc;
	x->version++;
	x->since = t->at;
	return log_step(t, a, x, before, frozen ? token_hash(a, frozen) : NULL, rule, e);
}

enum rc dispatch_touch(
	struct audit *t, struct arena *a, struct dispatch *x, const char *what, struct err *e)
{
	int64_t changed = 0;
	enum rc rc = db_run(t->db, &touch, DB_ARGS(A(x->id), A(x->version)), &changed, e);
	if (!rc)
		rc = changed_once(changed, e);
	if (rc)
		return rc;
	x->version++;
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "change", what);
	struct audit_change c = { "dispatch", x->origin, AUDIT_CHANGE, NULL, record_end(&b) };
	return audit_add(t, &c, e);
}

enum rc dispatch_note(struct audit *t, struct arena *a, struct dispatch *x, const char *action,
	const struct dispatch_doer *by, const char *note, struct err *e)
{
	const char *state = dispatch_state_code(x->state);
	enum rc rc = dispatch_touch(
		t, a, x, arena_printf(a, "%s: %s", dispatch_done(x->state, action), note), e);
	if (rc)
		return rc;
	return db_run(t->db, &add_step,
		DB_ARGS(A(x->id), A(action), A(state), A(state), A(t->at), A(by->account),
			A(by->name), A(note)),
		NULL, e);
}

/* --- what was approved, what came back signed --- */

enum rc dispatch_frozen_get(
	struct db *d, struct arena *a, int64_t id, struct dispatch_frozen *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_frozen, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_NOTFOUND, "frozen", "Văn bản này chưa được duyệt.");
	if (rc)
		return rc;
	out->at = db_int(r, 0);
	out->hash = db_text(r, 1);
	if (!text_eq(token_hash(a, db_text(r, 2)), out->hash))
		return ERR(e, RC_FAIL, NULL, "bản đã duyệt %lld không đúng với mã băm của nó",
			(long long)id);
	return frozen_from_json(a, db_text(r, 2), &out->content, e);
}

enum rc dispatch_signed_get(struct db *d, struct arena *a, const struct dispatch *x,
	struct dispatch_signed *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_signed, DB_ARGS(A(x->id), A(x->frozen_id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc)
		return rc;
	*out = (struct dispatch_signed){ .id = db_int(r, 0),
		.attachment = db_int(r, 1),
		.at = db_int(r, 2),
		.who = db_is_null(r, 3) ? "" : db_text(r, 3),
		.findings = db_text(r, 4),
		.sound = db_int(r, 5) != 0,
		.statement = db_text(r, 6) };
	return RC_OK;
}

enum rc dispatch_signed_put(struct audit *t, struct arena *a, struct dispatch *x,
	const struct dispatch_signed *s, int64_t account, struct err *e)
{
	int64_t sound = s->sound;
	enum rc rc = db_run(t->db, &replace_signed, DB_ARGS(A(x->id)), NULL, e);
	if (!rc)
		rc = db_run(t->db, &put_signed,
			DB_ARGS(A(x->id), A(x->frozen_id), A(s->attachment), A(t->at), A(account),
				A(s->findings), A(sound), A(s->statement)),
			NULL, e);
	const char *what = arena_printf(a, "bản ký: tệp %lld%s%s", (long long)s->attachment,
		s->sound ? ", chữ ký và nội dung khớp" : "; ", s->sound ? "" : s->statement);
	return rc ? rc : dispatch_touch(t, a, x, what, e);
}
