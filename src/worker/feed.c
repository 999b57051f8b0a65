/* What came from a source, by what it is: the verb "feed". */
#include "worker/feed.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/fetch/link.h"
#include "lib/worker/parcel.h"
#include "worker/verbs.h"

enum { ANSWER_MAX = 48 << 20, NAME = 40 };

void feed_add(struct reading *r, const struct feed_found *x)
{
	if (!x->link) {
		r->linkless++;
		return;
	}
	if (r->out.n >= FEED_ITEMS_MAX) {
		r->cut++;
		return;
	}
	struct feed_day day = feed_day_read(r->a, x->day, r->today);
	if (x->modified && !day.why)
		day.why = "Nguồn chỉ ghi ngày sửa, không ghi ngày đăng.";
	struct feed_item item = { .title = feed_plain(
					  r->a, x->title ? x->title : "", FEED_TITLE_MAX),
		.link = arena_strdup(r->a, x->link),
		.summary = feed_plain(r->a, x->summary ? x->summary : "", FEED_SUMMARY_MAX),
		.day = day.day,
		.why = day.why };
	ARENA_PUSH(r->a, &r->out, item);
}

/* Behind declarations, comments and a document type, which are not needed and never followed. */
static const char *first_element(const char *s)
{
	for (;;) {
		const char *end = NULL;
		if (!(s = strchr(s, '<')))
			return NULL;
		if (!strncmp(s, "<?", 2)) {
			end = strstr(s, "?>");
		} else if (!strncmp(s, "<!--", 4)) {
			end = strstr(s, "-->");
		} else if (!strncmp(s, "<!", 2)) {
			const char *open = strchr(s, '['), *close = strchr(s, '>');
			end = open && close && open < close ? strstr(s, "]>") : close;
		} else {
			return s;
		}
		if (!end)
			return NULL;
		s = end;
	}
}

/* The local name of the element that begins at s, in small letters. */
static const char *name_at(struct arena *a, const char *s)
{
	size_t n = strcspn(s + 1, " \t\r\n/>");
	const char *name = text_lower(a, arena_strndup(a, s + 1, n < NAME ? n : 0));
	const char *colon = strchr(name, ':');
	return colon ? colon + 1 : name;
}

static enum feed_kind kind_of(const char *name)
{
	static const struct {
		const char *name;
		enum feed_kind kind;
	} roots[] = { { "rss", FEED_FEED }, { "rdf", FEED_FEED }, { "feed", FEED_FEED },
		{ "channel", FEED_FEED }, { "urlset", FEED_SITEMAP },
		{ "sitemapindex", FEED_SITEMAP } };
	/* HTML may leave out <html>, <head> and <body>: then what stands in them comes first. */
	static const char *const html[] = { "html", "head", "body", "title", "meta", "link", "base",
		"style", "script", "noscript", "header", "nav", "main", "section", "article",
		"aside", "div", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "table",
		"form", "a", "span", "b", "strong", "img", "center", "font", "br", "hr" };
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (!strcmp(roots[i].name, name))
			return roots[i].kind;
	for (size_t i = 0; i < sizeof html / sizeof *html; i++)
		if (!strcmp(html[i], name))
			return FEED_LIST;
	return FEED_AUTO;
}

static const char *kind_name(enum feed_kind k)
{
	static const char *const names[] = { [FEED_AUTO] = "tin",
		[FEED_FEED] = "tin RSS hoặc Atom",
		[FEED_SITEMAP] = "sơ đồ trang (sitemap)",
		[FEED_LIST] = "trang HTML" };
	return names[k];
}

static int line_of(const char *text, const char *at)
{
	int line = 1;
	for (const char *p = text; p < at; p++)
		line += *p == '\n';
	return line;
}

