#include "lib/html/html.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

struct html {
	const char *p;
	size_t n;
};

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}

static void put_escaped(struct buf *b, const char *s, size_t n)
{
	size_t from = 0;
	for (size_t i = 0; i < n; i++) {
		const char *e = entity(s[i]);
		if (!e)
			continue;
		buf_add(b, s + from, i - from);
		buf_puts(b, e);
		from = i + 1;
	}
	buf_add(b, s + from, n - from);
}

void html_put_text(struct buf *b, const char *s)
{
	if (s)
		put_escaped(b, s, strlen(s));
}

void html_put_int(struct buf *b, int64_t i)
{
	buf_printf(b, "%" PRId64, i);
}

void html_put_size(struct buf *b, uint64_t n)
{
	buf_printf(b, "%" PRIu64, n);
}

void html_put_date(struct buf *b, struct date d)
{
	html_put_text(b, date_short(b->a, d));
}

static bool ascii_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void html_part_text(struct buf *b, const char *s)
{
	for (; s && *s; s++)
		if (ascii_alnum(*s) || strchr("-._~@", *s))
			buf_putc(b, *s);
		else
			buf_printf(b, "%%%02X", (unsigned)(unsigned char)*s);
}

void html_part_date(struct buf *b, struct date d)
{
	html_part_text(b, date_iso(b->a, d));
}

/* Browsers drop tabs and line ends from addresses and read "\" as "/": neither is ever needed. */
static bool plain_bytes(const char *url)
{
	for (; *url; url++)
		if ((unsigned char)*url <= ' ' || *url == 0x7f || *url == '\\')
			return false;
	return true;
}

static bool scheme_ok(const char *url)
{
	static const char *const allowed[] = { "http://", "https://", "mailto:", "tel:" };
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
		size_t n = strlen(allowed[i]);
		if (strncasecmp(url, allowed[i], n) == 0 && url[n] && url[n] != '/')
			return true;
	}
	return false;
}

bool html_url_ok(const char *url)
{
	if (!url || !*url || !plain_bytes(url) || (url[0] == '/' && url[1] == '/'))
		return false;
	return url[strcspn(url, ":/?#")] == ':' ? scheme_ok(url) : true;
}

void html_put_url(struct buf *b, const char *url)
{
	html_put_text(b, html_url_ok(url) ? url : "#");
}

void html_put_webp(struct buf *b, const struct html_webp *v, size_t n, const char *sizes)
{
	if (!n)
		return;
	buf_puts(b, "<source type=\"image/webp\" srcset=\"");
	for (size_t i = 0; i < n; i++) {
		buf_puts(b, i ? ", " : "");
		html_put_url(b, v[i].href);
		buf_printf(b, " %dw", v[i].width);
	}
	buf_puts(b, "\" sizes=\"");
	html_put_text(b, sizes);
	buf_puts(b, "\">\n");
}

void html_put_raw(struct buf *b, const struct html *h)
{
	if (h)
		buf_add(b, h->p, h->n);
}

const struct html *html_stored(struct arena *a, const char *markup)
{
	struct html *h = ARENA_NEW(a, struct html);
	h->n = strlen(markup);
	h->p = arena_strndup(a, markup, h->n);
	return h;
}

const char *html_markup(const struct html *h)
{
	return h->p;
}

/* The length of the line at s without its end; *next is the line behind it, NULL at the end. */
static size_t line_length(const char *s, const char **next)
{
	size_t n = strcspn(s, "\n");
	*next = s[n] ? s + n + 1 : NULL;
	return n && s[n - 1] == '\r' ? n - 1 : n;
}

const struct html *html_lines(struct arena *a, const char *text)
{
	struct buf b;
	buf_init(&b, a, SIZE_MAX);
	bool open = false;
	for (const char *s = text, *next; s; s = next) {
		size_t n = line_length(s, &next);
		if (!n) {
			buf_puts(&b, open ? "</p>\n" : "");
			open = false;
			continue;
		}
		buf_puts(&b, open ? "<br>\n" : "<p>");
		put_escaped(&b, s, n);
		open = true;
	}
	if (open)
		buf_puts(&b, "</p>\n");
	struct html *h = ARENA_NEW(a, struct html);
	*h = (struct html){ b.p, b.n };
	return h;
}
