/* /tai-khoan/xac-thuc: one's own second factor, on and off. Until it is answered with a right code
 * the new secret stands in the form alone. */
#include <string.h>

#include "core/totp.h"
#include "core/web/account_page.h"
#include "core/web/web.h"
#include "lib/base/buf.h"

static const struct form_field fields[] = {
	{ .name = "ma", .kind = FORM_TEXT, .required = true, .label = "Mã xác thực", .max = 64 },
};

/* "ABCD EFGH ..." */
static const char *in_groups(struct arena *a, const char *secret)
{
	struct buf b;
	buf_init(&b, a, 256);
	for (size_t i = 0; secret[i]; i++)
		buf_printf(&b, "%s%c", i && i % 4 == 0 ? " " : "", secret[i]);
	return b.p;
}

static enum rc is_on(struct web *w, bool *out)
{
	struct user u;
	enum rc rc = user_get(w->db, w->a, w->session->account, &u, &w->e);
	if (!rc)
		*out = u.has_totp;
	return rc;
}

static struct factor_view view(struct web *w, const struct form *f, const char *title)
{
	struct factor_view v = {
		.page = web_page(w, title), .csrf = w->csrf, .code = web_widget(w->a, f, 0)
	};
	v.page.back = "/tai-khoan";
	v.code.type = WIDGET_CODE;
	v.code.width = 20;
	web_errors(w->a, f, &v.page);
	return v;
}

static enum rc show(struct web *w, const struct form *f, const char *secret)
{
	struct factor_view v = view(w, f, "Bật xác thực hai lớp");
	v.code.hint = "Sáu chữ số.";
	v.sent = secret;
	v.secret = in_groups(w->a, secret);
	v.uri = totp_uri(
		w->a, secret, arena_printf(w->a, "Loa %s", w->unit_name), w->session->login);
	struct buf b = web_buf(w);
	factor_html(&b, &v);
	return web_reply(w, f->errors ? 422 : 200, &b);
}

static enum rc page(struct web *w)
{
	struct form f;
	bool on = false;
	enum rc rc = is_on(w, &on);
	if (rc)
		return rc;
	if (on) {
		reply_redirect(w->rp, "/tai-khoan");
		return RC_OK;
	}
	form_init(&f, w->a, fields, 1);
	return show(w, &f, totp_secret(w->a));
}

/* One that this server made: as long as those, of their letters. */
static const char *sent_secret(const struct web *w)
{
	enum { LETTERS = TOTP_SECRET / 5 * 8 };
	const char *s = request_field(w->rq, "khoa");
	bool good = s && strlen(s) == LETTERS &&
		    strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == LETTERS;
	return good ? s : NULL;
}

static enum rc show_codes(struct web *w, const struct texts *codes)
{
	struct recovery_view v = {
		.page = web_page(w, "Mã khôi phục"), .login = w->session->login, .codes = codes
	};
	struct buf b = web_buf(w);
	recovery_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc switch_on(struct web *w)
{
	struct form f;
	struct err e;
	struct audit t;
	struct texts codes;
	bool on = false;
	const char *secret = sent_secret(w);
	err_init(&e, w->a);
	enum rc rc = is_on(w, &on);
	if (!rc && (on || !secret))
		rc = ERR(&w->e, on ? RC_CONFLICT : RC_INVALID, NULL,
			on ? "Xác thực hai lớp đã bật; muốn đổi điện thoại thì tắt rồi bật lại."
			   : "Trang đã cũ; hãy mở lại trang bật xác thực hai lớp.");
	if (rc)
		return rc;
	if (form_read(&f, w->rq, fields, 1, &e))
		return show(w, &f, secret);
	struct user_totp x = { secret, f.v[0].text };
	rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = user_set_totp(&t, w->a, w->session->account, &x, &codes, &e);
	if (rc == RC_INVALID) {
		form_fail(&f, 0, e.message);
		return show(w, &f, secret);
	}
	return rc ? ERR(&w->e, rc, NULL, "%s", e.message) : show_codes(w, &codes);
}

/* --- off --- */

static enum rc show_end(struct web *w, const struct form *f)
{
	struct factor_view v = view(w, f, "Tắt xác thực hai lớp");
	v.code.hint = "Sáu chữ số của ứng dụng xác thực, hoặc một mã khôi phục.";
	struct buf b = web_buf(w);
	factor_end_html(&b, &v);
	return web_reply(w, f->errors ? 422 : 200, &b);
}

static enum rc end_page(struct web *w)
{
	struct form f;
	bool on = false;
	enum rc rc = is_on(w, &on);
	if (rc)
		return rc;
	if (!on) {
		reply_redirect(w->rp, "/tai-khoan");
		return RC_OK;
	}
	form_init(&f, w->a, fields, 1);
	return show_end(w, &f);
}

/* Who has only found the browser open must not try all codes: attempts are counted, in a
 * transaction that stays although the code is wrong. */
static enum rc count_attempt(struct web *w)
{
	struct sign_in s = web_sign_in(w);
	enum rc rc = db_begin(w->db, DB_WRITE, &w->e);
	if (!rc)
		rc = attempt_begin(w->db, w->a, w->session->login, &s, &w->e);
	if (!rc)
		return db_commit(w->db, &w->e);
	db_rollback(w->db);
	return rc;
}

static enum rc switch_off(struct web *w)
{
	struct form f;
	struct err e;
	struct audit t;
	struct sign_in s = web_sign_in(w);
	err_init(&e, w->a);
	if (form_read(&f, w->rq, fields, 1, &e))
		return show_end(w, &f);
	enum rc rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = user_use_code(&t, w->a, w->session->account, f.v[0].text, &e);
	if (rc == RC_INVALID) {
		form_fail(&f, 0, e.message);
		return show_end(w, &f);
	}
	if (!rc)
		rc = user_drop_totp(&t, w->a, w->session->account, &e);
	if (!rc)
		rc = attempt_good(w->db, w->a, w->session->login, &s, &e);
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	reply_redirect(w->rp, "/tai-khoan?" WEB_DONE "=tat");
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/tai-khoan/xac-thuc", .handler = page, .permission = "self.edit"),
	WEB_POST("/tai-khoan/xac-thuc", .handler = switch_on, .permission = "self.edit"),
	WEB_GET("/tai-khoan/xac-thuc/tat", .handler = end_page, .permission = "self.edit"),
	WEB_POST("/tai-khoan/xac-thuc/tat", .handler = switch_off, .prepare = count_attempt,
		.permission = "self.edit"),
};

const struct web_routes factor_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
