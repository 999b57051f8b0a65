/* Files that people bring in: text, CSV and JSON, each problem with its line. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/csv.h"
#include "lib/base/jsonfile.h"
#include "lib/base/text.h"

static struct arena *a;
static struct problems problems, notes;
static char path[] = "/tmp/loa-input-XXXXXX";

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	problems = (struct problems){ .a = a };
	notes = (struct problems){ .a = a };
	memcpy(path + strlen(path) - 6, "XXXXXX", 6);
	int fd = mkstemp(path);
	return fd < 0 || close(fd);
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return unlink(path);
}

static bool bring(const char *bytes, size_t n, size_t max, struct text_file *out)
{
	struct err e;
	err_init(&e, a);
	assert_int_equal(file_write(a, path, bytes, n, &e), RC_OK);
	return text_file_read(a, path, "tep.txt", max, out, &problems, &notes);
}

#define BRING(text, out) bring((text), sizeof(text) - 1, 1 << 20, (out))

static void told(const struct problems *list, size_t i, int line, const char *part)
{
	assert_true(list->n > i);
	assert_string_equal(list->v[i].file, "tep.txt");
	assert_int_equal(list->v[i].line, line);
	if (!strstr(list->v[i].message, part))
		fail_msg("“%s” lacks “%s”", list->v[i].message, part);
}

static void text_comes_as_it_is(void **state)
{
	(void)state;
	struct text_file f;
	assert_true(BRING("một\nhai\n", &f));
	assert_string_equal(f.text, "một\nhai\n");
	assert_int_equal(f.n, strlen(f.text));
	assert_int_equal(problems.n + notes.n, 0);
}

static void text_is_put_right_and_told(void **state)
{
	(void)state;
	struct text_file f;
	assert_true(BRING("\xEF\xBB\xBFm\r\nho\xCC\x80"
			  "a\rx",
		&f));
	assert_string_equal(f.text, "m\nhòa\nx");
	assert_int_equal(notes.n, 3);
	told(&notes, 0, 1, "BOM");
	told(&notes, 1, 1, "CRLF");
	told(&notes, 2, 2, "NFD");
}

static void every_bad_line_is_named(void **state)
{
	(void)state;
	struct text_file f;
	assert_true(BRING("tốt\nab\xFF\ntốt\n\xC3\n", &f));
	assert_string_equal(f.text, "tốt\nab?\ntốt\n?\n");
	assert_int_equal(problems.n, 2);
	told(&problems, 0, 2, "byte thứ 3");
	told(&problems, 1, 4, "byte thứ 1");
}

static void control_characters_are_refused(void **state)
{
	(void)state;
	struct text_file f;
	assert_true(BRING("a\nbc\n\td\x1F\n\x01g", &f));
	assert_int_equal(problems.n, 2);
	told(&problems, 0, 3, "byte thứ 3 của dòng là ký tự điều khiển U+001F");
	told(&problems, 1, 4, "byte thứ 1 của dòng là ký tự điều khiển");
	/* NUL is no text at all */
	assert_true(BRING("a\nb\0c\n", &f));
	told(&problems, 2, 2, "byte thứ 2 của dòng");
}

static void empty_large_and_absent_files_are_refused(void **state)
{
	(void)state;
	struct text_file f;
	assert_false(BRING("", &f));
	assert_false(BRING("\xEF\xBB\xBF \n\t\xC2\xA0\n", &f));
	told(&problems, 0, 1, "rỗng");
	told(&problems, 1, 1, "rỗng");
	assert_false(bring("12345", 5, 4, &f));
	told(&problems, 2, 1, "quá lớn");
	assert_false(text_file_read(a, "/tmp", "tep.txt", 9, &f, &problems, &notes));
	told(&problems, 3, 1, "là thư mục");
	assert_false(text_file_read(a, "/tmp/khong-co", "tep.txt", 9, &f, &problems, &notes));
	told(&problems, 4, 1, "không có tệp");
}

/* The file as it stands on the disk never changes by being read in part: a line of a megabyte. */
static void very_long_lines_are_read(void **state)
{
	(void)state;
	enum { LONG = 1 << 19 };
	char *line = arena_alloc(a, LONG + 1);
	memset(line, 'x', LONG);
	struct text_file f;
	assert_true(bring(line, LONG, 1 << 20, &f));
	struct csv csv;
	assert_true(csv_read(a, &f, &csv, &problems));
	assert_int_equal(csv.n, 1);
	assert_int_equal(strlen(csv.v[0].v[0]), LONG);
}

static bool split(const char *text, struct csv *out)
{
	struct text_file f = { "tep.txt", text, strlen(text) };
	return csv_read(a, &f, out, &problems);
}

static void cell(const struct csv *c, size_t row, size_t column, const char *text)
{
	assert_true(row < c->n && column < c->v[row].n);
	assert_string_equal(c->v[row].v[column], text);
}

static void cells_are_told_apart(void **state)
{
	(void)state;
	struct csv c;
	assert_true(split("a, b ,\"c, d\"\n1,,\" \"\"x\"\" \"\n", &c));
	assert_int_equal(c.separator, ',');
	assert_int_equal(c.n, 2);
	assert_int_equal(c.v[1].n, 3);
	cell(&c, 0, 1, "b");
	cell(&c, 0, 2, "c, d");
	cell(&c, 1, 1, "");
	cell(&c, 1, 2, "\"x\"");
}

/* Vietnamese Excel: "," is the decimal sign, so ";" separates. */
static void the_separator_is_found(void **state)
{
	(void)state;
	struct csv c;
	assert_true(split("a;b\n2,5 giờ;x\n", &c));
	assert_int_equal(c.separator, ';');
	cell(&c, 1, 0, "2,5 giờ");
	assert_true(split("a\tb\n1\t2\n", &c));
	assert_int_equal(c.separator, '\t');
	assert_true(split("\"a;b;c\",d\n", &c));
	assert_int_equal(c.separator, ',');
}

