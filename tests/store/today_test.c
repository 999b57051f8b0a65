/* Today reads the views of the features; what it counts is what figures count. */
#include "store.h"

#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/dispatch/dispatch.h"
#include "features/docreg/docreg.h"
#include "features/figure/figure.h"
#include "features/news/news.h"
#include "features/plan/plan.h"
#include "features/report/report.h"
#include "features/today/today_int.h"
#include "lib/base/text.h"

static const struct date today = { 2024, 4, 20 };

static const struct db_sql add_plan = {
	"INSERT INTO plan (year, number, day, title) VALUES (?, '', '', 'mẫu') RETURNING id"
};
static const struct db_sql add_task = {
	"INSERT INTO plan_task (plan_id, position, code, title, channel, lead, support, product, budget,"
	" day_from, day_due) VALUES (?, ?, ?, ?, ?, '', '', '', -1, '', ?) RETURNING id"
};
static const struct db_sql add_target = {
	"INSERT INTO plan_target (task_id, position, period, unit, qualifier, value, value_max, value_of)"
	" VALUES (?, 0, ?, ?, ?, ?, ?, ?)"
};
static const struct db_sql add_activity = {
	"INSERT INTO activity (code, day_from, day_to, channel, title, task_code, task_id, note, origin)"
	" VALUES ('', ?, ?, ?, 'Việc', '', ?, '', 'import') RETURNING id"
};
static const struct db_sql add_quantity = {
	"INSERT INTO activity_quantity (activity_id, position, counted, unit, qualifier, value, value_max,"
	" value_of) VALUES (?, 0, ?, ?, ?, ?, ?, ?)"
};

static struct store *ready(void **state)
{
	struct store *s = *state;
	const struct db_schema list[] = { { "core", core_schema_sql },
		{ "people", core_people_sql }, { "plan", plan_schema_sql },
		{ "activity", activity_schema_sql }, { "docreg", docreg_schema_sql },
		{ "report", report_schema_sql }, { "dispatch", dispatch_schema_sql },
		{ "news", news_schema_sql } };
	store_ok(s, db_migrate(s->d, list, sizeof list / sizeof *list, &s->e));
	return s;
}

static int64_t plan(struct store *s, int64_t year)
{
	int64_t id = 0;
	store_ok(s, db_one_int(s->d, &add_plan, DB_ARGS(A(year)), &id, &s->e));
	return id;
}

static int64_t task(
	struct store *s, int64_t plan_id, int position, const char *channel, const char *due)
{
	int64_t id = 0;
	const char *code = arena_printf(s->a, "nv%d", position);
	store_ok(s, db_one_int(s->d, &add_task,
			    DB_ARGS(A(plan_id), A(position), A(code), A(code), A(channel), A(due)),
			    &id, &s->e));
	return id;
}

static struct quantity number(struct store *s, const char *text)
{
	struct quantities list = { 0 };
	store_ok(s, quantities_parse(s->a, text, &list, &s->e));
	return list.v[0];
}

static struct db_value or_null(bool has, int64_t value)
{
	return has ? A(value) : A((const char *)NULL);
}

static void target(struct store *s, int64_t task_id, const char *period, const char *text)
{
	struct quantity q = number(s, text);
	store_ok(s, db_run(s->d, &add_target,
			    DB_ARGS(A(task_id), A(period), A(q.unit), A((int)q.qualifier),
				    A(q.value), or_null(q.has_max, q.max), or_null(q.has_of, q.of)),
			    NULL, &s->e));
}

/* text NULL: nothing was counted. */
static void activity(
	struct store *s, const char *day, const char *channel, int64_t task_id, const char *text)
{
	int64_t id = 0;
	struct db_value task_value = task_id ? A(task_id) : A((const char *)NULL);
	store_ok(s, db_one_int(s->d, &add_activity, DB_ARGS(A(day), A(day), A(channel), task_value),
			    &id, &s->e));
	if (!text)
		return;
	struct quantity q = number(s, text);
	store_ok(s, db_run(s->d, &add_quantity,
			    DB_ARGS(A(id), A((int)q.counted), A(q.unit), A((int)q.qualifier),
				    A(q.value), or_null(q.has_max, q.max), or_null(q.has_of, q.of)),
			    NULL, &s->e));
}

