#include "lib/fetch/link.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"

/* Parts of an address, pointing into it; a part that is not there has p NULL. */
struct span {
	const char *p;
	size_t n;
};

struct parts {
	struct span scheme, host, path, query; /* host: with its port */
};

static const struct span none = { NULL, 0 };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Where a scheme ends ("https" of "https://..."), or 0. */
static size_t scheme_length(const char *s, size_t n)
{
	size_t i = 0;
	if (!n || !is_letter(s[0]))
		return 0;
	while (i < n && (is_letter(s[i]) || is_digit(s[i]) || strchr("+-.", s[i])))
		i++;
	return i < n && s[i] == ':' ? i : 0;
}

static size_t until(const char *p, size_t n, const char *ends)
{
	size_t i = 0;
	while (i < n && !strchr(ends, p[i]))
		i++;
	return i;
}

static struct parts split(const char *s)
{
	struct parts x = { none, none, none, none };
	size_t n = until(s, strlen(s), "#"), k = scheme_length(s, n);
	if (k) {
		x.scheme = (struct span){ s, k };
		s += k + 1;
		n -= k + 1;
	}
	if (n >= 2 && s[0] == '/' && s[1] == '/') {
		k = until(s + 2, n - 2, "/?");
		x.host = (struct span){ s + 2, k };
		s += k + 2;
		n -= k + 2;
	}
	k = until(s, n, "?");
	x.path = (struct span){ s, k };
	if (k < n)
		x.query = (struct span){ s + k + 1, n - k - 1 };
	return x;
}

static bool equals(struct span x, const char *word)
{
	return x.p && x.n == strlen(word) && !strncasecmp(x.p, word, x.n);
}

/* A name, a number of IPv4, or one of IPv6 in brackets; perhaps with a port. */
static bool host_ok(struct span h)
{
	size_t i = 0;
	if (h.n && h.p[0] == '[') {
		for (i = 1; i < h.n && h.p[i] != ']'; i++)
			if (!strchr("0123456789abcdefABCDEF:.", h.p[i]))
				return false;
		if (i++ >= h.n)
			return false;
	} else {
		for (; i < h.n && h.p[i] != ':'; i++)
			if (!is_letter(h.p[i]) && !is_digit(h.p[i]) && !strchr(".-_", h.p[i]))
				return false;
	}
	if (!i || i == h.n)
		return i > 0;
	size_t digits = 0;
	while (i + 1 + digits < h.n && is_digit(h.p[i + 1 + digits]))
		digits++;
	return h.p[i] == ':' && digits <= 5 && i + 1 + digits == h.n;
}

static int hex(char c)
{
	return is_digit(c)                          ? c - '0'
	       : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10
						    : -1;
}

/* What may stand as it is; a % that begins no number is encoded too. */
static void put_encoded(struct buf *b, struct span x, const char *extra)
{
	for (size_t i = 0; i < x.n; i++) {
		char c = x.p[i];
		bool good = is_letter(c) || is_digit(c) || (c && strchr("-._~!$&'()*+,;=:@/", c)) ||
			    (c && strchr(extra, c));
		if (c == '%' && i + 2 < x.n && hex(x.p[i + 1]) >= 0 && hex(x.p[i + 2]) >= 0)
			good = true;
		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		if (good)
			buf_putc(b, c);
		else
			buf_printf(b, "%%%02X", (unsigned char)c);
	}
}

/* Without "." and ".." (RFC 3986, 5.2.4); begins with "/". */
static const char *remove_dots(struct arena *a, const char *path)
{
	struct buf b;
	buf_init(&b, a, strlen(path) + 2);
	for (const char *p = path; *p;) {
		const char *s = *p == '/' ? p + 1 : p;
		size_t n = strcspn(s, "/");
		bool last = !s[n];
		if (n == 1 && s[0] == '.') {
			if (last)
				buf_putc(&b, '/');
		} else if (n == 2 && s[0] == '.' && s[1] == '.') {
			while (b.n && b.p[b.n - 1] != '/')
				b.p[--b.n] = '\0';
			if (b.n)
				b.p[--b.n] = '\0';
			if (last)
				buf_putc(&b, '/');
		} else {
			buf_putc(&b, '/');
			buf_add(&b, s, n);
		}
		p = s + n;
	}
	return b.n ? b.p : "/";
}

/* The path of href put in place of the last part of the base's. */
static const char *merge(struct arena *a, const struct parts *base, struct span path)
{
	struct buf b;
	buf_init(&b, a, 4 * LINK_MAX);
	if (path.n && path.p[0] != '/' && base) {
		size_t n = base->path.n;
		while (n && base->path.p[n - 1] != '/')
			n--;
		put_encoded(&b, (struct span){ base->path.p, n }, "");
	}
	if (!path.n && base)
		put_encoded(&b, base->path, "");
	put_encoded(&b, path, "");
	return remove_dots(a, b.p);
}

