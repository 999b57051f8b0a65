/* The way of a document (trình ký, phát hành), from the draft to the public: Nghị định
 * 30/2020/NĐ-CP, Điều 10 to 18. What goes this way is known by its origin: "report/12",
 * "plan/2024".
 *
 * Other features read the view v_dispatch (schema.sql); a document that was never put on its way
 * has no row there and is a draft. */
#ifndef FEATURES_DISPATCH_DISPATCH_H
#define FEATURES_DISPATCH_DISPATCH_H

#include <stdbool.h>

#include "core/audit.h"
#include "core/job.h"
#include "core/permission.h"
#include "core/search.h"
#include "core/web/gate.h"
#include "lib/doc/doc.h"

extern const struct web_routes dispatch_routes, issue_routes, signed_routes, sending_routes,
	sent_routes, public_routes, open_routes, delegation_routes, recipient_routes;
extern const struct job_kind dispatch_mail_job; /* mail_job.c */
extern const struct search_source dispatch_search; /* published.c */
extern const char dispatch_schema_sql[]; /* schema.sql */

/* Where a document stands. */
enum dispatch_state {
	DISPATCH_DRAFT,
	DISPATCH_RETURNED, /* to be mended */
	DISPATCH_CONTENT, /* waits for the check of its content */
	DISPATCH_FORMAT, /* ... of its form */
	DISPATCH_APPROVAL, /* ... for who signs */
	DISPATCH_APPROVED, /* frozen; waits for number and signature */
	DISPATCH_ISSUED,
	DISPATCH_SENT,
	DISPATCH_PUBLISHED,
	DISPATCH_RECALLED,
	DISPATCH_OUTSIDE /* issued before it came to Loa, was published here and is no longer */
};
enum { DISPATCH_STATES = DISPATCH_OUTSIDE + 1 };

const char *dispatch_state_code(enum dispatch_state s); /* "approval", as stored */
const char *dispatch_state_name(enum dispatch_state s); /* "chờ ký duyệt" */
bool dispatch_state_find(const char *code, enum dispatch_state *out);
/* May its text still be changed? */
bool dispatch_editable(enum dispatch_state s);

/* One allowed step. */
struct dispatch_step_rule {
	const char *action; /* "duyet": in forms and in the record */
	enum dispatch_state from, to;
	enum permission permission;
	bool own; /* only who put it on its way */
	bool reason; /* must say why */
	bool outside; /* of what was issued before it came to Loa, and of nothing else */
	const char *label; /* on the button */
	const char *done; /* in the history: "duyệt" */
	const char *source; /* of the law; "" where it is the office's own order */
};

const struct dispatch_step_rule *dispatch_step_rules(size_t *n);
/* NULL: from there no such step is allowed. */
const struct dispatch_step_rule *dispatch_step_rule(enum dispatch_state from, const char *action);

/* What was done, in the words of the history: "duyệt", "gửi thêm". */
const char *dispatch_done(enum dispatch_state from, const char *action);

/* Makes public what was issued before it came to Loa, as it is now: "ke-hoach/2024", "bao-cao/12"
 * as in addresses. RC_INVALID: it has no number and day yet; RC_CONFLICT: it went the way here. */
enum rc dispatch_publish_issued(
	struct audit *t, struct arena *a, const char *kind, int64_t id, struct err *e) CHECKED;

/* The document as it was approved, with its number; RC_NOTFOUND without a message where it was not.
 */
enum rc dispatch_approved(
	struct db *d, struct arena *a, const char *origin, struct doc *out, struct err *e) CHECKED;

#endif
