/* A report gets its number. */
#include "features/report/report.h"

static const struct db_sql change = { "UPDATE report SET number = ?, day = ? WHERE id = ?" };

enum rc report_set_number(struct audit *t, struct arena *a, int64_t id, const char *number,
	struct date day, struct err *e)
{
	struct report_list found = { 0 };
	enum rc rc = report_find(t->db, a, "", NULL, id, &found, e);
	if (!rc && !found.n)
		rc = ERR(e, RC_NOTFOUND, "report", "Không có báo cáo này.");
	if (rc)
		return rc;
	struct report *r = &found.v[0];
	const char *before = report_record(a, r);
	r->number = number;
	r->day = day;
	rc = db_run(t->db, &change, DB_ARGS(A(number), A(date_iso(a, day)), A(id)), NULL, e);
	if (rc)
		return rc;
	struct audit_change c = { "report", arena_printf(a, "%lld", (long long)id), AUDIT_CHANGE,
		before, report_record(a, r) };
	return audit_add(t, &c, e);
}
