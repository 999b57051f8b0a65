/* One request from head to reply: what the library's I/O threads call, and the jobs on the lanes.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "lib/base/text.h"
#include "lib/http/http_int.h"
#include "lib/http/route.h"

enum {
	DISCARD_MAX = 64 << 20,
	REPLY_ROOM = 2112, /* bytes; reply.h promises 1,300 of them to handlers */
	FIELD_RECORD = 64 /* bytes, at least those of struct MHD_HTTP_Header */
};

static struct conn *exchange_conn(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return i ? i->socket_context : NULL;
}

void exchange_connection(void *server, struct MHD_Connection *mhd, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	struct http_server *s = server;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *i =
			MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
		*context = i ? conn_open(s, i->connect_fd) : NULL;
	} else if (*context) {
		conn_close(s, *context);
		*context = NULL;
	}
}

/* The library before 1.0 makes a record of each query value; where it has no room for one, it waits
 * for ever. We have our copy: an empty query is all it needs. The text is in its buffer, which is
 * not const. */
static void hide_query(const struct http_server *s, const char *uri)
{
	const char *query = s->check_layout && uri ? strchr(uri, '?') : NULL;
	if (query && query[1])
		((char *)query)[1] = '\0';
}

/* The request line is there. The library decodes the target in place afterwards. */
void *exchange_target(void *server, const char *uri, struct MHD_Connection *mhd)
{
	struct http_server *s = server;
	struct conn *c = exchange_conn(mhd);
	if (c) {
		free(c->target);
		c->target = strdup(uri ? uri : "");
		c->target_raw = uri;
		c->served = false;
		conn_state(c, CONN_HEAD, http_now_ms() + s->config.head_ms);
		hide_query(s, uri);
	}
	return NULL;
}

static enum MHD_Result add_field(void *cls, enum MHD_ValueKind kind, const char *name,
	size_t name_n, const char *value, size_t value_n)
{
	struct guard_head *h = cls;
	(void)kind;
	if (h->n == GUARD_FIELDS) {
		h->more = true;
		return MHD_NO;
	}
	h->v[h->n++] = (struct guard_field){ name, value ? value : "", name_n, value_n };
	return MHD_YES;
}

static void read_head(
	struct exchange *x, const char *method, const char *version, struct guard_head *h)
{
	h->n = 0;
	h->more = false;
	h->method = method;
	h->version = version;
	h->target = x->conn->target ? x->conn->target : "";
	h->target_raw = x->conn->target_raw;
	MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, add_field, h);
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	h->size = i ? i->header_size : SIZE_MAX; /* fits no layout */
}

/* The library keeps the head, a record of each field and cookie (from 1.0 on of each query value
 * too), and a copy of the cookies in the connection's memory, and must find room for the reply's
 * head. */
static bool leaves_room(const struct exchange *x, const struct guard_head *h)
{
	size_t records = h->n, copies = 0, max = x->s->config.connection_memory - REPLY_ROOM;
	for (const char *s = h->target; *s && !x->s->check_layout; s++)
		records += *s == '&' || *s == '?';
	for (size_t i = 0; i < h->n; i++) {
		if (strcasecmp(h->v[i].name, "cookie") != 0)
			continue;
		copies += h->v[i].value_n + 1;
		for (const char *s = h->v[i].value; *s; s++)
			records += *s == '=';
	}
	return h->size <= max && copies <= max && records <= max / FIELD_RECORD &&
	       h->size + copies + records * FIELD_RECORD <= max;
}

static struct exchange *exchange_new(
	struct http_server *s, struct conn *c, struct MHD_Connection *mhd)
{
	struct arena *a = spares_take(&s->heads);
	struct exchange *x = ARENA_NEW(a, struct exchange);
	*x = (struct exchange){ .s = s, .conn = c, .mhd = mhd, .a = a, .begun = http_now_ms() };
	x->rq.a = a;
	x->plan.body_max = s->config.body_max;
	x->body.fd = -1;
	reply_init(&x->rp, a, s);
	atomic_fetch_add(&s->n_exchanges, 1);
	return x;
}

static struct exchange *of_job(struct job *j)
{
	return (struct exchange *)(void *)((char *)j - offsetof(struct exchange, job));
}

static void exchange_free(struct exchange *x)
{
	struct http_server *s = x->s;
	if (x->rp.fd >= 0)
		close(x->rp.fd);
	body_release(&x->body);
	if (x->counted_body)
		atomic_fetch_sub(&s->n_bodies, 1);
	spares_give(&s->pages, x->page);
	spares_give(&s->heads, x->a);
	atomic_fetch_sub(&s->n_exchanges, 1);
}

static void response_drop(struct exchange *x)
{
	if (x->response && !reply_shares(&x->rp, x->response))
		MHD_destroy_response(x->response);
	x->response = NULL;
}

