#include "lib/worker/pool.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "lib/worker/run.h"

/* Calls until a worker is replaced, whatever it did: what leaks, leaks for that long. */
enum { CALLS_MAX = 100, WARM_MAX = 16, END_SECONDS = 10 };

struct idle {
	struct worker_process w;
	unsigned calls;
};

struct worker_pool {
	struct arena *a;
	const char *program;
	const struct worker_limits *limits; /* NULL: by verb */
	size_t warm;
	pthread_mutex_t lock;
	struct idle idle[WARM_MAX]; /* under the lock */
	size_t idle_n;
};

struct worker_pool *worker_pool_of(
	const char *program, const struct worker_limits *limits, size_t warm)
{
	struct arena *a = arena_new();
	struct worker_pool *p = ARENA_NEW(a, struct worker_pool);
	p->a = a;
	p->program = program ? arena_strdup(a, program) : worker_program(a);
	p->limits = limits;
	p->warm = warm < WARM_MAX ? warm : WARM_MAX;
	pthread_mutex_init(&p->lock, NULL);
	return p;
}

struct worker_pool *worker_pool_new(size_t warm)
{
	return worker_pool_of(NULL, NULL, warm);
}

void worker_pool_free(struct worker_pool *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->idle_n; i++)
		worker_end(&p->idle[i].w, END_SECONDS);
	pthread_mutex_destroy(&p->lock);
	arena_free(p->a);
}

static const struct worker_limits *limits_of(const struct worker_pool *p, const char *verb)
{
	return p->limits ? p->limits : worker_limits_of(verb);
}

/* Those that meet only what loa itself has made. */
static bool is_own(const char *verb)
{
	static const char *const own[] = { "pdf", "docx", "echo" };
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(own[i], verb))
			return true;
	return false;
}

/* For a foreign document one that has served nobody; for an own one rather one that has, its caches
 * warm. */
static bool pick(struct worker_pool *p, bool fresh, struct idle *out)
{
	size_t at = p->idle_n;
	for (size_t i = 0; i < p->idle_n; i++)
		if (!p->idle[i].calls == fresh || (!fresh && at == p->idle_n))
			at = i;
	if (at == p->idle_n)
		return false;
	*out = p->idle[at];
	p->idle[at] = p->idle[--p->idle_n];
	return true;
}

/* An idle worker says nothing: what can be read is its end. */
static bool is_alive(const struct worker_process *w)
{
	struct pollfd f = { w->fd, POLLIN, 0 };
	return poll(&f, 1, 0) == 0;
}

static enum rc take(struct worker_pool *p, bool fresh, struct idle *out, struct err *e)
{
	for (;;) {
		pthread_mutex_lock(&p->lock);
		bool found = pick(p, fresh, out);
		pthread_mutex_unlock(&p->lock);
		if (!found)
			break;
		if (is_alive(&out->w))
			return RC_OK;
		worker_kill(&out->w);
	}
	out->calls = 0;
	return worker_start(p->program, limits_of(p, "echo"), &out->w, e);
}

/* False where there are enough already. */
static bool put_back(struct worker_pool *p, const struct idle *one)
{
	pthread_mutex_lock(&p->lock);
	bool room = p->idle_n < p->warm;
	if (room)
		p->idle[p->idle_n++] = *one;
	pthread_mutex_unlock(&p->lock);
	return room;
}

/* The next caller finds one; `coming` will be put back. That it cannot be had now is told to the
 * one who needs it. */
static void top_up(struct worker_pool *p, struct arena *a, size_t coming)
{
	struct idle one = { 0 };
	struct err e;
	pthread_mutex_lock(&p->lock);
	bool room = p->idle_n + coming < p->warm;
	pthread_mutex_unlock(&p->lock);
	err_init(&e, a);
	if (room && !worker_start(p->program, limits_of(p, "echo"), &one.w, &e) &&
		!put_back(p, &one))
		worker_kill(&one.w);
}

enum rc worker_pool_call(struct worker_pool *p, struct arena *a, const char *verb, struct bytes in,
	struct bytes *out, struct err *e)
{
	const struct worker_limits *limits = limits_of(p, verb);
	struct frame request = { .body = in }, answer;
	struct idle one;
	bool own = is_own(verb);
	snprintf(request.word, sizeof request.word, "%s", verb);
	enum rc rc = take(p, !own, &one, e);
	if (rc)
		return rc;
	top_up(p, a, own); /* it loads its libraries while this one works */
	rc = worker_ask(a, &one.w, limits, &request, &answer, e);
	if (rc == RC_NOTFOUND)
		return worker_broken(limits, worker_end(&one.w, END_SECONDS), e);
	if (rc) {
		worker_kill(&one.w);
		return rc;
	}
	one.calls++;
	bool good = own && !strcmp(answer.word, "ok") && one.calls < CALLS_MAX &&
		    !worker_is_worn(&one.w, limits);
	if (!good || !put_back(p, &one))
		worker_end(&one.w, END_SECONDS);
	return worker_result(&answer, out, e);
}
