/* The plan's SQL. */
#include "features/plan/plan.h"

#include "core/quantity_sql.h"
#include "lib/base/text.h"

static const struct db_sql get_plan = {
	"SELECT id, year, number, day, title FROM plan WHERE year = ?"
};
static const struct db_sql put_plan = {
	"INSERT INTO plan (year, number, day, title) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (year) DO UPDATE SET number = excluded.number, day = excluded.day,"
	" title = excluded.title RETURNING id"
};
static const struct db_sql get_contents = {
	"SELECT code, text FROM plan_content WHERE plan_id = ? ORDER BY position, id"
};
static const struct db_sql put_content = {
	"INSERT INTO plan_content (plan_id, position, code, text) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, text = excluded.text"
};
static const struct db_sql drop_content = {
	"DELETE FROM plan_content WHERE plan_id = ? AND code = ?"
};
static const struct db_sql get_forms = {
	"SELECT f.id, f.text, c.channel FROM plan_form f LEFT JOIN plan_form_channel c ON c.form_id = f.id"
	" WHERE f.plan_id = ? ORDER BY f.position, f.id, c.position"
};
static const struct db_sql drop_forms = { "DELETE FROM plan_form WHERE plan_id = ?" };
static const struct db_sql put_form = {
	"INSERT INTO plan_form (plan_id, position, text) VALUES (?, ?, ?) RETURNING id"
};
static const struct db_sql put_form_channel = {
	"INSERT INTO plan_form_channel (form_id, position, channel) VALUES (?, ?, ?)"
	" ON CONFLICT DO NOTHING"
};
static const struct db_sql get_tasks = {
	"SELECT id, code, title, channel, lead, support, product, budget, day_from, day_due"
	" FROM plan_task WHERE plan_id = ? ORDER BY position, id"
};
static const struct db_sql put_task = {
	"INSERT INTO plan_task (plan_id, position, code, title, channel, lead, support, product, budget,"
	" day_from, day_due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (plan_id, code)"
	" DO UPDATE SET position = excluded.position, title = excluded.title, channel = excluded.channel,"
	" lead = excluded.lead, support = excluded.support, product = excluded.product,"
	" budget = excluded.budget, day_from = excluded.day_from, day_due = excluded.day_due RETURNING id"
};
static const struct db_sql drop_task = { "DELETE FROM plan_task WHERE plan_id = ? AND code = ?" };
static const struct db_sql get_task_contents = {
	"SELECT c.code FROM plan_task_content t JOIN plan_content c ON c.id = t.content_id"
	" WHERE t.task_id = ? ORDER BY t.position"
};
static const struct db_sql drop_task_contents = {
	"DELETE FROM plan_task_content WHERE task_id = ?"
};
static const struct db_sql put_task_content = {
	"INSERT INTO plan_task_content (task_id, content_id, position)"
	" SELECT ?, id, ? FROM plan_content WHERE plan_id = ? AND code = ? ON CONFLICT DO NOTHING"
};
static const struct db_sql get_targets = {
	"SELECT period, unit, qualifier, value, value_max, value_of FROM plan_target"
	" WHERE task_id = ? ORDER BY position"
};
static const struct db_sql drop_targets = { "DELETE FROM plan_target WHERE task_id = ?" };
static const struct db_sql put_target = {
	"INSERT INTO plan_target (task_id, position, period, unit, qualifier, value, value_max, value_of)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
};

