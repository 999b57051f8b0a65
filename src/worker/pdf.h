/* A document on pages, as a PDF: the parts that doc_pdf.c puts together. Lengths are points from
 * the upper left corner. Everything lives in the request's arena. */
#ifndef WORKER_PDF_H
#define WORKER_PDF_H

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

#include "lib/doc/doc.h"
#include "lib/doc/layout.h"
#include "lib/worker/worker.h"

#define PDF_MM (72 / 25.4)

struct pdf {
	struct arena *a;
	PangoContext *context;
	const struct layout *l;
	struct err *e;
};

/* pdf_font.c: a context that knows Liberation Serif and nothing else, so that a page never depends
 * on what is installed. */
enum rc pdf_context(struct arena *a, PangoContext **out, struct err *e) CHECKED;

/* pdf_text.c */
struct pdf_style {
	double size;
	bool bold, italic;
	enum doc_align align;
	double indent; /* of the first line */
	double width;
};

/* The layout lives as long as the arena. */
PangoLayout *pdf_text(const struct pdf *p, const struct pdf_style *style, const char *mark,
	const struct doc_text *text);
PangoLayout *pdf_string(const struct pdf *p, const struct pdf_style *style, const char *text);
double pdf_text_width(PangoLayout *layout);
/* Narrows it to the least width that needs no further line, so that its lines are about equal. */
void pdf_text_balance(PangoLayout *layout);

/* pdf_flow.c */

/* An element of the structure tree; it holds text or other elements, never both. Pieces that follow
 * one another under the same tag share it. */
struct pdf_tag {
	const struct pdf_tag *parent;
	const char *name;
};

/* A line of text: x and baseline from the upper left corner of its slab. */
struct pdf_piece {
	PangoLayoutLine *line;
	double x, base;
	const struct pdf_tag *tag;
};

/* A ruled line; width 0: the usual one. */
struct pdf_stroke {
	double x1, y1, x2, y2, width;
};

/* What stands on one page as a whole: a line of a paragraph, a row, the signatures. */
struct pdf_slab {
	double gap; /* above it; dropped at the head of a page */
	double height;
	bool glued; /* stays on the page of the slab before it */
	const struct pdf_slab *repeat; /* printed above it when it begins a page: the head row */
	struct {
		struct pdf_piece *v;
		size_t n, cap;
	} pieces;
	struct {
		struct pdf_stroke *v;
		size_t n, cap;
	} strokes;
};

/* A stretch of pages of one size with its own page numbers: the document, or an annex. */
struct pdf_section {
	double width, height; /* of the page */
	double left, top, text_width; /* of what is written on */
	double bottom; /* y of its lower edge */
	struct {
		struct pdf_slab **v;
		size_t n, cap;
	} slabs;
};

const struct pdf_tag *pdf_tag(struct arena *a, const struct pdf_tag *parent, const char *name);
struct pdf_slab *pdf_slab(struct arena *a, struct pdf_section *s, double gap);
/* Adds all lines of a layout at x, y of a slab; returns y below them. */
double pdf_put(struct arena *a, struct pdf_slab *slab, PangoLayout *layout, double x, double y,
	const struct pdf_tag *tag);
/* Adds some lines, from first up to end, moved up so that the first stands at y. */
double pdf_put_lines(struct arena *a, struct pdf_slab *slab, PangoLayout *layout, int first,
	int end, double x, double y, const struct pdf_tag *tag);
void pdf_rule(struct arena *a, struct pdf_slab *slab, double x, double y, double width);
/* Adds a paragraph, one slab a line, with at least two lines on each side of a page end. */
void pdf_paragraph(const struct pdf *p, struct pdf_section *s, PangoLayout *layout, double gap,
	const struct pdf_tag *tag);

/* Where pages are drawn, and the tags that are open there. */
struct pdf_pen {
	cairo_surface_t *surface;
	cairo_t *cr;
	const struct pdf_tag *open;
	bool within_text; /* open is one that holds text itself */
};

void pdf_section_draw(const struct pdf *p, struct pdf_pen *pen, const struct pdf_section *s);
void pdf_pen_finish(struct pdf_pen *pen);

/* pdf_head.c: the head of page 1, the addressees, the signatures, the head of an annex. */
void pdf_head(const struct pdf *p, struct pdf_section *s, const struct doc *d,
	const struct pdf_tag *root);
void pdf_addressees(const struct pdf *p, struct pdf_section *s, const struct doc *d,
	const struct pdf_tag *root);
void pdf_signatures(const struct pdf *p, struct pdf_section *s, const struct doc *d,
	const struct pdf_tag *root);
void pdf_annex_head(const struct pdf *p, struct pdf_section *s, const struct doc_annex *x,
	const struct pdf_tag *root);

/* pdf_sheet.c: the head of a sheet that hangs on a board, with a QR code that leads to `link`. */
enum rc pdf_sheet_head(const struct pdf *p, struct pdf_section *s, const struct doc *d,
	const char *link, const struct pdf_tag *root) CHECKED;

double pdf_right_column(const struct pdf *p, const struct doc *d, double width);

/* pdf_table.c */
void pdf_table(const struct pdf *p, struct pdf_section *s, const struct doc_table *t,
	const struct pdf_tag *root);

/* pdf_update.c: adds the language and "show the title" to a finished file, as an update behind it.
 */
enum rc pdf_update(struct arena *a, struct bytes in, const char *language, struct bytes *out,
	struct err *e) CHECKED;

#endif
