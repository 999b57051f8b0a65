/* The HTTP/1.1 server: libmicrohttpd behind a guard, with handlers on bounded lanes of threads.
 *
 * A request's way: an I/O thread reads its head; what is malformed or ambiguous is refused and the
 * connection closed (guard.h says what); hooks.head may answer at once, or names the lane and the
 * largest body; the body is read wholly, past body_memory into a temporary file; then hooks.handle
 * runs on the lane while the connection is suspended. A full lane is answered with 503.
 *
 * TLS and HTTP/2 are the business of a reverse proxy in front. Bodies need a Content-Length:
 * chunked ones are refused with 411, which leaves nothing of their framing to disagree about. */
#ifndef LIB_HTTP_HTTP_H
#define LIB_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/http/reply.h"
#include "lib/http/request.h"

/* Where a handler runs. Password hashing has few threads, so that its memory is limited: a route
 * that hashes runs wholly there. */
enum http_lane { HTTP_WORK, HTTP_HASH };

/* What hooks.head decides for a request that it does not answer. */
struct http_plan {
	enum http_lane lane;
	uint64_t body_max; /* bytes; larger: 413 */
	const char
		*log_as; /* in the log instead of the path, where the path is a secret; else NULL */
};

struct http_hooks {
	void *ctx; /* handed to every hook */
	/* In an I/O thread, when the head is read: it must not block (no file, no database, no lock
	 * held for long). True: rp holds the answer. The plan comes filled with the defaults. May
	 * be NULL. */
	bool (*head)(void *ctx, struct request *rq, struct http_plan *plan, struct reply *rp);
	/* In a thread of the lane, the body read. What the arena rq->a holds lives until the reply
	 * is sent. */
	void (*handle)(void *ctx, struct request *rq, struct reply *rp);
	/* A page for an answer that the server itself gives (503, 413, 400...): fills rp->body, no
	 * more. May be called in an I/O thread. NULL: a plain Vietnamese page. */
	void (*error_page)(void *ctx, struct reply *rp, const char *title, const char *message);
	/* Lines, one per request, each with its end; from one thread of its own, never at once. May
	 * be NULL. */
	void (*log)(void *ctx, const char *lines);
};

/* 0 means the default in brackets, everywhere. */
struct http_config {
	const char *listen; /* "127.0.0.1:8080", "[::1]:8080"; port 0: any free one */
	bool trust_proxy; /* believe X-Forwarded-For and -Proto of a peer on this machine */
	const char *spool; /* folder of temporary files ["/var/tmp"] */
	unsigned io_threads; /* [2] */
	unsigned work_threads; /* [4] */
	unsigned work_queue; /* requests waiting for them [64] */
	unsigned hash_threads; /* [1] */
	unsigned hash_queue; /* [16] */
	unsigned connections; /* at once; descriptors are asked for, or fewer taken [12000] */
	unsigned bodies; /* requests with a body at once; more: 503 [512] */
	size_t connection_memory; /* bytes per connection, which hold a head and what is made of it
				     [8192] */
	size_t body_memory; /* bytes; longer bodies go to a file [65536] */
	uint64_t body_max; /* bytes, unless hooks.head says otherwise [1 MiB] */
	unsigned idle_ms; /* without a request line [60,000] */
	unsigned head_ms; /* from request line to the head's end [10,000] */
	unsigned body_ms; /* a body may fall behind body_rate by so much [15,000] */
	unsigned body_rate; /* bytes per second, at least; of replies too [4096] */
	/* "sha256-…" (CSP Level 3) of the one style that pages may hold in themselves; NULL: none
	 */
	const char *style_hash;
	struct http_hooks hooks;
};

struct http_server;

/* RC_INVALID: the address is none; RC_BUSY: it is taken; RC_FAIL: the machine. On RC_OK the server
 * runs until http_stop. Strings of the config are copied. *out is set before the first hook runs,
 * and NULL on failure. */
enum rc http_start(
	const struct http_config *config, struct http_server **out, struct err *e) CHECKED;
/* The port it listens on. */
unsigned http_port(const struct http_server *s);
/* Takes no new connections, finishes the requests under way, for at most drain_ms, then stops. What
 * waits for a lane after that is answered with 503. False: a handler still runs a second and half
 * as long later; then nothing is freed and the process can only exit. */
bool http_stop(struct http_server *s, unsigned drain_ms) CHECKED;
/* Prometheus text. */
void http_metrics(struct http_server *s, struct buf *b);

#endif