static enum rc load_contents(
	struct db *d, struct arena *a, int64_t id, struct plan *p, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_contents, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		p->contents = arena_grow(a, p->contents, p->content_count * sizeof *p->contents,
			(p->content_count + 1) * sizeof *p->contents);
		p->contents[p->content_count++] =
			(struct plan_content){ db_text(r, 0), db_text(r, 1) };
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_forms(struct db *d, struct arena *a, int64_t id, struct plan *p, struct err *e)
{
	struct db_rows *r;
	int64_t last = 0;
	enum rc rc = db_query(d, a, &get_forms, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		if (!p->form_count || db_int(r, 0) != last) {
			p->forms = arena_grow(a, p->forms, p->form_count * sizeof *p->forms,
				(p->form_count + 1) * sizeof *p->forms);
			p->forms[p->form_count++] = (struct plan_form){ .text = db_text(r, 1) };
			last = db_int(r, 0);
		}
		const char *channel = db_text(r, 2);
		if (channel)
			ARENA_PUSH(a, &p->forms[p->form_count - 1].channels, channel);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_task_lists(
	struct db *d, struct arena *a, int64_t id, struct plan_task *t, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_task_contents, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *code = db_text(r, 0);
		ARENA_PUSH(a, &t->contents, code);
	}
	if (rc == RC_NOTFOUND)
		rc = db_query(d, a, &get_targets, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		t->targets = arena_grow(a, t->targets, t->target_count * sizeof *t->targets,
			(t->target_count + 1) * sizeof *t->targets);
		t->targets[t->target_count++] =
			(struct plan_target){ db_text(r, 0), quantity_from_row(r, 1) };
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_tasks(struct db *d, struct arena *a, int64_t id, struct plan *p, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_tasks, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		p->tasks = arena_grow(a, p->tasks, p->task_count * sizeof *p->tasks,
			(p->task_count + 1) * sizeof *p->tasks);
		struct plan_task *t = &p->tasks[p->task_count++];
		*t = (struct plan_task){ .code = db_text(r, 1),
			.title = db_text(r, 2),
			.channel = db_text(r, 3),
			.lead = db_text(r, 4),
			.support = db_text(r, 5),
			.product = db_text(r, 6),
			.budget = db_int(r, 7),
			.from = date_partial(db_text(r, 8)),
			.due = date_partial(db_text(r, 9)) };
		rc = load_task_lists(d, a, db_int(r, 0), t, e);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc plan_load(struct db *d, struct arena *a, int64_t year, struct plan **out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_plan, DB_ARGS(A(year)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "plan", "chưa có kế hoạch năm %lld", (long long)year);
	if (rc)
		return rc;
	struct plan *p = ARENA_NEW(a, struct plan);
	int64_t id = db_int(r, 0);
	p->year = db_int(r, 1);
	p->number = db_text(r, 2);
	p->day = date_partial(db_text(r, 3));
	p->title = db_text(r, 4);
	db_rows_close(r);
	rc = load_contents(d, a, id, p, e);
	if (!rc)
		rc = load_forms(d, a, id, p, e);
	if (!rc)
		rc = load_tasks(d, a, id, p, e);
	if (!rc)
		*out = p;
	return rc;
}

static enum rc store_contents(struct intake *in, int64_t id, const struct plan *p, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < p->content_count; i++)
		rc = db_run(in->db, &put_content,
			DB_ARGS(A(id), A((int64_t)i), A(p->contents[i].code),
				A(p->contents[i].text)),
			NULL, e);
	return rc;
}

static enum rc store_forms(struct intake *in, int64_t id, const struct plan *p, struct err *e)
{
	enum rc rc = db_run(in->db, &drop_forms, DB_ARGS(A(id)), NULL, e);
	for (size_t i = 0; !rc && i < p->form_count; i++) {
		const struct plan_form *f = &p->forms[i];
		int64_t form = 0;
		rc = db_one_int(
			in->db, &put_form, DB_ARGS(A(id), A((int64_t)i), A(f->text)), &form, e);
		for (size_t k = 0; !rc && k < f->channels.n; k++)
			rc = db_run(in->db, &put_form_channel,
				DB_ARGS(A(form), A((int64_t)k), A(f->channels.v[k])), NULL, e);
	}
	return rc;
}

static enum rc store_task_lists(
	struct intake *in, int64_t plan, int64_t id, const struct plan_task *t, struct err *e)
{
	enum rc rc = db_run(in->db, &drop_task_contents, DB_ARGS(A(id)), NULL, e);
	for (size_t i = 0; !rc && i < t->contents.n; i++)
		rc = db_run(in->db, &put_task_content,
			DB_ARGS(A(id), A((int64_t)i), A(plan), A(t->contents.v[i])), NULL, e);
	if (!rc)
		rc = db_run(in->db, &drop_targets, DB_ARGS(A(id)), NULL, e);
	for (size_t i = 0; !rc && i < t->target_count; i++) {
		const struct quantity *q = &t->targets[i].quantity;
		rc = db_run(in->db, &put_target,
			DB_ARGS(A(id), A((int64_t)i), A(t->targets[i].period), A(q->unit),
				A((int64_t)q->qualifier), A(q->value), quantity_max_arg(q),
				quantity_of_arg(q)),
			NULL, e);
	}
	return rc;
}

static enum rc store_tasks(struct intake *in, int64_t plan, const struct plan *p, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < p->task_count; i++) {
		const struct plan_task *t = &p->tasks[i];
		int64_t id = 0;
		rc = db_one_int(in->db, &put_task,
			DB_ARGS(A(plan), A((int64_t)i), A(t->code), A(t->title), A(t->channel),
				A(t->lead), A(t->support), A(t->product), A(t->budget),
				A(date_iso(in->a, t->from)), A(date_iso(in->a, t->due))),
			&id, e);
		if (!rc)
			rc = store_task_lists(in, plan, id, t, e);
	}
	return rc;
}

static bool has_task(const struct plan *p, const char *code)
{
	for (size_t i = 0; i < p->task_count; i++)
		if (text_eq(p->tasks[i].code, code))
			return true;
	return false;
}

static bool has_content(const struct plan *p, const char *code)
{
	for (size_t i = 0; i < p->content_count; i++)
		if (text_eq(p->contents[i].code, code))
			return true;
	return false;
}

/* What the database holds and the file no longer names. */
static enum rc drop_one(struct intake *in, const struct db_sql *drop, int64_t plan,
	const char *code, const char *what, const char *file, struct err *e)
{
	intake_record(in, in->replace ? INTAKE_REMOVED : INTAKE_MISSING, file, 0, what);
	if (!in->replace)
		return RC_OK;
	enum rc rc = db_run(in->db, drop, DB_ARGS(A(plan), A(code)), NULL, e);
	if (rc != RC_CONFLICT)
		return rc;
	problem_add(&in->problems, file, 1, "không xóa được %s: đã có hoạt động ghi theo mục này",
		what);
	return rc;
}

static enum rc drop_missing(struct intake *in, int64_t plan, const struct plan *held,
	const struct plan *p, const char *file, struct err *e)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < held->task_count; i++)
		if (!has_task(p, held->tasks[i].code))
			rc = drop_one(in, &drop_task, plan, held->tasks[i].code,
				arena_printf(in->a, "nhiệm vụ %s", held->tasks[i].code), file, e);
	for (size_t i = 0; !rc && i < held->content_count; i++)
		if (!has_content(p, held->contents[i].code))
			rc = drop_one(in, &drop_content, plan, held->contents[i].code,
				arena_printf(in->a, "nội dung %s", held->contents[i].code), file,
				e);
	return rc;
}

/* As the database has it now: what the file leaves out stays without --replace. */
static enum rc audit(struct intake *in, int64_t year, const char *before, struct err *e)
{
	struct plan *now;
	enum rc rc = plan_load(in->db, in->a, year, &now, e);
	if (rc)
		return rc;
	struct audit_change c = { "plan", arena_printf(in->a, "%lld", (long long)year),
		before ? AUDIT_CHANGE : AUDIT_ADD, before, plan_record(in->a, now) };
	return text_eq(before, c.after) ? RC_OK : intake_audit(in, &c, e);
}

enum rc plan_store(struct intake *in, const struct plan *p, const char *file, struct err *e)
{
	struct plan *held = NULL;
	struct err none;
	err_init(&none, in->a);
	enum rc rc = plan_load(in->db, in->a, p->year, &held, &none);
	if (rc && rc != RC_NOTFOUND)
		return ERR(e, rc, NULL, "%s", none.message);
	const char *before = held ? plan_record(in->a, held) : NULL;
	bool same = text_eq(before, plan_record(in->a, p));
	intake_record(in,
		!held  ? INTAKE_ADDED
		: same ? INTAKE_SAME
		       : INTAKE_CHANGED,
		file, 1, arena_printf(in->a, "kế hoạch năm %lld", (long long)p->year));
	if (same)
		return RC_OK;
	int64_t id = 0;
	rc = db_one_int(in->db, &put_plan,
		DB_ARGS(A(p->year), A(p->number), A(date_iso(in->a, p->day)), A(p->title)), &id, e);
	if (!rc)
		rc = store_contents(in, id, p, e);
	if (!rc)
		rc = store_forms(in, id, p, e);
	if (!rc)
		rc = store_tasks(in, id, p, e);
	if (!rc && held)
		rc = drop_missing(in, id, held, p, file, e);
	return rc ? rc : audit(in, p->year, before, e);
}
