/* Inside the reader of PDF files that others made. A PDF holds letters at places; lines, columns
 * and paragraphs are found again from them. Lengths are points, y downwards. */
#ifndef WORKER_READ_PDF_H
#define WORKER_READ_PDF_H

#include <poppler.h>
#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/doc/extract.h"
#include "lib/worker/worker.h"

/* Opened for as long as a lives; in must live as long. It has a page at least. */
enum rc pdf_open(struct arena *a, struct bytes in, PopplerDocument **out, struct err *e) CHECKED;

/* Letters that stand together on one line. */
struct pdf_piece {
	double x1, y1, x2, y2;
	const char *text;
	double size;
	const char *font;
	bool bold, italic;
	int page, row; /* from 1 */
};

struct pdf_pieces {
	struct pdf_piece *v;
	size_t n, cap;
};

struct pdf_page {
	double width, height;
	struct pdf_pieces pieces; /* row by row after pdf_rows, each from left to right */
};

struct pdf_pages {
	struct pdf_page *v;
	size_t n, cap;
};

/* Numbers the rows of a page and sorts its pieces by them. */
void pdf_rows(struct arena *a, struct pdf_page *page, int number);
/* Takes page numbers away, estimates margins, and makes paragraphs of the pieces. */
void pdf_flow(struct arena *a, struct pdf_pages *pages, struct extract *x);

#endif
