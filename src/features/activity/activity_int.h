/* One activity as rows: what intake (activity_store.c) and the office (activity_office_store.c)
 * share; activity_row.c. */
#ifndef FEATURES_ACTIVITY_ACTIVITY_INT_H
#define FEATURES_ACTIVITY_ACTIVITY_INT_H

#include "features/activity/activity.h"

struct ids {
	int64_t *v;
	size_t n, cap;
};

/* An activity with its references looked up: what is compared and stored. */
struct resolved {
	const struct activity *x;
	int64_t plan, task; /* 0: none */
	struct ids places, contents;
};

/* Where rows come from or go to. Places and audit go through `in`, also in the office. */
struct storing {
	struct intake *in;
	const char *file;
	struct arena *a; /* for one row; the intake's arena keeps what outlives it */
	struct err *e;
	struct ids seen;
};

/* Codes that the plan does not have are problems of s->in, at x->line of s->file. */
enum rc activity_resolve(struct storing *s, const struct activity *x, struct resolved *r) CHECKED;
/* With its lists, into s->a; places by their names. */
enum rc activity_load(struct storing *s, int64_t id, struct activity *out) CHECKED;
/* origin: 'import' or 'web'. Audited. */
enum rc activity_insert(
	struct storing *s, const struct resolved *r, const char *origin, int64_t *id) CHECKED;
/* One version further; audited with the state before and after. */
enum rc activity_update(struct storing *s, int64_t id, const struct resolved *r) CHECKED;
enum rc activity_audit(struct storing *s, int64_t id, const char *action, const char *before,
	const char *after) CHECKED;

/* Before the id of an activity of the office in a file that was downloaded: its key there. */
#define ACTIVITY_CODE "loa-"
/* What a row without a code of its own is known by in the next file, whatever it became since. */
const char *activity_source_key(struct arena *a, const struct activity *x);

#endif
