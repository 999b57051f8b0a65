/* What part.html asks: part.c. */
#ifndef LIB_HTML_PART_INT_H
#define LIB_HTML_PART_INT_H

#include "lib/html/part.h"

/* "grey", "blue"... of the kit's classes. */
const char *part_tone_name(enum part_tone tone);
/* The page after `shown` in the list of pages (0: the first), 0: behind the last. */
size_t part_next_shown(const struct part_pages *p, size_t shown);
const char *part_page_href(struct arena *a, const struct part_pages *p, size_t page);
const char *part_page_previous(struct arena *a, const struct part_pages *p);
const char *part_page_next(struct arena *a, const struct part_pages *p);

#endif
