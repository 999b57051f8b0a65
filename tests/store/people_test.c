/* The audit's chain, accounts, sessions and the ways in, on both engines. */
#include "store.h"

#include <string.h>

#include "core/session.h"
#include "core/totp.h"
#include "core/unit.h"

static const struct password_cost cheap = { 1, 8192 };
enum { NOW = 1790000000 };

static const char right[] = "con mèo trèo cây cau";

static struct store *ready(void **state)
{
	struct store *s = *state;
	const struct db_schema list[] = { { "core", core_schema_sql },
		{ "people", core_people_sql } };
	store_ok(s, db_migrate(s->d, list, sizeof list / sizeof *list, &s->e));
	return s;
}

static struct audit trail(struct store *s, int64_t at)
{
	struct audit t;
	struct audit_actor by = { AUDIT_SYSTEM, "test" };
	store_ok(s, audit_open(&t, s->d, by, at, &s->e));
	return t;
}

static int64_t person(struct store *s, const char *login, unsigned roles)
{
	int64_t id = 0;
	struct audit t = trail(s, NOW);
	struct user u = { .login = login, .name = "Người Mẫu", .roles = roles };
	store_ok(s, user_add(&t, s->a, &u, &id, &s->e));
	return id;
}

static int64_t with_password(struct store *s, const char *login, unsigned roles)
{
	const char *hash = NULL;
	int64_t id = person(s, login, roles);
	struct audit t = trail(s, NOW);
	store_ok(s, password_hash(s->a, right, &cheap, &hash, &s->e));
	store_ok(s, user_set_password(&t, s->a, id, hash, &s->e));
	return id;
}

static struct user user(struct store *s, int64_t id)
{
	struct user u;
	store_ok(s, user_get(s->d, s->a, id, &u, &s->e));
	return u;
}

static struct sign_in from(const char *address, int64_t now)
{
	return (struct sign_in){ address, "Điện thoại", now, cheap };
}

static enum rc try_at(struct store *s, const char *login, const char *password, int64_t now,
	struct signed_in *out)
{
	struct sign_in x = from("10.0.0.7", now);
	err_clear(&s->e);
	return sign_in_password(s->d, s->a, &x, login, password, out, &s->e);
}

static const char *signed_in(struct store *s, const char *login, int64_t now)
{
	struct signed_in in;
	store_ok(s, try_at(s, login, right, now, &in));
	assert_false(in.needs_code);
	return in.token;
}

static enum rc find_at(struct store *s, const char *token, int64_t now, struct session *out)
{
	err_clear(&s->e);
	return session_find(s->d, s->a, token, now, out, &s->e);
}

static struct audit_proof proof(struct store *s, const char *known)
{
	struct audit_proof p;
	store_ok(s, audit_verify(s->d, s->a, known, &p, &s->e));
	return p;
}

/* --- audit --- */

static void the_chain_holds_and_names_its_head(void **state)
{
	struct store *s = ready(state);
	struct audit_change c = { "activity", "7", AUDIT_ADD, NULL, "{\"title\":\"Tin\"}" };
	assert_string_equal(proof(s, NULL).head, audit_genesis);
	struct audit t = trail(s, NOW);
	for (int i = 0; i < 2500; i++) /* more than two pages */
		store_ok(s, audit_add(&t, &c, &s->e));
	struct audit_proof p = proof(s, NULL);
	assert_null(p.why);
	assert_int_equal(p.rows, 2500);
	assert_string_equal(p.head, t.head);
	store_ok(s, audit_add(&t, &c, &s->e));
	assert_true(proof(s, p.head).has_known);
	assert_true(proof(s, audit_genesis).has_known);
	assert_false(proof(s, "1111111111111111111111111111111111111111111111111111111111111111")
			     .has_known);
}

static void a_rolled_back_change_leaves_no_row(void **state)
{
	struct store *s = ready(state);
	person(s, "an", ROLE(ROLE_OFFICER));
	int64_t rows = proof(s, NULL).rows;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	person(s, "binh", ROLE(ROLE_OFFICER));
	db_rollback(s->d);
	assert_int_equal(proof(s, NULL).rows, rows);
	assert_null(proof(s, NULL).why);
}

