/* Delegations' SQL. */
#include "core/record.h"
#include "features/dispatch/signing.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT id, version, person, title, from_title, form, scope, day_from, day_to, document" \
	" FROM delegation"
static const struct db_sql all = { COLUMNS " ORDER BY day_from DESC, id DESC" };
static const struct db_sql one = { COLUMNS " WHERE id = ?" };
static const struct db_sql add = {
	"INSERT INTO delegation (version, person, title, from_title, form, scope, day_from, day_to,"
	" document) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE delegation SET version = version + 1, person = ?, title = ?, from_title = ?, form = ?,"
	" scope = ?, day_from = ?, day_to = ?, document = ? WHERE id = ? AND version = ?"
};
static const struct db_sql drop = { "DELETE FROM delegation WHERE id = ? AND version = ?" };

static void from_row(struct db_rows *r, struct delegation *x)
{
	*x = (struct delegation){ .id = db_int(r, 0),
		.version = db_int(r, 1),
		.person = db_text(r, 2),
		.title = db_text(r, 3),
		.from_title = db_text(r, 4),
		.scope = db_text(r, 6),
		.from = date_partial(db_text(r, 7)),
		.to = date_partial(db_text(r, 8)),
		.document = db_text(r, 9) };
	if (!sign_form_find(db_text(r, 5), &x->form))
		die("delegation %lld: hình thức %s", (long long)x->id, db_text(r, 5));
}

enum rc delegations_load(struct db *d, struct arena *a, struct delegations *out, struct err *e)
{
	struct delegations list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct delegation x;
		from_row(r, &x);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc delegation_get(
	struct db *d, struct arena *a, int64_t id, struct delegation *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &one, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_NOTFOUND, "delegation", "Không có ủy quyền này.");
	if (!rc)
		from_row(r, out);
	return rc;
}

static const char *record(struct arena *a, const struct delegation *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "person", x->person);
	record_text(&b, "title", x->title);
	record_text(&b, "for", x->from_title);
	record_text(&b, "form", sign_rule(x->form)->code);
	record_text(&b, "scope", x->scope);
	record_day(&b, "from", x->from);
	record_day(&b, "to", x->to);
	record_text(&b, "document", x->document);
	return record_end(&b);
}

static enum rc changed_once(int64_t changed, struct err *e)
{
	return changed == 1
		       ? RC_OK
		       : ERR(e, RC_CONFLICT, "version",
				 "Mục này vừa được người khác sửa; hãy xem lại trước khi sửa tiếp.");
}

static enum rc log_change(struct audit *t, struct arena *a, int64_t id, const char *before,
	const char *after, struct err *e)
{
	const char *action = !before ? AUDIT_ADD : !after ? AUDIT_REMOVE : AUDIT_CHANGE;
	struct audit_change c = { "delegation", arena_printf(a, "%lld", (long long)id), action,
		before, after };
	return audit_add(t, &c, e);
}

enum rc delegation_put(struct audit *t, struct arena *a, struct delegation *x, struct err *e)
{
	struct delegation old;
	const char *from = date_iso(a, x->from), *to = date_iso(a, x->to);
	const char *form = sign_rule(x->form)->code;
	int64_t changed = 0;
	if (!x->id) {
		enum rc rc = db_one_int(t->db, &add,
			DB_ARGS(A(x->person), A(x->title), A(x->from_title), A(form), A(x->scope),
				A(from), A(to), A(x->document)),
			&x->id, e);
		return rc ? rc : log_change(t, a, x->id, NULL, record(a, x), e);
	}
	enum rc rc = delegation_get(t->db, a, x->id, &old, e);
	if (!rc)
		rc = db_run(t->db, &change,
			DB_ARGS(A(x->person), A(x->title), A(x->from_title), A(form), A(x->scope),
				A(from), A(to), A(x->document), A(x->id), A(x->version)),
			&changed, e);
	if (!rc)
		rc = changed_once(changed, e);
	return rc ? rc : log_change(t, a, x->id, record(a, &old), record(a, x), e);
}

enum rc delegation_remove(
	struct audit *t, struct arena *a, const struct delegation *x, struct err *e)
{
	int64_t changed = 0;
	enum rc rc = db_run(t->db, &drop, DB_ARGS(A(x->id), A(x->version)), &changed, e);
	if (!rc)
		rc = changed_once(changed, e);
	return rc ? rc : log_change(t, a, x->id, record(a, x), NULL, e);
}
