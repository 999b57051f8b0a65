/* lib/db: what is opened, made or refused, and that what is refused stays as it was. */
#include "store.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct db_sql make = { "CREATE TABLE t (n INTEGER)" };
static const struct db_sql add = { "INSERT INTO t (n) VALUES (1)" };
static const struct db_sql count = { "SELECT count(*) FROM t" };

static enum rc open_at(struct store *s, const char *address, enum db_mode mode)
{
	struct db *d = NULL;
	enum rc rc = db_open(s->a, address, mode, &d, &s->e);
	assert_true((rc == RC_OK) == (d != NULL));
	db_close(d);
	return rc;
}

/* Refused with a message that holds `word`. */
static void refuses(
	struct store *s, const char *address, enum db_mode mode, enum rc rc, const char *word)
{
	assert_int_equal(open_at(s, address, mode), rc);
	if (!strstr(s->e.message, word))
		print_error("%s: %s\n", address, s->e.message);
	assert_non_null(strstr(s->e.message, word));
	err_clear(&s->e);
}

static void modes_are_kept(void **state)
{
	struct store *s = *state;
	int64_t n = -1;
	store_ok(s, db_run(s->d, &make, DB_NONE, NULL, &s->e));
	store_ok(s, store_reopen(s, DB_WRITE));
	store_ok(s, db_run(s->d, &add, DB_NONE, NULL, &s->e));
	store_ok(s, store_reopen(s, DB_READ));
	store_ok(s, db_one_int(s->d, &count, DB_NONE, &n, &s->e));
	assert_int_equal(n, 1);
	store_fails(s, db_run(s->d, &add, DB_NONE, NULL, &s->e), RC_DENIED);
	store_fails(s, db_begin(s->d, DB_WRITE, &s->e), RC_DENIED);
	store_ok(s, store_reopen(s, DB_CREATE));
	store_ok(s, db_one_int(s->d, &count, DB_NONE, &n, &s->e));
	assert_int_equal(n, 1);
	assert_string_equal(db_engine(s->d), s->pg ? "postgresql" : "sqlite");
}

static void closing_twice_is_harmless(void **state)
{
	struct store *s = *state;
	struct arena *own = arena_new();
	struct db *d = NULL;
	store_ok(s, db_open(own, s->address, DB_READ, &d, &s->e));
	db_close(d);
	db_close(d);
	arena_free(own);
	db_close(NULL);
}

static void strange_addresses_are_refused(void **state)
{
	struct store *s = *state;
	refuses(s, "", DB_CREATE, RC_INVALID, "địa chỉ");
	refuses(s, "mysql://host/db", DB_CREATE, RC_INVALID, "địa chỉ");
}

/* --- SQLite --- */

/* Runs fn in a child and gives its exit code; the child must leave by _exit. */
static int in_child(struct store *s, int (*fn)(struct store *s))
{
	int status = 0;
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		_exit(fn(s));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

struct whole_file {
	size_t n;
	char p[65536];
};

static void read_file(const char *path, struct whole_file *out)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	out->n = fread(out->p, 1, sizeof out->p, f);
	assert_true(out->n < sizeof out->p);
	fclose(f);
}

static void write_file(const char *path, const char *p, size_t n)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	fclose(f);
}

static bool exists(struct store *s, const char *path, const char *end)
{
	return !access(arena_printf(s->a, "%s%s", path, end), F_OK);
}

static void is_refused_unchanged(struct store *s, const char *path, const char *word)
{
	struct whole_file before, after;
	struct stat st, now;
	read_file(path, &before);
	assert_int_equal(stat(path, &st), 0);
	for (int mode = DB_READ; mode <= DB_CREATE; mode++)
		refuses(s, path, (enum db_mode)mode, RC_INVALID, word);
	read_file(path, &after);
	assert_int_equal(stat(path, &now), 0);
	assert_int_equal(before.n, after.n);
	assert_memory_equal(before.p, after.p, before.n);
	assert_true(st.st_mtim.tv_sec == now.st_mtim.tv_sec &&
		    st.st_mtim.tv_nsec == now.st_mtim.tv_nsec);
	assert_false(exists(s, path, "-lock"));
	assert_false(exists(s, path, "-wal"));
	assert_false(exists(s, path, "-shm"));
}

