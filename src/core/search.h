/* Search (tìm kiếm) over all that is public. Features put in what they publish, and drop it; one
 * box finds it, with and without accents, by code or number.
 *
 * Found things stand in tiers: code or number; title with the accents as typed; title; text with
 * the accents; text. Within a tier the newest first. Of each tier only the newest SEARCH_MOST are
 * looked at, so that a common word costs no more than a rare one. */
#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include <stdbool.h>

#include "lib/base/date.h"
#include "lib/db/db.h"

extern const char core_search_sql[]; /* search.sql, the schema "search" */

/* All texts NFC; day {0}: none. from, until: Unix seconds between which it is public; until 0:
 * open. code: "24/KH-UBND", "1.001612", or "". */
struct search_entry {
	const char *kind;
	int64_t id;
	const char *href, *title, *code, *text;
	struct date day;
	int64_t from, until;
};

/* In the caller's write transaction; replaces what has the same kind and id. */
enum rc search_put(
	struct db *d, struct arena *a, const struct search_entry *x, struct err *e) CHECKED;
/* Nothing happens where it is not in. */
enum rc search_drop(struct db *d, const char *kind, int64_t id, struct err *e) CHECKED;

enum { SEARCH_MOST = 200, SEARCH_TYPED = 200 };

struct search_query {
	const char *typed; /* by a person; of it the first SEARCH_TYPED letters count */
	/* Names with their accents ("Ba Tơ"), the more important first: typed without accents they
	 * mean these, rather than another name that folds alike ("Ba Tô"). May be NULL. */
	const struct texts *names;
	int64_t now;
	size_t skip, count; /* which of those found */
};

struct search_hit {
	const char *kind, *href, *title, *code, *text;
	struct date day;
};

struct search_hits {
	struct search_hit *v;
	size_t n, cap;
	size_t all; /* how many were found */
	bool more; /* there may be more than all */
	const char *words; /* that were looked for: as typed, or search_topic of it */
};

enum rc search_find(struct db *d, struct arena *a, const struct search_query *q,
	struct search_hits *out, struct err *e) CHECKED;

/* Letters and digits in small letters, one blank between words; folded: without accents. s: NFC. */
const char *search_words(struct arena *a, const char *s, bool folded);
/* What was typed without the words that only ask ("ở đâu", "bao nhiêu tiền"); NULL: there are none,
 * or nothing else. search_find asks so where it finds nothing otherwise. */
const char *search_topic(struct arena *a, const char *typed);

/* A part of a text for reading, in pieces: what the query's words hit, and what stands between. */
struct search_piece {
	const char *text;
	bool hit;
};
struct search_pieces {
	struct search_piece *v;
	size_t n, cap;
};
/* About `most` letters of text around the first hit, at words' ends, "…" where it is cut; most 0:
 * all of it. */
struct search_pieces search_snippet(
	struct arena *a, const char *text, const char *typed, size_t most);

/* How much is public at that moment, of each kind and year; year "": of no day. */
struct search_count {
	const char *kind, *year;
	int64_t n;
};
struct search_counts {
	struct search_count *v;
	size_t n, cap;
};
enum rc search_counted(struct db *d, struct arena *a, int64_t now, struct search_counts *out,
	struct err *e) CHECKED;

/* A feature's part in making the index anew: search_put for all that it has published. */
struct search_source {
	enum rc (*put_all)(struct db *d, struct arena *a, struct err *e);
};
/* In a transaction of its own. */
enum rc search_rebuild(
	struct db *d, const struct search_source *const v[], size_t n, struct err *e) CHECKED;
/* The same where the index was made by other rules than this program's, or never. */
enum rc search_fill(
	struct db *d, const struct search_source *const v[], size_t n, struct err *e) CHECKED;

#endif
