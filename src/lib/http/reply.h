/* What a handler answers. It starts as 500; the functions below fill it. Every reply gets strict
 * headers: Content-Security-Policy without inline script or style, nosniff, Referrer-Policy, no
 * framing, and Cache-Control: no-store unless `cache` says otherwise. What a handler adds as
 * headers, csp, etag and cache may have 1,300 bytes together: more is answered with 500. */
#ifndef LIB_HTTP_REPLY_H
#define LIB_HTTP_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/http/request.h"

struct http_ready;

struct reply {
	struct arena *a; /* of the request; what is answered must live as long */
	int status;
	const char *type; /* Content-Type */
	const char *body; /* n bytes; NULL where a file is sent */
	size_t n;
	int fd; /* of the file, closed by the server; -1: none */
	uint64_t at, length; /* its part */
	const char *etag; /* without quotes; If-None-Match is answered from it with 304 */
	const char *cache; /* Cache-Control; NULL: no-store */
	const char
		*encoding; /* the body is in this coding already ("gzip", "br"); NULL: it is not */
	const char *csp; /* instead of the usual Content-Security-Policy; NULL: the usual one */
	const char *usual_csp; /* of the server */
	bool secret; /* holds a secret beside what a stranger can influence: never compressed
			(BREACH) */
	bool close; /* close the connection after it */
	bool bare; /* without the usual headers: for a refused head that left no room */
	struct http_pairs headers;
	/* Dresses error pages: http_hooks.error_page and its ctx; NULL: plain ones. */
	void (*error_page)(void *ctx, struct reply *rp, const char *title, const char *message);
	void *error_ctx;
	const struct http_ready *ready; /* what it is a copy of (ready.h); NULL: it is new */
	const char *back; /* for an error page: the page the form was on; NULL: not known */
};

/* The page in b, as text/html in UTF-8. Where b went over its ceiling: 500. */
void reply_page(struct reply *rp, int status, const struct buf *b);
/* Bytes of any type, not copied. */
void reply_bytes(struct reply *rp, int status, const char *type, const void *p, size_t n);
/* 303: after a form; location is a path of this site. Anything else leads to "/". */
void reply_redirect(struct reply *rp, const char *location);
/* An open regular file from its beginning; the server closes fd. Small ones are read at once, so
 * that no I/O thread waits for the disk; long ones go through the page cache. RC_FAIL where it
 * cannot be read. */
enum rc reply_file(struct reply *rp, const char *type, int fd, struct err *e) CHECKED;
/* To be saved under that name (RFC 6266), accents kept. */
void reply_download(struct reply *rp, const char *filename);
/* value must have no line ends: a header with one is left out. */
void reply_header(struct reply *rp, const char *name, const char *value);
/* An error page, as http_hooks.error_page draws it; a plain Vietnamese one without. */
void reply_error(struct reply *rp, int status, const char *title, const char *message);

/* HttpOnly, SameSite=Lax, Path=/; Secure (and the prefix "__Host-" is the caller's) where
 * rq->https. max_age in seconds; 0: until the browser closes; negative: forget it. */
void reply_cookie(struct reply *rp, const struct request *rq, const char *name, const char *value,
	long max_age);

#endif
