/* /dang-nhap and /dang-xuat. */
#include <time.h>

#include "core/web_page.h"
#include "lib/base/text.h"
#include "lib/http/form.h"

enum { LOGIN, PASSWORD, FIELDS };

static const struct form_field fields[FIELDS] = {
	[LOGIN] = { .name = "ten", .kind = FORM_TEXT, .required = true, .label = "Tên đăng nhập", .max = 64 },
	[PASSWORD] = { .name = "mat-khau",
		.kind = FORM_SECRET,
		.required = true,
		.label = "Mật khẩu",
		.max = PASSWORD_MAX },
};

static struct widget field(const struct form *f, int i, enum widget_type type)
{
	return (struct widget){ .name = fields[i].name,
		.label = fields[i].label,
		.value = f->v[i].typed,
		.error = f->v[i].error,
		.type = type,
		.autocomplete = i == LOGIN ? "username" : "current-password",
		.width = 20 };
}

static enum rc show(struct web *w, const struct form *f, const char *refused)
{
	struct widget_error errors[FIELDS + 1];
	struct sign_in_view v = { .page = web_page(w, "Đăng nhập"),
		.login = field(f, LOGIN, WIDGET_TEXT),
		.password = field(f, PASSWORD, WIDGET_SECRET) };
	for (size_t i = 0; i < FIELDS; i++)
		if (f->v[i].error)
			errors[v.page.errors_n++] = (struct widget_error){ fields[i].name, f->v[i].error };
	if (refused)
		errors[v.page.errors_n++] = (struct widget_error){ fields[LOGIN].name, refused };
	v.page.errors = errors;
	struct buf b = web_buf(w);
	sign_in_html(&b, &v);
	return web_reply(w, v.page.errors_n ? 422 : 200, &b);
}

static enum rc page(struct web *w)
{
	struct form f;
	if (w->session && w->session->ready) {
		reply_redirect(w->rp, "/");
		return RC_OK;
	}
	form_init(&f, w->a, fields, FIELDS);
	return show(w, &f, NULL);
}

static enum rc enter(struct web *w)
{
	struct form f;
	struct err e;
	err_init(&e, w->a);
	if (form_read(&f, w->rq, fields, FIELDS, &e))
		return show(w, &f, NULL);
	const char *agent = request_header(w->rq, "user-agent");
	struct sign_in s = { .address = w->rq->client,
		.agent = agent ? agent : "",
		.now = time(NULL),
		.cost = password_cost_default };
	struct signed_in in;
	enum rc rc = sign_in_password(w->db, w->a, &s, f.v[LOGIN].text, f.v[PASSWORD].text, &in, &e);
	if (rc == RC_DENIED)
		return show(w, &f, e.message);
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	if (in.needs_code)
		return show(w, &f, "Tài khoản có mã xác thực hai bước; trang này chưa nhận mã.");
	reply_cookie(w->rp, w->rq, WEB_COOKIE, in.token, SESSION_LIFE);
	reply_redirect(w->rp, "/");
	return RC_OK;
}

static enum rc leave(struct web *w)
{
	struct audit t;
	struct audit_actor by = { w->session->login, arena_printf(w->a, "web %s", w->rq->client) };
	enum rc rc = audit_open(&t, w->db, by, time(NULL), &w->e);
	if (!rc)
		rc = session_end(&t, w->a, w->session->account, w->session->id, &w->e);
	if (rc)
		return rc;
	reply_cookie(w->rp, w->rq, WEB_COOKIE, "", -1);
	reply_redirect(w->rp, "/dang-nhap");
	return RC_OK;
}

static const struct web_route routes[] = {
	{ HTTP_GET, "/dang-nhap", page, NULL, WEB_PUBLIC, HTTP_WORK },
	{ HTTP_POST, "/dang-nhap", enter, NULL, WEB_PUBLIC | WEB_BARE, HTTP_HASH },
	{ HTTP_POST, "/dang-xuat", leave, NULL, 0, HTTP_WORK },
};

const struct web_routes sign_in_routes = { routes, sizeof routes / sizeof *routes };