static void make_foreign(const char *path, const char *sql)
{
	sqlite3 *d;
	assert_int_equal(sqlite3_open(path, &d), SQLITE_OK);
	assert_int_equal(sqlite3_exec(d, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(d);
}

static void foreign_files_stay_as_they_were(void **state)
{
	struct store *s = *state;
	const char *path = store_path(s, "lạ ?#%.db");
	make_foreign(path, "CREATE TABLE books (title TEXT); INSERT INTO books VALUES ('x');");
	is_refused_unchanged(s, path, "chương trình khác");
	path = store_path(s, "wal.db");
	make_foreign(path, "PRAGMA journal_mode = WAL; CREATE TABLE books (title TEXT);");
	is_refused_unchanged(s, path, "chương trình khác");
	path = store_path(s, "marked.db");
	make_foreign(path, "PRAGMA application_id = 77; PRAGMA user_version = 1;");
	is_refused_unchanged(s, path, "chương trình khác");
	path = store_path(s, "text.txt");
	write_file(path, "Kế hoạch truyền thông\n", strlen("Kế hoạch truyền thông\n"));
	is_refused_unchanged(s, path, "không phải cơ sở dữ liệu của Loa");
	path = store_path(s, "zip.docx");
	char noise[5000];
	memset(noise, 'P', sizeof noise);
	write_file(path, noise, sizeof noise);
	is_refused_unchanged(s, path, "không phải cơ sở dữ liệu của Loa");
}

static int leave_a_wal(struct store *s)
{
	sqlite3 *d;
	return sqlite3_open(store_path(s, "crashed.db"), &d) ||
	       sqlite3_exec(d, "PRAGMA journal_mode = WAL; CREATE TABLE books (title TEXT);", NULL,
		       NULL, NULL);
}

static void what_another_program_left_in_a_wal_is_its_own(void **state)
{
	struct store *s = *state;
	const char *path = store_path(s, "crashed.db");
	struct whole_file before, after, wal, wal_after;
	assert_int_equal(in_child(s, leave_a_wal), 0);
	read_file(path, &before);
	read_file(store_path(s, "crashed.db-wal"), &wal);
	assert_true(wal.n > 0);
	refuses(s, path, DB_CREATE, RC_INVALID, "chương trình khác");
	read_file(path, &after);
	read_file(store_path(s, "crashed.db-wal"), &wal_after);
	assert_true(before.n == after.n && wal.n == wal_after.n);
	assert_memory_equal(before.p, after.p, before.n);
	assert_memory_equal(wal.p, wal_after.p, wal.n);
}

static void an_empty_file_may_become_a_database(void **state)
{
	struct store *s = *state;
	const char *path = store_path(s, "empty.db");
	write_file(path, "", 0);
	refuses(s, path, DB_READ, RC_INVALID, "trống");
	refuses(s, path, DB_WRITE, RC_INVALID, "trống");
	store_ok(s, open_at(s, path, DB_CREATE));
	store_ok(s, open_at(s, path, DB_READ));
}

static void files_are_found_or_made(void **state)
{
	struct store *s = *state;
	const char *path = store_path(s, "Xã Ba Vì ?#%20.db");
	refuses(s, path, DB_READ, RC_NOTFOUND, path);
	refuses(s, path, DB_WRITE, RC_NOTFOUND, path);
	assert_false(exists(s, path, ""));
	store_ok(s, open_at(s, path, DB_CREATE));
	store_ok(s, open_at(s, path, DB_WRITE));
	store_ok(s, open_at(s, path, DB_READ));
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07, 0);
	refuses(s, store_path(s, "no/such.db"), DB_CREATE, RC_NOTFOUND, "thư mục");
	refuses(s, s->folder, DB_CREATE, RC_INVALID, "thư mục");
	refuses(s, "/dev/null", DB_CREATE, RC_INVALID, "tệp thường");
	assert_int_equal(chdir(s->folder), 0);
	store_ok(s, open_at(s, ":memory:", DB_CREATE));
	assert_true(exists(s, store_path(s, ":memory:"), ""));
	assert_int_equal(chdir("/"), 0);
}

static void the_file_is_marked_and_guarded(void **state)
{
	static const struct {
		const char *sql, *value;
	} facts[] = {
		{ "PRAGMA application_id", "1280262449" },
		{ "PRAGMA journal_mode", "wal" },
		{ "PRAGMA synchronous", "2" },
		{ "PRAGMA foreign_keys", "1" },
		{ "PRAGMA trusted_schema", "0" },
		{ "PRAGMA busy_timeout", "5000" },
		{ "PRAGMA wal_autocheckpoint", "1000" },
	};
	static const struct db_sql writable = { "PRAGMA writable_schema = ON" };
	static const struct db_sql sneak = { "UPDATE sqlite_schema SET sql = 'x'" };
	static const struct db_sql attach = { "ATTACH ':memory:' AS other" };
	static const struct db_sql quotes = { "SELECT \"not a column\"" };
	struct store *s = *state;
	struct whole_file file;
	read_file(s->address, &file);
	assert_memory_equal(file.p + 68, "LOA1", 4);
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		struct db_sql q = { facts[i].sql };
		struct db_rows *r = NULL;
		store_ok(s, db_query(s->d, s->a, &q, DB_NONE, &r, &s->e));
		store_ok(s, db_next(r, &s->e));
		assert_string_equal(db_text(r, 0), facts[i].value);
	}
	store_ok(s, db_run(s->d, &make, DB_NONE, NULL, &s->e));
	store_ok(s, db_run(s->d, &writable, DB_NONE, NULL, &s->e));
	store_fails(s, db_run(s->d, &sneak, DB_NONE, NULL, &s->e), RC_FAIL);
	store_fails(s, db_run(s->d, &attach, DB_NONE, NULL, &s->e), RC_FAIL);
	store_fails(s, db_run(s->d, &quotes, DB_NONE, NULL, &s->e), RC_FAIL);
}

