/* What qr.html asks: qr.c. */
#ifndef LIB_HTML_QR_INT_H
#define LIB_HTML_QR_INT_H

#include "lib/html/qr.h"

/* The dark modules as the path of an SVG, with the quiet zone around them. */
struct qr_drawing {
	const char *path;
	int width; /* in modules; 0: there is none */
};
struct qr_drawing qr_draw(struct arena *a, const char *text);

#endif
