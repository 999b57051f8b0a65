/* The way's store: steps, what was frozen, numbers given by Loa, the queue of mails; on both
 * engines. */
#include "store.h"

#include <string.h>

#include "core/unit.h"
#include "core/user.h"
#include "features/activity/activity.h"
#include "features/dispatch/dispatch_int.h"
#include "features/dispatch/recipient.h"
#include "features/dispatch/sending.h"
#include "features/dispatch/shown.h"
#include "features/docreg/docreg.h"
#include "lib/base/text.h"

static const struct db_schema schemas[] = { { "core", core_schema_sql },
	{ "people", core_people_sql }, { "plan", plan_schema_sql },
	{ "activity", activity_schema_sql }, { "docreg", docreg_schema_sql },
	{ "report", report_schema_sql }, { "dispatch", dispatch_schema_sql } };
static const struct audit_actor by = { "canbo", "web 127.0.0.1" };
enum { NOW = 1700000000 };

static struct store *ready(void **state)
{
	struct store *s = *state;
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	return s;
}

static struct audit trail(struct store *s)
{
	struct audit t;
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(&t, s->d, by, NOW, &s->e));
	return t;
}

static const struct dispatch_doer officer = { 1, "Người A" }, leader = { 2, "Người B" };

static struct dispatch draft(void)
{
	return (struct dispatch){ .origin = "report/1", .subject = "Báo cáo mẫu" };
}

static enum rc take(struct store *s, struct audit *t, struct dispatch *x, const char *action,
	const struct dispatch_doer *who)
{
	const struct dispatch_step_rule *r = dispatch_step_rule(x->state, action);
	assert_non_null(r);
	return dispatch_take(t, s->a, x, r, who, "", NULL, &s->e);
}

static void steps_are_kept_with_person_and_time(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct dispatch x = draft(), back;
	struct dispatch_events all;
	store_ok(s, take(s, &t, &x, "trinh", &officer));
	store_ok(s, take(s, &t, &x, "noi-dung", &leader));
	store_ok(s, db_commit(s->d, &s->e));
	store_ok(s, dispatch_get(s->d, s->a, "report/1", &back, &s->e));
	assert_int_equal(back.state, DISPATCH_FORMAT);
	assert_int_equal(back.author, 1);
	assert_int_equal(back.version, x.version);
	store_ok(s, dispatch_history(s->d, s->a, x.id, &all, &s->e));
	assert_int_equal(all.n, 2);
	assert_string_equal(all.v[1].who, "Người B");
	assert_int_equal(all.v[1].at, NOW);
}

/* Two pages drawn from the same state: one of them comes too late. */
static void the_second_of_two_is_refused(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct dispatch x = draft(), y = draft();
	store_ok(s, take(s, &t, &x, "trinh", &officer));
	store_fails(s, take(s, &t, &y, "trinh", &leader), RC_CONFLICT);
	db_rollback(s->d);
	t = trail(s);
	x = draft();
	store_ok(s, take(s, &t, &x, "trinh", &officer));
	y = x;
	store_ok(s, take(s, &t, &x, "noi-dung", &leader));
	store_fails(s, take(s, &t, &y, "tra-lai", &leader), RC_CONFLICT);
	db_rollback(s->d);
}

static const struct db_sql spoil = { "UPDATE dispatch_frozen SET content = 'x'" };
static const struct db_sql forget = { "DELETE FROM dispatch_step" };

static void what_was_done_cannot_be_undone_in_the_tables(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct dispatch x = draft();
	store_ok(s, take(s, &t, &x, "trinh", &officer));
	store_ok(s, take(s, &t, &x, "noi-dung", &officer));
	store_ok(s, take(s, &t, &x, "the-thuc", &officer));
	const struct dispatch_step_rule *r = dispatch_step_rule(x.state, "duyet");
	store_ok(s, dispatch_take(&t, s->a, &x, r, &leader, "", "{}", &s->e));
	assert_true(x.frozen_id > 0);
	store_ok(s, db_commit(s->d, &s->e));
	store_fails(s, db_run(s->d, &spoil, DB_NONE, NULL, &s->e), RC_DENIED);
	store_fails(s, db_run(s->d, &forget, DB_NONE, NULL, &s->e), RC_DENIED);
}

