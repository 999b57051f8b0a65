/* lib/media on files, for media_test.py: what it says, as JSON.
 *     try-media examine FILE
 *     try-media photo FILE DISPLAY SMALL      writes both pictures
 *     try-media webp FILE PREFIX              writes PREFIX.jpg, PREFIX-400.webp ...
 *     try-media signatures FILE [AUTHORITIES]
 *     try-media text FILE
 *     try-media compare FILE FILE             the words of two PDFs */
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/doc/compare.h"
#include "lib/media/pdf_text.h"
#include "lib/media/photo.h"
#include "lib/media/signature.h"

struct job {
	struct arena *a;
	struct err e;
	struct buf out;
	char **args; /* behind the file's name */
	struct bytes in;
};

static void member(struct job *j, const char *name, const char *value)
{
	buf_json(&j->out, name);
	buf_putc(&j->out, ':');
	buf_json(&j->out, value);
	buf_putc(&j->out, ',');
}

static void number(struct job *j, const char *name, long long value)
{
	buf_printf(&j->out, "\"%s\":%lld,", name, value);
}

static enum rc do_examine(struct job *j)
{
	struct media_found f;
	enum rc rc = media_examine(j->a, j->in, &f, &j->e);
	if (rc)
		return rc;
	member(j, "mime", f.mime);
	member(j, "extension", f.extension);
	number(j, "pages", f.pages);
	return RC_OK;
}

static enum rc do_photo(struct job *j)
{
	struct photo p;
	enum rc rc = photo_read(j->a, j->in, &p, &j->e);
	if (rc)
		return rc;
	number(j, "width", p.width);
	number(j, "height", p.height);
	number(j, "display_width", p.display.width);
	number(j, "display_height", p.display.height);
	number(j, "small_width", p.small.width);
	number(j, "small_height", p.small.height);
	member(j, "taken", p.taken);
	member(j, "latitude", p.latitude);
	member(j, "longitude", p.longitude);
	rc = file_write(j->a, j->args[0], p.display.jpeg.p, p.display.jpeg.n, &j->e);
	return rc ? rc : file_write(j->a, j->args[1], p.small.jpeg.p, p.small.jpeg.n, &j->e);
}

/* Each goes to PREFIX-WIDTH.webp. */
static enum rc do_webp(struct job *j)
{
	struct photo p;
	enum rc rc = photo_read_webp(j->a, j->in, &p, &j->e);
	if (!rc)
		rc = file_write(j->a, arena_printf(j->a, "%s.jpg", j->args[0]), p.display.jpeg.p,
			p.display.jpeg.n, &j->e);
	buf_puts(&j->out, "\"webp\":[");
	for (size_t i = 0; !rc && i < p.webp_n; i++) {
		const struct photo_webp *w = &p.webp[i];
		buf_printf(&j->out, "%s[%d,%d]", i ? "," : "", w->width, w->height);
		rc = file_write(j->a, arena_printf(j->a, "%s-%d.webp", j->args[0], w->width),
			w->file.p, w->file.n, &j->e);
	}
	buf_puts(&j->out, "],");
	return rc;
}

static enum rc read_bytes(struct job *j, const char *path, struct bytes *out)
{
	char *p;
	enum rc rc = file_read(j->a, path, 1 << 30, &p, &out->n, &j->e);
	out->p = p;
	return rc;
}

static void one_signature(struct job *j, const struct signature *s)
{
	static const char *const integrity[] = { "whole", "part", "changed", "odd" };
	static const char *const trust[] = { "unchecked", "trusted", "expired", "unknown" };
	buf_putc(&j->out, '{');
	member(j, "field", s->field);
	member(j, "signer", s->signer);
	member(j, "organisation", s->organisation);
	member(j, "issuer", s->issuer);
	member(j, "serial", s->serial);
	member(j, "valid_from", s->valid_from);
	member(j, "valid_to", s->valid_to);
	member(j, "signed_at", s->signed_at);
	member(j, "digest", s->digest);
	member(j, "integrity", integrity[s->integrity]);
	member(j, "integrity_words", s->integrity_words);
	member(j, "trust", trust[s->trust]);
	member(j, "trust_words", s->trust_words);
	number(j, "stamp", s->stamp);
	buf_printf(&j->out, "\"covered\":%zu}", s->covered);
}

static enum rc do_signatures(struct job *j)
{
	struct signatures list;
	struct bytes authorities = { "", 0 };
	enum rc rc = j->args[0] ? read_bytes(j, j->args[0], &authorities) : RC_OK;
	if (!rc)
		rc = signatures_read(j->a, j->in, authorities, &list, &j->e);
	if (rc)
		return rc;
	number(j, "pages", list.pages);
	number(j, "unsigned_bytes", (long long)list.unsigned_bytes);
	buf_puts(&j->out, "\"signatures\":[");
	for (size_t i = 0; i < list.n; i++) {
		buf_puts(&j->out, i ? "," : "");
		one_signature(j, &list.v[i]);
	}
	buf_puts(&j->out, "],");
	return RC_OK;
}

static enum rc do_text(struct job *j)
{
	const char *text = NULL;
	enum rc rc = pdf_text(j->a, j->in, &text, &j->e);
	member(j, "text", text);
	return rc;
}

static enum rc do_compare(struct job *j)
{
	static const char *const hints[] = { "words", "number", "day", "seal" };
	const char *before = NULL, *after = NULL;
	struct bytes other;
	struct compare c;
	enum rc rc = read_bytes(j, j->args[0], &other);
	if (!rc)
		rc = pdf_text(j->a, j->in, &before, &j->e);
	if (!rc)
		rc = pdf_text(j->a, other, &after, &j->e);
	if (rc)
		return rc;
	compare_words(j->a, before, after, 20, &c);
	number(j, "more", c.more);
	buf_puts(&j->out, "\"differences\":[");
	for (size_t i = 0; i < c.n; i++) {
		buf_puts(&j->out, i ? ",{" : "{");
		member(j, "before", c.v[i].before);
		member(j, "after", c.v[i].after);
		member(j, "context", c.v[i].context);
		buf_printf(&j->out, "\"hint\":\"%s\"}", hints[c.v[i].hint]);
	}
	buf_puts(&j->out, "],");
	return RC_OK;
}

static const struct {
	const char *name;
	int args;
	enum rc (*run)(struct job *j);
} jobs[] = {
	{ "examine", 0, do_examine },
	{ "photo", 2, do_photo },
	{ "webp", 1, do_webp },
	{ "signatures", 0, do_signatures },
	{ "signatures", 1, do_signatures },
	{ "text", 0, do_text },
	{ "compare", 1, do_compare },
};

static enum rc run(struct job *j, const char *name, const char *file, int args)
{
	char *p;
	enum rc rc = file_read(j->a, file, 1 << 30, &p, &j->in.n, &j->e);
	j->in.p = p;
	for (size_t i = 0; !rc && i < sizeof jobs / sizeof *jobs; i++)
		if (!strcmp(jobs[i].name, name) && jobs[i].args == args)
			return jobs[i].run(j);
	return rc ? rc : RC_NOTFOUND;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	struct job j = { .a = arena_new(), .args = argv + 3 };
	err_init(&j.e, j.a);
	buf_init(&j.out, j.a, 64 << 20);
	buf_putc(&j.out, '{');
	enum rc rc = run(&j, argv[1], argv[2], argc - 3);
	member(&j, "message", j.e.message);
	number(&j, "rc", rc);
	printf("%.*s}\n", (int)j.out.n - 1, j.out.p);
	arena_free(j.a);
	return 0;
}
