/* The register's SQL. */
#include "features/docreg/docreg.h"

#include "lib/base/text.h"

static const struct db_sql holder = {
	"SELECT subject FROM document WHERE year = ? AND notation = ? AND number = ? AND origin <> ?"
};
static const struct db_sql put = {
	"INSERT INTO document (year, number, notation, day, subject, signer, recipients, origin)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET year = excluded.year,"
	" number = excluded.number, notation = excluded.notation, day = excluded.day,"
	" subject = excluded.subject, signer = excluded.signer, recipients = excluded.recipients"
};
#define COLUMNS \
	"SELECT year, number, notation, day, subject, signer, recipients, origin FROM document"
static const struct db_sql of_years = { COLUMNS
	" WHERE year >= ? AND year <= ? ORDER BY year, notation, number" };
static const struct db_sql of_origin = { COLUMNS " WHERE origin = ?" };

static enum rc load(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	struct documents *out, struct err *e)
{
	struct documents list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, q, args, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct document x = { .year = (int)db_int(r, 0),
			.number = db_int(r, 1),
			.notation = db_text(r, 2),
			.day = date_partial(db_text(r, 3)),
			.subject = db_text(r, 4),
			.signer = db_text(r, 5),
			.recipients = text_split(a, db_text(r, 6), '\n'),
			.origin = db_text(r, 7) };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static enum rc write(struct intake *in, const struct document *d, struct err *e)
{
	int64_t year = d->year;
	struct documents held = { 0 };
	enum rc rc = load(in->db, in->a, &of_origin, DB_ARGS(A(d->origin)), &held, e);
	const char *before = held.n ? document_record(in->a, &held.v[0]) : NULL;
	const char *after = document_record(in->a, d);
	if (rc || text_eq(before, after))
		return rc;
	rc = db_run(in->db, &put,
		DB_ARGS(A(year), A(d->number), A(d->notation), A(date_iso(in->a, d->day)),
			A(d->subject), A(d->signer), A(text_join(in->a, &d->recipients, "\n")),
			A(d->origin)),
		NULL, e);
	struct audit_change c = { "document", d->origin, before ? AUDIT_CHANGE : AUDIT_ADD, before,
		after };
	return rc ? rc : intake_audit(in, &c, e);
}

enum rc document_store(struct intake *in, const struct document *d, const char *file, struct err *e)
{
	int64_t year = d->year;
	struct db_rows *r;
	enum rc rc = db_query(in->db, in->a, &holder,
		DB_ARGS(A(year), A(d->notation), A(d->number), A(d->origin)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc) {
		problem_add(&in->problems, file, d->line,
			"số %s năm %d đã dùng cho văn bản “%s” (số và ký hiệu là duy nhất trong năm: "
			"Nghị định 30/2020/NĐ-CP, Điều 15)",
			document_number(in->a, d), d->year, db_text(r, 0));
		return RC_OK;
	}
	if (rc != RC_NOTFOUND)
		return rc;
	return write(in, d, e);
}

enum rc documents_load(
	struct db *d, struct arena *a, int year, struct documents *out, struct err *e)
{
	int64_t from = year, to = year ? year : 9999;
	return load(d, a, &of_years, DB_ARGS(A(from), A(to)), out, e);
}