static void the_history_of_one_thing_is_found(void **state)
{
	struct store *s = ready(state);
	struct audit_rows rows;
	int64_t id = person(s, "an", ROLE(ROLE_OFFICER));
	person(s, "binh", ROLE(ROLE_OFFICER));
	struct audit t = trail(s, NOW + 5);
	store_ok(s, user_set_roles(&t, s->a, id, ROLE(ROLE_DESK), &s->e));
	struct audit_query q = { .kind = "user", .object = "an", .limit = 10 };
	store_ok(s, audit_find(s->d, s->a, &q, &rows, &s->e));
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.v[0].at, NOW + 5);
	assert_string_equal(rows.v[0].by.name, "system");
	assert_non_null(strstr(rows.v[0].change.before, "\"roles\":[\"officer\"]"));
	assert_non_null(strstr(rows.v[0].change.after, "\"roles\":[\"desk\"]"));
	assert_null(rows.v[1].change.before);
	q = (struct audit_query){ .before = rows.v[0].id, .limit = 1 };
	store_ok(s, audit_find(s->d, s->a, &q, &rows, &s->e));
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.v[0].change.object, "binh");
}

/* The guards of the table are taken away first, as somebody with the database in hand can. */
static void whatever_is_done_to_the_table_is_found(void **state)
{
	static const struct db_sql unguard_pg = { "DROP TRIGGER audit_append_only ON audit" };
	static const struct db_sql unguard_update = { "DROP TRIGGER audit_no_update" };
	static const struct db_sql unguard_delete = { "DROP TRIGGER audit_no_delete" };
	static const struct db_sql change = { "UPDATE audit SET actor = 'chi' WHERE id = 4" };
	static const struct db_sql change_back = {
		"UPDATE audit SET actor = 'system' WHERE id = 4"
	};
	static const struct db_sql away = { "UPDATE audit SET id = 100 WHERE id = 2" };
	static const struct db_sql second = { "UPDATE audit SET id = 2 WHERE id = 3" };
	static const struct db_sql third = { "UPDATE audit SET id = 3 WHERE id = 100" };
	static const struct db_sql drop = { "DELETE FROM audit WHERE id = 3" };
	static const struct db_sql drop_first = { "DELETE FROM audit WHERE id = 1" };
	struct store *s = ready(state);
	struct audit t = trail(s, NOW);
	for (int i = 1; i <= 6; i++) {
		struct audit_change c = { "activity", i % 2 ? "1" : "2", AUDIT_ADD, NULL, NULL };
		store_ok(s, audit_add(&t, &c, &s->e));
	}
	store_fails(s, db_run(s->d, &change, DB_NONE, NULL, &s->e), RC_DENIED);
	if (s->pg) {
		store_ok(s, db_run(s->d, &unguard_pg, DB_NONE, NULL, &s->e));
	} else {
		store_ok(s, db_run(s->d, &unguard_update, DB_NONE, NULL, &s->e));
		store_ok(s, db_run(s->d, &unguard_delete, DB_NONE, NULL, &s->e));
	}
	store_ok(s, db_run(s->d, &change, DB_NONE, NULL, &s->e));
	assert_int_equal(proof(s, NULL).broken, 4);
	assert_int_equal(proof(s, NULL).rows, 3);
	store_ok(s, db_run(s->d, &change_back, DB_NONE, NULL, &s->e));
	assert_null(proof(s, NULL).why);
	store_ok(s, db_run(s->d, &away, DB_NONE, NULL, &s->e));
	store_ok(s, db_run(s->d, &second, DB_NONE, NULL, &s->e));
	store_ok(s, db_run(s->d, &third, DB_NONE, NULL, &s->e));
	assert_int_equal(proof(s, NULL).broken, 2);
	store_ok(s, db_run(s->d, &drop, DB_NONE, NULL, &s->e));
	store_ok(s, db_run(s->d, &drop_first, DB_NONE, NULL, &s->e));
	assert_int_equal(proof(s, NULL).broken, 1);
}

/* --- accounts --- */

static void accounts_come_back(void **state)
{
	struct store *s = ready(state);
	struct users list;
	struct user u;
	struct audit t;
	int64_t id = person(s, "Nguyen.An", ROLE(ROLE_OFFICER) | ROLE(ROLE_DESK));
	store_ok(s, user_find(s->d, s->a, "nguyen.an", &u, &s->e));
	assert_int_equal(u.id, id);
	assert_int_equal(u.roles, ROLE(ROLE_OFFICER) | ROLE(ROLE_DESK));
	assert_true(u.active && !u.has_password && !u.has_totp && !u.has_link);
	t = trail(s, NOW);
	u.login = "NGUYEN.AN";
	store_fails(s, user_add(&t, s->a, &u, &id, &s->e), RC_CONFLICT);
	u.login = "binh";
	u.name = "  ";
	store_fails(s, user_add(&t, s->a, &u, &id, &s->e), RC_INVALID);
	store_fails(s, user_find(s->d, s->a, "ai-do", &u, &s->e), RC_NOTFOUND);
	store_ok(s, user_list(s->d, s->a, &list, &s->e));
	assert_int_equal(list.n, 1);
}

