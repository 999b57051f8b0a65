/* Quick entry: the fields of each channel, and what is read out of a chat. */
#include "../test.h"

#include <string.h>

#include "core/channel.h"
#include "features/activity/entry.h"
#include "features/activity/entry_chat.h"
#include "lib/base/text.h"

/* A Friday. */
static const struct date TODAY = { 2024, 3, 8 };

static struct chat parse(struct arena *a, const char *text)
{
	struct chat_context c = { .today = TODAY };
	struct chat out;
	ARENA_PUSH(a, &c.places, "Cổng chào thị trấn");
	ARENA_PUSH(a, &c.places, "Trụ sở UBND thị trấn");
	entry_chat_parse(a, text, &c, &out);
	return out;
}

static const char *numbers(struct arena *a, const struct chat_proposal *p)
{
	struct activity x = { .quantities = p->quantities };
	return activity_numbers(a, &x);
}

/* All of a proposal in one line, to be compared. */
static const char *told(struct arena *a, const struct chat_proposal *p)
{
	return arena_printf(a, "%s|%s|%s|%s|%s%s", date_iso(a, p->day), p->channel, numbers(a, p),
		text_join(a, &p->places, ", "), p->sender, p->later ? "|chưa" : "");
}

static void expect(const char *text, const char *const wanted[], size_t n)
{
	struct arena *a = arena_new();
	struct chat c = parse(a, text);
	for (size_t i = 0; i < n && i < c.n; i++)
		assert_string_equal(told(a, &c.v[i]), wanted[i]);
	assert_int_equal(c.n, n);
	arena_free(a);
}

