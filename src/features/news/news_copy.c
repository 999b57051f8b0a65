/* An article to be pasted where it is to appear too. */
#include "features/news/news_page.h"

enum { COPY_MAX = 8 << 20 };

const char *news_for_portal(
	struct arena *a, const struct news *x, const struct news_pictures *p, const char *site)
{
	bool *placed = ARENA_ARRAY(a, bool, p->n + 1);
	struct markdown_options o = {
		.pictures = news_markdown_pictures(a, p), .n = p->n, .placed = placed, .site = site
	};
	const struct html *body = markdown_html(a, x->body, &o, NULL);
	struct buf b;
	buf_init(&b, a, COPY_MAX);
	buf_puts(&b, "<h1>");
	html_put_text(&b, x->title);
	buf_puts(&b, "</h1>\n");
	if (*x->lead) {
		buf_puts(&b, "<p><strong>");
		html_put_text(&b, x->lead);
		buf_puts(&b, "</strong></p>\n");
	}
	html_put_raw(&b, body);
	for (size_t i = 0; i < p->n; i++)
		if (!placed[i])
			html_put_raw(&b, markdown_figure(a, &o.pictures[i], site, false));
	if (*x->source) {
		buf_puts(&b, "<p>Nguồn: ");
		html_put_text(&b, x->source);
		buf_puts(&b, "</p>\n");
	}
	return b.p;
}

const char *news_for_chat(struct arena *a, const struct news *x, const char *site)
{
	return arena_printf(a, "%s\n\n%s%s%s%s\n\nXem bài và ảnh: %s/tin/%s", x->title, x->lead,
		*x->lead ? "\n\n" : "", markdown_plain(a, x->body, site),
		*x->source ? arena_printf(a, "\n\nNguồn: %s", x->source) : "", site, x->slug);
}
