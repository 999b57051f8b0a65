/* What the pages of delegations and of recipients show. */
#ifndef FEATURES_DISPATCH_DIRECTORY_PAGE_H
#define FEATURES_DISPATCH_DIRECTORY_PAGE_H

#include "core/web/frame.h"
#include "core/web/web.h"

struct directory_list_view {
	struct page page;
	const char *intro, *add; /* add: where a new one is written; NULL: may not */
	const char *add_text;
	struct part_table table;
	const struct part_row *rules; /* the forms of signing with what the law says; n 0: none */
	size_t rules_n;
};
void directory_list_html(struct buf *b, const struct directory_list_view *v);

struct directory_form_view {
	struct page page;
	struct web_form form;
	const struct form *fields;
	const char *action;
	const char *remove; /* where the form goes that removes it; NULL: it stays */
};
void directory_form_html(struct buf *b, const struct directory_form_view *v);

#endif
