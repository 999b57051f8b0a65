/* Units of count (đơn vị tính). Nothing is ever added across units; how the numbers of one unit
 * join is the unit's own matter. */
#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

enum measure_join {
	MEASURE_ADD, /* tin, buổi, lượt người: the sum */
	MEASURE_PLACE, /* thôn, tổ dân phố: coverage of places; the highest stands */
	MEASURE_RATE /* hồ sơ/ngày, %: never added; the span from lowest to highest */
};

struct measure {
	const char *name; /* as it is printed: "m²" */
	enum measure_join join;
	bool divisible; /* giờ, km, %: there are parts of it; half a person there is not */
};

/* As a person wrote it: case aside, accents kept ("bai" is not "bài"); "m2" is "m²"; a rate is a
 * unit of this list, "/", and a span of time or an occasion. NULL where there is none. */
const struct measure *measure_find(struct arena *a, const char *text);
/* The unit that a person may have meant (accents aside), or NULL. */
const char *measure_guess(struct arena *a, const char *text);

#endif
