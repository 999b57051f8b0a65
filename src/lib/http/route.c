#include "lib/http/route.h"

#include <stdlib.h>
#include <string.h>

#include "lib/http/http_int.h"

/* A pattern as segments; `hole` says which are {..}. */
struct pattern {
	const struct route *route;
	const char **part;
	bool *hole;
	size_t n;
};

struct route_table {
	struct pattern *v;
	size_t n;
};

static const char *const METHODS[] = { [HTTP_GET] = "GET",
	[HTTP_HEAD] = "HEAD",
	[HTTP_POST] = "POST",
	[HTTP_PUT] = "PUT",
	[HTTP_DELETE] = "DELETE",
	[HTTP_OPTIONS] = "OPTIONS" };

const char *http_method_name(enum http_method m)
{
	return METHODS[m];
}

bool http_method_parse(const char *s, enum http_method *out)
{
	for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
		if (strcmp(s, METHODS[i]) == 0) {
			*out = (enum http_method)i;
			return true;
		}
	return false;
}

static size_t count(const char *s, char c)
{
	size_t n = 0;
	for (; *s; s++)
		n += *s == c;
	return n;
}

/* "/a//b" has three segments, the middle one empty; "/" has one, empty. */
static size_t split(struct arena *a, const char *path, const char ***out)
{
	size_t n = count(path, '/'), k = 0;
	const char **v = ARENA_ARRAY(a, const char *, n + 1);
	while (*path == '/') {
		size_t len = strcspn(path + 1, "/");
		v[k++] = arena_strndup(a, path + 1, len);
		path += len + 1;
	}
	*out = v;
	return k;
}

static void read_pattern(struct arena *a, const struct route *r, struct pattern *out)
{
	if (!r->pattern || *r->pattern != '/' || !r->handle || r->method == HTTP_HEAD)
		die("route: %s", r->pattern ? r->pattern : "(null)");
	out->route = r;
	out->n = split(a, r->pattern, &out->part);
	out->hole = ARENA_ARRAY(a, bool, out->n);
	size_t holes = 0;
	for (size_t i = 0; i < out->n; i++) {
		const char *s = out->part[i];
		size_t len = strlen(s);
		out->hole[i] = len > 2 && s[0] == '{' && s[len - 1] == '}';
		if (out->hole[i])
			out->part[i] = arena_strndup(a, s + 1, len - 2);
		else if (strpbrk(s, "{}") || (!len && out->n > 1))
			die("route: %s", r->pattern);
		holes += out->hole[i];
	}
	if (holes > ROUTE_SEGMENTS)
		die("route: %s", r->pattern);
}

/* Texts before holes, segment by segment: the first that fits is the one meant. */
static int order(const struct pattern *x, const struct pattern *y)
{
	for (size_t i = 0; i < x->n && i < y->n; i++) {
		if (x->hole[i] != y->hole[i])
			return x->hole[i] ? 1 : -1;
		int c = x->hole[i] ? 0 : strcmp(x->part[i], y->part[i]);
		if (c)
			return c;
	}
	return (x->n > y->n) - (x->n < y->n);
}

static int compare(const void *x, const void *y)
{
	const struct pattern *a = x, *b = y;
	int c = order(a, b);
	return c ? c : (int)a->route->method - (int)b->route->method;
}

struct route_table *route_table_new(struct arena *a, const struct route *const rows[], size_t n)
{
	struct route_table *t = ARENA_NEW(a, struct route_table);
	t->v = ARENA_ARRAY(a, struct pattern, n);
	t->n = n;
	for (size_t i = 0; i < n; i++)
		read_pattern(a, rows[i], &t->v[i]);
	if (n)
		qsort(t->v, n, sizeof *t->v, compare);
	for (size_t i = 1; i < n; i++)
		if (compare(&t->v[i - 1], &t->v[i]) == 0)
			die("route: %s stands twice", t->v[i].route->pattern);
	return t;
}

static bool fits(const struct pattern *p, const char *const *part, size_t n)
{
	if (p->n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (p->hole[i] ? !*part[i] : strcmp(p->part[i], part[i]) != 0)
			return false;
	return true;
}

static bool method_fits(enum http_method has, enum http_method wanted)
{
	return has == wanted || (has == HTTP_GET && wanted == HTTP_HEAD);
}

static const char *allowed(struct arena *a, const struct pattern *first, const struct pattern *end)
{
	struct buf b;
	buf_init(&b, a, 128);
	for (const struct pattern *p = first; p < end && order(p, first) == 0; p++) {
		buf_puts(&b, METHODS[p->route->method]);
		buf_puts(&b, p->route->method == HTTP_GET ? ", HEAD, " : ", ");
	}
	buf_puts(&b, "OPTIONS");
	return b.p;
}

/* The first pattern that fits the path, whatever its method; NULL where none does. */
static const struct pattern *first_fit(
	const struct route_table *t, const char *const *part, size_t n)
{
	for (size_t i = 0; i < t->n; i++)
		if (fits(&t->v[i], part, n))
			return &t->v[i];
	return NULL;
}

static void take(struct route_match *m, const struct pattern *p, const char *const *part)
{
	m->found = ROUTE_YES;
	m->route = p->route;
	for (size_t i = 0, k = 0; i < p->n; i++)
		if (p->hole[i])
			m->segments[k++] = part[i];
}

void route_find(const struct route_table *t, struct arena *a, enum http_method method,
	const char *path, struct route_match *out)
{
	const char **part;
	size_t n = split(a, path, &part);
	*out = (struct route_match){ .found = ROUTE_NO };
	const struct pattern *end = t->v + t->n;
	const struct pattern *first = first_fit(t, part, n);
	if (!first) {
		if (n > 1 && !*part[n - 1] && *part[n - 2] && first_fit(t, part, n - 1))
			out->found = ROUTE_SLASH;
		return;
	}
	for (const struct pattern *p = first; p < end && order(p, first) == 0; p++)
		if (method_fits(p->route->method, method)) {
			take(out, p, part);
			return;
		}
	out->found = ROUTE_METHOD;
	out->allow = allowed(a, first, end);
}

const char *route_segment(const struct request *rq, const char *name)
{
	if (!rq->route)
		return NULL;
	size_t k = 0, len = strlen(name);
	for (const char *p = rq->route->pattern; (p = strchr(p, '{')); p++, k++)
		if (strncmp(p + 1, name, len) == 0 && p[1 + len] == '}')
			return rq->segments[k];
	return NULL;
}
