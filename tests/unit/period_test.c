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

static void is_typed(const char *text, enum period_window window, const char *token)
{
	struct period p;
	err_clear(&e);
	if (period_typed(a, text, window, &p, &e))
		fail_msg("“%s”: %s", text, e.message);
	assert_string_equal(p.token, token);
}

static void periods_as_people_write_them(void **state)
{
	(void)state;
	static const char *const typed[][2] = { { "Quý IV/2026", "2026-Q4" },
		{ "quý IV năm 2026", "2026-Q4" }, { "QUÝ 4 NĂM 2026", "2026-Q4" },
		{ " quý i,  năm 2024 ", "2024-Q1" }, { "tháng 3/2024", "2024-03" },
		{ "tháng 02 năm 2024", "2024-02" }, { "Tháng 12 2024", "2024-12" },
		{ "năm 2024", "2024" }, { "6 tháng đầu năm 2024", "2024-6M" },
		{ "6 tháng cuối năm 2024", "2024-6M2" }, { "9 tháng đầu năm 2024", "2024-9M" },
		{ "từ ngày 05/01/2024 đến ngày 10/02/2024", "2024-01-05..2024-02-10" },
		{ "2024-q1", "2024-Q1" }, { "2024-Q1-cchc", "2024-Q1-cchc" } };
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		is_typed(typed[i][0], PERIOD_CALENDAR, typed[i][1]);
	is_typed("quý I/2024", PERIOD_CCHC, "2024-Q1-cchc");
	static const char *const bad[] = { "", "quý V/2026", "quý 0/2026", "tháng 13/2024",
		"quý IV", "năm 24", "quý IV năm", "tháng 3 quý I 2024", "6 tháng 2024x",
		"từ 10/02/2024 đến 05/01/2024", "05/01/2024", "năm 2024 năm 2024" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct period p;
		err_clear(&e);
		if (period_typed(a, bad[i], PERIOD_CALENDAR, &p, &e) != RC_INVALID)
			fail_msg("“%s” was taken", bad[i]);
	}
	struct period p;
	err_clear(&e);
	assert_int_equal(period_typed(a, "quý II/2024", PERIOD_CCHC, &p, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "581/BNV-CCHC"));
}

static void both_ends_are_within(void **state)
{
	(void)state;
	struct period p;
	assert_int_equal(period_parse(a, "2024-Q1", PERIOD_CALENDAR, &p, &e), RC_OK);
	assert_true(period_holds(&p, (struct date){ 2024, 3, 31 }));
	assert_false(period_holds(&p, (struct date){ 2024, 4, 1 }));
}

static void goes(const char *token, const char *previous, const char *next)
{
	struct period p;
	err_clear(&e);
	assert_int_equal(period_parse(a, token, PERIOD_CALENDAR, &p, &e), RC_OK);
	assert_string_equal(period_previous(a, &p).token, previous);
	assert_string_equal(period_next(a, &p).token, next);
}

/* The windows that the State asks for: công văn 581/BNV-CCHC. */
static void periods_follow_one_another(void **state)
{
	(void)state;
	goes("2024-Q1", "2023-Q4", "2024-Q2");
	goes("2024-Q4", "2024-Q3", "2025-Q1");
	goes("2024-01", "2023-12", "2024-02");
	goes("2024-12", "2024-11", "2025-01");
	goes("2024-6M", "2023-6M", "2024-6M2");
	goes("2024-6M2", "2023-6M2", "2025-6M");
	goes("2024-9M", "2023-9M", "2024-Q4");
	goes("2024", "2023", "2025");
	goes("2024-Q1-cchc", "2023-Q1-cchc", "2024-6M-cchc");
	goes("2024-6M-cchc", "2023-6M-cchc", "2024-Q3-cchc");
	goes("2024-Q3-cchc", "2023-Q3-cchc", "2024-cchc");
	goes("2024-cchc", "2023-cchc", "2025-Q1-cchc");
	goes("2024-03-01..2024-03-10", "2024-02-20..2024-02-29", "2024-03-11..2024-03-20");
	goes("1900-Q1", "1900-Q1", "1900-Q2");
	goes("9999", "9998", "9999");
	goes("1900-01-01..1900-01-05", "1900-01-01..1900-01-05", "1900-01-06..1900-01-10");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(calendar_periods),
		T(cchc_windows),
		T(what_is_no_period_is_refused),
		T(periods_as_people_write_them),
		T(both_ends_are_within),
		T(periods_follow_one_another),
	};
	return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
