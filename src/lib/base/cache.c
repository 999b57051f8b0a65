#include "lib/base/cache.h"

#include <pthread.h>
#include <string.h>

struct entry {
	struct arena *a; /* holds key and value; NULL: the place is free */
	const char *key;
	struct bytes value;
	unsigned long used; /* by the cache's clock */
};

struct cache {
	pthread_mutex_t lock;
	size_t max, held;
	unsigned long clock;
	struct entry v[CACHE_ENTRIES];
};

static void drop(struct cache *c, struct entry *x)
{
	c->held -= x->value.n;
	arena_free(x->a);
	*x = (struct entry){ 0 };
}

static void end(void *p)
{
	struct cache *c = p;
	for (int i = 0; i < CACHE_ENTRIES; i++)
		arena_free(c->v[i].a);
	pthread_mutex_destroy(&c->lock);
}

struct cache *cache_new(struct arena *a, size_t max)
{
	struct cache *c = ARENA_NEW(a, struct cache);
	c->max = max;
	if (pthread_mutex_init(&c->lock, NULL))
		die("pthread_mutex_init");
	arena_defer(a, end, c);
	return c;
}

static struct entry *find(struct cache *c, const char *key)
{
	for (int i = 0; i < CACHE_ENTRIES; i++)
		if (c->v[i].a && !strcmp(c->v[i].key, key))
			return &c->v[i];
	return NULL;
}

bool cache_get(struct cache *c, struct arena *a, const char *key, struct bytes *out)
{
	pthread_mutex_lock(&c->lock);
	struct entry *x = find(c, key);
	if (x) {
		x->used = ++c->clock;
		*out = (struct bytes){ arena_strndup(a, x->value.p, x->value.n), x->value.n };
	}
	pthread_mutex_unlock(&c->lock);
	return x != NULL;
}

/* A free place, made by dropping what was used longest ago until the value fits. */
static struct entry *make_room(struct cache *c, size_t n)
{
	for (;;) {
		struct entry *place = NULL, *oldest = NULL;
		for (int i = 0; i < CACHE_ENTRIES; i++) {
			struct entry *x = &c->v[i];
			if (!x->a)
				place = x;
			else if (!oldest || x->used < oldest->used)
				oldest = x;
		}
		if (place && c->held + n <= c->max)
			return place;
		drop(c, oldest);
	}
}

void cache_put(struct cache *c, const char *key, struct bytes value)
{
	if (value.n > c->max)
		return;
	pthread_mutex_lock(&c->lock);
	struct entry *x = find(c, key);
	if (x)
		drop(c, x);
	x = make_room(c, value.n);
	x->a = arena_new();
	x->key = arena_strdup(x->a, key);
	x->value = (struct bytes){ arena_strndup(x->a, value.p, value.n), value.n };
	x->used = ++c->clock;
	c->held += value.n;
	pthread_mutex_unlock(&c->lock);
}
