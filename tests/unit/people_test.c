/* Rules about people that need no database: roles, names, passwords, codes, tokens. */
#include "../test.h"

#include <string.h>

#include "core/password.h"
#include "core/permission.h"
#include "core/session.h"
#include "core/token.h"
#include "core/totp.h"
#include "core/user.h"
#include "lib/base/text.h"

static struct arena *a;

static int begin(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

static void every_permission_has_a_name_and_a_role(void **state)
{
	(void)state;
	for (int p = 0; p < PERMISSIONS; p++) {
		assert_non_null(permission_name((enum permission)p));
		assert_true(permission_allows(~0u, (enum permission)p));
		assert_false(permission_allows(0, (enum permission)p));
		for (int q = 0; q < p; q++)
			assert_string_not_equal(permission_name((enum permission)p),
				permission_name((enum permission)q));
	}
	for (int r = 0; r < ROLES; r++) {
		enum role found = ROLES;
		assert_true(role_find(a, role_code((enum role)r), &found) && (int)found == r);
		assert_true(role_find(a, role_name((enum role)r), &found) && (int)found == r);
	}
}

static void roles_may_do_their_own_work_only(void **state)
{
	static const struct {
		enum role role;
		enum permission p;
		bool allowed;
	} rows[] = {
		{ ROLE_GROUP_HEAD, MAY_ACTIVITY_ADD, true },
		{ ROLE_GROUP_HEAD, MAY_ACTIVITY_READ_ANY, false },
		{ ROLE_GROUP_HEAD, MAY_ACTIVITY_EDIT_ANY, false },
		{ ROLE_GROUP_HEAD, MAY_FIGURES_READ, false },
		{ ROLE_GROUP_HEAD, MAY_REPORT_READ, false },
		{ ROLE_READER, MAY_REPORT_READ, true },
		{ ROLE_READER, MAY_ACTIVITY_ADD, false },
		{ ROLE_READER, MAY_REPORT_EDIT, false },
		{ ROLE_DESK, MAY_ACTIVITY_EDIT_OWN, true },
		{ ROLE_DESK, MAY_ACTIVITY_EDIT_ANY, false },
		{ ROLE_OFFICER, MAY_REPORT_EDIT, true },
		{ ROLE_OFFICER, MAY_REPORT_APPROVE, false },
		{ ROLE_OFFICER, MAY_USER_MANAGE, false },
		{ ROLE_LEADER, MAY_REPORT_APPROVE, true },
		{ ROLE_ADMIN, MAY_USER_MANAGE, true },
		{ ROLE_ADMIN, MAY_REPORT_EDIT, false },
		{ ROLE_ADMIN, MAY_REPORT_APPROVE, false },
		{ ROLE_STATION, MAY_AUDIT_READ, false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(permission_allows(ROLE(rows[i].role), rows[i].p), rows[i].allowed);
	assert_true(permission_allows(ROLE(ROLE_DESK) | ROLE(ROLE_ADMIN), MAY_USER_MANAGE));
}

/* Nghị định 30/2020/NĐ-CP, Điều 10 to 13: the draft is approved by who may sign it. That it is not
 * its own author is the house's rule, which a commune may lift. */
static void nobody_approves_his_own_draft_unless_allowed(void **state)
{
	struct err e;
	(void)state;
	struct approval x = { .author = 1, .approver = 2, .roles = ROLE(ROLE_LEADER) };
	err_init(&e, a);
	assert_int_equal(approval_check(&x, &e), RC_OK);
	x.approver = 1;
	assert_int_equal(approval_check(&x, &e), RC_DENIED);
	assert_non_null(strstr(e.message, "không tự duyệt"));
	x.own_allowed = true;
	err_clear(&e);
	assert_int_equal(approval_check(&x, &e), RC_OK);
	x.roles = ROLE(ROLE_OFFICER) | ROLE(ROLE_ADMIN);
	assert_int_equal(approval_check(&x, &e), RC_DENIED);
	assert_non_null(strstr(e.message, "thẩm quyền ký"));
}

static enum rc login(const char *text, const char **out)
{
	struct err e;
	err_init(&e, a);
	return user_login_check(a, text, out, &e);
}

static void sign_in_names_have_one_form(void **state)
{
	static const char *const bad[] = { "", "a", "1an", ".an", "an b", "nguyễn", "an@xa",
		"import", "SYSTEM", "root", "abcdefghijklmnopqrstuvwxyz0123456" };
	const char *out = NULL;
	(void)state;
	assert_int_equal(login("Nguyen.Van-A_1", &out), RC_OK);
	assert_string_equal(out, "nguyen.van-a_1");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(login(bad[i], &out), RC_INVALID);
}

static void a_group_head_has_no_other_role(void **state)
{
	struct err e;
	(void)state;
	err_init(&e, a);
	assert_int_equal(user_roles_check(ROLE(ROLE_GROUP_HEAD), &e), RC_OK);
	assert_int_equal(user_roles_check(ROLE(ROLE_DESK) | ROLE(ROLE_OFFICER), &e), RC_OK);
	assert_int_equal(user_roles_check(0, &e), RC_INVALID);
	assert_int_equal(
		user_roles_check(ROLE(ROLE_GROUP_HEAD) | ROLE(ROLE_OFFICER), &e), RC_INVALID);
}

static enum rc password(const char *text)
{
	struct err e;
	err_init(&e, a);
	return password_check(a, text, "nguyenvana", "Nguyễn Văn An", &e);
}

static void easy_passwords_are_refused(void **state)
{
	static const char *const bad[] = { "", "ngắn quá", "1234567890", "09-11-2024!",
		"aaaaaaaaaaaa", "Matkhau@123", "mật khẩu 2026", "P@ssw0rd1234", "UBND xã 2026",
		"nguyenvana1990", "Nguyễn Văn An", "quảng ngãi 76", "abababababab" };
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (password(bad[i]) != RC_INVALID)
			print_error("taken: %s\n", bad[i]);
		assert_int_equal(password(bad[i]), RC_INVALID);
	}
	assert_int_equal(password("con mèo trèo cây cau"), RC_OK);
	assert_int_equal(password("sông Liêng mùa lũ"), RC_OK);
	char *lengthy = arena_alloc(a, PASSWORD_MAX + 2);
	for (int i = 0; i <= PASSWORD_MAX; i++)
		lengthy[i] = (char)('a' + i % 26);
	assert_int_equal(password(lengthy), RC_INVALID);
	lengthy[PASSWORD_MAX] = '\0';
	assert_int_equal(password(lengthy), RC_OK);
}

static const struct password_cost cheap = { 1, 8192 };

static void passwords_are_kept_as_argon2id(void **state)
{
	struct err e;
	const char *hash = NULL, *other = NULL;
	bool again = false;
	(void)state;
	err_init(&e, a);
	assert_int_equal(password_hash(a, "con mèo trèo cây cau", &cheap, &hash, &e), RC_OK);
	assert_int_equal(password_hash(a, "con mèo trèo cây cau", &cheap, &other, &e), RC_OK);
	assert_true(text_has_prefix(hash, "$argon2id$v=19$m=8,t=1,p=1$"));
	assert_string_not_equal(hash, other);
	assert_true(password_verify(hash, "con mèo trèo cây cau", &cheap, &again));
	assert_false(again);
	assert_false(password_verify(hash, "con meo treo cay cau", &cheap, &again));
	assert_false(password_verify(NULL, "con mèo trèo cây cau", &cheap, &again));
	assert_false(password_verify("x", "con mèo trèo cây cau", &cheap, &again));
	struct password_cost dearer = { 2, 16384 };
	assert_true(password_verify(hash, "con mèo trèo cây cau", &dearer, &again));
	assert_true(again);
}

static void failures_cost_more_and_more_time(void **state)
{
	static const int64_t due[] = { 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900,
		900 };
	(void)state;
	for (int64_t i = 1; i < (int64_t)(sizeof due / sizeof *due); i++)
		assert_int_equal(password_delay(i, 3), due[i]);
	assert_int_equal(password_delay(INT64_MAX, 3), 900);
}

/* RFC 6238, Appendix B, the column of SHA-1; the secret is the ASCII text "12345678901234567890".
 */
static void codes_are_those_of_rfc_6238(void **state)
{
	static const char secret[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
	static const struct {
		int64_t time;
		const char *code;
	} rows[] = {
		{ 59, "94287082" },
		{ 1111111109, "07081804" },
		{ 1111111111, "14050471" },
		{ 1234567890, "89005924" },
		{ 2000000000, "69279037" },
		{ 20000000000, "65353130" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t step = rows[i].time / TOTP_STEP;
		assert_string_equal(totp_code(a, secret, step, 8), rows[i].code);
		assert_string_equal(totp_code(a, secret, step, 6), rows[i].code + 2);
	}
	assert_null(totp_code(a, "không phải base32", 1, 6));
	assert_null(totp_code(a, "", 1, 6));
}

/* RFC 6238, 5.2: at most one step of network delay; a code is accepted once only. */
static void a_code_counts_near_its_time_and_once(void **state)
{
	const char *secret = totp_secret(a);
	int64_t now = 1790000000, at = now / TOTP_STEP, step = -1;
	(void)state;
	assert_int_equal(strlen(secret), 32);
	assert_string_not_equal(secret, totp_secret(a));
	for (int64_t s = at - 1; s <= at + 1; s++) {
		assert_true(totp_check(secret, totp_code(a, secret, s, 6), now, 0, &step));
		assert_int_equal(step, s);
	}
	assert_false(totp_check(secret, totp_code(a, secret, at - 2, 6), now, 0, &step));
	assert_false(totp_check(secret, totp_code(a, secret, at + 2, 6), now, 0, &step));
	const char *code = totp_code(a, secret, at, 6);
	assert_false(totp_check(secret, code, now, at, &step));
	assert_true(totp_check(secret, code, now, at - 1, &step));
	assert_true(
		totp_check(secret, arena_printf(a, "%.3s %s", code, code + 3), now, at - 1, &step));
	assert_false(totp_check(secret, "", now, 0, &step));
	assert_false(totp_check(secret, arena_printf(a, "%s0", code), now, 0, &step));
}

static void the_authenticator_reads_the_address(void **state)
{
	(void)state;
	assert_string_equal(totp_uri(a, "GEZDGNBV", "Xã Ba Tơ", "an"),
		"otpauth://totp/X%C3%A3%20Ba%20T%C6%A1:an?secret=GEZDGNBV&issuer=X%C3%A3%20Ba%20T%C6%A1"
		"&algorithm=SHA1&digits=6&period=30");
}

static void tokens_are_random_and_kept_as_hashes(void **state)
{
	const char *x = token_new(a), *y = token_new(a), *code = token_code(a);
	(void)state;
	assert_int_equal(strlen(x), 43);
	assert_string_not_equal(x, y);
	assert_int_equal(strlen(token_hash(a, x)), 64);
	assert_null(strstr(token_hash(a, x), x));
	assert_int_equal(strlen(code), 19);
	assert_string_equal(token_code_typed(a, text_upper(a, code)), code);
	assert_string_equal(token_code_typed(a, "22223333 4444-5555"), "2222-3333-4444-5555");
	assert_string_equal(token_code_typed(a, "2222-3333-4444-555"), "");
	assert_string_equal(token_code_typed(a, "2222-3333-4444-5550"), "");
	assert_string_equal(token_code_typed(a, "2222-3333-4444-55555"), "");
}

static void a_form_shows_that_it_is_ours(void **state)
{
	const char *session = token_new(a), *csrf = session_csrf(a, session);
	(void)state;
	assert_true(session_csrf_check(a, session, csrf));
	assert_string_not_equal(csrf, session);
	assert_false(session_csrf_check(a, token_new(a), csrf));
	assert_false(session_csrf_check(a, session, ""));
	assert_false(session_csrf_check(a, session, NULL));
	assert_false(session_csrf_check(a, session, arena_printf(a, "%sx", csrf)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_permission_has_a_name_and_a_role),
		TEST(roles_may_do_their_own_work_only),
		TEST(nobody_approves_his_own_draft_unless_allowed),
		TEST(sign_in_names_have_one_form),
		TEST(a_group_head_has_no_other_role),
		TEST(easy_passwords_are_refused),
		TEST(passwords_are_kept_as_argon2id),
		TEST(failures_cost_more_and_more_time),
		TEST(codes_are_those_of_rfc_6238),
		TEST(a_code_counts_near_its_time_and_once),
		TEST(the_authenticator_reads_the_address),
		TEST(tokens_are_random_and_kept_as_hashes),
		TEST(a_form_shows_that_it_is_ours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
