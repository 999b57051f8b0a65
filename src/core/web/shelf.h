/* Visitors' pages, rendered once and kept with their packed forms, for all communes of the server.
 *
 * A page is good as long as the commune's audit has not grown since it was made: every change of
 * what people see is in the audit. Its mark (audit_mark) is asked for again at most once in
 * SHELF_CHECK_MS per page, so that what another process writes shows within two of these; what this
 * server writes shows at once (shelf_changed). Between the questions a page is sent from memory by
 * the I/O thread. A page may also have a moment after which it is made anew. Bounded; safe for
 * threads. */
#ifndef CORE_WEB_SHELF_H
#define CORE_WEB_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/http/reply.h"

enum { SHELF_CHECK_MS = 1000 };

struct shelf;

/* Lives as long as a; holds up to max bytes. */
struct shelf *shelf_new(struct arena *a, size_t max);

/* The page's name: scheme, host, path. NULL where the request can be nobody else's too: it has a
 * query, a cookie of ours, or changes something. */
const char *shelf_key(const struct request *rq, const char *cookie);
/* In an I/O thread. True: rp holds the page. now: Unix seconds. */
bool shelf_answer(
	struct shelf *k, const char *key, const struct request *rq, int64_t now, struct reply *rp);

/* To be read before the transaction that a page is made in. */
uint64_t shelf_epoch(const struct shelf *k);
/* The page made under this mark of the audit is asked for: true where it is there and good, and rp
 * holds it. */
bool shelf_still(struct shelf *k, const char *key, uint64_t epoch, int64_t mark, int64_t now,
	const struct request *rq, struct reply *rp);
/* Keeps what rp answers, where it is a plain page; fills its ETag. until: Unix seconds. */
void shelf_put(struct shelf *k, const char *key, uint64_t epoch, int64_t mark, int64_t until,
	struct reply *rp);
/* Something was written through this server. */
void shelf_changed(struct shelf *k);

struct shelf_figures {
	size_t pages, bytes;
	uint64_t hits, checked, made;
};
struct shelf_figures shelf_figures(struct shelf *k);

#endif
