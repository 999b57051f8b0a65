/* What the templates of widgets and parts ask: widget.c. */
#ifndef LIB_HTML_WIDGET_INT_H
#define LIB_HTML_WIDGET_INT_H

#include "lib/html/widget.h"

const char *widget_id(const struct widget *w);
/* The id of the i-th choice: the first has the widget's own, for links from the error summary. */
const char *widget_choice_id(struct arena *a, const struct widget *w, size_t i);
const char *widget_hint(const struct widget *w);
/* For aria-describedby: the ids of hint and error; "" where there is neither. */
const char *widget_described(struct arena *a, const struct widget *w);
bool widget_chosen(const struct widget *w, const struct widget_choice *c);
/* "s", "m", "l", "xl" of the kit's classes; NULL: none. */
const char *widget_size_name(enum widget_size size);

struct widget_input {
	const char *type, *mode, *autocomplete;
	bool plain; /* no spelling, no capitals */
};

/* How a browser shall take the input. */
struct widget_input widget_input_of(const struct widget *w);

#endif
