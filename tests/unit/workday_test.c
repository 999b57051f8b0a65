/* When a time limit ends: each rule with its source. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "core/workday.h"

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

/* A table made up for the test: its days off are none of a real announcement. */
static struct workdays table(void)
{
	static struct workday_mark marks[] = {
		{ { 2026, 9, 1 }, WORKDAY_HOLIDAY, "Quốc khánh", "thông báo thử" },
		{ { 2026, 9, 2 }, WORKDAY_HOLIDAY, "Quốc khánh", "thông báo thử" },
		{ { 2026, 9, 3 }, WORKDAY_REST, "nghỉ hoán đổi", "thông báo thử" },
		{ { 2026, 9, 12 }, WORKDAY_WORK, "làm bù ngày 03/9", "thông báo thử" },
	};
	static struct workday_year years[] = { { 1, 2026, "12345", "thử", marks, 4, 4 } };
	return (struct workdays){ years, 1, 1 };
}

static struct workday_answer due(enum workday_unit unit, int amount, struct date day, int minute)
{
	struct workdays w = table();
	struct workday_term t = { unit, amount, unit == WORKDAY_SAME_DAY ? 15 * 60 : 0 };
	return workday_due(a, &w, &t, day, minute);
}

#define IS(answer, day) assert_string_equal(date_iso(a, (answer).due), day)

static void weekdays_are_known(void **state)
{
	(void)state;
	assert_int_equal(workday_weekday((struct date){ 2026, 3, 5 }), 4);
	assert_string_equal(workday_weekday_name((struct date){ 2026, 3, 1 }), "Chủ nhật");
	assert_int_equal(workday_weekday((struct date){ 2024, 2, 29 }), 4);
	assert_int_equal(workday_weekday((struct date){ 2000, 1, 1 }), 6);
}

/* Bộ luật Dân sự 91/2015/QH13, Điều 147 khoản 2. */
static void the_first_day_is_not_counted(void **state)
{
	(void)state;
	struct workday_answer x = due(WORKDAY_WORKING_DAYS, 3, (struct date){ 2026, 3, 2 }, 600);
	IS(x, "2026-03-05");
	assert_int_equal(x.n, 4);
	assert_int_equal(x.v[0].nth, 0);
	assert_non_null(strstr(x.v[0].why, "chưa tính"));
	assert_int_equal(x.v[3].nth, 3);
	/* The hour does not matter for these. */
	IS(due(WORKDAY_WORKING_DAYS, 3, (struct date){ 2026, 3, 2 }, 16 * 60), "2026-03-05");
	IS(due(WORKDAY_WORKING_DAYS, 3, (struct date){ 2026, 3, 5 }, 600), "2026-03-10");
}

/* Điều 148 khoản 1 and 5: days off within count, an end on one moves on. */
static void an_end_on_a_day_off_moves_on(void **state)
{
	(void)state;
	IS(due(WORKDAY_DAYS, 10, (struct date){ 2026, 3, 2 }, 600), "2026-03-12");
	IS(due(WORKDAY_DAYS, 5, (struct date){ 2026, 3, 2 }, 600), "2026-03-09"); /* Saturday */
	struct workday_answer x = due(WORKDAY_DAYS, 4, (struct date){ 2026, 8, 28 }, 600);
	IS(x, "2026-09-04");
	bool told = false;
	for (size_t i = 0; i < x.n; i++)
		told = told || strstr(x.v[i].why, "Quốc khánh (thông báo thử), nên chuyển");
	assert_true(told);
}

/* Điều 148 khoản 3: the same day, else the month's last. */
static void months_end_on_the_same_day(void **state)
{
	(void)state;
	IS(due(WORKDAY_MONTHS, 1, (struct date){ 2026, 3, 4 }, 600), "2026-04-06"); /* Saturday */
	IS(due(WORKDAY_MONTHS, 1, (struct date){ 2026, 3, 31 }, 600), "2026-04-30");
	IS(due(WORKDAY_MONTHS, 6, (struct date){ 2026, 3, 3 }, 600), "2026-09-04");
}

/* Chứng thực, trích lục: what comes after 15:00 is for the next working day. */
static void same_day_until_three(void **state)
{
	(void)state;
	IS(due(WORKDAY_SAME_DAY, 0, (struct date){ 2026, 3, 5 }, 14 * 60 + 59), "2026-03-05");
	IS(due(WORKDAY_SAME_DAY, 0, (struct date){ 2026, 3, 5 }, 15 * 60), "2026-03-05");
	IS(due(WORKDAY_SAME_DAY, 0, (struct date){ 2026, 3, 5 }, 15 * 60 + 1), "2026-03-06");
	IS(due(WORKDAY_SAME_DAY, 0, (struct date){ 2026, 3, 6 }, 16 * 60), "2026-03-09");
	IS(due(WORKDAY_SAME_DAY, 0, (struct date){ 2026, 8, 31 }, 16 * 60), "2026-09-04");
}

/* What is sent on a day off is received on the next working day, in the morning. */
static void a_day_off_is_no_day_of_receipt(void **state)
{
	(void)state;
	struct workday_answer x = due(WORKDAY_SAME_DAY, 0, (struct date){ 2026, 3, 7 }, 20 * 60);
	assert_string_equal(date_iso(a, x.received), "2026-03-09");
	IS(x, "2026-03-09");
	IS(due(WORKDAY_WORKING_DAYS, 1, (struct date){ 2026, 3, 8 }, 600), "2026-03-10");
}

/* Days off, in exchange and worked in exchange are those that were announced. */
static void the_years_table_decides(void **state)
{
	(void)state;
	IS(due(WORKDAY_WORKING_DAYS, 1, (struct date){ 2026, 8, 31 }, 600), "2026-09-04");
	IS(due(WORKDAY_WORKING_DAYS, 1, (struct date){ 2026, 9, 11 }, 600), "2026-09-12");
	IS(due(WORKDAY_SAME_DAY, 0, (struct date){ 2026, 9, 12 }, 600), "2026-09-12");
}

static void a_year_without_a_table_is_not_guessed(void **state)
{
	(void)state;
	struct workday_answer x = due(WORKDAY_WORKING_DAYS, 1, (struct date){ 2027, 3, 1 }, 600);
	assert_true(date_none(x.due));
	assert_non_null(strstr(x.missing, "năm 2027"));
	x = due(WORKDAY_WORKING_DAYS, 5, (struct date){ 2026, 12, 29 }, 600);
	assert_true(date_none(x.due));
	assert_non_null(strstr(x.missing, "năm 2027"));
	x = due(WORKDAY_DAYS, 30, (struct date){ 2026, 12, 15 }, 600);
	assert_non_null(strstr(x.missing, "năm 2027"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(weekdays_are_known),
		TEST(the_first_day_is_not_counted),
		TEST(an_end_on_a_day_off_moves_on),
		TEST(months_end_on_the_same_day),
		TEST(same_day_until_three),
		TEST(a_day_off_is_no_day_of_receipt),
		TEST(the_years_table_decides),
		TEST(a_year_without_a_table_is_not_guessed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
