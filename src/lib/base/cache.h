/* Bytes that are dear to make, kept by their key while there is room: what was used longest ago
 * goes first. Safe for threads. */
#ifndef LIB_BASE_CACHE_H
#define LIB_BASE_CACHE_H

#include <stdbool.h>

#include "lib/base/buf.h"

struct cache;

/* Holds up to max bytes, and up to CACHE_ENTRIES things; lives as long as a. */
enum { CACHE_ENTRIES = 64 };
struct cache *cache_new(struct arena *a, size_t max);
/* A copy in a. False: it is not there (any more). */
bool cache_get(struct cache *c, struct arena *a, const char *key, struct bytes *out);
/* Replaces what had the key. What is larger than all the room is not kept. */
void cache_put(struct cache *c, const char *key, struct bytes value);

#endif
