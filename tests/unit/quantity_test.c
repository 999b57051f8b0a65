/* core/quantity and core/measure: what officials write, and how numbers of one unit join. */
#include "../test.h"

#include <string.h>

#include "core/quantity.h"
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

static struct quantity one(const char *text)
{
	struct quantities list;
	err_clear(&e);
	if (quantities_parse(a, text, &list, &e))
		fail_msg("%s: %s", text, e.message);
	assert_int_equal(list.n, 1);
	return list.v[0];
}

static void refused(const char *text, const char *why)
{
	struct quantities list;
	err_clear(&e);
	assert_int_equal(quantities_parse(a, text, &list, &e), RC_INVALID);
	if (!strstr(e.message, why))
		fail_msg("“%s”: “%s” lacks “%s”", text, e.message, why);
}

/* Each example of cases/README.md, read and printed back. */
static void what_officials_write_is_understood(void **state)
{
	(void)state;
	static const char *const same[] = { "1 tin", "3 lần phát", "15 phút", "27 buổi",
		"1.500 lượt người", "hơn 1.500 lượt người", "gần 20 tin", "khoảng 300 tờ",
		"20-30 hồ sơ", "6/6 thôn", "95 m", "9.700 m²", "260 giờ", "0 buổi", "2,5 giờ",
		"20-30 hồ sơ/ngày", "95%", "chưa thống kê", "chưa thống kê lượt người",
		"1.234.567 đồng" };
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		struct quantity q = one(same[i]);
		assert_string_equal(quantity_print(a, &q, QUANTITY_PLAIN), same[i]);
	}
}

static void other_spellings_mean_the_same(void **state)
{
	(void)state;
	static const struct {
		const char *written, *meant;
	} pairs[] = { { "> 20 tin", "hơn 20 tin" }, { "< 20 tin", "dưới 20 tin" },
		{ "trên 5 cuộc", "hơn 5 cuộc" }, { "20 – 30 hồ sơ", "20-30 hồ sơ" },
		{ "20 đến 30 hồ sơ", "20-30 hồ sơ" }, { "từ 20 đến 30 hồ sơ", "20-30 hồ sơ" },
		{ "9.700 m2", "9.700 m²" }, { "02 Băng Rôn", "2 băng rôn" },
		{ "1.500  lượt  người", "1.500 lượt người" },
		{ "Chưa thống kê được", "chưa thống kê" }, { "5 hồ sơ / ngày", "5 hồ sơ/ngày" } };
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct quantity q = one(pairs[i].written);
		assert_string_equal(quantity_print(a, &q, QUANTITY_PLAIN), pairs[i].meant);
	}
}

static void several_in_a_cell(void **state)
{
	(void)state;
	struct quantities list;
	assert_int_equal(quantities_parse(a, "1 tin; 3 lần phát; 15 phút", &list, &e), RC_OK);
	assert_int_equal(list.n, 3);
	assert_int_equal(list.v[2].value, 15 * QUANTITY_ONE);
	assert_int_equal(quantities_parse(a, "  ", &list, &e), RC_OK);
	assert_int_equal(list.n, 0);
}

static void what_is_wrong_is_said_exactly(void **state)
{
	(void)state;
	refused("12.0000 tin", "đúng ba chữ số");
	refused("1.5 giờ", "đúng ba chữ số");
	refused("1234.567 tin", "ngăn hàng nghìn");
	refused("0.500 giờ", "ngăn hàng nghìn");
	refused("1,2345 giờ", "1 đến 3 chữ số");
	refused("1, giờ", "1 đến 3 chữ số");
	refused("12", "thiếu đơn vị");
	refused("12 tinn", "không có đơn vị tính “tinn”");
	refused("2 bang ron", "có phải là “băng rôn”");
	refused("30-20 hồ sơ", "từ nhỏ đến lớn");
	refused("7/6 thôn", "lớn hơn tổng");
	refused("0/0 thôn", "lớn hơn tổng");
	refused("-3 tin", "không được âm");
	refused("nhiều tin", "phải là một con số");
	refused("1 tin; 2 tin", "đã có trong ô");
	refused("99999999999999999999 tin", "quá lớn");
	refused("999.999.999.999.999 tin", "quá lớn");
	refused("5 hồ sơ/con gà", "không có đơn vị");
	refused("1,500 lượt người", "hàng nghìn ngăn bằng dấu chấm (1.500)");
	refused("2,5 cuộc", "số nguyên");
	refused("1-2,5 tin", "số nguyên");
	refused("2,5/6 thôn", "số nguyên");
}

