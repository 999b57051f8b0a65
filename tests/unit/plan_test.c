/* The plan's rules: changing it, beginning the next one, what is done and what is late. */
#include "../test.h"

#include <string.h>

#include "core/doc_head.h"
#include "features/plan/plan.h"

static struct arena *a;
static struct err e;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	err_init(&e, a);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct plan_target target(const char *period, int64_t n, const char *unit)
{
	return (struct plan_target){ period,
		{ .counted = true, .unit = unit, .value = n * QUANTITY_ONE } };
}

static struct plan *sample(void)
{
	struct plan *p = ARENA_NEW(a, struct plan);
	*p = (struct plan){ .year = 2024,
		.version = 3,
		.number = "24/KH-UBND",
		.day = { 2024, 2, 19 },
		.title = "tuyên truyền CCHC năm 2024, theo Nghị quyết số 2024/NQ" };
	struct plan_content c = { "nd1", "Một" }, d = { "nd2", "Hai" };
	plan_content_put(a, p, 0, &c);
	plan_content_put(a, p, 1, &d);
	struct plan_task t = { .code = "nv1",
		.title = "Hội thi năm 2024",
		.channel = "portal",
		.budget = -1,
		.from = { 2024, 2, 29 },
		.due = { 2024, 12, 31 } };
	ARENA_PUSH(a, &t.contents, "nd1");
	ARENA_PUSH(a, &t.contents, "nd2");
	t.targets = ARENA_ARRAY(a, struct plan_target, 2);
	t.targets[0] = target("2024-Q1", 12, "tin");
	t.targets[1] = target("2024-01-05..2024-02-10", 3, "tin");
	t.target_count = 2;
	plan_task_put(a, p, 0, &t);
	return p;
}

static void lists_are_changed_in_a_copy(void **state)
{
	(void)state;
	struct plan *p = sample(), *x = plan_copy(a, p);
	plan_content_move(x, 1, true);
	assert_string_equal(x->contents[0].code, "nd2");
	assert_string_equal(p->contents[0].code, "nd1");
	plan_content_move(x, 0, true); /* at the end nothing moves */
	plan_content_move(x, 1, false);
	assert_string_equal(x->contents[0].code, "nd2");
	plan_content_drop(a, x, 0);
	assert_int_equal(x->content_count, 1);
	assert_int_equal(x->tasks[0].contents.n, 1); /* from the tasks too */
	assert_string_equal(x->tasks[0].contents.v[0], "nd1");
	assert_int_equal(p->tasks[0].contents.n, 2);
	assert_int_equal(plan_content_at(x, "nd2"), x->content_count);
	assert_string_equal(plan_content_code(a, x), "nd2"); /* free again */
	assert_string_equal(plan_task_code(a, x), "nv2");
	plan_task_drop(x, 0);
	assert_int_equal(x->task_count, 0);
	assert_int_equal(p->task_count, 1);
}

static void the_next_year_moves_days_and_years(void **state)
{
	(void)state;
	struct plan *last = sample(), *p = plan_next(a, last, 2025);
	assert_string_equal(p->title, "tuyên truyền CCHC năm 2025, theo Nghị quyết số 2024/NQ");
	assert_null(p->number);
	assert_true(date_none(p->day));
	assert_int_equal(p->version, 0);
	assert_string_equal(p->tasks[0].title, "Hội thi năm 2025");
	assert_string_equal(date_iso(a, p->tasks[0].from), "2025-02-28");
	assert_string_equal(date_iso(a, p->tasks[0].due), "2025-12-31");
	assert_int_equal(p->tasks[0].target_count, 0);
	assert_int_equal(last->tasks[0].target_count, 2);
}

static void targets_of_last_year_are_suggestions(void **state)
{
	(void)state;
	struct plan *last = sample(), *p = plan_next(a, last, 2025);
	struct plan_target *v;
	assert_int_equal(plan_suggested(a, last, p, &p->tasks[0], &v), 2);
	assert_string_equal(v[0].period, "2025-Q1");
	assert_string_equal(v[1].period, "2025-01-05..2025-02-10");
	assert_int_equal(plan_suggested(a, NULL, p, &p->tasks[0], &v), 0);
	p->tasks[0].channel = "banner"; /* another task by now */
	assert_int_equal(plan_suggested(a, last, p, &p->tasks[0], &v), 0);
	p->tasks[0].channel = "portal";
	p->tasks[0].targets = v;
	p->tasks[0].target_count = 1;
	assert_int_equal(plan_suggested(a, last, p, &p->tasks[0], &v), 0);
}

