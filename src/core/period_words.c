/* Periods as people write them: "Quý IV/2026", "6 tháng đầu năm 2024". */
#include <string.h>

#include "core/period.h"
#include "lib/base/text.h"

/* Words of a span as text_fold and words_of leave them, and its code; a year follows. */
static const struct {
	const char *words, *code;
} spans[] = {
	{ "nam", "" },
	{ "ca nam", "" },
	{ "6 thang dau nam", "6M" },
	{ "6 thang dau", "6M" },
	{ "sau thang dau nam", "6M" },
	{ "6 thang nam", "6M" },
	{ "6 thang cuoi nam", "6M2" },
	{ "6 thang cuoi", "6M2" },
	{ "sau thang cuoi nam", "6M2" },
	{ "9 thang dau nam", "9M" },
	{ "9 thang dau", "9M" },
	{ "chin thang dau nam", "9M" },
	{ "9 thang nam", "9M" },
};

static const char *const quarters[] = { "i", "ii", "iii", "iv" };

/* Folded words with one blank between them; "/", "," and "." part words too. */
static struct texts words_of(struct arena *a, const char *text)
{
	char *s = arena_strdup(a, text_fold(a, text));
	for (char *p = s; *p; p++)
		if (strchr("/,.", *p))
			*p = ' ';
	return text_split(a, text_squeeze(a, s), ' ');
}

/* A whole number of at most two digits; 0: none. */
static int small(const char *s)
{
	size_t n = strspn(s, "0123456789");
	if (!n || n > 2 || s[n])
		return 0;
	return n == 1 ? s[0] - '0' : (s[0] - '0') * 10 + s[1] - '0';
}

static int quarter(const char *s)
{
	for (size_t i = 0; i < sizeof quarters / sizeof *quarters; i++)
		if (text_eq(quarters[i], s))
			return (int)i + 1;
	return small(s) <= 4 ? small(s) : 0;
}

/* "quy iv", "thang 3", with or without "nam" behind: the token's code, or NULL. */
static const char *numbered(struct arena *a, const struct texts *w)
{
	if (w->n != 2 && !(w->n == 3 && text_eq(w->v[2], "nam")))
		return NULL;
	if (text_eq(w->v[0], "quy") && quarter(w->v[1]))
		return arena_printf(a, "Q%d", quarter(w->v[1]));
	if (text_eq(w->v[0], "thang") && small(w->v[1]))
		return arena_printf(a, "%02d", small(w->v[1]));
	return NULL;
}

static const char *code_of(struct arena *a, const struct texts *w)
{
	const char *said = text_join(a, w, " ");
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		if (text_eq(spans[i].words, said))
			return spans[i].code;
	return numbered(a, w);
}

/* "tu ngay 05/01/2024 den ngay 10/02/2024" */
static const char *days_of(struct arena *a, const char *text)
{
	struct texts w = text_split(a, text_squeeze(a, text_fold(a, text)), ' ');
	struct date days[2];
	size_t n = 0;
	for (size_t i = 0; i < w.n; i++) {
		static const char *const between[] = { "tu", "den", "ngay", "-", "–" };
		bool filler = false;
		for (size_t k = 0; k < sizeof between / sizeof *between; k++)
			filler |= text_eq(between[k], w.v[i]);
		if (!filler && (n == 2 || !date_parse_vn(w.v[i], &days[n++])))
			return NULL;
	}
	return n < 2 ? NULL : arena_printf(a, "%s..%s", date_iso(a, days[0]), date_iso(a, days[1]));
}

/* The token of what people wrote, or NULL. */
static const char *token_of(struct arena *a, const char *text)
{
	const char *days = days_of(a, text);
	struct texts w = words_of(a, text);
	if (days || w.n < 2)
		return days;
	const char *year = w.v[--w.n], *code = NULL;
	if (strlen(year) == 4 && strspn(year, "0123456789") == 4)
		code = code_of(a, &w);
	return !code ? NULL : *code ? arena_printf(a, "%s-%s", year, code) : year;
}

enum rc period_typed(struct arena *a, const char *text, enum period_window window,
	struct period *out, struct err *e)
{
	const char *trimmed = text_trim(a, text), *token = token_of(a, trimmed);
	struct err none;
	err_init(&none, a);
	enum rc rc = period_parse(a, token ? token : trimmed, window, out, &none);
	if (!rc)
		return RC_OK;
	if (token && strstr(none.message, "581/BNV-CCHC"))
		return ERR(e, rc, "period", "%s", none.message);
	return token ? ERR(e, rc, "period", "không có kỳ “%.60s”", trimmed)
		     : ERR(e, rc, "period", "%s", none.message);
}
