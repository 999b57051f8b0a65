#include "lib/base/text.h"
#include "worker/docx.h"

/* Points, as in pdf_head.c; FIT: what a word processor's own widths may differ. */
enum { RULE_GAP = 4, COLUMN_GAP = 8, NUMBER_GAP = 6, TITLE_GAP = 16, SIGNATURE_LINES = 4, FIT = 4 };

static double text_width(const struct docx *x, bool landscape)
{
	const struct layout *l = x->p->l;
	return ((landscape ? l->page_height : l->page_width) - l->left.use - l->right.use) * PDF_MM;
}

/* A centred, bold line or several in a given width; returns the width of its longest line. *side:
 * what to indent on each side to have lines of about equal length. */
static double measure(
	const struct docx *x, double size, double width, const char *text, double *side)
{
	struct pdf_style style = {
		.size = size, .bold = true, .align = DOC_CENTER, .width = width
	};
	PangoLayout *layout = pdf_string(x->p, &style, text);
	pdf_text_balance(layout);
	double line = pdf_text_width(layout);
	if (side)
		*side = line + FIT < width ? (width - line - FIT) / 2 : 0;
	return line;
}

static void rule(struct docx *x, double width, double length)
{
	struct docx_para para = { .style = "Ke", .rule = true, .before = RULE_GAP };
	para.left = para.right = (width - length) / 2;
	docx_string(x, &para, "");
}

static void lines(struct docx *x, const char *style, const struct texts *list)
{
	for (size_t i = 0; i < list->n; i++)
		docx_string(x, &(struct docx_para){ .style = style }, list->v[i]);
}

/* Centred lines in a column, long ones broken into about equal parts; returns the last one's
 * length. */
static double centred(
	struct docx *x, const char *style, double size, double width, const struct texts *list)
{
	double side, line = 0;
	for (size_t i = 0; i < list->n; i++) {
		line = measure(x, size, width, list->v[i], &side);
		docx_string(x, &(struct docx_para){ .style = style, .left = side, .right = side },
			list->v[i]);
	}
	return line;
}

static void table_begin(
	struct docx *x, const char *border, double pad, const double *widths, size_t n)
{
	static const char *const sides[] = { "w:top", "w:left", "w:bottom", "w:right", "w:insideH",
		"w:insideV" };
	double all = 0;
	for (size_t i = 0; i < n; i++)
		all += widths[i];
	docx_open(x, "w:tbl", NULL);
	docx_open(x, "w:tblPr", NULL);
	docx_empty(x, "w:tblW", "w:w", docx_twips(x, all), "w:type", "dxa", NULL);
	docx_empty(x, "w:tblInd", "w:w", "0", "w:type", "dxa", NULL);
	docx_open(x, "w:tblBorders", NULL);
	for (size_t i = 0; i < 6; i++)
		docx_empty(x, sides[i], "w:val", border, "w:sz", "4", "w:space", "0", "w:color",
			"000000", NULL);
	docx_close(x);
	docx_empty(x, "w:tblLayout", "w:type", "fixed", NULL);
	docx_open(x, "w:tblCellMar", NULL);
	for (size_t i = 0; i < 4; i++)
		docx_empty(x, sides[i], "w:w", docx_twips(x, i % 2 ? pad : pad / 2), "w:type",
			"dxa", NULL);
	docx_close(x);
	docx_close(x);
	docx_open(x, "w:tblGrid", NULL);
	for (size_t i = 0; i < n; i++)
		docx_empty(x, "w:gridCol", "w:w", docx_twips(x, widths[i]), NULL);
	docx_close(x);
}

static void row_begin(struct docx *x, bool head)
{
	docx_open(x, "w:tr", NULL);
	docx_open(x, "w:trPr", NULL);
	docx_empty(x, "w:cantSplit", NULL);
	if (head)
		docx_empty(x, "w:tblHeader", NULL);
	docx_close(x);
}

static void cell_begin(struct docx *x, double width)
{
	docx_open(x, "w:tc", NULL);
	docx_open(x, "w:tcPr", NULL);
	docx_empty(x, "w:tcW", "w:w", docx_twips(x, width), "w:type", "dxa", NULL);
	docx_close(x);
}

static void issuers(struct docx *x, double width)
{
	double size = x->p->l->size.issuer.use;
	centred(x, "CoQuanChuQuan", size, width, &x->d->parent);
	double line = centred(x, "CoQuanBanHanh", size, width, &x->d->issuer);
	if (line > 0)
		rule(x, width, line * x->p->l->rule.use);
	else
		docx_string(x, &(struct docx_para){ .style = "Ke" }, "");
}

