/* Two texts compared word by word: what was approved and what came back signed. Line ends, runs of
 * white space and forms of Unicode make no difference; letters, accents, signs and figures do. */
#ifndef LIB_DOC_COMPARE_H
#define LIB_DOC_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

/* What a difference looks like. Only a hint: the caller judges. */
enum compare_hint {
	COMPARE_WORDS, /* other words: the contents differ */
	COMPARE_NUMBER, /* a blank before "/BC-UBND" was filled in */
	COMPARE_DAY, /* a blank after "ngày" or "tháng" was filled in, in the note of an annex too
		      */
	COMPARE_SEAL /* only added, and reads like the seal of a digital signature ("Ký bởi: ...")
		      */
};

struct compare_difference {
	const char *before, *after; /* the words on both sides; "" where only added or taken out */
	const char *context; /* up to six words that stand before it in both */
	enum compare_hint hint;
};

struct compare {
	struct compare_difference *v;
	size_t n, cap;
	bool more; /* there were more than `max`, or the texts have too little in common to go on */
};

/* The differences in reading order, at most max of them. n = 0: the same words in the same order.
 * Both texts are valid UTF-8. */
void compare_words(
	struct arena *a, const char *before, const char *after, size_t max, struct compare *out);

#endif
