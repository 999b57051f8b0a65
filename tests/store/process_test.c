/* lib/db among processes: writers take turns, and what was acknowledged survives kill -9. */
#include "store.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct db_sql add = { "INSERT INTO t (n) VALUES (?)" };
static const struct db_sql count = { "SELECT count(*) FROM t" };
static const struct db_sql top = { "SELECT max(n) FROM t" };

static void make_table(struct store *s)
{
	struct db_schema schema = { "test",
		"-- step 1: a\nCREATE TABLE t (n INTEGER){{table}};\n" };
	store_ok(s, db_migrate(s->d, &schema, 1, &s->e));
}

struct child {
	pid_t pid;
	int from; /* what it says, a byte at a time */
};

/* The child gets a connection of its own: one of its parent's must not be used there. */
static struct child start(struct store *s, int (*fn)(struct store *s, struct db *d, int to))
{
	struct child c;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	c.pid = fork();
	assert_true(c.pid >= 0);
	if (!c.pid) {
		struct db *d = NULL;
		close(ends[0]);
		_exit(db_open(s->a, s->address, DB_WRITE, &d, &s->e) ? 99 : fn(s, d, ends[1]));
	}
	close(ends[1]);
	c.from = ends[0];
	return c;
}

static void hear(struct child *c)
{
	char byte;
	assert_int_equal(read(c->from, &byte, 1), 1);
}

