/* An article's page: what it says of itself, and a copy to be kept as evidence, of words, tables
 * and links alone: nothing of it runs, and nothing is fetched when it is opened. The verb "page".
 */
#include <string.h>
#include <time.h>

#include "lib/base/text.h"
#include "lib/fetch/link.h"
#include "lib/worker/parcel.h"
#include "worker/feed.h"
#include "worker/verbs.h"

enum { COPY_MAX = 8 << 20, DAY_TEXT = 80 };

struct paper {
	struct reading r;
	const xmlNode *root;
	int64_t at;
	const char *title, *summary, *day;
	bool modified;
	struct buf out;
};

/* --- what it says of itself --- */

static const char *meta(struct paper *p, const char *const names[])
{
	static const char *const keys[] = { "property", "name", "itemprop" };
	for (; *names; names++)
		for (xmlNode *n = p->root->children; n; n = feed_walk(p->root, n, true)) {
			const char *content =
				feed_is(n, "meta") ? feed_attr(p->r.a, n, "content") : NULL;
			for (size_t i = 0; content && *content && i < 3; i++) {
				const char *key = feed_attr(p->r.a, n, keys[i]);
				if (key && !strcasecmp(key, *names))
					return content;
			}
		}
	return NULL;
}

/* The words of the only element of that name, or of the first where any will do. */
static const char *element(struct paper *p, const char *name, bool only)
{
	const char *found = NULL;
	for (xmlNode *n = p->root->children; n; n = feed_walk(p->root, n, true)) {
		if (!feed_is(n, name))
			continue;
		const char *s = text_squeeze(p->r.a, feed_node_text(p->r.a, n));
		if (!*s)
			continue;
		if (!only)
			return s;
		if (found)
			return NULL;
		found = s;
	}
	return found;
}

/* "datePublished":"..." of the data that a page carries for search engines (schema.org). */
static const char *linked_day(struct paper *p)
{
	static const char word[] = "\"datePublished\"";
	for (xmlNode *n = p->root->children; n; n = feed_walk(p->root, n, true)) {
		const char *type = feed_is(n, "script") ? feed_attr(p->r.a, n, "type") : NULL;
		if (!type || !strcasestr(type, "ld+json"))
			continue;
		const char *s = strstr(feed_node_text(p->r.a, n), word);
		s = s ? s + strlen(word) : NULL;
		s = s ? s + strspn(s, " :\t\r\n") : NULL;
		if (s && *s == '"')
			return arena_strndup(p->r.a, s + 1, strcspn(s + 1, "\""));
	}
	return NULL;
}

static bool reads_as_day(struct paper *p, const char *s)
{
	struct feed_day d = feed_day_read(p->r.a, s, p->r.today);
	return !date_none(d.day);
}

/* A short text marked as a day, the first in reading order. */
static const char *marked_day(struct paper *p)
{
	static const char *const words[] = { "date", "time", "ngay", "publish" };
	for (xmlNode *n = p->root->children; n; n = feed_walk(p->root, n, true)) {
		const char *stamp = feed_is(n, "time") ? feed_attr(p->r.a, n, "datetime") : NULL;
		if (stamp && reads_as_day(p, stamp))
			return stamp;
		const char *c = n->type == XML_ELEMENT_NODE ? feed_attr(p->r.a, n, "class") : NULL;
		for (size_t i = 0; c && i < sizeof words / sizeof *words; i++) {
			if (!strcasestr(c, words[i]))
				continue;
			const char *s = text_squeeze(p->r.a, feed_node_text(p->r.a, n));
			if (text_length(s) <= DAY_TEXT && reads_as_day(p, s))
				return s;
		}
	}
	return NULL;
}

static void read_itself(struct paper *p)
{
	static const char *const titles[] = { "og:title", "twitter:title", NULL };
	static const char *const summaries[] = { "og:description", "description", NULL };
	static const char *const days[] = { "article:published_time", "datePublished", "pubdate",
		"publishdate", "publish_date", "dc.date.issued", "dc.date", "date", NULL };
	static const char *const changes[] = { "article:modified_time", "og:updated_time",
		"dateModified", NULL };
	const char *title = meta(p, titles);
	title = title ? title : element(p, "h1", true);
	title = title ? title : element(p, "title", false);
	const char *summary = meta(p, summaries);
	p->title = feed_plain(p->r.a, title ? title : "", FEED_TITLE_MAX);
	p->summary = feed_plain(p->r.a, summary ? summary : "", FEED_SUMMARY_MAX);
	p->day = meta(p, days);
	p->day = p->day ? p->day : linked_day(p);
	p->day = p->day ? p->day : marked_day(p);
	if (!p->day) {
		p->day = meta(p, changes);
		p->modified = p->day != NULL;
	}
}

