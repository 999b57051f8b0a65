/* The way of a document: its steps, who may sign in which form, and what was frozen. */
#include "../test.h"

#include <string.h>

#include "core/weblink.h"
#include "features/dispatch/dispatch.h"
#include "features/dispatch/frozen.h"
#include "features/dispatch/shown.h"
#include "features/dispatch/signing.h"
#include "features/docreg/docreg.h"
#include "lib/base/text.h"

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

/* Nghị định 30/2020/NĐ-CP: drafted (Điều 10), checked for content and form (Điều 12), signed (Điều
 * 13), numbered and registered (Điều 15, 16), issued and sent (Điều 18), in this order. */
static void the_way_has_the_order_of_the_decree(void **state)
{
	static const char *const way[] = { "trinh", "noi-dung", "the-thuc", "duyet", "ban-hanh",
		"gui", "cong-khai" };
	enum dispatch_state s = DISPATCH_DRAFT;
	(void)state;
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		for (size_t k = i + 1; k < sizeof way / sizeof *way; k++)
			assert_null(dispatch_step_rule(s, way[k])); /* nothing is skipped */
		const struct dispatch_step_rule *r = dispatch_step_rule(s, way[i]);
		assert_non_null(r);
		s = r->to;
	}
	assert_int_equal(s, DISPATCH_PUBLISHED);
}