/* The names of states stand in the view too, for features that read it. */
static void the_view_says_what_the_program_says(void **state)
{
	static const struct db_sql put = {
		"INSERT INTO dispatch (origin, subject, state, since, version, author_id)"
		" VALUES (?, '', ?, 0, 1, 1)"
	};
	static const struct db_sql look = {
		"SELECT state, state_label, editable, permission FROM v_dispatch ORDER BY origin"
	};
	struct store *s = ready(state);
	struct db_rows *r;
	int n = 0;
	for (int i = 0; i < DISPATCH_STATES; i++)
		store_ok(s, db_run(s->d, &put,
				    DB_ARGS(A(arena_printf(s->a, "report/%02d", i)),
					    A(dispatch_state_code((enum dispatch_state)i))),
				    NULL, &s->e));
	store_ok(s, db_query(s->d, s->a, &look, DB_NONE, &r, &s->e));
	for (; !db_next(r, &s->e); n++) {
		enum dispatch_state x;
		assert_true(dispatch_state_find(db_text(r, 0), &x));
		assert_string_equal(db_text(r, 1), dispatch_state_name(x));
		assert_int_equal(db_int(r, 2), dispatch_editable(x));
		size_t k, count;
		const struct dispatch_step_rule *rules = dispatch_step_rules(&count);
		for (k = 0; k < count; k++)
			if (rules[k].from == x && !rules[k].reason && !rules[k].own &&
				!rules[k].outside && x <= DISPATCH_ISSUED)
				assert_string_equal(
					db_text(r, 3), permission_name(rules[k].permission));
	}
	assert_int_equal(n, DISPATCH_STATES);
}

/* What an older Loa called sent though it was issued elsewhere, published here and taken down. */
static void the_state_of_what_was_issued_outside_is_mended(void **state)
{
	static const struct db_sql put = {
		"INSERT INTO dispatch (origin, subject, state, since, version, author_id)"
		" VALUES (?, '', ?, 0, 1, 1)"
	};
	static const struct db_sql step = {
		"INSERT INTO dispatch_step (dispatch_id, action, from_state, to_state, at, account_id,"
		" account_name, note) SELECT id, ?, 'draft', 'published', 0, 0, '', '' FROM dispatch"
		" WHERE origin = ?"
	};
	static const struct {
		const char *origin, *before, *action;
		enum dispatch_state after;
	} of[] = { { "plan/2023", "sent", "cong-khai-ngoai", DISPATCH_OUTSIDE },
		{ "plan/2024", "published", "cong-khai-ngoai", DISPATCH_PUBLISHED },
		{ "report/1", "sent", "cong-khai", DISPATCH_SENT } };
	enum { N = sizeof schemas / sizeof *schemas, ROWS = sizeof of / sizeof *of };
	struct store *s = *state;
	struct db_schema old[N];
	memcpy(old, schemas, sizeof old);
	const char *text = dispatch_schema_sql;
	old[N - 1].text = arena_strndup(s->a, text, (size_t)(strstr(text, "-- step 7:") - text));
	store_ok(s, db_migrate(s->d, old, N, &s->e));
	for (size_t i = 0; i < ROWS; i++) {
		store_ok(s,
			db_run(s->d, &put, DB_ARGS(A(of[i].origin), A(of[i].before)), NULL, &s->e));
		store_ok(s, db_run(s->d, &step, DB_ARGS(A(of[i].action), A(of[i].origin)), NULL,
				    &s->e));
	}
	ready(state);
	for (size_t i = 0; i < ROWS; i++) {
		struct dispatch x;
		store_ok(s, dispatch_get(s->d, s->a, of[i].origin, &x, &s->e));
		assert_int_equal(x.state, of[i].after);
		assert_int_equal(x.outside, i < 2);
	}
}

/* --- numbers: Nghị định 30/2020/NĐ-CP, Điều 15 --- */

static void enter(struct store *s, struct audit *t, int64_t number, const char *notation,
	const char *origin, enum rc expected)
{
	struct document d = { .number = number,
		.notation = notation,
		.day = { 2026, 3, 2 },
		.year = 2026,
		.subject = "Văn bản mẫu",
		.origin = origin };
	store_fails(s, document_enter(t, s->a, &d, &s->e), expected);
}

static int64_t next(struct store *s, const char *notation, bool one)
{
	int64_t n = 0;
	store_ok(s, document_next(s->d, 2026, notation, one, &n, &s->e));
	return n;
}

