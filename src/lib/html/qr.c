#include "lib/html/qr_int.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET = 4, PATH_MAX = 1 << 20 }; /* modules of white around, as the standard asks */

static void forget(void *code)
{
	QRcode_free(code);
}

/* "M4 4h7v1h-7z" */
static void put_run(struct buf *b, int x, int y, int run)
{
	buf_putc(b, 'M');
	buf_number(b, x);
	buf_putc(b, ' ');
	buf_number(b, y);
	buf_putc(b, 'h');
	buf_number(b, run);
	buf_puts(b, "v1h-");
	buf_number(b, run);
	buf_putc(b, 'z');
}

static void put_row(struct buf *b, const unsigned char *row, int width, int y)
{
	for (int x = 0, run; x < width; x += run) {
		for (run = 1; x + run < width && (row[x] & 1) == (row[x + run] & 1);)
			run++;
		if (row[x] & 1) /* the other bits say what a module is for */
			put_run(b, x + QUIET, y + QUIET, run);
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