/* --- the copy --- */

/* Elements that the copy may have; of any other only what is inside is kept. */
static const struct {
	const char *name;
	bool empty, lines; /* no end tag; begins a line */
} kept[] = { { "p", false, true }, { "h1", false, true }, { "h2", false, true },
	{ "h3", false, true }, { "h4", false, true }, { "h5", false, true }, { "h6", false, true },
	{ "div", false, true }, { "ul", false, true }, { "ol", false, true }, { "li", false, true },
	{ "table", false, true }, { "thead", false, true }, { "tbody", false, true },
	{ "tr", false, true }, { "td", false, false }, { "th", false, false },
	{ "caption", false, false }, { "blockquote", false, true }, { "pre", false, true },
	{ "figure", false, true }, { "figcaption", false, true }, { "br", true, false },
	{ "hr", true, true }, { "b", false, false }, { "strong", false, false },
	{ "i", false, false }, { "em", false, false }, { "u", false, false },
	{ "sub", false, false }, { "sup", false, false }, { "time", false, false },
	{ "dl", false, true }, { "dt", false, true }, { "dd", false, true } };
enum { KEPT = sizeof kept / sizeof *kept };

static size_t kept_at(const xmlNode *n)
{
	size_t i = 0;
	while (i < KEPT && !feed_is(n, kept[i].name))
		i++;
	return i;
}

