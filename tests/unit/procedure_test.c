/* Codes, versions by day, cells, cost, completeness. */
#include "../test.h"

#include <string.h>

#include "features/procedure/procedure.h"

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

static void both_forms_of_a_code_have_one_key(void **state)
{
	(void)state;
	const char *code, *local;
	assert_true(procedure_code_parse(a, " 1.001612 ", &code, &local));
	assert_string_equal(code, "1.001612");
	assert_string_equal(local, "");
	assert_true(procedure_code_parse(a, "2.000908.000.00.00.H48", &code, &local));
	assert_string_equal(code, "2.000908");
	assert_string_equal(local, "2.000908.000.00.00.H48");
	static const char *const bad[] = { "", "1.00161", "4.001612", "1.001612.000.00.00.h48",
		"1.001612.000.00.00", "1-001612", "1.0016123", "1.00161a" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (procedure_code_parse(a, bad[i], &code, &local))
			fail_msg("taken: %s", bad[i]);
}

static struct procedure two_versions(void)
{
	struct procedure p = { .code = "1.999901", .local = "", .field = "x" };
	struct procedure_version v = procedure_version_new();
	v.name = "cũ";
	v.from = (struct date){ 2026, 1, 5 };
	ARENA_PUSH(a, &p.versions, v);
	v.name = "mới";
	v.status = STATUS_AMENDED;
	v.from = (struct date){ 2026, 6, 1 };
	v.to = (struct date){ 2026, 12, 31 };
	ARENA_PUSH(a, &p.versions, v);
	return p;
}

static void the_day_decides_which_version_holds(void **state)
{
	(void)state;
	struct procedure p = two_versions();
	assert_null(procedure_at(&p, (struct date){ 2026, 1, 4 }));
	assert_string_equal(procedure_at(&p, (struct date){ 2026, 5, 31 })->name, "cũ");
	assert_string_equal(procedure_at(&p, (struct date){ 2026, 6, 1 })->name, "mới");
	assert_string_equal(procedure_at(&p, (struct date){ 2026, 12, 31 })->name, "mới");
	assert_null(procedure_at(&p, (struct date){ 2027, 1, 1 }));
	assert_string_equal(date_iso(a, procedure_end(&p, &p.versions.v[0])), "2026-05-31");
	struct procedure_version gone = procedure_version_new();
	gone.status = STATUS_ABOLISHED;
	gone.from = (struct date){ 2026, 8, 1 };
	ARENA_PUSH(a, &p.versions, gone);
	assert_non_null(procedure_at(&p, (struct date){ 2026, 7, 31 }));
	assert_null(procedure_at(&p, (struct date){ 2026, 8, 1 }));
}

static void terms_are_understood(void **state)
{
	(void)state;
	struct workday_term t;
	assert_true(procedure_term_parse(a, "03 ngày làm việc", &t));
	assert_int_equal(t.unit, WORKDAY_WORKING_DAYS);
	assert_int_equal(t.amount, 3);
	assert_true(procedure_term_parse(a, "15 ngày", &t));
	assert_int_equal(t.unit, WORKDAY_DAYS);
	assert_true(procedure_term_parse(a, "1 tháng", &t));
	assert_int_equal(t.unit, WORKDAY_MONTHS);
	assert_true(procedure_term_parse(a, "Trong ngày", &t));
	assert_int_equal(t.until, 0);
	assert_true(procedure_term_parse(a, "trong ngày, nhận trước 15 giờ", &t));
	assert_int_equal(t.until, 15 * 60);
	assert_true(procedure_term_parse(a, "trong ngày, nhận trước 15:30", &t));
	assert_int_equal(t.until, 15 * 60 + 30);
	/* As decisions word it. */
	static const char *const five[] = { "Không quá 05 (năm) ngày làm việc", "5 ngày làm việc.",
		"Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ",
		"05 Ngày làm việc, kể từ ngày tiếp nhận hồ sơ đầy đủ, hợp lệ.",
		"Tối đa 5 ngày làm việc kể từ khi nhận được hồ sơ theo quy định" };
	for (size_t i = 0; i < sizeof five / sizeof *five; i++) {
		assert_true(procedure_term_parse(a, five[i], &t));
		assert_int_equal(t.unit, WORKDAY_WORKING_DAYS);
		assert_int_equal(t.amount, 5);
	}
	static const char *const fifteen[] = {
		"Trong ngày cơ quan, tổ chức tiếp nhận yêu cầu hoặc trong ngày làm việc tiếp theo, nếu "
		"tiếp nhận yêu cầu sau 15 giờ.",
		"Ngay trong ngày làm việc; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo",
	};
	for (size_t i = 0; i < sizeof fifteen / sizeof *fifteen; i++) {
		assert_true(procedure_term_parse(a, fifteen[i], &t));
		assert_int_equal(t.unit, WORKDAY_SAME_DAY);
		assert_int_equal(t.until, 15 * 60);
	}
	assert_true(procedure_term_parse(a, "Ngay trong ngày làm việc", &t));
	assert_int_equal(t.until, 0);
	/* A second limit, another beginning: not for a program to choose. */
	static const char *const other[] = {
		"5 ngày làm việc; trường hợp phải xác minh không quá 10 ngày làm việc",
		"15 ngày kể từ ngày niêm yết", "5 ngày làm việc kể từ ngày có kết quả xác minh",
		"5 đến 7 ngày làm việc", "5 ngày hoặc 7 ngày", "trong ngày hoặc 3 ngày làm việc",
		"Trong ngày; nhận sau 15 giờ thì trả sau 2 ngày",
		"Trong ngày; sau 15 giờ trả ngày làm việc tiếp theo, thứ Sáu sau 14 giờ",
		"5 ngày làm việc kể từ ngày hợp lệ", "Không quy định", "5 ngàyx"
	};
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		assert_false(procedure_term_parse(a, other[i], &t));
	assert_false(procedure_term_parse(a, "24 giờ", &t));
	assert_false(procedure_term_parse(a, "0 ngày", &t));
	assert_false(procedure_term_parse(a, "trong ngày, nhận trước 25:00", &t));
	assert_false(procedure_term_parse(a, "", &t));
}

/* Amounts made up for the test. */
static void fees_are_read_and_printed(void **state)
{
	(void)state;
	struct procedure_fee f = { 0 };
	static const char line[] = "2.000/trang; từ 3: 1.000; tối đa 200.000/bản";
	assert_null(procedure_fee_parse(a, line, &f));
	assert_string_equal(procedure_fee_print(a, &f), line);
	assert_null(procedure_fee_parse(a, "8.000 đồng", &f));
	assert_string_equal(procedure_fee_print(a, &f), "8.000");
	assert_non_null(procedure_fee_parse(a, "tám nghìn", &f));
	assert_non_null(procedure_fee_parse(a, "", &f));
	assert_non_null(procedure_fee_parse(a, "2.000/trang; từ ba: 1.000", &f));
	assert_non_null(procedure_fee_parse(a, "99999999999999999999", &f));
}

static const char *cell(struct procedure_version *v, enum procedure_column c, const char *text)
{
	return procedure_cell_read(a, c, text, v);
}

static struct procedure_version priced(void)
{
	struct procedure_version v = procedure_version_new();
	assert_null(cell(&v, PCOL_CASES, "dung-han | Đúng hạn\nqua-han | Quá hạn"));
	assert_null(cell(&v, PCOL_FEES,
		"Phí | 2.000/trang; từ 3: 1.000; tối đa 10.000/bản | | | QĐ thử\n"
		"Lệ phí | 8.000 | qua-han | trực tiếp, bưu chính | QĐ thử"));
	assert_null(cell(&v, PCOL_RELIEFS,
		"Hộ nghèo | 100% | Lệ phí | | | QĐ thử\nNộp trực tuyến | 50% | | | trực tuyến | QĐ thử"));
	return v;
}

static int64_t costs(const struct procedure_choice *x)
{
	struct procedure_version v = priced();
	return procedure_cost(a, &v, x).due;
}

static void cost_follows_case_way_tiers_cap_and_relief(void **state)
{
	(void)state;
	struct procedure_choice x = { "dung-han", WAY_DIRECT, 1, 1, "" };
	assert_int_equal(costs(&x), 2000);
	x.count = 5;
	assert_int_equal(costs(&x), 2 * 2000 + 3 * 1000);
	x.count = 100;
	assert_int_equal(costs(&x), 10000);
	x.times = 3;
	assert_int_equal(costs(&x), 30000);
	x = (struct procedure_choice){ "qua-han", WAY_DIRECT, 1, 1, "" };
	assert_int_equal(costs(&x), 10000);
	x.relief = "Hộ nghèo";
	assert_int_equal(costs(&x), 2000);
	x.relief = "Nộp trực tuyến"; /* not for this way */
	assert_int_equal(costs(&x), 10000);
	x.way = WAY_ONLINE;
	assert_int_equal(costs(&x), 1000);
	struct procedure_version v = priced();
	x = (struct procedure_choice){ "dung-han", WAY_DIRECT, 5, 1, "" };
	assert_string_equal(
		procedure_cost(a, &v, &x).v[0].how, "2 trang × 2.000 đồng + 3 trang × 1.000 đồng");
}

static void cells_come_back_as_they_were(void **state)
{
	(void)state;
	static const struct {
		enum procedure_column c;
		const char *text;
	} cells[] = {
		{ PCOL_NAME, "Đăng ký thử" },
		{ PCOL_STATUS, "sửa đổi, bổ sung" },
		{ PCOL_FROM, "05/01/2026" },
		{ PCOL_CASES, "a | Loại A" },
		{ PCOL_STEPS, "Nộp hồ sơ\nNhận kết quả" },
		{ PCOL_PLACES, "trực tiếp | Tại một cửa\ntrực tuyến" },
		{ PCOL_PAPERS, "Tờ khai | 1 chính\nGiấy khác | 1 chính, 2 sao | a | nếu có" },
		{ PCOL_LIMITS, "3 ngày làm việc\n5 ngày | a | bưu chính" },
		{ PCOL_FORMS, "Tờ khai | https://mau.example/to-khai" },
		{ PCOL_FEES, "Lệ phí | 8.000 | a | trực tuyến | QĐ thử" },
		{ PCOL_RELIEFS, "Trẻ em | 50% | Lệ phí | a | | QĐ thử" },
	};
	struct procedure_version v = procedure_version_new(), back = procedure_version_new();
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		const char *wrong = cell(&v, cells[i].c, cells[i].text);
		if (wrong)
			fail_msg("%s: %s", cells[i].text, wrong);
		assert_string_equal(procedure_cell_print(a, cells[i].c, &v), cells[i].text);
	}
	assert_int_equal(procedure_body_read(a, procedure_body(a, &v), &back, &e), RC_OK);
	assert_string_equal(procedure_body(a, &back), procedure_body(a, &v));
	for (size_t i = 3; i < sizeof cells / sizeof *cells; i++)
		assert_string_equal(procedure_cell_print(a, cells[i].c, &back), cells[i].text);
}

