/* The accounts' SQL. */
#include "core/user.h"

#include "core/record.h"
#include "core/token.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT a.id, a.login, a.name, a.active, a.created_at," \
	" CASE WHEN a.password IS NULL THEN 0 ELSE 1 END," \
	" CASE WHEN a.totp_secret IS NULL THEN 0 ELSE 1 END," \
	" (SELECT count(*) FROM account_link l WHERE l.account_id = a.id AND l.ended_at IS NULL)" \
	" FROM account a"
static const struct db_sql by_login = { COLUMNS " WHERE a.login = ?" };
static const struct db_sql by_id = { COLUMNS " WHERE a.id = ?" };
static const struct db_sql name_of = { "SELECT name FROM account WHERE login = ?" };
static const struct db_sql all = { COLUMNS " ORDER BY a.login" };
static const struct db_sql roles_now = {
	"SELECT role FROM account_role WHERE account_id = ? AND to_at IS NULL"
};
static const struct db_sql roles_ever = {
	"SELECT role, from_at, to_at FROM account_role WHERE account_id = ? ORDER BY id DESC"
};
static const struct db_sql add = {
	"INSERT INTO account (login, name, active, created_at, totp_used) VALUES (?, ?, 1, ?, 0)"
	" ON CONFLICT (login) DO NOTHING RETURNING id"
};
static const struct db_sql begin_role = {
	"INSERT INTO account_role (account_id, role, from_at) VALUES (?, ?, ?)"
};
static const struct db_sql end_role = {
	"UPDATE account_role SET to_at = ? WHERE account_id = ? AND role = ? AND to_at IS NULL"
};
static const struct db_sql other_administrators = {
	"SELECT count(*) FROM account a JOIN account_role r ON r.account_id = a.id"
	" WHERE a.active = 1 AND r.role = 'administrator' AND r.to_at IS NULL AND a.id <> ?"
};
static const struct db_sql set_name = { "UPDATE account SET name = ? WHERE id = ?" };
static const struct db_sql set_active = { "UPDATE account SET active = ? WHERE id = ?" };
static const struct db_sql set_password = {
	"UPDATE account SET password = ?, password_at = ? WHERE id = ?"
};
static const struct db_sql drop_secrets = {
	"UPDATE account SET password = NULL, totp_secret = NULL WHERE id = ?"
};
static const struct db_sql end_sessions = {
	"UPDATE session SET ended_at = ? WHERE account_id = ? AND ended_at IS NULL"
};
static const struct db_sql end_links = {
	"UPDATE account_link SET ended_at = ? WHERE account_id = ? AND ended_at IS NULL"
};
static const struct db_sql add_link = {
	"INSERT INTO account_link (account_id, token_hash, created_at) VALUES (?, ?, ?)"
};

