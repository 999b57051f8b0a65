/* Memory by lifetime: everything a request or a job makes lives in one arena and dies with it.
 * Memory is zeroed. Exhausted memory ends the process (die), so no call returns NULL. */
#ifndef LIB_BASE_ARENA_H
#define LIB_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* Runs the deferred calls, last one first, then gives all memory back. NULL is allowed. */
void arena_free(struct arena *a);
/* Runs the deferred calls and empties the arena for the next use, for which it keeps memory of up
 * to `keep` bytes. */
void arena_reset(struct arena *a, size_t keep);

void *arena_alloc(struct arena *a, size_t n);
/* The same, of what is to be filled: not cleared. */
void *arena_bytes(struct arena *a, size_t n);
/* n * size bytes; dies on overflow. */
void *arena_calloc(struct arena *a, size_t n, size_t size);
/* A copy of old bytes in a block of `size`; old may be NULL. The old block stays until the end. */
void *arena_grow(struct arena *a, const void *old, size_t old_size, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), nonnull(1, 2)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0), nonnull(1, 2)));
/* Calls fn(arg) when the arena is freed: for statements, files, children. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_calloc((a), (n), sizeof(type)))

/* Appends to a growing array kept in an arena as three fields v, n, cap of a struct. */
#define ARENA_PUSH(a, list, item) \
	do { \
		if ((list)->n == (list)->cap) { \
			size_t cap_ = (list)->cap ? (list)->cap * 2 : 8; \
			(list)->v = arena_grow((a), (list)->v, (list)->n * sizeof *(list)->v, \
				cap_ * sizeof *(list)->v); \
			(list)->cap = cap_; \
		} \
		(list)->v[(list)->n++] = (item); \
	} while (0)

/* A list of texts, as most of Loa's records hold them. */
struct texts {
	const char **v;
	size_t n, cap;
};

/* Says why on standard error and aborts: for impossible states and exhausted memory only. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), nonnull(1)));

#endif
