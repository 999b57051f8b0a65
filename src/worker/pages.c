/* A PDF as pictures of its pages, as they are seen on a screen: PNG, one frame a page. */
#include <cairo.h>
#include <poppler.h>
#include <string.h>

#include "lib/worker/frame.h"
#include "worker/verbs.h"

/* A4 becomes 992 pixels wide: sharp on a phone of 360 CSS pixels and on a desk. */
static const double scale = 120.0 / 72.0;
enum { PAGES_MAX = 100, SIDE_MAX = 4000, ANSWER_MAX = 60 << 20 };

static void unref(void *object)
{
	g_object_unref(object);
}

static PopplerDocument *open_pdf(struct arena *a, struct bytes in, struct err *e)
{
	GError *why = NULL;
	GBytes *bytes = g_bytes_new_static(in.p, in.n);
	PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, &why);
	g_bytes_unref(bytes);
	g_clear_error(&why);
	if (d)
		arena_defer(a, unref, d);
	else
		(void)ERR(e, RC_INVALID, NULL, "Tệp PDF bị hỏng hoặc có mật khẩu: không mở được.");
	return d;
}

static cairo_status_t add(void *closure, const unsigned char *p, unsigned n)
{
	struct buf *b = closure;
	buf_add(b, p, n);
	return b->over ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *paint(PopplerPage *page)
{
	double width, height;
	poppler_page_get_size(page, &width, &height);
	width = width * scale < SIDE_MAX ? width * scale : SIDE_MAX;
	height = height * scale < SIDE_MAX ? height * scale : SIDE_MAX;
	cairo_surface_t *s = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, (int)(width + 0.5), (int)(height + 0.5));
	cairo_t *c = cairo_create(s);
	cairo_set_source_rgb(c, 1, 1, 1);
	cairo_paint(c);
	cairo_scale(c, scale, scale);
	poppler_page_render(page, c);
	cairo_destroy(c);
	return s;
}

static enum rc add_page(struct arena *a, PopplerPage *page, struct buf *out, struct err *e)
{
	struct buf png;
	char head[FRAME_HEAD_MAX];
	buf_init(&png, a, ANSWER_MAX);
	cairo_surface_t *s = paint(page);
	cairo_status_t status = cairo_surface_write_to_png_stream(s, add, &png);
	cairo_surface_destroy(s);
	if (status)
		return ERR(e, RC_FAIL, NULL, "không vẽ được trang: %s",
			cairo_status_to_string(status));
	buf_add(out, head, frame_head(head, "png", png.n));
	buf_add(out, png.p, png.n);
	return RC_OK;
}

enum rc verb_pages(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	struct buf b;
	buf_init(&b, a, ANSWER_MAX);
	PopplerDocument *d = open_pdf(a, in, e);
	if (!d)
		return RC_INVALID;
	int n = poppler_document_get_n_pages(d);
	if (n < 1 || n > PAGES_MAX)
		return ERR(e, RC_INVALID, NULL, "Chỉ xem trước được từ 1 đến %d trang.", PAGES_MAX);
	enum rc rc = RC_OK;
	for (int i = 0; !rc && i < n; i++) {
		PopplerPage *page = poppler_document_get_page(d, i);
		if (!page)
			return ERR(e, RC_INVALID, NULL, "Không mở được trang %d.", i + 1);
		rc = add_page(a, page, &b, e);
		g_object_unref(page);
	}
	if (!rc && b.over)
		rc = ERR(e, RC_INVALID, NULL, "Văn bản quá dài để xem trước từng trang.");
	if (!rc)
		*out = (struct bytes){ b.p, b.n };
	return rc;
}
