#include "worker/pdf.h"

/* Points within a cell, left and right, above and below. */
static const double pad_x = 4, pad_y = 2.5;

struct table {
	const struct pdf *p;
	struct pdf_section *s;
	const struct doc_table *t;
	const struct pdf_tag *tag;
	double *x; /* column_count + 1 edges */
	double size;
	const struct pdf_slab *head;
};

/* The cells of a row, and the first line of each that is not printed yet. */
struct row {
	PangoLayout **cells;
	int *next;
	const struct pdf_tag **tags;
};

static double *edges(const struct pdf *p, const struct doc_table *t, double width)
{
	double *x = ARENA_ARRAY(p->a, double, t->column_count + 1), all = 0;
	for (size_t i = 0; i < t->column_count; i++)
		all += t->columns[i].share;
	for (size_t i = 0; i < t->column_count; i++)
		x[i + 1] = x[i] + width * t->columns[i].share / all;
	return x;
}

static struct row row_new(struct table *b, const char *cell)
{
	size_t n = b->t->column_count;
	struct row r = {
		ARENA_ARRAY(b->p->a, PangoLayout *, n),
		ARENA_ARRAY(b->p->a, int, n),
		ARENA_ARRAY(b->p->a, const struct pdf_tag *, n),
	};
	const struct pdf_tag *tr = pdf_tag(b->p->a, b->tag, "TR");
	for (size_t i = 0; i < n; i++)
		r.tags[i] = pdf_tag(b->p->a, tr, cell);
	return r;
}

static double cell_width(const struct table *b, size_t i)
{
	double w = b->x[i + 1] - b->x[i] - 2 * pad_x;
	return w > 1 ? w : 1;
}

/* The lines of a cell from its next one on that fit a height, at least one where nothing did yet.
 */
static int lines_within(PangoLayout *layout, int first, double room, bool at_least_one)
{
	PangoLayoutIter *it = pango_layout_get_iter(layout);
	int i = 0, end = first;
	double top = 0;
	do {
		PangoRectangle r;
		pango_layout_iter_get_line_extents(it, NULL, &r);
		if (i == first)
			top = (double)r.y / PANGO_SCALE;
		if (i >= first && (double)(r.y + r.height) / PANGO_SCALE - top <= room)
			end = i + 1;
		i++;
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
	return end == first && at_least_one && first < i ? first + 1 : end;
}

static void frame(struct table *b, struct pdf_slab *slab)
{
	struct arena *a = b->p->a;
	double end = b->x[b->t->column_count];
	slab->height += pad_y;
	pdf_rule(a, slab, 0, 0, end);
	struct pdf_stroke low = { 0, slab->height, end, slab->height, 0 };
	ARENA_PUSH(a, &slab->strokes, low);
	for (size_t i = 0; i <= b->t->column_count; i++) {
		struct pdf_stroke k = { b->x[i], 0, b->x[i], slab->height, 0 };
		ARENA_PUSH(a, &slab->strokes, k);
	}
}

/* What of a row fits a page; the rest comes with the next call. False when the row is finished. */
static bool band(struct table *b, struct row *r, double gap, bool glued, struct pdf_slab **out)
{
	double room = b->s->bottom - b->s->top - (b->head ? b->head->height : 0) - 2 * pad_y;
	struct pdf_slab *slab = pdf_slab(b->p->a, b->s, gap);
	bool more = false;
	slab->glued = glued;
	slab->repeat = b->head;
	for (size_t i = 0; i < b->t->column_count; i++) {
		int end = lines_within(r->cells[i], r->next[i], room, true);
		pdf_put_lines(b->p->a, slab, r->cells[i], r->next[i], end, b->x[i] + pad_x, pad_y,
			r->tags[i]);
		r->next[i] = end;
		more = more || end < pango_layout_get_line_count(r->cells[i]);
	}
	frame(b, slab);
	*out = slab;
	return more;
}

static void head_row(struct table *b)
{
	struct row r = row_new(b, "TH");
	struct pdf_slab *slab;
	for (size_t i = 0; i < b->t->column_count; i++) {
		struct pdf_style style = { b->size, true, false, DOC_CENTER, 0, cell_width(b, i) };
		r.cells[i] = pdf_string(b->p, &style, b->t->columns[i].title);
	}
	band(b, &r, b->p->l->gap.use, false, &slab);
	b->head = slab;
}

static void body_row(struct table *b, const struct doc_text *cells, bool first)
{
	struct row r = row_new(b, "TD");
	struct pdf_slab *slab;
	for (size_t i = 0; i < b->t->column_count; i++) {
		struct pdf_style style = {
			.size = b->size, .align = b->t->columns[i].align, .width = cell_width(b, i)
		};
		r.cells[i] = pdf_text(b->p, &style, NULL, &cells[i]);
	}
	while (band(b, &r, 0, first, &slab))
		first = false;
}

void pdf_table(const struct pdf *p, struct pdf_section *s, const struct doc_table *t,
	const struct pdf_tag *root)
{
	struct table b = { p, s, t, pdf_tag(p->a, root, "Table"), edges(p, t, s->text_width),
		p->l->size.body.min, NULL };
	head_row(&b);
	for (size_t i = 0; i < t->row_count; i++)
		body_row(&b, &t->cells[i * t->column_count], i == 0);
}
