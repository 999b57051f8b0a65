#include "store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool store_on_pg(void)
{
	const char *engine = getenv("LOA_TEST_ENGINE");
	return engine && !strcmp(engine, "postgresql");
}

bool store_absent(void)
{
	if (!store_on_pg() || getenv("LOA_TEST_PG"))
		return false;
	puts("1..0 # SKIP LOA_TEST_PG names no server; see tools/with-postgres");
	return true;
}

const char *store_pg_address(struct store *s, const char *commune)
{
	const char *server = getenv("LOA_TEST_PG");
	return arena_printf(
		s->a, "%s%ccommune=%s", server, strchr(server, '?') ? '&' : '?', commune);
}

/* Through a second schema: lib/db shows none but the commune's own. */
static int drop_schema(struct store *s)
{
	struct db *d = NULL;
	struct db_sql drop = { arena_printf(
		s->a, "DROP SCHEMA IF EXISTS commune_test%d CASCADE", (int)getpid()) };
	enum rc rc = db_open(s->a, store_pg_address(s, "helper"), DB_CREATE, &d, &s->e);
	if (!rc)
		rc = db_run(d, &drop, DB_NONE, NULL, &s->e);
	if (rc)
		print_error("%s: %s\n", drop.text, s->e.message);
	db_close(d);
	return rc ? -1 : 0;
}

int store_begin(void **state)
{
	struct arena *a = arena_new();
	struct store *s = ARENA_NEW(a, struct store);
	const char *tmp = getenv("TMPDIR");
	char *folder = arena_printf(a, "%s/loa-store-XXXXXX", tmp ? tmp : "/tmp");
	*state = s;
	s->a = a;
	err_init(&s->e, a);
	s->folder = mkdtemp(folder);
	if (!s->folder)
		return -1;
	s->pg = store_on_pg();
	s->address = s->pg ? store_pg_address(s, arena_printf(a, "test%d", (int)getpid()))
			   : store_path(s, "loa.db");
	if (s->pg && drop_schema(s))
		return store_end(state), -1;
	if (db_open(s->a, s->address, DB_CREATE, &s->d, &s->e)) {
		print_error("%s: %s (%s)\n", s->address, s->e.message, s->e.where);
		return store_end(state), -1;
	}
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static void remove_folder(const char *folder)
{
	enum { OPEN_MAX = 16 };
	nftw(folder, remove_one, OPEN_MAX, FTW_DEPTH | FTW_PHYS);
}

int store_end(void **state)
{
	struct store *s = *state;
	int failed = 0;
	db_close(s->d);
	err_clear(&s->e);
	if (s->pg)
		failed = drop_schema(s);
	remove_folder(s->folder);
	arena_free(s->a);
	return failed;
}

enum rc store_reopen(struct store *s, enum db_mode mode)
{
	db_close(s->d);
	return db_open(s->a, s->address, mode, &s->d, &s->e);
}

const char *store_path(struct store *s, const char *name)
{
	return arena_printf(s->a, "%s/%s", s->folder, name);
}

void store_rc(struct store *s, enum rc rc, enum rc expected, const char *file, int line)
{
	if (rc != expected) {
		print_error("rc %d where %d is due: %s (%s)\n", (int)rc, (int)expected,
			s->e.message ? s->e.message : "-", s->e.where ? s->e.where : "-");
		_fail(file, line);
	}
	/* An error without its message would leave the person in the dark. */
	if (rc && rc != RC_NOTFOUND && !s->e.message) {
		print_error("rc %d without a message\n", (int)rc);
		_fail(file, line);
	}
	err_clear(&s->e);
}
