/* The newest articles for programs: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1. */
#include <string.h>

#include "features/news/news_page.h"

enum { FEED_MAX = 30, TEXT_MAX = 4 << 20 };

struct feed {
	struct web *w;
	struct buf b;
	const char *site, *title;
	struct news_lives all;
};

static enum rc load(struct web *w, struct feed *f)
{
	struct news_live_query q = { .now = w->now, .limit = FEED_MAX };
	*f = (struct feed){ .w = w,
		.title = arena_printf(w->a, "Tin, bài của UBND %s", w->unit_name) };
	buf_init(&f->b, w->a, TEXT_MAX);
	enum rc rc = web_site(w, &f->site);
	int64_t end = 0;
	if (!rc)
		rc = news_live_list(w->db, w->a, &q, &f->all, &w->e);
	if (!rc)
		rc = news_live_next_end(w->db, w->now, &end, &w->e);
	web_valid_until(w, end);
	return rc;
}

static enum rc send(struct feed *f, const char *type)
{
	reply_bytes(f->w->rp, 200, type, f->b.p, f->b.n);
	f->w->rp->cache = "public, max-age=300";
	return RC_OK;
}

/* XML 1.0 has no U+FFFE and U+FFFF, not even escaped; control characters are refused at the border.
 */
static void xml_text(struct buf *b, const char *s)
{
	char *clean = arena_strdup(b->a, s), *to = clean;
	for (const char *p = s; *p; p++)
		if (!strncmp(p, "\xEF\xBF\xBE", 3) || !strncmp(p, "\xEF\xBF\xBF", 3))
			p += 2;
		else
			*to++ = *p;
	*to = '\0';
	html_put_text(b, clean);
}

static void element(struct buf *b, const char *name, const char *text)
{
	if (!*text)
		return;
	buf_printf(b, "<%s>", name);
	xml_text(b, text);
	buf_printf(b, "</%s>\n", name);
}

static const char *link_of(struct feed *f, const struct news_live *x)
{
	return arena_printf(f->w->a, "%s/tin/%s", f->site, x->slug);
}