/* Nothing of it is kept: it runs, draws, asks or hides. */
static bool is_dropped(const xmlNode *n)
{
	static const char *const names[] = { "script", "style", "noscript", "template", "iframe",
		"frame", "frameset", "object", "embed", "applet", "svg", "math", "form", "button",
		"select", "textarea", "input", "head", "link", "meta", "base", "audio", "video",
		"canvas" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (feed_is(n, names[i]))
			return true;
	return false;
}

static void put_text(struct buf *b, const char *s)
{
	for (; *s; s++)
		switch (*s) {
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '"':
			buf_puts(b, "&quot;");
			break;
		default:
			buf_putc(b, *s);
		}
}

static void put_span(struct buf *b, const struct paper *p, const xmlNode *n, const char *name)
{
	const char *s = feed_attr(p->r.a, n, name);
	size_t digits = s ? strspn(s, "0123456789") : 0;
	if (digits && digits <= 3 && !s[digits])
		buf_printf(b, " %s=\"%s\"", name, s);
}

/* A picture is told by its words and address: to show it would ask its server. */
static void put_picture(struct paper *p, const xmlNode *n)
{
	const char *alt = feed_attr(p->r.a, n, "alt"), *src = feed_attr(p->r.a, n, "src");
	const char *link = src ? link_resolve(p->r.a, p->r.url, src) : NULL;
	alt = alt ? text_squeeze(p->r.a, alt) : "";
	buf_puts(&p->out, "[Ảnh");
	if (*alt) {
		buf_puts(&p->out, ": ");
		put_text(&p->out, alt);
	}
	if (link) {
		buf_puts(&p->out, " ");
		put_text(&p->out, link);
	}
	buf_puts(&p->out, "]");
}

static const char *open_node(struct paper *p, const xmlNode *n)
{
	size_t k = kept_at(n);
	if (feed_is(n, "a")) {
		const char *href = feed_attr(p->r.a, n, "href");
		const char *link = href ? link_resolve(p->r.a, p->r.url, href) : NULL;
		if (!link)
			return NULL;
		buf_puts(&p->out, "<a rel=\"noreferrer\" href=\"");
		put_text(&p->out, link);
		buf_puts(&p->out, "\">");
		return "a";
	}
	if (feed_is(n, "img"))
		put_picture(p, n);
	if (k == KEPT)
		return NULL;
	if (kept[k].lines)
		buf_putc(&p->out, '\n');
	buf_printf(&p->out, "<%s", kept[k].name);
	put_span(&p->out, p, n, "colspan");
	put_span(&p->out, p, n, "rowspan");
	buf_putc(&p->out, '>');
	return kept[k].empty ? NULL : kept[k].name;
}

/* The parser gives no more than 256 levels; each is a call. */
static void put_node(struct paper *p, const xmlNode *root)
{
	for (const xmlNode *n = root->children; n && !p->out.over; n = n->next) {
		if (n->type == XML_TEXT_NODE && n->content)
			put_text(&p->out, (const char *)n->content);
		if (n->type != XML_ELEMENT_NODE || is_dropped(n))
			continue;
		const char *end = open_node(p, n);
		put_node(p, n);
		if (end)
			buf_printf(&p->out, "</%s>", end);
	}
}

static const char *moment(struct arena *a, int64_t at)
{
	struct tm t = date_clock(at);
	return arena_printf(a, "%02d:%02d:%02d ngày %02d/%02d/%04d (giờ Việt Nam)", t.tm_hour,
		t.tm_min, t.tm_sec, t.tm_mday, t.tm_mon + 1, t.tm_year + 1900);
}

static void put_copy(struct paper *p)
{
	struct buf *b = &p->out;
	buf_init(b, p->r.a, COPY_MAX);
	buf_puts(b,
		"<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n<title>");
	put_text(b, p->title);
	buf_puts(b, "</title>\n</head>\n<body>\n<p>Bản lưu làm minh chứng. Địa chỉ gốc: ");
	put_text(b, p->r.url);
	buf_puts(b, "<br>Đọc lúc ");
	buf_puts(b, moment(p->r.a, p->at));
	buf_puts(b, ". Chỉ giữ chữ, bảng và liên kết.</p>\n<hr>\n");
	put_node(p, p->root);
	buf_puts(b, "\n</body>\n</html>\n");
}

static struct bytes answer(struct paper *p)
{
	struct buf b;
	struct bytes copy = { p->out.p, p->out.n };
	struct feed_day d = feed_day_read(p->r.a, p->day, p->r.today);
	if (p->modified && !d.why)
		d.why = "Trang chỉ ghi ngày sửa, không ghi ngày đăng.";
	buf_init(&b, p->r.a, 1 << 20);
	buf_puts(&b, "{\"title\":");
	buf_json(&b, p->title);
	buf_puts(&b, ",\"summary\":");
	buf_json(&b, p->summary);
	buf_puts(&b, ",\"day\":");
	buf_json(&b, date_iso(p->r.a, d.day));
	buf_puts(&b, ",\"why\":");
	buf_json(&b, d.why);
	buf_printf(&b, ",\"copy\":%zu}", copy.n);
	return parcel_pack(p->r.a, b.p, &copy, 1);
}

static bool looks_like_html(const char *text)
{
	const char *s = text + strspn(text, " \t\r\n");
	return *s == '<' && strncmp(s, "<?xml version", 13) != 0
		       ? true
		       : strcasestr(text, "<html") != NULL;
}

enum rc verb_page(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	json_t *root = NULL;
	struct feed_source s = { .type = "" };
	struct bytes rest;
	struct paper p = { .r = { .a = a } };
	struct texts notes = { 0 };
	if (!parcel_open(a, in, &root, &rest) || !parcel_take(root, "size", &rest, &s.body) ||
		!(s.url = parcel_text(a, root, "url")) ||
		!date_parse_iso(json_string_value(json_object_get(root, "today")), &p.r.today) ||
		!(p.r.url = link_resolve(a, NULL, s.url)))
		return ERR(e, RC_FAIL, NULL, "Yêu cầu đọc trang không đúng quy ước.");
	s.type = parcel_text(a, root, "type");
	s.type = s.type ? s.type : "";
	p.at = json_integer_value(json_object_get(root, "at"));
	const char *text = feed_text(a, &s, &notes);
	htmlDocPtr d = looks_like_html(text) ? feed_html(a, text) : NULL;
	p.root = d ? xmlDocGetRootElement(d) : NULL;
	if (!p.root)
		return ERR(e, RC_INVALID, NULL, "Nội dung ở địa chỉ này không phải trang HTML.");
	read_itself(&p);
	put_copy(&p);
	if (p.out.over)
		return ERR(e, RC_INVALID, NULL, "Trang quá lớn để lưu bản sao.");
	*out = answer(&p);
	return RC_OK;
}
