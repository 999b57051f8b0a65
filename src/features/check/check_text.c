#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Case pairs of Vietnamese have the same length; a letter of another script that has not stays. */
const char *low_of(struct arena *a, const char *s)
{
	const char *low = text_lower(a, s);
	if (strlen(low) == strlen(s))
		return low;
	struct buf b;
	buf_init(&b, a, strlen(s) + 1);
	for (const char *next = s; text_next(&next); s = next) {
		const char *one = arena_strndup(a, s, (size_t)(next - s));
		const char *small = text_lower(a, one);
		buf_puts(&b, strlen(small) == strlen(one) ? small : one);
	}
	return b.p;
}

bool word_char(unsigned c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2C00) &&
	       !(c >= 0x3000 && c < 0x3040) && !(c >= 0xE000 && c < 0xF900);
}

/* The code point that ends at p, or 0 at the start of s. */
static unsigned before(const char *s, const char *p)
{
	if (p == s)
		return 0;
	do
		p--;
	while (p > s && ((unsigned char)*p & 0xC0) == 0x80);
	return text_next(&p);
}

const char *find_words(const char *hay, const char *from, const char *needle)
{
	size_t n = strlen(needle);
	for (const char *p = strstr(from, needle); p; p = strstr(p + 1, needle)) {
		const char *end = p + n;
		if (!word_char(before(hay, p)) && !word_char(text_next(&end)))
			return p;
	}
	return NULL;
}

const char *find_any(const char *hay, const char *from, const char *const *needles, size_t *which)
{
	const char *best = NULL;
	for (size_t i = 0; needles[i]; i++) {
		const char *p = find_words(hay, from, needles[i]);
		if (!p || (best && p >= best))
			continue;
		best = p;
		if (which)
			*which = i;
	}
	return best;
}

bool has_words(const char *hay, const char *needle)
{
	return find_words(hay, hay, needle) != NULL;
}

bool has_any(const char *hay, const char *const *needles)
{
	return find_any(hay, hay, needles, NULL) != NULL;
}

bool starts_with_any(const char *s, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (text_has_prefix(s, *prefixes)) {
			const char *end = s + strlen(*prefixes);
			if (!word_char(text_next(&end)))
				return true;
		}
	return false;
}

const char *word_before(struct arena *a, const char *s, const char *p)
{
	while (p > s && p[-1] == ' ')
		p--;
	const char *end = p;
	while (p > s && word_char(before(s, p)))
		do
			p--;
		while (p > s && ((unsigned char)*p & 0xC0) == 0x80);
	return arena_strndup(a, p, (size_t)(end - p));
}

const char *word_at(struct arena *a, const char *p)
{
	p += strspn(p, " ");
	const char *end = p;
	for (const char *next = p; word_char(text_next(&next)); end = next)
		;
	return arena_strndup(a, p, (size_t)(end - p));
}

int read_digits(const char **p, int *v)
{
	int n = 0;
	*v = 0;
	for (; **p >= '0' && **p <= '9'; (*p)++, n++)
		*v = n < 8 ? *v * 10 + (**p - '0') : *v;
	return n;
}

static bool ends_sentence(const char *p)
{
	return *p == ';' || (*p == '.' && (p[1] == ' ' || !p[1] || p[1] == '/'));
}

size_t sentence_at(const char *s, const char *p, const char **from)
{
	enum { REACH = 1200 }; /* bytes each way; a sentence that is longer is no sentence */
	const char *start = p, *end = p;
	while (start > s && p - start < REACH && !ends_sentence(start - 1))
		start--;
	while (((unsigned char)*start & 0xC0) == 0x80)
		start++;
	while (*end && end - p < REACH && !ends_sentence(end))
		end++;
	while (((unsigned char)*end & 0xC0) == 0x80)
		end--;
	*from = start;
	return (size_t)(end - start);
}

const char *quote(struct arena *a, const char *s)
{
	enum { MAX = 90 };
	if (strlen(s) <= MAX)
		return s;
	size_t n = MAX;
	while (n > MAX / 2 && s[n] != ' ')
		n--;
	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return arena_printf(a, "%.*s…", (int)n, s);
}

int heading_level(const char *s, const char **rest)
{
	size_t roman = strspn(s, "IVXLC"), digit = strspn(s, "0123456789.");
	size_t n = 0;
	int level = 0;
	if (roman && (s[roman] == '.' || s[roman] == '-' || text_has_prefix(s + roman, ". "))) {
		n = roman + 1;
		level = 1;
	} else if (digit >= 1 && digit <= 8 && s[0] != '.' && s[digit] == ' ' &&
		   s[digit - 1] == '.') {
		n = digit;
		level = 2;
	} else if (digit >= 3 && digit <= 8 && s[0] != '.' && s[digit] == ' ' &&
		   memchr(s, '.', digit)) {
		n = digit;
		level = 2;
	} else {
		const char *p = s;
		unsigned c = text_next(&p);
		if (((c >= 'a' && c <= 'z') || c == 0x111) && *p == ')') {
			n = (size_t)(p + 1 - s);
			level = 3;
		}
	}
	*rest = s + n + strspn(s + n, " ");
	return **rest ? level : 0;
}

const char *item_text(const char *s)
{
	static const char *const marks[] = { "-", "+", "*", "–", "•", "—", "●", NULL };
	for (size_t i = 0; marks[i]; i++)
		if (text_has_prefix(s, marks[i])) {
			s += strlen(marks[i]);
			return s + strspn(s, " ");
		}
	return s;
}
