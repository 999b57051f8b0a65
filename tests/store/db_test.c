/* lib/db: values, transactions, schema steps; the same on both engines. */
#include "store.h"

#include <stdio.h>
#include <string.h>

static const char tables[] =
	"-- the towns of the tests\n"
	"\n"
	"-- step 1: towns and their offices\n"
	"CREATE TABLE town (id {{id}}, name TEXT NOT NULL UNIQUE, people INTEGER, note TEXT){{table}};\n"
	"CREATE TABLE office (id {{id}}, town INTEGER NOT NULL REFERENCES town (id),\n"
	"\tsize INTEGER CHECK (size > 0)){{table}};\n";

static const struct db_sql add_town = {
	"INSERT INTO town (name, people, note) VALUES (?, ?, ?) RETURNING id"
};
static const struct db_sql add_office = { "INSERT INTO office (town, size) VALUES (?, ?)" };
static const struct db_sql towns = { "SELECT id, name, people, note FROM town ORDER BY id" };
static const struct db_sql names = { "SELECT name FROM town ORDER BY name" };
static const struct db_sql count = { "SELECT count(*) FROM town" };
static const struct db_sql by_note = {
	"SELECT id FROM town WHERE (? IS NULL OR note = ?) ORDER BY id"
};
static const struct db_sql by_people = {
	"SELECT id FROM town WHERE (? IS NULL OR people = ?) ORDER BY id"
};
static const struct db_sql rename_all = { "UPDATE town SET note = ?" };
static const struct db_sql rename_one = { "UPDATE town SET note = ? WHERE name = ?" };

#define NO_TEXT ((const char *)NULL)

static struct store *with_tables(void **state)
{
	struct store *s = *state;
	struct db_schema schema = { "test", tables };
	store_ok(s, db_migrate(s->d, &schema, 1, &s->e));
	return s;
}

static int64_t town(struct store *s, const char *name)
{
	int64_t id = 0;
	store_ok(s, db_one_int(s->d, &add_town, DB_ARGS(A(name), A(1000), A(NO_TEXT)), &id, &s->e));
	return id;
}

static int64_t town_count(struct store *s, struct db *d)
{
	int64_t n = -1;
	store_ok(s, db_one_int(d, &count, DB_NONE, &n, &s->e));
	return n;
}

static struct db_rows *query(struct store *s, const struct db_sql *q, struct db_args args)
{
	struct db_rows *r = NULL;
	store_ok(s, db_query(s->d, s->a, q, args, &r, &s->e));
	return r;
}

static void values_come_back(void **state)
{
	static const char odd[] = "Thị trấn Ba Tơ; O'Brien \"x\" ? -- $1 \\ {{id}}\n";
	struct store *s = with_tables(state);
	int64_t id = 0;
	store_ok(s, db_one_int(s->d, &add_town, DB_ARGS(A(odd), A(INT64_MIN), A("")), &id, &s->e));
	store_ok(s,
		db_one_int(s->d, &add_town, DB_ARGS(A("Đ"), A(INT64_MAX), A(NO_TEXT)), &id, &s->e));
	struct db_rows *r = query(s, &towns, DB_NONE);
	store_ok(s, db_next(r, &s->e));
	assert_string_equal(db_text(r, 1), odd);
	assert_true(db_int(r, 2) == INT64_MIN);
	assert_string_equal(db_text(r, 2), "-9223372036854775808");
	assert_string_equal(db_text(r, 3), "");
	assert_false(db_is_null(r, 3));
	store_ok(s, db_next(r, &s->e));
	assert_true(db_int(r, 0) == id);
	assert_true(db_int(r, 2) == INT64_MAX);
	assert_true(db_is_null(r, 3));
	assert_null(db_text(r, 3));
	assert_int_equal(db_int(r, 3), 0);
	assert_int_equal(db_next(r, &s->e), RC_NOTFOUND);
	assert_int_equal(db_next(r, &s->e), RC_NOTFOUND);
	assert_int_equal(s->e.rc, RC_OK);
}

static void question_marks_in_quotes_are_text(void **state)
{
	static const struct db_sql q = {
		"SELECT '?', 'it''s ?', people /* ? */ AS \"?\" -- '?\n FROM town WHERE name = ?"
	};
	struct store *s = with_tables(state);
	town(s, "Ba Tơ");
	struct db_rows *r = query(s, &q, DB_ARGS(A("Ba Tơ")));
	store_ok(s, db_next(r, &s->e));
	assert_string_equal(db_text(r, 0), "?");
	assert_string_equal(db_text(r, 1), "it's ?");
	assert_int_equal(db_int(r, 2), 1000);
}

