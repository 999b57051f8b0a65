/* The text of a report as its sections, and the rules of writing it: going on from the last report,
 * beginning anew, what is put in. No SQL, no HTTP. */
#ifndef FEATURES_REPORT_REPORT_TEXT_H
#define FEATURES_REPORT_REPORT_TEXT_H

#include "features/report/report.h"

/* A heading with what stands under it, up to the next one of any level. */
struct report_section {
	int level; /* 1 to 3; 0: what stands before the first heading */
	const char *title; /* on one line; "" where level is 0 */
	const char *text; /* trimmed */
	/* In a form: the hash of the text it began from, "" or NULL: none; and what somebody else
	 * stored meanwhile, where both changed it, NULL: nothing. */
	const char *base, *theirs;
};

struct report_sections {
	struct report_section *v;
	size_t n, cap;
};

/* The sections of a body in their order; the first is always the one before any heading, perhaps
 * empty. The headings are those that report_build makes of the text, but for those in lists. */
struct report_sections report_split(struct arena *a, const char *body);
/* A body of them. A section without a title goes into the one before it. */
const char *report_join(struct arena *a, const struct report_sections *s);
/* The first section whose title has one of the words (NULL-ended list, folded), or n. */
size_t report_section_about(
	struct arena *a, const struct report_sections *s, const char *const words[]);
/* Appends an item ("- ...") or a paragraph to the section's text. */
void report_append(struct arena *a, struct report_section *s, const char *text);

/* Of level, title and text. */
const char *report_section_hash(struct arena *a, const struct report_section *s);

/* What was typed, put together with what somebody else stored meanwhile, section by section: one
 * that was not touched takes the stored text, one that only I touched keeps mine; where both did,
 * mine stays and `theirs` is set. base of each is then that of the stored one. */
struct report_merge {
	struct report_sections sections;
	struct texts taken, both; /* names of sections: "Mục “Ưu điểm”" */
};
struct report_merge report_merge(
	struct arena *a, const struct report_sections *mine, const struct report_sections *theirs);
/* "Mục “Ưu điểm”", "Phần mở đầu" */
const char *report_section_name(struct arena *a, const struct report_section *s);

/* The text of a report for `from`, as it reads for `to`: the periods it names (its own, the one
 * before, the next) move on, and so do its first and last day where they stand together, and the
 * year where it changes. Days of documents and bindings stay. */
const char *report_forward(
	struct arena *a, const char *text, const struct period *from, const struct period *to);

/* A report for that period that goes on from another of its kind: text, title and signature, no
 * number, the month of the day after the period. */
struct report report_after(struct arena *a, const struct report *last, const struct period *period);
/* The period whose report is due on that day: of those that follow the last report's (NULL: of the
 * calendar's quarters) the first that has not ended, or ended no more than a month ago. */
struct period report_due(struct arena *a, const struct period *last, struct date today);
/* An outline that came with a request. */
struct report_given {
	int64_t id;
	const char *sender, *number, *title, *outline;
};
struct report_givens {
	struct report_given *v;
	size_t n, cap;
};
/* The newest ones (v_request_outline). */
enum rc report_given_all(
	struct db *d, struct arena *a, struct report_givens *out, struct err *e) CHECKED;

/* A plain outline: what is bound comes from the figures and the plan (NULL: none). */
struct report report_outline(struct arena *a, const char *kind, const struct period *period,
	const struct report_sources *s);
/* The same frame around an outline that somebody above gave: its lines "I. ", "1. ", "a) " become
 * headings, the rest stays text; to: who gave it. */
struct report report_from_outline(struct arena *a, const char *kind, const struct period *period,
	const struct report_sources *s, const struct report_given *given);

#endif
