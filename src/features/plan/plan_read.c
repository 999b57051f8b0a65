/* plan.json -> struct plan. */
#include "features/plan/plan.h"

#include "core/channel.h"
#include "core/doc_head.h"
#include "core/period.h"
#include "lib/base/jsonfile.h"
#include "lib/base/text.h"

struct reader {
	struct arena *a;
	struct json_file *f;
	struct plan *p;
};

static void read_contents(struct reader *r, const json_t *root)
{
	static const char *const keys[] = { "code", "text", NULL };
	const json_t *list = json_file_list(r->f, root, "contents", JSON_MUST);
	r->p->contents = ARENA_ARRAY(r->a, struct plan_content, json_array_size(list));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_file_object(r->f, list, i);
		if (!o)
			continue;
		json_file_only(r->f, o, keys);
		struct plan_content c = { json_file_text(r->f, o, "code", JSON_MUST),
			json_file_text(r->f, o, "text", JSON_MUST) };
		for (size_t k = 0; k < r->p->content_count; k++)
			if (c.code && text_eq(r->p->contents[k].code, c.code))
				json_file_problem(r->f, o, "mã nội dung “%s” dùng hai lần", c.code);
		r->p->contents[r->p->content_count++] = c;
	}
}

static const char *check_channel(struct reader *r, const json_t *at, const char *text)
{
	if (!text)
		return NULL;
	const struct channel *c = channel_find(r->a, text);
	if (!c)
		json_file_problem(r->f, at, "%s", channel_unknown(r->a, text));
	return c ? c->code : NULL;
}

static void read_forms(struct reader *r, const json_t *root)
{
	static const char *const keys[] = { "channels", "text", NULL };
	const json_t *list = json_file_list(r->f, root, "forms", JSON_MUST);
	r->p->forms = ARENA_ARRAY(r->a, struct plan_form, json_array_size(list));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_file_object(r->f, list, i);
		if (!o)
			continue;
		json_file_only(r->f, o, keys);
		struct plan_form form = { json_file_text(r->f, o, "text", JSON_MUST), { 0 } };
		struct texts named = json_file_texts(r->f, o, "channels", JSON_MUST);
		for (size_t k = 0; k < named.n; k++) {
			const json_t *at = json_array_get(json_object_get(o, "channels"), k);
			const char *code = check_channel(r, at, named.v[k]);
			if (code)
				ARENA_PUSH(r->a, &form.channels, code);
		}
		r->p->forms[r->p->form_count++] = form;
	}
}

static void read_target(struct reader *r, const json_t *o, struct plan_task *t)
{
	static const char *const keys[] = { "period", "quantity", NULL };
	json_file_only(r->f, o, keys);
	const char *token = json_file_text(r->f, o, "period", JSON_MUST);
	const char *text = json_file_text(r->f, o, "quantity", JSON_MUST);
	if (!token || !text)
		return;
	struct err e;
	err_init(&e, r->a);
	struct period period;
	struct quantities q = { 0 };
	if (period_parse(r->a, token, PERIOD_CALENDAR, &period, &e) ||
		quantities_parse(r->a, text, &q, &e)) {
		json_file_problem(r->f, o, "%s", e.message);
		return;
	}
	for (size_t i = 0; i < q.n; i++) {
		if (!q.v[i].counted) {
			json_file_problem(r->f, o, "chỉ tiêu phải là một con số");
			continue;
		}
		t->targets = arena_grow(r->a, t->targets, t->target_count * sizeof *t->targets,
			(t->target_count + 1) * sizeof *t->targets);
		t->targets[t->target_count++] = (struct plan_target){ period.token, q.v[i] };
	}
}

static void check_contents(struct reader *r, const json_t *o, const struct plan_task *t)
{
	for (size_t i = 0; i < t->contents.n; i++) {
		size_t k = 0;
		while (k < r->p->content_count &&
			!text_eq(r->p->contents[k].code, t->contents.v[i]))
			k++;
		if (k == r->p->content_count)
			json_file_problem(r->f, json_array_get(json_object_get(o, "contents"), i),
				"kế hoạch không có nội dung mã “%s”", t->contents.v[i]);
	}
}

