/* Passwords: what may be one, how it is kept (Argon2id), and how long to wait after failures. */
#ifndef CORE_PASSWORD_H
#define CORE_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/err.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 256 }; /* code points; bytes */

/* Long enough, not among the common ones, not the person's own names. NFC, as all text: a phone and
 * a computer type accents differently. */
enum rc password_check(struct arena *a, const char *password, const char *login, const char *name,
	struct err *e) CHECKED;

/* Passes over the memory, and its bytes: 2 and 64 MiB take some 80 ms. */
struct password_cost {
	unsigned long long passes;
	size_t memory;
};
extern const struct password_cost password_cost_default;

/* Slow on purpose, and never within a transaction. RC_BUSY: not enough memory now. */
enum rc password_hash(struct arena *a, const char *password, const struct password_cost *cost,
	const char **out, struct err *e) CHECKED;
/* hash NULL: there is no such person, or no password: as slow, and false. *again: right, but kept
 * at another cost than this, to be hashed anew. */
bool password_verify(
	const char *hash, const char *password, const struct password_cost *cost, bool *again);

/* Seconds to wait after so many failures in a row: none for the first, then doubling up to a
 * quarter of an hour. A day after the last failure all is forgotten. */
enum { PASSWORD_FORGET = 24 * 60 * 60 };
int64_t password_delay(int64_t failures, int64_t free);

#endif
