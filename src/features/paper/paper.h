/* Documents for the public (văn bản): decisions, regulations and others with number, day, signer
 * and validity; drafts open for opinions; and, in one list with them, the reports and plans that
 * were issued and published on their own way (features/dispatch).
 *
 * Others read v_paper (schema.sql): what the public sees. */
#ifndef FEATURES_PAPER_PAPER_H
#define FEATURES_PAPER_PAPER_H

#include "core/attachment.h"
#include "core/search.h"
#include "core/web/gate.h"

extern const char paper_schema_sql[]; /* schema.sql */
extern const struct web_routes paper_public_routes, paper_office_routes,
	paper_opinion_routes; /* public_web.c, office_web.c, opinion_web.c */
extern const struct search_source paper_search; /* paper_store.c */

/* The words of a paper's file. The file is what counts: these are for reading and searching. */
enum { PAPER_WORDS_MAX = 100000 }; /* bytes kept of one file */
struct paper_words {
	bool known; /* false: the file came before its words were taken */
	bool whole; /* false: the file has more of them */
	const char *text; /* a line a paragraph; "": it has none, being a scan */
};
/* Of what was read of a file, what is kept: whole paragraphs. */
struct paper_words paper_words_of(struct arena *a, const char *read);

/* Texts are never NULL: "" where nothing was said. */
struct paper {
	int64_t id, version; /* 0: not stored yet */
	const char *kind, *number, *subject, *signer;
	struct date day, valid_from, valid_to;
	int64_t replaced_by; /* 0: by none */
	int64_t attachment;
	bool draft, shown;
	const char *asked, *summary;
	struct date opinion_from, opinion_to;
	int64_t account;
	const struct paper_words *words; /* to be stored with a new file; NULL: as they are */
	/* Filled by loading. */
	const char *replacer; /* number and subject of replaced_by; "" */
	int64_t opinions, unanswered;
};
struct papers {
	struct paper *v;
	size_t n, cap;
};

enum paper_validity {
	PAPER_UNKNOWN, /* not said: nothing is claimed */
	PAPER_COMING, /* not in force yet */
	PAPER_VALID,
	PAPER_ENDED,
	PAPER_REPLACED
};
enum paper_validity paper_validity(const struct paper *x, struct date today);
/* "còn hiệu lực", "có hiệu lực từ 01/7/2024" ... */
const char *paper_validity_words(struct arena *a, const struct paper *x, struct date today);
/* May opinions be sent on that day? First and last day count. */
bool paper_is_open(const struct paper *x, struct date today);
const char *paper_record(struct arena *a, const struct paper *x);

/* --- paper_store.c --- */

/* RC_NOTFOUND with a message. */
enum rc paper_get(
	struct db *d, struct arena *a, int64_t id, struct paper *out, struct err *e) CHECKED;
/* The newest first; public: only what is shown. */
enum rc paper_list(
	struct db *d, struct arena *a, bool public, struct papers *out, struct err *e) CHECKED;
/* Adds where x->id is 0, else changes. RC_CONFLICT: that number and day are there. */
enum rc paper_put(struct audit *t, struct arena *a, const struct paper *x, int64_t *id,
	struct err *e) CHECKED;

enum rc paper_words_get(
	struct db *d, struct arena *a, int64_t id, struct paper_words *out, struct err *e) CHECKED;

/* A row of the list for all: of ours, or issued on the way of documents. */
struct paper_row {
	const char *href, *kind, *number, *subject, *signer;
	struct date day;
	const struct paper *own; /* NULL: of the way of documents */
};
struct paper_rows {
	struct paper_row *v;
	size_t n, cap;
};
/* Both, the newest first; drafts are not among them. */
enum rc paper_all(struct db *d, struct arena *a, struct paper_rows *out, struct err *e) CHECKED;

struct paper_opinion {
	int64_t id, paper, at;
	const char *name, *text, *answer;
	bool shown;
};
struct paper_opinions {
	struct paper_opinion *v;
	size_t n, cap;
};
enum {
	PAPER_OPINION_MIN = 10, /* letters */
	PAPER_OPINION_MAX = 3000,
	PAPER_PER_SENDER = 5, /* opinions of one address in an hour */
	PAPER_PER_HOUR = 200 /* of all */
};
/* sender: the address it came from, of which only a hash is kept, for a day. RC_BUSY, in words for
 * the person: too many came. The same text again is taken as the first. */
enum rc paper_opinion_add(struct audit *t, struct arena *a, const struct paper_opinion *x,
	const char *sender, struct err *e) CHECKED;
enum rc paper_opinion_list(struct db *d, struct arena *a, int64_t paper, struct paper_opinions *out,
	struct err *e) CHECKED;
/* Its answer, and whether the public sees both. RC_NOTFOUND: the paper has no such opinion. */
enum rc paper_opinion_answer(
	struct audit *t, struct arena *a, const struct paper_opinion *x, struct err *e) CHECKED;

#endif
