#include "lib/doc/extract.h"

#include <string.h>

#include "lib/base/text.h"

struct text_line {
	const char *text; /* trimmed, inner white space kept */
	int number;
	size_t length; /* code points */
};

struct text_lines {
	struct text_line *v;
	size_t n, cap;
};

static enum rc check_bytes(const char *p, size_t n, struct err *e)
{
	if (n > EXTRACT_FILE_MAX)
		return ERR(
			e, RC_INVALID, NULL, "Tệp lớn hơn 20 MB: không phải một báo cáo bằng chữ.");
	if (n >= 2 && (!memcmp(p, "\xff\xfe", 2) || !memcmp(p, "\xfe\xff", 2)))
		return ERR(e, RC_INVALID, NULL,
			"Tệp chữ được lưu theo bảng mã UTF-16: hãy lưu lại theo UTF-8 rồi kiểm tra lại.");
	size_t bad = text_check(p, n);
	if (bad == n)
		return RC_OK;
	size_t line = 1;
	for (size_t i = 0; i < bad; i++)
		line += p[i] == '\n';
	return ERR(e, RC_INVALID, NULL,
		"Dòng %zu (byte thứ %zu) không phải chữ UTF-8: hãy lưu tệp theo bảng mã Unicode (UTF-8).",
		line, bad + 1);
}

/* Lines end with LF, CRLF or a lone CR; a form feed begins a page and ends a line as well. */
static struct text_lines split_lines(struct arena *a, const char *s)
{
	struct text_lines list = { 0 };
	for (int number = 1;; number++) {
		size_t n = strcspn(s, "\r\n\f");
		const char *text = text_trim(a, arena_strndup(a, s, n));
		struct text_line l = { text, number, text_length(text) };
		ARENA_PUSH(a, &list, l);
		s += n;
		if (!*s)
			return list;
		number -= *s == '\f'; /* editors do not count it as a line's end */
		s += s[0] == '\r' && s[1] == '\n' ? 2 : 1;
	}
}

static bool is_lower(struct arena *a, const char *s)
{
	const char *next = s;
	unsigned c = text_next(&next);
	if (!c || (c < 0xC0 && !(c >= 'a' && c <= 'z')))
		return false;
	const char *one = arena_strndup(a, s, (size_t)(next - s));
	return text_eq(text_lower(a, one), one) && !text_eq(text_upper(a, one), one);
}

/* "-", "+", "1.", "a)" and their kind begin a paragraph even where it is lower case. */
bool extract_has_mark(const char *s)
{
	if (strchr("-+*", *s))
		return true;
	size_t n = strcspn(s, ".)");
	return n > 0 && n <= 3 && s[n] && (s[n + 1] == ' ' || !s[n + 1]);
}

static size_t longest(const struct text_lines *list)
{
	size_t width = 0;
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].length > width)
			width = list->v[i].length;
	return width;
}

/* The width at which an editor wrapped the file, or 0: many of the long lines go on in lower case
 * on the next one, with no empty line between. */
static size_t wrap_width(struct arena *a, const struct text_lines *list)
{
	size_t width = longest(list), going_on = 0, full = 0;
	for (size_t i = 0; i + 1 < list->n; i++) {
		const struct text_line *l = &list->v[i], *next = l + 1;
		if (l->length * 10 < width * 7)
			continue;
		full++;
		going_on +=
			next->length && !extract_has_mark(next->text) && is_lower(a, next->text);
	}
	return going_on >= 4 && going_on * 3 >= full && width <= 160 ? width : 0;
}

static bool continues(
	struct arena *a, const struct text_line *l, const struct text_line *next, size_t width)
{
	if (!width || !next->length || l->length * 10 < width * 7 || extract_has_mark(next->text))
		return false;
	return is_lower(a, next->text) || !strchr(".;:", l->text[strlen(l->text) - 1]);
}

void extract_add(struct arena *a, struct extract *x, struct extract_para p)
{
	p.text = text_squeeze(a, p.text);
	if (*p.text && x->paras.n < EXTRACT_PARAS_MAX)
		ARENA_PUSH(a, &x->paras, p);
}

static bool ends_with(const char *s, size_t n, const char *word)
{
	size_t k = strlen(word);
	return n >= k && !memcmp(s + n - k, word, k);
}

bool extract_splits(const char *before, size_t n, const char *after)
{
	/* The room kept for a number or a day. */
	if (!*after || *after == '/' || ends_with(before, n, "ngày") ||
		ends_with(before, n, "tháng") || ends_with(before, n, "Số:"))
		return false;
	/* The gap behind a list mark. */
	return !(n <= 5 && extract_has_mark(before) && !memchr(before, ' ', n));
}

/* Where a column ends in s: a tab or four blanks. */
static const char *column_end(const char *s)
{
	for (const char *p = s; *p; p++) {
		size_t n = strspn(p, " \t");
		if (!n)
			continue;
		bool gap = n >= 4 || memchr(p, '\t', n);
		if (gap && p > s && extract_splits(s, (size_t)(p - s), p + n))
			return p;
		p += n - 1;
	}
	return NULL;
}

void extract_add_columns(struct arena *a, struct extract *x, struct extract_para p)
{
	const char *rest = p.text;
	for (const char *end; (end = column_end(rest));) {
		p.text = arena_strndup(a, rest, (size_t)(end - rest));
		extract_add(a, x, p);
		rest = end + strspn(end, " \t");
	}
	p.text = rest;
	extract_add(a, x, p);
}

enum rc extract_txt(struct arena *a, const char *p, size_t n, struct extract **out, struct err *e)
{
	if (n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3)) {
		p += 3;
		n -= 3;
	}
	enum rc rc = check_bytes(p, n, e);
	if (rc)
		return rc;
	struct extract *x = ARENA_NEW(a, struct extract);
	x->format = EXTRACT_TXT;
	struct text_lines list = split_lines(a, text_nfc(a, arena_strndup(a, p, n), NULL));
	size_t width = wrap_width(a, &list);
	for (size_t i = 0; i < list.n; i++) {
		int number = list.v[i].number;
		struct buf joined;
		buf_init(&joined, a, n * 3 + 16);
		buf_puts(&joined, list.v[i].text);
		while (i + 1 < list.n && continues(a, &list.v[i], &list.v[i + 1], width)) {
			buf_putc(&joined, ' ');
			buf_puts(&joined, list.v[++i].text);
		}
		struct extract_para para = { .text = joined.p, .number = number };
		extract_add_columns(a, x, para);
	}
	if (!x->paras.n)
		return ERR(e, RC_INVALID, NULL, "Tệp không có chữ nào.");
	*out = x;
	return RC_OK;
}

const char *extract_place(struct arena *a, const struct extract *x, const struct extract_para *p)
{
	if (x->format == EXTRACT_TXT)
		return arena_printf(a, "dòng %d", p->number);
	if (x->format == EXTRACT_DOCX)
		return arena_printf(a, "đoạn %d", p->number);
	return arena_printf(a, "trang %d, dòng %d", p->page, p->number);
}