static void a_filter_may_be_null(void **state)
{
	struct store *s = with_tables(state);
	town(s, "Ba Tơ");
	int64_t id = town(s, "Ba Vì");
	store_ok(s, db_run(s->d, &rename_one, DB_ARGS(A("xã"), A("Ba Vì")), NULL, &s->e));
	int64_t found = 0;
	/* Null first and then a value, and the other way round: a kept statement must serve both.
	 */
	for (int i = 0; i < 2; i++) {
		store_ok(s,
			db_one_int(s->d, &by_note, DB_ARGS(A(NO_TEXT), A(NO_TEXT)), &found, &s->e));
		assert_true(found != id);
		store_ok(s, db_one_int(s->d, &by_note, DB_ARGS(A("xã"), A("xã")), &found, &s->e));
		assert_true(found == id);
		struct db_value none = { DB_NULL, 0, NULL };
		store_ok(s, db_one_int(s->d, &by_people, DB_ARGS(none, none), &found, &s->e));
		assert_true(found != id);
		store_fails(s, db_one_int(s->d, &by_people, DB_ARGS(A(1), A(1)), &found, &s->e),
			RC_NOTFOUND);
	}
}

static void sums_and_truths_are_integers(void **state)
{
	static const struct db_sql q = {
		"SELECT sum(people), max(people), EXISTS (SELECT 1 FROM town WHERE name = ?) FROM town"
	};
	static const struct db_sql none = { "SELECT max(people) FROM town WHERE name = ?" };
	struct store *s = with_tables(state);
	town(s, "a");
	town(s, "b");
	struct db_rows *r = query(s, &q, DB_ARGS(A("a")));
	store_ok(s, db_next(r, &s->e));
	assert_int_equal(db_int(r, 0), 2000);
	assert_string_equal(db_text(r, 0), "2000");
	assert_int_equal(db_int(r, 1), 1000);
	assert_int_equal(db_int(r, 2), 1);
	int64_t n = 7;
	assert_int_equal(db_one_int(s->d, &none, DB_ARGS(A("c")), &n, &s->e), RC_NOTFOUND);
	assert_int_equal(n, 7);
	assert_int_equal(s->e.rc, RC_OK);
}

static void changed_rows_are_counted(void **state)
{
	static const struct db_sql make = { "CREATE TABLE other (n TEXT)" };
	struct store *s = with_tables(state);
	int64_t n = -1;
	town(s, "a");
	town(s, "b");
	store_ok(s, db_run(s->d, &rename_all, DB_ARGS(A("x")), &n, &s->e));
	assert_int_equal(n, 2);
	store_ok(s, db_run(s->d, &make, DB_NONE, &n, &s->e));
	assert_int_equal(n, 0);
	store_ok(s, db_run(s->d, &rename_one, DB_ARGS(A("y"), A("c")), &n, &s->e));
	assert_int_equal(n, 0);
	store_ok(s, db_run(s->d, &count, DB_NONE, &n, &s->e));
	assert_int_equal(n, 0);
}

/* Lists must not change their order when a commune moves to the other engine. */
static void text_sorts_and_matches_by_bytes(void **state)
{
	static const struct db_sql like = { "SELECT count(*) FROM town WHERE name LIKE ?" };
	static const char *const sorted[] = { "B", "a", "z", "ă", "đ" };
	struct store *s = with_tables(state);
	for (int i = 4; i >= 0; i--)
		town(s, sorted[i]);
	struct db_rows *r = query(s, &names, DB_NONE);
	for (int i = 0; i < 5; i++) {
		store_ok(s, db_next(r, &s->e));
		assert_string_equal(db_text(r, 0), sorted[i]);
	}
	int64_t n = 0;
	store_ok(s, db_one_int(s->d, &like, DB_ARGS(A("b%")), &n, &s->e));
	assert_int_equal(n, 0);
}

