/* The reports' SQL. */
#include "features/report/report.h"

#include "core/doc_way.h"
#include "lib/base/text.h"

static const struct db_sql get_id = {
	"SELECT id FROM report WHERE kind = ? AND period = ? AND title = ?"
};
static const struct db_sql add = {
	"INSERT INTO report (kind, period, title, day, number, addressees, recipients, signing, signer, body)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
};
static const struct db_sql change = {
	"UPDATE report SET day = ?, number = ?, addressees = ?, recipients = ?, signing = ?, signer = ?,"
	" body = ?, title = ?, version = version + 1 WHERE id = ?"
};
#define COLUMNS \
	"SELECT id, kind, period, title, day, number, addressees, recipients, signing, signer, body, version" \
	" FROM report"
static const struct db_sql find_by_period = { COLUMNS " WHERE period = ? ORDER BY id" };
static const struct db_sql all = { COLUMNS " ORDER BY period DESC, id DESC" };
static const struct db_sql find_by_kind = { COLUMNS " WHERE kind = ? ORDER BY id DESC" };
static const struct db_sql find_by_id = { COLUMNS " WHERE id = ?" };

static enum rc from_row(struct arena *a, struct db_rows *r, struct report *out, struct err *e)
{
	struct report x = { .id = db_int(r, 0),
		.kind = db_text(r, 1),
		.title = db_text(r, 3),
		.day = date_partial(db_text(r, 4)),
		.number = db_text(r, 5),
		.addressees = text_split(a, db_text(r, 6), '\n'),
		.recipients = text_split(a, db_text(r, 7), '\n'),
		.signing = text_split(a, db_text(r, 8), '\n'),
		.signer = db_text(r, 9),
		.body = db_text(r, 10),
		.version = db_int(r, 11) };
	enum rc rc = period_parse(a, db_text(r, 2), PERIOD_CALENDAR, &x.period, e);
	if (!rc)
		*out = x;
	return rc;
}

/* Any kind where none is asked for. */
static bool fits(const struct report *x, const char *kind)
{
	return !kind || !*kind || text_eq(x->kind, kind);
}

