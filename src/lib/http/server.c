/* Starting and stopping: the socket, the threads, the library's daemon. */
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/http/http_int.h"

enum {
	BACKLOG = 1024,
	FD_RESERVE = 256,
	POLL_MS = 5,
	/* Memory kept for other requests: how many pieces, bytes of each; what is usual. */
	HEADS = 48,
	HEAD = 5 << 10,
	PAGES = 8,
	PAGE = 112 << 10
};

static void defaults(struct http_config *c, struct arena *a)
{
	c->listen = arena_strdup(a, c->listen);
	c->spool = arena_strdup(a, c->spool ? c->spool : "/var/tmp");
	const struct {
		unsigned *value, usual;
	} numbers[] = { { &c->io_threads, 2 }, { &c->work_threads, 4 }, { &c->work_queue, 64 },
		{ &c->hash_threads, 1 }, { &c->hash_queue, 16 }, { &c->connections, 12000 },
		{ &c->bodies, 512 }, { &c->idle_ms, 60000 }, { &c->head_ms, 10000 },
		{ &c->body_ms, 15000 }, { &c->body_rate, 4096 } };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (!*numbers[i].value)
			*numbers[i].value = numbers[i].usual;
	if (!c->connection_memory)
		c->connection_memory = 8192;
	if (!c->body_memory)
		c->body_memory = 65536;
	if (!c->body_max)
		c->body_max = 1 << 20;
}

/* "127.0.0.1:8080" or "[::1]:8080": numeric, so that no name server decides where we listen. */
static struct addrinfo *resolve(struct arena *a, const char *listen)
{
	const char *colon = strrchr(listen, ':');
	if (!colon || colon == listen)
		return NULL;
	size_t n = (size_t)(colon - listen);
	if (*listen == '[' && listen[n - 1] == ']')
		listen++, n -= 2;
	const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	if (getaddrinfo(arena_strndup(a, listen, n), colon + 1, &hints, &found) != 0)
		return NULL;
	return found;
}

static int open_socket(const struct addrinfo *at, unsigned *port)
{
	int on = 1, fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_storage bound;
	socklen_t n = sizeof bound;
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (at->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
	char text[16];
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0 &&
		getsockname(fd, (struct sockaddr *)&bound, &n) == 0 &&
		getnameinfo((struct sockaddr *)&bound, n, NULL, 0, text, sizeof text,
			NI_NUMERICSERV) == 0) {
		*port = (unsigned)strtoul(text, NULL, 10);
		return fd;
	}
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

static enum rc listen_on(struct http_server *s, struct err *e)
{
	struct addrinfo *at = resolve(s->a, s->config.listen);
	if (!at)
		return ERR(e, RC_INVALID, "listen",
			"Địa chỉ “%s” không đúng dạng 127.0.0.1:8080 hoặc [::1]:8080.",
			s->config.listen);
	s->listen_fd = open_socket(at, &s->port);
	freeaddrinfo(at);
	if (s->listen_fd >= 0)
		return RC_OK;
	if (errno == EADDRINUSE)
		return ERR(e, RC_BUSY, "listen", "Địa chỉ “%s” đang được chương trình khác dùng.",
			s->config.listen);
	return ERR(e, RC_FAIL, "listen", "Không mở được địa chỉ “%s”: %s.", s->config.listen,
		strerror(errno));
}

/* As many connections as the process may have descriptors for, files and databases besides. */
static void fit_descriptors(struct http_config *c)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)c->connections + c->bodies + FD_RESERVE;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	if (limit.rlim_cur < wanted) {
		limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur < wanted && limit.rlim_cur > (rlim_t)2 * FD_RESERVE)
		c->connections = (unsigned)(limit.rlim_cur - FD_RESERVE) / 2;
}

#if MHD_VERSION >= 0x01000000
#define STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL
enum { STRICTNESS = 3 };
#else
#define STRICT MHD_OPTION_STRICT_FOR_CLIENT
enum { STRICTNESS = 1 };
#endif

static struct MHD_Daemon *start_daemon(struct http_server *s)
{
	const struct http_config *c = &s->config;
	unsigned threads = c->io_threads < c->connections ? c->io_threads : 1;
	/* The limit is accept.c's: this one is only shared out among threads unevenly. */
	return MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET,
		0, NULL, NULL, exchange_handle, s, STRICT, STRICTNESS, MHD_OPTION_CONNECTION_LIMIT,
		2 * c->connections + 64, MHD_OPTION_CONNECTION_MEMORY_LIMIT, c->connection_memory,
		MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_NOTIFY_CONNECTION,
		exchange_connection, s, MHD_OPTION_NOTIFY_COMPLETED, exchange_completed, s,
		MHD_OPTION_URI_LOG_CALLBACK, exchange_target, s,
		threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads,
		MHD_OPTION_END);
}

