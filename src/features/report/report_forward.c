/* A report's words of time, moved on: "quý I năm 2024", "Quý II/2024", "6 tháng đầu năm 2024",
 * "tháng 3 năm 2024", "năm 2024". */
#include "features/report/report_text.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"

enum { NEIGHBOURS = 3, TEXT_MAX = 32 << 20 };

enum span { SPAN_NONE, SPAN_MONTH, SPAN_QUARTER, SPAN_HALF, SPAN_NINE, SPAN_YEAR, SPAN_DAYS };

/* A period as words name it. */
struct spell {
	enum span span;
	int index; /* of month, quarter, half */
	int year; /* 0: not said */
};

/* How they were written. */
struct style {
	int capital; /* 0 quý, 1 Quý, 2 QUÝ */
	bool digit; /* quý 1 */
	const char *slash; /* between quarter and year instead of "năm"; NULL */
	size_t n; /* bytes of the text */
};

struct pair {
	struct spell from, to;
};

struct forward {
	struct arena *a;
	const struct period *from, *to;
	struct pair pairs[NEIGHBOURS];
};

static struct spell spell_of(const struct period *p)
{
	const char *code = p->token[4] == '-' ? p->token + 5 : "";
	struct spell x = { SPAN_YEAR, 0, p->to.year };
	if (strstr(p->token, ".."))
		return (struct spell){ SPAN_DAYS, 0, p->to.year };
	if (code[0] == 'Q')
		x = (struct spell){ SPAN_QUARTER, code[1] - '0', p->to.year };
	else if (text_has_prefix(code, "6M"))
		x = (struct spell){ SPAN_HALF, text_has_prefix(code, "6M2") ? 2 : 1, p->to.year };
	else if (text_has_prefix(code, "9M"))
		x = (struct spell){ SPAN_NINE, 1, p->to.year };
	else if (code[0] >= '0' && code[0] <= '9')
		x = (struct spell){ SPAN_MONTH, p->to.month, p->to.year };
	return x;
}

/* --- reading -------------------------------------------------------------------------------- */

/* The word at p in any of three spellings; its length, or 0. */
static size_t word_at(const char *p, const char *const spellings[3], int *capital)
{
	for (int i = 0; i < 3; i++)
		if (text_has_prefix(p, spellings[i])) {
			if (capital)
				*capital = i;
			return strlen(spellings[i]);
		}
	return 0;
}

static const char *const quarter_word[] = { "quý", "Quý", "QUÝ" };
static const char *const month_word[] = { "tháng", "Tháng", "THÁNG" };
static const char *const year_word[] = { "năm", "Năm", "NĂM" };
static const char *const first_word[] = { "đầu", "Đầu", "ĐẦU" };
static const char *const last_word[] = { "cuối", "Cuối", "CUỐI" };
static const char *const six_word[] = { "sáu", "Sáu", "SÁU" };
static const char *const nine_word[] = { "chín", "Chín", "CHÍN" };

static bool in_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c & 0x80);
}

static const char *blanks(const char *p)
{
	return p + strspn(p, " ");
}

static const char *number_at(const char *p, int most, int *out)
{
	int n = 0, v = 0;
	while (p[n] >= '0' && p[n] <= '9' && n <= most)
		v = v * 10 + (p[n++] - '0');
	*out = v;
	return n && n <= most ? p + n : NULL;
}

/* " năm 2024", "/2024", " - 2024" behind a quarter or month. Leaves *p where there is none. */
static void read_year(const char **p, struct spell *x, struct style *s)
{
	const char *q = blanks(*p), *end;
	size_t n = word_at(q, year_word, NULL);
	int year;
	if (n) {
		q = blanks(q + n);
	} else if (*q == '/' || *q == '-') {
		size_t lead = (size_t)(q - *p), behind = strspn(q + 1, " ");
		s->slash = *q == '/' ? (lead ? " / " : "/") : (lead ? " - " : "-");
		q += 1 + behind;
	} else {
		return;
	}
	end = number_at(q, 4, &year);
	if (end && end == q + 4 && !in_word(*end)) {
		x->year = year;
		*p = end;
	} else {
		s->slash = NULL;
	}
}