static void rows_may_be_changed_while_read(void **state)
{
	struct store *s = with_tables(state);
	town(s, "a");
	town(s, "b");
	struct db_rows *r = query(s, &names, DB_NONE);
	int seen = 0;
	while (db_next(r, &s->e) == RC_OK) {
		town(s, seen++ ? "d" : "c");
		assert_true(seen <= 2);
	}
	assert_int_equal(seen, 2);
	r = query(s, &names, DB_NONE);
	store_ok(s, db_next(r, &s->e));
	db_rows_close(r);
	assert_int_equal(db_next(r, &s->e), RC_NOTFOUND);
}

static void broken_text_is_refused(void **state)
{
	struct store *s = with_tables(state);
	store_fails(s, db_run(s->d, &rename_all, DB_ARGS(A("Ba T\xc6")), NULL, &s->e), RC_INVALID);
	store_fails(s, db_run(s->d, &rename_all, DB_NONE, NULL, &s->e), RC_FAIL);
	store_fails(s, db_run(s->d, &rename_all, DB_ARGS(A("a"), A("b")), NULL, &s->e), RC_FAIL);
}

static void constraints_are_conflicts(void **state)
{
	static const struct db_sql drop = { "DELETE FROM town" };
	struct store *s = with_tables(state);
	int64_t id = town(s, "Ba Tơ");
	int64_t out = 7;
	store_fails(s, db_one_int(s->d, &add_town, DB_ARGS(A("Ba Tơ"), A(1), A("")), &out, &s->e),
		RC_CONFLICT);
	assert_int_equal(out, 7);
	store_fails(
		s, db_run(s->d, &add_office, DB_ARGS(A(id + 1), A(3)), NULL, &s->e), RC_CONFLICT);
	store_fails(s, db_run(s->d, &add_office, DB_ARGS(A(id), A(0)), NULL, &s->e), RC_CONFLICT);
	store_ok(s, db_run(s->d, &add_office, DB_ARGS(A(id), A(3)), NULL, &s->e));
	store_fails(s, db_run(s->d, &drop, DB_NONE, NULL, &s->e), RC_CONFLICT);
	/* Not the person's doing: the program's. */
	store_fails(s, db_one_int(s->d, &add_town, DB_ARGS(A(NO_TEXT), A(1), A("")), &out, &s->e),
		RC_FAIL);
	assert_int_equal(town_count(s, s->d), 1);
}

static void rollback_leaves_nothing(void **state)
{
	struct store *s = with_tables(state);
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	town(s, "a");
	assert_int_equal(town_count(s, s->d), 1);
	db_rollback(s->d);
	db_rollback(s->d);
	assert_int_equal(town_count(s, s->d), 0);
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	town(s, "b");
	store_ok(s, db_commit(s->d, &s->e));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	town(s, "c");
	store_ok(s, store_reopen(s, DB_WRITE));
	assert_int_equal(town_count(s, s->d), 1);
}

static void a_failed_statement_ends_its_transaction(void **state)
{
	struct store *s = with_tables(state);
	int64_t id = 0;
	struct db_args same = DB_ARGS(A("a"), A(1), A(""));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	town(s, "a");
	store_fails(s, db_one_int(s->d, &add_town, same, &id, &s->e), RC_CONFLICT);
	store_fails(s, db_one_int(s->d, &count, DB_NONE, &id, &s->e), RC_FAIL);
	store_fails(s, db_commit(s->d, &s->e), RC_FAIL);
	assert_int_equal(town_count(s, s->d), 0);
	town(s, "a");
}

static void a_report_sees_one_moment(void **state)
{
	struct store *s = with_tables(state);
	struct db *other = NULL;
	store_ok(s, db_open(s->a, s->address, DB_READ, &other, &s->e));
	store_ok(s, db_begin(other, DB_READ, &s->e));
	town(s, "a");
	assert_int_equal(town_count(s, s->d), 1);
	assert_int_equal(town_count(s, other), 0);
	db_rollback(other);
	assert_int_equal(town_count(s, other), 1);
	store_ok(s, db_begin(s->d, DB_READ, &s->e));
	store_fails(s, db_run(s->d, &rename_all, DB_ARGS(A("x")), NULL, &s->e), RC_DENIED);
	db_rollback(s->d);
	store_ok(s, db_run(s->d, &rename_all, DB_ARGS(A("x")), NULL, &s->e));
}

