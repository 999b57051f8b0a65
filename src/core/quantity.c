#include "core/quantity.h"

#include <string.h>

#include "lib/base/text.h"

enum { GROUP = 3, DECIMALS = 3 };
static const int64_t LARGEST = (int64_t)1000000000000000; /* 10^12, in thousandths */

static const struct {
	const char *word;
	enum qualifier qualifier;
} qualifiers[] = {
	{ "hơn", QUALIFIER_OVER },
	{ "trên", QUALIFIER_OVER },
	{ ">", QUALIFIER_OVER },
	{ "gần", QUALIFIER_NEAR },
	{ "khoảng", QUALIFIER_ABOUT },
	{ "chừng", QUALIFIER_ABOUT },
	{ "~", QUALIFIER_ABOUT },
	{ "dưới", QUALIFIER_UNDER },
	{ "<", QUALIFIER_UNDER },
};

static const char *const not_counted[] = { "chưa thống kê được", "chưa thống kê",
	"không thống kê được", "không thống kê", "chưa có số liệu", "chưa ghi" };

const char *qualifier_word(enum qualifier q)
{
	static const char *const words[] = { NULL, "hơn", "gần", "khoảng", "dưới" };
	return words[q];
}

struct part {
	struct arena *a;
	const char *text; /* the whole part, for messages */
	const char *p;
	struct err *e;
};

static void skip_blanks(struct part *s)
{
	while (*s->p == ' ')
		s->p++;
}

#define BAD(s, ...) bad((s), arena_printf((s)->a, __VA_ARGS__))

static enum rc bad(struct part *s, const char *why)
{
	return ERR(s->e, RC_INVALID, "quantity", "số liệu “%.80s”: %s", s->text, why);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int run_of_digits(const char *p)
{
	int n = 0;
	while (is_digit(p[n]))
		n++;
	return n;
}

static enum rc add_digits(struct part *s, int n, int64_t *v)
{
	for (int i = 0; i < n; i++) {
		if (*v > LARGEST / QUANTITY_ONE / 10)
			return BAD(s, "số quá lớn");
		*v = *v * 10 + (s->p[i] - '0');
	}
	s->p += n;
	return RC_OK;
}

static enum rc read_groups(struct part *s, int first, int64_t *v)
{
	if (*s->p != '.' || !is_digit(s->p[1]))
		return RC_OK;
	if (first > GROUP || s->p[-first] == '0')
		return BAD(s, "dấu chấm chỉ để ngăn hàng nghìn (1.500); số lẻ dùng dấu phẩy (2,5)");
	while (*s->p == '.' && is_digit(s->p[1])) {
		s->p++;
		if (run_of_digits(s->p) != GROUP)
			return BAD(
				s, "sau dấu chấm ngăn hàng nghìn phải có đúng ba chữ số (1.500)");
		enum rc rc = add_digits(s, GROUP, v);
		if (rc)
			return rc;
	}
	return RC_OK;
}

static enum rc read_decimals(struct part *s, int64_t *v)
{
	int64_t scale = QUANTITY_ONE;
	*v *= QUANTITY_ONE;
	if (*s->p != ',')
		return RC_OK;
	int n = run_of_digits(++s->p);
	if (n == 0 || n > DECIMALS)
		return BAD(s, "sau dấu phẩy thập phân phải có 1 đến %d chữ số", DECIMALS);
	for (int i = 0; i < n; i++)
		*v += (*s->p++ - '0') * (scale /= 10);
	return RC_OK;
}

static enum rc read_number(struct part *s, int64_t *out)
{
	int n = run_of_digits(s->p);
	if (!n)
		return BAD(s, *s->p == '-' ? "số không được âm" : "chỗ này phải là một con số");
	int64_t v = 0;
	enum rc rc = add_digits(s, n, &v);
	if (!rc)
		rc = read_groups(s, n, &v);
	if (!rc)
		rc = read_decimals(s, &v);
	if (!rc)
		*out = v;
	return rc;
}

static enum qualifier read_qualifier(struct part *s)
{
	const char *lower = text_lower(s->a, s->p);
	for (size_t i = 0; i < sizeof qualifiers / sizeof *qualifiers; i++) {
		size_t n = strlen(qualifiers[i].word);
		bool word =
			(unsigned char)qualifiers[i].word[0] >= 'a' && qualifiers[i].word[0] != '~';
		if (!text_has_prefix(lower, qualifiers[i].word) || (word && lower[n] != ' '))
			continue;
		s->p += n;
		skip_blanks(s);
		return qualifiers[i].qualifier;
	}
	return QUALIFIER_NONE;
}

/* "-", "–" or "đến" between the ends of a range. */
static bool read_dash(struct part *s)
{
	static const char *const dashes[] = { "-", "–", "đến " };
	const char *start = s->p;
	skip_blanks(s);
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (text_has_prefix(s->p, dashes[i])) {
			s->p += strlen(dashes[i]);
			skip_blanks(s);
			return true;
		}
	s->p = start;
	return false;
}

static enum rc read_range(struct part *s, struct quantity *q)
{
	enum rc rc = read_number(s, &q->max);
	if (rc)
		return rc;
	q->has_max = true;
	return q->max > q->value ? RC_OK : BAD(s, "khoảng số phải viết từ nhỏ đến lớn (20-30)");
}

static enum rc read_whole(struct part *s, struct quantity *q)
{
	s->p++;
	enum rc rc = read_number(s, &q->of);
	if (rc)
		return rc;
	q->has_of = true;
	return q->of >= q->value && q->of > 0 ? RC_OK
					      : BAD(s, "phần không được lớn hơn tổng (a/b)");
}

static enum rc read_unit(struct part *s, const struct measure **out)
{
	const char *text = text_trim(s->a, s->p);
	if (!*text)
		return BAD(s, "thiếu đơn vị tính (tin, buổi, lượt người, ...)");
	*out = measure_find(s->a, text);
	if (*out)
		return RC_OK;
	const char *guess = measure_guess(s->a, text);
	if (guess)
		return BAD(s, "không có đơn vị tính “%s”; có phải là “%s”?", text, guess);
	return BAD(s, "không có đơn vị tính “%s”", text);
}

/* "1,500 lượt người" is mostly 1.500 in the foreign way of writing. */
static enum rc check_whole(struct part *s, const struct measure *m, const struct quantity *q)
{
	int64_t numbers[] = { q->value, q->has_max ? q->max : 0, q->has_of ? q->of : 0 };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers && !m->divisible; i++)
		if (numbers[i] % QUANTITY_ONE)
			return BAD(s,
				"“%s” phải là số nguyên; hàng nghìn ngăn bằng dấu chấm (1.500)",
				m->name);
	return RC_OK;
}