#define EXPECT(text, ...) \
	expect(text, (const char *const[]){ __VA_ARGS__ }, \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

/* Nghị định 49/2024/NĐ-CP: each of the eight kinds, and those of CCHC plans, can be recorded. */
static void every_channel_has_its_fields(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	size_t n;
	const struct channel *list = channel_list(&n);
	for (size_t i = 0; i < n; i++) {
		const struct activity_inputs *in = entry_inputs(list[i].code);
		bool own = false, day = false;
		assert_non_null(in);
		for (size_t k = 0; k < in->n; k++) {
			const struct activity_input *f = &in->v[k];
			day = day || f->kind == INPUT_FROM;
			if (f->kind != INPUT_COUNT)
				continue;
			own = own || text_eq(f->unit, list[i].unit);
			const struct measure *m = measure_find(a, f->unit);
			assert_true(m && text_eq(m->name, f->unit));
		}
		assert_true(day);
		assert_true(own); /* what figures count it by */
		assert_true(in->title || in->v[0].required || in->v[1].required);
	}
	assert_null(entry_inputs("khong-co"));
	arena_free(a);
}

static void each_role_sees_its_own_first(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct texts planned = { 0 }, order;
	size_t all;
	channel_list(&all);
	assert_int_equal(entry_order(a, ROLE(ROLE_OFFICER), &planned, &order), all);
	ARENA_PUSH(a, &planned, "portal");
	ARENA_PUSH(a, &planned, "desk");
	ARENA_PUSH(a, &planned, "gone");
	assert_int_equal(entry_order(a, ROLE(ROLE_DESK), &planned, &order), 2);
	assert_string_equal(order.v[0], "desk");
	assert_string_equal(order.v[1], "portal");
	assert_int_equal(order.n, all);
	assert_int_equal(entry_order(a, ROLE(ROLE_GROUP_HEAD), &planned, &order), 5);
	assert_string_equal(order.v[0], "meeting");
	assert_int_equal(entry_order(a, ROLE(ROLE_STATION), &planned, &order), 3);
	assert_string_equal(order.v[0], "station");
	arena_free(a);
}

static void numbers_of_a_field_take_its_unit(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct err e;
	struct activity x = { 0 };
	err_init(&e, a);
	assert_int_equal(activity_count_parse(a, "hơn 40", "lượt người", &x.quantities, &e), RC_OK);
	assert_string_equal(activity_numbers(a, &x), "hơn 40 lượt người");
	assert_int_equal(
		activity_count_parse(a, "40 lượt người", "lượt người", &x.quantities, &e), RC_OK);
	assert_int_equal(activity_count_parse(a, "chưa thống kê", "tờ", &x.quantities, &e), RC_OK);
	assert_string_equal(activity_numbers(a, &x), "chưa thống kê tờ");
	assert_int_equal(
		activity_count_parse(a, "40 hộ", "lượt người", &x.quantities, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "chỉ ghi số lượt người"));
	err_clear(&e);
	assert_int_equal(activity_count_parse(a, "12.0000", "tờ", &x.quantities, &e), RC_INVALID);
	arena_free(a);
}

static void messages_of_zalo(void **state)
{
	(void)state;
	EXPECT("[05/03/2024 08:15] Nguyễn Văn Mẫu: Tối qua tổ dân phố 3 họp dân, hơn 45 lượt người dự\n"
	       "[05/03/2024 08:16] Nguyễn Văn Mẫu: [Hình ảnh]\n"
	       "[05/03/2024 08:20] Trần Thị Mẫu: Dạ vâng\n"
	       "[08:45 06/03/2024] Trần Thị Mẫu: Đã treo 2 băng rôn ở cổng chào thị trấn\n"
	       "và phát 1.500 tờ rơi\n",
		"2024-03-04|meeting|hơn 45 lượt người dự|Tổ dân phố 3|Nguyễn Văn Mẫu",
		"2024-03-06|banner|2 băng rôn; 1.500 tờ rơi|Cổng chào thị trấn|Trần Thị Mẫu");
}

static void names_above_their_times(void **state)
{
	(void)state;
	EXPECT("Hôm qua\n"
	       "Lê Văn Mẫu\n"
	       "08:15\n"
	       "Sáng nay phát thanh 3 lần phát, 15 phút về dịch vụ công\n"
	       "Nguyễn Thị Mẫu\n"
	       "2:05 CH\n"
	       "Một cửa hôm nay 27 lượt hướng dẫn\n"
	       "Thứ Ba, 05/03/2024\n"
	       "Lê Văn Mẫu\n"
	       "10:00\n"
	       "đối thoại với nhân dân, 12 ý kiến\n",
		"2024-03-07|station|3 lần phát; 15 phút||Lê Văn Mẫu",
		"2024-03-07|desk|27 lượt hướng dẫn||Nguyễn Thị Mẫu",
		"2024-03-05|dialogue|12 ý kiến||Lê Văn Mẫu");
}

static void other_ways_of_copying(void **state)
{
	(void)state;
	EXPECT("05/03/2024, 08:15 - Mẫu A: họp tổ 2, 30 lượt người\n"
	       "05/03/2024, 08:16 - Mẫu A: <Media omitted>\n",
		"2024-03-05|meeting|30 lượt người|Tổ dân phố 2|Mẫu A");
	/* The channel's own unit by its first word; what each time took is not what all took. */
	EXPECT("05/03/2024, 08:15 - Mẫu A: đã phát thanh 2 lần về căn cước, mỗi lần 15 phút\n"
	       "05/03/2024, 09:15 - Mẫu A: một cửa 27 lượt, mỗi người mang 2 bản\n",
		"2024-03-05|station|2 lần phát||Mẫu A", "2024-03-05|desk|27 lượt hướng dẫn||Mẫu A");
	/* Paragraphs without any header are of today. */
	EXPECT("Treo 1 băng rôn tại Trụ sở UBND thị trấn\n\nNgày 01/3 khảo sát 20-30 phiếu",
		"2024-03-08|banner|1 băng rôn|Trụ sở UBND thị trấn|",
		"2024-03-01|survey|20-30 phiếu||");
	/* Without accents, words of two are known; numbers keep theirs. */
	EXPECT("da treo bang ron o cong chao", "2024-03-08|banner|chưa có số liệu||");
}

static void what_is_still_to_come_is_told(void **state)
{
	(void)state;
	EXPECT("[05/03/2024 08:15] A: Ngày mai họp tổ dân phố lúc 19h\n"
	       "[05/03/2024 08:16] A: Mai mình họp không?\n"
	       "[05/03/2024 08:16] A: Ngày 20/3/2024 hội nghị\n",
		"2024-03-05|meeting|chưa có số liệu||A|chưa",
		"2024-03-05|meeting|chưa có số liệu||A|chưa",
		"2024-03-20|meeting|chưa có số liệu||A|chưa");
}

static void numbers_that_are_none(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct chat c = parse(a,
		"họp lúc 19h30 ngày 5/3, phòng 12, số 05/KH-UBND, 40 lượt người, 40 lượt người, 12.0000 tờ, 6/6 thôn");
	assert_int_equal(c.n, 1);
	assert_string_equal(numbers(a, &c.v[0]), "40 lượt người; 6/6 thôn");
	arena_free(a);
}

static void what_was_not_understood_is_shown(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct chat c = parse(a,
		"[05/03/2024 08:15] Mẫu: Chào cả nhà\n[05/03/2024 08:16] Mẫu: hôm nay tiếp 40 hộ dân\n"
		"[32/13/2024 08:15] Mẫu: không có ngày này\n");
	assert_int_equal(c.n, 1);
	assert_string_equal(c.v[0].channel, ""); /* a number, and no word for the channel */
	assert_string_equal(numbers(a, &c.v[0]), "40 hộ dân");
	assert_int_equal(c.rest.n, 1);
	assert_string_equal(c.rest.v[0], "08:15 Mẫu: Chào cả nhà");
	assert_non_null(strstr(c.v[0].text, "không có ngày này")); /* no head: it goes on */
	arena_free(a);
}

static void photos_follow_their_message(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct chat c =
		parse(a, "[05/03/2024 08:15] A: họp tổ 1\n[05/03/2024 08:15] B: họp tổ 2\n"
			 "[05/03/2024 08:16] A: [Hình ảnh]\n[05/03/2024 08:17] A: [Hình ảnh]\n"
			 "[05/03/2024 08:18] B: [Ảnh]\n[05/03/2024 08:18] C: [Ảnh]\n");
	assert_int_equal(c.n, 2);
	assert_int_equal(c.v[0].photos, 2);
	assert_int_equal(c.v[1].photos, 1);
	arena_free(a);
}

static void long_messages_get_a_short_title(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b;
	buf_init(&b, a, 1 << 16);
	buf_puts(&b, "họp ");
	for (int i = 0; i < 400; i++)
		buf_puts(&b, "tuyên truyền ");
	struct chat c = parse(a, b.p);
	assert_int_equal(c.n, 1);
	assert_true(text_length(c.v[0].title) <= 151);
	assert_string_equal(c.v[0].text, text_trim(a, b.p));
	buf_clear(&b);
	for (int i = 0; i < 60; i++)
		buf_printf(&b, "[05/03/2024 08:15] A: họp %d\n", i);
	c = parse(a, b.p);
	assert_int_equal(c.n, CHAT_PROPOSALS);
	assert_int_equal(c.rest.n, 60 - CHAT_PROPOSALS);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_channel_has_its_fields),
		cmocka_unit_test(each_role_sees_its_own_first),
		cmocka_unit_test(numbers_of_a_field_take_its_unit),
		cmocka_unit_test(messages_of_zalo),
		cmocka_unit_test(names_above_their_times),
		cmocka_unit_test(other_ways_of_copying),
		cmocka_unit_test(what_is_still_to_come_is_told),
		cmocka_unit_test(numbers_that_are_none),
		cmocka_unit_test(what_was_not_understood_is_shown),
		cmocka_unit_test(photos_follow_their_message),
		cmocka_unit_test(long_messages_get_a_short_title),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
