/* Texts that were approved for a later moment are published when it has come. */
#include <time.h>

#include "features/news/news_int.h"

static const struct db_sql next_due = {
	"SELECT id FROM news WHERE state = 'approved' AND publish_at <= ? ORDER BY publish_at, id LIMIT 1"
};

/* Cheap, for every few seconds: writers are not held up while nothing waits. */
static enum rc find_due(struct db *d, int64_t now, int64_t *id, struct err *e)
{
	enum rc rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	rc = db_one_int(d, &next_due, DB_ARGS(A(now)), id, e);
	db_rollback(d);
	return rc;
}

static enum rc take(struct db *d, struct arena *a, int64_t id, const char *action, const char *note,
	struct err *e)
{
	struct audit t;
	struct news x;
	struct news_step s = { .note = note };
	struct audit_actor by = { AUDIT_SYSTEM, "hẹn giờ đăng" };
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = news_get(d, a, id, &x, e);
	if (!rc)
		rc = audit_open(&t, d, by, (int64_t)time(NULL), e);
	s.rule = rc ? NULL : news_rule(&x, action);
	if (s.rule) /* somebody was quicker otherwise */
		rc = news_take(&t, a, &x, &s, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

static enum rc run(struct db *d, struct arena *a, bool *more, struct err *e)
{
	struct err why;
	int64_t id = 0;
	enum rc rc = find_due(d, (int64_t)time(NULL), &id, e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	err_init(&why, a);
	rc = take(d, a, id, "dang-ngay", "", &why);
	*more = !rc;
	if (rc != RC_INVALID)
		return rc ? ERR(e, rc, NULL, "%s",
				    why.message ? why.message : "không đăng được bài")
			  : rc;
	/* What the log does not take is for a person to look at, not to be tried for ever. */
	return take(d, a, id, "huy-lich", arena_printf(a, "Không đăng được: %s", why.message), e);
}

const struct job_kind news_publish_job = { "đăng tin theo giờ", run };
