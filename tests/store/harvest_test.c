/* Items come in once, are decided once, and their copies become evidence, on both engines. */
#include "store.h"

#include "core/search.h"
#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/dispatch/dispatch.h"
#include "features/docreg/docreg.h"
#include "features/harvest/harvest.h"
#include "features/paper/paper.h"
#include "features/plan/plan.h"
#include "features/report/report.h"
#include "lib/base/text.h"

enum { NOW = 1709602200 };

static struct store *ready(void **state)
{
	struct store *s = *state;
	const struct db_schema list[] = { { "core", core_schema_sql },
		{ "people", core_people_sql }, { "search", core_search_sql },
		{ "plan", plan_schema_sql }, { "activity", activity_schema_sql },
		{ "docreg", docreg_schema_sql }, { "report", report_schema_sql },
		{ "dispatch", dispatch_schema_sql }, { "harvest", harvest_schema_sql },
		{ "paper", paper_schema_sql } };
	store_ok(s, db_migrate(s->d, list, sizeof list / sizeof *list, &s->e));
	return s;
}

static void begin(struct store *s, struct audit *t, int64_t at)
{
	struct audit_actor by = { AUDIT_SYSTEM, "thử nghiệm" };
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(t, s->d, by, at, &s->e));
}

static int64_t source(struct store *s, int64_t minutes)
{
	struct audit t;
	int64_t id = 0;
	struct harvest_source x = { .name = "Cổng",
		.address = "http://xa.example/rss",
		.channel = "portal",
		.minutes = minutes,
		.active = true,
		.account = 1 };
	begin(s, &t, NOW);
	store_ok(s, harvest_source_put(&t, s->a, &x, &id, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	return id;
}

static struct harvest_gain take_in(
	struct store *s, int64_t from, const char *link, const char *title, const char *day)
{
	struct harvest_finds x = { .source = from, .channel = "portal", .at = NOW };
	struct harvest_find f = { link, title, "", "", date_partial(day) };
	struct harvest_gain gain = { 0 };
	ARENA_PUSH(s->a, &x, f);
	store_ok(s, harvest_take_in(s->d, s->a, &x, &gain, &s->e));
	return gain;
}

static struct harvest_items waiting(struct store *s)
{
	struct harvest_items list;
	struct harvest_query q = { .state = "waiting", .limit = 100 };
	store_ok(s, harvest_item_list(s->d, s->a, &q, &list, &s->e));
	return list;
}

static void an_item_comes_once(void **state)
{
	struct store *s = ready(state);
	int64_t from = source(s, 60);
	struct harvest_gain g =
		take_in(s, from, "http://xa.example/1", "Về thủ tục hành chính", "2024-03-05");
	assert_int_equal(g.fresh, 1);
	assert_int_equal(g.about, 1);
	g = take_in(s, from, "https://www.xa.example/1/?utm_source=x", "Tên khác", "2024-03-06");
	assert_int_equal(g.fresh, 0);
	g = take_in(s, from, "http://xa.example/2", "VỀ THỦ TỤC  HÀNH CHÍNH", "2024-03-05");
	assert_int_equal(g.fresh, 0);
	assert_int_equal(g.same, 1);
	g = take_in(s, from, "http://xa.example/3", "Về thủ tục hành chính", "2024-03-06");
	assert_int_equal(g.fresh, 1);
	assert_int_equal(waiting(s).n, 2);
}

static void an_item_is_decided_once_and_its_copy_is_evidence(void **state)
{
	struct store *s = ready(state);
	struct audit t;
	struct activity x;
	struct harvest_item item;
	int64_t from = source(s, 60), activity = 0, none = 0;
	take_in(s, from, "http://xa.example/1", "Về một cửa", "2024-03-05");
	struct harvest_confirm c = { .item = waiting(s).v[0].id,
		.account = 1,
		.title = "Về một cửa",
		.task = "",
		.day = { 2024, 3, 5 } };
	begin(s, &t, NOW);
	store_ok(s, harvest_confirm(&t, s->a, &c, &activity, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	begin(s, &t, NOW);
	store_fails(s, harvest_confirm(&t, s->a, &c, &none, &s->e), RC_CONFLICT);
	db_rollback(s->d);
	begin(s, &t, NOW);
	store_fails(s, harvest_drop(&t, s->a, c.item, 1, true, &s->e), RC_CONFLICT);
	db_rollback(s->d);
	store_ok(s, harvest_page_due(s->d, s->a, NOW, &item, &s->e));
	struct harvest_paper p = { .title = "",
		.summary = "",
		.copy = { "<p>x", 4 },
		.copy_name = "ban-luu.html",
		.copy_type = "text/html" };
	begin(s, &t, NOW);
	store_ok(s, harvest_page_claim(s->d, &item, NOW, &s->e));
	store_fails(s, harvest_page_claim(s->d, &item, NOW, &s->e), RC_NOTFOUND);
	store_ok(s, harvest_page_settle(&t, s->a, item.id, &p, &s->e));
	store_ok(s, harvest_page_settle(&t, s->a, item.id, &p, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	store_ok(s, activity_get(s->d, s->a, activity, &x, &s->e));
	assert_int_equal(x.evidence.n, 2);
	assert_string_equal(x.evidence.v[0].reference, "http://xa.example/1");
	assert_true(x.evidence.v[1].attachment > 0);
	assert_string_equal(x.channel, "portal");
	assert_int_equal(x.quantities.n, 1);
	assert_int_equal(x.quantities.v[0].value, QUANTITY_ONE);
	store_fails(s, harvest_page_due(s->d, s->a, NOW + 100000, &item, &s->e), RC_NOTFOUND);
}

static void pages_that_fail_are_tried_again_and_given_up(void **state)
{
	struct store *s = ready(state);
	struct audit t;
	struct harvest_item item;
	int64_t from = source(s, 60), activity = 0, at = NOW;
	int tries = 0;
	take_in(s, from, "http://xa.example/1", "Về một cửa", "2024-03-05");
	struct harvest_confirm c = { .item = waiting(s).v[0].id,
		.account = 1,
		.title = "Về một cửa",
		.task = "",
		.day = { 2024, 3, 5 } };
	begin(s, &t, NOW);
	store_ok(s, harvest_confirm(&t, s->a, &c, &activity, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	struct harvest_paper p = { .why = "Máy chủ đang lỗi (500)", .title = "", .summary = "" };
	for (; tries < 10 && !harvest_page_due(s->d, s->a, at, &item, &s->e); tries++) {
		begin(s, &t, at);
		store_ok(s, harvest_page_claim(s->d, &item, at, &s->e));
		store_ok(s, harvest_page_settle(&t, s->a, item.id, &p, &s->e));
		store_ok(s, db_commit(s->d, &s->e));
		at += 24 * 60 * 60;
	}
	assert_int_equal(tries, 5);
	store_ok(s, harvest_item_get(s->d, s->a, c.item, &item, &s->e));
	assert_string_equal(item.page, "failed");
	assert_string_equal(item.page_words, p.why);
}

static void looks_take_turns_and_pause_longer_after_failures(void **state)
{
	struct store *s = ready(state);
	int64_t from = source(s, 60), due = 0, before = 0;
	struct harvest_source x;
	store_ok(s, harvest_source_due(s->d, NOW, &due, &s->e));
	assert_int_equal(due, from);
	store_ok(s, harvest_source_claim(s->d, from, NOW, &s->e));
	store_fails(s, harvest_source_claim(s->d, from, NOW + 1, &s->e), RC_CONFLICT);
	store_ok(s, harvest_source_due(s->d, NOW + 1, &due, &s->e));
	assert_int_equal(due, 0);
	store_ok(s,
		harvest_source_claim(s->d, from, NOW + HARVEST_LEASE + 1, &s->e)); /* it was lost */
	for (int i = 0; i < 6; i++) {
		struct harvest_look bad = {
			.source = from, .at = NOW, .words = "Máy chủ đang lỗi"
		};
		store_ok(s, harvest_source_settle(s->d, &bad, &s->e));
		store_ok(s, harvest_source_get(s->d, s->a, from, &x, &s->e));
		assert_true(x.due_at > before && x.due_at <= NOW + 3600 + 86400);
		before = x.due_at;
	}
	struct harvest_look good = { .source = from,
		.at = NOW,
		.good = true,
		.words = "Đọc 1 mục",
		.etag = "\"v1\"",
		.modified = "" };
	store_ok(s, harvest_source_settle(s->d, &good, &s->e));
	store_ok(s, harvest_source_get(s->d, s->a, from, &x, &s->e));
	assert_int_equal(x.due_at, NOW + 3600);
	assert_int_equal(x.failures, 0);
	assert_string_equal(x.etag, "\"v1\"");
}

static void opinions_are_kept_once_and_limited(void **state)
{
	struct store *s = ready(state);
	struct audit t;
	struct paper_opinions list;
	int64_t id = 0;
	struct paper x = { .kind = "QC",
		.number = "",
		.subject = "Dự thảo",
		.signer = "",
		.draft = true,
		.shown = true,
		.asked = "",
		.summary = "",
		.opinion_from = { 2024, 3, 1 },
		.opinion_to = { 2024, 3, 31 },
		.account = 1 };
	begin(s, &t, NOW);
	store_ok(s, paper_put(&t, s->a, &x, &id, &s->e));
	for (int i = 0; i < PAPER_PER_SENDER; i++) {
		struct paper_opinion o = { .paper = id,
			.name = "",
			.text = arena_printf(s->a, "Ý kiến %d", i),
			.answer = "" };
		store_ok(s, paper_opinion_add(&t, s->a, &o, "10.0.0.1", &s->e));
	}
	struct paper_opinion o = { .paper = id, .name = "", .text = "Ý kiến nữa", .answer = "" };
	store_fails(s, paper_opinion_add(&t, s->a, &o, "10.0.0.1", &s->e), RC_BUSY);
	o.text = "Ý kiến 0";
	store_ok(s, paper_opinion_add(&t, s->a, &o, "10.0.0.2", &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	store_ok(s, paper_opinion_list(s->d, s->a, id, &list, &s->e));
	assert_int_equal(list.n, PAPER_PER_SENDER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(an_item_comes_once),
		STORE_TEST(an_item_is_decided_once_and_its_copy_is_evidence),
		STORE_TEST(pages_that_fail_are_tried_again_and_given_up),
		STORE_TEST(looks_take_turns_and_pause_longer_after_failures),
		STORE_TEST(opinions_are_kept_once_and_limited),
	};
	return STORE_RUN(tests);
}