static struct plan_task read_task(struct reader *r, const json_t *o)
{
	static const char *const keys[] = { "code", "title", "channel", "contents", "lead",
		"support", "product", "budget", "from", "due", "targets", NULL };
	json_file_only(r->f, o, keys);
	struct plan_task t = {
		.code = json_file_text(r->f, o, "code", JSON_MUST),
		.title = json_file_text(r->f, o, "title", JSON_MUST),
		.channel = check_channel(r, json_object_get(o, "channel"),
			json_file_text(r->f, o, "channel", JSON_MUST)),
		.contents = json_file_texts(r->f, o, "contents", JSON_MAY),
		.lead = json_file_text(r->f, o, "lead", JSON_MAY),
		.support = json_file_text(r->f, o, "support", JSON_MAY),
		.product = json_file_text(r->f, o, "product", JSON_MAY),
		.budget = json_object_get(o, "budget") ? json_file_int(r->f, o, "budget", JSON_MAY)
						       : -1,
		.from = json_file_date(r->f, o, "from", JSON_MAY),
		.due = json_file_date(r->f, o, "due", JSON_MAY),
	};
	if (!date_none(t.from) && !date_none(t.due) && date_cmp(t.from, t.due) > 0)
		json_file_problem(r->f, o, "“from” không được sau “due”");
	check_contents(r, o, &t);
	const json_t *targets = json_file_list(r->f, o, "targets", JSON_MAY);
	for (size_t i = 0; i < json_array_size(targets); i++) {
		const json_t *target = json_file_object(r->f, targets, i);
		if (target)
			read_target(r, target, &t);
	}
	return t;
}

static void read_tasks(struct reader *r, const json_t *root)
{
	const json_t *list = json_file_list(r->f, root, "tasks", JSON_MUST);
	r->p->tasks = ARENA_ARRAY(r->a, struct plan_task, json_array_size(list));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_file_object(r->f, list, i);
		if (!o)
			continue;
		struct plan_task t = read_task(r, o);
		for (size_t k = 0; k < r->p->task_count; k++)
			if (t.code && text_eq(r->p->tasks[k].code, t.code))
				json_file_problem(r->f, o, "mã nhiệm vụ “%s” dùng hai lần", t.code);
		r->p->tasks[r->p->task_count++] = t;
	}
}

/* "TM. ỦY BAN NHÂN DÂN | CHỦ TỊCH | Nguyễn Văn Mẫu", as in report.md; and the recipients. */
static void read_sign(struct reader *r, const json_t *root)
{
	const char *text = json_file_text(r->f, root, "sign", JSON_MAY);
	const char *wrong = text ? doc_signing(r->a, text, &r->p->signing, &r->p->signer) : NULL;
	if (wrong)
		json_file_problem(r->f, json_object_get(root, "sign"),
			"“sign”: quyền hạn, chức vụ phải viết hoa: “%s”", wrong);
	struct texts typed = json_file_texts(r->f, root, "recipients", JSON_MAY);
	r->p->recipients = doc_recipients(r->a, &typed);
}

struct plan *plan_read(struct intake *in, const struct text_file *t)
{
	static const char *const keys[] = { "year", "number", "date", "title", "sign", "recipients",
		"contents", "forms", "tasks", NULL };
	struct json_file *f;
	size_t before = in->problems.n;
	if (!json_file_read(in->a, t, &f, &in->problems))
		return NULL;
	const json_t *root = json_file_root(f);
	json_file_only(f, root, keys);
	struct reader r = { in->a, f, ARENA_NEW(in->a, struct plan) };
	r.p->year = json_file_int(f, root, "year", JSON_MUST);
	if (json_object_get(root, "year") && (r.p->year < 1990 || r.p->year > 2200))
		json_file_problem(
			f, json_object_get(root, "year"), "“year” phải là một năm như 2024");
	r.p->number = json_file_text(f, root, "number", JSON_MAY);
	r.p->number_line = json_file_line(f, json_object_get(root, "number"));
	r.p->day = json_file_date(f, root, "date", JSON_MAY);
	r.p->title = json_file_text(f, root, "title", JSON_MUST);
	read_sign(&r, root);
	read_contents(&r, root);
	read_forms(&r, root);
	read_tasks(&r, root);
	intake_sort(in, before);
	return r.p;
}
