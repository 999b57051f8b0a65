/* Numbers by their text: what is known already, when thousands of items come in at once. */
#ifndef FEATURES_HARVEST_SEEN_H
#define FEATURES_HARVEST_SEEN_H

#include <stdint.h>

#include "lib/base/arena.h"

struct seen_slot {
	const char *key;
	int64_t value;
};
struct seen { /* {0} is empty */
	struct seen_slot *v;
	size_t n, cap; /* cap: a power of two, or 0 */
};

/* 0: not there. */
int64_t seen_get(const struct seen *s, const char *key);
/* The first value of a key stays. key lives as long as s; value is not 0. */
void seen_put(struct arena *a, struct seen *s, const char *key, int64_t value);

#endif
