/* lib/media on files, for media_test.py: what it says, as JSON.
 *     try-media examine FILE
 *     try-media photo FILE DISPLAY SMALL      writes both pictures */
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/media/photo.h"

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

static const struct {
	const char *name;
	int args;
	enum rc (*run)(struct job *j);
} jobs[] = {
	{ "examine", 0, do_examine },
	{ "photo", 2, do_photo },
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