static void broken_files_are_told(void **state)
{
	static const struct db_sql all = { "SELECT n FROM t" };
	struct store *s = *state;
	struct db_rows *r = NULL;
	store_ok(s, db_run(s->d, &make, DB_NONE, NULL, &s->e));
	db_close(s->d);
	int fd = open(s->address, O_WRONLY);
	char noise[4096];
	memset(noise, 0xee, sizeof noise);
	assert_int_equal(pwrite(fd, noise, sizeof noise, 4096), sizeof noise);
	close(fd);
	store_ok(s, store_reopen(s, DB_READ));
	assert_int_equal(db_query(s->d, s->a, &all, DB_NONE, &r, &s->e), RC_FAIL);
	assert_non_null(strstr(s->e.message, "hỏng"));
}

enum { NO_RIGHT = 77 };

static int told(struct store *s, const char *address, enum db_mode mode, enum rc expected)
{
	struct db *d = NULL;
	enum rc rc = db_open(s->a, address, mode, &d, &s->e);
	if (rc == expected && (!rc || strstr(s->e.message, "quyền")))
		return err_clear(&s->e), 0;
	print_error("%s: %d %s\n", address, (int)rc, s->e.message ? s->e.message : "-");
	return 1;
}

static int as_nobody(struct store *s)
{
	if (!geteuid() && (setgroups(0, NULL) || setgid(65534) || setuid(65534)))
		return NO_RIGHT;
	return told(s, store_path(s, "new.db"), DB_CREATE, RC_DENIED) |
	       told(s, store_path(s, "closed.db"), DB_READ, RC_DENIED) |
	       told(s, store_path(s, "read.db"), DB_WRITE, RC_DENIED);
}

static void missing_rights_are_told(void **state)
{
	struct store *s = *state;
	const char *closed = store_path(s, "closed.db"), *readable = store_path(s, "read.db");
	store_ok(s, open_at(s, closed, DB_CREATE));
	store_ok(s, open_at(s, readable, DB_CREATE));
	assert_int_equal(chmod(closed, 0), 0);
	assert_int_equal(chmod(readable, 0444), 0);
	assert_int_equal(chmod(s->folder, 0555), 0);
	int code = in_child(s, as_nobody);
	assert_int_equal(chmod(s->folder, 0700), 0);
	assert_int_equal(code, 0);
}

