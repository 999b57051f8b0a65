/* lib/base: arena, buf, text, date. */
#include "../test.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/cache.h"
#include "lib/base/date.h"
#include "lib/base/err.h"
#include "lib/base/text.h"

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

static void note(void *arg)
{
	char **p = arg;
	*(*p)++ = 'x';
}

static void clocks_are_read_as_people_write_them(void **state)
{
	(void)state;
	int m = 0;
	const char *const good[] = { "7:30", "07:30", "7h30", "07H30", "7.30", "7g30", "7 giờ 30",
		"7giờ30", " 7 gio 30 " };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(date_clock_parse(good[i], &m));
		assert_int_equal(m, 450);
	}
	const char *const whole[] = { "14h", "14 giờ", "14:00" };
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		assert_true(date_clock_parse(whole[i], &m));
		assert_int_equal(m, 840);
	}
	const char *const bad[] = { "", "7", "24:00", "7:60", "7:3", "7:300", "-1:00", "7:30h",
		"h30", "7:", "7h3", "7 30", "7 : 30", "7h30x" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(date_clock_parse(bad[i], &m));
}

static void arena_runs_deferred_calls_once(void **state)
{
	(void)state;
	char mark[4] = "";
	char *p = mark;
	struct arena *own = arena_new();
	arena_defer(own, note, &p);
	arena_defer(own, note, &p);
	char *big = arena_alloc(own, 100000);
	assert_int_equal(big[99999], 0);
	arena_free(own);
	assert_string_equal(mark, "xx");
}

/* What an earlier use left in it must not be seen: memory is zeroed, also what is used again. */
static void arena_serves_again(void **state)
{
	(void)state;
	char mark[8] = "";
	char *p = mark;
	struct arena *own = arena_new();
	for (int use = 0; use < 3; use++) {
		arena_defer(own, note, &p);
		const size_t sizes[] = { 10, 900, 3000, 20000, 60000, 5 };
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			unsigned char *u = arena_alloc(own, sizes[i]);
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(u[k], 0);
			memset(u, 0xA5, sizes[i]);
		}
		assert_string_equal(arena_strndup(own, "Ba Tơ", 2), "Ba");
		arena_reset(own, use == 1 ? 0 : 1 << 17);
	}
	assert_string_equal(mark, "xxx");
	arena_free(own);
}

static void buf_stops_at_its_ceiling(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, a, 5);
	buf_puts(&b, "abc");
	buf_puts(&b, "def");
	assert_true(b.over);
	assert_string_equal(b.p, "abc");
}

static void json_text_is_escaped(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, a, 100);
	buf_json(&b, "\"Ba Tơ\"\n\x01");
	assert_string_equal(b.p, "\"\\\"Ba Tơ\\\"\\n\\u0001\"");
}

static void first_error_is_kept(void **state)
{
	(void)state;
	struct err e;
	err_init(&e, a);
	assert_int_equal(ERR(&e, RC_INVALID, "day", "ngày %d", 31), RC_INVALID);
	assert_int_equal(ERR(&e, RC_FAIL, NULL, "khác"), RC_FAIL);
	assert_string_equal(e.message, "ngày 31");
	assert_int_equal(e.rc, RC_INVALID);
}

static void bad_utf8_is_found_at_its_place(void **state)
{
	(void)state;
	assert_int_equal(text_check("Ba T\xc6\xa1", 6), 6);
	assert_int_equal(text_check("ab\xff", 3), 2);
	assert_int_equal(text_check("ab\xc6", 3), 2);
	assert_int_equal(text_check("a\0b", 3), 1);
	assert_int_equal(text_check("Tiếng Việt, đường, ₫, 中, 🙂", 41), 41);
	/* Too long, a surrogate, beyond Unicode, cut, and a follower without a leader. */
	assert_int_equal(text_check("a\xc0\x80", 3), 1);
	assert_int_equal(text_check("a\xe0\x80\x80", 4), 1);
	assert_int_equal(text_check("a\xed\xa0\x80", 4), 1);
	assert_int_equal(text_check("a\xf4\x90\x80\x80", 5), 1);
	assert_int_equal(text_check("ế\xe1\xba", 5), 3);
	assert_int_equal(text_check("ế\xe1\xba\x61", 6), 3);
	assert_int_equal(text_check("ă\xc4\x61", 4), 2);
	assert_int_equal(text_check("ă\x83", 3), 2);
	/* Plain text is looked at by words: wrong bytes at each place in one and around it. */
	for (size_t at = 0; at < 20; at++) {
		char text[21] = "hai muoi byte plain!";
		assert_int_equal(text_check(text, 20), 20);
		text[at] = '\0';
		assert_int_equal(text_check(text, 20), at);
		text[at] = '\xff';
		assert_int_equal(text_check(text, 20), at);
		text[at] = '\x7f';
		assert_int_equal(text_check(text, 20), 20);
	}
}

static void numbers_are_written_in_decimal(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, a, 100);
	buf_number(&b, 0);
	buf_putc(&b, ' ');
	buf_number(&b, -70);
	buf_putc(&b, ' ');
	buf_number(&b, INT64_MAX);
	buf_putc(&b, ' ');
	buf_number(&b, INT64_MIN);
	assert_string_equal(b.p, "0 -70 9223372036854775807 -9223372036854775808");
}

static void reserved_room_keeps_to_the_ceiling(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, a, 5);
	buf_puts(&b, "ab");
	buf_reserve(&b, 100000);
	assert_string_equal(b.p, "ab");
	buf_puts(&b, "cde");
	assert_false(b.over);
	assert_string_equal(b.p, "abcde");
	buf_putc(&b, 'f');
	assert_true(b.over);
}

