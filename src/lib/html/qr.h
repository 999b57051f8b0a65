/* QR codes (ISO/IEC 18004) as SVG in the page: what a phone's camera reads needs no script and no
 * other server. */
#ifndef LIB_HTML_QR_H
#define LIB_HTML_QR_H

#include "lib/base/buf.h"

/* label: for who does not see it. Nothing is drawn where the text is too long for a code (some
 * 2,300 bytes): the page gives the text itself as well. */
void qr_svg(struct buf *b, const char *text, const char *label);

#endif
