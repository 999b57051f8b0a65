/* Secrets that Loa must be able to read again, as they stand in the database: sealed by the key
 * that is kept beside it (db_key), so that a copy of the database alone does not give them away. */
#ifndef CORE_SEAL_H
#define CORE_SEAL_H

#include <stdbool.h>

#include "lib/db/db.h"

/* context: what it belongs to ("totp 12"), so that no row's secret can be put into another's. Where
 * the database has no key (PostgreSQL without key_file) the secret stays as it is. */
enum rc seal(struct db *d, struct arena *a, const char *context, const char *secret,
	const char **out, struct err *e) CHECKED;
/* What is not sealed, from before, comes back as it is. NULL: the key is lost, or another one. */
enum rc seal_open(struct db *d, struct arena *a, const char *context, const char *stored,
	const char **out, struct err *e) CHECKED;
bool seal_is(const char *stored);

#endif
