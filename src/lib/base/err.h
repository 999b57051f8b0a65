/* What went wrong, in one record: the first error is kept, with its place. */
#ifndef LIB_BASE_ERR_H
#define LIB_BASE_ERR_H

#include <stddef.h>

#include "lib/base/arena.h"

/* Codes are what a caller can act on. */
enum rc {
	RC_OK = 0,
	RC_NOTFOUND, /* no such row, file, address */
	RC_INVALID, /* what the person gave cannot be taken */
	RC_DENIED,
	RC_CONFLICT, /* somebody else changed it first; not unique */
	RC_BUSY, /* try again */
	RC_FAIL /* the machine: disk, memory limit, a broken file */
};

#define CHECKED __attribute__((warn_unused_result))

struct err {
	struct arena *a; /* where messages live; set by err_init */
	enum rc rc;
	const char *field; /* what is at fault, or NULL */
	const char *message; /* Vietnamese, for the person */
	const char *where; /* file:line where it first arose, for the log */
};

void err_init(struct err *e, struct arena *a);
void err_clear(struct err *e);
/* Keeps the first error only; returns rc. */
enum rc err_set(struct err *e, enum rc rc, const char *field, const char *where, const char *fmt,
	...) __attribute__((format(printf, 5, 6), nonnull(1, 4, 5)));

#define ERR_STR_(x) #x
#define ERR_STR(x)  ERR_STR_(x)
/* The code goes round the call, so that analysers see in every file that ERR is never RC_OK. */
static inline enum rc err_code(enum rc set, enum rc rc)
{
	(void)set;
	return rc;
}
/* return ERR(e, RC_INVALID, "period", "Kỳ không hợp lệ: %s", s); */
#define ERR(e, rc, field, ...) \
	err_code(err_set((e), (rc), (field), __FILE__ ":" ERR_STR(__LINE__), __VA_ARGS__), (rc))

/* What is wrong with a person's input, one line each: FILE:LINE: message. Nothing is stored while
 * there is any. */
struct problem {
	const char *file;
	int line; /* counted from 1, the file's own; 0: the file as a whole */
	const char *message;
};

struct problems {
	struct arena *a;
	struct problem *v;
	size_t n, cap;
};

void problem_add(struct problems *list, const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5), nonnull(1, 2, 4)));

#endif
