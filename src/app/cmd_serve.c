/* loa serve: the office in the browser, for one commune or for many by their host names. */
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/command.h"
#include "app/feature_list.h"
#include "app/monitor.h"
#include "app/upkeep.h"
#include "core/web/web.h"
#include "lib/base/text.h"
#include "lib/fetch/fetch.h"
#include "lib/worker/pool.h"

enum { DRAIN_MS = 10000, UPKEEP_SECONDS = 3600, THREADS_MAX = 16, KEPT_MAX = 100 };
/* One for our own documents, one for what comes from outside. */
enum { WARM_WORKERS = 2 };

struct wish {
	const char *db, *listen, *metrics, *inside;
	bool trust_proxy;
	unsigned work_threads, hash_threads, kept;
};

struct serving {
	struct monitor monitor;
	struct http_server *metrics; /* NULL: none asked for */
	struct web_app *app;
	struct job_runner *jobs, *slow_jobs;
	struct worker_pool *workers;
};

static void log_lines(void *ctx, const char *lines)
{
	(void)ctx;
	fputs(lines, stderr);
}

/* At start a database that cannot be served is an error where it is the only one. */
static bool begin_upkeep(struct arena *a, const char *db)
{
	struct upkeep done = { 0 };
	struct err e;
	err_init(&e, a);
	if (upkeep(db, &done, &e)) {
		command_fail(&e);
		return false;
	}
	if (!db_is_many(db))
		return done.good;
	printf("Loa: %zu xã sẵn sàng, %zu xã lỗi\n", done.good, done.bad);
	return true;
}

static void go_on_upkeep(const char *db)
{
	struct arena *a = arena_new();
	struct upkeep done = { 0 };
	struct err e;
	err_init(&e, a);
	if (upkeep(db, &done, &e))
		command_fail(&e);
	arena_free(a);
}

/* Waits for SIGINT or SIGTERM, blocked before the server's threads began. */
static void wait_for_end(const char *db, const sigset_t *stop)
{
	const struct timespec pause = { .tv_sec = UPKEEP_SECONDS };
	while (sigtimedwait(stop, NULL, &pause) < 0)
		if (errno == EAGAIN)
			go_on_upkeep(db);
}

/* "127.0.0.1" of "127.0.0.1:0", and the port that was taken. */
static void announce(const char *what, const char *listen, const struct http_server *s)
{
	printf("%s ở http://%.*s:%u", what, (int)(strrchr(listen, ':') - listen), listen,
		http_port(s));
}

static enum rc start(struct arena *a, const struct wish *w, struct serving *s, struct err *e)
{
	const struct desk_config desks = { w->db, app_migrate, w->kept };
	s->workers = worker_pool_new(WARM_WORKERS);
	worker_pool_use(s->workers);
	s->app = web_app_new(a, &desks, app_routes, app_route_count);
	struct http_config config = { .listen = w->listen,
		.trust_proxy = w->trust_proxy,
		.work_threads = w->work_threads,
		.hash_threads = w->hash_threads,
		.style_hash = asset_named(PAGE_FIRST_STYLE)->hash,
		.hooks = web_hooks(s->app) };
	config.hooks.log = log_lines;
	s->monitor.app = s->app;
	enum rc rc = http_start(&config, &s->monitor.server, e);
	if (!rc)
		rc = job_start(w->db, app_jobs, app_job_count, &s->jobs, e);
	if (!rc)
		rc = job_start(w->db, app_slow_jobs, app_slow_job_count, &s->slow_jobs, e);
	if (rc || !w->metrics)
		return rc;
	const struct http_config metrics = { .listen = w->metrics,
		.io_threads = 1,
		.work_threads = 1,
		.connections = 64,
		.hooks = monitor_hooks(&s->monitor) };
	return http_start(&metrics, &s->metrics, e);
}

/* False: a handler does not end; nothing that it uses may go. */
static bool stop_all(struct serving *s)
{
	job_stop(s->jobs);
	job_stop(s->slow_jobs);
	bool ended = !s->metrics || http_stop(s->metrics, 1000);
	if (s->monitor.server)
		ended = http_stop(s->monitor.server, DRAIN_MS) && ended;
	if (ended) {
		web_app_close(s->app);
		worker_pool_use(NULL);
		worker_pool_free(s->workers);
	}
	return ended;
}

/* A server lives long and should stay small: few heaps for its threads (glibc would make one for
 * each), and large pieces given back at once instead of kept for the next. */
static void keep_small(void)
{
#ifdef __GLIBC__
	enum { HEAPS = 2, LARGE = 128 << 10 };
	mallopt(M_ARENA_MAX, HEAPS);
	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TRIM_THRESHOLD, LARGE);
#endif
}

static int run(struct arena *a, const struct wish *w)
{
	struct serving s = { 0 };
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	struct err e;
	err_init(&e, a);
	if (start(a, w, &s, &e)) {
		command_fail(&e);
		(void)stop_all(&s);
		return EXIT_BAD;
	}
	announce("Loa chạy", w->listen, s.monitor.server);
	puts(" (dừng bằng Ctrl+C)");
	if (s.metrics) {
		announce("Số đo", w->metrics, s.metrics);
		puts("/metrics");
	}
	fflush(stdout);
	wait_for_end(w->db, &stop);
	return stop_all(&s) ? EXIT_GOOD : EXIT_BAD;
}

static bool read_number(const char *name, const char *text, unsigned max, unsigned *out)
{
	char *end = NULL;
	unsigned long n = text ? strtoul(text, &end, 10) : 0;
	if (text && (*text < '0' || *text > '9' || *end || !n || n > max)) {
		command_usage("--%s phải là một số từ 1 đến %u", name, max);
		return false;
	}
	*out = (unsigned)n;
	return true;
}

static bool is_address(const char *name, const char *text)
{
	if (!text || strchr(text, ':'))
		return true;
	command_usage("--%s phải có dạng 127.0.0.1:8080", name);
	return false;
}

int cmd_serve(struct arena *a, int argc, char **argv)
{
	struct wish w = { .listen = "127.0.0.1:8080" };
	const char *work = NULL, *hash = NULL, *kept = NULL;
	const struct option_spec specs[] = { { "db", &w.db, NULL }, { "listen", &w.listen, NULL },
		{ "metrics", &w.metrics, NULL }, { "work-threads", &work, NULL },
		{ "hash-threads", &hash, NULL }, { "open", &kept, NULL },
		{ "read-inside", &w.inside, NULL }, { "trust-proxy", NULL, &w.trust_proxy },
		{ NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", w.db))
		return EXIT_USAGE;
	if (operands.n)
		return command_usage("không hiểu “%s”", operands.v[0]);
	if (!is_address("listen", w.listen) || !is_address("metrics", w.metrics) ||
		!read_number("work-threads", work, THREADS_MAX, &w.work_threads) ||
		!read_number("hash-threads", hash, THREADS_MAX, &w.hash_threads) ||
		!read_number("open", kept, KEPT_MAX, &w.kept))
		return EXIT_USAGE;
	const struct texts inside = text_split(a, w.inside ? w.inside : "", ',');
	fetch_allow(&inside);
	keep_small();
	return begin_upkeep(a, w.db) ? run(a, &w) : EXIT_BAD;
}
