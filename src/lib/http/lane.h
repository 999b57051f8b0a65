/* A bounded queue with a few threads behind it. */
#ifndef LIB_HTTP_LANE_H
#define LIB_HTTP_LANE_H

#include <stdbool.h>

/* Embedded in what the work is about; nothing is allocated to queue it. */
struct job {
	struct job *next;
	void (*run)(struct job *j, unsigned worker); /* worker: which thread of the lane, from 0 */
};

struct lane;

/* NULL where the threads cannot be had. queue_max: jobs waiting, besides those that run. */
struct lane *lane_start(unsigned threads, unsigned queue_max);
/* False where the queue is full or the lane is stopping: the job was not taken. */
bool lane_push(struct lane *l, struct job *j);
/* Does what is queued, then ends the threads and frees the lane. NULL is allowed. */
void lane_stop(struct lane *l);
void lane_load(struct lane *l, unsigned *waiting, unsigned *busy);

#endif