static void official_style_pads_below_ten(void **state)
{
	(void)state;
	static const struct {
		const char *written, *printed;
	} pairs[] = { { "1 đợt", "01 đợt" }, { "2 băng rôn", "02 băng rôn" },
		{ "12 tin", "12 tin" }, { "0 buổi", "0 buổi" }, { "6/6 thôn", "6/6 thôn" },
		{ "2,5 giờ", "2,5 giờ" }, { "5-9 hồ sơ", "05-09 hồ sơ" },
		{ "hơn 9 tin", "hơn 09 tin" } };
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct quantity q = one(pairs[i].written);
		assert_string_equal(quantity_print(a, &q, QUANTITY_OFFICIAL), pairs[i].printed);
	}
}

static void joined(const char *x, const char *y, const char *expected)
{
	struct quantity sum = one(x), q = one(y);
	assert_true(quantity_join(&sum, &q, measure_find(a, sum.unit)->join));
	assert_string_equal(quantity_print(a, &sum, QUANTITY_PLAIN), expected);
	sum = one(y);
	q = one(x);
	assert_true(quantity_join(&sum, &q, measure_find(a, sum.unit)->join));
	assert_string_equal(quantity_print(a, &sum, QUANTITY_PLAIN), expected);
}

static void numbers_add(void **state)
{
	(void)state;
	joined("1 tin", "11 tin", "12 tin");
	joined("2,5 giờ", "0,5 giờ", "3 giờ");
	joined("20-30 hồ sơ", "5 hồ sơ", "25-35 hồ sơ");
	joined("5/6 hồ sơ", "3/4 hồ sơ", "8/10 hồ sơ");
	joined("5/6 hồ sơ", "3 hồ sơ", "8 hồ sơ");
	joined("0 buổi", "0 buổi", "0 buổi");
}

static void coverage_is_not_added(void **state)
{
	(void)state;
	joined("6/6 thôn", "4/6 thôn", "6/6 thôn");
	joined("3/6 thôn", "4/6 thôn", "4/6 thôn");
	joined("3 thôn", "5 thôn", "5 thôn");
	joined("6 thôn", "6/6 thôn", "6/6 thôn");
}

static void rates_are_never_added(void **state)
{
	(void)state;
	joined("20-30 hồ sơ/ngày", "15-25 hồ sơ/ngày", "15-30 hồ sơ/ngày");
	joined("20 hồ sơ/ngày", "20 hồ sơ/ngày", "20 hồ sơ/ngày");
	joined("90%", "95%", "90-95%");
}

static void qualifiers_stay(void **state)
{
	(void)state;
	joined("hơn 10 tin", "5 tin", "hơn 15 tin");
	joined("hơn 10 tin", "hơn 5 tin", "hơn 15 tin");
	joined("hơn 10 tin", "gần 5 tin", "khoảng 15 tin");
	joined("dưới 10 tin", "5 tin", "dưới 15 tin");
}

static void sums_do_not_overflow(void **state)
{
	(void)state;
	struct quantity sum = one("900.000.000.000 đồng"), q = sum;
	assert_false(quantity_join(&sum, &q, MEASURE_ADD));
	assert_string_equal(quantity_print(a, &sum, QUANTITY_PLAIN), "900.000.000.000 đồng");
}

static void reaches(const char *value, const char *target, bool expected)
{
	struct quantity v = one(value), t = one(target);
	if (quantity_reaches(&v, &t) != expected)
		fail_msg("%s against %s", value, target);
}

static void targets_are_reached_or_not(void **state)
{
	(void)state;
	reaches("12 tin", "12 tin", true);
	reaches("11 tin", "12 tin", false);
	reaches("hơn 12 tin", "12 tin", true);
	reaches("gần 12 tin", "12 tin", false);
	reaches("gần 13 tin", "12 tin", true);
	reaches("dưới 12 tin", "12 tin", false);
	reaches("10-15 tin", "12 tin", false);
	reaches("6/6 thôn", "6/6 thôn", true);
	reaches("5/6 thôn", "6/6 thôn", false);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_officials_write_is_understood),
		T(other_spellings_mean_the_same),
		T(several_in_a_cell),
		T(what_is_wrong_is_said_exactly),
		T(official_style_pads_below_ten),
		T(numbers_add),
		T(coverage_is_not_added),
		T(rates_are_never_added),
		T(qualifiers_stay),
		T(sums_do_not_overflow),
		T(targets_are_reached_or_not),
	};
	return cmocka_run_group_tests_name("quantity", tests, NULL, NULL);
}
