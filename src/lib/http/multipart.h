/* multipart/form-data (RFC 7578) of a body that is wholly there, in memory or in a file. */
#ifndef LIB_HTTP_MULTIPART_H
#define LIB_HTTP_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/http/request.h"

struct multipart_limits {
	size_t fields, files; /* how many */
	size_t field_bytes; /* the longest text field */
};

/* The boundary of a Content-Type; NULL where it is not multipart/form-data or has none that RFC
 * 2046 allows. */
const char *multipart_boundary(struct arena *a, const char *content_type);
/* Texts go to `fields`, files stay where they are and are told in `uploads`; a file field left
 * empty by the browser is left out. NULL, or what is wrong (English, for the log); then the lists
 * are untouched. May block. */
const char *multipart_parse(struct arena *a, const struct http_bytes *body, const char *boundary,
	const struct multipart_limits *limits, struct http_pairs *fields,
	struct http_uploads *uploads);

#endif
