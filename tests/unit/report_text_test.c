/* The text of a report: its sections, and going on to the next period. */
#include "../test.h"

#include <string.h>

#include "features/report/report_text.h"
#include "lib/base/text.h"

static struct arena *a;
static struct err e;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	err_init(&e, a);
	report_setup();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct period period(const char *token)
{
	struct period p;
	err_clear(&e);
	if (period_parse(a, token, PERIOD_CALENDAR, &p, &e))
		fail_msg("%s", e.message);
	return p;
}

static void sections_come_back(void **state)
{
	(void)state;
	static const char body[] =
		"Mở đầu.\n\n# Kết quả\n\n## Ưu điểm\n\nMột.\n\n- hai\n- ba\n\n### Nhỏ\n\n"
		"Bốn # năm.\n\n# Nhiệm vụ\n\nHết./.";
	struct report_sections s = report_split(a, body);
	assert_int_equal(s.n, 5);
	assert_string_equal(s.v[0].text, "Mở đầu.");
	assert_string_equal(s.v[1].title, "Kết quả");
	assert_string_equal(s.v[1].text, "");
	assert_int_equal(s.v[2].level, 2);
	assert_string_equal(s.v[2].text, "Một.\n\n- hai\n- ba");
	assert_string_equal(s.v[3].text, "Bốn # năm.");
	assert_string_equal(report_join(a, &s), body);
}

static void headings_of_every_kind(void **state)
{
	(void)state;
	struct report_sections s = report_split(a,
		"Một mục\ndài\n===\ntext\n##   Hai   ##\n- # trong danh sách\n\n    # mã\n#### Sâu");
	assert_int_equal(s.n, 4);
	assert_string_equal(s.v[1].title, "Một mục dài");
	assert_string_equal(s.v[1].text, "text");
	assert_string_equal(s.v[2].title, "Hai");
	assert_int_equal(s.v[3].level, 3);
	assert_string_equal(report_join(a, &s),
		"# Một mục dài\n\ntext\n\n## Hai\n\n- # trong danh sách\n\n    # mã\n\n### Sâu");
	s = report_split(a, "");
	assert_int_equal(s.n, 1);
	assert_string_equal(report_join(a, &s), "");
}

static void a_section_without_title_goes_into_the_one_before(void **state)
{
	(void)state;
	struct report_sections s = report_split(a, "# Một\n\na\n\n# Hai\n\nb");
	s.v[2].title = " ";
	assert_string_equal(report_join(a, &s), "# Một\n\na\n\nb");
}

static void items_join_their_list(void **state)
{
	(void)state;
	struct report_section x = { .level = 1, .title = "Ưu điểm", .text = "" };
	report_append(a, &x, "- một");
	report_append(a, &x, "- hai");
	report_append(a, &x, "Đoạn.");
	report_append(a, &x, "- ba");
	assert_string_equal(x.text, "- một\n- hai\n\nĐoạn.\n\n- ba");
	static const char *const words[] = { "uu diem", NULL };
	struct report_sections list = report_split(a, "# Kết quả\n\n## ƯU ĐIỂM");
	assert_int_equal(report_section_about(a, &list, words), 2);
	assert_int_equal(
		report_section_about(a, &list, (const char *const[]){ "x", NULL }), list.n);
}

static void moves(const char *from, const char *to, const char *text, const char *expected)
{
	struct period p = period(from), q = period(to);
	assert_string_equal(report_forward(a, text, &p, &q), expected);
}

static void quarters_move_on(void **state)
{
	(void)state;
	moves("2024-Q1", "2024-Q2", "Trong quý I năm 2024, Quý I/2024, QUÝ I NĂM 2024, quý 1.",
		"Trong quý II năm 2024, Quý II/2024, QUÝ II NĂM 2024, quý 2.");
	moves("2024-Q1", "2024-Q2", "Nhiệm vụ trong Quý II năm 2024; so với quý IV năm 2023",
		"Nhiệm vụ trong Quý III năm 2024; so với quý I năm 2024");
	moves("2024-Q3", "2024-Q4", "quý III năm 2024, Nhiệm vụ quý IV năm 2024, quý IV",
		"quý IV năm 2024, Nhiệm vụ quý I năm 2025, quý I");
	moves("2024-Q4", "2025-Q1", "Kế hoạch năm 2024, quý IV năm 2024, quý I năm 2025",
		"Kế hoạch năm 2025, quý I năm 2025, quý II năm 2025");
	moves("2024-Q1", "2024-Q2", "(từ ngày 01/01/2024 đến ngày 31/3/2024)",
		"(từ ngày 01/4/2024 đến ngày 30/6/2024)");
}

