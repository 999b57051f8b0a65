/* Articles in the database: what the public sees apart from the text, each counted once. */
#include "store.h"

#include <string.h>

#include "core/search.h"
#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/news/news_int.h"
#include "features/plan/plan.h"
#include "lib/base/text.h"

enum { WRITER = 7, CHECKER = 8 };
static const int64_t NOON = 1711947600; /* 01/4/2024 12:00 in Vietnam */

static const struct db_schema schemas[] = { { "core", core_schema_sql },
	{ "people", core_people_sql }, { "search", core_search_sql }, { "plan", plan_schema_sql },
	{ "activity", activity_schema_sql }, { "news", news_schema_sql } };

static void begin_at(struct store *s, struct audit *t, int64_t at)
{
	struct audit_actor by = { "canbo", "thử" };
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(t, s->d, by, at, &s->e));
}

static struct news article(struct store *s, const char *title)
{
	struct news x = { .slug = news_slug(s->a, title),
		.title = title,
		.lead = "Sapo",
		.body = "Bài.",
		.category = "Tin tức",
		.source = "",
		.bypass = "",
		.html = "<p>Bài.</p>\n",
		.withdrawn_reason = "",
		.author = WRITER,
		.since = NOON };
	return x;
}

static void go(struct store *s, struct audit *t, struct news *x, const char *action,
	int64_t account, const char *note)
{
	const struct news_rule *r = news_rule(x, action);
	struct news_step step = { .rule = r, .note = note, .account = account };
	if (!r)
		fail_msg("no step %s from %s", action, news_state_name(x->state));
	store_ok(s, news_take(t, s->a, x, &step, &s->e));
	store_ok(s, news_get(s->d, s->a, x->id, x, &s->e));
}

static struct news published(struct store *s, struct audit *t, const char *title)
{
	struct news x = article(s, title);
	store_ok(s, news_put(t, s->a, &x, WRITER, &s->e));
	go(s, t, &x, "trinh", WRITER, "");
	go(s, t, &x, "duyet", CHECKER, "");
	return x;
}

static const struct db_sql portal = {
	"SELECT count(*) FROM v_activity WHERE channel = 'portal' AND day_from = '2024-04-01'"
};
static const struct db_sql titled = { "SELECT count(*) FROM v_activity WHERE title = ?" };
static const struct db_sql tin = {
	"SELECT count(*) FROM v_activity_quantity WHERE unit = 'tin' AND value = 1000"
};

static int64_t count(struct store *s, const struct db_sql *q)
{
	int64_t n = -1;
	store_ok(s, db_one_int(s->d, q, DB_NONE, &n, &s->e));
	return n;
}

static void publishing_counts_itself_once(void **state)
{
	struct store *s = *state;
	struct audit t;
	begin_at(s, &t, NOON);
	struct news x = published(s, &t, "Tin một");
	assert_true(x.live && x.activity);
	assert_int_equal(x.published_at, NOON);
	assert_int_equal(count(s, &portal), 1);
	assert_int_equal(count(s, &tin), 1);
	x.title = "Tin một, sửa";
	x.state = NEWS_DRAFT;
	store_ok(s, news_put(&t, s->a, &x, WRITER, &s->e));
	struct news_live live;
	store_ok(s, news_live_get(s->d, s->a, "tin-mot", &live, &s->e));
	assert_string_equal(live.title, "Tin một");
	t.at += 3600;
	go(s, &t, &x, "trinh", WRITER, "");
	go(s, &t, &x, "duyet", CHECKER, "");
	store_ok(s, news_live_get(s->d, s->a, "tin-mot", &live, &s->e));
	assert_string_equal(live.title, "Tin một, sửa");
	assert_int_equal(live.published_at, NOON);
	assert_int_equal(live.changed_at, NOON + 3600);
	assert_int_equal(count(s, &portal), 1);
	int64_t n = 0;
	store_ok(s, db_one_int(s->d, &titled, DB_ARGS(A("Tin một, sửa")), &n, &s->e));
	assert_int_equal(n, 1);
	store_ok(s, db_commit(s->d, &s->e));
}

static void what_the_log_has_is_not_counted_again(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t id;
	begin_at(s, &t, NOON);
	struct activity y = { .code = "",
		.from = { 2024, 4, 1 },
		.channel = "portal",
		.title = "Tin một",
		.task = "",
		.note = "" };
	store_ok(s, activity_add(&t, s->a, &y, &id, &s->e));
	struct news x = published(s, &t, "Tin một");
	assert_int_equal(x.activity, id);
	assert_int_equal(count(s, &portal), 1);
	/* Another article of that name is another one. */
	struct news z = article(s, "Tin một");
	store_ok(s, news_free_slug(s->d, s->a, z.slug, 0, &z.slug, &s->e));
	assert_string_equal(z.slug, "tin-mot-2");
	store_ok(s, news_put(&t, s->a, &z, WRITER, &s->e));
	go(s, &t, &z, "trinh", WRITER, "");
	go(s, &t, &z, "duyet", CHECKER, "");
	assert_int_not_equal(z.activity, id);
	assert_int_equal(count(s, &portal), 2);
	db_rollback(s->d);
}

