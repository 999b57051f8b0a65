/* The table of routes: what the application answers, and under which conditions. */
#ifndef LIB_HTTP_ROUTE_H
#define LIB_HTTP_ROUTE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/http/http.h"

enum { ROUTE_SEGMENTS = 8 }; /* {..} in one pattern, at most */

/* A row. Patterns: "/", "/viec", "/viec/{id}/sua"; {name} stands for one segment that is not empty.
 * A text goes before {..}, so /viec/moi and /viec/{id} live side by side in any order. */
struct route {
	enum http_method method; /* HTTP_GET answers HEAD too; HTTP_HEAD is not for tables */
	const char *pattern;
	void (*handle)(void *ctx, struct request *rq, struct reply *rp);
	const char *permission; /* for the application's gate; NULL: none needed */
	unsigned flags; /* the application's own */
	enum http_lane lane;
	uint64_t body_max; /* 0: the server's default */
};

struct route_table;

/* Dies on a pattern that is none, or that stands twice for the same method: such a table is a
 * mistake of the program. The rows must live as long as the table. */
struct route_table *route_table_new(struct arena *a, const struct route *const rows[], size_t n);

enum route_found {
	ROUTE_YES,
	ROUTE_NO, /* 404 */
	ROUTE_METHOD, /* 405: the path exists, the method does not */
	ROUTE_SLASH /* the same path without its last slash exists: 308 to it */
};

struct route_match {
	enum route_found found;
	const struct route *route;
	const char *segments[ROUTE_SEGMENTS + 1]; /* NULL-ended, in the arena given */
	const char *allow; /* with ROUTE_METHOD: for the header Allow */
};

void route_find(const struct route_table *t, struct arena *a, enum http_method method,
	const char *path, struct route_match *out);
/* For hooks.head: finds the row, sets rq->route, rq->segments and the plan; answers 404, 405, 308
 * and OPTIONS itself, and then returns true. nowhere: the row, in no table, that tells who reads
 * that there is no such page; NULL: it is told here. */
bool route_head(const struct route_table *t, const struct route *nowhere, struct request *rq,
	struct http_plan *plan, struct reply *rp);
/* The value of {name} in the matched pattern; NULL where there is none. */
const char *route_segment(const struct request *rq, const char *name);
const char *http_method_name(enum http_method m);

#endif
