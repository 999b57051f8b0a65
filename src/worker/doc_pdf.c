/* The verbs "pdf" and "sheet": a document (JSON) laid out by the rules of its day, or as a sheet
 * that hangs on a board, as a tagged PDF. */
#include <cairo-pdf.h>

#include "lib/base/text.h"
#include "lib/worker/parcel.h"
#include "worker/pdf.h"
#include "worker/verbs.h"

enum { PDF_MAX = 64 << 20 };

static struct pdf_section section_new(const struct layout *l, bool landscape)
{
	double width = (landscape ? l->page_height : l->page_width) * PDF_MM,
	       height = (landscape ? l->page_width : l->page_height) * PDF_MM;
	return (struct pdf_section){
		.width = width,
		.height = height,
		.left = l->left.use * PDF_MM,
		.top = l->top.use * PDF_MM,
		.text_width = width - (l->left.use + l->right.use) * PDF_MM,
		.bottom = height - l->bottom.use * PDF_MM,
	};
}

static const char *heading_tag(int level)
{
	return level <= 1 ? "H2" : level == 2 ? "H3" : "H4";
}

/* Adds a block. *list: the list that is open, for items that follow one another. */
static void block(const struct pdf *p, struct pdf_section *s, const struct doc_block *b,
	const struct pdf_tag *root, const struct pdf_tag **list)
{
	struct pdf_style style = {
		.size = p->l->size.body.use,
		.bold = b->kind == DOC_HEADING,
		.italic = b->kind == DOC_BASIS,
		.align = DOC_JUSTIFY,
		.indent = p->l->indent.use * PDF_MM,
		.width = s->text_width,
	};
	const struct pdf_tag *tag;
	if (b->kind == DOC_ITEM) {
		*list = *list ? *list : pdf_tag(p->a, root, "L");
		tag = pdf_tag(p->a, pdf_tag(p->a, *list, "LI"), "LBody");
	} else {
		*list = NULL;
		tag = pdf_tag(p->a, root, b->kind == DOC_HEADING ? heading_tag(b->level) : "P");
	}
	if (b->kind == DOC_TABLE)
		pdf_table(p, s, b->table, root);
	else
		pdf_paragraph(p, s, pdf_text(p, &style, b->mark, &b->text), p->l->gap.use, tag);
}

/* A heading is whole, and stays with the first line of what follows. */
static void keep_with_next(struct pdf_section *s, size_t first)
{
	for (size_t i = first + 1; i < s->slabs.n; i++)
		s->slabs.v[i]->glued = true;
}

static void blocks(const struct pdf *p, struct pdf_section *s, const struct doc_blocks *list,
	const struct pdf_tag *root)
{
	const struct pdf_tag *open = NULL;
	bool after_heading = false;
	for (size_t i = 0; i < list->n; i++) {
		size_t first = s->slabs.n;
		block(p, s, &list->v[i], root, &open);
		if (list->v[i].kind == DOC_HEADING)
			keep_with_next(s, first);
		if (after_heading && first < s->slabs.n)
			s->slabs.v[first]->glued = true;
		after_heading = list->v[i].kind == DOC_HEADING;
	}
}

static struct pdf_section main_section(
	const struct pdf *p, const struct doc *d, const struct pdf_tag *root)
{
	struct pdf_section s = section_new(p->l, false);
	pdf_head(p, &s, d, root);
	pdf_addressees(p, &s, d, root);
	blocks(p, &s, &d->blocks, root);
	pdf_signatures(p, &s, d, root);
	return s;
}

static struct pdf_section sheet_section(
	const struct pdf *p, const struct doc *d, const char *link, const struct pdf_tag *root)
{
	struct pdf_section s = section_new(p->l, false);
	if (!pdf_sheet_head(p, &s, d, link, root))
		blocks(p, &s, &d->blocks, root);
	return s;
}

/* --- a sheet on one page --- */

/* A board is read from an arm's length: no type below 11 points. mm and points. */
static const struct fit {
	double body, title, issuer, gap, margin, left, indent;
} fits[] = {
	{ 14, 16, 13, 6, 20, 30, 12.7 },
	{ 13, 16, 12, 4, 18, 22, 10 },
	{ 12, 15, 12, 3, 15, 18, 8 },
	{ 11.5, 14, 11, 2, 13, 15, 6 },
	{ 11, 13, 11, 1, 12, 12, 5 },
};
enum { FITS = sizeof fits / sizeof *fits };

static struct layout *fitted(struct arena *a, const struct layout *l, const struct fit *f)
{
	struct layout *own = ARENA_NEW(a, struct layout);
	*own = *l;
	own->size.body.use = f->body;
	own->size.subject.use = f->title;
	own->size.issuer.use = f->issuer;
	own->gap.use = f->gap;
	own->indent.use = f->indent;
	own->top.use = own->bottom.use = own->right.use = f->margin;
	own->left.use = f->left;
	return own;
}

/* Does all of it stand on the first page? */
static bool is_one_page(const struct pdf_section *s)
{
	double y = s->top;
	for (size_t i = 0; i < s->slabs.n; i++)
		y += (i ? s->slabs.v[i]->gap : 0) + s->slabs.v[i]->height;
	return y <= s->bottom;
}

struct sheets {
	const struct doc **v; /* the same sheet, each shorter than the one before it */
	size_t n, cap;
};

/* The longest text that fits on a page at any size, as large as it may be; where none does, all of
 * it on as many pages as it needs. */
