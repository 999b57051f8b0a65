#include "core/job.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum { PAUSE_SECONDS = 2, AT_ONCE_MAX = 50 }; /* of one kind, before the next commune's turn */

struct job_runner {
	struct arena *a;
	const char *address;
	const struct job_kind *const *kinds;
	size_t n;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop; /* under lock */
};

static bool is_over(struct job_runner *r)
{
	pthread_mutex_lock(&r->lock);
	bool stop = r->stop;
	pthread_mutex_unlock(&r->lock);
	return stop;
}

static void tell(const char *commune, const char *job, const struct err *e)
{
	fprintf(stderr, "loa: %s%s%s: %s\n", commune ? commune : "", commune ? ": " : "", job,
		e->message ? e->message : "lỗi không rõ");
}

static void run_kind(
	struct job_runner *r, struct db *d, const char *commune, const struct job_kind *k)
{
	bool more = true;
	for (int i = 0; more && i < AT_ONCE_MAX && !is_over(r); i++) {
		struct arena *a = arena_new();
		struct err e;
		err_init(&e, a);
		more = false;
		if (k->run(d, a, &more, &e)) {
			tell(commune, k->name, &e);
			more = false;
		}
		arena_free(a);
	}
}

static void run_commune(struct job_runner *r, const char *address, const char *commune)
{
	struct arena *a = arena_new();
	struct db *d = NULL;
	struct err e;
	err_init(&e, a);
	if (db_open(a, address, DB_WRITE, &d, &e))
		tell(commune, "việc chạy nền", &e);
	for (size_t i = 0; d && i < r->n; i++)
		run_kind(r, d, commune, r->kinds[i]);
	arena_free(a);
}

static void run_all(struct job_runner *r)
{
	struct arena *a = arena_new();
	struct texts names = { 0 };
	struct err e;
	err_init(&e, a);
	bool many = db_is_many(r->address);
	if (!many)
		run_commune(r, r->address, NULL);
	else if (db_names(a, r->address, &names, &e))
		tell(NULL, "việc chạy nền", &e);
	for (size_t i = 0; i < names.n && !is_over(r); i++) {
		const char *own = db_named(a, r->address, names.v[i]);
		if (own)
			run_commune(r, own, names.v[i]);
	}
	arena_free(a);
}

static void pause_between(struct job_runner *r)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PAUSE_SECONDS;
	pthread_mutex_lock(&r->lock);
	while (!r->stop && pthread_cond_timedwait(&r->wake, &r->lock, &until) != ETIMEDOUT)
		;
	pthread_mutex_unlock(&r->lock);
}

static void *work(void *arg)
{
	struct job_runner *r = arg;
	pthread_setname_np(pthread_self(), "loa-jobs");
	while (!is_over(r)) {
		run_all(r);
		pause_between(r);
	}
	return NULL;
}

enum rc job_start(const char *address, const struct job_kind *const kinds[], size_t n,
	struct job_runner **out, struct err *e)
{
	struct arena *a = arena_new();
	struct job_runner *r = ARENA_NEW(a, struct job_runner);
	*r = (struct job_runner){
		.a = a, .address = arena_strdup(a, address), .kinds = kinds, .n = n
	};
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->wake, NULL);
	if (pthread_create(&r->thread, NULL, work, r)) {
		arena_free(a);
		return ERR(e, RC_FAIL, NULL, "không mở được luồng cho việc chạy nền");
	}
	*out = r;
	return RC_OK;
}

void job_stop(struct job_runner *r)
{
	if (!r)
		return;
	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->lock);
	arena_free(r->a);
}