static void roles_are_kept_over_time(void **state)
{
	struct store *s = ready(state);
	struct user_roles h;
	int64_t id = person(s, "an", ROLE(ROLE_OFFICER));
	struct audit t = trail(s, NOW + 100);
	store_ok(s, user_set_roles(&t, s->a, id, ROLE(ROLE_LEADER), &s->e));
	t = trail(s, NOW + 200);
	store_ok(s, user_set_roles(&t, s->a, id, ROLE(ROLE_LEADER) | ROLE(ROLE_OFFICER), &s->e));
	store_ok(s, user_role_history(s->d, s->a, id, &h, &s->e));
	assert_int_equal(h.n, 3);
	assert_int_equal(h.v[0].role, ROLE_OFFICER);
	assert_int_equal(h.v[0].from, NOW + 200);
	assert_int_equal(h.v[0].to, 0);
	assert_int_equal(h.v[2].from, NOW);
	assert_int_equal(h.v[2].to, NOW + 100);
}

static void the_last_administrator_stays(void **state)
{
	struct store *s = ready(state);
	int64_t first = person(s, "an", ROLE(ROLE_ADMIN));
	person(s, "chi", ROLE(ROLE_OFFICER));
	struct audit t = trail(s, NOW);
	store_fails(s, user_set_active(&t, s->a, first, false, &s->e), RC_CONFLICT);
	store_fails(s, user_set_roles(&t, s->a, first, ROLE(ROLE_OFFICER), &s->e), RC_CONFLICT);
	store_ok(s, user_set_roles(&t, s->a, first, ROLE(ROLE_OFFICER) | ROLE(ROLE_ADMIN), &s->e));
	int64_t second = person(s, "binh", ROLE(ROLE_ADMIN));
	t = trail(s, NOW);
	store_ok(s, user_set_active(&t, s->a, first, false, &s->e));
	store_fails(s, user_set_active(&t, s->a, second, false, &s->e), RC_CONFLICT);
	store_ok(s, user_set_active(&t, s->a, first, true, &s->e));
	store_ok(s, user_set_active(&t, s->a, second, false, &s->e));
}

/* --- signing in --- */

static void a_password_opens_a_session(void **state)
{
	struct store *s = ready(state);
	struct session x;
	struct signed_in in;
	int64_t id = with_password(s, "an", ROLE(ROLE_OFFICER));
	store_fails(s, try_at(s, "an", "con mèo", NOW, &in), RC_DENIED);
	store_fails(s, try_at(s, "ai-do", right, NOW, &in), RC_DENIED);
	store_fails(s, try_at(s, "không có", right, NOW, &in), RC_DENIED);
	const char *token = signed_in(s, "AN", NOW);
	store_ok(s, find_at(s, token, NOW + 1, &x));
	assert_int_equal(x.account, id);
	assert_int_equal(x.roles, ROLE(ROLE_OFFICER));
	assert_string_equal(x.address, "10.0.0.7");
	assert_string_equal(x.agent, "Điện thoại");
	assert_true(x.ready && !x.by_link);
	assert_int_equal(find_at(s, "khác", NOW, &x), RC_NOTFOUND);
	assert_null(proof(s, NULL).why);
}

/* Neither the token nor the password stands anywhere in the database. */
static void secrets_are_not_stored(void **state)
{
	static const struct db_sql sessions = {
		"SELECT count(*) FROM session WHERE token_hash = ?"
	};
	static const struct db_sql passwords = {
		"SELECT count(*) FROM account WHERE password = ?"
	};
	static const struct db_sql told = {
		"SELECT count(*) FROM audit WHERE new_state LIKE '%argon2%' OR new_state LIKE ?"
	};
	struct store *s = ready(state);
	int64_t n = 1;
	with_password(s, "an", ROLE(ROLE_OFFICER));
	const char *token = signed_in(s, "an", NOW);
	store_ok(s, db_one_int(s->d, &sessions, DB_ARGS(A(token)), &n, &s->e));
	assert_int_equal(n, 0);
	store_ok(s, db_one_int(s->d, &passwords, DB_ARGS(A(right)), &n, &s->e));
	assert_int_equal(n, 0);
	store_ok(s, db_one_int(s->d, &told, DB_ARGS(A(arena_printf(s->a, "%%%s%%", token))), &n,
			    &s->e));
	assert_int_equal(n, 0);
}

