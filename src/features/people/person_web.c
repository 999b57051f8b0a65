/* /nguoi-dung/ID: one person, and what the administrator can do about him. */
#include "core/token.h"
#include "features/people/people_int.h"
#include "lib/base/text.h"

static const char *base_of(struct arena *a, int64_t id)
{
	return arena_printf(a, "/nguoi-dung/%lld", (long long)id);
}

static enum rc load(struct web *w, struct user *out)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : user_get(w->db, w->a, id, out, &w->e);
}

static void add_row(struct person_view *v, struct arena *a, const char *key, const char *value)
{
	struct part_row *rows = ARENA_ARRAY(a, struct part_row, v->rows_n + 1);
	for (size_t i = 0; i < v->rows_n; i++)
		rows[i] = v->rows[i];
	rows[v->rows_n++] = (struct part_row){ .key = key, .value = value };
	v->rows = rows;
}

static void fill_rows(struct web *w, struct person_view *v)
{
	const struct user *u = &v->user;
	add_row(v, w->a, "Tên đăng nhập", u->login);
	add_row(v, w->a, "Vai trò", roles_names(w->a, u->roles));
	add_row(v, w->a, "Trạng thái", u->active ? "Đang bật" : "Đã tắt, không đăng nhập được");
	if (v->by_link) {
		add_row(v, w->a, "Liên kết cá nhân", u->has_link ? "Đang dùng được" : "Chưa có");
	} else {
		add_row(v, w->a, "Mật khẩu", u->has_password ? "Đã đặt" : "Chưa đặt");
		add_row(v, w->a, "Xác thực hai lớp", u->has_totp ? "Đang bật" : "Chưa bật");
	}
	add_row(v, w->a, "Thêm lúc", web_moment(w->a, u->created_at));
}