static enum rc read_not_counted(struct part *s, size_t skip, struct quantity *q)
{
	s->p += skip;
	const struct measure *m;
	*q = (struct quantity){ .counted = false };
	if (!*text_trim(s->a, s->p))
		return RC_OK;
	enum rc rc = read_unit(s, &m);
	if (!rc)
		q->unit = m->name;
	return rc;
}

static enum rc read_part(struct part *s, struct quantity *q)
{
	const char *lower = text_lower(s->a, s->p);
	for (size_t i = 0; i < sizeof not_counted / sizeof *not_counted; i++)
		if (text_has_prefix(lower, not_counted[i]))
			return read_not_counted(s, strlen(not_counted[i]), q);
	if (text_has_prefix(lower, "từ ") && strstr(lower, " đến ")) /* "từ 20 đến 30 hồ sơ" */
		s->p += strlen("từ ");
	*q = (struct quantity){ .counted = true, .qualifier = read_qualifier(s) };
	enum rc rc = read_number(s, &q->value);
	if (rc)
		return rc;
	if (*s->p == '/' && is_digit(s->p[1]))
		rc = read_whole(s, q);
	else if (read_dash(s))
		rc = read_range(s, q);
	const struct measure *m = NULL;
	if (!rc)
		rc = read_unit(s, &m);
	if (!rc)
		rc = check_whole(s, m, q);
	if (!rc)
		q->unit = m->name;
	return rc;
}

/* `own` takes what lives for this call only: the words looked at by the dozen. */
static enum rc parse(
	struct arena *a, struct arena *own, const char *cell, struct quantities *out, struct err *e)
{
	struct quantities list = { 0 };
	struct texts parts = text_split(own, cell, ';');
	for (size_t i = 0; i < parts.n; i++) {
		const char *text = text_squeeze(own, parts.v[i]);
		struct part s = { own, text, text, e };
		struct quantity q;
		enum rc rc = read_part(&s, &q);
		if (rc)
			return rc;
		for (size_t k = 0; k < list.n; k++)
			if (text_eq(list.v[k].unit, q.unit))
				return ERR(e, RC_INVALID, "quantity",
					"số liệu “%.80s”: đơn vị tính này đã có trong ô", text);
		ARENA_PUSH(own, &list, q);
	}
	out->v = arena_grow(
		a, list.n ? list.v : NULL, list.n * sizeof *list.v, list.n * sizeof *list.v);
	out->n = out->cap = list.n;
	for (size_t i = 0; i < list.n; i++) /* a rate's unit was made for this call */
		if (list.v[i].unit && strchr(list.v[i].unit, '/'))
			out->v[i].unit = arena_strdup(a, list.v[i].unit);
	return RC_OK;
}

enum rc quantities_parse(struct arena *a, const char *cell, struct quantities *out, struct err *e)
{
	struct arena *own = arena_new();
	enum rc rc = parse(a, own, cell, out, e);
	arena_free(own);
	return rc;
}

