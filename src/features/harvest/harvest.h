/* Harvest (thu thập): what the commune posted on other pages (its official portal, social pages)
 * comes in as proposals; each that a person confirms becomes an activity, once, with its link and a
 * copy of its page as evidence. */
#ifndef FEATURES_HARVEST_HARVEST_H
#define FEATURES_HARVEST_HARVEST_H

#include "core/audit.h"
#include "core/job.h"
#include "core/web/gate.h"
#include "lib/fetch/feed.h"

extern const char harvest_schema_sql[]; /* schema.sql */
extern const struct web_routes harvest_routes, harvest_source_routes,
	harvest_paste_routes; /* harvest_web.c, source_web.c, paste_web.c */
extern const struct job_kind harvest_source_job, harvest_page_job; /* harvest_job.c */

/* --- harvest_words.c: is it about CCHC --- */

struct harvest_content { /* of the plan */
	const char *code, *text;
};
struct harvest_contents {
	struct harvest_content *v;
	size_t n, cap;
};

struct harvest_verdict {
	bool about;
	const char *reason; /* “Có cụm từ “thủ tục hành chính”.”; "" where nothing was found */
	struct texts contents; /* codes of the plan that fit; none: a person chooses */
};
/* By the words of title and summary, a fixed list: the same text gives the same answer. */
void harvest_judge(struct arena *a, const char *title, const char *summary,
	const struct harvest_contents *plan, struct harvest_verdict *out);

/* --- source_store.c --- */

enum { HARVEST_MINUTES_MIN = 15, HARVEST_MINUTES_MAX = 7 * 24 * 60 };

struct harvest_source {
	int64_t id, version;
	const char *name, *address, *channel;
	enum feed_kind kind;
	int64_t minutes;
	bool active;
	int64_t account;
	const char *person; /* who set it up; filled by loading, as all below */
	int64_t created_at, due_at, last_at, good_at, failures;
	const char *words, *etag, *modified;
	int64_t waiting, taken; /* items */
};
struct harvest_sources {
	struct harvest_source *v;
	size_t n, cap;
};

/* RC_NOTFOUND with a message. */
enum rc harvest_source_get(struct db *d, struct arena *a, int64_t id, struct harvest_source *out,
	struct err *e) CHECKED;
enum rc harvest_source_list(
	struct db *d, struct arena *a, struct harvest_sources *out, struct err *e) CHECKED;
/* Adds where x->id is 0, else changes; it is due at once. RC_CONFLICT: that address is there. */
enum rc harvest_source_put(struct audit *t, struct arena *a, const struct harvest_source *x,
	int64_t *id, struct err *e) CHECKED;
/* The one that has been due longest; 0: none. Cheap. */
enum rc harvest_source_due(struct db *d, int64_t now, int64_t *id, struct err *e) CHECKED;
/* For one look, which is lost after HARVEST_LEASE seconds. RC_CONFLICT: another look is under way.
 */
enum { HARVEST_LEASE = 300 };
enum rc harvest_source_claim(struct db *d, int64_t id, int64_t now, struct err *e) CHECKED;
struct harvest_look {
	int64_t source, at;
	bool good;
	const char *words, *etag, *modified;
};
/* Settles a claim: the next look is after the interval, later where looks fail in a row. */
enum rc harvest_source_settle(struct db *d, const struct harvest_look *x, struct err *e) CHECKED;

/* --- item_store.c --- */

struct harvest_item {
	int64_t id, source; /* source 0: pasted */
	const char *source_name; /* "" */
	const char *channel, *link, *title, *summary, *day_note, *state;
	struct date day; /* {0}: not known */
	bool about;
	int64_t activity, found_at, decided_at;
	const char *decided_by; /* name; "" */
	const char *page, *page_words;
	int64_t page_tries, attachment;
};
struct harvest_items {
	struct harvest_item *v;
	size_t n, cap;
};

/* What a look or a paste found. */
struct harvest_find {
	const char *link, *title, *summary, *day_note; /* title "": its page is to be read */
	struct date day;
};
struct harvest_finds {
	struct harvest_find *v;
	size_t n, cap;
	int64_t source; /* 0: pasted, and each page is read */
	const char *channel;
	int64_t at;
};
struct harvest_gain {
	size_t fresh, about, same; /* new proposals, those about CCHC, new links of old items */
	struct db_ids known; /* items whose link was there, as an item or as evidence */
};
/* Stores what is new, in transactions of its own of some hundred items each. */
enum rc harvest_take_in(struct db *d, struct arena *a, const struct harvest_finds *x,
	struct harvest_gain *out, struct err *e) CHECKED;
