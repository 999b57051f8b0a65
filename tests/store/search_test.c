/* Search over what is public: the same answers on both engines. */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "core/search.h"
#include "lib/base/text.h"

static const struct db_schema schemas[] = { { "search", core_search_sql } };
enum { NOW = 1700000000 };

static void put(struct store *s, struct search_entry x)
{
	if (!x.kind)
		x.kind = "news";
	if (!x.href)
		x.href = arena_printf(s->a, "/tin/%lld", (long long)x.id);
	if (!x.code)
		x.code = "";
	if (!x.text)
		x.text = "";
	if (date_none(x.day))
		x.day = (struct date){ 2024, 3, 5 };
	store_ok(s, search_put(s->d, s->a, &x, &s->e));
}
#define PUT(number, ...) put(s, (struct search_entry){ .id = number, __VA_ARGS__ })

static struct store *ready(void **state)
{
	struct store *s = *state;
	store_ok(s, db_migrate(s->d, schemas, sizeof schemas / sizeof *schemas, &s->e));
	return s;
}

/* The links that are found, in order: "/tin/2 /tin/1". */
static const char *found_at(struct store *s, const char *typed, int64_t now)
{
	static const char *const known[] = { "Ba Tơ", "Ba Cung" };
	const struct texts names = { (const char **)known, 2, 2 };
	const struct search_query q = { typed, &names, now, 0, 20 };
	struct search_hits hits;
	struct texts list = { 0 };
	store_ok(s, search_find(s->d, s->a, &q, &hits, &s->e));
	assert_int_equal(hits.n, hits.all < 20 ? hits.all : 20);
	for (size_t i = 0; i < hits.n; i++)
		ARENA_PUSH(s->a, &list, hits.v[i].href);
	return text_join(s->a, &list, " ");
}

static const char *found(struct store *s, const char *typed)
{
	return found_at(s, typed, NOW);
}

static void accents_are_not_needed(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Cải cách thủ tục hành chính", .text = "Niêm yết công khai");
	PUT(2, .title = "Giá đất", .text = "Luật Đất đai");
	assert_string_equal(found(s, "thu tuc hanh chinh"), "/tin/1");
	assert_string_equal(found(s, "THỦ TỤC HÀNH CHÍNH"), "/tin/1");
	assert_string_equal(found(s, "dat dai"), "/tin/2");
	assert_string_equal(found(s, "đất đai"), "/tin/2");
	assert_string_equal(found(s, "niem yet cong khai"), "/tin/1");
}

static void wrong_tones_find_all_the_same(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Hướng dẫn đất đai");
	assert_string_equal(found(s, "hướng dân đât đai"), "/tin/1");
	assert_string_equal(found(s, "hương dẫn"), "/tin/1");
}

/* Accents that were typed are heeded first; where none were, the commune's own names are meant. */
static void accents_put_in_order(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Chợ phiên Ba Tơ", .day = { 2024, 1, 2 });
	PUT(2, .title = "Làng Ba Tô", .day = { 2024, 5, 1 });
	PUT(3, .title = "Đường mới", .text = "từ Ba Tơ đi Ba Tô", .day = { 2024, 6, 1 });
	assert_string_equal(found(s, "Ba Tô"), "/tin/2 /tin/1 /tin/3");
	assert_string_equal(found(s, "Ba Tơ"), "/tin/1 /tin/2 /tin/3");
	assert_string_equal(found(s, "Ba To"), "/tin/1 /tin/2 /tin/3");
	assert_string_equal(found(s, "cho phien ba to"), "/tin/1");
}

static void tiers_then_days(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Tiêm phòng", .day = { 2024, 1, 1 });
	PUT(2, .title = "Tin vắn", .text = "tiêm phòng dại", .day = { 2026, 1, 1 });
	PUT(3, .title = "Lịch tiêm phòng", .day = { 2025, 1, 1 });
	PUT(4, .title = "Khác", .text = "tiếm phông", .day = { 2026, 2, 1 });
	assert_string_equal(found(s, "tiêm phòng"), "/tin/3 /tin/1 /tin/2 /tin/4");
}

