/* core/web: forms drawn from their tables, and assets sent. */
#include "../test.h"

#include <string.h>

#include "core/web/web.h"
#include "lib/http/url.h"

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

static const struct form_choice kinds[] = { { "hop", "Họp" }, { "loa", "Loa" }, { NULL, NULL } };
static const struct form_choice places[] = { { "1", "Thôn 1" }, { "2", "Thôn 2" },
	{ "3", "Thôn 3" }, { "4", "Thôn 4" }, { "5", "Thôn 5" }, { "6", "Thôn 6" },
	{ "7", "Thôn 7" }, { NULL, NULL } };

enum { TITLE, NOTE, TIMES, DAY, KIND, KINDS, PLACE, SURE, SECRET, PHOTOS, N };

static const struct form_field fields[N] = {
	[TITLE] = { .name = "ten", .label = "Tên việc", .required = true, .max = 10 },
	[NOTE] = { .name = "ghi-chu", .kind = FORM_LINES, .label = "Ghi chú" },
	[TIMES] = { .name = "luot", .kind = FORM_INT, .label = "Số lượt", .max = 5000 },
	[DAY] = { .name = "ngay", .kind = FORM_DATE, .label = "Ngày" },
	[KIND] = { .name = "kenh", .kind = FORM_CHOICE, .label = "Hình thức", .choices = kinds },
	[KINDS] = { .name = "cac-kenh", .kind = FORM_MANY, .label = "Các kênh", .choices = kinds },
	[PLACE] = { .name = "noi", .kind = FORM_CHOICE, .label = "Địa bàn", .choices = places },
	[SURE] = { .name = "chac", .kind = FORM_CHECK, .label = "Tôi chắc chắn" },
	[SECRET] = { .name = "mat-khau", .kind = FORM_SECRET, .label = "Mật khẩu" },
	[PHOTOS] = { .name = "anh", .kind = FORM_FILES, .label = "Ảnh", .max = 2 },
};

static struct form read_form(const char *sent)
{
	struct request rq = { .a = a };
	struct form f = { 0 };
	struct err e;
	err_init(&e, a);
	assert_true(url_decode_pairs(a, sent, strlen(sent), 100, &rq.fields));
	if (form_read(&f, &rq, fields, N, &e) == RC_OK)
		assert_int_equal(f.errors, 0);
	return f;
}

static void assert_field(const struct form *f, size_t i, const char *part)
{
	buf_clear(&b);
	web_field(&b, f, i);
	if (!strstr(b.p, part))
		fail_msg("missing: %s\nin: %s", part, b.p);
}

static void what_was_typed_comes_back(void **state)
{
	(void)state;
	struct form f =
		read_form("ten=m%E1%BB%99t+hai+ba+b%E1%BB%91n&ghi-chu=a%3Cb&luot=nhi%E1%BB%81u"
			  "&ngay=31/02/2024&kenh=loa&cac-kenh=hop&noi=7&chac=1&mat-khau=bimat");
	assert_field(&f, TITLE, "value=\"một hai ba bốn\"");
	assert_field(&f, TITLE, "aria-describedby=\"ten-error\"");
	assert_field(&f, NOTE, ">\na&lt;b</textarea>");
	assert_field(&f, TIMES, "value=\"nhiều\"");
	assert_field(&f, TIMES, "inputmode=\"numeric\"");
	assert_field(&f, DAY, "value=\"31/02/2024\"");
	assert_field(&f, KIND, "type=\"radio\" value=\"loa\" checked");
	assert_field(&f, KINDS, "type=\"checkbox\" value=\"hop\" checked");
	assert_field(&f, PLACE, "<option value=\"7\" selected>");
	assert_field(&f, SURE, "value=\"1\" checked");
	assert_field(&f, PHOTOS, " multiple");
	assert_field(&f, SECRET, "type=\"password\"");
	assert_null(strstr(b.p, "bimat"));
}

static void an_empty_form_has_no_errors_and_says_what_is_optional(void **state)
{
	(void)state;
	struct form f;
	form_init(&f, a, fields, N);
	for (size_t i = 0; i < N; i++) {
		assert_field(&f, i, fields[i].label);
		assert_null(strstr(b.p, "govuk-error-message"));
		assert_null(strstr(b.p, " checked"));
		assert_null(strstr(b.p, " value=\"\""));
		bool says = strstr(b.p, "(không bắt buộc)") != NULL;
		assert_int_equal(says, i != TITLE && i != SURE);
	}
}

static void errors_link_to_their_fields(void **state)
{
	(void)state;
	struct form f = read_form("luot=x&ngay=hom+qua&ten=A");
	struct page p = { 0 };
	web_errors(a, &f, &p);
	assert_int_equal(p.errors_n, 2);
	assert_string_equal(p.errors[0].id, "luot");
	assert_string_equal(p.errors[1].id, "ngay");
	assert_string_equal(p.errors[1].message, f.v[DAY].error);
}

static struct reply send_asset(const char *path, bool gzip, bool br)
{
	struct request rq = { .a = a, .path = path, .accepts_gzip = gzip, .accepts_br = br };
	struct reply rp = { .a = a, .fd = -1 };
	web_asset(&rq, &rp);
	return rp;
}

static void assets_go_out_in_the_shortest_form(void **state)
{
	(void)state;
	const char *path = asset_path("office.css");
	struct reply plain = send_asset(path, false, false), gzip = send_asset(path, true, false),
		     br = send_asset(path, true, true);
	assert_int_equal(plain.status, 200);
	assert_null(plain.encoding);
	assert_string_equal(gzip.encoding, "gzip");
	assert_string_equal(br.encoding, "br");
	assert_true(br.n < gzip.n && gzip.n < plain.n);
	assert_string_not_equal(br.etag, plain.etag);
	assert_string_equal(plain.cache, "public, max-age=31536000, immutable");
	assert_int_equal(send_asset("/assets/office.css", true, true).status, 404);
	assert_null(send_asset("/assets/x", true, true).cache);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_typed_comes_back),
		TEST(an_empty_form_has_no_errors_and_says_what_is_optional),
		TEST(errors_link_to_their_fields),
		TEST(assets_go_out_in_the_shortest_form),
	};
	return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
