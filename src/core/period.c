#include "core/period.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"

/* The spans of a year that reports are made for. The CCHC window is "15/12 of the year before to
 * the 14th of the last month"; where it has none, the State asks for no such report (quý II is in
 * the 6 months, quý IV in the year). Source: công văn 581/BNV-CCHC; Nghị định 09/2019/NĐ-CP,
 * Điều 12. */
static const struct span {
	const char *code, *label;
	int first, last; /* months */
	bool cchc;
	int cchc_first; /* month before the 15th of which the window begins; 0: December before */
} spans[] = {
	{ "", "năm", 1, 12, true, 0 },
	{ "Q1", "quý I", 1, 3, true, 0 },
	{ "Q2", "quý II", 4, 6, false, 0 },
	{ "Q3", "quý III", 7, 9, true, 6 },
	{ "Q4", "quý IV", 10, 12, false, 0 },
	{ "6M", "6 tháng đầu năm", 1, 6, true, 0 },
	{ "6M2", "6 tháng cuối năm", 7, 12, false, 0 },
	{ "9M", "9 tháng đầu năm", 1, 9, false, 0 },
};

/* Other spellings that people use for the same spans. */
static const struct {
	const char *written, *meant;
} spellings[] = { { "H1", "6M" }, { "6T", "6M" }, { "9T", "9M" }, { "H2", "6M2" } };

static const char forms[] =
	"các dạng kỳ: quý IV năm 2024, quý IV/2024, tháng 3/2024, năm 2024, "
	"6 tháng đầu năm 2024, từ 05/01/2024 đến 10/02/2024; hoặc mã: 2024, 2024-03, "
	"2024-Q1, 2024-6M, 2024-9M, 2024-01-05..2024-02-10; kỳ báo cáo CCHC: "
	"2024-Q1-cchc, 2024-6M-cchc, 2024-Q3-cchc, 2024-cchc";

static enum rc no_such(struct arena *a, const char *token, struct err *e)
{
	(void)a;
	return ERR(e, RC_INVALID, "period", "không hiểu kỳ “%.60s”; %s", token, forms);
}

static struct date month_end(int year, int month)
{
	return (struct date){ year, month, date_days_in_month(year, month) };
}

static void calendar_span(struct arena *a, int year, const struct span *s, struct period *out)
{
	out->from = (struct date){ year, s->first, 1 };
	out->to = month_end(year, s->last);
	out->token = *s->code ? arena_printf(a, "%04d-%s", year, s->code)
			      : arena_printf(a, "%04d", year);
	if (strstr(s->label, "năm")) /* "6 tháng đầu năm 2024" */
		out->label = arena_printf(a, "%s %d", s->label, year);
	else
		out->label = arena_printf(a, "%s năm %d", s->label, year);
}

static void cchc_span(struct arena *a, int year, const struct span *s, struct period *out)
{
	calendar_span(a, year, s, out);
	out->from = s->cchc_first ? (struct date){ year, s->cchc_first, 15 }
				  : (struct date){ year - 1, 12, 15 };
	out->to = (struct date){ year, s->last, 14 };
	out->token = arena_printf(a, "%s-cchc", out->token);
}

static const struct span *find_span(const char *code)
{
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (text_eq(spellings[i].written, code))
			code = spellings[i].meant;
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		if (text_eq(spans[i].code, code))
			return &spans[i];
	return NULL;
}

static bool parse_month(struct arena *a, const char *code, int year, struct period *out)
{
	if (strlen(code) != 2 || strspn(code, "0123456789") != 2)
		return false;
	int month = (code[0] - '0') * 10 + code[1] - '0';
	if (month < 1 || month > 12)
		return false;
	out->from = (struct date){ year, month, 1 };
	out->to = month_end(year, month);
	out->token = arena_printf(a, "%04d-%02d", year, month);
	out->label =
		arena_printf(a, month < 3 ? "tháng %02d năm %d" : "tháng %d năm %d", month, year);
	return true;
}

static bool parse_dates(struct arena *a, const char *token, struct period *out)
{
	const char *dots = strstr(token, "..");
	if (!dots)
		return false;
	struct date from, to;
	if (!date_parse_iso(arena_strndup(a, token, (size_t)(dots - token)), &from) ||
		!date_parse_iso(dots + 2, &to) || date_cmp(from, to) > 0)
		return false;
	*out = (struct period){ .token = arena_strdup(a, token), .from = from, .to = to };
	out->label =
		arena_printf(a, "từ ngày %s đến ngày %s", date_short(a, from), date_short(a, to));
	return true;
}

static bool parse_year(const char *token, int *year)
{
	if (strspn(token, "0123456789") != 4 || (token[4] && token[4] != '-'))
		return false;
	*year = 0;
	for (int i = 0; i < 4; i++)
		*year = *year * 10 + token[i] - '0';
	return *year >= 1900;
}

