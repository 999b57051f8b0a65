/* Everything a report needs, read in one snapshot. */
#ifndef APP_REPORT_SOURCES_H
#define APP_REPORT_SOURCES_H

#include "features/report/report.h"

/* `out` keeps what report_build was given; the report's own period and its year's plan. */
struct report_made {
	struct figures flow, stock;
	struct report_document document;
};

enum rc report_make(struct db *d, struct arena *a, const struct report *r, struct report_made *out,
	struct err *e) CHECKED;

#endif