static void a_password_is_hashed_anew_at_a_new_cost(void **state)
{
	static const struct db_sql get = {
		"SELECT count(*) FROM account WHERE password LIKE '%m=16,t=2,%'"
	};
	struct store *s = ready(state);
	struct signed_in in;
	int64_t n = 0;
	with_password(s, "an", ROLE(ROLE_OFFICER));
	struct sign_in x = from("10.0.0.7", NOW);
	x.cost = (struct password_cost){ 2, 16384 };
	store_ok(s, sign_in_password(s->d, s->a, &x, "an", right, &in, &s->e));
	store_ok(s, db_one_int(s->d, &get, DB_NONE, &n, &s->e));
	assert_int_equal(n, 1);
	store_ok(s, sign_in_password(s->d, s->a, &x, "an", right, &in, &s->e));
}

static void failures_delay_the_person(void **state)
{
	struct store *s = ready(state);
	struct signed_in in;
	with_password(s, "an", ROLE(ROLE_OFFICER));
	with_password(s, "binh", ROLE(ROLE_OFFICER));
	for (int i = 0; i < 5; i++) {
		assert_int_equal(try_at(s, "an", "sai", NOW, &in), RC_DENIED);
		assert_non_null(strstr(s->e.message, "không đúng"));
	}
	/* Even the right one, and even from elsewhere; others are not delayed. */
	assert_int_equal(try_at(s, "an", right, NOW, &in), RC_DENIED);
	assert_non_null(strstr(s->e.message, "sau 1 giây"));
	struct sign_in elsewhere = from("10.0.0.8", NOW);
	err_clear(&s->e);
	assert_int_equal(
		sign_in_password(s->d, s->a, &elsewhere, "an", right, &in, &s->e), RC_DENIED);
	signed_in(s, "binh", NOW);
	assert_int_equal(try_at(s, "an", "sai", NOW + 1, &in), RC_DENIED);
	assert_int_equal(try_at(s, "an", right, NOW + 2, &in), RC_DENIED);
	signed_in(s, "an", NOW + 3);
	/* Success forgets the failures. */
	assert_int_equal(try_at(s, "an", "sai", NOW + 3, &in), RC_DENIED);
	signed_in(s, "an", NOW + 3);
}

static void failures_delay_the_address(void **state)
{
	struct store *s = ready(state);
	struct signed_in in;
	with_password(s, "an", ROLE(ROLE_OFFICER));
	for (int i = 0; i < 30; i++) /* an office that signs in rightly is never delayed */
		signed_in(s, "an", NOW);
	for (int i = 0; i < 21; i++)
		assert_int_equal(
			try_at(s, arena_printf(s->a, "nguoi%d", i), "sai", NOW, &in), RC_DENIED);
	assert_int_equal(try_at(s, "an", right, NOW, &in), RC_DENIED);
	assert_non_null(strstr(s->e.message, "sau 1 giây"));
	struct sign_in elsewhere = from("10.0.0.8", NOW);
	err_clear(&s->e);
	store_ok(s, sign_in_password(s->d, s->a, &elsewhere, "an", right, &in, &s->e));
	/* A day later all is forgotten. */
	signed_in(s, "an", NOW + PASSWORD_FORGET + 1);
}

/* --- the second factor --- */

static const char *give_totp(struct store *s, int64_t id, int64_t at, struct texts *recovery)
{
	const char *secret = totp_secret(s->a);
	struct audit t = trail(s, at);
	struct user_totp wrong = { secret, "abc" };
	store_fails(s, user_set_totp(&t, s->a, id, &wrong, recovery, &s->e), RC_INVALID);
	assert_false(user(s, id).has_totp);
	struct user_totp x = { secret, totp_code(s->a, secret, at / TOTP_STEP, 6) };
	store_ok(s, user_set_totp(&t, s->a, id, &x, recovery, &s->e));
	assert_true(user(s, id).has_totp);
	assert_int_equal(recovery->n, RECOVERY_CODES);
	return secret;
}

