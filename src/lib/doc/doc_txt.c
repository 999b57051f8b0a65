/* The document as plain text: paragraphs in reading order, one empty line between them. */
#include "lib/base/text.h"
#include "lib/doc/doc.h"
#include "lib/doc/layout.h"

static void paragraph(struct buf *out, const char *text)
{
	if (!text || !*text)
		return;
	if (out->n)
		buf_putc(out, '\n');
	buf_puts(out, text);
	buf_putc(out, '\n');
}

static void paragraphs(struct buf *out, const struct texts *list)
{
	for (size_t i = 0; i < list->n; i++)
		paragraph(out, list->v[i]);
}

/* Lines of one paragraph, each after `mark`. */
static void lines(struct buf *out, const struct texts *list, const char *mark)
{
	if (list->n && out->n)
		buf_putc(out, '\n');
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(out, mark);
		buf_puts(out, list->v[i]);
		buf_putc(out, '\n');
	}
}

/* A row a line, cells divided by " | ". */
static void table(struct buf *out, const struct doc_table *t)
{
	if (out->n)
		buf_putc(out, '\n');
	for (size_t c = 0; c < t->column_count; c++) {
		buf_puts(out, c ? " | " : "");
		buf_puts(out, t->columns[c].title);
	}
	buf_putc(out, '\n');
	for (size_t i = 0; i < t->row_count * t->column_count; i++) {
		buf_puts(out, i % t->column_count ? " | " : "");
		buf_puts(out, doc_text_plain(out->a, &t->cells[i]));
		if ((i + 1) % t->column_count == 0)
			buf_putc(out, '\n');
	}
}

static void blocks(struct buf *out, const struct doc_blocks *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct doc_block *b = &list->v[i];
		if (b->kind == DOC_TABLE)
			table(out, b->table);
		else
			paragraph(out, doc_block_plain(out->a, b));
	}
}

static void head(struct buf *out, const struct doc *d)
{
	const struct layout *l = layout_at(d->rules);
	paragraphs(out, &d->parent);
	paragraphs(out, &d->issuer);
	paragraph(out, l->nation);
	paragraph(out, l->motto);
	paragraph(out, doc_number_line(out->a, d));
	if (!d->kind && d->subject)
		paragraph(out, arena_printf(out->a, "V/v %s", d->subject));
	paragraph(out, doc_place_line(out->a, d));
	if (d->kind) {
		paragraph(out, d->kind);
		paragraph(out, d->subject);
	}
}

static void addressees(struct buf *out, const struct doc *d)
{
	if (!d->addressees.n)
		return;
	paragraph(out, doc_address_line(out->a, d));
	for (size_t i = 0; d->addressees.n > 1 && i < d->addressees.n; i++)
		paragraph(out, doc_address_item(out->a, d, i));
}

static void annex(struct buf *out, const struct doc_annex *x)
{
	paragraph(out, x->mark);
	if (x->title)
		paragraph(out, text_upper(out->a, x->title));
	paragraph(out, x->note);
	blocks(out, &x->blocks);
}

void doc_txt(struct buf *out, const struct doc *d)
{
	head(out, d);
	addressees(out, d);
	blocks(out, &d->blocks);
	if (d->recipients.n)
		paragraph(out, "Nơi nhận:");
	lines(out, &d->recipients, "- ");
	lines(out, &d->signing, "");
	paragraph(out, d->signer);
	for (size_t i = 0; i < d->annex_count; i++)
		annex(out, &d->annexes[i]);
}
