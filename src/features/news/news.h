/* Articles (tin, bài) of the commune's own site. A text is drafted, submitted, approved by somebody
 * who did not write it, and published at once or at its moment; what the public sees is kept apart
 * from the text that is being changed. Publishing is recorded by being done: each published article
 * is one activity of the channel portal ("1 tin").
 *
 * Others read the views v_news (what waits for whom), v_news_review (what is to be looked at again)
 * and v_news_public (schema.sql). */
#ifndef FEATURES_NEWS_NEWS_H
#define FEATURES_NEWS_NEWS_H

#include <stdbool.h>

#include "core/intake.h"
#include "core/job.h"
#include "core/search.h"
#include "core/web/gate.h"
#include "lib/base/date.h"
#include "lib/base/file.h"

extern const char news_schema_sql[]; /* schema.sql */
extern const struct web_routes news_routes, news_edit_routes, news_picture_routes,
	news_public_routes, news_feed_routes, news_fault_routes, news_alert_routes;
extern const struct job_kind news_publish_job; /* news_job.c */
extern const struct search_source news_search; /* news_live_store.c */

enum news_state {
	NEWS_DRAFT,
	NEWS_SUBMITTED,
	NEWS_APPROVED, /* waits for its moment */
	NEWS_PUBLISHED,
	NEWS_WITHDRAWN
};
enum { NEWS_STATES = NEWS_WITHDRAWN + 1 };

/* Texts are never NULL. Moments are Unix seconds, 0 where there is none. */
struct news {
	int64_t id, version; /* 0: not stored yet */
	const char *slug; /* [a-z0-9-]: /tin/SLUG. "": made of the title */
	const char *title, *lead, *body; /* body: Markdown */
	const char *category, *source;
	struct texts contents; /* codes of the plan's nội dung */
	int64_t publish_at, expires_at;
	struct date review_on;
	enum news_state state;
	int64_t since, author; /* account; 0: it came from a file */
	const char *bypass; /* why one who wrote it approved it; "" */
	/* Filled by loading. */
	const char *author_name, *html;
	bool live; /* the public has seen it: what follows is of that */
	int64_t published_at, changed_at, withdrawn_at, activity;
	bool counted; /* its activity stands in the log; false: taken out of the figures */
	const char *withdrawn_reason;
	bool imported, corrected;
	/* Of a file. */
	int line;
	bool uncounted; /* recorded elsewhere already: it makes no activity */
};

struct news_list {
	struct news *v;
	size_t n, cap;
};

const char *news_state_code(enum news_state s); /* "submitted", as stored */
const char *news_state_name(enum news_state s); /* "chờ duyệt" */
bool news_state_find(const char *code, enum news_state *out);

/* --- taking in news.json (docs/TIN-BAI.md) --- */

/* Every bad item is a problem with its line, and left out. False where the file cannot be used. */
bool news_read(struct intake *in, const struct text_file *f, struct news_list *out);
/* By slug. What was changed in the office stays as it is there, and is told as a note, unless
 * in->replace. What came by an earlier file and is not in this one is missing; with in->replace it
 * is withdrawn, or removed where it was never published. RC_INVALID: told in the problems. */
enum rc news_store(
	struct intake *in, const struct news_list *list, const char *file, struct err *e) CHECKED;

#endif
