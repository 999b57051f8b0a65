/* /tai-khoan: what a person has here, and the sessions with ending them. */
#include "core/web/account_page.h"

struct account_session *web_sessions(
	struct web *w, const struct sessions *list, int64_t keep, const char *base)
{
	struct account_session *rows = ARENA_ARRAY(w->a, struct account_session, list->n);
	for (size_t i = 0; i < list->n; i++) {
		const struct session *s = &list->v[i];
		rows[i] = (struct account_session){
			.what = arena_printf(w->a, "%s · %s",
				*s->agent ? s->agent : "không rõ trình duyệt", s->address),
			.seen = web_moment(w->a, s->seen_at),
			.end = s->id == keep ? NULL
					     : arena_printf(w->a, "%s/phien/%lld/ket-thuc", base,
						       (long long)s->id)
		};
	}
	return rows;
}

static enum rc page(struct web *w)
{
	static const struct web_done done[] = {
		{ "mat-khau", "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc." },
		{ "tat", "Đã tắt xác thực hai lớp." },
	};
	struct sessions list;
	struct user u;
	struct account_view v = { .page = web_page(w, "Tài khoản"),
		.csrf = w->csrf,
		.editable = web_may(w, MAY_SELF_EDIT) };
	enum rc rc = session_list(w->db, w->a, w->session->account, w->now, &list, &w->e);
	if (!rc)
		rc = user_get(w->db, w->a, w->session->account, &u, &w->e);
	if (!rc)
		rc = user_codes_left(w->db, w->session->account, &v.codes_left, &w->e);
	if (rc)
		return rc;
	web_notice(w, &v.page, done, sizeof done / sizeof *done);
	v.has_totp = u.has_totp;
	v.sessions = web_sessions(w, &list, w->session->id, "/tai-khoan");
	v.n = list.n;
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
