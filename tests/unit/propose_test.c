/* Sentences proposed from the data: each rule says only what records show. */
#include "../test.h"

#include <string.h>

#include "features/report/report_propose.h"
#include "lib/base/text.h"

static struct arena *a;
static struct err e;
static struct figures now, before;
static struct plan plan;
static struct report_facts facts;
static struct proposals made;

static struct period period(const char *token)
{
	struct period p;
	assert_int_equal(period_parse(a, token, PERIOD_CALENDAR, &p, &e), RC_OK);
	return p;
}

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	err_init(&e, a);
	now = (struct figures){ .period = period("2024-Q2") };
	before = (struct figures){ .period = period("2024-Q1") };
	plan = (struct plan){ .year = 2024 };
	facts = (struct report_facts){ .now = &now,
		.before = &before,
		.plan = &plan,
		.next = period("2024-Q3"),
		.next_plan = &plan,
		.since = { 2024, 1, 1 },
		.today = { 2024, 7, 2 } };
	made = (struct proposals){ 0 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct record *add(
	struct figures *f, const char *channel, struct date day, const char *quantities)
{
	struct record r = { .id = (int64_t)f->records.n + 1,
		.code = "",
		.from = day,
		.to = day,
		.channel = channel,
		.title = "Việc",
		.note = "" };
	assert_int_equal(quantities_parse(a, quantities, &r.quantities, &e), RC_OK);
	ARENA_PUSH(a, &f->records, r);
	return &f->records.v[f->records.n - 1];
}

static void compute(const struct planned *planned, size_t n)
{
	now.planned = planned;
	now.planned_n = n;
	figures_compute(a, &now, planned, n);
	figures_compute(a, &before, NULL, 0);
	made = (struct proposals){ 0 };
	report_propose(a, &facts, &made);
}

static const struct proposal *found(const char *rule, enum proposal_part part)
{
	for (size_t i = 0; i < made.n; i++)
		if (text_eq(made.v[i].rule, rule) && made.v[i].part == part)
			return &made.v[i];
	return NULL;
}

static void says(const char *rule, enum proposal_part part, const char *text, size_t records)
{
	const struct proposal *p = found(rule, part);
	if (!p)
		fail_msg("%s is not proposed", rule);
	assert_string_equal(p->text, text);
	assert_int_equal(p->record_n, records);
	assert_true(p->reason && *p->reason);
}

static void is_silent(const char *rule)
{
	for (size_t i = 0; i < made.n; i++)
		assert_string_not_equal(made.v[i].rule, rule);
}

static const struct date may = { 2024, 5, 5 }, february = { 2024, 2, 5 };

static void target(const char *channel, const char *wanted)
{
	struct target t = { .task = "nv1", .title = "Đăng tin;", .channel = channel };
	struct quantities q = { 0 };
	assert_int_equal(quantities_parse(a, wanted, &q, &e), RC_OK);
	t.wanted = q.v[0];
	target_compute(&now, 1, &t);
	now.targets = arena_grow(
		a, now.targets, now.target_count * sizeof t, (now.target_count + 1) * sizeof t);
	now.targets[now.target_count++] = t;
}

static void targets_are_met_or_short(void **state)
{
	(void)state;
	struct record *r = add(&now, "portal", may, "12 tin");
	r->task_id = 1;
	r->task = "nv1";
	target("portal", "12 tin");
	target("portal", "20 tin");
	target("portal", "5 bài");
	compute(NULL, 0);
	says("chi-tieu-dat", PROPOSAL_MERIT,
		"- Nhiệm vụ “Đăng tin” đạt chỉ tiêu kế hoạch: {{portal|tin}}.", 1);
	says("chi-tieu-chua-dat", PROPOSAL_LIMIT,
		"- Nhiệm vụ “Đăng tin” chưa đạt chỉ tiêu kế hoạch, mới thực hiện {{portal|tin}}.",
		1);
	says("chi-tieu-chua-co-so", PROPOSAL_LIMIT,
		"- Nhiệm vụ “Đăng tin” chưa có số liệu để so với chỉ tiêu kế hoạch.", 1);
	is_silent("du-chi-tieu");
}

/* The channel's figure holds more than the task's own activities: it would print another number. */
static void a_number_that_is_not_the_tasks_is_not_bound(void **state)
{
	(void)state;
	struct record *r = add(&now, "portal", may, "12 tin");
	r->task_id = 1;
	r->task = "nv1";
	add(&now, "portal", may, "3 tin");
	target("portal", "12 tin");
	target("portal", "10 tin");
	compute(NULL, 0);
	says("chi-tieu-dat", PROPOSAL_MERIT, "- Nhiệm vụ “Đăng tin” đạt chỉ tiêu kế hoạch.", 1);
	says("du-chi-tieu", PROPOSAL_MERIT,
		"- Hoàn thành tất cả chỉ tiêu kế hoạch của quý II năm 2024.", 1);
}

static void growth_is_bound_to_both_periods(void **state)
{
	(void)state;
	add(&before, "portal", february, "10 tin");
	add(&before, "banner", february, "4 băng rôn");
	add(&now, "portal", may, "12 tin");
	add(&now, "banner", may, "2 băng rôn");
	compute(NULL, 0);
	says("tang", PROPOSAL_MERIT,
		"- Cổng thông tin điện tử: {{portal|tin}}, tăng so với quý I năm 2024 "
		"({{portal|tin|previous}}).",
		2);
	says("giam", PROPOSAL_LIMIT,
		"- Băng rôn, pa nô, áp phích: {{banner|băng rôn}}, giảm so với quý I năm 2024 "
		"({{banner|băng rôn|previous}}).",
		2);
	facts.today = (struct date){ 2024, 6, 1 }; /* the period is not over */
	compute(NULL, 0);
	is_silent("giam");
	assert_non_null(found("tang", PROPOSAL_MERIT));
}

static void growth_is_not_claimed_of_what_was_not_counted(void **state)
{
	(void)state;
	add(&before, "portal", february, "10 tin");
	add(&now, "portal", may, "12 tin");
	facts.since = (struct date){ 2024, 2, 5 }; /* the log began within the period before */
	compute(NULL, 0);
	is_silent("tang");
	facts.since = (struct date){ 2024, 1, 1 };
	add(&before, "portal", february, "chưa thống kê");
	compute(NULL, 0);
	is_silent("tang");
	add(&before, "meeting", february, "4/6 thôn");
	add(&now, "meeting", may, "6/6 thôn");
	add(&before, "leaflet", february, "khoảng 100 tờ");
	add(&now, "leaflet", may, "200 tờ");
	compute(NULL, 0);
	is_silent("tang");
}

static void planned_channels(void **state)
{
	(void)state;
	static const struct planned planned[] = { { "portal", "tin" }, { "station", "lần phát" } };
	add(&now, "portal", may, "12 tin");
	compute(planned, 2);
	says("hinh-thuc-chua-lam", PROPOSAL_LIMIT,
		"- Chưa thực hiện tuyên truyền qua: Đài truyền thanh.", 0);
	is_silent("du-hinh-thuc");
	add(&now, "station", may, "");
	compute(planned, 2);
	is_silent("hinh-thuc-chua-lam");
	says("du-hinh-thuc", PROPOSAL_MERIT,
		"- Đã tuyên truyền qua tất cả các hình thức nêu trong kế hoạch: "
		"Cổng thông tin điện tử; Đài truyền thanh.",
		2);
	says("chua-thong-ke", PROPOSAL_LIMIT,
		"- Chưa thống kê được số liệu tuyên truyền qua: Đài truyền thanh.", 1);
	says("thong-ke-ky-sau", PROPOSAL_NEXT,
		"- Thống kê đầy đủ số liệu tuyên truyền qua: Đài truyền thanh.", 1);
}

static void partly_counted_and_few_channels(void **state)
{
	(void)state;
	add(&now, "portal", may, "12 tin");
	add(&now, "portal", may, "chưa thống kê");
	compute(NULL, 0);
	says("thong-ke-chua-du", PROPOSAL_LIMIT,
		"- Số liệu tuyên truyền qua cổng thông tin điện tử ({{portal|tin}}) chưa đầy đủ, "
		"còn hoạt động chưa ghi số.",
		2);
	says("it-hinh-thuc", PROPOSAL_LIMIT,
		"- Hình thức tuyên truyền chưa đa dạng, trong kỳ mới thực hiện qua: "
		"Cổng thông tin điện tử.",
		2);
	add(&now, "banner", may, "1 băng rôn");
	add(&now, "dialogue", may, "1 đợt");
	compute(NULL, 0);
	is_silent("it-hinh-thuc");
}

static void places_that_were_reached(void **state)
{
	(void)state;
	add(&now, "meeting", may, "6/6 thôn");
	add(&now, "mobile", may, "4/6 thôn");
	add(&now, "contest", may, "3 thôn"); /* of how many is not said */
	compute(NULL, 0);
	says("phu-dia-ban", PROPOSAL_MERIT,
		"- Tuyên truyền qua cuộc họp, hội nghị đã đến {{meeting|thôn}}.", 1);
	says("chua-phu-dia-ban", PROPOSAL_LIMIT,
		"- Tuyên truyền qua xe tuyên truyền lưu động mới đến {{mobile|thôn}}.", 1);
	size_t n = 0;
	for (size_t i = 0; i < made.n; i++)
		n += strstr(made.v[i].rule, "dia-ban") != NULL;
	assert_int_equal(n, 2);
}

static void evidence_of_all_or_some(void **state)
{
	(void)state;
	const char *photo = "anh.jpg";
	struct record *r = add(&now, "portal", may, "1 tin");
	ARENA_PUSH(a, &r->evidence, photo);
	add(&now, "portal", february, "1 tin"); /* began before: not of this period */
	now.records.v[1].to = may;
	compute(NULL, 0);
	says("du-minh-chung", PROPOSAL_MERIT,
		"- Các hoạt động trong kỳ đều có minh chứng kèm theo.", 1);
	add(&now, "portal", may, "1 tin");
	compute(NULL, 0);
	says("thieu-minh-chung", PROPOSAL_LIMIT, "- Một số hoạt động trong kỳ chưa lưu minh chứng.",
		1);
	is_silent("du-minh-chung");
}

static void contents_of_the_plan(void **state)
{
	(void)state;
	static struct plan_content contents[] = { { "nd1", "Một" }, { "nd2", "Hai" } };
	const char *one = "nd1", *two = "nd2";
	plan.contents = contents;
	plan.content_count = 2;
	struct record *r = add(&now, "portal", may, "1 tin");
	ARENA_PUSH(a, &r->contents, one);
	compute(NULL, 0);
	says("noi-dung-chua-lam", PROPOSAL_LIMIT,
		"- Một số nội dung của kế hoạch chưa được tuyên truyền trong kỳ.", 0);
	assert_non_null(strstr(found("noi-dung-chua-lam", PROPOSAL_LIMIT)->reason, "nd2"));
	ARENA_PUSH(a, &now.records.v[0].contents, two);
	compute(NULL, 0);
	says("du-noi-dung", PROPOSAL_MERIT,
		"- Đã tuyên truyền tất cả các nội dung nêu trong kế hoạch.", 1);
}

static void tasks_late_and_to_come(void **state)
{
	(void)state;
	static struct plan_target goal[] = { { .period = "2024-Q3",
		.quantity = { .counted = true, .unit = "tin", .value = 5 * QUANTITY_ONE } } };
	static struct plan_task tasks[] = {
		{ .code = "nv1",
			.title = "Treo băng rôn",
			.from = { 2024, 4, 1 },
			.due = { 2024, 6, 1 } },
		{ .code = "nv2",
			.title = "Đối thoại",
			.from = { 2024, 4, 1 },
			.due = { 2024, 6, 15 } },
		{ .code = "nv3",
			.title = "Đăng tin",
			.lead = "Công chức VH-XH",
			.from = { 2024, 1, 1 },
			.due = { 2024, 12, 31 },
			.targets = goal,
			.target_count = 1 },
		{ .code = "nv4",
			.title = "Sơ kết",
			.from = { 2024, 8, 1 },
			.due = { 2024, 8, 31 } },
		{ .code = "nv5",
			.title = "Tổng kết",
			.from = { 2024, 11, 1 },
			.due = { 2024, 12, 31 } },
	};
	plan.tasks = tasks;
	plan.task_count = sizeof tasks / sizeof *tasks;
	const char *done = "nv2";
	ARENA_PUSH(a, &facts.done, done);
	compute(NULL, 0);
	says("nhiem-vu-tre", PROPOSAL_LIMIT,
		"- Nhiệm vụ “Treo băng rôn” đã quá hạn nhưng chưa thực hiện.", 0);
	says("nhiem-vu-tre", PROPOSAL_NEXT,
		"- Khẩn trương thực hiện nhiệm vụ đã quá hạn: Treo băng rôn.", 0);
	says("nhiem-vu-ky-sau", PROPOSAL_NEXT,
		"- Đăng tin, phấn đấu đạt 05 tin; chủ trì: Công chức VH-XH.", 0);
	assert_string_equal(
		made.v[made.n - 1].text, "- Sơ kết, hoàn thành chậm nhất ngày 31/8/2024.");
	facts.today = (struct date){ 2024, 5, 1 };
	compute(NULL, 0);
	is_silent("nhiem-vu-tre");
}

static void what_the_text_says_already_is_not_proposed(void **state)
{
	(void)state;
	add(&now, "portal", may, "1 tin");
	compute(NULL, 0);
	assert_non_null(found("thieu-minh-chung", PROPOSAL_LIMIT));
	facts.body = "## Tồn tại\n\nCác hoạt động trong kỳ chưa lưu minh chứng.";
	compute(NULL, 0);
	is_silent("thieu-minh-chung");
}

static void an_empty_log_claims_nothing(void **state)
{
	(void)state;
	facts.since = (struct date){ 0 };
	compute(NULL, 0);
	assert_int_equal(made.n, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(targets_are_met_or_short),
		T(a_number_that_is_not_the_tasks_is_not_bound),
		T(growth_is_bound_to_both_periods),
		T(growth_is_not_claimed_of_what_was_not_counted),
		T(planned_channels),
		T(partly_counted_and_few_channels),
		T(places_that_were_reached),
		T(evidence_of_all_or_some),
		T(contents_of_the_plan),
		T(tasks_late_and_to_come),
		T(what_the_text_says_already_is_not_proposed),
		T(an_empty_log_claims_nothing),
	};
	return cmocka_run_group_tests_name("propose", tests, NULL, NULL);
}
