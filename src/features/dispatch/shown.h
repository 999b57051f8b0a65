/* What the public may see of the evidence behind the figures of a published document: only of
 * activities that stand behind a figure its text prints, only what was marked "Cho người dân xem",
 * and as it is marked now. */
#ifndef FEATURES_DISPATCH_SHOWN_H
#define FEATURES_DISPATCH_SHOWN_H

#include "features/dispatch/dispatch_int.h"

struct shown_item {
	int64_t activity;
	const char *href; /* "/cong-khai/12/minh-chung/7", or the link itself */
	const char *type; /* of a file: "image/jpeg"; NULL: a link (core/weblink.h) */
	int64_t size;
	bool picture; /* it has a small one */
};

struct shown {
	struct shown_item *v; /* by activity, then in the order of its evidence */
	size_t n, cap;
};

/* Of all printed figures of f. */
enum rc shown_load(struct db *d, struct arena *a, int64_t document, const struct dispatch_frozen *f,
	struct shown *out, struct err *e) CHECKED;
/* Is this file among them? */
enum rc shown_has(struct db *d, struct arena *a, int64_t attachment,
	const struct dispatch_frozen *f, bool *out, struct err *e) CHECKED;

/* Of that activity. */
struct shown shown_of(const struct shown *all, int64_t activity);
/* Is there any of the figure's activities? */
bool shown_any(const struct shown *all, const struct frozen_figure *f);
/* "Ảnh 2", "Tệp PDF, 1,2 MB"; the i-th of an activity's. */
const char *shown_name(struct arena *a, const struct shown *own, size_t i);
/* For saving it: what the person's device called it is nobody's business. */
const char *shown_file_name(struct arena *a, int64_t attachment, const char *type);

#endif
