#include "lib/http/http_int.h"

static const int64_t BOUNDS_MS[BUCKETS] = { 1, 5, 10, 25, 50, 100, 250, 1000, 2500, 10000 };

void metrics_count(struct metrics *m, int status, int64_t ms)
{
	int class = status / 100;
	atomic_fetch_add(&m->status[class > 0 && class < 6 ? class : 0], 1);
	size_t i = 0;
	while (i < BUCKETS && ms > BOUNDS_MS[i])
		i++;
	atomic_fetch_add(&m->bucket[i], 1);
	atomic_fetch_add(&m->micros, (uint64_t)ms * 1000);
}

static void head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void one(struct buf *b, const char *name, const char *type, const char *help, uint64_t value)
{
	head(b, name, type, help);
	buf_printf(b, "%s %llu\n", name, (unsigned long long)value);
}

static void latency(struct metrics *m, struct buf *b)
{
	static const char name[] = "loa_http_request_seconds";
	head(b, name, "histogram", "From the end of the head to the end of the reply.");
	unsigned long long sum = 0;
	for (size_t i = 0; i <= BUCKETS; i++) {
		sum += atomic_load(&m->bucket[i]);
		if (i < BUCKETS)
			buf_printf(b, "%s_bucket{le=\"%g\"} %llu\n", name,
				(double)BOUNDS_MS[i] / 1000, sum);
		else
			buf_printf(b, "%s_bucket{le=\"+Inf\"} %llu\n", name, sum);
	}
	buf_printf(b, "%s_sum %g\n%s_count %llu\n", name, (double)atomic_load(&m->micros) / 1e6,
		name, sum);
}

static void statuses(struct metrics *m, struct buf *b)
{
	static const char name[] = "loa_http_requests_total";
	head(b, name, "counter",
		"Requests by class of status; none: the client went before the reply.");
	buf_printf(b, "%s{class=\"none\"} %llu\n", name,
		(unsigned long long)atomic_load(&m->status[0]));
	for (int i = 1; i < 6; i++)
		buf_printf(b, "%s{class=\"%dxx\"} %llu\n", name, i,
			(unsigned long long)atomic_load(&m->status[i]));
}

static void lanes(struct http_server *s, struct buf *b)
{
	unsigned waiting[2], busy[2];
	for (size_t i = 0; i < 2; i++)
		lane_load(s->lanes[i], &waiting[i], &busy[i]);
	head(b, "loa_http_lane_waiting", "gauge", "Requests waiting for a thread.");
	buf_printf(b, "loa_http_lane_waiting{lane=\"work\"} %u\n", waiting[HTTP_WORK]);
	buf_printf(b, "loa_http_lane_waiting{lane=\"hash\"} %u\n", waiting[HTTP_HASH]);
	head(b, "loa_http_lane_busy", "gauge", "Threads at work.");
	buf_printf(b, "loa_http_lane_busy{lane=\"work\"} %u\n", busy[HTTP_WORK]);
	buf_printf(b, "loa_http_lane_busy{lane=\"hash\"} %u\n", busy[HTTP_HASH]);
}

void http_metrics(struct http_server *s, struct buf *b)
{
	struct metrics *m = &s->metrics;
	statuses(m, b);
	latency(m, b);
	lanes(s, b);
	one(b, "loa_http_connections", "gauge", "Open connections.", atomic_load(&s->n_conns));
	one(b, "loa_http_bodies", "gauge", "Requests with a body under way.",
		atomic_load(&s->n_bodies));
	one(b, "loa_http_refused_total", "counter", "Malformed or ambiguous heads.",
		atomic_load(&m->refused));
	one(b, "loa_http_full_total", "counter", "Requests that found a queue full.",
		atomic_load(&m->full));
	one(b, "loa_http_cut_total", "counter", "Connections cut at a deadline in a request.",
		atomic_load(&m->cut));
	one(b, "loa_http_log_lost_total", "counter", "Log lines lost.", atomic_load(&m->log_lost));
}
