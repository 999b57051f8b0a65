/* The list of activities: its order, pages, filters and words. */
#include "store.h"

#include <string.h>

#include "core/unit.h"
#include "core/user.h"
#include "features/activity/list.h"
#include "features/plan/plan.h"
#include "lib/base/text.h"

static const struct db_schema schemas[] = {
	{ "core", core_schema_sql },
	{ "people", core_people_sql },
	{ "plan", plan_schema_sql },
	{ "activity", activity_schema_sql },
};
static const struct audit_actor by = { "canbo", "web 127.0.0.1" };
static const struct db_sql add_person = {
	"INSERT INTO account (login, name, active, created_at, totp_used) VALUES (?, ?, 1, 0, 0)"
	" RETURNING id"
};
static const struct db_sql forget_words = { "UPDATE activity SET words = ''" };
static const struct db_sql count_wordless = { "SELECT count(*) FROM activity WHERE words = ''" };
static const struct db_sql place_of = { "SELECT id FROM place WHERE name = ?" };

static const struct list_filter all = { .channel = "", .words = "" };

static int64_t person(struct store *s, const char *login)
{
	int64_t id;
	store_ok(s, db_one_int(s->d, &add_person, DB_ARGS(A(login), A(login)), &id, &s->e));
	return id;
}

struct entry {
	const char *day, *channel, *title, *numbers, *place, *evidence;
	int64_t account;
};

static int64_t add(struct store *s, struct audit *t, const struct entry *n)
{
	struct activity x = { .code = "",
		.channel = n->channel ? n->channel : "portal",
		.title = n->title ? n->title : "Tin",
		.task = "",
		.note = "",
		.account = n->account };
	struct evidence v = { .reference = n->evidence };
	int64_t id;
	assert_true(date_parse_iso(n->day, &x.from));
	store_ok(s, quantities_parse(s->a, n->numbers ? n->numbers : "", &x.quantities, &s->e));
	if (n->place)
		ARENA_PUSH(s->a, &x.places, n->place);
	if (n->evidence)
		ARENA_PUSH(s->a, &x.evidence, v);
	store_ok(s, activity_add(t, s->a, &x, &id, &s->e));
	return id;
}

static void begin(struct store *s, struct audit *t)
{
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	store_ok(s, audit_open(t, s->d, by, 1700000000, &s->e));
}

static struct list_page page(struct store *s, const struct list_filter *f, enum list_way way,
	const struct list_key *key, size_t size)
{
	struct list_page p;
	struct list_step step = { way, key, size };
	store_ok(s, list_load(s->d, s->a, f, &step, &p, &s->e));
	return p;
}

/* The titles found, in order. */
static const char *found(struct store *s, const struct list_filter *f)
{
	struct texts titles = { 0 };
	struct list_page p = page(s, f, LIST_OLDER, NULL, 50);
	for (size_t i = 0; i < p.n; i++)
		ARENA_PUSH(s->a, &titles, p.v[i].title);
	return text_join(s->a, &titles, "; ");
}

static const char *found_words(struct store *s, const char *words)
{
	struct list_filter f = all;
	f.words = words;
	return found(s, &f);
}

static void pages_follow_one_another_both_ways(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t ids[25], n;
	begin(s, &t);
	for (int i = 0; i < 25; i++) { /* three on a day: days are no key alone */
		const char *day = arena_printf(s->a, "2024-03-%02d", 1 + i / 3);
		ids[i] = add(s, &t, &(struct entry){ .day = day });
	}
	struct list_page p = page(s, &all, LIST_OLDER, NULL, 10);
	assert_false(p.newer);
	size_t at = 25;
	for (size_t pages = 1;; pages++) {
		for (size_t i = 0; i < p.n; i++)
			assert_int_equal(p.v[i].key.id, ids[--at]);
		assert_int_equal(p.older, pages < 3);
		if (!p.older)
			break;
		p = page(s, &all, LIST_OLDER, &p.v[p.n - 1].key, 10);
		assert_true(p.newer);
	}
	assert_int_equal(at, 0);
	p = page(s, &all, LIST_NEWER, &p.v[0].key, 10);
	assert_int_equal(p.v[0].key.id, ids[14]);
	assert_true(p.newer && p.older);
	p = page(s, &all, LIST_NEWER, NULL, 10);
	assert_int_equal(p.v[0].key.id, ids[9]);
	assert_int_equal(p.v[9].key.id, ids[0]);
	assert_true(p.newer && !p.older);
	store_ok(s, list_count(s->d, s->a, &all, &n, &s->e));
	assert_int_equal(n, 25);
	store_ok(s, db_commit(s->d, &s->e));
}

