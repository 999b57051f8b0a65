#include "worker/read_pdf.h"

#include <poppler.h>
#include <string.h>

#include "lib/base/text.h"
#include "worker/verbs.h"

enum { PAGES_MAX = 300, PIECES_MAX = 100000, ANSWER_MAX = 60 << 20, LETTERS_MIN = 20 };

struct pdf_reader {
	struct arena *a;
	struct err *e;
	PopplerDocument *doc;
	struct pdf_pages pages;
	size_t pieces, letters;
};

static void unref(void *object)
{
	g_object_unref(object);
}

enum rc pdf_open(struct arena *a, struct bytes in, PopplerDocument **out, struct err *e)
{
	GError *why = NULL;
	GBytes *bytes = g_bytes_new_static(in.p, in.n);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL, &why);
	g_bytes_unref(bytes);
	if (!doc) {
		bool locked = g_error_matches(why, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);
		g_clear_error(&why);
		return ERR(e, RC_INVALID, NULL, "%s",
			locked ? "Tệp PDF có mật khẩu: hãy bỏ mật khẩu rồi kiểm tra lại."
			       : "Tệp PDF bị hỏng hoặc tải về chưa hết: không mở được.");
	}
	arena_defer(a, unref, doc);
	if (poppler_document_get_n_pages(doc) < 1)
		return ERR(e, RC_INVALID, NULL, "Tệp PDF bị hỏng: không có trang nào.");
	*out = doc;
	return RC_OK;
}

static enum rc open_pdf(struct pdf_reader *r, struct bytes in)
{
	enum rc rc = pdf_open(r->a, in, &r->doc, r->e);
	int n = rc ? 0 : poppler_document_get_n_pages(r->doc);
	if (n > PAGES_MAX)
		return ERR(
			r->e, RC_INVALID, NULL, "Tệp PDF có %d trang, quá %d trang.", n, PAGES_MAX);
	return rc;
}

/* "ABCDEF+TimesNewRomanPS-BoldMT" without the mark of a subset. */
static const char *font_name(struct arena *a, const char *s)
{
	const char *plus = s ? strchr(s, '+') : NULL;
	if (!s || !text_check(s, strlen(s)))
		return NULL;
	if (text_check(s, strlen(s)) != strlen(s))
		return NULL;
	return arena_strdup(a, plus && plus - s == 6 ? plus + 1 : s);
}

static bool font_is(const char *font, const char *word)
{
	return font && strcasestr(font, word) != NULL;
}

/* The piece being gathered. */
struct gather {
	struct buf text;
	struct pdf_piece piece;
	const PopplerTextAttributes *type; /* of most letters so far */
	size_t type_letters;
	double last_x2; /* right edge of the last letter */
};

static void finish_piece(struct pdf_reader *r, struct pdf_page *page, struct gather *g)
{
	const char *text = text_squeeze(r->a, text_nfc(r->a, g->text.p, NULL));
	if (*text && r->pieces < PIECES_MAX) {
		g->piece.text = text;
		if (g->type) {
			g->piece.font = font_name(r->a, g->type->font_name);
			g->piece.size = g->type->font_size;
			g->piece.bold = font_is(g->piece.font, "bold");
			g->piece.italic = font_is(g->piece.font, "italic") ||
					  font_is(g->piece.font, "oblique");
		}
		ARENA_PUSH(r->a, &page->pieces, g->piece);
		r->pieces++;
	}
	buf_clear(&g->text);
	g->piece = (struct pdf_piece){ 0 };
	g->type = NULL;
	g->type_letters = 0;
}

/* A piece takes the type that the longest stretch of its letters has. */
static void note_type(struct gather *g, const PopplerTextAttributes *at, int index)
{
	size_t letters = at ? (size_t)(at->end_index - at->start_index + 1) : 0;
	(void)index;
	if (at && (!g->type || letters > g->type_letters)) {
		g->type = at;
		g->type_letters = letters;
	}
}

