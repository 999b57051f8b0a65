/* Activities recorded, corrected and taken back in the office. */
#include "features/activity/activity_int.h"

static const struct db_sql version_of = { "SELECT version FROM activity WHERE id = ?" };
static const struct db_sql mark_corrected = { "UPDATE activity SET corrected = 1 WHERE id = ?" };
static const struct db_sql set_removed = {
	"UPDATE activity SET removed_at = ?, corrected = 1, version = version + 1"
	" WHERE id = ? AND (removed_at IS NULL) = (? = 1)"
};

/* The audit is the caller's: rows and places write into it, and it goes on from there. */
static void begin(
	struct storing *s, struct intake *in, struct audit *t, struct arena *a, struct err *e)
{
	intake_init(in, a, false);
	in->db = t->db;
	in->audit = *t;
	*s = (struct storing){ .in = in, .file = "", .a = a, .e = e };
}

/* What the plan does not have is told as the form's error. */
static enum rc resolve(struct storing *s, const struct activity *x, struct resolved *r)
{
	enum rc rc = activity_resolve(s, x, r);
	if (!rc && s->in->problems.n)
		return ERR(s->e, RC_INVALID, "plan", "%s", s->in->problems.v[0].message);
	return rc;
}

enum rc activity_add(
	struct audit *t, struct arena *a, const struct activity *x, int64_t *id, struct err *e)
{
	struct storing s;
	struct intake in;
	struct resolved r;
	struct activity own = *x;
	begin(&s, &in, t, a, e);
	own.created_at = t->at;
	enum rc rc = resolve(&s, &own, &r);
	if (!rc)
		rc = activity_insert(&s, &r, "web", id);
	*t = in.audit;
	return rc;
}

enum rc activity_get(struct db *d, struct arena *a, int64_t id, struct activity *out, struct err *e)
{
	struct storing s;
	struct intake in;
	struct audit none = { .db = d };
	begin(&s, &in, &none, a, e);
	enum rc rc = activity_load(&s, id, out);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_NOTFOUND, "activity", "Không có hoạt động này.");
	return rc;
}

static enum rc check_version(struct db *d, const struct activity *x, struct err *e)
{
	int64_t now = 0;
	enum rc rc = db_one_int(d, &version_of, DB_ARGS(A(x->id)), &now, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_NOTFOUND, "activity", "Không có hoạt động này.");
	if (!rc && now != x->version)
		return ERR(e, RC_CONFLICT, "version",
			"Có người khác vừa sửa hoạt động này trong lúc bạn đang sửa.");
	return rc;
}

enum rc activity_change(struct audit *t, struct arena *a, const struct activity *x, struct err *e)
{
	struct storing s;
	struct intake in;
	struct resolved r;
	enum rc rc = check_version(t->db, x, e);
	if (rc)
		return rc;
	begin(&s, &in, t, a, e);
	rc = resolve(&s, x, &r);
	if (!rc)
		rc = db_run(t->db, &mark_corrected, DB_ARGS(A(x->id)), NULL, e);
	if (!rc)
		rc = activity_update(&s, x->id, &r);
	*t = in.audit;
	return rc;
}

enum rc activity_remove(
	struct audit *t, struct arena *a, const struct activity_removal *r, struct err *e)
{
	struct storing s;
	struct intake in;
	struct activity x;
	int64_t n = 0;
	enum rc rc = activity_get(t->db, a, r->id, &x, e);
	if (rc)
		return rc;
	begin(&s, &in, t, a, e);
	const char *before = activity_record(a, &x);
	struct db_value at = r->removed ? A(t->at) : db_of_text(NULL);
	rc = db_run(t->db, &set_removed, DB_ARGS(at, A(r->id), A((int64_t)r->removed)), &n, e);
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "activity",
			r->removed ? "Hoạt động này đã được bỏ trước đó."
				   : "Hoạt động này vẫn đang có hiệu lực.");
	x.removed = r->removed;
	x.reason = r->reason;
	if (!rc)
		rc = activity_audit(&s, r->id, r->removed ? AUDIT_REMOVE : "restore", before,
			activity_record(a, &x));
	*t = in.audit;
	return rc;
}

enum rc activity_set_removed(
	struct audit *t, struct arena *a, int64_t id, bool removed, struct err *e)
{
	return activity_remove(t, a, &(struct activity_removal){ .id = id, .removed = removed }, e);
}