static void bad_cells_say_their_line(void **state)
{
	(void)state;
	struct procedure_version v = procedure_version_new();
	assert_string_equal(cell(&v, PCOL_PLACES, "trực tiếp | x\nqua điện thoại | y"),
		"dòng 2: không có cách thức “qua điện thoại” (trực tiếp, trực tuyến, bưu chính)");
	assert_non_null(cell(&v, PCOL_PAPERS, "Tờ khai | hai bản"));
	assert_non_null(cell(&v, PCOL_DAY, "31/02/2026"));
	assert_non_null(cell(&v, PCOL_CASES, "chỉ tên"));
	assert_non_null(cell(&v, PCOL_FEES, "Phí | 1 | 2 | 3 | 4 | 5 | 6"));
	assert_non_null(cell(&v, PCOL_RELIEFS, "ai đó | nhiều"));
}

static void what_must_hold_of_a_version(void **state)
{
	(void)state;
	struct procedure_version v = procedure_version_new();
	enum procedure_column at;
	v.name = "x";
	v.number = "1/QĐ";
	v.issuer = "y";
	v.day = v.from = (struct date){ 2026, 1, 5 };
	assert_null(procedure_wrong(a, &v, &at));
	v.to = (struct date){ 2026, 1, 4 };
	assert_non_null(procedure_wrong(a, &v, &at));
	assert_int_equal(at, PCOL_TO);
	v.to = (struct date){ 0 };
	assert_null(cell(&v, PCOL_LIMITS, "3 ngày | khong-co"));
	assert_non_null(procedure_wrong(a, &v, &at));
	assert_int_equal(at, PCOL_LIMITS);
	v.limits.n = 0;
	assert_null(cell(&v, PCOL_FEES, "Phí | 5.000"));
	assert_string_equal(procedure_wrong(a, &v, &at), "thiếu căn cứ của mức thu");
	v.fees.n = 0;
	v.online = "javascript:alert(1)";
	assert_non_null(procedure_wrong(a, &v, &at));
}

/* Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2: a) to g). */
static void completeness_names_the_letters(void **state)
{
	(void)state;
	struct procedure_version v = procedure_version_new();
	v.name = "x";
	assert_string_equal(procedure_lacks(a, &v),
		"b) trình tự thực hiện; c) cách thức thực hiện; d) thành phần, số lượng hồ sơ; "
		"đ) thời hạn giải quyết; e) đối tượng thực hiện; g) cơ quan thực hiện");
	assert_null(cell(&v, PCOL_STEPS, "một"));
	assert_null(cell(&v, PCOL_PLACES, "trực tiếp"));
	assert_null(cell(&v, PCOL_PAPERS, "Tờ khai"));
	assert_null(cell(&v, PCOL_LIMITS, "3 ngày"));
	assert_null(cell(&v, PCOL_WHO, "Cá nhân"));
	v.decides = "UBND xã";
	assert_string_equal(procedure_lacks(a, &v), "d) thành phần, số lượng hồ sơ");
	v.sets = "01 bộ";
	assert_string_equal(procedure_lacks(a, &v), "");
}

static void a_file_is_compared_field_by_field(void **state)
{
	(void)state;
	struct procedures held = { 0 }, file = { 0 };
	struct procedure p = two_versions(), q = two_versions(), other = two_versions();
	other.code = "1.999902";
	q.versions.v[1].limits.n = 0;
	assert_null(cell(&q.versions.v[1], PCOL_LIMITS, "3 ngày"));
	ARENA_PUSH(a, &held, p);
	ARENA_PUSH(a, &held, other);
	ARENA_PUSH(a, &file, q);
	other.code = "1.999903";
	ARENA_PUSH(a, &file, other);
	struct procedure_changes x = procedures_compare(a, &held, &file);
	assert_int_equal(x.n, 3);
	assert_int_equal(x.v[0].change, INTAKE_CHANGED);
	assert_int_equal(x.v[0].fields.n, 1);
	assert_string_equal(
		x.v[0].fields.v[0], "Từ 01/6/2026, Thời hạn giải quyết: “(trống)” → “3 ngày”");
	assert_int_equal(x.v[1].change, INTAKE_ADDED);
	assert_int_equal(x.v[2].change, INTAKE_MISSING);
	assert_string_equal(x.v[2].code, "1.999902");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(both_forms_of_a_code_have_one_key),
		TEST(the_day_decides_which_version_holds),
		TEST(terms_are_understood),
		TEST(fees_are_read_and_printed),
		TEST(cost_follows_case_way_tiers_cap_and_relief),
		TEST(cells_come_back_as_they_were),
		TEST(bad_cells_say_their_line),
		TEST(what_must_hold_of_a_version),
		TEST(completeness_names_the_letters),
		TEST(a_file_is_compared_field_by_field),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
