/* Plans changed in the office, requests from above and duties to report: alike on both engines. */
#include "store.h"

#include <string.h>

#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/demand/demand.h"
#include "features/docreg/docreg.h"
#include "features/plan/plan.h"
#include "features/report/report.h"
#include "lib/base/text.h"

static const struct db_schema schemas[] = {
	{ "core", core_schema_sql },
	{ "people", core_people_sql },
	{ "plan", plan_schema_sql },
	{ "activity", activity_schema_sql },
	{ "docreg", docreg_schema_sql },
	{ "report", report_schema_sql },
	{ "demand", demand_schema_sql },
};
static const struct audit_actor by = { "canbo", "web 127.0.0.1" };
static const struct db_sql add_report = {
	"INSERT INTO report (kind, period, title, day, number, addressees, recipients, signing, body)"
	" VALUES ('BC', '2024-Q1', 'Mẫu', '2024-04-05', ?, '', '', '', '')"
};
static const struct db_sql give_number = { "UPDATE report SET number = ?" };
static const struct db_sql duties_of_view = {
	"SELECT COUNT(*) FROM v_report_duty WHERE state = ? AND href LIKE '/yeu-cau/nghia-vu/%'"
};
static const struct db_sql demands_of_view = { "SELECT COUNT(*) FROM v_request WHERE state = ?" };
static const struct db_sql add_account = {
	"INSERT INTO account (login, name, active, created_at, totp_used) VALUES ('canbo', 'Cán bộ', 1, 0, 0)"
	" RETURNING id"
};

static void begin(struct store *s, struct audit *t)
{
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(t, s->d, by, 1700000000, &s->e));
}

static size_t audited(struct store *s, const char *kind, const char *object)
{
	struct audit_rows rows;
	struct audit_query q = { .kind = kind, .object = object, .limit = 100 };
	store_ok(s, audit_find(s->d, s->a, &q, &rows, &s->e));
	return rows.n;
}

static struct plan *sample(struct store *s)
{
	struct plan *p = ARENA_NEW(s->a, struct plan);
	*p = (struct plan){ .year = 2024, .title = "tuyên truyền CCHC năm 2024" };
	struct plan_content c = { "nd1", "Một" };
	struct plan_form f = { .text = "Trên đài" };
	struct plan_task t = { .code = "nv1",
		.title = "Phát thanh",
		.channel = "station",
		.budget = 5000000,
		.due = { 2024, 12, 31 } };
	ARENA_PUSH(s->a, &f.channels, "station");
	ARENA_PUSH(s->a, &t.contents, "nd1");
	plan_content_put(s->a, p, 0, &c);
	plan_form_put(s->a, p, 0, &f);
	plan_task_put(s->a, p, 0, &t);
	return p;
}

static struct plan *load(struct store *s)
{
	struct plan *p = NULL;
	store_ok(s, plan_load(s->d, s->a, 2024, &p, &s->e));
	return p;
}

static void a_plan_is_saved_with_a_version_and_a_row_in_the_audit(void **state)
{
	struct store *s = *state;
	struct audit t;
	begin(s, &t);
	struct plan *p = sample(s);
	ARENA_PUSH(s->a, &p->signing, "CHỦ TỊCH");
	ARENA_PUSH(s->a, &p->recipients, "Lưu: VT.");
	p->signer = "Nguyễn Văn Mẫu";
	store_ok(s, plan_save(&t, s->a, NULL, p, &s->e));
	struct plan *held = load(s), *now = plan_copy(s->a, held);
	assert_string_equal(plan_record(s->a, held), plan_record(s->a, p));
	assert_int_equal(held->version, 1);
	store_ok(s, plan_save(&t, s->a, held, now, &s->e)); /* nothing has changed */
	assert_int_equal(load(s)->version, 1);
	now->tasks[0].title = "Phát thanh hằng tuần";
	store_ok(s, plan_save(&t, s->a, held, now, &s->e));
	assert_int_equal(load(s)->version, 2);
	assert_int_equal(load(s)->tasks[0].id, held->tasks[0].id); /* activities keep their task */
	assert_int_equal(audited(s, "plan", "2024"), 2);
	store_ok(s, db_commit(s->d, &s->e));
}

