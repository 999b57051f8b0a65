/* The portal's first style, within its pages: nothing is waited for before they are seen. */
#include "lib/asset/asset.h"
#include "lib/html/page.h"

void page_style(struct buf *b)
{
	const struct asset *x = asset_named(PAGE_FIRST_STYLE);
	buf_puts(b, "<style>");
	buf_add(b, x->plain.p, x->plain.n);
	buf_puts(b, "</style>\n");
}
