/* The catalogue and the years' tables as rows, the same on both engines. */
#include "store.h"

#include <string.h>

#include "core/search.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/procedure/procedure.h"
#include "lib/base/text.h"

static void prepare(struct store *s)
{
	static const struct db_schema schemas[] = { { "core", core_schema_sql },
		{ "people", core_people_sql }, { "search", core_search_sql },
		{ "workday", core_workday_sql }, { "procedure", procedure_schema_sql } };
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
}

static struct procedure made(struct store *s, const char *code)
{
	struct procedure p = { .code = code, .local = "", .field = "Hộ tịch", .sample = true };
	struct procedure_version v = procedure_version_new();
	v.name = "Đăng ký thử";
	v.number = "1/QĐ-THỬ";
	v.issuer = "Cơ quan thử";
	v.day = (struct date){ 2026, 1, 2 };
	v.from = (struct date){ 2026, 1, 5 };
	const char *step = "Nộp hồ sơ";
	ARENA_PUSH(s->a, &v.steps, step);
	ARENA_PUSH(s->a, &p.versions, v);
	return p;
}

static void put(struct store *s, const struct procedure *p, enum rc expected)
{
	struct audit t;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(&t, s->d, (struct audit_actor){ "canbo", "thử" }, 1, &s->e));
	enum rc rc = procedure_put(&t, s->a, p, &s->e);
	if (rc != expected)
		fail_msg("%d: %s", rc, s->e.message ? s->e.message : "");
	err_clear(&s->e);
	if (rc)
		db_rollback(s->d);
	else
		store_ok(s, db_commit(s->d, &s->e));
}

static void a_procedure_comes_back_by_both_codes(void **state)
{
	struct store *s = *state;
	prepare(s);
	struct procedure p = made(s, "1.999901"), back;
	p.local = "1.999901.000.00.00.H99";
	put(s, &p, RC_OK);
	store_ok(s, procedure_get(s->d, s->a, "1.999901", &back, &s->e));
	assert_string_equal(procedure_record(s->a, &back), procedure_record(s->a, &p));
	store_ok(s, procedure_get(s->d, s->a, "1.999901.000.00.00.H99", &back, &s->e));
	assert_true(back.id > 0 && back.version == 1 && back.sample);
	store_fails(s, procedure_get(s->d, s->a, "1.999902", &back, &s->e), RC_NOTFOUND);
	store_fails(s, procedure_get(s->d, s->a, "' OR 1=1", &back, &s->e), RC_NOTFOUND);
}

static void versions_are_known_by_their_day(void **state)
{
	struct store *s = *state;
	prepare(s);
	struct procedure p = made(s, "1.999901"), back;
	put(s, &p, RC_OK);
	store_ok(s, procedure_get(s->d, s->a, "1.999901", &back, &s->e));
	struct procedure_version v = back.versions.v[0];
	v.from = (struct date){ 2026, 6, 1 };
	v.status = STATUS_ABOLISHED;
	ARENA_PUSH(s->a, &back.versions, v);
	int64_t first = back.versions.v[0].id;
	put(s, &back, RC_OK);
	store_ok(s, procedure_get(s->d, s->a, "1.999901", &back, &s->e));
	assert_int_equal(back.versions.n, 2);
	assert_int_equal(back.versions.v[0].id, first);
	assert_int_equal(back.version, 2);
	assert_null(procedure_at(&back, (struct date){ 2026, 6, 1 }));
	struct procedure old = back;
	old.version = 1;
	old.field = "khác";
	put(s, &old, RC_CONFLICT);
	back.versions.n = 1;
	put(s, &back, RC_OK);
	store_ok(s, procedure_get(s->d, s->a, "1.999901", &back, &s->e));
	assert_int_equal(back.versions.n, 1);
}

static void a_file_is_taken_once_and_keeps_what_people_changed(void **state)
{
	struct store *s = *state;
	prepare(s);
	struct procedures list = { 0 };
	struct procedure p = made(s, "1.999901"), q = made(s, "1.999902"), back;
	ARENA_PUSH(s->a, &list, p);
	ARENA_PUSH(s->a, &list, q);
	struct intake in;
	for (int i = 0; i < 2; i++) {
		intake_init(&in, s->a, false);
		in.db = s->d;
		store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
		store_ok(s, procedures_store(&in, &list, "procedures.json", &s->e));
		store_ok(s, db_commit(s->d, &s->e));
		assert_int_equal(in.count[INTAKE_ADDED], i ? 0 : 2);
		assert_int_equal(in.count[INTAKE_SAME], i ? 2 : 0);
	}
	store_ok(s, procedure_get(s->d, s->a, "1.999901", &back, &s->e));
	back.field = "sửa tay";
	put(s, &back, RC_OK);
	list.n = 1;
	intake_init(&in, s->a, false);
	in.db = s->d;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, procedures_store(&in, &list, "procedures.json", &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	assert_int_equal(in.count[INTAKE_SAME], 1);
	assert_int_equal(in.count[INTAKE_MISSING], 1);
	assert_int_equal(in.notes.n, 1);
	store_ok(s, procedure_get(s->d, s->a, "1.999901", &back, &s->e));
	assert_string_equal(back.field, "sửa tay");
	store_ok(s, procedure_get(s->d, s->a, "1.999902", &back, &s->e));
}

static void a_year_is_put_as_a_whole(void **state)
{
	struct store *s = *state;
	prepare(s);
	struct workday_mark marks[] = { { { 2026, 9, 2 }, WORKDAY_HOLIDAY, "Quốc khánh", "TB thử" },
		{ { 2026, 9, 12 }, WORKDAY_WORK, "làm bù", "TB thử" } };
	struct workday_year y = { 0, 2026, "12345", "thử", marks, 2, 2 };
	struct workdays all;
	struct audit t;
	for (int i = 2; i > 0; i--) {
		y.n = (size_t)i;
		store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
		store_ok(s, audit_open(&t, s->d, (struct audit_actor){ "canbo", "thử" }, 1, &s->e));
		store_ok(s, workday_put(&t, s->a, &y, &s->e));
		store_ok(s, db_commit(s->d, &s->e));
		store_ok(s, workday_load(s->d, s->a, &all, &s->e));
		assert_int_equal(all.n, 1);
		assert_string_equal(workday_record(s->a, &all.v[0]), workday_record(s->a, &y));
	}
	assert_int_equal(all.v[0].version, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_procedure_comes_back_by_both_codes),
		STORE_TEST(versions_are_known_by_their_day),
		STORE_TEST(a_file_is_taken_once_and_keeps_what_people_changed),
		STORE_TEST(a_year_is_put_as_a_whole),
	};
	return STORE_RUN(tests);
}
