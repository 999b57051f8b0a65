/* Writes plans: from plan.json, and by what people change in the office. */
#include "features/plan/plan.h"

#include "core/quantity_sql.h"
#include "features/activity/activity.h"
#include "features/docreg/docreg.h"
#include "lib/base/text.h"

static const struct db_sql put_plan = {
	"INSERT INTO plan (year, number, day, title, signing, signer, recipients)"
	" VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (year) DO UPDATE SET number = excluded.number,"
	" day = excluded.day, title = excluded.title, signing = excluded.signing,"
	" signer = excluded.signer, recipients = excluded.recipients, version = plan.version + 1"
	" RETURNING id"
};
static const struct db_sql put_content = {
	"INSERT INTO plan_content (plan_id, position, code, text) VALUES (?, ?, ?, ?)"
	" ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, text = excluded.text"
};
static const struct db_sql drop_content = {
	"DELETE FROM plan_content WHERE plan_id = ? AND code = ?"
};
static const struct db_sql drop_forms = { "DELETE FROM plan_form WHERE plan_id = ?" };
static const struct db_sql put_form = {
	"INSERT INTO plan_form (plan_id, position, text) VALUES (?, ?, ?) RETURNING id"
};
static const struct db_sql put_form_channel = {
	"INSERT INTO plan_form_channel (form_id, position, channel) VALUES (?, ?, ?)"
	" ON CONFLICT DO NOTHING"
};
static const struct db_sql put_task = {
	"INSERT INTO plan_task (plan_id, position, code, title, channel, lead, support, product, budget,"
	" day_from, day_due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (plan_id, code)"
	" DO UPDATE SET position = excluded.position, title = excluded.title, channel = excluded.channel,"
	" lead = excluded.lead, support = excluded.support, product = excluded.product,"
	" budget = excluded.budget, day_from = excluded.day_from, day_due = excluded.day_due RETURNING id"
};
static const struct db_sql drop_task = { "DELETE FROM plan_task WHERE plan_id = ? AND code = ?" };
static const struct db_sql drop_task_contents = {
	"DELETE FROM plan_task_content WHERE task_id = ?"
};
static const struct db_sql put_task_content = {
	"INSERT INTO plan_task_content (task_id, content_id, position)"
	" SELECT ?, id, ? FROM plan_content WHERE plan_id = ? AND code = ? ON CONFLICT DO NOTHING"
};
static const struct db_sql drop_targets = { "DELETE FROM plan_target WHERE task_id = ?" };
static const struct db_sql put_target = {
	"INSERT INTO plan_target (task_id, position, period, unit, qualifier, value, value_max, value_of)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
};

static const struct db_sql task_users = {
	"SELECT a.day_from, a.title, COUNT(*) OVER () FROM v_activity a JOIN plan_task t ON t.id = a.task_id"
	" JOIN plan p ON p.id = t.plan_id WHERE p.year = ? AND t.code = ? ORDER BY a.day_from, a.id LIMIT 1"
};
static const struct db_sql content_users = {
	"SELECT a.day_from, a.title, COUNT(*) OVER () FROM v_activity_content x"
	" JOIN v_activity a ON a.id = x.activity_id JOIN plan_content c ON c.id = x.content_id"
	" JOIN plan p ON p.id = c.plan_id WHERE p.year = ? AND c.code = ? ORDER BY a.day_from, a.id LIMIT 1"
};

/* Where a plan is written. */
struct writing {
	struct db *db;
	struct arena *a;
	int64_t id; /* of the plan */
	struct err *e;
};

static enum rc put_contents(struct writing *x, const struct plan *p)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < p->content_count; i++)
		rc = db_run(x->db, &put_content,
			DB_ARGS(A(x->id), A((int64_t)i), A(p->contents[i].code),
				A(p->contents[i].text)),
			NULL, x->e);
	return rc;
}

static enum rc put_forms(struct writing *x, const struct plan *p)
{
	enum rc rc = db_run(x->db, &drop_forms, DB_ARGS(A(x->id)), NULL, x->e);
	for (size_t i = 0; !rc && i < p->form_count; i++) {
		const struct plan_form *f = &p->forms[i];
		int64_t form = 0;
		rc = db_one_int(x->db, &put_form, DB_ARGS(A(x->id), A((int64_t)i), A(f->text)),
			&form, x->e);
		for (size_t k = 0; !rc && k < f->channels.n; k++)
			rc = db_run(x->db, &put_form_channel,
				DB_ARGS(A(form), A((int64_t)k), A(f->channels.v[k])), NULL, x->e);
	}
	return rc;
}

