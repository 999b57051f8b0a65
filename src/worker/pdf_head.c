#include <string.h>

#include "lib/base/text.h"
#include "worker/pdf.h"

/* Points: a rule below the descender; between columns; above the number; around the title. */
enum {
	RULE_GAP = 4,
	COLUMN_GAP = 8,
	NUMBER_GAP = 6,
	TITLE_GAP = 16,
	RULE_AFTER = 6,
	SIGNATURE_LINES = 4
};

/* One column of a block of two. */
struct column {
	const struct pdf *p;
	struct pdf_slab *slab;
	const struct pdf_tag *root, *tag; /* tag: of all its lines; NULL: each is a paragraph */
	double x, y, width;
};

/* A centred line, or several; returns the width of the widest. */
static double centred(struct column *c, double size, bool bold, bool italic, const char *text)
{
	struct pdf_style style = { size, bold, italic, DOC_CENTER, 0, c->width };
	PangoLayout *layout = pdf_string(c->p, &style, text);
	double full = c->width;
	pdf_text_balance(layout);
	double width = (double)pango_layout_get_width(layout) / PANGO_SCALE;
	c->y = pdf_put(c->p->a, c->slab, layout, c->x + (full - width) / 2, c->y,
		c->tag ? c->tag : pdf_tag(c->p->a, c->root, "P"));
	return pdf_text_width(layout);
}

static void rule(struct column *c, double width)
{
	pdf_rule(c->p->a, c->slab, c->x + (c->width - width) / 2, c->y + RULE_GAP, width);
	c->y += RULE_GAP;
}

static void issuers(struct column *c, const struct doc *d)
{
	double size = c->p->l->size.issuer.use, width = 0;
	for (size_t i = 0; i < d->parent.n; i++)
		centred(c, size, false, false, d->parent.v[i]);
	for (size_t i = 0; i < d->issuer.n; i++)
		width = centred(c, size, true, false, d->issuer.v[i]);
	if (d->issuer.n)
		rule(c, width * c->p->l->rule.use);
}

static void nation(struct column *c)
{
	const struct layout *l = c->p->l;
	centred(c, l->size.nation.use, true, false, l->nation);
	rule(c, centred(c, l->size.motto.use, true, false, l->motto));
}

static void number(struct column *c, const struct doc *d)
{
	const struct layout *l = c->p->l;
	centred(c, l->size.number.use, false, false, doc_number_line(c->p->a, d));
	if (d->kind || !d->subject)
		return;
	c->y += l->letter_gap;
	centred(c, l->size.letter.use, false, false, arena_printf(c->p->a, "V/v %s", d->subject));
}

/* The right column is as wide as the nation's name needs, which must stay on one line, and as the
 * place and date need while the left one keeps its third. */
double pdf_right_column(const struct pdf *p, const struct doc *d, double width)
{
	struct pdf_style style = { .size = p->l->size.nation.use, .bold = true, .width = 1000 };
	double nation = pdf_text_width(pdf_string(p, &style, p->l->nation)) + 1;
	style = (struct pdf_style){ .size = p->l->size.place.use, .italic = true, .width = 1000 };
	double place = pdf_text_width(pdf_string(p, &style, doc_place_line(p->a, d))) + 1;
	return place > nation && place < width * 2 / 3 ? place : nation;
}

static void columns(
	const struct pdf *p, struct pdf_section *s, const struct doc *d, const struct pdf_tag *root)
{
	struct pdf_slab *slab = pdf_slab(p->a, s, 0);
	double right = pdf_right_column(p, d, s->text_width),
	       left = s->text_width - right - COLUMN_GAP;
	struct column l = { p, slab, root, NULL, 0, 0, left },
		      r = { p, slab, root, NULL, s->text_width - right, 0, right };
	issuers(&l, d);
	nation(&r);
	l.y = r.y = (l.y > r.y ? l.y : r.y) + NUMBER_GAP;
	/* The place stands on the line of the number, whose letters are a point smaller. */
	l.y += p->l->size.place.use - p->l->size.number.use;
	number(&l, d);
	centred(&r, p->l->size.place.use, false, true, doc_place_line(p->a, d));
}

static void title(
	const struct pdf *p, struct pdf_section *s, const struct doc *d, const struct pdf_tag *root)
{
	struct pdf_slab *slab = pdf_slab(p->a, s, TITLE_GAP);
	struct column c = { p, slab, root, pdf_tag(p->a, root, "H1"), 0, 0, s->text_width };
	slab->glued = true;
	centred(&c, p->l->size.kind.use, true, false, d->kind);
	if (!d->subject)
		return;
	double width = centred(&c, p->l->size.subject.use, true, false, d->subject);
	rule(&c, width * p->l->rule.use);
	slab->height += RULE_AFTER;
}

void pdf_head(
	const struct pdf *p, struct pdf_section *s, const struct doc *d, const struct pdf_tag *root)
{
	columns(p, s, d, root);
	if (d->kind)
		title(p, s, d, root);
}