static void a_number_goes_into_the_register_and_is_unique(void **state)
{
	struct store *s = *state;
	struct audit t;
	struct documents list;
	begin(s, &t);
	store_ok(s, plan_save(&t, s->a, NULL, sample(s), &s->e));
	struct plan *held = load(s), *now = plan_copy(s->a, held);
	now->number = "24/KH-UBND";
	now->day = (struct date){ 2024, 2, 19 };
	store_ok(s, plan_save(&t, s->a, held, now, &s->e));
	store_ok(s, documents_load(s->d, s->a, 2024, &list, &s->e));
	assert_int_equal(list.n, 1);
	assert_string_equal(list.v[0].origin, "plan/2024");
	assert_int_equal(audited(s, "document", "plan/2024"), 1); /* in the same chain */
	struct plan *other = plan_next(s->a, now, 2025);
	other->number = "24/KH-UBND";
	other->day = (struct date){ 2024, 12, 20 };
	store_fails(s, plan_save(&t, s->a, NULL, other, &s->e), RC_INVALID);
	db_rollback(s->d);
}

static void what_is_referred_to_stays(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id;
	begin(s, &t);
	store_ok(s, plan_save(&t, s->a, NULL, sample(s), &s->e));
	struct activity x = { .code = "",
		.from = { 2024, 3, 5 },
		.channel = "station",
		.title = "Bản tin số 1",
		.task = "nv1",
		.note = "" };
	store_ok(s, db_one_int(s->d, &add_account, DB_NONE, &x.account, &s->e));
	ARENA_PUSH(s->a, &x.contents, "nd1");
	store_ok(s, activity_add(&t, s->a, &x, &id, &s->e));
	struct plan *held = load(s), *now = plan_copy(s->a, held);
	plan_task_drop(now, 0);
	assert_int_equal(plan_save(&t, s->a, held, now, &s->e), RC_CONFLICT);
	assert_non_null(strstr(s->e.message, "1 hoạt động"));
	assert_non_null(strstr(s->e.message, "“Bản tin số 1” (05/3/2024)"));
	err_clear(&s->e);
	db_rollback(s->d);
	begin(s, &t);
	store_ok(s, plan_save(&t, s->a, NULL, sample(s), &s->e));
	store_ok(s, db_one_int(s->d, &add_account, DB_NONE, &x.account, &s->e));
	store_ok(s, activity_add(&t, s->a, &x, &id, &s->e));
	store_ok(s, activity_set_removed(&t, s->a, id, true, &s->e));
	held = load(s);
	now = plan_copy(s->a, held);
	plan_content_drop(s->a, now, 0);
	assert_int_equal(plan_save(&t, s->a, held, now, &s->e), RC_CONFLICT);
	err_clear(&s->e); /* it can be restored, so it still counts */
	db_rollback(s->d);
}

static int64_t count(struct store *s, const struct db_sql *q, const char *state)
{
	int64_t n = -1;
	store_ok(s, db_one_int(s->d, q, DB_ARGS(A(state)), &n, &s->e));
	return n;
}

static struct demand asked(void)
{
	return (struct demand){ .sender = "Sở Nội vụ",
		.number = "581/SNV",
		.subject = "Báo cáo quý I",
		.asked = "",
		.outline = "I. Kết quả\nII. Tồn tại",
		.manner = "",
		.due = { 2024, 3, 20 },
		.done_note = "" };
}

