/* A document as DOCX: the parts that doc_docx.c puts together. */
#ifndef WORKER_DOCX_H
#define WORKER_DOCX_H

#include <libxml/xmlwriter.h>

#include "worker/pdf.h"

enum { TWIPS = 20 /* in a point */ };

/* One file of the package. */
struct docx_part {
	const char *name;
	struct bytes data;
};

struct docx {
	const struct pdf *p; /* arena, layout rules, and the measure of text */
	const struct doc *d;
	xmlTextWriterPtr w; /* of the part being written */
};

/* docx_xml.c: an element's attributes are pairs of texts, closed by NULL. */
void docx_open(struct docx *x, const char *name, ...) __attribute__((sentinel));
void docx_close(struct docx *x);
void docx_empty(struct docx *x, const char *name, ...) __attribute__((sentinel));
void docx_leaf(struct docx *x, const char *name, const char *text);
const char *docx_twips(struct docx *x, double points);
const char *docx_mm(struct docx *x, double mm);

/* Begins a part; docx_part_end gives its bytes. */
void docx_part_begin(struct docx *x, xmlBufferPtr *buffer);
struct bytes docx_part_end(struct docx *x, xmlBufferPtr buffer);

/* What a paragraph has beside its style. */
struct docx_para {
	const char *style;
	bool keep_next, keep_lines;
	double left, right; /* indents in points */
	bool rule; /* an upper border: a ruled line as long as the paragraph */
	double before; /* points above it */
	const char *align; /* instead of the style's: left center right both */
	const struct docx_section *section; /* which ends with this paragraph */
};

struct docx_section {
	bool landscape;
};

void docx_section(struct docx *x, const struct docx_section *s);
void docx_paragraph(struct docx *x, const struct docx_para *para, const char *mark,
	const struct doc_text *text);
void docx_string(struct docx *x, const struct docx_para *para, const char *text);

/* docx_styles.c, docx_body.c */
void docx_styles(struct docx *x);
void docx_body(struct docx *x);

/* docx_zip.c: the same parts give the same bytes. */
enum rc docx_zip(struct arena *a, const struct docx_part *parts, size_t n, struct bytes *out,
	struct err *e) CHECKED;

#endif
