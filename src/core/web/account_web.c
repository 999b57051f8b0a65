/* /tai-khoan: the sessions of the person signed in, and ending them. */
#include <stdlib.h>
#include <time.h>

#include "core/web/frame.h"

/* In Asia/Ho_Chi_Minh. */
static const char *moment(struct arena *a, int64_t at)
{
	enum { HO_CHI_MINH = 7 * 3600 };
	time_t t = (time_t)at + HO_CHI_MINH;
	struct tm tm;
	gmtime_r(&t, &tm);
	struct date d = { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
	return arena_printf(a, "%s %02d:%02d", date_short(a, d), tm.tm_hour, tm.tm_min);
}

static enum rc page(struct web *w)
{
	struct sessions list;
	enum rc rc = session_list(w->db, w->a, w->session->account, time(NULL), &list, &w->e);
	if (rc)
		return rc;
	struct account_session *rows = ARENA_ARRAY(w->a, struct account_session, list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct session *s = &list.v[i];
		rows[i] = (struct account_session){
			.what = arena_printf(w->a, "%s · %s",
				*s->agent ? s->agent : "không rõ trình duyệt", s->address),
			.seen = moment(w->a, s->seen_at),
			.end = s->id == w->session->id
				       ? NULL
				       : arena_printf(w->a, "/tai-khoan/phien/%lld/ket-thuc",
						 (long long)s->id)
		};
	}
	struct account_view v = {
		.page = web_page(w, "Tài khoản"), .csrf = w->csrf, .v = rows, .n = list.n
	};
	struct buf b = web_buf(w);
	account_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc open_audit(struct web *w, struct audit *t)
{
	struct audit_actor by = { w->session->login, arena_printf(w->a, "web %s", w->rq->client) };
	return audit_open(t, w->db, by, time(NULL), &w->e);
}

static enum rc end_one(struct web *w)
{
	struct audit t;
	int64_t id = strtoll(route_segment(w->rq, "id"), NULL, 10);
	enum rc rc = open_audit(w, &t);
	if (!rc)
		rc = session_end(&t, w->a, w->session->account, id, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/tai-khoan");
	return rc;
}

static enum rc end_others(struct web *w)
{
	struct audit t;
	enum rc rc = open_audit(w, &t);
	if (!rc)
		rc = session_end_others(&t, w->a, w->session->account, w->session->id, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/tai-khoan");
	return rc;
}

static const struct web_route routes[] = {
	{ HTTP_GET, "/tai-khoan", page, NULL, 0, HTTP_WORK },
	{ HTTP_POST, "/tai-khoan/phien/{id}/ket-thuc", end_one, NULL, 0, HTTP_WORK },
	{ HTTP_POST, "/tai-khoan/phien-khac", end_others, NULL, 0, HTTP_WORK },
};

const struct web_routes account_routes = { routes, sizeof routes / sizeof *routes };
