/* /dang-nhap and /dang-xuat. */
#include "core/web/frame.h"
#include "core/web/web.h"

enum { LOGIN, PASSWORD, FIELDS };

static const struct form_field fields[FIELDS] = {
	[LOGIN] = { .name = "ten",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Tên đăng nhập",
		.max = 64 },
	[PASSWORD] = { .name = "mat-khau",
		.kind = FORM_SECRET,
		.required = true,
		.label = "Mật khẩu",
		.max = PASSWORD_MAX },
};

/* Where the person was going; NULL: nowhere, or to a place that is not ours. */
static const char *way_back(const struct web *w)
{
	const char *to = w->rq->method == HTTP_POST ? request_field(w->rq, "ve")
						    : request_query(w->rq, "ve");
	if (!to || to[0] != '/' || to[1] == '/' || to[1] == '\\')
		return NULL;
	for (const char *p = to; *p; p++)
		if ((unsigned char)*p < ' ')
			return NULL;
	return to;
}

static void go_on(struct web *w)
{
	const char *back = way_back(w);
	reply_redirect(w->rp, back ? back : "/");
}

static enum rc show(struct web *w, const struct form *f)
{
	struct sign_in_view v = { .page = web_page(w, "Đăng nhập"),
		.back = way_back(w),
		.login = web_widget(w->a, f, LOGIN),
		.password = web_widget(w->a, f, PASSWORD) };
	v.login.autocomplete = "username";
	v.password.autocomplete = "current-password";
	web_errors(w->a, f, &v.page);
	struct buf b = web_buf(w);
	sign_in_html(&b, &v);
	return web_reply(w, f->errors ? 422 : 200, &b);
}

static enum rc page(struct web *w)
{
	struct form f;
	if (w->session && w->session->ready) {
		go_on(w);
		return RC_OK;
	}
	form_init(&f, w->a, fields, FIELDS);
	return show(w, &f);
}

static enum rc enter(struct web *w)
{
	struct form f;
	struct err e;
	err_init(&e, w->a);
	if (form_read(&f, w->rq, fields, FIELDS, &e))
		return show(w, &f);
	struct sign_in s = web_sign_in(w);
	struct signed_in in;
	enum rc rc =
		sign_in_password(w->db, w->a, &s, f.v[LOGIN].text, f.v[PASSWORD].text, &in, &e);
	if (rc == RC_DENIED) {
		form_fail(&f, LOGIN, e.message);
		return show(w, &f);
	}
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	reply_cookie(w->rp, w->rq, WEB_COOKIE, in.token, SESSION_LIFE);
	if (in.needs_code)
		reply_redirect(w->rp, web_sign_in_path(w->a, "/dang-nhap/ma", way_back(w)));
	else
		go_on(w);
	return RC_OK;
}

/* --- the second factor --- */

static const struct form_field code_fields[] = {
	{ .name = "ma", .kind = FORM_TEXT, .required = true, .label = "Mã xác thực", .max = 64 },
};

static enum rc show_code(struct web *w, const struct form *f)
{
	struct sign_in_code_view v = { .page = web_page(w, "Mã xác thực"),
		.csrf = w->csrf,
		.code = web_widget(w->a, f, 0),
		.back = way_back(w) };
	v.code.type = WIDGET_CODE;
	v.code.hint = "Sáu chữ số của ứng dụng xác thực, hoặc một mã khôi phục.";
	web_errors(w->a, f, &v.page);
	struct buf b = web_buf(w);
	sign_in_code_html(&b, &v);
	return web_reply(w, f->errors ? 422 : 200, &b);
}

/* Only between password and code is there anything to do here. */
static bool half_way(struct web *w)
{
	if (w->session && !w->session->ready)
		return true;
	reply_redirect(w->rp, w->session ? "/" : "/dang-nhap");
	return false;
}

static enum rc code_page(struct web *w)
{
	struct form f;
	if (!half_way(w))
		return RC_OK;
	form_init(&f, w->a, code_fields, 1);
	return show_code(w, &f);
}

static enum rc enter_code(struct web *w)
{
	struct form f;
	struct err e;
	err_init(&e, w->a);
	if (!half_way(w))
		return RC_OK;
	if (form_read(&f, w->rq, code_fields, 1, &e))
		return show_code(w, &f);
	struct sign_in s = web_sign_in(w);
	struct signed_in in;
	const char *token = request_cookie(w->rq, WEB_COOKIE);
	enum rc rc = sign_in_code(w->db, w->a, &s, token, f.v[0].text, &in, &e);
	if (rc == RC_DENIED || rc == RC_INVALID) {
		form_fail(&f, 0, e.message);
		return show_code(w, &f);
	}
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	reply_cookie(w->rp, w->rq, WEB_COOKIE, in.token, SESSION_LIFE);
	go_on(w);
	return RC_OK;
}

/* The personal link of a group head. */
static enum rc enter_by_link(struct web *w)
{
	struct err e;
	struct sign_in s = web_sign_in(w);
	struct signed_in in;
	err_init(&e, w->a);
	enum rc rc = sign_in_link(w->db, w->a, &s, route_segment(w->rq, "token"), &in, &e);
	if (rc == RC_DENIED)
		return ERR(&w->e, rc, "link", "%s", e.message);
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	reply_cookie(w->rp, w->rq, WEB_COOKIE, in.token, SESSION_LIFE);
	reply_redirect(w->rp, "/");
	return RC_OK;
}

static enum rc leave(struct web *w)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = session_end(&t, w->a, w->session->account, w->session->id, &w->e);
	if (rc)
		return rc;
	reply_cookie(w->rp, w->rq, WEB_COOKIE, "", -1);
	reply_redirect(w->rp, "/dang-nhap");
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/dang-nhap", .handler = page, .flags = WEB_PUBLIC),
	WEB_POST("/dang-nhap", .handler = enter, .flags = WEB_PUBLIC | WEB_BARE, .lane = HTTP_HASH),
	WEB_GET("/dang-nhap/ma", .handler = code_page, .flags = WEB_PUBLIC),
	WEB_POST("/dang-nhap/ma", .handler = enter_code, .flags = WEB_PUBLIC | WEB_BARE,
		.lane = HTTP_HASH),
	WEB_GET(SIGN_IN_LINK "{token}", .handler = enter_by_link, .flags = WEB_PUBLIC | WEB_BARE),
	WEB_POST("/dang-xuat", .handler = leave),
};

const struct web_routes sign_in_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
