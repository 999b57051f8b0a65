#include "lib/http/http_int.h"

void spares_init(struct spares *s, unsigned n, size_t keep)
{
	s->n = n < SPARES ? n : SPARES;
	s->keep = keep;
}

struct arena *spares_take(struct spares *s)
{
	for (unsigned i = 0; i < s->n; i++) {
		struct arena *a = atomic_load_explicit(&s->v[i], memory_order_relaxed);
		if (a && (a = atomic_exchange(&s->v[i], NULL)))
			return a;
	}
	return arena_new();
}

void spares_give(struct spares *s, struct arena *a)
{
	if (a)
		arena_reset(a, s->keep);
	for (unsigned i = 0; i < s->n && a; i++) {
		struct arena *none = NULL;
		if (!atomic_load_explicit(&s->v[i], memory_order_relaxed) &&
			atomic_compare_exchange_strong(&s->v[i], &none, a))
			a = NULL;
	}
	arena_free(a);
}

void spares_free(struct spares *s)
{
	for (unsigned i = 0; i < s->n; i++)
		arena_free(atomic_load(&s->v[i]));
}
