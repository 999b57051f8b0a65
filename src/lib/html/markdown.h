/* Markdown that people write (cmark-gfm, with tables) as HTML that is safe to show: no markup of
 * their own, links to http, https, mailto, tel and this site only, pictures only of those given.
 * Headings begin at h2, below the page's own; a line that ends ends on the page too, and an
 * indented paragraph is one. */
#ifndef LIB_HTML_MARKDOWN_H
#define LIB_HTML_MARKDOWN_H

#include <stdbool.h>

#include "lib/base/err.h"
#include "lib/html/html.h"

struct markdown_picture {
	const char *small, *large; /* addresses of this site */
	int small_width, width, height; /* pixels; width and height are the large one's */
	const char *alt, *caption; /* caption "": none */
	const struct html_webp *webp; /* narrow to wide; the two above stay for old browsers */
	size_t webp_n; /* 0: it has none */
};

struct markdown_options {
	/* "![](anh:2)", alone in its paragraph, is the second. */
	const struct markdown_picture *pictures;
	size_t n;
	bool *placed; /* of n: set for those that the text shows; NULL: nobody asks */
	/* "https://xa.gov.vn", put before addresses of this site; the markup then has no classes:
	 * to be pasted elsewhere. NULL: for our own pages. */
	const char *site;
};

/* What cannot be taken (markup, a link that is none of those, a picture that is not there) is a
 * problem with its line, and its text is left as mere text. problems NULL: it was checked before.
 */
const struct html *markdown_html(struct arena *a, const char *text,
	const struct markdown_options *o, struct problems *problems);
/* One picture as it stands in a text; the first of a page is loaded at once, others when they come
 * near. */
const struct html *markdown_figure(
	struct arena *a, const struct markdown_picture *p, const char *site, bool first);
/* The words alone, paragraphs apart, items by "- ", links behind their text. */
const char *markdown_plain(struct arena *a, const char *text, const char *site);

#endif
