/* Any bytes through the parsers that meet strangers: paths, queries, forms, cookies, multipart,
 * routes, the guard (src/lib/http). The first byte chooses. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/http/cookie.h"
#include "lib/http/form.h"
#include "lib/http/guard.h"
#include "lib/http/multipart.h"
#include "lib/http/route.h"
#include "lib/http/url.h"

static void must_be_text(const char *s)
{
	must(text_check(s, strlen(s)) == strlen(s));
	must(!strpbrk(s, "\r\x01\x7f"));
}

static void pairs_hold(const struct http_pairs *list)
{
	for (size_t i = 0; i < list->n; i++) {
		must_be_text(list->v[i].name);
		must_be_text(list->v[i].value);
	}
}

static void one_form(
	struct arena *a, const struct http_pairs *fields, const struct http_uploads *uploads)
{
	static const struct form_choice choices[] = { { "b", "B" }, { NULL, NULL } };
	static const struct form_field table[] = {
		{ .name = "a", .label = "A", .required = true },
		{ .name = "a", .kind = FORM_LINES, .label = "A" },
		{ .name = "a", .kind = FORM_INT, .label = "A", .min = -5, .max = 5 },
		{ .name = "a", .kind = FORM_DATE, .label = "A" },
		{ .name = "a", .kind = FORM_CHOICE, .label = "A", .choices = choices },
		{ .name = "a", .kind = FORM_MANY, .label = "A", .choices = choices },
		{ .name = "a", .kind = FORM_FILE, .label = "A", .max = 3 },
		{ .name = "a", .kind = FORM_FILES, .label = "A" },
	};
	struct request rq = { .a = a, .fields = *fields, .uploads = *uploads };
	struct form f;
	struct err e;
	err_init(&e, a);
	enum rc rc = form_read(&f, &rq, table, sizeof table / sizeof *table, &e);
	must((rc == RC_INVALID) == (f.errors > 0));
	for (size_t i = 0; i < f.n; i++) {
		must_be_text(f.v[i].typed);
		if (f.v[i].error)
			must_be_text(f.v[i].error);
	}
	must(f.v[2].error || (f.v[2].number >= -5 && f.v[2].number <= 5));
}

static void fuzz_pairs(struct arena *a, const char *p, size_t n)
{
	struct http_pairs list = { 0 };
	const struct http_uploads none = { 0 };
	if (!url_decode_pairs(a, p, n, 100, &list))
		return;
	must(list.n <= 100);
	pairs_hold(&list);
	one_form(a, &list, &none);
	for (size_t i = 0; i < list.n; i++) {
		const char *coded = arena_printf(a, "=%s", url_encode(a, list.v[i].value));
		struct http_pairs again = { 0 };
		must(url_decode_pairs(a, coded, strlen(coded), 1, &again));
		must(strcmp(again.v[0].value, list.v[i].value) == 0);
	}
}

static void nothing(void *ctx, struct request *rq, struct reply *rp)
{
	(void)ctx;
	(void)rq;
	(void)rp;
}

static void fuzz_path(struct arena *a, const char *p, size_t n)
{
	static const struct route rows[] = {
		{ .method = HTTP_GET, .pattern = "/", .handle = nothing },
		{ .method = HTTP_GET, .pattern = "/a/{b}/c", .handle = nothing },
		{ .method = HTTP_POST, .pattern = "/a/b/{c}", .handle = nothing },
		{ .method = HTTP_GET, .pattern = "/{a}", .handle = nothing },
	};
	const struct route *table[] = { &rows[0], &rows[1], &rows[2], &rows[3] };
	const char *path;
	struct route_match m;
	if (!url_decode_path(a, p, n, &path))
		return;
	must_be_text(path);
	must(*path == '/' && !strstr(path, "/../"));
	route_find(route_table_new(a, table, 4), a, HTTP_GET, path, &m);
	must((m.found == ROUTE_YES) == (m.route != NULL));
}

static void fuzz_cookies(struct arena *a, const char *p, size_t n)
{
	struct http_pairs list = { 0 };
	cookie_parse(a, arena_strndup(a, p, n), &list);
	must(list.n <= COOKIES_MAX);
	for (size_t i = 0; i < list.n; i++)
		must(cookie_format(a, list.v[i].name, list.v[i].value, 0, false) != NULL);
}

/* The first line is the Content-Type. */
static void fuzz_multipart(struct arena *a, const char *p, size_t n)
{
	const struct multipart_limits limits = { .fields = 5, .files = 5, .field_bytes = 1000 };
	const char *end = memchr(p, '\n', n);
	if (!end)
		return;
	const char *boundary = multipart_boundary(a, arena_strndup(a, p, (size_t)(end - p)));
	if (!boundary)
		return;
	const struct http_bytes body = { .p = end + 1, .fd = -1, .n = n - (size_t)(end + 1 - p) };
	struct http_pairs fields = { 0 };
	struct http_uploads uploads = { 0 };
	if (multipart_parse(a, &body, boundary, &limits, &fields, &uploads)) {
		must(fields.n + uploads.n == 0);
		return;
	}
	must(fields.n <= 5 && uploads.n <= 5);
	pairs_hold(&fields);
	for (size_t i = 0; i < uploads.n; i++) {
		must_be_text(uploads.v[i].filename);
		must(!strpbrk(uploads.v[i].filename, "/\\"));
		const char *from = uploads.v[i].bytes.p;
		must(from >= body.p && from + uploads.v[i].bytes.n <= body.p + body.n);
	}
	one_form(a, &fields, &uploads);
}

/* METHOD TARGET VERSION and fields, laid out as libmicrohttpd before 1.0 leaves them: NUL where
 * separators stood. */
static void fuzz_guard(struct arena *a, const char *p, size_t n)
{
	char *s = arena_strndup(a, p, n);
	char *end = s + n;
	struct guard_head *h = ARENA_NEW(a, struct guard_head);
	struct guard_verdict v;
	h->method = s;
	h->size = n;
	char *next = s + strlen(s) + 1;
	h->target = h->target_raw = next < end ? next : "";
	next += next < end ? strlen(next) + 1 : 0;
	h->version = next < end ? next : "";
	next += next < end ? strlen(next) + 2 : 0;
	while (next < end && h->n < GUARD_FIELDS) {
		struct guard_field *f = &h->v[h->n++];
		f->name = next;
		f->name_n = strlen(next);
		next += f->name_n + 1;
		f->value = next < end ? next : "";
		f->value_n = strlen(f->value);
		next += f->value_n + 2;
	}
	guard_check(h, false, &v);
	must(v.status ? v.why != NULL : v.path != NULL && *v.path == '/');
	guard_check(h, true, &v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const parsers[])(struct arena *, const char *, size_t) = { fuzz_pairs,
		fuzz_path, fuzz_cookies, fuzz_multipart, fuzz_guard };
	if (!size)
		return 0;
	struct arena *a = arena_new();
	parsers[data[0] % 5](a, (const char *)data + 1, size - 1);
	arena_free(a);
	return 0;
}