static void periods_are_those_that_the_plan_names(void **state)
{
	(void)state;
	struct plan *p = sample();
	struct period *v;
	size_t n;
	p->tasks[0].target_count = 1;
	assert_int_equal(plan_periods(a, p, &v, &n, &e), RC_OK);
	assert_int_equal(n, 5);
	assert_string_equal(v[0].token, "2024-Q1");
	assert_string_equal(v[4].token, "2024");
	/* Công văn 581/BNV-CCHC: where the plan keeps to the State's window, so does the table. */
	p->tasks[0].targets[0] = target("2024-Q1-cchc", 12, "tin");
	p->tasks[0].targets[1] = target("2024-6M", 20, "tin");
	p->tasks[0].target_count = 2;
	assert_int_equal(plan_periods(a, p, &v, &n, &e), RC_OK);
	assert_int_equal(n, 6);
	assert_string_equal(v[0].token, "2024-Q1-cchc");
	assert_string_equal(v[1].token, "2024-Q2");
	assert_string_equal(v[2].token, "2024-6M"); /* ends with quý II and is longer */
}

static enum plan_state state_of(
	struct plan_cell *cells, size_t n, struct date due, struct date today)
{
	struct plan_progress x = { .period_count = n };
	struct plan_task t = { .due = due };
	return plan_task_state(&t, cells, &x, today);
}

static void a_task_is_done_by_its_targets_or_by_an_activity(void **state)
{
	(void)state;
	const struct date due = { 2024, 6, 30 }, before = { 2024, 6, 30 }, after = { 2024, 7, 1 };
	struct plan_cell none[2] = { { 0 } }, some[2] = { { .activities = 1 } };
	assert_int_equal(state_of(none, 2, due, before), PLAN_TODO);
	assert_int_equal(state_of(none, 2, due, after), PLAN_LATE);
	assert_int_equal(state_of(none, 2, (struct date){ 0 }, after), PLAN_TODO);
	assert_int_equal(state_of(some, 2, due, after), PLAN_DONE);
	struct plan_cell_target met = { .counted = true, .met = true },
				missed = { .counted = true };
	struct plan_cell halfway[2] = { { .activities = 1, .targets = &met, .n = 1 },
		{ .targets = &missed, .n = 1 } };
	assert_int_equal(state_of(halfway, 2, due, before), PLAN_DOING);
	assert_int_equal(state_of(halfway, 2, due, after), PLAN_LATE);
	halfway[1].missed = true; /* its period is over */
	assert_int_equal(state_of(halfway, 2, (struct date){ 2024, 12, 31 }, before), PLAN_LATE);
	halfway[1].targets = &met;
	halfway[1].missed = false;
	assert_int_equal(state_of(halfway, 2, due, after), PLAN_DONE);
}

static void states_of_the_audit_can_be_read_again(void **state)
{
	(void)state;
	struct plan *p = sample();
	ARENA_PUSH(a, &p->signing, "TM. ỦY BAN NHÂN DÂN");
	ARENA_PUSH(a, &p->recipients, "Lưu: VT.");
	p->signer = "Nguyễn Văn Mẫu";
	const char *record = plan_record(a, p);
	const struct plan *again = plan_of_record(a, record);
	assert_non_null(again);
	assert_string_equal(plan_record(a, again), record);
	assert_null(plan_of_record(a, NULL));
	assert_null(plan_of_record(a, "{}"));
}

/* Nghị định 30/2020/NĐ-CP, Annex I, 9b: each with ";", the last one with ".". */
static void recipients_end_as_the_decree_says(void **state)
{
	(void)state;
	struct texts typed = { 0 };
	ARENA_PUSH(a, &typed, "- UBND huyện");
	ARENA_PUSH(a, &typed, "Đảng ủy;");
	ARENA_PUSH(a, &typed, "Lưu: VT");
	struct texts v = doc_recipients(a, &typed);
	assert_int_equal(v.n, 3);
	assert_string_equal(v.v[0], "UBND huyện;");
	assert_string_equal(v.v[1], "Đảng ủy;");
	assert_string_equal(v.v[2], "Lưu: VT.");
}

static void signing_is_lines_in_capitals_and_a_name(void **state)
{
	(void)state;
	struct texts lines = { 0 };
	const char *name = NULL;
	assert_null(doc_signing(a, "TM. ỦY BAN NHÂN DÂN | CHỦ TỊCH | Lê Thị Mẫu", &lines, &name));
	assert_int_equal(lines.n, 2);
	assert_string_equal(name, "Lê Thị Mẫu");
	assert_string_equal(
		doc_signing_text(a, &lines, name), "TM. ỦY BAN NHÂN DÂN | CHỦ TỊCH | Lê Thị Mẫu");
	assert_string_equal(doc_signing(a, "Chủ tịch | Lê Thị Mẫu", &lines, &name), "Chủ tịch");
	assert_int_equal(lines.n, 2); /* as it was */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists_are_changed_in_a_copy, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_next_year_moves_days_and_years, setup, teardown),
		cmocka_unit_test_setup_teardown(
			targets_of_last_year_are_suggestions, setup, teardown),
		cmocka_unit_test_setup_teardown(
			periods_are_those_that_the_plan_names, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_task_is_done_by_its_targets_or_by_an_activity, setup, teardown),
		cmocka_unit_test_setup_teardown(
			states_of_the_audit_can_be_read_again, setup, teardown),
		cmocka_unit_test_setup_teardown(recipients_end_as_the_decree_says, setup, teardown),
		cmocka_unit_test_setup_teardown(
			signing_is_lines_in_capitals_and_a_name, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
