/* The second factor: the authenticator's secret, and recovery codes. */
#include "core/record.h"
#include "core/seal.h"
#include "core/token.h"
#include "core/totp.h"
#include "core/user.h"
#include "lib/base/text.h"

static const struct db_sql get = {
	"SELECT login, totp_secret, totp_used FROM account WHERE id = ?"
};
static const struct db_sql set = {
	"UPDATE account SET totp_secret = ?, totp_used = ? WHERE id = ?"
};
static const struct db_sql set_used = { "UPDATE account SET totp_used = ? WHERE id = ?" };
static const struct db_sql drop_codes = { "DELETE FROM account_code WHERE account_id = ?" };
static const struct db_sql add_code = {
	"INSERT INTO account_code (hash, account_id) VALUES (?, ?)"
};
static const struct db_sql use_code = {
	"UPDATE account_code SET used_at = ? WHERE account_id = ? AND hash = ? AND used_at IS NULL"
};
static const struct db_sql codes_left = {
	"SELECT count(*) FROM account_code WHERE account_id = ? AND used_at IS NULL"
};

struct factor {
	const char *login;
	const char *stored; /* NULL: there is no second factor */
	const char *secret; /* opened; NULL: the server has lost its key */
	int64_t used;
};

static const char *context(struct arena *a, int64_t id)
{
	return arena_printf(a, "totp %lld", (long long)id);
}

static enum rc load(struct audit *t, struct arena *a, int64_t id, struct factor *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(t->db, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "login", "không có người dùng số %lld", (long long)id);
	if (rc)
		return rc;
	struct factor f = { .login = db_text(r, 0), .stored = db_text(r, 1), .used = db_int(r, 2) };
	if (f.stored)
		rc = seal_open(t->db, a, context(a, id), f.stored, &f.secret, e);
	if (!rc)
		*out = f;
	return rc;
}

static enum rc audit(
	struct audit *t, const char *login, const char *action, const char *after, struct err *e)
{
	struct audit_change c = { "user", login, action, NULL, after };
	return audit_add(t, &c, e);
}

static enum rc make_codes(
	struct audit *t, struct arena *a, int64_t id, struct texts *out, struct err *e)
{
	struct texts codes = { 0 };
	enum rc rc = db_run(t->db, &drop_codes, DB_ARGS(A(id)), NULL, e);
	for (int i = 0; !rc && i < RECOVERY_CODES; i++) {
		const char *code = token_code(a);
		rc = db_run(t->db, &add_code, DB_ARGS(A(token_hash(a, code)), A(id)), NULL, e);
		ARENA_PUSH(a, &codes, code);
	}
	if (!rc)
		*out = codes;
	return rc;
}

static enum rc put(struct audit *t, struct arena *a, int64_t id, const char *secret, int64_t step,
	struct err *e)
{
	const char *stored = NULL;
	enum rc rc = seal(t->db, a, context(a, id), secret, &stored, e);
	return rc ? rc : db_run(t->db, &set, DB_ARGS(A(stored), A(step), A(id)), NULL, e);
}

enum rc user_set_totp(struct audit *t, struct arena *a, int64_t id, const struct user_totp *x,
	struct texts *recovery, struct err *e)
{
	struct factor f;
	int64_t step = 0;
	enum rc rc = load(t, a, id, &f, e);
	if (!rc && !totp_check(x->secret, x->code, t->at, 0, &step))
		rc = ERR(e, RC_INVALID, "code",
			"mã không đúng; hãy xem lại giờ của điện thoại rồi nhập mã mới");
	if (!rc)
		rc = put(t, a, id, x->secret, step, e);
	if (!rc)
		rc = make_codes(t, a, id, recovery, e);
	return rc ? rc : audit(t, f.login, "totp", NULL, e);
}

enum rc user_drop_totp(struct audit *t, struct arena *a, int64_t id, struct err *e)
{
	struct factor f;
	enum rc rc = load(t, a, id, &f, e);
	if (rc || !f.stored)
		return rc;
	/* The step stays: the same secret set again must not take a code twice. */
	rc = db_run(t->db, &set, DB_ARGS(A((const char *)NULL), A(f.used), A(id)), NULL, e);
	if (!rc)
		rc = db_run(t->db, &drop_codes, DB_ARGS(A(id)), NULL, e);
	return rc ? rc : audit(t, f.login, "totp_end", NULL, e);
}

enum rc user_codes_left(struct db *d, int64_t id, int64_t *out, struct err *e)
{
	return db_one_int(d, &codes_left, DB_ARGS(A(id)), out, e);
}

static enum rc use_recovery(struct audit *t, struct arena *a, int64_t id, const char *code,
	struct factor *f, struct err *e)
{
	int64_t changed = 0, left = 0;
	const char *typed = token_code_typed(a, code);
	enum rc rc = RC_OK;
	if (*typed)
		rc = db_run(t->db, &use_code, DB_ARGS(A(t->at), A(id), A(token_hash(a, typed))),
			&changed, e);
	if (!rc && !changed)
		return ERR(e, RC_INVALID, "code",
			f->secret
				? "mã không đúng, hoặc đã dùng rồi"
				: "máy chủ không còn tệp khóa để đọc mã của điện thoại; hãy dùng mã khôi "
				  "phục, hoặc nhờ quản trị tắt xác thực hai lớp");
	if (!rc)
		rc = user_codes_left(t->db, id, &left, e);
	if (rc)
		return rc;
	struct buf b;
	record_begin(&b, a);
	record_int(&b, "recovery_codes_left", left);
	return audit(t, f->login, "recovery_code", record_end(&b), e);
}

enum rc user_use_code(struct audit *t, struct arena *a, int64_t id, const char *code, struct err *e)
{
	struct factor f;
	int64_t step = 0;
	enum rc rc = load(t, a, id, &f, e);
	if (rc)
		return rc;
	if (!f.stored)
		return ERR(e, RC_INVALID, "code", "tài khoản chưa bật xác thực hai lớp");
	if (f.secret && totp_check(f.secret, code, t->at, f.used, &step)) {
		if (seal_is(f.stored))
			return db_run(t->db, &set_used, DB_ARGS(A(step), A(id)), NULL, e);
		return put(t, a, id, f.secret, step, e); /* from before there was a key */
	}
	return use_recovery(t, a, id, code, &f, e);
}
