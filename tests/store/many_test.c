/* lib/db: many communes behind one address, and a connection that went. */
#include "store.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct db_sql one = { "SELECT 1" };

/* The address of all. */
static const char *many(struct store *s)
{
	return s->pg ? store_pg_address(s, "*") : s->folder;
}

static const char *name(struct store *s, const char *end)
{
	return arena_printf(s->a, "m%d-%s", (int)getpid(), end);
}

static void make(struct store *s, const char *which)
{
	struct db *d = NULL;
	store_ok(s, db_open(s->a, db_named(s->a, many(s), which), DB_CREATE, &d, &s->e));
	db_close(d);
}

static bool has(const struct texts *list, const char *which)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], which))
			return true;
	return false;
}

static void communes_are_found_by_name(void **state)
{
	struct store *s = *state;
	struct texts list;
	const char *ba = name(s, "ba-to"), *an = name(s, "an-khe");
	assert_true(db_is_many(many(s)));
	assert_false(db_is_many(s->address));
	make(s, ba);
	make(s, an);
	store_ok(s, db_names(s->a, many(s), &list, &s->e));
	assert_true(has(&list, ba) && has(&list, an));
	assert_false(has(&list, name(s, "khac")));
	for (size_t i = 1; i < list.n; i++)
		assert_true(strcmp(list.v[i - 1], list.v[i]) < 0);
	struct db *d = NULL;
	store_ok(s, db_open(s->a, db_named(s->a, many(s), an), DB_READ, &d, &s->e));
	db_close(d);
	const char *none = db_named(s->a, many(s), name(s, "khac"));
	store_fails(s, db_open(s->a, none, DB_WRITE, &d, &s->e), RC_NOTFOUND);
	assert_true(db_open(s->a, many(s), DB_CREATE, &d, &s->e) == RC_INVALID);
	err_clear(&s->e);
}

static void names_cannot_leave_the_folder(void **state)
{
	struct store *s = *state;
	static const char *const bad[] = { "", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", "A",
		"ba tơ", "a'b", "a\"b", "%2e", "a?b", "a&commune=b", "*", ".a",
		("a2345678901234567890123456789012345678901234567890123456789012345678901234567890123"
		 "456789012345678901") };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(db_is_name(many(s), bad[i]));
		assert_null(db_named(s->a, many(s), bad[i]));
	}
	assert_true(db_is_name(many(s), "ba-to_2"));
	/* A file may be named by a whole host, a schema may not. */
	assert_int_equal(db_is_name(many(s), "ba-to.tinh.gov.vn"), !s->pg);
}

static void the_wild_part_alone_is_replaced(void **state)
{
	struct store *s = *state;
	static const struct {
		const char *many, *one;
	} rows[] = {
		{ "postgresql://h/loa?commune=*", "postgresql://h/loa?commune=x" },
		{ "postgres://u:p?commune=*@h/loa?sslmode=require&commune=*&a=b",
			"postgres://u:p?commune=*@h/loa?sslmode=require&commune=x&a=b" },
		{ "postgresql://h/loa?a=commune=*&commune=*",
			"postgresql://h/loa?a=commune=*&commune=x" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_true(db_is_many(rows[i].many));
		assert_string_equal(db_named(s->a, rows[i].many, "x"), rows[i].one);
	}
	static const char *const single[] = { "postgresql://h/loa?commune=x",
		"postgresql://h/loa?commune=**", "postgresql://h/loa?xcommune=*",
		"postgresql://h/loa" };
	for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
		assert_false(db_is_many(single[i]));
		assert_null(db_named(s->a, single[i], "x"));
	}
}

