/* Slabs onto pages: breaks, repeated table heads, page numbers, and the tags around what is drawn.
 */
#include <cairo-pdf.h>

#include "worker/pdf.h"

enum { DEPTH_MAX = 8 };

static const double rule_width = 0.75, number_from_top = 10 * PDF_MM;

const struct pdf_tag *pdf_tag(struct arena *a, const struct pdf_tag *parent, const char *name)
{
	struct pdf_tag *t = ARENA_NEW(a, struct pdf_tag);
	*t = (struct pdf_tag){ parent, name };
	return t;
}

struct pdf_slab *pdf_slab(struct arena *a, struct pdf_section *s, double gap)
{
	struct pdf_slab *slab = ARENA_NEW(a, struct pdf_slab);
	slab->gap = gap;
	ARENA_PUSH(a, &s->slabs, slab);
	return slab;
}

double pdf_put_lines(struct arena *a, struct pdf_slab *slab, PangoLayout *layout, int first,
	int end, double x, double y, const struct pdf_tag *tag)
{
	PangoLayoutIter *it = pango_layout_get_iter(layout);
	double shift = y, low = y;
	int i = 0;
	do {
		PangoRectangle r;
		if (i < first || i >= end)
			continue;
		pango_layout_iter_get_line_extents(it, NULL, &r);
		if (i == first)
			shift = y - (double)r.y / PANGO_SCALE;
		struct pdf_piece piece = {
			.line = pango_layout_iter_get_line_readonly(it),
			.x = x + (double)r.x / PANGO_SCALE,
			.base = shift + (double)pango_layout_iter_get_baseline(it) / PANGO_SCALE,
			.tag = tag,
		};
		low = shift + (double)(r.y + r.height) / PANGO_SCALE;
		ARENA_PUSH(a, &slab->pieces, piece);
	} while (i++, pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
	if (low > slab->height)
		slab->height = low;
	return low;
}

double pdf_put(struct arena *a, struct pdf_slab *slab, PangoLayout *layout, double x, double y,
	const struct pdf_tag *tag)
{
	return pdf_put_lines(a, slab, layout, 0, pango_layout_get_line_count(layout), x, y, tag);
}

void pdf_rule(struct arena *a, struct pdf_slab *slab, double x, double y, double width)
{
	struct pdf_stroke stroke = { x, y, x + width, y, 0 };
	ARENA_PUSH(a, &slab->strokes, stroke);
	if (y + rule_width > slab->height)
		slab->height = y + rule_width;
}

void pdf_paragraph(const struct pdf *p, struct pdf_section *s, PangoLayout *layout, double gap,
	const struct pdf_tag *tag)
{
	int n = pango_layout_get_line_count(layout);
	for (int i = 0; i < n; i++) {
		struct pdf_slab *slab = pdf_slab(p->a, s, i ? 0 : gap);
		slab->glued = i == 1 || (i && i == n - 1);
		pdf_put_lines(p->a, slab, layout, i, i + 1, 0, 0, tag);
	}
}

/* The page being drawn. */
struct page {
	const struct pdf *p;
	struct pdf_pen *pen;
	const struct pdf_section *s;
	int number;
	double y;
	bool empty;
	struct {
		struct pdf_stroke *v;
		size_t n, cap;
	} strokes;
};

static int depth(const struct pdf_tag *t)
{
	int n = 0;
	for (; t; t = t->parent)
		n++;
	return n;
}

static void open_tags(struct pdf_pen *pen, const struct pdf_tag *t)
{
	const struct pdf_tag *path[DEPTH_MAX];
	int n = 0;
	for (; t != pen->open; t = t->parent) {
		if (n == DEPTH_MAX)
			die("pdf: tags too deep");
		path[n++] = t;
	}
	if (n)
		pen->open = path[0];
	while (n)
		cairo_tag_begin(pen->cr, path[--n]->name, NULL);
}

static void end_tag(struct pdf_pen *pen)
{
	cairo_tag_end(pen->cr, pen->open->name);
	pen->open = pen->open->parent;
	pen->within_text = false;
}

/* Ends what t is not within, begins what it lacks. */
static void set_tag(struct pdf_pen *pen, const struct pdf_tag *t)
{
	const struct pdf_tag *common = t;
	while (depth(common) > depth(pen->open))
		common = common->parent;
	while (pen->open != common) {
		end_tag(pen);
		if (depth(common) > depth(pen->open))
			common = common->parent;
	}
	open_tags(pen, t);
	pen->within_text = true;
}

/* What is drawn next is no content. Only the innermost tag marks the page, so that the list or
 * table around it goes on over the page end. */
static void no_tag(struct pdf_pen *pen)
{
	if (pen->within_text)
		end_tag(pen);
}

void pdf_pen_finish(struct pdf_pen *pen)
{
	while (pen->open)
		end_tag(pen);
}

static void draw_slab(struct page *g, const struct pdf_slab *slab, bool tagged)
{
	double x = g->s->left, y = g->y;
	if (!tagged)
		no_tag(g->pen);
	for (size_t i = 0; i < slab->pieces.n; i++) {
		const struct pdf_piece *piece = &slab->pieces.v[i];
		if (tagged)
			set_tag(g->pen, piece->tag);
		cairo_move_to(g->pen->cr, x + piece->x, y + piece->base);
		pango_cairo_show_layout_line(g->pen->cr, piece->line);
	}
	for (size_t i = 0; i < slab->strokes.n; i++) {
		struct pdf_stroke k = slab->strokes.v[i];
		k = (struct pdf_stroke){ x + k.x1, y + k.y1, x + k.x2, y + k.y2, k.width };
		ARENA_PUSH(g->p->a, &g->strokes, k);
	}
	g->y += slab->height;
	g->empty = false;
}

static void draw_page_number(struct page *g)
{
	struct pdf_style style = { .size = g->p->l->size.page_number.use,
		.align = DOC_CENTER,
		.width = g->s->text_width };
	PangoLayout *layout = pdf_string(g->p, &style, arena_printf(g->p->a, "%d", g->number));
	cairo_move_to(g->pen->cr, g->s->left, number_from_top);
	pango_cairo_show_layout(g->pen->cr, layout);
	cairo_new_path(g->pen->cr);
}

static void draw_stroke(struct page *g, const struct pdf_stroke *k)
{
	cairo_move_to(g->pen->cr, k->x1, k->y1);
	cairo_line_to(g->pen->cr, k->x2, k->y2);
}

/* Rules come last, outside the text's tags: they are no content, and cairo 1.16 cannot say so. */
static void end_page(struct page *g)
{
	no_tag(g->pen);
	cairo_set_line_width(g->pen->cr, rule_width);
	cairo_new_path(g->pen->cr);
	for (size_t i = 0; i < g->strokes.n; i++)
		if (g->strokes.v[i].width <= 0)
			draw_stroke(g, &g->strokes.v[i]);
	cairo_stroke(g->pen->cr);
	for (size_t i = 0; i < g->strokes.n; i++)
		if (g->strokes.v[i].width > 0) {
			cairo_set_line_width(g->pen->cr, g->strokes.v[i].width);
			draw_stroke(g, &g->strokes.v[i]);
			cairo_stroke(g->pen->cr);
		}
	g->strokes.n = 0;
	cairo_show_page(g->pen->cr);
}

/* NĐ 30/2020, Annex I, part I: numbers from 1, centred in the top margin, none on page 1. */
static void begin_page(struct page *g)
{
	g->number++;
	g->y = g->s->top;
	g->empty = true;
	if (g->number > 1)
		draw_page_number(g);
}

static void place(struct page *g, const struct pdf_slab *slab)
{
	if (g->empty && slab->repeat)
		draw_slab(g, slab->repeat, false);
	else if (!g->empty)
		g->y += slab->gap;
	draw_slab(g, slab, true);
}

/* The height of slabs from i up to end, as they would stand on this page. */
static double height(const struct page *g, size_t i, size_t end, bool fresh)
{
	const struct pdf_slab *first = g->s->slabs.v[i];
	double h = fresh ? (first->repeat ? first->repeat->height : 0) - first->gap : 0;
	for (; i < end; i++)
		h += g->s->slabs.v[i]->gap + g->s->slabs.v[i]->height;
	return h;
}

static bool fits(const struct page *g, size_t i, size_t end)
{
	return g->y + height(g, i, end, g->empty) <= g->s->bottom + 0.01;
}

static void next_page(struct page *g)
{
	if (g->empty)
		return;
	end_page(g);
	begin_page(g);
}

/* Slabs i up to end belong on one page; where no page can hold them, they break anywhere. */
static void place_group(struct page *g, size_t i, size_t end)
{
	if (!fits(g, i, end))
		next_page(g);
	for (bool whole = fits(g, i, end); i < end; i++) {
		if (!whole && !fits(g, i, i + 1))
			next_page(g);
		place(g, g->s->slabs.v[i]);
	}
}

void pdf_section_draw(const struct pdf *p, struct pdf_pen *pen, const struct pdf_section *s)
{
	struct page g = { .p = p, .pen = pen, .s = s };
	cairo_pdf_surface_set_size(pen->surface, s->width, s->height);
	begin_page(&g);
	for (size_t i = 0, end; i < s->slabs.n; i = end) {
		for (end = i + 1; end < s->slabs.n && s->slabs.v[end]->glued; end++)
			continue;
		place_group(&g, i, end);
	}
	end_page(&g);
}
