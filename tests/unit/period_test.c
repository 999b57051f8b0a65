/* core/period: tokens, labels and the State's CCHC windows. */
#include "../test.h"

#include <string.h>

#include "core/period.h"

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

static void period_is(const char *token, enum period_window window, const char *from,
	const char *to, const char *label)
{
	struct period p;
	err_clear(&e);
	if (period_parse(a, token, window, &p, &e))
		fail_msg("%s", e.message);
	assert_string_equal(date_iso(a, p.from), from);
	assert_string_equal(date_iso(a, p.to), to);
	assert_string_equal(p.label, label);
	struct period again;
	assert_int_equal(period_parse(a, p.token, PERIOD_CALENDAR, &again, &e), RC_OK);
	assert_string_equal(date_iso(a, again.from), from);
}

static void calendar_periods(void **state)
{
	(void)state;
	period_is("2024", PERIOD_CALENDAR, "2024-01-01", "2024-12-31", "năm 2024");
	period_is("2024-02", PERIOD_CALENDAR, "2024-02-01", "2024-02-29", "tháng 02 năm 2024");
	period_is("2024-03", PERIOD_CALENDAR, "2024-03-01", "2024-03-31", "tháng 3 năm 2024");
	period_is("2024-Q1", PERIOD_CALENDAR, "2024-01-01", "2024-03-31", "quý I năm 2024");
	period_is("2024-Q4", PERIOD_CALENDAR, "2024-10-01", "2024-12-31", "quý IV năm 2024");
	period_is("2024-6M", PERIOD_CALENDAR, "2024-01-01", "2024-06-30", "6 tháng đầu năm 2024");
	period_is("2024-H1", PERIOD_CALENDAR, "2024-01-01", "2024-06-30", "6 tháng đầu năm 2024");
	period_is("2024-q1", PERIOD_CALENDAR, "2024-01-01", "2024-03-31", "quý I năm 2024");
	period_is("2024-9M", PERIOD_CALENDAR, "2024-01-01", "2024-09-30", "9 tháng đầu năm 2024");
	period_is("2024-01-05..2024-02-10", PERIOD_CALENDAR, "2024-01-05", "2024-02-10",
		"từ ngày 05/01/2024 đến ngày 10/02/2024");
}

/* Công văn 581/BNV-CCHC; Nghị định 09/2019/NĐ-CP, Điều 12: 15/12-14/3, -14/6, 15/6-14/9, -14/12. */
static void cchc_windows(void **state)
{
	(void)state;
	period_is("2024-Q1-cchc", PERIOD_CALENDAR, "2023-12-15", "2024-03-14", "quý I năm 2024");
	period_is("2024-6M", PERIOD_CCHC, "2023-12-15", "2024-06-14", "6 tháng đầu năm 2024");
	period_is("2024-Q3", PERIOD_CCHC, "2024-06-15", "2024-09-14", "quý III năm 2024");
	period_is("2024-cchc", PERIOD_CALENDAR, "2023-12-15", "2024-12-14", "năm 2024");
	struct period p;
	assert_int_equal(period_parse(a, "2024-Q2-cchc", PERIOD_CALENDAR, &p, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "581/BNV-CCHC"));
}

static void what_is_no_period_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "24-Q1", "2024-Q5", "2024-13", "2024-", "2024-1",
		"2024-02-30..2024-03-01", "2024-03-01..2024-02-01", "Q1-2024", "2024-Q1-",
		"2024x" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct period p;
		err_clear(&e);
		if (period_parse(a, bad[i], PERIOD_CALENDAR, &p, &e) != RC_INVALID)
			fail_msg("“%s” was taken", bad[i]);
	}
}

static void both_ends_are_within(void **state)
{
	(void)state;
	struct period p;
	assert_int_equal(period_parse(a, "2024-Q1", PERIOD_CALENDAR, &p, &e), RC_OK);
	assert_true(period_holds(&p, (struct date){ 2024, 3, 31 }));
	assert_false(period_holds(&p, (struct date){ 2024, 4, 1 }));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(calendar_periods),
		T(cchc_windows),
		T(what_is_no_period_is_refused),
		T(both_ends_are_within),
	};
	return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
