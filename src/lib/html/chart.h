/* Charts drawn on the server: the words are HTML, the bars SVG with title and description, so that
 * they need no script, print, and can be heard. */
#ifndef LIB_HTML_CHART_H
#define LIB_HTML_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"

struct chart_bar {
	const char *label;
	const char *href; /* to the records behind it; NULL */
	int64_t planned, done; /* done may be more than was planned */
	int64_t late; /* of the planned: not done although the time is over */
};

struct chart_bars {
	const char *id; /* unlike any other on the page */
	const char *title;
	const char *unit; /* "nhiệm vụ" */
	const struct chart_bar *v;
	size_t n;
};

/* One bar each, all on one scale. Negative numbers count as 0. */
void chart_bars(struct buf *b, const struct chart_bars *c);

struct chart_spark {
	const char *id, *title; /* as above */
	const int64_t *v; /* oldest first */
	size_t n;
};

/* How a number went, in the size of a word; nothing where there are less than two. */
void chart_spark(struct buf *b, const struct chart_spark *s);

#endif