static enum rc fit(
	struct pdf *p, const struct sheets *list, const char *link, const struct doc **out)
{
	const struct pdf_tag *root = pdf_tag(p->a, NULL, "Document");
	const struct layout *l = layout_at(list->v[0]->rules);
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < FITS; k++) {
			p->l = fitted(p->a, l, &fits[k]);
			struct pdf_section s = sheet_section(p, list->v[i], link, root);
			*out = list->v[i];
			if (p->e->rc || is_one_page(&s))
				return p->e->rc;
		}
	p->l = fitted(p->a, l, &fits[0]);
	*out = list->v[0];
	return RC_OK;
}

static struct pdf_section annex_section(
	const struct pdf *p, const struct doc_annex *x, const struct pdf_tag *root)
{
	struct pdf_section s = section_new(p->l, x->landscape);
	pdf_annex_head(p, &s, x, root);
	blocks(p, &s, &x->blocks, root);
	return s;
}

/* The document's day; what is not known of it is taken from the first day. */
static const char *moment(struct arena *a, struct date d, struct date rules)
{
	d = d.year ? d : rules;
	return arena_printf(a, "%04d-%02d-%02dT00:00:00+07:00", d.year, d.month ? d.month : 1,
		d.day ? d.day : 1);
}

/* The same document gives the same bytes: no clock is asked. */
static void metadata(const struct pdf *p, cairo_surface_t *surface, const struct doc *d)
{
	const char *subject = d->subject ? d->subject : "";
	const char *title =
		arena_printf(p->a, d->kind ? "%s %s" : "%sV/v %s", d->kind ? d->kind : "", subject);
	const char *when = moment(p->a, d->day, d->rules);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, text_trim(p->a, title));
	cairo_pdf_surface_set_metadata(
		surface, CAIRO_PDF_METADATA_AUTHOR, text_join(p->a, &d->issuer, " "));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Loa");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, when);
}

static cairo_status_t append(void *to, const unsigned char *p, unsigned n)
{
	struct buf *b = to;
	buf_add(b, p, n);
	return b->over ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* link: NULL, a document; else a sheet that leads there. */
static void draw(
	const struct pdf *p, cairo_surface_t *surface, const struct doc *d, const char *link)
{
	struct pdf_pen pen = { .surface = surface, .cr = cairo_create(surface) };
	const struct pdf_tag *root = pdf_tag(p->a, NULL, "Document");
	struct pdf_section s = link ? sheet_section(p, d, link, root) : main_section(p, d, root);
	pdf_section_draw(p, &pen, &s);
	for (size_t i = 0; i < d->annex_count; i++) {
		s = annex_section(p, &d->annexes[i], root);
		pdf_section_draw(p, &pen, &s);
	}
	pdf_pen_finish(&pen);
	cairo_destroy(pen.cr);
}

static enum rc render(const struct pdf *p, const struct doc *d, const char *link, struct bytes *out)
{
	struct buf b;
	buf_init(&b, p->a, PDF_MAX);
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
		append, &b, p->l->page_width * PDF_MM, p->l->page_height * PDF_MM);
	metadata(p, surface, d);
	draw(p, surface, d, link);
	cairo_surface_finish(surface);
	cairo_status_t status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (p->e->rc)
		return p->e->rc;
	if (b.over)
		return ERR(p->e, RC_INVALID, NULL, "Tài liệu quá lớn: PDF vượt %d MiB.",
			PDF_MAX >> 20);
	if (status)
		return ERR(p->e, RC_FAIL, NULL, "Không tạo được PDF: %s.",
			cairo_status_to_string(status));
	*out = (struct bytes){ b.p, b.n };
	return RC_OK;
}

enum rc verb_pdf(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	struct doc *d = NULL;
	struct bytes plain = { 0 };
	struct pdf p = { .a = a, .e = e };
	enum rc rc = doc_from_json(a, in.p, in.n, &d, e);
	if (rc || (rc = pdf_context(a, &p.context, e)))
		return rc;
	p.l = layout_at(d->rules);
	rc = render(&p, d, NULL, &plain);
	return rc ? rc : pdf_update(a, plain, d->language, out, e);
}

static enum rc take_sheets(
	struct arena *a, const json_t *root, struct bytes rest, struct sheets *out, struct err *e)
{
	enum { SHEETS_MAX = 16 };
	json_int_t n = json_integer_value(json_object_get(root, "docs"));
	enum rc rc = RC_OK;
	for (json_int_t i = 0; !rc && i < n && n <= SHEETS_MAX; i++) {
		struct bytes json;
		struct doc *d = NULL;
		if (!parcel_take(root, arena_printf(a, "doc%lld", (long long)i), &rest, &json))
			break;
		rc = doc_from_json(a, json.p, json.n, &d, e);
		const struct doc *one = d;
		if (!rc)
			ARENA_PUSH(a, out, one);
	}
	if (!rc && (!out->n || (json_int_t)out->n != n))
		return ERR(e, RC_FAIL, NULL, "Yêu cầu làm tờ niêm yết bị hỏng.");
	return rc;
}

enum rc verb_sheet(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	json_t *root;
	struct bytes rest, plain = { 0 };
	struct sheets list = { 0 };
	const struct doc *d = NULL;
	struct pdf p = { .a = a, .e = e };
	if (!parcel_open(a, in, &root, &rest))
		return ERR(e, RC_FAIL, NULL, "Yêu cầu làm tờ niêm yết bị hỏng.");
	const char *text = parcel_text(a, root, "link"), *link = text ? text : "";
	enum rc rc = take_sheets(a, root, rest, &list, e);
	if (rc || (rc = pdf_context(a, &p.context, e)) || (rc = fit(&p, &list, link, &d)))
		return rc;
	rc = render(&p, d, link, &plain);
	return rc ? rc : pdf_update(a, plain, d->language, out, e);
}
