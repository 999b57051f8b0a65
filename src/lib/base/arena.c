#include "lib/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Small arenas come by the thousand: they grow in steps. */
enum { BLOCK_FIRST = 1024, GROWTH = 4, BLOCK = 16 * 1024, ALIGN = 16 };

#ifdef __SANITIZE_ADDRESS__
enum { KEEPS = 0 }; /* so that what is used after its end is seen */
#else
enum { KEEPS = 1 };
#endif

struct block {
	struct block *next;
	size_t used, size;
	bool clear; /* what is not used yet is zero */
	_Alignas(ALIGN) unsigned char data[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct block *blocks; /* the first one is being filled */
	struct block *spare; /* of an earlier use */
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

static void run_deferred(struct arena *a)
{
	while (a->deferred) {
		struct deferred *d = a->deferred;
		a->deferred = d->next;
		d->fn(d->arg);
	}
}

static void free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;
		free(b);
		b = next;
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	run_deferred(a);
	free_blocks(a->blocks);
	free_blocks(a->spare);
	free(a);
}

void arena_reset(struct arena *a, size_t keep)
{
	run_deferred(a);
	struct block *all[] = { a->blocks, a->spare };
	a->blocks = a->spare = NULL;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		for (struct block *b = all[i], *next; b; b = next) {
			next = b->next;
			if (!KEEPS || b->size > keep) {
				free(b);
				continue;
			}
			keep -= b->size;
			b->used = 0;
			b->clear = false;
			b->next = a->spare;
			a->spare = b;
		}
	}
}

static struct block *block_new(size_t size, bool clear)
{
	struct block *b = clear ? calloc(1, sizeof *b + size) : malloc(sizeof *b + size);
	if (!b)
		die("hết bộ nhớ");
	b->next = NULL;
	b->used = 0;
	b->size = size;
	b->clear = clear;
	return b;
}

/* The smallest that will do. */
static struct block *block_spare(struct arena *a, size_t size)
{
	struct block **best = NULL;
	for (struct block **at = &a->spare; *at; at = &(*at)->next)
		if ((*at)->size >= size && (!best || (*at)->size < (*best)->size))
			best = at;
	struct block *b = best ? *best : NULL;
	if (b)
		*best = b->next;
	return b;
}

/* A block with room for n bytes more. */
static struct block *block_for(struct arena *a, size_t n, bool clear)
{
	struct block *b = a->blocks;
	if (b && b->size - b->used >= n)
		return b;
	size_t usual = b ? b->size * GROWTH : BLOCK_FIRST;
	if (usual > BLOCK)
		usual = BLOCK;
	struct block *more = block_spare(a, n);
	if (!more) /* the zeros of a large one are the system's, and cost nothing until used */
		more = block_new(n > usual ? n : usual, clear && n > BLOCK);
	/* A large block goes behind the one being filled, whose rest stays usable. */
	struct block **at = n > BLOCK && b ? &b->next : &a->blocks;
	more->next = *at;
	*at = more;
	return more;
}

static void *alloc(struct arena *a, size_t n, bool clear)
{
	if (n > SIZE_MAX / 2)
		die("hết bộ nhớ");
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	struct block *b = block_for(a, n, clear);
	void *p = b->data + b->used;
	b->used += n;
	return clear && !b->clear ? memset(p, 0, n) : p;
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
	size_t kept = !old ? 0 : old_size < size ? old_size : size;
	char *p = arena_bytes(a, size);
	if (kept)
		memcpy(p, old, kept);
	memset(p + kept, 0, size - kept);
	return p;
}

void *arena_bytes(struct arena *a, size_t n)
{
	return alloc(a, n, false);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_bytes(a, n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
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
