/* Workers started ahead, so that a call does not wait for a program with a hundred libraries to
 * load. Which read foreign bytes serve one call only: what a broken PDF did to a worker must not
 * reach the next document. Those that only write our own documents serve many. For one process, to
 * be used by any number of its threads. */
#ifndef LIB_WORKER_POOL_H
#define LIB_WORKER_POOL_H

#include "lib/worker/worker.h"

struct worker_pool;

/* Keeps up to `warm` idle workers (two at least, to have one for each sort of document); the first
 * come with the first call. More calls at once start their own. */
struct worker_pool *worker_pool_new(size_t warm);
/* Ends them. No call may be under way. NULL is allowed. */
void worker_pool_free(struct worker_pool *p);
/* From now on worker_call of this process is served by p, until NULL is said: before there are
 * threads that call, and after. */
void worker_pool_use(struct worker_pool *p);
/* As worker_call. */
enum rc worker_pool_call(struct worker_pool *p, struct arena *a, const char *verb, struct bytes in,
	struct bytes *out, struct err *e) CHECKED;

#endif
