/* What goes the way of documents, built from its records as they are now. */
#ifndef FEATURES_DISPATCH_THING_H
#define FEATURES_DISPATCH_THING_H

#include "features/dispatch/frozen.h"

struct thing {
	const char *origin; /* "report/12" */
	const char *path; /* of its page here: "/trinh-ky/bao-cao/12" */
	const char *home; /* where it is written: "/bao-cao/12" */
	const char *subject; /* tên loại và trích yếu: "Báo cáo Kết quả ..." */
	const char *file; /* of downloads: "bao-cao-2024-Q1" */
	const struct unit *unit;
	struct frozen now; /* its document; doc NULL where it cannot be built, and then why */
	const char *why;
};

/* kind: "bao-cao" and its id. RC_NOTFOUND, with a message, where there is none. */
enum rc thing_load(struct db *d, struct arena *a, const char *kind, int64_t id, struct thing *out,
	struct err *e) CHECKED;
/* The kind and the id of an origin. False: none that is known. */
bool thing_origin(const char *origin, const char **kind, int64_t *id);
/* Writes number and day into the record that it was made of, so that other pages show them. number
 * NULL: takes it out. */
enum rc thing_set_number(struct audit *t, struct arena *a, const char *origin, const char *number,
	struct date day, struct err *e) CHECKED;

#endif
