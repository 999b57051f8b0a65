/* Reports written in the office: added, changed, the last one found; where they stand on their way.
 */
#include "store.h"

#include <string.h>

#include "core/attachment.h"
#include "core/audit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/dispatch/dispatch.h"
#include "features/docreg/docreg.h"
#include "features/report/report_edit.h"
#include "lib/base/text.h"

static const struct db_sql put_on_its_way = {
	"INSERT INTO dispatch (origin, subject, state, since, version, author_id)"
	" VALUES ('report/1', 'x', ?, 1700000000, 1, 1)"
};
static const struct db_sql move_on = { "UPDATE dispatch SET state = ? WHERE origin = 'report/1'" };

static struct store *ready(void **state)
{
	static const struct db_schema schemas[] = { { "core", core_schema_sql },
		{ "people", core_people_sql }, { "plan", plan_schema_sql },
		{ "activity", activity_schema_sql }, { "docreg", docreg_schema_sql },
		{ "report", report_schema_sql }, { "dispatch", dispatch_schema_sql } };
	struct store *s = *state;
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	return s;
}

static struct audit opened(struct store *s)
{
	struct audit t;
	struct audit_actor by = { "canbo", "web 127.0.0.1" };
	store_ok(s, audit_open(&t, s->d, by, 1700000000, &s->e));
	return t;
}

static struct report sample(struct store *s, const char *token, const char *title)
{
	struct report r = { .kind = "BC", .title = title, .body = "Đăng {{portal|tin}}" };
	store_ok(s, period_parse(s->a, token, PERIOD_CALENDAR, &r.period, &s->e));
	return r;
}