/* A disk of 256 KiB, of which only this child knows. */
static int on_a_small_disk(struct store *s)
{
	static const struct db_sql fill = {
		"WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 60000)"
		" INSERT INTO t (n) SELECT n FROM r"
	};
	const char *path = store_path(s, "small.db");
	struct db *d = NULL;
	int64_t n = -1;
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		mount("none", s->folder, "tmpfs", 0, "size=256k"))
		return NO_RIGHT;
	if (db_open(s->a, path, DB_CREATE, &d, &s->e) || db_run(d, &make, DB_NONE, NULL, &s->e) ||
		db_run(d, &add, DB_NONE, NULL, &s->e))
		return print_error("%s\n", s->e.message), 1;
	if (db_begin(d, DB_WRITE, &s->e) || db_run(d, &fill, DB_NONE, NULL, &s->e) ||
		db_commit(d, &s->e) != RC_FAIL || !strstr(s->e.message, "Hết chỗ"))
		return print_error("%s\n", s->e.message ? s->e.message : "-"), 2;
	err_clear(&s->e);
	/* What was there is there, and small things go on. */
	if (db_one_int(d, &count, DB_NONE, &n, &s->e) || n != 1)
		return 3;
	db_close(d);
	return 0;
}

static void a_full_disk_is_told(void **state)
{
	struct store *s = *state;
	int code = in_child(s, on_a_small_disk);
	if (code == NO_RIGHT)
		print_message("# a full disk needs the right to mount, which is missing here\n");
	else
		assert_int_equal(code, 0);
}

