/* The sessions' SQL, and that of failed attempts. */
#include "core/session.h"

#include "core/record.h"
#include "core/token.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT s.id, s.account_id, a.login, a.name, s.ready, s.link_id, s.created_at, s.seen_at," \
	" s.address, s.agent FROM session s JOIN account a ON a.id = s.account_id" \
	" WHERE s.ended_at IS NULL AND a.active = 1"
static const struct db_sql by_token = { COLUMNS " AND s.token_hash = ?" };
static const struct db_sql by_account = { COLUMNS
	" AND s.account_id = ? ORDER BY s.seen_at DESC, s.id DESC" };
static const struct db_sql roles_now = {
	"SELECT role FROM account_role WHERE account_id = ? AND to_at IS NULL"
};
static const struct db_sql begin = {
	"INSERT INTO session (account_id, link_id, token_hash, ready, created_at, seen_at, address, agent)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
};
static const struct db_sql touch = {
	"UPDATE session SET seen_at = ? WHERE id = ? AND seen_at < ?"
};
static const struct db_sql drop = {
	"UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL"
};
static const struct db_sql purge = {
	"DELETE FROM session WHERE ended_at IS NOT NULL OR created_at < ? OR seen_at < ?"
	" OR (ready = 0 AND created_at < ?)"
};
static const struct db_sql credentials = {
	"SELECT id, password, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END FROM account"
	" WHERE login = ? AND active = 1"
};
static const struct db_sql link_account = {
	"SELECT l.account_id, l.id FROM account_link l JOIN account a ON a.id = l.account_id"
	" WHERE l.token_hash = ? AND l.ended_at IS NULL AND a.active = 1"
};
static const struct db_sql rehash = { "UPDATE account SET password = ? WHERE id = ?" };
static const struct db_sql forget_old = { "DELETE FROM sign_in_failure WHERE last_at < ?" };
static const struct db_sql get_failures = {
	"SELECT failures, last_at FROM sign_in_failure WHERE subject = ?"
};
static const struct db_sql add_failure = {
	"INSERT INTO sign_in_failure (subject, failures, last_at) VALUES (?, 1, ?)"
	" ON CONFLICT (subject) DO UPDATE SET failures = sign_in_failure.failures + 1,"
	" last_at = excluded.last_at"
};
static const struct db_sql forget = { "DELETE FROM sign_in_failure WHERE subject = ?" };
static const struct db_sql forgive = {
	"UPDATE sign_in_failure SET failures = failures - 1 WHERE subject = ? AND failures > 0"
};

static bool holds(const struct session *s, int64_t now)
{
	int64_t life = s->ready ? SESSION_LIFE : SESSION_HALF;
	return now - s->created_at < life && now - s->seen_at < SESSION_IDLE;
}

