/* Totals against their parts, in a sentence ("tổng số 27 buổi, trong đó: 10 buổi ..., 15 buổi ...")
 * and in tables. Claims only what is certain: same unit, exact numbers, parts that do not overlap.
 */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Groups of people overlap: one may be a woman and of an ethnic minority. */
static const char *const overlapping[] = { "nữ", "dân tộc", "đảng viên", "trẻ em", "hộ nghèo",
	"cận nghèo", "trẻ", "phụ nữ", "thanh niên", "nông dân", "trong đó", NULL };

enum opening { OPENING_NONE, OPENING_SOME, OPENING_ALL };

/* How parts are announced behind a total: "trong đó:" and "gồm" mean all, "trong đó có" some. */
static const char *parts_at(const char *low, const char *p, enum opening *how)
{
	static const char *const all[] = { "bao gồm", "gồm có", "gồm", "cụ thể là", "cụ thể",
		"chia ra", NULL };
	static const char *const some[] = { "trong đó", NULL };
	size_t which;
	const char *in = find_any(low, p, some, NULL), *of = find_any(low, p, all, &which);
	if (!in && !of)
		return NULL;
	if (in && (!of || in < of)) {
		const char *q = in + strlen("trong đó");
		q += strspn(q, " ");
		*how = *q == ':' ? OPENING_ALL : OPENING_SOME;
		return q;
	}
	*how = OPENING_ALL;
	return of + strlen(all[which]);
}

/* Parts end with the sentence; ";" parts them here. */
static const char *parts_text(struct arena *a, const char *p)
{
	const char *end = p;
	while (*end && !(*end == '.' && (end[1] == ' ' || !end[1] || end[1] == '/')))
		end++;
	return arena_strndup(a, p, (size_t)(end - p));
}

struct total {
	long sum;
	size_t parts;
	const char *shown; /* "10 + 15" */
};

/* False where the parts cannot be added with certainty. */
static bool add_parts(struct arena *a, const char *text, const char *unit, struct total *t)
{
	struct figure_text f;
	if (has_any(text, overlapping))
		return false;
	*t = (struct total){ 0, 0, "" };
	for (const char *p = text; figure_next(a, text, p, &f); p = f.at + strlen(f.digits)) {
		if (f.value < 0 || f.vague)
			return false;
		if (!text_eq(f.unit, unit))
			return false;
		t->sum += f.value;
		t->parts++;
		t->shown = *t->shown ? arena_printf(a, "%s + %s", t->shown, f.digits) : f.digits;
	}
	return t->parts > 1;
}

static void check_total(struct check *c, const struct line *l, const struct figure_text *total)
{
	enum opening how = OPENING_SOME;
	const char *after = total->at + strlen(total->digits), *next;
	const char *parts = parts_at(l->low, after, &how);
	struct figure_text between;
	struct total t;
	if (total->value < 0 || total->vague || !*total->unit || !parts)
		return;
	/* The parts belong to this total: no other number, no other sentence in between. */
	size_t reach = sentence_at(l->low, total->at, &next);
	if (parts > next + reach)
		return;
	const char *gap = arena_strndup(c->a, after, (size_t)(parts - after));
	if (figure_next(c->a, gap, gap, &between))
		return;
	if (!add_parts(c->a, parts_text(c->a, parts), total->unit, &t) || t.sum == total->value)
		return;
	if (how == OPENING_SOME && t.sum < total->value)
		return;
	check_say(c, "tong-khong-khop", l, "Kiểm tra lại tổng và từng phần.",
		"Tổng không khớp: ghi %s %s nhưng %s = %ld.", total->digits, total->unit, t.shown,
		t.sum);
}

static void check_sentence_totals(struct check *c, const struct line *l)
{
	struct figure_text f;
	for (const char *p = l->low; figure_next(c->a, l->low, p, &f); p = f.at + strlen(f.digits))
		check_total(c, l, &f);
}

/* --- tables ----------------------------------------------------------------------------------- */

static const struct line *cell(const struct check *c, int table, int row, int column)
{
	const struct line *found = NULL;
	for (size_t i = 0; i < c->lines.n; i++) {
		const struct extract_para *p = c->lines.v[i].p;
		if (p->table != table || p->row != row || p->column != column)
			continue;
		if (found)
			return NULL; /* a cell of several paragraphs is no number */
		found = &c->lines.v[i];
	}
	return found;
}

/* A cell that is one whole number and nothing else; -1 otherwise. */
static long cell_value(struct arena *a, const struct line *l)
{
	struct figure_text f;
	if (!l || l->text[strspn(l->text, "0123456789.")] || !figure_next(a, l->low, l->low, &f))
		return -1;
	return strlen(f.digits) == strlen(l->text) ? f.value : -1;
}

static bool is_total_row(const struct line *l)
{
	static const char *const words[] = { "tổng cộng", "tổng số", "cộng", "tổng", NULL };
	return l->p->table && strlen(l->text) < 40 && starts_with_any(l->low, words);
}

/* The rows above a total, up to the heading, in one column: all of them single numbers. */
static void check_column(struct check *c, const struct line *total, int column)
{
	const struct line *says = cell(c, total->p->table, total->p->row, column);
	long value = cell_value(c->a, says), sum = 0;
	int rows = 0;
	if (value < 0)
		return;
	for (int row = total->p->row - 1; row >= 1; row--) {
		const struct line *l = cell(c, total->p->table, row, column);
		long v = cell_value(c->a, l);
		if (v < 0) {
			/* Letters end the numbers; an empty or mixed cell makes the sum unsure. */
			if (!l || has_figure(c->a, l->low))
				return;
			break;
		}
		sum += v;
		rows++;
	}
	if (rows > 1 && sum != value)
		check_say(c, "tong-khong-khop", says, "Kiểm tra lại tổng và từng dòng.",
			"Dòng “%s” ghi %s nhưng các dòng trên cộng lại là %ld (cột %d).",
			total->text, says->text, sum, column);
}

void check_sums(struct check *c)
{
	enum { COLUMNS_MAX = 30 };
	for (size_t i = c->head_end; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->element != EL_BODY && l->element != EL_ANNEX)
			continue;
		check_sentence_totals(c, l);
		if (!is_total_row(l) || c->x->format != EXTRACT_DOCX)
			continue;
		for (int column = l->p->column + 1; column <= COLUMNS_MAX; column++)
			check_column(c, l, column);
	}
}
