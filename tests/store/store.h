/* A freshly made, empty database for each test of a store, the same test on both engines:
 *
 *	static void rows_come_back(void **state)
 *	{
 *		struct store *s = store_of(state);
 *		store_ok(s, db_run(s->d, &insert, DB_ARGS(A(1)), NULL, &s->e));
 *	}
 *	const struct CMUnitTest tests[] = { STORE_TEST(rows_come_back) };
 *
 * PostgreSQL is the server that LOA_TEST_PG names (tools/with-postgres starts one); without it
 * its half is skipped, and says so. */
#ifndef TESTS_STORE_STORE_H
#define TESTS_STORE_STORE_H

#include "../test.h"

#include "lib/db/db.h"

struct store {
	struct arena *a;
	struct err e;
	struct db *d; /* opened by DB_CREATE */
	const char *address;
	const char *folder; /* scratch, removed at the end; of SQLite it holds loa.db */
	bool pg;
};

#define STORE_SQLITE(test) \
	{ \
#test " (sqlite)", test, store_sqlite, store_end, NULL \
	}
#define STORE_PG(test) \
	{ \
#test " (postgresql)", test, store_pg, store_end, NULL \
	}
#define STORE_TEST(test) STORE_SQLITE(test), STORE_PG(test)

int store_sqlite(void **state);
int store_pg(void **state);
int store_end(void **state);
/* Skips the test where its engine is not to be had. */
struct store *store_of(void **state);
/* Closes s->d and opens the same database again. */
enum rc store_reopen(struct store *s, enum db_mode mode) CHECKED;
/* A path in s->folder. */
const char *store_path(struct store *s, const char *name);

#define store_ok(s, call) store_rc((s), (call), RC_OK, __FILE__, __LINE__)
/* The code, and forgets the error, so that the next call can say its own. */
#define store_fails(s, call, rc) store_rc((s), (call), (rc), __FILE__, __LINE__)
void store_rc(struct store *s, enum rc rc, enum rc expected, const char *file, int line);

#endif
