#include <stdarg.h>
#include <string.h>

#include "worker/docx.h"

/* Writing into memory fails only without memory. */
static void must(int written)
{
	if (written < 0)
		die("hết bộ nhớ");
}

static void attributes(struct docx *x, va_list ap)
{
	for (const char *name; (name = va_arg(ap, const char *));)
		must(xmlTextWriterWriteAttribute(
			x->w, BAD_CAST name, BAD_CAST va_arg(ap, const char *)));
}

void docx_open(struct docx *x, const char *name, ...)
{
	va_list ap;
	va_start(ap, name);
	must(xmlTextWriterStartElement(x->w, BAD_CAST name));
	attributes(x, ap);
	va_end(ap);
}

void docx_close(struct docx *x)
{
	must(xmlTextWriterEndElement(x->w));
}

void docx_empty(struct docx *x, const char *name, ...)
{
	va_list ap;
	va_start(ap, name);
	must(xmlTextWriterStartElement(x->w, BAD_CAST name));
	attributes(x, ap);
	va_end(ap);
	docx_close(x);
}

void docx_leaf(struct docx *x, const char *name, const char *text)
{
	must(xmlTextWriterWriteElement(x->w, BAD_CAST name, BAD_CAST text));
}

const char *docx_twips(struct docx *x, double points)
{
	return arena_printf(x->p->a, "%d", (int)(points * TWIPS + 0.5));
}

const char *docx_mm(struct docx *x, double mm)
{
	return docx_twips(x, mm * PDF_MM);
}

static void free_buffer(void *buffer)
{
	xmlBufferFree(buffer);
}

void docx_part_begin(struct docx *x, xmlBufferPtr *buffer)
{
	*buffer = xmlBufferCreate();
	x->w = *buffer ? xmlNewTextWriterMemory(*buffer, 0) : NULL;
	if (!x->w)
		die("hết bộ nhớ");
	arena_defer(x->p->a, free_buffer, *buffer);
	must(xmlTextWriterStartDocument(x->w, "1.0", "UTF-8", "yes"));
}

struct bytes docx_part_end(struct docx *x, xmlBufferPtr buffer)
{
	must(xmlTextWriterEndDocument(x->w));
	xmlFreeTextWriter(x->w);
	x->w = NULL;
	return (struct bytes){ (const char *)xmlBufferContent(buffer),
		(size_t)xmlBufferLength(buffer) };
}

/* NĐ 30/2020, Annex I, part I: number in the top margin, not on the first page; annexes begin anew.
 */
void docx_section(struct docx *x, const struct docx_section *s)
{
	const struct layout *l = x->p->l;
	const char *width = docx_mm(x, l->page_width), *height = docx_mm(x, l->page_height);
	docx_open(x, "w:sectPr", NULL);
	docx_empty(x, "w:headerReference", "w:type", "default", "r:id", "rId3", NULL);
	docx_empty(x, "w:type", "w:val", "nextPage", NULL);
	if (s->landscape)
		docx_empty(x, "w:pgSz", "w:w", height, "w:h", width, "w:orient", "landscape", NULL);
	else
		docx_empty(x, "w:pgSz", "w:w", width, "w:h", height, NULL);
	docx_empty(x, "w:pgMar", "w:top", docx_mm(x, l->top.use), "w:right",
		docx_mm(x, l->right.use), "w:bottom", docx_mm(x, l->bottom.use), "w:left",
		docx_mm(x, l->left.use), "w:header", docx_mm(x, l->top.use / 2), "w:footer",
		docx_mm(x, l->bottom.use / 2), "w:gutter", "0", NULL);
	docx_empty(x, "w:pgNumType", "w:start", "1", NULL);
	docx_empty(x, "w:titlePg", NULL);
	docx_close(x);
}

/* In the order that the schema asks for. */
static void properties(struct docx *x, const struct docx_para *p)
{
	docx_open(x, "w:pPr", NULL);
	docx_empty(x, "w:pStyle", "w:val", p->style, NULL);
	if (p->keep_next)
		docx_empty(x, "w:keepNext", NULL);
	if (p->keep_lines)
		docx_empty(x, "w:keepLines", NULL);
	if (p->rule) {
		docx_open(x, "w:pBdr", NULL);
		docx_empty(x, "w:top", "w:val", "single", "w:sz", "6", "w:space", "0", "w:color",
			"000000", NULL);
		docx_close(x);
	}
	if (p->before > 0)
		docx_empty(x, "w:spacing", "w:before", docx_twips(x, p->before), NULL);
	if (p->left > 0 || p->right > 0)
		docx_empty(x, "w:ind", "w:left", docx_twips(x, p->left), "w:right",
			docx_twips(x, p->right), NULL);
	if (p->align)
		docx_empty(x, "w:jc", "w:val", p->align, NULL);
	if (p->section)
		docx_section(x, p->section);
	docx_close(x);
}

static void run(struct docx *x, const struct doc_run *r)
{
	docx_open(x, "w:r", NULL);
	if (r->bold || r->italic) {
		docx_open(x, "w:rPr", NULL);
		if (r->bold)
			docx_empty(x, "w:b", NULL);
		if (r->italic)
			docx_empty(x, "w:i", NULL);
		docx_close(x);
	}
	docx_open(x, "w:t", "xml:space", "preserve", NULL);
	must(xmlTextWriterWriteString(x->w, BAD_CAST r->text));
	docx_close(x);
	docx_close(x);
}

void docx_paragraph(
	struct docx *x, const struct docx_para *para, const char *mark, const struct doc_text *text)
{
	docx_open(x, "w:p", NULL);
	properties(x, para);
	if (mark)
		run(x, &(struct doc_run){ .text = arena_printf(x->p->a, "%s ", mark) });
	for (size_t i = 0; i < text->n; i++)
		if (*text->v[i].text)
			run(x, &text->v[i]);
	docx_close(x);
}

void docx_string(struct docx *x, const struct docx_para *para, const char *text)
{
	struct doc_run r = { .text = text };
	docx_paragraph(x, para, NULL, &(struct doc_text){ &r, 1, 1 });
}
