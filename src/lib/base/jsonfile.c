#include "lib/base/jsonfile.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"

struct place {
	const json_t *value;
	int line;
};

struct places {
	struct place *v;
	size_t n, cap;
};

struct json_file {
	struct arena *a;
	const char *name;
	json_t *root;
	struct places places;
	struct problems *problems;
};

/* jansson has accepted the text, so the walk below meets valid JSON only. */
struct walk {
	struct json_file *f;
	const char *p;
	int line;
};

static void skip_blanks(struct walk *w)
{
	for (; *w->p && strchr(" \t\r\n", *w->p); w->p++)
		w->line += *w->p == '\n';
}

static const char *skip_string(struct walk *w)
{
	const char *start = w->p++;
	while (*w->p != '"')
		w->p += *w->p == '\\' ? 2 : 1;
	w->p++;
	return start;
}

static void walk_value(struct walk *w, const json_t *value);

/* The key as jansson decodes it. */
static const json_t *member(struct walk *w, const json_t *object)
{
	const char *start = skip_string(w);
	json_t *key = json_loadb(start, (size_t)(w->p - start), JSON_DECODE_ANY, NULL);
	const json_t *value = json_object_get(object, json_string_value(key));
	json_decref(key);
	skip_blanks(w);
	w->p++; /* the colon */
	return value;
}

static void walk_members(struct walk *w, const json_t *value)
{
	size_t i = 0;
	char close = *w->p++ == '{' ? '}' : ']';
	for (skip_blanks(w); *w->p != close; skip_blanks(w)) {
		walk_value(w, close == '}' ? member(w, value) : json_array_get(value, i++));
		skip_blanks(w);
		if (*w->p == ',')
			w->p++;
	}
	w->p++;
}

static void walk_value(struct walk *w, const json_t *value)
{
	skip_blanks(w);
	struct place here = { value, w->line };
	ARENA_PUSH(w->f->a, &w->f->places, here);
	if (*w->p == '{' || *w->p == '[')
		walk_members(w, value);
	else if (*w->p == '"')
		skip_string(w);
	else
		while (*w->p && !strchr(",]} \t\r\n", *w->p))
			w->p++;
}

/* By address, to be found again; then by line. */
static int by_value(const void *p, const void *q)
{
	const struct place *x = p, *y = q;
	uintptr_t a = (uintptr_t)x->value, b = (uintptr_t)y->value;
	return a != b ? (a > b) - (a < b) : (x->line > y->line) - (x->line < y->line);
}

static void drop(void *root)
{
	json_decref(root);
}

/* jansson speaks English; what helps of it is the place and the word it stopped at. */
static void report_syntax(const char *name, const json_error_t *error, struct problems *problems)
{
	int line = error->line > 0 ? error->line : 1;
	const char *near = strstr(error->text, "near ");
	if (json_error_code(error) == json_error_duplicate_key)
		problem_add(
			problems, name, line, "một mục được ghi hai lần, ở cột %d", error->column);
	else if (json_error_code(error) == json_error_premature_end_of_input)
		problem_add(problems, name, line,
			"JSON không hợp lệ: tệp dừng giữa chừng, thiếu dấu đóng }, ] hoặc ngoặc kép");
	else if (near)
		problem_add(problems, name, line, "JSON không hợp lệ ở cột %d, gần %s",
			error->column, near + strlen("near "));
	else
		problem_add(problems, name, line, "JSON không hợp lệ ở cột %d", error->column);
}

bool json_file_read(struct arena *a, const struct text_file *t, struct json_file **out,
	struct problems *problems)
{
	json_error_t error;
	json_t *root = json_loadb(t->text, t->n, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		report_syntax(t->name, &error, problems);
		return false;
	}
	arena_defer(a, drop, root);
	if (!json_is_object(root)) {
		problem_add(problems, t->name, 1, "tệp phải là một đối tượng JSON: { ... }");
		return false;
	}
	struct json_file *f = ARENA_NEW(a, struct json_file);
	*f = (struct json_file){ .a = a, .name = t->name, .root = root, .problems = problems };
	struct walk w = { f, t->text, 1 };
	walk_value(&w, root);
	qsort(f->places.v, f->places.n, sizeof *f->places.v, by_value);
	*out = f;
	return true;
}

const json_t *json_file_root(const struct json_file *f)
{
	return f->root;
}

/* The first place of the value: true, false and null are one value wherever they stand. */
int json_file_line(const struct json_file *f, const json_t *value)
{
	size_t low = 0, high = f->places.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if ((uintptr_t)f->places.v[middle].value < (uintptr_t)value)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->places.n && f->places.v[low].value == value ? f->places.v[low].line : 1;
}