/* Gives the reply to the library, which closes the connection where this fails. */
static enum MHD_Result send_reply(struct exchange *x)
{
	struct http_server *s = x->s;
	x->phase = PHASE_SENT;
	if (atomic_load(&s->stopping))
		x->rp.close = true;
	if (!x->response)
		x->response = reply_send(&x->rp, &x->rq, false, &x->sent_bytes);
	if (!x->response)
		return MHD_NO;
	int64_t slowest = (int64_t)(x->sent_bytes / s->config.body_rate + 1) * 1000;
	conn_state(x->conn, CONN_REPLY, http_now_ms() + s->config.body_ms + slowest);
	enum MHD_Result rc = MHD_queue_response(x->mhd, (unsigned)x->rp.status, x->response);
	response_drop(x);
	return rc;
}

/* Answers before anything else is read; what still comes is read and dropped, and the connection
 * closed. */
static enum MHD_Result send_now(struct exchange *x)
{
	x->rp.close = true;
	x->conn->linger = true;
	return send_reply(x);
}

static enum MHD_Result refuse(struct exchange *x, int status, const char *why)
{
	atomic_fetch_add(&x->s->metrics.refused, 1);
	x->note = why;
	reply_status(&x->rp, status);
	return send_now(x);
}

/* The reply stands before the body is read. A body of sensible length is read first all the same,
 * so that the client sees the answer and keeps its connection. */
static enum MHD_Result after_body(struct exchange *x, const struct guard_verdict *v)
{
	x->body.expected = v->length;
	if (v->expects || v->length > DISCARD_MAX)
		return send_now(x);
	x->phase = v->length ? PHASE_DISCARD : PHASE_REPLY;
	return MHD_YES;
}

static void body_deadline(struct exchange *x)
{
	const struct http_config *c = &x->s->config;
	int64_t earned = (int64_t)(x->body.got / c->body_rate) * 1000;
	conn_state(x->conn, CONN_BODY, x->begun + c->body_ms + earned);
}

/* Of this site; NULL where the browser does not say. */
static const char *form_page(const struct request *rq)
{
	const char *from = request_header(rq, "referer"), *host = request_header(rq, "host");
	const char *at = from ? strstr(from, "://") : NULL;
	size_t n = host ? strlen(host) : 0;
	if (!at || !n || strncmp(at + 3, host, n) != 0)
		return NULL;
	const char *path = at + 3 + n;
	return path[0] == '/' && path[1] != '/' ? path : NULL;
}

static enum MHD_Result plan(struct exchange *x, const struct guard_verdict *v)
{
	struct http_server *s = x->s;
	const struct http_hooks *h = &s->config.hooks;
	body_deadline(x);
	if (h->head && h->head(h->ctx, &x->rq, &x->plan, &x->rp))
		return after_body(x, v);
	if (v->length > x->plan.body_max) {
		x->rp.back = form_page(&x->rq);
		reply_too_large(&x->rp, x->plan.body_max);
		return after_body(x, v);
	}
	if (!v->length)
		return MHD_YES;
	if (atomic_fetch_add(&s->n_bodies, 1) >= s->config.bodies) {
		atomic_fetch_sub(&s->n_bodies, 1);
		atomic_fetch_add(&s->metrics.full, 1);
		reply_status(&x->rp, 503);
		return after_body(x, v);
	}
	x->counted_body = true;
	body_init(&x->body, x->a, v->length, s->config.body_memory);
	x->phase = PHASE_BODY;
	return MHD_YES;
}

/* The head is there: nothing of the body has been read. */
static enum MHD_Result begin(struct http_server *s, struct MHD_Connection *mhd, const char *method,
	const char *version, void **context)
{
	struct conn *c = exchange_conn(mhd);
	if (!c)
		return MHD_NO;
	struct exchange *x = exchange_new(s, c, mhd);
	*context = x;
	struct guard_head head;
	read_head(x, method, version, &head);
	struct guard_verdict v;
	guard_check(&head, x->s->check_layout, &v);
	const union MHD_ConnectionInfo *peer =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	request_client(&x->rq, peer ? peer->client_addr : NULL, false);
	if (!leaves_room(x, &head)) {
		x->rp.bare = true;
		return refuse(x, 431, "head too long");
	}
	if (v.status)
		return refuse(x, v.status, v.why);
	if (!request_init(&x->rq, &head, &v))
		return refuse(x, 400, "target cannot be decoded");
	if (s->config.trust_proxy)
		request_client(&x->rq, peer ? peer->client_addr : NULL, true);
	return plan(x, &v);
}

static void answer(struct exchange *x, unsigned worker)
{
	struct http_server *s = x->s;
	const char *wrong;
	x->rq.worker = worker;
	x->rq.lane = x->plan.lane;
	if (atomic_load(&s->refusing)) {
		reply_status(&x->rp, 503);
	} else if (x->counted_body && !body_finish(&x->body, s->config.spool, &x->rq.body)) {
		x->note = "spool";
		reply_status(&x->rp, 500);
	} else if ((wrong = request_read_form(&x->rq))) {
		x->note = wrong;
		reply_status(&x->rp, 400);
	} else {
		s->config.hooks.handle(s->config.hooks.ctx, &x->rq, &x->rp);
	}
}

