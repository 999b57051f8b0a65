/* What became of a plan, from the states that the audit keeps. */
#include <string.h>

#include "core/channel.h"
#include "core/doc_head.h"
#include "features/plan/plan.h"
#include "lib/base/text.h"

struct plan *plan_of_record(struct arena *a, const char *record)
{
	struct intake in;
	if (!record)
		return NULL;
	intake_init(&in, a, false);
	struct text_file f = { "nhật ký", record, strlen(record) };
	struct plan *p = plan_read(&in, &f);
	return in.problems.n ? NULL : p;
}

struct telling {
	struct arena *a;
	struct texts lines;
};

static void say(struct telling *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), nonnull(1, 2)));

static void say(struct telling *t, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *line = arena_vprintf(t->a, fmt, ap);
	va_end(ap);
	ARENA_PUSH(t->a, &t->lines, line);
}

/* what: "Nhiệm vụ nv1: hạn" */
static void compare(struct telling *t, const char *what, const char *before, const char *after)
{
	const char *old = before && *before ? before : "(trống)",
		   *now = after && *after ? after : "(trống)";
	if (!text_eq(old, now))
		say(t, "%s: %s → %s", what, old, now);
}

static const char *list(struct arena *a, const struct texts *t)
{
	return text_join(a, t, " ");
}

static const char *day(struct arena *a, struct date d)
{
	return date_valid(d) ? date_short(a, d) : date_iso(a, d);
}

static void compare_head(struct telling *t, const struct plan *x, const struct plan *y)
{
	compare(t, "Trích yếu", x->title, y->title);
	compare(t, "Số", x->number, y->number);
	compare(t, "Ngày ban hành", day(t->a, x->day), day(t->a, y->day));
	compare(t, "Ký", doc_signing_text(t->a, &x->signing, x->signer),
		doc_signing_text(t->a, &y->signing, y->signer));
	compare(t, "Nơi nhận", list(t->a, &x->recipients), list(t->a, &y->recipients));
}

static void compare_contents(struct telling *t, const struct plan *x, const struct plan *y)
{
	for (size_t i = 0; i < y->content_count; i++) {
		const struct plan_content *c = &y->contents[i];
		size_t at = plan_content_at(x, c->code);
		if (at == x->content_count)
			say(t, "Thêm nội dung %s: %s", c->code, c->text);
		else
			compare(t, arena_printf(t->a, "Nội dung %s", c->code), x->contents[at].text,
				c->text);
	}
	for (size_t i = 0; i < x->content_count; i++)
		if (plan_content_at(y, x->contents[i].code) == y->content_count)
			say(t, "Bỏ nội dung %s: %s", x->contents[i].code, x->contents[i].text);
}

static const char *channels(struct arena *a, const struct plan_form *f)
{
	struct texts names = { 0 };
	for (size_t i = 0; i < f->channels.n; i++) {
		const struct channel *c = channel_by_code(f->channels.v[i]);
		ARENA_PUSH(a, &names, c ? c->name : f->channels.v[i]);
	}
	return text_join(a, &names, ", ");
}

static const struct plan_form *form_of(const struct plan *p, const char *text)
{
	for (size_t i = 0; i < p->form_count; i++)
		if (text_eq(p->forms[i].text, text))
			return &p->forms[i];
	return NULL;
}

static void compare_forms(struct telling *t, const struct plan *x, const struct plan *y)
{
	for (size_t i = 0; i < y->form_count; i++) {
		const struct plan_form *f = &y->forms[i], *old = form_of(x, f->text);
		if (!old)
			say(t, "Thêm hình thức: %s (%s)", f->text, channels(t->a, f));
		else
			compare(t, arena_printf(t->a, "Hình thức “%s”: kênh", f->text),
				channels(t->a, old), channels(t->a, f));
	}
	for (size_t i = 0; i < x->form_count; i++)
		if (!form_of(y, x->forms[i].text))
			say(t, "Bỏ hình thức: %s", x->forms[i].text);
}

static const char *money(struct arena *a, int64_t budget)
{
	return budget < 0 ? "" : quantity_number(a, budget * QUANTITY_ONE);
}

static void compare_task(struct telling *t, const struct plan_task *x, const struct plan_task *y)
{
	const struct {
		const char *what, *before, *after;
	} fields[] = {
		{ "tên", x->title, y->title },
		{ "kênh", channel_by_code(x->channel)->name, channel_by_code(y->channel)->name },
		{ "nội dung", list(t->a, &x->contents), list(t->a, &y->contents) },
		{ "chủ trì", x->lead, y->lead },
		{ "phối hợp", x->support, y->support },
		{ "sản phẩm", x->product, y->product },
		{ "kinh phí", money(t->a, x->budget), money(t->a, y->budget) },
		{ "thời gian", plan_span(t->a, x), plan_span(t->a, y) },
		{ "chỉ tiêu", plan_targets(t->a, x), plan_targets(t->a, y) },
	};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		compare(t, arena_printf(t->a, "Nhiệm vụ %s: %s", y->code, fields[i].what),
			fields[i].before, fields[i].after);
}

static void compare_tasks(struct telling *t, const struct plan *x, const struct plan *y)
{
	for (size_t i = 0; i < y->task_count; i++) {
		size_t at = plan_task_at(x, y->tasks[i].code);
		if (at == x->task_count)
			say(t, "Thêm nhiệm vụ %s: %s", y->tasks[i].code, y->tasks[i].title);
		else
			compare_task(t, &x->tasks[at], &y->tasks[i]);
	}
	for (size_t i = 0; i < x->task_count; i++)
		if (plan_task_at(y, x->tasks[i].code) == y->task_count)
			say(t, "Bỏ nhiệm vụ %s: %s", x->tasks[i].code, x->tasks[i].title);
}

struct texts plan_changes(struct arena *a, const struct plan *before, const struct plan *after)
{
	struct telling t = { .a = a };
	if (!before) {
		say(&t, "Lập kế hoạch: %zu nội dung, %zu hình thức, %zu nhiệm vụ",
			after->content_count, after->form_count, after->task_count);
		return t.lines;
	}
	compare_head(&t, before, after);
	compare_contents(&t, before, after);
	compare_forms(&t, before, after);
	compare_tasks(&t, before, after);
	if (!t.lines.n) /* nothing but places in the lists */
		say(&t, "Đổi thứ tự");
	return t.lines;
}
