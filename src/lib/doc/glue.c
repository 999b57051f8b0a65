#include "lib/doc/glue.h"

#include <string.h>

/* Bytes: longer tokens (addresses) may be broken; longer numbers stand without their leader. */
enum { TOKEN_MAX = 40, SHORT_MAX = 5 };

/* Words that a short number belongs to. */
static const char *const leaders[] = { "số", "Số", "ngày", "Ngày", "tháng", "Tháng", "năm", "Năm",
	"quý", "Quý", "điều", "Điều", "khoản", "Khoản", "lần", "thứ", "mục", "Mục", "lục" };

/* Words of two syllables in the names of offices, which stand in narrow columns. */
static const char *const pairs[][2] = { { "ỦY", "BAN" }, { "NHÂN", "DÂN" }, { "HỘI", "ĐỒNG" },
	{ "VĂN", "PHÒNG" }, { "VĂN", "HÓA" }, { "TRUNG", "TÂM" }, { "HÀNH", "CHÍNH" } };

static bool same(const char *word, const char *p, size_t n)
{
	return strlen(word) == n && !memcmp(word, p, n);
}

static bool is_leader(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof leaders / sizeof *leaders; i++)
		if (same(leaders[i], p, n))
			return true;
	return false;
}

static bool is_pair(const char *p, size_t n, const char *q, size_t m)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (same(pairs[i][0], p, n) && same(pairs[i][1], q, m))
			return true;
	return false;
}

/* Begins with a digit, or is a Roman number with what may follow it. */
static bool is_number(const char *p, size_t n)
{
	if (p[0] >= '0' && p[0] <= '9')
		return true;
	size_t roman = strspn(p, "IVX");
	return roman && roman <= n && (roman == n || strchr(",.;:)", p[roman]));
}

/* A "/" or "-" with something on both sides. */
static bool is_joined(const char *p, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++)
		if (p[i] == '/' || p[i] == '-')
			return n <= TOKEN_MAX;
	return false;
}

/* Two words, the second at q, that belong on one line. A lone dash does not begin a line. */
static bool is_led(const char *p, size_t n, const char *q, size_t m)
{
	if (!n)
		return false;
	if (same("-", q, m) || same("–", q, m) || is_pair(p, n, q, m))
		return true;
	return m <= SHORT_MAX && is_number(q, m) && is_leader(p, n);
}

bool glue_next(const char *text, size_t *from, struct glue *out)
{
	size_t at = *from, before = at;
	while (before && text[before - 1] != ' ')
		before--;
	size_t before_n = at - before;
	for (;;) {
		size_t blank = strspn(text + at, " "), start = at + blank,
		       n = strcspn(text + start, " ");
		if (!n)
			return false;
		bool led = blank == 1 && is_led(text + before, before_n, text + start, n);
		if (led || is_joined(text + start, n)) {
			*out = (struct glue){ led ? start - 1 : start, start + n };
			*from = start + n;
			return true;
		}
		before = start;
		before_n = n;
		at = start + n;
	}
}