static void numbers_and_codes_come_first(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Nói về 24/KH-UBND", .day = { 2026, 1, 1 });
	PUT(2, .kind = "document", .href = "/cong-khai/2", .title = "Kế hoạch tuyên truyền",
		.code = "24/KH-UBND", .day = { 2024, 2, 19 });
	PUT(3, .kind = "document", .href = "/cong-khai/3", .title = "Kế hoạch khác",
		.code = "24/KH-UBNDTT", .day = { 2023, 2, 19 });
	PUT(4, .kind = "procedure", .href = "/thu-tuc/1.001612", .title = "Đăng ký kinh doanh",
		.code = "1.001612");
	assert_string_equal(found(s, "24/KH-UBND"), "/cong-khai/2 /cong-khai/3 /tin/1");
	assert_string_equal(found(s, "24 / kh-ubnd"), "/cong-khai/2 /cong-khai/3 /tin/1");
	assert_string_equal(found(s, "1.001612"), "/thu-tuc/1.001612");
	assert_string_equal(found(s, "1.001612.000.00.00.H48"), "/thu-tuc/1.001612");
	assert_string_equal(found(s, "kế hoạch 24"), "/cong-khai/2 /cong-khai/3");
}

/* As they stand on paper, are told over the phone, or are copied with the words around them. */
static void a_number_is_found_however_it_is_written(void **state)
{
	struct store *s = ready(state);
	PUT(1, .kind = "paper", .href = "/van-ban/1", .title = "Quy chế làm việc",
		.code = "7/QĐ-UBND");
	PUT(2, .kind = "paper", .href = "/van-ban/2", .title = "Kế hoạch", .code = "09/KH-UBND");
	PUT(3, .kind = "procedure", .href = "/thu-tuc/1.001193", .title = "Đăng ký khai sinh",
		.code = "1.001193");
	PUT(4, .title = "Họp ngày 05/3/2024");
	static const char *const paper[] = { "7/QĐ-UBND", "07/QĐ-UBND", "07/qd-ubnd",
		"Quyết định số 07/QĐ-UBND ngày 05/3/2024", "(07/QĐ-UBND)." };
	for (size_t i = 0; i < sizeof paper / sizeof *paper; i++)
		assert_string_equal(found(s, paper[i]), "/van-ban/1");
	assert_string_equal(found(s, "9/KH-UBND"), "/van-ban/2");
	static const char *const procedure[] = { "1001193", "mã 1.001193", "thủ tục 1.001193.",
		"Mã thủ tục: 1.001193.000.00.00.H48" };
	for (size_t i = 0; i < sizeof procedure / sizeof *procedure; i++)
		assert_string_equal(found(s, procedure[i]), "/thu-tuc/1.001193");
	assert_string_equal(found(s, "ngày 05/3/2024"), "/tin/4");
	assert_string_equal(found(s, "3001193"), "");
}

/* What asks is left out where nothing has it; what is asked about never. */
static void a_question_finds_what_it_is_about(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Đăng ký khai sinh", .text = "Điền tờ khai");
	PUT(2, .title = "Giá đất ở", .text = "Bao nhiêu là đủ");
	static const char *const typed[] = { "khai sinh ở đâu", "làm khai sinh hết bao nhiêu tiền?",
		"Đăng ký khai sinh cần giấy tờ gì", "khai sinh bao lau thi co" };
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		assert_string_equal(found(s, typed[i]), "/tin/1");
	assert_string_equal(found(s, "đất ở"), "/tin/2");
	assert_string_equal(found(s, "bao nhiêu"), "/tin/2");
	assert_string_equal(found(s, "ở đâu"), "");
	assert_string_equal(found(s, "khai sinh qwertyzz ở đâu"), "");
}

static void nonsense_finds_nothing(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Tin");
	static const char *const typed[] = { "qwertyzz", "", "   ", "\"", "'", "*", "AND", "a:b",
		"NEAR(", "(", "' OR 1", "{title}", "^", "-", "%", "\\", "\xe2\x80\xa6" };
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		assert_string_equal(found(s, typed[i]), "");
	assert_string_equal(found(s, "\"tin\" (*)"), "/tin/1");
}

