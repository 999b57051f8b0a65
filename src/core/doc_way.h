/* Where a document stands on its way to be issued (trình ký): the view v_dispatch, for those that
 * write the document. */
#ifndef CORE_DOC_WAY_H
#define CORE_DOC_WAY_H

#include "core/intake.h"

struct doc_way {
	bool editable;
	bool frozen; /* approved: it is shown, and made into files, as it was then, at href */
	const char *state; /* "chờ ký duyệt"; NULL: it was never put on its way */
	const char
		*who; /* the roles that can bring it further: "lãnh đạo"; NULL: nobody needs to */
	int64_t since; /* Unix seconds */
	const char *href; /* its page there */
};

/* origin: "report/12", "plan/2024". What was never put on its way is editable. */
enum rc doc_way(struct db *d, struct arena *a, const char *origin, struct doc_way *out,
	struct err *e) CHECKED;
/* No file changes what others are checking or have approved, unless in->replace: a note says that
 * it stays. */
enum rc doc_way_kept(
	struct intake *in, const char *origin, const char *file, bool *kept, struct err *e) CHECKED;

#endif
