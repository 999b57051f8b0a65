#include "store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct store *begin(void **state)
{
	struct arena *a = arena_new();
	struct store *s = ARENA_NEW(a, struct store);
	const char *tmp = getenv("TMPDIR");
	char *folder = arena_printf(a, "%s/loa-store-XXXXXX", tmp ? tmp : "/tmp");
	s->a = a;
	err_init(&s->e, a);
	s->folder = mkdtemp(folder);
	*state = s;
	return s;
}

static int open_fresh(struct store *s)
{
	if (db_open(s->a, s->address, DB_CREATE, &s->d, &s->e)) {
		print_error("%s: %s (%s)\n", s->address, s->e.message, s->e.where);
		return -1;
	}
	return 0;
}

int store_sqlite(void **state)
{
	struct store *s = begin(state);
	if (!s->folder)
		return -1;
	s->address = store_path(s, "loa.db");
	return open_fresh(s);
}

static const char *pg_address(struct store *s, const char *commune)
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
	enum rc rc = db_open(s->a, pg_address(s, "helper"), DB_CREATE, &d, &s->e);
	if (!rc)
		rc = db_run(d, &drop, DB_NONE, NULL, &s->e);
	if (rc)
		print_error("%s: %s\n", drop.text, s->e.message);
	db_close(d);
	return rc ? -1 : 0;
}

int store_pg(void **state)
{
	struct store *s = begin(state);
	if (!s->folder)
		return -1;
	s->pg = true;
	if (!getenv("LOA_TEST_PG"))
		return 0;
	s->address = pg_address(s, arena_printf(s->a, "test%d", (int)getpid()));
	return drop_schema(s) ? -1 : open_fresh(s);
}

static void remove_folder(const char *folder)
{
	char path[4096];
	DIR *dir = opendir(folder);
	for (struct dirent *f; dir && (f = readdir(dir));) {
		snprintf(path, sizeof path, "%s/%s", folder, f->d_name);
		if (strcmp(f->d_name, ".") && strcmp(f->d_name, ".."))
			remove(path);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
}

int store_end(void **state)
{
	struct store *s = *state;
	int failed = 0;
	db_close(s->d);
	err_clear(&s->e);
	if (s->pg && s->address)
		failed = drop_schema(s);
	remove_folder(s->folder);
	arena_free(s->a);
	return failed;
}

struct store *store_of(void **state)
{
	struct store *s = *state;
	if (!s->d)
		skip();
	return s;
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