static void what_is_replaced_or_dropped_is_gone(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Tên cũ", .text = "nội dung cũ");
	PUT(2, .title = "Tên cũ khác");
	PUT(1, .title = "Tên mới", .text = "nội dung mới");
	assert_string_equal(found(s, "ten cu"), "/tin/2");
	assert_string_equal(found(s, "noi dung moi"), "/tin/1");
	store_ok(s, search_drop(s->d, "news", 1, &s->e));
	store_ok(s, search_drop(s->d, "news", 1, &s->e));
	store_ok(s, search_drop(s->d, "document", 2, &s->e));
	assert_string_equal(found(s, "noi dung moi"), "");
	assert_string_equal(found(s, "ten"), "/tin/2");
}

static void only_between_its_moments(void **state)
{
	struct store *s = ready(state);
	PUT(1, .title = "Hẹn giờ", .from = NOW + 10, .until = NOW + 20);
	assert_string_equal(found_at(s, "hẹn giờ", NOW), "");
	assert_string_equal(found_at(s, "hẹn giờ", NOW + 10), "/tin/1");
	assert_string_equal(found_at(s, "hẹn giờ", NOW + 20), "");
}

/* More of one day than have a place at once; and a common word costs no more than it may. */
static void many_of_one_day(void **state)
{
	enum { MANY = 1100 };
	struct store *s = ready(state);
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	PUT(5000, .title = "Tin hôm sau", .day = { 2024, 3, 6 });
	for (int i = 1; i <= MANY; i++)
		PUT(i, .title = arena_printf(s->a, "Tin số %d", i));
	PUT(5001, .title = "Tin hôm trước", .day = { 2024, 3, 4 });
	store_ok(s, db_commit(s->d, &s->e));
	const struct search_query q = { "tin", NULL, NOW, SEARCH_MOST - 5, 20 };
	struct search_hits hits;
	store_ok(s, search_find(s->d, s->a, &q, &hits, &s->e));
	assert_int_equal(hits.all, SEARCH_MOST);
	assert_true(hits.more);
	assert_int_equal(hits.n, 5);
	assert_string_equal(found(s, "tin hom sau"), "/tin/5000");
	assert_string_equal(found(s, "tin số 1024"), "/tin/1024");
	assert_string_equal(found(s, "tin số 1100"), "/tin/1100");
}

static const char *drawn(struct store *s, const char *text, const char *typed, size_t most)
{
	struct search_pieces p = search_snippet(s->a, text, typed, most);
	struct texts list = { 0 };
	for (size_t i = 0; i < p.n; i++)
		ARENA_PUSH(s->a, &list,
			p.v[i].hit ? arena_printf(s->a, "[%s]", p.v[i].text) : p.v[i].text);
	return text_join(s->a, &list, "");
}

static void snippets_show_the_words_as_they_are(void **state)
{
	struct store *s = *state;
	assert_string_equal(
		drawn(s, "Luật Đất đai (mới).", "dat dai", 0), "Luật [Đất] [đai] (mới).");
	assert_string_equal(drawn(s, "đạt <b>", "dat", 0), "[đạt] <b>");
	assert_string_equal(drawn(s, "", "x", 0), "");
	assert_string_equal(drawn(s, "không có", "x", 40), "không có");
	const char *text =
		"một hai ba bốn năm sáu bảy tám chín mười mười một mười hai đích đến cuối cùng "
		"còn dài nữa và dài nữa và dài nữa";
	const char *cut = drawn(s, text, "dich", 40);
	assert_true(text_has_prefix(cut, "…"));
	assert_non_null(strstr(cut, "[đích]"));
	assert_true(text_has_prefix(cut + strlen(cut) - strlen("…"), "…"));
}

/* Syllables are in many words: those that stand together are what was asked for. */
static void snippets_begin_where_the_words_stand_together(void **state)
{
	struct store *s = *state;
	const char *text = "công khai mọi việc một hai ba bốn năm sáu bảy tám chín mười một hai ba "
			   "sinh động rồi đăng ký khai sinh cho trẻ";
	assert_non_null(strstr(drawn(s, text, "khai sinh", 60), "đăng ký [khai] [sinh] cho trẻ"));
	assert_non_null(strstr(drawn(s, text, "khai x", 60), "công [khai] mọi"));
	assert_non_null(strstr(drawn(s, text, "động việc", 60), "mọi [việc]"));
}

