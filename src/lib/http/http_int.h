/* What the files of lib/http share among themselves. */
#ifndef LIB_HTTP_HTTP_INT_H
#define LIB_HTTP_HTTP_INT_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "lib/http/guard.h"
#include "lib/http/http.h"
#include "lib/http/lane.h"

/* Where a connection stands; each state has its deadline. */
enum conn_state { CONN_IDLE, CONN_HEAD, CONN_BODY, CONN_WORK, CONN_REPLY, CONN_STATES };

/* One open connection: kept small, there may be ten thousand idle ones. */
struct conn {
	struct conn *next, *prev; /* under http_server.conns_lock */
	int fd; /* the library's; valid until the connection is notified as closed */
	atomic_int state;
	_Atomic int64_t deadline; /* monotonic ms; 0: none */
	char *target; /* of the request being read, before the library decodes it in place */
	const char *target_raw; /* where it lay */
	bool served; /* nothing of another request has come since the last reply */
	bool linger; /* refused with bytes perhaps still on their way */
};

/* A connection that is closed for us, but read on for a while: closing with unread bytes would
 * reset it, and the client never see the answer. */
enum { LINGER_MAX = 256, LOG_LINE_MAX = 4096, LOG_BYTES = 512 << 10, BUCKETS = 10 };

struct lingerer {
	int fd;
	int64_t until;
};

/* Lines that wait to be written, while those of the other one are. */
struct log_page {
	char *p; /* of LOG_BYTES */
	size_t n;
};

struct metrics {
	_Atomic uint64_t status[6]; /* by class; 0: no answer reached the client */
	_Atomic uint64_t bucket[BUCKETS + 1], micros;
	_Atomic uint64_t refused, full, cut, log_lost;
};

/* Memory of requests that ended, emptied, for others: it is found in one thread and given back in
 * another, which malloc does not like. */
enum { SPARES = 48 };

struct spares {
	unsigned n; /* of v, that may be used */
	size_t keep; /* bytes of each */
	_Atomic(struct arena *) v[SPARES];
};

struct http_server {
	struct http_config config;
	struct arena *a; /* the config's strings */
	const char *csp; /* the usual Content-Security-Policy */
	struct MHD_Daemon *daemon;
	int listen_fd;
	unsigned port;
	bool check_layout; /* guard.h */
	struct lane *lanes[2], *spool;
	pthread_t clock, acceptor;
	bool clock_runs, acceptor_runs;

	pthread_mutex_t lock; /* for what follows */
	pthread_cond_t tick;
	struct conn *conns;
	struct lingerer lingers[LINGER_MAX];
	unsigned n_lingers;
	struct log_page log[2]; /* lines go to the first */
	time_t log_at;
	char log_stamp[32]; /* of log_at */
	bool clock_stops;

	struct spares heads, pages;
	atomic_uint n_conns, n_bodies, n_exchanges;
	atomic_bool stopping; /* no more requests on open connections */
	atomic_bool refusing; /* what still waits for a lane is answered with 503 */
	struct metrics metrics;
};

/* A body on its way in: the first body_memory bytes in memory, and a longer one in a file. */
struct body {
	char *mem;
	size_t n, cap; /* in mem, not yet in the file */
	uint64_t expected, got;
	int fd; /* -1: no file yet */
	bool failed;
};

enum phase {
	PHASE_NEW,
	PHASE_BODY, /* being read */
	PHASE_DISCARD, /* being read for politeness; the reply stands */
	PHASE_WORK, /* on a lane; the connection is suspended */
	PHASE_REPLY, /* to be sent */
	PHASE_SENT /* given to the library */
};

/* One request and its reply. */
struct exchange {
	struct http_server *s;
	struct conn *conn;
	struct MHD_Connection *mhd;
	struct arena *a, *page; /* page: what the handler uses; NULL before it runs */
	struct request rq;
	struct reply rp;
	struct http_plan plan;
	struct body body;
	struct job job;
	enum phase phase;
	bool counted_body;
	const char *note; /* why it was refused, for the log */
	struct MHD_Response *response;
	uint64_t sent_bytes;
	int64_t begun, queued, started; /* monotonic ms; 0: not yet */
};

int64_t http_now_ms(void);
bool http_token_char(char c);
bool http_method_parse(const char *s, enum http_method *out);

/* conn.c */
struct conn *conn_open(struct http_server *s, int fd);
void conn_close(struct http_server *s, struct conn *c);
void conn_state(struct conn *c, enum conn_state state, int64_t deadline);
void *clock_run(void *server);
/* One line of n bytes. */
void log_add(struct http_server *s, const char *text, size_t n);

/* spares.c */
void spares_init(struct spares *s, unsigned n, size_t keep);
struct arena *spares_take(struct spares *s);
void spares_give(struct spares *s, struct arena *a);
void spares_free(struct spares *s);

/* accept.c */
void *accept_run(void *server);

/* request.c */
bool request_init(struct request *rq, const struct guard_head *h, const struct guard_verdict *v);
void request_client(struct request *rq, const struct sockaddr *peer, bool trust_proxy);
/* NULL, or what is wrong with the form in the body. */
const char *request_read_form(struct request *rq);

/* body.c */
void body_init(struct body *b, struct arena *a, uint64_t expected, size_t memory);
/* How many of n bytes it took; fewer: the memory is full, body_spool first. */
size_t body_take(struct body *b, const char *p, size_t n);
/* Writes what is in memory to the file; blocks. */
bool body_spool(struct body *b, const char *folder);
bool body_finish(struct body *b, const char *folder, struct http_bytes *out);
void body_release(struct body *b);

/* reply.c, send.c */
void reply_init(struct reply *rp, struct arena *a, const struct http_server *s);
/* The usual Content-Security-Policy; style_hash: http_config's. */
const char *http_csp(struct arena *a, const char *style_hash);
void reply_status(struct reply *rp, int status);
/* 413, with the largest body that is taken there, in bytes. */
void reply_too_large(struct reply *rp, uint64_t max);
/* A new response of the library; takes rp->fd. NULL: no memory. */
struct MHD_Response *reply_response(struct reply *rp);
bool reply_headers_fit(const struct reply *rp);
/* ready.c: the response that rp can share with others; NULL: none. */
struct MHD_Response *reply_ready_response(const struct reply *rp);
/* Is it one that is shared, which its sender does not destroy? */
bool reply_shares(const struct reply *rp, const struct MHD_Response *response);
struct MHD_Response *reply_send(
	struct reply *rp, const struct request *rq, bool compress, uint64_t *bytes);

/* exchange.c: the library's callbacks */
enum MHD_Result exchange_handle(void *server, struct MHD_Connection *mhd, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **context);
void exchange_completed(void *server, struct MHD_Connection *mhd, void **context,
	enum MHD_RequestTerminationCode how);
void *exchange_target(void *server, const char *uri, struct MHD_Connection *mhd);
void exchange_connection(void *server, struct MHD_Connection *mhd, void **context,
	enum MHD_ConnectionNotificationCode code);

/* metrics.c */
void metrics_count(struct metrics *m, int status, int64_t ms);

#endif
