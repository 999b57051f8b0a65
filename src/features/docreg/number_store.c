/* Numbers that Loa gives itself, and those given up: Nghị định 30/2020/NĐ-CP, Điều 15. */
#include "core/record.h"
#include "features/docreg/docreg.h"
#include "lib/base/text.h"

/* One row for each series: who updates it waits for the other, so no number is given twice. Numbers
 * that came by another way (typed in, brought in by a file) are stepped over. */
static const struct db_sql next_of_notation = {
	"INSERT INTO number_series (year, series, last) VALUES (?, ?,"
	" (SELECT coalesce(max(number), 0) + 1 FROM document WHERE year = ? AND notation = ?))"
	" ON CONFLICT (year, series) DO UPDATE SET last = CASE WHEN number_series.last < excluded.last"
	" THEN excluded.last ELSE number_series.last + 1 END RETURNING last"
};
static const struct db_sql next_of_all = {
	"INSERT INTO number_series (year, series, last) VALUES (?, '',"
	" (SELECT coalesce(max(number), 0) + 1 FROM document WHERE year = ?))"
	" ON CONFLICT (year, series) DO UPDATE SET last = CASE WHEN number_series.last < excluded.last"
	" THEN excluded.last ELSE number_series.last + 1 END RETURNING last"
};
static const struct db_sql remove_document = { "DELETE FROM document WHERE origin = ?" };
static const struct db_sql put_void = {
	"INSERT INTO number_void (year, notation, number, subject, reason, at) VALUES (?, ?, ?, ?, ?, ?)"
	" ON CONFLICT (year, notation, number) DO UPDATE SET subject = excluded.subject,"
	" reason = excluded.reason, at = excluded.at"
};
static const struct db_sql voids = {
	"SELECT notation, number, subject, reason, at FROM number_void WHERE year = ?"
	" ORDER BY notation, number"
};
static const struct db_sql series = {
	"SELECT series, last FROM number_series WHERE year = ? ORDER BY series"
};
static const struct db_sql used = {
	"SELECT number FROM document WHERE year = ? AND (notation = ? OR ? = '')"
	" UNION SELECT number FROM number_void WHERE year = ? AND (notation = ? OR ? = '')"
	" ORDER BY number"
};
static const struct db_sql years = {
	"SELECT DISTINCT CAST(year AS TEXT) FROM document ORDER BY 1 DESC"
};

enum rc document_next(
	struct db *d, int year, const char *notation, bool one_series, int64_t *out, struct err *e)
{
	int64_t y = year;
	if (one_series)
		return db_one_int(d, &next_of_all, DB_ARGS(A(y), A(y)), out, e);
	return db_one_int(
		d, &next_of_notation, DB_ARGS(A(y), A(notation), A(y), A(notation)), out, e);
}

static const char *void_record(struct arena *a, const struct document *d, const char *reason)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "number", document_number(a, d));
	record_text(&b, "given_up", reason);
	return record_end(&b);
}

enum rc document_leave(struct audit *t, struct arena *a, const char *origin, bool kept,
	const char *reason, struct err *e)
{
	struct document d;
	enum rc rc = document_of(t->db, a, origin, &d, e);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	int64_t year = d.year;
	if (!rc)
		rc = db_run(t->db, &remove_document, DB_ARGS(A(origin)), NULL, e);
	if (!rc && kept)
		rc = db_run(t->db, &put_void,
			DB_ARGS(A(year), A(d.notation), A(d.number), A(d.subject), A(reason),
				A(t->at)),
			NULL, e);
	struct audit_change c = { "document", origin, AUDIT_REMOVE, document_record(a, &d),
		kept ? void_record(a, &d, reason) : NULL };
	return rc ? rc : audit_add(t, &c, e);
}

enum rc document_voids_load(
	struct db *d, struct arena *a, int year, struct document_voids *out, struct err *e)
{
	struct document_voids list = { 0 };
	struct db_rows *r;
	int64_t y = year;
	enum rc rc = db_query(d, a, &voids, DB_ARGS(A(y)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct document_void x = { year, db_text(r, 0), db_int(r, 1), db_text(r, 2),
			db_text(r, 3), db_int(r, 4) };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static enum rc gaps_of(struct db *d, struct arena *a, int64_t year, const struct document_gap *last,
	struct document_gaps *out, struct err *e)
{
	struct db_rows *r;
	const char *s = last->notation;
	int64_t expected = 1;
	enum rc rc =
		db_query(d, a, &used, DB_ARGS(A(year), A(s), A(s), A(year), A(s), A(s)), &r, e);
	while (!rc && expected <= last->number) {
		rc = db_next(r, e);
		int64_t found = rc ? last->number + 1 : db_int(r, 0);
		for (; expected < found && expected <= last->number; expected++) {
			struct document_gap g = { s, expected };
			ARENA_PUSH(a, out, g);
		}
		expected = found + 1;
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc document_gaps_load(
	struct db *d, struct arena *a, int year, struct document_gaps *out, struct err *e)
{
	struct document_gaps list = { 0 };
	struct db_rows *r;
	int64_t y = year;
	enum rc rc = db_query(d, a, &series, DB_ARGS(A(y)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct document_gap last = { db_text(r, 0), db_int(r, 1) };
		rc = gaps_of(d, a, y, &last, &list, e);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc document_years(struct db *d, struct arena *a, struct texts *out, struct err *e)
{
	struct texts list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &years, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e)))
		ARENA_PUSH(a, &list, db_text(r, 0));
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}
