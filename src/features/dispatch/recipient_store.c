/* The directory's SQL. */
#include "core/record.h"
#include "features/dispatch/recipient.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT id, version, name, also, emails, group_names, day_from, day_to, successor_id" \
	" FROM recipient"
static const struct db_sql all = { COLUMNS " ORDER BY name, day_from, id" };
static const struct db_sql one = { COLUMNS " WHERE id = ?" };
static const struct db_sql add = {
	"INSERT INTO recipient (version, name, also, emails, group_names, day_from, day_to,"
	" successor_id) VALUES (1, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE recipient SET version = version + 1, name = ?, also = ?, emails = ?, group_names = ?,"
	" day_from = ?, day_to = ?, successor_id = ? WHERE id = ? AND version = ?"
};

static void from_row(struct arena *a, struct db_rows *r, struct recipient *x)
{
	*x = (struct recipient){ .id = db_int(r, 0),
		.version = db_int(r, 1),
		.name = db_text(r, 2),
		.also = text_split(a, db_text(r, 3), '\n'),
		.emails = text_split(a, db_text(r, 4), '\n'),
		.groups = text_split(a, db_text(r, 5), '\n'),
		.from = date_partial(db_text(r, 6)),
		.to = date_partial(db_text(r, 7)),
		.successor = db_is_null(r, 8) ? 0 : db_int(r, 8) };
}

enum rc recipients_load(struct db *d, struct arena *a, struct recipients *out, struct err *e)
{
	struct recipients list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct recipient x;
		from_row(a, r, &x);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc recipient_get(
	struct db *d, struct arena *a, int64_t id, struct recipient *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &one, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_NOTFOUND, "recipient", "Không có nơi nhận này.");
	if (!rc)
		from_row(a, r, out);
	return rc;
}

static const char *record(struct arena *a, const struct recipient *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "name", x->name);
	record_texts(&b, "also", &x->also);
	record_texts(&b, "emails", &x->emails);
	record_texts(&b, "groups", &x->groups);
	record_day(&b, "from", x->from);
	record_day(&b, "to", x->to);
	if (x->successor)
		record_int(&b, "successor", x->successor);
	return record_end(&b);
}

static enum rc write(
	struct audit *t, struct arena *a, struct recipient *x, int64_t *changed, struct err *e)
{
	const char *also = text_join(a, &x->also, "\n"), *emails = text_join(a, &x->emails, "\n"),
		   *groups = text_join(a, &x->groups, "\n");
	const char *from = date_iso(a, x->from), *to = date_iso(a, x->to);
	struct db_value next = x->successor ? A(x->successor) : db_of_text(NULL);
	*changed = 1;
	if (!x->id)
		return db_one_int(t->db, &add,
			DB_ARGS(A(x->name), A(also), A(emails), A(groups), A(from), A(to), next),
			&x->id, e);
	return db_run(t->db, &change,
		DB_ARGS(A(x->name), A(also), A(emails), A(groups), A(from), A(to), next, A(x->id),
			A(x->version)),
		changed, e);
}

enum rc recipient_put(struct audit *t, struct arena *a, struct recipient *x, struct err *e)
{
	struct recipient old = { 0 };
	int64_t changed;
	enum rc rc = x->id ? recipient_get(t->db, a, x->id, &old, e) : RC_OK;
	if (!rc)
		rc = write(t, a, x, &changed, e);
	if (rc)
		return rc;
	if (changed != 1)
		return ERR(e, RC_CONFLICT, "version",
			"Mục này vừa được người khác sửa; hãy xem lại trước khi sửa tiếp.");
	struct audit_change c = { "recipient", arena_printf(a, "%lld", (long long)x->id),
		old.id ? AUDIT_CHANGE : AUDIT_ADD, old.id ? record(a, &old) : NULL, record(a, x) };
	return audit_add(t, &c, e);
}
