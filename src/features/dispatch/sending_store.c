/* Sendings and the queue of mails. */
#include "features/dispatch/sending.h"

#include "core/record.h"
#include "core/token.h"

#define COLUMNS \
	"SELECT s.id, s.dispatch_id, s.recipient_id, s.name, s.way, s.address, s.token, s.note, s.at," \
	" s.account_id, s.opened_first, s.opened_last, s.opened, s.received, s.received_by, o.id," \
	" o.state, o.answer, o.tries, o.due, o.sent_at, o.message_id," \
	" s.handed, s.handed_how, s.handed_by" \
	" FROM sending s LEFT JOIN outgoing o ON o.sending_id = s.id"
static const struct db_sql of_dispatch = { COLUMNS " WHERE s.dispatch_id = ? ORDER BY s.id" };
static const struct db_sql of_token = { COLUMNS " WHERE s.token = ?" };
static const struct db_sql of_mail = { COLUMNS " WHERE o.id = ?" };
static const struct db_sql add = {
	"INSERT INTO sending (dispatch_id, recipient_id, name, way, address, token, at, account_id,"
	" note, opened, received_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '') RETURNING id"
};
static const struct db_sql add_mail = {
	"INSERT INTO outgoing (sending_id, message_id, state, tries, due, answer)"
	" VALUES (?, ?, 'queued', 0, ?, '') RETURNING id"
};
static const struct db_sql opened = {
	"UPDATE sending SET opened = opened + 1, opened_first = coalesce(opened_first, ?),"
	" opened_last = ? WHERE id = ?"
};
static const struct db_sql received = {
	"UPDATE sending SET received = ?, received_by = ? WHERE id = ? AND received IS NULL"
};
static const struct db_sql hand = {
	"UPDATE sending SET handed = ?, handed_how = ?, handed_by = ? WHERE id = ? AND handed IS NULL"
};
static const struct db_sql claim = {
	"UPDATE outgoing SET state = 'trying', tries = tries + 1, due = ? WHERE state = 'queued'"
	" AND id = (SELECT id FROM outgoing WHERE state = 'queued' AND due <= ? ORDER BY due, id LIMIT 1)"
	" RETURNING id"
};
static const struct db_sql settle = {
	"UPDATE outgoing SET state = ?, due = ?, answer = ?, sent_at = ? WHERE id = ? AND state = 'trying'"
};
static const struct db_sql lost = {
	"UPDATE outgoing SET state = 'unsure', answer = 'máy dừng giữa lúc gửi'"
	" WHERE state = 'trying' AND due < ?"
};
static const struct db_sql waits = {
	"SELECT count(*) FROM outgoing WHERE (state = 'queued' AND due <= ?)"
	" OR (state = 'trying' AND due < ?)"
};
static const struct db_sql again = {
	"UPDATE outgoing SET state = 'queued', due = ?, tries = 0 WHERE id = ?"
	" AND state IN ('failed', 'unsure')"
	" AND sending_id IN (SELECT id FROM sending WHERE dispatch_id = ?)"
};

static int64_t number(struct db_rows *r, int column)
{
	return db_is_null(r, column) ? 0 : db_int(r, column);
}

static const char *words(struct db_rows *r, int column)
{
	return db_is_null(r, column) ? "" : db_text(r, column);
}

static void from_row(struct db_rows *r, struct sending *x)
{
	*x = (struct sending){ .id = db_int(r, 0),
		.dispatch = db_int(r, 1),
		.recipient = number(r, 2),
		.name = db_text(r, 3),
		.way = db_text(r, 4),
		.address = db_text(r, 5),
		.token = db_text(r, 6),
		.note = db_text(r, 7),
		.at = db_int(r, 8),
		.account = db_int(r, 9),
		.opened_first = number(r, 10),
		.opened_last = number(r, 11),
		.opened = db_int(r, 12),
		.received = number(r, 13),
		.received_by = db_text(r, 14),
		.mail = number(r, 15),
		.mail_state = words(r, 16),
		.answer = words(r, 17),
		.tries = number(r, 18),
		.due = number(r, 19),
		.sent_at = number(r, 20),
		.handed = number(r, 22),
		.handed_how = db_text(r, 23),
		.handed_by = db_text(r, 24) };
}

