/* Searching activities by words, alike on both engines.
 *
 * An activity keeps its words twice in one text: as written in small letters, a line end, and
 * folded (no accents). Every word has a blank on either side, so that LIKE '% ba t%' finds words by
 * their beginning. A search finds what has all its words, accents aside; what has them together as
 * they were typed comes first: "Ba Tơ" is not "Ba Tô". */
#ifndef FEATURES_ACTIVITY_LIST_WORDS_H
#define FEATURES_ACTIVITY_LIST_WORDS_H

#include "features/activity/activity.h"

/* places: the names, where x may have codes. */
const char *activity_words(struct arena *a, const struct activity *x, const struct texts *places);

enum { LIST_WORDS = 5 }; /* patterns; further words are looked for as one with the fifth */

struct list_search {
	bool any; /* there is something to look for */
	const char *each[LIST_WORDS]; /* patterns for LIKE, all of which must fit; "%" behind the
					 last */
	const char *phrase; /* " ba tơ": the words as typed */
	const char *together; /* pattern of the phrase: of what comes first; "%" where there is
				 nothing to look for */
};
struct list_search list_search_of(struct arena *a, const char *typed);

/* Gives their words to activities that a Loa without them wrote. After db_migrate, outside any
 * transaction; mostly there is nothing to do. */
enum rc activity_words_fill(struct db *d, struct err *e) CHECKED;

#endif
