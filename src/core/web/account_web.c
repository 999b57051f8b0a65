/* /tai-khoan: the sessions of the person signed in, and ending them. */
#include "core/web/frame.h"

static enum rc page(struct web *w)
{
	struct sessions list;
	enum rc rc = session_list(w->db, w->a, w->session->account, w->now, &list, &w->e);
	if (rc)
		return rc;
	struct account_session *rows = ARENA_ARRAY(w->a, struct account_session, list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct session *s = &list.v[i];
		rows[i] = (struct account_session){
			.what = arena_printf(w->a, "%s · %s",
				*s->agent ? s->agent : "không rõ trình duyệt", s->address),
			.seen = web_moment(w->a, s->seen_at),
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

static enum rc end_one(struct web *w)
{
	struct audit t;
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = session_end(&t, w->a, w->session->account, id, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/tai-khoan");
	return rc;
}

static enum rc end_others(struct web *w)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = session_end_others(&t, w->a, w->session->account, w->session->id, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/tai-khoan");
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/tai-khoan", .handler = page),
	WEB_POST("/tai-khoan/phien/{id}/ket-thuc", .handler = end_one),
	WEB_POST("/tai-khoan/phien-khac", .handler = end_others),
};

const struct web_routes account_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
