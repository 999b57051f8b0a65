/* One activity as rows of its tables. */
#include "features/activity/activity_int.h"

#include "core/quantity_sql.h"
#include "core/unit.h"
#include "features/activity/list_words.h"
#include "lib/base/text.h"

static const struct db_sql get = {
	"SELECT code, day_from, day_to, channel, title, note, task_code, id, version, account_id,"
	" created_at, removed_at, plan_id FROM activity WHERE id = ?"
};
static const struct db_sql get_quantities = {
	"SELECT counted, unit, qualifier, value, value_max, value_of FROM activity_quantity"
	" WHERE activity_id = ? ORDER BY position"
};
static const struct db_sql get_place_names = {
	"SELECT p.name FROM activity_place x JOIN place p ON p.id = x.place_id"
	" WHERE x.activity_id = ? ORDER BY x.position"
};
static const struct db_sql get_content_codes = {
	"SELECT code FROM activity_content WHERE activity_id = ? ORDER BY position"
};
static const struct db_sql get_evidence = {
	"SELECT reference, attachment_id, shown FROM activity_evidence"
	" WHERE activity_id = ? ORDER BY position"
};
static const struct db_sql add = {
	"INSERT INTO activity (code, day_from, day_to, channel, title, plan_id, task_code, task_id, note,"
	" origin, account_id, created_at, source_key, words)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE activity SET code = ?, day_from = ?, day_to = ?, channel = ?, title = ?, plan_id = ?,"
	" task_code = ?, task_id = ?, note = ?, words = ?, version = version + 1 WHERE id = ?"
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
	"INSERT INTO activity_evidence (activity_id, position, reference, attachment_id, shown)"
	" VALUES (?, ?, ?, ?, ?)"
};
static const struct db_sql place_name = { "SELECT name FROM place WHERE id = ?" };
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

enum rc activity_resolve(struct storing *s, const struct activity *x, struct resolved *r)
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

static enum rc load_evidence(struct storing *s, int64_t id, struct evidences *out)
{
	struct db_rows *r;
	enum rc rc = db_query(s->in->db, s->a, &get_evidence, DB_ARGS(A(id)), &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		struct evidence x = { db_text(r, 0), db_int(r, 1), db_int(r, 2) != 0 };
		ARENA_PUSH(s->a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static struct activity head_of(struct db_rows *r)
{
	return (struct activity){ .code = db_text(r, 0),
		.from = date_partial(db_text(r, 1)),
		.to = date_partial(db_text(r, 2)),
		.channel = db_text(r, 3),
		.title = db_text(r, 4),
		.note = db_text(r, 5),
		.task = db_text(r, 6),
		.id = db_int(r, 7),
		.version = db_int(r, 8),
		.account = db_int(r, 9),
		.created_at = db_int(r, 10),
		.removed = !db_is_null(r, 11),
		.plan = db_int(r, 12) };
}

enum rc activity_load(struct storing *s, int64_t id, struct activity *out)
{
	struct db_rows *r;
	enum rc rc = db_query(s->in->db, s->a, &get, DB_ARGS(A(id)), &r, s->e);
	if (!rc)
		rc = db_next(r, s->e);
	if (rc)
		return rc;
	struct activity x = head_of(r);
	db_rows_close(r);
	rc = load_quantities(s, id, &x.quantities);
	if (!rc)
		rc = load_texts(s, &get_place_names, id, &x.places);
	if (!rc)
		rc = load_texts(s, &get_content_codes, id, &x.contents);
	if (!rc)
		rc = load_evidence(s, id, &x.evidence);
	if (!rc)
		*out = x;
	return rc;
}

enum rc activity_audit(
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
	for (size_t i = 0; !rc && i < x->evidence.n; i++) {
		const struct evidence *v = &x->evidence.v[i];
		rc = db_run(d, &put_evidence,
			DB_ARGS(A(id), A((int64_t)i), A(v->reference), id_or_null(v->attachment),
				A((int64_t)v->shown)),
			NULL, s->e);
	}
	return rc;
}

/* The words to search it by; its places are known by their ids, whatever they were called. */
static enum rc words_of(struct storing *s, const struct resolved *r, const char **out)
{
	struct texts names = { 0 };
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < r->places.n; i++)
		rc = load_texts(s, &place_name, r->places.v[i], &names);
	if (!rc)
		*out = activity_words(s->a, r->x, &names);
	return rc;
}

const char *activity_source_key(struct arena *a, const struct activity *x)
{
	return arena_printf(a, "%s|%s|%s", date_iso(a, x->from), x->channel, x->title);
}

enum rc activity_insert(
	struct storing *s, const struct resolved *r, const char *origin, int64_t *id)
{
	const struct activity *x = r->x;
	bool by_key = text_eq(origin, "import") && !*x->code;
	const char *key = by_key ? activity_source_key(s->a, x) : "", *words = NULL;
	enum rc rc = words_of(s, r, &words);
	if (!rc)
		rc = db_one_int(s->in->db, &add,
			DB_ARGS(A(x->code), A(date_iso(s->a, x->from)),
				A(date_iso(s->a, last_day(x))), A(x->channel), A(x->title),
				id_or_null(r->plan), A(x->task), id_or_null(r->task), A(x->note),
				A(origin), id_or_null(x->account), A(x->created_at), A(key),
				A(words)),
			id, s->e);
	if (!rc)
		rc = put_lists(s, *id, r);
	/* As it was written: reading it back costs five queries for each of 100,000 rows. */
	return rc ? rc : activity_audit(s, *id, AUDIT_ADD, NULL, activity_record(s->a, x));
}

enum rc activity_update(struct storing *s, int64_t id, const struct resolved *r)
{
	static const struct db_sql *const drops[] = { &drop_quantities, &drop_places,
		&drop_contents, &drop_evidence };
	const struct activity *x = r->x;
	struct activity before, after;
	const char *words = NULL;
	enum rc rc = activity_load(s, id, &before);
	if (!rc)
		rc = words_of(s, r, &words);
	if (!rc)
		rc = db_run(s->in->db, &change,
			DB_ARGS(A(x->code), A(date_iso(s->a, x->from)),
				A(date_iso(s->a, last_day(x))), A(x->channel), A(x->title),
				id_or_null(r->plan), A(x->task), id_or_null(r->task), A(x->note),
				A(words), A(id)),
			NULL, s->e);
	for (size_t i = 0; !rc && i < sizeof drops / sizeof *drops; i++)
		rc = db_run(s->in->db, drops[i], DB_ARGS(A(id)), NULL, s->e);
	if (!rc)
		rc = put_lists(s, id, r);
	if (!rc)
		rc = activity_load(s, id, &after);
	if (rc)
		return rc;
	after.reason = x->reason;
	return activity_audit(
		s, id, AUDIT_CHANGE, activity_record(s->a, &before), activity_record(s->a, &after));
}
