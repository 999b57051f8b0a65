/* The day that a foreign page or feed gives, as written by many hands: RFC 822 and 850, ISO 8601,
 * "05/3/2024", "Thứ Ba, 05/03/2024 08:15", "ngày 05 tháng 3 năm 2024". What cannot be known for
 * sure is told and left open, never guessed. */
#ifndef LIB_FETCH_FEED_DAY_H
#define LIB_FETCH_FEED_DAY_H

#include "lib/base/date.h"

struct feed_day {
	struct date day; /* in Asia/Ho_Chi_Minh, whatever zone was written; {0}: not known */
	const char *why; /* Vietnamese, what is odd or missing; NULL: nothing */
};

/* text: valid UTF-8, may hold other words around the day; NULL or "" is no day. A day behind
 * `today` or before 1990 is none: it is a mistake of the machine that wrote it. */
struct feed_day feed_day_read(struct arena *a, const char *text, struct date today);

#endif
