/* lib/fetch on the command line, for fetch_test.py: what it says, as JSON.
 *     try-fetch get URL MAX ALLOWED|-         body goes to standard error's file: OUT
 *     try-fetch feed FILE URL TYPE KIND TODAY
 *     try-fetch page FILE URL TYPE TODAY OUT   writes the copy */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/fetch/feed.h"
#include "lib/fetch/fetch.h"

struct job {
	struct arena *a;
	struct err e;
	struct buf out;
	char **args;
};

static void member(struct job *j, const char *name, const char *value)
{
	buf_json(&j->out, name);
	buf_putc(&j->out, ':');
	buf_json(&j->out, value);
	buf_putc(&j->out, ',');
}

static void list(struct job *j, const char *name, const struct texts *v)
{
	buf_printf(&j->out, "\"%s\":[", name);
	for (size_t i = 0; i < v->n; i++) {
		buf_puts(&j->out, i ? "," : "");
		buf_json(&j->out, v->v[i]);
	}
	buf_puts(&j->out, "],");
}

static enum rc do_get(struct job *j)
{
	struct fetch_answer x;
	struct texts allowed = text_split(j->a, j->args[2], ',');
	struct fetch_request r = { .url = j->args[0],
		.max = strtoul(j->args[1], NULL, 10),
		.etag = j->args[3],
		.modified = NULL };
	fetch_allow(&allowed);
	enum rc rc = fetch_get(j->a, &r, &x, &j->e);
	if (rc)
		return rc;
	buf_printf(&j->out, "\"status\":%d,\"size\":%zu,", x.status, x.body.n);
	member(j, "why", x.why);
	member(j, "url", x.url);
	member(j, "type", x.type);
	member(j, "etag", x.etag);
	member(j, "begin",
		arena_strndup(j->a, x.body.p, text_check(x.body.p, x.body.n < 60 ? x.body.n : 60)));
	return RC_OK;
}

static enum rc source(struct job *j, const char *today, struct feed_source *s)
{
	char *p;
	size_t n;
	enum rc rc = file_read(j->a, j->args[0], 64 << 20, &p, &n, &j->e);
	*s = (struct feed_source){ .url = j->args[1], .type = j->args[2], .body = { p, n } };
	date_parse_iso(today, &s->today);
	return rc;
}

static enum rc do_feed(struct job *j)
{
	struct feed_source s;
	struct feed f;
	enum rc rc = source(j, j->args[4], &s);
	if (!rc && !feed_kind_find(j->args[3], &s.kind))
		return RC_FAIL;
	if (!rc)
		rc = feed_read(j->a, &s, &f, &j->e);
	if (rc)
		return rc;
	member(j, "kind", feed_kind_code(f.kind));
	member(j, "title", f.title);
	list(j, "more", &f.more);
	list(j, "feeds", &f.feeds);
	list(j, "notes", &f.notes);
	buf_puts(&j->out, "\"items\":[");
	for (size_t i = 0; i < f.n; i++) {
		buf_puts(&j->out, i ? ",{" : "{");
		member(j, "title", f.v[i].title);
		member(j, "link", f.v[i].link);
		member(j, "summary", f.v[i].summary);
		member(j, "day", date_iso(j->a, f.v[i].day));
		member(j, "why", f.v[i].why);
		j->out.p[j->out.n - 1] = '}';
	}
	buf_puts(&j->out, "],");
	return RC_OK;
}

static enum rc do_page(struct job *j)
{
	struct feed_source s;
	struct feed_page p;
	enum rc rc = source(j, j->args[3], &s);
	if (!rc)
		rc = feed_page_read(j->a, &s, 1709602200, &p, &j->e);
	if (rc)
		return rc;
	member(j, "title", p.title);
	member(j, "summary", p.summary);
	member(j, "day", date_iso(j->a, p.day));
	member(j, "why", p.why);
	return file_write(j->a, j->args[4], p.copy.p, p.copy.n, &j->e);
}

int main(int argc, char **argv)
{
	if (argc < 6)
		return 2;
	struct job j = { .a = arena_new(), .args = argv + 2 };
	err_init(&j.e, j.a);
	buf_init(&j.out, j.a, 64 << 20);
	buf_putc(&j.out, '{');
	enum rc rc = !strcmp(argv[1], "get")    ? do_get(&j)
		     : !strcmp(argv[1], "feed") ? do_feed(&j)
						: do_page(&j);
	member(&j, "message", j.e.message);
	printf("%.*s,\"rc\":%d}\n", (int)j.out.n - 1, j.out.p, rc);
	arena_free(j.a);
	return 0;
}
