#include "lib/html/qr_int.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET = 4, PATH_MAX = 1 << 20 }; /* modules of white around, as the standard asks */

static void forget(void *code)
{
	QRcode_free(code);
}

static void put_row(struct buf *b, const unsigned char *row, int width, int y)
{
	for (int x = 0, run; x < width; x += run) {
		for (run = 1; x + run < width && (row[x] & 1) == (row[x + run] & 1);)
			run++;
		if (row[x] & 1) /* the other bits say what a module is for */
			buf_printf(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
	}
}

struct qr_drawing qr_draw(struct arena *a, const char *text)
{
	struct buf b;
	QRcode *code =
		QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0, QR_ECLEVEL_M);
	if (!code)
		return (struct qr_drawing){ "", 0 };
	arena_defer(a, forget, code);
	buf_init(&b, a, PATH_MAX);
	for (int y = 0; y < code->width; y++)
		put_row(&b, code->data + y * code->width, code->width, y);
	return (struct qr_drawing){ b.p, code->width + 2 * QUIET };
}
