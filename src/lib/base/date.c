#include "lib/base/date.h"

#include <stdio.h>
#include <string.h>

int date_days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (month < 1 || month > 12)
		return 0;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

bool date_valid(struct date d)
{
	return d.year >= 1900 && d.year <= 9999 && d.day >= 1 &&
	       d.day <= date_days_in_month(d.year, d.month);
}

bool date_none(struct date d)
{
	return !d.year && !d.month && !d.day;
}

int date_cmp(struct date a, struct date b)
{
	int ka = a.year * 10000 + a.month * 100 + a.day;
	int kb = b.year * 10000 + b.month * 100 + b.day;
	return (ka > kb) - (ka < kb);
}

struct date date_add_days(struct date d, int days)
{
	d.day += days;
	while (d.day > date_days_in_month(d.year, d.month)) {
		d.day -= date_days_in_month(d.year, d.month);
		if (++d.month > 12) {
			d.month = 1;
			d.year++;
		}
	}
	while (d.day < 1) {
		if (--d.month < 1) {
			d.month = 12;
			d.year--;
		}
		d.day += date_days_in_month(d.year, d.month);
	}
	return d;
}

/* Reads 1 to max digits. Returns the number of digits, 0 for none or too many. */
static int digits(const char **s, int max, int *out)
{
	int n = 0, v = 0;
	while (**s >= '0' && **s <= '9') {
		if (++n > max)
			return 0;
		v = v * 10 + (*(*s)++ - '0');
	}
	*out = v;
	return n;
}

static bool finish(const char *rest, struct date d, struct date *out)
{
	if (*rest || !date_valid(d))
		return false;
	*out = d;
	return true;
}

bool date_parse_iso(const char *s, struct date *out)
{
	struct date d;
	if (digits(&s, 4, &d.year) != 4 || *s++ != '-' || digits(&s, 2, &d.month) != 2 ||
		*s++ != '-' || digits(&s, 2, &d.day) != 2)
		return false;
	return finish(s, d, out);
}

bool date_parse_vn(const char *s, struct date *out)
{
	if (date_parse_iso(s, out))
		return true;
	struct date d;
	if (!digits(&s, 2, &d.day))
		return false;
	char sep = *s++;
	if (!sep || !strchr("/-.", sep))
		return false;
	if (!digits(&s, 2, &d.month) || *s++ != sep || digits(&s, 4, &d.year) != 4)
		return false;
	return finish(s, d, out);
}

/* Behind what parts hours from minutes; NULL: nothing does. bare: the hour may stand alone. */
static const char *behind_hour(const char *s, bool *bare)
{
	static const char *const words[] = { "giờ", "Giờ", "gio", "g", "G", "h", "H" };
	*bare = false;
	if (*s == ':' || *s == '.')
		return s + 1;
	*bare = true;
	s += strspn(s, " ");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strncmp(s, words[i], strlen(words[i])))
			return s + strlen(words[i]);
	return NULL;
}

bool date_clock_parse(const char *s, int *minutes)
{
	enum { HOURS = 24, HOUR = 60 };
	int hour, minute = 0;
	bool bare;
	s += strspn(s, " ");
	if (!digits(&s, 2, &hour) || !(s = behind_hour(s, &bare)))
		return false;
	s += bare ? strspn(s, " ") : 0;
	if ((*s || !bare) && digits(&s, 2, &minute) != 2)
		return false;
	s += strspn(s, " ");
	if (*s || hour >= HOURS || minute >= HOUR)
		return false;
	*minutes = hour * HOUR + minute;
	return true;
}

const char *date_full_year(struct arena *a, const char *s)
{
	size_t n = strlen(s);
	struct date d;
	if (n < 6 || n > 8 || strspn(s, "0123456789/-.") != n || !strchr("/-.", s[n - 3]))
		return NULL;
	const char *full = arena_printf(a, "%.*s20%s", (int)(n - 2), s, s + n - 2);
	return date_parse_vn(full, &d) ? full : NULL;
}

struct date date_partial(const char *iso)
{
	struct date d = { 0 };
	for (const char *p = iso; *p; p++) {
		int *part = p - iso < 4 ? &d.year : p - iso < 7 ? &d.month : &d.day;
		if (*p >= '0' && *p <= '9')
			*part = *part * 10 + (*p - '0');
	}
	return d;
}

const char *date_iso(struct arena *a, struct date d)
{
	if (!d.year)
		return "";
	if (!d.month)
		return arena_printf(a, "%04d", d.year);
	if (!d.day)
		return arena_printf(a, "%04d-%02d", d.year, d.month);
	return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

const char *date_short(struct arena *a, struct date d)
{
	return arena_printf(a, d.month < 3 ? "%02d/%02d/%d" : "%02d/%d/%d", d.day, d.month, d.year);
}

int64_t date_moment(struct date d)
{
	struct tm tm = { .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day };
	return (int64_t)timegm(&tm) - DATE_ZONE;
}

struct tm date_clock(int64_t moment)
{
	time_t t = (time_t)moment + DATE_ZONE;
	struct tm tm;
	gmtime_r(&t, &tm);
	return tm;
}

struct date date_of(int64_t moment)
{
	struct tm tm = date_clock(moment);
	return (struct date){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

struct date date_today(void)
{
	return date_of(time(NULL));
}
