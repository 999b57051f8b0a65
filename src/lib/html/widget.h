/* The fields and buttons of forms, drawn from typed values with govuk-frontend's own markup
 * (tests/html/kit_test.py compares the two). They need no JavaScript. All text is escaped.
 *
 *	{{call widget_input(&v->place)}}
 *	{{call widget_button(&(struct widget_button){ .text = "Lưu" })}}
 */
#ifndef LIB_HTML_WIDGET_H
#define LIB_HTML_WIDGET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"

enum widget_type {
	WIDGET_TEXT,
	WIDGET_NUMBER, /* as people write it, 1.500: text with the keyboard of digits */
	WIDGET_DAY, /* dd/mm/yyyy; an example is the hint where there is none */
	WIDGET_EMAIL,
	WIDGET_TEL,
	WIDGET_SECRET, /* a password: its value is never written into the page */
	WIDGET_CODE, /* of one time, six digits */
	WIDGET_SEARCH
};

enum widget_size { WIDGET_USUAL, WIDGET_S, WIDGET_M, WIDGET_L, WIDGET_XL };

enum widget_layout {
	WIDGET_STACKED,
	WIDGET_INLINE, /* for two or three short choices */
	WIDGET_SMALL,
	WIDGET_TILES /* large fields to tap, for the channels */
};

struct widget_choice {
	const char *value, *label;
	const char *hint; /* NULL */
	bool chosen; /* besides the widget's value and many */
	bool off;
};

struct widget {
	const char *name;
	const char *id; /* NULL: the name; errors link to it */
	const char *label; /* of choices: their legend */
	const char *hint, *error, *value; /* NULL: none */
	enum widget_size size; /* of the label */
	bool heading; /* the label is the page's h1 */
	bool optional; /* says so behind the label */
	bool off; /* disabled: not sent */
	/* Input. */
	enum widget_type type;
	unsigned width; /* in characters: 2, 3, 4, 5, 10, 20, 30; 0: as wide as there is room */
	const char *prefix, *suffix;
	const char *autocomplete;
	const struct texts *suggest; /* offered while typing, none of them a must; NULL */
	unsigned rows; /* of lines; 0: 5 */
	/* File. */
	const char *accept;
	bool several;
	bool camera; /* a phone offers its camera first */
	/* Select, radios, checks: those chosen have the widget's value or are in many. */
	const struct widget_choice *choices;
	size_t n;
	const struct texts *many; /* NULL */
	enum widget_layout layout;
	bool ticked; /* widget_check */
};

void widget_input(struct buf *b, const struct widget *w);
void widget_lines(struct buf *b, const struct widget *w);
void widget_select(struct buf *b, const struct widget *w);
void widget_radios(struct buf *b, const struct widget *w);
void widget_checks(struct buf *b, const struct widget *w);
/* One box beside its label; it sends its value, or 1. */
void widget_check(struct buf *b, const struct widget *w);
void widget_file(struct buf *b, const struct widget *w);
void widget_hidden(struct buf *b, const char *name, const char *value);

enum widget_kind { WIDGET_MAIN, WIDGET_SECONDARY, WIDGET_WARNING };

struct widget_button {
	const char *text;
	enum widget_kind kind;
	const char *href; /* a link that looks like a button; NULL: submits the form */
	const char *name, *value; /* NULL */
	const char *action; /* submits to this address instead of the form's; NULL */
	bool off;
};

void widget_button(struct buf *b, const struct widget_button *w);

struct widget_error {
	const char *id; /* of the field; NULL: of the form as a whole */
	const char *message;
};

/* The summary above a form, nothing where n is 0. page_begin draws it. */
void widget_errors(struct buf *b, const struct widget_error *v, size_t n);

#endif
