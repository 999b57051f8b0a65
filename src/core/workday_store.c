/* The SQL of the years' tables. */
#include "core/record.h"
#include "core/workday.h"
#include "lib/base/text.h"

static const struct db_sql get_years = {
	"SELECT year, week, source, version FROM workday_year ORDER BY year"
};
static const struct db_sql get_marks = {
	"SELECT day, kind, name, source FROM workday_mark WHERE year = ? ORDER BY day"
};
static const struct db_sql put_year = {
	"INSERT INTO workday_year (year, week, source, version) VALUES (?, ?, ?, 1)"
	" ON CONFLICT (year) DO UPDATE SET week = excluded.week, source = excluded.source,"
	" version = workday_year.version + 1"
};
static const struct db_sql drop_marks = { "DELETE FROM workday_mark WHERE year = ?" };
static const struct db_sql put_mark = {
	"INSERT INTO workday_mark (year, day, kind, name, source) VALUES (?, ?, ?, ?, ?)"
};

static enum rc load_marks(struct db *d, struct arena *a, struct workday_year *y, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_marks, DB_ARGS(A(y->year)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct workday_mark m = { .day = date_partial(db_text(r, 0)),
			.name = db_text(r, 2),
			.source = db_text(r, 3) };
		if (!workday_kind_find(a, db_text(r, 1), &m.kind))
			return ERR(e, RC_FAIL, "kind", "bảng ngày nghỉ có loại ngày lạ");
		ARENA_PUSH(a, y, m);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc workday_load(struct db *d, struct arena *a, struct workdays *out, struct err *e)
{
	struct workdays list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_years, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct workday_year y = { .year = (int)db_int(r, 0),
			.week = db_text(r, 1),
			.source = db_text(r, 2),
			.version = db_int(r, 3) };
		ARENA_PUSH(a, &list, y);
	}
	rc = rc == RC_NOTFOUND ? RC_OK : rc;
	for (size_t i = 0; !rc && i < list.n; i++)
		rc = load_marks(d, a, &list.v[i], e);
	if (!rc)
		*out = list;
	return rc;
}

const char *workday_record(struct arena *a, const struct workday_year *x)
{
	struct buf b;
	record_begin(&b, a);
	record_int(&b, "year", x->year);
	record_text(&b, "week", x->week);
	record_text(&b, "source", x->source);
	record_open(&b, "days", '[');
	for (size_t i = 0; i < x->n; i++) {
		record_open(&b, NULL, '{');
		record_text(&b, "code", date_iso(a, x->v[i].day));
		record_text(&b, "kind", workday_kind_name(x->v[i].kind));
		record_text(&b, "name", x->v[i].name);
		record_text(&b, "source", x->v[i].source);
		record_close(&b, '}');
	}
	record_close(&b, ']');
	return record_end(&b);
}

static enum rc held_record(struct db *d, struct arena *a, int year, const char **out, struct err *e)
{
	struct workdays all;
	enum rc rc = workday_load(d, a, &all, e);
	*out = NULL;
	for (size_t i = 0; !rc && i < all.n; i++)
		if (all.v[i].year == year)
			*out = workday_record(a, &all.v[i]);
	return rc;
}

static enum rc write_marks(
	struct db *d, struct arena *a, const struct workday_year *x, struct err *e)
{
	enum rc rc = db_run(d, &drop_marks, DB_ARGS(A(x->year)), NULL, e);
	for (size_t i = 0; !rc && i < x->n; i++)
		rc = db_run(d, &put_mark,
			DB_ARGS(A(x->year), A(date_iso(a, x->v[i].day)),
				A(workday_kind_code(x->v[i].kind)), A(x->v[i].name),
				A(x->v[i].source)),
			NULL, e);
	return rc;
}

enum rc workday_put(struct audit *t, struct arena *a, const struct workday_year *x, struct err *e)
{
	struct audit_change c = { "workday", arena_printf(a, "%d", x->year), AUDIT_CHANGE, NULL,
		workday_record(a, x) };
	enum rc rc = held_record(t->db, a, x->year, &c.before, e);
	if (rc || text_eq(c.before, c.after))
		return rc;
	if (!c.before)
		c.action = AUDIT_ADD;
	rc = db_run(t->db, &put_year, DB_ARGS(A(x->year), A(x->week), A(x->source)), NULL, e);
	if (!rc)
		rc = write_marks(t->db, a, x, e);
	return rc ? rc : audit_add(t, &c, e);
}