const char *link_resolve(struct arena *a, const char *base, const char *href)
{
	const char *s = text_trim(a, href);
	struct parts x = split(s), of = { none, none, none, none };
	const struct parts *under = NULL;
	if (!*s || strlen(s) > LINK_MAX)
		return NULL;
	if (base)
		of = split(base);
	if (!x.scheme.p)
		x.scheme = of.scheme;
	if (!x.host.p && !equals(x.scheme, "javascript") && base &&
		(x.scheme.p == of.scheme.p)) { /* relative */
		x.host = of.host;
		under = &of;
		if (!x.path.n && !x.query.p)
			x.query = of.query;
	}
	bool secure = equals(x.scheme, "https");
	if ((!secure && !equals(x.scheme, "http")) || !host_ok(x.host))
		return NULL;
	struct buf b;
	buf_init(&b, a, 8 * LINK_MAX);
	buf_puts(&b, secure ? "https://" : "http://");
	for (size_t i = 0; i < x.host.n; i++)
		buf_putc(&b, lower(x.host.p[i]));
	buf_puts(&b, merge(a, under, x.path));
	if (x.query.p) {
		buf_putc(&b, '?');
		put_encoded(&b, x.query, "?");
	}
	return b.over || b.n > LINK_MAX ? NULL : b.p;
}

const char *link_host(struct arena *a, const char *link)
{
	struct parts x = split(link);
	char *host = arena_strndup(a, x.host.p ? x.host.p : "", x.host.n);
	for (char *p = host; *p; p++)
		*p = lower(*p);
	return host;
}

/* Parameters that say who came from where, not what is read; a name that ends in "*" is a
 * beginning. */
static const char *const tracking[] = { "utm_*", "fbclid", "gclid", "dclid", "msclkid", "zarsrc",
	"gidzl", "zalo_*", "mc_cid", "mc_eid", "_ga", "_gl", "igshid", "mibextid", "rdid", "sfnsn",
	"share_url", "__cft__*", "__tn__", "__xts__*", "phpsessid", "jsessionid", "sid",
	"aspsessionid*" };

static bool is_tracking(struct span name)
{
	for (size_t i = 0; i < sizeof tracking / sizeof *tracking; i++) {
		size_t n = strlen(tracking[i]);
		bool begin = tracking[i][n - 1] == '*';
		if (begin ? name.n >= n - 1 && !strncasecmp(name.p, tracking[i], n - 1)
			  : equals(name, tracking[i]))
			return true;
	}
	return false;
}

/* %7e and ~ are the same; %2f and / are not. */
static void put_plain(struct buf *b, struct span x)
{
	for (size_t i = 0; i < x.n; i++) {
		if (x.p[i] != '%' || i + 2 >= x.n || hex(x.p[i + 1]) < 0 || hex(x.p[i + 2]) < 0) {
			buf_putc(b, x.p[i]);
			continue;
		}
		char c = (char)(hex(x.p[i + 1]) * 16 + hex(x.p[i + 2]));
		if (is_letter(c) || is_digit(c) || (c && strchr("-._~", c)))
			buf_putc(b, c);
		else
			buf_printf(b, "%%%02X", (unsigned char)c);
		i += 2;
	}
}

static void put_host(struct buf *b, const char *host)
{
	static const struct {
		const char *from, *to;
	} same[] = { { "m.facebook.com", "facebook.com" }, { "web.facebook.com", "facebook.com" },
		{ "mbasic.facebook.com", "facebook.com" } };
	if (!strncmp(host, "www.", 4))
		host += 4;
	size_t n = strlen(host);
	if (n > 3 && !strcmp(host + n - 3, ":80"))
		n -= 3;
	else if (n > 4 && !strcmp(host + n - 4, ":443"))
		n -= 4;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (n == strlen(same[i].from) && !strncmp(host, same[i].from, n)) {
			buf_puts(b, same[i].to);
			return;
		}
	buf_add(b, host, n);
}

static void put_query(struct buf *b, struct span q)
{
	char before = '?';
	while (q.n) {
		size_t n = until(q.p, q.n, "&");
		struct span pair = { q.p, n }, name = { q.p, until(q.p, n, "=") };
		if (n && !is_tracking(name)) {
			buf_putc(b, before);
			put_plain(b, pair);
			before = '&';
		}
		n += n < q.n;
		q.p += n;
		q.n -= n;
	}
}

const char *link_key(struct arena *a, const char *link)
{
	struct parts x = split(link);
	struct buf b;
	struct span path = x.path;
	buf_init(&b, a, 8 * LINK_MAX);
	put_host(&b, link_host(a, link));
	for (size_t i = 0; i + 12 <= path.n; i++) /* ";jsessionid=..." is the server's own */
		if (!strncasecmp(path.p + i, ";jsessionid=", 12))
			path.n = i;
	while (path.n && path.p[path.n - 1] == '/')
		path.n--;
	put_plain(&b, path);
	if (x.query.p)
		put_query(&b, x.query);
	return b.p;
}
