/* loa user: who may sign in, and as what. */
#include <stdio.h>
#include <time.h>

#include "app/command.h"
#include "app/password_input.h"
#include "core/session.h"
#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

struct args {
	struct arena *a;
	struct db *db;
	const char *login, *name, *role, *format;
	bool revoke;
	struct audit t; /* open in a change */
};

static enum rc read_roles(struct args *x, unsigned *out, struct err *e)
{
	struct texts list = text_split(x->a, x->role, ',');
	unsigned roles = 0;
	for (size_t i = 0; i < list.n; i++) {
		enum role r;
		if (!role_find(x->a, list.v[i], &r))
			return ERR(e, RC_INVALID, "role",
				"không có vai trò “%s”; các vai trò: officer (cán bộ phụ trách), desk (một "
				"cửa), station (đài), editor (biên tập), leader (lãnh đạo), administrator "
				"(quản trị), group_head (tổ trưởng), reader (cấp trên)",
				list.v[i]);
		roles |= ROLE(r);
	}
	*out = roles;
	return user_roles_check(roles, e);
}

static enum rc begin(struct args *x, struct err *e)
{
	struct audit_actor by = { AUDIT_SYSTEM, command_source(x->a) };
	enum rc rc = db_begin(x->db, DB_WRITE, e);
	return rc ? rc : audit_open(&x->t, x->db, by, (int64_t)time(NULL), e);
}

static int end(struct args *x, enum rc rc, struct err *e)
{
	if (!rc)
		rc = db_commit(x->db, e);
	else
		db_rollback(x->db);
	return rc ? command_fail(e) : EXIT_GOOD;
}

static void print_link(const char *token)
{
	printf("%s%s\nLiên kết cá nhân ở dòng trên chỉ hiện một lần: ghép vào sau địa chỉ trang của xã rồi "
	       "gửi riêng cho tổ trưởng. Ai có liên kết thì vào được.\n",
		SIGN_IN_LINK, token);
}

/* A group head gets a link, everybody else a password. */
static int add(struct args *x)
{
	struct err e;
	struct user u = { .login = x->login, .name = x->name ? x->name : "" };
	const char *password = NULL, *hash = NULL, *token = NULL;
	int64_t id = 0;
	err_init(&e, x->a);
	if (!options_need("name", x->name) || !options_need("role", x->role))
		return EXIT_USAGE;
	if (read_roles(x, &u.roles, &e))
		return command_fail(&e);
	bool by_link = u.roles == ROLE(ROLE_GROUP_HEAD);
	if (!by_link && !password_input(x->a, &password))
		return EXIT_USAGE;
	if (!by_link && (password_check(x->a, password, u.login, u.name, &e) ||
				password_hash(x->a, password, &password_cost_default, &hash, &e)))
		return command_fail(&e);
	enum rc rc = begin(x, &e);
	if (rc)
		return end(x, rc, &e);
	rc = user_add(&x->t, x->a, &u, &id, &e);
	if (!rc)
		rc = by_link ? user_link_new(&x->t, x->a, id, &token, &e)
			     : user_set_password(&x->t, x->a, id, hash, &e);
	int code = end(x, rc, &e);
	if (code == EXIT_GOOD)
		printf("Đã thêm %s (%s): %s\n", u.login, u.name, roles_names(x->a, u.roles));
	if (code == EXIT_GOOD && by_link)
		print_link(token);
	return code;
}

static int passwd(struct args *x)
{
	struct err e;
	struct user u;
	const char *password, *hash;
	err_init(&e, x->a);
	if (user_find(x->db, x->a, x->login, &u, &e))
		return command_fail(&e);
	if (!password_input(x->a, &password))
		return EXIT_USAGE;
	if (password_check(x->a, password, u.login, u.name, &e) ||
		password_hash(x->a, password, &password_cost_default, &hash, &e))
		return command_fail(&e);
	enum rc rc = begin(x, &e);
	if (!rc)
		rc = user_set_password(&x->t, x->a, u.id, hash, &e);
	int code = end(x, rc, &e);
	if (code == EXIT_GOOD)
		printf("Đã đổi mật khẩu của %s; các phiên đăng nhập cũ đã kết thúc.\n", u.login);
	return code;
}

static int role(struct args *x)
{
	struct err e;
	struct user u;
	unsigned roles;
	err_init(&e, x->a);
	if (!options_need("role", x->role))
		return EXIT_USAGE;
	if (read_roles(x, &roles, &e) || user_find(x->db, x->a, x->login, &u, &e))
		return command_fail(&e);
	enum rc rc = begin(x, &e);
	if (!rc)
		rc = user_set_roles(&x->t, x->a, u.id, roles, &e);
	int code = end(x, rc, &e);
	if (code == EXIT_GOOD)
		printf("%s nay là: %s\n", u.login, roles_names(x->a, roles));
	return code;
}

