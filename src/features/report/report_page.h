/* What report_page.html shows. */
#ifndef FEATURES_REPORT_REPORT_PAGE_H
#define FEATURES_REPORT_REPORT_PAGE_H

#include "features/report/report.h"

struct report_page {
	const char *title;
	const char *period; /* "quý I năm 2024 (01/01/2024 - 31/3/2024)" */
	const struct report_document *document;
};

void report_page_html(struct buf *b, const struct report_page *v);
/* <style> with the document's and the list's rules; constants of the program. */
void report_page_style(struct buf *b);

/* Texts of one record, for the template. */
const char *record_days(struct arena *a, const struct record *r);
const char *record_numbers(struct arena *a, const struct record *r);
bool record_is_link(const char *evidence);
const char *record_list(struct arena *a, const struct texts *t);

#endif