static void withdrawing_takes_it_from_the_figures_or_says_so(void **state)
{
	struct store *s = *state;
	struct audit t;
	struct activity y;
	begin_at(s, &t, NOON);
	struct news x = published(s, &t, "Đăng nhầm");
	go(s, &t, &x, "go", CHECKER, "Sai ngày họp");
	assert_int_equal(x.state, NEWS_WITHDRAWN);
	assert_int_equal(count(s, &portal), 0);
	store_ok(s, activity_get(s->d, s->a, x.activity, &y, &s->e));
	assert_true(y.removed);
	struct news_live live;
	store_ok(s, news_live_get(s->d, s->a, x.slug, &live, &s->e));
	assert_string_equal(live.withdrawn_reason, "Sai ngày họp");
	go(s, &t, &x, "dang-lai", CHECKER, "Đã sửa");
	assert_int_equal(count(s, &portal), 1);
	struct news_step keep = { .rule = news_rule(&x, "go"),
		.note = "Hết tác dụng",
		.account = CHECKER,
		.keep_counted = true };
	store_ok(s, news_take(&t, s->a, &x, &keep, &s->e));
	assert_int_equal(count(s, &portal), 1);
	store_ok(s, activity_get(s->d, s->a, x.activity, &y, &s->e));
	assert_string_equal(y.note, "Bài đã gỡ ngày 01/4/2024: Hết tác dụng");
	store_ok(s, db_commit(s->d, &s->e));
}

static void writers_are_known_until_it_is_approved(void **state)
{
	struct store *s = *state;
	struct audit t;
	bool writer;
	begin_at(s, &t, NOON);
	struct news x = article(s, "Tin");
	store_ok(s, news_put(&t, s->a, &x, WRITER, &s->e));
	store_ok(s, news_put(&t, s->a, &x, CHECKER, &s->e));
	store_ok(s, news_is_writer(s->d, x.id, CHECKER, &writer, &s->e));
	assert_true(writer);
	store_ok(s, news_is_writer(s->d, x.id, 9, &writer, &s->e));
	assert_false(writer);
	go(s, &t, &x, "trinh", WRITER, "");
	go(s, &t, &x, "duyet", CHECKER, "không có ai khác");
	assert_string_equal(x.bypass, "không có ai khác");
	store_ok(s, news_is_writer(s->d, x.id, CHECKER, &writer, &s->e));
	assert_false(writer);
	struct news old = x;
	old.version--;
	struct news_step step = { .rule = news_rule(&x, "go"), .note = "x" };
	store_fails(s, news_take(&t, s->a, &old, &step, &s->e), RC_CONFLICT);
	db_rollback(s->d);
}

/* --- the clock --- */

static void run(struct store *s, bool *more)
{
	*more = false;
	store_ok(s, news_publish_job.run(s->d, s->a, more, &s->e));
}

static void its_moment_publishes_it(void **state)
{
	struct store *s = *state;
	struct audit t;
	bool more;
	begin_at(s, &t, NOON);
	struct news x = article(s, "Hẹn giờ"), later = article(s, "Còn lâu");
	x.publish_at = NOON + 60; /* long ago for the job, which looks at the real clock */
	later.publish_at = INT64_C(32503680000); /* 3000 */
	store_ok(s, news_put(&t, s->a, &x, WRITER, &s->e));
	store_ok(s, news_put(&t, s->a, &later, WRITER, &s->e));
	go(s, &t, &x, "trinh", WRITER, "");
	go(s, &t, &x, "duyet", CHECKER, "");
	assert_int_equal(x.state, NEWS_APPROVED);
	assert_false(x.live);
	go(s, &t, &later, "trinh", WRITER, "");
	go(s, &t, &later, "duyet", CHECKER, "");
	store_ok(s, db_commit(s->d, &s->e));
	run(s, &more);
	assert_true(more);
	run(s, &more);
	assert_false(more);
	store_ok(s, news_get(s->d, s->a, x.id, &x, &s->e));
	assert_int_equal(x.state, NEWS_PUBLISHED);
	assert_true(x.live && x.activity);
	store_ok(s, news_get(s->d, s->a, later.id, &later, &s->e));
	assert_int_equal(later.state, NEWS_APPROVED);
	assert_int_equal(count(s, &tin), 1);
}