static void what_is_spelled_so_comes_first(void **state)
{
	struct store *s = *state;
	struct audit t;
	begin(s, &t);
	add(s, &t, &(struct entry){ "2024-03-01", .title = "Họp ở Ba Tơ" });
	add(s, &t, &(struct entry){ "2024-03-02", .title = "Họp ở Ba Tô" });
	add(s, &t, &(struct entry){ "2024-03-03", .title = "Tờ rơi ba thôn" });
	add(s, &t, &(struct entry){ "2024-03-04", .title = "Chỉ Tỏi", .place = "Xã Ba Tơ" });
	assert_string_equal(
		found_words(s, "Ba Tơ"), "Chỉ Tỏi; Họp ở Ba Tơ; Tờ rơi ba thôn; Họp ở Ba Tô");
	assert_string_equal(
		found_words(s, "ba tô"), "Họp ở Ba Tô; Chỉ Tỏi; Tờ rơi ba thôn; Họp ở Ba Tơ");
	/* Without accents what has the words together comes first. */
	assert_string_equal(
		found_words(s, "BA TO"), "Chỉ Tỏi; Họp ở Ba Tô; Họp ở Ba Tơ; Tờ rơi ba thôn");
	assert_string_equal(found_words(s, "to ro"), "Tờ rơi ba thôn");
	assert_string_equal(found_words(s, "Tỏi"), "Chỉ Tỏi");
	assert_string_equal(found_words(s, "%"), found(s, &all)); /* no word: no choice */
	assert_string_equal(found_words(s, "h_p%"), "");
	store_ok(s, db_commit(s->d, &s->e));
}

static void add_two_spellings(struct store *s, struct audit *t)
{
	for (int i = 0; i < 5; i++) {
		add(s, t,
			&(struct entry){
				arena_printf(s->a, "2024-03-%02d", 2 * i + 1), .title = "Tơ" });
		add(s, t,
			&(struct entry){
				arena_printf(s->a, "2024-03-%02d", 2 * i + 2), .title = "Tô" });
	}
}

static void same_page(const struct list_page *x, const struct list_page *y)
{
	assert_int_equal(x->n, y->n);
	for (size_t i = 0; i < x->n; i++)
		assert_int_equal(x->v[i].key.id, y->v[i].key.id);
	assert_int_equal(x->newer, y->newer);
	assert_int_equal(x->older, y->older);
}

/* Pages go on from what fits exactly to the rest, and back; `more` rows of the rest are older. */
static void cross(struct store *s, int more)
{
	struct audit t;
	struct list_filter f = all;
	f.words = "Tơ";
	begin(s, &t);
	add_two_spellings(s, &t);
	for (int i = 0; i < more; i++)
		add(s, &t, &(struct entry){ "2023-01-01", .title = "Tô" });
	struct list_page first = page(s, &f, LIST_OLDER, NULL, 4);
	struct list_page second = page(s, &f, LIST_OLDER, &first.v[3].key, 4);
	struct list_page third = page(s, &f, LIST_OLDER, &second.v[3].key, 4);
	assert_false(first.newer);
	assert_string_equal(first.v[3].title, "Tơ");
	assert_string_equal(second.v[0].title, "Tơ");
	assert_string_equal(second.v[1].title, "Tô");
	assert_int_equal(second.v[1].key.tier, 1);
	assert_int_equal(third.n, more ? 4 : 2);
	assert_int_equal(third.older, more > 0);
	struct list_page back = page(s, &f, LIST_NEWER, &third.v[0].key, 4);
	same_page(&back, &second);
	back = page(s, &f, LIST_NEWER, &second.v[0].key, 4);
	same_page(&back, &first);
	back = page(s, &f, LIST_NEWER, NULL, 4);
	assert_int_equal(back.n, 4);
	assert_true(back.newer && !back.older);
	assert_string_equal(back.v[3].title, "Tô");
	store_ok(s, db_commit(s->d, &s->e));
}

static void pages_cross_from_exact_to_alike(void **state)
{
	cross(*state, 0);
}

/* So many that they are not all looked at. */
static void pages_cross_among_many(void **state)
{
	cross(*state, 310);
}

