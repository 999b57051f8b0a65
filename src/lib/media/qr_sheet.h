/* A sheet for a board (tờ niêm yết): A4, one title, and a QR code that leads to what it says, as
 * PDF. No document of Nghị định 30/2020: it has no number and no signature. */
#ifndef LIB_MEDIA_QR_SHEET_H
#define LIB_MEDIA_QR_SHEET_H

#include "lib/doc/doc.h"
#include "lib/worker/worker.h"

/* Of each: issuer, subject (its title) and blocks. The first of the n that fits on one page, at no
 * less than 11 points, is printed: each is to be shorter than the one before it; where none fits
 * the first one goes on over pages. link "": no code. RC_INVALID: it is too long. */
enum rc qr_sheet(struct arena *a, const struct doc *v, size_t n, const char *link,
	struct bytes *pdf, struct err *e) CHECKED;

#endif
