/* People who sign in: accounts, their roles over time, passwords, second factors and personal
 * links.
 *
 * Whatever changes something takes the open audit of the caller's transaction: nothing is changed
 * without its row there. */
#ifndef CORE_USER_H
#define CORE_USER_H

#include "core/audit.h"
#include "core/permission.h"

extern const char core_people_sql[]; /* people.sql, the schema "people" */

struct user {
	int64_t id;
	const char *login, *name;
	bool active;
	unsigned roles; /* of now */
	bool has_password, has_totp, has_link;
	int64_t created_at;
};

struct users {
	struct user *v;
	size_t n, cap;
};

/* 2 to 32 of a-z, 0-9, '.', '_', '-', a letter first; capitals are made small; not a name of the
 * system. */
enum rc user_login_check(
	struct arena *a, const char *text, const char **login, struct err *e) CHECKED;
/* At least one role; a group head comes in by a mere link, so that role stands alone. */
enum rc user_roles_check(unsigned roles, struct err *e) CHECKED;

/* RC_NOTFOUND with a message. */
enum rc user_find(
	struct db *d, struct arena *a, const char *login, struct user *out, struct err *e) CHECKED;
enum rc user_get(
	struct db *d, struct arena *a, int64_t id, struct user *out, struct err *e) CHECKED;
/* The person's name; NULL where nobody signs in so. */
enum rc user_name(
	struct db *d, struct arena *a, const char *login, const char **out, struct err *e) CHECKED;
enum rc user_list(struct db *d, struct arena *a, struct users *out, struct err *e) CHECKED;

/* login, name and roles of u; RC_CONFLICT: that sign-in name is taken. */
enum rc user_add(
	struct audit *t, struct arena *a, const struct user *u, int64_t *id, struct err *e) CHECKED;
/* RC_INVALID: there is nothing in it. */
enum rc user_set_name(
	struct audit *t, struct arena *a, int64_t id, const char *name, struct err *e) CHECKED;
/* The old roles end now, and stay in the record. RC_CONFLICT: the last administrator. */
enum rc user_set_roles(
	struct audit *t, struct arena *a, int64_t id, unsigned roles, struct err *e) CHECKED;
/* Off: sessions and links end. RC_CONFLICT: the last administrator. */
enum rc user_set_active(
	struct audit *t, struct arena *a, int64_t id, bool active, struct err *e) CHECKED;
/* hash: of password_hash. All sessions end. */
enum rc user_set_password(
	struct audit *t, struct arena *a, int64_t id, const char *hash, struct err *e) CHECKED;

/* The roles that the account had, newest first: for those who ask who could do what, and when. */
struct user_role {
	enum role role;
	int64_t from, to; /* Unix seconds; to 0: still */
};
struct user_roles {
	struct user_role *v;
	size_t n, cap;
};
enum rc user_role_history(
	struct db *d, struct arena *a, int64_t id, struct user_roles *out, struct err *e) CHECKED;

/* The second factor; its secret is sealed at rest (core/seal.h). It was shown and answered with a
 * right code of its own (RC_INVALID otherwise). Ten recovery codes come with it, to be shown once;
 * those of before are void. */
enum { RECOVERY_CODES = 10 };
struct user_totp {
	const char *secret, *code;
};
enum rc user_set_totp(struct audit *t, struct arena *a, int64_t id, const struct user_totp *x,
	struct texts *recovery, struct err *e) CHECKED;
enum rc user_drop_totp(struct audit *t, struct arena *a, int64_t id, struct err *e) CHECKED;
/* Recovery codes not used yet; 0 without a second factor. */
enum rc user_codes_left(struct db *d, int64_t id, int64_t *out, struct err *e) CHECKED;
/* A code of the authenticator or a recovery code; used up by this. RC_INVALID: neither. */
enum rc user_use_code(
	struct audit *t, struct arena *a, int64_t id, const char *code, struct err *e) CHECKED;

/* The personal link of a group head: the token, shown once. One made before ends, and what was
 * signed in by it. RC_INVALID: another role. */
enum rc user_link_new(
	struct audit *t, struct arena *a, int64_t id, const char **token, struct err *e) CHECKED;
enum rc user_link_end(struct audit *t, struct arena *a, int64_t id, struct err *e) CHECKED;

#endif