static enum rc load_roles(struct db *d, struct arena *a, struct session *s, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &roles_now, DB_ARGS(A(s->account)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		enum role role;
		if (role_find(a, db_text(r, 0), &role))
			s->roles |= ROLE(role);
	}
	if (s->by_link) /* a link is only paper: never more than this */
		s->roles &= ROLE(ROLE_GROUP_HEAD);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	int64_t now, struct sessions *out, struct err *e)
{
	struct sessions list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, q, args, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct session s = { .id = db_int(r, 0),
			.account = db_int(r, 1),
			.login = db_text(r, 2),
			.name = db_text(r, 3),
			.ready = db_int(r, 4) != 0,
			.by_link = !db_is_null(r, 5),
			.created_at = db_int(r, 6),
			.seen_at = db_int(r, 7),
			.address = db_text(r, 8),
			.agent = db_text(r, 9) };
		s.touch = now - s.seen_at >= SESSION_TOUCH;
		if (!holds(&s, now))
			continue;
		rc = load_roles(d, a, &s, e);
		ARENA_PUSH(a, &list, s);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc session_find(struct db *d, struct arena *a, const char *token, int64_t now,
	struct session *out, struct err *e)
{
	struct sessions list;
	enum rc rc = load(d, a, &by_token, DB_ARGS(A(token_hash(a, token))), now, &list, e);
	if (!rc && !list.n)
		return RC_NOTFOUND;
	if (!rc)
		*out = list.v[0];
	return rc;
}

enum rc session_list(struct db *d, struct arena *a, int64_t account, int64_t now,
	struct sessions *out, struct err *e)
{
	return load(d, a, &by_account, DB_ARGS(A(account)), now, out, e);
}

enum rc session_touch(struct db *d, int64_t id, int64_t now, struct err *e)
{
	return db_run(d, &touch, DB_ARGS(A(now), A(id), A(now)), NULL, e);
}

/* No more of what a browser calls itself than helps to know it again. */
static const char *cut(struct arena *a, const char *s)
{
	enum { AGENT_MAX = 200 };
	const char *p = s;
	for (int i = 0; i < AGENT_MAX && *p; i++)
		text_next(&p);
	return arena_strndup(a, s, (size_t)(p - s));
}

enum rc session_begin(struct db *d, struct arena *a, const struct sign_in *s,
	const struct session_new *x, const char **token, struct err *e)
{
	const char *made = token_new(a);
	struct db_value link = x->link ? A(x->link) : A((const char *)NULL);
	enum rc rc = db_run(d, &begin,
		DB_ARGS(A(x->account), link, A(token_hash(a, made)), A((int)x->ready), A(s->now),
			A(s->now), A(cut(a, s->address)), A(cut(a, s->agent))),
		NULL, e);
	if (!rc)
		*token = made;
	return rc;
}

enum rc session_drop(struct db *d, int64_t id, int64_t now, struct err *e)
{
	return db_run(d, &drop, DB_ARGS(A(now), A(id)), NULL, e);
}

static enum rc end_one(struct audit *t, struct arena *a, const struct session *s, struct err *e)
{
	struct buf b;
	enum rc rc = session_drop(t->db, s->id, t->at, e);
	record_begin(&b, a);
	record_int(&b, "session", s->id);
	record_text(&b, "address", s->address);
	record_text(&b, "agent", s->agent);
	struct audit_change c = { "user", s->login, "session_end", record_end(&b), NULL };
	return rc ? rc : audit_add(t, &c, e);
}

enum rc session_end(struct audit *t, struct arena *a, int64_t account, int64_t id, struct err *e)
{
	struct sessions list;
	enum rc rc = session_list(t->db, a, account, t->at, &list, e);
	for (size_t i = 0; !rc && i < list.n; i++)
		if (list.v[i].id == id)
			return end_one(t, a, &list.v[i], e);
	return rc ? rc : ERR(e, RC_NOTFOUND, NULL, "phiên đăng nhập này đã kết thúc");
}

enum rc session_end_others(
	struct audit *t, struct arena *a, int64_t account, int64_t keep, struct err *e)
{
	struct sessions list;
	enum rc rc = session_list(t->db, a, account, t->at, &list, e);
	for (size_t i = 0; !rc && i < list.n; i++)
		if (list.v[i].id != keep)
			rc = end_one(t, a, &list.v[i], e);
	return rc;
}

enum rc session_purge(struct db *d, int64_t now, struct err *e)
{
	int64_t life = now - SESSION_LIFE, idle = now - SESSION_IDLE, half = now - SESSION_HALF;
	enum rc rc = db_run(d, &purge, DB_ARGS(A(life), A(idle), A(half)), NULL, e);
	return rc ? rc : db_run(d, &forget_old, DB_ARGS(A(now - PASSWORD_FORGET)), NULL, e);
}

enum rc sign_in_credentials(
	struct db *d, struct arena *a, const char *login, struct credentials *out, struct err *e)
{
	struct credentials x = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &credentials, DB_ARGS(A(login)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc)
		x = (struct credentials){ db_int(r, 0), db_text(r, 1), db_int(r, 2) != 0 };
	if (rc && rc != RC_NOTFOUND)
		return rc;
	*out = x;
	return RC_OK;
}

enum rc sign_in_link_account(struct db *d, struct arena *a, const char *link, int64_t *account,
	int64_t *id, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &link_account, DB_ARGS(A(token_hash(a, link))), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_DENIED, NULL,
			"liên kết này không còn dùng được; hãy xin cán bộ phụ trách liên kết mới");
	if (!rc) {
		*account = db_int(r, 0);
		*id = db_int(r, 1);
	}
	return rc;
}

enum rc account_rehash(struct db *d, int64_t account, const char *hash, struct err *e)
{
	return db_run(d, &rehash, DB_ARGS(A(hash), A(account)), NULL, e);
}

/* --- failed attempts --- */

/* Many people share an office's address; one who guesses at many names does not. */
enum { FREE_USER = 4, FREE_ADDRESS = 20 };

static enum rc wait_of(struct db *d, struct arena *a, const char *subject, int64_t free,
	int64_t now, int64_t *out, struct err *e)
{
	struct db_rows *r;
	int64_t left = 0;
	enum rc rc = db_query(d, a, &get_failures, DB_ARGS(A(subject)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc)
		left = db_int(r, 1) + password_delay(db_int(r, 0), free) - now;
	if (rc && rc != RC_NOTFOUND)
		return rc;
	if (left > *out)
		*out = left;
	return RC_OK;
}

static const char *user_subject(struct arena *a, const char *login)
{
	return arena_printf(a, "user %s", login);
}

static const char *address_subject(struct arena *a, const struct sign_in *s)
{
	return arena_printf(a, "address %s", s->address);
}

enum rc attempt_begin(
	struct db *d, struct arena *a, const char *login, const struct sign_in *s, struct err *e)
{
	const char *user = user_subject(a, login), *address = address_subject(a, s);
	int64_t left = 0, old = s->now - PASSWORD_FORGET;
	enum rc rc = db_run(d, &forget_old, DB_ARGS(A(old)), NULL, e);
	if (!rc)
		rc = wait_of(d, a, user, FREE_USER, s->now, &left, e);
	if (!rc)
		rc = wait_of(d, a, address, FREE_ADDRESS, s->now, &left, e);
	if (!rc && left > 0)
		return ERR(e, RC_DENIED, NULL, "đăng nhập sai nhiều lần; hãy thử lại sau %lld giây",
			(long long)left);
	if (!rc)
		rc = db_run(d, &add_failure, DB_ARGS(A(user), A(s->now)), NULL, e);
	return rc ? rc : db_run(d, &add_failure, DB_ARGS(A(address), A(s->now)), NULL, e);
}

enum rc attempt_half(struct db *d, struct arena *a, const struct sign_in *s, struct err *e)
{
	return db_run(d, &forgive, DB_ARGS(A(address_subject(a, s))), NULL, e);
}

enum rc attempt_good(
	struct db *d, struct arena *a, const char *login, const struct sign_in *s, struct err *e)
{
	enum rc rc = db_run(d, &forget, DB_ARGS(A(user_subject(a, login))), NULL, e);
	return rc ? rc : attempt_half(d, a, s, e);
}