static void many_statements_are_kept(void **state)
{
	struct store *s = with_tables(state);
	town(s, "a");
	for (int i = 0; i < 300; i++) {
		/* The same place in memory, another text: the text decides. */
		char text[64];
		struct db_sql q = { text };
		int64_t n = 0;
		snprintf(text, sizeof text, "SELECT people + %d FROM town", i % 100);
		store_ok(s, db_one_int(s->d, &q, DB_NONE, &n, &s->e));
		assert_int_equal(n, 1000 + i % 100);
	}
}

/* --- schema steps --- */

static enum rc migrate(struct store *s, const char *text)
{
	struct db_schema schema = { "test", text };
	return db_migrate(s->d, &schema, 1, &s->e);
}

#define STEP_1 "-- step 1: a\nCREATE TABLE one (id {{id}}, n INTEGER NOT NULL, t TEXT){{table}};\n"
#define STEP_2 \
	"\n-- step 2: b\n-- it's; a comment;\nINSERT INTO one (n, t) VALUES (1, 'a;\nb ? {{id}}');\n" \
	"INSERT INTO one (n, t) VALUES (2, 'INTEGER'); -- two\n" \
	"CREATE VIEW v_one AS SELECT n, CAST(n AS TEXT) AS t FROM one;\n"

static int64_t ones(struct store *s)
{
	static const struct db_sql q = { "SELECT count(*) FROM one" };
	int64_t n = -1;
	store_ok(s, db_one_int(s->d, &q, DB_NONE, &n, &s->e));
	return n;
}

static void steps_are_applied_once(void **state)
{
	static const struct db_sql text = { "SELECT t FROM one ORDER BY id" };
	static const struct db_sql steps = {
		"SELECT count(*) FROM schema_step WHERE applied_at > 0"
	};
	struct store *s = *state;
	store_ok(s, migrate(s, STEP_1));
	assert_int_equal(ones(s), 0);
	store_ok(s, migrate(s, STEP_1 STEP_2));
	store_ok(s, migrate(s, STEP_1 STEP_2));
	store_ok(s, store_reopen(s, DB_READ));
	store_ok(s, migrate(s, STEP_1 STEP_2));
	assert_int_equal(ones(s), 2);
	struct db_rows *r = query(s, &text, DB_NONE);
	store_ok(s, db_next(r, &s->e));
	assert_string_equal(db_text(r, 0), "a;\nb ? {{id}}");
	store_ok(s, db_next(r, &s->e));
	assert_string_equal(db_text(r, 0), "INTEGER");
	int64_t n = 0;
	store_ok(s, db_one_int(s->d, &steps, DB_NONE, &n, &s->e));
	assert_int_equal(n, 2);
}

static void columns_hold_64_bits(void **state)
{
	static const struct db_sql add = { "INSERT INTO one (id, n) VALUES (?, ?)" };
	static const struct db_sql wrong = { "INSERT INTO one (n) VALUES (?)" };
	struct store *s = *state;
	store_ok(s, migrate(s, STEP_1));
	store_ok(s, db_run(s->d, &add, DB_ARGS(A(INT64_MAX), A(INT64_MIN)), NULL, &s->e));
	store_fails(s, db_run(s->d, &wrong, DB_ARGS(A("nhiều")), NULL, &s->e), RC_FAIL);
}

static void a_changed_step_is_refused(void **state)
{
	struct store *s = *state;
	store_ok(s, migrate(s, STEP_1));
	store_fails(
		s, migrate(s, "-- step 1: a\nCREATE TABLE one (id {{id}}){{table}};\n"), RC_FAIL);
	store_fails(s, migrate(s, "-- step 1: a\nCREATE TABLE one (id {{id}}){{table}};\n" STEP_2),
		RC_FAIL);
	assert_int_equal(ones(s), 0);
}

static void a_newer_database_is_refused(void **state)
{
	struct store *s = *state;
	store_ok(s, migrate(s, STEP_1 STEP_2));
	struct db_schema schema = { "test", STEP_1 };
	assert_int_equal(db_migrate(s->d, &schema, 1, &s->e), RC_FAIL);
	assert_non_null(strstr(s->e.message, "mới hơn"));
	assert_int_equal(ones(s), 2);
}

