/* The SQL of reviews. */
#include "core/record.h"
#include "features/procedure/review.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT r.id, r.version, r.procedure_id, r.year, r.action, r.reason, r.proposal, r.cost_before," \
	" r.cost_after, r.times, r.people, r.account_id, p.code, (SELECT v.name FROM procedure_version v" \
	" WHERE v.procedure_id = p.id ORDER BY v.day_from DESC LIMIT 1)" \
	" FROM procedure_review r JOIN procedure p ON p.id = r.procedure_id"
static const struct db_sql get = { COLUMNS " WHERE r.id = ?" };
static const struct db_sql get_year = { COLUMNS
	" WHERE ? = 0 OR r.year = ? ORDER BY r.year DESC, p.code, r.id" };
static const struct db_sql add = {
	"INSERT INTO procedure_review (procedure_id, year, action, reason, proposal, cost_before,"
	" cost_after, times, people, account_id, version)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE procedure_review SET year = ?, action = ?, reason = ?, proposal = ?, cost_before = ?,"
	" cost_after = ?, times = ?, people = ?, version = version + 1 WHERE id = ? AND version = ?"
};

static struct review from_row(struct db_rows *r)
{
	const char *name = db_text(r, 13);
	return (struct review){ .id = db_int(r, 0),
		.version = db_int(r, 1),
		.procedure = db_int(r, 2),
		.year = db_int(r, 3),
		.action = text_eq(db_text(r, 4), review_action_code(REVIEW_ABOLISH))
				  ? REVIEW_ABOLISH
				  : REVIEW_AMEND,
		.reason = db_text(r, 5),
		.proposal = db_text(r, 6),
		.before = db_text(r, 7),
		.after = db_text(r, 8),
		.times = db_int(r, 9),
		.people = db_int(r, 10),
		.account = db_int(r, 11),
		.code = db_text(r, 12),
		.name = name ? name : "" };
}

enum rc review_get(struct db *d, struct arena *a, int64_t id, struct review *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "review", "Không có lần rà soát này.");
	if (rc)
		return rc;
	*out = from_row(r);
	db_rows_close(r);
	return RC_OK;
}

enum rc review_list(struct db *d, struct arena *a, int64_t year, struct reviews *out, struct err *e)
{
	struct reviews list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_year, DB_ARGS(A(year), A(year)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct review x = from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static const char *record(struct arena *a, const struct review *x)
{
	struct buf b;
	record_begin(&b, a);
	record_int(&b, "procedure", x->procedure);
	record_int(&b, "year", x->year);
	record_text(&b, "action", review_action_code(x->action));
	record_text(&b, "reason", x->reason);
	record_text(&b, "proposal", x->proposal);
	record_text(&b, "cost_before", x->before);
	record_text(&b, "cost_after", x->after);
	record_int(&b, "times", x->times);
	record_int(&b, "people", x->people);
	return record_end(&b);
}

static enum rc stale(struct err *e)
{
	return ERR(
		e, RC_CONFLICT, "review", "Lần rà soát này vừa được người khác sửa; hãy xem lại.");
}

enum rc review_put(
	struct audit *t, struct arena *a, const struct review *x, int64_t *id, struct err *e)
{
	struct review held;
	int64_t n = 1, now = x->id;
	enum rc rc = x->id ? review_get(t->db, a, x->id, &held, e) : RC_OK;
	if (rc)
		return rc;
	struct audit_change c = { "review", NULL, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id ? record(a, &held) : NULL, record(a, x) };
	if (text_eq(c.before, c.after)) {
		*id = now;
		return RC_OK;
	}
#define FIELDS \
	A(x->year), A(review_action_code(x->action)), A(x->reason), A(x->proposal), A(x->before), \
		A(x->after), A(x->times), A(x->people)
	if (x->id)
		rc = db_run(t->db, &change, DB_ARGS(FIELDS, A(x->id), A(x->version)), &n, e);
	else
		rc = db_one_int(
			t->db, &add, DB_ARGS(A(x->procedure), FIELDS, A(x->account)), &now, e);
#undef FIELDS
	if (!rc && !n)
		rc = stale(e);
	if (rc)
		return rc;
	*id = now;
	c.object = arena_printf(a, "%lld", (long long)now);
	return audit_add(t, &c, e);
}

/* --- to whom, and who signs --- */

static const struct db_sql get_letter = {
	"SELECT year, basis, addressees, recipients, signing, signer, version FROM procedure_proposal"
	" WHERE year <= ? ORDER BY year DESC LIMIT 1"
};
static const struct db_sql add_letter = {
	"INSERT INTO procedure_proposal (year, basis, addressees, recipients, signing, signer, version)"
	" VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT (year) DO NOTHING"
};
static const struct db_sql change_letter = {
	"UPDATE procedure_proposal SET basis = ?, addressees = ?, recipients = ?, signing = ?,"
	" signer = ?, version = version + 1 WHERE year = ? AND version = ?"
};

enum rc review_letter_get(
	struct db *d, struct arena *a, int64_t year, struct review_letter *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_letter, DB_ARGS(A(year)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "review", "Chưa ghi nơi gửi và người ký.");
	if (rc)
		return rc;
	*out = (struct review_letter){ .year = db_int(r, 0),
		.basis = db_text(r, 1),
		.addressees = db_text(r, 2),
		.recipients = db_text(r, 3),
		.signing = db_text(r, 4),
		.signer = db_text(r, 5),
		.version = db_int(r, 6) };
	db_rows_close(r);
	if (out->year != year) { /* the basis was that year's */
		out->basis = "";
		out->version = 0;
		out->year = year;
	}
	return RC_OK;
}

static const char *letter_record(struct arena *a, const struct review_letter *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "basis", x->basis);
	record_text(&b, "addressees", x->addressees);
	record_text(&b, "recipients", x->recipients);
	record_text(&b, "signing", x->signing);
	record_text(&b, "signer", x->signer);
	return record_end(&b);
}

enum rc review_letter_put(
	struct audit *t, struct arena *a, const struct review_letter *x, struct err *e)
{
	struct review_letter held = { 0 };
	int64_t n = 0;
	enum rc rc = x->version ? review_letter_get(t->db, a, x->year, &held, e) : RC_OK;
	if (rc)
		return rc;
	struct audit_change c = { "review_letter", arena_printf(a, "%lld", (long long)x->year),
		x->version ? AUDIT_CHANGE : AUDIT_ADD, x->version ? letter_record(a, &held) : NULL,
		letter_record(a, x) };
	if (text_eq(c.before, c.after))
		return RC_OK;
#define FIELDS A(x->basis), A(x->addressees), A(x->recipients), A(x->signing), A(x->signer)
	if (x->version)
		rc = db_run(
			t->db, &change_letter, DB_ARGS(FIELDS, A(x->year), A(x->version)), &n, e);
	else
		rc = db_run(t->db, &add_letter, DB_ARGS(A(x->year), FIELDS), &n, e);
#undef FIELDS
	if (!rc && !n)
		rc = stale(e);
	return rc ? rc : audit_add(t, &c, e);
}
