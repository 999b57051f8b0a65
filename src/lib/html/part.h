/* The rest of what pages are made of besides their own words: tags, tables, lists of pages, steps.
 * Markup of govuk-frontend where it has the thing (tests/html/kit_test.py). All text is escaped. */
#ifndef LIB_HTML_PART_H
#define LIB_HTML_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"

enum part_tone {
	PART_PLAIN, /* no tag */
	PART_GREY,
	PART_BLUE,
	PART_GREEN, /* done */
	PART_YELLOW, /* waits */
	PART_RED /* late, wrong */
};

struct part_link {
	const char *text, *href;
	bool current; /* the page one is on */
	size_t waiting; /* how many things wait there; 0: not shown */
};

/* A word in a coloured field; PART_PLAIN: the bare word. */
void part_tag(struct buf *b, const char *text, enum part_tone tone);

struct part_column {
	const char *title;
	bool numeric;
};

struct part_cell {
	const char *text; /* numbers as people read them: 1.500 */
	const char *href; /* NULL */
	enum part_tone tone;
};

/* Scrolls sideways by itself where the screen is narrow. */
struct part_table {
	const char *caption;
	bool quiet; /* the caption is for screen readers only */
	bool headed; /* the first cell of a row names it */
	bool stacked; /* on a phone each row is a block, its cells with their headings */
	const struct part_column *columns;
	size_t columns_n;
	const struct part_cell *cells; /* row after row */
	size_t rows;
};

void part_table(struct buf *b, const struct part_table *t);

/* Pages of a list: by number where pages is set, else backward and forward only. */
struct part_pages {
	size_t page, pages; /* from 1 */
	const char *base; /* address up to the number: "?kenh=loa&trang=" */
	const char *previous, *next; /* whole addresses, for lists without numbers; NULL: none */
};

void part_pages(struct buf *b, const struct part_pages *p);

/* Term and value, each perhaps with one thing to do about it. */
struct part_row {
	const char *key, *value;
	const char *href, *act; /* "/…/sua", "Sửa"; NULL: nothing to do */
};

void part_summary(struct buf *b, const struct part_row *v, size_t n);

/* A link without an address is the page one is on. */
void part_crumbs(struct buf *b, const struct part_link *v, size_t n);
/* Views of one thing, each an address of its own; label: for screen readers. */
void part_tabs(struct buf *b, const char *label, const struct part_link *v, size_t n);
/* Large fields to tap. */
void part_tiles(struct buf *b, const struct part_link *v, size_t n);

/* Things to do with their state. */
struct part_task {
	const char *title, *href; /* href NULL: cannot be begun yet */
	const char *hint; /* NULL */
	const char *state;
	enum part_tone tone;
};

/* prefix: of the ids, unlike any other on the page. */
void part_tasks(struct buf *b, const char *prefix, const struct part_task *v, size_t n);

struct part_figure {
	const char *label, *value;
	const char *href; /* to the records behind the number; NULL */
};

/* Numbers at a glance. */
void part_figures(struct buf *b, const struct part_figure *v, size_t n);

void part_details(struct buf *b, const char *summary, const char *text);
/* Something is finished; its title is the page's h1. body may be NULL. */
void part_panel(struct buf *b, const char *title, const char *body);
void part_warning(struct buf *b, const char *text);
void part_back(struct buf *b, const char *href, const char *text);

/* What has just happened, or what one must know now. */
struct part_notice {
	const char *text;
	bool done; /* it went well */
	const char *undo; /* a form sent to this address takes it back; NULL */
	const char *csrf; /* for that form */
};

void part_notice(struct buf *b, const struct part_notice *v);

/* The hidden field every form of a signed-in person carries. */
#define PART_CSRF "csrf"

#endif
