#include "lib/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Small arenas come by the thousand, and every block is cleared: they grow in steps. */
enum { BLOCK_FIRST = 1024, GROWTH = 4, BLOCK = 16 * 1024, ALIGN = 16 };

struct block {
	struct block *next;
	size_t used, size;
	_Alignas(ALIGN) unsigned char data[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct block *blocks; /* the first one is being filled */
	struct deferred *deferred;
};

void die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);
	if (!a)
		die("hết bộ nhớ");
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	while (a->deferred) {
		struct deferred *d = a->deferred;
		a->deferred = d->next;
		d->fn(d->arg);
	}
	while (a->blocks) {
		struct block *b = a->blocks;
		a->blocks = b->next;
		free(b);
	}
	free(a);
}

static struct block *block_new(size_t size, bool clear)
{
	struct block *b = clear ? calloc(1, sizeof *b + size) : malloc(sizeof *b + size);
	if (!b)
		die("hết bộ nhớ");
	b->next = NULL;
	b->used = 0;
	b->size = size;
	return b;
}

static void *alloc(struct arena *a, size_t n, bool clear)
{
	if (n > SIZE_MAX / 2)
		die("hết bộ nhớ");
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	struct block *b = a->blocks;
	if (!b || b->size - b->used < n) {
		size_t usual = b ? b->size * GROWTH : BLOCK_FIRST;
		if (usual > BLOCK)
			usual = BLOCK;
		b = block_new(n > usual ? n : usual, clear || n <= BLOCK);
		/* A large block goes behind the one being filled, whose rest stays usable. */
		if (n > BLOCK && a->blocks) {
			b->next = a->blocks->next;
			a->blocks->next = b;
		} else {
			b->next = a->blocks;
			a->blocks = b;
		}
	}
	void *p = b->data + b->used;
	b->used += n;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return alloc(a, n, true);
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		die("hết bộ nhớ");
	return arena_alloc(a, n * size);
}

void *arena_grow(struct arena *a, const void *old, size_t old_size, size_t size)
{
	void *p = arena_alloc(a, size);
	if (old)
		memcpy(p, old, old_size < size ? old_size : size);
	return p;
}

void *arena_bytes(struct arena *a, size_t n)
{
	return alloc(a, n, false);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);
	memcpy(p, s, n);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char shorter[256]; /* most are: written once, not first to be counted */
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(shorter, sizeof shorter, fmt, again);
	va_end(again);
	if (n < 0)
		die("vsnprintf: %s", fmt);
	if ((size_t)n < sizeof shorter)
		return arena_strndup(a, shorter, (size_t)n);
	char *p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct deferred *d = arena_alloc(a, sizeof *d);
	*d = (struct deferred){ a->deferred, fn, arg };
	a->deferred = d;
}
