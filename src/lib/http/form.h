/* A form as a table of fields. form_read takes what was sent, checks every field, keeps what was
 * typed and collects all the errors, so that the page can be shown again as the person left it. */
#ifndef LIB_HTTP_FORM_H
#define LIB_HTTP_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/date.h"
#include "lib/http/request.h"

enum form_kind {
	FORM_TEXT, /* one line, trimmed; min and max count characters */
	FORM_LINES, /* several lines; min and max count characters */
	FORM_SECRET, /* a password: not trimmed, and never given back as typed */
	FORM_INT, /* as people write it: 1500 or 1.500; between min and max */
	FORM_DATE, /* 05/3/2024 or 2024-03-05 */
	FORM_CHOICE, /* one of choices */
	FORM_MANY, /* any of choices */
	FORM_CHECK, /* a box: ticked or not; required: must be ticked */
	FORM_FILE, /* max: bytes */
	FORM_FILES /* min and max count files */
};

struct form_choice {
	const char *value, *label; /* a NULL value ends the list */
};

struct form_field {
	const char *name;
	enum form_kind kind;
	bool required;
	const char *label; /* Vietnamese, as beside the field */
	int64_t min, max; /* both 0: no limit (texts: FORM_TEXT_MAX, FORM_LINES_MAX) */
	const struct form_choice *choices;
	const char *message; /* said instead of the usual one where the field is wrong or missing;
				NULL */
	bool at_times; /* a must in some cases, which its label names: not called optional */
};

enum { FORM_TEXT_MAX = 300, FORM_LINES_MAX = 20000, FORM_FILES_MAX = 50 };

struct form_value {
	const char *typed; /* as it came, for the field to show again; "" where nothing came */
	const char *error; /* Vietnamese; NULL: the field is well */
	bool given; /* not left empty; the rest is only set where there is no error */
	const char *text; /* FORM_TEXT, _LINES, _SECRET, _CHOICE: "" where not given */
	int64_t number; /* FORM_INT */
	struct date day; /* FORM_DATE */
	bool ticked; /* FORM_CHECK */
	struct texts many; /* FORM_MANY; also while in error */
	const struct http_upload
		*file; /* FORM_FILE: NULL where not given; FORM_FILES: the first of them */
};

struct form {
	const struct form_field *fields;
	struct form_value *v; /* in the order of the table */
	size_t n;
	size_t errors;
};

/* Values for a form not sent yet: everything empty. */
void form_init(struct form *f, struct arena *a, const struct form_field *fields, size_t n);
/* RC_INVALID where any field is wrong; *f is filled in both cases, e holds the first error. */
enum rc form_read(struct form *f, const struct request *rq, const struct form_field *fields,
	size_t n, struct err *e) CHECKED;
/* For rules that look at several fields: an error after form_read. The first of a field is kept. */
void form_fail(struct form *f, size_t field, const char *message);
/* The i-th file of a FORM_FILES field; NULL behind the last. */
const struct http_upload *form_file(const struct request *rq, const char *name, size_t i);

#endif
