/* What report_page.html shows. */
#ifndef FEATURES_REPORT_REPORT_PAGE_H
#define FEATURES_REPORT_REPORT_PAGE_H

#include "core/web/frame.h"
#include "features/report/report.h"

struct report_page {
	const char *title;
	const char *period; /* "quý I năm 2024 (01/01/2024 - 31/3/2024)" */
	const struct report_document *document;
};

void report_page_html(struct buf *b, const struct report_page *v);
/* <style> with the document's and the list's rules; constants of the program. */
void report_page_style(struct buf *b);

/* The same in the office: the frame of its pages around document and records. */
struct report_view {
	struct page page;
	const char *period;
	int64_t id;
	const struct report_document *document;
};
void report_view_html(struct buf *b, const struct report_view *v);
struct report_list_view {
	struct page page;
	struct part_table table;
};
void report_list_html(struct buf *b, const struct report_list_view *v);

/* Texts of one record, for the template. */
const char *record_days(struct arena *a, const struct record *r);
const char *record_numbers(struct arena *a, const struct record *r);
bool record_is_link(const char *evidence);
const char *record_list(struct arena *a, const struct texts *t);

#endif
