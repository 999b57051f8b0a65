/* Duties to report: when they are due, when late, what they are called. */
#include "../test.h"

#include "features/demand/demand.h"

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

static void late_begins_the_day_after(void **state)
{
	(void)state;
	const struct date due = { 2024, 3, 20 };
	assert_int_equal(duty_state(false, due, (struct date){ 2024, 3, 20 }), DUTY_OPEN);
	assert_int_equal(duty_state(false, due, (struct date){ 2024, 3, 21 }), DUTY_LATE);
	assert_int_equal(duty_state(true, due, (struct date){ 2024, 3, 21 }), DUTY_DONE);
	assert_int_equal(
		duty_state(false, (struct date){ 0 }, (struct date){ 2024, 3, 21 }), DUTY_OPEN);
}

static void is_due(
	const char *kind, const char *span, int64_t days, const char *period, const char *due)
{
	struct schedule s = { .kind = kind, .span = span, .receiver = "Sở Nội vụ", .days = days };
	struct duty x;
	err_clear(&e);
	if (duty_of_schedule(a, &s, 2024, &x, &e))
		fail_msg("%s", e.message);
	assert_string_equal(x.period, period);
	assert_string_equal(date_iso(a, x.due), due);
}

/* The windows end on the 14th (công văn 581/BNV-CCHC; Nghị định 09/2019/NĐ-CP, Điều 12); how many
 * days behind is the province's to say. */
static void schedules_count_from_the_periods_end(void **state)
{
	(void)state;
	is_due("BC-CCHC", "Q1", 0, "2024-Q1-cchc", "2024-03-14");
	is_due("BC-CCHC", "6M", 2, "2024-6M-cchc", "2024-06-16");
	is_due("BC-CCHC", "", -1, "2024-cchc", "2024-12-13");
	is_due("BC", "Q1", 5, "2024-Q1", "2024-04-05");
	is_due("BC", "", 10, "2024", "2025-01-10");
	struct schedule none = { .kind = "BC-CCHC", .span = "Q2", .receiver = "Sở Nội vụ" };
	struct duty x;
	assert_int_equal(duty_of_schedule(a, &none, 2024, &x, &e), RC_INVALID);
}

static void a_duty_says_what_for_whom(void **state)
{
	(void)state;
	struct period p;
	assert_int_equal(period_parse(a, "2024-Q1", PERIOD_CALENDAR, &p, &e), RC_OK);
	assert_string_equal(duty_title(a, "BC", &p, "Sở Nội vụ"),
		"Báo cáo tuyên truyền CCHC quý I năm 2024, gửi Sở Nội vụ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(late_begins_the_day_after, setup, teardown),
		cmocka_unit_test_setup_teardown(
			schedules_count_from_the_periods_end, setup, teardown),
		cmocka_unit_test_setup_teardown(a_duty_says_what_for_whom, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
