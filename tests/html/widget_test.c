/* lib/html's widgets, parts, charts and page frame, and lib/asset. That the markup is the kit's own
 * is kit_test.py's matter; here: escaping, what is chosen, what belongs together by its id. */
#include "../test.h"

#include <string.h>

#include "lib/asset/asset.h"
#include "lib/html/chart.h"
#include "lib/html/page.h"

static struct arena *a;
static struct buf b;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	buf_init(&b, a, 1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static size_t count(const char *part)
{
	size_t n = 0;
	for (const char *p = b.p; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}

static void assert_has(const char *part)
{
	if (!count(part))
		fail_msg("missing: %s\nin: %s", part, b.p);
}

static void assert_lacks(const char *part)
{
	if (count(part))
		fail_msg("should not be there: %s\nin: %s", part, b.p);
}

#define EVIL     "<b>\"'&"
#define EVIL_OUT "&lt;b&gt;&quot;&#39;&amp;"

static void everything_of_a_field_is_escaped(void **state)
{
	(void)state;
	struct widget_choice c = { .value = EVIL, .label = EVIL, .hint = EVIL };
	struct widget w = { .name = EVIL,
		.label = EVIL,
		.hint = EVIL,
		.error = EVIL,
		.value = EVIL,
		.prefix = EVIL,
		.suffix = EVIL,
		.autocomplete = EVIL,
		.accept = EVIL,
		.choices = &c,
		.n = 1 };
	widget_input(&b, &w);
	widget_lines(&b, &w);
	widget_select(&b, &w);
	widget_radios(&b, &w);
	widget_checks(&b, &w);
	widget_check(&b, &w);
	widget_file(&b, &w);
	widget_hidden(&b, EVIL, EVIL);
	widget_button(&b, &(struct widget_button){ EVIL, .name = EVIL, .value = EVIL });
	widget_errors(&b, &(struct widget_error){ EVIL, EVIL }, 1);
	assert_lacks("<b>");
	assert_lacks("\"'&");
	assert_has("value=\"" EVIL_OUT "\"");
	assert_has(">" EVIL_OUT "</option>");
}

static void an_address_with_script_leads_nowhere(void **state)
{
	(void)state;
	const char *bad = "javascript:alert(1)";
	widget_button(&b, &(struct widget_button){ .text = "x", .href = bad });
	widget_button(&b, &(struct widget_button){ .text = "x", .action = bad });
	part_back(&b, bad, "x");
	part_tabs(&b, "x", &(struct part_link){ .text = "x", .href = bad }, 1);
	part_notice(&b, &(struct part_notice){ .text = "x", .undo = bad, .csrf = "x" });
	assert_lacks("javascript");
	assert_int_equal(count("\"#\""), 5);
}

static void a_password_is_never_written_back(void **state)
{
	(void)state;
	widget_input(&b, &(struct widget){ .name = "p",
				 .label = "Mật khẩu",
				 .type = WIDGET_SECRET,
				 .value = "hunter2",
				 .error = "Mật khẩu không đúng" });
	assert_lacks("hunter2");
	assert_has("type=\"password\"");
	assert_has("autocomplete=\"current-password\"");
}

static void hint_and_error_describe_the_field(void **state)
{
	(void)state;
	struct widget w = {
		.name = "ngay", .label = "Ngày", .type = WIDGET_DAY, .error = "Không có ngày 31/02"
	};
	widget_input(&b, &w);
	assert_has("aria-describedby=\"ngay-hint ngay-error\"");
	assert_has("id=\"ngay-hint\" class=\"govuk-hint\">Ngày/tháng/năm, ví dụ 05/3/2024<");
	assert_has("id=\"ngay-error\"");
	buf_clear(&b);
	w.error = NULL;
	w.hint = "Ngày ký";
	widget_input(&b, &w);
	assert_has("aria-describedby=\"ngay-hint\"");
	assert_lacks("error");
	buf_clear(&b);
	w = (struct widget){ .name = "ten", .label = "Tên" };
	widget_input(&b, &w);
	assert_lacks("aria-describedby");
}

static void lines_keep_their_first_empty_line(void **state)
{
	(void)state;
	widget_lines(&b, &(struct widget){ .name = "x", .label = "x", .value = "\n\nba" });
	assert_has(">\n\n\nba</textarea>");
}

static const struct widget_choice kinds[] = { { .value = "loa", .label = "Loa" },
	{ .value = "hop", .label = "Họp" }, { .value = "roi", .label = "Tờ rơi", .off = true } };

static void one_radio_is_chosen_and_the_first_has_the_fields_id(void **state)
{
	(void)state;
	widget_radios(&b, &(struct widget){ .name = "kenh",
				  .label = "Kênh",
				  .choices = kinds,
				  .n = 3,
				  .value = "hop" });
	assert_int_equal(count(" checked"), 1);
	assert_has("id=\"kenh\" name=\"kenh\" type=\"radio\" value=\"loa\">");
	assert_has("id=\"kenh-2\" name=\"kenh\" type=\"radio\" value=\"hop\" checked>");
	assert_has("id=\"kenh-3\" name=\"kenh\" type=\"radio\" value=\"roi\" disabled>");
}

static void checks_take_several_values(void **state)
{
	(void)state;
	struct texts many = { 0 };
	ARENA_PUSH(a, &many, "loa");
	ARENA_PUSH(a, &many, "roi");
	widget_checks(&b,
		&(struct widget){
			.name = "kenh", .label = "Kênh", .choices = kinds, .n = 3, .many = &many });
	assert_int_equal(count(" checked"), 2);
	assert_has("value=\"hop\">");
}

static void a_value_nobody_offered_chooses_nothing(void **state)
{
	(void)state;
	struct widget w = { .name = "k", .label = "K", .choices = kinds, .n = 3, .value = "khac" };
	widget_radios(&b, &w);
	widget_select(&b, &w);
	assert_lacks(" checked");
	assert_lacks(" selected");
}

static void a_single_box_sends_1_and_is_described(void **state)
{
	(void)state;
	widget_check(&b, &(struct widget){ .name = "dung",
				 .label = "Đúng",
				 .hint = "h",
				 .error = "e",
				 .ticked = true });
	assert_has("value=\"1\" checked aria-describedby=\"dung-error dung-item-hint\"");
}

static void no_errors_no_summary(void **state)
{
	(void)state;
	widget_errors(&b, NULL, 0);
	assert_string_equal(b.p, "");
}

static const char *shown(size_t page, size_t pages)
{
	buf_clear(&b);
	part_pages(&b, &(struct part_pages){ .page = page, .pages = pages, .base = "?trang=" });
	struct buf out;
	buf_init(&out, a, 1 << 10);
	for (const char *p = b.p; (p = strstr(p, "<li class=\"govuk-pagination__item")); p++) {
		const char *end = strstr(p, "</li>");
		const char *text = strstr(p, "aria-label=\"Trang ");
		if (text && text < end)
			buf_printf(&out, "%.*s ", (int)strcspn(text + 18, "\""), text + 18);
		else if (strstr(p, "&ctdot;") && strstr(p, "&ctdot;") < end)
			buf_puts(&out, "… ");
	}
	return out.p;
}

static void pages_near_and_at_the_ends_are_shown(void **state)
{
	(void)state;
	assert_string_equal(shown(1, 2), "1 2 ");
	assert_string_equal(shown(1, 40), "1 2 3 … 40 ");
	assert_string_equal(shown(4, 40), "1 2 3 4 5 6 … 40 ");
	assert_string_equal(shown(40, 40), "1 … 38 39 40 ");
	assert_lacks("rel=\"next\"");
	assert_has("href=\"?trang=39\" rel=\"prev\"");
	assert_string_equal(shown(1, 1), "");
	assert_string_equal(b.p, "");
	part_pages(&b, &(struct part_pages){ 0 });
	assert_string_equal(b.p, "");
}

static void bars_stand_on_one_scale_and_tell_their_numbers(void **state)
{
	(void)state;
	struct chart_bar v[] = { { .label = "Loa <b>", .planned = 8, .done = 4, .late = 2 },
		{ .label = "Họp", .planned = 1, .done = 16 },
		{ .label = "Trống", .planned = -3, .done = 0 } };
	chart_bars(&b, &(struct chart_bars){
			       .id = "c", .title = "T", .unit = "nhiệm vụ", .v = v, .n = 3 });
	assert_has("class=\"loa-bar-planned\" x=\"0.5\" y=\"2.5\" width=\"50.0%\"");
	assert_has("class=\"loa-bar-done\" y=\"0\" width=\"25.0%\"");
	assert_has("class=\"loa-bar-late\" x=\"25.0%\" y=\"4\" width=\"12.5%\"");
	assert_has("class=\"loa-bar-done\" y=\"0\" width=\"100.0%\"");
	assert_has("<title id=\"c-1-t\">Loa &lt;b&gt;</title>");
	assert_has("<desc id=\"c-1-d\">Kế hoạch 8 nhiệm vụ, đã làm 4, trễ hạn 2.</desc>");
	assert_has("aria-labelledby=\"c-2-t c-2-d\"");
	assert_lacks("-3\" height");
	assert_lacks("style");
}

static void a_spark_keeps_within_its_field(void **state)
{
	(void)state;
	int64_t v[] = { INT64_MIN / 2, 0, INT64_MAX / 2 };
	chart_spark(&b, &(struct chart_spark){ "s", "T", v, 3 });
	assert_has("points=\"4.0,22.0 48.0,13.0 92.0,4.0\"");
	buf_clear(&b);
	int64_t flat[] = { 5, 5 };
	chart_spark(&b, &(struct chart_spark){ "s", "T", flat, 2 });
	assert_has("points=\"4.0,13.0 92.0,13.0\"");
	assert_has("<desc id=\"s-d\">5, 5</desc>");
	buf_clear(&b);
	chart_spark(&b, &(struct chart_spark){ "s", "T", flat, 1 });
	chart_spark(&b, &(struct chart_spark){ "s", "T", NULL, 0 });
	assert_string_equal(b.p, "");
}

static void draw(const struct page *p)
{
	buf_clear(&b);
	page_begin(&b, p);
	page_end(&b, p);
}

static void the_frame_says_who_where_and_what_is_wrong(void **state)
{
	(void)state;
	struct part_link menu[] = { { .text = "Kế hoạch", .href = "/ke-hoach", .current = true },
		{ .text = "Số liệu", .href = "/so-lieu", .waiting = 2 } };
	struct widget_error e = { "ten", "Xin nhập mục “Tên”." };
	draw(&(struct page){ .title = "A & B",
		.commune = "UBND xã Ba Tơ",
		.menu = menu,
		.menu_n = 2,
		.person = "Nguyễn Văn A",
		.sign_out = "/dang-xuat",
		.csrf = "t0ken",
		.errors = &e,
		.errors_n = 1,
		.document = true });
	assert_has("<html lang=\"vi\"");
	assert_has("<title>Lỗi: A &amp; B – UBND xã Ba Tơ</title>");
	assert_has("href=\"/ke-hoach\" aria-current=\"page\"");
	assert_int_equal(count("aria-current"), 1);
	assert_has("<form class=\"loa-person\" method=\"post\" action=\"/dang-xuat\">");
	assert_has("name=\"csrf\" value=\"t0ken\"");
	assert_has("<a href=\"#ten\">Xin nhập mục “Tên”.</a>");
	assert_has(asset_path("doc.css"));
	assert_int_equal(count("<script"), 1); /* one file, nothing inline */
	assert_has(".js\" defer></script>");
	assert_lacks("style=");
}

static void a_visitor_has_nothing_to_sign_out_of(void **state)
{
	(void)state;
	draw(&(struct page){ .title = "Đăng nhập", .commune = "UBND xã Ba Tơ" });
	assert_has("<title>Đăng nhập – UBND xã Ba Tơ</title>");
	assert_lacks("Đăng xuất");
	assert_lacks("<nav");
	assert_lacks(asset_path("doc.css"));
	assert_lacks("govuk-notification-banner");
}

static void assets_are_found_by_their_address_only(void **state)
{
	(void)state;
	const struct asset *s = asset_find(asset_path("office.css"));
	assert_non_null(s);
	assert_string_equal(s->type, "text/css; charset=utf-8");
	assert_non_null(strstr(s->path, s->etag));
	assert_true(s->gzip.n && s->gzip.n < s->plain.n && s->br.n < s->gzip.n);
	assert_int_equal(s->gzip.p[0], 0x1f);
	assert_non_null(memmem(s->plain.p, s->plain.n, ".loa-header", 11));
	assert_null(memmem(s->plain.p, s->plain.n, "GDS Transport", 13));
	assert_null(memmem(s->plain.p, s->plain.n, "@import", 7));
	assert_null(memmem(s->plain.p, s->plain.n, "url(", 4));
	assert_null(asset_find("/assets/office.css"));
	assert_null(asset_find("/assets/../loa"));
	assert_null(asset_find(""));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_of_a_field_is_escaped),
		TEST(an_address_with_script_leads_nowhere),
		TEST(a_password_is_never_written_back),
		TEST(hint_and_error_describe_the_field),
		TEST(lines_keep_their_first_empty_line),
		TEST(one_radio_is_chosen_and_the_first_has_the_fields_id),
		TEST(checks_take_several_values),
		TEST(a_value_nobody_offered_chooses_nothing),
		TEST(a_single_box_sends_1_and_is_described),
		TEST(no_errors_no_summary),
		TEST(pages_near_and_at_the_ends_are_shown),
		TEST(bars_stand_on_one_scale_and_tell_their_numbers),
		TEST(a_spark_keeps_within_its_field),
		TEST(the_frame_says_who_where_and_what_is_wrong),
		TEST(a_visitor_has_nothing_to_sign_out_of),
		TEST(assets_are_found_by_their_address_only),
	};
	return cmocka_run_group_tests_name("widgets", tests, NULL, NULL);
}
