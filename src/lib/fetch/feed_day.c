#include "lib/fetch/feed_day.h"

#include <string.h>

#include "lib/base/text.h"

enum { YEAR_MIN = 1990, HERE = 7 * 60 /* minutes before UTC */, SHOWN = 60 };

/* What was found; the order of day and month may be open. */
struct found {
	struct date d;
	bool numbers; /* a/b/year: which of both is the day depends on the writer */
	int weekday; /* 0 Sunday; -1: not said */
	bool has_time, has_zone, half; /* half: AM or PM, which Americans write */
	int minutes, zone;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z');
}

/* Digits at p, at most max of them, with none behind; their number, 0: none. */
static int number(const char *p, int max, int *out)
{
	int n = 0, v = 0;
	while (is_digit(p[n])) {
		if (n == max)
			return 0;
		v = v * 10 + p[n++] - '0';
	}
	*out = v;
	return n;
}

static const char *skip(const char *p, const char *what)
{
	return p + strspn(p, what);
}

/* "2024-03-05", "2024/03/05", "20240305" */
static bool read_iso(const char *p, struct found *f)
{
	int y, m, d, n = number(p, 8, &y);
	if (n == 8) {
		f->d = (struct date){ y / 10000, y / 100 % 100, y % 100 };
		return f->d.year >= 1900 && f->d.year < 2100;
	}
	if (n != 4 || (p[4] != '-' && p[4] != '/') || !(n = number(p + 5, 2, &m)))
		return false;
	p += 5 + n;
	if ((*p != '-' && *p != '/') || !number(p + 1, 2, &d))
		return false;
	f->d = (struct date){ y, m, d };
	return true;
}

static int full_year(int digits, int y)
{
	return digits == 4 ? y : digits == 2 ? (y < 70 ? 2000 + y : 1900 + y) : 0;
}

/* "05/03/2024" with / - or . between, the same both times. */
static bool read_numbers(const char *p, struct found *f)
{
	int d, m, y, n = number(p, 2, &d);
	char between = n ? p[n] : 0;
	if (!between || !strchr("/-.", between))
		return false;
	p += n + 1;
	if (!(n = number(p, 2, &m)) || p[n] != between)
		return false;
	p += n + 1;
	if (!(n = number(p, 4, &y)) || n != 4)
		return false;
	f->d = (struct date){ y, m, d };
	f->numbers = true;
	return true;
}

static int month_named(const char *p, size_t *used)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december" };
	size_t n = 0;
	while (p[n] >= 'a' && p[n] <= 'z')
		n++;
	for (int i = 0; i < 12; i++)
		if (n >= 3 && n <= strlen(names[i]) && !strncmp(p, names[i], n)) {
			*used = n;
			return i + 1;
		}
	if (n == 4 && !strncmp(p, "sept", 4)) {
		*used = n;
		return 9;
	}
	return 0;
}

/* "05 mar 2024", "5-mar-24", "mar 5, 2024" */
static bool read_english(const char *p, struct found *f)
{
	int d = 0, y, n = number(p, 2, &d), m;
	size_t used;
	bool day_first = n > 0;
	p = skip(p + n, " -");
	m = month_named(p, &used);
	if (!m)
		return false;
	p = skip(p + used, " -.,");
	if (!day_first) {
		if (!(n = number(p, 2, &d)))
			return false;
		p = skip(p + n, " ,");
	}
	n = number(p, 4, &y);
	f->d = (struct date){ full_year(n, y), m, d };
	return f->d.year > 0;
}

static int month_vietnamese(const char *p, size_t *used)
{
	static const char *const names[] = { "muoi hai", "muoi mot", "muoi", "chin", "tam", "bay",
		"sau", "nam", "tu", "ba", "hai", "mot" };
	int m, n = number(p, 2, &m);
	*used = (size_t)n;
	if (n)
		return m;
	for (int i = 0; i < 12; i++) {
		*used = strlen(names[i]);
		if (!strncmp(p, names[i], *used) && !is_word(p[*used]))
			return 12 - i;
	}
	return 0;
}

/* "05 thang 3 nam 2024", "5 thang ba, 2024" */
static bool read_vietnamese(const char *p, struct found *f)
{
	int d, y, n = number(p, 2, &d), m;
	size_t used;
	p = skip(p + n, " ");
	if (!n || strncmp(p, "thang ", 6) != 0 || !(m = month_vietnamese(skip(p + 6, " "), &used)))
		return false;
	p = skip(skip(p + 6, " ") + used, " ,/-");
	if (!strncmp(p, "nam ", 4))
		p = skip(p + 4, " ");
	if (number(p, 4, &y) != 4)
		return false;
	f->d = (struct date){ y, m, d };
	return true;
}

static bool read_day(const char *s, struct found *f)
{
	for (const char *p = s; *p; p++) {
		if ((p > s && is_word(p[-1])) || !is_word(*p))
			continue;
		if (read_iso(p, f) || read_numbers(p, f) || read_english(p, f) ||
			read_vietnamese(p, f))
			return true;
	}
	return false;
}

static int weekday_of(const char *s)
{
	static const struct {
		const char *name;
		int day;
	} names[] = { { "sun", 0 }, { "mon", 1 }, { "tue", 2 }, { "wed", 3 }, { "thu,", 4 },
		{ "thursday", 4 }, { "fri", 5 }, { "sat", 6 }, { "chu nhat", 0 }, { "thu hai", 1 },
		{ "thu ba", 2 }, { "thu tu", 3 }, { "thu nam", 4 }, { "thu sau", 5 },
		{ "thu bay", 6 }, { "thu 2", 1 }, { "thu 3", 2 }, { "thu 4", 3 }, { "thu 5", 4 },
		{ "thu 6", 5 }, { "thu 7", 6 } };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strncmp(s, names[i].name, strlen(names[i].name)))
			return names[i].day;
	return -1;
}