static const struct db_sql add_plan = {
	"INSERT INTO plan (year, day, title) VALUES (2024, '2024-02-19', 'Kế hoạch')"
};

/* A content that the plan has lost does not hold up what is due. */
static void a_lost_content_does_not_hold_it_up(void **state)
{
	struct store *s = *state;
	struct audit t;
	begin_at(s, &t, NOON);
	store_ok(s, db_run(s->d, &add_plan, DB_NONE, NULL, &s->e));
	struct news x = article(s, "Tin");
	ARENA_PUSH(s->a, &x.contents, "nd99");
	store_ok(s, news_put(&t, s->a, &x, WRITER, &s->e));
	go(s, &t, &x, "trinh", WRITER, "");
	go(s, &t, &x, "duyet", CHECKER, "");
	struct activity y;
	store_ok(s, activity_get(s->d, s->a, x.activity, &y, &s->e));
	assert_int_equal(y.contents.n, 0);
	assert_int_equal(x.contents.n, 1);
	db_rollback(s->d);
}

/* --- lists, faults, the alert --- */

static void lists_go_on_behind_a_key(void **state)
{
	struct store *s = *state;
	struct audit t;
	struct news_lives list;
	begin_at(s, &t, NOON);
	for (int i = 0; i < 5; i++) {
		t.at = NOON + i / 2; /* two of a moment */
		published(s, &t, arena_printf(s->a, "Tin %d", i));
	}
	struct news over = article(s, "Hết hạn");
	over.expires_at = NOON + 10;
	store_ok(s, news_put(&t, s->a, &over, WRITER, &s->e));
	go(s, &t, &over, "trinh", WRITER, "");
	go(s, &t, &over, "duyet", CHECKER, "");
	struct news_live_query q = { .now = NOON + 10, .limit = 2 };
	const char *const expected[] = { "Tin 4", "Tin 3", "Tin 2", "Tin 1", "Tin 0" };
	size_t seen = 0;
	do {
		store_ok(s, news_live_list(s->d, s->a, &q, &list, &s->e));
		for (size_t i = 0; i < list.n; i++, seen++) {
			assert_string_equal(list.v[i].title, expected[seen]);
			q.before_at = list.v[i].published_at;
			q.before_id = list.v[i].id;
		}
	} while (list.n);
	assert_int_equal(seen, 5);
	q = (struct news_live_query){ .now = NOON + 9, .limit = 10, .category = "tin-tuc" };
	store_ok(s, news_live_list(s->d, s->a, &q, &list, &s->e));
	assert_int_equal(list.n, 6);
	q.category = "khac";
	store_ok(s, news_live_list(s->d, s->a, &q, &list, &s->e));
	assert_int_equal(list.n, 0);
	db_rollback(s->d);
}

static void faults_are_limited_and_their_sender_forgotten(void **state)
{
	static const struct db_sql senders = {
		"SELECT count(*) FROM news_fault WHERE sender <> ''"
	};
	struct store *s = *state;
	struct audit t;
	struct news_faults list;
	begin_at(s, &t, NOON);
	struct news x = published(s, &t, "Tin");
	struct news_fault f = { .news = x.id, .at = NOON, .text = "Sai ngày" };
	for (int i = 0; i < NEWS_FAULTS_AN_HOUR; i++) {
		f.text = arena_printf(s->a, "Sai ngày %d", i);
		store_ok(s, news_fault_add(s->d, s->a, &f, "10.0.0.1", &s->e));
		store_ok(s, news_fault_add(s->d, s->a, &f, "10.0.0.1", &s->e)); /* pressed twice */
	}
	f.text = "Sai giờ";
	store_fails(s, news_fault_add(s->d, s->a, &f, "10.0.0.1", &s->e), RC_BUSY);
	store_ok(s, news_fault_add(s->d, s->a, &f, "10.0.0.2", &s->e));
	f.at += 3601;
	store_ok(s, news_fault_add(s->d, s->a, &f, "10.0.0.1", &s->e));
	f.at += 2 * 86400;
	store_ok(s, news_fault_add(s->d, s->a, &f, "10.0.0.3", &s->e));
	assert_int_equal(count(s, &senders), 1);
	store_ok(s, news_fault_list(s->d, s->a, 0, &list, &s->e));
	assert_int_equal(list.n, NEWS_FAULTS_AN_HOUR + 3);
	store_ok(s, news_fault_done(&t, s->a, list.v[0].id, CHECKER, "Đã sửa", &s->e));
	store_fails(
		s, news_fault_done(&t, s->a, list.v[0].id, CHECKER, "Đã sửa", &s->e), RC_NOTFOUND);
	db_rollback(s->d);
}

