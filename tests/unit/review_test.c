/* Compliance cost of a procedure before and after; sheets that are wrong now. */
#include "../test.h"

#include "features/posting/posting.h"
#include "features/procedure/review.h"

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* The saving rule by a worked case: 1.024.000 -> 231.000 is 77,44 %. */
static void cost_is_the_sum_of_its_activities(void **state)
{
	(void)state;
	struct review x = { .times = 2,
		.people = 50,
		.before = "chuẩn bị hồ sơ | 8 | 50.000 | 0 | 24.000\nNộp hồ sơ | 12 giờ | 50.000",
		.after = "nộp hồ sơ | 4,5 | 50.000 | 6.000" };
	struct review_sum s = review_sum(a, &x);
	assert_int_equal(s.once_before, 1024000);
	assert_int_equal(s.once_after, 231000);
	assert_int_equal(s.year_before, 102400000);
	assert_string_equal(review_percent(a, s.saved), "77,44 %");
	x.action = REVIEW_ABOLISH;
	assert_string_equal(review_percent(a, review_sum(a, &x).saved), "100,00 %");
	x.action = REVIEW_AMEND;
	x.before = x.after;
	assert_int_equal(review_sum(a, &x).saved, 0);
	x.before = "";
	assert_int_equal(review_sum(a, &x).saved, 0);
}

static void bad_lines_are_told(void **state)
{
	(void)state;
	struct review_cost c = { 0 };
	static const char *const bad[] = { "đi lại | 1 | 2", "nộp hồ sơ | một | 2",
		"nộp hồ sơ | 1 | hai", "nộp hồ sơ | 1 | 2 | 3 | 4 | 5 | 6",
		"nộp hồ sơ | 1 | 99999999999999999999", "nộp hồ sơ" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!review_parse(a, bad[i], &c))
			fail_msg("taken: %s", bad[i]);
	assert_null(review_parse(a, "", &c));
	assert_int_equal(c.n, 0);
}

static struct procedures catalogue(void)
{
	struct procedures all = { 0 };
	struct procedure p = { .code = "1.999901", .local = "", .field = "Hộ tịch" };
	struct procedure_version v = procedure_version_new();
	v.name = "cũ";
	v.number = "1/QĐ";
	v.from = v.day = (struct date){ 2026, 1, 5 };
	ARENA_PUSH(a, &p.versions, v);
	v.number = "2/QĐ";
	v.from = (struct date){ 2026, 6, 1 };
	v.to = (struct date){ 2026, 12, 31 };
	ARENA_PUSH(a, &p.versions, v);
	ARENA_PUSH(a, &all, p);
	return all;
}

static void a_sheet_is_wrong_from_the_day_of_the_decision(void **state)
{
	(void)state;
	struct procedures all = catalogue();
	struct date then = { 2026, 5, 31 }, later = { 2026, 6, 1 }, gone = { 2027, 1, 1 };
	struct posting_things at = posting_things(a, &all, "", then);
	const struct posting_thing *t = posting_find(&at, POSTING_SHEET, "1.999901");
	assert_int_equal(at.n, 2); /* the sheet and the field's list */
	struct posting x = { .kind = POSTING_SHEET,
		.subject = "1.999901",
		.state = t->state,
		.check_by = { 2026, 6, 1 } };
	assert_int_equal(posting_trouble(&x, &at, then), POSTING_WELL);
	assert_int_equal(posting_trouble(&x, &at, later), POSTING_DUE);
	at = posting_things(a, &all, "", later);
	assert_int_equal(posting_trouble(&x, &at, later), POSTING_CHANGED);
	at = posting_things(a, &all, "", gone);
	assert_int_equal(posting_trouble(&x, &at, gone), POSTING_ENDED);
	x.down_on = gone;
	assert_int_equal(posting_trouble(&x, &at, gone), POSTING_DOWN);
}

/* A list prints names and codes only: another decision with the same name leaves it right. */
static void a_list_is_wrong_when_a_name_changes(void **state)
{
	(void)state;
	struct procedures all = catalogue();
	struct posting_things before = posting_things(a, &all, "", (struct date){ 2026, 5, 31 });
	struct posting_things after = posting_things(a, &all, "", (struct date){ 2026, 6, 1 });
	const struct posting_thing *x = posting_find(&before, POSTING_LIST, "Hộ tịch");
	assert_int_equal(x->state, posting_find(&after, POSTING_LIST, "Hộ tịch")->state);
	all.v[0].versions.v[1].name = "mới";
	after = posting_things(a, &all, "", (struct date){ 2026, 6, 1 });
	assert_int_not_equal(x->state, posting_find(&after, POSTING_LIST, "Hộ tịch")->state);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(cost_is_the_sum_of_its_activities),
		TEST(bad_lines_are_told),
		TEST(a_sheet_is_wrong_from_the_day_of_the_decision),
		TEST(a_list_is_wrong_when_a_name_changes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
