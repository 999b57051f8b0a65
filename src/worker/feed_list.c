/* A page of HTML that lists articles: links with words enough for a title, the day beside each.
 * Menus fall out by being short, or by not looking like what has a day. */
#include <string.h>

#include "lib/base/text.h"
#include "lib/fetch/link.h"
#include "worker/feed.h"

enum {
	TITLE_MIN = 15,
	ALONE_MIN = 25,
	ALONE_WORDS = 5,
	LINKS_MAX = 3000,
	CLIMB = 6,
	DAY_TEXT = 60
};

struct candidate {
	const char *link, *key, *title, *look; /* look: classes and names around it */
	const xmlNode *node;
	const char *day; /* as written; NULL */
};

struct candidates {
	struct candidate *v;
	size_t n, cap;
};

static const char *class_of(struct arena *a, const xmlNode *n)
{
	const char *s = n->type == XML_ELEMENT_NODE ? feed_attr(a, n, "class") : NULL;
	return s ? s : "";
}

static bool is_day_class(struct arena *a, const xmlNode *n)
{
	static const char *const words[] = { "date", "time", "ngay", "created", "publish" };
	const char *s = class_of(a, n);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(s, words[i]))
			return true;
	return feed_is(n, "time");
}

/* The words of a link without a day within it. */
static const char *title_of(struct arena *a, const xmlNode *link)
{
	struct buf b;
	buf_init(&b, a, 4000);
	for (xmlNode *n = link->children; n;) {
		bool skip = is_day_class(a, n) || feed_is(n, "script") || feed_is(n, "style");
		if (n->type == XML_TEXT_NODE && n->content &&
			strlen((const char *)n->content) < 2000)
			buf_puts(&b, (const char *)n->content);
		else if (n->type == XML_ELEMENT_NODE)
			buf_putc(&b, ' ');
		n = feed_walk(link, n, !skip);
	}
	const char *s = text_squeeze(a, text_nfc(a, b.p, NULL));
	const char *title = feed_attr(a, link, "title");
	return text_length(s) < TITLE_MIN && title ? text_squeeze(a, text_nfc(a, title, NULL)) : s;
}

static const char *look_of(struct arena *a, const xmlNode *n)
{
	struct buf b;
	buf_init(&b, a, 2000);
	for (int i = 0; i < 3 && n && n->type == XML_ELEMENT_NODE; i++, n = n->parent)
		buf_printf(&b, "%s.%.100s/", (const char *)n->name, class_of(a, n));
	return b.p;
}

static const char *host_key(struct arena *a, const char *link)
{
	const char *key = link_key(a, link);
	return arena_strndup(a, key, strcspn(key, "/?"));
}

static void meet(struct reading *r, struct candidates *list, const char *host, const xmlNode *n)
{
	const char *href = feed_attr(r->a, n, "href");
	const char *link = href && *href != '#' ? link_resolve(r->a, r->url, href) : NULL;
	if (!link || !text_eq(host_key(r->a, link), host) || list->n >= LINKS_MAX)
		return;
	struct candidate x = { link, link_key(r->a, link), title_of(r->a, n), look_of(r->a, n), n,
		NULL };
	if (text_eq(x.key, link_key(r->a, r->url)))
		return;
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].key, x.key)) {
			if (text_length(x.title) > text_length(list->v[i].title))
				list->v[i] = x;
			return;
		}
	ARENA_PUSH(r->a, list, x);
}

/* Does the block hold another article's link? */
static bool holds_other(struct reading *r, const xmlNode *block, const struct candidate *x)
{
	for (xmlNode *n = block->children; n; n = feed_walk(block, n, true)) {
		const char *href = feed_is(n, "a") ? feed_attr(r->a, n, "href") : NULL;
		if (!href || n == x->node || text_length(title_of(r->a, n)) < TITLE_MIN)
			continue;
		const char *link = link_resolve(r->a, r->url, href);
		if (link && !text_eq(link_key(r->a, link), x->key))
			return true;
	}
	return false;
}

static bool reads_as_day(struct reading *r, const char *s)
{
	struct feed_day d = feed_day_read(r->a, s, r->today);
	return !date_none(d.day);
}

