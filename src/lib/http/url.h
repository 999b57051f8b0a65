/* Percent-encoding and what is written in it: paths, queries, urlencoded forms (WHATWG URL). */
#ifndef LIB_HTTP_URL_H
#define LIB_HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/http/request.h"

/* Decodes n bytes at p to valid UTF-8 in NFC. NULL where a % is not followed by two hex digits, or
 * the outcome is not UTF-8 or has a NUL or another control character (in fields tab and line ends
 * are allowed, CRLF and CR become LF, and + is a blank). */
const char *url_decode(struct arena *a, const char *p, size_t n);
const char *url_decode_field(struct arena *a, const char *p, size_t n);
/* The last check of url_decode_field alone, for bytes that were not percent-encoded. */
const char *url_clean_field(struct arena *a, const char *p, size_t n);
/* a=1&b=2. False where there are more than max pairs, or one cannot be decoded; out is then
 * untouched. */
bool url_decode_pairs(struct arena *a, const char *p, size_t n, size_t max, struct http_pairs *out);
/* Without query: decoded, each segment by itself, so that %2F does not make another segment. False
 * on what cannot be decoded, on . and .. and on encoded slashes and backslashes. */
bool url_decode_path(struct arena *a, const char *p, size_t n, const char **out);
/* All but letters, digits and -._~ percent-encoded. */
const char *url_encode(struct arena *a, const char *s);

#endif
