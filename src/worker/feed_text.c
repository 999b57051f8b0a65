#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "lib/base/text.h"
#include "worker/feed.h"

enum { NAME_MAX_ = 40, HEAD = 2048, NODE_MAX = 60000 };

static void note(struct arena *a, struct texts *notes, const char *text)
{
	ARENA_PUSH(a, notes, text);
}

/* The whole by iconv; what the charset does not have is dropped where `loose`. NULL: no such
 * charset, or (unless loose) it is not in it. */
static const char *convert(struct arena *a, struct bytes in, const char *charset, bool loose)
{
	iconv_t c = iconv_open("UTF-8", charset);
	if (c == (iconv_t)-1) // NOLINT: so it is named
		return NULL;
	size_t left = in.n, room = in.n * 4 + 16;
	char *from = (char *)(uintptr_t)in.p; // NOLINT: iconv only reads it
	char *out = arena_alloc(a, room + 1), *to = out;
	while (left) {
		if (iconv(c, &from, &left, &to, &room) != (size_t)-1)
			break;
		if (errno == E2BIG || !loose || !left)
			break;
		from++;
		left--;
	}
	iconv_close(c);
	*to = '\0';
	return left && !loose ? NULL : out;
}

/* NUL and other control characters are no text. */
static const char *printable(char *s, size_t n)
{
	char *to = s;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c >= 0x20 || c == '\n' || c == '\t' || c == '\r')
			*to++ = (char)c;
	}
	*to = '\0';
	return s;
}

/* The name behind "charset=" or "encoding=", quotes aside; NULL: none. */
static const char *named(struct arena *a, const char *s, const char *word)
{
	const char *p = strcasestr(s, word);
	if (!p)
		return NULL;
	p += strlen(word);
	p += strspn(p, " \"'");
	size_t n = strcspn(p, " \"';>?\r\n\t");
	return n && n < NAME_MAX_ ? arena_strndup(a, p, n) : NULL;
}

/* What the text says of itself, before what the server says: files are moved, servers set once. */
static const char *declared(struct arena *a, const struct feed_source *s)
{
	size_t n = s->body.n < HEAD ? s->body.n : HEAD;
	char *head = arena_alloc(a, n + 1);
	memcpy(head, s->body.p, n);
	printable(head, n);
	const char *name = !strncmp(head, "<?xml", 5) || strstr(head, "<?xml")
				   ? named(a, head, "encoding=")
				   : named(a, head, "charset=");
	return name ? name : named(a, s->type, "charset=");
}

static bool is_utf8(const char *name)
{
	return !strcasecmp(name, "utf-8") || !strcasecmp(name, "utf8");
}

/* How much of it reads as UTF-8: letters of several bytes against bytes that are none. */
static void weigh(struct bytes in, size_t *good, size_t *bad)
{
	*good = *bad = 0;
	while (in.n) {
		size_t n = text_check(in.p, in.n);
		for (size_t i = 0; i < n; i++)
			*good += (unsigned char)in.p[i] >= 0xc0;
		if (n == in.n)
			return;
		*bad += in.p[n] != '\0';
		in.p += n + 1;
		in.n -= n + 1;
	}
}

static const char *replace_bad(struct arena *a, struct bytes in)
{
	struct buf b;
	buf_init(&b, a, in.n * 3 + 1);
	while (in.n) {
		size_t n = text_check(in.p, in.n);
		buf_add(&b, in.p, n);
		if (n == in.n)
			break;
		if (in.p[n])
			buf_puts(&b, "\xef\xbf\xbd");
		in.p += n + 1;
		in.n -= n + 1;
	}
	return b.p;
}

/* Neither UTF-8 nor what it says: mostly sound UTF-8 with some broken letters, else the old
 * Vietnamese code page of Windows. */
static const char *guess(struct arena *a, struct bytes in, struct texts *notes)
{
	size_t good, bad;
	weigh(in, &good, &bad);
	if (!bad || good > 4 * bad) {
		note(a, notes,
			"Vài chữ không đúng mã UTF-8, đã thay bằng “\xef\xbf\xbd”; hãy xem lại tiêu đề.");
		return replace_bad(a, in);
	}
	note(a, notes,
		"Chữ không phải mã như nguồn khai; đã đọc như windows-1258, hãy xem lại dấu.");
	const char *s = convert(a, in, "WINDOWS-1258", true);
	return s ? s : replace_bad(a, in);
}

