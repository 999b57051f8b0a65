/* The stores of unit, plan, activity, report and register, and figures read through their views. */
#include "store.h"

#include <string.h>

#include "core/unit.h"
#include "features/activity/activity.h"
#include "features/dispatch/dispatch.h"
#include "features/docreg/docreg.h"
#include "features/figure/figure.h"
#include "features/plan/plan.h"
#include "features/report/report.h"

static const char unit_json[] =
	"{\"code\":\"21484\",\"slug\":\"ba-to\",\"names\":["
	"{\"from\":null,\"to\":\"2025-06-30\",\"kind\":\"thị trấn\",\"name\":\"Ba Tơ\","
	"\"authority\":\"Ủy ban nhân dân thị trấn Ba Tơ\",\"short\":\"UBND thị trấn Ba Tơ\","
	"\"symbol\":\"UBND\",\"issuer_lines\":[\"ỦY BAN NHÂN DÂN\",\"THỊ TRẤN BA TƠ\"],"
	"\"place\":\"Thị trấn Ba Tơ\"},"
	"{\"from\":\"2025-07-01\",\"to\":null,\"kind\":\"xã\",\"name\":\"Ba Tơ\","
	"\"authority\":\"Ủy ban nhân dân xã Ba Tơ\",\"short\":\"UBND xã Ba Tơ\",\"symbol\":\"UBND\","
	"\"issuer_lines\":[\"ỦY BAN NHÂN DÂN\",\"XÃ BA TƠ\"],\"place\":\"Ba Tơ\",\"predecessors\":["
	"{\"code\":\"21484\",\"name\":\"thị trấn Ba Tơ\"},{\"name\":\"xã Ba Cung\"},"
	"{\"name\":\"xã Ba Bích\"}]}],"
	"\"people\":[{\"name\":\"Người Mẫu\",\"post\":\"Chủ tịch\",\"from\":\"2025-07-01\"}],"
	"\"places\":[{\"code\":\"tru-so\",\"name\":\"Trụ sở\"}]}";

#define CONTENTS \
	"\"contents\":[{\"code\":\"nd1\",\"text\":\"Một\"},{\"code\":\"nd2\",\"text\":\"Hai\"}],"
#define FORMS "\"forms\":[{\"channels\":[\"portal\",\"sms\"],\"text\":\"Trên mạng\"}],"
#define TASK_ONE \
	"{\"code\":\"nv1\",\"title\":\"Đăng tin\",\"channel\":\"portal\",\"contents\":[\"nd1\"]," \
	"\"lead\":\"VH-XH\",\"support\":\"Văn phòng\",\"budget\":1500000,\"due\":\"2024-12-31\"," \
	"\"targets\":[{\"period\":\"2024-Q1\",\"quantity\":\"12 tin\"}," \
	"{\"period\":\"2024-Q2\",\"quantity\":\"8 tin\"}]}"
#define TASK_TWO "{\"code\":\"nv2\",\"title\":\"Họp\",\"channel\":\"meeting\"}"
#define PLAN(tasks) \
	"{\"year\":2024,\"number\":\"24/KH-UBND\",\"date\":\"2024-02-19\",\"title\":\"tuyên truyền\"," CONTENTS \
		FORMS "\"tasks\":[" tasks "]}"

static struct intake *intake(struct store *s, bool replace)
{
	struct intake *in = arena_alloc(s->a, sizeof *in);
	intake_init(in, s->a, replace);
	in->db = s->d;
	return in;
}

static struct store *ready(void **state)
{
	struct store *s = *state;
	const struct db_schema list[] = { { "core", core_schema_sql }, { "plan", plan_schema_sql },
		{ "activity", activity_schema_sql }, { "docreg", docreg_schema_sql },
		{ "report", report_schema_sql }, { "dispatch", dispatch_schema_sql } };
	store_ok(s, db_migrate(s->d, list, sizeof list / sizeof *list, &s->e));
	return s;
}

static struct text_file file(const char *name, const char *text)
{
	return (struct text_file){ name, text, strlen(text) };
}

static struct intake *put_unit(struct store *s)
{
	struct intake *in = intake(s, false);
	struct text_file f = file("unit.json", unit_json);
	struct unit *u = unit_read(in, &f);
	assert_int_equal(in->problems.n, 0);
	store_ok(s, unit_store(in, u, "unit.json", &s->e));
	return in;
}