static void what_is_no_period_stays(void **state)
{
	(void)state;
	static const char text[] =
		"Nghị quyết ngày 31/3/2024; ngày 05 tháng 3 năm 2024; năm 2021-2025; quý IX; quý Ian; "
		"{{portal|tin}} {{quý I năm 2024}}; quý III năm 2022; Kế hoạch năm 2024";
	moves("2024-Q1", "2024-Q2", text, text);
	moves("2024-03", "2024-04", "ngày 05 tháng 3 năm 2024, tháng 3",
		"ngày 05 tháng 3 năm 2024, tháng 3");
	moves("2024-Q4", "2025-Q1", "tháng 12 năm 2024; năm 2024 - 2030; năm 2020",
		"tháng 12 năm 2024; năm 2025 - 2030; năm 2020");
}

static void other_spans_move_on(void **state)
{
	(void)state;
	moves("2024-03", "2024-04", "tháng 3 năm 2024, Tháng 4/2024, tháng 02 năm 2024",
		"tháng 4 năm 2024, Tháng 5/2024, tháng 3 năm 2024");
	moves("2024-12", "2025-01", "tháng 12/2024, tháng 01 năm 2025",
		"tháng 01/2025, tháng 02 năm 2025");
	moves("2024-6M", "2024-6M2",
		"6 tháng đầu năm 2024, 06 tháng cuối năm 2024, sáu tháng đầu năm",
		"6 tháng cuối năm 2024, 6 tháng đầu năm 2025, 6 tháng cuối năm");
	moves("2024", "2025", "năm 2024, nhiệm vụ năm 2025, so với năm 2023",
		"năm 2025, nhiệm vụ năm 2026, so với năm 2024");
	/* Công văn 581/BNV-CCHC: after quý I come the six months, then quý III, then the year. */
	moves("2024-Q1-cchc", "2024-6M-cchc", "Quý I năm 2024, nhiệm vụ 6 tháng đầu năm 2024",
		"6 tháng đầu năm 2024, nhiệm vụ quý III năm 2024");
	moves("2024-Q3-cchc", "2024-cchc", "Kết quả quý III năm 2024 theo kế hoạch năm 2024",
		"Kết quả năm 2024 theo kế hoạch năm 2024");
}

static void a_report_goes_on_from_the_last(void **state)
{
	(void)state;
	struct period q1 = period("2024-Q1"), q2 = period("2024-Q2");
	struct report last = { .id = 7,
		.kind = "BC",
		.title = "Kết quả Quý I năm 2024",
		.period = q1,
		.day = { 2024, 4, 5 },
		.number = "05",
		.signer = "Nguyễn Văn Mẫu",
		.body = "Quý I: {{portal|tin}}",
		.version = 3 };
	const char *to = "UBND huyện";
	ARENA_PUSH(a, &last.addressees, to);
	struct report r = report_after(a, &last, &q2);
	assert_int_equal(r.id, 0);
	assert_null(r.number);
	assert_string_equal(r.title, "Kết quả Quý II năm 2024");
	assert_string_equal(r.body, "Quý II: {{portal|tin}}");
	assert_string_equal(date_iso(a, r.day), "2024-07");
	assert_string_equal(r.addressees.v[0], "UBND huyện");
	assert_string_equal(r.signer, "Nguyễn Văn Mẫu");
}

/* What came from above as plain lines gets the headings that its marks tell. */
static void an_outline_from_above_becomes_headings(void **state)
{
	(void)state;
	static struct unit_name names[] = { { .short_name = "UBND xã Mẫu" } };
	static const struct unit unit = { .names = names, .name_count = 1 };
	struct figures none = { 0 };
	struct report_sources s = { &unit, NULL, &none, &none, NULL };
	struct period q1 = period("2024-Q1");
	struct report_given given = {
		7, "UBND tỉnh", "12/CV", "Báo cáo quý",
		"I. Kết quả\n1. Tuyên truyền\na) Trên đài\nNêu số lượng\n- Tin\nII. Khó khăn\nVIP khách\n1.500 tờ"
	};
	struct report r = report_from_outline(a, "BC", &q1, &s, &given);
	assert_string_equal(r.addressees.v[0], "UBND tỉnh");
	struct report_sections v = report_split(a, r.body);
	assert_int_equal(v.n, 5);
	assert_string_equal(v.v[0].text,
		"UBND xã Mẫu báo cáo kết quả tuyên truyền cải cách hành chính quý I năm 2024 như sau:");
	assert_string_equal(v.v[2].title, "Tuyên truyền");
	assert_int_equal(v.v[2].level, 2);
	assert_int_equal(v.v[3].level, 3);
	assert_string_equal(v.v[3].text, "Nêu số lượng\n\n- Tin");
	assert_true(text_has_prefix(v.v[4].text, "VIP khách\n\n1.500 tờ\n\nTrên đây là"));
}

static void due_is(const char *last, struct date today, const char *token)
{
	struct period p = last ? period(last) : (struct period){ 0 };
	assert_string_equal(report_due(a, last ? &p : NULL, today).token, token);
}

