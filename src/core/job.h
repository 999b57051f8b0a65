/* What the server does by itself, apart from requests: one thread looks at each commune every few
 * seconds and lets each kind of job do what is due. What is to be done stands in the database, in a
 * table of the feature whose job it is, so that nothing is forgotten when the machine stops. */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include <stdbool.h>

#include "lib/db/db.h"

struct job_kind {
	const char *name; /* for the log */
	/* Does the next thing that is due, in transactions of its own; none is open when it is
	 * called nor when it returns. *more: there was something, so it is called again at once. a
	 * lives for this one call. */
	enum rc (*run)(struct db *d, struct arena *a, bool *more, struct err *e);
};

struct job_runner;

/* address: of one commune or of many (db_is_many). The kinds must live as long as the runner.
 * Failures are told on standard error, a line each, and hurt no other commune. */
enum rc job_start(const char *address, const struct job_kind *const kinds[], size_t n,
	struct job_runner **out, struct err *e) CHECKED;
/* Waits for the one that is under way. NULL is allowed. */
void job_stop(struct job_runner *r);

#endif
