/* One run of a worker program under limits; worker_call is this with the house's program and
 * limits. */
#ifndef LIB_WORKER_RUN_H
#define LIB_WORKER_RUN_H

#include "lib/worker/worker.h"

struct worker_limits {
	unsigned cpu; /* seconds of processor time */
	unsigned wall; /* seconds by the clock, for the whole call */
	size_t memory; /* bytes of address space; 0: no limit */
	size_t file; /* bytes that a file it writes may have */
	size_t answer; /* bytes */
};

enum rc worker_run(struct arena *a, const char *program, const struct worker_limits *limits,
	const char *verb, struct bytes in, struct bytes *out, struct err *e) CHECKED;

#endif
