/* What review.html shows. */
#ifndef FEATURES_PROCEDURE_REVIEW_PAGE_H
#define FEATURES_PROCEDURE_REVIEW_PAGE_H

#include "core/web/form_page.h"
#include "core/web/frame.h"
#include "features/procedure/review.h"

struct review_list_view {
	struct page page;
	int64_t of; /* the year */
	struct widget year;
	struct part_table table;
	bool may_edit, said; /* said: to whom it goes and who signs */
};
void review_list_page(struct buf *b, const struct review_list_view *v);

#endif