/* Many at once make the same database: all get it. */
static void a_race_to_create_has_no_losers(void **state)
{
	struct store *s = *state;
	const char *address = s->pg ? s->address : store_path(s, "race.db");
	pid_t children[8];
	for (size_t i = 0; i < 8; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (!children[i]) {
			struct db *d = NULL;
			struct db_schema schema = { "race",
				"-- step 1: a\nCREATE TABLE t (n INTEGER){{table}};\n" };
			enum rc rc = db_open(s->a, address, DB_CREATE, &d, &s->e);
			if (!rc)
				rc = db_migrate(d, &schema, 1, &s->e);
			if (!rc)
				rc = db_run(d, &add, DB_NONE, NULL, &s->e);
			if (rc)
				print_error("%s (%s)\n", s->e.message, s->e.where);
			_exit((int)rc);
		}
	}
	for (size_t i = 0; i < 8; i++) {
		int status = 1;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	struct db *d = NULL;
	int64_t n = 0;
	store_ok(s, db_open(s->a, address, DB_READ, &d, &s->e));
	store_ok(s, db_one_int(d, &count, DB_NONE, &n, &s->e));
	assert_int_equal(n, 8);
	db_close(d);
}

/* --- PostgreSQL --- */

static const char *server(void)
{
	return getenv("LOA_TEST_PG");
}

static void communes_have_codes(void **state)
{
	static const char *const wrong[] = { "", "BaTo", "ba%20to", "ba to", "ba\"to", "bà",
		"a12345678901234567890123456789012", "a&commune=b" };
	struct store *s = *state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		refuses(s, store_pg_address(s, wrong[i]), DB_CREATE, RC_INVALID, "Mã xã");
	refuses(s, server(), DB_CREATE, RC_INVALID, "mã xã");
	refuses(s, "postgresql://me:secret/@localhost/loa?commune=x", DB_READ, RC_INVALID, "%XX");
	refuses(s, "postgresql://localhost/loa?nonsense=1&commune=x", DB_READ, RC_INVALID, "dạng");
	refuses(s, store_pg_address(s, "never-made"), DB_READ, RC_NOTFOUND, "xã");
	refuses(s, store_pg_address(s, "never-made"), DB_WRITE, RC_NOTFOUND, "xã");
	const char *more = arena_printf(s->a, "%s&application_name=x", s->address);
	store_ok(s, open_at(s, more, DB_WRITE));
}

static void a_missing_server_is_told_without_the_password(void **state)
{
	struct store *s = *state;
	assert_int_equal(
		open_at(s, "postgresql://me:secret@127.0.0.1:1/loa?commune=x", DB_CREATE), RC_FAIL);
	assert_non_null(strstr(s->e.message, "Không kết nối được"));
	assert_null(strstr(s->e.message, "secret"));
}

static void a_missing_database_is_made(void **state)
{
	static const struct db_sql drop = { "DROP DATABASE IF EXISTS \"loa \"\"mới\"" };
	struct store *s = *state;
	const char *last = strrchr(server(), '/');
	const char *address = arena_printf(s->a, "%.*s/loa%%20%%22m%%E1%%BB%%9Bi?commune=a_-1",
		(int)(last - server()), server());
	store_ok(s, db_run(s->d, &drop, DB_NONE, NULL, &s->e));
	refuses(s, address, DB_READ, RC_NOTFOUND, "loa \"mới");
	refuses(s, address, DB_WRITE, RC_NOTFOUND, "loa \"mới");
	store_ok(s, open_at(s, address, DB_CREATE));
	store_ok(s, open_at(s, address, DB_WRITE));
	store_ok(s, db_run(s->d, &drop, DB_NONE, NULL, &s->e));
}

static void foreign_schemas_are_refused(void **state)
{
	static const char *const prepare[] = { "DROP SCHEMA IF EXISTS commune_foreign CASCADE",
		"CREATE SCHEMA commune_foreign",
		"CREATE TABLE commune_foreign.books (title TEXT)" };
	struct store *s = *state;
	const char *address = store_pg_address(s, "foreign");
	for (size_t i = 0; i < 2; i++) {
		struct db_sql q = { prepare[i] };
		store_ok(s, db_run(s->d, &q, DB_NONE, NULL, &s->e));
	}
	refuses(s, address, DB_WRITE, RC_INVALID, "không phải dữ liệu của Loa");
	store_ok(s, open_at(s, address, DB_CREATE));
	for (size_t i = 0; i < 3; i++) {
		struct db_sql q = { prepare[i] };
		store_ok(s, db_run(s->d, &q, DB_NONE, NULL, &s->e));
	}
	for (int mode = DB_READ; mode <= DB_CREATE; mode++)
		refuses(s, address, (enum db_mode)mode, RC_INVALID, "không phải dữ liệu của Loa");
	struct db_sql q = { prepare[0] };
	store_ok(s, db_run(s->d, &q, DB_NONE, NULL, &s->e));
}

static void communes_do_not_see_one_another(void **state)
{
	struct store *s = *state;
	struct db *d = NULL;
	int64_t n = 0;
	store_ok(s, db_run(s->d, &make, DB_NONE, NULL, &s->e));
	store_ok(s, db_open(s->a, store_pg_address(s, "helper"), DB_CREATE, &d, &s->e));
	store_fails(s, db_one_int(d, &count, DB_NONE, &n, &s->e), RC_FAIL);
	db_close(d);
}

static void a_lost_connection_is_told(void **state)
{
	static const struct db_sql pid = { "SELECT pg_backend_pid()" };
	static const struct db_sql end = {
		"SELECT CAST(pg_terminate_backend(CAST(? AS integer)) AS text)"
	};
	struct store *s = *state;
	struct db *d = NULL;
	int64_t n = 0;
	store_ok(s, db_open(s->a, store_pg_address(s, "helper"), DB_CREATE, &d, &s->e));
	store_ok(s, db_one_int(s->d, &pid, DB_NONE, &n, &s->e));
	store_ok(s, db_run(d, &end, DB_ARGS(A(n)), NULL, &s->e));
	assert_int_equal(db_one_int(s->d, &pid, DB_NONE, &n, &s->e), RC_FAIL);
	assert_non_null(strstr(s->e.message, "Mất kết nối"));
	db_close(d);
}

int main(void)
{
	const struct CMUnitTest sqlite[] = {
		STORE_TEST(modes_are_kept),
		STORE_TEST(closing_twice_is_harmless),
		STORE_TEST(strange_addresses_are_refused),
		STORE_TEST(a_race_to_create_has_no_losers),
		STORE_TEST(foreign_files_stay_as_they_were),
		STORE_TEST(what_another_program_left_in_a_wal_is_its_own),
		STORE_TEST(an_empty_file_may_become_a_database),
		STORE_TEST(files_are_found_or_made),
		STORE_TEST(the_file_is_marked_and_guarded),
		STORE_TEST(broken_files_are_told),
		STORE_TEST(missing_rights_are_told),
		STORE_TEST(a_full_disk_is_told),
	};
	const struct CMUnitTest pg[] = {
		STORE_TEST(modes_are_kept),
		STORE_TEST(closing_twice_is_harmless),
		STORE_TEST(a_race_to_create_has_no_losers),
		STORE_TEST(communes_have_codes),
		STORE_TEST(a_missing_server_is_told_without_the_password),
		STORE_TEST(a_missing_database_is_made),
		STORE_TEST(foreign_schemas_are_refused),
		STORE_TEST(communes_do_not_see_one_another),
		STORE_TEST(a_lost_connection_is_told),
	};
	return store_on_pg() ? STORE_RUN(pg) : STORE_RUN(sqlite);
}