const char *quantity_decimal(struct arena *a, int64_t v)
{
	if (v % QUANTITY_ONE == 0)
		return arena_printf(a, "%lld", (long long)(v / QUANTITY_ONE));
	char *s = arena_printf(
		a, "%lld.%03lld", (long long)(v / QUANTITY_ONE), (long long)(v % QUANTITY_ONE));
	for (size_t n = strlen(s); s[n - 1] == '0'; n--)
		s[n - 1] = '\0';
	return s;
}

const char *quantity_number(struct arena *a, int64_t v)
{
	const char *plain = quantity_decimal(a, v);
	size_t whole = strcspn(plain, ".");
	struct buf b;
	buf_init(&b, a, 64);
	for (size_t i = 0; i < whole; i++) {
		if (i && (whole - i) % GROUP == 0)
			buf_putc(&b, '.');
		buf_putc(&b, plain[i]);
	}
	if (plain[whole])
		buf_printf(&b, ",%s", plain + whole + 1);
	return b.p;
}

static const char *number_in_style(struct arena *a, int64_t v, enum quantity_style style)
{
	bool pad = style == QUANTITY_OFFICIAL && v > 0 && v < 10 * QUANTITY_ONE &&
		   v % QUANTITY_ONE == 0;
	return arena_printf(a, "%s%s", pad ? "0" : "", quantity_number(a, v));
}

const char *quantity_print(struct arena *a, const struct quantity *q, enum quantity_style style)
{
	struct buf b;
	buf_init(&b, a, 1024);
	if (!q->counted) {
		buf_printf(&b, "chưa thống kê%s%s", q->unit ? " " : "", q->unit ? q->unit : "");
		return b.p;
	}
	if (q->qualifier)
		buf_printf(&b, "%s ", qualifier_word(q->qualifier));
	if (q->has_of)
		buf_printf(&b, "%s/%s", quantity_number(a, q->value), quantity_number(a, q->of));
	else
		buf_puts(&b, number_in_style(a, q->value, style));
	if (q->has_max)
		buf_printf(&b, "-%s", number_in_style(a, q->max, style));
	buf_printf(&b, "%s%s", text_eq(q->unit, "%") ? "" : " ", q->unit);
	return b.p;
}

static int64_t upper(const struct quantity *q)
{
	return q->has_max ? q->max : q->value;
}

/* Sign of a/whole_a - b/whole_b; exact, since products of two numbers in range fit 128 bits. */
static int compare_shares(int64_t a, int64_t whole_a, int64_t b, int64_t whole_b)
{
	__extension__ __int128 left = a, right = b;
	left *= whole_b;
	right *= whole_a;
	return (left > right) - (left < right);
}

/* Is a's share of the whole (or, without wholes, its number) larger than b's? */
static bool covers_more(const struct quantity *a, const struct quantity *b)
{
	if (a->has_of && b->has_of) {
		int order = compare_shares(a->value, a->of, b->value, b->of);
		return order ? order > 0 : a->value > b->value;
	}
	return a->value != b->value ? a->value > b->value : a->has_of && !b->has_of;
}

static void join_spans(struct quantity *sum, const struct quantity *q)
{
	int64_t top = upper(sum) > upper(q) ? upper(sum) : upper(q);
	sum->value = sum->value < q->value ? sum->value : q->value;
	sum->max = top;
	sum->has_max = top > sum->value;
	sum->has_of = false;
}

static bool join_sums(struct quantity *sum, const struct quantity *q)
{
	if (upper(sum) > LARGEST - upper(q) ||
		(sum->has_of && q->has_of && sum->of > LARGEST - q->of))
		return false;
	int64_t top = upper(sum) + upper(q);
	sum->value += q->value;
	sum->max = top;
	sum->has_max = top > sum->value;
	/* A part without its whole beside parts with theirs: the whole is no longer known. */
	sum->has_of = sum->has_of && q->has_of;
	sum->of = sum->has_of ? sum->of + q->of : 0;
	return true;
}

bool quantity_join(struct quantity *sum, const struct quantity *q, enum measure_join join)
{
	if (join == MEASURE_PLACE) {
		if (covers_more(q, sum))
			*sum = *q;
		return true;
	}
	enum qualifier both = sum->qualifier;
	if (!both)
		both = q->qualifier;
	else if (q->qualifier && q->qualifier != both)
		both = QUALIFIER_ABOUT;
	if (join == MEASURE_RATE)
		join_spans(sum, q);
	else if (!join_sums(sum, q))
		return false;
	sum->qualifier = both;
	return true;
}

bool quantity_reaches(const struct quantity *value, const struct quantity *target)
{
	bool below = value->qualifier == QUALIFIER_NEAR || value->qualifier == QUALIFIER_UNDER;
	if (value->has_of && target->has_of) {
		int order = compare_shares(value->value, value->of, target->value, target->of);
		return below ? order > 0 : order >= 0;
	}
	return below ? value->value > target->value : value->value >= target->value;
}
