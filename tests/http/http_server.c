/* A server for tests over lib/http: http-server NAME=NUMBER... (see options). Prints its port, then
 * log lines; SIGTERM stops it. Every handled request is remembered: GET /seen lists them. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/http/http.h"
#include "lib/http/route.h"

enum { SEEN_MAX = 1 << 20 };

struct app {
	const struct route_table *routes;
	struct http_server *server;
	pthread_mutex_t lock;
	struct arena *a;
	struct buf seen;
	const char *self; /* a file to send: this program */
};

static void text(struct reply *rp, const char *s)
{
	reply_bytes(rp, 200, "text/plain; charset=utf-8", s, strlen(s));
}

static void pairs(struct buf *b, const char *what, const struct http_pairs *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(b, "%s %s=%s\n", what, list->v[i].name, list->v[i].value);
}

static uint32_t sum(const struct http_bytes *b)
{
	static const size_t step = 65536;
	char *p = malloc(step);
	uint32_t s = 0;
	for (uint64_t at = 0; p && at < b->n;) {
		long n = http_bytes_read(b, at, p, step);
		if (n <= 0)
			break;
		for (long i = 0; i < n; i++)
			s = s * 31 + (unsigned char)p[i];
		at += (uint64_t)n;
	}
	free(p);
	return s;
}

static void echo(void *ctx, struct request *rq, struct reply *rp)
{
	struct buf b;
	(void)ctx;
	buf_init(&b, rq->a, 1 << 20);
	buf_printf(&b, "method %s\npath %s\nhost %s\nclient %s\nhttps %d\n",
		http_method_name(rq->method), rq->path, rq->host, rq->client, rq->https);
	pairs(&b, "query", &rq->query);
	pairs(&b, "field", &rq->fields);
	pairs(&b, "cookie", &rq->cookies);
	for (size_t i = 0; i < rq->uploads.n; i++) {
		const struct http_upload *u = &rq->uploads.v[i];
		buf_printf(&b, "upload %s %s %s %llu %08x %s\n", u->field, u->filename, u->type,
			(unsigned long long)u->bytes.n, sum(&u->bytes),
			u->bytes.p ? "memory" : "file");
	}
	buf_printf(&b, "body %llu %08x %s\n", (unsigned long long)rq->body.n, sum(&rq->body),
		rq->body.p   ? "memory"
		: rq->body.n ? "file"
			     : "none");
	text(rp, b.p);
}

static void slow(void *ctx, struct request *rq, struct reply *rp)
{
	(void)ctx;
	const char *ms = request_query(rq, "ms");
	long n = strtol(ms ? ms : "100", NULL, 10);
	const struct timespec t = { n / 1000, n % 1000 * 1000000 };
	nanosleep(&t, NULL);
	text(rp, "slow\n");
}

static void page(void *ctx, struct request *rq, struct reply *rp)
{
	struct buf b;
	(void)ctx;
	buf_init(&b, rq->a, 1 << 20);
	buf_puts(&b, "<!DOCTYPE html><title>Trang</title>");
	for (int i = 0; i < 500; i++)
		buf_printf(&b, "<p>Cải cách hành chính, dòng %d.</p>\n", i);
	reply_page(rp, 200, &b);
	rp->secret = request_query(rq, "secret") != NULL;
	rp->etag = "abc123";
}

static void file(void *ctx, struct request *rq, struct reply *rp)
{
	const struct app *app = ctx;
	struct err e;
	err_init(&e, rq->a);
	if (!reply_file(rp, "application/octet-stream", open(app->self, O_RDONLY | O_CLOEXEC), &e))
		reply_download(rp, "Báo cáo quý 1.bin");
}

static void sign_in(void *ctx, struct request *rq, struct reply *rp)
{
	(void)ctx;
	reply_cookie(rp, rq, "phien", "abc", 3600);
	reply_redirect(rp, request_query(rq, "to") ? request_query(rq, "to") : "/");
}

static void unfilled(void *ctx, struct request *rq, struct reply *rp)
{
	(void)ctx;
	(void)rq;
	(void)rp;
}

static void seen(void *ctx, struct request *rq, struct reply *rp)
{
	struct app *app = ctx;
	pthread_mutex_lock(&app->lock);
	text(rp, arena_strdup(rq->a, app->seen.p));
	pthread_mutex_unlock(&app->lock);
}

static void metrics(void *ctx, struct request *rq, struct reply *rp)
{
	const struct app *app = ctx;
	struct buf b;
	buf_init(&b, rq->a, 1 << 16);
	http_metrics(app->server, &b);
	text(rp, b.p);
}

