#include "features/dispatch/signing.h"

#include <string.h>

#include "lib/base/text.h"

#define DIEU_13 "Nghị định 30/2020/NĐ-CP, Điều 13"
/* The day from which the decree is in force (Điều 37). */
#define SINCE \
	{ \
		2020, 3, 5 \
	}

static const struct sign_rule rules[SIGN_FORMS] = {
	[SIGN_SELF] = { "", "người đứng đầu ký", SIGN_NEEDS_NOTHING,
		"Người đứng đầu có thẩm quyền ký tất cả văn bản do cơ quan ban hành.", DIEU_13,
		SINCE },
	[SIGN_TM] = { "TM", "ký thay mặt", SIGN_NEEDS_NOTHING,
		"Cơ quan làm việc theo chế độ tập thể: người đứng đầu thay mặt tập thể ký.",
		DIEU_13, SINCE },
	[SIGN_KT] = { "KT", "ký thay", SIGN_NEEDS_TOLD,
		"Cấp phó ký thay cấp trưởng văn bản thuộc lĩnh vực được phân công phụ trách hoặc được "
		"ủy quyền.",
		DIEU_13, SINCE },
	[SIGN_TL] = { "TL", "ký thừa lệnh", SIGN_NEEDS_TOLD,
		"Người đứng đầu đơn vị ký thừa lệnh một số loại văn bản, khi quy chế làm việc hoặc quy "
		"chế văn thư quy định cụ thể.",
		DIEU_13, SINCE },
	[SIGN_TUQ] = { "TUQ", "ký thừa ủy quyền", SIGN_NEEDS_WRITTEN,
		"Ủy quyền ký phải bằng văn bản, có thời hạn và nội dung; người được ủy quyền không ủy "
		"quyền lại.",
		DIEU_13, SINCE },
	[SIGN_Q] = { "Q", "quyền", SIGN_NEEDS_NOTHING,
		"Người được giao quyền cấp trưởng ký với chức vụ ghi “Q.”.", DIEU_13, SINCE },
};

const struct sign_rule *sign_rule(enum sign_form f)
{
	return &rules[f];
}

bool sign_form_find(const char *code, enum sign_form *out)
{
	for (int i = 0; i < SIGN_FORMS; i++)
		if (*rules[i].code && text_eq(rules[i].code, code)) {
			*out = (enum sign_form)i;
			return true;
		}
	return false;
}

/* "KT. CHỦ TỊCH" -> SIGN_KT and "CHỦ TỊCH"; without a mark SIGN_SELF and all of it. */
struct line {
	enum sign_form form;
	const char *title; /* lower case */
};

static struct line parse(struct arena *a, const char *text)
{
	struct line l = { SIGN_SELF, text_lower(a, text_squeeze(a, text)) };
	const char *dot = strchr(text, '.');
	if (!dot)
		return l;
	const char *code = text_trim_n(a, text, (size_t)(dot - text));
	if (sign_form_find(text_upper(a, code), &l.form))
		l.title = text_lower(a, text_squeeze(a, dot + 1));
	return l;
}

/* Posts are written in several ways: "Q. Chủ tịch", "Quyền Chủ tịch", "Chủ tịch UBND". */
static const char *plain_title(struct arena *a, const char *title)
{
	const char *t = text_lower(a, text_squeeze(a, title));
	if (text_has_prefix(t, "q. "))
		return arena_printf(a, "quyền %s", t + strlen("q. "));
	return t;
}

static bool same_title(struct arena *a, const char *post, const char *title)
{
	const char *p = plain_title(a, post);
	size_t n = strlen(title);
	if (!text_has_prefix(p, title))
		return false;
	/* "Chủ tịch UBND xã": the same post with its office behind it. */
	return !p[n] || text_has_prefix(p + n, " ubnd") ||
	       text_has_prefix(p + n, " ủy ban nhân dân");
}

static bool holds(struct date from, struct date to, struct date day)
{
	return (date_none(from) || date_cmp(from, day) <= 0) &&
	       (date_none(to) || date_cmp(day, to) <= 0);
}

static void tell(struct arena *a, struct sign_findings *out, bool blocks, enum sign_form form,
	const char *message)
{
	struct sign_finding f = { blocks, message, rules[form].source };
	ARENA_PUSH(a, out, f);
}