static enum rc code_at(
	struct store *s, const char *token, const char *code, int64_t now, struct signed_in *out)
{
	struct sign_in x = from("10.0.0.7", now);
	err_clear(&s->e);
	return sign_in_code(s->d, s->a, &x, token, code, out, &s->e);
}

static void a_second_factor_is_asked_for(void **state)
{
	struct store *s = ready(state);
	struct texts recovery;
	struct signed_in half, in;
	struct session x;
	int64_t id = with_password(s, "an", ROLE(ROLE_LEADER)), later = NOW + 60;
	const char *secret = give_totp(s, id, NOW, &recovery);
	store_ok(s, try_at(s, "an", right, later, &half));
	assert_true(half.needs_code);
	store_ok(s, find_at(s, half.token, later, &x));
	assert_false(x.ready);
	const char *code = totp_code(s->a, secret, later / TOTP_STEP, 6);
	store_fails(s, code_at(s, half.token, "000000x", later, &in), RC_INVALID);
	store_ok(s, code_at(s, half.token, code, later, &in));
	assert_string_not_equal(in.token, half.token);
	store_ok(s, find_at(s, in.token, later, &x));
	assert_true(x.ready);
	assert_int_equal(find_at(s, half.token, later, &x), RC_NOTFOUND);
	/* RFC 6238, 5.2: the code was for one time. */
	store_ok(s, try_at(s, "an", right, later + 1, &half));
	store_fails(s, code_at(s, half.token, code, later + 1, &in), RC_INVALID);
	/* Half a session does not wait long. */
	assert_int_equal(find_at(s, half.token, later + 1 + SESSION_HALF, &x), RC_NOTFOUND);
}

static void guessing_codes_is_delayed(void **state)
{
	struct store *s = ready(state);
	struct texts recovery;
	struct signed_in half, in;
	int64_t id = with_password(s, "an", ROLE(ROLE_LEADER)), later = NOW + 60;
	const char *secret = give_totp(s, id, NOW, &recovery);
	store_ok(s, try_at(s, "an", right, later, &half));
	for (int i = 0; i < 4; i++)
		store_fails(s, code_at(s, half.token, "00000x", later, &in), RC_INVALID);
	assert_int_equal(
		code_at(s, half.token, totp_code(s->a, secret, later / TOTP_STEP, 6), later, &in),
		RC_DENIED);
	assert_non_null(strstr(s->e.message, "sau 1 giây"));
}

static void a_recovery_code_works_once(void **state)
{
	struct store *s = ready(state);
	struct texts recovery;
	struct signed_in half, in;
	int64_t id = with_password(s, "an", ROLE(ROLE_LEADER));
	give_totp(s, id, NOW, &recovery);
	for (int i = 0; i < 2; i++) {
		store_ok(s, try_at(s, "an", right, NOW + i, &half));
		store_fails(s, code_at(s, half.token, recovery.v[3], NOW + i, &in),
			i ? RC_INVALID : RC_OK);
	}
	struct audit t = trail(s, NOW);
	store_ok(s, user_drop_totp(&t, s->a, id, &s->e));
	assert_false(user(s, id).has_totp);
	signed_in(s, "an", NOW + 10);
}

/* --- sessions --- */

static void a_session_ends_by_rest_and_by_age(void **state)
{
	struct store *s = ready(state);
	struct session x;
	with_password(s, "an", ROLE(ROLE_OFFICER));
	const char *token = signed_in(s, "an", NOW);
	store_ok(s, find_at(s, token, NOW + SESSION_IDLE - 1, &x));
	assert_true(x.touch);
	assert_int_equal(find_at(s, token, NOW + SESSION_IDLE, &x), RC_NOTFOUND);
	int64_t now = NOW;
	for (; now < NOW + SESSION_LIFE - SESSION_IDLE / 2; now += SESSION_IDLE / 2) {
		store_ok(s, find_at(s, token, now, &x));
		store_ok(s, session_touch(s->d, x.id, now, &s->e));
	}
	store_ok(s, find_at(s, token, now, &x));
	assert_int_equal(find_at(s, token, NOW + SESSION_LIFE, &x), RC_NOTFOUND);
}