static void nfd_becomes_nfc(void **state)
{
	(void)state;
	bool changed;
	assert_string_equal(text_nfc(a,
				    "ho\xcc\x80"
				    "a",
				    &changed),
		"h\xc3\xb2"
		"a");
	assert_true(changed);
	text_nfc(a, "Thủ tục", &changed);
	assert_false(changed);
}

static void folding_drops_marks_and_d(void **state)
{
	(void)state;
	assert_string_equal(text_fold(a, "  ĐẤT\u00a0 đai "), "dat dai");
	assert_string_equal(text_fold(a, "Nguyễn Đình Chiểu"), "nguyen dinh chieu");
	assert_string_equal(text_fold(a, "Ba Tơ"), text_fold(a, "Ba Tô"));
	assert_int_equal(text_fold_one(0x110), 'd'); /* Đ */
	assert_int_equal(text_fold_one(0x1EE3), 'o'); /* ợ */
	assert_int_equal(text_fold_one('Z'), 'z');
	assert_int_equal(text_fold_one(0x4E2D), 0x4E2D); /* 中 */
	assert_true(text_is_word(0x1EE3) && text_is_word('7') && text_is_word(0x4E2D));
	assert_false(text_is_word('/') || text_is_word(0xA0) || text_is_word(0x2026));
	assert_false(text_eq("Ba Tơ", "Ba Tô"));
}

static void splitting_trims_and_skips(void **state)
{
	(void)state;
	struct texts t = text_split(a, " nd1 ;; nd4;", ';');
	assert_int_equal(t.n, 2);
	assert_string_equal(t.v[1], "nd4");
	assert_string_equal(text_join(a, &t, ", "), "nd1, nd4");
	assert_string_equal(text_upper(a, "thị trấn"), "THỊ TRẤN");
}

static void days_that_do_not_exist_are_refused(void **state)
{
	(void)state;
	struct date d;
	assert_false(date_parse_vn("31/02/2024", &d));
	assert_false(date_parse_vn("29/02/2023", &d));
	assert_false(date_parse_vn("1/1/24", &d));
	assert_false(date_parse_vn("01/02-2024", &d));
	assert_false(date_parse_vn("01/02/2024x", &d));
	assert_string_equal(date_full_year(a, "15/3/24"), "15/3/2024");
	assert_string_equal(date_full_year(a, "1.1.00"), "1.1.2000");
	static const char *const whole[] = { "", "24", "15/3/2024", "31/02/24", "15/3", "//24",
		"2024-03-05", "a/3/24", "15/3-24" };
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		assert_null(date_full_year(a, whole[i]));
	assert_true(date_parse_vn("29/02/2024", &d));
	assert_true(date_parse_vn("4/3/2024", &d));
	assert_int_equal(d.month, 3);
	assert_true(date_parse_vn("2024-03-04", &d));
}

/* Nghị định 30/2020, Annex I, II.4: days below 10 and months 1 and 2 take a zero, no other month.
 */
static void dates_follow_the_zero_rule(void **state)
{
	(void)state;
	assert_string_equal(date_short(a, (struct date){ 2024, 3, 5 }), "05/3/2024");
	assert_string_equal(date_short(a, (struct date){ 2024, 2, 19 }), "19/02/2024");
	assert_string_equal(date_iso(a, (struct date){ 2024, 4, 0 }), "2024-04");
}

static void days_are_added_over_year_ends(void **state)
{
	(void)state;
	struct date d = date_add_days((struct date){ 2023, 12, 31 }, 60);
	assert_string_equal(date_iso(a, d), "2024-02-29");
	assert_string_equal(date_iso(a, date_add_days(d, -60)), "2023-12-31");
}

static void put(struct cache *c, const char *key, size_t n)
{
	char *p = arena_alloc(a, n + 1);
	memset(p, *key, n);
	cache_put(c, key, (struct bytes){ p, n });
}

static bool has(struct cache *c, const char *key, size_t n)
{
	struct bytes b;
	return cache_get(c, a, key, &b) && b.n == n && (!n || b.p[n - 1] == *key);
}

static void a_cache_drops_what_was_used_longest_ago(void **state)
{
	(void)state;
	struct cache *c = cache_new(a, 100);
	put(c, "a", 40);
	put(c, "b", 40);
	assert_true(has(c, "a", 40));
	put(c, "c", 40);
	assert_true(has(c, "a", 40) && has(c, "c", 40) && !has(c, "b", 40));
	put(c, "a", 60);
	assert_true(has(c, "a", 60) && has(c, "c", 40));
	put(c, "d", 101); /* larger than all the room */
	assert_true(!has(c, "d", 101) && has(c, "a", 60));
	put(c, "e", 100);
	assert_true(has(c, "e", 100) && !has(c, "a", 60) && !has(c, "c", 40));
	for (int i = 0; i < 2 * CACHE_ENTRIES; i++)
		put(c, arena_printf(a, "%d", i), 0);
	assert_true(has(c, arena_printf(a, "%d", 2 * CACHE_ENTRIES - 1), 0) && !has(c, "0", 0));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(clocks_are_read_as_people_write_them),
		T(arena_runs_deferred_calls_once),
		T(arena_serves_again),
		T(a_cache_drops_what_was_used_longest_ago),
		T(buf_stops_at_its_ceiling),
		T(json_text_is_escaped),
		T(first_error_is_kept),
		T(bad_utf8_is_found_at_its_place),
		T(numbers_are_written_in_decimal),
		T(reserved_room_keeps_to_the_ceiling),
		T(nfd_becomes_nfc),
		T(folding_drops_marks_and_d),
		T(splitting_trims_and_skips),
		T(days_that_do_not_exist_are_refused),
		T(dates_follow_the_zero_rule),
		T(days_are_added_over_year_ends),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