static void numbers_run_without_holes_of_their_own(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct document_gaps gaps;
	struct document_voids voids;
	assert_int_equal(next(s, "BC-UBND", false), 1);
	enter(s, &t, 1, "BC-UBND", "report/1", RC_OK);
	enter(s, &t, 1, "BC-UBND", "report/2", RC_CONFLICT);
	enter(s, &t, 1, "KH-UBND", "plan/2026", RC_OK);
	enter(s, &t, 4, "BC-UBND", "report/3", RC_OK); /* typed in */
	assert_int_equal(next(s, "BC-UBND", false), 5); /* steps over it */
	assert_int_equal(next(s, "BC-UBND", false), 6);
	enter(s, &t, 6, "BC-UBND", "report/4", RC_OK);
	assert_int_equal(next(s, "KH-UBND", false), 2);
	store_ok(s, document_leave(&t, s->a, "report/4", true, "nhầm", &s->e));
	assert_int_equal(next(s, "BC-UBND", false), 7); /* given up is not given again */
	store_ok(s, document_voids_load(s->d, s->a, 2026, &voids, &s->e));
	assert_int_equal(voids.n, 1);
	assert_int_equal(voids.v[0].number, 6);
	store_ok(s, document_gaps_load(s->d, s->a, 2026, &gaps, &s->e));
	/* 2, 3, 5, 7 of BC and 2 of KH. */
	assert_int_equal(gaps.n, 5);
	assert_int_equal(gaps.v[2].number, 5);
	/* One series for all begins behind the highest. */
	assert_int_equal(next(s, "QĐ-UBND", true), 5);
	assert_int_equal(next(s, "TB-UBND", true), 6);
	store_ok(s, db_commit(s->d, &s->e));
}

/* --- the queue of mails --- */

static struct sending send_one(struct store *s, struct audit *t)
{
	struct dispatch x = draft();
	store_ok(s, take(s, t, &x, "trinh", &officer));
	struct sending y = { .dispatch = x.id,
		.name = "Sở Mẫu",
		.way = SENDING_MAIL,
		.address = "so@mau.example",
		.note = "",
		.account = 1 };
	store_ok(s, sending_add(t, s->a, &y, "mau.example", &s->e));
	return y;
}

static struct sending found(struct store *s, const struct sending *x)
{
	struct sending y;
	store_ok(s, sending_by_token(s->d, s->a, x->token, &y, &s->e));
	return y;
}

/* A link is handed over once; somebody who confirmed has it without. */
static void a_link_is_handed_over_once(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct dispatch x = draft();
	struct dispatch_events all;
	store_ok(s, take(s, &t, &x, "trinh", &officer));
	struct sending y = { .dispatch = x.id,
		.name = "Sở Mẫu",
		.way = SENDING_BY_LINK,
		.address = "",
		.note = "",
		.account = 1 };
	store_ok(s, sending_add(&t, s->a, &y, "mau.example", &s->e));
	struct sending z = found(s, &y);
	assert_true(sending_waits(&z));
	z.handed_how = "zalo";
	z.handed_by = "Người A";
	store_ok(s, sending_hand(&t, s->a, &z, &s->e));
	store_fails(s, sending_hand(&t, s->a, &z, &s->e), RC_CONFLICT);
	z = found(s, &y);
	assert_false(sending_waits(&z));
	assert_int_equal(z.handed, NOW);
	assert_string_equal(sending_way_said(z.handed_how), "qua Zalo");
	store_ok(s, dispatch_note(&t, s->a, &x, "lien-ket", &officer, "1 nơi nhận", &s->e));
	store_ok(s, dispatch_history(s->d, s->a, x.id, &all, &s->e));
	assert_int_equal(all.n, 2);
	assert_int_equal(all.v[1].to, x.state);
	db_rollback(s->d);
}

static void a_mail_is_claimed_once(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct sending x = send_one(s, &t);
	struct outgoing o, none;
	bool waits;
	store_ok(s, outgoing_waits(s->d, NOW, &waits, &s->e));
	assert_true(waits);
	store_ok(s, outgoing_claim(s->d, s->a, NOW, &o, &s->e));
	assert_int_equal(outgoing_claim(s->d, s->a, NOW, &none, &s->e), RC_NOTFOUND);
	assert_string_equal(found(s, &x).mail_state, "trying");
	store_ok(s, outgoing_settle(&t, s->a, &o, OUTGOING_SENT, "250 ok", &s->e));
	assert_string_equal(found(s, &x).mail_state, "sent");
	assert_int_equal(found(s, &x).sent_at, NOW);
	store_fails(s, outgoing_again(&t, s->a, x.dispatch, o.id, &s->e), RC_CONFLICT);
	db_rollback(s->d);
}

