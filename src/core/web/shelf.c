#include "core/web/shelf.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/text.h"
#include "lib/http/pack.h"
#include "lib/http/ready.h"

enum { BUCKETS = 512, FORM_PLAIN = 0, FORM_GZIP, FORM_BROTLI, FORMS };

struct shelf_page {
	struct shelf_page *next; /* in its bucket */
	struct arena *a; /* holds all of it, and itself */
	const char *key;
	struct http_ready *form[FORMS]; /* NULL: packing would gain nothing */
	size_t size;
	uint64_t epoch;
	int64_t mark, until;
	int64_t check_ms; /* from then on the mark is asked for again */
	uint64_t used;
};

struct shelf {
	pthread_mutex_t lock;
	size_t max, held, pages;
	uint64_t clock, hits, checked, made;
	_Atomic uint64_t epoch;
	struct shelf_page *buckets[BUCKETS];
};

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static uint64_t hash(const char *p, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * UINT64_C(0x100000001b3);
	return h;
}

static struct shelf_page **bucket(struct shelf *k, const char *key)
{
	return &k->buckets[hash(key, strlen(key)) % BUCKETS];
}

static void drop(struct shelf *k, struct shelf_page **at)
{
	struct shelf_page *x = *at;
	*at = x->next;
	k->held -= x->size;
	k->pages--;
	for (int i = 0; i < FORMS; i++)
		http_ready_drop(x->form[i]);
	arena_free(x->a);
}

static void end(void *p)
{
	struct shelf *k = p;
	for (int i = 0; i < BUCKETS; i++)
		while (k->buckets[i])
			drop(k, &k->buckets[i]);
	pthread_mutex_destroy(&k->lock);
}

struct shelf *shelf_new(struct arena *a, size_t max)
{
	struct shelf *k = ARENA_NEW(a, struct shelf);
	k->max = max;
	if (pthread_mutex_init(&k->lock, NULL))
		die("pthread_mutex_init");
	arena_defer(a, end, k);
	return k;
}

const char *shelf_key(const struct request *rq, const char *cookie)
{
	if (!request_reads(rq) || rq->query.n || strchr(rq->target, '?') ||
		request_cookie(rq, cookie))
		return NULL;
	const char *host = request_header(rq, "host");
	host = host ? host : "";
	char *key = arena_alloc(rq->a, strlen(host) + strlen(rq->path) + 4), *p = key;
	*p++ = rq->https ? 's' : 'p';
	*p++ = ' ';
	p = stpcpy(p, host);
	*p++ = ' ';
	stpcpy(p, rq->path);
	return key;
}

static struct shelf_page **find(struct shelf *k, const char *key)
{
	struct shelf_page **at = bucket(k, key);
	while (*at && strcmp((*at)->key, key) != 0)
		at = &(*at)->next;
	return at;
}

/* The page may be dropped while it is being sent: then its form goes behind that. */
static void send(struct shelf *k, struct shelf_page *x, const struct request *rq, struct reply *rp)
{
	struct http_ready *form = x->form[FORM_PLAIN];
	if (rq->accepts_br && x->form[FORM_BROTLI])
		form = x->form[FORM_BROTLI];
	else if (rq->accepts_gzip && x->form[FORM_GZIP])
		form = x->form[FORM_GZIP];
	x->used = ++k->clock;
	reply_ready(rp, form);
}

/* Of many who come when the mark is to be asked for again, one goes and asks. */
static bool is_fresh(struct shelf_page *x, uint64_t epoch, int64_t now)
{
	if (x->epoch != epoch || now >= x->until)
		return false;
	int64_t ms = now_ms();
	if (ms < x->check_ms)
		return true;
	x->check_ms = ms + SHELF_CHECK_MS;
	return false;
}

bool shelf_answer(
	struct shelf *k, const char *key, const struct request *rq, int64_t now, struct reply *rp)
{
	uint64_t epoch = atomic_load(&k->epoch);
	pthread_mutex_lock(&k->lock);
	struct shelf_page *x = *find(k, key);
	bool good = x && is_fresh(x, epoch, now);
	if (good) {
		send(k, x, rq, rp);
		k->hits++;
	}
	pthread_mutex_unlock(&k->lock);
	return good;
}

