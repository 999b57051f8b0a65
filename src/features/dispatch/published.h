/* Documents published on the commune's page: their list, and their place in search. */
#ifndef FEATURES_DISPATCH_PUBLISHED_H
#define FEATURES_DISPATCH_PUBLISHED_H

#include "features/dispatch/dispatch_int.h"

struct published {
	int64_t id, frozen_id;
	const char *origin, *subject; /* "report/12"; tên loại và trích yếu */
	const char *number; /* "24/KH-UBND"; "" */
	struct date day; /* {0}: not known */
};

struct published_list {
	struct published *v;
	size_t n, cap;
};

/* The newest first, from the skip-th. */
enum rc published_load(struct db *d, struct arena *a, size_t skip, size_t count,
	struct published_list *out, struct err *e) CHECKED;
/* All documents that the public sees: these, and those put up without going the way (v_paper). */
struct public_document {
	int64_t id; /* of the way; 0: it did not go it */
	const char *number, *subject, *href, *pdf; /* number "": not known */
	struct date day; /* {0}: not known */
};

struct public_documents {
	struct public_document *v;
	size_t n, cap;
};

struct public_document public_document_of(struct arena *a, const struct published *x);
/* The newest first, from the skip-th. */
enum rc public_documents_load(struct db *d, struct arena *a, size_t skip, size_t count,
	struct public_documents *out, struct err *e) CHECKED;
enum rc public_documents_count(struct db *d, int64_t *out, struct err *e) CHECKED;

/* Puts the document into search where it is published, else takes it out; in the transaction that
 * moved it. */
enum rc published_sync(
	struct db *d, struct arena *a, const struct dispatch *x, struct err *e) CHECKED;

#endif