static void a_demand_is_done_with_its_duties(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id, duty_id;
	struct demand x = asked(), back;
	begin(s, &t);
	store_ok(s, demand_put(&t, s->a, &x, &id, &s->e));
	store_ok(s, demand_get(s->d, s->a, id, &back, &s->e));
	assert_string_equal(back.outline, x.outline);
	assert_int_equal(back.version, 1);
	assert_false(back.done);
	struct duty d = { .demand = id,
		.title = "Báo cáo",
		.kind = "BC",
		.period = "2024-Q1",
		.receiver = "Sở Nội vụ",
		.due = x.due,
		.done_note = "" };
	store_ok(s, duty_put(&t, s->a, &d, &duty_id, &s->e));
	store_fails(s, duty_put(&t, s->a, &d, &duty_id, &s->e), RC_CONFLICT);
	assert_int_equal(count(s, &duties_of_view, "open"), 1);
	store_ok(s, db_run(s->d, &add_report, DB_ARGS(A((const char *)NULL)), NULL, &s->e));
	assert_int_equal(count(s, &duties_of_view, "open"), 1); /* a draft is none */
	store_ok(s, db_run(s->d, &give_number, DB_ARGS(A("05")), NULL, &s->e));
	assert_int_equal(count(s, &duties_of_view, "done"), 1);
	assert_int_equal(count(s, &demands_of_view, "done"), 1);
	store_ok(s, duty_get(s->d, s->a, duty_id, &d, &s->e));
	assert_true(d.done && d.report);
	assert_string_equal(d.report_number, "05");
	store_ok(s, db_run(s->d, &give_number, DB_ARGS(A((const char *)NULL)), NULL, &s->e));
	assert_int_equal(count(s, &demands_of_view, "open"), 1);
	store_ok(s, demand_get(s->d, s->a, id, &back, &s->e));
	back.done_on = (struct date){ 2024, 3, 18 };
	back.done_note = "gửi thư";
	store_ok(s, demand_put(&t, s->a, &back, &id, &s->e));
	assert_int_equal(count(s, &demands_of_view, "done"), 1);
	assert_int_equal(audited(s, "demand", "1"), 2);
	store_ok(s, db_commit(s->d, &s->e));
}

static void a_demand_gives_tasks_and_loses_them(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id;
	struct demand x = asked();
	struct demand_tasks tasks;
	begin(s, &t);
	store_ok(s, plan_save(&t, s->a, NULL, sample(s), &s->e));
	store_ok(s, demand_put(&t, s->a, &x, &id, &s->e));
	struct demand_task task = { .year = 2024, .code = "nv1", .title = "Phát thanh" },
			   none = { .year = 2024, .code = "nv9", .title = "" };
	store_fails(s, demand_add_task(&t, s->a, id, &none, &s->e), RC_NOTFOUND);
	store_ok(s, demand_add_task(&t, s->a, id, &task, &s->e));
	store_ok(s, demand_tasks(s->d, s->a, id, &tasks, &s->e));
	assert_int_equal(tasks.n, 1);
	assert_string_equal(tasks.v[0].title, "Phát thanh");
	struct plan *held = load(s), *now = plan_copy(s->a, held);
	plan_task_drop(now, 0);
	store_ok(s, plan_save(&t, s->a, held, now, &s->e));
	store_ok(s, demand_tasks(s->d, s->a, id, &tasks, &s->e));
	assert_int_equal(tasks.n, 0);
	store_ok(s, db_commit(s->d, &s->e));
}

static void schedules_make_each_duty_once(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id;
	size_t made;
	struct duties list;
	struct schedule x = {
		.kind = "BC-CCHC", .span = "Q1", .receiver = "Sở Nội vụ", .days = 2, .source = ""
	};
	begin(s, &t);
	store_ok(s, schedule_put(&t, s->a, &x, &id, &s->e));
	store_fails(s, schedule_put(&t, s->a, &x, &id, &s->e), RC_CONFLICT);
	store_ok(s, schedule_apply(&t, s->a, 2025, &made, &s->e));
	assert_int_equal(made, 1);
	store_ok(s, schedule_apply(&t, s->a, 2025, &made, &s->e));
	assert_int_equal(made, 0);
	store_ok(s, duty_list(s->d, s->a, 0, &list, &s->e));
	assert_int_equal(list.n, 1);
	assert_string_equal(list.v[0].period, "2025-Q1-cchc");
	assert_string_equal(date_iso(s->a, list.v[0].due), "2025-03-16");
	store_ok(s, duty_drop(&t, s->a, &list.v[0], &s->e));
	store_ok(s, duty_list(s->d, s->a, 0, &list, &s->e));
	assert_int_equal(list.n, 0);
	store_ok(s, db_commit(s->d, &s->e));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_plan_is_saved_with_a_version_and_a_row_in_the_audit),
		STORE_TEST(a_number_goes_into_the_register_and_is_unique),
		STORE_TEST(what_is_referred_to_stays),
		STORE_TEST(a_demand_is_done_with_its_duties),
		STORE_TEST(a_demand_gives_tasks_and_loses_them),
		STORE_TEST(schedules_make_each_duty_once),
	};
	return STORE_RUN(tests);
}