static void a_mail_is_tried_later_and_fails_in_the_end(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct sending x = send_one(s, &t);
	struct outgoing o;
	const char *id = NULL;
	for (int i = 1; i <= MAIL_TRIES; i++) {
		int64_t due = found(s, &x).due;
		assert_int_equal(outgoing_claim(s->d, s->a, due - 1, &o, &s->e), RC_NOTFOUND);
		store_ok(s, outgoing_claim(s->d, s->a, due, &o, &s->e));
		assert_int_equal(o.tries, i);
		assert_true(!id || text_eq(id, o.message_id)); /* always the same one */
		id = o.message_id;
		store_ok(s, outgoing_settle(&t, s->a, &o, OUTGOING_LATER, "421", &s->e));
	}
	assert_string_equal(found(s, &x).mail_state, "failed");
	store_ok(s, outgoing_again(&t, s->a, x.dispatch, o.id, &s->e));
	assert_string_equal(found(s, &x).mail_state, "queued");
	db_rollback(s->d);
}

static void one_broken_off_waits_for_a_person(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct sending x = send_one(s, &t);
	struct outgoing o;
	int64_t n;
	store_ok(s, outgoing_claim(s->d, s->a, NOW, &o, &s->e));
	store_ok(s, outgoing_lost(s->d, NOW + MAIL_LOST, &n, &s->e));
	assert_int_equal(n, 0);
	store_ok(s, outgoing_lost(s->d, NOW + MAIL_LOST + 1, &n, &s->e));
	assert_int_equal(n, 1);
	assert_int_equal(outgoing_claim(s->d, s->a, NOW + 100000, &o, &s->e), RC_NOTFOUND);
	/* Whoever was slow cannot settle it any more. */
	store_ok(s, outgoing_settle(&t, s->a, &o, OUTGOING_SENT, "", &s->e));
	assert_string_equal(found(s, &x).mail_state, "unsure");
	db_rollback(s->d);
}

/* --- recipients --- */

static void recipients_follow_their_successors(void **state)
{
	struct store *s = ready(state);
	struct audit t = trail(s);
	const char *mail = "so@mau.example", *also = "Uỷ ban nhân dân huyện";
	struct recipient next_one = {
		.name = "Sở Nội vụ", .emails = { &mail, 1, 1 }, .from = { 2025, 7, 1 }
	};
	store_ok(s, recipient_put(&t, s->a, &next_one, &s->e));
	struct recipient old = { .name = "UBND huyện",
		.also = { &also, 1, 1 },
		.to = { 2025, 6, 30 },
		.successor = next_one.id };
	store_ok(s, recipient_put(&t, s->a, &old, &s->e));
	struct recipients all;
	store_ok(s, recipients_load(s->d, s->a, &all, &s->e));
	const char *lines[] = { "UBND huyện;", "uỷ ban nhân dân  huyện;", "UBND Huyen;",
		"Như trên;", "Lưu: VT, VH." };
	struct texts printed = { lines, 5, 5 };
	struct recipient_matches then = { 0 }, now = { 0 };
	recipients_match(s->a, &all, &printed, (struct date){ 2024, 4, 5 }, &then);
	recipients_match(s->a, &all, &printed, (struct date){ 2026, 4, 5 }, &now);
	assert_string_equal(then.v[0].now->name, "UBND huyện");
	assert_string_equal(now.v[0].found->name, "UBND huyện");
	assert_string_equal(now.v[0].now->name, "Sở Nội vụ");
	assert_string_equal(now.v[1].now->name, "Sở Nội vụ");
	assert_null(now.v[2].found); /* another word without its accents */
	assert_true(now.v[3].as_above && now.v[4].copy_only);
	/* Two people change the same one. */
	struct recipient first, second;
	store_ok(s, recipient_get(s->d, s->a, old.id, &first, &s->e));
	second = first;
	store_ok(s, recipient_put(&t, s->a, &first, &s->e));
	store_fails(s, recipient_put(&t, s->a, &second, &s->e), RC_CONFLICT);
	db_rollback(s->d);
}

/* --- evidence for the public --- */

