/* Days and links as foreign pages write them. */
#include "../test.h"

#include <string.h>

#include "features/harvest/harvest.h"
#include "features/harvest/seen.h"
#include "lib/base/text.h"
#include "lib/fetch/feed_day.h"
#include "lib/fetch/link.h"

static const struct date today = { 2024, 4, 20 };

/* day "": none; why: what the note holds, NULL: no note. */
static const struct {
	const char *text, *day, *why;
} days[] = {
	{ "Tue, 05 Mar 2024 08:15:00 +0700", "2024-03-05", NULL },
	{ "Mon, 04 Mar 2024 17:00:00 GMT", "2024-03-05", NULL },
	{ "Mon, 04 Mar 2024 16:59:59 GMT", "2024-03-04", NULL },
	{ "Tue, 05 Mar 2024 01:00:00 +1400", "2024-03-04", NULL },
	{ "5 Mar 24", "2024-03-05", NULL },
	{ "Tuesday, 05-Mar-24 08:15:00 GMT", "2024-03-05", NULL },
	{ "March 5, 2024", "2024-03-05", NULL },
	{ "Sept 5, 2023", "2023-09-05", NULL },
	{ "2024-03-05", "2024-03-05", NULL },
	{ "2024-03-05T23:30:00+07:00", "2024-03-05", NULL },
	{ "2024-03-04T17:30:00.123Z", "2024-03-05", NULL },
	{ "2024-03-05 08:15:00", "2024-03-05", NULL },
	{ "20240305", "2024-03-05", NULL },
	{ "2023-12-31T20:00:00Z", "2024-01-01", NULL },
	{ "05/3/2024", "2024-03-05", NULL },
	{ "05-03-2024", "2024-03-05", NULL },
	{ "5.3.2024 8h15", "2024-03-05", NULL },
	{ "Thứ Ba, 05/03/2024 08:15", "2024-03-05", NULL },
	{ "Thứ ba, ngày 05/03/2024, 08:15 (GMT+7)", "2024-03-05", NULL },
	{ "08:15 | 05/03/2024", "2024-03-05", NULL },
	{ "Đăng lúc 08:15 ngày 5 tháng 3 năm 2024", "2024-03-05", NULL },
	{ "5 Tháng Ba, 2024", "2024-03-05", NULL },
	{ "12 Tháng Mười Hai, 2023", "2023-12-12", NULL },
	{ "05/03/2024 2:00:00 CH", "2024-03-05", NULL },
	{ "3/25/2024 8:15:00 AM", "2024-03-25", NULL },
	{ "Tue, 03/05/2024 8:15 AM", "2024-03-05", NULL },
	{ "5/5/2023 8:15:00 AM", "2023-05-05", NULL },
	{ "3/5/2024 8:15:00 AM", "", "đâu là ngày, đâu là tháng" },
	{ "Thứ Hai, 05/03/2024", "2024-03-05", "thứ và ngày không khớp" },
	{ "31/02/2024", "", "không có ngày như vậy" },
	{ "Mon, 01 Jan 0001 00:00:00 GMT", "", "không phải ngày thật" },
	{ "Thu, 01 Jan 1970 00:00:00 GMT", "", "không phải ngày thật" },
	{ "21/4/2024", "", "ở tương lai" },
	{ "hôm nay", "", "không hiểu được" },
	{ "05/3", "", "không hiểu được" },
	{ "1.234.5678", "", "không hiểu được" },
	{ "", "", "Không ghi ngày." },
	{ NULL, "", "Không ghi ngày." },
};

static void days_of_many_hands(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		struct feed_day d = feed_day_read(a, days[i].text, today);
		const char *shown = days[i].text ? days[i].text : "(NULL)";
		if (!text_eq(date_iso(a, d.day), days[i].day))
			fail_msg("%s: %s, not %s", shown, date_iso(a, d.day), days[i].day);
		if (days[i].why ? !d.why || !strstr(d.why, days[i].why) : d.why != NULL)
			fail_msg("%s: %s", shown, d.why ? d.why : "no note");
	}
	arena_free(a);
}

/* out NULL: no address. */
static const struct {
	const char *base, *href, *out;
} links[] = {
	{ NULL, "http://xa.example/tin", "http://xa.example/tin" },
	{ NULL, " HTTPS://Xa.Example/Tin?a=1#dau ", "https://xa.example/Tin?a=1" },
	{ NULL, "http://xa.example", "http://xa.example/" },
	{ NULL, "/tin", NULL },
	{ NULL, "xa.example/tin", NULL },
	{ NULL, "javascript:alert(1)", NULL },
	{ NULL, "mailto:a@b.example", NULL },
	{ NULL, "file:///etc/passwd", NULL },
	{ NULL, "http://ai@xa.example/", NULL },
	{ NULL, "http://xa.example:99999999/", NULL },
	{ NULL, "http:///x", NULL },
	{ NULL, "http://[::1]:80/", "http://[::1]:80/" },
	{ NULL, "http://xa.example/tin tức/bài", "http://xa.example/tin%20t%E1%BB%A9c/b%C3%A0i" },
	{ NULL, "http://xa.example/a%2fb%zz", "http://xa.example/a%2fb%25zz" },
	{ "http://xa.example/a/b?c", "d", "http://xa.example/a/d" },
	{ "http://xa.example/a/b?c", "?x=1", "http://xa.example/a/b?x=1" },
	{ "http://xa.example/a/b?c", "", NULL },
	{ "http://xa.example/a/b?c", "#x", "http://xa.example/a/b?c" },
	{ "http://xa.example/a/b/c", "../../../d/./e/..", "http://xa.example/d/" },
	{ "https://xa.example/a", "//kia.example/b", "https://kia.example/b" },
	{ "http://xa.example/a", "javascript:void(0)", NULL },
	{ "http://xa.example/a", "data:text/html,x", NULL },
	{ "http://xa.example/a/", "tin:tuc", NULL },
	{ "http://xa.example", "tin", "http://xa.example/tin" },
};