struct counted {
	const char *wanted, *given[5];
};

/* Each row a task with a target of the first quarter and the activities of its task. */
static const struct counted cases[] = {
	{ "12 tin", { "5 tin", "5 tin", "2 tin" } },
	{ "12 tin", { "5 tin", "5 tin" } },
	{ "12 tin", { "gần 12 tin" } },
	{ "12 tin", { "hơn 11 tin", "1 tin" } },
	{ "12 tin", { "10-14 tin", "2 tin" } },
	{ "12 tin", { "chưa thống kê tin" } },
	{ "12 tin", { "30 bài" } },
	{ "6/6 thôn", { "4/6 thôn", "6/6 thôn" } },
	{ "6/6 thôn", { "4/6 thôn", "5/6 thôn" } },
	{ "6/6 thôn", { "4/6 thôn", "4/6 thôn", "4/6 thôn" } },
	{ "30 hồ sơ/ngày", { "20 hồ sơ/ngày", "40 hồ sơ/ngày" } },
	{ "0,5 giờ", { "0,25 giờ", "0,25 giờ" } },
	{ "1 tin", { NULL } },
};
enum { CASES = sizeof cases / sizeof *cases };

static void fill(struct store *s)
{
	int64_t p = plan(s, 2024);
	for (int i = 0; i < CASES; i++) {
		int64_t id = task(s, p, i, "portal", "2024-03-31");
		target(s, id, "2024-Q1", cases[i].wanted);
		for (size_t k = 0; cases[i].given[k]; k++)
			activity(s, k ? "2024-03-31" : "2024-01-01", "portal", id,
				cases[i].given[k]);
		activity(s, "2024-04-01", "portal", id, cases[i].wanted); /* too late for it */
	}
}

static const struct today_task *find(const struct today_tasks *list, const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].code, code))
			return &list->v[i];
	return NULL;
}

static void targets_are_met_as_figures_say(void **state)
{
	struct store *s = ready(state);
	struct today_tasks late;
	struct figures f;
	struct period p;
	size_t met = 0;
	fill(s);
	store_ok(s, period_parse(s->a, "2024-Q1", PERIOD_CALENDAR, &p, &s->e));
	store_ok(s, figures_load(s->d, s->a, &p, FIGURE_FLOW, &f, &s->e));
	store_ok(s, today_load_tasks(s->d, s->a, today, &late, &s->e));
	assert_int_equal(f.target_count, CASES);
	for (size_t i = 0; i < f.target_count; i++) {
		const struct target *t = &f.targets[i];
		const struct today_task *x = find(&late, t->task);
		met += t->state == TARGET_MET;
		assert_int_equal(x == NULL, t->state == TARGET_MET);
		if (!x)
			continue;
		assert_int_equal(x->targets.v[0].counted, t->state == TARGET_SHORT);
		if (t->state == TARGET_SHORT)
			assert_string_equal(
				quantity_print(s->a, &x->targets.v[0].reached, QUANTITY_PLAIN),
				quantity_print(s->a, &t->reached, QUANTITY_PLAIN));
	}
	assert_true(met > 3 && met < CASES - 3);
}