static const char *read_quarter(const char *p, struct spell *x, struct style *s)
{
	static const char *const romans[] = { "III", "II", "IV", "I" };
	static const int values[] = { 3, 2, 4, 1 };
	size_t n = word_at(p, quarter_word, &s->capital);
	const char *q = blanks(p + n);
	if (!n || q == p + n)
		return NULL;
	x->span = SPAN_QUARTER;
	for (size_t i = 0; i < sizeof values / sizeof *values && !x->index; i++)
		if (text_has_prefix(q, romans[i])) {
			x->index = values[i];
			q += strlen(romans[i]);
		}
	if (!x->index && *q >= '1' && *q <= '4') {
		x->index = *q++ - '0';
		s->digit = true;
	}
	if (!x->index || in_word(*q))
		return NULL;
	read_year(&q, x, s);
	return q;
}

/* "6 tháng đầu năm 2024", "9 tháng năm 2024", "6 tháng cuối năm" */
static const char *read_months(const char *p, struct spell *x, struct style *s)
{
	size_t six = text_has_prefix(p, "06") ? 2 : *p == '6' ? 1 : word_at(p, six_word, NULL);
	size_t nine = text_has_prefix(p, "09") ? 2 : *p == '9' ? 1 : word_at(p, nine_word, NULL);
	const char *q = p + (six ? six : nine);
	size_t n;
	if ((!six && !nine) || !(n = word_at(blanks(q), month_word, NULL)))
		return NULL;
	q = blanks(blanks(q) + n);
	x->span = six ? SPAN_HALF : SPAN_NINE;
	x->index = 1;
	if ((n = word_at(q, first_word, NULL)))
		q = blanks(q + n);
	else if (six && (n = word_at(q, last_word, NULL))) {
		q = blanks(q + n);
		x->index = 2;
	}
	size_t year = word_at(q, year_word, &s->capital);
	int value;
	if (!n || !year)
		return NULL;
	q += year;
	const char *end = number_at(blanks(q), 4, &value);
	s->capital = s->capital == 2 ? 2 : 0;
	if (!end || end != blanks(q) + 4)
		return q;
	x->year = value;
	return end;
}

/* A month with its year; not the end of "ngày 05 tháng 3 năm 2024", which is a day. */
static const char *read_month(const char *text, const char *p, struct spell *x, struct style *s)
{
	size_t n = word_at(p, month_word, &s->capital);
	const char *q = n ? number_at(blanks(p + n), 2, &x->index) : NULL;
	const char *before = p;
	while (before > text && before[-1] == ' ')
		before--;
	if (!q || x->index < 1 || x->index > 12 || in_word(*q) ||
		(before > text && before[-1] >= '0' && before[-1] <= '9'))
		return NULL;
	x->span = SPAN_MONTH;
	read_year(&q, x, s);
	return x->year ? q : NULL;
}

/* "năm 2024"; not behind "tháng 3", and not the beginning of "năm 2021-2025". */
static const char *read_bare_year(const char *text, const char *p, struct spell *x, struct style *s)
{
	size_t n = word_at(p, year_word, &s->capital);
	const char *q = n ? number_at(blanks(p + n), 4, &x->year) : NULL;
	const char *before = p;
	while (before > text && before[-1] == ' ')
		before--;
	if (!q || q != blanks(p + n) + 4 || in_word(*q) || (*q == '-' && in_word(q[1])) ||
		(before > text && before[-1] >= '0' && before[-1] <= '9'))
		return NULL;
	x->span = SPAN_YEAR;
	return q;
}

/* The period named at p, which stands at a word's beginning; its end, or NULL. */
static const char *read_spell(const char *text, const char *p, struct spell *x, struct style *s)
{
	const char *end = NULL;
	if (p > text && in_word(p[-1]))
		return NULL;
	*x = (struct spell){ 0 };
	*s = (struct style){ 0 };
	end = read_quarter(p, x, s);
	if (!end) {
		*x = (struct spell){ 0 };
		*s = (struct style){ 0 };
		end = read_months(p, x, s);
	}
	if (!end) {
		*x = (struct spell){ 0 };
		*s = (struct style){ 0 };
		end = read_month(text, p, x, s);
	}
	if (!end) {
		*x = (struct spell){ 0 };
		*s = (struct style){ 0 };
		end = read_bare_year(text, p, x, s);
	}
	return end;
}

/* --- writing -------------------------------------------------------------------------------- */

