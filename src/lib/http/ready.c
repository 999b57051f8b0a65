#include "lib/http/ready.h"

#include <string.h>

#include "lib/http/http_int.h"

enum { RESPONSE = 1500 }; /* bytes, what the library needs for one of ours */

struct http_ready {
	atomic_uint held;
	struct arena *a; /* holds all of it, and itself */
	struct reply rp;
	struct MHD_Response *response;
};

static const char *copy(struct arena *a, const char *s)
{
	return s ? arena_strdup(a, s) : NULL;
}

static void copy_reply(struct arena *a, const struct reply *from, struct reply *rp)
{
	*rp = (struct reply){ .a = a,
		.fd = -1,
		.status = from->status,
		.type = copy(a, from->type),
		.body = arena_strndup(a, from->body, from->n),
		.n = from->n,
		.etag = copy(a, from->etag),
		.cache = copy(a, from->cache),
		.encoding = copy(a, from->encoding),
		.csp = copy(a, from->csp),
		.usual_csp = copy(a, from->usual_csp),
		.secret = from->secret };
	for (size_t i = 0; i < from->headers.n; i++)
		reply_header(rp, arena_strdup(a, from->headers.v[i].name),
			arena_strdup(a, from->headers.v[i].value));
}

struct http_ready *http_ready_new(struct reply *rp)
{
	if (rp->fd >= 0 || !rp->body || !reply_headers_fit(rp))
		return NULL;
	struct arena *a = arena_new();
	struct http_ready *r = ARENA_NEW(a, struct http_ready);
	r->a = a;
	copy_reply(a, rp, &r->rp);
	r->response = reply_response(&r->rp);
	if (!r->response) {
		arena_free(a);
		return NULL;
	}
	atomic_init(&r->held, 1);
	return r;
}

void http_ready_drop(struct http_ready *r)
{
	if (!r || atomic_fetch_sub(&r->held, 1) > 1)
		return;
	MHD_destroy_response(r->response);
	arena_free(r->a);
}

size_t http_ready_size(const struct http_ready *r)
{
	return r->rp.n + sizeof *r + RESPONSE;
}

static void drop(void *r)
{
	http_ready_drop(r);
}

void reply_ready(struct reply *rp, struct http_ready *r)
{
	reply_bytes(rp, r->rp.status, r->rp.type, r->rp.body, r->rp.n);
	rp->etag = r->rp.etag;
	rp->cache = r->rp.cache;
	rp->encoding = r->rp.encoding;
	rp->csp = r->rp.csp;
	rp->secret = r->rp.secret;
	/* Full: who adds one adds it to a copy. */
	rp->headers = (struct http_pairs){ r->rp.headers.v, r->rp.headers.n, r->rp.headers.n };
	rp->ready = r;
	atomic_fetch_add(&r->held, 1);
	arena_defer(rp->a, drop, r);
}

struct MHD_Response *reply_ready_response(const struct reply *rp)
{
	bool as_it_is = rp->ready && rp->status == rp->ready->rp.status &&
			rp->body == rp->ready->rp.body &&
			rp->headers.v == rp->ready->rp.headers.v && !rp->close && !rp->bare;
	return as_it_is ? rp->ready->response : NULL;
}

bool reply_shares(const struct reply *rp, const struct MHD_Response *response)
{
	return rp->ready && response == rp->ready->response;
}