/* On a lane. After the resume the exchange belongs to the I/O thread, which may free it at once. */
static void work(struct job *j, unsigned worker)
{
	struct exchange *x = of_job(j);
	x->started = http_now_ms();
	x->page = x->rq.a = x->rp.a = spares_take(&x->s->pages);
	answer(x, worker);
	if (atomic_load(&x->s->stopping))
		x->rp.close = true;
	x->response = reply_send(&x->rp, &x->rq, true, &x->sent_bytes);
	x->phase = PHASE_REPLY;
	MHD_resume_connection(x->mhd);
}

static void spool(struct job *j, unsigned worker)
{
	struct exchange *x = of_job(j);
	(void)worker;
	(void)body_spool(&x->body, x->s->config.spool); /* body_finish tells a failure */
	MHD_resume_connection(x->mhd);
}

static enum MHD_Result dispatch(struct exchange *x)
{
	struct http_server *s = x->s;
	x->phase = PHASE_WORK;
	x->queued = http_now_ms();
	x->job.run = work;
	conn_state(x->conn, CONN_WORK, 0);
	if (!atomic_load(&s->refusing)) {
		MHD_suspend_connection(x->mhd);
		if (lane_push(s->lanes[x->plan.lane], &x->job))
			return MHD_YES;
		atomic_fetch_add(&s->metrics.full, 1);
		reply_status(&x->rp, 503);
		x->phase = PHASE_REPLY;
		MHD_resume_connection(x->mhd);
		return MHD_YES;
	}
	reply_status(&x->rp, 503);
	return send_reply(x);
}

static enum MHD_Result take_body(struct exchange *x, const char *data, size_t *size)
{
	struct body *b = &x->body;
	if (x->phase != PHASE_BODY) {
		b->got += *size;
		*size = 0;
		body_deadline(x);
		return MHD_YES;
	}
	*size -= body_take(b, data, *size);
	body_deadline(x);
	if (b->n < b->cap || b->got == b->expected)
		return MHD_YES;
	/* The disk may be slow: not in this thread. One job per connection, so the queue has room.
	 */
	x->job.run = spool;
	conn_state(x->conn, CONN_BODY, 0);
	MHD_suspend_connection(x->mhd);
	if (!lane_push(x->s->spool, &x->job)) {
		b->failed = true;
		b->n = 0;
		MHD_resume_connection(x->mhd);
	}
	return MHD_YES;
}

/* NOLINTNEXTLINE(readability-function-size): the library's signature */
enum MHD_Result exchange_handle(void *server, struct MHD_Connection *mhd, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **context)
{
	struct exchange *x = *context;
	(void)url;
	if (!x)
		return begin(server, mhd, method, version, context);
	if (*size)
		return take_body(x, data, size);
	switch (x->phase) {
	case PHASE_NEW:
	case PHASE_BODY:
		return dispatch(x);
	case PHASE_DISCARD:
	case PHASE_REPLY:
		return send_reply(x);
	case PHASE_WORK:
	case PHASE_SENT:
		break;
	}
	return MHD_YES;
}

static void log_text(struct buf *b, const char *name, const char *value)
{
	buf_puts(b, name);
	buf_puts(b, value ? value : "");
}

static void log_number(struct buf *b, const char *name, int64_t value)
{
	buf_puts(b, name);
	buf_number(b, value);
}

static void log_request(struct exchange *x, int status, int64_t ms)
{
	struct buf b;
	buf_init(&b, x->a, LOG_LINE_MAX);
	log_text(&b, "client=", x->rq.client);
	log_text(&b, " host=", x->rq.host);
	log_text(&b, " method=", x->rq.path ? http_method_name(x->rq.method) : "?");
	buf_puts(&b, " path=");
	buf_json(&b, x->plan.log_as ? x->plan.log_as : x->rq.path ? x->rq.path : "");
	int64_t wait = x->started ? x->started - x->queued : 0;
	log_number(&b, " status=", status);
	log_number(&b, " bytes=", (int64_t)x->sent_bytes);
	log_number(&b, " ms=", ms);
	log_number(&b, " wait=", wait);
	if (x->note)
		buf_printf(&b, " note=\"%s\"", x->note);
	log_add(x->s, b.p, b.n);
}

static void free_later(struct job *j, unsigned worker)
{
	(void)worker;
	exchange_free(of_job(j));
}

void exchange_completed(void *server, struct MHD_Connection *mhd, void **context,
	enum MHD_RequestTerminationCode how)
{
	struct http_server *s = server;
	struct exchange *x = *context;
	struct conn *c = exchange_conn(mhd);
	if (c) {
		free(c->target);
		c->target = NULL;
		conn_state(c, CONN_IDLE, http_now_ms() + s->config.idle_ms);
	}
	if (!x) /* the library refused it by itself */
		return;
	if (c)
		c->served = true;
	int status = how == MHD_REQUEST_TERMINATED_COMPLETED_OK ? x->rp.status : 0;
	int64_t ms = http_now_ms() - x->begun;
	metrics_count(&s->metrics, status, ms);
	if (s->config.hooks.log)
		log_request(x, status, ms);
	response_drop(x);
	*context = NULL;
	/* To close a large file that has no name is to delete it, which takes time. */
	x->job.run = free_later;
	if (x->body.fd < 0 || !lane_push(s->spool, &x->job))
		exchange_free(x);
}