static void add_letter(struct gather *g, const char *letter, size_t n, const PopplerRectangle *box)
{
	if (!g->text.n) {
		g->piece.x1 = box->x1;
		g->piece.y1 = box->y1;
		g->piece.y2 = box->y2;
	}
	g->piece.x2 = g->last_x2 = box->x2;
	if (box->y1 < g->piece.y1)
		g->piece.y1 = box->y1;
	if (box->y2 > g->piece.y2)
		g->piece.y2 = box->y2;
	buf_add(&g->text, letter, n);
}

/* Whether the letter at `letter` stands so far off that a new column begins. */
static bool breaks(const struct gather *g, const char *letter, const PopplerRectangle *box)
{
	const double wide = 2.2;
	double height = g->piece.y2 - g->piece.y1;
	if (!g->text.n)
		return false;
	if (box->y1 > g->piece.y2 || box->y2 < g->piece.y1)
		return true;
	if (box->x1 - g->last_x2 < wide * height * 0.8 && box->x1 > g->last_x2 - height)
		return false;
	size_t n = g->text.n;
	while (n > 0 && g->text.p[n - 1] == ' ')
		n--;
	return extract_splits(g->text.p, n, letter);
}

static const PopplerTextAttributes *type_at(GList **list, int index)
{
	while (*list && ((PopplerTextAttributes *)(*list)->data)->end_index < index)
		*list = (*list)->next;
	PopplerTextAttributes *at = *list ? (*list)->data : NULL;
	return at && at->start_index <= index ? at : NULL;
}

static void gather_page(struct pdf_reader *r, struct pdf_page *page, const char *text,
	const PopplerRectangle *boxes, guint count, GList *types)
{
	struct gather g = { 0 };
	buf_init(&g.text, r->a, 1 << 16);
	const char *p = text;
	for (guint i = 0; i < count && *p; i++) {
		const char *letter = p;
		unsigned c = text_next(&p);
		const PopplerTextAttributes *type = type_at(&types, (int)i);
		if (c == '\n' || c == '\f') {
			finish_piece(r, page, &g);
			continue;
		}
		if (c == ' ' || c == 0xA0) {
			if (g.text.n)
				buf_putc(&g.text, ' ');
			continue;
		}
		if (c < ' ')
			continue;
		if (breaks(&g, letter, &boxes[i]))
			finish_piece(r, page, &g);
		add_letter(&g, letter, (size_t)(p - letter), &boxes[i]);
		note_type(&g, type, (int)i);
		r->letters++;
	}
	finish_piece(r, page, &g);
}

static void read_page(struct pdf_reader *r, int index)
{
	PopplerPage *p = poppler_document_get_page(r->doc, index);
	struct pdf_page page = { 0 };
	PopplerRectangle *boxes = NULL;
	guint count = 0;
	if (p) {
		poppler_page_get_size(p, &page.width, &page.height);
		char *text = poppler_page_get_text(p);
		GList *types = poppler_page_get_text_attributes(p);
		if (text && poppler_page_get_text_layout(p, &boxes, &count) &&
			text_check(text, strlen(text)) == strlen(text))
			gather_page(r, &page, text, boxes, count, types);
		poppler_page_free_text_attributes(types);
		g_free(boxes);
		g_free(text);
		g_object_unref(p);
	}
	pdf_rows(r->a, &page, index + 1);
	ARENA_PUSH(r->a, &r->pages, page);
}

enum rc verb_read_pdf(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	struct pdf_reader r = { .a = a, .e = e };
	enum rc rc = open_pdf(&r, in);
	if (rc)
		return rc;
	int n = poppler_document_get_n_pages(r.doc);
	for (int i = 0; i < n; i++)
		read_page(&r, i);
	if (r.letters < LETTERS_MIN)
		return ERR(e, RC_INVALID, NULL,
			"PDF này là ảnh quét, không có chữ để đọc: hãy dùng tệp gốc .docx, hoặc bản PDF xuất từ tệp gốc.");
	struct extract x = { .format = EXTRACT_PDF, .pages = n };
	pdf_flow(a, &r.pages, &x);
	struct buf json;
	buf_init(&json, a, ANSWER_MAX);
	extract_to_json(&json, &x);
	if (json.over)
		return ERR(e, RC_INVALID, NULL, "Tài liệu quá dài.");
	*out = (struct bytes){ json.p, json.n };
	return RC_OK;
}