static void sessions_are_listed_and_ended(void **state)
{
	struct store *s = ready(state);
	struct sessions list;
	struct session x;
	int64_t id = with_password(s, "an", ROLE(ROLE_OFFICER));
	int64_t other = with_password(s, "binh", ROLE(ROLE_OFFICER));
	const char *first = signed_in(s, "an", NOW), *second = signed_in(s, "an", NOW + 1),
		   *third = signed_in(s, "an", NOW + 2);
	store_ok(s, session_list(s->d, s->a, id, NOW + 2, &list, &s->e));
	assert_int_equal(list.n, 3);
	assert_int_equal(list.v[0].seen_at, NOW + 2);
	struct audit t = trail(s, NOW + 3);
	store_fails(s, session_end(&t, s->a, other, list.v[0].id, &s->e), RC_NOTFOUND);
	store_ok(s, session_end(&t, s->a, id, list.v[0].id, &s->e));
	store_fails(s, session_end(&t, s->a, id, list.v[0].id, &s->e), RC_NOTFOUND);
	assert_int_equal(find_at(s, third, NOW + 3, &x), RC_NOTFOUND);
	store_ok(s, find_at(s, first, NOW + 3, &x));
	store_ok(s, session_end_others(&t, s->a, id, x.id, &s->e));
	store_ok(s, find_at(s, first, NOW + 3, &x));
	assert_int_equal(find_at(s, second, NOW + 3, &x), RC_NOTFOUND);
}

static void what_changes_a_person_ends_the_sessions(void **state)
{
	struct store *s = ready(state);
	struct session x;
	const char *hash;
	int64_t id = with_password(s, "an", ROLE(ROLE_OFFICER));
	const char *token = signed_in(s, "an", NOW);
	struct audit t = trail(s, NOW);
	store_ok(s, password_hash(s->a, right, &cheap, &hash, &s->e));
	store_ok(s, user_set_password(&t, s->a, id, hash, &s->e));
	assert_int_equal(find_at(s, token, NOW, &x), RC_NOTFOUND);
	token = signed_in(s, "an", NOW);
	t = trail(s, NOW);
	store_ok(s, user_set_roles(&t, s->a, id, ROLE(ROLE_DESK), &s->e));
	assert_int_equal(find_at(s, token, NOW, &x), RC_NOTFOUND);
	token = signed_in(s, "an", NOW);
	t = trail(s, NOW);
	store_ok(s, user_set_active(&t, s->a, id, false, &s->e));
	assert_int_equal(find_at(s, token, NOW, &x), RC_NOTFOUND);
	struct signed_in in;
	store_fails(s, try_at(s, "an", right, NOW, &in), RC_DENIED);
}

/* --- personal links --- */

static void a_group_head_comes_in_by_his_link(void **state)
{
	struct store *s = ready(state);
	struct signed_in in;
	struct session x;
	const char *link = NULL, *next = NULL;
	int64_t id = person(s, "to1", ROLE(ROLE_GROUP_HEAD));
	int64_t officer = person(s, "an", ROLE(ROLE_OFFICER));
	struct sign_in by = from("10.0.0.9", NOW);
	struct audit t = trail(s, NOW);
	store_fails(s, user_link_new(&t, s->a, officer, &link, &s->e), RC_INVALID);
	store_fails(s, user_set_password(&t, s->a, id, "x", &s->e), RC_INVALID);
	store_ok(s, user_link_new(&t, s->a, id, &link, &s->e));
	assert_true(user(s, id).has_link);
	store_ok(s, sign_in_link(s->d, s->a, &by, link, &in, &s->e));
	store_ok(s, find_at(s, in.token, NOW, &x));
	assert_true(x.by_link && x.ready);
	assert_int_equal(x.roles, ROLE(ROLE_GROUP_HEAD));
	assert_false(permission_allows(x.roles, MAY_ACTIVITY_READ_ANY));
	/* A new link voids the old one, and what was signed in by it. */
	t = trail(s, NOW);
	store_ok(s, user_link_new(&t, s->a, id, &next, &s->e));
	store_fails(s, sign_in_link(s->d, s->a, &by, link, &in, &s->e), RC_DENIED);
	assert_int_equal(find_at(s, in.token, NOW, &x), RC_NOTFOUND);
	store_ok(s, sign_in_link(s->d, s->a, &by, next, &in, &s->e));
	t = trail(s, NOW);
	store_ok(s, user_link_end(&t, s->a, id, &s->e));
	store_fails(s, sign_in_link(s->d, s->a, &by, next, &in, &s->e), RC_DENIED);
	assert_int_equal(find_at(s, in.token, NOW, &x), RC_NOTFOUND);
}

