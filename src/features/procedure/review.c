#include "features/procedure/review.h"

#include <ctype.h>
#include <string.h>

#include "features/procedure/cells_int.h"
#include "lib/base/text.h"

static const struct {
	const char *code, *name;
} actions[REVIEW_ACTIONS] = {
	[REVIEW_AMEND] = { "amend", "sửa đổi, bổ sung" },
	[REVIEW_ABOLISH] = { "abolish", "bãi bỏ" },
};

const char *review_action_code(enum review_action x)
{
	return actions[x].code;
}

const char *review_action_name(enum review_action x)
{
	return actions[x].name;
}

static const char *const kinds[] = { "chuẩn bị hồ sơ", "nộp hồ sơ", "nộp phí, lệ phí",
	"phục vụ kiểm tra", "công việc khác", "nhận kết quả" };
enum { KINDS = sizeof kinds / sizeof *kinds, THOUSAND = 1000, NUMBER_MAX = 1000000000 };

const char *review_kind(size_t i)
{
	return i < KINDS ? kinds[i] : NULL;
}

const char *review_kinds(struct arena *a)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < KINDS; i++)
		ARENA_PUSH(a, &list, kinds[i]);
	return text_join(a, &list, "; ");
}

static const char *kind_of(struct arena *a, const char *text)
{
	const char *folded = text_fold(a, text);
	for (size_t i = 0; i < KINDS; i++)
		if (text_eq(folded, text_fold(a, kinds[i])))
			return kinds[i];
	return NULL;
}

/* "1.500.000"; nothing is 0. */
static bool whole(const char *s, int64_t *out)
{
	int64_t n = 0;
	for (; isdigit((unsigned char)*s) || *s == '.'; s++)
		if (*s != '.' && (n = n * 10 + (*s - '0')) > NUMBER_MAX)
			return false;
	*out = n;
	return !*s;
}

/* "1,5" or "1,5 giờ" in thousandths. */
static bool hours(struct arena *a, const char *text, int64_t *out)
{
	enum { HOURS_MAX = 100000 };
	const char *s = text_fold(a, text);
	int64_t n = 0, unit = THOUSAND;
	if (!isdigit((unsigned char)*s))
		return false;
	for (; isdigit((unsigned char)*s); s++)
		if ((n = n * 10 + (*s - '0') * THOUSAND) > (int64_t)HOURS_MAX * THOUSAND)
			return false;
	if (*s == ',')
		for (s++; isdigit((unsigned char)*s) && unit > 1; s++)
			n += (*s - '0') * (unit /= 10);
	*out = n;
	return !*s || text_eq(s, " gio");
}

static const char *read_line(struct arena *a, const char *line, struct review_activity *x)
{
	struct cell_parts p = cell_parts(a, line);
	x->name = kind_of(a, p.v[0]);
	if (!x->name)
		return arena_printf(a, "“%s” phải là một trong: %s", p.v[0], review_kinds(a));
	if (!hours(a, p.v[1], &x->hours))
		return arena_printf(a, "không hiểu số giờ “%s”; viết như 1,5", p.v[1]);
	if (p.over || !whole(p.v[2], &x->income) || !whole(p.v[3], &x->service) ||
		!whole(p.v[4], &x->fee) || !whole(p.v[5], &x->other))
		return "số tiền phải là số đồng như 30.000";
	return NULL;
}

const char *review_parse(struct arena *a, const char *text, struct review_cost *out)
{
	struct texts lines = text_split(a, text, '\n');
	struct review_cost list = { 0 };
	for (size_t i = 0; i < lines.n; i++) {
		struct review_activity x = { 0 };
		const char *wrong = read_line(a, text_squeeze(a, lines.v[i]), &x);
		if (wrong)
			return arena_printf(a, "Dòng %zu: %s.", i + 1, wrong);
		ARENA_PUSH(a, &list, x);
	}
	*out = list;
	return NULL;
}

int64_t review_activity_cost(const struct review_activity *x)
{
	return x->hours * x->income / THOUSAND + x->service + x->fee + x->other;
}

static int64_t review_once(const struct review_cost *x)
{
	int64_t sum = 0;
	for (size_t i = 0; i < x->n; i++)
		sum += review_activity_cost(&x->v[i]);
	return sum;
}

static int64_t once(struct arena *a, const char *lines)
{
	struct review_cost cost = { 0 };
	return review_parse(a, lines, &cost) ? 0 : review_once(&cost);
}

bool review_counted(struct arena *a, const struct review *x)
{
	return once(a, x->before) || (x->action == REVIEW_AMEND && once(a, x->after));
}

bool review_too_much(struct arena *a, const struct review *x)
{
	static const double most = 1e15; /* đồng; thousandths of it still fit a number */
	double before = (double)once(a, x->before), after = (double)once(a, x->after);
	return (before > after ? before : after) * (double)x->times * (double)x->people > most;
}

int64_t review_saved(int64_t before, int64_t after)
{
	enum { ALL = 10000 };
	static const int64_t exact = 100000000000000;
	for (; before > exact || after > exact; after /= 10)
		before /= 10; /* the last digits of so much do not show */
	int64_t less = before - after;
	return before ? (less * ALL * 2 + (less < 0 ? -before : before)) / (2 * before) : 0;
}

struct review_sum review_sum(struct arena *a, const struct review *x)
{
	struct review_sum s = { .once_before = once(a, x->before),
		.once_after = x->action == REVIEW_ABOLISH ? 0 : once(a, x->after) };
	s.year_before = s.once_before * x->times * x->people;
	s.year_after = s.once_after * x->times * x->people;
	s.saved = review_saved(s.once_before, s.once_after);
	return s;
}

const char *review_percent(struct arena *a, int64_t hundredths)
{
	enum { HUNDRED = 100 };
	int64_t size = hundredths < 0 ? -hundredths : hundredths;
	return arena_printf(a, "%s%lld,%02lld %%", hundredths < 0 ? "-" : "",
		(long long)(size / HUNDRED), (long long)(size % HUNDRED));
}
