#include "features/posting/posting.h"

#include "core/record.h"
#include "core/web/frame.h"
#include "lib/base/text.h"

static const char *const kinds[POSTING_KINDS] = {
	[POSTING_SHEET] = "sheet", [POSTING_LIST] = "list", [POSTING_NOTICE] = "notice"
};

const char *posting_kind_code(enum posting_kind k)
{
	return kinds[k];
}

const char *posting_trouble_name(enum posting_trouble t)
{
	static const char *const names[] = { [POSTING_WELL] = "đúng",
		[POSTING_DUE] = "đến hạn kiểm tra",
		[POSTING_CHANGED] = "phải thay bản mới",
		[POSTING_ENDED] = "phải gỡ ngay",
		[POSTING_DOWN] = "đã gỡ" };
	return names[t];
}

/* All that a sheet prints of a version. */
static const char *version_text(struct arena *a, const struct procedure_version *v)
{
	return arena_printf(
		a, "%s\n%s\n%s", v->name, procedure_decision(a, v), procedure_body(a, v));
}

struct lists {
	struct posting_thing *v;
	size_t n, cap;
};

static struct posting_thing *list_of(struct arena *a, struct lists *lists, const char *field)
{
	for (size_t i = 0; i < lists->n; i++)
		if (text_eq(lists->v[i].subject, field))
			return &lists->v[i];
	struct posting_thing t = { POSTING_LIST, field,
		arena_printf(a, "Danh mục thủ tục lĩnh vực %s", field), 0, "" };
	ARENA_PUSH(a, lists, t);
	return &lists->v[lists->n - 1];
}

struct posting_things posting_things(
	struct arena *a, const struct procedures *all, const char *feedback, struct date day)
{
	struct posting_things out = { 0 };
	struct lists lists = { 0 };
	for (size_t i = 0; i < all->n; i++) {
		const struct procedure *p = &all->v[i];
		const struct procedure_version *v = procedure_at(p, day);
		if (!v)
			continue;
		struct posting_thing t = { POSTING_SHEET, p->code,
			arena_printf(a, "Thủ tục %s: %s", p->code, v->name),
			web_version_of(version_text(a, v)), procedure_decision(a, v) };
		ARENA_PUSH(a, &out, t);
		struct posting_thing *list = list_of(a, &lists, p->field);
		/* The names in their order: the list of a field prints no more. */
		list->state = web_version_of(
			arena_printf(a, "%lld %s %s", (long long)list->state, p->code, v->name));
		list->says = arena_printf(a, "các thủ tục có hiệu lực ngày %s", date_short(a, day));
	}
	for (size_t i = 0; i < lists.n; i++)
		ARENA_PUSH(a, &out, lists.v[i]);
	if (*feedback) {
		struct posting_thing t = { POSTING_NOTICE, "",
			"Nội dung hướng dẫn phản ánh, kiến nghị", web_version_of(feedback),
			"nơi nhận phản ánh, kiến nghị trong cài đặt" };
		ARENA_PUSH(a, &out, t);
	}
	return out;
}

const struct posting_thing *posting_find(
	const struct posting_things *all, enum posting_kind kind, const char *subject)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].kind == kind && text_eq(all->v[i].subject, subject))
			return &all->v[i];
	return NULL;
}

enum posting_trouble posting_trouble(
	const struct posting *x, const struct posting_things *now, struct date today)
{
	const struct posting_thing *t = posting_find(now, x->kind, x->subject);
	if (date_valid(x->down_on))
		return POSTING_DOWN;
	if (!t)
		return POSTING_ENDED;
	if (t->state != x->state)
		return POSTING_CHANGED;
	return date_valid(x->check_by) && date_cmp(x->check_by, today) <= 0 ? POSTING_DUE
									    : POSTING_WELL;
}

const char *posting_record(struct arena *a, const struct posting *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "kind", kinds[x->kind]);
	record_text(&b, "subject", x->subject);
	record_text(&b, "place", x->place);
	record_day(&b, "hung_on", x->hung_on);
	record_text(&b, "says", x->says);
	record_day(&b, "check_by", x->check_by);
	record_day(&b, "checked_on", x->checked_on);
	record_day(&b, "down_on", x->down_on);
	if (x->attachment)
		record_int(&b, "attachment", x->attachment);
	return record_end(&b);
}