/* Nothing comes any more. */
static void stop_accepting(struct http_server *s)
{
	atomic_store(&s->stopping, true);
	if (s->listen_fd >= 0)
		shutdown(s->listen_fd, SHUT_RDWR);
	if (s->acceptor_runs)
		pthread_join(s->acceptor, NULL);
	s->acceptor_runs = false;
}

static void stop_threads(struct http_server *s)
{
	stop_accepting(s);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	lane_stop(s->lanes[HTTP_WORK]);
	lane_stop(s->lanes[HTTP_HASH]);
	lane_stop(s->spool);
	if (s->clock_runs) {
		pthread_mutex_lock(&s->lock);
		s->clock_stops = true;
		pthread_cond_signal(&s->tick);
		pthread_mutex_unlock(&s->lock);
		pthread_join(s->clock, NULL);
	}
}

static void server_free(struct http_server *s)
{
	stop_threads(s);
	if (s->listen_fd >= 0)
		close(s->listen_fd);
	spares_free(&s->heads);
	spares_free(&s->pages);
	for (int i = 0; i < 2; i++)
		free(s->log[i].p);
	pthread_cond_destroy(&s->tick);
	pthread_mutex_destroy(&s->lock);
	arena_free(s->a);
	free(s);
}

static bool start_threads(struct http_server *s)
{
	const struct http_config *c = &s->config;
	s->lanes[HTTP_WORK] = lane_start(c->work_threads, c->work_queue);
	s->lanes[HTTP_HASH] = lane_start(c->hash_threads, c->hash_queue);
	s->csp = http_csp(s->a, c->style_hash);
	s->spool = lane_start(1, c->connections);
	if (!s->lanes[HTTP_WORK] || !s->lanes[HTTP_HASH] || !s->spool)
		return false;
	sigset_t all, before; /* signals are for the main thread */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	s->clock_runs = pthread_create(&s->clock, NULL, clock_run, s) == 0;
	if (s->clock_runs)
		s->daemon = start_daemon(s);
	if (s->daemon)
		s->acceptor_runs = pthread_create(&s->acceptor, NULL, accept_run, s) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return s->acceptor_runs;
}

static struct http_server *server_new(const struct http_config *config)
{
	struct http_server *s = calloc(1, sizeof *s);
	if (!s)
		die("hết bộ nhớ");
	for (int i = 0; i < 2; i++) /* nothing of it is used before a line comes */
		if (!(s->log[i].p = malloc(LOG_BYTES)))
			die("hết bộ nhớ");
	s->a = arena_new();
	s->config = *config;
	spares_init(&s->heads, HEADS, HEAD);
	spares_init(&s->pages, PAGES, PAGE);
	s->listen_fd = -1;
	s->check_layout = *MHD_get_version() == '0';
	defaults(&s->config, s->a);
	fit_descriptors(&s->config);
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&s->tick, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return s;
}

enum rc http_start(const struct http_config *config, struct http_server **out, struct err *e)
{
	struct http_server *s = server_new(config);
	enum rc rc = listen_on(s, e);
	*out = s; /* hooks may run before this returns */
	if (!rc && !start_threads(s))
		rc = ERR(e, RC_FAIL, NULL, "Không khởi động được máy chủ: %s.", strerror(errno));
	if (rc) {
		*out = NULL;
		server_free(s);
	}
	return rc;
}

unsigned http_port(const struct http_server *s)
{
	return s->port;
}

/* Until none is left, or the time is over. */
static bool wait_for(atomic_uint *count, unsigned ms)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	for (int64_t until = http_now_ms() + ms; atomic_load(count);) {
		if (http_now_ms() >= until)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

bool http_stop(struct http_server *s, unsigned drain_ms)
{
	stop_accepting(s);
	if (!wait_for(&s->n_conns, drain_ms)) {
		atomic_store(&s->refusing, true); /* the clock cuts every connection now */
		if (!wait_for(&s->n_exchanges, drain_ms / 2 + 1000))
			return false;
	}
	atomic_store(&s->refusing, true);
	server_free(s);
	return true;
}
