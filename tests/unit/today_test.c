/* The rules of Today: what is late, what is due, and the words for it. */
#include "../test.h"

#include "features/today/today_int.h"

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

static const struct date today = { 2024, 3, 5 };

static struct today_task task(struct date due, bool begun)
{
	return (struct today_task){ .title = "Việc", .lead = "", .due = due, .begun = begun };
}

static void add(struct today_task *t, const char *period, bool met)
{
	struct err e;
	struct today_target g = { .counted = true, .met = met };
	err_init(&e, a);
	assert_int_equal(period_parse(a, period, PERIOD_CALENDAR, &g.period, &e), RC_OK);
	g.wanted = (struct quantity){ .counted = true, .unit = "tin", .value = 12000 };
	g.reached = (struct quantity){ .counted = true, .unit = "tin", .value = 10000 };
	ARENA_PUSH(a, &t->targets, g);
}

static void days_are_counted_over_months_and_leap_years(void **state)
{
	(void)state;
	assert_int_equal(today_days((struct date){ 2024, 2, 28 }, (struct date){ 2024, 3, 1 }), 2);
	assert_int_equal(today_days((struct date){ 2023, 2, 28 }, (struct date){ 2023, 3, 1 }), 1);
	assert_int_equal(
		today_days((struct date){ 2000, 1, 1 }, (struct date){ 2024, 3, 5 }), 8830);
	assert_int_equal(
		today_days((struct date){ 2024, 3, 5 }, (struct date){ 2023, 12, 31 }), -65);
	assert_int_equal(today_days((struct date){ 1900, 2, 28 }, (struct date){ 1900, 3, 1 }), 1);
}

static void without_targets_an_activity_is_enough(void **state)
{
	(void)state;
	struct today_task late = task((struct date){ 2024, 3, 4 }, false),
			  last = task((struct date){ 2024, 3, 19 }, false),
			  far = task((struct date){ 2024, 3, 20 }, false),
			  none = task((struct date){ 0 }, false), now = task(today, false),
			  done = task((struct date){ 2024, 3, 4 }, true);
	assert_int_equal(today_task_state(&late, today), TODAY_LATE);
	assert_int_equal(today_task_state(&now, today), TODAY_SOON);
	assert_int_equal(today_task_state(&last, today), TODAY_SOON);
	assert_int_equal(today_task_state(&far, today), TODAY_QUIET);
	assert_int_equal(today_task_state(&none, today), TODAY_QUIET);
	assert_int_equal(today_task_state(&done, today), TODAY_QUIET);
	assert_false(today_task_matters(&far, today));
	assert_false(today_task_matters(&none, today));
}

static void a_target_missed_is_late_before_the_task_is(void **state)
{
	(void)state;
	struct today_task t = task((struct date){ 2024, 12, 31 }, true);
	add(&t, "2024-02", false);
	add(&t, "2024-Q1", false);
	assert_true(today_task_matters(&t, today));
	assert_int_equal(today_task_state(&t, today), TODAY_LATE);
	assert_string_equal(today_task_reason(a, &t, today),
		"Tháng 02 năm 2024: được 10 tin trên chỉ tiêu 12 tin.");
	t.targets.v[0].met = true;
	assert_int_equal(today_task_state(&t, today), TODAY_QUIET);
	t.targets.v[1].met = true;
	t.due = (struct date){ 2024, 3, 1 };
	assert_int_equal(today_task_state(&t, today), TODAY_QUIET);
	t.targets.v[1].met = t.targets.v[1].counted = false;
	t.lead = "Văn phòng";
	assert_int_equal(today_task_state(&t, today), TODAY_LATE);
	assert_string_equal(today_task_reason(a, &t, today),
		"Hạn 01/3/2024, trễ 4 ngày. Quý I năm 2024: chưa có số liệu, chỉ tiêu 12 tin. "
		"Chủ trì: Văn phòng.");
}

static void the_words_of_a_day(void **state)
{
	(void)state;
	struct today_task t = task(today, false);
	assert_string_equal(today_task_reason(a, &t, today),
		"Hạn 05/3/2024, là hôm nay. Chưa có hoạt động nào.");
	t.due = (struct date){ 2024, 3, 8 };
	assert_string_equal(today_task_reason(a, &t, today),
		"Hạn 08/3/2024, còn 3 ngày. Chưa có hoạt động nào.");
	assert_string_equal(today_quarter(a, today).token, "2024-Q1");
	assert_string_equal(
		today_quarter(a, (struct date){ 2024, 12, 31 }).label, "quý IV năm 2024");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(days_are_counted_over_months_and_leap_years),
		TEST(without_targets_an_activity_is_enough),
		TEST(a_target_missed_is_late_before_the_task_is),
		TEST(the_words_of_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