static const char *write_span(struct arena *a, const struct spell *x, const struct style *s)
{
	static const char *const romans[] = { "I", "II", "III", "IV" };
	const char *last = x->index == 2 ? last_word[s->capital == 2 ? 2 : 0]
					 : first_word[s->capital == 2 ? 2 : 0];
	switch (x->span) {
	case SPAN_QUARTER:
		return s->digit ? arena_printf(a, "%s %d", quarter_word[s->capital], x->index)
				: arena_printf(a, "%s %s", quarter_word[s->capital],
					  romans[x->index - 1]);
	case SPAN_MONTH:
		return arena_printf(
			a, x->index < 3 ? "%s %02d" : "%s %d", month_word[s->capital], x->index);
	case SPAN_HALF:
	case SPAN_NINE:
		return arena_printf(a, "%d %s %s %s", x->span == SPAN_HALF ? 6 : 9,
			month_word[s->capital == 2 ? 2 : 0], last,
			year_word[s->capital == 2 ? 2 : 0]);
	case SPAN_YEAR:
	case SPAN_NONE:
	case SPAN_DAYS:
		break;
	}
	return year_word[s->capital];
}

static const char *write_spell(struct arena *a, const struct spell *x, const struct style *s)
{
	const char *span = write_span(a, x, s);
	bool has_word = x->span == SPAN_HALF || x->span == SPAN_NINE || x->span == SPAN_YEAR;
	if (!x->year)
		return span;
	if (has_word)
		return arena_printf(a, "%s %d", span, x->year);
	if (s->slash)
		return arena_printf(a, "%s%s%d", span, s->slash, x->year);
	return arena_printf(a, "%s %s %d", span, year_word[s->capital == 2 ? 2 : 0], x->year);
}

/* What the period becomes; false: it stays. */
static bool moved(const struct forward *f, const struct spell *x, struct spell *out)
{
	for (size_t i = 0; i < NEIGHBOURS; i++) {
		const struct spell *from = &f->pairs[i].from;
		/* "năm 2024" in a report of a quarter is the plan's year, not a period. */
		if (x->span == SPAN_YEAR && f->pairs[0].from.span != SPAN_YEAR)
			break;
		if (x->span != from->span || x->index != from->index ||
			(x->year && x->year != from->year))
			continue;
		*out = f->pairs[i].to;
		if (out->span == SPAN_DAYS)
			return false;
		/* "năm" needs its number: a year has no other name. */
		if (!x->year && out->span != SPAN_YEAR)
			out->year = 0;
		return true;
	}
	int by = f->to->to.year - f->from->to.year, off = x->year - f->from->to.year;
	if (x->span != SPAN_YEAR || !by || off < -1 || off > 1)
		return false;
	*out = (struct spell){ SPAN_YEAR, 0, x->year + by };
	return true;
}

/* The period's two days, one soon behind the other: "01/01/2024 đến ngày 31/3/2024". */
static const char *move_days(struct forward *f, const char *p, struct buf *b)
{
	enum { BETWEEN = 24 };
	const char *first = date_short(f->a, f->from->from), *last = date_short(f->a, f->from->to);
	if (!text_has_prefix(p, first))
		return NULL;
	const char *behind = p + strlen(first), *found = strstr(behind, last);
	if (!found || found - behind > BETWEEN || in_word(found[strlen(last)]))
		return NULL;
	buf_puts(b, date_short(f->a, f->to->from));
	buf_add(b, behind, (size_t)(found - behind));
	buf_puts(b, date_short(f->a, f->to->to));
	return found + strlen(last);
}

static const char *move_spell(struct forward *f, const char *text, const char *p, struct buf *b)
{
	struct spell x, to;
	struct style s;
	const char *end = read_spell(text, p, &x, &s);
	if (!end)
		return NULL;
	if (moved(f, &x, &to))
		buf_puts(b, write_spell(f->a, &to, &s));
	else
		buf_add(b, p, (size_t)(end - p));
	return end;
}

const char *report_forward(
	struct arena *a, const char *text, const struct period *from, const struct period *to)
{
	struct forward f = { .a = a, .from = from, .to = to };
	struct period before[] = { period_previous(a, from), period_previous(a, to) };
	struct period after[] = { period_next(a, from), period_next(a, to) };
	f.pairs[0] = (struct pair){ spell_of(from), spell_of(to) };
	f.pairs[1] = (struct pair){ spell_of(&after[0]), spell_of(&after[1]) };
	f.pairs[2] = (struct pair){ spell_of(&before[0]), spell_of(&before[1]) };
	struct buf b;
	buf_init(&b, a, TEXT_MAX);
	for (const char *p = text; *p;) {
		const char *end = text_has_prefix(p, "{{") ? strstr(p, "}}") : NULL;
		if (end) {
			buf_add(&b, p, (size_t)(end + 2 - p));
			p = end + 2;
			continue;
		}
		end = move_days(&f, p, &b);
		if (!end)
			end = move_spell(&f, text, p, &b);
		if (!end)
			buf_putc(&b, *p);
		p = end ? end : p + 1;
	}
	return b.p;
}
