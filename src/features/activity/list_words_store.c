/* Words for activities that were written before there were any. */
#include "features/activity/activity_int.h"
#include "features/activity/list_words.h"

static const struct db_sql wordless = {
	"SELECT id FROM activity WHERE words = '' ORDER BY id LIMIT 1000"
};
static const struct db_sql put = { "UPDATE activity SET words = ? WHERE id = ?" };

static enum rc fill_one(struct storing *s, int64_t id)
{
	struct activity x;
	enum rc rc = activity_load(s, id, &x);
	return rc ? rc
		  : db_run(s->in->db, &put, DB_ARGS(A(activity_words(s->a, &x, &x.places)), A(id)),
			    NULL, s->e);
}

/* *n: how many were done. */
static enum rc fill_some(struct db *d, size_t *n, struct err *e)
{
	struct arena *a = arena_new();
	struct intake in;
	struct ids ids = { 0 };
	struct db_rows *r;
	intake_init(&in, a, false);
	in.db = d;
	struct storing s = { .in = &in, .file = "", .a = a, .e = e };
	enum rc rc = db_query(d, a, &wordless, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		int64_t id = db_int(r, 0);
		ARENA_PUSH(a, &ids, id);
	}
	rc = rc == RC_NOTFOUND ? RC_OK : rc;
	for (size_t i = 0; !rc && i < ids.n; i++)
		rc = fill_one(&s, ids.v[i]);
	*n = ids.n;
	arena_free(a);
	return rc;
}

static const struct db_sql count_wordless = {
	"SELECT count(*) FROM (SELECT 1 FROM activity WHERE words = '' LIMIT 1) x"
};

enum rc activity_words_fill(struct db *d, struct err *e)
{
	int64_t missing = 0;
	size_t n = 1;
	enum rc rc = db_one_int(d, &count_wordless, DB_NONE, &missing, e);
	if (rc || !missing)
		return rc;
	rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	while (!rc && n)
		rc = fill_some(d, &n, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}
