/* The SQL of what hangs. */
#include "features/posting/posting.h"

#include "lib/base/text.h"

#define COLUMNS \
	"SELECT id, kind, subject, place, hung_on, state, says, check_by, checked_on, down_on," \
	" attachment_id, activity_id, account_id, version FROM posting"
static const struct db_sql get = { COLUMNS " WHERE id = ?" };
static const struct db_sql get_hanging = { COLUMNS
	" WHERE down_on = '' ORDER BY place, hung_on, id" };
static const struct db_sql get_all = { COLUMNS " ORDER BY place, hung_on, id" };
static const struct db_sql add = {
	"INSERT INTO posting (kind, subject, place, hung_on, state, says, check_by, checked_on, down_on,"
	" attachment_id, activity_id, account_id, version)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), ?, 1) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE posting SET kind = ?, subject = ?, place = ?, hung_on = ?, state = ?, says = ?,"
	" check_by = ?, checked_on = ?, down_on = ?, attachment_id = NULLIF(?, 0),"
	" activity_id = NULLIF(?, 0), account_id = ?, version = version + 1 WHERE id = ? AND version = ?"
};

static enum rc from_row(struct db_rows *r, struct posting *out, struct err *e)
{
	struct posting x = { .id = db_int(r, 0),
		.subject = db_text(r, 2),
		.place = db_text(r, 3),
		.hung_on = date_partial(db_text(r, 4)),
		.state = db_int(r, 5),
		.says = db_text(r, 6),
		.check_by = date_partial(db_text(r, 7)),
		.checked_on = date_partial(db_text(r, 8)),
		.down_on = date_partial(db_text(r, 9)),
		.attachment = db_int(r, 10),
		.activity = db_int(r, 11),
		.account = db_int(r, 12),
		.version = db_int(r, 13) };
	while (x.kind < POSTING_KINDS && !text_eq(posting_kind_code(x.kind), db_text(r, 1)))
		x.kind++;
	if (x.kind == POSTING_KINDS)
		return ERR(e, RC_FAIL, "kind", "sổ niêm yết có loại lạ");
	*out = x;
	return RC_OK;
}

enum rc posting_get(struct db *d, struct arena *a, int64_t id, struct posting *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "posting", "Không có lần niêm yết này.");
	if (!rc)
		rc = from_row(r, out, e);
	if (!rc)
		db_rows_close(r);
	return rc;
}

enum rc posting_list(struct db *d, struct arena *a, bool down, struct postings *out, struct err *e)
{
	struct postings list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, down ? &get_all : &get_hanging, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct posting x;
		rc = from_row(r, &x, e);
		if (!rc)
			ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static enum rc write(
	struct db *d, struct arena *a, const struct posting *x, int64_t *id, struct err *e)
{
	int64_t n = 0;
#define FIELDS \
	A(posting_kind_code(x->kind)), A(x->subject), A(x->place), A(date_iso(a, x->hung_on)), \
		A(x->state), A(x->says), A(date_iso(a, x->check_by)), \
		A(date_iso(a, x->checked_on)), A(date_iso(a, x->down_on)), A(x->attachment), \
		A(x->activity), A(x->account)
	if (!x->id)
		return db_one_int(d, &add, DB_ARGS(FIELDS), id, e);
	enum rc rc = db_run(d, &change, DB_ARGS(FIELDS, A(x->id), A(x->version)), &n, e);
#undef FIELDS
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "posting",
			"Lần niêm yết này vừa được người khác cập nhật; hãy xem lại.");
	return rc;
}

enum rc posting_put(
	struct audit *t, struct arena *a, const struct posting *x, int64_t *id, struct err *e)
{
	struct posting held;
	int64_t now = x->id;
	enum rc rc = x->id ? posting_get(t->db, a, x->id, &held, e) : RC_OK;
	if (rc)
		return rc;
	struct audit_change c = { "posting", NULL, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id ? posting_record(a, &held) : NULL, posting_record(a, x) };
	rc = write(t->db, a, x, &now, e);
	if (rc)
		return rc;
	*id = now;
	c.object = arena_printf(a, "%lld", (long long)now);
	return audit_add(t, &c, e);
}
