#include "features/check/check.h"

#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

static struct date period_end(int year, int month)
{
	return (struct date){ year, month, date_days_in_month(year, month) };
}

/* The year behind "năm" in low, 0 for none. */
static int year_in(const char *low)
{
	for (const char *p = find_words(low, low, "năm"); p; p = find_words(low, p + 1, "năm")) {
		const char *q = p + strlen("năm");
		int year;
		q += strspn(q, " ");
		if (read_digits(&q, &year) == 4)
			return year;
	}
	return 0;
}

/* The last day of the period that a title names: "quý I năm 2024", "6 tháng đầu năm 2026", "năm
 * 2025". */
static struct date title_day(const char *low)
{
	static const struct {
		const char *words;
		int month;
	} periods[] = { { "quý i", 3 }, { "quý ii", 6 }, { "quý iii", 9 }, { "quý iv", 12 },
		{ "quý 1", 3 }, { "quý 2", 6 }, { "quý 3", 9 }, { "quý 4", 12 },
		{ "6 tháng đầu", 6 }, { "06 tháng đầu", 6 }, { "9 tháng", 9 }, { "09 tháng", 9 } };
	int year = year_in(low);
	if (year < 2000)
		return (struct date){ 0 };
	for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
		if (has_words(low, periods[i].words))
			return period_end(year, periods[i].month);
	return period_end(year, 12);
}

static struct date find_day(const struct check *c, struct date today)
{
	const struct line *place = check_find(c, EL_PLACE);
	struct place_date d = { 0 };
	struct date titled = title_day(c->subject);
	if (place && place_date_parse(c->a, place->text, &d) && d.year > 1944) {
		struct date day = { d.year, d.month, d.day ? d.day : 1 };
		if (d.month && date_valid(day))
			return day;
		if (d.month)
			return (struct date){ d.year, d.month, 1 };
		if (titled.year == d.year)
			return titled;
		return today.year == d.year ? today : period_end(d.year, 12);
	}
	/* A yearly title of a year that still runs. */
	if (titled.year && date_cmp(titled, today) > 0)
		return today;
	return titled.year ? titled : today;
}

static void begin(struct check *c, struct arena *a, const struct extract *x, struct date today)
{
	*c = (struct check){ .a = a, .x = x };
	check_view(c);
	c->day = find_day(c, today);
	c->layout = layout_at(c->day);
}

struct date check_day(struct arena *a, const struct extract *x, struct date today)
{
	struct check c;
	begin(&c, a, x, today);
	return c.day;
}

/* Insertion sort: stable, and a list is short. */
static void sort(struct finding *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct finding f = v[i];
		size_t k = i;
		for (; k > 0 && v[k - 1].at > f.at; k--)
			v[k] = v[k - 1];
		v[k] = f;
	}
}

void check_document(
	struct arena *a, const struct extract *x, struct date today, struct findings *out)
{
	struct check c;
	size_t first = out->n;
	begin(&c, a, x, today);
	c.out = out;
	check_layout(&c);
	check_head(&c);
	check_number(&c);
	check_date(&c);
	check_tail(&c);
	check_terms(&c);
	check_laws(&c);
	check_channels(&c);
	check_figures(&c);
	check_sums(&c);
	check_prose(&c);
	sort(out->v + first, out->n - first);
}