static int end(struct child *c)
{
	int status = 0;
	close(c->from);
	assert_int_equal(waitpid(c->pid, &status, 0), c->pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
	nanosleep(&t, NULL);
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int hold(struct store *s, struct db *d, int to, int ms)
{
	if (db_begin(d, DB_WRITE, &s->e) || db_run(d, &add, DB_ARGS(A(1)), NULL, &s->e) ||
		write(to, "x", 1) != 1)
		return 1;
	pause_ms(ms);
	return db_commit(d, &s->e) ? 2 : 0;
}

static int hold_shortly(struct store *s, struct db *d, int to)
{
	return hold(s, d, to, 400);
}

static int hold_long(struct store *s, struct db *d, int to)
{
	return hold(s, d, to, 20000);
}

static void a_second_writer_waits(void **state)
{
	struct store *s = *state;
	int64_t n = 0, before;
	make_table(s);
	struct child c = start(s, hold_shortly);
	hear(&c);
	before = now_ms();
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	assert_true(now_ms() - before >= 200);
	/* And sees what the first one wrote. */
	store_ok(s, db_one_int(s->d, &count, DB_NONE, &n, &s->e));
	assert_int_equal(n, 1);
	store_ok(s, db_commit(s->d, &s->e));
	assert_int_equal(end(&c), 0);
}

static void nobody_waits_for_ever(void **state)
{
	struct store *s = *state;
	int64_t n = -1, before;
	make_table(s);
	struct child c = start(s, hold_long);
	hear(&c);
	before = now_ms();
	store_fails(s, db_begin(s->d, DB_WRITE, &s->e), RC_BUSY);
	assert_in_range(now_ms() - before, 4500, 12000);
	/* Readers do not wait at all. */
	before = now_ms();
	store_ok(s, db_one_int(s->d, &count, DB_NONE, &n, &s->e));
	assert_int_equal(n, 0);
	assert_in_range(now_ms() - before, 0, 1000);
	kill(c.pid, SIGKILL);
	assert_int_equal(end(&c), 128 + SIGKILL);
	/* The dead one's lock is gone, and its row too. */
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, db_one_int(s->d, &count, DB_NONE, &n, &s->e));
	assert_int_equal(n, 0);
	store_ok(s, db_commit(s->d, &s->e));
}

static int write_in_turn(struct store *s, struct db *d, int to)
{
	/* Opened, which takes the lock for a moment: now the parent may take it. */
	if (write(to, "o", 1) != 1)
		return 1;
	pause_ms(200);
	if (db_run(d, &add, DB_ARGS(A(1)), NULL, &s->e) || write(to, "r", 1) != 1)
		return 2;
	pause_ms(200);
	return db_begin(d, DB_WRITE, &s->e) || db_commit(d, &s->e) || write(to, "t", 1) != 1;
}

static bool is_silent(struct child *c)
{
	struct pollfd ready = { c->from, POLLIN, 0 };
	return poll(&ready, 1, 500) == 0;
}

/* Checkpoints and commits must not meet, whoever does them: all writing is under the lock file. */
static void the_lock_file_stops_writers(void **state)
{
	struct store *s = *state;
	struct db *d = NULL;
	make_table(s);
	struct child c = start(s, write_in_turn);
	int lock = open(store_path(s, "loa.db-lock"), O_RDWR | O_CLOEXEC);
	for (int i = 0; i < 2; i++) {
		hear(&c);
		assert_int_equal(flock(lock, LOCK_EX), 0);
		assert_true(is_silent(&c));
		store_ok(s, db_open(s->a, s->address, DB_READ, &d, &s->e));
		db_close(d);
		assert_int_equal(flock(lock, LOCK_UN), 0);
	}
	hear(&c);
	assert_int_equal(end(&c), 0);
	close(lock);
}

static int write_on(struct store *s, struct db *d, int to)
{
	for (int i = 1;; i++)
		if (db_run(d, &add, DB_ARGS(A(i)), NULL, &s->e) || write(to, "x", 1) != 1)
			return 1;
}

static void acknowledged_rows_survive_a_kill(void **state)
{
	struct store *s = *state;
	int64_t n = 0, last = 0, heard = 0;
	char bytes[4096];
	make_table(s);
	db_close(s->d);
	struct child c = start(s, write_on);
	while (heard < 500) {
		ssize_t got = read(c.from, bytes, 100);
		assert_true(got > 0);
		heard += got;
	}
	kill(c.pid, SIGKILL);
	for (ssize_t got; (got = read(c.from, bytes, sizeof bytes)) > 0;)
		heard += got;
	assert_int_equal(end(&c), 128 + SIGKILL);
	store_ok(s, store_reopen(s, DB_WRITE));
	/* The server may still be committing the last one for the dead client. */
	if (s->pg)
		pause_ms(200);
	store_ok(s, db_one_int(s->d, &count, DB_NONE, &n, &s->e));
	store_ok(s, db_one_int(s->d, &top, DB_NONE, &last, &s->e));
	assert_true(n == heard || n == heard + 1);
	assert_int_equal(last, n);
}

static int increments(struct store *s, struct db *d, int to)
{
	static const struct db_sql set = { "UPDATE t SET n = ?" };
	(void)to;
	for (int i = 0; i < 50; i++) {
		int64_t n = 0;
		if (db_begin(d, DB_WRITE, &s->e) || db_one_int(d, &top, DB_NONE, &n, &s->e) ||
			db_run(d, &set, DB_ARGS(A(n + 1)), NULL, &s->e) || db_commit(d, &s->e))
			return print_error("%s\n", s->e.message), 1;
	}
	return 0;
}

static void no_update_is_lost(void **state)
{
	struct store *s = *state;
	struct child c[4];
	int64_t n = 0;
	make_table(s);
	store_ok(s, db_run(s->d, &add, DB_ARGS(A(0)), NULL, &s->e));
	for (size_t i = 0; i < 4; i++)
		c[i] = start(s, increments);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(end(&c[i]), 0);
	store_ok(s, db_one_int(s->d, &top, DB_NONE, &n, &s->e));
	assert_int_equal(n, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_second_writer_waits),
		STORE_TEST(nobody_waits_for_ever),
		STORE_TEST(acknowledged_rows_survive_a_kill),
		STORE_TEST(no_update_is_lost),
		STORE_TEST(the_lock_file_stops_writers),
	};
	size_t only_sqlite = store_on_pg() ? 1 : 0;
	return store_absent() ? 0
			      : _cmocka_run_group_tests("process", tests,
					sizeof tests / sizeof *tests - only_sqlite, NULL, NULL);
}
