/* Text or bytes being built, always with a ceiling. Going past it sets `over` and drops the rest,
 * so that appending needs no check; the builder looks once at the end. Lives in an arena. */
#ifndef LIB_BASE_BUF_H
#define LIB_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"

struct bytes { /* finished ones, of any kind; whoever hands them out says how long they live */
	const char *p;
	size_t n;
};

struct buf {
	char *p; /* always NUL-terminated, never NULL */
	size_t n; /* bytes without the NUL */
	size_t cap, max;
	bool over;
	struct arena *a;
};

void buf_init(struct buf *b, struct arena *a, size_t max);
/* Room for n bytes in all at once, where so many are expected. */
void buf_reserve(struct buf *b, size_t n);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_number(struct buf *b, int64_t n); /* in decimal */
void buf_printf(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), nonnull(1, 2)));
void buf_clear(struct buf *b);
/* A JSON string with its quotes. s is valid UTF-8; NULL gives null. */
void buf_json(struct buf *b, const char *s);

#endif
