/* What of a request's head is refused before anything else looks at it. libmicrohttpd 0.9.75 reads
 * many malformed and ambiguous heads as if they were well; whatever another server on the way could
 * understand differently is refused here and the connection closed, so that no request hides behind
 * another (RFC 9112, 11.2). */
#ifndef LIB_HTTP_GUARD_H
#define LIB_HTTP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/http/request.h"

enum { GUARD_FIELDS = 100 }; /* header fields, at most */

/* As the library hands them out: pointers into the received head. */
struct guard_field {
	const char *name, *value;
	size_t name_n, value_n;
};

struct guard_head {
	const char *method, *version;
	const char *target; /* a copy, from before the library changed it in place */
	const char *target_raw; /* where it lay; not to be read */
	struct guard_field v[GUARD_FIELDS];
	size_t n;
	bool more; /* there were more fields than fit */
	size_t size; /* bytes of the head from method to its last line end */
};

struct guard_verdict {
	int status; /* 0: the head is sound */
	const char *why;
	enum http_method method;
	const char *path; /* origin form, in the target */
	uint64_t length; /* of the body */
	bool expects; /* 100-continue */
};

/* layout: the strings lie where they were received, cut by NUL (libmicrohttpd before 1.0, which is
 * lenient about line ends; later ones refuse such heads themselves). */
void guard_check(const struct guard_head *h, bool layout, struct guard_verdict *out);

#endif
