/* Files that people hand in (tệp đính kèm): photos as evidence, signed documents, requests from
 * above. The content is known by its hash and never changes; it is written and synced before the
 * row that names it, and its hash stands in the audit, so that `loa verify` can prove it. */
#ifndef CORE_ATTACHMENT_H
#define CORE_ATTACHMENT_H

#include "core/audit.h"
#include "lib/base/buf.h"
#include "lib/db/db.h"

struct attachment {
	int64_t id;
	const char *hash; /* BLAKE2b, 64 hex digits */
	const char *name; /* as the person's device called it, for showing and saving only */
	const char *type; /* proved by its content: "image/jpeg" */
	int64_t size;
	const char *thumb_hash; /* a small picture (image/jpeg); NULL: none */
	/* Private to those who may edit the record: where and when a photo says it was taken. "":
	 * it does not say. */
	const char *taken; /* "2024-03-14 08:05:00" */
	const char *position; /* "14.766700, 108.733300" */
	int64_t account; /* who handed it in; 0: the system */
	int64_t created_at;
};

struct attachments {
	struct attachment *v;
	size_t n, cap;
};

/* Stores content (and thumb, where p is not NULL) and the row of x: its name, type, taken, position
 * and account are the caller's, the rest is filled in. */
enum rc attachment_add(struct audit *t, struct arena *a, struct attachment *x, struct bytes content,
	struct bytes thumb, struct err *e) CHECKED;
/* RC_NOTFOUND with a message. */
enum rc attachment_get(
	struct db *d, struct arena *a, int64_t id, struct attachment *out, struct err *e) CHECKED;
enum rc attachment_content(struct db *d, struct arena *a, const struct attachment *x,
	struct bytes *out, struct err *e) CHECKED;
/* The small picture, or the content where there is none. */
enum rc attachment_thumb(struct db *d, struct arena *a, const struct attachment *x,
	struct bytes *out, struct err *e) CHECKED;

/* Contents whose bytes are gone or are not what their hash says, a line each ("tệp 12 (anh.jpg):
 * ..."): for loa verify. */
enum rc attachment_damage(struct db *d, struct arena *a, struct texts *out, struct err *e) CHECKED;

#endif
