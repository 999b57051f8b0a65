/* What the pages of the register show. */
#ifndef FEATURES_DOCREG_DOCREG_PAGE_H
#define FEATURES_DOCREG_DOCREG_PAGE_H

#include "core/web/frame.h"
#include "core/web/web.h"

struct docreg_view {
	struct page page;
	const char *year;
	const struct part_link *years;
	size_t years_n;
	struct part_table table, voids, gaps;
	bool may_add;
};
void docreg_html(struct buf *b, const struct docreg_view *v);

struct docreg_form_view {
	struct page page;
	struct web_form form;
	const struct form *fields;
	const char *action, *origin; /* origin NULL: a new one */
	const char *about; /* which document; NULL: a new one */
	const char *cancel; /* where the form goes that gives its number up; NULL: not here */
	struct widget reason;
};
void docreg_form_html(struct buf *b, const struct docreg_form_view *v);

#endif
