#include "features/dispatch/shown.h"

#include <stdlib.h>

#include "core/weblink.h"

/* An id may be given again once its activity is gone (a file that was brought in replaced it): what
 * was recorded after the approval was not approved, whatever its id. */
#define NOT_LATER \
	" AND NOT EXISTS (SELECT 1 FROM audit l WHERE l.kind = 'activity'" \
	" AND l.object = CAST(x.activity_id AS TEXT) AND l.action = '" AUDIT_ADD "' AND l.at > ?)"
static const struct db_sql marked = {
	"SELECT x.activity_id, x.attachment_id, x.reference, f.type, f.size, f.thumb_hash"
	" FROM v_activity_evidence x LEFT JOIN attachment f ON f.id = x.attachment_id"
	" WHERE x.shown = 1 AND x.activity_id >= ? AND x.activity_id <= ?" NOT_LATER
	" ORDER BY x.activity_id, x.position"
};
static const struct db_sql activities_of = {
	"SELECT x.activity_id FROM v_activity_evidence x WHERE x.shown = 1"
	" AND x.attachment_id = ?" NOT_LATER
};

struct ids {
	int64_t *v;
	size_t n, cap;
};

static int by_id(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

/* Of the records behind the figures that the text prints; the others' are not told to anybody. */
static struct ids ids_of(struct arena *a, const struct frozen *f)
{
	struct ids out = { 0 };
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; *f->v[i].ref && k < f->v[i].n; k++)
			ARENA_PUSH(a, &out, f->v[i].v[k].id);
	if (out.n)
		qsort(out.v, out.n, sizeof *out.v, by_id);
	return out;
}

static bool has(const struct ids *list, int64_t id)
{
	return list->n && bsearch(&id, list->v, list->n, sizeof id, by_id);
}

static struct shown_item from_row(struct arena *a, struct db_rows *r, int64_t document)
{
	struct shown_item x = { .activity = db_int(r, 0), .href = db_text(r, 2) };
	if (db_is_null(r, 1))
		return x;
	x.href = arena_printf(
		a, "/cong-khai/%lld/minh-chung/%lld", (long long)document, (long long)db_int(r, 1));
	x.type = db_text(r, 3);
	x.size = db_int(r, 4);
	x.picture = !db_is_null(r, 5);
	return x;
}

enum rc shown_load(struct db *d, struct arena *a, int64_t document, const struct dispatch_frozen *f,
	struct shown *out, struct err *e)
{
	struct db_rows *r;
	struct ids ids = ids_of(a, &f->content);
	*out = (struct shown){ 0 };
	if (!ids.n)
		return RC_OK;
	enum rc rc =
		db_query(d, a, &marked, DB_ARGS(A(ids.v[0]), A(ids.v[ids.n - 1]), A(f->at)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct shown_item x = from_row(a, r, document);
		if (has(&ids, x.activity) && (x.type || weblink_public(x.href)))
			ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc shown_has(struct db *d, struct arena *a, int64_t attachment,
	const struct dispatch_frozen *f, bool *out, struct err *e)
{
	struct db_rows *r;
	struct ids ids = ids_of(a, &f->content);
	*out = false;
	enum rc rc = db_query(d, a, &activities_of, DB_ARGS(A(attachment), A(f->at)), &r, e);
	while (!rc && !(rc = db_next(r, e)))
		*out = *out || has(&ids, db_int(r, 0));
	return rc == RC_NOTFOUND ? RC_OK : rc;
}
