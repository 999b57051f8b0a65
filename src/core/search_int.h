/* Between the words of search and its store. */
#ifndef CORE_SEARCH_INT_H
#define CORE_SEARCH_INT_H

#include "core/search.h"

enum {
	SEARCH_RULES = 3, /* grows whenever search_words or search_code give another answer, or the
			   * engine's index is made anew */
	SEARCH_WORD = 40, /* letters of a word; the rest of a longer one is left out */
	SEARCH_TEXT = 200 << 10, /* bytes of a text that can be found by */
	SEARCH_WORDS = 12 /* of a query */
};

/* "7/qd-ubnd" of "07/QĐ-UBND"; of a procedure the national part: "1.001612" of
 * "1.001612.000.00.00.H48". */
const char *search_code(struct arena *a, const char *s);
/* Could it be the beginning of a code, so that those that begin so are meant? */
bool search_code_like(const char *code);

/* A query as it is looked up. */
struct search_asked {
	struct texts codes; /* the whole of it, and what among its words looks like one */
	const char *exact; /* words with accents; "": none were typed and none are meant */
	const char *folded; /* words; "": there are none */
};
struct search_asked search_ask(struct arena *a, const struct search_query *q);

#endif
