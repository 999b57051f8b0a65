/* Worker programs under limits: what worker_call and worker_pool_call are made of. */
#ifndef LIB_WORKER_RUN_H
#define LIB_WORKER_RUN_H

#include <sys/types.h>

#include "lib/worker/frame.h"
#include "lib/worker/pool.h"

struct worker_limits {
	unsigned cpu; /* seconds of processor time of a process */
	unsigned wall; /* seconds by the clock for a call */
	size_t memory; /* bytes of address space; 0: no limit */
	size_t file; /* bytes that a file it writes may have */
	size_t answer; /* bytes */
};

/* One call in a process of its own. */
enum rc worker_run(struct arena *a, const char *program, const struct worker_limits *limits,
	const char *verb, struct bytes in, struct bytes *out, struct err *e) CHECKED;

/* A running worker: fd is its input and its output. */
struct worker_process {
	pid_t pid;
	int fd;
};

enum rc worker_start(const char *program, const struct worker_limits *limits,
	struct worker_process *out, struct err *e) CHECKED;
/* One call. RC_NOTFOUND, with nothing in e: it ended without an answer, see worker_broken. After
 * any failure it is to be killed. */
enum rc worker_ask(struct arena *a, const struct worker_process *w,
	const struct worker_limits *limits, const struct frame *request, struct frame *answer,
	struct err *e) CHECKED;
/* It has used half of its processor time: the next call might not have enough. */
bool worker_is_worn(const struct worker_process *w, const struct worker_limits *limits);
/* Both give the status of waitpid: at once, or when it has ended by itself in that time. */
int worker_kill(const struct worker_process *w);
int worker_end(const struct worker_process *w, unsigned seconds);
/* The message for a status. */
enum rc worker_broken(const struct worker_limits *limits, int status, struct err *e) CHECKED;
/* "ok", "invalid" or "fail" as a result. */
enum rc worker_result(const struct frame *answer, struct bytes *out, struct err *e) CHECKED;

/* A pool of another program, with limits of its own for all verbs. */
struct worker_pool *worker_pool_of(
	const char *program, const struct worker_limits *limits, size_t warm);
/* The house's program, in a, and its limits for a verb. */
const char *worker_program(struct arena *a);
const struct worker_limits *worker_limits_of(const char *verb);

#endif
