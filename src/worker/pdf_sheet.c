/* The head of a sheet that hangs on a board: who, what, and a QR code for a telephone. */
#include <qrencode.h>
#include <string.h>

#include "worker/pdf.h"

/* Points; the code is read from an arm's length, so about 35 mm. */
enum { QUIET = 4, TITLE_GAP = 10, COLUMN_GAP = 14, AFTER = 8 };
static const double code_side = 35 * PDF_MM;

static void forget(void *code)
{
	QRcode_free(code);
}

/* Runs of dark modules as strokes as thick as a module. */
static void put_code(const struct pdf *p, struct pdf_slab *slab, const QRcode *code, double x)
{
	double module = code_side / (code->width + 2 * QUIET);
	for (int row = 0; row < code->width; row++) {
		const unsigned char *v = code->data + row * code->width;
		double y = (row + QUIET + 0.5) * module;
		for (int i = 0, n; i < code->width; i += n) {
			for (n = 1; i + n < code->width && (v[i] & 1) == (v[i + n] & 1);)
				n++;
			struct pdf_stroke k = { x + (i + QUIET) * module, y,
				x + (i + n + QUIET) * module, y, module };
			if (v[i] & 1)
				ARENA_PUSH(p->a, &slab->strokes, k);
		}
	}
	slab->height = slab->height > code_side ? slab->height : code_side;
}

static void put_line(const struct pdf *p, struct pdf_slab *slab, double *y, double size, bool bold,
	const char *text, const struct pdf_tag *tag, double width)
{
	struct pdf_style style = { size, bold, false, DOC_LEFT, 0, width };
	*y = pdf_put(p->a, slab, pdf_string(p, &style, text), 0, *y, tag);
}

enum rc pdf_sheet_head(const struct pdf *p, struct pdf_section *s, const struct doc *d,
	const char *link, const struct pdf_tag *root)
{
	struct pdf_slab *slab = pdf_slab(p->a, s, 0);
	double y = 0, width = s->text_width - (*link ? code_side + COLUMN_GAP : 0);
	const struct pdf_tag *title = pdf_tag(p->a, root, "H1");
	for (size_t i = 0; i < d->issuer.n; i++)
		put_line(p, slab, &y, p->l->size.issuer.use, true, d->issuer.v[i],
			pdf_tag(p->a, root, "P"), width);
	y += TITLE_GAP;
	if (d->subject)
		put_line(p, slab, &y, p->l->size.subject.use, true, d->subject, title, width);
	slab->height += AFTER;
	if (!*link)
		return RC_OK;
	QRcode *code =
		QRcode_encodeData((int)strlen(link), (const unsigned char *)link, 0, QR_ECLEVEL_M);
	if (!code)
		return ERR(p->e, RC_INVALID, "link", "Địa chỉ quá dài cho mã QR.");
	arena_defer(p->a, forget, code);
	put_code(p, slab, code, s->text_width - code_side);
	return RC_OK;
}