/* What the person was on that day. */
static void check_post(struct arena *a, const struct signing *s, const char *title,
	enum sign_form form, struct sign_findings *out)
{
	bool known = false, in_office = false;
	struct texts held = { 0 };
	for (size_t i = 0; i < s->unit->post_count; i++) {
		const struct unit_post *p = &s->unit->posts[i];
		if (!text_eq(p->person, s->signer))
			continue;
		known = true;
		if (!holds(p->from, p->to, s->day))
			continue;
		ARENA_PUSH(a, &held, p->title);
		in_office = in_office || same_title(a, p->title, title);
	}
	const char *day = date_short(a, s->day);
	if (!known)
		tell(a, out, false, form,
			arena_printf(
				a, "Chưa có chức vụ của “%s” trong danh sách của xã.", s->signer));
	else if (!held.n)
		tell(a, out, true, form,
			arena_printf(
				a, "Ngày %s, %s không giữ chức vụ nào của xã.", day, s->signer));
	else if (!in_office)
		tell(a, out, true, form,
			arena_printf(a, "Ngày %s, %s giữ chức vụ “%s”, không phải “%s”.", day,
				s->signer, text_join(a, &held, ", "), title));
}

static bool delegated(const struct signing *s, struct arena *a, const struct line *l)
{
	for (size_t i = 0; s->delegations && i < s->delegations->n; i++) {
		const struct delegation *d = &s->delegations->v[i];
		if (d->form == l->form && text_eq(d->person, s->signer) &&
			same_title(a, d->from_title, l->title) && holds(d->from, d->to, s->day))
			return true;
	}
	return false;
}

static void check_delegation(
	struct arena *a, const struct signing *s, const struct line *l, struct sign_findings *out)
{
	const struct sign_rule *r = &rules[l->form];
	if (r->need == SIGN_NEEDS_NOTHING || delegated(s, a, l))
		return;
	bool blocks = r->need == SIGN_NEEDS_WRITTEN;
	tell(a, out, blocks, l->form,
		arena_printf(a, "Chưa ghi %s cho %s %s %s vào ngày %s. %s",
			blocks ? "văn bản ủy quyền" : "phân công", s->signer, r->name, l->title,
			date_short(a, s->day), r->who));
}

/* A deputy signs for his head, and nobody else signs "KT.". */
static void check_deputy(
	struct arena *a, const struct line *l, const char *title, struct sign_findings *out)
{
	if (text_eq(title, arena_printf(a, "phó %s", l->title)))
		return;
	tell(a, out, true, SIGN_KT,
		arena_printf(a, "Ký thay “%s” phải là cấp phó (“phó %s”), không phải “%s”.",
			l->title, l->title, title));
}

static const char *own_title(struct arena *a, const struct line *lines, size_t n)
{
	const struct line *last = &lines[n - 1];
	if (last->form == SIGN_Q)
		return arena_printf(a, "quyền %s", last->title);
	return last->form == SIGN_SELF ? last->title : NULL;
}

static void check_lines(struct arena *a, const struct signing *s, const struct line *lines,
	size_t n, struct sign_findings *out)
{
	const char *title = own_title(a, lines, n);
	bool under_tuq = false;
	if (!title) {
		tell(a, out, true, lines[n - 1].form,
			"Phần ký thiếu dòng chức vụ của người ký dưới dòng “TM.”, “KT.”, “TL.” hay “TUQ.”.");
		return;
	}
	for (size_t i = 0; i + 1 < n; i++) {
		const struct line *l = &lines[i];
		if (under_tuq)
			tell(a, out, true, SIGN_TUQ,
				"Người được ủy quyền ký không được ủy quyền lại cho người khác.");
		under_tuq = l->form == SIGN_TUQ;
		if (l->form == SIGN_KT)
			check_deputy(a, l, title, out);
		check_delegation(a, s, l, out);
	}
	check_post(a, s, title, lines[n - 1].form, out);
}

void signing_check(struct arena *a, const struct signing *s, struct sign_findings *out)
{
	size_t n = s->lines->n;
	if (!n)
		tell(a, out, true, SIGN_SELF, "Văn bản chưa ghi quyền hạn, chức vụ của người ký.");
	if (!s->signer || !*s->signer)
		tell(a, out, true, SIGN_SELF, "Văn bản chưa ghi họ tên người ký.");
	if (!n || !s->signer || !*s->signer)
		return;
	struct line *lines = ARENA_ARRAY(a, struct line, n);
	for (size_t i = 0; i < n; i++)
		lines[i] = parse(a, s->lines->v[i]);
	check_lines(a, s, lines, n, out);
}

bool signing_blocked(const struct sign_findings *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].blocks)
			return true;
	return false;
}
