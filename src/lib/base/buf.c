#include "lib/base/buf.h"

#include <stdarg.h>
#include <string.h>

void buf_init(struct buf *b, struct arena *a, size_t max)
{
	*b = (struct buf){ .a = a, .max = max };
	b->p = arena_alloc(a, 1);
}

static void grow(struct buf *b, size_t cap)
{
	char *p = arena_bytes(b->a, cap);
	memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = cap;
}

void buf_reserve(struct buf *b, size_t n)
{
	if (n > b->max)
		n = b->max;
	if (n < b->cap)
		return;
	grow(b, n + 1);
	b->p[b->n] = '\0';
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	if (b->over || n > b->max - b->n) {
		b->over = true;
		return;
	}
	if (b->n + n + 1 > b->cap) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		while (cap < b->n + n + 1)
			cap *= 2;
		if (cap - 1 > b->max) /* a small ceiling is all that is ever needed */
			cap = b->max + 1;
		grow(b, cap);
	}
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	buf_puts(b, arena_vprintf(b->a, fmt, ap));
	va_end(ap);
}

void buf_number(struct buf *b, int64_t n)
{
	char text[20], *p = text + sizeof text;
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (n < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(text + sizeof text - p));
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->over = false;
	b->p[0] = '\0';
}

void buf_json(struct buf *b, const char *s)
{
	if (!s) {
		buf_puts(b, "null");
		return;
	}
	buf_putc(b, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_puts(b, "\\n");
		else if (c < 0x20)
			buf_printf(b, "\\u%04x", c);
		else
			buf_putc(b, (char)c);
	}
	buf_putc(b, '"');
}
