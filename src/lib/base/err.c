#include "lib/base/err.h"

#include <stdarg.h>

void err_init(struct err *e, struct arena *a)
{
	*e = (struct err){ .a = a };
}

void err_clear(struct err *e)
{
	err_init(e, e->a);
}

enum rc err_set(
	struct err *e, enum rc rc, const char *field, const char *where, const char *fmt, ...)
{
	if (e->rc)
		return rc;
	va_list ap;
	va_start(ap, fmt);
	e->message = arena_vprintf(e->a, fmt, ap);
	va_end(ap);
	e->rc = rc;
	e->field = field;
	e->where = where;
	return rc;
}

void problem_add(struct problems *list, const char *file, int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct problem p = { file, line, arena_vprintf(list->a, fmt, ap) };
	va_end(ap);
	ARENA_PUSH(list->a, list, p);
}
