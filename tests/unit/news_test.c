/* The rules of news: steps of a text, addresses, moments, copies. */
#include "../test.h"

#include <string.h>

#include "features/news/news_int.h"
#include "lib/base/text.h"

static struct arena *a;
static struct err e;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	err_init(&e, a);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* --- steps --- */

static bool can(enum news_state s, bool live, bool withdrawn, const char *action)
{
	struct news x = { .state = s, .live = live, .withdrawn_at = withdrawn };
	return news_rule(&x, action) != NULL;
}

static void a_text_goes_one_way(void **state)
{
	(void)state;
	assert_true(can(NEWS_DRAFT, false, false, "trinh"));
	assert_true(can(NEWS_SUBMITTED, false, false, "duyet"));
	assert_true(can(NEWS_SUBMITTED, false, false, "tra-lai"));
	assert_true(can(NEWS_APPROVED, false, false, "dang-ngay"));
	assert_false(can(NEWS_DRAFT, false, false, "duyet"));
	assert_false(can(NEWS_PUBLISHED, true, false, "duyet"));
	assert_false(can(NEWS_DRAFT, false, false, "go"));
	assert_false(can(NEWS_DRAFT, false, false, "xoa"));
}

/* Whatever is being done to the text, what is wrong can be taken away at once. */
static void what_is_shown_can_always_be_withdrawn(void **state)
{
	(void)state;
	for (int s = 0; s <= NEWS_PUBLISHED; s++) {
		assert_true(can((enum news_state)s, true, false, "go"));
		assert_false(can((enum news_state)s, true, true, "go"));
	}
	assert_true(can(NEWS_WITHDRAWN, true, true, "dang-lai"));
	struct news x = { .state = NEWS_DRAFT, .live = true };
	assert_int_equal(news_rule(&x, "go")->to, NEWS_DRAFT);
}

static void who_wrote_it_needs_a_reason_to_approve(void **state)
{
	(void)state;
	struct news x = { .state = NEWS_SUBMITTED };
	const struct news_rule *r = news_rule(&x, "duyet");
	assert_int_equal(news_rule_check(r, false, "", &e), RC_OK);
	assert_int_equal(news_rule_check(r, true, " \n", &e), RC_INVALID);
	assert_non_null(strstr(e.message, "người khác duyệt"));
	assert_int_equal(news_rule_check(r, true, "chỉ có một người", &e), RC_OK);
	assert_int_equal(news_rule_check(news_rule(&x, "tra-lai"), false, "", &e), RC_INVALID);
}

static void approved_before_its_moment_it_waits(void **state)
{
	(void)state;
	struct news x = { .state = NEWS_SUBMITTED, .publish_at = 2000 };
	const struct news_rule *r = news_rule(&x, "duyet");
	assert_int_equal(news_rule_to(r, &x, 1999), NEWS_APPROVED);
	assert_int_equal(news_rule_to(r, &x, 2000), NEWS_PUBLISHED);
	x.publish_at = 0;
	assert_int_equal(news_rule_to(r, &x, 1), NEWS_PUBLISHED);
	x = (struct news){ .state = NEWS_APPROVED, .publish_at = 2000 };
	assert_int_equal(news_rule_to(news_rule(&x, "dang-ngay"), &x, 1), NEWS_PUBLISHED);
}

static void the_public_sees_it_from_publishing_to_its_end(void **state)
{
	(void)state;
	struct news x = { .live = true, .expires_at = 100 };
	assert_true(news_shown(&x, 99));
	assert_false(news_shown(&x, 100));
	x.expires_at = 0;
	assert_true(news_shown(&x, 100));
	x.withdrawn_at = 50;
	assert_false(news_shown(&x, 60));
}

/* --- addresses --- */

