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
	struct pdf_stroke stroke = { x, y, x + width, y };
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
	cairo_t *cr;
	const struct pdf_section *s;
	const struct pdf_tag *open;
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

static void open_tags(struct page *g, const struct pdf_tag *t)
{
	const struct pdf_tag *path[DEPTH_MAX];
	int n = 0;
	for (; t != g->open; t = t->parent) {
		if (n == DEPTH_MAX)
			die("pdf: tags too deep");
		path[n++] = t;
	}
	if (n)
		g->open = path[0];
	while (n)
		cairo_tag_begin(g->cr, path[--n]->name, NULL);
}

/* Ends what t is not within, begins what it lacks. NULL ends all. */
static void set_tag(struct page *g, const struct pdf_tag *t)
{
	const struct pdf_tag *common = t;
	while (depth(common) > depth(g->open))
		common = common->parent;
	while (g->open != common) {
		cairo_tag_end(g->cr, g->open->name);
		g->open = g->open->parent;
		if (depth(common) > depth(g->open))
			common = common->parent;
	}
	open_tags(g, t);
}

static void draw_slab(struct page *g, const struct pdf_slab *slab, bool tagged)
{
	double x = g->s->left, y = g->y;
	for (size_t i = 0; i < slab->pieces.n; i++) {
		const struct pdf_piece *piece = &slab->pieces.v[i];
		set_tag(g, tagged ? piece->tag : NULL);
		cairo_move_to(g->cr, x + piece->x, y + piece->base);
		pango_cairo_show_layout_line(g->cr, piece->line);
	}
	for (size_t i = 0; i < slab->strokes.n; i++) {
		struct pdf_stroke k = slab->strokes.v[i];
		k = (struct pdf_stroke){ x + k.x1, y + k.y1, x + k.x2, y + k.y2 };
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
	cairo_move_to(g->cr, g->s->left, number_from_top);
	pango_cairo_show_layout(g->cr, layout);
	cairo_new_path(g->cr);
}

/* Rules come last, when no tag is open: they are no content, and cairo 1.16 cannot say so. */
static void end_page(struct page *g)
{
	set_tag(g, NULL);
	cairo_set_line_width(g->cr, rule_width);
	cairo_new_path(g->cr);
	for (size_t i = 0; i < g->strokes.n; i++) {
		cairo_move_to(g->cr, g->strokes.v[i].x1, g->strokes.v[i].y1);
		cairo_line_to(g->cr, g->strokes.v[i].x2, g->strokes.v[i].y2);
	}
	cairo_stroke(g->cr);
	g->strokes.n = 0;
	cairo_show_page(g->cr);
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

void pdf_section_draw(
	const struct pdf *p, cairo_t *cr, cairo_surface_t *surface, const struct pdf_section *s)
{
	struct page g = { .p = p, .cr = cr, .s = s };
	cairo_pdf_surface_set_size(surface, s->width, s->height);
	begin_page(&g);
	for (size_t i = 0, end; i < s->slabs.n; i = end) {
		for (end = i + 1; end < s->slabs.n && s->slabs.v[end]->glued; end++)
			continue;
		place_group(&g, i, end);
	}
	end_page(&g);
}