static void links_are_made_whole(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		const char *s = link_resolve(a, links[i].base, links[i].href);
		if (!text_eq(s, links[i].out))
			fail_msg("%s: %s, not %s", links[i].href, s ? s : "NULL",
				links[i].out ? links[i].out : "NULL");
		if (s)
			assert_string_equal(link_resolve(a, NULL, s), s);
	}
	arena_free(a);
}

/* Each row one page by two addresses, or (other) two pages. */
static const struct {
	const char *one, *two;
	bool other;
} keys[] = {
	{ "http://xa.example/tin/1", "https://www.xa.example/tin/1/", false },
	{ "http://xa.example:80/tin?id=1&utm_source=fb&UTM_medium=x", "http://xa.example/tin?id=1",
		false },
	{ "http://xa.example/tin?fbclid=abc", "http://xa.example/tin", false },
	{ "http://xa.example/tin;jsessionid=AB12?id=1", "http://xa.example/tin?id=1", false },
	{ "http://xa.example/%7Etin", "http://xa.example/~tin", false },
	{ "https://m.facebook.com/a/posts/1?__tn__=x", "https://www.facebook.com/a/posts/1",
		false },
	{ "http://xa.example/tin?id=1", "http://xa.example/tin?id=2", true },
	{ "http://xa.example/a%2Fb", "http://xa.example/a/b", true },
	{ "http://xa.example/Tin", "http://xa.example/tin", true },
	{ "http://xa.example:8080/tin", "http://xa.example/tin", true },
	{ "http://kia.xa.example/tin", "http://xa.example/tin", true },
};

static void links_of_one_page_are_alike(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (text_eq(link_key(a, keys[i].one), link_key(a, keys[i].two)) == keys[i].other)
			fail_msg("%s and %s: %s, %s", keys[i].one, keys[i].two,
				link_key(a, keys[i].one), link_key(a, keys[i].two));
	arena_free(a);
}

/* contents: of the plan below, joined. */
static const struct {
	const char *title;
	bool about;
	const char *contents;
} items[] = {
	{ "Xã rút ngắn thời gian giải quyết thủ tục hành chính", true, "nd2" },
	{ "XÃ MẪU: MỘT CỬA LÀM VIỆC CẢ SÁNG THỨ BẢY", true, "nd2,nd4" },
	{ "Tập huấn dịch vụ công trực tuyến", true, "nd4" },
	{ "Kết quả chỉ số PAR INDEX năm 2023", true, "nd1" },
	{ "Công bố chỉ số cải cách hành chính", true, "nd1" },
	{ "Cai cach hanh chinh o xa", true, "nd1" },
	{ "Chuyển đổi số ở thôn", true, "nd4" },
	{ "Đào tạo, bồi dưỡng cán bộ, công chức xã", true, "nd3" },
	{ "Là một của để dành", false, "" },
	{ "Cán bộ, công chức tham gia giải chạy", false, "" },
	{ "Giải bóng chuyền chào mừng ngày 26/3", false, "" },
	{ "", false, "" },
};

static void items_about_reform_are_known_by_their_words(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct harvest_content list[] = {
		{ "nd1", "Tuyên truyền về CCHC, cải cách hành chính (PAR INDEX)" },
		{ "nd2", "Đơn giản hóa quy trình thực hiện thủ tục hành chính" },
		{ "nd3", "Đào tạo, bồi dưỡng đội ngũ cán bộ, công chức" },
		{ "nd4", "Dịch vụ công trực tuyến, giải quyết TTHC; chính quyền điện tử" }
	};
	struct harvest_contents plan = { .v = list, .n = 4 };
	for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
		struct harvest_verdict v;
		harvest_judge(a, items[i].title, "", &plan, &v);
		const char *codes = text_join(a, &v.contents, ",");
		if (v.about != items[i].about || !text_eq(codes, items[i].contents))
			fail_msg("%s: %d, %s: %s", items[i].title, v.about, codes, v.reason);
		assert_true(!v.about || strstr(v.reason, "Có cụm từ “"));
	}
	arena_free(a);
}

static void what_was_seen_is_found_again(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct seen s = { 0 };
	assert_int_equal(seen_get(&s, "x"), 0);
	for (int i = 1; i <= 5000; i++)
		seen_put(a, &s, arena_printf(a, "khoa-%d", i), i);
	seen_put(a, &s, "khoa-7", 99);
	for (int i = 1; i <= 5000; i++)
		assert_int_equal(seen_get(&s, arena_printf(a, "khoa-%d", i)), i);
	assert_int_equal(seen_get(&s, "khoa-5001"), 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_of_many_hands),
		cmocka_unit_test(links_are_made_whole),
		cmocka_unit_test(links_of_one_page_are_alike),
		cmocka_unit_test(items_about_reform_are_known_by_their_words),
		cmocka_unit_test(what_was_seen_is_found_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
