/* Secrets at rest, the audit's filters, and what the pages about people ask of the stores. */
#include "store.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/seal.h"
#include "core/setting.h"
#include "core/totp.h"
#include "core/unit.h"
#include "core/user.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

enum { NOW = 1790000000 };

static const struct db_sql get_secret = { "SELECT totp_secret FROM account WHERE id = ?" };
static const struct db_sql set_secret = { "UPDATE account SET totp_secret = ? WHERE id = ?" };
static const struct db_sql get_setting = { "SELECT value FROM setting WHERE name = ?" };

/* The database with a key: SQLite's by itself, PostgreSQL's by a file that the address names. */
static struct store *ready(void **state)
{
	struct store *s = *state;
	const struct db_schema list[] = { { "core", core_schema_sql },
		{ "people", core_people_sql } };
	if (s->pg) {
		static const char key[] =
			"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
		const char *path = store_path(s, "ba-to.key");
		store_ok(s, file_write(s->a, path, key, sizeof key - 1, &s->e));
		s->address = arena_printf(s->a, "%s&key_file=%s", s->address, path);
		store_ok(s, store_reopen(s, DB_WRITE));
	}
	store_ok(s, db_migrate(s->d, list, sizeof list / sizeof *list, &s->e));
	return s;
}

static const char *key_path(struct store *s)
{
	return s->pg ? store_path(s, "ba-to.key") : arena_printf(s->a, "%s.key", s->address);
}

static struct audit trail(struct store *s, int64_t at)
{
	struct audit t;
	struct audit_actor by = { "quantri", "web 10.0.0.7" };
	store_ok(s, audit_open(&t, s->d, by, at, &s->e));
	return t;
}

static int64_t person(struct store *s, const char *login)
{
	int64_t id = 0;
	struct audit t = trail(s, NOW);
	struct user u = { .login = login, .name = "Người Mẫu", .roles = ROLE(ROLE_OFFICER) };
	store_ok(s, user_add(&t, s->a, &u, &id, &s->e));
	return id;
}

static const char *stored(struct store *s, int64_t id)
{
	struct db_rows *r;
	store_ok(s, db_query(s->d, s->a, &get_secret, DB_ARGS(A(id)), &r, &s->e));
	store_ok(s, db_next(r, &s->e));
	return db_text(r, 0);
}

static const char *give(struct store *s, int64_t id, struct texts *recovery)
{
	const char *secret = totp_secret(s->a);
	struct audit t = trail(s, NOW);
	struct user_totp x = { secret, totp_code(s->a, secret, NOW / TOTP_STEP, 6) };
	store_ok(s, user_set_totp(&t, s->a, id, &x, recovery, &s->e));
	return secret;
}

static enum rc use(struct store *s, int64_t id, const char *secret, int64_t at)
{
	struct audit t = trail(s, at);
	const char *code = totp_code(s->a, secret, at / TOTP_STEP, 6);
	err_clear(&s->e);
	return user_use_code(&t, s->a, id, code, &s->e);
}

