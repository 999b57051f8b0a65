/* Periods of reports: months, quarters, 6 and 9 months, years, free dates, and the windows of the
 * State's CCHC reports (công văn 581/BNV-CCHC, as Nghị định 09/2019/NĐ-CP Điều 12). */
#ifndef CORE_PERIOD_H
#define CORE_PERIOD_H

#include <stdbool.h>

#include "lib/base/arena.h"
#include "lib/base/date.h"
#include "lib/base/err.h"

enum period_window {
	PERIOD_CALENDAR, /* quý I: 01/01 - 31/3 */
	PERIOD_CCHC /* quý I: 15/12 of the year before - 14/3 */
};

struct period {
	const char *token; /* "2024-Q1", "2024-Q1-cchc" */
	const char *label; /* "quý I năm 2024" */
	struct date from, to; /* both within */
};

/* 2024 | 2024-03 | 2024-Q1 | 2024-6M | 2024-9M | 2024-01-05..2024-02-10, and 2024-Q1-cchc,
 * 2024-6M-cchc, 2024-Q3-cchc, 2024-cchc. `window` applies where the token names none. RC_INVALID
 * names the forms. */
enum rc period_parse(struct arena *a, const char *token, enum period_window window,
	struct period *out, struct err *e) CHECKED;

/* The same, and as people write it: "Quý IV/2026", "quý IV năm 2026", "tháng 3/2024", "năm 2024",
 * "6 tháng đầu năm 2024", "từ ngày 05/01/2024 đến ngày 10/02/2024". For what is typed; what is
 * stored is out->token. */
enum rc period_typed(struct arena *a, const char *text, enum period_window window,
	struct period *out, struct err *e) CHECKED;

/* The period that comes next in the text of a report: quý II after quý I, "6 tháng cuối năm" after
 * "6 tháng đầu năm", quý IV after the nine months; of the CCHC windows the next that the State asks
 * for. Free dates: as many days more. */
struct period period_next(struct arena *a, const struct period *p);
/* The period that numbers are compared with: the month or quarter before, else the same span of the
 * year before; free dates: as many days before. Both give p itself where the calendar of Loa ends.
 */
struct period period_previous(struct arena *a, const struct period *p);

bool period_holds(const struct period *p, struct date d);

#endif
