/* The open connections and the clock that watches over them: deadlines, lingering, the log. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/http/http_int.h"

enum { TICK_MS = 100, LINGER_MS = 2000, DISCARD = 65536 };

int64_t http_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct conn *conn_open(struct http_server *s, int fd)
{
	struct conn *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->fd = fd;
	conn_state(c, CONN_IDLE, http_now_ms() + s->config.idle_ms);
	pthread_mutex_lock(&s->lock);
	c->next = s->conns;
	if (c->next)
		c->next->prev = c;
	s->conns = c;
	pthread_mutex_unlock(&s->lock);
	atomic_fetch_add(&s->n_conns, 1);
	return c;
}

/* The library closes its descriptor after this; ours keeps the socket until the client has read. */
static void linger(struct http_server *s, const struct conn *c)
{
	char byte;
	if (s->n_lingers == LINGER_MAX || recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
		return; /* the client is gone already */
	int fd = fcntl(c->fd, F_DUPFD_CLOEXEC, 0);
	shutdown(fd, SHUT_WR); /* nothing more comes from us */
	if (fd >= 0)
		s->lingers[s->n_lingers++] = (struct lingerer){ fd, http_now_ms() + LINGER_MS };
}

void conn_close(struct http_server *s, struct conn *c)
{
	pthread_mutex_lock(&s->lock);
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	if (c->linger || !c->served)
		linger(s, c);
	pthread_mutex_unlock(&s->lock);
	free(c->target);
	free(c);
	atomic_fetch_sub(&s->n_conns, 1);
}

void conn_state(struct conn *c, enum conn_state state, int64_t deadline)
{
	atomic_store(&c->deadline, deadline);
	atomic_store(&c->state, (int)state);
}

/* Under the lock a connection's descriptor is its own still; shut down, the library sees its end.
 */
static void cut_late(struct http_server *s, int64_t now)
{
	bool stopping = atomic_load(&s->stopping), refusing = atomic_load(&s->refusing);
	for (struct conn *c = s->conns; c; c = c->next) {
		int64_t deadline = atomic_load(&c->deadline);
		int state = atomic_load(&c->state);
		bool late = deadline && now >= deadline;
		if (late || refusing || (stopping && state == CONN_IDLE)) {
			if (late && state != CONN_IDLE)
				atomic_fetch_add(&s->metrics.cut, 1);
			atomic_store(&c->deadline, 0);
			shutdown(c->fd, SHUT_RDWR);
		}
	}
}

static bool linger_done(const struct lingerer *l, int64_t now)
{
	char scratch[DISCARD];
	for (int i = 0; i < 16; i++) {
		ssize_t n = recv(l->fd, scratch, sizeof scratch, MSG_DONTWAIT);
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			return true;
		if (n < 0)
			break;
	}
	return now >= l->until;
}

static void read_lingers(struct http_server *s, int64_t now)
{
	for (unsigned i = 0; i < s->n_lingers;) {
		if (linger_done(&s->lingers[i], now)) {
			close(s->lingers[i].fd);
			s->lingers[i] = s->lingers[--s->n_lingers];
		} else {
			i++;
		}
	}
}

/* "time=2026-11-27T08:00:00Z ", once a second. */
static const char *log_stamp(struct http_server *s)
{
	time_t now = time(NULL);
	if (now != s->log_at) {
		struct tm tm;
		gmtime_r(&now, &tm);
		strftime(s->log_stamp, sizeof s->log_stamp, "time=%Y-%m-%dT%H:%M:%SZ ", &tm);
		s->log_at = now;
	}
	return s->log_stamp;
}

void log_add(struct http_server *s, const char *text, size_t n)
{
	pthread_mutex_lock(&s->lock);
	struct log_page *page = &s->log[0];
	size_t before = page->n;
	if (page->n + sizeof s->log_stamp + n + 1 <= LOG_BYTES) {
		char *end = stpcpy(page->p + page->n, log_stamp(s));
		memcpy(end, text, n);
		end[n] = '\n';
		page->n = (size_t)(end + n + 1 - page->p);
	} else {
		atomic_fetch_add(&s->metrics.log_lost, 1);
	}
	if (before < LOG_BYTES / 2 && page->n >= LOG_BYTES / 2)
		pthread_cond_signal(&s->tick);
	pthread_mutex_unlock(&s->lock);
}

/* The page of which lines are to be written; called with the lock held. */
static struct log_page *log_turn(struct http_server *s)
{
	struct log_page full = s->log[0];
	s->log[0] = s->log[1];
	s->log[1] = full;
	return &s->log[1];
}

/* Many at once: under load writing each would cost as much as answering. */
static void log_write(struct http_server *s, struct log_page *page)
{
	if (!page->n)
		return;
	page->p[page->n] = '\0';
	s->config.hooks.log(s->config.hooks.ctx, page->p);
	page->n = 0;
}

static void wait_tick(struct http_server *s)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += TICK_MS * 1000000L;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	pthread_cond_timedwait(&s->tick, &s->lock, &t);
}

void *clock_run(void *server)
{
	struct http_server *s = server;
	pthread_mutex_lock(&s->lock);
	for (bool stops = false; !stops;) {
		wait_tick(s);
		stops = s->clock_stops;
		int64_t now = http_now_ms();
		cut_late(s, now);
		read_lingers(s, stops ? INT64_MAX : now);
		struct log_page *lines = log_turn(s);
		pthread_mutex_unlock(&s->lock);
		log_write(s, lines); /* may wait for a disk */
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}
