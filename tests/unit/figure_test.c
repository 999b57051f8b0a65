/* The rules of figures and targets, without a database: what the project's issue 2 says of
 * quantities (item 4) stands above the test of each sentence. */
#include "../test.h"

#include "features/figure/figure.h"
#include "lib/base/text.h"

static struct arena *a;
static struct figures f;

/* The first quarter of 2024; activities are added by did(). */
static int setup(void **state)
{
	(void)state;
	a = arena_new();
	f = (struct figures){ .period = { "2024-Q1", "quý I năm 2024", { 2024, 1, 1 },
				      { 2024, 3, 31 } } };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct date day(const char *iso)
{
	struct date d;
	assert_true(date_parse_iso(iso, &d));
	return d;
}

static struct quantities read(const char *cell)
{
	struct quantities list;
	struct err e;
	err_init(&e, a);
	assert_int_equal(quantities_parse(a, cell, &list, &e), RC_OK);
	return list;
}

/* Records come as the store gives them: all that overlap the period, by first day. */
static void lasted(const char *from, const char *to, const char *channel, const char *cell)
{
	struct record r = { .id = (int64_t)f.records.n + 1,
		.code = "",
		.from = day(from),
		.to = day(to),
		.channel = channel,
		.title = "việc",
		.note = "",
		.task_id = 7,
		.quantities = read(cell) };
	ARENA_PUSH(a, &f.records, r);
}

static void did(const char *on, const char *channel, const char *cell)
{
	lasted(on, on, channel, cell);
}

static void compute(void)
{
	figures_compute(a, &f, NULL, 0);
}

static const struct figure *get(const char *channel, const char *unit)
{
	const struct figure *g = figure_find(&f, channel, unit);
	if (!g)
		fail_msg("no figure of %s in %s", channel, unit);
	return g;
}

static void says(const char *channel, const char *unit, const char *text)
{
	assert_string_equal(figure_print(a, get(channel, unit), QUANTITY_PLAIN), text);
}

static void lists(const struct figure *g, size_t n, const int64_t *ids)
{
	assert_int_equal(g->record_count, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(g->records[i]->id, ids[i]);
}

#define LISTS(g, ...) \
	lists((g), sizeof((int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t), (int64_t[]){ __VA_ARGS__ })

/* "nothing is added across units" */
static void units_stay_apart(void **state)
{
	(void)state;
	did("2024-01-05", "meeting", "1 cuộc; 40 người; 45 lượt người");
	did("2024-01-06", "meeting", "1 cuộc; 30 lượt người");
	compute();
	assert_int_equal(f.n, 3);
	says("meeting", "cuộc", "2 cuộc");
	says("meeting", "người", "40 người");
	says("meeting", "lượt người", "75 lượt người");
}

/* Nor across channels: a news item on the portal is none on social media. */
static void channels_stay_apart(void **state)
{
	(void)state;
	did("2024-01-05", "portal", "1 bài");
	did("2024-01-05", "social", "2 bài");
	compute();
	says("portal", "bài", "1 bài");
	says("social", "bài", "2 bài");
}

/* "an activity counts as flow in the period in which it starts" */
static void flow_counts_where_it_starts(void **state)
{
	(void)state;
	lasted("2023-12-20", "2024-02-10", "banner", "5 băng rôn");
	lasted("2024-01-01", "2024-01-01", "banner", "1 băng rôn");
	lasted("2024-03-31", "2024-05-01", "banner", "2 băng rôn");
	compute();
	says("banner", "băng rôn", "3 băng rôn");
	LISTS(get("banner", "băng rôn"), 2, 3);
}

/* "as stock where it overlaps" */
static void stock_counts_where_it_overlaps(void **state)
{
	(void)state;
	f.basis = FIGURE_STOCK;
	lasted("2023-12-20", "2024-01-01", "banner", "5 băng rôn");
	lasted("2024-03-31", "2024-05-01", "banner", "2 băng rôn");
	compute();
	says("banner", "băng rôn", "7 băng rôn");
	LISTS(get("banner", "băng rôn"), 1, 2);
}

/* "coverage of places (6/6 thôn) is not added, the highest stands" */
static void coverage_keeps_the_highest(void **state)
{
	(void)state;
	did("2024-01-05", "station", "4/6 thôn");
	did("2024-01-06", "station", "6/6 thôn");
	did("2024-01-07", "station", "5/6 thôn");
	compute();
	says("station", "thôn", "6/6 thôn");
	LISTS(get("station", "thôn"), 1, 2, 3);
}

/* "other a/b add both parts" */
static void parts_of_wholes_add(void **state)
{
	(void)state;
	did("2024-01-05", "desk", "8/10 hồ sơ");
	did("2024-01-06", "desk", "5/6 hồ sơ");
	compute();
	says("desk", "hồ sơ", "13/16 hồ sơ");
}

/* "rates (20-30 hồ sơ/ngày) are never added" */
static void rates_span(void **state)
{
	(void)state;
	did("2024-01-05", "desk", "20-30 hồ sơ/ngày");
	did("2024-01-06", "desk", "10 hồ sơ/ngày");
	compute();
	says("desk", "hồ sơ/ngày", "10-30 hồ sơ/ngày");
}

/* "a qualifier in any part stays, different ones become khoảng" */
static void qualifiers_stay(void **state)
{
	(void)state;
	did("2024-01-05", "meeting", "hơn 20 lượt người; hơn 5 phiếu");
	did("2024-01-06", "meeting", "30 lượt người; gần 10 phiếu");
	compute();
	says("meeting", "lượt người", "hơn 50 lượt người");
	says("meeting", "phiếu", "khoảng 15 phiếu");
}

/* "> N is hơn, < N is dưới" */
static void signs_are_words(void **state)
{
	(void)state;
	did("2024-01-05", "portal", "> 20 tin; < 300 lượt xem");
	compute();
	says("portal", "tin", "hơn 20 tin");
	says("portal", "lượt xem", "dưới 300 lượt xem");
}

/* "A figure is computed from activities and lists them": in the order of their days. */
static void a_figure_lists_its_activities(void **state)
{
	(void)state;
	did("2024-01-05", "portal", "1 tin");
	did("2024-01-06", "portal", "");
	did("2024-01-07", "portal", "2 tin");
	did("2024-01-08", "station", "1 lần phát");
	compute();
	LISTS(get("portal", "tin"), 1, 2, 3);
	LISTS(get("station", "lần phát"), 4);
}

/* "counted (with uncounted: how many activities of it gave no number)" */
static void uncounted_are_told(void **state)
{
	(void)state;
	did("2024-01-05", "portal", "3 tin");
	did("2024-01-06", "portal", "");
	did("2024-01-07", "portal", "chưa thống kê");
	did("2024-01-08", "portal", "chưa thống kê tin");
	did("2024-01-09", "portal", "20 lượt xem"); /* a number, if in another unit */
	compute();
	assert_int_equal(get("portal", "tin")->state, FIGURE_COUNTED);
	assert_int_equal(get("portal", "tin")->uncounted, 3);
	says("portal", "tin", "3 tin");
	assert_int_equal(get("portal", "lượt xem")->uncounted, 2);
}

/* What only lasts on from an earlier period is no uncounted work of this one. */
static void uncounted_work_starts_in_the_period(void **state)
{
	(void)state;
	lasted("2023-12-01", "2024-01-15", "banner", "");
	did("2024-01-05", "banner", "2 băng rôn");
	compute();
	assert_int_equal(get("banner", "băng rôn")->uncounted, 0);
	LISTS(get("banner", "băng rôn"), 2);
}

/* "zero": counted, and none (cases/README.md) */
static void zero_is_counted(void **state)
{
	(void)state;
	did("2024-01-05", "mobile", "0 buổi");
	did("2024-01-06", "desk", "0/5 hồ sơ");
	compute();
	assert_int_equal(get("mobile", "buổi")->state, FIGURE_ZERO);
	says("mobile", "buổi", "0 buổi");
	assert_int_equal(get("desk", "hồ sơ")->state, FIGURE_ZERO);
}

/* Zero and something is something. */
static void zero_adds_nothing(void **state)
{
	(void)state;
	did("2024-01-05", "mobile", "0 buổi");
	did("2024-02-05", "mobile", "2 buổi");
	compute();
	assert_int_equal(get("mobile", "buổi")->state, FIGURE_COUNTED);
	says("mobile", "buổi", "2 buổi");
}

/* "not_counted": neither zero nor missing (cases/README.md); told in the channel's usual unit. */
static void not_counted_is_a_state(void **state)
{
	(void)state;
	did("2024-01-05", "desk", "chưa thống kê");
	did("2024-01-06", "meeting", "");
	compute();
	const struct figure *g = get("desk", "lượt hướng dẫn");
	assert_int_equal(g->state, FIGURE_NOT_COUNTED);
	assert_int_equal(g->uncounted, 1);
	LISTS(g, 1);
	says("desk", "lượt hướng dẫn", "chưa thống kê");
	assert_int_equal(get("meeting", "cuộc")->state, FIGURE_NOT_COUNTED);
}

/* "no_data for a planned channel without any activity" */
static void no_data_is_a_state(void **state)
{
	(void)state;
	static const struct planned planned[] = { { "station", "lần phát" }, { "portal", "tin" } };
	did("2024-01-05", "portal", "1 tin");
	figures_compute(a, &f, planned, 2);
	const struct figure *g = get("station", "lần phát");
	assert_int_equal(g->state, FIGURE_NO_DATA);
	assert_int_equal(g->record_count, 0);
	says("station", "lần phát", "chưa có số liệu");
	assert_int_equal(get("portal", "tin")->state, FIGURE_COUNTED);
	assert_int_equal(f.n, 2);
}

/* A planned channel is told in the unit of its target. */
static void silence_takes_the_planned_unit(void **state)
{
	(void)state;
	static const struct planned planned[] = { { "meeting", "hội nghị" } };
	did("2024-01-05", "meeting", "");
	figures_compute(a, &f, planned, 1);
	assert_int_equal(get("meeting", "hội nghị")->state, FIGURE_NOT_COUNTED);
}

static void nothing_planned_nothing_done(void **state)
{
	(void)state;
	compute();
	assert_int_equal(f.n, 0);
	assert_null(figure_find(&f, "portal", "tin"));
	assert_false(figures_use(&f, "portal"));
}

/* One activity with two records of a unit's figure is listed once; computing twice changes nothing.
 */
static void computing_again_is_the_same(void **state)
{
	(void)state;
	did("2024-01-05", "portal", "1 tin; 20 lượt xem");
	compute();
	compute();
	says("portal", "tin", "1 tin");
	LISTS(get("portal", "tin"), 1);
}

static enum target_state target(const char *wanted, struct target *t)
{
	*t = (struct target){
		.task = "nv1", .title = "việc", .channel = "portal", .wanted = read(wanted).v[0]
	};
	target_compute(&f, 7, t);
	return t->state;
}

/* "targets: met | short | no_data" (item 8) */
static void targets_are_met_or_short(void **state)
{
	(void)state;
	struct target t;
	assert_int_equal(target("12 tin", &t), TARGET_NO_DATA);
	did("2024-01-05", "portal", "11 tin");
	assert_int_equal(target("12 tin", &t), TARGET_SHORT);
	assert_string_equal(quantity_print(a, &t.reached, QUANTITY_PLAIN), "11 tin");
	did("2024-01-06", "portal", "1 tin");
	assert_int_equal(target("12 tin", &t), TARGET_MET);
}

/* Other units, other tasks and other periods do not help a target. */
static void targets_count_their_own(void **state)
{
	(void)state;
	struct target t;
	did("2024-01-05", "portal", "20 lượt xem");
	assert_int_equal(target("12 tin", &t), TARGET_NO_DATA);
	lasted("2023-12-31", "2024-01-02", "portal", "12 tin");
	assert_int_equal(target("12 tin", &t), TARGET_NO_DATA);
	did("2024-01-06", "portal", "12 tin");
	f.records.v[f.records.n - 1].task_id = 8;
	assert_int_equal(target("12 tin", &t), TARGET_NO_DATA);
	did("2024-01-07", "portal", "chưa thống kê tin");
	assert_int_equal(target("12 tin", &t), TARGET_NO_DATA);
	did("2024-01-08", "portal", "0 tin");
	assert_int_equal(target("12 tin", &t), TARGET_SHORT);
}

static void targets_of_coverage_keep_the_highest(void **state)
{
	(void)state;
	struct target t;
	did("2024-01-05", "station", "3/6 thôn");
	did("2024-01-06", "station", "4/6 thôn");
	assert_int_equal(target("6/6 thôn", &t), TARGET_SHORT);
	did("2024-01-07", "station", "6/6 thôn");
	assert_int_equal(target("6/6 thôn", &t), TARGET_MET);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(units_stay_apart),
		T(channels_stay_apart),
		T(flow_counts_where_it_starts),
		T(stock_counts_where_it_overlaps),
		T(coverage_keeps_the_highest),
		T(parts_of_wholes_add),
		T(rates_span),
		T(qualifiers_stay),
		T(signs_are_words),
		T(a_figure_lists_its_activities),
		T(uncounted_are_told),
		T(uncounted_work_starts_in_the_period),
		T(zero_is_counted),
		T(zero_adds_nothing),
		T(not_counted_is_a_state),
		T(no_data_is_a_state),
		T(silence_takes_the_planned_unit),
		T(nothing_planned_nothing_done),
		T(computing_again_is_the_same),
		T(targets_are_met_or_short),
		T(targets_count_their_own),
		T(targets_of_coverage_keep_the_highest),
	};
	return cmocka_run_group_tests_name("figure", tests, NULL, NULL);
}
