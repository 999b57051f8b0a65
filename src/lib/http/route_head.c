/* What the route table answers by itself, before any handler. */
#include <string.h>

#include "lib/http/route.h"

/* The target without the slash before its query; the rest as it was sent. A path of slashes only
 * ("//") has no such form and never comes here. */
static const char *without_slash(struct arena *a, const char *target)
{
	size_t path = strcspn(target, "?");
	size_t keep = path;
	while (keep > 1 && target[keep - 1] == '/')
		keep--;
	return arena_printf(a, "%.*s%s", (int)keep, target, target + path);
}

static void answer(const struct request *rq, const struct route_match *m, struct reply *rp)
{
	if (m->found == ROUTE_SLASH) {
		reply_bytes(rp, 308, "text/plain; charset=utf-8", "", 0);
		reply_header(rp, "Location", without_slash(rq->a, rq->target));
	} else if (m->found == ROUTE_METHOD && rq->method == HTTP_OPTIONS) {
		reply_bytes(rp, 204, NULL, "", 0);
	} else if (m->found == ROUTE_METHOD) {
		reply_error(rp, 405, "Không làm được việc này",
			"Địa chỉ này có thật nhưng không nhận cách gửi vừa dùng.");
	} else {
		reply_error(rp, 404, "Không tìm thấy trang",
			"Không có trang nào ở địa chỉ này. "
			"Có thể địa chỉ gõ sai hoặc trang đã chuyển chỗ.");
	}
	if (m->allow)
		reply_header(rp, "Allow", m->allow);
}

bool route_head(const struct route_table *t, const struct route *nowhere, struct request *rq,
	struct http_plan *plan, struct reply *rp)
{
	struct route_match *m = ARENA_NEW(rq->a, struct route_match);
	route_find(t, rq->a, rq->method, rq->path, m);
	if (m->found == ROUTE_NO && nowhere && request_reads(rq)) {
		m->found = ROUTE_YES;
		m->route = nowhere;
	}
	if (m->found != ROUTE_YES) {
		answer(rq, m, rp);
		return true;
	}
	rq->route = m->route;
	rq->segments = m->segments;
	plan->lane = m->route->lane;
	if (m->route->body_max)
		plan->body_max = m->route->body_max;
	return false;
}