enum rc sendings_load(
	struct db *d, struct arena *a, int64_t dispatch, struct sendings *out, struct err *e)
{
	struct sendings list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &of_dispatch, DB_ARGS(A(dispatch)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct sending x;
		from_row(r, &x);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc sending_by_token(
	struct db *d, struct arena *a, const char *token, struct sending *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &of_token, DB_ARGS(A(token)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_NOTFOUND, "token", "Liên kết này không có, hoặc gõ chưa đủ.");
	if (!rc)
		from_row(r, out);
	return rc;
}

/* The token is the recipient's own: not for those who may read the audit. */
static const char *record(struct arena *a, const struct sending *x)
{
	struct buf b;
	record_begin(&b, a);
	record_int(&b, "document", x->dispatch);
	record_text(&b, "to", x->name);
	record_text(&b, "way", x->way);
	record_text(&b, "address", x->address);
	record_text(&b, "note", x->note);
	record_text(&b, "received_by", x->received_by);
	record_text(&b, "handed", x->handed_how);
	record_text(&b, "handed_by", x->handed_by);
	return record_end(&b);
}

enum rc sending_add(
	struct audit *t, struct arena *a, struct sending *x, const char *host, struct err *e)
{
	struct db_value recipient = x->recipient ? A(x->recipient) : db_of_text(NULL);
	x->token = token_new(a);
	enum rc rc = db_one_int(t->db, &add,
		DB_ARGS(A(x->dispatch), recipient, A(x->name), A(x->way), A(x->address),
			A(x->token), A(t->at), A(x->account), A(x->note)),
		&x->id, e);
	if (!rc && text_eq(x->way, SENDING_MAIL))
		rc = db_one_int(t->db, &add_mail,
			DB_ARGS(A(x->id), A(arena_printf(a, "%s@%s", token_new(a), host)),
				A(t->at)),
			&x->mail, e);
	struct audit_change c = { "sending", arena_printf(a, "%lld", (long long)x->id), AUDIT_ADD,
		NULL, record(a, x) };
	return rc ? rc : audit_add(t, &c, e);
}

enum rc sending_opened(struct db *d, int64_t id, int64_t now, struct err *e)
{
	return db_run(d, &opened, DB_ARGS(A(now), A(now), A(id)), NULL, e);
}

enum rc sending_received(
	struct audit *t, struct arena *a, const struct sending *x, const char *who, struct err *e)
{
	struct sending after = *x;
	int64_t changed;
	enum rc rc = db_run(t->db, &received, DB_ARGS(A(t->at), A(who), A(x->id)), &changed, e);
	if (rc || !changed) /* said twice: the first counts */
		return rc;
	after.received_by = who;
	struct audit_change c = { "sending", arena_printf(a, "%lld", (long long)x->id), "received",
		record(a, x), record(a, &after) };
	return audit_add(t, &c, e);
}

const struct sending_way sending_ways[] = {
	{ "zalo", "qua Zalo" },
	{ "mail", "bằng thư của cơ quan" },
	{ "hand", "giao tận tay" },
	{ "other", "cách khác" },
	{ NULL, NULL },
};

const char *sending_way_said(const char *code)
{
	const struct sending_way *w = sending_ways;
	while (w->code && !text_eq(w->code, code))
		w++;
	return w->code ? w->words : code;
}

bool sending_waits(const struct sending *x)
{
	return text_eq(x->way, SENDING_BY_LINK) && !x->handed && !x->received;
}

enum rc sending_hand(struct audit *t, struct arena *a, const struct sending *x, struct err *e)
{
	struct sending before = *x;
	int64_t changed;
	before.handed_how = before.handed_by = "";
	enum rc rc = db_run(t->db, &hand,
		DB_ARGS(A(t->at), A(x->handed_how), A(x->handed_by), A(x->id)), &changed, e);
	if (!rc && !changed)
		return ERR(e, RC_CONFLICT, "sending", "Liên kết này đã được ghi là đã chuyển.");
	struct audit_change c = { "sending", arena_printf(a, "%lld", (long long)x->id), "handed",
		record(a, &before), record(a, x) };
	return rc ? rc : audit_add(t, &c, e);
}

/* --- the queue --- */

enum rc outgoing_waits(struct db *d, int64_t now, bool *out, struct err *e)
{
	int64_t n = 0, before = now - MAIL_LOST;
	enum rc rc = db_one_int(d, &waits, DB_ARGS(A(now), A(before)), &n, e);
	*out = n > 0;
	return rc;
}

enum rc outgoing_claim(
	struct db *d, struct arena *a, int64_t now, struct outgoing *out, struct err *e)
{
	struct outgoing x = { 0 };
	struct db_rows *r;
	enum rc rc = db_one_int(d, &claim, DB_ARGS(A(now), A(now)), &x.id, e);
	if (!rc)
		rc = db_query(d, a, &of_mail, DB_ARGS(A(x.id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc)
		return rc;
	from_row(r, &x.sending);
	x.tries = x.sending.tries;
	x.message_id = db_text(r, 21);
	*out = x;
	return RC_OK;
}

static int64_t wait_after(int64_t tries)
{
	return (int64_t)MAIL_WAIT << (tries > 0 ? tries - 1 : 0);
}

static const char *mail_record(
	struct arena *a, const struct outgoing *x, const char *state, const char *answer)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "to", x->sending.name);
	record_text(&b, "address", x->sending.address);
	record_text(&b, "state", state);
	record_text(&b, "answer", answer);
	return record_end(&b);
}

enum rc outgoing_settle(struct audit *t, struct arena *a, const struct outgoing *x,
	enum outgoing_result r, const char *answer, struct err *e)
{
	static const char *const states[] = { "sent", "queued", "failed", "unsure" };
	if (r == OUTGOING_LATER && x->tries >= MAIL_TRIES)
		r = OUTGOING_FAILED;
	int64_t due = t->at + wait_after(x->tries);
	struct db_value sent_at = r == OUTGOING_SENT ? A(t->at) : db_of_text(NULL);
	int64_t changed;
	enum rc rc = db_run(t->db, &settle,
		DB_ARGS(A(states[r]), A(due), A(answer), sent_at, A(x->id)), &changed, e);
	/* Nothing changed: it took so long that it was given up for lost. */
	if (rc || !changed || r == OUTGOING_LATER)
		return rc;
	struct audit_change c = { "sending", arena_printf(a, "%lld", (long long)x->sending.id),
		"mail", NULL, mail_record(a, x, states[r], answer) };
	return audit_add(t, &c, e);
}

enum rc outgoing_lost(struct db *d, int64_t now, int64_t *n, struct err *e)
{
	int64_t before = now - MAIL_LOST;
	return db_run(d, &lost, DB_ARGS(A(before)), n, e);
}

enum rc outgoing_again(
	struct audit *t, struct arena *a, int64_t dispatch, int64_t id, struct err *e)
{
	int64_t changed;
	enum rc rc = db_run(t->db, &again, DB_ARGS(A(t->at), A(id), A(dispatch)), &changed, e);
	if (!rc && !changed)
		return ERR(e, RC_CONFLICT, "mail", "Thư này không phải thư gửi lỗi.");
	struct audit_change c = { "sending", arena_printf(a, "mail %lld", (long long)id), "again",
		NULL, NULL };
	return rc ? rc : audit_add(t, &c, e);
}