static void what_was_looked_for_is_told(void **state)
{
	struct store *s = ready(state);
	struct search_hits hits;
	PUT(1, .title = "Đăng ký khai sinh");
	struct search_query q = { "Khai sinh ở đâu", NULL, NOW, 0, 20 };
	store_ok(s, search_find(s->d, s->a, &q, &hits, &s->e));
	assert_string_equal(hits.words, "khai sinh");
	q.typed = "Khai sinh";
	store_ok(s, search_find(s->d, s->a, &q, &hits, &s->e));
	assert_string_equal(hits.words, "Khai sinh");
}

static enum rc put_again(struct db *d, struct arena *a, struct err *e)
{
	const struct search_entry x = { "news", 7, "/tin/7", "Làm lại", "", "", { 2024, 1, 1 }, 0,
		0 };
	return search_put(d, a, &x, e);
}

static void it_can_be_made_anew(void **state)
{
	struct store *s = ready(state);
	const struct search_source source = { put_again };
	const struct search_source *const all[] = { &source };
	store_ok(s, search_fill(s->d, all, 1, &s->e));
	assert_string_equal(found(s, "lam lai"), "/tin/7");
	PUT(8, .title = "Làm lại lần nữa");
	store_ok(s, search_fill(s->d, all, 1, &s->e)); /* by the same rules: nothing to do */
	assert_string_equal(found(s, "lam lai"), "/tin/8 /tin/7");
	store_ok(s, search_rebuild(s->d, all, 1, &s->e));
	assert_string_equal(found(s, "lam lai"), "/tin/7");
}

/* Words of every, every 30th and every 2000th row, whose ids lie over many slices: what is found in
 * the newest ones alone, in more of them, and only in all. */
enum { ROWS = 6000, A_SLICE = 100, SLICE = 1 << 15 };

static int64_t id_of(int i)
{
	return (int64_t)(i / A_SLICE + 1) * SLICE + i % A_SLICE;
}

static void finds_each(struct store *s, const char *word, int step, size_t max)
{
	struct db_ids out;
	struct db_words_span span = { 0 };
	size_t n = 0;
	store_ok(s, db_words_find(s->d, s->a, &span, DB_WORDS_TITLE, word, max, &out, &s->e));
	for (int i = ROWS - 1; i >= 0 && n < max; i--)
		if (i % step == 0) {
			assert_true(n < out.n);
			assert_int_equal(out.v[n++], id_of(i));
		}
	assert_int_equal(out.n, n);
}

static void the_newest_are_found_wherever_they_lie(void **state)
{
	struct store *s = ready(state);
	store_ok(s, db_begin(s->d, DB_WRITE, &s->e));
	for (int i = 0; i < ROWS; i++) {
		const char *t =
			arena_printf(s->a, "tin%s%s", i % 30 ? "" : " hiem", i % 2000 ? "" : " la");
		const struct db_words w = { t, "", t, "" };
		store_ok(s, db_words_put(s->d, id_of(i), &w, &s->e));
	}
	store_ok(s, db_commit(s->d, &s->e));
	finds_each(s, "tin", 1, 200);
	finds_each(s, "tin", 1, ROWS);
	finds_each(s, "hiem tin", 30, 10);
	finds_each(s, "hiem", 30, 60);
	finds_each(s, "la", 2000, 200);
	struct db_ids none;
	struct db_words_span span = { 0 };
	store_ok(s, db_words_find(s->d, s->a, &span, DB_WORDS_TITLE, "khongco", 200, &none, &s->e));
	assert_int_equal(none.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(accents_are_not_needed),
		STORE_TEST(wrong_tones_find_all_the_same),
		STORE_TEST(accents_put_in_order),
		STORE_TEST(tiers_then_days),
		STORE_TEST(numbers_and_codes_come_first),
		STORE_TEST(a_number_is_found_however_it_is_written),
		STORE_TEST(a_question_finds_what_it_is_about),
		STORE_TEST(nonsense_finds_nothing),
		STORE_TEST(what_is_replaced_or_dropped_is_gone),
		STORE_TEST(only_between_its_moments),
		STORE_TEST(many_of_one_day),
		STORE_TEST(snippets_show_the_words_as_they_are),
		STORE_TEST(snippets_begin_where_the_words_stand_together),
		STORE_TEST(what_was_looked_for_is_told),
		STORE_TEST(it_can_be_made_anew),
		STORE_TEST(the_newest_are_found_wherever_they_lie),
	};
	return STORE_RUN(tests);
}
