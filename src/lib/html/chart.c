#include "lib/html/chart.h"

#include <inttypes.h>

#include "lib/html/chart_int.h"

static int64_t above(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* What the widest bar stands for; at least 1. */
static int64_t scale_of(const struct chart_bars *c)
{
	int64_t top = 1;
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_bar *bar = &c->v[i];
		top = above(top, above(bar->planned, above(bar->done, 0) + above(bar->late, 0)));
	}
	return top;
}

static const char *percent(struct arena *a, int64_t part, int64_t whole)
{
	return arena_printf(a, "%.1f%%", (double)above(part, 0) * 100 / (double)whole);
}

struct chart_widths chart_widths(
	struct arena *a, const struct chart_bars *c, const struct chart_bar *bar)
{
	int64_t whole = scale_of(c);
	return (struct chart_widths){ percent(a, bar->planned, whole), percent(a, bar->done, whole),
		percent(a, bar->late, whole) };
}

enum { SPARK_W = 96, SPARK_H = 26, SPARK_EDGE = 4 };

static double spark_x(const struct chart_spark *s, size_t i)
{
	return SPARK_EDGE + (double)i * (SPARK_W - 2 * SPARK_EDGE) / (double)(s->n - 1);
}

static double spark_y(int64_t value, int64_t low, int64_t high)
{
	if (low == high)
		return SPARK_H / 2.0;
	double part = ((double)value - (double)low) / ((double)high - (double)low);
	return SPARK_H - SPARK_EDGE - part * (SPARK_H - 2 * SPARK_EDGE);
}

struct chart_line chart_line(struct arena *a, const struct chart_spark *s)
{
	int64_t low = s->v[0], high = s->v[0];
	for (size_t i = 1; i < s->n; i++) {
		low = s->v[i] < low ? s->v[i] : low;
		high = above(high, s->v[i]);
	}
	struct buf points, words;
	buf_init(&points, a, 1 << 16);
	buf_init(&words, a, 1 << 16);
	for (size_t i = 0; i < s->n; i++) {
		buf_printf(&points, "%s%.1f,%.1f", i ? " " : "", spark_x(s, i),
			spark_y(s->v[i], low, high));
		buf_printf(&words, "%s%" PRId64, i ? ", " : "", s->v[i]);
	}
	size_t last = s->n - 1;
	return (struct chart_line){ points.p, arena_printf(a, "%.1f", spark_x(s, last)),
		arena_printf(a, "%.1f", spark_y(s->v[last], low, high)), words.p };
}
