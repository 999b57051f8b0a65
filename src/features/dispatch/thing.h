/* What goes the way of documents, built from its records as they are now. */
#ifndef FEATURES_DISPATCH_THING_H
#define FEATURES_DISPATCH_THING_H

#include "features/dispatch/frozen.h"
#include "features/docreg/docreg.h"
#include "features/plan/plan.h"

struct thing {
	const char *origin; /* "report/12", "plan/2024" */
	const char *path; /* of its page here: "/trinh-ky/bao-cao/12" */
	const char *home, *home_name; /* where it is written: "/bao-cao/12", "Trang soạn" */
	const char *subject; /* tên loại và trích yếu: "Báo cáo Kết quả ..." */
	const char *file; /* of downloads: "bao-cao-2024-Q1" */
	struct document_span issued; /* when it may be dated */
	const char *signer_page; /* where its signer is written */
	bool figures; /* it prints figures: when records change later, they are compared */
	const struct unit *unit;
	struct frozen now; /* its document; doc NULL where it cannot be built, and then why */
	const char *why;
};

/* kind and id as in addresses: "bao-cao" and the report's id, "ke-hoach" and the year. RC_NOTFOUND,
 * with a message, where there is none. */
enum rc thing_load(struct db *d, struct arena *a, const char *kind, int64_t id, struct thing *out,
	struct err *e) CHECKED;
/* The kind and the id of an origin. False: none that is known. */
bool thing_origin(const char *origin, const char **kind, int64_t *id);
/* Writes number and day into the record that it was made of, so that other pages show them: as
 * registered under n->origin. n->number 0: takes the number out. */
enum rc thing_set_number(
	struct audit *t, struct arena *a, const struct document *n, struct err *e) CHECKED;

#endif
