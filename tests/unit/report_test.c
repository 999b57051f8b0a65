/* A report's text becomes a document: what Markdown and bindings must not touch. */
#include "../test.h"

#include <string.h>

#include "features/report/report.h"
#include "lib/base/text.h"

static struct arena *a;
static struct err e;
static struct figures figures;
static struct report_document made;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	err_init(&e, a);
	report_setup();
	figures = (struct figures){ .period = { "2024-Q1", "quý I năm 2024", { 2024, 1, 1 },
					    { 2024, 3, 31 } } };
	struct record r = { .id = 1,
		.code = "",
		.from = { 2024, 2, 1 },
		.to = { 2024, 2, 1 },
		.channel = "portal",
		.title = "Tin",
		.note = "" };
	assert_int_equal(quantities_parse(a, "2 tin", &r.quantities, &e), RC_OK);
	ARENA_PUSH(a, &figures.records, r);
	figures_compute(a, &figures, NULL, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static enum rc build(const char *body)
{
	static const char *issuer[] = { "ỦY BAN NHÂN DÂN", "XÃ BA TƠ" };
	static struct unit_name names[] = { { .kind = "xã",
		.name = "Ba Tơ",
		.authority = "Ủy ban nhân dân xã Ba Tơ",
		.symbol = "UBND",
		.issuer_lines = { issuer, 2, 2 },
		.place = "Ba Tơ" } };
	static const struct unit unit = { .code = "21484", .names = names, .name_count = 1 };
	struct report r = {
		.kind = "BC", .title = "Kết quả", .period = figures.period, .body = body
	};
	struct report_sources s = { &unit, NULL, &figures, &figures, NULL };
	return report_build(a, &r, &s, &made, &e);
}

static void reads(const char *body, const char *const *blocks, size_t n)
{
	assert_int_equal(build(body), RC_OK);
	assert_int_equal(made.doc.blocks.n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(doc_block_plain(a, &made.doc.blocks.v[i]), blocks[i]);
}

#define READS(body, ...) \
	reads((body), (const char *const[]){ __VA_ARGS__ }, \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static void figures_are_put_in(void **state)
{
	(void)state;
	READS("Đăng {{portal|tin}}, **{{portal|tin}}**.", "Đăng 02 tin, 02 tin.");
	assert_int_equal(made.n, 1);
	READS("Treo: {{banner|băng rôn}}", "Treo: chưa có số liệu");
	READS("{{banner|băng rôn}}, {{banner|băng rôn}}, {{press|bài}}",
		"chưa có số liệu, chưa có số liệu, chưa có số liệu");
	assert_int_equal(made.n, 2);
}

/* U+E000 and U+E001 mark bindings while Markdown is read; typed by a person they are text. */
static void private_code_points_stay(void **state)
{
	(void)state;
	READS("\uE000 x \uE001 \uE0000\uE001 {{portal|tin}} \uE0001\uE001 **\uE000** {{portal|tin}}\uE000",
		"\uE000 x \uE001 \uE0000\uE001 02 tin \uE0001\uE001 \uE000 02 tin\uE000");
	READS("\uE000", "\uE000");
	READS("- a\uE000\n- {{portal|tin}}", "- a\uE000", "- 02 tin");
}

/* Whatever stands in a list's item is printed. */
static void nothing_in_a_list_is_lost(void **state)
{
	(void)state;
	READS("- một\n\n  hai\n  - ba\n- > bốn\n-     năm\n", "- một", "hai", "+ ba", "bốn", "năm");
}

static void too_deep_is_refused(void **state)
{
	(void)state;
	enum { DEEP = 20000 };
	char *body = arena_alloc(a, DEEP + 2);
	memset(body, '>', DEEP);
	body[DEEP] = 'x';
	assert_int_equal(build(body), RC_INVALID);
	assert_non_null(strstr(e.message, "quá sâu"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(figures_are_put_in),
		T(private_code_points_stay),
		T(nothing_in_a_list_is_lost),
		T(too_deep_is_refused),
	};
	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
