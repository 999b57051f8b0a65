/* From pieces at places to paragraphs in reading order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "worker/read_pdf.h"

#define MM (72 / 25.4) /* points */

static int by_top(const void *a, const void *b)
{
	const struct pdf_piece *p = a, *q = b;
	double x = p->y1 + p->y2, y = q->y1 + q->y2;
	return (x > y) - (x < y);
}

static int by_row(const void *a, const void *b)
{
	const struct pdf_piece *p = a, *q = b;
	if (p->row != q->row)
		return (p->row > q->row) - (p->row < q->row);
	return (p->x1 > q->x1) - (p->x1 < q->x1);
}

/* The room kept for a number or a day parts no columns: what stands around it is one piece. */
static bool is_one(const struct pdf_piece *p, const struct pdf_piece *q)
{
	return p->row == q->row && q->x1 >= p->x2 - 1 &&
	       !extract_splits(p->text, strlen(p->text), q->text);
}

static void merge_pieces(struct arena *a, struct pdf_pieces *list)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		struct pdf_piece *last = n ? &list->v[n - 1] : NULL;
		const struct pdf_piece *p = &list->v[i];
		if (!last || !is_one(last, p)) {
			list->v[n++] = *p;
			continue;
		}
		last->text = arena_printf(a, "%s %s", last->text, p->text);
		last->x2 = p->x2;
	}
	list->n = n;
}

void pdf_rows(struct arena *a, struct pdf_page *page, int number)
{
	struct pdf_pieces *list = &page->pieces;
	int row = 0;
	double top = -1e9, bottom = -1e9;
	if (!list->n)
		return;
	qsort(list->v, list->n, sizeof *list->v, by_top);
	for (size_t i = 0; i < list->n; i++) {
		struct pdf_piece *p = &list->v[i];
		double middle = (p->y1 + p->y2) / 2;
		/* Same row: the middle lies within what the row's first piece spans. */
		if (middle > bottom || middle < top) {
			row++;
			top = p->y1;
			bottom = p->y2;
		}
		p->row = row;
		p->page = number;
	}
	qsort(list->v, list->n, sizeof *list->v, by_row);
	merge_pieces(a, list);
}

/* --- page numbers ----------------------------------------------------------------------------- */

static bool is_folio(const struct pdf_page *page, const struct pdf_piece *p)
{
	const double edge = 25 * MM;
	size_t digits = strspn(p->text, "0123456789- ");
	const char *first = p->text + strspn(p->text, "- ");
	if (p->text[digits] || strtol(first, NULL, 10) != p->page)
		return false;
	return p->y1 < edge || p->y2 > page->height - edge;
}

/* Takes the page's number away and says where it stood. */
static void take_folio(struct pdf_page *page, struct extract *x)
{
	struct pdf_pieces *list = &page->pieces;
	size_t ends[2] = { 0, list->n ? list->n - 1 : 0 };
	for (int k = 0; k < 2 && list->n; k++) {
		struct pdf_piece *p = &list->v[ends[k]];
		bool alone = (ends[k] == 0 || p[-1].row != p->row) &&
			     (ends[k] + 1 == list->n || p[1].row != p->row);
		if (!alone || !is_folio(page, p))
			continue;
		x->folio = p->y1 < page->height / 2 ? EXTRACT_FOLIO_TOP : EXTRACT_FOLIO_BOTTOM;
		x->folio_first = x->folio_first || p->page == 1;
		memmove(p, p + 1, (list->n - ends[k] - 1) * sizeof *p);
		list->n--;
		return;
	}
}

/* --- edges ------------------------------------------------------------------------------------ */

struct edges {
	double left, right; /* of running text; 0: no running text found */
	bool ragged; /* not justified: where the right edge is cannot be told exactly */
};

/* The value, in millimetre steps, that most of the n values have. */
static double most(struct arena *a, const double *v, size_t n)
{
	enum { STEPS = 2000 };
	int *count = ARENA_ARRAY(a, int, STEPS);
	int best = 0;
	for (size_t i = 0; i < n; i++) {
		int step = (int)(v[i] / MM + 0.5);
		if (step >= 0 && step < STEPS && ++count[step] > count[best])
			best = step;
	}
	double sum = 0;
	size_t near = 0;
	for (size_t i = 0; i < n; i++)
		if (fabs(v[i] / MM - best) <= 0.75) {
			sum += v[i];
			near++;
		}
	return near ? sum / (double)near : 0;
}

/* Running text: one piece alone in its row, over more than half of the page. */
static bool is_wide(const struct pdf_page *page, const struct pdf_piece *p)
{
	return p->x2 - p->x1 > page->width * 0.55;
}

