/* What chart.html asks: chart.c. */
#ifndef LIB_HTML_CHART_INT_H
#define LIB_HTML_CHART_INT_H

#include "lib/html/chart.h"

/* Percents of the chart's width, "62.5%". */
struct chart_widths {
	const char *planned, *done, *late;
};

struct chart_widths chart_widths(
	struct arena *a, const struct chart_bars *c, const struct chart_bar *bar);

/* The line and its end in a field of 96 by 26. */
struct chart_line {
	const char *points, *end_x, *end_y;
	const char *words; /* "3, 5, 12" */
};

struct chart_line chart_line(struct arena *a, const struct chart_spark *s);

#endif