/* The same in the caller's write transaction: of what a person pasted. */
enum rc harvest_take_few(struct db *d, struct arena *a, const struct harvest_finds *x,
	struct harvest_gain *out, struct err *e) CHECKED;

enum harvest_about { HARVEST_ANY, HARVEST_ABOUT, HARVEST_OTHER }; /* about CCHC, or not */
struct harvest_query {
	const char *state;
	enum harvest_about about;
	int64_t source; /* 0: all */
	const char *day; /* behind this day and id; NULL: from the newest */
	int64_t id;
	int limit;
};
/* Newest day first, without a day last. */
enum rc harvest_item_list(struct db *d, struct arena *a, const struct harvest_query *q,
	struct harvest_items *out, struct err *e) CHECKED;
enum rc harvest_item_get(
	struct db *d, struct arena *a, int64_t id, struct harvest_item *out, struct err *e) CHECKED;
struct harvest_counts {
	int64_t about, other, taken, dropped,
		reading; /* reading: pages of waiting items to be read */
};
enum rc harvest_count(struct db *d, struct harvest_counts *out, struct err *e) CHECKED;
/* Contents of the plan of that year, or the nearest. */
enum rc harvest_plan(struct db *d, struct arena *a, int year, struct harvest_contents *out,
	struct err *e) CHECKED;
/* An activity of that channel, day and title (case and accents aside) that holds already, or an
 * item taken; 0: none. not_item: the item asked for. */
struct harvest_twin {
	const char *channel, *title;
	struct date day;
};
enum rc harvest_twin(struct db *d, struct arena *a, const struct harvest_twin *x, int64_t *activity,
	struct err *e) CHECKED;

/* x as confirmed: its title and day; contents of the plan and the task ("" for none). Makes the
 * activity with the link as evidence, and has the copy made. RC_CONFLICT: somebody decided it, or
 * it is recorded already. */
struct harvest_confirm {
	int64_t item, account;
	const char *title, *task;
	struct date day;
	struct texts contents;
};
enum rc harvest_confirm(struct audit *t, struct arena *a, const struct harvest_confirm *x,
	int64_t *activity, struct err *e) CHECKED;
/* Drops it, or brings it back. RC_CONFLICT: it is in another state. */
enum rc harvest_drop(struct audit *t, struct arena *a, int64_t item, int64_t account, bool drop,
	struct err *e) CHECKED;
/* All that wait and are not about CCHC, but those whose page is still to be read; *n: how many. */
enum rc harvest_drop_others(
	struct audit *t, struct arena *a, int64_t account, int64_t *n, struct err *e) CHECKED;
/* Its page is read (again). */
enum rc harvest_read_again(struct db *d, int64_t item, int64_t now, struct err *e) CHECKED;

/* --- page_store.c: pages to be read --- */

/* The next that is due; RC_NOTFOUND without a message. Cheap; reads only. */
enum rc harvest_page_due(struct db *d, struct arena *a, int64_t now, struct harvest_item *out,
	struct err *e) CHECKED;
/* For one try. RC_NOTFOUND: somebody else has it. */
enum rc harvest_page_claim(
	struct db *d, const struct harvest_item *x, int64_t now, struct err *e) CHECKED;
/* What a try brought. */
struct harvest_paper {
	const char *why; /* it cannot be read; NULL */
	const char *title, *summary, *day_note;
	struct date day;
	struct bytes copy; /* of the page; n 0: none */
	const char *copy_name, *copy_type;
};
/* A waiting item takes title and day where it has none; a taken one gets the copy as evidence of
 * its activity. */
enum rc harvest_page_settle(struct audit *t, struct arena *a, int64_t item,
	const struct harvest_paper *p, struct err *e) CHECKED;

/* --- harvest_job.c --- */

/* Looks at the source now; opens its own transactions, none is open. What went wrong there stands
 * in the source. RC_CONFLICT: a look is under way. */
enum rc harvest_look_now(struct db *d, struct arena *a, int64_t source, struct err *e) CHECKED;

#endif