static struct edges find_edges(struct arena *a, const struct pdf_pages *pages)
{
	size_t total = 0, n = 0;
	for (size_t i = 0; i < pages->n; i++)
		total += pages->v[i].pieces.n;
	double *left = ARENA_ARRAY(a, double, total + 1),
	       *right = ARENA_ARRAY(a, double, total + 1);
	for (size_t i = 0; i < pages->n; i++)
		for (size_t k = 0; k < pages->v[i].pieces.n; k++) {
			const struct pdf_piece *p = &pages->v[i].pieces.v[k];
			if (pages->v[i].width > pages->v[i].height || !is_wide(&pages->v[i], p))
				continue;
			left[n] = p->x1;
			right[n++] = p->x2;
		}
	if (n < 3)
		return (struct edges){ 0 };
	/* First lines are indented: the left edge is the leftmost of what is common. */
	double l = most(a, left, n), r = most(a, right, n);
	size_t further = 0, lead = 0;
	double least = l;
	for (size_t i = 0; i < n; i++)
		if (left[i] < l - 2 * MM) {
			further++;
			if (left[i] < least)
				least = left[i];
		}
	for (size_t i = 0; i < n; i++)
		lead += fabs(left[i] - least) < MM;
	if (further && lead * 8 >= n)
		l = least;
	size_t flush = 0;
	double furthest = r;
	for (size_t i = 0; i < n; i++) {
		flush += fabs(right[i] - r) < MM;
		furthest = right[i] > furthest ? right[i] : furthest;
	}
	if (flush * 2 < n)
		return (struct edges){ l, furthest, true };
	return (struct edges){ l, r, false };
}

static void set_margins(
	struct arena *a, const struct pdf_pages *pages, struct edges edge, struct extract *x)
{
	const struct pdf_page *first = &pages->v[0];
	struct extract_page s = { .width = first->width / MM, .height = first->height / MM };
	double top = 1e9, bottom = 1e9;
	for (size_t i = 0; i < pages->n; i++) {
		const struct pdf_page *p = &pages->v[i];
		if (!p->pieces.n || p->width > p->height)
			continue;
		if (p->pieces.v[0].y1 < top)
			top = p->pieces.v[0].y1;
		double rest = p->height - p->pieces.v[p->pieces.n - 1].y2;
		if (i + 1 < pages->n && rest < bottom)
			bottom = rest;
	}
	s.top = top < 1e9 ? top / MM : 0;
	s.bottom = bottom < 1e9 ? bottom / MM : 0;
	if (edge.right > edge.left && first->width < first->height) {
		s.left = edge.left / MM;
		s.right = edge.ragged ? 0 : (first->width - edge.right) / MM;
	}
	ARENA_PUSH(a, &x->setups, s);
}

/* --- paragraphs ------------------------------------------------------------------------------- */

/* A paragraph being joined from lines. */
struct flow {
	struct arena *a;
	struct extract *x;
	struct edges edge;
	struct buf text;
	struct pdf_piece first, last; /* its lines so far; page 0: none */
	double pitch; /* from line to line of this paragraph; 0: one line so far */
	bool centred;
	int table;
};

static bool is_centred(const struct flow *f, const struct pdf_piece *p)
{
	double middle = (f->edge.left + f->edge.right) / 2;
	return f->edge.right > 0 && fabs((p->x1 + p->x2) / 2 - middle) < 4 * MM &&
	       p->x1 > f->edge.left + 8 * MM;
}

static void end_paragraph(struct flow *f)
{
	const struct pdf_piece *p = &f->first;
	if (p->page)
		extract_add(f->a, f->x,
			(struct extract_para){ .text = f->text.p,
				.number = p->row,
				.page = p->page,
				.size = p->size,
				.font = p->font,
				.bold = p->bold,
				.italic = p->italic,
				.align = f->centred ? EXTRACT_CENTER : EXTRACT_ALIGN_UNKNOWN });
	f->first.page = 0;
	buf_init(&f->text, f->a, 1 << 20);
}

static void begin_paragraph(struct flow *f, const struct pdf_piece *p)
{
	end_paragraph(f);
	f->first = f->last = *p;
	f->centred = is_centred(f, p);
	f->pitch = 0;
	buf_puts(&f->text, p->text);
}

/* Whether the first word of q had room behind p: then p's line was ended on purpose. */
static bool had_room(const struct flow *f, const struct pdf_piece *p, const struct pdf_piece *q)
{
	size_t word = strcspn(q->text, " ");
	double letter = (q->x2 - q->x1) / (double)text_length(q->text);
	double need = letter * (double)(text_length(arena_strndup(f->a, q->text, word)) + 1);
	double room =
		f->centred ? f->edge.right - f->edge.left - (p->x2 - p->x1) : f->edge.right - p->x2;
	return room > need * 1.15 + 2;
}