static void nation(struct docx *x, double width)
{
	const struct layout *l = x->p->l;
	docx_string(x, &(struct docx_para){ .style = "QuocHieu" }, l->nation);
	docx_string(x, &(struct docx_para){ .style = "TieuNgu" }, l->motto);
	rule(x, width, measure(x, l->size.motto.use, width, l->motto, NULL));
}

static void number(struct docx *x, double width)
{
	struct docx_para para = { .style = "SoKyHieu", .before = NUMBER_GAP + 1 };
	docx_string(x, &para, doc_number_line(x->p->a, x->d));
	if (x->d->kind || !x->d->subject)
		return;
	const char *subject = arena_printf(x->p->a, "V/v %s", x->d->subject);
	para = (struct docx_para){ .style = "VeViec", .before = x->p->l->letter_gap };
	measure(x, x->p->l->size.letter.use, width, subject, &para.left);
	para.right = para.left;
	docx_string(x, &para, subject);
}

static void head(struct docx *x)
{
	double width = text_width(x, false), right = pdf_right_column(x->p, x->d, width) + FIT;
	double widths[] = { width - right, right };
	table_begin(x, "nil", 0, widths, 2);
	row_begin(x, false);
	cell_begin(x, widths[0]);
	issuers(x, widths[0]);
	docx_close(x);
	cell_begin(x, widths[1]);
	nation(x, widths[1]);
	docx_close(x);
	docx_close(x);
	row_begin(x, false);
	cell_begin(x, widths[0]);
	number(x, widths[0]);
	docx_close(x);
	cell_begin(x, widths[1]);
	docx_string(x, &(struct docx_para){ .style = "DiaDanh", .before = NUMBER_GAP },
		doc_place_line(x->p->a, x->d));
	docx_close(x);
	docx_close(x);
	docx_close(x);
}

static void title(struct docx *x)
{
	double width = text_width(x, false), side, line;
	const struct doc *d = x->d;
	if (!d->kind)
		return;
	docx_string(x, &(struct docx_para){ .style = "TenLoai", .before = TITLE_GAP }, d->kind);
	if (!d->subject)
		return;
	line = measure(x, x->p->l->size.subject.use, width, d->subject, &side);
	docx_string(x, &(struct docx_para){ .style = "TrichYeu", .left = side, .right = side },
		d->subject);
	rule(x, width, line * x->p->l->rule.use);
	docx_string(x, &(struct docx_para){ .style = "Ke", .before = TITLE_GAP / 2 }, "");
}

static void addressees(struct docx *x)
{
	const struct doc *d = x->d;
	double in = text_width(x, false) / 4;
	bool one = d->addressees.n == 1;
	struct docx_para para = { .style = "KinhGui",
		.before = TITLE_GAP,
		.left = one ? 0 : in / 2,
		.align = one ? "center" : NULL };
	if (!d->addressees.n)
		return;
	docx_string(x, &para, doc_address_line(x->p->a, d));
	for (size_t i = 0; !one && i < d->addressees.n; i++)
		docx_string(x, &(struct docx_para){ .style = "KinhGui", .left = in },
			doc_address_item(x->p->a, d, i));
	docx_string(x, &(struct docx_para){ .style = "Ke", .before = TITLE_GAP }, "");
}

static void head_row(struct docx *x, const struct doc_table *t, const double *widths)
{
	row_begin(x, true);
	for (size_t i = 0; i < t->column_count; i++) {
		cell_begin(x, widths[i]);
		docx_string(x, &(struct docx_para){ .style = "OBangDau", .keep_next = true },
			t->columns[i].title);
		docx_close(x);
	}
	docx_close(x);
}

static void table(struct docx *x, const struct doc_table *t, double width)
{
	static const char *const align[] = { [DOC_LEFT] = "left",
		[DOC_CENTER] = "center",
		[DOC_RIGHT] = "right",
		[DOC_JUSTIFY] = "both" };
	double *widths = ARENA_ARRAY(x->p->a, double, t->column_count), all = 0;
	for (size_t i = 0; i < t->column_count; i++)
		all += t->columns[i].share;
	for (size_t i = 0; i < t->column_count; i++)
		widths[i] = width * t->columns[i].share / all;
	table_begin(x, "single", 4, widths, t->column_count);
	head_row(x, t, widths);
	for (size_t r = 0; r < t->row_count; r++) {
		row_begin(x, false);
		for (size_t i = 0; i < t->column_count; i++) {
			struct docx_para para = { .style = "OBang",
				.align = align[t->columns[i].align] };
			cell_begin(x, widths[i]);
			docx_paragraph(x, &para, NULL, &t->cells[r * t->column_count + i]);
			docx_close(x);
		}
		docx_close(x);
	}
	docx_close(x);
	docx_string(x, &(struct docx_para){ .style = "Ke", .before = x->p->l->gap.use }, "");
}