static void filters_choose(void **state)
{
	struct store *s = *state;
	struct audit t;
	begin(s, &t);
	int64_t an = person(s, "an"), binh = person(s, "binh"), id;
	add(s, &t,
		&(struct entry){ "2024-03-01", "station", "A", "3 lần phát", "Thôn 1", NULL, an });
	id = add(s, &t,
		&(struct entry){ "2024-03-02", "desk", "B", NULL, "Thôn 2", "anh.jpg", binh });
	add(s, &t, &(struct entry){ "2024-04-01", "desk", "C", "chưa thống kê", NULL, NULL, an });
	add(s, &t, &(struct entry){ "2024-04-02", "desk", "D", "1 lượt", NULL, "x", 0 });
	struct list_filter f = all;
	f.channel = "desk";
	assert_string_equal(found(s, &f), "D; C; B");
	f.account = an;
	assert_string_equal(found(s, &f), "C");
	f = all;
	f.account = LIST_FROM_FILE;
	assert_string_equal(found(s, &f), "D");
	f = all;
	f.number = LIST_WITHOUT;
	assert_string_equal(found(s, &f), "C; B");
	f.evidence = LIST_WITH;
	assert_string_equal(found(s, &f), "B");
	f = all;
	f.from = (struct date){ 2024, 3, 2 };
	f.to = (struct date){ 2024, 4, 1 };
	assert_string_equal(found(s, &f), "C; B");
	f = all;
	store_ok(s, db_one_int(s->d, &place_of, DB_ARGS(A("Thôn 2")), &f.place, &s->e));
	assert_string_equal(found(s, &f), "B");
	store_ok(s, activity_set_removed(&t, s->a, id, true, &s->e));
	assert_string_equal(found(s, &f), "");
	f.removed = true;
	assert_string_equal(found(s, &f), "B");
	store_ok(s, db_commit(s->d, &s->e));
}

static void a_block_has_all_lists_of_its_rows(void **state)
{
	struct store *s = *state;
	struct audit t;
	struct list_page p;
	struct list_filter f = all;
	begin(s, &t);
	add(s, &t,
		&(struct entry){ "2024-03-01", "desk", "A", "1 lượt; 2 hồ sơ", "Thôn 1", "x", 0 });
	add(s, &t, &(struct entry){ "2024-03-01", "portal", "B", "1 tin", "Thôn 2", "y", 0 });
	add(s, &t, &(struct entry){ "2024-03-02", "desk", "C", NULL, "Thôn 3", "z", 0 });
	f.channel = "desk";
	store_ok(s, list_block(s->d, s->a, &f, NULL, 10, &p, &s->e));
	assert_int_equal(p.n, 2);
	assert_int_equal(p.v[0].quantities.n, 0);
	assert_string_equal(p.v[0].places.v[0], "Thôn 3");
	assert_int_equal(p.v[1].quantities.n, 2);
	assert_string_equal(p.v[1].places.v[0], "Thôn 1");
	assert_string_equal(p.v[1].references.v[0], "x");
	store_ok(s, list_block(s->d, s->a, &f, &p.v[0].key, 1, &p, &s->e));
	assert_string_equal(p.v[0].title, "A");
	store_ok(s, db_commit(s->d, &s->e));
}

static void rows_of_an_older_loa_get_their_words(void **state)
{
	struct store *s = *state;
	struct audit t;
	int64_t n;
	begin(s, &t);
	add(s, &t, &(struct entry){ "2024-03-01", .title = "Đối thoại", .place = "Xã Ba Tơ" });
	store_ok(s, db_run(s->d, &forget_words, DB_NONE, NULL, &s->e));
	store_ok(s, db_commit(s->d, &s->e));
	assert_string_equal(found_words(s, "đối"), "");
	store_ok(s, activity_words_fill(s->d, &s->e));
	store_ok(s, db_one_int(s->d, &count_wordless, DB_NONE, &n, &s->e));
	assert_int_equal(n, 0);
	assert_string_equal(found_words(s, "doi ba"), "Đối thoại");
	store_ok(s, activity_words_fill(s->d, &s->e));
}

static void keys_in_addresses_are_checked(void **state)
{
	struct store *s = *state;
	struct list_key k = { 1, "2024-03-05", 12 }, back;
	assert_true(list_key_parse(s->a, list_key_text(s->a, &k), &back));
	assert_int_equal(back.tier, 1);
	assert_string_equal(back.day, "2024-03-05");
	assert_int_equal(back.id, 12);
	static const char *const bad[] = { "", "1", "2.2024-03-05.1", "1.2024-02-30.1",
		"1.2024-03-05.", "1.2024-03-05.x", "1.2024-03-05.1x", "1.2024-03-05.-1",
		"1.2024-03-05.99999999999999999999", "1-2024-03-05.1" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(list_key_parse(s->a, bad[i], &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(pages_follow_one_another_both_ways),
		STORE_TEST(what_is_spelled_so_comes_first),
		STORE_TEST(pages_cross_from_exact_to_alike),
		STORE_TEST(pages_cross_among_many),
		STORE_TEST(filters_choose),
		STORE_TEST(a_block_has_all_lists_of_its_rows),
		STORE_TEST(rows_of_an_older_loa_get_their_words),
		STORE_TEST(keys_in_addresses_are_checked),
	};
	return STORE_RUN(tests);
}
