#include "lib/http/guard.h"

#include <string.h>
#include <strings.h>

#include "lib/http/http_int.h"

enum { HOST_MAX = 255 };

bool http_token_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool refuse(struct guard_verdict *v, int status, const char *why)
{
	if (!v->status) {
		v->status = status;
		v->why = why;
	}
	return false;
}

/* The library (before 1.0) cuts the head into strings where it lies, each separator becoming NUL,
 * so the distances between the strings show which bytes stood between them: a lone LF as line end,
 * a folded line, a NUL, two blanks leave other gaps than "SP", ":" and "CRLF" do. */
static bool laid_out(const struct guard_head *h, struct guard_verdict *v)
{
	uintptr_t at = (uintptr_t)h->method + strlen(h->method) + 1;
	if (at != (uintptr_t)h->target_raw)
		return refuse(v, 400, "request line");
	at += strlen(h->target) + 1;
	if (at != (uintptr_t)h->version)
		return refuse(v, 400, "request line");
	at += strlen(h->version) + 2;
	for (size_t i = 0; i < h->n; i++) {
		const struct guard_field *f = &h->v[i];
		if (at != (uintptr_t)f->name)
			return refuse(v, 400, "line end");
		at += f->name_n + 1;
		uintptr_t value = (uintptr_t)f->value;
		if (value < at || value - at > h->size) /* blanks before the value are skipped */
			return refuse(v, 400, "field layout");
		at = value + f->value_n + 2;
	}
	if (at + 2 != (uintptr_t)h->method + h->size)
		return refuse(v, 400, "end of head");
	return true;
}

static bool version(const struct guard_head *h, struct guard_verdict *v)
{
	if (strcmp(h->version, "HTTP/1.1") == 0 || strcmp(h->version, "HTTP/1.0") == 0)
		return true;
	return refuse(v, strncmp(h->version, "HTTP/", 5) == 0 ? 505 : 400, "version");
}

static bool method(const struct guard_head *h, struct guard_verdict *v)
{
	for (const char *s = h->method; *s; s++)
		if (!http_token_char(*s))
			return refuse(v, 400, "method");
	if (!http_method_parse(h->method, &v->method))
		return refuse(v, 501, "method");
	return true;
}

static bool field_chars(const struct guard_field *f, struct guard_verdict *v)
{
	if (!f->name_n || strlen(f->name) != f->name_n)
		return refuse(v, 400, "field name");
	for (size_t i = 0; i < f->name_n; i++)
		if (!http_token_char(f->name[i]))
			return refuse(v, 400, "field name");
	for (size_t i = 0; i < f->value_n; i++) {
		unsigned char c = (unsigned char)f->value[i];
		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return refuse(v, 400, "field value");
	}
	return true;
}

static bool fields(const struct guard_head *h, struct guard_verdict *v)
{
	if (h->more)
		return refuse(v, 431, "too many fields");
	for (size_t i = 0; i < h->n; i++)
		if (!field_chars(&h->v[i], v))
			return false;
	return true;
}

/* The only field of that name; NULL where there is none, and *twice where there are several. */
static const struct guard_field *only(const struct guard_head *h, const char *name, bool *twice)
{
	const struct guard_field *found = NULL;
	for (size_t i = 0; i < h->n; i++) {
		if (strcasecmp(h->v[i].name, name) != 0)
			continue;
		if (found)
			*twice = true;
		found = &h->v[i];
	}
	return found;
}

static bool host_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c && strchr("-._:[]", c));
}

static bool host(const struct guard_head *h, struct guard_verdict *v)
{
	bool twice = false;
	const struct guard_field *f = only(h, "host", &twice);
	if (twice || (!f && strcmp(h->version, "HTTP/1.1") == 0))
		return refuse(v, 400, "Host");
	if (!f)
		return true;
	if (!f->value_n || f->value_n > HOST_MAX)
		return refuse(v, 400, "Host");
	for (size_t i = 0; i < f->value_n; i++)
		if (!host_char(f->value[i]))
			return refuse(v, 400, "Host");
	return true;
}

/* "http://host/path": taken where the host is the one that Host names. */
static const char *absolute(const struct guard_head *h)
{
	const char *t = h->target;
	if (strncasecmp(t, "http://", 7) != 0)
		return NULL;
	bool twice = false;
	const struct guard_field *f = only(h, "host", &twice);
	size_t n = strcspn(t + 7, "/?");
	if (!f || n != f->value_n || strncasecmp(t + 7, f->value, n) != 0 || t[7 + n] != '/')
		return NULL;
	return t + 7 + n;
}

static bool target(const struct guard_head *h, struct guard_verdict *v)
{
	for (const char *s = h->target; *s; s++)
		if (*s <= 0x20 || *s >= 0x7F || *s == '#')
			return refuse(v, 400, "target");
	v->path = *h->target == '/' ? h->target : absolute(h);
	return v->path || refuse(v, 400, "target");
}

static bool length(const struct guard_field *f, struct guard_verdict *v)
{
	uint64_t sum = 0;
	if (!f->value_n)
		return refuse(v, 400, "Content-Length");
	for (size_t i = 0; i < f->value_n; i++) {
		if (f->value[i] < '0' || f->value[i] > '9')
			return refuse(v, 400, "Content-Length");
		if (sum > (uint64_t)INT64_MAX / 10 - 1)
			return refuse(v, 413, "Content-Length");
		sum = sum * 10 + (uint64_t)(f->value[i] - '0');
	}
	v->length = sum;
	return true;
}

/* A body's end is told by one Content-Length or not at all. */
static bool framing(const struct guard_head *h, struct guard_verdict *v)
{
	bool twice = false;
	const struct guard_field *coding = only(h, "transfer-encoding", &twice);
	const struct guard_field *size = only(h, "content-length", &twice);
	if (twice || (coding && size))
		return refuse(v, 400, "two framings");
	if (coding && strcmp(h->version, "HTTP/1.1") != 0)
		return refuse(v, 400, "Transfer-Encoding in HTTP/1.0");
	if (coding && strcasecmp(coding->value, "chunked") == 0)
		return refuse(v, 411, "chunked");
	if (coding)
		return refuse(v, 501, "Transfer-Encoding");
	return !size || length(size, v);
}

static bool expectation(const struct guard_head *h, struct guard_verdict *v)
{
	bool twice = false;
	const struct guard_field *f = only(h, "expect", &twice);
	if (!f)
		return true;
	if (twice || strcasecmp(f->value, "100-continue") != 0)
		return refuse(v, 417, "Expect");
	v->expects = strcmp(h->version, "HTTP/1.1") == 0;
	return true;
}

void guard_check(const struct guard_head *h, bool layout, struct guard_verdict *out)
{
	struct guard_verdict v = { 0 };
	/* The first to fail says why; what needs a sound layout comes behind it. */
	if (version(h, &v) && fields(h, &v) && (!layout || laid_out(h, &v)) && method(h, &v) &&
		framing(h, &v) && host(h, &v) && target(h, &v))
		expectation(h, &v);
	*out = v;
}
