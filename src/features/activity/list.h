/* The list of activities, newest day first, by pages that are found by where the last one ended:
 * any page of 100,000 costs what the first one costs. */
#ifndef FEATURES_ACTIVITY_LIST_H
#define FEATURES_ACTIVITY_LIST_H

#include "features/activity/list_words.h"

enum list_has { LIST_ANY, LIST_WITH, LIST_WITHOUT };
enum { LIST_FROM_FILE = -1 }; /* as an account: nobody, it came from a file */

struct list_filter {
	struct date from, to; /* it starts on one of these days; {0}: open */
	const char *channel; /* code; "": any */
	int64_t task, content, place; /* ids; 0: any */
	int64_t account; /* who recorded it; 0: anybody */
	enum list_has number, evidence, photo;
	bool removed; /* those taken back instead of the others */
	const char *words; /* as typed; "": any */
};

/* Where a page ends: what was found by its exact words (tier 0) comes before the rest (1). */
struct list_key {
	int tier;
	const char *day; /* ISO */
	int64_t id;
};

struct list_row {
	struct list_key key;
	struct date from, to; /* to: the last day, also where it is the first */
	const char *channel, *title, *code, *note, *task, *words;
	bool removed;
	int64_t account;
	int64_t evidence; /* how many */
	struct quantities quantities;
	struct texts places, contents, references; /* contents, references: list_block only */
};

struct list_page {
	struct list_row *v;
	size_t n, cap;
	bool newer, older; /* there are more */
};

enum list_way { LIST_OLDER, LIST_NEWER };

/* The page behind (LIST_OLDER) or before (LIST_NEWER) a key, in the list's order. NULL: from the
 * beginning, or the last page. */
struct list_step {
	enum list_way way;
	const struct list_key *key;
	size_t size;
};
enum rc list_load(struct db *d, struct arena *a, const struct list_filter *f,
	const struct list_step *step, struct list_page *out, struct err *e) CHECKED;
/* How many there are, up to LIST_COUNT_MAX + 1: more are not counted. */
enum { LIST_COUNT_MAX = 1000 };
enum rc list_count(struct db *d, struct arena *a, const struct list_filter *f, int64_t *out,
	struct err *e) CHECKED;
/* A page with all that a row has, for writing the whole list out: its lists are read in one go.
 * Words come in one tier here. */
enum rc list_block(struct db *d, struct arena *a, const struct list_filter *f,
	const struct list_key *behind, size_t size, struct list_page *out, struct err *e) CHECKED;

/* Pictures that are evidence of one activity. */
struct list_photo {
	int64_t id; /* of the attachment */
	const char *name;
};
struct list_photos {
	struct list_photo *v;
	size_t n, cap;
};
enum rc list_photos(struct db *d, struct arena *a, int64_t activity, struct list_photos *out,
	struct err *e) CHECKED;

/* "0.2024-03-05.123", as in addresses. */
const char *list_key_text(struct arena *a, const struct list_key *k);
bool list_key_parse(struct arena *a, const char *text, struct list_key *out);

/* What the filters offer. */
struct list_choice {
	int64_t id;
	const char *name;
	int64_t year; /* of the plan; 0: of none */
	const char *code;
};
struct list_choices {
	struct list_choice *v;
	size_t n, cap;
};
enum rc list_tasks(struct db *d, struct arena *a, struct list_choices *out, struct err *e) CHECKED;
enum rc list_contents(
	struct db *d, struct arena *a, struct list_choices *out, struct err *e) CHECKED;
enum { LIST_PLACES_MAX = 500 };
enum rc list_places(struct db *d, struct arena *a, struct list_choices *out, struct err *e) CHECKED;

#endif
