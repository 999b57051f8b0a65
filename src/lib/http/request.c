#include "lib/http/request.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "lib/base/text.h"
#include "lib/http/cookie.h"
#include "lib/http/http_int.h"
#include "lib/http/multipart.h"
#include "lib/http/url.h"

enum { QUERY_MAX = 200, FIELDS_MAX = 5000, FILES_MAX = 60, URLENCODED_MAX = 4 << 20 };

static const struct multipart_limits MULTIPART = {
	.fields = FIELDS_MAX, .files = FILES_MAX, .field_bytes = 1 << 20
};

bool request_reads(const struct request *rq)
{
	return rq->method == HTTP_GET || rq->method == HTTP_HEAD;
}

const char *request_header(const struct request *rq, const char *name)
{
	return pairs_get(&rq->headers, name);
}

const char *request_query(const struct request *rq, const char *name)
{
	return pairs_get(&rq->query, name);
}

const char *request_cookie(const struct request *rq, const char *name)
{
	return pairs_get(&rq->cookies, name);
}

const char *request_field(const struct request *rq, const char *name)
{
	return pairs_get(&rq->fields, name);
}

const struct http_upload *request_upload(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->uploads.n; i++)
		if (strcmp(rq->uploads.v[i].field, name) == 0)
			return &rq->uploads.v[i];
	return NULL;
}

static const char *ascii_lower(struct arena *a, const char *s, size_t n)
{
	char *out = arena_strndup(a, s, n);
	for (size_t i = 0; i < n; i++)
		out[i] = (char)tolower((unsigned char)out[i]);
	return out;
}

/* A value that is not UTF-8 is of no use to anybody and left out. */
static void add_header(struct request *rq, const struct guard_field *f)
{
	size_t n = f->value_n;
	while (n && (f->value[n - 1] == ' ' || f->value[n - 1] == '\t'))
		n--;
	if (text_check(f->value, n) != n)
		return;
	struct http_pair pair = { ascii_lower(rq->a, f->name, f->name_n),
		text_nfc(rq->a, arena_strndup(rq->a, f->value, n), NULL) };
	ARENA_PUSH(rq->a, &rq->headers, pair);
	if (strcmp(pair.name, "cookie") == 0)
		cookie_parse(rq->a, pair.value, &rq->cookies);
}

/* Is a coding among those that Accept-Encoding names, without q=0? */
static bool accepts(const char *header, const char *coding)
{
	size_t n = strlen(coding);
	for (const char *p = header; p && *p; p += *p == ',') {
		p += strspn(p, " \t");
		size_t len = strcspn(p, ",");
		size_t name = strcspn(p, ",; \t");
		bool ours = name == n && strncasecmp(p, coding, n) == 0;
		const char *q = ours ? memmem(p, len, "q=0", 3) : NULL;
		if (ours && (!q || strspn(q + 2, "0.") != strcspn(q + 2, ", \t;")))
			return true;
		p += len;
	}
	return false;
}

/* The port goes; [::1] keeps its brackets. */
static const char *host_name(struct arena *a, const char *host)
{
	const char *end = strchr(host, ']');
	const char *colon = strchr(end ? end : host, ':');
	return ascii_lower(a, host, colon ? (size_t)(colon - host) : strlen(host));
}

bool request_init(struct request *rq, const struct guard_head *h, const struct guard_verdict *v)
{
	rq->method = v->method;
	rq->target = arena_strdup(rq->a, v->path);
	rq->body.fd = -1;
	for (size_t i = 0; i < h->n; i++)
		add_header(rq, &h->v[i]);
	const char *host = request_header(rq, "host"),
		   *coding = request_header(rq, "accept-encoding");
	rq->host = host ? host_name(rq->a, host) : "";
	rq->accepts_gzip = accepts(coding, "gzip");
	rq->accepts_br = accepts(coding, "br");
	size_t path = strcspn(rq->target, "?");
	const char *query = rq->target + path + (rq->target[path] == '?');
	return url_decode_path(rq->a, rq->target, path, &rq->path) &&
	       url_decode_pairs(rq->a, query, strlen(query), QUERY_MAX, &rq->query);
}

/* The last address of X-Forwarded-For is the one our own proxy saw. */
static const char *forwarded(const struct request *rq)
{
	const char *list = request_header(rq, "x-forwarded-for");
	if (!list)
		return NULL;
	const char *comma = strrchr(list, ',');
	const char *s = text_trim(rq->a, comma ? comma + 1 : list);
	unsigned char address[sizeof(struct in6_addr)];
	return inet_pton(AF_INET, s, address) == 1 || inet_pton(AF_INET6, s, address) == 1 ? s
											   : NULL;
}

/* Like inet_ntop, which prints by a format: this is done for every request. */
static void dotted(uint32_t address, char *out)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		unsigned n = address >> shift & 0xFF;
		if (n >= 100)
			*out++ = (char)('0' + n / 100);
		if (n >= 10)
			*out++ = (char)('0' + n / 10 % 10);
		*out++ = (char)('0' + n % 10);
		*out++ = shift ? '.' : '\0';
	}
}

void request_client(struct request *rq, const struct sockaddr *peer, bool trust_proxy)
{
	char text[INET6_ADDRSTRLEN] = "";
	bool local = false;
	if (peer && peer->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)peer;
		dotted(ntohl(in->sin_addr.s_addr), text);
		local = ntohl(in->sin_addr.s_addr) >> 24 == 127;
	} else if (peer && peer->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)(const void *)peer;
		inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
		local = IN6_IS_ADDR_LOOPBACK(&in->sin6_addr);
	}
	rq->client = arena_strdup(rq->a, text);
	if (!trust_proxy || !local)
		return;
	const char *client = forwarded(rq), *proto = request_header(rq, "x-forwarded-proto");
	if (client)
		rq->client = client;
	rq->https = proto && strcasecmp(proto, "https") == 0;
}

static const char *read_urlencoded(struct request *rq)
{
	const char *p;
	struct err e;
	err_init(&e, rq->a);
	if (http_bytes_all(rq->a, &rq->body, URLENCODED_MAX, &p, &e))
		return "form too long";
	if (!url_decode_pairs(rq->a, p, (size_t)rq->body.n, FIELDS_MAX, &rq->fields))
		return "form cannot be decoded";
	return NULL;
}

const char *request_read_form(struct request *rq)
{
	const char *type = request_header(rq, "content-type");
	if (!rq->body.n || !type)
		return NULL;
	if (strncasecmp(type, "multipart/form-data", 19) == 0) {
		const char *boundary = multipart_boundary(rq->a, type);
		return boundary ? multipart_parse(rq->a, &rq->body, boundary, &MULTIPART,
					  &rq->fields, &rq->uploads)
				: "no boundary";
	}
	static const char urlencoded[] = "application/x-www-form-urlencoded";
	size_t n = sizeof urlencoded - 1;
	if (strncasecmp(type, urlencoded, n) == 0 && (!type[n] || strchr("; \t", type[n])))
		return read_urlencoded(rq);
	return NULL;
}
