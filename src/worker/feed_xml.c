/* RSS of all versions, RDF, Atom and sitemaps: one reader by the local names of elements, since
 * feeds mix their namespaces as they like. */
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/fetch/link.h"
#include "worker/feed.h"

enum { MORE_MAX = 50, DEPTH = 4, FIELD_MAX = 20000 };

static void release(void *doc)
{
	xmlFreeDoc(doc);
}

/* "amp" of "&amp;": those of XML stay, those of HTML become letters, what is none was a bare &. */
static size_t mend_entity(struct buf *b, const char *p)
{
	static const char *const own[] = { "amp", "lt", "gt", "quot", "apos" };
	char name[12] = "";
	size_t n = strspn(p + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	if (n && n < sizeof name && p[1 + n] == ';') {
		memcpy(name, p + 1, n);
		bool known = name[0] == '#' && n > 1;
		for (size_t i = 0; i < sizeof own / sizeof *own; i++)
			known = known || !strcmp(own[i], name);
		if (known) {
			buf_add(b, p, n + 2);
			return n + 2;
		}
		const htmlEntityDesc *x = htmlEntityLookup((const xmlChar *)name);
		if (x) {
			buf_printf(b, "&#%u;", x->value);
			return n + 2;
		}
	}
	buf_puts(b, "&amp;");
	return 1;
}

/* What breaks feeds most: & of addresses, entities of HTML. CDATA stays as it is. */
static const char *mend(struct arena *a, const char *text)
{
	struct buf b;
	buf_init(&b, a, 6 * strlen(text) + 16);
	for (const char *p = text; *p;) {
		if (!strncmp(p, "<![CDATA[", 9)) {
			const char *end = strstr(p, "]]>");
			size_t n = end ? (size_t)(end - p) + 3 : strlen(p);
			buf_add(&b, p, n);
			p += n;
		} else if (*p == '&') {
			p += mend_entity(&b, p);
		} else {
			size_t n = strcspn(p + 1, "&<") + 1;
			buf_add(&b, p, n);
			p += n;
		}
	}
	return b.p;
}

/* The first line at fault; 0: none yet. */
static void on_error(void *context, xmlErrorPtr e)
{
	int *line = context;
	if (!*line && e->level >= XML_ERR_ERROR)
		*line = e->line;
}

/* NULL where it is not well-formed. */
static xmlDocPtr parse(struct arena *a, const char *text, int *line)
{
	xmlSetStructuredErrorFunc(line, on_error);
	xmlDocPtr d = xmlReadMemory(
		text, (int)strlen(text), NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOCDATA);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (d)
		arena_defer(a, release, d);
	return d;
}

static const xmlNode *child(const xmlNode *n, const char *name)
{
	for (const xmlNode *c = n->children; c; c = c->next)
		if (feed_is(c, name))
			return c;
	return NULL;
}

/* The first child of that name that says something. Of namespaces only pictures' are left out:
 * media:title is the title of a picture. */
static const char *said(struct arena *a, const xmlNode *n, const char *name)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		bool media =
			c->ns && c->ns->prefix && !strcmp((const char *)c->ns->prefix, "media");
		if (!feed_is(c, name) || media)
			continue;
		const char *s = text_trim(a, feed_node_text(a, c));
		if (*s)
			return s;
	}
	return NULL;
}

static const char *first_said(
	struct arena *a, const xmlNode *n, const char *const names[], const char *otherwise)
{
	for (; *names; names++) {
		const char *s = said(a, n, *names);
		if (s)
			return s;
	}
	return otherwise;
}

/* An Atom link to the thing itself. */
static const char *atom_link(struct arena *a, const xmlNode *n)
{
	for (const xmlNode *c = n->children; c; c = c->next) {
		if (!feed_is(c, "link"))
			continue;
		const char *href = feed_attr(a, c, "href"), *rel = feed_attr(a, c, "rel");
		if (href && *href && (!rel || text_eq(rel, "alternate")))
			return href;
	}
	return NULL;
}

