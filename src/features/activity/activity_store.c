/* The activities' SQL. */
#include "features/activity/activity.h"

#include <stdlib.h>

#include "core/quantity_sql.h"
#include "core/unit.h"
#include "lib/base/text.h"

static const struct db_sql by_code = { "SELECT id FROM activity WHERE code = ? AND code <> ''" };
static const struct db_sql by_key = {
	"SELECT id FROM activity WHERE code = '' AND day_from = ? AND channel = ? AND title = ?"
};
static const struct db_sql get = {
	"SELECT code, day_from, day_to, channel, title, note, task_code, plan_id"
	" FROM activity WHERE id = ?"
};
static const struct db_sql get_quantities = {
	"SELECT counted, unit, qualifier, value, value_max, value_of FROM activity_quantity"
	" WHERE activity_id = ? ORDER BY position"
};
static const struct db_sql get_places = { "SELECT place_id FROM activity_place"
					  " WHERE activity_id = ? ORDER BY position" };
static const struct db_sql get_place_names = {
	"SELECT p.name FROM activity_place x JOIN place p ON p.id = x.place_id"
	" WHERE x.activity_id = ? ORDER BY x.position"
};
static const struct db_sql get_content_codes = {
	"SELECT code FROM activity_content WHERE activity_id = ? ORDER BY position"
};
static const struct db_sql get_evidence = {
	"SELECT reference FROM activity_evidence WHERE activity_id = ? ORDER BY position"
};
static const struct db_sql add = {
	"INSERT INTO activity (code, day_from, day_to, channel, title, plan_id, task_code, task_id, note,"
	" origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'import') RETURNING id"
};
static const struct db_sql change = {
	"UPDATE activity SET code = ?, day_from = ?, day_to = ?, channel = ?, title = ?, plan_id = ?,"
	" task_code = ?, task_id = ?, note = ? WHERE id = ?"
};
static const struct db_sql drop_quantities = {
	"DELETE FROM activity_quantity WHERE activity_id = ?"
};
static const struct db_sql drop_places = { "DELETE FROM activity_place WHERE activity_id = ?" };
static const struct db_sql drop_contents = { "DELETE FROM activity_content WHERE activity_id = ?" };
static const struct db_sql drop_evidence = {
	"DELETE FROM activity_evidence WHERE activity_id = ?"
};
static const struct db_sql put_quantity = {
	"INSERT INTO activity_quantity (activity_id, position, counted, unit, qualifier, value, value_max,"
	" value_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
};
static const struct db_sql put_place = {
	"INSERT INTO activity_place (activity_id, position, place_id) VALUES (?, ?, ?)"
};
static const struct db_sql put_content = {
	"INSERT INTO activity_content (activity_id, position, code, content_id) VALUES (?, ?, ?, ?)"
};
static const struct db_sql put_evidence = {
	"INSERT INTO activity_evidence (activity_id, position, reference) VALUES (?, ?, ?)"
};
static const struct db_sql drop = { "DELETE FROM activity WHERE id = ?" };
static const struct db_sql imported = {
	"SELECT id, code, day_from, channel, title FROM activity WHERE origin = 'import' ORDER BY id"
};
static const struct db_sql nearest_plan = {
	"SELECT plan_id FROM v_plan_year"
	" ORDER BY CASE WHEN year >= ? THEN year - ? ELSE 10000 + ? - year END LIMIT 1"
};
static const struct db_sql content_id = {
	"SELECT content_id FROM v_plan_content WHERE plan_id = ? AND code = ?"
};
static const struct db_sql task_id = {
	"SELECT task_id FROM v_plan_task WHERE plan_id = ? AND code = ?"
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

struct ids {
	int64_t *v;
	size_t n, cap;
};

/* An activity with its references looked up: what is compared and stored. */
struct resolved {
	const struct activity *x;
	int64_t plan, task; /* 0: none */
	struct ids places, contents;
};

struct storing {
	struct intake *in;
	const char *file;
	struct arena *a; /* for one row; the intake's arena keeps what outlives it */
	struct err *e;
	struct ids seen;
};

static struct db_value id_or_null(int64_t id)
{
	return id ? db_of_int(id) : db_of_text(NULL);
}

static enum rc find_plan(struct storing *s, struct resolved *r)
{
	int64_t year = r->x->from.year;
	enum rc rc = db_one_int(
		s->in->db, &nearest_plan, DB_ARGS(A(year), A(year), A(year)), &r->plan, s->e);
	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(s->e); /* activity_settle does it when a plan comes */
	return RC_OK;
}

static enum rc find_in_plan(struct storing *s, struct resolved *r, const struct db_sql *q,
	const char *code, const char *what, int64_t *out)
{
	enum rc rc = db_one_int(s->in->db, q, DB_ARGS(A(r->plan), A(code)), out, s->e);
	if (rc != RC_NOTFOUND)
		return rc;
	err_clear(s->e);
	problem_add(&s->in->problems, s->file, r->x->line, "kế hoạch không có %s mã “%.60s”", what,
		code);
	return RC_OK;
}

static enum rc resolve(struct storing *s, const struct activity *x, struct resolved *r)
{
	*r = (struct resolved){ .x = x };
	enum rc rc = find_plan(s, r);
	if (!rc && r->plan && *x->task)
		rc = find_in_plan(s, r, &task_id, x->task, "nhiệm vụ", &r->task);
	for (size_t i = 0; !rc && i < x->contents.n; i++) {
		int64_t id = 0;
		if (r->plan)
			rc = find_in_plan(s, r, &content_id, x->contents.v[i], "nội dung", &id);
		ARENA_PUSH(s->a, &r->contents, id);
	}
	for (size_t i = 0; !rc && i < x->places.n; i++) {
		int64_t id = 0;
		rc = unit_place_id(s->in, x->places.v[i], &id, s->e);
		ARENA_PUSH(s->a, &r->places, id);
	}
	return rc;
}

static struct date last_day(const struct activity *x)
{
	return date_none(x->to) ? x->from : x->to;
}

static enum rc find(struct storing *s, const struct activity *x, int64_t *id)
{
	if (*x->code)
		return db_one_int(s->in->db, &by_code, DB_ARGS(A(x->code)), id, s->e);
	return db_one_int(s->in->db, &by_key,
		DB_ARGS(A(date_iso(s->a, x->from)), A(x->channel), A(x->title)), id, s->e);
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

static enum rc load_texts(struct storing *s, const struct db_sql *q, int64_t id, struct texts *out)
{
	struct db_rows *r;
	enum rc rc = db_query(s->in->db, s->a, q, DB_ARGS(A(id)), &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		const char *text = db_text(r, 0);
		ARENA_PUSH(s->a, out, text);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_quantities(struct storing *s, int64_t id, struct quantities *out)
{
	struct db_rows *r;
	enum rc rc = db_query(s->in->db, s->a, &get_quantities, DB_ARGS(A(id)), &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		struct quantity q = quantity_from_row(r, 1);
		q.counted = db_int(r, 0) != 0;
		ARENA_PUSH(s->a, out, q);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc same_quantities(
	struct storing *s, int64_t id, const struct quantities *list, bool *same)
{
	struct quantities held = { 0 };
	enum rc rc = load_quantities(s, id, &held);
	*same = held.n == list->n;
	for (size_t i = 0; *same && i < held.n; i++)
		*same = text_eq(quantity_print(s->a, &held.v[i], QUANTITY_PLAIN),
			quantity_print(s->a, &list->v[i], QUANTITY_PLAIN));
	return rc;
}

static enum rc same_texts(
	struct storing *s, const struct db_sql *q, int64_t id, const struct texts *list, bool *same)
{
	struct texts held = { 0 };
	enum rc rc = load_texts(s, q, id, &held);
	*same = held.n == list->n;
	for (size_t i = 0; *same && i < held.n; i++)
		*same = text_eq(held.v[i], list->v[i]);
	return rc;
}

static enum rc same_head(struct storing *s, int64_t id, const struct resolved *want, bool *same)
{
	struct db_rows *r;
	const struct activity *x = want->x;
	enum rc rc = db_query(s->in->db, s->a, &get, DB_ARGS(A(id)), &r, s->e);
	if (!rc)
		rc = db_next(r, s->e);
	if (rc)
		return rc;
	*same = text_eq(db_text(r, 0), x->code) &&
		text_eq(db_text(r, 1), date_iso(s->a, x->from)) &&
		text_eq(db_text(r, 2), date_iso(s->a, last_day(x))) &&
		text_eq(db_text(r, 3), x->channel) && text_eq(db_text(r, 4), x->title) &&
		text_eq(db_text(r, 5), x->note) && text_eq(db_text(r, 6), x->task) &&
		db_int(r, 7) == want->plan;
	db_rows_close(r);
	return RC_OK;
}

static enum rc is_same(struct storing *s, int64_t id, const struct resolved *r, bool *same)
{
	enum rc rc = same_head(s, id, r, same);
	if (!rc && *same)
		rc = same_quantities(s, id, &r->x->quantities, same);
	if (!rc && *same)
		rc = same_ids(s, &get_places, id, &r->places, same);
	if (!rc && *same)
		rc = same_texts(s, &get_content_codes, id, &r->x->contents, same);
	if (!rc && *same)
		rc = same_texts(s, &get_evidence, id, &r->x->evidence, same);
	return rc;
}

/* The state that the database holds, for the audit. */
static enum rc held(struct storing *s, int64_t id, const char **out)
{
	struct db_rows *r;
	enum rc rc = db_query(s->in->db, s->a, &get, DB_ARGS(A(id)), &r, s->e);
	if (!rc)
		rc = db_next(r, s->e);
	if (rc)
		return rc;
	struct activity x = { .code = db_text(r, 0),
		.from = date_partial(db_text(r, 1)),
		.to = date_partial(db_text(r, 2)),
		.channel = db_text(r, 3),
		.title = db_text(r, 4),
		.note = db_text(r, 5),
		.task = db_text(r, 6) };
	db_rows_close(r);
	rc = load_quantities(s, id, &x.quantities);
	if (!rc)
		rc = load_texts(s, &get_place_names, id, &x.places);
	if (!rc)
		rc = load_texts(s, &get_content_codes, id, &x.contents);
	if (!rc)
		rc = load_texts(s, &get_evidence, id, &x.evidence);
	if (!rc)
		*out = activity_record(s->a, &x);
	return rc;
}

static enum rc audit(
	struct storing *s, int64_t id, const char *action, const char *before, const char *after)
{
	struct audit_change c = { "activity", arena_printf(s->a, "%lld", (long long)id), action,
		before, after };
	return intake_audit(s->in, &c, s->e);
}

static enum rc put_lists(struct storing *s, int64_t id, const struct resolved *r)
{
	struct db *d = s->in->db;
	const struct activity *x = r->x;
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < x->quantities.n; i++) {
		const struct quantity *q = &x->quantities.v[i];
		rc = db_run(d, &put_quantity,
			DB_ARGS(A(id), A((int64_t)i), A((int64_t)q->counted), A(q->unit),
				A((int64_t)q->qualifier), A(q->value), quantity_max_arg(q),
				quantity_of_arg(q)),
			NULL, s->e);
	}
	for (size_t i = 0; !rc && i < r->places.n; i++)
		rc = db_run(d, &put_place, DB_ARGS(A(id), A((int64_t)i), A(r->places.v[i])), NULL,
			s->e);
	for (size_t i = 0; !rc && i < r->contents.n; i++)
		rc = db_run(d, &put_content,
			DB_ARGS(A(id), A((int64_t)i), A(x->contents.v[i]),
				id_or_null(r->contents.v[i])),
			NULL, s->e);
	for (size_t i = 0; !rc && i < x->evidence.n; i++)
		rc = db_run(d, &put_evidence, DB_ARGS(A(id), A((int64_t)i), A(x->evidence.v[i])),
			NULL, s->e);
	return rc;
}

static enum rc insert(struct storing *s, const struct resolved *r, int64_t *id)
{
	const struct activity *x = r->x;
	enum rc rc = db_one_int(s->in->db, &add,
		DB_ARGS(A(x->code), A(date_iso(s->a, x->from)), A(date_iso(s->a, last_day(x))),
			A(x->channel), A(x->title), id_or_null(r->plan), A(x->task),
			id_or_null(r->task), A(x->note)),
		id, s->e);
	if (!rc)
		rc = put_lists(s, *id, r);
	/* As it was written: reading it back costs five queries for each of 100,000 rows. */
	return rc ? rc : audit(s, *id, AUDIT_ADD, NULL, activity_record(s->a, x));
}

static enum rc update(struct storing *s, int64_t id, const struct resolved *r)
{
	static const struct db_sql *const drops[] = { &drop_quantities, &drop_places,
		&drop_contents, &drop_evidence };
	const struct activity *x = r->x;
	const char *before = NULL, *after = NULL;
	enum rc rc = held(s, id, &before);
	if (rc)
		return rc;
	rc = db_run(s->in->db, &change,
		DB_ARGS(A(x->code), A(date_iso(s->a, x->from)), A(date_iso(s->a, last_day(x))),
			A(x->channel), A(x->title), id_or_null(r->plan), A(x->task),
			id_or_null(r->task), A(x->note), A(id)),
		NULL, s->e);
	for (size_t i = 0; !rc && i < sizeof drops / sizeof *drops; i++)
		rc = db_run(s->in->db, drops[i], DB_ARGS(A(id)), NULL, s->e);
	if (!rc)
		rc = put_lists(s, id, r);
	if (!rc)
		rc = held(s, id, &after);
	return rc ? rc : audit(s, id, AUDIT_CHANGE, before, after);
}

static enum rc drop_one(struct storing *s, int64_t id)
{
	const char *before = NULL;
	enum rc rc = held(s, id, &before);
	if (!rc)
		rc = db_run(s->in->db, &drop, DB_ARGS(A(id)), NULL, s->e);
	return rc ? rc : audit(s, id, AUDIT_REMOVE, before, NULL);
}

static enum rc store_one(struct storing *s, const struct activity *x)
{
	struct resolved r;
	size_t before = s->in->problems.n;
	enum rc rc = resolve(s, x, &r);
	if (rc || s->in->problems.n > before)
		return rc;
	int64_t id = 0;
	enum intake_change kind = INTAKE_SAME;
	rc = find(s, x, &id);
	if (rc == RC_NOTFOUND) {
		err_clear(s->e);
		kind = INTAKE_ADDED;
		rc = insert(s, &r, &id);
	} else if (!rc) {
		bool same = true;
		rc = is_same(s, id, &r, &same);
		if (!rc && !same) {
			kind = INTAKE_CHANGED;
			rc = update(s, id, &r);
		}
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
