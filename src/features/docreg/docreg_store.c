/* The register's SQL. */
#include "features/docreg/docreg.h"

#include "lib/base/text.h"

static const struct db_sql holder = {
	"SELECT subject FROM document WHERE year = ? AND notation = ? AND number = ? AND origin <> ?"
};
static const struct db_sql put = {
	"INSERT INTO document (year, number, notation, day, subject, signer, recipients, origin, copies,"
	" sent, receipt, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	" ON CONFLICT (origin) DO UPDATE SET year = excluded.year,"
	" number = excluded.number, notation = excluded.notation, day = excluded.day,"
	" subject = excluded.subject, signer = excluded.signer, recipients = excluded.recipients,"
	" copies = excluded.copies, sent = excluded.sent, receipt = excluded.receipt,"
	" note = excluded.note"
};
#define COLUMNS \
	"SELECT year, number, notation, day, subject, signer, recipients, origin, copies, sent," \
	" receipt, note FROM document"
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
			.origin = db_text(r, 7),
			.copies = db_text(r, 8),
			.sent = db_text(r, 9),
			.receipt = db_text(r, 10),
			.note = db_text(r, 11) };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static const char *said(const char *s)
{
	return s ? s : "";
}

static enum rc put_row(struct db *db, struct arena *a, const struct document *d, struct err *e)
{
	int64_t year = d->year;
	return db_run(db, &put,
		DB_ARGS(A(year), A(d->number), A(d->notation), A(date_iso(a, d->day)),
			A(d->subject), A(d->signer), A(text_join(a, &d->recipients, "\n")),
			A(d->origin), A(said(d->copies)), A(said(d->sent)), A(said(d->receipt)),
			A(said(d->note))),
		NULL, e);
}

/* *taken: what holds the number; NULL: it is free. */
static enum rc find_holder(
	struct db *db, struct arena *a, const struct document *d, const char **taken, struct err *e)
{
	int64_t year = d->year;
	struct db_rows *r;
	enum rc rc = db_query(db, a, &holder,
		DB_ARGS(A(year), A(d->notation), A(d->number), A(d->origin)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	*taken = rc ? NULL : db_text(r, 0);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

#define TAKEN \
	"số %s năm %d đã dùng cho văn bản “%s” (số và ký hiệu là duy nhất trong năm: " \
	"Nghị định 30/2020/NĐ-CP, Điều 15)"

/* The change it makes of the register; after is NULL where there is nothing to change. */
static enum rc prepare(struct db *db, struct arena *a, const struct document *d,
	struct audit_change *c, struct err *e)
{
	struct documents held = { 0 };
	enum rc rc = load(db, a, &of_origin, DB_ARGS(A(d->origin)), &held, e);
	const char *before = held.n ? document_record(a, &held.v[0]) : NULL;
	const char *after = document_record(a, d);
	*c = (struct audit_change){ "document", d->origin, before ? AUDIT_CHANGE : AUDIT_ADD,
		before, text_eq(before, after) ? NULL : after };
	return rc;
}

/* Files do not know the columns that people write: those stay. */
static enum rc keep_known(struct db *db, struct arena *a, struct document *d, struct err *e)
{
	struct documents held = { 0 };
	enum rc rc = load(db, a, &of_origin, DB_ARGS(A(d->origin)), &held, e);
	if (rc || !held.n)
		return rc;
	const struct document *x = &held.v[0];
	d->copies = d->copies ? d->copies : x->copies;
	d->sent = d->sent ? d->sent : x->sent;
	d->receipt = d->receipt ? d->receipt : x->receipt;
	d->note = d->note ? d->note : x->note;
	return RC_OK;
}

enum rc document_store(
	struct intake *in, const struct document *read, const char *file, struct err *e)
{
	const char *taken;
	struct audit_change c;
	struct document x = *read, *d = &x;
	enum rc rc = keep_known(in->db, in->a, d, e);
	if (!rc)
		rc = find_holder(in->db, in->a, d, &taken, e);
	if (!rc && taken) {
		problem_add(&in->problems, file, d->line, TAKEN, document_number(in->a, d), d->year,
			taken);
		return RC_OK;
	}
	if (!rc)
		rc = prepare(in->db, in->a, d, &c, e);
	if (rc || !c.after)
		return rc;
	rc = put_row(in->db, in->a, d, e);
	return rc ? rc : intake_audit(in, &c, e);
}

enum rc document_enter(struct audit *t, struct arena *a, const struct document *d, struct err *e)
{
	const char *taken;
	struct audit_change c;
	enum rc rc = find_holder(t->db, a, d, &taken, e);
	if (!rc && taken)
		return ERR(
			e, RC_CONFLICT, "number", TAKEN ".", document_number(a, d), d->year, taken);
	if (!rc)
		rc = prepare(t->db, a, d, &c, e);
	if (rc || !c.after)
		return rc;
	rc = put_row(t->db, a, d, e);
	return rc ? rc : audit_add(t, &c, e);
}

enum rc document_of(
	struct db *d, struct arena *a, const char *origin, struct document *out, struct err *e)
{
	struct documents held = { 0 };
	enum rc rc = load(d, a, &of_origin, DB_ARGS(A(origin)), &held, e);
	if (rc || !held.n)
		return rc ? rc : RC_NOTFOUND;
	*out = held.v[0];
	return RC_OK;
}

enum rc documents_load(
	struct db *d, struct arena *a, int year, struct documents *out, struct err *e)
{
	int64_t from = year, to = year ? year : 9999;
	return load(d, a, &of_years, DB_ARGS(A(from), A(to)), out, e);
}
