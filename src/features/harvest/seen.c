#include "features/harvest/seen.h"

#include <string.h>

/* FNV-1a. */
static size_t hash(const char *s)
{
	uint64_t h = 14695981039346656037u;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return (size_t)(h ^ (h >> 32));
}

static struct seen_slot *slot(const struct seen *s, const char *key)
{
	size_t i = hash(key) & (s->cap - 1);
	while (s->v[i].key && strcmp(s->v[i].key, key) != 0)
		i = (i + 1) & (s->cap - 1);
	return &s->v[i];
}

int64_t seen_get(const struct seen *s, const char *key)
{
	return s->cap ? slot(s, key)->value : 0;
}

static void grow(struct arena *a, struct seen *s)
{
	struct seen larger = { .cap = s->cap ? s->cap * 2 : 256, .n = s->n };
	larger.v = ARENA_ARRAY(a, struct seen_slot, larger.cap);
	for (size_t i = 0; i < s->cap; i++)
		if (s->v[i].key)
			*slot(&larger, s->v[i].key) = s->v[i];
	*s = larger;
}

void seen_put(struct arena *a, struct seen *s, const char *key, int64_t value)
{
	if (s->n * 2 >= s->cap)
		grow(a, s);
	struct seen_slot *x = slot(s, key);
	if (x->key)
		return;
	*x = (struct seen_slot){ key, value };
	s->n++;
}
