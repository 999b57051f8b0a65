/* What page.html shows. */
#ifndef TESTS_HTML_PAGE_H
#define TESTS_HTML_PAGE_H

#include "lib/html/html.h"

struct page_row {
	int64_t id;
	const char *title;
	struct date day;
	bool marked;
};

struct page {
	const char *title, *link;
	const struct page_row *rows;
	size_t n;
	const struct html *body;
};

void page_html(struct buf *b, const struct page *v);
void footer(struct buf *b);

#endif
