#include "worker/glue.h"

#include <string.h>

enum { TOKEN_MAX = 40 /* bytes; longer ones (addresses) may be broken */ };

/* Words that a number belongs to. */
static const char *const leaders[] = { "số", "Số", "ngày", "Ngày", "tháng", "Tháng", "năm", "Năm",
	"quý", "Quý", "điều", "Điều", "khoản", "Khoản", "lần", "thứ", "giai đoạn", "mức", "mục",
	"Mục", "Phụ lục", "phụ lục", "lục" };

static bool is_leader(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof leaders / sizeof *leaders; i++)
		if (strlen(leaders[i]) == n && !memcmp(leaders[i], p, n))
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

bool glue_next(const char *text, size_t *from, struct glue *out)
{
	size_t at = *from, before = at, before_n = 0;
	for (;;) {
		size_t blank = strspn(text + at, " "), start = at + blank,
		       n = strcspn(text + start, " ");
		if (!n)
			return false;
		bool led = blank == 1 && is_number(text + start, n) &&
			   is_leader(text + before, before_n);
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
