/* Which commune a request is for, by its host name, and what each thread keeps open: the databases
 * of the communes that it served last. */
#ifndef CORE_WEB_DESK_H
#define CORE_WEB_DESK_H

#include "lib/db/db.h"
#include "lib/http/request.h"

struct desk_config {
	const char *address; /* of one commune for all host names, or of many (db_is_many) */
	/* Brings a database up to date when it is opened. */
	enum rc (*migrate)(struct db *d, enum db_mode mode, struct err *e);
	unsigned kept; /* databases open per thread; 0: 8 */
};

struct desks;

/* Lives in a. Threads are told apart by rq->lane and rq->worker. */
struct desks *desks_new(struct arena *a, const struct desk_config *c);
void desks_close(struct desks *d);

/* The open database, brought up to date, for the host of rq: "ba-to" or "ba-to.tinh.gov.vn" in a
 * folder is ba-to.db, or ba-to.tinh.gov.vn.db where there is one. RC_NOTFOUND with field "host":
 * nothing by that name. RC_BUSY: it is there and cannot be opened; the log says why, the message
 * does not. */
enum rc desk_take(
	struct desks *d, const struct request *rq, struct db **out, struct err *e) CHECKED;
/* What a thread remembers of an open database, so that not every page asks for it: good for the
 * mark of the audit (audit_mark) that it was read under. Its arena goes with it; 0: nothing. */
struct desk_memory {
	struct arena *a;
	int64_t mark;
	const void *what;
};
struct desk_memory *desk_memory(struct desks *d, const struct request *rq, const struct db *db);
/* After a failure: the thread opens this one anew the next time. NULL is allowed. */
void desk_drop(struct desks *d, const struct request *rq, struct db *db);

/* Prometheus text. No commune is named: there may be many, and it is nobody's business. */
void desk_metrics(const struct desks *d, struct buf *b);

#endif
