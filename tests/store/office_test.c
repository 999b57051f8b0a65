/* Activities recorded and corrected in the office, beside those that files bring. */
#include "store.h"

#include <string.h>

#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/plan/plan.h"
#include "lib/base/text.h"

static const struct db_schema schemas[] = {
	{ "core", core_schema_sql },
	{ "people", core_people_sql },
	{ "plan", plan_schema_sql },
	{ "activity", activity_schema_sql },
};
static const struct audit_actor by = { "canbo", "web 127.0.0.1" };
static const struct db_sql add_person = {
	"INSERT INTO account (login, name, active, created_at, totp_used) VALUES ('canbo', 'Cán bộ', 1, 0, 0)"
	" RETURNING id"
};
static const struct db_sql count_seen = { "SELECT count(*) FROM v_activity" };
static const struct db_sql count_numbers = { "SELECT count(*) FROM v_activity_quantity" };

static int64_t seen(struct store *s, const struct db_sql *q)
{
	int64_t n = -1;
	store_ok(s, db_one_int(s->d, q, DB_NONE, &n, &s->e));
	return n;
}

static void begin(struct store *s, struct audit *t)
{
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(t, s->d, by, 1700000000, &s->e));
}

static struct activity guidance(struct store *s)
{
	struct activity x = { .code = "",
		.from = { 2024, 3, 5 },
		.channel = "desk",
		.title = "Hướng dẫn nộp hồ sơ trực tuyến",
		.task = "",
		.note = "" };
	store_ok(s, quantities_parse(s->a, "1 lượt hướng dẫn", &x.quantities, &s->e));
	store_ok(s, db_one_int(s->d, &add_person, DB_NONE, &x.account, &s->e));
	return x;
}

static void two_alike_on_one_day_are_two(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t first, second;
	begin(s, &t);
	struct activity x = guidance(s), back;
	store_ok(s, activity_add(&t, s->a, &x, &first, &s->e));
	store_ok(s, activity_add(&t, s->a, &x, &second, &s->e));
	store_ok(s, activity_get(s->d, s->a, second, &back, &s->e));
	assert_int_equal(back.version, 1);
	assert_int_equal(back.account, x.account);
	assert_int_equal(back.created_at, 1700000000);
	assert_string_equal(
		quantity_print(s->a, &back.quantities.v[0], QUANTITY_PLAIN), "1 lượt hướng dẫn");
	assert_int_equal(seen(s, &count_seen), 2);
	store_ok(s, db_commit(s->d, &s->e));
}

static void the_second_who_corrects_is_told(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id;
	begin(s, &t);
	struct activity x = guidance(s), mine, his;
	store_ok(s, activity_add(&t, s->a, &x, &id, &s->e));
	store_ok(s, activity_get(s->d, s->a, id, &mine, &s->e));
	his = mine;
	mine.title = "Của tôi";
	store_ok(s, activity_change(&t, s->a, &mine, &s->e));
	his.title = "Của người sau";
	store_fails(s, activity_change(&t, s->a, &his, &s->e), RC_CONFLICT);
	store_ok(s, activity_get(s->d, s->a, id, &his, &s->e));
	assert_string_equal(his.title, "Của tôi");
	assert_int_equal(his.version, 2);
	store_ok(s, db_commit(s->d, &s->e));
}

static void what_is_taken_back_counts_nowhere_and_can_be_restored(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id;
	begin(s, &t);
	struct activity x = guidance(s), back;
	store_ok(s, activity_add(&t, s->a, &x, &id, &s->e));
	store_ok(s, activity_set_removed(&t, s->a, id, true, &s->e));
	assert_int_equal(seen(s, &count_seen) + seen(s, &count_numbers), 0);
	store_ok(s, activity_get(s->d, s->a, id, &back, &s->e));
	assert_true(back.removed);
	store_fails(s, activity_set_removed(&t, s->a, id, true, &s->e), RC_CONFLICT);
	store_ok(s, activity_set_removed(&t, s->a, id, false, &s->e));
	assert_int_equal(seen(s, &count_seen) + seen(s, &count_numbers), 2);
	store_fails(s, activity_set_removed(&t, s->a, 99, true, &s->e), RC_NOTFOUND);
	store_ok(s, db_commit(s->d, &s->e));
	struct audit_rows rows;
	struct audit_query q = {
		.kind = "activity", .object = arena_printf(s->a, "%lld", (long long)id), .limit = 10
	};
	store_ok(s, audit_find(s->d, s->a, &q, &rows, &s->e));
	assert_int_equal(rows.n, 3);
	assert_non_null(strstr(rows.v[1].change.after, "\"removed\":1"));
}

static void import(struct store *s, const char *title, struct intake *in)
{
	struct activity x = { .line = 2,
		.code = "",
		.from = { 2024, 3, 5 },
		.channel = "desk",
		.title = title,
		.task = "",
		.note = "" };
	struct activities list = { &x, 1, 1 };
	intake_init(in, s->a, false);
	in->db = s->d;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, activity_store(in, &list, "activities.csv", &s->e));
	store_ok(s, db_commit(s->d, &s->e));
}

static const struct db_sql the_id = { "SELECT id FROM v_activity" };

static void a_file_does_not_undo_a_correction(void **state)
{
	struct store *s = *state;
	struct audit t;
	struct intake in;
	struct activity x;
	begin(s, &t);
	db_rollback(s->d);
	import(s, "Theo tệp", &in);
	assert_int_equal(in.count[INTAKE_ADDED], 1);
	int64_t id = seen(s, &the_id);
	begin(s, &t);
	store_ok(s, activity_get(s->d, s->a, id, &x, &s->e));
	x.title = "Đã sửa";
	store_ok(s, activity_change(&t, s->a, &x, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	import(s, "Theo tệp", &in);
	assert_int_equal(in.count[INTAKE_SAME], 1);
	assert_int_equal(in.notes.n, 1);
	store_ok(s, activity_get(s->d, s->a, id, &x, &s->e));
	assert_string_equal(x.title, "Đã sửa");
	assert_int_equal(seen(s, &count_seen), 1);
}

static void what_the_plan_has_not_is_refused(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id;
	static const struct db_sql add_plan = {
		"INSERT INTO plan (year, day, title) VALUES (2024, '2024-02-19', 'Kế hoạch')"
	};
	begin(s, &t);
	store_ok(s, db_run(s->d, &add_plan, DB_NONE, NULL, &s->e));
	struct activity x = guidance(s);
	x.task = "nv99";
	store_fails(s, activity_add(&t, s->a, &x, &id, &s->e), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(two_alike_on_one_day_are_two),
		STORE_TEST(the_second_who_corrects_is_told),
		STORE_TEST(what_is_taken_back_counts_nowhere_and_can_be_restored),
		STORE_TEST(a_file_does_not_undo_a_correction),
		STORE_TEST(what_the_plan_has_not_is_refused),
	};
	return STORE_RUN(tests);
}
