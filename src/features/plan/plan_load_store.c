/* Reads plans. */
#include "features/plan/plan.h"

#include "core/quantity_sql.h"
#include "lib/base/text.h"

static const struct db_sql get_plan = {
	"SELECT id, year, number, day, title, version, signing, signer, recipients FROM plan WHERE year = ?"
};
static const struct db_sql get_years = { "SELECT year FROM plan ORDER BY year DESC" };
static const struct db_sql get_contents = {
	"SELECT code, text FROM plan_content WHERE plan_id = ? ORDER BY position, id"
};
static const struct db_sql get_forms = {
	"SELECT f.id, f.text, c.channel FROM plan_form f LEFT JOIN plan_form_channel c ON c.form_id = f.id"
	" WHERE f.plan_id = ? ORDER BY f.position, f.id, c.position"
};
static const struct db_sql get_tasks = {
	"SELECT id, code, title, channel, lead, support, product, budget, day_from, day_due"
	" FROM plan_task WHERE plan_id = ? ORDER BY position, id"
};
static const struct db_sql get_task_contents = {
	"SELECT c.code FROM plan_task_content t JOIN plan_content c ON c.id = t.content_id"
	" WHERE t.task_id = ? ORDER BY t.position"
};
static const struct db_sql get_targets = {
	"SELECT period, unit, qualifier, value, value_max, value_of FROM plan_target"
	" WHERE task_id = ? ORDER BY position"
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
		*t = (struct plan_task){ .id = db_int(r, 0),
			.code = db_text(r, 1),
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
	p->version = db_int(r, 5);
	p->signing = text_split(a, db_text(r, 6), '\n');
	p->signer = db_text(r, 7);
	p->recipients = text_split(a, db_text(r, 8), '\n');
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

enum rc plan_years(struct db *d, struct arena *a, struct plan_years *out, struct err *e)
{
	struct plan_years list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_years, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		int64_t year = db_int(r, 0);
		ARENA_PUSH(a, &list, year);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

const char *plan_origin(struct arena *a, int64_t year)
{
	return arena_printf(a, "plan/%lld", (long long)year);
}

enum rc plan_way(struct db *d, struct arena *a, int64_t year, struct doc_way *out, struct err *e)
{
	return doc_way(d, a, plan_origin(a, year), out, e);
}