static void the_secret_is_not_in_the_database(void **state)
{
	struct store *s = ready(state);
	struct texts recovery;
	struct stat st;
	int64_t id = person(s, "an");
	const char *secret = give(s, id, &recovery);
	assert_true(seal_is(stored(s, id)));
	assert_null(strstr(stored(s, id), secret));
	assert_int_equal(use(s, id, secret, NOW + 60), RC_OK);
	if (!s->pg) {
		assert_int_equal(stat(key_path(s), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	store_ok(s, store_reopen(s, DB_WRITE));
	assert_int_equal(use(s, id, secret, NOW + 120), RC_OK);
	/* Put into another's row it opens nothing there. */
	int64_t other = person(s, "binh");
	const char *sealed = stored(s, id);
	store_ok(s, db_run(s->d, &set_secret, DB_ARGS(A(sealed), A(other)), NULL, &s->e));
	assert_int_equal(use(s, other, secret, NOW + 180), RC_INVALID);
}

static void what_is_from_before_is_sealed_when_it_is_used(void **state)
{
	struct store *s = ready(state);
	int64_t id = person(s, "an");
	const char *secret = totp_secret(s->a);
	store_ok(s, db_run(s->d, &set_secret, DB_ARGS(A(secret), A(id)), NULL, &s->e));
	assert_int_equal(use(s, id, secret, NOW), RC_OK);
	assert_true(seal_is(stored(s, id)));
	assert_int_equal(use(s, id, secret, NOW), RC_INVALID); /* its step is kept too */
	assert_int_equal(use(s, id, secret, NOW + 60), RC_OK);
}

static void without_the_key_recovery_codes_are_left(void **state)
{
	struct store *s = ready(state);
	struct texts recovery;
	int64_t id = person(s, "an");
	const char *secret = give(s, id, &recovery);
	assert_int_equal(unlink(key_path(s)), 0);
	assert_int_equal(use(s, id, secret, NOW + 60), RC_INVALID);
	assert_non_null(strstr(s->e.message, "tệp khóa"));
	assert_int_not_equal(access(key_path(s), F_OK), 0); /* reading makes no other one */
	struct audit t = trail(s, NOW + 60);
	err_clear(&s->e);
	store_ok(s, user_use_code(&t, s->a, id, recovery.v[0], &s->e));
	int64_t left = 0;
	store_ok(s, user_codes_left(s->d, id, &left, &s->e));
	assert_int_equal(left, RECOVERY_CODES - 1);
}

static void a_broken_key_is_told(void **state)
{
	struct store *s = ready(state);
	struct texts recovery;
	int64_t id = person(s, "an");
	const char *secret = give(s, id, &recovery);
	store_ok(s, file_write(s->a, key_path(s), "không phải khóa\n", 20, &s->e));
	assert_int_equal(use(s, id, secret, NOW + 60), RC_FAIL);
	assert_non_null(strstr(s->e.message, "64 chữ số"));
}

static void postgresql_without_a_key_stays_as_it_was(void **state)
{
	struct store *s = *state;
	struct texts recovery;
	const struct db_schema list[] = { { "core", core_schema_sql },
		{ "people", core_people_sql } };
	if (!s->pg)
		return;
	store_ok(s, db_migrate(s->d, list, sizeof list / sizeof *list, &s->e));
	int64_t id = person(s, "an");
	const char *secret = give(s, id, &recovery);
	assert_string_equal(stored(s, id), secret);
	assert_int_equal(use(s, id, secret, NOW + 60), RC_OK);
	s->address = arena_printf(s->a, "%s&key_file=%s", s->address, store_path(s, "no.key"));
	store_ok(s, store_reopen(s, DB_WRITE));
	struct audit t = trail(s, NOW);
	struct user_totp x = { secret, totp_code(s->a, secret, NOW / TOTP_STEP, 6) };
	store_fails(s, user_set_totp(&t, s->a, id, &x, &recovery, &s->e), RC_FAIL);
}

static void a_hidden_setting_is_sealed_too(void **state)
{
	struct store *s = ready(state);
	struct db_rows *r;
	const char *value = NULL;
	struct audit t = trail(s, NOW);
	store_ok(s, setting_set(&t, s->a, SETTING_MAIL_PASSWORD, "rất kín", &s->e));
	store_ok(s, setting_set(&t, s->a, SETTING_MAIL_USER, "ubnd", &s->e));
	const char *name = setting_row(SETTING_MAIL_PASSWORD)->name;
	store_ok(s, db_query(s->d, s->a, &get_setting, DB_ARGS(A(name)), &r, &s->e));
	store_ok(s, db_next(r, &s->e));
	assert_true(seal_is(db_text(r, 0)));
	store_ok(s, setting_get(s->d, s->a, SETTING_MAIL_PASSWORD, &value, &s->e));
	assert_string_equal(value, "rất kín");
	store_ok(s, setting_get(s->d, s->a, SETTING_MAIL_USER, &value, &s->e));
	assert_string_equal(value, "ubnd");
	assert_int_equal(unlink(key_path(s)), 0);
	store_ok(s, setting_get(s->d, s->a, SETTING_MAIL_PASSWORD, &value, &s->e));
	assert_string_equal(value, "");
}

static void settings_are_looked_at_before_they_are_kept(void **state)
{
	struct store *s = ready(state);
	static const struct {
		enum setting setting;
		const char *wrong, *right;
	} cases[] = {
		{ SETTING_SITE, "loa.mau.gov.vn", "https://loa.mau.gov.vn" },
		{ SETTING_SITE, "https://", "http://127.0.0.1:8080" },
		{ SETTING_SITE, "https://a b", "" },
		{ SETTING_MAIL_SERVER, "thu.mau.gov.vn", "smtp://thu.mau.gov.vn:587" },
		{ SETTING_MAIL_SERVER, "smtp://an:kin@thu.mau", "smtps://thu.mau" },
		{ SETTING_MAIL_FROM, "ubnd", "ubnd@mau.gov.vn" },
		{ SETTING_MAIL_FROM, "UBND <ubnd@mau.gov.vn>", "" },
		{ SETTING_TRUSTED_CA, "chứng thư", "-----BEGIN CERTIFICATE-----\nAA" },
	};
	struct audit t = trail(s, NOW);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		store_fails(s, setting_set(&t, s->a, cases[i].setting, cases[i].wrong, &s->e),
			RC_INVALID);
		store_ok(s, setting_set(&t, s->a, cases[i].setting, cases[i].right, &s->e));
	}
}

static size_t found(struct store *s, struct audit_query q)
{
	struct audit_rows rows;
	q.limit = 100;
	store_ok(s, audit_find(s->d, s->a, &q, &rows, &s->e));
	for (size_t i = 1; i < rows.n; i++)
		assert_true(rows.v[i].id < rows.v[i - 1].id);
	return rows.n;
}

static void the_audit_is_filtered(void **state)
{
	struct store *s = ready(state);
	static const struct {
		const char *actor, *kind, *object;
		int64_t at;
	} rows[] = {
		{ "an", "activity", "1", 100 },
		{ "binh", "activity", "1", 200 },
		{ "an", "plan", "1", 300 },
		{ "an", "activity", "2", 400 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct audit t;
		struct audit_actor by = { rows[i].actor, "web" };
		struct audit_change c = { rows[i].kind, rows[i].object, AUDIT_CHANGE, NULL, "{}" };
		store_ok(s, audit_open(&t, s->d, by, rows[i].at, &s->e));
		store_ok(s, audit_add(&t, &c, &s->e));
	}
	assert_int_equal(found(s, (struct audit_query){ 0 }), 4);
	assert_int_equal(found(s, (struct audit_query){ .kind = "activity" }), 3);
	assert_int_equal(found(s, (struct audit_query){ .object = "1" }), 3);
	assert_int_equal(found(s, (struct audit_query){ .kind = "activity", .object = "1" }), 2);
	assert_int_equal(
		found(s, (struct audit_query){ .kind = "activity", .object = "1", .actor = "an" }),
		1);
	assert_int_equal(found(s, (struct audit_query){ .actor = "an" }), 3);
	assert_int_equal(found(s, (struct audit_query){ .since = 200, .until = 400 }), 2);
	assert_int_equal(found(s, (struct audit_query){ .actor = "an", .before = 4 }), 2);
	assert_int_equal(found(s, (struct audit_query){ .kind = "", .actor = "" }), 4);
}

static void a_name_is_changed_and_found(void **state)
{
	struct store *s = ready(state);
	struct user u;
	const char *name = "";
	int64_t id = person(s, "an");
	struct audit t = trail(s, NOW);
	store_ok(s, user_set_name(&t, s->a, id, "  Nguyễn   Thị An ", &s->e));
	store_ok(s, user_get(s->d, s->a, id, &u, &s->e));
	assert_string_equal(u.name, "Nguyễn Thị An");
	store_fails(s, user_set_name(&t, s->a, id, "  ", &s->e), RC_INVALID);
	store_ok(s, user_name(s->d, s->a, "an", &name, &s->e));
	assert_string_equal(name, "Nguyễn Thị An");
	store_ok(s, user_name(s->d, s->a, "khong-co", &name, &s->e));
	assert_null(name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_secret_is_not_in_the_database),
		STORE_TEST(what_is_from_before_is_sealed_when_it_is_used),
		STORE_TEST(without_the_key_recovery_codes_are_left),
		STORE_TEST(a_broken_key_is_told),
		STORE_TEST(postgresql_without_a_key_stays_as_it_was),
		STORE_TEST(a_hidden_setting_is_sealed_too),
		STORE_TEST(settings_are_looked_at_before_they_are_kept),
		STORE_TEST(the_audit_is_filtered),
		STORE_TEST(a_name_is_changed_and_found),
	};
	return STORE_RUN(tests);
}