uint64_t shelf_epoch(const struct shelf *k)
{
	return atomic_load(&k->epoch);
}

bool shelf_still(struct shelf *k, const char *key, uint64_t epoch, int64_t mark, int64_t now,
	const struct request *rq, struct reply *rp)
{
	pthread_mutex_lock(&k->lock);
	struct shelf_page *x = *find(k, key);
	bool good = x && x->mark == mark && now < x->until;
	if (good) {
		x->epoch = epoch;
		x->check_ms = now_ms() + SHELF_CHECK_MS;
		send(k, x, rq, rp);
		k->checked++;
	}
	pthread_mutex_unlock(&k->lock);
	return good;
}

static void drop_oldest(struct shelf *k)
{
	struct shelf_page **oldest = NULL;
	for (int i = 0; i < BUCKETS; i++)
		for (struct shelf_page **at = &k->buckets[i]; *at; at = &(*at)->next)
			if (!oldest || (*at)->used < (*oldest)->used)
				oldest = at;
	if (oldest)
		drop(k, oldest);
}

static void add_form(struct shelf_page *x, int form, const struct reply *rp, struct bytes b,
	const char *encoding)
{
	struct reply one = *rp;
	one.body = b.p;
	one.n = b.n;
	one.encoding = encoding;
	x->form[form] = b.n || form == FORM_PLAIN ? http_ready_new(&one) : NULL;
	x->size += x->form[form] ? http_ready_size(x->form[form]) : 0;
}

/* NULL: it cannot be kept. */
static struct shelf_page *page_of(const char *key, const struct reply *rp)
{
	struct arena *a = arena_new();
	struct shelf_page *x = ARENA_NEW(a, struct shelf_page);
	struct bytes body = { rp->body, rp->n };
	x->a = a;
	x->key = arena_strdup(a, key);
	x->size = strlen(key) + sizeof *x;
	add_form(x, FORM_PLAIN, rp, body, NULL);
	if (!x->form[FORM_PLAIN]) {
		arena_free(a);
		return NULL;
	}
	add_form(x, FORM_GZIP, rp, pack_gzip(rp->a, body), "gzip");
	add_form(x, FORM_BROTLI, rp, pack_brotli(rp->a, body), "br");
	return x;
}

void shelf_put(struct shelf *k, const char *key, uint64_t epoch, int64_t mark, int64_t until,
	struct reply *rp)
{
	bool plain = rp->status == 200 && rp->body && rp->fd < 0 && rp->type && !rp->headers.n &&
		     !rp->csp && !rp->encoding && !rp->secret;
	if (!plain || rp->n > k->max / 8)
		return;
	rp->etag = arena_printf(rp->a, "%016llx", (unsigned long long)hash(rp->body, rp->n));
	rp->cache = "no-cache";
	reply_header(rp, "Vary", "Cookie");
	struct shelf_page *x = page_of(key, rp);
	if (!x)
		return;
	x->epoch = epoch;
	x->mark = mark;
	x->until = until;
	x->check_ms = now_ms() + SHELF_CHECK_MS;
	pthread_mutex_lock(&k->lock);
	struct shelf_page **at = find(k, key);
	if (*at)
		drop(k, at);
	while (k->pages && k->held + x->size > k->max)
		drop_oldest(k);
	x->used = ++k->clock;
	at = bucket(k, key);
	x->next = *at;
	*at = x;
	k->held += x->size;
	k->pages++;
	k->made++;
	pthread_mutex_unlock(&k->lock);
}

void shelf_changed(struct shelf *k)
{
	atomic_fetch_add(&k->epoch, 1);
}

struct shelf_figures shelf_figures(struct shelf *k)
{
	pthread_mutex_lock(&k->lock);
	struct shelf_figures f = { k->pages, k->held, k->hits, k->checked, k->made };
	pthread_mutex_unlock(&k->lock);
	return f;
}
