/* lib/html, the template compiler (page.html) and the embedder. */
#include "../test.h"

#include <string.h>

#include "lib/html/html.h"
#include "page.h"

extern const char html_sample_bin[];
extern const size_t html_sample_bin_size;

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

void footer(struct buf *out)
{
	buf_puts(out, "<footer>");
}

static void text_is_escaped(void **state)
{
	(void)state;
	HTML_PUT(&b, "<script>alert(\"x\")</script> & 'Ba Tơ'");
	assert_string_equal(
		b.p, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Ba Tơ&#39;");
}

static void absent_text_writes_nothing(void **state)
{
	(void)state;
	HTML_PUT(&b, (const char *)NULL);
	HTML_PART(&b, (const char *)NULL);
	html_put_raw(&b, NULL);
	assert_int_equal(b.n, 0);
}

static void numbers_and_days_are_written_by_type(void **state)
{
	(void)state;
	HTML_PUT(&b, INT64_MIN);
	buf_putc(&b, ' ');
	HTML_PUT(&b, SIZE_MAX);
	buf_putc(&b, ' ');
	HTML_PUT(&b, ((struct date){ 2024, 3, 5 }));
	buf_putc(&b, ' ');
	HTML_PART(&b, ((struct date){ 2024, 3, 5 }));
	assert_string_equal(b.p, "-9223372036854775808 18446744073709551615 05/3/2024 2024-03-05");
}

static void part_of_an_address_cannot_leave_it(void **state)
{
	(void)state;
	HTML_PART(&b, "a/b?c&d=\"đ\"#e +x@y.vn");
	assert_string_equal(b.p, "a%2Fb%3Fc%26d%3D%22%C4%91%22%23e%20%2Bx@y.vn");
}

static const char *url(const char *address)
{
	buf_clear(&b);
	html_put_url(&b, address);
	return b.p;
}

static void addresses_of_this_site_and_of_four_schemes_pass(void **state)
{
	(void)state;
	static const char *const good[] = { "/ke-hoach/1?x=1#y", "#hd-3", "?trang=2", "bai.html",
		"../a:b", "https://bato.quangngai.gov.vn/", "HTTP://x", "mailto:a@b.vn",
		"tel:+84255", "/a//b", "?next=javascript:1" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_string_equal(url(good[i]), good[i]);
}

static void other_addresses_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { NULL, "", "javascript:alert(1)", "JaVaScRiPt:1",
		"java\tscript:1", " javascript:1", "\x01javascript:1", "data:text/html,x",
		"vbscript:x", "//evil.example/", "/\\evil.example", "\\\\evil", "http:x",
		"https://", "https:///x", "ftp://x", "file:///etc/passwd", "a b", "mailto:", ":x" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_string_equal(url(bad[i]), "#");
}

static void addresses_are_escaped(void **state)
{
	(void)state;
	assert_string_equal(url("/a?b=1&c='"), "/a?b=1&amp;c=&#39;");
}

static const char *lines(const char *text)
{
	buf_clear(&b);
	html_put_raw(&b, html_lines(a, text));
	return b.p;
}

static void lines_become_paragraphs(void **state)
{
	(void)state;
	assert_string_equal(lines("a<b\r\nc\n\n\nd\n"), "<p>a&lt;b<br>\nc</p>\n<p>d</p>\n");
	assert_string_equal(lines(""), "");
	assert_string_equal(lines(NULL), "");
	assert_string_equal(lines("\n\r\n"), "");
}

static const struct page_row rows[] = {
	{ 7, "Đối thoại <&>", { 2024, 3, 5 }, true },
	{ 8, "b", { 2024, 12, 31 }, false },
};

static const char *page(size_t n, const char *link)
{
	struct page v = { "Tin \"A\" & B", link, rows, n, html_lines(a, "<i>") };
	buf_clear(&b);
	page_html(&b, &v);
	return b.p;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("missing: %s", part);
}

static void template_escapes_text_and_attributes(void **state)
{
	(void)state;
	const char *s = page(0, "/x");
	assert_has(s, "<!doctype html>\n<title>Tin &quot;A&quot; &amp; B</title>\n<h1 title=\"Tin "
		      "&quot;A&quot; &amp; B\" lang='Tin &quot;A&quot; &amp; B'>Tin");
}

static void template_takes_one_branch(void **state)
{
	(void)state;
	assert_has(page(0, "/x"), "</h1>\n<p>none \"quoted\" \\ back</p>\n<a ");
	assert_has(page(1, "/x"), "</h1>\n<p>one</p>\n<a ");
}

static void template_loops_and_calls(void **state)
{
	(void)state;
	assert_has(page(2, "/x"),
		"</h1>\n<ul>\n<li class=\"marked Đối thoại &lt;&amp;&gt;\">Đối thoại "
		"&lt;&amp;&gt; (7, 05/3/2024)</li>\n<li>b (8, 31/12/2024)</li>\n</ul>\n<a ");
}

static void template_checks_addresses(void **state)
{
	(void)state;
	const char *s = page(2, "javascript:alert(1)");
	assert_has(s, "<a href=\"#\">link</a>");
	assert_null(strstr(s, "javascript"));
	assert_has(page(2, "https://a.vn/?b&c"), "<a href=\"https://a.vn/?b&amp;c\">link</a>");
	assert_has(s, "<a href=\"/search?q=Tin%20%22A%22%20%26%20B&amp;n=2&amp;d=2024-03-05#7\">");
}

static void template_writes_finished_markup_as_it_is(void **state)
{
	(void)state;
	assert_has(page(0, "/x"), "<p>&lt;i&gt;</p>\n<footer>\n<p>{{}} yes\n");
}

static void a_full_buffer_is_seen(void **state)
{
	(void)state;
	buf_init(&b, a, 40);
	page(2, "/x");
	assert_true(b.over);
	assert_true(b.n <= 40);
}

static void embedded_file_is_whole(void **state)
{
	(void)state;
	static const char want[] = "a'\\\n\0\x7f\xc3\xa9\"?"
				   "?=";
	assert_int_equal(html_sample_bin_size, sizeof want - 1);
	assert_memory_equal(html_sample_bin, want, sizeof want);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(text_is_escaped),
		T(absent_text_writes_nothing),
		T(numbers_and_days_are_written_by_type),
		T(part_of_an_address_cannot_leave_it),
		T(addresses_of_this_site_and_of_four_schemes_pass),
		T(other_addresses_are_refused),
		T(addresses_are_escaped),
		T(lines_become_paragraphs),
		T(template_escapes_text_and_attributes),
		T(template_takes_one_branch),
		T(template_loops_and_calls),
		T(template_checks_addresses),
		T(template_writes_finished_markup_as_it_is),
		T(a_full_buffer_is_seen),
		T(embedded_file_is_whole),
	};
	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