static void the_alert_has_its_span(void **state)
{
	struct store *s = *state;
	struct audit t;
	const char *text;
	begin_at(s, &t, NOON);
	store_ok(s, news_alert_now(s->d, s->a, NOON, &text, &s->e));
	assert_null(text);
	struct news_alert x = { "Bão số 3", NOON, NOON + 100, 0 };
	store_ok(s, news_alert_put(&t, s->a, &x, &s->e));
	store_ok(s, news_alert_now(s->d, s->a, NOON - 1, &text, &s->e));
	assert_null(text);
	store_ok(s, news_alert_now(s->d, s->a, NOON, &text, &s->e));
	assert_string_equal(text, "Bão số 3");
	store_ok(s, news_alert_now(s->d, s->a, NOON + 100, &text, &s->e));
	assert_null(text);
	x.text = "";
	store_ok(s, news_alert_put(&t, s->a, &x, &s->e));
	store_ok(s, news_alert_get(s->d, s->a, &x, &s->e));
	assert_int_equal(x.version, 2);
	db_rollback(s->d);
}

/* --- from a file --- */

static void import(struct store *s, struct intake *in, bool replace, const char *json)
{
	struct news_list list = { 0 };
	struct text_file f = { "news.json", json, strlen(json) };
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	intake_init(in, s->a, replace);
	assert_true(news_read(in, &f, &list));
	assert_int_equal(in->problems.n, 0);
	in->db = s->d;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, news_store(in, &list, "news.json", &s->e));
	store_ok(s, db_commit(s->d, &s->e));
}

#define ITEM(slug, title) \
	"{\"slug\": \"" slug "\", \"title\": \"" title \
	"\", \"body\": \"x\", \"published_at\": \"2024-04-01T08:00:00+07:00\"}"

static void a_file_comes_twice_and_undoes_nothing(void **state)
{
	struct store *s = *state;
	struct intake in;
	struct news x;
	struct audit t;
	int64_t id = 0;
	import(s, &in, false,
		"{\"items\": [" ITEM("a", "Một") "," ITEM(
			"b", "Hai") ",{\"title\": \"Nháp\", \"body\": \"y\"}]}");
	assert_int_equal(in.count[INTAKE_ADDED], 3);
	assert_int_equal(count(s, &portal), 2);
	import(s, &in, false, "{\"items\": [" ITEM("a", "Một") "," ITEM("b", "Hai, mới") "]}");
	assert_int_equal(in.count[INTAKE_SAME], 1);
	assert_int_equal(in.count[INTAKE_CHANGED], 1);
	assert_int_equal(in.count[INTAKE_MISSING], 1);
	assert_int_equal(count(s, &portal), 2);
	store_ok(s, news_by_slug(s->d, s->a, "a", &id, &s->e));
	store_ok(s, news_get(s->d, s->a, id, &x, &s->e));
	assert_int_equal(x.state, NEWS_PUBLISHED);
	begin_at(s, &t, NOON);
	x.title = "Sửa ở xã";
	x.corrected = true;
	x.state = NEWS_DRAFT;
	store_ok(s, news_put(&t, s->a, &x, WRITER, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	import(s, &in, false, "{\"items\": [" ITEM("a", "Một") "]}");
	assert_int_equal(in.notes.n, 1);
	store_ok(s, news_get(s->d, s->a, id, &x, &s->e));
	assert_string_equal(x.title, "Sửa ở xã");
	import(s, &in, true, "{\"items\": [" ITEM("a", "Một") "]}");
	assert_int_equal(in.count[INTAKE_CHANGED], 1);
	assert_int_equal(in.count[INTAKE_REMOVED], 2);
	store_ok(s, news_get(s->d, s->a, id, &x, &s->e));
	assert_string_equal(x.title, "Một");
	assert_int_equal(x.state, NEWS_PUBLISHED);
	assert_int_equal(count(s, &portal), 1);
	store_ok(s, news_by_slug(s->d, s->a, "b", &id, &s->e));
	store_ok(s, news_get(s->d, s->a, id, &x, &s->e));
	assert_true(x.withdrawn_at != 0);
	store_fails(s, news_by_slug(s->d, s->a, "nhap", &id, &s->e), RC_NOTFOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(publishing_counts_itself_once),
		STORE_TEST(what_the_log_has_is_not_counted_again),
		STORE_TEST(withdrawing_takes_it_from_the_figures_or_says_so),
		STORE_TEST(writers_are_known_until_it_is_approved),
		STORE_TEST(its_moment_publishes_it),
		STORE_TEST(a_lost_content_does_not_hold_it_up),
		STORE_TEST(lists_go_on_behind_a_key),
		STORE_TEST(faults_are_limited_and_their_sender_forgotten),
		STORE_TEST(the_alert_has_its_span),
		STORE_TEST(a_file_comes_twice_and_undoes_nothing),
	};
	return STORE_RUN(tests);
}
