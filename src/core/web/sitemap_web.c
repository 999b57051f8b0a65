#include "core/web/sitemap.h"

#include <string.h>

#include "core/web/frame.h"
#include "lib/html/html.h"

enum { TEXT_MAX = 50 << 20 }; /* bytes, as the protocol says */

void sitemap_add(struct arena *a, struct sitemap *list, const char *path, struct date changed)
{
	struct sitemap_entry x = { path, changed };
	if (list->n < SITEMAP_MAX)
		ARENA_PUSH(a, list, x);
}

static void put(struct buf *b, const char *site, const struct sitemap_entry *x)
{
	buf_puts(b, "<url><loc>");
	html_put_text(b, site);
	html_put_text(b, x->path);
	buf_puts(b, "</loc>");
	if (date_valid(x->changed))
		buf_printf(b, "<lastmod>%s</lastmod>", date_iso(b->a, x->changed));
	buf_puts(b, "</url>\n");
}

static enum rc show(struct web *w)
{
	struct sitemap list = { 0 };
	struct buf b;
	const char *site;
	enum rc rc = web_site(w, &site);
	for (size_t i = 0; !rc && i < w->lists_n; i++)
		if (w->lists[i]->sitemap)
			rc = w->lists[i]->sitemap(w, &list);
	if (rc)
		return rc;
	buf_init(&b, w->a, TEXT_MAX);
	buf_puts(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		     "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t i = 0; i < list.n; i++)
		put(&b, site, &list.v[i]);
	buf_puts(&b, "</urlset>\n");
	reply_bytes(w->rp, 200, "application/xml; charset=utf-8", b.p, b.n);
	w->rp->cache = "public, max-age=300";
	return RC_OK;
}

/* What the office has is not for them; it would send them to sign in. */
static enum rc robots(struct web *w)
{
	const char *site;
	enum rc rc = web_site(w, &site);
	if (rc)
		return rc;
	const char *text = arena_printf(w->a,
		"User-agent: *\nDisallow: /tim-kiem\nDisallow: /v/\nDisallow: /l/\nSitemap: %s/sitemap.xml\n",
		site);
	reply_bytes(w->rp, 200, "text/plain; charset=utf-8", text, strlen(text));
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/robots.txt", .handler = robots, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/sitemap.xml", .handler = show, .flags = WEB_PUBLIC | WEB_KEPT),
};

const struct web_routes sitemap_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