static bool goes_on(const struct flow *f, const struct pdf_piece *p, const struct pdf_piece *q)
{
	const struct pdf_piece *first = &f->first;
	bool same_page = p->page == q->page;
	bool mark = extract_has_mark(q->text);
	if (!first->page || f->edge.right <= 0 || fabs(p->size - q->size) > 0.6 ||
		p->bold != q->bold)
		return false;
	/* Line spacing goes up to 1.5 lines; a wider step, or one wider than before, parts
	 * paragraphs. */
	double pitch = q->y2 - p->y2;
	if (same_page && (pitch > 1.9 * p->size || (f->pitch > 0 && pitch > 1.2 * f->pitch)))
		return false;
	if (f->centred != is_centred(f, q) || had_room(f, p, q))
		return false;
	if (f->centred)
		return true;
	bool indented = q->x1 > f->edge.left + 4 * MM;
	/* Lines hanging under an item's text belong to it. */
	bool hanging = extract_has_mark(first->text) && !mark && q->x1 > first->x1 + 1.5 * MM;
	return !indented || hanging;
}

static void join(struct flow *f, const struct pdf_piece *q)
{
	size_t n = f->text.n;
	/* "24/KH-" + "UBND": a symbol broken at its hyphen. */
	bool glued = n > 1 && f->text.p[n - 1] == '-' && f->text.p[n - 2] != ' ';
	if (!glued)
		buf_putc(&f->text, ' ');
	buf_puts(&f->text, q->text);
	if (!(f->pitch > 0) && f->last.page == q->page)
		f->pitch = q->y2 - f->last.y2;
	f->last = *q;
}

static void add_piece(struct flow *f, const struct pdf_piece *p)
{
	if (f->first.page && goes_on(f, &f->last, p))
		join(f, p);
	else
		begin_paragraph(f, p);
}

static size_t row_length(const struct pdf_pieces *list, size_t i)
{
	size_t n = 1;
	while (i + n < list->n && list->v[i + n].row == list->v[i].row)
		n++;
	return n;
}

static void add_alone(struct flow *f, const struct pdf_piece *p, int table, int row, int column)
{
	end_paragraph(f);
	extract_add(f->a, f->x,
		(struct extract_para){ .text = p->text,
			.number = p->row,
			.page = p->page,
			.size = p->size,
			.font = p->font,
			.bold = p->bold,
			.italic = p->italic,
			.table = table,
			.row = row,
			.column = column });
}

/* Head and tail: two columns side by side. Grows downwards while rows keep to one side of the gap;
 * the left column is read first. Returns the piece behind the zone. */
static size_t add_zone(struct flow *f, const struct pdf_pieces *list, size_t i)
{
	double left_end = list->v[i].x2, right_start = list->v[i + 1].x1;
	double bottom = list->v[i].y2;
	size_t end = i;
	while (end < list->n) {
		size_t n = row_length(list, end);
		double l = left_end, r = right_start;
		/* A gap over both columns ends them. */
		bool fits = n <= 2 && list->v[end].y2 - bottom < 1.9 * list->v[end].size;
		for (size_t k = end; fits && k < end + n; k++) {
			const struct pdf_piece *p = &list->v[k];
			if (p->x2 < r)
				l = p->x2 > l ? p->x2 : l;
			else if (p->x1 > l)
				r = p->x1 < r ? p->x1 : r;
			else
				fits = false;
		}
		if (!fits || l >= r)
			break;
		left_end = l;
		right_start = r;
		for (size_t k = end; k < end + n; k++)
			bottom = list->v[k].y2 > bottom ? list->v[k].y2 : bottom;
		end += n;
	}
	for (int side = 0; side < 2; side++)
		for (size_t k = i; k < end; k++)
			if ((list->v[k].x1 > left_end) == (side == 1))
				add_alone(f, &list->v[k], 0, 0, 0);
	return end;
}

static void add_page(struct flow *f, const struct pdf_page *page)
{
	const struct pdf_pieces *list = &page->pieces;
	int row = 0, last_row = -2;
	for (size_t i = 0; i < list->n;) {
		size_t n = row_length(list, i);
		if (n == 1) {
			add_piece(f, &list->v[i++]);
		} else if (n == 2) {
			i = add_zone(f, list, i);
		} else {
			if (list->v[i].row != last_row + 1) {
				f->table++;
				row = 0;
			}
			last_row = list->v[i].row;
			row++;
			for (size_t k = 0; k < n; k++)
				add_alone(f, &list->v[i + k], f->table, row, (int)k + 1);
			i += n;
		}
	}
}

void pdf_flow(struct arena *a, struct pdf_pages *pages, struct extract *x)
{
	for (size_t i = 0; i < pages->n; i++)
		take_folio(&pages->v[i], x);
	if (x->folio == EXTRACT_FOLIO_UNKNOWN)
		x->folio = EXTRACT_FOLIO_NONE;
	struct flow f = { .a = a, .x = x, .edge = find_edges(a, pages) };
	buf_init(&f.text, a, 1 << 20);
	set_margins(a, pages, f.edge, x);
	for (size_t i = 0; i < pages->n; i++)
		add_page(&f, &pages->v[i]);
	end_paragraph(&f);
}
