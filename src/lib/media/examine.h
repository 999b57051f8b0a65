/* What an uploaded file really is, by its content: names and claimed types are never looked at.
 * Only what can serve as evidence or as a document is taken; everything else is refused with the
 * Vietnamese reason and what to do about it. Documents are opened in loa-worker. */
#ifndef LIB_MEDIA_EXAMINE_H
#define LIB_MEDIA_EXAMINE_H

#include <stdbool.h>

#include "lib/worker/worker.h"

enum media_kind {
	MEDIA_JPEG,
	MEDIA_PNG,
	MEDIA_WEBP,
	MEDIA_HEIC,
	MEDIA_PDF,
	MEDIA_DOCX,
	MEDIA_XLSX
};

enum { MEDIA_FILE_MAX = 30 << 20 }; /* bytes of one file */

struct media_found {
	enum media_kind kind;
	const char *mime; /* the true type, to be kept and served with */
	const char *extension; /* "jpg", "pdf": for the name of a download */
	int pages; /* of a PDF; 0 otherwise */
};

/* RC_INVALID: empty, too large, of no kind that is taken, broken, locked by a password, with
 * macros, or unpacking to more than it should. A picture is known by its first bytes only and must
 * still go through photo_read, which keeps nothing of the original. */
enum rc media_examine(
	struct arena *a, struct bytes in, struct media_found *out, struct err *e) CHECKED;
/* By the first bytes alone: a file that begins like a ZIP is called MEDIA_DOCX. */
enum rc media_sniff(struct bytes in, enum media_kind *out, struct err *e) CHECKED;
bool media_is_picture(enum media_kind kind);

#endif
