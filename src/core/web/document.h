/* Official documents sent as files. */
#ifndef CORE_WEB_DOCUMENT_H
#define CORE_WEB_DOCUMENT_H

#include "core/web/gate.h"
#include "lib/doc/doc.h"

/* d as "docx" or "pdf", to be saved as NAME.FORMAT; RC_NOTFOUND: another format. */
enum rc web_document(
	struct web *w, const struct doc *d, const char *format, const char *name) CHECKED;

#endif
