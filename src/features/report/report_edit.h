/* A report being written: what is read for it, beside the text and of it. */
#ifndef FEATURES_REPORT_REPORT_EDIT_H
#define FEATURES_REPORT_REPORT_EDIT_H

#include "core/doc_way.h"
#include "features/check/check.h"
#include "features/report/report_propose.h"
#include "features/report/report_text.h"

/* Leads to the frozen report's page, or to its file in that format (NULL: the page). *led: so it
 * did; there is nothing more to answer. */
enum rc report_lead(struct web *w, int64_t id, const char *format, bool *led) CHECKED;
enum rc report_way(
	struct db *d, struct arena *a, int64_t id, struct doc_way *out, struct err *e) CHECKED;
/* Who changed it last, and when; *by NULL: nobody that is known. */
enum rc report_changed_by(struct db *d, struct arena *a, int64_t id, const char **by, int64_t *at,
	struct err *e) CHECKED;

/* Proposals for the report, from what was gathered for it; before: figures of the period before. */
enum rc report_proposals(struct db *d, struct arena *a, const struct report *r,
	const struct report_made *m, const struct figures *before, struct proposals *out,
	struct err *e) CHECKED;

enum { REPORT_PAST = 4 }; /* periods before, for the line of a figure */

/* A figure beside the text. */
struct report_row {
	const struct figure *figure;
	const char *binding; /* "{{portal|tin}}" */
	const char *text; /* "12 tin" */
	const struct figure *previous; /* NULL: nothing of it in the period before */
	const struct target *target; /* the first of this channel and unit; NULL */
	int64_t line[REPORT_PAST + 1]; /* whole numbers, oldest first, this period last */
	size_t line_n;
};

struct report_rows {
	struct report_row *v;
	size_t n, cap;
	struct figures past[REPORT_PAST]; /* the period before first */
	bool may_add; /* who reads may record what is missing; set by the page */
};
enum rc report_rows(struct db *d, struct arena *a, const struct report_made *m,
	struct report_rows *out, struct err *e) CHECKED;

/* Something that can be put in at a place of the text. */
struct report_insert {
	const char *binding, *label, *text; /* what it prints */
};
struct report_inserts {
	struct report_insert *v;
	size_t n, cap;
};
/* All figures of the period and what the plan gives. */
struct report_inserts report_inserts(
	struct arena *a, const struct report_made *m, const struct report_rows *rows);

/* What the checker finds in the records and in the document as others will read it. */
enum rc report_check(struct arena *a, const struct report_made *m, struct date today,
	struct findings *out, struct err *e) CHECKED;
/* Of each finding the section of the text it stands in; sections->n: of the document as a whole. */
const size_t *report_finding_sections(struct arena *a, const struct doc *d,
	const struct report_sections *sections, const struct findings *list);

#endif
