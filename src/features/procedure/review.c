#include "features/procedure/review.h"

#include <ctype.h>
#include <string.h>

#include "core/quantity.h"
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

static int64_t review_once(const struct review_cost *x)
{
	int64_t sum = 0;
	for (size_t i = 0; i < x->n; i++)
		sum += x->v[i].hours * x->v[i].income / THOUSAND + x->v[i].service + x->v[i].fee +
		       x->v[i].other;
	return sum;
}

static int64_t once(struct arena *a, const char *lines)
{
	struct review_cost cost = { 0 };
	return review_parse(a, lines, &cost) ? 0 : review_once(&cost);
}

struct review_sum review_sum(struct arena *a, const struct review *x)
{
	enum { ALL = 10000 };
	struct review_sum s = { .once_before = once(a, x->before),
		.once_after = x->action == REVIEW_ABOLISH ? 0 : once(a, x->after) };
	s.year_before = s.once_before * x->times * x->people;
	s.year_after = s.once_after * x->times * x->people;
	int64_t less = s.once_before - s.once_after;
	if (s.once_before)
		s.saved = (less * ALL * 2 + (less < 0 ? -s.once_before : s.once_before)) /
			  (2 * s.once_before);
	return s;
}

const char *review_percent(struct arena *a, int64_t hundredths)
{
	enum { HUNDRED = 100 };
	int64_t size = hundredths < 0 ? -hundredths : hundredths;
	return arena_printf(a, "%s%lld,%02lld %%", hundredths < 0 ? "-" : "",
		(long long)(size / HUNDRED), (long long)(size % HUNDRED));
}

/* --- the proposal --- */

static const struct doc_column columns[] = { { "TT", 5, DOC_CENTER }, { "Thủ tục", 28, DOC_LEFT },
	{ "Đề xuất", 12, DOC_LEFT }, { "Nội dung", 28, DOC_LEFT },
	{ "Chi phí một năm trước (đồng)", 14, DOC_RIGHT },
	{ "Chi phí một năm sau (đồng)", 14, DOC_RIGHT }, { "Cắt giảm", 10, DOC_RIGHT } };
enum { COLUMNS = sizeof columns / sizeof *columns };

static void put_row(struct arena *a, struct doc_text *row, size_t n, const struct review *x)
{
	struct review_sum s = review_sum(a, x);
	const char *cells[COLUMNS] = { arena_printf(a, "%zu", n),
		arena_printf(a, "%s (%s)", x->name, x->code), review_action_name(x->action),
		x->proposal, quantity_number(a, s.year_before * QUANTITY_ONE),
		quantity_number(a, s.year_after * QUANTITY_ONE), review_percent(a, s.saved) };
	for (size_t i = 0; i < COLUMNS; i++)
		if (*cells[i])
			doc_text_add(a, &row[i], (struct doc_run){ .text = cells[i] });
}

static const struct doc_table *table_of(struct arena *a, const struct reviews *all)
{
	struct doc_table *t = ARENA_NEW(a, struct doc_table);
	t->columns = ARENA_ARRAY(a, struct doc_column, COLUMNS);
	t->column_count = COLUMNS;
	t->row_count = all->n;
	t->cells = ARENA_ARRAY(a, struct doc_text, all->n * COLUMNS);
	for (size_t i = 0; i < COLUMNS; i++)
		t->columns[i] = columns[i];
	for (size_t i = 0; i < all->n; i++)
		put_row(a, t->cells + i * COLUMNS, i + 1, &all->v[i]);
	return t;
}

static void put_reasons(struct arena *a, struct doc *d, const struct reviews *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct review *x = &all->v[i];
		doc_add(a, &d->blocks, DOC_HEADING, 2, arena_printf(a, "%zu.", i + 1),
			arena_printf(a, "%s (%s)", x->name, x->code));
		doc_add(a, &d->blocks, DOC_ITEM, 1, "-",
			arena_printf(
				a, "Đề xuất %s: %s", review_action_name(x->action), x->proposal));
		doc_add(a, &d->blocks, DOC_ITEM, 1, "-", arena_printf(a, "Lý do: %s", x->reason));
	}
}

void review_document(struct arena *a, const struct reviews *all, int64_t year, struct doc *out)
{
	out->kind = "BÁO CÁO";
	out->subject =
		arena_printf(a, "Kết quả rà soát, đề xuất đơn giản hóa thủ tục hành chính năm %lld",
			(long long)year);
	doc_add(a, &out->blocks, DOC_HEADING, 1, "I.", "Nội dung đề xuất");
	put_reasons(a, out, all);
	doc_add(a, &out->blocks, DOC_HEADING, 1, "II.", "Chi phí tuân thủ");
	doc_add(a, &out->blocks, DOC_PARAGRAPH, 0, NULL,
		"Chi phí tuân thủ trước và sau khi đơn giản hóa theo Phụ lục kèm theo./.");
	out->annexes = ARENA_NEW(a, struct doc_annex);
	out->annex_count = 1;
	*out->annexes = (struct doc_annex){ .mark = "Phụ lục",
		.title = "Chi phí tuân thủ thủ tục hành chính trước và sau",
		.landscape = true };
	struct doc_block b = { .kind = DOC_TABLE, .table = table_of(a, all) };
	ARENA_PUSH(a, &out->annexes->blocks, b);
}