void pdf_addressees(
	const struct pdf *p, struct pdf_section *s, const struct doc *d, const struct pdf_tag *root)
{
	struct pdf_style style = { p->l->size.body.use, false, false, DOC_CENTER, 0,
		s->text_width };
	if (!d->addressees.n)
		return;
	const struct pdf_tag *tag = pdf_tag(p->a, root, "P");
	if (d->addressees.n == 1) {
		pdf_paragraph(
			p, s, pdf_string(p, &style, doc_address_line(p->a, d)), TITLE_GAP, tag);
		return;
	}
	/* "Kính gửi:" a quarter into the page, the names below it a little further in. */
	double x = s->text_width / 4;
	struct pdf_slab *slab = pdf_slab(p->a, s, TITLE_GAP);
	style.align = DOC_LEFT;
	double y = pdf_put(
		p->a, slab, pdf_string(p, &style, doc_address_line(p->a, d)), x / 2, 0, tag);
	const struct pdf_tag *list = pdf_tag(p->a, root, "L");
	style.width -= x;
	for (size_t i = 0; i < d->addressees.n; i++) {
		const struct pdf_tag *item = pdf_tag(p->a, pdf_tag(p->a, list, "LI"), "LBody");
		PangoLayout *name = pdf_string(p, &style, doc_address_item(p->a, d, i));
		y = pdf_put(p->a, slab, name, x, y, item);
	}
}

/* The list's lines, and what each is in the structure. */
static PangoLayout *recipient(const struct pdf *p, const struct doc *d, size_t i, double width)
{
	struct pdf_style style = { p->l->size.copies.use, false, false, DOC_LEFT, 0, width };
	return pdf_string(p, &style, arena_printf(p->a, "- %s", d->recipients.v[i]));
}

static PangoLayout *recipients_head(const struct pdf *p, double width)
{
	struct pdf_style style = { p->l->size.copies_head.use, true, true, DOC_LEFT, 0, width };
	return pdf_string(p, &style, "Nơi nhận:");
}

/* Grows a slab downwards by the recipients. */
static void recipients(const struct pdf *p, struct pdf_slab *slab, const struct doc *d,
	double width, const struct pdf_tag *root)
{
	if (!d->recipients.n)
		return;
	const struct pdf_tag *list = pdf_tag(p->a, root, "L");
	double y = pdf_put(p->a, slab, recipients_head(p, width), 0, 0, pdf_tag(p->a, root, "P"));
	for (size_t i = 0; i < d->recipients.n; i++)
		y = pdf_put(p->a, slab, recipient(p, d, i, width), 0, y,
			pdf_tag(p->a, pdf_tag(p->a, list, "LI"), "LBody"));
}

/* More of them than a page holds: below the signatures, line by line. */
static void many_recipients(
	const struct pdf *p, struct pdf_section *s, const struct doc *d, const struct pdf_tag *root)
{
	const struct pdf_tag *list = pdf_tag(p->a, root, "L");
	pdf_paragraph(
		p, s, recipients_head(p, s->text_width), p->l->gap.use, pdf_tag(p->a, root, "P"));
	for (size_t i = 0; i < d->recipients.n; i++)
		pdf_paragraph(p, s, recipient(p, d, i, s->text_width), 0,
			pdf_tag(p->a, pdf_tag(p->a, list, "LI"), "LBody"));
}

static void signing(const struct pdf *p, struct pdf_slab *slab, const struct doc *d, double x,
	double width, const struct pdf_tag *root)
{
	struct column c = { p, slab, root, NULL, x, 0, width };
	double size = p->l->size.signing.use;
	for (size_t i = 0; i < d->signing.n; i++)
		centred(&c, size, true, false, d->signing.v[i]);
	c.y += SIGNATURE_LINES * size * 1.15;
	if (d->signer)
		centred(&c, size, true, false, d->signer);
	else if (c.y > slab->height)
		slab->height = c.y; /* room to sign, and to write the name */
}

/* The last block stays whole with the signatures, unless it is long. */
static void keep_last_block(struct pdf_section *s, size_t first)
{
	enum { LINES = 8 };
	if (s->slabs.n - first > LINES)
		return;
	for (size_t i = first + 1; i < s->slabs.n; i++)
		s->slabs.v[i]->glued = true;
}

/* The index of the slab that begins the last block: slabs of one block have no gap between them. */
static size_t last_block(const struct pdf_section *s)
{
	size_t i = s->slabs.n;
	while (i > 1 && s->slabs.v[--i]->gap <= 0)
		continue;
	return i ? i : 0;
}

void pdf_signatures(
	const struct pdf *p, struct pdf_section *s, const struct doc *d, const struct pdf_tag *root)
{
	double half = s->text_width / 2;
	if (!d->recipients.n && !d->signing.n && !d->signer)
		return;
	keep_last_block(s, last_block(s));
	struct pdf_slab *slab = pdf_slab(p->a, s, 2 * p->l->gap.use);
	slab->glued = s->slabs.n > 1;
	recipients(p, slab, d, half - COLUMN_GAP, root);
	bool many = slab->height > (s->bottom - s->top) / 2;
	if (many)
		*slab = (struct pdf_slab){ .gap = slab->gap, .glued = slab->glued };
	signing(p, slab, d, half, half, root);
	if (many)
		many_recipients(p, s, d, root);
}

void pdf_annex_head(const struct pdf *p, struct pdf_section *s, const struct doc_annex *x,
	const struct pdf_tag *root)
{
	struct pdf_slab *slab = pdf_slab(p->a, s, 0);
	struct column c = { p, slab, root, pdf_tag(p->a, root, "H1"), 0, 0, s->text_width };
	double size = p->l->size.annex.use;
	if (x->mark)
		centred(&c, size, true, false, x->mark);
	if (x->title)
		centred(&c, size, true, false, text_upper(p->a, x->title));
	c.tag = NULL;
	if (x->note)
		centred(&c, size, false, true, x->note);
	slab->height += RULE_AFTER;
}