static struct intake *put_plan(struct store *s, const char *json, bool replace, enum rc expected)
{
	struct intake *in = intake(s, replace);
	struct text_file f = file("plan.json", json);
	struct plan *p = plan_read(in, &f);
	assert_int_equal(in->problems.n, 0);
	store_fails(s, plan_store(in, p, "plan.json", &s->e), expected);
	return in;
}

static struct intake *put_rows(struct store *s, const char *rows, bool replace, enum rc expected)
{
	static const char head[] =
		"Mã,Ngày,Đến ngày,Kênh,Hoạt động,Số liệu,Địa bàn,Nội dung,Nhiệm vụ\n";
	struct intake *in = intake(s, replace);
	struct text_file f = file("a.csv", arena_printf(s->a, "%s%s", head, rows));
	struct activities list;
	assert_true(activity_read(in, &f, &list));
	assert_int_equal(in->problems.n, 0);
	store_fails(s, activity_store(in, &list, "a.csv", &s->e), expected);
	return in;
}

static struct figures figures(struct store *s, const char *token)
{
	struct period p;
	struct figures f;
	store_ok(s, period_parse(s->a, token, PERIOD_CALENDAR, &p, &s->e));
	store_ok(s, figures_load(s->d, s->a, &p, FIGURE_FLOW, &f, &s->e));
	return f;
}

static void a_unit_keeps_its_names_over_time(void **state)
{
	struct store *s = ready(state);
	struct unit *u;
	store_fails(s, unit_load(s->d, s->a, &u, &s->e), RC_NOTFOUND);
	assert_int_equal(put_unit(s)->count[INTAKE_ADDED], 1);
	assert_int_equal(put_unit(s)->count[INTAKE_SAME], 1);
	store_ok(s, unit_load(s->d, s->a, &u, &s->e));
	assert_string_equal(unit_name_at(u, (struct date){ 2025, 6, 30 })->place, "Thị trấn Ba Tơ");
	const struct unit_name *n = unit_name_at(u, (struct date){ 2025, 7, 1 });
	assert_string_equal(n->issuer_lines.v[1], "XÃ BA TƠ");
	assert_int_equal(n->predecessor_count, 3);
	assert_string_equal(unit_name_at(u, (struct date){ 2025, 0, 0 })->kind, "thị trấn");
	assert_string_equal(u->posts[0].person, "Người Mẫu");
	assert_string_equal(u->places[0].code, "tru-so");
}

static void a_new_place_is_kept_once(void **state)
{
	struct store *s = ready(state);
	struct intake *in = put_unit(s);
	int64_t known, by_name, fresh, again;
	store_ok(s, unit_place_id(in, "tru-so", &known, &s->e));
	store_ok(s, unit_place_id(in, "Trụ sở", &by_name, &s->e));
	store_ok(s, unit_place_id(in, "Nhà văn hóa", &fresh, &s->e));
	store_ok(s, unit_place_id(in, "Nhà văn hóa", &again, &s->e));
	assert_int_equal(known, by_name);
	assert_int_equal(fresh, again);
	assert_int_not_equal(fresh, known);
}

static void a_plan_comes_back_as_it_went_in(void **state)
{
	struct store *s = ready(state);
	assert_int_equal(
		put_plan(s, PLAN(TASK_ONE "," TASK_TWO), false, RC_OK)->count[INTAKE_ADDED], 1);
	assert_int_equal(
		put_plan(s, PLAN(TASK_ONE "," TASK_TWO), false, RC_OK)->count[INTAKE_SAME], 1);
	struct plan *p;
	store_ok(s, plan_load(s->d, s->a, 2024, &p, &s->e));
	assert_string_equal(p->number, "24/KH-UBND");
	assert_int_equal(p->forms[0].channels.n, 2);
	assert_int_equal(p->tasks[0].budget, 1500000);
	assert_string_equal(p->tasks[0].support, "Văn phòng");
	assert_int_equal(p->tasks[0].targets[1].quantity.value, 8 * QUANTITY_ONE);
	assert_int_equal(p->tasks[1].budget, -1);
	store_fails(s, plan_load(s->d, s->a, 2023, &p, &s->e), RC_NOTFOUND);
}