/* xml:base of the nearest that has one (RFC 4287, 2). */
static const char *base_of(struct reading *r, const xmlNode *n)
{
	const char *bases[DEPTH];
	size_t count = 0;
	const char *base = r->url;
	for (; n && n->type == XML_ELEMENT_NODE && count < DEPTH; n = n->parent) {
		const char *s = feed_attr(r->a, n, "base");
		if (s)
			bases[count++] = s;
	}
	while (count--) {
		const char *next = link_resolve(r->a, base, bases[count]);
		base = next ? next : base;
	}
	return base;
}

static const char *link_of(struct reading *r, const xmlNode *n)
{
	static const char *const names[] = { "origLink", "link", "loc", NULL };
	const char *s = first_said(r->a, n, names, NULL);
	const xmlNode *guid = child(n, "guid");
	if (!s)
		s = atom_link(r->a, n);
	if (!s)
		s = feed_attr(r->a, n, "about"); /* of RDF */
	if (!s && guid && !text_eq(feed_attr(r->a, guid, "isPermaLink"), "false"))
		s = text_trim(r->a, feed_node_text(r->a, guid));
	return s ? link_resolve(r->a, base_of(r, n), s) : NULL;
}

static void add_item(struct reading *r, const xmlNode *n)
{
	static const char *const summary[] = { "description", "summary", "encoded", "content",
		NULL };
	static const char *const days[] = { "pubDate", "date", "published", "issued", "created",
		"publication_date", NULL };
	static const char *const changes[] = { "updated", "modified", "lastmod", NULL };
	struct arena *own = arena_new(); /* thousands of them */
	struct reading of = *r;
	of.a = own;
	const xmlNode *news = child(n, "news");
	struct feed_found x = { .title = said(own, n, "title"), .link = link_of(&of, n) };
	if (news && !x.title)
		x.title = said(own, news, "title");
	x.summary = first_said(own, n, summary, "");
	x.day = first_said(own, n, days, NULL);
	if (news && !x.day)
		x.day = said(own, news, "publication_date");
	if (!x.day) {
		x.day = first_said(own, n, changes, NULL);
		x.modified = x.day != NULL;
	}
	feed_add(r, &x);
	arena_free(own);
}

struct submap {
	const char *link, *changed;
};

static int newer(const void *p, const void *q)
{
	const struct submap *x = p, *y = q;
	return strcmp(y->changed, x->changed);
}

static void read_index(struct reading *r, const xmlNode *root)
{
	struct {
		struct submap *v;
		size_t n, cap;
	} list = { 0 };
	for (const xmlNode *n = root->children; n; n = n->next) {
		const char *changed = n->type == XML_ELEMENT_NODE ? said(r->a, n, "lastmod") : NULL;
		struct submap x = { feed_is(n, "sitemap") ? link_of(r, n) : NULL,
			changed ? changed : "" };
		if (x.link && list.n < MORE_MAX)
			ARENA_PUSH(r->a, &list, x);
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, newer);
	for (size_t i = 0; i < list.n; i++)
		ARENA_PUSH(r->a, &r->out.more, list.v[i].link);
}

static void read_items(struct reading *r, const xmlNode *root)
{
	for (xmlNode *n = root->children; n;) {
		bool item = feed_is(n, "item") || feed_is(n, "entry") || feed_is(n, "url");
		if (item)
			add_item(r, n);
		n = feed_walk(root, n, !item);
	}
}

/* --- what is not well-formed: item by item --- */

/* What stands between <name ...> and </name>, CDATA unwrapped; NULL: no such thing. */
static const char *between(struct arena *a, const char *chunk, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = chunk; (p = strchr(p, '<')); p++) {
		if (strncasecmp(p + 1, name, n) != 0 || !strchr(" \t\r\n>", p[1 + n]) || !p[1 + n])
			continue;
		const char *from = strchr(p, '>');
		const char *to = from ? strcasestr(from, arena_printf(a, "</%s>", name)) : NULL;
		if (!to || to - from > FIELD_MAX)
			return NULL;
		const char *s = text_trim_n(a, from + 1, (size_t)(to - from - 1));
		size_t size = strlen(s);
		if (size >= 12 && !strncmp(s, "<![CDATA[", 9) && !strcmp(s + size - 3, "]]>"))
			return arena_strndup(a, s + 9, size - 12);
		return s;
	}
	return NULL;
}