static int link_(struct args *x)
{
	struct err e;
	struct user u;
	const char *token = NULL;
	err_init(&e, x->a);
	if (user_find(x->db, x->a, x->login, &u, &e))
		return command_fail(&e);
	enum rc rc = begin(x, &e);
	if (!rc)
		rc = x->revoke ? user_link_end(&x->t, x->a, u.id, &e)
			       : user_link_new(&x->t, x->a, u.id, &token, &e);
	int code = end(x, rc, &e);
	if (code == EXIT_GOOD && token)
		print_link(token);
	else if (code == EXIT_GOOD)
		printf("Liên kết cá nhân của %s không còn dùng được.\n", u.login);
	return code;
}

static int switch_(struct args *x, bool on)
{
	struct err e;
	struct user u;
	err_init(&e, x->a);
	if (user_find(x->db, x->a, x->login, &u, &e))
		return command_fail(&e);
	enum rc rc = begin(x, &e);
	if (!rc)
		rc = user_set_active(&x->t, x->a, u.id, on, &e);
	int code = end(x, rc, &e);
	if (code == EXIT_GOOD)
		printf(on ? "%s lại đăng nhập được.\n" : "%s không đăng nhập được nữa.\n", u.login);
	return code;
}

static int on(struct args *x)
{
	return switch_(x, true);
}

static int off(struct args *x)
{
	return switch_(x, false);
}

static void put_json(struct buf *b, const struct user *u)
{
	const char *separator = "";
	buf_puts(b, "{\"login\":");
	buf_json(b, u->login);
	buf_puts(b, ",\"name\":");
	buf_json(b, u->name);
	buf_puts(b, ",\"roles\":[");
	for (int r = 0; r < ROLES; r++)
		if (u->roles & ROLE(r)) {
			buf_puts(b, separator);
			buf_json(b, role_code((enum role)r));
			separator = ",";
		}
	buf_printf(b, "],\"active\":%s,\"password\":%s,\"totp\":%s,\"link\":%s}",
		u->active ? "true" : "false", u->has_password ? "true" : "false",
		u->has_totp ? "true" : "false", u->has_link ? "true" : "false");
}

static void put_line(struct buf *b, const struct user *u)
{
	buf_printf(b, "%-16s %s (%s)%s%s%s%s\n", u->login, u->name, roles_names(b->a, u->roles),
		u->active ? "" : " · đã tắt", u->has_password ? " · có mật khẩu" : "",
		u->has_totp ? " · xác thực hai lớp" : "", u->has_link ? " · có liên kết" : "");
}

static int list(struct args *x)
{
	enum { LIST_MAX = 16 << 20 };
	struct err e;
	struct users all;
	struct buf b;
	bool json = text_eq(x->format, "json");
	err_init(&e, x->a);
	if (x->format && !json && !text_eq(x->format, "table"))
		return command_usage("--format phải là table hoặc json");
	if (user_list(x->db, x->a, &all, &e))
		return command_fail(&e);
	buf_init(&b, x->a, LIST_MAX);
	buf_puts(&b, json ? "{\"users\":[" : "");
	for (size_t i = 0; i < all.n; i++) {
		if (json)
			buf_puts(&b, i ? ",\n" : "\n");
		(json ? put_json : put_line)(&b, &all.v[i]);
	}
	buf_puts(&b, json ? "\n]}\n" : all.n ? "" : "Chưa có người dùng nào.\n");
	return file_write(x->a, "-", b.p, b.n, &e) ? command_fail(&e) : EXIT_GOOD;
}

static const struct verb {
	const char *name;
	int (*run)(struct args *x);
	bool needs_login, reads;
} verbs[] = {
	{ "add", add, true, false },
	{ "passwd", passwd, true, false },
	{ "role", role, true, false },
	{ "link", link_, true, false },
	{ "off", off, true, false },
	{ "on", on, true, false },
	{ "list", list, false, true },
};

static const struct verb *find(const char *name)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (text_eq(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

int cmd_user(struct arena *a, int argc, char **argv)
{
	struct args x = { .a = a };
	const char *address = NULL;
	const struct option_spec specs[] = { { "db", &address, NULL }, { "name", &x.name, NULL },
		{ "role", &x.role, NULL }, { "format", &x.format, NULL },
		{ "revoke", NULL, &x.revoke }, { NULL, NULL, NULL } };
	struct texts operands;
	const struct verb *v = argc > 1 ? find(argv[1]) : NULL;
	if (!v)
		return command_usage(
			"loa user cần một trong: add, passwd, role, link, off, on, list");
	if (!options_read(a, argc - 1, argv + 1, specs, &operands) || !options_need("db", address))
		return EXIT_USAGE;
	if (operands.n != (v->needs_login ? 1 : 0))
		return command_usage(v->needs_login ? "cần đúng một tên đăng nhập" : "thừa tên");
	struct err e;
	err_init(&e, a);
	if (v->needs_login && user_login_check(a, operands.v[0], &x.login, &e))
		return command_fail(&e);
	if (!command_open(a, address, v->reads ? DB_READ : DB_WRITE, &x.db))
		return EXIT_BAD;
	return v->run(&x);
}