static void a_task_leaves_a_plan_only_by_replace_and_unused(void **state)
{
	struct store *s = ready(state);
	struct plan *p;
	put_plan(s, PLAN(TASK_ONE "," TASK_TWO), false, RC_OK);
	put_rows(s, ",05/3/2024,,portal,Tin,1 tin,,nd1,nv1\n", false, RC_OK);
	struct intake *in = put_plan(s, PLAN(TASK_ONE), false, RC_OK);
	assert_int_equal(in->count[INTAKE_MISSING], 1);
	store_ok(s, plan_load(s->d, s->a, 2024, &p, &s->e));
	assert_int_equal(p->task_count, 2);
	in = put_plan(s, PLAN(TASK_ONE), true, RC_OK);
	assert_int_equal(in->count[INTAKE_REMOVED], 1);
	/* nv1 has an activity: it cannot go */
	in = put_plan(s, PLAN(TASK_TWO), true, RC_CONFLICT);
	assert_non_null(strstr(in->problems.v[0].message, "nhiệm vụ nv1"));
}

static const struct db_sql put_on_its_way = {
	"INSERT INTO dispatch (origin, subject, state, since, version, author_id)"
	" VALUES ('plan/2024', 'x', ?, 1700000000, 1, 1)"
};
static const struct db_sql move_on = { "UPDATE dispatch SET state = ? WHERE origin = 'plan/2024'" };
static const struct db_sql note_down = { "UPDATE document SET note = 'đã thu hồi'" };
static const struct db_sql noted = { "SELECT count(*) FROM document WHERE note = 'đã thu hồi'" };

static void no_file_undoes_a_plan_on_its_way(void **state)
{
	static const char other[] =
		"{\"year\":2024,\"number\":\"24/KH-UBND\",\"date\":\"2024-02-19\",\"title\":\"khác\"," CONTENTS
			FORMS "\"tasks\":[" TASK_ONE "]}";
	struct store *s = ready(state);
	struct plan *p;
	int64_t n;
	put_plan(s, PLAN(TASK_ONE), false, RC_OK);
	store_ok(s, db_run(s->d, &note_down, DB_NONE, NULL, &s->e));
	store_ok(s, db_run(s->d, &put_on_its_way, DB_ARGS(A("content")), NULL, &s->e));
	struct intake *in = put_plan(s, other, false, RC_OK);
	assert_int_equal(in->count[INTAKE_SAME], 1);
	assert_int_equal(in->notes.n, 1);
	store_ok(s, db_one_int(s->d, &noted, DB_NONE, &n, &s->e));
	assert_int_equal(n, 1); /* what people wrote in the register stays */
	store_ok(s, db_run(s->d, &move_on, DB_ARGS(A("returned")), NULL, &s->e));
	assert_int_equal(put_plan(s, other, false, RC_OK)->count[INTAKE_CHANGED], 1);
	store_ok(s, db_run(s->d, &move_on, DB_ARGS(A("sent")), NULL, &s->e));
	assert_int_equal(put_plan(s, PLAN(TASK_ONE), true, RC_OK)->count[INTAKE_CHANGED], 1);
	store_ok(s, plan_load(s->d, s->a, 2024, &p, &s->e));
	assert_string_equal(p->title, "tuyên truyền");
}

static void a_number_of_the_way_stands_in_the_plan(void **state)
{
	struct store *s = ready(state);
	struct plan *p;
	struct audit t;
	struct audit_actor by = { "canbo", "web" };
	put_plan(s,
		"{\"year\":2024,\"title\":\"tuyên truyền\"," CONTENTS FORMS "\"tasks\":[" TASK_ONE
		"]}",
		false, RC_OK);
	store_ok(s, audit_open(&t, s->d, by, 1700000000, &s->e));
	store_ok(s,
		plan_set_number(&t, s->a, 2024, "05/KH-UBND", (struct date){ 2024, 1, 15 }, &s->e));
	store_ok(s, plan_load(s->d, s->a, 2024, &p, &s->e));
	assert_string_equal(p->number, "05/KH-UBND");
	assert_int_equal(p->day.day, 15);
	assert_int_equal(p->tasks[0].target_count, 2);
	store_ok(s, plan_set_number(&t, s->a, 2024, NULL, (struct date){ 2024, 0, 0 }, &s->e));
	store_ok(s, plan_load(s->d, s->a, 2024, &p, &s->e));
	assert_null(p->number);
	assert_true(date_none(p->day));
	store_fails(
		s, plan_set_number(&t, s->a, 2023, NULL, (struct date){ 0 }, &s->e), RC_NOTFOUND);
}

