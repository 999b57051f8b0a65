/* The words of a PDF, to compare what came back with what was sent out. */
#ifndef LIB_MEDIA_PDF_TEXT_H
#define LIB_MEDIA_PDF_TEXT_H

#include "lib/worker/worker.h"

/* NFC, white space squeezed, a line a paragraph, page numbers left out. RC_INVALID: no PDF, broken,
 * locked, or a scan without words. */
enum rc pdf_text(struct arena *a, struct bytes pdf, const char **out, struct err *e) CHECKED;

#endif