static struct part_table role_table(struct web *w, const struct user_roles *list)
{
	static const struct part_column columns[] = { { "Vai trò", false }, { "Từ", false },
		{ "Đến", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * COLUMNS);
	for (size_t i = 0; i < list->n; i++) {
		const struct user_role *r = &list->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = role_title(w->a, r->role);
		c[1].text = web_moment(w->a, r->from);
		c[2].text = r->to ? web_moment(w->a, r->to) : "nay";
	}
	return (struct part_table){ .caption = "Vai trò qua các thời kỳ",
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = list->n };
}

/* problem: what could not be done, NULL: nothing. */
static enum rc show(struct web *w, const struct user *u, const char *problem)
{
	static const struct web_done done[] = {
		{ "tat", "Đã tắt: người này không đăng nhập được nữa, các phiên đã kết thúc." },
		{ "bat", "Đã bật: người này lại đăng nhập được." },
		{ "sua", "Đã lưu." },
		{ "het-lien-ket", "Liên kết cá nhân không còn dùng được." },
		{ "tat-xac-thuc", "Đã tắt xác thực hai lớp của người này." },
		{ "phien", "Đã kết thúc phiên." },
	};
	struct sessions sessions;
	struct user_roles roles;
	struct person_view v = { .page = web_page(w, u->name),
		.csrf = w->csrf,
		.base = base_of(w->a, u->id),
		.user = *u,
		.by_link = u->roles == ROLE(ROLE_GROUP_HEAD) };
	enum rc rc = session_list(w->db, w->a, u->id, w->now, &sessions, &w->e);
	if (!rc)
		rc = user_role_history(w->db, w->a, u->id, &roles, &w->e);
	if (!rc)
		rc = web_history(w, "user", u->login, &v.history);
	if (rc)
		return rc;
	v.page.back = "/nguoi-dung";
	fill_rows(w, &v);
	v.sessions = web_sessions(w, &sessions, 0, v.base);
	v.sessions_n = sessions.n;
	v.roles = role_table(w, &roles);
	if (problem)
		web_error(w, &v.page, problem);
	else
		web_notice(w, &v.page, done, sizeof done / sizeof *done);
	struct buf b = web_buf(w);
	person_html(&b, &v);
	return web_reply(w, problem ? 409 : 200, &b);
}

static enum rc page(struct web *w)
{
	struct user u;
	enum rc rc = load(w, &u);
	return rc ? rc : show(w, &u, NULL);
}

/* The audit knows people by their sign-in names. */
static enum rc by_name(struct web *w)
{
	struct user u;
	enum rc rc = user_find(w->db, w->a, route_segment(w->rq, "ten"), &u, &w->e);
	if (!rc)
		reply_redirect(w->rp, base_of(w->a, u.id));
	return rc;
}

/* --- changes --- */

typedef enum rc act(struct audit *t, struct arena *a, int64_t id, struct err *e);

/* Back to the person's page, with a word about what is done; or with why it is not. */
static enum rc do_and_say(struct web *w, act *fn, const char *word)
{
	struct user u;
	struct audit t;
	struct err e;
	err_init(&e, w->a);
	enum rc rc = load(w, &u);
	if (!rc)
		rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = fn(&t, w->a, u.id, &e);
	if (rc == RC_CONFLICT || rc == RC_INVALID)
		return show(w, &u, e.message);
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	reply_redirect(w->rp, arena_printf(w->a, "%s?" WEB_DONE "=%s", base_of(w->a, u.id), word));
	return RC_OK;
}

static enum rc set_off(struct audit *t, struct arena *a, int64_t id, struct err *e)
{
	return user_set_active(t, a, id, false, e);
}

static enum rc set_on(struct audit *t, struct arena *a, int64_t id, struct err *e)
{
	return user_set_active(t, a, id, true, e);
}

static enum rc switch_off(struct web *w)
{
	return do_and_say(w, set_off, "tat");
}

static enum rc switch_on(struct web *w)
{
	return do_and_say(w, set_on, "bat");
}

static enum rc end_link(struct web *w)
{
	return do_and_say(w, user_link_end, "het-lien-ket");
}

static enum rc end_factor(struct web *w)
{
	return do_and_say(w, user_drop_totp, "tat-xac-thuc");
}

static enum rc end_session(struct web *w)
{
	struct user u;
	struct audit t;
	int64_t id;
	enum rc rc = load(w, &u);
	if (!rc)
		rc = web_id(w, "phien", &id);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = session_end(&t, w->a, u.id, id, &w->e);
	if (!rc)
		reply_redirect(
			w->rp, arena_printf(w->a, "%s?" WEB_DONE "=phien", base_of(w->a, u.id)));
	return rc;
}

static enum rc new_link(struct web *w)
{
	struct user u;
	struct audit t;
	struct err e;
	const char *token = NULL;
	err_init(&e, w->a);
	enum rc rc = load(w, &u);
	if (!rc)
		rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = user_link_new(&t, w->a, u.id, &token, &e);
	if (rc == RC_INVALID)
		return show(w, &u, e.message);
	return rc ? ERR(&w->e, rc, NULL, "%s", e.message) : secret_link(w, &u, token);
}

/* --- name and roles --- */

/* What the form changes, so that two administrators do not undo one another. */
static int64_t version_of(struct arena *a, const struct user *u)
{
	return web_version_of(arena_printf(a, "%u %s", u->roles, u->name));
}

static enum rc show_edit(struct web *w, const struct user *u, const struct person_form *x)
{
	struct person_form_view v = person_form_view(w, x);
	v.page = web_page(w, arena_printf(w->a, "Sửa %s", u->name));
	v.page.back = base_of(w->a, u->id);
	v.form = web_form(w, version_of(w->a, u));
	v.action = arena_printf(w->a, "%s/sua", v.page.back);
	v.button = "Lưu";
	web_errors(w->a, &x->f, &v.page);
	struct buf b = web_buf(w);
	person_form_html(&b, &v);
	return web_reply(w, x->f.errors ? 422 : 200, &b);
}

static enum rc edit_page(struct web *w)
{
	struct user u;
	struct person_form x;
	enum rc rc = load(w, &u);
	if (rc)
		return rc;
	person_form_init(w, &x, &u);
	return show_edit(w, &u, &x);
}

static enum rc edit(struct web *w)
{
	struct user u;
	struct audit t;
	struct err e;
	struct person_form x;
	err_init(&e, w->a);
	enum rc rc = load(w, &u);
	if (rc)
		return rc;
	person_form_read(w, &x, false);
	if (!x.f.errors && web_is_stale(w, version_of(w->a, &u)))
		form_fail(&x.f, PERSON_NAME,
			arena_printf(w->a,
				"Người khác vừa sửa: nay là %s (%s). Xem lại rồi lưu, nếu vẫn muốn đổi.",
				u.name, roles_names(w->a, u.roles)));
	if (x.f.errors)
		return show_edit(w, &u, &x);
	rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = user_set_name(&t, w->a, u.id, x.f.v[PERSON_NAME].text, &e);
	if (!rc)
		rc = user_set_roles(&t, w->a, u.id, x.roles, &e);
	if (rc == RC_CONFLICT || rc == RC_INVALID) {
		form_fail(&x.f, PERSON_ROLES, e.message);
		return show_edit(w, &u, &x);
	}
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	reply_redirect(w->rp, arena_printf(w->a, "%s?" WEB_DONE "=sua", base_of(w->a, u.id)));
	return RC_OK;
}

/* --- a password set anew --- */

static const struct form_field password_fields[] = {
	{ .name = "mat-khau", .kind = FORM_SECRET, .label = "Mật khẩu mới", .max = PASSWORD_MAX },
};

struct fresh {
	struct form f;
	const char *password, *hash;
};

static enum rc show_password(struct web *w, const struct user *u, const struct form *f)
{
	struct person_password_view v = {
		.page = web_page(w, arena_printf(w->a, "Đặt mật khẩu cho %s", u->name)),
		.csrf = w->csrf,
		.user = u,
		.password = web_widget(w->a, f, 0)
	};
	v.page.back = base_of(w->a, u->id);
	v.action = arena_printf(w->a, "%s/mat-khau", v.page.back);
	v.password.autocomplete = "new-password";
	v.password.hint = "Để trống: Loa tự đặt một mật khẩu và cho xem một lần.";
	web_errors(w->a, f, &v.page);
	struct buf b = web_buf(w);
	person_password_html(&b, &v);
	return web_reply(w, f->errors ? 422 : 200, &b);
}

static enum rc password_page(struct web *w)
{
	struct user u;
	struct form f;
	enum rc rc = load(w, &u);
	if (rc)
		return rc;
	form_init(&f, w->a, password_fields, 1);
	return show_password(w, &u, &f);
}

static enum rc hash_password(struct web *w)
{
	struct fresh *x = ARENA_NEW(w->a, struct fresh);
	struct err e;
	err_init(&e, w->a);
	w->prepared = x;
	if (form_read(&x->f, w->rq, password_fields, 1, &e))
		return RC_OK;
	x->password = x->f.v[0].given ? x->f.v[0].text : token_code(w->a);
	/* The person's own names are looked at in the transaction, where he is read. */
	if (password_check(w->a, x->password, "", "", &e)) {
		form_fail(&x->f, 0, e.message);
		return RC_OK;
	}
	return password_hash(w->a, x->password, &password_cost_default, &x->hash, &w->e);
}

static enum rc set_password(struct web *w)
{
	struct fresh *x = w->prepared;
	struct user u;
	struct audit t;
	struct err e;
	err_init(&e, w->a);
	enum rc rc = load(w, &u);
	if (rc)
		return rc;
	if (!x->f.errors && password_check(w->a, x->password, u.login, u.name, &e))
		form_fail(&x->f, 0, e.message);
	if (x->f.errors)
		return show_password(w, &u, &x->f);
	rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = user_set_password(&t, w->a, u.id, x->hash, &e);
	if (rc == RC_INVALID)
		return show(w, &u, e.message);
	return rc ? ERR(&w->e, rc, NULL, "%s", e.message) : secret_password(w, &u, x->password);
}

#define AT(rest) "/nguoi-dung/{id}" rest
#define ONE      .permission = "user.manage"
static const struct web_route routes[] = {
	WEB_GET(AT(""), .handler = page, ONE),
	WEB_GET("/nguoi-dung/ten/{ten}", .handler = by_name, ONE),
	WEB_GET(AT("/sua"), .handler = edit_page, ONE),
	WEB_POST(AT("/sua"), .handler = edit, ONE),
	WEB_POST(AT("/tat"), .handler = switch_off, ONE),
	WEB_POST(AT("/bat"), .handler = switch_on, ONE),
	WEB_POST(AT("/lien-ket"), .handler = new_link, ONE),
	WEB_POST(AT("/lien-ket/het"), .handler = end_link, ONE),
	WEB_GET(AT("/mat-khau"), .handler = password_page, ONE),
	WEB_POST(AT("/mat-khau"), .handler = set_password, .prepare = hash_password, ONE,
		.lane = HTTP_HASH),
	WEB_POST(AT("/xac-thuc/tat"), .handler = end_factor, ONE),
	WEB_POST(AT("/phien/{phien}/ket-thuc"), .handler = end_session, ONE),
};

static const char *yes_no(struct arena *a, const char *value)
{
	(void)a;
	return text_eq(value, "1") ? "có" : "không";
}

static const char *roles_said(struct arena *a, const char *codes)
{
	struct texts list = text_split(a, codes, ';');
	unsigned roles = 0;
	for (size_t i = 0; i < list.n; i++) {
		enum role r;
		if (role_find(a, list.v[i], &r))
			roles |= ROLE(r);
	}
	return roles_names(a, roles);
}

static const struct web_word words[] = {
	{ "active", "Đăng nhập được", yes_no },
	{ "link", "Có liên kết cá nhân", yes_no },
	{ "login", "Tên đăng nhập", NULL },
	{ "name", "Họ và tên", NULL },
	{ "password", "Có mật khẩu", yes_no },
	{ "recovery_codes_left", "Mã khôi phục còn lại", NULL },
	{ "roles", "Vai trò", roles_said },
	{ "session", "Phiên số", NULL },
	{ "totp", "Xác thực hai lớp", yes_no },
};

static const struct web_word actions[] = {
	{ "link", "Cấp liên kết cá nhân", NULL },
	{ "link_end", "Ngừng liên kết cá nhân", NULL },
	{ "password", "Đặt mật khẩu", NULL },
	{ "recovery_code", "Dùng mã khôi phục", NULL },
	{ "session_end", "Kết thúc phiên đăng nhập", NULL },
	{ "sign_in", "Đăng nhập", NULL },
	{ "sign_in_failed", "Đăng nhập không được", NULL },
	{ "sign_in_link", "Vào bằng liên kết cá nhân", NULL },
	{ "totp", "Bật xác thực hai lớp", NULL },
	{ "totp_end", "Tắt xác thực hai lớp", NULL },
};

static const struct web_record records[] = {
	{ .kind = "user",
		.name = "Người dùng",
		.href = "/nguoi-dung/ten/",
		.permission = "user.manage",
		.words = words,
		.words_n = sizeof words / sizeof *words,
		.actions = actions,
		.actions_n = sizeof actions / sizeof *actions },
};

const struct web_routes person_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.records = records,
	.records_n = sizeof records / sizeof *records };