static bool read_offset(const char *p, int *out)
{
	int h, m = 0, n = number(p + 1, 4, &h);
	if ((*p != '+' && *p != '-') || !n)
		return false;
	if (n > 2) {
		m = h % 100;
		h /= 100;
	} else if (p[1 + n] == ':') {
		(void)number(p + 2 + n, 2, &m);
	}
	*out = (*p == '-' ? -1 : 1) * (h * 60 + m);
	return h <= 14 && m < 60;
}

/* Behind the time: "Z", "GMT", "GMT+7", "+0700", "ICT". Other names are not believed. */
static void read_zone(const char *p, struct found *f)
{
	static const struct {
		const char *name;
		int minutes;
	} names[] = { { "gmt", 0 }, { "utc", 0 }, { "ut", 0 }, { "ict", HERE }, { "z", 0 } };
	p = skip(p, " ");
	f->has_zone = read_offset(p, &f->zone);
	for (size_t i = 0; !f->has_zone && i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i].name);
		if (strncmp(p, names[i].name, n) != 0 || is_word(p[n]))
			continue;
		f->has_zone = true;
		f->zone = names[i].minutes;
		(void)read_offset(skip(p + n, " "), &f->zone);
	}
}

/* "08:15", "8:15:00.123 pm", "08h15" */
static void read_time(const char *s, struct found *f)
{
	for (const char *p = s; *p; p++) {
		int h, m, second, n = number(p, 2, &h);
		if (!n || (p > s && is_digit(p[-1])) || (p[n] != ':' && p[n] != 'h') || h > 23 ||
			number(p + n + 1, 2, &m) != 2 || m > 59)
			continue;
		p += n + 3;
		if (*p == ':' && number(p + 1, 2, &second) == 2)
			p += 3;
		if (*p == '.' && is_digit(p[1]))
			p = skip(p + 1, "0123456789");
		const char *q = skip(p, " ");
		bool late = !strncmp(q, "pm", 2) || !strncmp(q, "ch", 2);
		f->half = !strncmp(q, "am", 2) || !strncmp(q, "pm", 2);
		if (late || f->half || !strncmp(q, "sa", 2))
			p = q + 2;
		h = late && h < 12 ? h + 12 : !late && f->half && h == 12 ? 0 : h;
		f->has_time = true;
		f->minutes = h * 60 + m;
		read_zone(p, f);
		return;
	}
}

/* 0: Sunday (Sakamoto). */
static int weekday(struct date d)
{
	static const int shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };
	int y = d.month < 3 ? d.year - 1 : d.year;
	return (y + y / 4 - y / 100 + y / 400 + shift[d.month - 1] + d.day) % 7;
}

static struct date swapped(struct date d)
{
	return (struct date){ d.year, d.day, d.month };
}

/* Which of both numbers is the day. False: it cannot be told. */
static bool settle_order(struct found *f)
{
	struct date other = swapped(f->d);
	bool first = date_valid(f->d), second = date_valid(other);
	if (!f->numbers || !second || f->d.day == f->d.month)
		return true;
	if (!first) {
		f->d = other; /* 3/25/2024 */
		return true;
	}
	if (f->weekday >= 0 && weekday(f->d) != f->weekday && weekday(other) == f->weekday)
		f->d = other;
	else
		return !f->half || f->weekday == weekday(f->d);
	return true;
}

static struct date here(const struct found *f)
{
	int at = f->minutes - f->zone + HERE;
	if (!f->has_time || !f->has_zone)
		return f->d;
	return date_add_days(f->d, at < 0 ? -1 : at >= 24 * 60 ? at / (24 * 60) : 0);
}

static struct feed_day odd(struct arena *a, const char *text, const char *why)
{
	const char *p = text;
	for (int i = 0; i < SHOWN && *p; i++)
		text_next(&p);
	return (struct feed_day){ .why = arena_printf(a, "Ngày ghi “%.*s%s”: %s.", (int)(p - text),
					  text, *p ? "…" : "", why) };
}

struct feed_day feed_day_read(struct arena *a, const char *text, struct date today)
{
	struct found f = { .weekday = -1 };
	const char *shown = text ? text_squeeze(a, text) : "";
	const char *s = text_fold(a, shown);
	if (!*s)
		return (struct feed_day){ .why = "Không ghi ngày." };
	if (!read_day(s, &f))
		return odd(a, shown, "không hiểu được");
	for (const char *p = s; *p && f.weekday < 0; p++)
		if (p == s || !is_word(p[-1]))
			f.weekday = weekday_of(p);
	read_time(s, &f);
	if (!settle_order(&f))
		return odd(a, shown, "không rõ đâu là ngày, đâu là tháng");
	if (f.d.year < YEAR_MIN) /* what machines write for "none": year 1, 1970 */
		return odd(a, shown, "không phải ngày thật");
	if (!date_valid(f.d))
		return odd(a, shown, "không có ngày như vậy");
	struct date d = here(&f);
	if (date_cmp(d, today) > 0)
		return odd(a, shown, "ở tương lai");
	struct feed_day out = { .day = d };
	if (f.numbers && f.weekday >= 0 && weekday(f.d) != f.weekday)
		out.why = odd(a, shown, "thứ và ngày không khớp").why;
	return out;
}
