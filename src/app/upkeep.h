/* What a server does to the communes behind its address besides answering: brings each up to date
 * when it starts, and removes what is over. */
#ifndef APP_UPKEEP_H
#define APP_UPKEEP_H

#include <stdbool.h>

#include "lib/base/arena.h"
#include "lib/base/err.h"

struct upkeep {
	size_t good, bad; /* communes */
};

/* Each commune: schema steps, then sessions and the like that are over. What goes wrong with one is
 * said on standard error and does not hurt the others. Fails where the list cannot be had. */
enum rc upkeep(const char *address, struct upkeep *out, struct err *e) CHECKED;

#endif
