/* Every change: who, when, what, before and after; written in the same transaction as the change.
 *
 * Each row's hash covers the row and the hash before it, so a row that was changed, removed or
 * moved breaks the chain from there on. What the chain alone cannot show, rows cut off its end or a
 * chain made anew, shows against a head that was kept elsewhere (loa verify --head). Logs are kept
 * for twelve months at least (Nghị định 333/2026, Điều 16); Loa never removes any. */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/db/db.h"

enum { AUDIT_HEX = 64 };

/* Who acts, and from where. Sign-in names, or AUDIT_SYSTEM and AUDIT_IMPORT, which nobody can have.
 */
struct audit_actor {
	const char *name;
	const char *source; /* "web 10.0.0.7", "lệnh uid 0" */
};
#define AUDIT_SYSTEM "system" /* the command line */
#define AUDIT_IMPORT "import"

/* What was done, as it is written. */
#define AUDIT_ADD    "add"
#define AUDIT_CHANGE "change"
#define AUDIT_REMOVE "remove"

/* States are JSON objects; NULL where there is none. Never a password, token or secret. */
struct audit_change {
	const char *kind, *object; /* "activity", its id */
	const char *action; /* AUDIT_ADD, ... or the feature's own: "sign_in" */
	const char *before, *after;
};

/* The open end of the chain, for one writing transaction: to be opened in it, and not used after
 * it. */
struct audit {
	struct db *db;
	struct audit_actor by;
	int64_t at; /* Unix seconds */
	int64_t last; /* id of the last row; 0: none yet */
	char head[AUDIT_HEX + 1];
};

enum rc audit_open(
	struct audit *t, struct db *d, struct audit_actor by, int64_t at, struct err *e) CHECKED;
enum rc audit_add(struct audit *t, const struct audit_change *c, struct err *e) CHECKED;

/* A number that changes with each row: of the newest row's hash; 0 where there is none. */
enum rc audit_mark(struct db *d, struct arena *a, int64_t *out, struct err *e) CHECKED;

struct audit_row {
	int64_t id, at;
	struct audit_actor by;
	struct audit_change change;
	const char *hash;
};

struct audit_rows {
	struct audit_row *v;
	size_t n, cap;
};

/* Which rows are asked for, newest first. */
struct audit_query {
	const char *kind, *object, *actor; /* NULL: any */
	int64_t since, until; /* moments: from this one on, up to but without that one; 0: open */
	int64_t before; /* ids below; 0: from the newest */
	int limit;
};
enum rc audit_find(struct db *d, struct arena *a, const struct audit_query *q,
	struct audit_rows *out, struct err *e) CHECKED;

/* The head of a chain without rows. */
extern const char audit_genesis[AUDIT_HEX + 1];
/* The hash of the row (row->hash aside) behind a row with the hash `previous`: BLAKE2b, 256 bits,
 * of all fields, each with its length. */
void audit_hash(const char *previous, const struct audit_row *row, char out[static AUDIT_HEX + 1]);

struct audit_proof {
	int64_t rows; /* read and found good */
	const char *why; /* the chain is broken; NULL: it is whole */
	int64_t broken; /* the first row that is not good */
	char head[AUDIT_HEX + 1]; /* of the good rows */
	bool has_known; /* the head asked for is among them */
};

/* Reads the whole chain as of one moment. known: a head kept elsewhere, or NULL. */
enum rc audit_verify(struct db *d, struct arena *a, const char *known, struct audit_proof *out,
	struct err *e) CHECKED;

#endif