/* A short text with a day in the block, not within the title. */
static const char *day_in(struct reading *r, const xmlNode *block, const xmlNode *link)
{
	for (xmlNode *n = block->children; n;) {
		bool own = n == link;
		const char *stamp = feed_is(n, "time") ? feed_attr(r->a, n, "datetime") : NULL;
		if (stamp && reads_as_day(r, stamp))
			return stamp;
		const char *s = is_day_class(r->a, n) ? feed_node_text(r->a, n)
				: n->type == XML_TEXT_NODE && n->content && !own
					? (const char *)n->content
					: NULL;
		s = s ? text_squeeze(r->a, s) : NULL;
		if (s && *s && text_length(s) <= DAY_TEXT && reads_as_day(r, s))
			return s;
		n = feed_walk(block, n, !own);
	}
	return NULL;
}

static const char *day_beside(struct reading *r, const struct candidate *x)
{
	const xmlNode *within = x->node;
	for (xmlNode *n = x->node->children; n; n = feed_walk(x->node, n, true))
		if (is_day_class(r->a, n) && reads_as_day(r, feed_node_text(r->a, n)))
			return text_squeeze(r->a, feed_node_text(r->a, n));
	for (int i = 0; i < CLIMB; i++) {
		within = within->parent;
		if (!within || within->type != XML_ELEMENT_NODE || feed_is(within, "body") ||
			holds_other(r, within, x))
			return NULL;
		const char *s = day_in(r, within, x->node);
		if (s)
			return s;
	}
	return NULL;
}

static size_t words_of(const char *s)
{
	size_t n = *s != '\0';
	for (; *s; s++)
		n += *s == ' ';
	return n;
}

static bool looks_like_dated(const struct candidates *list, const struct candidate *x)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].day && text_eq(list->v[i].look, x->look))
			return true;
	return false;
}

static void find_feeds(struct reading *r, const xmlNode *root)
{
	for (xmlNode *n = root->children; n; n = feed_walk(root, n, true)) {
		const char *type = feed_is(n, "link") ? feed_attr(r->a, n, "type") : NULL;
		const char *href = type ? feed_attr(r->a, n, "href") : NULL;
		if (!href || (!strcasestr(type, "rss+xml") && !strcasestr(type, "atom+xml")))
			continue;
		const char *link = link_resolve(r->a, r->url, href);
		if (link && r->out.feeds.n < 10)
			ARENA_PUSH(r->a, &r->out.feeds, link);
	}
}

static void read_head(struct reading *r, const xmlNode *root)
{
	for (xmlNode *n = root->children; n; n = feed_walk(root, n, true)) {
		const char *href = feed_is(n, "base") ? feed_attr(r->a, n, "href") : NULL;
		const char *base = href ? link_resolve(r->a, r->url, href) : NULL;
		if (base)
			r->url = base;
		if (feed_is(n, "title") && !*r->out.title)
			r->out.title = feed_plain(r->a, feed_node_text(r->a, n), FEED_TITLE_MAX);
	}
}

void feed_list(struct reading *r, const char *text)
{
	struct candidates list = { 0 };
	size_t dated = 0;
	htmlDocPtr d = feed_html(r->a, text);
	const xmlNode *root = d ? xmlDocGetRootElement(d) : NULL;
	const char *host = host_key(r->a, r->url);
	r->out.title = "";
	if (!root)
		return;
	read_head(r, root);
	find_feeds(r, root);
	for (xmlNode *n = root->children; n; n = feed_walk(root, n, true))
		if (feed_is(n, "a"))
			meet(r, &list, host, n);
	for (size_t i = 0; i < list.n; i++) {
		struct candidate *x = &list.v[i];
		if (text_length(x->title) >= TITLE_MIN)
			x->day = day_beside(r, x);
		dated += x->day != NULL;
	}
	for (size_t i = 0; i < list.n; i++) {
		const struct candidate *x = &list.v[i];
		struct feed_found f = { x->title, x->link, "", x->day, false };
		size_t length = text_length(x->title);
		if (length >= TITLE_MIN && dated > 1 && (x->day || looks_like_dated(&list, x)))
			feed_add(r, &f);
		else if (dated < 2 && length >= ALONE_MIN && words_of(x->title) >= ALONE_WORDS)
			feed_add(r, &f);
	}
}
