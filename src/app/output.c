#include "app/output.h"

#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

static const char *const names[] = { "txt", "html", "docx", "pdf", "json" };

enum output_format output_format(const char *name, const char *file)
{
	const char *dot = file ? strrchr(file, '.') : NULL;
	if (!name)
		name = dot ? dot + 1 : "";
	enum output_format f = OUTPUT_TXT;
	while (f < OUTPUT_NONE && !text_eq(names[f], name))
		f++;
	return f;
}

enum rc output_document(struct arena *a, const struct doc *d, enum output_format format,
	struct bytes *out, struct err *e)
{
	struct buf b;
	buf_init(&b, a, OUTPUT_MAX);
	if (format == OUTPUT_TXT) {
		doc_txt(&b, d);
		*out = (struct bytes){ b.p, b.n };
		return b.over ? ERR(e, RC_FAIL, NULL, "văn bản quá dài") : RC_OK;
	}
	doc_to_json(&b, d);
	if (b.over)
		return ERR(e, RC_FAIL, NULL, "văn bản quá dài");
	return worker_call(a, names[format], (struct bytes){ b.p, b.n }, out, e);
}

int output_write(struct arena *a, const char *file, enum output_format format, struct bytes bytes)
{
	bool binary = format == OUTPUT_DOCX || format == OUTPUT_PDF;
	if (binary && (!file || text_eq(file, "-")) && isatty(STDOUT_FILENO))
		return command_usage("%s không in ra màn hình; hãy thêm -o TỆP", names[format]);
	struct err e;
	err_init(&e, a);
	if (file_write(a, file ? file : "-", bytes.p, bytes.n, &e))
		return command_fail(&e);
	return EXIT_GOOD;
}