enum rc period_parse(struct arena *a, const char *token, enum period_window window,
	struct period *out, struct err *e)
{
	struct period p = { 0 };
	if (parse_dates(a, token, &p)) {
		*out = p;
		return RC_OK;
	}
	int year;
	if (!parse_year(token, &year))
		return no_such(a, token, e);
	const char *code = token[4] ? text_upper(a, token + 5) : "";
	size_t n = strlen(code);
	if (n >= 4 && text_eq(code + n - 4, "CCHC")) {
		window = PERIOD_CCHC;
		code = arena_strndup(a, code, n - 4 - (n > 4 && code[n - 5] == '-'));
	}
	if (parse_month(a, code, year, &p)) {
		*out = p;
		return RC_OK;
	}
	const struct span *s = find_span(code);
	if (!s || (token[4] && !token[5]))
		return no_such(a, token, e);
	if (window == PERIOD_CCHC && !s->cchc)
		return ERR(e, RC_INVALID, "period",
			"không có kỳ báo cáo CCHC riêng cho %s (581/BNV-CCHC: quý I, 6 tháng, quý III, năm)",
			s->label);
	if (window == PERIOD_CCHC)
		cchc_span(a, year, s, &p);
	else
		calendar_span(a, year, s, &p);
	*out = p;
	return RC_OK;
}

/* What a token says: "2024-Q1-cchc" is 2024, "Q1", cchc. */
struct named {
	int year;
	const char *code;
	bool cchc;
};

static const struct follow {
	const char *code;
	bool cchc;
	const char *next;
	int years; /* until the next */
} follows[] = {
	{ "Q1", false, "Q2", 0 },
	{ "Q2", false, "Q3", 0 },
	{ "Q3", false, "Q4", 0 },
	{ "Q4", false, "Q1", 1 },
	{ "6M", false, "6M2", 0 },
	{ "6M2", false, "6M", 1 },
	{ "9M", false, "Q4", 0 },
	{ "", false, "", 1 },
	{ "Q1", true, "6M", 0 },
	{ "6M", true, "Q3", 0 },
	{ "Q3", true, "", 0 },
	{ "", true, "Q1", 1 },
};

static struct named name_of(struct arena *a, const char *token)
{
	struct named x = { .code = token[4] ? token + 5 : "" };
	size_t n = strlen(x.code);
	parse_year(token, &x.year);
	x.cchc = n >= 4 && text_eq(x.code + n - 4, "cchc");
	if (x.cchc)
		x.code = arena_strndup(a, x.code, n - 4 - (n > 4));
	return x;
}

/* The period of that name; p itself where the calendar of Loa ends. */
static struct period period_of(struct arena *a, const struct period *p, struct named x)
{
	struct period out = *p;
	struct err e;
	err_init(&e, a);
	const char *token = arena_printf(
		a, "%04d%s%s%s", x.year, *x.code ? "-" : "", x.code, x.cchc ? "-cchc" : "");
	return period_parse(a, token, PERIOD_CALENDAR, &out, &e) ? *p : out;
}

static int days_of(const struct period *p)
{
	int n = 1;
	for (struct date d = p->from; date_cmp(d, p->to) < 0; d = date_add_days(d, 1))
		n++;
	return n;
}

static struct period between(
	struct arena *a, const struct period *p, struct date from, struct date to)
{
	struct period out = *p;
	parse_dates(a, arena_printf(a, "%s..%s", date_iso(a, from), date_iso(a, to)), &out);
	return out;
}

static bool month_of(const char *code, int *month)
{
	*month = code[0] >= '0' && code[0] <= '1' && code[1] >= '0' && code[1] <= '9'
			 ? (code[0] - '0') * 10 + code[1] - '0'
			 : 0;
	return *month && !code[2];
}

static struct named month_by(struct arena *a, struct named x, int month)
{
	x.year += month > 12 ? 1 : month < 1 ? -1 : 0;
	x.code = arena_printf(a, "%02d", month > 12 ? 1 : month < 1 ? 12 : month);
	return x;
}

struct period period_next(struct arena *a, const struct period *p)
{
	if (strstr(p->token, ".."))
		return between(a, p, date_add_days(p->to, 1), date_add_days(p->to, days_of(p)));
	struct named x = name_of(a, p->token);
	int month;
	if (month_of(x.code, &month))
		return period_of(a, p, month_by(a, x, month + 1));
	for (size_t i = 0; i < sizeof follows / sizeof *follows; i++) {
		const struct follow *f = &follows[i];
		if (f->cchc == x.cchc && text_eq(f->code, x.code))
			return period_of(
				a, p, (struct named){ x.year + f->years, f->next, x.cchc });
	}
	return period_of(a, p, (struct named){ x.year + 1, x.code, x.cchc });
}

struct period period_previous(struct arena *a, const struct period *p)
{
	if (strstr(p->token, ".."))
		return between(
			a, p, date_add_days(p->from, -days_of(p)), date_add_days(p->from, -1));
	struct named x = name_of(a, p->token);
	int month;
	if (month_of(x.code, &month))
		return period_of(a, p, month_by(a, x, month - 1));
	if (!x.cchc && x.code[0] == 'Q') {
		int quarter = x.code[1] - '0' - 1;
		x.year -= quarter ? 0 : 1;
		x.code = arena_printf(a, "Q%d", quarter ? quarter : 4);
		return period_of(a, p, x);
	}
	x.year--;
	return period_of(a, p, x);
}

bool period_holds(const struct period *p, struct date d)
{
	return date_cmp(p->from, d) <= 0 && date_cmp(d, p->to) <= 0;
}