static void only_databases_are_listed(void **state)
{
	struct store *s = *state;
	struct texts list;
	make(s, "ba-to");
	fclose(fopen(store_path(s, "ghi-chu.txt"), "w"));
	fclose(fopen(store_path(s, ".db"), "w"));
	assert_int_equal(mkdir(store_path(s, "thu-muc.db"), 0700), 0);
	store_ok(s, db_names(s->a, s->folder, &list, &s->e));
	/* ba-to.db and the test's own loa.db; not their -wal and -lock. */
	assert_int_equal(list.n, 2);
	assert_string_equal(list.v[0], "ba-to");
	assert_string_equal(list.v[1], "loa");
	store_fails(s, db_names(s->a, store_path(s, "khong-co"), &list, &s->e), RC_NOTFOUND);
}

static void a_replaced_file_is_another(void **state)
{
	struct store *s = *state;
	struct db_stamp before, after;
	const char *ba = store_path(s, "ba-to.db"), *an = store_path(s, "an-khe.db");
	make(s, "ba-to");
	make(s, "an-khe");
	assert_true(db_stamp(ba, &before));
	assert_true(db_stamp(ba, &after));
	assert_true(before.file == after.file && before.device == after.device);
	assert_int_equal(rename(an, ba), 0);
	assert_true(db_stamp(ba, &after));
	assert_true(before.file != after.file);
	assert_false(db_stamp(an, &after));
}

/* What is behind the connection goes; the next transaction has another one, with all its settings.
 */
static void a_transaction_begins_on_a_new_connection(void **state)
{
	static const struct db_sql pid = { "SELECT CAST(pg_backend_pid() AS BIGINT)" };
	static const struct db_sql end = {
		"SELECT CAST(pg_terminate_backend(CAST(? AS INT)) AS INT)"
	};
	static const struct db_sql schema = {
		"SELECT count(*) FROM (SELECT current_schema() AS s, current_setting('lock_timeout') AS t) x"
		" WHERE x.s LIKE 'commune%' AND x.t = '5s'"
	};
	struct store *s = *state;
	struct db *d = NULL;
	int64_t n = 0, again = 0;
	store_ok(s, db_open(s->a, store_pg_address(s, "helper"), DB_CREATE, &d, &s->e));
	for (int i = 0; i < 2; i++) {
		store_ok(s, db_begin(s->d, i ? DB_WRITE : DB_READ, &s->e));
		store_ok(s, db_one_int(s->d, &pid, DB_NONE, &n, &s->e));
		db_rollback(s->d);
		store_ok(s, db_run(d, &end, DB_ARGS(A(n)), NULL, &s->e));
		store_ok(s, db_begin(s->d, i ? DB_WRITE : DB_READ, &s->e));
		store_ok(s, db_one_int(s->d, &pid, DB_NONE, &again, &s->e));
		assert_true(n != again);
		store_ok(s, db_one_int(s->d, &schema, DB_NONE, &n, &s->e));
		assert_int_equal(n, 1);
		db_rollback(s->d);
	}
	assert_false(db_lost(s->d));
	/* Within a transaction nothing is mended behind anybody's back. */
	store_ok(s, db_begin(s->d, DB_READ, &s->e));
	store_ok(s, db_run(d, &end, DB_ARGS(A(again)), NULL, &s->e));
	store_fails(s, db_run(s->d, &one, DB_NONE, NULL, &s->e), RC_FAIL);
	assert_true(db_lost(s->d));
	db_rollback(s->d);
	db_close(d);
}

int main(void)
{
	const struct CMUnitTest sqlite[] = {
		STORE_TEST(communes_are_found_by_name),
		STORE_TEST(names_cannot_leave_the_folder),
		STORE_TEST(the_wild_part_alone_is_replaced),
		STORE_TEST(only_databases_are_listed),
		STORE_TEST(a_replaced_file_is_another),
	};
	const struct CMUnitTest pg[] = {
		STORE_TEST(communes_are_found_by_name),
		STORE_TEST(names_cannot_leave_the_folder),
		STORE_TEST(a_transaction_begins_on_a_new_connection),
	};
	return store_on_pg() ? STORE_RUN(pg) : STORE_RUN(sqlite);
}