static void another_role_ends_the_link(void **state)
{
	struct store *s = ready(state);
	struct signed_in in;
	const char *link = NULL;
	int64_t id = person(s, "to1", ROLE(ROLE_GROUP_HEAD));
	int64_t officer = with_password(s, "an", ROLE(ROLE_OFFICER));
	struct sign_in by = from("10.0.0.9", NOW);
	struct audit t = trail(s, NOW);
	store_ok(s, user_link_new(&t, s->a, id, &link, &s->e));
	store_ok(s, user_set_roles(&t, s->a, id, ROLE(ROLE_OFFICER), &s->e));
	store_fails(s, sign_in_link(s->d, s->a, &by, link, &in, &s->e), RC_DENIED);
	/* And a password ends where a link is to be the way in. */
	t = trail(s, NOW);
	store_ok(s, user_set_roles(&t, s->a, officer, ROLE(ROLE_GROUP_HEAD), &s->e));
	assert_false(user(s, officer).has_password);
	store_fails(s, try_at(s, "an", right, NOW, &in), RC_DENIED);
}

static int64_t rows_of(struct store *s, const struct db_sql *q)
{
	int64_t n = -1;
	store_ok(s, db_one_int(s->d, q, DB_NONE, &n, &s->e));
	return n;
}

/* What holds stays, whatever is near its end; what is over goes, the audit's rows do not. */
static void what_is_over_is_removed(void **state)
{
	static const struct db_sql sessions = { "SELECT count(*) FROM session" },
				   failures = { "SELECT count(*) FROM sign_in_failure" },
				   audit = { "SELECT count(*) FROM audit" };
	struct store *s = ready(state);
	struct session x;
	struct signed_in in;
	int64_t id = with_password(s, "an", ROLE(ROLE_OFFICER));
	const char *ended = signed_in(s, "an", NOW), *kept = signed_in(s, "an", NOW);
	store_ok(s, find_at(s, ended, NOW, &x));
	struct audit t = trail(s, NOW);
	store_ok(s, session_end(&t, s->a, id, x.id, &s->e));
	store_fails(s, try_at(s, "an", "sai", NOW, &in), RC_DENIED);
	int64_t said = rows_of(s, &audit), failed = rows_of(s, &failures);
	assert_true(failed > 0);
	assert_int_equal(rows_of(s, &sessions), 2);
	store_ok(s, session_purge(s->d, NOW + SESSION_IDLE - 1, &s->e));
	assert_int_equal(rows_of(s, &sessions), 1);
	assert_int_equal(rows_of(s, &failures), failed);
	store_ok(s, find_at(s, kept, NOW + SESSION_IDLE - 1, &x));
	store_ok(s, session_purge(s->d, NOW + SESSION_IDLE + 1, &s->e));
	assert_int_equal(rows_of(s, &sessions), 0);
	store_ok(s, session_purge(s->d, NOW + PASSWORD_FORGET + 1, &s->e));
	assert_int_equal(rows_of(s, &failures), 0);
	assert_int_equal(rows_of(s, &audit), said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_chain_holds_and_names_its_head),
		STORE_TEST(a_rolled_back_change_leaves_no_row),
		STORE_TEST(the_history_of_one_thing_is_found),
		STORE_TEST(whatever_is_done_to_the_table_is_found),
		STORE_TEST(accounts_come_back),
		STORE_TEST(roles_are_kept_over_time),
		STORE_TEST(the_last_administrator_stays),
		STORE_TEST(a_password_opens_a_session),
		STORE_TEST(secrets_are_not_stored),
		STORE_TEST(a_password_is_hashed_anew_at_a_new_cost),
		STORE_TEST(failures_delay_the_person),
		STORE_TEST(failures_delay_the_address),
		STORE_TEST(a_second_factor_is_asked_for),
		STORE_TEST(guessing_codes_is_delayed),
		STORE_TEST(a_recovery_code_works_once),
		STORE_TEST(a_session_ends_by_rest_and_by_age),
		STORE_TEST(sessions_are_listed_and_ended),
		STORE_TEST(what_changes_a_person_ends_the_sessions),
		STORE_TEST(what_is_over_is_removed),
		STORE_TEST(a_group_head_comes_in_by_his_link),
		STORE_TEST(another_role_ends_the_link),
	};
	return STORE_RUN(tests);
}
