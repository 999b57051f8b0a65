/* What figure_page.html shows. */
#ifndef FEATURES_FIGURE_FIGURE_PAGE_H
#define FEATURES_FIGURE_FIGURE_PAGE_H

#include "core/web/frame.h"
#include "features/figure/figure.h"

struct figure_view {
	struct page page;
	struct widget token; /* the field with the period */
	const struct figures *figures; /* NULL where the period was none */
	struct part_table table, targets;
};
void figure_view_html(struct buf *b, const struct figure_view *v);

struct figure_record {
	const struct record *record;
	const char *days, *numbers, *places, *references;
	const char *href; /* its own page; NULL: not for this person */
};
struct figure_records_view {
	struct page page;
	const char *channel, *label, *number;
	struct figure_record *v;
	size_t n;
	const struct part_link *tabs;
	size_t tabs_n;
	struct part_pages pages;
};
void figure_records_html(struct buf *b, const struct figure_records_view *v);

/* --- figure_web.c, figure_record_web.c --- */

/* The quarter of the last activity, so that a page opens on something. */
enum rc figure_usual_period(struct web *w, const char **out) CHECKED;
enum rc figure_records_show(struct web *w) CHECKED;
/* Where the records of a figure are shown. */
const char *figure_records_href(struct arena *a, const struct figures *f, const struct figure *g);

#endif
