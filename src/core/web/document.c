#include "core/web/document.h"

#include "lib/base/text.h"
#include "lib/worker/worker.h"

static const struct {
	const char *verb, *type;
} formats[] = {
	{ "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
	{ "pdf", "application/pdf" },
};

enum rc web_document(struct web *w, const struct doc *d, const char *format, const char *name)
{
	enum { FORMATS = sizeof formats / sizeof *formats, JSON_MAX = 64 << 20 };
	size_t f = 0;
	while (f < FORMATS && !text_eq(formats[f].verb, format))
		f++;
	if (f == FORMATS)
		return ERR(&w->e, RC_NOTFOUND, "format", "Chỉ có dạng docx và pdf.");
	struct buf b;
	struct bytes out;
	buf_init(&b, w->a, JSON_MAX);
	doc_to_json(&b, d);
	if (b.over)
		return ERR(&w->e, RC_FAIL, NULL, "văn bản quá dài");
	enum rc rc = worker_call(w->a, format, (struct bytes){ b.p, b.n }, &out, &w->e);
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, formats[f].type, out.p, out.n);
	reply_download(w->rp, arena_printf(w->a, "%s.%s", name, format));
	return RC_OK;
}
