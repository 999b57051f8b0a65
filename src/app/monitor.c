#include "app/monitor.h"

#include "lib/base/text.h"
#include "version.h"

enum { METRICS_MAX = 1 << 20 };

static void handle(void *ctx, struct request *rq, struct reply *rp)
{
	const struct monitor *m = ctx;
	struct buf b;
	if (rq->method != HTTP_GET || !text_eq(rq->path, "/metrics")) {
		reply_error(rp, 404, "Không tìm thấy trang", "Ở đây chỉ có /metrics.");
		return;
	}
	buf_init(&b, rq->a, METRICS_MAX);
	buf_puts(&b, "# HELP loa_build_info The running program.\n# TYPE loa_build_info gauge\n"
		     "loa_build_info{version=\"" LOA_VERSION "\"} 1\n");
	http_metrics(m->server, &b);
	web_metrics(m->app, &b);
	reply_bytes(rp, 200, "text/plain; version=0.0.4; charset=utf-8", b.p, b.n);
}

struct http_hooks monitor_hooks(struct monitor *m)
{
	return (struct http_hooks){ .ctx = m, .handle = handle };
}