/* Nghị định 30/2020/NĐ-CP, Annex I (số, ký hiệu) and Annex III (abbreviations of types). */
static void a_notation_is_letters_and_what_joins_them(void **state)
{
	static const char *const good[] = { "BC-UBND", "QĐ-UBND", "CTr-UBND", "TTr-UBND",
		"QyĐ-UBND", "BTT-VP", "2024/QĐ-UBND", "UBND-VHXH", "KH-BCĐ.CCHC", "BC-UBND&HĐND",
		"QĐ-TTg" };
	static const char *const bad[] = { "", "-", "BC-", "-UBND", "BC--UBND", "BC UBND", "<b>",
		"BC-UBND <b>", "BC-UBND\U0001F389", "bc-UBND", "BC-ỦBND", "2024", "BC-UBND;",
		"Bc-đ" };
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!document_notation_ok(good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (document_notation_ok(bad[i]))
			fail_msg("taken: %s", bad[i]);
}

static void a_document_is_dated_within_its_time(void **state)
{
	struct document_span span = { { 2024, 1, 1 }, { 2024, 12, 31 }, "mẫu" };
	struct date today = { 2025, 1, 5 };
	(void)state;
	assert_null(document_day_wrong(a, span.from, &span, today));
	assert_null(document_day_wrong(a, span.to, &span, today));
	assert_non_null(document_day_wrong(a, (struct date){ 2023, 12, 31 }, &span, today));
	assert_non_null(document_day_wrong(a, (struct date){ 2025, 1, 1 }, &span, today));
	span = (struct document_span){ 0 };
	assert_null(document_day_wrong(a, today, &span, today));
	assert_non_null(document_day_wrong(a, (struct date){ 2025, 1, 6 }, &span, today));
}

static void each_step_has_its_permission_and_its_law(void **state)
{
	static const struct {
		enum dispatch_state from;
		const char *action;
		enum permission permission;
		const char *law;
	} rows[] = {
		{ DISPATCH_DRAFT, "trinh", MAY_REPORT_EDIT, "Điều 10" },
		{ DISPATCH_RETURNED, "trinh", MAY_REPORT_EDIT, "Điều 10" },
		{ DISPATCH_CONTENT, "noi-dung", MAY_REPORT_CHECK, "Điều 12" },
		{ DISPATCH_FORMAT, "the-thuc", MAY_REPORT_CHECK, "Điều 12" },
		{ DISPATCH_APPROVAL, "duyet", MAY_REPORT_APPROVE, "Điều 13" },
		{ DISPATCH_APPROVAL, "tra-lai", MAY_REPORT_APPROVE, "Điều 11" },
		{ DISPATCH_APPROVED, "ban-hanh", MAY_REPORT_ISSUE, "Điều 15" },
		{ DISPATCH_ISSUED, "gui", MAY_REPORT_ISSUE, "Điều 18" },
		{ DISPATCH_SENT, "thu-hoi", MAY_REPORT_APPROVE, "Điều 18" },
		{ DISPATCH_PUBLISHED, "thu-hoi", MAY_REPORT_APPROVE, "Điều 18" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct dispatch_step_rule *r =
			dispatch_step_rule(rows[i].from, rows[i].action);
		assert_non_null(r);
		assert_int_equal(r->permission, rows[i].permission);
		assert_non_null(strstr(r->source, "30/2020/NĐ-CP"));
		assert_non_null(strstr(r->source, rows[i].law));
	}
}

static void what_goes_back_says_why_and_what_was_issued_never_does(void **state)
{
	size_t n;
	const struct dispatch_step_rule *v = dispatch_step_rules(&n);
	(void)state;
	for (size_t i = 0; i < n; i++) {
		if (v[i].to == DISPATCH_RETURNED || v[i].to == DISPATCH_RECALLED)
			assert_true(v[i].reason);
		if (dispatch_editable(v[i].to))
			assert_true(v[i].from < DISPATCH_ISSUED);
		assert_int_not_equal(v[i].from, DISPATCH_RECALLED); /* Điều 18: it rests there */
		for (size_t k = 0; k < i; k++)
			assert_false(v[k].from == v[i].from && text_eq(v[k].action, v[i].action));
	}
	for (int s = 0; s < DISPATCH_STATES; s++) {
		enum dispatch_state found;
		assert_true(
			dispatch_state_find(dispatch_state_code((enum dispatch_state)s), &found));
		assert_int_equal(found, s);
	}
}

/* --- signing forms: Điều 13 --- */

static struct unit_post posts[] = {
	{ "Trần Mẫu", "Chủ tịch UBND xã", { 2025, 7, 1 }, { 0 } },
	{ "Phạm Thị Mẫu", "Phó Chủ tịch", { 0 }, { 2025, 6, 30 } },
	{ "Lê Mẫu", "Chánh Văn phòng", { 2025, 7, 1 }, { 0 } },
	{ "Đinh Mẫu", "Trưởng phòng Văn hóa - Xã hội", { 2025, 7, 1 }, { 0 } },
	{ "Võ Mẫu", "Quyền Chủ tịch", { 2026, 1, 1 }, { 2026, 3, 31 } },
};
static const struct unit unit = { .posts = posts, .post_count = 5 };

static struct sign_findings check(
	const char *lines, const char *signer, struct date day, struct delegations *list)
{
	struct texts t = text_split(a, lines, '|');
	struct signing s = { &t, signer, day, &unit, list };
	struct sign_findings out = { 0 };
	signing_check(a, &s, &out);
	return out;
}

static const struct date in_2024 = { 2024, 4, 5 }, in_2026 = { 2026, 2, 10 };
#define UBND "TM. ỦY BAN NHÂN DÂN|"

static void the_head_signs_for_the_body(void **state)
{
	(void)state;
	assert_int_equal(check(UBND "CHỦ TỊCH", "Trần Mẫu", in_2026, NULL).n, 0);
	assert_int_equal(check("CHỦ TỊCH", "Trần Mẫu", in_2026, NULL).n, 0);
	assert_int_equal(check(UBND "Q. CHỦ TỊCH", "Võ Mẫu", in_2026, NULL).n, 0);
}

static void a_post_not_held_on_that_day_blocks(void **state)
{
	(void)state;
	struct sign_findings f = check(UBND "CHỦ TỊCH", "Trần Mẫu", in_2024, NULL);
	assert_true(signing_blocked(&f));
	assert_non_null(strstr(f.v[0].message, "05/4/2024"));
	f = check(UBND "KT. CHỦ TỊCH|PHÓ CHỦ TỊCH", "Phạm Thị Mẫu", in_2026, NULL);
	assert_true(signing_blocked(&f));
	f = check(UBND "CHỦ TỊCH", "Lê Mẫu", in_2026, NULL); /* another post */
	assert_true(signing_blocked(&f));
	f = check(UBND "Q. CHỦ TỊCH", "Trần Mẫu", in_2026, NULL);
	assert_true(signing_blocked(&f));
}

static void who_is_not_on_record_is_told_only(void **state)
{
	(void)state;
	struct sign_findings f = check(UBND "CHỦ TỊCH", "Người Lạ", in_2026, NULL);
	assert_int_equal(f.n, 1);
	assert_false(signing_blocked(&f));
}

/* Điều 13: cấp phó ký thay cấp trưởng. */
static void only_a_deputy_signs_for_his_head(void **state)
{
	(void)state;
	struct sign_findings f =
		check(UBND "KT. CHỦ TỊCH|PHÓ CHỦ TỊCH", "Phạm Thị Mẫu", in_2024, NULL);
	assert_false(signing_blocked(&f));
	assert_int_equal(f.n, 1); /* the delegation is not on record: told */
	struct delegation one = { .person = "Phạm Thị Mẫu",
		.from_title = "Chủ tịch",
		.form = SIGN_KT,
		.from = { 2024, 1, 1 } };
	struct delegations list = { &one, 1, 1 };
	assert_int_equal(
		check(UBND "KT. CHỦ TỊCH|PHÓ CHỦ TỊCH", "Phạm Thị Mẫu", in_2024, &list).n, 0);
	f = check(UBND "KT. CHỦ TỊCH|CHÁNH VĂN PHÒNG", "Lê Mẫu", in_2026, NULL);
	assert_true(signing_blocked(&f));
}

/* Điều 13: thừa ủy quyền phải bằng văn bản, có thời hạn, không ủy quyền lại. */
static void without_a_written_delegation_nobody_signs_tuq(void **state)
{
	static const char lines[] = "TUQ. CHỦ TỊCH|TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI";
	(void)state;
	struct sign_findings f = check(lines, "Đinh Mẫu", in_2026, NULL);
	assert_true(signing_blocked(&f));
	assert_non_null(strstr(f.v[0].source, "Điều 13"));
	struct delegation one = { .person = "Đinh Mẫu",
		.from_title = "Chủ tịch",
		.form = SIGN_TUQ,
		.from = { 2026, 1, 1 },
		.to = { 2026, 2, 9 } };
	struct delegations list = { &one, 1, 1 };
	f = check(lines, "Đinh Mẫu", in_2026, &list);
	assert_true(signing_blocked(&f)); /* over since yesterday */
	one.to.day = 10;
	assert_int_equal(check(lines, "Đinh Mẫu", in_2026, &list).n, 0);
	one.form = SIGN_KT;
	f = check(lines, "Đinh Mẫu", in_2026, &list);
	assert_true(signing_blocked(&f));
	one.form = SIGN_TUQ;
	f = check(
		"TUQ. CHỦ TỊCH|KT. TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI|PHÓ TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI",
		"Đinh Mẫu", in_2026, &list);
	assert_true(signing_blocked(&f)); /* not handed on */
}

static void tl_needs_the_working_rules_and_is_told_only(void **state)
{
	(void)state;
	struct sign_findings f = check("TL. CHỦ TỊCH|CHÁNH VĂN PHÒNG", "Lê Mẫu", in_2026, NULL);
	assert_int_equal(f.n, 1);
	assert_false(signing_blocked(&f));
	assert_non_null(strstr(f.v[0].message, "quy chế"));
}

static void lines_that_name_nobody_block(void **state)
{
	(void)state;
	struct sign_findings f = check("", "Trần Mẫu", in_2026, NULL);
	assert_true(signing_blocked(&f));
	f = check(UBND "CHỦ TỊCH", NULL, in_2026, NULL);
	assert_true(signing_blocked(&f));
	f = check("TM. ỦY BAN NHÂN DÂN", "Trần Mẫu", in_2026, NULL);
	assert_true(signing_blocked(&f));
}

/* --- frozen --- */

static struct frozen sample(void)
{
	static struct frozen_record records[] = { { 7, "05/3/2024", "Tin “một”", "1 tin",
							  "Trụ sở" },
		{ 9, "06/3/2024", "Tin hai", "1 tin", "" } };
	static struct frozen_figure figures[] = {
		{ "so-lieu-1", "portal", "tin", "flow", "counted", "02 tin", 0, records, 2, 2 },
		{ "", "station", "lần phát", "flow", "not_counted", "chưa thống kê", 1, NULL, 0, 0 }
	};
	static struct doc doc = { .rules = { 2024, 4, 1 },
		.notation = "BC-UBND",
		.kind = "BÁO CÁO",
		.subject = "Quý I",
		.place = "Ba Tơ",
		.language = "vi" };
	return (struct frozen){ "quý I năm 2024", &doc, figures, 2, 2 };
}

static void what_was_frozen_comes_back_alike(void **state)
{
	struct frozen f = sample(), back;
	const char *json = NULL, *again = NULL;
	struct err e;
	(void)state;
	err_init(&e, a);
	assert_int_equal(frozen_to_json(a, &f, &json, &e), RC_OK);
	assert_int_equal(frozen_from_json(a, json, &back, &e), RC_OK);
	assert_int_equal(frozen_to_json(a, &back, &again, &e), RC_OK);
	assert_string_equal(json, again);
	assert_string_equal(back.v[0].v[0].title, "Tin “một”");
	assert_string_equal(back.doc->subject, "Quý I");
	assert_int_equal(frozen_from_json(a, "{", &back, &e), RC_FAIL);
}

static void later_corrections_are_seen(void **state)
{
	struct frozen then = sample(), now = sample();
	struct frozen_changes none = { 0 }, some = { 0 };
	(void)state;
	frozen_compare(a, &then, &now, &none);
	assert_int_equal(none.n, 0);
	struct frozen_record records[] = { then.v[0].v[0],
		{ 12, "07/3/2024", "Tin ba", "2 tin", "" } };
	struct frozen_figure figures[] = { then.v[0], then.v[1] };
	records[0].numbers = "3 tin";
	figures[0].text = "05 tin";
	figures[0].v = records;
	now.v = figures;
	frozen_compare(a, &then, &now, &some);
	assert_int_equal(some.n, 1);
	assert_string_equal(some.v[0].then, "02 tin");
	assert_string_equal(some.v[0].now, "05 tin");
	assert_int_equal(some.v[0].n, 3); /* changed, gone, new */
	assert_int_equal(some.v[0].v[1].id, 9);
	assert_string_equal(some.v[0].v[1].now, "");
	assert_string_equal(some.v[0].v[2].then, "");
	assert_false(some.v[0].same);
	now.n = 1;
	some = (struct frozen_changes){ 0 };
	frozen_compare(a, &then, &now, &some);
	assert_int_equal(some.n, 2); /* the other figure is gone */
	assert_string_equal(some.v[1].now, "–");
}

/* Only the title of a record was corrected: the number is the same, and that is what is said. */
static void corrected_words_are_no_change_of_number(void **state)
{
	struct frozen then = sample(), now = sample();
	struct frozen_changes some = { 0 };
	(void)state;
	struct frozen_record records[] = { then.v[0].v[0], then.v[0].v[1] };
	struct frozen_figure figures[] = { then.v[0], then.v[1] };
	records[1].title = "Tin hai (sửa)";
	figures[0].v = records;
	now.v = figures;
	frozen_compare(a, &then, &now, &some);
	assert_int_equal(some.n, 1);
	assert_true(some.v[0].same);
	assert_int_equal(some.v[0].n, 1);
	assert_int_equal(some.v[0].v[0].id, 9);
	assert_string_equal(some.v[0].v[0].words,
		"tên hoạt động: khi duyệt “Tin hai”, hiện nay “Tin hai (sửa)”");
}

/* --- evidence for the public --- */

static void only_addresses_that_anybody_can_open_are_links(void **state)
{
	(void)state;
	static const char *const yes[] = { "https://mau.gov.vn", "http://mau.gov.vn:8080/a?b=c@d#e",
		"/tin/mot-bai" };
	static const char *const no[] = { "", "12/BC-UBND", "https://", "http:///a", "/tin/",
		"/hoat-dong/1", "//mau.vn/a", "javascript:alert(1)",
		"https://canbo:mat-khau@mau.vn/", "https://mau.vn/a b", "https://mau.vn\\@x.vn/",
		"HTTPS", "ftp://mau.vn/a", "https://mau.vn/\x01", "https://:80/" };
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(weblink_public(yes[i]));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(weblink_public(no[i]));
	assert_string_equal(weblink_host(a, "https://www.mau.gov.vn:81/a/b"), "mau.gov.vn:81");
	assert_string_equal(weblink_host(a, "http://mau.vn?x"), "mau.vn");
	assert_string_equal(weblink_host(a, "/tin/mot-bai"), "");
}

static void evidence_is_found_by_its_activity_and_named(void **state)
{
	(void)state;
	struct shown_item items[] = {
		{ 3, "/cong-khai/1/minh-chung/1", "image/jpeg", 100, true },
		{ 5, "/tin/mot-bai", NULL, 0, false },
		{ 5, "/cong-khai/1/minh-chung/2", "image/jpeg", 100, true },
		{ 5, "/cong-khai/1/minh-chung/3", "application/pdf", 1300000, false },
		{ 5, "/cong-khai/1/minh-chung/4", "image/jpeg", 100, true },
		{ 9, "/cong-khai/1/minh-chung/5", "application/x-khac", 1025, false },
	};
	struct shown all = { .v = items, .n = 6 }, own = shown_of(&all, 5);
	struct frozen_record records[] = { { .id = 4 }, { .id = 9 } };
	struct frozen_figure f = { .v = records, .n = 1 };
	assert_int_equal(own.n, 4);
	assert_string_equal(shown_name(a, &own, 0), "Bài trên trang này");
	assert_string_equal(shown_name(a, &own, 1), "Ảnh 1");
	assert_string_equal(shown_name(a, &own, 2), "Tệp PDF, 1,2 MB");
	assert_string_equal(shown_name(a, &own, 3), "Ảnh 2");
	for (int64_t id = 0; id <= 10; id++)
		assert_int_equal(shown_of(&all, id).n, id == 3 || id == 9 ? 1 : id == 5 ? 4 : 0);
	own = shown_of(&all, 9);
	assert_string_equal(shown_name(a, &own, 0), "Tệp, 2 KB");
	assert_false(shown_any(&all, &f));
	f.n = 2;
	assert_true(shown_any(&all, &f));
	assert_string_equal(shown_file_name(a, 12, "application/pdf"), "minh-chung-12.pdf");
	assert_string_equal(shown_file_name(a, 12, "x/y"), "minh-chung-12.bin");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_way_has_the_order_of_the_decree),
		TEST(a_notation_is_letters_and_what_joins_them),
		TEST(a_document_is_dated_within_its_time),
		TEST(each_step_has_its_permission_and_its_law),
		TEST(what_goes_back_says_why_and_what_was_issued_never_does),
		TEST(the_head_signs_for_the_body),
		TEST(a_post_not_held_on_that_day_blocks),
		TEST(who_is_not_on_record_is_told_only),
		TEST(only_a_deputy_signs_for_his_head),
		TEST(without_a_written_delegation_nobody_signs_tuq),
		TEST(tl_needs_the_working_rules_and_is_told_only),
		TEST(lines_that_name_nobody_block),
		TEST(what_was_frozen_comes_back_alike),
		TEST(later_corrections_are_seen),
		TEST(corrected_words_are_no_change_of_number),
		TEST(only_addresses_that_anybody_can_open_are_links),
		TEST(evidence_is_found_by_its_activity_and_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