static enum rc collect(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	const char *kind, struct report_list *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, q, args, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct report x;
		rc = from_row(a, r, &x, e);
		if (!rc && fits(&x, kind))
			ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc report_find(struct db *d, struct arena *a, const char *period, const char *kind, int64_t id,
	struct report_list *out, struct err *e)
{
	struct report_list list = { 0 };
	/* "2024-Q1" asks for both the calendar's quarter and the CCHC window of that name. */
	const char *cchc = arena_printf(a, "%s-cchc", period);
	if (id) {
		enum rc rc = collect(d, a, &find_by_id, DB_ARGS(A(id)), kind, &list, e);
		if (!rc && list.n && *period && !text_eq(list.v[0].period.token, period) &&
			!text_eq(list.v[0].period.token, cchc))
			list.n = 0;
		*out = list;
		return rc;
	}
	enum rc rc = collect(d, a, &find_by_period, DB_ARGS(A(period)), kind, &list, e);
	if (!rc)
		rc = collect(d, a, &find_by_period, DB_ARGS(A(cchc)), kind, &list, e);
	if (!rc)
		*out = list;
	return rc;
}

enum rc report_all(struct db *d, struct arena *a, struct report_list *out, struct err *e)
{
	struct report_list list = { 0 };
	enum rc rc = collect(d, a, &all, DB_NONE, NULL, &list, e);
	if (!rc)
		*out = list;
	return rc;
}

static const char *lines(struct arena *a, const struct texts *t)
{
	return text_join(a, t, "\n");
}

static enum rc put(struct db *d, struct arena *a, const struct report *r, int64_t id, struct err *e)
{
	if (!id)
		return db_run(d, &add,
			DB_ARGS(A(r->kind), A(r->period.token), A(r->title), A(date_iso(a, r->day)),
				A(r->number), A(lines(a, &r->addressees)),
				A(lines(a, &r->recipients)), A(lines(a, &r->signing)), A(r->signer),
				A(r->body)),
			NULL, e);
	return db_run(d, &change,
		DB_ARGS(A(date_iso(a, r->day)), A(r->number), A(lines(a, &r->addressees)),
			A(lines(a, &r->recipients)), A(lines(a, &r->signing)), A(r->signer),
			A(r->body), A(r->title), A(id)),
		NULL, e);
}

enum rc report_store(struct intake *in, const struct report *r, const char *file, struct err *e)
{
	int64_t id = 0;
	struct report_list held = { 0 };
	enum rc rc = db_one_int(
		in->db, &get_id, DB_ARGS(A(r->kind), A(r->period.token), A(r->title)), &id, e);
	if (rc == RC_NOTFOUND)
		err_clear(e);
	else if (rc)
		return rc;
	if (id)
		rc = report_find(in->db, in->a, r->period.token, NULL, id, &held, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	const char *before = held.n ? report_record(in->a, &held.v[0]) : NULL;
	const char *after = report_record(in->a, r);
	const char *object = arena_printf(in->a, "%lld", (long long)id);
	bool equal = text_eq(before, after), kept = false;
	if (held.n && !equal)
		rc = doc_way_kept(in, arena_printf(in->a, "report/%s", object), file, &kept, e);
	if (!rc && held.n && !equal && !kept)
		rc = intake_corrected(in, "report", object, file, &kept, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	equal = equal || kept;
	intake_record(in,
		!held.n ? INTAKE_ADDED
		: equal ? INTAKE_SAME
			: INTAKE_CHANGED,
		file, 1, arena_printf(in->a, "báo cáo %s: %s", r->period.token, r->title));
	if (equal)
		return RC_OK;
	rc = put(in->db, in->a, r, id, e);
	if (!rc && !id)
		rc = db_one_int(in->db, &get_id,
			DB_ARGS(A(r->kind), A(r->period.token), A(r->title)), &id, e);
	struct audit_change c = { "report", arena_printf(in->a, "%lld", (long long)id),
		before ? AUDIT_CHANGE : AUDIT_ADD, before, after };
	return rc ? rc : intake_audit(in, &c, e);
}

/* The id of the report of that kind, period and title; 0: none. */
static enum rc id_of(struct db *d, const struct report *r, int64_t *id, struct err *e)
{
	*id = 0;
	enum rc rc =
		db_one_int(d, &get_id, DB_ARGS(A(r->kind), A(r->period.token), A(r->title)), id, e);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc taken(struct err *e, const struct report *r)
{
	return ERR(e, RC_CONFLICT, "title",
		"%s đã có một báo cáo mang trích yếu này; hãy sửa báo cáo ấy hoặc đổi trích yếu",
		r->period.label);
}

static enum rc write_audit(struct audit *t, struct arena *a, int64_t id,
	const struct report *before, const struct report *after, struct err *e)
{
	struct audit_change c = { "report", arena_printf(a, "%lld", (long long)id),
		before ? AUDIT_CHANGE : AUDIT_ADD, before ? report_record(a, before) : NULL,
		report_record(a, after) };
	return audit_add(t, &c, e);
}

enum rc report_add(
	struct audit *t, struct arena *a, const struct report *r, int64_t *id, struct err *e)
{
	int64_t held;
	enum rc rc = id_of(t->db, r, &held, e);
	if (!rc && held)
		return taken(e, r);
	if (!rc)
		rc = put(t->db, a, r, 0, e);
	if (!rc)
		rc = id_of(t->db, r, &held, e);
	if (!rc)
		rc = write_audit(t, a, held, NULL, r, e);
	if (!rc)
		*id = held;
	return rc;
}

enum rc report_change(struct audit *t, struct arena *a, const struct report *r, struct err *e)
{
	struct report_list before = { 0 };
	int64_t held;
	enum rc rc = id_of(t->db, r, &held, e);
	if (!rc && held && held != r->id)
		return taken(e, r);
	if (!rc)
		rc = collect(t->db, a, &find_by_id, DB_ARGS(A(r->id)), NULL, &before, e);
	if (rc)
		return rc;
	if (!before.n)
		return ERR(e, RC_NOTFOUND, "report", "Không có báo cáo này.");
	if (text_eq(report_record(a, &before.v[0]), report_record(a, r)))
		return RC_OK;
	rc = put(t->db, a, r, r->id, e);
	return rc ? rc : write_audit(t, a, r->id, &before.v[0], r, e);
}

enum rc report_last(struct db *d, struct arena *a, const char *kind, struct date day,
	struct report *out, struct err *e)
{
	struct report_list list = { 0 };
	const struct report *last = NULL;
	enum rc rc = collect(d, a, &find_by_kind, DB_ARGS(A(kind)), NULL, &list, e);
	if (rc)
		return rc;
	for (size_t i = 0; i < list.n; i++) {
		const struct report *r = &list.v[i];
		if (date_cmp(r->period.to, day) <= 0 &&
			(!last || date_cmp(r->period.to, last->period.to) > 0))
			last = r;
	}
	if (!last)
		return RC_NOTFOUND;
	*out = *last;
	return RC_OK;
}