static enum rc load_roles(struct db *d, struct arena *a, struct user *u, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &roles_now, DB_ARGS(A(u->id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		enum role role;
		if (role_find(a, db_text(r, 0), &role))
			u->roles |= ROLE(role);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	struct users *out, struct err *e)
{
	struct users list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, q, args, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct user u = { .id = db_int(r, 0),
			.login = db_text(r, 1),
			.name = db_text(r, 2),
			.active = db_int(r, 3) != 0,
			.created_at = db_int(r, 4),
			.has_password = db_int(r, 5) != 0,
			.has_totp = db_int(r, 6) != 0,
			.has_link = db_int(r, 7) != 0 };
		rc = load_roles(d, a, &u, e);
		ARENA_PUSH(a, &list, u);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc user_list(struct db *d, struct arena *a, struct users *out, struct err *e)
{
	return load(d, a, &all, DB_NONE, out, e);
}

enum rc user_name(struct db *d, struct arena *a, const char *login, const char **out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &name_of, DB_ARGS(A(login)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	*out = rc ? NULL : db_text(r, 0);
	return RC_OK;
}

static enum rc one(struct users *list, struct user *out, const char *who, struct err *e)
{
	if (!list->n)
		return ERR(e, RC_NOTFOUND, "login", "không có người dùng %s", who);
	*out = list->v[0];
	return RC_OK;
}

enum rc user_find(struct db *d, struct arena *a, const char *login, struct user *out, struct err *e)
{
	struct users list;
	enum rc rc = load(d, a, &by_login, DB_ARGS(A(login)), &list, e);
	return rc ? rc : one(&list, out, login, e);
}

enum rc user_get(struct db *d, struct arena *a, int64_t id, struct user *out, struct err *e)
{
	struct users list;
	enum rc rc = load(d, a, &by_id, DB_ARGS(A(id)), &list, e);
	return rc ? rc : one(&list, out, arena_printf(a, "số %lld", (long long)id), e);
}

enum rc user_role_history(
	struct db *d, struct arena *a, int64_t id, struct user_roles *out, struct err *e)
{
	struct user_roles list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &roles_ever, DB_ARGS(A(id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct user_role x = { .from = db_int(r, 1), .to = db_int(r, 2) };
		if (role_find(a, db_text(r, 0), &x.role))
			ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

/* --- changes, each with its row in the audit --- */

static const char *state(struct arena *a, const struct user *u)
{
	struct buf b;
	struct texts roles = { 0 };
	for (int r = 0; r < ROLES; r++)
		if (u->roles & ROLE(r)) {
			const char *code = role_code((enum role)r);
			ARENA_PUSH(a, &roles, code);
		}
	record_begin(&b, a);
	record_text(&b, "login", u->login);
	record_text(&b, "name", u->name);
	record_int(&b, "active", u->active);
	record_texts(&b, "roles", &roles);
	record_int(&b, "password", u->has_password);
	record_int(&b, "totp", u->has_totp);
	record_int(&b, "link", u->has_link);
	return record_end(&b);
}

/* before NULL: the account is new. */
static enum rc audit(struct audit *t, struct arena *a, const struct user *before, int64_t id,
	const char *action, struct err *e)
{
	struct user now;
	enum rc rc = user_get(t->db, a, id, &now, e);
	if (rc)
		return rc;
	struct audit_change c = { "user", now.login, action, before ? state(a, before) : NULL,
		state(a, &now) };
	return audit_add(t, &c, e);
}

static enum rc change_roles(struct audit *t, int64_t id, unsigned from, unsigned to, struct err *e)
{
	enum rc rc = RC_OK;
	for (int r = 0; !rc && r < ROLES; r++) {
		const char *code = role_code((enum role)r);
		bool had = from & ROLE(r), has = to & ROLE(r);
		if (had && !has)
			rc = db_run(t->db, &end_role, DB_ARGS(A(t->at), A(id), A(code)), NULL, e);
		else if (!had && has)
			rc = db_run(t->db, &begin_role, DB_ARGS(A(id), A(code), A(t->at)), NULL, e);
	}
	return rc;
}

enum rc user_add(struct audit *t, struct arena *a, const struct user *u, int64_t *id, struct err *e)
{
	const char *login = NULL;
	int64_t made = 0;
	enum rc rc = user_login_check(a, u->login, &login, e);
	if (!rc && !*text_trim(a, u->name))
		rc = ERR(e, RC_INVALID, "name", "phải có họ và tên");
	if (!rc)
		rc = user_roles_check(u->roles, e);
	if (!rc)
		rc = db_one_int(t->db, &add,
			DB_ARGS(A(login), A(text_squeeze(a, u->name)), A(t->at)), &made, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_CONFLICT, "login", "tên đăng nhập %s đã có người dùng", login);
	if (!rc)
		rc = change_roles(t, made, 0, u->roles, e);
	if (!rc)
		rc = audit(t, a, NULL, made, AUDIT_ADD, e);
	if (!rc)
		*id = made;
	return rc;
}

enum rc user_set_name(struct audit *t, struct arena *a, int64_t id, const char *name, struct err *e)
{
	struct user u;
	const char *clean = text_squeeze(a, name);
	enum rc rc = user_get(t->db, a, id, &u, e);
	if (!rc && !*clean)
		rc = ERR(e, RC_INVALID, "name", "phải có họ và tên");
	if (rc || text_eq(u.name, clean))
		return rc;
	rc = db_run(t->db, &set_name, DB_ARGS(A(clean), A(id)), NULL, e);
	return rc ? rc : audit(t, a, &u, id, AUDIT_CHANGE, e);
}

/* Somebody must be left who can manage the users. */
static enum rc check_last(struct audit *t, const struct user *u, struct err *e)
{
	int64_t others = 0;
	if (!u->active || !(u->roles & ROLE(ROLE_ADMIN)))
		return RC_OK;
	enum rc rc = db_one_int(t->db, &other_administrators, DB_ARGS(A(u->id)), &others, e);
	if (!rc && !others)
		rc = ERR(e, RC_CONFLICT, "role",
			"%s là quản trị cuối cùng đang hoạt động; hãy giao vai trò quản trị cho người khác "
			"trước",
			u->login);
	return rc;
}

enum rc user_set_roles(struct audit *t, struct arena *a, int64_t id, unsigned roles, struct err *e)
{
	struct user u;
	enum rc rc = user_roles_check(roles, e);
	if (!rc)
		rc = user_get(t->db, a, id, &u, e);
	if (rc || u.roles == roles)
		return rc;
	if (!(roles & ROLE(ROLE_ADMIN)))
		rc = check_last(t, &u, e);
	if (!rc)
		rc = change_roles(t, id, u.roles, roles, e);
	if (!rc && u.has_link) /* it was a group head's */
		rc = db_run(t->db, &end_links, DB_ARGS(A(t->at), A(id)), NULL, e);
	if (!rc && (roles & ROLE(ROLE_GROUP_HEAD)))
		rc = db_run(t->db, &drop_secrets, DB_ARGS(A(id)), NULL, e);
	if (!rc) /* who is signed in goes on with the new roles only by signing in anew */
		rc = db_run(t->db, &end_sessions, DB_ARGS(A(t->at), A(id)), NULL, e);
	return rc ? rc : audit(t, a, &u, id, AUDIT_CHANGE, e);
}

enum rc user_set_active(struct audit *t, struct arena *a, int64_t id, bool active, struct err *e)
{
	struct user u;
	enum rc rc = user_get(t->db, a, id, &u, e);
	if (rc || u.active == active)
		return rc;
	if (!active)
		rc = check_last(t, &u, e);
	if (!rc)
		rc = db_run(t->db, &set_active, DB_ARGS(A((int)active), A(id)), NULL, e);
	if (!rc && !active)
		rc = db_run(t->db, &end_sessions, DB_ARGS(A(t->at), A(id)), NULL, e);
	if (!rc && !active)
		rc = db_run(t->db, &end_links, DB_ARGS(A(t->at), A(id)), NULL, e);
	return rc ? rc : audit(t, a, &u, id, AUDIT_CHANGE, e);
}

enum rc user_set_password(
	struct audit *t, struct arena *a, int64_t id, const char *hash, struct err *e)
{
	struct user u;
	enum rc rc = user_get(t->db, a, id, &u, e);
	if (!rc && (u.roles & ROLE(ROLE_GROUP_HEAD)))
		rc = ERR(e, RC_INVALID, "password", "tổ trưởng vào bằng liên kết cá nhân");
	if (!rc)
		rc = db_run(t->db, &set_password, DB_ARGS(A(hash), A(t->at), A(id)), NULL, e);
	if (!rc)
		rc = db_run(t->db, &end_sessions, DB_ARGS(A(t->at), A(id)), NULL, e);
	return rc ? rc : audit(t, a, &u, id, "password", e);
}

enum rc user_link_end(struct audit *t, struct arena *a, int64_t id, struct err *e)
{
	struct user u;
	enum rc rc = user_get(t->db, a, id, &u, e);
	if (rc || !u.has_link)
		return rc;
	rc = db_run(t->db, &end_links, DB_ARGS(A(t->at), A(id)), NULL, e);
	if (!rc)
		rc = db_run(t->db, &end_sessions, DB_ARGS(A(t->at), A(id)), NULL, e);
	return rc ? rc : audit(t, a, &u, id, "link_end", e);
}

enum rc user_link_new(
	struct audit *t, struct arena *a, int64_t id, const char **token, struct err *e)
{
	struct user u;
	enum rc rc = user_link_end(t, a, id, e);
	if (!rc)
		rc = user_get(t->db, a, id, &u, e);
	if (!rc && (!u.active || u.roles != ROLE(ROLE_GROUP_HEAD)))
		rc = ERR(e, RC_INVALID, "role",
			"liên kết cá nhân chỉ dành cho tổ trưởng đang hoạt động");
	if (rc)
		return rc;
	const char *made = token_new(a);
	rc = db_run(t->db, &add_link, DB_ARGS(A(id), A(token_hash(a, made)), A(t->at)), NULL, e);
	if (!rc)
		rc = audit(t, a, &u, id, "link", e);
	if (!rc)
		*token = made;
	return rc;
}