static int64_t add(struct store *s, const struct report *r)
{
	int64_t id = 0;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	struct audit t = opened(s);
	store_ok(s, report_add(&t, s->a, r, &id, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	return id;
}

static struct report get(struct store *s, int64_t id)
{
	struct report_list list;
	store_ok(s, report_find(s->d, s->a, "", NULL, id, &list, &s->e));
	assert_int_equal(list.n, 1);
	return list.v[0];
}

static void each_change_is_a_version_and_audited(void **state)
{
	struct store *s = ready(state);
	struct report r = sample(s, "2024-Q1", "Một");
	int64_t id = add(s, &r);
	r = get(s, id);
	assert_int_equal(r.version, 1);
	r.title = "Hai";
	r.day = (struct date){ 2024, 4, 0 };
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	struct audit t = opened(s);
	store_ok(s, report_change(&t, s->a, &r, &s->e));
	store_ok(s, report_change(&t, s->a, &r, &s->e)); /* the same once more: no change */
	store_ok(s, db_commit(s->d, &s->e));
	r = get(s, id);
	assert_int_equal(r.version, 2);
	assert_string_equal(r.title, "Hai");
	assert_string_equal(date_iso(s->a, r.day), "2024-04");
	struct audit_rows rows;
	struct audit_query q = { .kind = "report", .object = "1", .limit = 9 };
	store_ok(s, audit_find(s->d, s->a, &q, &rows, &s->e));
	assert_int_equal(rows.n, 2);
	assert_non_null(strstr(rows.v[0].change.before, "Một"));
	assert_non_null(strstr(rows.v[0].change.after, "Hai"));
	const char *by;
	int64_t at;
	store_ok(s, report_changed_by(s->d, s->a, id, &by, &at, &s->e));
	assert_string_equal(by, "canbo");
}

static struct intake import(struct store *s, const struct report *r, bool replace)
{
	struct intake in;
	intake_init(&in, s->a, replace);
	in.db = s->d;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, report_store(&in, r, "report.md", &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	return in;
}

static void a_file_does_not_undo_what_was_written_in_the_office(void **state)
{
	struct store *s = ready(state);
	struct report r = sample(s, "2024-Q1", "Một"), held;
	struct intake in = import(s, &r, false);
	r.body = "Tệp sau {{portal|tin}}";
	in = import(s, &r, false);
	assert_int_equal(in.count[INTAKE_CHANGED], 1);
	held = get(s, 1);
	held.body = "Viết trên trang {{portal|tin}}";
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	struct audit t = opened(s);
	store_ok(s, report_change(&t, s->a, &held, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	in = import(s, &r, false);
	assert_int_equal(in.count[INTAKE_SAME], 1);
	assert_int_equal(in.notes.n, 1);
	assert_string_equal(get(s, 1).body, "Viết trên trang {{portal|tin}}");
	store_ok(s, db_run(s->d, &put_on_its_way, DB_ARGS(A("approval")), NULL, &s->e));
	assert_true(strstr(import(s, &r, false).notes.v[0].message, "chờ ký duyệt"));
	in = import(s, &r, true);
	assert_int_equal(in.count[INTAKE_CHANGED], 1);
	assert_string_equal(get(s, 1).body, "Tệp sau {{portal|tin}}");
}

static void two_of_one_title_and_period_are_refused(void **state)
{
	struct store *s = ready(state);
	int64_t id;
	struct report one = sample(s, "2024-Q1", "Một"), two = sample(s, "2024-Q1", "Hai");
	add(s, &one);
	two.id = add(s, &two);
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	struct audit t = opened(s);
	store_fails(s, report_add(&t, s->a, &one, &id, &s->e), RC_CONFLICT);
	two.title = "Một";
	store_fails(s, report_change(&t, s->a, &two, &s->e), RC_CONFLICT);
	two.id = 99;
	two.title = "Ba";
	store_fails(s, report_change(&t, s->a, &two, &s->e), RC_NOTFOUND);
	db_rollback(s->d);
	assert_string_equal(get(s, 2).title, "Hai");
}

static void the_last_report_is_found_by_its_period(void **state)
{
	struct store *s = ready(state);
	struct report q1 = sample(s, "2024-Q1", "A"), q3 = sample(s, "2023-Q3", "B"),
		      cchc = sample(s, "2024-Q1-cchc", "C"), found;
	cchc.kind = "BC-CCHC";
	add(s, &q1);
	add(s, &q3); /* brought in later, of an earlier period */
	add(s, &cchc);
	struct date june = { 2024, 6, 30 }, january = { 2024, 1, 31 }, long_ago = { 2020, 1, 1 };
	store_ok(s, report_last(s->d, s->a, "BC", june, &found, &s->e));
	assert_string_equal(found.title, "A");
	store_ok(s, report_last(s->d, s->a, "BC", january, &found, &s->e));
	assert_string_equal(found.title, "B");
	store_ok(s, report_last(s->d, s->a, "BC-CCHC", june, &found, &s->e));
	assert_string_equal(found.title, "C");
	assert_int_equal(report_last(s->d, s->a, "BC", long_ago, &found, &s->e), RC_NOTFOUND);
}

static void a_report_on_its_way_cannot_be_edited(void **state)
{
	struct store *s = ready(state);
	struct report r = sample(s, "2024-Q1", "Một");
	struct doc_way way;
	int64_t id = add(s, &r);
	store_ok(s, report_way(s->d, s->a, id, &way, &s->e));
	assert_true(way.editable && !way.state);
	store_ok(s, db_run(s->d, &put_on_its_way, DB_ARGS(A("draft")), NULL, &s->e));
	store_ok(s, report_way(s->d, s->a, id, &way, &s->e));
	assert_true(way.editable);
	static const char *const held[] = { "content", "format", "approval", "approved", "issued",
		"sent", "published", "recalled" };
	for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
		store_ok(s, db_run(s->d, &move_on, DB_ARGS(A(held[i])), NULL, &s->e));
		store_ok(s, report_way(s->d, s->a, id, &way, &s->e));
		assert_false(way.editable);
		assert_true(way.state && way.since == 1700000000);
		assert_string_equal(way.href, "/trinh-ky/bao-cao/1");
		if (text_eq(held[i], "approval"))
			assert_string_equal(way.who, "lãnh đạo");
	}
	store_ok(s, db_run(s->d, &move_on, DB_ARGS(A("returned")), NULL, &s->e));
	store_ok(s, report_way(s->d, s->a, id, &way, &s->e));
	assert_true(way.editable);
}

/* The photo of an activity comes with the figure's records; a file without a small picture too. */
static void files_of_evidence_come_with_the_records(void **state)
{
	struct store *s = ready(state);
	int64_t id;
	struct attachment photo = { .name = "anh.jpg",
		.type = "image/jpeg",
		.taken = "",
		.position = "" },
			  paper = { .name = "don.pdf",
				  .type = "application/pdf",
				  .taken = "",
				  .position = "" };
	struct activity x = { .code = "",
		.from = { 2024, 2, 1 },
		.channel = "portal",
		.title = "Tin",
		.task = "",
		.note = "" };
	store_ok(s, quantities_parse(s->a, "1 tin", &x.quantities, &s->e));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	struct audit t = opened(s);
	store_ok(s, attachment_add(&t, s->a, &photo, (struct bytes){ "abc", 3 },
			    (struct bytes){ "a", 1 }, &s->e));
	store_ok(s, attachment_add(&t, s->a, &paper, (struct bytes){ "def", 3 },
			    (struct bytes){ NULL, 0 }, &s->e));
	struct evidence one = { photo.name, photo.id, false },
			two = { paper.name, paper.id, false },
			three = { "https://example.vn/1", 0, false };
	ARENA_PUSH(s->a, &x.evidence, one);
	ARENA_PUSH(s->a, &x.evidence, two);
	ARENA_PUSH(s->a, &x.evidence, three);
	store_ok(s, activity_add(&t, s->a, &x, &id, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	struct report r = sample(s, "2024-Q1", "Một");
	struct figures f;
	store_ok(s, figures_load(s->d, s->a, &r.period, FIGURE_FLOW, &f, &s->e));
	const struct record *record = f.v[0].records[0];
	assert_int_equal(record->evidence.n, 3);
	assert_int_equal(record->files.n, 2);
	assert_int_equal(record->files.v[0].id, photo.id);
	assert_true(record->files.v[0].picture && !record->files.v[1].picture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(each_change_is_a_version_and_audited),
		STORE_TEST(a_file_does_not_undo_what_was_written_in_the_office),
		STORE_TEST(two_of_one_title_and_period_are_refused),
		STORE_TEST(the_last_report_is_found_by_its_period),
		STORE_TEST(a_report_on_its_way_cannot_be_edited),
		STORE_TEST(files_of_evidence_come_with_the_records),
	};
	return STORE_RUN(tests);
}