void json_file_problem(struct json_file *f, const json_t *value, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	problem_add(
		f->problems, f->name, json_file_line(f, value), "%s", arena_vprintf(f->a, fmt, ap));
	va_end(ap);
}

/* NULL where the member is absent, null or (with a problem) of another type. */
static const json_t *get(struct json_file *f, const json_t *object, const char *key,
	enum json_need need, bool (*is)(const json_t *), const char *kind)
{
	const json_t *v = json_object_get(object, key);
	if (!v || json_is_null(v)) {
		if (need == JSON_MUST)
			json_file_problem(f, object, "thiếu “%s”", key);
		return NULL;
	}
	if (is(v))
		return v;
	json_file_problem(f, v, "“%s” phải là %s", key, kind);
	return NULL;
}

static bool is_string(const json_t *v)
{
	return json_is_string(v);
}
static bool is_integer(const json_t *v)
{
	return json_is_integer(v);
}
static bool is_array(const json_t *v)
{
	return json_is_array(v);
}

/* NFC. An escape such as \u0007 brings in what the file's own bytes may not hold. */
static char *checked(struct json_file *f, const json_t *v)
{
	char *s = arena_strdup(f->a, text_nfc(f->a, json_string_value(v), NULL));
	for (const char *p = s; *p; p++) {
		if (((unsigned char)*p >= ' ' && *p != 0x7F) || *p == '\n' || *p == '\t')
			continue;
		json_file_problem(f, v, "có ký tự điều khiển U+%04X; hãy xóa nó", (unsigned)*p);
		break;
	}
	return s;
}

/* On one line. */
static const char *plain(struct json_file *f, const json_t *v)
{
	char *s = checked(f, v);
	for (char *p = s; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return s;
}

static const char *trimmed(
	struct json_file *f, const json_t *object, const char *key, enum json_need need, bool lines)
{
	const json_t *v = get(f, object, key, need, is_string, "chữ trong ngoặc kép");
	if (!v)
		return NULL;
	const char *s = text_trim(f->a, lines ? checked(f, v) : plain(f, v));
	if (*s)
		return s;
	if (need == JSON_MUST)
		json_file_problem(f, v, "“%s” còn trống", key);
	return NULL;
}

const char *json_file_text(
	struct json_file *f, const json_t *object, const char *key, enum json_need need)
{
	return trimmed(f, object, key, need, false);
}

const char *json_file_lines(
	struct json_file *f, const json_t *object, const char *key, enum json_need need)
{
	return trimmed(f, object, key, need, true);
}

struct date json_file_date(
	struct json_file *f, const json_t *object, const char *key, enum json_need need)
{
	struct date d = { 0 };
	const json_t *v = get(f, object, key, need, is_string, "ngày dạng \"2024-02-19\"");
	if (v && !date_parse_vn(json_string_value(v), &d))
		json_file_problem(f, v,
			"“%s”: không có ngày “%s” (viết 2024-02-19 hoặc 19/02/2024)", key,
			json_string_value(v));
	return d;
}

long long json_file_int(
	struct json_file *f, const json_t *object, const char *key, enum json_need need)
{
	const json_t *v = get(f, object, key, need, is_integer, "số nguyên");
	return v ? json_integer_value(v) : 0;
}

const json_t *json_file_list(
	struct json_file *f, const json_t *object, const char *key, enum json_need need)
{
	return get(f, object, key, need, is_array, "danh sách [ ... ]");
}

struct texts json_file_texts(
	struct json_file *f, const json_t *object, const char *key, enum json_need need)
{
	struct texts out = { 0 };
	const json_t *list = json_file_list(f, object, key, need);
	for (size_t i = 0; list && i < json_array_size(list); i++) {
		const json_t *v = json_array_get(list, i);
		if (!json_is_string(v)) {
			json_file_problem(f, v, "mỗi phần tử của “%s” phải là chữ", key);
			continue;
		}
		const char *s = plain(f, v);
		ARENA_PUSH(f->a, &out, s);
	}
	return out;
}

void json_file_only(struct json_file *f, const json_t *object, const char *const names[])
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)object, key, value)
	{
		size_t i = 0;
		while (names[i] && strcmp(names[i], key))
			i++;
		if (!names[i])
			json_file_problem(f, value, "không hiểu mục “%s”", key);
	}
}

const json_t *json_file_object(struct json_file *f, const json_t *list, size_t i)
{
	const json_t *v = json_array_get(list, i);
	if (json_is_object(v))
		return v;
	json_file_problem(f, v, "chỗ này phải là một đối tượng { ... }");
	return NULL;
}
