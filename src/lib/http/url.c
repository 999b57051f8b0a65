#include "lib/http/url.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The raw bytes; NULL on a broken %. The length goes to *len, since there may be a NUL among them.
 */
static char *unescape(struct arena *a, const char *p, size_t n, bool plus, size_t *len)
{
	char *out = arena_alloc(a, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '%') {
			bool whole = n - i > 2;
			int high = whole ? hex(p[i + 1]) : -1, low = whole ? hex(p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return NULL;
			out[k++] = (char)(high * 16 + low);
			i += 2;
		} else {
			out[k++] = plus && p[i] == '+' ? ' ' : p[i];
		}
	}
	*len = k;
	return out;
}

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7F;
}

static const char *clean(struct arena *a, const char *p, size_t n)
{
	if (text_check(p, n) != n)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (is_control((unsigned char)p[i]))
			return NULL;
	return text_nfc(a, arena_strndup(a, p, n), NULL);
}

static const char *decode(struct arena *a, const char *p, size_t n)
{
	size_t len;
	char *raw = unescape(a, p, n, false, &len);
	return raw ? clean(a, raw, len) : NULL;
}

const char *url_clean_field(struct arena *a, const char *p, size_t n)
{
	if (text_check(p, n) != n)
		return NULL;
	char *out = arena_alloc(a, n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\r') {
			out[k++] = '\n';
			if (i + 1 < n && p[i + 1] == '\n')
				i++;
		} else if (is_control((unsigned char)p[i]) && p[i] != '\t' && p[i] != '\n') {
			return NULL;
		} else {
			out[k++] = p[i];
		}
	}
	return text_nfc(a, out, NULL);
}

static const char *decode_field(struct arena *a, const char *p, size_t n)
{
	size_t len;
	char *raw = unescape(a, p, n, true, &len);
	return raw ? url_clean_field(a, raw, len) : NULL;
}

static bool decode_pair(struct arena *a, const char *p, size_t n, struct http_pair *out)
{
	const char *equals = memchr(p, '=', n);
	size_t name = equals ? (size_t)(equals - p) : n;
	size_t value = equals ? n - name - 1 : 0;
	out->name = decode_field(a, p, name);
	out->value = decode_field(a, equals ? equals + 1 : p, value);
	return out->name && out->value;
}

bool url_decode_pairs(struct arena *a, const char *p, size_t n, size_t max, struct http_pairs *out)
{
	struct http_pairs list = { 0 };
	for (const char *end = p + n; p < end;) {
		const char *and = memchr(p, '&', (size_t)(end - p));
		size_t len = (size_t)((and? and : end) - p);
		if (len) {
			struct http_pair pair;
			if (list.n == max || !decode_pair(a, p, len, &pair))
				return false;
			ARENA_PUSH(a, &list, pair);
		}
		p += len + 1;
		if (!and)
			break;
	}
	*out = list;
	return true;
}

static bool segment_ok(const char *s)
{
	return strcmp(s, ".") != 0 && strcmp(s, "..") != 0 && !strpbrk(s, "/\\");
}

const char *pairs_get(const struct http_pairs *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, name) == 0)
			return list->v[i].value;
	return NULL;
}

bool url_decode_path(struct arena *a, const char *p, size_t n, const char **out)
{
	if (!n || *p != '/')
		return false;
	struct buf b;
	buf_init(&b, a, 4 * n + 2);
	for (const char *end = p + n; p < end;) {
		const char *from = p + 1;
		const char *slash = memchr(from, '/', (size_t)(end - from));
		p = slash ? slash : end;
		const char *segment = decode(a, from, (size_t)(p - from));
		if (!segment || !segment_ok(segment))
			return false;
		buf_putc(&b, '/');
		buf_puts(&b, segment);
	}
	if (b.over)
		return false;
	*out = b.p;
	return true;
}

const char *url_encode(struct arena *a, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf b;
	buf_init(&b, a, 3 * strlen(s) + 1);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			     (c >= 'a' && c <= 'z') || strchr("-._~", c);
		if (plain) {
			buf_putc(&b, (char)c);
		} else {
			buf_putc(&b, '%');
			buf_putc(&b, digits[c >> 4]);
			buf_putc(&b, digits[c & 15]);
		}
	}
	return b.p;
}