static void tasks_of_the_year_and_in_january_of_the_last(void **state)
{
	struct store *s = ready(state);
	struct today_tasks list;
	int64_t last = plan(s, 2024), now = plan(s, 2025);
	task(s, last, 1, "portal", "2024-12-31");
	task(s, now, 2, "portal", "2025-01-10");
	task(s, now, 3, "portal", "");
	store_ok(s, today_load_tasks(s->d, s->a, (struct date){ 2025, 1, 2 }, &list, &s->e));
	assert_int_equal(list.n, 2);
	assert_string_equal(list.v[0].code, "nv1");
	store_ok(s, today_load_tasks(s->d, s->a, (struct date){ 2025, 2, 2 }, &list, &s->e));
	assert_int_equal(list.n, 1);
	assert_string_equal(list.v[0].code, "nv2");
	store_ok(s, today_load_tasks(s->d, s->a, (struct date){ 2024, 12, 28 }, &list, &s->e));
	assert_int_equal(list.n, 2); /* next year's is due within a fortnight */
}

static void channels_without_a_number_as_figures_say(void **state)
{
	struct store *s = ready(state);
	struct today_channels list;
	struct figures f;
	bool planned = true;
	struct period p = today_quarter(s->a, today);
	store_ok(s, today_load_channels(s->d, s->a, &p, &list, &planned, &s->e));
	assert_false(planned);
	int64_t plan_id = plan(s, 2024);
	const char *const channels[] = { "portal", "banner", "station", "desk" };
	for (int i = 0; i < 4; i++)
		task(s, plan_id, i, channels[i], "");
	activity(s, "2024-04-02", "portal", 0, "1 tin");
	activity(s, "2024-04-02", "portal", 0, NULL);
	activity(s, "2024-04-02", "banner", 0, NULL);
	activity(s, "2024-04-02", "banner", 0, "chưa thống kê băng rôn");
	activity(s, "2024-03-31", "station", 0, "1 lần phát"); /* the quarter before */
	activity(s, "2024-04-02", "desk", 0, "0 lượt hướng dẫn"); /* counted, and none */
	store_ok(s, today_load_channels(s->d, s->a, &p, &list, &planned, &s->e));
	store_ok(s, figures_load(s->d, s->a, &p, FIGURE_FLOW, &f, &s->e));
	assert_true(planned);
	assert_int_equal(list.n, 2);
	assert_string_equal(list.v[0].channel, "banner");
	assert_int_equal(list.v[0].activities, 2);
	assert_string_equal(list.v[1].channel, "station");
	assert_int_equal(list.v[1].activities, 0);
	for (size_t i = 0; i < f.n; i++) {
		bool number = f.v[i].state == FIGURE_COUNTED || f.v[i].state == FIGURE_ZERO;
		bool listed =
			text_eq(f.v[i].channel, "banner") || text_eq(f.v[i].channel, "station");
		assert_int_equal(listed, !number);
	}
}

static void documents_on_their_way_are_read(void **state)
{
	struct store *s = ready(state);
	struct today_documents list;
	static const struct db_sql add = {
		"INSERT INTO dispatch (origin, subject, state, since, author_id, version)"
		" VALUES (?, 'về mẫu', ?, ?, 7, 1)"
	};
	store_ok(s, db_run(s->d, &add, DB_ARGS(A("report/3"), A("approval"), A(200)), NULL, &s->e));
	store_ok(s, db_run(s->d, &add, DB_ARGS(A("plan/2024"), A("draft"), A(100)), NULL, &s->e));
	store_ok(s, db_run(s->d, &add, DB_ARGS(A("report/4"), A("sent"), A(50)), NULL, &s->e));
	store_ok(s, today_load_documents(s->d, s->a, &list, &s->e));
	assert_int_equal(list.n, 2);
	assert_string_equal(list.v[0].permission, "report.edit");
	assert_string_equal(list.v[1].permission, "report.approve");
	assert_string_equal(list.v[1].href, "/trinh-ky/bao-cao/3");
	assert_int_equal(list.v[1].author, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(targets_are_met_as_figures_say),
		STORE_TEST(tasks_of_the_year_and_in_january_of_the_last),
		STORE_TEST(channels_without_a_number_as_figures_say),
		STORE_TEST(documents_on_their_way_are_read),
	};
	return STORE_RUN(tests);
}
