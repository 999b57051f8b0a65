/* The stored way of one document: what the handlers of this feature share. */
#ifndef FEATURES_DISPATCH_DISPATCH_INT_H
#define FEATURES_DISPATCH_DISPATCH_INT_H

#include "core/audit.h"
#include "features/dispatch/dispatch.h"
#include "features/dispatch/frozen.h"

struct dispatch {
	int64_t id; /* 0: not on its way yet */
	const char *origin, *subject;
	enum dispatch_state state;
	int64_t since, version;
	int64_t author; /* account */
	int64_t frozen_id; /* 0: not approved */
	bool outside; /* it was published as issued outside Loa */
};

struct dispatches {
	struct dispatch *v;
	size_t n, cap;
};

/* What somebody did. */
struct dispatch_event {
	const char *action, *who, *note;
	enum dispatch_state from, to;
	int64_t at, account;
};

struct dispatch_events {
	struct dispatch_event *v;
	size_t n, cap;
};

/* A draft with version 0 where there is no row. */
enum rc dispatch_get(struct db *d, struct arena *a, const char *origin, struct dispatch *out,
	struct err *e) CHECKED;
enum rc dispatch_by_id(
	struct db *d, struct arena *a, int64_t id, struct dispatch *out, struct err *e) CHECKED;
/* The last moved first; published: those only. */
enum rc dispatch_all(struct db *d, struct arena *a, bool published, struct dispatches *out,
	struct err *e) CHECKED;
enum rc dispatch_history(struct db *d, struct arena *a, int64_t id, struct dispatch_events *out,
	struct err *e) CHECKED;

struct dispatch_doer {
	int64_t account;
	const char *name;
};

/* Takes the step: writes state, history and audit, and makes x what it is now. RC_CONFLICT:
 * somebody was faster. frozen: the content approved by this step, or NULL. */
enum rc dispatch_take(struct audit *t, struct arena *a, struct dispatch *x,
	const struct dispatch_step_rule *rule, const struct dispatch_doer *by, const char *note,
	const char *frozen, struct err *e) CHECKED;
/* Something of it changed besides its state (number, signed file): the version grows, so that the
 * page of another person is old now. RC_CONFLICT: it was changed meanwhile. */
enum rc dispatch_touch(struct audit *t, struct arena *a, struct dispatch *x, const char *what,
	struct err *e) CHECKED;

/* Something that moves it nowhere (more recipients): a row of its history, and the version grows.
 * RC_CONFLICT: it was changed meanwhile. */
enum rc dispatch_note(struct audit *t, struct arena *a, struct dispatch *x, const char *action,
	const struct dispatch_doer *by, const char *note, struct err *e) CHECKED;
/* sent.c: something of it really went out, was handed over or received. It counts as sent from now
 * on, and the register says so (ngày chuyển), where neither does yet. */
enum rc dispatch_sent(struct audit *t, struct arena *a, struct dispatch *x,
	const struct dispatch_doer *by, const char *note, struct err *e) CHECKED;

/* The content approved, with its hash. */
struct dispatch_frozen {
	int64_t at;
	const char *hash;
	struct frozen content;
};
enum rc dispatch_frozen_get(struct db *d, struct arena *a, int64_t id, struct dispatch_frozen *out,
	struct err *e) CHECKED;

/* A signed file that came back. */
struct dispatch_signed {
	int64_t id, attachment, at;
	const char *who; /* who brought it in */
	const char *findings; /* JSON of signed.h */
	bool sound;
	const char *statement;
};
/* The one in force; RC_NOTFOUND without a message where there is none. */
enum rc dispatch_signed_get(struct db *d, struct arena *a, const struct dispatch *x,
	struct dispatch_signed *out, struct err *e) CHECKED;
/* The former one stays in the record. */
enum rc dispatch_signed_put(struct audit *t, struct arena *a, struct dispatch *x,
	const struct dispatch_signed *s, int64_t account, struct err *e) CHECKED;

#endif