const char *feed_text(struct arena *a, const struct feed_source *s, struct texts *notes)
{
	struct bytes in = s->body;
	const char *out = NULL, *name;
	if (in.n >= 3 && !memcmp(in.p, "\xef\xbb\xbf", 3))
		in = (struct bytes){ in.p + 3, in.n - 3 };
	else if (in.n >= 2 && !memcmp(in.p, "\xff\xfe", 2))
		out = convert(a, (struct bytes){ in.p + 2, in.n - 2 }, "UTF-16LE", true);
	else if (in.n >= 2 && !memcmp(in.p, "\xfe\xff", 2))
		out = convert(a, (struct bytes){ in.p + 2, in.n - 2 }, "UTF-16BE", true);
	if (!out && in.n && text_check(in.p, in.n) == in.n) {
		out = arena_strndup(a, in.p, in.n);
	} else if (!out && in.n) {
		name = declared(a, s);
		if (name && !is_utf8(name))
			out = convert(a, in, name, false);
		if (!out)
			out = guess(a, in, notes);
	}
	char *copy = arena_strdup(a, out ? out : "");
	printable(copy, strlen(copy));
	return text_nfc(a, copy, NULL);
}

/* --- nodes --- */

bool feed_is(const xmlNode *n, const char *name)
{
	return n && n->type == XML_ELEMENT_NODE && !strcasecmp((const char *)n->name, name);
}

const char *feed_attr(struct arena *a, const xmlNode *n, const char *name)
{
	for (const xmlAttr *at = n->properties; at; at = at->next)
		if (!strcasecmp((const char *)at->name, name)) {
			struct buf b;
			buf_init(&b, a, NODE_MAX);
			for (const xmlNode *c = at->children; c; c = c->next)
				if (c->content)
					buf_puts(&b, (const char *)c->content);
			return b.p;
		}
	return NULL;
}

xmlNode *feed_walk(const xmlNode *root, xmlNode *n, bool into)
{
	if (into && n->type == XML_ELEMENT_NODE && n->children)
		return n->children;
	while (n && n != root && !n->next)
		n = n->parent;
	return n && n != root ? n->next : NULL;
}

const char *feed_node_text(struct arena *a, const xmlNode *root)
{
	struct buf b;
	buf_init(&b, a, NODE_MAX);
	for (xmlNode *n = root->children; n; n = feed_walk(root, n, true))
		if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content) {
			size_t size = strlen((const char *)n->content);
			size_t room = NODE_MAX - b.n;
			if (size > room)
				size = text_check((const char *)n->content, room);
			buf_add(&b, n->content, size);
		}
	return b.p;
}

static void release(void *doc)
{
	xmlFreeDoc(doc);
}

htmlDocPtr feed_html(struct arena *a, const char *text)
{
	htmlDocPtr d = htmlReadMemory(text, (int)strlen(text), NULL, "UTF-8",
		HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	if (d)
		arena_defer(a, release, d);
	return d;
}

/* Its words are no words of the page. */
static bool is_silent(const xmlNode *n)
{
	static const char *const names[] = { "script", "style", "noscript", "template", "iframe",
		"object", "svg", "head" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (feed_is(n, names[i]))
			return true;
	return false;
}

static const char *cut(struct arena *a, const char *s, size_t max)
{
	const char *p = s;
	for (size_t i = 0; i < max && *p; i++)
		text_next(&p);
	return *p ? arena_printf(a, "%.*s…", (int)(p - s), s) : s;
}

const char *feed_plain(struct arena *a, const char *text, size_t max)
{
	struct buf b;
	struct arena *own = arena_new();
	htmlDocPtr d = strpbrk(text, "<&")
			       ? feed_html(own, arena_printf(own, "<div>%s</div>", text))
			       : NULL;
	const xmlNode *root = d ? xmlDocGetRootElement(d) : NULL;
	buf_init(&b, own, NODE_MAX);
	for (xmlNode *n = root ? root->children : NULL; n;) {
		bool quiet = is_silent(n);
		if (n->type == XML_ELEMENT_NODE && !feed_is(n, "b") && !feed_is(n, "i") &&
			!feed_is(n, "em") && !feed_is(n, "strong") && !feed_is(n, "span") &&
			!feed_is(n, "a") && !feed_is(n, "font"))
			buf_putc(&b, ' ');
		if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
			buf_add(&b, n->content,
				text_check((const char *)n->content,
					strlen((const char *)n->content)));
		n = feed_walk(root, n, !quiet);
	}
	const char *words = d ? b.p : text;
	const char *out = cut(a, text_squeeze(a, text_nfc(a, words, NULL)), max);
	arena_free(own);
	return out;
}
