/* How much is public, by kind and year. */
#include "features/site/site_int.h"

static const struct db_sql count = {
	"SELECT kind, substr(day, 1, 4) AS year, count(*) FROM search WHERE public_from <= ?"
	" AND (public_to = 0 OR public_to > ?) GROUP BY kind, substr(day, 1, 4)"
	" ORDER BY kind, year DESC"
};

enum rc about_count(
	struct db *d, struct arena *a, int64_t now, struct about_counts *out, struct err *e)
{
	struct db_rows *r;
	*out = (struct about_counts){ 0 };
	enum rc rc = db_query(d, a, &count, DB_ARGS(A(now), A(now)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct about_count x = { db_text(r, 0), db_text(r, 1), db_int(r, 2) };
		ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}
