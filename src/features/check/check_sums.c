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

/* Parts end with the sentence; ";" parts them here. NULL: too long to be parts of anything. */
static const char *parts_text(struct arena *a, const char *p)
{
	enum { LENGTH_MAX = 1500 };
	const char *end = p;
	while (*end && !(*end == '.' && (end[1] == ' ' || !end[1] || end[1] == '/')))
		if (++end - p > LENGTH_MAX)
			return NULL;
	return arena_strndup(a, p, (size_t)(end - p));
}

struct total {
	long sum;
	struct texts parts; /* as written */
};

/* False where the parts cannot be added with certainty. */
static bool add_parts(struct arena *a, const char *text, const char *unit, struct total *t)
{
	enum { PARTS_MAX = 40 };
	struct figure_text f;
	if (!text || has_any(text, overlapping))
		return false;
	*t = (struct total){ 0 };
	for (const char *p = text; figure_next(a, text, p, &f); p = f.at + strlen(f.digits)) {
		if (f.value < 0 || f.vague || !text_eq(f.unit, unit) || t->parts.n == PARTS_MAX)
			return false;
		t->sum += f.value;
		ARENA_PUSH(a, &t->parts, f.digits);
	}
	return t->parts.n > 1;
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
		"Tổng không khớp: ghi %s %s nhưng %s = %ld.", total->digits, total->unit,
		text_join(c->a, &t.parts, " + "), t.sum);
}

static void check_sentence_totals(struct check *c, const struct line *l)
{
	struct figure_text f;
	for (const char *p = l->low; figure_next(c->a, l->low, p, &f); p = f.at + strlen(f.digits))
		check_total(c, l, &f);
}

/* --- tables ----------------------------------------------------------------------------------- */

enum { CELLS_MAX = 1000, TOTALS_MAX = 50, COLUMNS_MAX = 30 };

/* A table up to its total: the lines [first, last]. */
struct block {
	const struct line *first, *last;
};

static struct block block_of(const struct check *c, const struct line *total)
{
	struct block b = { total, total };
	const struct line *end = c->lines.v + c->lines.n - 1;
	while (b.first > c->lines.v && b.first[-1].p->table == total->p->table &&
		total - b.first < CELLS_MAX)
		b.first--;
	while (b.last < end && b.last[1].p->table == total->p->table &&
		b.last[1].p->row == total->p->row)
		b.last++;
	return b;
}

static const struct line *cell(struct block b, int row, int column)
{
	const struct line *found = NULL;
	for (const struct line *l = b.first; l <= b.last; l++) {
		if (l->p->row != row || l->p->column != column)
			continue;
		if (found)
			return NULL; /* a cell of several paragraphs is no number */
		found = l;
	}
	return found;
}

/* Rows that are totals of others ("I", "II") or a column that is not added ("Tỷ lệ %"). */
static bool adds_up(struct block b, int column)
{
	static const char *const rates[] = { "tỷ lệ", "tỉ lệ", "bình quân", "trung bình", "điểm",
		"năm", "số tt", NULL };
	for (const struct line *l = b.first; l <= b.last; l++) {
		const char *rest;
		if (l->p->column == 1 &&
			(!l->text[strspn(l->text, "IVX.")] || heading_level(l->text, &rest) == 1))
			return false;
		if (l->p->column == column && (strchr(l->text, '%') || has_any(l->low, rates)))
			return false;
	}
	return true;
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
static void check_column(struct check *c, struct block b, const struct line *total, int column)
{
	const struct line *says = cell(b, total->p->row, column);
	long value = cell_value(c->a, says), sum = 0;
	int rows = 0;
	if (value < 0 || !adds_up(b, column))
		return;
	for (int row = total->p->row - 1; row >= b.first->p->row; row--) {
		const struct line *l = cell(b, row, column);
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
	int totals = 0;
	for (size_t i = c->head_end; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->element != EL_BODY && l->element != EL_ANNEX)
			continue;
		check_sentence_totals(c, l);
		if (!is_total_row(l) || c->x->format != EXTRACT_DOCX || ++totals > TOTALS_MAX)
			continue;
		struct block b = block_of(c, l);
		for (int column = l->p->column + 1; column <= COLUMNS_MAX; column++)
			check_column(c, b, l, column);
	}
}
