/* What posting.html shows. */
#ifndef FEATURES_POSTING_POSTING_PAGE_H
#define FEATURES_POSTING_POSTING_PAGE_H

#include "core/web/form_page.h"
#include "core/web/frame.h"
#include "core/web/history.h"
#include "features/posting/posting.h"

struct posting_list_view {
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	struct part_table table;
	const char *words, *missing; /* missing: what hangs nowhere; NULL */
	bool may_edit;
};
void posting_list_page(struct buf *b, const struct posting_list_view *v);

struct posting_print_view {
	struct page page;
	const struct part_link *sheets, *lists;
	size_t sheets_n, lists_n;
	bool has_notice;
	bool has_site; /* the address of the pages is set: what the codes lead to */
};
void posting_print_page(struct buf *b, const struct posting_print_view *v);

struct posting_view {
	struct page page;
	int64_t id;
	const char *state;
	enum part_tone tone;
	const struct part_row *rows;
	size_t rows_n;
	const char *print; /* where the sheet of now is; NULL: there is none */
	bool has_photo, may_edit, hangs, can_replace;
	struct web_form form;
	struct widget day, check, photo;
	struct history history;
};
void posting_show_page(struct buf *b, const struct posting_view *v);

/* For everybody: where feedback goes. */
#define POSTING_PUBLIC "/phan-anh"
struct posting_public_view {
	struct page page;
	const struct html *feedback;
};
void posting_public_page(struct buf *b, const struct posting_public_view *v);

/* --- shared by the handlers --- */

/* All that can hang today. */
enum rc posting_now(struct web *w, struct procedures *all, struct posting_things *out) CHECKED;
/* "/niem-yet/in/thu-tuc/1.001612" */
const char *posting_print_path(struct arena *a, const struct posting_thing *t);

#endif
