/* Days of the Gregorian calendar, without a time zone: a day in Loa is a day in Asia/Ho_Chi_Minh.
 */
#ifndef LIB_BASE_DATE_H
#define LIB_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "lib/base/arena.h"

/* A part that is not known yet is 0 (a draft has its month but no day); {0} is no date. */
struct date {
	int year, month, day;
};

bool date_valid(struct date d); /* all three parts known, and such a day exists */
bool date_none(struct date d);
int date_cmp(struct date a, struct date b);
struct date date_add_days(struct date d, int days);
int date_days_in_month(int year, int month);

/* "2024-03-05", exactly. False leaves *out alone. */
bool date_parse_iso(const char *s, struct date *out);
/* What officials write: 05/3/2024, 5-3-2024, 5.3.2024, and the ISO form. Exact: 31/02 is refused.
 */
bool date_parse_vn(const char *s, struct date *out);

/* What date_iso wrote: "2024-03-05", "2024-03", "2024" or "". */
struct date date_partial(const char *iso);
/* "2024-03-05"; unknown parts are left out ("2024-03", "2024", ""). */
const char *date_iso(struct arena *a, struct date d);
/* "05/3/2024": day below 10 and months 1 and 2 take a leading zero (Nghị định 30/2020, Annex I). */
/* "15/3/2024" of "15/3/24": a day whose year wants its four digits, which date_parse_vn does not
 * take; NULL: it is no such day. */
const char *date_full_year(struct arena *a, const char *s);
const char *date_short(struct arena *a, struct date d);
/* Today in Asia/Ho_Chi_Minh (UTC+7, no summer time). */
struct date date_today(void);
/* The first moment of a day there, in Unix seconds. */
int64_t date_moment(struct date d);
/* Clock and calendar there at a moment. */
struct tm date_clock(int64_t moment);
/* What people write: "7:30", "07h30", "7h", "7.30", "7 giờ 30", "7 giờ": minutes from midnight. */
bool date_clock_parse(const char *s, int *minutes);
/* The day there of a moment. */
struct date date_of(int64_t moment);
enum { DATE_ZONE = 7 * 3600 }; /* seconds ahead of UTC */

#endif