static void an_activity_belongs_to_the_nearest_plan(void **state)
{
	struct store *s = ready(state);
	/* A log may come before its plan. */
	put_rows(s, ",05/3/2024,,portal,Tin,12 tin,,nd1,nv1\n", false, RC_OK);
	struct intake *in = put_plan(s, PLAN(TASK_ONE), false, RC_OK);
	assert_int_equal(figures(s, "2024-Q1").targets[0].state, TARGET_NO_DATA);
	store_ok(s, activity_settle(in, &s->e));
	assert_int_equal(figures(s, "2024-Q1").targets[0].state, TARGET_MET);
	in = put_rows(s, ",05/3/2024,,portal,Tin,12 tin,,nd1,nv1\n", false, RC_OK);
	assert_int_equal(in->count[INTAKE_SAME], 1);
	put_rows(s, ",28/12/2023,,portal,Tin năm trước,1 tin,,nd1,\n", false, RC_OK);
	in = put_rows(s, ",05/3/2024,,portal,Tin,1 tin,,nd7,nv7\n", false, RC_INVALID);
	assert_int_equal(in->problems.n, 2);
	assert_int_equal(in->problems.v[0].line, 2);
}

static void rows_are_added_changed_and_removed(void **state)
{
	struct store *s = ready(state);
	static const char two[] = "A1,05/3/2024,,portal,Tin một,1 tin; 20 lượt xem,Trụ sở; Chợ,,\n"
				  ",06/3/2024,,portal,Tin hai,chưa thống kê,,,\n";
	assert_int_equal(put_rows(s, two, false, RC_OK)->count[INTAKE_ADDED], 2);
	assert_int_equal(put_rows(s, two, false, RC_OK)->count[INTAKE_SAME], 2);
	static const char *const changes[] = {
		"A1,07/3/2024,,portal,Tin một,1 tin; 20 lượt xem,Trụ sở; Chợ,,\n",
		"A1,07/3/2024,,portal,Tin một,1 tin; 21 lượt xem,Trụ sở; Chợ,,\n",
		"A1,07/3/2024,,portal,Tin một,1 tin; 21 lượt xem,Chợ; Trụ sở,,\n",
		"A1,07/3/2024,09/3/2024,portal,Tin một,1 tin; 21 lượt xem,Chợ; Trụ sở,,\n"
	};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct intake *in = put_rows(s, changes[i], false, RC_OK);
		assert_int_equal(in->count[INTAKE_CHANGED], 1);
		assert_int_equal(in->count[INTAKE_MISSING], 1);
	}
	assert_int_equal(put_rows(s, changes[3], true, RC_OK)->count[INTAKE_REMOVED], 1);
	struct figures f = figures(s, "2024-Q1");
	assert_int_equal(f.records.n, 1);
	assert_string_equal(f.records.v[0].places.v[0], "Chợ");
	assert_int_equal(figure_find(&f, "portal", "lượt xem")->sum.value, 21 * QUANTITY_ONE);
}

static void targets_of_quarters_make_the_half_year(void **state)
{
	struct store *s = ready(state);
	put_plan(s, PLAN(TASK_ONE), false, RC_OK);
	put_rows(s, ",05/3/2024,,portal,Tin,15 tin,,nd1,nv1\n,05/5/2024,,portal,Tin,6 tin,,,nv1\n",
		false, RC_OK);
	struct figures f = figures(s, "2024-6M");
	assert_int_equal(f.target_count, 1);
	assert_int_equal(f.targets[0].wanted.value, 20 * QUANTITY_ONE);
	assert_int_equal(f.targets[0].state, TARGET_MET);
	f = figures(s, "2024-Q2");
	assert_int_equal(f.targets[0].state, TARGET_SHORT);
	/* No target is given for the third quarter, so the year has none either. */
	assert_int_equal(figures(s, "2024").target_count, 0);
	assert_int_equal(figures(s, "2024-Q1-cchc").targets[0].wanted.value, 12 * QUANTITY_ONE);
}

