/* When a time limit ends (thời hạn giải quyết): counting as the Civil Code says (Bộ luật Dân sự
 * số 91/2015/QH13, Điều 147 and 148), over a table of the year's days off that the commune enters
 * from the documents that announce them. Nothing lunar is computed and no year is guessed: Tết, the
 * compensating and the swapped days are announced anew each year. */
#ifndef CORE_WORKDAY_H
#define CORE_WORKDAY_H

#include <stdbool.h>

#include "core/audit.h"
#include "lib/base/arena.h"
#include "lib/base/date.h"
#include "lib/base/err.h"
#include "lib/db/db.h"

extern const char core_workday_sql[]; /* workday.sql */

/* A day that is not as its day of the week. */
enum workday_kind {
	WORKDAY_HOLIDAY, /* nghỉ lễ, tết */
	WORKDAY_REST, /* nghỉ bù, nghỉ hoán đổi */
	WORKDAY_WORK, /* làm bù */
	WORKDAY_KINDS
};

struct workday_mark {
	struct date day;
	enum workday_kind kind;
	const char *name; /* "Ngày Văn hóa Việt Nam" */
	const char *source; /* the document that says so */
};

struct workday_year {
	int64_t version; /* 0: not stored yet */
	int year;
	const char *week; /* the days of the week that are worked, Monday is 1: "12345" */
	const char *source; /* of the week */
	struct workday_mark *v; /* by day */
	size_t n, cap;
};

struct workdays {
	struct workday_year *v;
	size_t n, cap;
};

const char *workday_kind_code(enum workday_kind k); /* "holiday": stored */
const char *workday_kind_name(enum workday_kind k); /* "nghỉ lễ" */
/* By code or name, accents and case aside. */
bool workday_kind_find(struct arena *scratch, const char *text, enum workday_kind *out);
/* Monday is 1, Sunday 7. */
int workday_weekday(struct date d);
const char *workday_weekday_name(struct date d); /* "thứ Hai", "Chủ nhật" */

enum workday_unit {
	WORKDAY_SAME_DAY, /* trong ngày */
	WORKDAY_WORKING_DAYS, /* ngày làm việc */
	WORKDAY_DAYS, /* ngày */
	WORKDAY_MONTHS, /* tháng */
	WORKDAY_UNITS
};

struct workday_term {
	enum workday_unit unit;
	int amount; /* not of WORKDAY_SAME_DAY */
	int until; /* of WORKDAY_SAME_DAY, minutes of the day: what comes later is for the next
		      working day; 0: no such hour */
};

/* How the end was found, day by day. */
struct workday_step {
	struct date day;
	int nth; /* the nth day counted; 0: not counted */
	const char *why; /* "ngày nhận hồ sơ, chưa tính", "Chủ nhật", "nghỉ lễ: Quốc khánh (...)" */
};

struct workday_answer {
	struct date received; /* the working day on which it counts as received */
	struct date due; /* {0}: not known, see missing */
	const char *missing; /* why nothing can be said; NULL */
	struct workday_step *v;
	size_t n, cap;
};

/* Handed in on that day and minute of the day (0 to 1439). */
struct workday_answer workday_due(struct arena *a, const struct workdays *w,
	const struct workday_term *t, struct date day, int minute);

/* --- workday_store.c --- */

/* All years, the first one first. */
enum rc workday_load(struct db *d, struct arena *a, struct workdays *out, struct err *e) CHECKED;
/* One year as a whole, in place of what was there. */
enum rc workday_put(
	struct audit *t, struct arena *a, const struct workday_year *x, struct err *e) CHECKED;
const char *workday_record(struct arena *a, const struct workday_year *x);

#endif
