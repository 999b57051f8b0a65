/* Routes, forms, cookies, percent-encoding and multipart by themselves. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "lib/http/cookie.h"
#include "lib/http/form.h"
#include "lib/http/multipart.h"
#include "lib/http/route.h"
#include "lib/http/url.h"

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* As a segment of a path; NULL where it cannot be decoded. */
static const char *decoded(struct arena *a, const char *s)
{
	const char *path, *whole = arena_printf(a, "/%s", s);
	return url_decode_path(a, whole, strlen(whole), &path) ? path + 1 : NULL;
}

/* As a field of a form. */
static const char *decoded_field(struct arena *a, const char *s)
{
	struct http_pairs list = { 0 };
	const char *whole = arena_printf(a, "a=%s", s);
	return url_decode_pairs(a, whole, strlen(whole), 1, &list) ? pairs_get(&list, "a") : NULL;
}

static void percent(void **state)
{
	struct arena *a = *state;
	assert_string_equal(decoded(a, "Ba%20T%C6%A1+"), "Ba Tơ+");
	assert_string_equal(decoded(a, "e%CC%82"), "ê"); /* NFC */
	assert_string_equal(decoded_field(a, "a+b%2B%0D%0Ac%0Dd\te"), "a b+\nc\nd\te");
	assert_string_equal(decoded(a, ""), "");
	const char *const bad[] = { "%", "%4", "a%4", "%zz", "%00", "%FF", "%C6", "a%0A", "%7F",
		"%ED%A0%80", "%C0%80" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(decoded(a, bad[i]));
	assert_null(decoded_field(a, "%1B"));
	assert_string_equal(url_encode(a, "Ba Tơ/1&~"), "Ba%20T%C6%A1%2F1%26~");
}

static void pairs(void **state)
{
	struct http_pairs list = { 0 };
	const char *s = "a=1&&b&=c&a=2%26&d==";
	assert_true(url_decode_pairs(*state, s, strlen(s), 10, &list));
	assert_int_equal(list.n, 5);
	assert_string_equal(pairs_get(&list, "a"), "1");
	assert_string_equal(pairs_get(&list, "b"), "");
	assert_string_equal(pairs_get(&list, ""), "c");
	assert_string_equal(list.v[3].value, "2&");
	assert_string_equal(pairs_get(&list, "d"), "=");
	assert_null(pairs_get(&list, "e"));
	struct http_pairs before = list;
	assert_false(url_decode_pairs(*state, s, strlen(s), 4, &list));
	assert_false(url_decode_pairs(*state, "a=1&b=%", 7, 10, &list));
	assert_memory_equal(&before, &list, sizeof list);
	assert_true(url_decode_pairs(*state, "", 0, 0, &list));
	assert_int_equal(list.n, 0);
}

static bool path(struct arena *a, const char *s, const char **out)
{
	return url_decode_path(a, s, strlen(s), out);
}

static void paths(void **state)
{
	struct arena *a = *state;
	const char *out = NULL;
	assert_true(path(a, "/", &out));
	assert_string_equal(out, "/");
	assert_true(path(a, "/t%C3%AAn/a b/", &out));
	assert_string_equal(out, "/tên/a b/");
	const char *const bad[] = { "", "a", "/..", "/a/../b", "/%2e%2e/b", "/.", "/a%2Fb",
		"/a%5Cb", "/a\\b", "/%00", "/%" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(path(a, bad[i], &out));
	assert_string_equal(out, "/tên/a b/");
}

static void cookies(void **state)
{
	struct http_pairs list = { 0 };
	cookie_parse(*state, "a=1; b=\"x y\"; c=\"ok\";d=; e ; =f; g h=1; i=a,b; a=2;;j=\\", &list);
	assert_string_equal(pairs_get(&list, "a"), "1");
	assert_string_equal(pairs_get(&list, "c"), "\"ok\"");
	assert_string_equal(pairs_get(&list, "d"), "");
	assert_int_equal(list.n, 4);
	list.n = 0;
	struct buf b;
	buf_init(&b, *state, 10000);
	for (int i = 0; i < 100; i++)
		buf_puts(&b, "a=b;");
	cookie_parse(*state, b.p, &list);
	assert_int_equal(list.n, COOKIES_MAX);
}

static void set_cookie(void **state)
{
	struct arena *a = *state;
	assert_string_equal(
		cookie_format(a, "s", "x", 0, false), "s=x; Path=/; HttpOnly; SameSite=Lax");
	assert_string_equal(cookie_format(a, "s", "", -1, true),
		"s=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
	assert_null(cookie_format(a, "s", "a;b", 0, false));
	assert_null(cookie_format(a, "s", "a\r\nX: y", 0, false));
	assert_null(cookie_format(a, "a b", "c", 0, false));
	assert_null(cookie_format(a, "", "c", 0, false));
}

static void handler(void *ctx, struct request *rq, struct reply *rp)
{
	(void)ctx;
	(void)rq;
	(void)rp;
}

static const struct route ROWS[] = {
	{ .method = HTTP_GET, .pattern = "/viec/{id}", .handle = handler },
	{ .method = HTTP_POST, .pattern = "/viec/{id}", .handle = handler },
	{ .method = HTTP_GET, .pattern = "/viec/moi", .handle = handler },
	{ .method = HTTP_GET, .pattern = "/", .handle = handler },
	{ .method = HTTP_GET, .pattern = "/viec", .handle = handler },
	{ .method = HTTP_POST, .pattern = "/viec/{id}/anh/{so}", .handle = handler },
};

static struct route_table *table(struct arena *a)
{
	const struct route *rows[6];
	for (size_t i = 0; i < 6; i++)
		rows[i] = &ROWS[i];
	return route_table_new(a, rows, 6);
}

static struct route_match find(struct arena *a, enum http_method method, const char *s)
{
	struct route_match m;
	route_find(table(a), a, method, s, &m);
	return m;
}

static void routes(void **state)
{
	struct arena *a = *state;
	assert_ptr_equal(find(a, HTTP_GET, "/").route, &ROWS[3]);
	assert_ptr_equal(find(a, HTTP_GET, "/viec/moi").route, &ROWS[2]);
	struct route_match m = find(a, HTTP_GET, "/viec/12");
	assert_ptr_equal(m.route, &ROWS[0]);
	assert_string_equal(m.segments[0], "12");
	assert_null(m.segments[1]);
	assert_ptr_equal(find(a, HTTP_HEAD, "/viec/12").route, &ROWS[0]);
	m = find(a, HTTP_POST, "/viec/Đồng bào/anh/3");
	assert_ptr_equal(m.route, &ROWS[5]);
	assert_string_equal(m.segments[0], "Đồng bào");
	assert_string_equal(m.segments[1], "3");
	struct request rq = { .route = m.route, .segments = m.segments };
	assert_string_equal(route_segment(&rq, "so"), "3");
	assert_null(route_segment(&rq, "s"));
	assert_null(route_segment(&rq, "khac"));
}

static void routes_not_found(void **state)
{
	struct arena *a = *state;
	const char *const none[] = { "/khac", "/viec/1/2", "//", "/viec//", "/viec//anh/1",
		"/viec/1/anh/", "//viec", "/viec/1//" };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(find(a, HTTP_GET, none[i]).found, ROUTE_NO);
	assert_int_equal(find(a, HTTP_GET, "/viec/").found, ROUTE_SLASH);
	struct route_match m = find(a, HTTP_DELETE, "/viec/12");
	assert_int_equal(m.found, ROUTE_METHOD);
	assert_string_equal(m.allow, "GET, HEAD, POST, OPTIONS");
	m = find(a, HTTP_HEAD, "/viec/1/anh/2");
	assert_string_equal(m.allow, "POST, OPTIONS");
	struct route_match empty;
	route_find(route_table_new(a, NULL, 0), a, HTTP_GET, "/", &empty);
	assert_int_equal(empty.found, ROUTE_NO);
}

static const struct form_choice KINDS[] = { { "hop", "Họp" }, { "loa", "Loa" }, { NULL, NULL } };

enum { F_TITLE, F_TEXT, F_TIMES, F_DAY, F_KIND, F_KINDS, F_SURE, F_PHOTO, F_SECRET, F_PHOTOS };

static const struct form_field FIELDS[] = {
	[F_TITLE] = { .name = "ten", .label = "Tên việc", .required = true, .max = 10 },
	[F_TEXT] = { .name = "ghi-chu", .kind = FORM_LINES, .label = "Ghi chú" },
	[F_TIMES] = { .name = "luot",
		.kind = FORM_INT,
		.label = "Số lượt",
		.required = true,
		.max = 5000 },
	[F_DAY] = { .name = "ngay", .kind = FORM_DATE, .label = "Ngày" },
	[F_KIND] = { .name = "kenh",
		.kind = FORM_CHOICE,
		.label = "Hình thức",
		.choices = KINDS,
		.required = true },
	[F_KINDS] = { .name = "cac-kenh",
		.kind = FORM_MANY,
		.label = "Các hình thức",
		.choices = KINDS },
	[F_SURE] = { .name = "chac", .kind = FORM_CHECK, .label = "Tôi chắc chắn" },
	[F_PHOTO] = { .name = "anh", .kind = FORM_FILE, .label = "Ảnh", .max = 2048 },
	[F_SECRET] = { .name = "mat-khau",
		.kind = FORM_SECRET,
		.label = "Mật khẩu",
		.min = 8,
		.message = "Mật khẩu cần ít nhất 8 ký tự." },
	[F_PHOTOS] = { .name = "nhieu-anh", .kind = FORM_FILES, .label = "Các ảnh", .max = 2 },
};

enum { N_FIELDS = sizeof FIELDS / sizeof *FIELDS };

static enum rc read_form(struct arena *a, const char *sent, struct form *f, struct err *e)
{
	struct request rq = { .a = a };
	assert_true(url_decode_pairs(a, sent, strlen(sent), 100, &rq.fields));
	err_init(e, a);
	return form_read(f, &rq, FIELDS, N_FIELDS, e);
}

static void form_well(void **state)
{
	struct form f;
	struct err e;
	assert_int_equal(read_form(*state,
				 "ten=+H%E1%BB%8Dp++d%C3%A2n+&ghi-chu=%0Aa%0Ab%0A&luot=1.500&"
				 "ngay=5/3/2024&kenh=loa&"
				 "cac-kenh=hop&cac-kenh=loa&chac=on&mat-khau=+12345678",
				 &f, &e),
		RC_OK);
	assert_string_equal(f.v[F_TITLE].text, "Họp dân");
	assert_string_equal(f.v[F_TITLE].typed, " Họp  dân ");
	assert_string_equal(f.v[F_TEXT].text, "a\nb");
	assert_int_equal(f.v[F_TIMES].number, 1500);
	assert_int_equal(f.v[F_DAY].day.month, 3);
	assert_string_equal(f.v[F_KIND].text, "loa");
	assert_int_equal(f.v[F_KINDS].many.n, 2);
	assert_true(f.v[F_SURE].ticked);
	assert_false(f.v[F_PHOTO].given);
	assert_string_equal(f.v[F_SECRET].text, " 12345678");
	assert_string_equal(f.v[F_SECRET].typed, "");
}

static void form_all_errors(void **state)
{
	struct form f;
	struct err e;
	assert_int_equal(
		read_form(*state,
			"ten=H%E1%BB%8Dp+d%C3%A2n+th%C3%B4n+1&luot=9000&ngay=31/02/2024&kenh=khac&"
			"cac-kenh=hop&cac-kenh=x&mat-khau=123",
			&f, &e),
		RC_INVALID);
	assert_int_equal(f.errors, 6);
	assert_string_equal(f.v[F_TITLE].error, "Mục “Tên việc” dài 14 ký tự, chỉ nhận đến 10.");
	assert_string_equal(f.v[F_TITLE].typed, "Họp dân thôn 1");
	assert_string_equal(f.v[F_TIMES].error, "Mục “Số lượt” phải từ 0 đến 5000.");
	assert_string_equal(f.v[F_DAY].error, "Mục “Ngày” phải là ngày có thật, ví dụ 05/3/2024.");
	assert_string_equal(f.v[F_DAY].typed, "31/02/2024");
	assert_string_equal(
		f.v[F_KIND].error, "Mục “Hình thức”: xin chọn một trong các mục có sẵn.");
	assert_non_null(f.v[F_KINDS].error);
	assert_int_equal(f.v[F_KINDS].many.n, 1);
	assert_string_equal(f.v[F_SECRET].error, "Mật khẩu cần ít nhất 8 ký tự.");
	assert_string_equal(f.v[F_SECRET].typed, "");
	assert_string_equal(e.field, "ten");
	form_fail(&f, F_TEXT, "a");
	form_fail(&f, F_TEXT, "b");
	assert_int_equal(f.errors, 7);
	assert_string_equal(f.v[F_TEXT].error, "a");
}

/* 2024 or 1924? Nobody is to guess it for another. */
static void form_short_year(void **state)
{
	struct form f;
	struct err e;
	assert_int_equal(
		read_form(*state, "ten=H&luot=1&kenh=loa&ngay=15/3/24&mat-khau=12345678", &f, &e),
		RC_INVALID);
	assert_string_equal(
		f.v[F_DAY].error, "Mục “Ngày”: năm phải ghi đủ bốn chữ số, ví dụ 15/3/2024.");
	assert_string_equal(f.v[F_DAY].typed, "15/3/24");
}

static void form_missing(void **state)
{
	struct form f;
	struct err e;
	assert_int_equal(read_form(*state, "ten=+%C2%A0&luot=", &f, &e), RC_INVALID);
	assert_int_equal(f.errors, 3);
	assert_string_equal(f.v[F_TITLE].error, "Xin nhập mục “Tên việc”.");
	assert_string_equal(f.v[F_TIMES].error, "Xin nhập mục “Số lượt”.");
	assert_string_equal(f.v[F_KIND].error, "Xin chọn mục “Hình thức”.");
}

static void form_numbers(void **state)
{
	const struct {
		const char *typed;
		int64_t number; /* -1: refused */
	} cases[] = { { "0", 0 }, { "007", 7 }, { " 12 ", 12 }, { "1.234", 1234 }, { "1.5", -1 },
		{ "1.2345", -1 }, { ".123", -1 }, { "1..234", -1 }, { "12.34.567", -1 },
		{ "1234.567", -1 }, { "1,5", -1 }, { "1e3", -1 }, { "0x1", -1 }, { "-", -1 },
		{ "-5", -1 }, { "99999999999999999999", -1 }, { "1.", -1 } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct form f;
		struct err e;
		(void)read_form(*state,
			arena_printf(*state, "luot=%s", url_encode(*state, cases[i].typed)), &f,
			&e);
		if (cases[i].number < 0)
			assert_non_null(f.v[F_TIMES].error);
		else
			assert_null(f.v[F_TIMES].error);
		if (cases[i].number >= 0)
			assert_int_equal(f.v[F_TIMES].number, cases[i].number);
	}
}

static void form_files(void **state)
{
	struct http_upload v[] = { { "anh", "a.jpg", "image/jpeg", { "x", -1, 0, 3000 } },
		{ "nhieu-anh", "1.jpg", "image/jpeg", { "x", -1, 0, 1 } },
		{ "nhieu-anh", "2.jpg", "image/jpeg", { "x", -1, 0, 1 } },
		{ "nhieu-anh", "3.jpg", "image/jpeg", { "x", -1, 0, 1 } } };
	struct request rq = { .a = *state, .uploads = { v, 4, 4 } };
	struct form f;
	struct err e;
	err_init(&e, *state);
	assert_int_equal(form_read(&f, &rq, FIELDS, N_FIELDS, &e), RC_INVALID);
	assert_string_equal(f.v[F_PHOTO].error, "Tệp “a.jpg” nặng 3 KB, chỉ nhận đến 2 KB.");
	assert_string_equal(f.v[F_PHOTOS].error, "Mục “Các ảnh” chỉ nhận đến 2 tệp.");
	assert_string_equal(form_file(&rq, "nhieu-anh", 2)->filename, "3.jpg");
	assert_null(form_file(&rq, "nhieu-anh", 3));
	v[0].bytes.n = 0;
	assert_int_equal(form_read(&f, &rq, FIELDS, N_FIELDS, &e), RC_INVALID);
	assert_string_equal(f.v[F_PHOTO].error, "Tệp “a.jpg” không có nội dung.");
}

#define TEN_A    "aaaaaaaaaa"
#define TOO_LONG "multipart/form-data; boundary=" TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A "a"

static void boundaries(void **state)
{
	struct arena *a = *state;
	assert_string_equal(multipart_boundary(a, "multipart/form-data; boundary=abc"), "abc");
	assert_string_equal(
		multipart_boundary(a, "Multipart/Form-Data;charset=x; BOUNDARY=\"a b:c\""),
		"a b:c");
	const char *const bad[] = { "multipart/form-data", "multipart/form-datax; boundary=a",
		"text/plain; boundary=a",
		"multipart/form-data; boundary=", "multipart/form-data; boundary=\"a",
		"multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=a\x01",
		"multipart/form-data; xboundary=a", TOO_LONG };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(multipart_boundary(a, bad[i]));
}

struct outcome {
	struct http_pairs fields;
	struct http_uploads uploads;
};

static const char *parse(struct arena *a, const char *body, struct outcome *out)
{
	const struct multipart_limits limits = { .fields = 3, .files = 2, .field_bytes = 100 };
	const struct http_bytes bytes = { .p = body, .fd = -1, .n = strlen(body) };
	return multipart_parse(a, &bytes, "b", &limits, &out->fields, &out->uploads);
}

#define FIELD(name) "--b\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_(name) \
	"--b\r\nContent-Type: image/png\r\n" \
	"content-disposition: form-data; name=f; filename=\"" name "\"\r\n\r\n"

static void multipart_well(void **state)
{
	struct outcome o = { 0 };
	static const char body[] = "preamble\r\n" FIELD("a") "1\r\n" FIELD("b") "\r\n" FIELD(
		"c") "x\r\n--c\r\n--b \t\r\n"
		     "Content-Disposition: form-data; name=f; filename=../../x.png\r\n\r\n"
		     "PNG\r\n--b--\r\nepilogue";
	assert_null(parse(*state, body, &o));
	assert_int_equal(o.fields.n, 3);
	assert_string_equal(pairs_get(&o.fields, "b"), "");
	assert_string_equal(pairs_get(&o.fields, "c"), "x\n--c");
	assert_int_equal(o.uploads.n, 1);
	assert_string_equal(o.uploads.v[0].filename, "x.png");
	assert_int_equal(o.uploads.v[0].bytes.n, 3);
	assert_memory_equal(o.uploads.v[0].bytes.p, "PNG", 3);
	struct outcome empty = { 0 };
	assert_null(parse(*state, "--b--", &empty));
	assert_int_equal(empty.fields.n, 0);
}

#define TWO_NAMES \
	"--b\r\nContent-Disposition: form-data; name=a\r\n" \
	"Content-Disposition: form-data; name=b\r\n\r\n1\r\n--b--"
#define TWENTY     "01234567890123456789"
#define LONG_FIELD FIELD("a") TWENTY TWENTY TWENTY TWENTY TWENTY "x\r\n--b--"

static void multipart_refused(void **state)
{
	const char *const bad[] = { "", "--b", "--b\r\n", FIELD("a"), FIELD("a") "1",
		FIELD("a") "1\r\n--b", FIELD("a") "1\r\n--bx\r\n--b--", FIELD("") "1\r\n--b--",
		FIELD("a\x01") "1\r\n--b--", "--b\r\n\r\n1\r\n--b--",
		"--b\r\nnonsense\r\n\r\n1\r\n--b--",
		"--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--", TWO_NAMES,
		FIELD("a") "1\r\n" FIELD("a") "1\r\n" FIELD("a") "1\r\n" FIELD("a") "1\r\n--b--",
		FILE_("1") "1\r\n" FILE_("2") "1\r\n" FILE_("3") "1\r\n--b--",
		FIELD("a") "\xff\r\n--b--", LONG_FIELD };
	struct outcome o = { 0 };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(parse(*state, bad[i], &o));
	assert_int_equal(o.fields.n + o.uploads.n, 0);
}

/* The delimiter on every side of the windows in which a file is searched. */
static void multipart_across_windows(void **state)
{
	const char begin[] = FILE_("a"), end[] = "\r\n--b--";
	for (size_t n = 65400; n < 65560; n++) {
		struct arena *a = arena_new();
		char *body = arena_alloc(a, n + sizeof begin + sizeof end);
		memcpy(body, begin, sizeof begin - 1);
		memset(body + sizeof begin - 1, '\r', n);
		memcpy(body + sizeof begin - 1 + n, end, sizeof end);
		struct outcome o = { 0 };
		assert_null(parse(a, body, &o));
		assert_int_equal(o.uploads.v[0].bytes.n, n);
		arena_free(a);
	}
	(void)state;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(percent), TEST(pairs), TEST(paths), TEST(cookies),
		TEST(set_cookie), TEST(routes), TEST(routes_not_found), TEST(form_well),
		TEST(form_all_errors), TEST(form_missing), TEST(form_short_year),
		TEST(form_numbers), TEST(form_files), TEST(boundaries), TEST(multipart_well),
		TEST(multipart_refused), TEST(multipart_across_windows) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
