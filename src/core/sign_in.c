/* The ways in. The hashing, slow on purpose, stands between two short transactions. */
#include "core/record.h"
#include "core/session.h"
#include "core/token.h"
#include "lib/base/text.h"

const char *session_csrf(struct arena *a, const char *token)
{
	return token_derive(a, token, "csrf");
}

bool session_csrf_check(struct arena *a, const char *token, const char *given)
{
	return given && token_same(session_csrf(a, token), given);
}

static enum rc audit(struct db *d, struct arena *a, const struct sign_in *s, const char *login,
	const char *action, struct err *e)
{
	struct audit t;
	struct buf b;
	struct audit_actor by = { login, arena_printf(a, "web %s", s->address) };
	enum rc rc = audit_open(&t, d, by, s->now, e);
	record_begin(&b, a);
	record_text(&b, "agent", s->agent);
	struct audit_change c = { "user", login, action, NULL, record_end(&b) };
	return rc ? rc : audit_add(&t, &c, e);
}

static enum rc end(struct db *d, enum rc rc, struct err *e)
{
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

static enum rc wrong(struct err *e)
{
	return ERR(e, RC_DENIED, NULL, "tên đăng nhập hoặc mật khẩu không đúng");
}

static enum rc begin_password(struct db *d, struct arena *a, const struct sign_in *s,
	const char *login, struct credentials *out, struct err *e)
{
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = attempt_begin(d, a, login, s, e);
	if (!rc)
		rc = sign_in_credentials(d, a, login, out, e);
	return end(d, rc, e);
}

/* What was typed for a name that is not there may be a password: it is not written down. Written
 * all the same, so that the clock does not tell who is there. */
static enum rc note_failure(
	struct db *d, struct arena *a, const struct sign_in *s, const char *login, struct err *e)
{
	enum rc rc = db_begin(d, DB_WRITE, e);
	return rc ? rc : end(d, audit(d, a, s, login, "sign_in_failed", e), e);
}

static enum rc finish_password(struct db *d, struct arena *a, const struct sign_in *s,
	const char *login, const struct credentials *c, const char *again, struct signed_in *out,
	struct err *e)
{
	struct credentials now;
	struct session_new x = { .account = c->account, .ready = !c->has_totp };
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	/* Changed or switched off meanwhile? */
	rc = sign_in_credentials(d, a, login, &now, e);
	if (!rc && (now.account != c->account || !text_eq(now.hash, c->hash) ||
			   now.has_totp != c->has_totp))
		rc = wrong(e);
	if (!rc && again)
		rc = account_rehash(d, c->account, again, e);
	if (!rc)
		rc = x.ready ? attempt_good(d, a, login, s, e) : attempt_half(d, a, s, e);
	if (!rc)
		rc = session_begin(d, a, s, &x, &out->token, e);
	if (!rc && x.ready)
		rc = audit(d, a, s, login, "sign_in", e);
	return end(d, rc, e);
}

enum rc sign_in_password(struct db *d, struct arena *a, const struct sign_in *s, const char *login,
	const char *password, struct signed_in *out, struct err *e)
{
	struct credentials c = { 0 };
	struct err unused;
	const char *name = NULL, *hash = NULL;
	bool again = false;
	err_init(&unused, a);
	if (user_login_check(a, login, &name, &unused))
		return wrong(e);
	enum rc rc = begin_password(d, a, s, name, &c, e);
	if (rc)
		return rc;
	if (!password_verify(c.hash, password, &s->cost, &again)) {
		rc = note_failure(d, a, s, c.account ? name : "-", e);
		return rc ? rc : wrong(e);
	}
	/* Where there is no memory for it now, the old hash does until the next time. */
	if (again && password_hash(a, password, &s->cost, &hash, &unused))
		hash = NULL;
	struct signed_in made = { .account = c.account, .needs_code = c.has_totp };
	rc = finish_password(d, a, s, name, &c, hash, &made, e);
	if (!rc)
		*out = made;
	return rc;
}

static enum rc finish_again(
	struct db *d, struct arena *a, const struct sign_in *s, const char *login, struct err *e)
{
	enum rc rc = db_begin(d, DB_WRITE, e);
	return rc ? rc : end(d, attempt_good(d, a, login, s, e), e);
}

enum rc sign_in_again(struct db *d, struct arena *a, const struct sign_in *s, const char *login,
	const char *password, struct err *e)
{
	struct credentials c = { 0 };
	bool unused;
	enum rc rc = begin_password(d, a, s, login, &c, e);
	if (rc)
		return rc;
	if (password_verify(c.hash, password, &s->cost, &unused))
		return finish_again(d, a, s, login, e);
	rc = note_failure(d, a, s, login, e);
	return rc ? rc : ERR(e, RC_DENIED, NULL, "mật khẩu đang dùng không đúng");
}

static enum rc half(struct db *d, struct arena *a, const struct sign_in *s, const char *token,
	struct session *out, struct err *e)
{
	struct session found;
	enum rc rc = session_find(d, a, token, s->now, &found, e);
	if (rc == RC_NOTFOUND || (!rc && found.ready))
		return ERR(e, RC_DENIED, NULL, "đã quá thời gian nhập mã; hãy đăng nhập lại");
	if (!rc)
		*out = found;
	return rc;
}

/* The count of attempts is kept although the code is wrong: so a transaction of its own. */
static enum rc begin_code(struct db *d, struct arena *a, const struct sign_in *s, const char *token,
	struct session *out, struct err *e)
{
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = half(d, a, s, token, out, e);
	if (!rc)
		rc = attempt_begin(d, a, out->login, s, e);
	return end(d, rc, e);
}

static enum rc finish_code(struct db *d, struct arena *a, const struct sign_in *s,
	const char *token, const char *code, struct signed_in *out, struct err *e)
{
	struct audit t;
	struct session x;
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = half(d, a, s, token, &x, e); /* another request may have used it up */
	struct audit_actor by = { rc ? "" : x.login, arena_printf(a, "web %s", s->address) };
	if (!rc)
		rc = audit_open(&t, d, by, s->now, e);
	if (!rc)
		rc = user_use_code(&t, a, x.account, code, e);
	if (!rc)
		rc = attempt_good(d, a, x.login, s, e);
	if (!rc)
		rc = session_drop(d, x.id, s->now, e);
	struct session_new ready = { .account = rc ? 0 : x.account, .ready = true };
	if (!rc)
		rc = session_begin(d, a, s, &ready, &out->token, e);
	if (!rc)
		rc = audit(d, a, s, x.login, "sign_in", e);
	return end(d, rc, e);
}

enum rc sign_in_code(struct db *d, struct arena *a, const struct sign_in *s, const char *token,
	const char *code, struct signed_in *out, struct err *e)
{
	struct session x;
	enum rc rc = begin_code(d, a, s, token, &x, e);
	if (rc)
		return rc;
	struct signed_in made = { .account = x.account };
	rc = finish_code(d, a, s, token, code, &made, e);
	if (rc == RC_INVALID) {
		struct err own;
		err_init(&own, a);
		enum rc noted = note_failure(d, a, s, x.login, &own);
		(void)noted;
	}
	if (!rc)
		*out = made;
	return rc;
}

enum rc sign_in_link(struct db *d, struct arena *a, const struct sign_in *s, const char *link,
	struct signed_in *out, struct err *e)
{
	struct signed_in made = { 0 };
	struct session_new x = { .ready = true };
	struct user u;
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = sign_in_link_account(d, a, link, &x.account, &x.link, e);
	if (!rc)
		rc = user_get(d, a, x.account, &u, e);
	if (!rc)
		rc = session_begin(d, a, s, &x, &made.token, e);
	if (!rc)
		rc = audit(d, a, s, u.login, "sign_in_link", e);
	made.account = x.account;
	rc = end(d, rc, e);
	if (!rc)
		*out = made;
	return rc;
}
