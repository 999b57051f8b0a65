/* Quantities as officials write them (Số liệu): "27 buổi; 1.500 lượt người", "hơn 300 tờ",
 * "20-30 hồ sơ/ngày", "6/6 thôn", "0 buổi", "chưa thống kê". */
#ifndef CORE_QUANTITY_H
#define CORE_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/measure.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"

/* What stands before the number. */
enum qualifier { QUALIFIER_NONE, QUALIFIER_OVER, QUALIFIER_NEAR, QUALIFIER_ABOUT, QUALIFIER_UNDER };

/* Numbers are in thousandths, so that 2,5 giờ is exact. */
enum { QUANTITY_ONE = 1000 };

struct quantity {
	bool counted; /* false: "chưa thống kê"; then only unit may be set */
	const char *unit; /* canonical name; NULL only for a bare "chưa thống kê" */
	enum qualifier qualifier;
	int64_t value; /* the lower end of a range, the part of a/b */
	bool has_max, has_of;
	int64_t max; /* upper end of a range */
	int64_t of; /* whole of a/b */
};

struct quantities {
	struct quantity *v;
	size_t n, cap;
};

/* A cell of several, separated by ";". An empty cell gives none. Errors quote the part at fault. */
enum rc quantities_parse(
	struct arena *a, const char *cell, struct quantities *out, struct err *e) CHECKED;

/* Custom of official reports: whole numbers below 10 are written 01..09, but not in a/b. */
enum quantity_style { QUANTITY_PLAIN, QUANTITY_OFFICIAL };
/* "hơn 1.500 lượt người" */
const char *quantity_print(struct arena *a, const struct quantity *q, enum quantity_style style);
/* "1.500" or "2,5" for people; "1500" or "2.5" for machines. */
const char *quantity_number(struct arena *a, int64_t thousandths);
const char *quantity_decimal(struct arena *a, int64_t thousandths);
/* "hơn", "gần", "khoảng", "dưới"; NULL for none. */
const char *qualifier_word(enum qualifier q);

/* Joins two counted quantities of one unit: sums, the highest coverage, the span of rates, by the
 * unit's rule. Differing qualifiers become "khoảng". False, and *sum as it was, where the sum
 * overflows. */
bool quantity_join(struct quantity *sum, const struct quantity *q, enum measure_join join);

/* Is a target reached? The lower end counts; "gần N" and "dưới N" stay below N; a/b compares shares
 * where both have a whole. */
bool quantity_reaches(const struct quantity *value, const struct quantity *target);

#endif
