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

#endif
