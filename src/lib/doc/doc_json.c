/* The document as JSON, for loa-worker. What is absent is left out; doc_read.c reads it back. */
#include "lib/doc/doc.h"
#include "lib/doc/json_names.h"

static void key(struct buf *out, const char *name)
{
	char before = out->n ? out->p[out->n - 1] : '{';
	if (before != '{' && before != '[')
		buf_putc(out, ',');
	buf_json(out, name);
	buf_putc(out, ':');
}

static void comma(struct buf *out, size_t i)
{
	if (i)
		buf_putc(out, ',');
}

static void put_text(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	key(out, name);
	buf_json(out, text);
}

static void put_texts(struct buf *out, const char *name, const struct texts *list)
{
	if (!list->n)
		return;
	key(out, name);
	buf_putc(out, '[');
	for (size_t i = 0; i < list->n; i++) {
		comma(out, i);
		buf_json(out, list->v[i]);
	}
	buf_putc(out, ']');
}

static void put_true(struct buf *out, const char *name, bool value)
{
	if (!value)
		return;
	key(out, name);
	buf_puts(out, "true");
}

/* An array of runs; one plain run is its text alone. */
static void put_runs(struct buf *out, const struct doc_text *t)
{
	const struct doc_run *r = t->v;
	if (t->n == 1 && !r->bold && !r->italic && !r->ref) {
		buf_json(out, r->text);
		return;
	}
	buf_putc(out, '[');
	for (size_t i = 0; i < t->n; i++, r++) {
		comma(out, i);
		buf_putc(out, '{');
		put_text(out, "text", r->text);
		put_true(out, "bold", r->bold);
		put_true(out, "italic", r->italic);
		put_text(out, "ref", r->ref);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

static void put_columns(struct buf *out, const struct doc_table *t)
{
	buf_puts(out, "[");
	for (size_t i = 0; i < t->column_count; i++) {
		const struct doc_column *c = &t->columns[i];
		comma(out, i);
		buf_puts(out, "{");
		put_text(out, "title", c->title);
		buf_printf(out, ",\"share\":%u", c->share);
		put_text(out, "align", doc_align_names[c->align]);
		buf_puts(out, "}");
	}
	buf_puts(out, "]");
}

static void put_table(struct buf *out, const struct doc_table *t)
{
	key(out, "columns");
	put_columns(out, t);
	key(out, "rows");
	buf_puts(out, "[");
	for (size_t r = 0; r < t->row_count; r++) {
		comma(out, r);
		buf_puts(out, "[");
		for (size_t c = 0; c < t->column_count; c++) {
			comma(out, c);
			put_runs(out, &t->cells[r * t->column_count + c]);
		}
		buf_puts(out, "]");
	}
	buf_puts(out, "]");
}

static void put_block(struct buf *out, const struct doc_block *b)
{
	buf_puts(out, "{");
	put_text(out, "kind", doc_kind_names[b->kind]);
	if (b->level)
		buf_printf(out, ",\"level\":%d", b->level);
	put_text(out, "mark", b->mark);
	if (b->text.n) {
		key(out, "text");
		put_runs(out, &b->text);
	}
	if (b->kind == DOC_TABLE)
		put_table(out, b->table);
	buf_puts(out, "}");
}

static void put_blocks(struct buf *out, const struct doc_blocks *list)
{
	key(out, "blocks");
	buf_puts(out, "[");
	for (size_t i = 0; i < list->n; i++) {
		comma(out, i);
		put_block(out, &list->v[i]);
	}
	buf_puts(out, "]");
}

static void put_annexes(struct buf *out, const struct doc *d)
{
	if (!d->annex_count)
		return;
	key(out, "annexes");
	buf_puts(out, "[");
	for (size_t i = 0; i < d->annex_count; i++) {
		const struct doc_annex *x = &d->annexes[i];
		comma(out, i);
		buf_puts(out, "{");
		put_text(out, "mark", x->mark);
		put_text(out, "title", x->title);
		put_text(out, "note", x->note);
		put_text(out, "issuer", x->issuer);
		put_true(out, "landscape", x->landscape);
		put_blocks(out, &x->blocks);
		buf_puts(out, "}");
	}
	buf_puts(out, "]");
}

void doc_to_json(struct buf *out, const struct doc *d)
{
	buf_puts(out, "{");
	put_text(out, "rules", date_iso(out->a, d->rules));
	put_texts(out, "parent", &d->parent);
	put_texts(out, "issuer", &d->issuer);
	put_text(out, "number", d->number);
	put_text(out, "notation", d->notation);
	put_text(out, "place", d->place);
	put_text(out, "day", date_iso(out->a, d->day));
	put_text(out, "kind", d->kind);
	put_text(out, "subject", d->subject);
	put_texts(out, "addressees", &d->addressees);
	put_blocks(out, &d->blocks);
	put_texts(out, "recipients", &d->recipients);
	put_texts(out, "signing", &d->signing);
	put_text(out, "signer", d->signer);
	put_annexes(out, d);
	put_text(out, "language", d->language);
	buf_puts(out, "}");
}