static const struct route rows[] = {
	{ .method = HTTP_GET, .pattern = "/", .handle = echo },
	{ .method = HTTP_POST, .pattern = "/", .handle = echo },
	{ .method = HTTP_GET, .pattern = "/static", .handle = echo },
	{ .method = HTTP_POST, .pattern = "/static", .handle = echo },
	{ .method = HTTP_GET, .pattern = "/hidden/{number}", .handle = echo },
	{ .method = HTTP_POST, .pattern = "/echo", .handle = echo },
	{ .method = HTTP_POST, .pattern = "/upload", .handle = echo, .body_max = 2ULL << 30 },
	{ .method = HTTP_GET, .pattern = "/slow", .handle = slow },
	{ .method = HTTP_GET, .pattern = "/hash", .handle = slow, .lane = HTTP_HASH },
	{ .method = HTTP_GET, .pattern = "/page", .handle = page },
	{ .method = HTTP_GET, .pattern = "/file", .handle = file },
	{ .method = HTTP_GET, .pattern = "/sign-in", .handle = sign_in },
	{ .method = HTTP_GET, .pattern = "/unfilled", .handle = unfilled },
	{ .method = HTTP_GET, .pattern = "/seen", .handle = seen },
	{ .method = HTTP_GET, .pattern = "/metrics", .handle = metrics },
};

static bool head(void *ctx, struct request *rq, struct http_plan *plan, struct reply *rp)
{
	const struct app *app = ctx;
	if (strcmp(rq->path, "/quick") == 0) {
		text(rp, "quick\n");
		return true;
	}
	if (strncmp(rq->path, "/hidden/", 8) == 0)
		plan->log_as = "/hidden/...";
	return route_head(app->routes, NULL, rq, plan, rp);
}

static void handle(void *ctx, struct request *rq, struct reply *rp)
{
	struct app *app = ctx;
	pthread_mutex_lock(&app->lock);
	buf_printf(&app->seen, "%s %s\n", http_method_name(rq->method), rq->path);
	pthread_mutex_unlock(&app->lock);
	rq->route->handle(ctx, rq, rp);
}

static void log_lines(void *ctx, const char *lines)
{
	(void)ctx;
	fputs(lines, stdout);
	fflush(stdout);
}

static void option(struct http_config *c, const char *arg)
{
	const struct {
		const char *name;
		unsigned *value;
	} options[] = { { "work_threads", &c->work_threads }, { "work_queue", &c->work_queue },
		{ "hash_queue", &c->hash_queue }, { "connections", &c->connections },
		{ "bodies", &c->bodies }, { "idle_ms", &c->idle_ms }, { "head_ms", &c->head_ms },
		{ "body_ms", &c->body_ms }, { "body_rate", &c->body_rate } };
	const char *equals = strchr(arg, '=');
	size_t n = equals ? (size_t)(equals - arg) : 0;
	for (size_t i = 0; n && i < sizeof options / sizeof *options; i++)
		if (strncmp(arg, options[i].name, n) == 0 && !options[i].name[n]) {
			*options[i].value = (unsigned)strtoul(equals + 1, NULL, 10);
			return;
		}
	if (n == 6 && strncmp(arg, "listen", n) == 0)
		c->listen = equals + 1;
	else if (n == 5 && strncmp(arg, "spool", n) == 0)
		c->spool = equals + 1;
	else if (n == 5 && strncmp(arg, "proxy", n) == 0)
		c->trust_proxy = true;
	else
		die("%s?", arg);
}

static void prepare(struct app *app, const char *self)
{
	const struct route *table[sizeof rows / sizeof *rows];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		table[i] = &rows[i];
	*app = (struct app){ .a = arena_new(), .self = self };
	pthread_mutex_init(&app->lock, NULL);
	buf_init(&app->seen, app->a, SEEN_MAX);
	app->routes = route_table_new(app->a, table, sizeof rows / sizeof *rows);
}

int main(int argc, char **argv)
{
	struct app app;
	struct err e;
	prepare(&app, argv[0]);
	err_init(&e, app.a);
	struct http_config c = { .listen = "127.0.0.1:0",
		.hooks = { .ctx = &app, .head = head, .handle = handle, .log = log_lines } };
	for (int i = 1; i < argc; i++)
		option(&c, argv[i]);
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	if (http_start(&c, &app.server, &e)) {
		fprintf(stderr, "%s\n", e.message);
		return 2;
	}
	printf("%u\n", http_port(app.server));
	fflush(stdout);
	int signal;
	sigwait(&stop, &signal);
	if (!http_stop(app.server, 3000))
		_exit(3);
	arena_free(app.a);
	return 0;
}