static const char *style_of(const struct doc_block *b)
{
	static const char *const headings[] = { "Heading1", "Heading1", "Heading2", "Heading3",
		"Heading3" };
	switch (b->kind) {
	case DOC_BASIS:
		return "CanCu";
	case DOC_ITEM:
		return "Muc";
	case DOC_HEADING:
		return headings[b->level];
	default:
		return "NoiDung";
	}
}

/* keep_last: the signatures follow, and stay with the last paragraph. */
static void blocks(struct docx *x, const struct doc_blocks *list, double width, bool keep_last)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct doc_block *b = &list->v[i];
		bool keep = keep_last && i + 1 == list->n;
		struct docx_para para = {
			.style = style_of(b), .keep_next = keep, .keep_lines = keep
		};
		if (b->kind == DOC_TABLE)
			table(x, b->table, width);
		else
			docx_paragraph(x, &para, b->mark, &b->text);
	}
}

static void recipients(struct docx *x)
{
	if (x->d->recipients.n)
		docx_string(x, &(struct docx_para){ .style = "NoiNhan", .keep_next = true },
			"Nơi nhận:");
	else
		docx_string(x, &(struct docx_para){ .style = "Ke" }, "");
	for (size_t i = 0; i < x->d->recipients.n; i++)
		docx_string(x, &(struct docx_para){ .style = "NoiNhanMuc", .keep_next = true },
			arena_printf(x->p->a, "- %s", x->d->recipients.v[i]));
}

static void signing(struct docx *x)
{
	double size = x->p->l->size.signing.use;
	lines(x, "QuyenHan", &x->d->signing);
	docx_string(x,
		&(struct docx_para){ .style = "HoTen", .before = SIGNATURE_LINES * size * 1.15 },
		x->d->signer ? x->d->signer : "");
}

static void signatures(struct docx *x)
{
	const struct doc *d = x->d;
	double half = text_width(x, false) / 2, widths[] = { half, half };
	if (!d->recipients.n && !d->signing.n && !d->signer)
		return;
	docx_string(x, &(struct docx_para){ .style = "Ke", .keep_next = true, .before = 6 }, "");
	table_begin(x, "nil", 0, widths, 2);
	row_begin(x, false);
	cell_begin(x, half);
	recipients(x);
	docx_close(x);
	cell_begin(x, half);
	signing(x);
	docx_close(x);
	docx_close(x);
	docx_close(x);
}

static void annex(struct docx *x, const struct doc_annex *n)
{
	double width = text_width(x, n->landscape), side;
	if (n->mark)
		docx_string(x, &(struct docx_para){ .style = "PhuLuc" }, n->mark);
	if (n->title) {
		const char *title = text_upper(x->p->a, n->title);
		measure(x, x->p->l->size.annex.use, width, title, &side);
		docx_string(x,
			&(struct docx_para){ .style = "PhuLuc", .left = side, .right = side },
			title);
	}
	if (n->note)
		docx_string(x, &(struct docx_para){ .style = "KemTheo" }, n->note);
	docx_string(x, &(struct docx_para){ .style = "Ke", .keep_next = true, .before = 6 }, "");
	blocks(x, &n->blocks, width, false);
}

/* A section's settings stand in its last paragraph, those of the last section behind everything. */
void docx_body(struct docx *x)
{
	const struct doc *d = x->d;
	struct docx_section section = { false };
	docx_open(x, "w:document", "xmlns:w",
		"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "xmlns:r",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", NULL);
	docx_open(x, "w:body", NULL);
	head(x);
	title(x);
	addressees(x);
	blocks(x, &d->blocks, text_width(x, false), true);
	signatures(x);
	for (size_t i = 0; i < d->annex_count; i++) {
		docx_string(x, &(struct docx_para){ .style = "Ke", .section = &section }, "");
		section.landscape = d->annexes[i].landscape;
		annex(x, &d->annexes[i]);
	}
	docx_string(x, &(struct docx_para){ .style = "Ke" }, "");
	docx_section(x, &section);
	docx_close(x);
	docx_close(x);
}