static void what_is_due_now_is_offered(void **state)
{
	(void)state;
	due_is("2024-Q1", (struct date){ 2026, 11, 27 }, "2026-Q4");
	due_is("2024-Q1", (struct date){ 2026, 10, 20 }, "2026-Q3");
	due_is("2026-Q3", (struct date){ 2026, 10, 20 }, "2026-Q4");
	due_is("2026-Q4", (struct date){ 2026, 11, 27 }, "2027-Q1");
	due_is("2024-6M", (struct date){ 2026, 11, 27 }, "2026-6M2");
	due_is("2024-Q1-cchc", (struct date){ 2026, 11, 27 }, "2026-cchc");
	due_is("2024-01", (struct date){ 2026, 11, 27 }, "2026-10");
	due_is(NULL, (struct date){ 2026, 11, 27 }, "2026-Q4");
	due_is(NULL, (struct date){ 2026, 10, 20 }, "2026-Q3");
}

static const char *merged(
	const char *base, const char *mine, const char *theirs, struct report_merge *out)
{
	struct report_sections b = report_split(a, base), m = report_split(a, mine),
			       t = report_split(a, theirs);
	for (size_t i = 0; i < m.n && i < b.n; i++)
		m.v[i].base = report_section_hash(a, &b.v[i]);
	*out = report_merge(a, &m, &t);
	return report_join(a, &out->sections);
}

#define BASE "Mở.\n\n# Một\n\na\n\n# Hai\n\nb\n\n# Ba\n\nc"

static void untouched_sections_take_what_the_other_stored(void **state)
{
	(void)state;
	struct report_merge g;
	assert_string_equal(merged(BASE, "Mở.\n\n# Một\n\na\n\n# Hai\n\nb\n\n# Ba\n\nCỦA TÔI",
				    "Mở.\n\n# Một\n\nCỦA NGƯỜI KIA\n\n# Hai\n\nb\n\n# Ba\n\nc", &g),
		"Mở.\n\n# Một\n\nCỦA NGƯỜI KIA\n\n# Hai\n\nb\n\n# Ba\n\nCỦA TÔI");
	assert_int_equal(g.taken.n, 1);
	assert_string_equal(g.taken.v[0], "Mục “Một”");
	assert_int_equal(g.both.n, 0);
	for (size_t i = 0; i < g.sections.n; i++)
		assert_null(g.sections.v[i].theirs);
}

static void where_both_wrote_the_typing_stays(void **state)
{
	(void)state;
	struct report_merge g;
	assert_string_equal(merged(BASE, "Mở.\n\n# Một\n\na\n\n# Hai\n\nTÔI\n\n# Ba\n\nc",
				    "Mở.\n\n# Một\n\na\n\n# Hai\n\nKIA\n\n# Ba\n\nc", &g),
		"Mở.\n\n# Một\n\na\n\n# Hai\n\nTÔI\n\n# Ba\n\nc");
	assert_int_equal(g.both.n, 1);
	assert_string_equal(g.sections.v[2].theirs, "KIA");
	assert_null(g.sections.v[3].theirs);
	/* The same words of both are no conflict; the base moves on, so that a second time
	 * is well. */
	merged(BASE, BASE, BASE, &g);
	assert_int_equal(g.both.n + g.taken.n, 0);
	assert_string_equal(g.sections.v[1].base, report_section_hash(a, &g.sections.v[1]));
}

static void sections_that_come_and_go_are_merged(void **state)
{
	(void)state;
	struct report_merge g;
	const char *mine = "Mở.\n\n# Một\n\na\n\n# Hai\n\nb\n\n# Ba\n\nTÔI";
	assert_string_equal(
		merged(BASE, mine, "Mở.\n\n# Một\n\na\n\n# Mới\n\nm\n\n# Hai\n\nb\n\n# Ba\n\nc",
			&g),
		"Mở.\n\n# Một\n\na\n\n# Mới\n\nm\n\n# Hai\n\nb\n\n# Ba\n\nTÔI");
	assert_string_equal(merged(BASE, mine, "Mở.\n\n# Một\n\na\n\n# Ba\n\nc", &g),
		"Mở.\n\n# Một\n\na\n\n# Ba\n\nTÔI");
	assert_string_equal(merged(BASE, mine, "Mở.\n\n# Một\n\na\n\n# Hai\n\nb", &g),
		"Mở.\n\n# Một\n\na\n\n# Hai\n\nb\n\n# Ba\n\nTÔI");
	assert_int_equal(g.both.n, 1); /* what the other dropped */
	/* A form that does not say what it began from: nothing typed is lost. */
	struct report_sections m = report_split(a, mine), t = report_split(a, BASE);
	g = report_merge(a, &m, &t);
	assert_string_equal(report_join(a, &g.sections), mine);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(sections_come_back),
		T(headings_of_every_kind),
		T(a_section_without_title_goes_into_the_one_before),
		T(items_join_their_list),
		T(quarters_move_on),
		T(what_is_no_period_stays),
		T(other_spans_move_on),
		T(a_report_goes_on_from_the_last),
		T(what_is_due_now_is_offered),
		T(untouched_sections_take_what_the_other_stored),
		T(where_both_wrote_the_typing_stays),
		T(sections_that_come_and_go_are_merged),
		T(an_outline_from_above_becomes_headings),
	};
	return cmocka_run_group_tests_name("report_text", tests, NULL, NULL);
}
