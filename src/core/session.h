/* Being signed in: sessions in the database, known by the hash of a random token; and the ways in.
 */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include "core/password.h"
#include "core/user.h"

/* Seconds. A working day without use ends a session; so does a week in all. */
enum {
	SESSION_IDLE = 12 * 60 * 60,
	SESSION_LIFE = 7 * 24 * 60 * 60,
	SESSION_HALF = 5 * 60, /* between password and second factor */
	SESSION_TOUCH = 5 * 60 /* how stale seen_at may be: not every request is a write */
};

struct session {
	int64_t id, account;
	const char *login, *name;
	unsigned roles; /* of now */
	bool ready; /* false: only the second factor may be given */
	bool by_link; /* a group head by his personal link */
	int64_t created_at, seen_at;
	const char *address, *agent;
	bool touch; /* session_touch is due */
};

struct sessions {
	struct session *v;
	size_t n, cap;
};

/* RC_NOTFOUND without a message: no such session, ended, too old, or the account is off. */
enum rc session_find(struct db *d, struct arena *a, const char *token, int64_t now,
	struct session *out, struct err *e) CHECKED;
enum rc session_touch(struct db *d, int64_t id, int64_t now, struct err *e) CHECKED;
/* Those that still hold, last seen first. */
enum rc session_list(struct db *d, struct arena *a, int64_t account, int64_t now,
	struct sessions *out, struct err *e) CHECKED;
/* One of this account's; RC_NOTFOUND with a message where it is not. */
enum rc session_end(
	struct audit *t, struct arena *a, int64_t account, int64_t id, struct err *e) CHECKED;
/* All of the account's but the one with this id (0: all). */
enum rc session_end_others(
	struct audit *t, struct arena *a, int64_t account, int64_t keep, struct err *e) CHECKED;

/* Removes sessions and counts of failures that are over: what nobody needs is not kept about
 * anybody. The audit keeps who signed in and out, so this is not written there. */
enum rc session_purge(struct db *d, int64_t now, struct err *e) CHECKED;

/* What a form carries to show that it is ours; only the session's own token makes it. */
const char *session_csrf(struct arena *a, const char *token);
bool session_csrf_check(struct arena *a, const char *token, const char *given);

/* The page that a personal link opens: this, and the token. */
#define SIGN_IN_LINK "/l/"

/* --- ways in; each opens and ends its own transactions --- */

struct sign_in {
	const char *address; /* of the network */
	const char *agent; /* what the browser calls itself */
	int64_t now;
	struct password_cost cost;
};

struct signed_in {
	int64_t account;
	const char *token;
	bool needs_code;
};

/* Who is signed in shows again that he knows the password: as sign_in_password, without a new
 * session. login: of the session. */
enum rc sign_in_again(struct db *d, struct arena *a, const struct sign_in *s, const char *login,
	const char *password, struct err *e) CHECKED;
/* RC_DENIED: wrong, in words that do not tell whether there is such an account; or too many
 * failures, with the seconds to wait. An attempt counts as failed until it has succeeded, so that
 * many at once gain nothing. */
enum rc sign_in_password(struct db *d, struct arena *a, const struct sign_in *s, const char *login,
	const char *password, struct signed_in *out, struct err *e) CHECKED;
/* The second factor to a session that needs it; the token is a new one afterwards. */
enum rc sign_in_code(struct db *d, struct arena *a, const struct sign_in *s, const char *token,
	const char *code, struct signed_in *out, struct err *e) CHECKED;
enum rc sign_in_link(struct db *d, struct arena *a, const struct sign_in *s, const char *link,
	struct signed_in *out, struct err *e) CHECKED;

/* --- between sign_in.c and session_store.c --- */

struct session_new {
	int64_t account, link; /* link 0: none */
	bool ready;
};
enum rc session_begin(struct db *d, struct arena *a, const struct sign_in *s,
	const struct session_new *x, const char **token, struct err *e) CHECKED;
enum rc session_drop(struct db *d, int64_t id, int64_t now, struct err *e) CHECKED;

struct credentials {
	int64_t account; /* 0: there is none by that name, or it is off */
	const char *hash; /* NULL: no password */
	bool has_totp;
};
enum rc sign_in_credentials(struct db *d, struct arena *a, const char *login,
	struct credentials *out, struct err *e) CHECKED;
enum rc sign_in_link_account(struct db *d, struct arena *a, const char *link, int64_t *account,
	int64_t *id, struct err *e) CHECKED;
/* RC_DENIED: not yet. Otherwise both are one failure richer. */
enum rc attempt_begin(struct db *d, struct arena *a, const char *login, const struct sign_in *s,
	struct err *e) CHECKED;
/* It was none: the person's failures are forgotten, the address loses this one. */
enum rc attempt_good(struct db *d, struct arena *a, const char *login, const struct sign_in *s,
	struct err *e) CHECKED;
/* The password was right, the second factor is to come. */
enum rc attempt_half(struct db *d, struct arena *a, const struct sign_in *s, struct err *e) CHECKED;
enum rc account_rehash(struct db *d, int64_t account, const char *hash, struct err *e) CHECKED;

#endif