static const struct db_sql put_activity = {
	"INSERT INTO activity (id, code, day_from, day_to, channel, title, task_code, note, origin)"
	" VALUES (?, '', '2024-03-05', '2024-03-05', 'banner', 'Treo băng rôn', '', '', 'web')"
};
static const struct db_sql put_evidence = {
	"INSERT INTO activity_evidence (activity_id, position, reference, shown) VALUES (?, ?, ?, ?)"
};
static const struct db_sql take_back = { "UPDATE activity SET removed_at = 1 WHERE id = ?" };

/* Two links, one for the public and one not, and what is no link; recorded at that moment. */
static void record(struct store *s, struct audit *t, int64_t id, int64_t at)
{
	struct audit_change c = { "activity", arena_printf(s->a, "%lld", (long long)id), AUDIT_ADD,
		NULL, "{}" };
	t->at = at;
	store_ok(s, db_run(s->d, &put_activity, DB_ARGS(A(id)), NULL, &s->e));
	store_ok(s, db_run(s->d, &put_evidence,
			    DB_ARGS(A(id), A(INT64_C(0)), A("https://mau.vn/rieng"), A(INT64_C(0))),
			    NULL, &s->e));
	store_ok(s, db_run(s->d, &put_evidence,
			    DB_ARGS(A(id), A(INT64_C(1)),
				    A(arena_printf(s->a, "https://mau.vn/%lld", (long long)id)),
				    A(INT64_C(1))),
			    NULL, &s->e));
	store_ok(s,
		db_run(s->d, &put_evidence,
			DB_ARGS(A(id), A(INT64_C(2)), A("Số 12/BC"), A(INT64_C(1))), NULL, &s->e));
	store_ok(s, audit_add(t, &c, &s->e));
}

/* Of five activities: printed; behind a figure that the text leaves out; behind none; taken back;
 * and one that has the id of a record approved before it. */
static void only_what_stands_behind_a_printed_figure_is_shown(void **state)
{
	enum { PRINTED = 2, LEFT_OUT, NOWHERE, TAKEN_BACK, REUSED };
	struct store *s = ready(state);
	struct audit t = trail(s);
	struct shown out;
	struct frozen_record printed[] = { { .id = TAKEN_BACK }, { .id = REUSED },
		{ .id = PRINTED } };
	struct frozen_record left_out[] = { { .id = LEFT_OUT } };
	struct frozen_figure figures[] = { { .ref = "so-lieu-1", .v = printed, .n = 3 },
		{ .ref = "", .v = left_out, .n = 1 } };
	struct dispatch_frozen f = { .at = NOW, .content = { .v = figures, .n = 2 } };
	for (int64_t id = PRINTED; id <= REUSED; id++)
		record(s, &t, id, id == REUSED ? NOW + 1 : NOW);
	store_ok(s, db_run(s->d, &take_back, DB_ARGS(A((int64_t)TAKEN_BACK)), NULL, &s->e));
	store_ok(s, shown_load(s->d, s->a, 7, &f, &out, &s->e));
	assert_int_equal(out.n, 1);
	assert_int_equal(out.v[0].activity, PRINTED);
	assert_string_equal(out.v[0].href, "https://mau.vn/2");
	f.at = NOW + 1; /* approved after it was recorded: it is the one that was approved */
	store_ok(s, shown_load(s->d, s->a, 7, &f, &out, &s->e));
	assert_int_equal(out.n, 2);
	assert_int_equal(out.v[1].activity, REUSED);
	f.content.n = 0;
	store_ok(s, shown_load(s->d, s->a, 7, &f, &out, &s->e));
	assert_int_equal(out.n, 0);
	db_rollback(s->d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(steps_are_kept_with_person_and_time),
		STORE_TEST(the_second_of_two_is_refused),
		STORE_TEST(what_was_done_cannot_be_undone_in_the_tables),
		STORE_TEST(the_view_says_what_the_program_says),
		STORE_TEST(the_state_of_what_was_issued_outside_is_mended),
		STORE_TEST(numbers_run_without_holes_of_their_own),
		STORE_TEST(a_link_is_handed_over_once),
		STORE_TEST(a_mail_is_claimed_once),
		STORE_TEST(a_mail_is_tried_later_and_fails_in_the_end),
		STORE_TEST(one_broken_off_waits_for_a_person),
		STORE_TEST(recipients_follow_their_successors),
		STORE_TEST(only_what_stands_behind_a_printed_figure_is_shown),
	};
	return STORE_RUN(tests);
}
