/* /tai-khoan/mat-khau: one's own password. The old one is asked, and both are hashed before the
 * transaction. */
#include "core/web/account_page.h"
#include "core/web/web.h"
#include "lib/base/text.h"

enum { OLD, NEW, AGAIN, FIELDS };

static const struct form_field fields[FIELDS] = {
	[OLD] = { .name = "cu",
		.kind = FORM_SECRET,
		.required = true,
		.label = "Mật khẩu đang dùng",
		.max = PASSWORD_MAX },
	[NEW] = { .name = "moi",
		.kind = FORM_SECRET,
		.required = true,
		.label = "Mật khẩu mới",
		.max = PASSWORD_MAX },
	[AGAIN] = { .name = "moi-lai",
		.kind = FORM_SECRET,
		.required = true,
		.label = "Nhập lại mật khẩu mới",
		.max = PASSWORD_MAX },
};

struct change {
	struct form f;
	const char *hash;
};

static enum rc show(struct web *w, const struct form *f)
{
	struct account_password_view v = { .page = web_page(w, "Đổi mật khẩu"),
		.csrf = w->csrf,
		.login = w->session->login,
		.old = web_widget(w->a, f, OLD),
		.new = web_widget(w->a, f, NEW),
		.again = web_widget(w->a, f, AGAIN) };
	v.page.back = "/tai-khoan";
	v.old.autocomplete = "current-password";
	v.new.autocomplete = v.again.autocomplete = "new-password";
	v.new.hint = arena_printf(
		w->a, "Ít nhất %d ký tự. Một câu vài từ thì dễ nhớ mà khó đoán.", PASSWORD_MIN);
	web_errors(w->a, f, &v.page);
	struct buf b = web_buf(w);
	account_password_html(&b, &v);
	return web_reply(w, f->errors ? 422 : 200, &b);
}

static enum rc page(struct web *w)
{
	struct form f;
	form_init(&f, w->a, fields, FIELDS);
	return show(w, &f);
}

static void check(struct web *w, struct form *f)
{
	struct err e;
	err_init(&e, w->a);
	if (!text_eq(f->v[NEW].text, f->v[AGAIN].text))
		form_fail(f, AGAIN, "Hai lần nhập mật khẩu mới không giống nhau.");
	else if (text_eq(f->v[NEW].text, f->v[OLD].text))
		form_fail(f, NEW, "Mật khẩu mới phải khác mật khẩu đang dùng.");
	else if (password_check(w->a, f->v[NEW].text, w->session->login, w->session->name, &e))
		form_fail(f, NEW, e.message);
}

static enum rc prepare(struct web *w)
{
	struct change *x = ARENA_NEW(w->a, struct change);
	struct sign_in s = web_sign_in(w);
	struct err e;
	err_init(&e, w->a);
	w->prepared = x;
	if (form_read(&x->f, w->rq, fields, FIELDS, &e))
		return RC_OK;
	check(w, &x->f);
	if (x->f.errors)
		return RC_OK;
	err_clear(&e);
	enum rc rc = sign_in_again(w->db, w->a, &s, w->session->login, x->f.v[OLD].text, &e);
	if (rc == RC_DENIED) {
		form_fail(&x->f, OLD, e.message);
		return RC_OK;
	}
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	return password_hash(w->a, x->f.v[NEW].text, &s.cost, &x->hash, &w->e);
}

/* All sessions end with the old password; this browser gets a new one. */
static enum rc change(struct web *w)
{
	const struct change *x = w->prepared;
	struct audit t;
	const char *token = NULL;
	struct sign_in s = web_sign_in(w);
	struct session_new fresh = { .account = w->session->account, .ready = true };
	if (x->f.errors)
		return show(w, &x->f);
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = user_set_password(&t, w->a, w->session->account, x->hash, &w->e);
	if (!rc)
		rc = session_begin(w->db, w->a, &s, &fresh, &token, &w->e);
	if (rc)
		return rc;
	reply_cookie(w->rp, w->rq, WEB_COOKIE, token, SESSION_LIFE);
	reply_redirect(w->rp, "/tai-khoan?" WEB_DONE "=mat-khau");
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/tai-khoan/mat-khau", .handler = page, .permission = "self.edit"),
	WEB_POST("/tai-khoan/mat-khau", .handler = change, .prepare = prepare,
		.permission = "self.edit", .lane = HTTP_HASH),
};

const struct web_routes password_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
