/* The signed PDF that comes back: its digital signatures (whether it is whole, apart from whom it
 * leads to), and its words against those approved. */
#ifndef FEATURES_DISPATCH_SIGNED_H
#define FEATURES_DISPATCH_SIGNED_H

#include "features/dispatch/dispatch_page.h"

void signed_form(struct arena *a, struct form *f);
/* With what was typed into it. */
void signed_form_again(struct form *f, const struct request *rq);
/* What is known of the file in force, for the page. */
enum rc signed_view(struct web *w, const struct way *x, struct issue_view *out) CHECKED;

/* --- words.c: what differs between two texts --- */

enum words_kind {
	WORDS_OTHER, /* must be looked at */
	WORDS_NUMBER, /* the number, put in at its place */
	WORDS_DAY,
	WORDS_SIGNATURE /* what signing adds: who, when */
};

struct words_change {
	enum words_kind kind;
	const char *before; /* the words ahead of it, to find the place */
	const char *approved, *came; /* "" where there is nothing on that side */
};

struct words_changes {
	struct words_change *v;
	size_t n, cap;
	bool too_many; /* another document, rather than a changed one */
};

struct words_known { /* what may come in */
	const char *number; /* "05/BC-UBND", in the approved text already; NULL: not known yet */
	struct date day; /* the same; not valid: not known yet */
};

/* A run of words that only stands elsewhere is no difference. */
void words_compare(struct arena *a, const char *approved, const char *came,
	const struct words_known *known, struct words_changes *out);
bool words_sound(const struct words_changes *c); /* nothing but what signing brings */

#endif