static enum rc read_all(
	struct reading *r, const struct feed_source *s, const char *text, struct err *e)
{
	const char *at = first_element(text);
	enum feed_kind kind = at ? kind_of(name_at(r->a, at)) : FEED_AUTO;
	if (kind == FEED_AUTO)
		return ERR(e, RC_INVALID, NULL,
			"Nội dung ở địa chỉ này không phải RSS, Atom, sitemap hay trang HTML.");
	if (s->kind != FEED_AUTO && s->kind != kind)
		return ERR(e, RC_INVALID, NULL, "Địa chỉ này trả về %s, không phải %s.",
			kind_name(kind), kind_name(s->kind));
	r->out.kind = kind;
	if (kind != FEED_LIST)
		return feed_xml(r, at, line_of(text, at), e);
	feed_list(r, text);
	return RC_OK;
}

static void put_notes(struct reading *r)
{
	const char *s;
	size_t dayless = 0;
	for (size_t i = 0; i < r->out.n; i++)
		dayless += date_none(r->out.v[i].day);
	if (dayless) {
		s = arena_printf(r->a, "%zu mục không rõ ngày.", dayless);
		ARENA_PUSH(r->a, &r->out.notes, s);
	}
	if (r->linkless) {
		s = arena_printf(
			r->a, "%zu mục không có liên kết dùng được, đã bỏ qua.", r->linkless);
		ARENA_PUSH(r->a, &r->out.notes, s);
	}
	if (r->cut) {
		s = arena_printf(
			r->a, "Nguồn có quá nhiều mục: chỉ đọc %d mục đầu.", FEED_ITEMS_MAX);
		ARENA_PUSH(r->a, &r->out.notes, s);
	}
}

static void put_member(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, "%s\"%s\":", b->p[b->n - 1] == '{' ? "" : ",", name);
	buf_json(b, value);
}

static void put_texts(struct buf *b, const char *name, const struct texts *list)
{
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(b, i ? "," : "");
		buf_json(b, list->v[i]);
	}
	buf_putc(b, ']');
}

static struct bytes answer(struct reading *r)
{
	struct buf b;
	buf_init(&b, r->a, ANSWER_MAX);
	buf_putc(&b, '{');
	put_member(&b, "kind", feed_kind_code(r->out.kind));
	put_member(&b, "title", r->out.title);
	put_texts(&b, "more", &r->out.more);
	put_texts(&b, "feeds", &r->out.feeds);
	put_texts(&b, "notes", &r->out.notes);
	buf_puts(&b, ",\"items\":[");
	for (size_t i = 0; i < r->out.n; i++) {
		const struct feed_item *x = &r->out.v[i];
		buf_puts(&b, i ? ",{" : "{");
		put_member(&b, "title", x->title);
		put_member(&b, "link", x->link);
		put_member(&b, "summary", x->summary);
		put_member(&b, "day", date_iso(r->a, x->day));
		put_member(&b, "why", x->why);
		buf_putc(&b, '}');
	}
	buf_puts(&b, "]}");
	return parcel_pack(r->a, b.p, NULL, 0);
}

enum rc verb_feed(struct arena *a, struct bytes in, struct bytes *out, struct err *e)
{
	json_t *root = NULL;
	struct feed_source s = { .type = "" };
	struct bytes rest;
	struct reading r = { .a = a, .out = { .title = "" } };
	if (!parcel_open(a, in, &root, &rest) || !parcel_take(root, "size", &rest, &s.body) ||
		!(s.url = parcel_text(a, root, "url")) ||
		!date_parse_iso(json_string_value(json_object_get(root, "today")), &r.today) ||
		!feed_kind_find(json_string_value(json_object_get(root, "kind")), &s.kind))
		return ERR(e, RC_FAIL, NULL, "Yêu cầu đọc nguồn tin không đúng quy ước.");
	s.type = parcel_text(a, root, "type");
	s.type = s.type ? s.type : "";
	r.url = link_resolve(a, NULL, s.url);
	if (!r.url)
		return ERR(e, RC_FAIL, NULL, "Yêu cầu đọc nguồn tin không đúng quy ước.");
	enum rc rc = read_all(&r, &s, feed_text(a, &s, &r.out.notes), e);
	if (rc)
		return rc;
	put_notes(&r);
	*out = answer(&r);
	return RC_OK;
}
