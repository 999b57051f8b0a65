/* Markdown of articles: what it becomes, and what can never come of it. */
#include "../test.h"

#include <string.h>

#include "lib/html/markdown.h"

static struct arena *a;
static struct problems problems;
static const struct markdown_picture pictures[] = {
	{ "/tin/anh/5/nho", "/tin/anh/5/lon", 400, 1600, 900, "Bà cụ & \"cháu\"", "", NULL, 0 },
	{ "/tin/anh/6/nho", "/tin/anh/6/lon", 400, 400, 300, "Bảng tin", "Bảng <mới>", NULL, 0 },
};

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	problems = (struct problems){ .a = a };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static const char *html(const char *text, const char *site, bool *placed)
{
	struct markdown_options o = { pictures, 2, placed, site };
	return html_markup(markdown_html(a, text, &o, &problems));
}

static void becomes(const char *text, const char *markup)
{
	assert_string_equal(html(text, NULL, NULL), markup);
	if (problems.n)
		fail_msg("%s", problems.v[0].message);
}

static void words_keep_their_shape(void **state)
{
	(void)state;
	becomes("# Mục\n\nMột **hai** *ba*\nbốn",
		"<h2>Mục</h2>\n<p>Một <strong>hai</strong> <em>ba</em><br />\nbốn</p>\n");
	becomes("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
	becomes("##### Sâu", "<h2>Sâu</h2>\n");
	becomes("## a\n\n#### b\n\n##### c\n\n# d",
		"<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n<h2>d</h2>\n");
	becomes("5 < 6 & \"7\"", "<p>5 &lt; 6 &amp; &quot;7&quot;</p>\n");
	becomes("", "");
}

/* What comes from a word processor begins its paragraphs with a tab or blanks: no program text. */
static void indented_paragraphs_are_paragraphs(void **state)
{
	(void)state;
	becomes("Một\n\n\tHai **đậm**\n\n      Ba\n    bốn\n\nNăm",
		"<p>Một</p>\n<p>Hai <strong>đậm</strong></p>\n<p>Ba<br />\nbốn</p>\n<p>Năm</p>\n");
	becomes("\tMột\n\n\t\tHai", "<p>Một</p>\n<p>Hai</p>\n");
	becomes("    - a\n    - b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
	becomes("- a\n    - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n");
	becomes("```\n    a\n```", "<pre><code>    a\n</code></pre>\n");
	html("Một\n\n\tHai\n\n    <b>x", NULL, NULL);
	assert_int_equal(problems.n, 1);
	assert_int_equal(problems.v[0].line, 5);
	assert_string_equal(markdown_plain(a, "Một\n\n\tHai *ba*", ""), "Một\n\nHai ba");
}

static void tables_scroll_by_themselves(void **state)
{
	(void)state;
	const char *t = "| a | b |\n| - | - |\n| 1 | 2 |";
	const char *s = html(t, NULL, NULL);
	assert_non_null(strstr(s, "<div class=\"loa-scroll\" role=\"region\""));
	assert_non_null(strstr(s, "<td>1</td>"));
	assert_null(strstr(html(t, "https://xa.vn", NULL), "class"));
}

static void links_lead_where_links_may(void **state)
{
	(void)state;
	becomes("[x](https://a.vn/b)", "<p><a href=\"https://a.vn/b\">x</a></p>\n");
	becomes("[x](/tin/a) [y](mailto:a@b.vn) [z](tel:0255)",
		"<p><a href=\"/tin/a\">x</a> <a href=\"mailto:a@b.vn\">y</a> <a href=\"tel:0255\">z</a></p>\n");
	becomes("xem https://a.vn", "<p>xem <a href=\"https://a.vn\">https://a.vn</a></p>\n");
	assert_string_equal(html("[x](/tin/a)", "https://xa.vn", NULL),
		"<p><a href=\"https://xa.vn/tin/a\">x</a></p>\n");
}

static void refused(const char *text, int line, const char *why)
{
	problems.n = 0;
	const char *s = html(text, NULL, NULL);
	if (problems.n != 1 || problems.v[0].line != line || !strstr(problems.v[0].message, why))
		fail_msg("%s: %zu problems: %d %s", text, problems.n,
			problems.n ? problems.v[0].line : 0,
			problems.n ? problems.v[0].message : "");
	static const char *const never[] = { "<script", "<img", "javascript:", "href=\"data",
		"<iframe", "<b>", "href=\"//" };
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strstr(s, never[i]) && strcmp(never[i], "javascript:"))
			fail_msg("%s in %s", never[i], s);
	assert_null(strstr(s, "href=\"javascript"));
}

static void what_is_wrong_is_told_from_the_top(void **state)
{
	(void)state;
	problems.n = 0;
	html("<b>a [x](data:y)\n\n[y](data:z)\n\n![](anh:9)", NULL, NULL);
	static const int lines[] = { 1, 1, 3, 5 };
	assert_int_equal(problems.n, 4);
	for (size_t i = 0; i < problems.n; i++)
		assert_int_equal(problems.v[i].line, lines[i]);
	assert_non_null(strstr(problems.v[0].message, "<b>"));
}

static void what_is_not_theirs_is_told_and_stays_text(void **state)
{
	(void)state;
	refused("một\n\n[x](javascript:alert(1))", 3, "liên kết “javascript:");
	refused("[x](JaVaScRiPt:alert(1))", 1, "liên kết");
	refused("[x](data:text/html,x)", 1, "liên kết");
	refused("[x](//evil.vn)", 1, "liên kết");
	refused("[x](trang-khac)", 1, "liên kết");
	refused("[x](<java\nscript:alert(1)>)\n\nvà <b>đậm", 4, "mã HTML");
	refused("a <b>đậm", 1, "không dùng mã HTML (“<b>”)");
	refused("<script>alert(1)</script>", 1, "mã HTML");
	refused("<iframe src=x>\n</iframe>", 1, "mã HTML");
	refused("![x](https://a.vn/a.png)", 1, "không có ảnh");
	refused("![x](anh:3)", 1, "không có ảnh");
	refused("![x](anh:0)", 1, "không có ảnh");
	refused("chữ ![](anh:1) chữ", 1, "đứng riêng");
	refused("- ![](anh:1)", 1, "đứng riêng");
	refused("[![](anh:1)](https://a.vn)", 1, "đứng riêng");
}

/* Old browsers take the JPEG inside; the first picture of a text comes at once. */
static void pictures_have_webp_where_it_is_there(void **state)
{
	(void)state;
	static const struct html_webp webp[] = { { "/tin/anh/5/400-ab.webp", 400 },
		{ "javascript:x", 1600 } };
	struct markdown_picture two[] = { pictures[0], pictures[1] };
	two[0].webp = webp;
	two[0].webp_n = 2;
	struct markdown_options o = { two, 2, NULL, NULL };
	const char *text = "a\n\n![](anh:1)\n\nb\n\n![](anh:2)\n\n![](anh:1)";
	const char *s = html_markup(markdown_html(a, text, &o, &problems));
	const char *first = strstr(s, "<img"), *second = strstr(first + 1, "<img");
	assert_non_null(strstr(s,
		"<picture><source type=\"image/webp\" srcset=\"/tin/anh/5/400-ab.webp "
		"400w, # 1600w\" sizes=\"(min-width: 700px) 640px, 100vw\">\n<img src=\"/tin/anh/5/lon\" srcset="));
	assert_ptr_equal(strstr(s, "loading=\"lazy\""), strstr(second, "loading=\"lazy\""));
	assert_non_null(strstr(strstr(second + 1, "<img"), "loading=\"lazy\""));
	assert_non_null(strstr(s, "\"></picture></figure>"));
	assert_non_null(
		strstr(s, "<figure class=\"loa-illustration\"><img src=\"/tin/anh/6/lon\""));
	o.site = "https://xa.vn"; /* to be pasted elsewhere */
	s = html_markup(markdown_html(a, text, &o, &problems));
	assert_null(strstr(s, "picture"));
	assert_int_equal(problems.n, 0);
}

static void pictures_are_those_given(void **state)
{
	(void)state;
	bool placed[2] = { false, false };
	const char *s = html("a\n\n![](anh:2)\n\nb", NULL, placed);
	assert_true(!placed[0] && placed[1]);
	assert_non_null(
		strstr(s, "<figure class=\"loa-illustration\"><img src=\"/tin/anh/6/lon\""));
	assert_non_null(strstr(s, "alt=\"Bảng tin\""));
	assert_non_null(strstr(s, "<figcaption>Bảng &lt;mới&gt;</figcaption>"));
	assert_null(strstr(s, "srcset"));
	s = html("![](anh:1)", NULL, placed);
	assert_non_null(strstr(s, "srcset=\"/tin/anh/5/nho 400w, /tin/anh/5/lon 1600w\""));
	assert_non_null(strstr(s, "width=\"1600\" height=\"900\""));
	assert_non_null(strstr(s, "alt=\"Bà cụ &amp; &quot;cháu&quot;\""));
	s = html("![](anh:1)", "https://xa.vn", placed);
	assert_non_null(strstr(s, "<figure><img src=\"https://xa.vn/tin/anh/5/lon\""));
	assert_int_equal(problems.n, 0);
}

static void plain_words_keep_lists_links_and_tables(void **state)
{
	(void)state;
	assert_string_equal(
		markdown_plain(a,
			"# Mục\n\nMột **hai**\nba [x](/tin/a).\n\n- a\n- b\n\nhết https://a.vn",
			"https://xa.vn"),
		"Mục\n\nMột hai\nba x (https://xa.vn/tin/a).\n- a\n- b\n\nhết https://a.vn");
	assert_string_equal(
		markdown_plain(a, "| a | b |\n| - | - |\n| 1 | 2 |", ""), "a | b\n1 | 2");
	assert_string_equal(markdown_plain(a, "a <b>x", ""), "a x");
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(words_keep_their_shape),
		T(indented_paragraphs_are_paragraphs),
		T(tables_scroll_by_themselves),
		T(links_lead_where_links_may),
		T(what_is_wrong_is_told_from_the_top),
		T(what_is_not_theirs_is_told_and_stays_text),
		T(pictures_are_those_given),
		T(pictures_have_webp_where_it_is_there),
		T(plain_words_keep_lists_links_and_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