static enum rc put_task_lists(struct writing *x, int64_t id, const struct plan_task *t)
{
	enum rc rc = db_run(x->db, &drop_task_contents, DB_ARGS(A(id)), NULL, x->e);
	for (size_t i = 0; !rc && i < t->contents.n; i++)
		rc = db_run(x->db, &put_task_content,
			DB_ARGS(A(id), A((int64_t)i), A(x->id), A(t->contents.v[i])), NULL, x->e);
	if (!rc)
		rc = db_run(x->db, &drop_targets, DB_ARGS(A(id)), NULL, x->e);
	for (size_t i = 0; !rc && i < t->target_count; i++) {
		const struct quantity *q = &t->targets[i].quantity;
		rc = db_run(x->db, &put_target,
			DB_ARGS(A(id), A((int64_t)i), A(t->targets[i].period), A(q->unit),
				A((int64_t)q->qualifier), A(q->value), quantity_max_arg(q),
				quantity_of_arg(q)),
			NULL, x->e);
	}
	return rc;
}

static enum rc put_tasks(struct writing *x, const struct plan *p)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < p->task_count; i++) {
		const struct plan_task *t = &p->tasks[i];
		int64_t id = 0;
		rc = db_one_int(x->db, &put_task,
			DB_ARGS(A(x->id), A((int64_t)i), A(t->code), A(t->title), A(t->channel),
				A(t->lead), A(t->support), A(t->product), A(t->budget),
				A(date_iso(x->a, t->from)), A(date_iso(x->a, t->due))),
			&id, x->e);
		if (!rc)
			rc = put_task_lists(x, id, t);
	}
	return rc;
}

/* All that p names; what it does not name any more is left to the caller. */
static enum rc put(struct writing *x, const struct plan *p)
{
	enum rc rc = db_one_int(x->db, &put_plan,
		DB_ARGS(A(p->year), A(p->number), A(date_iso(x->a, p->day)), A(p->title),
			A(text_join(x->a, &p->signing, "\n")), A(p->signer),
			A(text_join(x->a, &p->recipients, "\n"))),
		&x->id, x->e);
	if (!rc)
		rc = put_contents(x, p);
	if (!rc)
		rc = put_forms(x, p);
	return rc ? rc : put_tasks(x, p);
}

struct document_span plan_span_of_day(struct arena *a, int64_t year)
{
	int y = (int)year;
	return (struct document_span){ .from = { y - 1, 1, 1 },
		.to = { y, 12, 31 },
		.of = arena_printf(
			a, "kế hoạch năm %d ban hành trong năm %d hoặc năm %d", y, y, y - 1) };
}

/* A plan that has its number is a document issued. */
static enum rc enter_register(
	struct intake *in, const struct plan *p, const char *file, struct err *e)
{
	struct document d = { .line = p->number_line,
		.day = p->day,
		.year = p->day.year ? p->day.year : (int)p->year,
		.subject = arena_printf(in->a, "Kế hoạch %s", p->title),
		.signer = p->signer,
		.recipients = p->recipients,
		.origin = plan_origin(in->a, p->year) };
	if (!p->number)
		return RC_OK;
	if (document_number_parse(in->a, p->number, &d.number, &d.notation))
		return document_store(in, &d, file, e);
	problem_add(&in->problems, file, p->number_line,
		"“number”: “%s” không có dạng số/ký hiệu như 24/KH-UBND", p->number);
	return RC_OK;
}

/* --- from a file --- */

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
		if (plan_task_at(p, held->tasks[i].code) == p->task_count)
			rc = drop_one(in, &drop_task, plan, held->tasks[i].code,
				arena_printf(in->a, "nhiệm vụ %s", held->tasks[i].code), file, e);
	for (size_t i = 0; !rc && i < held->content_count; i++)
		if (plan_content_at(p, held->contents[i].code) == p->content_count)
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

/* NULL where that year has no plan yet. */
static enum rc load_held(
	struct db *d, struct arena *a, int64_t year, struct plan **out, struct err *e)
{
	struct err none;
	err_init(&none, a);
	enum rc rc = plan_load(d, a, year, out, &none);
	return rc && rc != RC_NOTFOUND ? ERR(e, rc, NULL, "%s", none.message) : RC_OK;
}

