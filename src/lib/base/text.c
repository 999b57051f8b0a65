#include "lib/base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Bytes from 1 to 127 at the beginning of p, counted by words. */
static size_t plain_ascii(const char *p, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	size_t i = 0;
	for (uint64_t w; i + sizeof w <= n; i += sizeof w) {
		memcpy(&w, p + i, sizeof w);
		if ((w | (w - ones)) & tops)
			break;
	}
	while (i < n && (signed char)p[i] > 0)
		i++;
	return i;
}

static bool follows(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Bytes of letters beyond ASCII at the beginning of p whose form the first byte tells by itself
 * (U+0080 to U+07FF, U+1000 to U+CFFF): all of Vietnamese. What else there is, utf8proc knows. */
static size_t plain_letters(const char *p, size_t n)
{
	size_t i = 0;
	for (;;) {
		unsigned char c = i < n ? (unsigned char)p[i] : 0;
		if (c >= 0xE1 && c <= 0xEC && n - i > 2 && follows(p[i + 1]) && follows(p[i + 2]))
			i += 3;
		else if (c >= 0xC2 && c <= 0xDF && n - i > 1 && follows(p[i + 1]))
			i += 2;
		else
			return i;
	}
}

size_t text_check(const char *p, size_t n)
{
	size_t i = 0;
	while ((i += plain_ascii(p + i, n - i)) < n) {
		size_t letters = plain_letters(p + i, n - i);
		if (letters) {
			i += letters;
			continue;
		}
		utf8proc_int32_t c;
		utf8proc_ssize_t step = utf8proc_iterate(
			(const utf8proc_uint8_t *)p + i, (utf8proc_ssize_t)(n - i), &c);
		if (step <= 0 || c == 0)
			return i;
		i += (size_t)step;
	}
	return n;
}

static const char *map(struct arena *a, const char *s, utf8proc_option_t options)
{
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t n =
		utf8proc_map((const utf8proc_uint8_t *)s, 0, &out, UTF8PROC_NULLTERM | options);
	if (n < 0)
		die("utf8proc: %s", utf8proc_errmsg(n));
	char *copy = arena_strndup(a, (const char *)out, (size_t)n);
	free(out);
	return copy;
}

/* Is it NFC at a glance? Below U+0300, and among the letters that Unicode made for Vietnamese,
 * nothing is decomposed or composes with what follows, as long as no combining mark comes. */
static bool plain_nfc(const char *s)
{
	for (unsigned c; (c = text_next(&s));)
		if (c >= 0x300 && !(c >= 0x1EA0 && c <= 0x1EF9) && !(c >= 0x2010 && c <= 0x2027))
			return false;
	return true;
}

const char *text_nfc(struct arena *a, const char *s, bool *changed)
{
	if (plain_nfc(s)) {
		if (changed)
			*changed = false;
		return arena_strdup(a, s);
	}
	const char *out = map(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (changed)
		*changed = strcmp(out, s) != 0;
	return out;
}

unsigned text_next(const char **s)
{
	if (!(**s & 0x80))
		return **s ? (unsigned)*(*s)++ : 0;
	utf8proc_int32_t c;
	utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
	if (step <= 0)
		die("text_next: not UTF-8");
	*s += step;
	return (unsigned)c;
}

bool text_is_word(unsigned c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
	return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
	       (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

unsigned text_fold_one(unsigned c)
{
	enum { MOST = 18 }; /* of what one code point decomposes into */
	utf8proc_int32_t out[MOST];
	int boundary = 0;
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, out, MOST,
		UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
	if (n <= 0)
		return c;
	return out[0] == 0x111 ? 'd' : (unsigned)out[0]; /* đ has no decomposition */
}

void text_put(struct buf *b, unsigned c)
{
	utf8proc_uint8_t u[4];
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, u);
	buf_add(b, u, (size_t)n);
}

static bool is_space(unsigned c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x202F || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200B) || c == 0xFEFF;
}

static const char *each(struct arena *a, const char *s, utf8proc_int32_t (*fn)(utf8proc_int32_t))
{
	struct buf b;
	buf_init(&b, a, 4 * strlen(s) + 1);
	for (unsigned c; (c = text_next(&s));)
		text_put(&b, (unsigned)fn((utf8proc_int32_t)c));
	return b.p;
}

const char *text_lower(struct arena *a, const char *s)
{
	return each(a, s, utf8proc_tolower);
}

const char *text_upper(struct arena *a, const char *s)
{
	return each(a, s, utf8proc_toupper);
}

const char *text_capital(struct arena *a, const char *s)
{
	const char *rest = s;
	text_next(&rest);
	return arena_printf(
		a, "%s%s", text_upper(a, arena_strndup(a, s, (size_t)(rest - s))), rest);
}

const char *text_squeeze(struct arena *a, const char *s)
{
	struct buf b;
	buf_init(&b, a, strlen(s) + 1);
	bool gap = false;
	for (unsigned c; (c = text_next(&s));) {
		if (is_space(c)) {
			gap = b.n > 0;
			continue;
		}
		if (gap)
			buf_putc(&b, ' ');
		gap = false;
		text_put(&b, c);
	}
	return b.p;
}

const char *text_fold(struct arena *a, const char *s)
{
	const char *bare = map(a, s,
		UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
	struct buf b;
	buf_init(&b, a, strlen(bare) + 1);
	for (unsigned c; (c = text_next(&bare));)
		text_put(&b, c == 0x111 ? 'd' : c); /* đ has no decomposition */
	return text_squeeze(a, b.p);
}

const char *text_trim_n(struct arena *a, const char *s, size_t n)
{
	const char *first = NULL, *last = NULL;
	for (const char *p = s; p < s + n;) {
		const char *here = p;
		if (is_space(text_next(&p)))
			continue;
		if (!first)
			first = here;
		last = p;
	}
	return first ? arena_strndup(a, first, (size_t)(last - first)) : "";
}

const char *text_trim(struct arena *a, const char *s)
{
	return text_trim_n(a, s, strlen(s));
}

bool text_blank(const char *s)
{
	unsigned c;
	while ((c = text_next(&s)) && is_space(c))
		;
	return !c;
}

bool text_eq(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_has_prefix(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

size_t text_length(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

struct texts text_split(struct arena *a, const char *s, char sep)
{
	struct texts list = { 0 };
	for (;;) {
		const char *end = strchr(s, sep);
		size_t n = end ? (size_t)(end - s) : strlen(s);
		const char *part = text_trim_n(a, s, n);
		if (*part)
			ARENA_PUSH(a, &list, part);
		if (!end)
			return list;
		s = end + 1;
	}
}

const char *text_join(struct arena *a, const struct texts *list, const char *sep)
{
	size_t max = 1;
	for (size_t i = 0; i < list->n; i++)
		max += strlen(list->v[i]) + strlen(sep);
	struct buf b;
	buf_init(&b, a, max);
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_puts(&b, sep);
		buf_puts(&b, list->v[i]);
	}
	return b.p;
}
