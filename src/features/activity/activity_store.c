/* Taking in activities from a file. */
#include <stdlib.h>
#include <string.h>

#include "features/activity/activity_int.h"
#include "lib/base/text.h"

static const struct db_sql by_code = { "SELECT id FROM activity WHERE code = ? AND code <> ''" };
static const struct db_sql by_key = {
	"SELECT id FROM activity WHERE source_key = ? AND source_key <> ''"
};
static const struct db_sql by_own_id = {
	"SELECT id FROM activity WHERE id = ? AND origin = 'web' AND code = ''"
};
static const struct db_sql in_office = {
	"SELECT count(*) FROM activity WHERE id = ?"
	" AND (corrected = 1 OR removed_at IS NOT NULL OR origin = 'web')"
};
static const struct db_sql get_places = { "SELECT place_id FROM activity_place"
					  " WHERE activity_id = ? ORDER BY position" };
static const struct db_sql drop = { "DELETE FROM activity WHERE id = ?" };
static const struct db_sql imported = {
	"SELECT id, code, day_from, channel, title FROM activity WHERE origin = 'import' AND corrected = 0"
	" AND removed_at IS NULL ORDER BY id"
};
/* As nearest_plan: the year's own, else the next, else the last before. */
#define YEAR_OF "CAST(substr(activity.day_from, 1, 4) AS BIGINT)"
static const struct db_sql settle_plan = {
	"UPDATE activity SET plan_id = (SELECT plan_id FROM v_plan_year WHERE year = COALESCE("
	"(SELECT min(year) FROM v_plan_year WHERE year >= " YEAR_OF
	"), (SELECT max(year) FROM v_plan_year)))"
	" WHERE plan_id IS NULL"
};
static const struct db_sql settle_tasks = {
	"UPDATE activity SET task_id = (SELECT t.task_id FROM v_plan_task t"
	" WHERE t.plan_id = activity.plan_id AND t.code = task_code)"
	" WHERE task_id IS NULL AND task_code <> ''"
};
static const struct db_sql settle_contents = {
	"UPDATE activity_content SET content_id = (SELECT c.content_id FROM activity a"
	" JOIN v_plan_content c ON c.plan_id = a.plan_id AND c.code = activity_content.code"
	" WHERE a.id = activity_id) WHERE content_id IS NULL"
};

static enum rc find(struct storing *s, const struct activity *x, int64_t *id)
{
	if (*x->code) {
		enum rc rc = db_one_int(s->in->db, &by_code, DB_ARGS(A(x->code)), id, s->e);
		bool own = rc == RC_NOTFOUND && text_has_prefix(x->code, ACTIVITY_CODE);
		int64_t n = own ? strtoll(x->code + strlen(ACTIVITY_CODE), NULL, 10) : 0;
		return n ? db_one_int(s->in->db, &by_own_id, DB_ARGS(A(n)), id, s->e) : rc;
	}
	return db_one_int(s->in->db, &by_key, DB_ARGS(A(activity_source_key(s->a, x))), id, s->e);
}