enum rc plan_store(struct intake *in, const struct plan *read, const char *file, struct err *e)
{
	struct plan *held = NULL, p = *read;
	enum rc rc = load_held(in->db, in->a, p.year, &held, e);
	if (rc)
		return rc;
	if (held && !p.signing.n && !p.signer) {
		p.signing = held->signing;
		p.signer = held->signer;
	}
	if (held && !p.recipients.n)
		p.recipients = held->recipients;
	const char *before = held ? plan_record(in->a, held) : NULL;
	const char *object = arena_printf(in->a, "%lld", (long long)p.year);
	bool same = text_eq(before, plan_record(in->a, &p)), kept = false;
	if (held && !same)
		rc = doc_way_kept(in, plan_origin(in->a, p.year), file, &kept, e);
	if (!rc && held && !same && !kept)
		rc = intake_corrected(in, "plan", object, file, &kept, e);
	if (rc)
		return rc;
	if (kept) {
		p = *held;
		same = true;
	}
	intake_record(in,
		!held  ? INTAKE_ADDED
		: same ? INTAKE_SAME
		       : INTAKE_CHANGED,
		file, 1, arena_printf(in->a, "kế hoạch năm %lld", (long long)p.year));
	if (same)
		return enter_register(in, &p, file, e);
	size_t problems = in->problems.n;
	struct writing x = { in->db, in->a, 0, e };
	rc = put(&x, &p);
	if (!rc && held)
		rc = drop_missing(in, x.id, held, &p, file, e);
	if (!rc)
		rc = audit(in, p.year, before, e);
	return rc || in->problems.n > problems ? rc : enter_register(in, &p, file, e);
}

/* --- in the office --- */

/* Who still refers to it? RC_CONFLICT names one of them. */
static enum rc free_to_drop(struct writing *x, const struct db_sql *users, const struct plan *held,
	const char *code, const char *what)
{
	struct db_rows *r;
	enum rc rc = db_query(x->db, x->a, users, DB_ARGS(A(held->year), A(code)), &r, x->e);
	if (!rc)
		rc = db_next(r, x->e);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	return rc ? rc
		  : ERR(x->e, RC_CONFLICT, "plan",
			    "Không xóa được %s %s: %lld hoạt động ghi theo mục này, như “%s” (%s). Hãy "
			    "sửa các hoạt động ấy trước.",
			    what, code, (long long)db_int(r, 2), db_text(r, 1),
			    date_short(x->a, date_partial(db_text(r, 0))));
}

static enum rc drop_from(struct writing *x, const struct db_sql *drop, const struct db_sql *users,
	const struct plan *held, const char *code)
{
	const char *what = drop == &drop_task ? "nhiệm vụ" : "nội dung";
	enum rc rc = free_to_drop(x, users, held, code, what);
	if (rc)
		return rc;
	struct err none; /* an activity that was taken back is in no view, and refers to it still */
	err_init(&none, x->a);
	rc = db_run(x->db, drop, DB_ARGS(A(x->id), A(code)), NULL, &none);
	if (rc == RC_CONFLICT)
		return ERR(x->e, rc, "plan",
			"Không xóa được %s %s: còn hoạt động đã thu hồi ghi theo mục này.", what,
			code);
	return rc ? ERR(x->e, rc, NULL, "%s", none.message) : RC_OK;
}

static enum rc drop_gone(struct writing *x, const struct plan *held, const struct plan *now)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < held->task_count; i++)
		if (plan_task_at(now, held->tasks[i].code) == now->task_count)
			rc = drop_from(x, &drop_task, &task_users, held, held->tasks[i].code);
	for (size_t i = 0; !rc && i < held->content_count; i++)
		if (plan_content_at(now, held->contents[i].code) == now->content_count)
			rc = drop_from(
				x, &drop_content, &content_users, held, held->contents[i].code);
	return rc;
}

/* The register, and activities that were written down before their task was. */
static enum rc tell_others(struct audit *t, struct arena *a, const struct plan *p, struct err *e)
{
	struct intake in;
	intake_init(&in, a, false);
	in.db = t->db;
	in.audit = *t;
	enum rc rc = enter_register(&in, p, "kế hoạch", e);
	if (!rc && in.problems.n)
		rc = ERR(e, RC_INVALID, "number", "%s", in.problems.v[0].message);
	if (!rc)
		rc = activity_settle(&in, e);
	*t = in.audit;
	return rc;
}

enum rc plan_save(struct audit *t, struct arena *a, const struct plan *held, const struct plan *now,
	struct err *e)
{
	struct audit_change c = { "plan", arena_printf(a, "%lld", (long long)now->year),
		held ? AUDIT_CHANGE : AUDIT_ADD, held ? plan_record(a, held) : NULL,
		plan_record(a, now) };
	struct writing x = { t->db, a, 0, e };
	if (text_eq(c.before, c.after))
		return RC_OK;
	enum rc rc = put(&x, now);
	if (!rc && held)
		rc = drop_gone(&x, held, now);
	if (!rc)
		rc = audit_add(t, &c, e);
	return rc ? rc : tell_others(t, a, now, e);
}

enum rc plan_set_number(struct audit *t, struct arena *a, int64_t year, const char *number,
	struct date day, struct err *e)
{
	struct plan *held;
	enum rc rc = plan_load(t->db, a, year, &held, e);
	if (rc)
		return rc;
	struct plan *now = plan_copy(a, held);
	now->number = number;
	now->day = date_valid(day) ? day : (struct date){ 0 };
	return plan_save(t, a, held, now, e);
}