/* The newest change; the beginning of time where there is nothing. */
static int64_t newest(const struct feed *f)
{
	int64_t at = 1;
	for (size_t i = 0; i < f->all.n; i++)
		at = f->all.v[i].changed_at > at ? f->all.v[i].changed_at : at;
	return at;
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void rss_item(struct feed *f, const struct news_live *x)
{
	struct buf *b = &f->b;
	buf_puts(b, "<item>\n");
	element(b, "title", x->title);
	element(b, "link", link_of(f, x));
	buf_puts(b, "<guid isPermaLink=\"true\">");
	xml_text(b, link_of(f, x));
	buf_puts(b, "</guid>\n");
	element(b, "pubDate", news_moment_mail(f->w->a, x->published_at));
	element(b, "category", x->category);
	element(b, "description", x->lead);
	buf_puts(b, "</item>\n");
}

static enum rc rss(struct web *w)
{
	struct feed f;
	enum rc rc = load(w, &f);
	if (rc)
		return rc;
	buf_puts(&f.b, XML
		"<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n");
	element(&f.b, "title", f.title);
	element(&f.b, "link", arena_printf(w->a, "%s/tin", f.site));
	element(&f.b, "description", f.title);
	element(&f.b, "language", "vi");
	element(&f.b, "lastBuildDate", news_moment_mail(w->a, newest(&f)));
	buf_puts(&f.b, "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
	xml_text(&f.b, f.site);
	buf_puts(&f.b, "/tin/rss.xml\"/>\n");
	for (size_t i = 0; i < f.all.n; i++)
		rss_item(&f, &f.all.v[i]);
	buf_puts(&f.b, "</channel>\n</rss>\n");
	return send(&f, "application/rss+xml; charset=utf-8");
}

static void atom_link(struct buf *b, const char *rel, const char *href)
{
	buf_printf(b, "<link rel=\"%s\" href=\"", rel);
	xml_text(b, href);
	buf_puts(b, "\"/>\n");
}

static void atom_entry(struct feed *f, const struct news_live *x)
{
	struct buf *b = &f->b;
	buf_puts(b, "<entry>\n");
	element(b, "title", x->title);
	element(b, "id", link_of(f, x));
	atom_link(b, "alternate", link_of(f, x));
	element(b, "published", news_moment_iso(f->w->a, x->published_at));
	element(b, "updated", news_moment_iso(f->w->a, x->changed_at));
	if (*x->category) {
		buf_puts(b, "<category term=\"");
		xml_text(b, x->category);
		buf_puts(b, "\"/>\n");
	}
	element(b, "summary", x->lead);
	buf_puts(b, "</entry>\n");
}

static enum rc atom(struct web *w)
{
	struct feed f;
	enum rc rc = load(w, &f);
	if (rc)
		return rc;
	buf_puts(&f.b, XML "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\">\n");
	element(&f.b, "title", f.title);
	element(&f.b, "id", arena_printf(w->a, "%s/tin", f.site));
	atom_link(&f.b, "alternate", arena_printf(w->a, "%s/tin", f.site));
	atom_link(&f.b, "self", arena_printf(w->a, "%s/tin/atom.xml", f.site));
	element(&f.b, "updated", news_moment_iso(w->a, newest(&f)));
	buf_puts(&f.b, "<author>\n");
	element(&f.b, "name", arena_printf(w->a, "UBND %s", w->unit_name));
	buf_puts(&f.b, "</author>\n");
	for (size_t i = 0; i < f.all.n; i++)
		atom_entry(&f, &f.all.v[i]);
	buf_puts(&f.b, "</feed>\n");
	return send(&f, "application/atom+xml; charset=utf-8");
}

static void json_member(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "\"%s\":", name);
	buf_json(b, value);
	buf_putc(b, ',');
}

static void json_item(struct feed *f, const struct news_live *x)
{
	struct buf *b = &f->b;
	buf_putc(b, '{');
	json_member(b, "id", link_of(f, x));
	json_member(b, "url", link_of(f, x));
	json_member(b, "title", x->title);
	json_member(b, "content_text", *x->lead ? x->lead : x->title);
	json_member(b, "date_published", news_moment_iso(f->w->a, x->published_at));
	json_member(b, "date_modified", news_moment_iso(f->w->a, x->changed_at));
	if (x->picture.id)
		json_member(b, "image",
			arena_printf(f->w->a, "%s%s", f->site,
				news_picture_href(f->w->a, x->picture.id, "lon")));
	buf_puts(b, "\"tags\":[");
	if (*x->category)
		buf_json(b, x->category);
	buf_puts(b, "]}");
}

static enum rc json(struct web *w)
{
	struct feed f;
	enum rc rc = load(w, &f);
	if (rc)
		return rc;
	buf_putc(&f.b, '{');
	json_member(&f.b, "version", "https://jsonfeed.org/version/1.1");
	json_member(&f.b, "title", f.title);
	json_member(&f.b, "home_page_url", arena_printf(w->a, "%s/tin", f.site));
	json_member(&f.b, "feed_url", arena_printf(w->a, "%s/tin/feed.json", f.site));
	json_member(&f.b, "language", "vi");
	buf_puts(&f.b, "\"items\":[");
	for (size_t i = 0; i < f.all.n; i++) {
		buf_puts(&f.b, i ? ",\n" : "");
		json_item(&f, &f.all.v[i]);
	}
	buf_puts(&f.b, "]}\n");
	return send(&f, "application/feed+json; charset=utf-8");
}

static const struct web_route routes[] = {
	WEB_GET("/tin/rss.xml", .handler = rss, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/tin/atom.xml", .handler = atom, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/tin/feed.json", .handler = json, .flags = WEB_PUBLIC | WEB_KEPT),
};

const struct web_routes news_feed_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