static void a_title_makes_an_address(void **state)
{
	(void)state;
	assert_string_equal(news_slug(a, "Tổ dân phố Đá Bàn: đối thoại (đợt 1)"),
		"to-dan-pho-da-ban-doi-thoai-dot-1");
	assert_string_equal(news_slug(a, "  24/KH-UBND  "), "24-kh-ubnd");
	assert_string_equal(news_slug(a, "“…”"), "");
	struct buf b;
	buf_init(&b, a, 4096);
	for (int i = 0; i < 40; i++)
		buf_puts(&b, "tuyên truyền ");
	const char *s = news_slug(a, b.p);
	assert_true(strlen(s) <= NEWS_SLUG_MAX && news_slug_ok(s));
	assert_int_not_equal(s[strlen(s) - 1], '-');
	assert_true(news_slug_ok("a") && news_slug_ok("tin-12"));
	const char *const bad[] = { "", "-a", "a-", "a--b", "A", "a_b", "a/b", "rss.xml", "đ" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(news_slug_ok(bad[i]));
}

/* --- moments --- */

static void moments_are_read_with_their_zone(void **state)
{
	(void)state;
	int64_t at = 0;
	assert_true(news_moment_parse("2024-04-01T07:30:00+07:00", &at));
	assert_int_equal(at, 1711931400);
	assert_string_equal(news_moment_iso(a, at), "2024-04-01T07:30:00+07:00");
	assert_string_equal(news_moment_mail(a, at), "Mon, 01 Apr 2024 07:30:00 +0700");
	assert_string_equal(news_clock(a, at), "07:30");
	assert_true(news_moment_parse("2024-04-01T00:30:00Z", &at));
	assert_int_equal(at, 1711931400);
	assert_true(news_moment_parse("2024-03-31T19:30-05:00", &at));
	assert_int_equal(at, 1711931400);
	assert_true(news_moment_parse("2024-04-01", &at));
	assert_string_equal(news_moment_iso(a, at), "2024-04-01T00:00:00+07:00");
	const char *const bad[] = { "", "2024", "2024-02-30", "2024-04-01T",
		"2024-04-01T7:30+07:00", "2024-04-01T24:00:00Z", "2024-04-01T07:30",
		"2024-04-01T07:30:00+7", "2024-04-01T07:30:00Z ", "2024-04-01 07:30",
		"01/4/2024 07:30" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(news_moment_parse(bad[i], &at));
}

static void a_day_is_a_day_in_vietnam(void **state)
{
	(void)state;
	int64_t at = 0;
	assert_true(news_moment_parse("2024-03-31T17:00:00Z", &at));
	assert_string_equal(date_iso(a, date_of(at)), "2024-04-01");
	assert_string_equal(date_iso(a, date_of(at - 1)), "2024-03-31");
}

/* --- news.json --- */

static struct intake in;

static size_t read(const char *json, struct news_list *out)
{
	struct text_file f = { "news.json", json, strlen(json) };
	intake_init(&in, a, false);
	*out = (struct news_list){ 0 };
	news_read(&in, &f, out);
	return in.problems.n;
}

static void items_are_read(void **state)
{
	(void)state;
	struct news_list list;
	assert_int_equal(read("{\"items\": [{\"title\": \"Tin  một\", \"body\": \"Chữ **đậm**.\","
			      " \"contents\": [\"nd1\"], \"published_at\": \"2024-03-05\","
			      " \"counted\": false}]}",
				 &list),
		0);
	assert_int_equal(list.n, 1);
	assert_string_equal(list.v[0].slug, "tin-mot");
	assert_string_equal(list.v[0].title, "Tin một");
	assert_string_equal(list.v[0].html, "<p>Chữ <strong>đậm</strong>.</p>\n");
	assert_true(list.v[0].uncounted && list.v[0].imported);
}

static void says(const char *json, int line, const char *what)
{
	struct news_list list;
	if (read(json, &list) < 1)
		fail_msg("no problem in %s", json);
	if (in.problems.v[0].line != line || !strstr(in.problems.v[0].message, what))
		fail_msg("%d: %s", in.problems.v[0].line, in.problems.v[0].message);
	assert_int_equal(list.n, strstr(json, "Tốt") ? 1 : 0);
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
	(void)state;
	says("{\"items\": [{\n\"body\": \"x\"}]}", 1, "title");
	says("{\"items\": [\n{\"title\": \"T\",\n\"body\": \"x\", \"tile\": \"\"}]}", 3, "tile");
	says("{\"items\": [{\"title\": \"T\", \"body\": \"x\",\n\"published_at\": \"hôm qua\"}]}",
		2, "thời điểm");
	says("{\"items\": [{\"title\": \"T\", \"body\": \"x\",\n\"slug\": \"A b\"}]}", 2,
		"địa chỉ");
	says("{\"items\": [{\"title\": \"Tốt\", \"body\": \"x\"},\n{\"title\": \"Tốt\", \"body\": \"x\"}]}",
		2, "trùng với bài ở dòng 1");
	says("{\"items\": [{\"title\": \"T\",\n\"body\": \"a\\n\\n[x](javascript:alert(1))\"}]}", 2,
		"dòng 3 của bài");
	says("{\"items\": [{\"title\": \"T\", \"body\": \"x\",\n\"counted\": 1}]}", 2, "counted");
	says("{\"items\": [{\"title\": \"T\", \"body\": \"x\", \"published_at\": \"2024-03-05\",\n"
	     "\"expires_at\": \"2024-03-04\"}]}",
		2, "sau");
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_text_goes_one_way),
		T(what_is_shown_can_always_be_withdrawn),
		T(who_wrote_it_needs_a_reason_to_approve),
		T(approved_before_its_moment_it_waits),
		T(the_public_sees_it_from_publishing_to_its_end),
		T(a_title_makes_an_address),
		T(moments_are_read_with_their_zone),
		T(a_day_is_a_day_in_vietnam),
		T(items_are_read),
		T(what_is_wrong_is_told_with_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
