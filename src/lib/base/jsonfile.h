/* A JSON file that a person made: read by jansson, with the line of every value, so that each
 * problem names its place. */
#ifndef LIB_BASE_JSONFILE_H
#define LIB_BASE_JSONFILE_H

#include <jansson.h>
#include <stdbool.h>

#include "lib/base/date.h"
#include "lib/base/file.h"

struct json_file;

/* Duplicate keys, NUL and broken syntax are problems. False where there is nothing to use; the root
 * is always an object. */
bool json_file_read(struct arena *a, const struct text_file *f, struct json_file **out,
	struct problems *problems);
const json_t *json_file_root(const struct json_file *f);
/* The line on which the value begins. */
int json_file_line(const struct json_file *f, const json_t *value);
void json_file_problem(struct json_file *f, const json_t *value, const char *fmt, ...)
	__attribute__((format(printf, 3, 4), nonnull(1, 3)));

/* Members of an object. What is missing or of another type is a problem when needed, and else the
 * empty value (NULL, an empty list, {0}); null counts as missing. */
enum json_need { JSON_MAY, JSON_MUST };
const char *json_file_text(
	struct json_file *f, const json_t *object, const char *key, enum json_need need);
/* The same with its lines; they end by LF. */
const char *json_file_lines(
	struct json_file *f, const json_t *object, const char *key, enum json_need need);
struct date json_file_date(
	struct json_file *f, const json_t *object, const char *key, enum json_need need);
long long json_file_int(
	struct json_file *f, const json_t *object, const char *key, enum json_need need);
const json_t *json_file_list(
	struct json_file *f, const json_t *object, const char *key, enum json_need need);
struct texts json_file_texts(
	struct json_file *f, const json_t *object, const char *key, enum json_need need);
/* Members that are not in the NULL-ended list of names are problems: a misspelt key is not lost. */
void json_file_only(struct json_file *f, const json_t *object, const char *const names[]);
/* The i-th value of a list as an object; NULL with a problem where it is none. */
const json_t *json_file_object(struct json_file *f, const json_t *list, size_t i);

#endif
