/* lib/doc/compare: what differs between two texts, word by word. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/doc/compare.h"

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

static struct compare compare(const char *before, const char *after)
{
	struct compare c;
	compare_words(a, before, after, 20, &c);
	return c;
}

static void one(const char *before, const char *after, const char *old, const char *new,
	enum compare_hint hint)
{
	struct compare c = compare(before, after);
	assert_int_equal(c.n, 1);
	assert_string_equal(c.v[0].before, old);
	assert_string_equal(c.v[0].after, new);
	assert_int_equal(c.v[0].hint, hint);
	assert_false(c.more);
}

static void the_same_words_do_not_differ(void **state)
{
	(void)state;
	assert_int_equal(compare("", "").n, 0);
	assert_int_equal(compare("Báo cáo\nquý I", "  Báo\u00a0cáo quý\t\tI\n").n, 0);
	/* NFD and NFC */
	assert_int_equal(compare("Ba Tơ", "Ba To\u031b").n, 0);
}

static void words_that_differ_are_named(void **state)
{
	(void)state;
	one("tuyên truyền 12 tin bài", "tuyên truyền 21 tin bài", "12", "21", COMPARE_WORDS);
	one("Ba Tơ", "Ba Tô", "Tơ", "Tô", COMPARE_WORDS);
	one("a b c", "a c", "b", "", COMPARE_WORDS);
	one("a c", "a b c", "", "b", COMPARE_WORDS);
	one("", "a b", "", "a b", COMPARE_WORDS);
	one("a b", "", "a b", "", COMPARE_WORDS);
	one("a b c", "a b c.", "c", "c.", COMPARE_WORDS);
	struct compare c = compare("một hai ba bốn năm sáu bảy tám", "một hai ba bốn năm sáu bảy");
	assert_string_equal(c.v[0].context, "hai ba bốn năm sáu bảy");
}

static void what_is_filled_in_is_hinted(void **state)
{
	(void)state;
	one("Số: /BC-UBND Ba Tơ", "Số: 24/BC-UBND Ba Tơ", "/BC-UBND", "24/BC-UBND", COMPARE_NUMBER);
	one("Số: /BC-UBND", "Số: 24 /BC-UBND", "", "24", COMPARE_NUMBER);
	one("Số: 23/BC-UBND", "Số: 24/BC-UBND", "23/BC-UBND", "24/BC-UBND", COMPARE_WORDS);
	one("Số: /BC-UBND", "Số: 24/KH-UBND", "/BC-UBND", "24/KH-UBND", COMPARE_WORDS);
	one("Ba Tơ, ngày tháng 4 năm 2024", "Ba Tơ, ngày 05 tháng 4 năm 2024", "", "05",
		COMPARE_DAY);
	one("ngày 05 tháng năm 2024", "ngày 05 tháng 4 năm 2024", "", "4", COMPARE_DAY);
	one("/KH-UBND ngày của UBND", "/KH-UBND ngày 05/4/2024 của UBND", "", "05/4/2024",
		COMPARE_DAY);
	one("một ngày của dân", "một ngày hội của dân", "", "hội", COMPARE_WORDS);
	one("trong ngày tháng", "trong ngày đầu tháng", "", "đầu", COMPARE_WORDS);
	one("CHỦ TỊCH Nguyễn Văn Mẫu",
		"CHỦ TỊCH Ký bởi: UBND Mẫu Ngày ký: 05/4/2024 Nguyễn Văn Mẫu", "",
		"Ký bởi: UBND Mẫu Ngày ký: 05/4/2024", COMPARE_SEAL);
	one("a b", "a c Ký bởi: UBND", "b", "c Ký bởi: UBND", COMPARE_WORDS);
}

static void several_come_in_reading_order(void **state)
{
	(void)state;
	struct compare c = compare("a b c d e f g h", "a x c d f g y h");
	assert_int_equal(c.n, 3);
	assert_string_equal(c.v[0].after, "x");
	assert_string_equal(c.v[1].before, "e");
	assert_string_equal(c.v[2].after, "y");
	compare_words(a, "a b c d e f g h", "a x c d f g y h", 2, &c);
	assert_int_equal(c.n, 2);
	assert_true(c.more);
}

/* Two thousand words that have nothing in common: said so, and at once. */
static void strangers_are_one_difference(void **state)
{
	(void)state;
	struct buf p, q;
	buf_init(&p, a, 1 << 20);
	buf_init(&q, a, 1 << 20);
	for (int i = 0; i < 2000; i++) {
		buf_printf(&p, "p%d ", i);
		buf_printf(&q, "q%d ", i);
	}
	struct compare c = compare(p.p, q.p);
	assert_int_equal(c.n, 1);
	assert_true(c.more);
	assert_non_null(strstr(c.v[0].before, "…"));
}

static unsigned next(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

/* What the differences say makes the one text out of the other. */
static void differences_rebuild_the_text(void **state)
{
	(void)state;
	unsigned seed = 7;
	for (int round = 0; round < 300; round++) {
		const char *p[40], *q[80];
		size_t n = next(&seed) % 40, m = 0;
		struct texts before = { 0 }, after = { 0 };
		for (size_t i = 0; i < n; i++) {
			p[i] = arena_printf(a, "w%u", next(&seed) % 8);
			ARENA_PUSH(a, &before, p[i]);
			if (next(&seed) % 4 == 0)
				q[m++] = arena_printf(a, "w%u", next(&seed) % 8);
			if (next(&seed) % 4)
				q[m++] = p[i];
		}
		for (size_t i = 0; i < m; i++)
			ARENA_PUSH(a, &after, q[i]);
		const char *one_text = text_join(a, &before, " "),
			   *other = text_join(a, &after, " ");
		struct compare c;
		compare_words(a, one_text, other, 100, &c);
		/* All that was taken out and put in, and nothing else, makes up for the lengths. */
		size_t out = 0, in = 0;
		for (size_t i = 0; i < c.n; i++) {
			out += text_split(a, c.v[i].before, ' ').n;
			in += text_split(a, c.v[i].after, ' ').n;
			assert_true(*c.v[i].before || *c.v[i].after);
		}
		assert_int_equal(n - out, m - in);
		assert_int_equal(c.n == 0, !strcmp(one_text, other));
		/* The shortest way: never more than all, and the other way round it is as long. */
		struct compare back;
		compare_words(a, other, one_text, 100, &back);
		size_t back_out = 0;
		for (size_t i = 0; i < back.n; i++)
			back_out += text_split(a, back.v[i].before, ' ').n;
		assert_int_equal(back_out, in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_same_words_do_not_differ, setup, teardown),
		cmocka_unit_test_setup_teardown(words_that_differ_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_filled_in_is_hinted, setup, teardown),
		cmocka_unit_test_setup_teardown(several_come_in_reading_order, setup, teardown),
		cmocka_unit_test_setup_teardown(strangers_are_one_difference, setup, teardown),
		cmocka_unit_test_setup_teardown(differences_rebuild_the_text, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
