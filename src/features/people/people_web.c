/* /nguoi-dung: who may sign in, one more of them, and what each role may do. */
#include "features/people/people_int.h"
#include "lib/base/text.h"

static const char *ways_in(struct arena *a, const struct user *u)
{
	struct texts ways = { 0 };
	static const char *const words[] = { "mật khẩu", "xác thực hai lớp", "liên kết" };
	const bool has[] = { u->has_password, u->has_totp, u->has_link };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (has[i])
			ARENA_PUSH(a, &ways, words[i]);
	return ways.n ? text_join(a, &ways, ", ") : "chưa có";
}

static struct part_table people_table(struct web *w, const struct users *list)
{
	static const struct part_column columns[] = { { "Họ và tên", false },
		{ "Tên đăng nhập", false }, { "Vai trò", false }, { "Vào bằng", false },
		{ "Trạng thái", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * COLUMNS);
	for (size_t i = 0; i < list->n; i++) {
		const struct user *u = &list->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = u->name;
		c[0].href = arena_printf(w->a, "/nguoi-dung/%lld", (long long)u->id);
		c[1].text = u->login;
		c[2].text = roles_names(w->a, u->roles);
		c[3].text = ways_in(w->a, u);
		c[4].text = u->active ? "Đang bật" : "Đã tắt";
		c[4].tone = u->active ? PART_GREEN : PART_GREY;
	}
	return (struct part_table){ .caption = "Người dùng",
		.quiet = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = list->n };
}

static enum rc list(struct web *w)
{
	struct users all;
	enum rc rc = user_list(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct people_view v = { .page = web_page(w, "Người dùng"),
		.table = people_table(w, &all) };
	struct buf b = web_buf(w);
	people_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc permissions(struct web *w)
{
	enum { COLUMNS = ROLES + 1 };
	struct part_column *columns = ARENA_ARRAY(w->a, struct part_column, COLUMNS);
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, PERMISSIONS * COLUMNS);
	columns[0].title = "Quyền";
	for (int r = 0; r < ROLES; r++)
		columns[r + 1].title = role_title(w->a, (enum role)r);
	for (int p = 0; p < PERMISSIONS; p++) {
		struct part_cell *c = cells + p * COLUMNS;
		c[0].text = permission_label((enum permission)p);
		for (int r = 0; r < ROLES; r++) {
			bool may = permission_allows(ROLE(r), (enum permission)p);
			c[r + 1].text = may ? "Có" : "–";
			c[r + 1].tone = may ? PART_GREEN : PART_PLAIN;
		}
	}
	struct permissions_view v = { .page = web_page(w, "Quyền của các vai trò"),
		.table = { .caption = "Mỗi vai trò được làm gì",
			.quiet = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = PERMISSIONS } };
	v.page.back = "/nguoi-dung";
	struct buf b = web_buf(w);
	permissions_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one more --- */

static enum rc show_add(struct web *w, const struct person_form *x)
{
	struct person_form_view v = person_form_view(w, x);
	v.page = web_page(w, "Thêm người dùng");
	v.page.back = "/nguoi-dung";
	v.form = web_form(w, 0);
	v.action = "/nguoi-dung/them";
	v.button = "Thêm";
	v.is_new = true;
	web_errors(w->a, &x->f, &v.page);
	struct buf b = web_buf(w);
	person_form_html(&b, &v);
	return web_reply(w, x->f.errors ? 422 : 200, &b);
}

static enum rc add_page(struct web *w)
{
	struct person_form x;
	person_form_init(w, &x, NULL);
	return show_add(w, &x);
}

static enum rc prepare(struct web *w)
{
	struct person_form *x = ARENA_NEW(w->a, struct person_form);
	person_form_read(w, x, true);
	w->prepared = x;
	return person_form_hash(w, x);
}

static enum rc add(struct web *w)
{
	struct person_form *x = w->prepared;
	struct audit t;
	struct err e;
	const char *token = NULL;
	err_init(&e, w->a);
	if (x->f.errors)
		return show_add(w, x);
	struct user u = { .login = x->login, .name = x->f.v[PERSON_NAME].text, .roles = x->roles };
	enum rc rc = web_audit(w, &t);
	if (rc)
		return rc;
	rc = user_add(&t, w->a, &u, &u.id, &e);
	if (rc == RC_CONFLICT) {
		form_fail(&x->f, PERSON_LOGIN, e.message);
		return show_add(w, x);
	}
	if (!rc)
		rc = x->hash ? user_set_password(&t, w->a, u.id, x->hash, &e)
			     : user_link_new(&t, w->a, u.id, &token, &e);
	if (rc)
		return ERR(&w->e, rc, NULL, "%s", e.message);
	return x->hash ? secret_password(w, &u, x->password) : secret_link(w, &u, token);
}

static const struct web_route routes[] = {
	WEB_GET("/nguoi-dung", .handler = list, .permission = "user.manage"),
	WEB_GET("/nguoi-dung/quyen", .handler = permissions, .permission = "user.manage"),
	WEB_GET("/nguoi-dung/them", .handler = add_page, .permission = "user.manage"),
	WEB_POST("/nguoi-dung/them", .handler = add, .prepare = prepare,
		.permission = "user.manage", .lane = HTTP_HASH),
};

static const struct web_item menu[] = { { 90, "Người dùng", "/nguoi-dung", MAY_USER_MANAGE } };

const struct web_routes people_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu };
