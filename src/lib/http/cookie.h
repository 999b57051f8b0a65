/* Cookies (RFC 6265): the header Cookie read, the header Set-Cookie made. */
#ifndef LIB_HTTP_COOKIE_H
#define LIB_HTTP_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/http/request.h"

enum { COOKIES_MAX = 50 };

/* Adds what a header Cookie holds; leaves out what is malformed, and all beyond COOKIES_MAX: others
 * on the same host may set what they like. */
void cookie_parse(struct arena *a, const char *header, struct http_pairs *out);
/* The value of Set-Cookie; NULL where name or value have characters that a cookie cannot have. */
const char *cookie_format(
	struct arena *a, const char *name, const char *value, long max_age, bool secure);

#endif