static void planned_channels_without_activity_have_no_data(void **state)
{
	struct store *s = ready(state);
	put_plan(s, PLAN(TASK_ONE "," TASK_TWO), false, RC_OK);
	struct figures f = figures(s, "2024-Q1");
	assert_int_equal(f.n, 3);
	assert_int_equal(figure_find(&f, "portal", "tin")->state, FIGURE_NO_DATA);
	assert_int_equal(figure_find(&f, "sms", "tin nhắn")->state, FIGURE_NO_DATA);
	assert_int_equal(figure_find(&f, "meeting", "cuộc")->state, FIGURE_NO_DATA);
	assert_int_equal(f.targets[0].state, TARGET_NO_DATA);
}

static struct intake *put_report(struct store *s, const char *head)
{
	struct intake *in = intake(s, false);
	struct text_file f = file(
		"report.md", arena_printf(s->a, "---\n%s---\nĐã đăng {{portal|tin}}./.\n", head));
	struct report *r = report_read(in, &f);
	assert_int_equal(in->problems.n, 0);
	store_ok(s, report_store(in, r, "report.md", &s->e));
	return in;
}

static void reports_are_found_by_period_and_kind(void **state)
{
	struct store *s = ready(state);
	struct report_list list;
	put_report(s, "title: Một\nperiod: 2024-Q1\ndate: 2024-04\n");
	assert_int_equal(
		put_report(s, "title: Một\nperiod: 2024-Q1\ndate: 2024-04\n")->count[INTAKE_SAME],
		1);
	assert_int_equal(put_report(s, "title: Một\nperiod: 2024-Q1\ndate: 2024-04-05\n")
				 ->count[INTAKE_CHANGED],
		1);
	put_report(s, "kind: BC-CCHC\ntitle: Hai\nperiod: 2024-Q1\nto:\n  - Sở Nội vụ\n");
	store_ok(s, report_find(s->d, s->a, "2024-Q1", NULL, 0, &list, &s->e));
	assert_int_equal(list.n, 2);
	store_ok(s, report_find(s->d, s->a, "2024-Q1", "BC-CCHC", 0, &list, &s->e));
	assert_int_equal(list.n, 1);
	assert_string_equal(date_iso(s->a, list.v[0].period.from), "2023-12-15");
	assert_string_equal(list.v[0].addressees.v[0], "Sở Nội vụ");
	store_ok(s, report_find(s->d, s->a, "", NULL, 1, &list, &s->e));
	assert_string_equal(date_iso(s->a, list.v[0].day), "2024-04-05");
}

/* Nghị định 30/2020/NĐ-CP, Điều 15: number and notation are unique within a year. */
static void a_number_is_given_once_a_year(void **state)
{
	struct store *s = ready(state);
	struct documents list;
	struct document d = {
		.number = 5, .notation = "BC-UBND", .year = 2024, .subject = "Một", .origin = "a"
	};
	struct intake *in = intake(s, false);
	store_ok(s, document_store(in, &d, "f", &s->e));
	store_ok(s, document_store(in, &d, "f", &s->e));
	d.origin = "b";
	store_ok(s, document_store(in, &d, "f", &s->e));
	assert_int_equal(in->problems.n, 1);
	d.year = 2025;
	store_ok(s, document_store(in, &d, "f", &s->e));
	d.origin = "c";
	d.notation = "KH-UBND";
	store_ok(s, document_store(in, &d, "f", &s->e));
	store_ok(s, documents_load(s->d, s->a, 0, &list, &s->e));
	assert_int_equal(list.n, 3);
	assert_string_equal(document_number(s->a, &list.v[0]), "05/BC-UBND");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_unit_keeps_its_names_over_time),
		STORE_TEST(a_new_place_is_kept_once),
		STORE_TEST(a_plan_comes_back_as_it_went_in),
		STORE_TEST(a_task_leaves_a_plan_only_by_replace_and_unused),
		STORE_TEST(no_file_undoes_a_plan_on_its_way),
		STORE_TEST(a_number_of_the_way_stands_in_the_plan),
		STORE_TEST(an_activity_belongs_to_the_nearest_plan),
		STORE_TEST(rows_are_added_changed_and_removed),
		STORE_TEST(targets_of_quarters_make_the_half_year),
		STORE_TEST(planned_channels_without_activity_have_no_data),
		STORE_TEST(reports_are_found_by_period_and_kind),
		STORE_TEST(a_number_is_given_once_a_year),
	};
	return STORE_RUN(tests);
}
