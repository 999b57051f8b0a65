/* A reply becomes a response of the library: default headers, 304, compression. */
#include <libdeflate.h>
#include <string.h>
#include <unistd.h>

#include "lib/http/http_int.h"

enum { COMPRESS_FROM = 1024, COMPRESS_LEVEL = 5, HEADERS_MAX = 1300 };

/* %s: one inline style, by its hash. */
#define CSP(style) \
	"default-src 'none'; script-src 'self'; style-src 'self'" style "; img-src 'self' data:; " \
	"font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; " \
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; " \
	"frame-ancestors 'none'"

const char *http_csp(struct arena *a, const char *style_hash)
{
	return style_hash ? arena_printf(a, CSP(" '%s'"), style_hash) : CSP("");
}

static bool compressible(const struct reply *rp)
{
	static const char *const types[] = { "text/", "application/json", "application/javascript",
		"application/manifest+json", "image/svg+xml" };
	for (size_t i = 0; rp->type && i < sizeof types / sizeof *types; i++)
		if (strncmp(rp->type, types[i], strlen(types[i])) == 0)
			return true;
	return false;
}

/* Kept only where it saves a tenth. */
static void gzip(struct reply *rp)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(COMPRESS_LEVEL);
	if (!c)
		return;
	size_t max = rp->n - rp->n / 10;
	char *out = arena_alloc(rp->a, max);
	size_t n = libdeflate_gzip_compress(c, rp->body, rp->n, out, max);
	libdeflate_free_compressor(c);
	if (!n)
		return;
	rp->body = out;
	rp->n = n;
	rp->encoding = "gzip";
}

/* The header lists tags as W/"x", "y", or says * (RFC 9110, 13.1.2); compared weakly. */
static bool matches(const struct reply *rp, const struct request *rq)
{
	const char *wanted = request_header(rq, "if-none-match");
	if (!rp->etag || !wanted || !request_reads(rq) || rp->status != 200)
		return false;
	if (strcmp(wanted, "*") == 0)
		return true;
	return strstr(wanted, arena_printf(rp->a, "\"%s\"", rp->etag)) != NULL;
}

static void add(struct MHD_Response *r, const char *name, const char *value)
{
	if (value)
		(void)MHD_add_response_header(r, name, value);
}

static void add_headers(struct MHD_Response *r, struct reply *rp)
{
	bool empty = rp->status == 204 || rp->status == 304;
	add(r, "Content-Type", empty ? NULL : rp->type);
	add(r, "Content-Encoding", empty ? NULL : rp->encoding);
	add(r, "Connection", rp->close ? "close" : NULL);
	if (rp->bare)
		return;
	add(r, "Content-Security-Policy", rp->csp ? rp->csp : rp->usual_csp);
	add(r, "X-Content-Type-Options", "nosniff");
	add(r, "Referrer-Policy", "same-origin");
	add(r, "X-Frame-Options", "DENY");
	add(r, "Cross-Origin-Opener-Policy", "same-origin");
	add(r, "Cache-Control", rp->cache ? rp->cache : "no-store");
	add(r, "Vary", compressible(rp) && !rp->secret ? "Accept-Encoding" : NULL);
	if (rp->etag) /* weak: the same page may go out in several codings */
		add(r, "ETag", arena_printf(rp->a, "W/\"%s\"", rp->etag));
	for (size_t i = 0; i < rp->headers.n; i++)
		add(r, rp->headers.v[i].name, rp->headers.v[i].value);
}

static struct MHD_Response *create(struct reply *rp)
{
	if (rp->fd < 0) /* the library only reads it, and the arena outlives the response */
		return MHD_create_response_from_buffer(
			rp->n, (void *)rp->body, MHD_RESPMEM_PERSISTENT);
	struct MHD_Response *r =
		MHD_create_response_from_fd_at_offset64(rp->length, rp->fd, rp->at);
	if (r)
		rp->fd = -1; /* the library's now */
	return r;
}

bool reply_headers_fit(const struct reply *rp)
{
	size_t n = 0;
	const char *const own[] = { rp->csp, rp->cache, rp->etag, rp->type, rp->encoding };
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		n += own[i] ? strlen(own[i]) : 0;
	for (size_t i = 0; i < rp->headers.n; i++)
		n += strlen(rp->headers.v[i].name) + strlen(rp->headers.v[i].value) + 4;
	return n <= HEADERS_MAX;
}

struct MHD_Response *reply_response(struct reply *rp)
{
	struct MHD_Response *r = create(rp);
	if (r)
		add_headers(r, rp);
	return r;
}

struct MHD_Response *reply_send(
	struct reply *rp, const struct request *rq, bool compress, uint64_t *bytes)
{
	if (!rp->status || (rp->fd < 0 && !rp->body) || !reply_headers_fit(rp)) {
		rp->headers = (struct http_pairs){ 0 };
		reply_status(rp, 500);
	}
	if (matches(rp, rq)) {
		if (rp->fd >= 0)
			close(rp->fd);
		rp->fd = -1;
		rp->status = 304;
		rp->body = "";
		rp->n = 0;
	}
	bool small = compress && rp->fd < 0 && rp->n >= COMPRESS_FROM && !rp->encoding;
	if (small && !rp->secret && rq->accepts_gzip && compressible(rp))
		gzip(rp);
	*bytes = rq->method == HTTP_HEAD ? 0 : rp->fd < 0 ? rp->n : rp->length;
	struct MHD_Response *shared = reply_ready_response(rp);
	return shared ? shared : reply_response(rp);
}
