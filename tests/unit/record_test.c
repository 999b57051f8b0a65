/* What changed between two states, as the history shows it. */
#include "../test.h"

#include <string.h>

#include "core/record_diff.h"
#include "lib/base/buf.h"

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

/* "title: Tin -> Bài; tasks/[nv1]/due: - -> 2024-03-05" */
static const char *said(const char *before, const char *after)
{
	struct buf b;
	struct record_changes list = record_diff(a, before, after);
	buf_init(&b, a, 1 << 20);
	for (size_t i = 0; i < list.n; i++) {
		const struct record_change *c = &list.v[i];
		buf_puts(&b, i ? "; " : "");
		for (size_t j = 0; j < c->path_n; j++)
			buf_printf(&b, c->path[j].named ? "%s[%s]" : "%s%s", j ? "/" : "",
				c->path[j].text);
		buf_printf(
			&b, ": %s -> %s", c->before ? c->before : "-", c->after ? c->after : "-");
	}
	return b.p;
}

static void fields_are_told_one_by_one(void **state)
{
	(void)state;
	const char *before = "{\"title\":\"Tin\",\"places\":[\"Tổ 1\",\"Tổ 2\"],\"active\":1}";
	assert_string_equal(said(before, before), "");
	assert_string_equal(
		said(before,
			"{\"title\":\"Bài\",\"places\":[\"Tổ 2\"],\"active\":1,\"note\":\"Mới\"}"),
		"title: Tin -> Bài; places: Tổ 1; Tổ 2 -> Tổ 2; note: - -> Mới");
	assert_string_equal(said(before, "{\"title\":\"Tin\",\"active\":0}"),
		"active: 1 -> 0; places: Tổ 1; Tổ 2 -> -");
	assert_string_equal(
		said(NULL, "{\"title\":\"Tin\",\"n\":2}"), "title: - -> Tin; n: - -> 2");
	assert_string_equal(said("{\"title\":\"Tin\"}", NULL), "title: Tin -> -");
	assert_string_equal(said(NULL, NULL), "");
}

static void things_in_lists_are_known_by_their_names(void **state)
{
	(void)state;
	const char *before =
		"{\"tasks\":[{\"code\":\"nv1\",\"title\":\"Tin\",\"targets\":[{\"period\":\"2024-Q1\","
		"\"quantity\":\"12 tin\"}]},{\"code\":\"nv2\",\"title\":\"Loa\"}]}";
	const char *after =
		"{\"tasks\":[{\"code\":\"nv3\",\"title\":\"Họp\"},{\"code\":\"nv1\",\"title\":\"Tin\","
		"\"targets\":[{\"period\":\"2024-Q1\",\"quantity\":\"15 tin\"}]}]}";
	assert_string_equal(said(before, after),
		"tasks/[nv3]: - -> nv3 · Họp; "
		"tasks/[nv1]/targets/[2024-Q1]/quantity: 12 tin -> 15 tin; "
		"tasks/[nv2]: nv2 · Loa -> -");
	/* Two of one name are told apart by their order. */
	assert_string_equal(
		said("{\"x\":[{\"name\":\"An\",\"post\":\"1\"},{\"name\":\"An\",\"post\":\"2\"}]}",
			"{\"x\":[{\"name\":\"An\",\"post\":\"1\"},{\"name\":\"An\",\"post\":\"3\"}]}"),
		"x/[An]/post: 2 -> 3");
}

static void what_is_no_object_is_shown_all_the_same(void **state)
{
	(void)state;
	assert_string_equal(said("[1", "{}"), ": [1 -> -");
	assert_string_equal(said("null", "\"a\""), ": - -> a");
	struct buf deep;
	buf_init(&deep, a, 1 << 20);
	for (int i = 0; i < 100; i++)
		buf_puts(&deep, "{\"a\":");
	buf_puts(&deep, "1");
	for (int i = 0; i < 100; i++)
		buf_puts(&deep, "}");
	assert_string_equal(said(NULL, deep.p), "a: - -> 1");
	assert_string_equal(said("{}", deep.p), "a: - -> 1");
}

static void lines(const char *before, const char *after, const char *x, const char *y)
{
	record_diff_lines(a, &before, &after);
	assert_string_equal(before, x);
	assert_string_equal(after, y);
}

static void of_long_texts_the_lines_that_differ_are_left(void **state)
{
	(void)state;
	lines("một\nhai\nba\nbốn\nnăm", "một\nhai\nBA\nbốn\nnăm", "…\nba\n…", "…\nBA\n…");
	lines("một\nhai", "một\nhai\nba", "…\nhai", "…\nhai\nba");
	lines("một dòng", "dòng khác", "một dòng", "dòng khác");
	lines("", "một\nhai", "", "một\nhai");
	lines("hai\nba", "một\nhai\nba", "hai\n…", "một\nhai\n…");
	lines("à\nb", "ả\nb", "à\n…", "ả\n…"); /* within a letter: the first bytes are alike */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fields_are_told_one_by_one),
		TEST(things_in_lists_are_known_by_their_names),
		TEST(what_is_no_object_is_shown_all_the_same),
		TEST(of_long_texts_the_lines_that_differ_are_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