static const char *first_between(struct arena *a, const char *chunk, const char *const names[])
{
	const char *s = NULL;
	for (; *names && !s; names++)
		s = between(a, chunk, *names);
	return s;
}

static void add_loose(struct reading *r, const char *chunk)
{
	static const char *const links[] = { "link", "loc", "guid", NULL };
	static const char *const days[] = { "pubDate", "dc:date", "published",
		"news:publication_date", NULL };
	static const char *const titles[] = { "title", "news:title", NULL };
	static const char *const changes[] = { "updated", "lastmod", NULL };
	struct arena *own = arena_new();
	const char *link = first_between(own, chunk, links);
	struct feed_found x = { .title = first_between(own, chunk, titles),
		.summary = between(own, chunk, "description"),
		.day = first_between(own, chunk, days) };
	if (!x.day) {
		x.day = first_between(own, chunk, changes);
		x.modified = x.day != NULL;
	}
	x.link = link ? link_resolve(own, r->url, feed_plain(own, link, LINK_MAX)) : NULL;
	feed_add(r, &x);
	arena_free(own);
}

/* Where the next item begins, and its name; NULL: there is none. */
static const char *next_item(const char *p, const char **name)
{
	static const char *const names[] = { "item", "entry", "url" };
	for (; (p = strchr(p, '<')); p++)
		for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
			size_t n = strlen(names[i]);
			if (!strncasecmp(p + 1, names[i], n) && p[1 + n] &&
				strchr(" \t\r\n>", p[1 + n])) {
				*name = names[i];
				return p;
			}
		}
	return NULL;
}

/* Each item alone: what is wrong in one must not hurt the others. */
static void read_pieces(struct reading *r, const char *text)
{
	const char *name = "", *p = next_item(text, &name);
	while (p) {
		const char *end_name = arena_printf(r->a, "</%s>", name), *after = name;
		const char *end = strcasestr(p, end_name), *next = next_item(p + 1, &after);
		struct arena *own = arena_new();
		int line = 0;
		size_t n = end && (!next || end < next) ? (size_t)(end - p) + strlen(end_name)
			   : next                       ? (size_t)(next - p)
							: strlen(p);
		const char *chunk = arena_strndup(own, p, n);
		xmlDocPtr d = parse(own, chunk, &line);
		if (d)
			add_item(r, xmlDocGetRootElement(d));
		else
			add_loose(r, chunk);
		arena_free(own);
		p = next;
		name = after;
	}
}

static void read_broken(struct reading *r, const char *text, int line)
{
	const char *note = arena_printf(r->a,
		"XML sai ở dòng %d; đã đọc những mục còn đọc được, hãy so với trang gốc.", line);
	const char *title = between(r->a, text, "title");
	ARENA_PUSH(r->a, &r->out.notes, note);
	r->out.title = title ? feed_plain(r->a, title, FEED_TITLE_MAX) : "";
	read_pieces(r, text);
}

enum rc feed_xml(struct reading *r, const char *text, int first_line, struct err *e)
{
	int line = 0, again = 0;
	xmlDocPtr d = parse(r->a, text, &line);
	const char *mended = d ? text : mend(r->a, text);
	if (!d)
		d = parse(r->a, mended, &again);
	if (d && line) {
		const char *note = arena_printf(r->a,
			"XML sai ở dòng %d (ký tự & hoặc tên viết tắt của HTML), đã tự sửa khi đọc.",
			line + first_line - 1);
		ARENA_PUSH(r->a, &r->out.notes, note);
	}
	const xmlNode *root = d ? xmlDocGetRootElement(d) : NULL, *channel;
	if (!root) {
		read_broken(r, mended, line + first_line - 1);
		if (!r->out.n && !r->linkless)
			return ERR(e, RC_INVALID, NULL, "XML hỏng, không đọc được mục nào.");
		return RC_OK;
	}
	channel = child(root, "channel");
	const char *title = said(r->a, channel ? channel : root, "title");
	r->out.title = title ? feed_plain(r->a, title, FEED_TITLE_MAX) : "";
	if (feed_is(root, "sitemapindex"))
		read_index(r, root);
	else
		read_items(r, root);
	return RC_OK;
}