static void a_failing_step_leaves_nothing(void **state)
{
	static const struct db_sql any = { "SELECT count(*) FROM one" };
	struct store *s = *state;
	int64_t n = 0;
	struct db_schema list[] = {
		{ "first", STEP_1 STEP_2 },
		{ "second",
			"-- step 1: x\nCREATE TABLE two (n INTEGER);\nINSERT INTO nowhere VALUES (1);" },
	};
	assert_int_equal(db_migrate(s->d, list, 2, &s->e), RC_FAIL);
	assert_non_null(strstr(s->e.message, "Bước 1 của lược đồ second"));
	err_clear(&s->e);
	store_fails(s, db_one_int(s->d, &any, DB_NONE, &n, &s->e), RC_FAIL);
	list[1].text = "-- step 1: x\nCREATE TABLE two (n INTEGER);\n";
	store_ok(s, db_migrate(s->d, list, 2, &s->e));
	assert_int_equal(ones(s), 2);
}

static void badly_written_steps_are_refused(void **state)
{
	struct store *s = *state;
	store_fails(s, migrate(s, "CREATE TABLE x (n INTEGER);\n-- step 1: a\n"), RC_FAIL);
	store_fails(s, migrate(s, "-- step 2: a\nCREATE TABLE x (n INTEGER);\n"), RC_FAIL);
	store_fails(s, migrate(s, STEP_1 "-- step 3: c\nCREATE TABLE x (n INTEGER);\n"), RC_FAIL);
	store_fails(s, migrate(s, "-- step 1: a\nCREATE TABLE x (n {{no}});\n"), RC_FAIL);
	store_ok(s, migrate(s, ""));
	store_ok(s, migrate(s, STEP_1));
}

static void reading_does_not_upgrade(void **state)
{
	struct store *s = *state;
	store_ok(s, migrate(s, STEP_1));
	store_ok(s, store_reopen(s, DB_READ));
	assert_int_equal(migrate(s, STEP_1 STEP_2), RC_FAIL);
	assert_non_null(strstr(s->e.message, "nâng cấp"));
	assert_int_equal(ones(s), 0);
}

static void an_append_only_table_only_grows(void **state)
{
	static const struct db_sql add = { "INSERT INTO chain (n) VALUES (?)" };
	static const struct db_sql change = { "UPDATE chain SET n = 2" };
	static const struct db_sql drop = { "DELETE FROM chain" };
	static const struct db_sql total = { "SELECT sum(n) FROM chain" };
	struct store *s = *state;
	int64_t n = 0;
	store_ok(s,
		migrate(s,
			"-- step 1: a\nCREATE TABLE chain (n INTEGER){{table}};\n"
			"-- why\n{{append_only chain}};\nCREATE TABLE other (n INTEGER){{table}};\n"));
	store_ok(s, db_run(s->d, &add, DB_ARGS(A(1)), NULL, &s->e));
	store_fails(s, db_run(s->d, &change, DB_NONE, NULL, &s->e), RC_DENIED);
	store_fails(s, db_run(s->d, &drop, DB_NONE, NULL, &s->e), RC_DENIED);
	store_ok(s, db_one_int(s->d, &total, DB_NONE, &n, &s->e));
	assert_int_equal(n, 1);
	struct texts found = { 0 };
	store_ok(s, db_damage(s->d, s->a, &found, &s->e));
	assert_int_equal(found.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(values_come_back),
		STORE_TEST(question_marks_in_quotes_are_text),
		STORE_TEST(a_filter_may_be_null),
		STORE_TEST(sums_and_truths_are_integers),
		STORE_TEST(changed_rows_are_counted),
		STORE_TEST(text_sorts_and_matches_by_bytes),
		STORE_TEST(rows_may_be_changed_while_read),
		STORE_TEST(broken_text_is_refused),
		STORE_TEST(constraints_are_conflicts),
		STORE_TEST(rollback_leaves_nothing),
		STORE_TEST(a_failed_statement_ends_its_transaction),
		STORE_TEST(a_report_sees_one_moment),
		STORE_TEST(many_statements_are_kept),
		STORE_TEST(steps_are_applied_once),
		STORE_TEST(columns_hold_64_bits),
		STORE_TEST(a_changed_step_is_refused),
		STORE_TEST(a_newer_database_is_refused),
		STORE_TEST(a_failing_step_leaves_nothing),
		STORE_TEST(badly_written_steps_are_refused),
		STORE_TEST(reading_does_not_upgrade),
		STORE_TEST(an_append_only_table_only_grows),
	};
	return STORE_RUN(tests);
}
