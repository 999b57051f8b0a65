/* A freshly made, empty database for each test of a store. A program is run once for each engine
 * (LOA_TEST_ENGINE, see meson.build), with the same tests:
 *
 *	static void rows_come_back(void **state)
 *	{
 *		struct store *s = *state;
 *		store_ok(s, db_run(s->d, &insert, DB_ARGS(A(1)), NULL, &s->e));
 *	}
 *	const struct CMUnitTest tests[] = { STORE_TEST(rows_come_back) };
 *	return STORE_RUN(tests);
 *
 * PostgreSQL is the server that LOA_TEST_PG names (tools/with-postgres starts one); without it the
 * program says that it is skipped. */
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

#define STORE_TEST(test) cmocka_unit_test_setup_teardown(test, store_begin, store_end)
#define STORE_RUN(tests) (store_absent() ? 0 : cmocka_run_group_tests(tests, NULL, NULL))

int store_begin(void **state);
int store_end(void **state);
bool store_on_pg(void);
/* The engine is not to be had: says so in TAP. */
bool store_absent(void);
/* The address of another commune on the same PostgreSQL server. */
const char *store_pg_address(struct store *s, const char *commune);
/* Closes s->d and opens the same database again. */
enum rc store_reopen(struct store *s, enum db_mode mode) CHECKED;
/* A path in s->folder. */
const char *store_path(struct store *s, const char *name);

#define store_ok(s, call) store_rc((s), (call), RC_OK, __FILE__, __LINE__)
/* The code, and forgets the error, so that the next call can say its own. */
#define store_fails(s, call, rc) store_rc((s), (call), (rc), __FILE__, __LINE__)
void store_rc(struct store *s, enum rc rc, enum rc expected, const char *file, int line);

#endif
