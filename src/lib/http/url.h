/* Percent-encoding and what is written in it: paths, queries, urlencoded forms (WHATWG URL). */
#ifndef LIB_HTTP_URL_H
#define LIB_HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/http/request.h"

/* Decoded text is valid UTF-8 in NFC without NUL and control characters; where the bytes give no
 * such text, or a % is not followed by two hex digits, there is no outcome. In fields tab and line
 * ends are allowed, CRLF and CR become LF, and + is a blank. */

/* That check for n bytes of a field that was not percent-encoded; NULL where it fails. */
const char *url_clean_field(struct arena *a, const char *p, size_t n);
/* a=1&b=2. False where there are more than max pairs, or one cannot be decoded; out is then
 * untouched. */
bool url_decode_pairs(struct arena *a, const char *p, size_t n, size_t max, struct http_pairs *out);
/* The first value of that name, or NULL. */
const char *pairs_get(const struct http_pairs *list, const char *name);
/* Without query: decoded, each segment by itself, so that %2F does not make another segment. False
 * on what cannot be decoded, on . and .. and on encoded slashes and backslashes. */
bool url_decode_path(struct arena *a, const char *p, size_t n, const char **out);
/* All but letters, digits and -._~ percent-encoded. */
const char *url_encode(struct arena *a, const char *s);

#endif
