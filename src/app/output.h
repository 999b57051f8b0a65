/* A document in the format asked for, to the file asked for. */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "lib/base/buf.h"
#include "lib/doc/doc.h"
#include "lib/worker/worker.h"

enum output_format { OUTPUT_TXT, OUTPUT_HTML, OUTPUT_DOCX, OUTPUT_PDF, OUTPUT_JSON, OUTPUT_NONE };

enum { OUTPUT_MAX = 256 << 20 };

/* By name, else by the file's ending; OUTPUT_NONE where neither tells. */
enum output_format output_format(const char *name, const char *file);
/* DOCX and PDF are made by loa-worker. */
enum rc output_document(struct arena *a, const struct doc *d, enum output_format format,
	struct bytes *out, struct err *e) CHECKED;
/* Exit code. A binary format does not go to a terminal. */
int output_write(struct arena *a, const char *file, enum output_format format, struct bytes bytes);

#endif