/* Lines are the file's own, through blank rows and cells of several lines. */
static void rows_know_their_lines(void **state)
{
	(void)state;
	struct csv c;
	assert_true(split("a,b\n\n,\n\"x\ny\",1\nz,2", &c));
	assert_int_equal(c.n, 3);
	assert_int_equal(c.v[0].line, 1);
	assert_int_equal(c.v[1].line, 4);
	assert_int_equal(c.v[2].line, 6);
	cell(&c, 1, 0, "x\ny");
}

/* A row may be shorter or longer than the one before. */
static void rows_differ_in_width(void **state)
{
	(void)state;
	struct csv c;
	assert_true(split("a,b,c\n1\n1,2,3,4,5,6,7,8,9,10\n1,2\n", &c));
	assert_int_equal(c.v[1].n, 1);
	assert_int_equal(c.v[2].n, 10);
	assert_int_equal(c.v[3].n, 2);
	cell(&c, 2, 9, "10");
	cell(&c, 3, 1, "2");
}

static void quotes_must_close(void **state)
{
	(void)state;
	struct csv c;
	split("a,b\n1,\"x\n2,y\n", &c);
	told(&problems, 0, 2, "không được đóng");
	split("a,b\n\"x\"y,1\n", &c);
	told(&problems, 1, 2, "sau dấu ngoặc kép đóng");
}

static void formulas_are_put_as_text(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, a, 100);
	csv_put(&b, "=1+1");
	buf_putc(&b, ',');
	csv_put(&b, "tin, \"bài\"");
	assert_string_equal(b.p, "\"'=1+1\",\"tin, \"\"bài\"\"\"");
}

static bool load(const char *text, struct json_file **out)
{
	struct text_file f = { "tep.txt", text, strlen(text) };
	return json_file_read(a, &f, out, &problems);
}

static void values_know_their_lines(void **state)
{
	(void)state;
	struct json_file *f;
	assert_true(load(
		"{\n \"a\": [\n  1,\n  \"x\\\"}\"\n ],\n \"ngày\": \"31/02/2024\", \"b\": 5\n}",
		&f));
	const json_t *root = json_file_root(f);
	const json_t *list = json_file_list(f, root, "a", JSON_MUST);
	assert_int_equal(json_file_line(f, root), 1);
	assert_int_equal(json_file_line(f, list), 2);
	assert_int_equal(json_file_line(f, json_array_get(list, 1)), 4);
	json_file_date(f, root, "ngày", JSON_MAY);
	told(&problems, 0, 6, "không có ngày “31/02/2024”");
	assert_null(json_file_text(f, root, "b", JSON_MAY));
	told(&problems, 1, 6, "phải là chữ");
	assert_null(json_file_text(f, root, "c", JSON_MUST));
	told(&problems, 2, 1, "thiếu “c”");
	json_file_only(f, root, (const char *const[]){ "a", "ngày", NULL });
	told(&problems, 3, 6, "không hiểu mục “b”");
	assert_null(json_file_object(f, list, 0));
	told(&problems, 4, 3, "đối tượng");
}

static void values_are_typed(void **state)
{
	(void)state;
	struct json_file *f;
	assert_true(load("{\"t\": \"  ho\xCC\x80"
			 "a \", \"n\": 7, \"d\": \"05/3/2024\", \"l\": [\"x\"], \"k\": null}",
		&f));
	const json_t *root = json_file_root(f);
	assert_string_equal(json_file_text(f, root, "t", JSON_MUST), "hòa");
	assert_int_equal(json_file_int(f, root, "n", JSON_MUST), 7);
	assert_int_equal(json_file_date(f, root, "d", JSON_MUST).month, 3);
	assert_int_equal(json_file_texts(f, root, "l", JSON_MUST).n, 1);
	assert_null(json_file_text(f, root, "k", JSON_MAY));
	assert_int_equal(problems.n, 0);
}

static void broken_json_is_told(void **state)
{
	(void)state;
	struct json_file *f;
	assert_false(load("{\n\"a\": 1,\n}", &f));
	assert_int_equal(problems.n, 1);
	assert_int_equal(problems.v[0].line, 3);
	assert_false(load("{\"a\": 1,\n\"a\": 2}", &f));
	assert_int_equal(problems.n, 2);
	assert_int_equal(problems.v[1].line, 2);
	assert_false(load("[1]", &f));
	told(&problems, 2, 1, "đối tượng JSON");
	assert_false(load("{\"a\": \"\\u0000\"}", &f));
	assert_int_equal(problems.n, 4);
}

/* jansson stops at 2048 levels, so nothing here can exhaust the stack. */
static void deep_json_is_refused(void **state)
{
	(void)state;
	enum { DEEP = 1 << 18 };
	char *text = arena_alloc(a, DEEP + 6);
	memset(text, '[', DEEP + 5);
	memcpy(text, "{\"a\":", 5);
	struct json_file *f;
	assert_false(load(text, &f));
	assert_int_equal(problems.n, 1);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(text_comes_as_it_is),
		T(text_is_put_right_and_told),
		T(every_bad_line_is_named),
		T(control_characters_are_refused),
		T(empty_large_and_absent_files_are_refused),
		T(very_long_lines_are_read),
		T(cells_are_told_apart),
		T(the_separator_is_found),
		T(rows_know_their_lines),
		T(rows_differ_in_width),
		T(quotes_must_close),
		T(formulas_are_put_as_text),
		T(values_know_their_lines),
		T(values_are_typed),
		T(broken_json_is_told),
		T(deep_json_is_refused),
	};
	return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