static enum rc same_ids(
	struct storing *s, const struct db_sql *q, int64_t id, const struct ids *list, bool *same)
{
	struct db_rows *r;
	size_t n = 0;
	enum rc rc = db_query(s->in->db, s->a, q, DB_ARGS(A(id)), &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		*same = *same && n < list->n && list->v[n] == db_int(r, 0);
		n++;
	}
	*same = *same && n == list->n;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Places are compared by what they are, not by what the file calls them. */
static enum rc is_same(struct storing *s, int64_t id, const struct resolved *r, bool *same)
{
	struct activity held, wanted = *r->x;
	enum rc rc = activity_load(s, id, &held);
	if (rc)
		return rc;
	wanted.places = held.places;
	wanted.code = held.code; /* it was found by its code, or by what stands for it */
	*same = held.plan == r->plan &&
		text_eq(activity_record(s->a, &held), activity_record(s->a, &wanted));
	return *same ? same_ids(s, &get_places, id, &r->places, same) : RC_OK;
}

static enum rc drop_one(struct storing *s, int64_t id)
{
	struct activity before;
	enum rc rc = activity_load(s, id, &before);
	if (!rc)
		rc = db_run(s->in->db, &drop, DB_ARGS(A(id)), NULL, s->e);
	return rc ? rc : activity_audit(s, id, AUDIT_REMOVE, activity_record(s->a, &before), NULL);
}

/* What was corrected or taken back in the office stays as it is there. */
static enum rc keep_corrected(struct storing *s, int64_t id, const struct activity *x, bool *kept)
{
	int64_t n = 0;
	enum rc rc = db_one_int(s->in->db, &in_office, DB_ARGS(A(id)), &n, s->e);
	*kept = n > 0;
	if (!rc && *kept)
		problem_add(&s->in->notes, s->file, x->line,
			"đã ghi, sửa hoặc bỏ trên trang Loa nên giữ nguyên như trên trang");
	return rc;
}

static enum rc compare(
	struct storing *s, int64_t id, const struct resolved *r, enum intake_change *kind)
{
	bool same = true;
	enum rc rc = is_same(s, id, r, &same);
	bool kept = same;
	if (!rc && !same)
		rc = keep_corrected(s, id, r->x, &kept);
	if (rc || kept)
		return rc;
	*kind = INTAKE_CHANGED;
	return activity_update(s, id, r);
}

static enum rc store_one(struct storing *s, const struct activity *x)
{
	struct resolved r;
	size_t before = s->in->problems.n;
	enum rc rc = activity_resolve(s, x, &r);
	if (rc || s->in->problems.n > before)
		return rc;
	int64_t id = 0;
	enum intake_change kind = INTAKE_SAME;
	rc = find(s, x, &id);
	if (rc == RC_NOTFOUND) {
		err_clear(s->e);
		kind = INTAKE_ADDED;
		rc = activity_insert(s, &r, "import", &id);
	} else if (!rc) {
		rc = compare(s, id, &r, &kind);
	}
	if (rc)
		return rc;
	ARENA_PUSH(s->in->a, &s->seen, id);
	intake_record(s->in, kind, s->file, x->line,
		kind == INTAKE_SAME ? "" : activity_name(s->in->a, x));
	return RC_OK;
}

static int by_value(const void *p, const void *q)
{
	int64_t x = *(const int64_t *)p, y = *(const int64_t *)q;
	return (x > y) - (x < y);
}

static enum rc treat_missing(struct storing *s)
{
	struct intake *in = s->in;
	struct db_rows *r;
	struct ids gone = { 0 };
	if (s->seen.n)
		qsort(s->seen.v, s->seen.n, sizeof *s->seen.v, by_value);
	enum rc rc = db_query(in->db, in->a, &imported, DB_NONE, &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		int64_t id = db_int(r, 0);
		if (s->seen.n && bsearch(&id, s->seen.v, s->seen.n, sizeof id, by_value))
			continue;
		ARENA_PUSH(in->a, &gone, id);
		struct activity x = { .channel = db_text(r, 3), .title = db_text(r, 4) };
		date_parse_iso(db_text(r, 2), &x.from);
		intake_record(in, in->replace ? INTAKE_REMOVED : INTAKE_MISSING, s->file, 0,
			activity_name(in->a, &x));
	}
	if (rc == RC_NOTFOUND)
		rc = RC_OK;
	for (size_t i = 0; !rc && in->replace && i < gone.n; i++) {
		s->a = arena_new();
		rc = drop_one(s, gone.v[i]);
		arena_free(s->a);
	}
	return rc;
}

enum rc activity_store(
	struct intake *in, const struct activities *list, const char *file, struct err *e)
{
	struct storing s = { .in = in, .file = file, .e = e };
	size_t before = in->problems.n;
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < list->n; i++) {
		s.a = arena_new();
		rc = store_one(&s, &list->v[i]);
		arena_free(s.a);
	}
	if (!rc && in->problems.n > before)
		return ERR(e, RC_INVALID, NULL, "%s có dòng sai", file);
	return rc ? rc : treat_missing(&s);
}

enum rc activity_settle(struct intake *in, struct err *e)
{
	enum rc rc = db_run(in->db, &settle_plan, DB_NONE, NULL, e);
	if (!rc)
		rc = db_run(in->db, &settle_tasks, DB_NONE, NULL, e);
	return rc ? rc : db_run(in->db, &settle_contents, DB_NONE, NULL, e);
}
