/* A request as handlers see it: checked, decoded, wholly read. */
#ifndef LIB_HTTP_REQUEST_H
#define LIB_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OPTIONS };

struct http_pair {
	const char *name, *value;
};

struct http_pairs {
	struct http_pair *v;
	size_t n, cap;
};

/* Bytes of a body: in memory, or in the request's temporary file, whose name is gone already. */
struct http_bytes {
	const char *p; /* NULL where they are in the file; NUL-terminated where not, after the whole
			  body */
	int fd; /* -1 where they are in memory; closed with the request */
	uint64_t at; /* in the file */
	uint64_t n;
};

struct http_upload {
	const char *field;
	const char
		*filename; /* without folders; a person's text, never a path to open; may be "" */
	const char *type; /* as the client claims; prove it */
	struct http_bytes bytes;
};

struct http_uploads {
	struct http_upload *v;
	size_t n, cap;
};

struct route;

/* All text is valid UTF-8 in NFC without NUL and lives in a. */
struct request {
	struct arena *a;
	enum http_method method;
	const char *path; /* decoded, without query; begins with "/" */
	const char *target; /* as it was sent, with its query */
	const char *host; /* lower case, without port */
	const char *client; /* address, without port */
	bool https; /* as the browser sees it */
	bool accepts_gzip, accepts_br;
	struct http_pairs headers; /* names in lower case */
	struct http_pairs query;
	struct http_pairs cookies;
	struct http_pairs fields; /* of a form; line ends are LF. Filled before hooks.handle */
	struct http_uploads uploads;
	struct http_bytes body;
	unsigned lane, worker; /* where it runs: worker counts from 0 in each lane */
	const struct route *route; /* for route_find; NULL */
	const char *const *segments; /* what stood for {..} in the route's pattern, in order */
	void *user; /* the application's own */
};

/* GET or HEAD. */
bool request_reads(const struct request *rq);
/* The first value of that name, or NULL. Header names in lower case. */
const char *request_header(const struct request *rq, const char *name);
const char *request_query(const struct request *rq, const char *name);
const char *request_cookie(const struct request *rq, const char *name);
const char *request_field(const struct request *rq, const char *name);
const struct http_upload *request_upload(const struct request *rq, const char *name);

/* Reads up to n bytes from offset `at` of them; the number read, or -1 where the machine fails. May
 * block: not for I/O threads. */
long http_bytes_read(const struct http_bytes *b, uint64_t at, void *out, size_t n);
/* All of them in the arena, with a NUL behind. RC_INVALID where there are more than max. */
enum rc http_bytes_all(struct arena *a, const struct http_bytes *b, size_t max, const char **out,
	struct err *e) CHECKED;

#endif
