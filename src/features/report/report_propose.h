/* What the data of a period give to say: sentences for "Ưu điểm", "Tồn tại, hạn chế" and the tasks
 * of the next period, each with its reason. They claim nothing that no record shows; a person
 * chooses and edits them. Pure rules. */
#ifndef FEATURES_REPORT_REPORT_PROPOSE_H
#define FEATURES_REPORT_REPORT_PROPOSE_H

#include "features/report/report.h"

enum proposal_part { PROPOSAL_MERIT, PROPOSAL_LIMIT, PROPOSAL_NEXT };

struct proposal {
	const char *rule; /* "chi-tieu-dat" */
	enum proposal_part part;
	const char *text; /* an item of Markdown with bound figures: "- ..." */
	const char *reason; /* what it rests on */
	struct record **records; /* the activities behind it */
	size_t record_n, record_cap;
};

struct proposals {
	struct proposal *v;
	size_t n, cap;
};

struct report_facts {
	const struct figures *now; /* flow, with targets and planned channels */
	const struct figures *before; /* flow of the period compared with */
	const struct plan *plan; /* of the year; NULL */
	struct period next;
	const struct plan *next_plan; /* of the year of `next`; NULL */
	struct texts done; /* codes of the plan's tasks with an activity up to the period's end */
	struct date since; /* the first day of the whole log; {0}: it is empty */
	struct date today;
	const char *body; /* what is in the text already is not proposed */
};

void report_propose(struct arena *a, const struct report_facts *f, struct proposals *out);

/* "Ưu điểm" */
const char *proposal_part_name(enum proposal_part p);
/* Folded words by which the section for it is known: for report_section_about. */
const char *const *proposal_part_words(enum proposal_part p);

#endif
