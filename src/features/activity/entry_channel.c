/* Quick entry: which fields each channel has. A channel is recorded with just what it is counted by
 * (docs/HUONG-DAN.md, 3), in the order in which people say it. */
#include "features/activity/entry.h"
#include "lib/base/text.h"

/* clang-format off */
#define DAY       { .kind = INPUT_FROM, .label = "Ngày" }
#define FROM(l)   { .kind = INPUT_FROM, .label = l }
#define UNTIL(l)  { .kind = INPUT_TO, .label = l, .hint = "Để trống nếu chỉ một ngày" }
#define WHAT(l)   { .kind = INPUT_TITLE, .label = l }
#define MUST(l)   { .kind = INPUT_TITLE, .label = l, .required = true }
#define COUNT(l, u)    { .kind = INPUT_COUNT, .label = l, .unit = u }
#define USUAL(l, u, n) { .kind = INPUT_COUNT, .label = l, .unit = u, .initial = n }
#define WHERE(l)  { .kind = INPUT_PLACES, .label = l }, \
	{ .kind = INPUT_PLACE_OTHER, .label = "Nơi khác", .hint = "Nhiều nơi thì ngăn bằng dấu ;" }
#define LINK      { .kind = INPUT_REFERENCE, .label = "Đường dẫn bài đăng" }
#define WORDS(l)  { .kind = INPUT_NOTE, .label = l }
/* Behind "Thêm chi tiết". */
#define TASK      { .kind = INPUT_TASK, .label = "Nhiệm vụ trong kế hoạch", .more = true }
#define OTHER     { .kind = INPUT_QUANTITY, .label = "Số liệu khác", \
	.hint = "Ví dụ: 27 buổi; 1.500 lượt người", .more = true }
#define NOTE      { .kind = INPUT_NOTE, .label = "Ghi chú", .more = true }
#define INPUTS(name, ...) static const struct activity_input name[] = { __VA_ARGS__ }

INPUTS(station, DAY, WHAT("Bài, chương trình"), USUAL("Số lần phát", "lần phát", "1"),
	COUNT("Thời lượng", "phút"), WHERE("Phát ở"), TASK, OTHER, NOTE);
INPUTS(board, DAY, WHAT("Đưa lên bảng tin"), WHERE("Bảng tin ở"),
	USUAL("Số lần cập nhật", "lần cập nhật", "1"), TASK, OTHER, NOTE);
INPUTS(newsletter, DAY, WHAT("Tên bản tin"), USUAL("Mấy số", "số", "1"), COUNT("Số bản in", "bản"),
	TASK, OTHER, NOTE);
INPUTS(leaflet, WHERE("Phát ở"), COUNT("Số tờ", "tờ"), DAY, WHAT("Tờ rơi gì"), TASK, OTHER, NOTE);
INPUTS(meeting, WHAT("Cuộc họp gì"), WHERE("Họp ở"), COUNT("Số lượt người dự", "lượt người"),
	USUAL("Mấy cuộc", "cuộc", "1"), DAY, TASK, OTHER, NOTE);
INPUTS(portal, DAY, MUST("Tên tin"), LINK, USUAL("Mấy tin", "tin", "1"), TASK, OTHER, NOTE);
INPUTS(social, DAY, MUST("Bài về gì"), LINK, USUAL("Mấy bài", "bài", "1"),
	COUNT("Số lượt tiếp cận", "lượt tiếp cận"), TASK, OTHER, NOTE);
INPUTS(sms, DAY, WHAT("Nội dung tin nhắn"), COUNT("Số tin nhắn đã gửi", "tin nhắn"), TASK, OTHER,
	NOTE);
INPUTS(banner, WHERE("Treo ở"), USUAL("Mấy băng rôn", "băng rôn", "1"), FROM("Treo từ ngày"),
	UNTIL("Đến ngày"), WORDS("Chữ trên băng rôn"), TASK, OTHER);
INPUTS(mobile, DAY, WHERE("Đi qua"), USUAL("Mấy buổi", "buổi", "1"), COUNT("Thời lượng", "giờ"),
	WHAT("Nội dung"), TASK, OTHER, NOTE);
INPUTS(dialogue, WHAT("Đối thoại về"), WHERE("Ở"), COUNT("Số lượt người dự", "lượt người"),
	COUNT("Số ý kiến", "ý kiến"), USUAL("Mấy đợt", "đợt", "1"), DAY, TASK, OTHER, NOTE);
INPUTS(contest, MUST("Tên cuộc thi"), FROM("Từ ngày"), UNTIL("Đến ngày"),
	USUAL("Mấy cuộc", "cuộc", "1"), COUNT("Số bài dự thi", "bài dự thi"), WHERE("Ở"), TASK,
	OTHER, NOTE);
INPUTS(desk, COUNT("Số lượt hướng dẫn", "lượt hướng dẫn"), DAY, WHAT("Hướng dẫn về"), TASK, OTHER,
	NOTE);
INPUTS(feedback, DAY, WHAT("Về việc"), USUAL("Mấy ý kiến", "ý kiến", "1"), WHERE("Ở"), TASK, OTHER,
	NOTE);
INPUTS(survey, WHAT("Khảo sát về"), FROM("Từ ngày"), UNTIL("Đến ngày"), COUNT("Số phiếu", "phiếu"),
	WHERE("Ở"), TASK, OTHER, NOTE);
INPUTS(press, DAY, MUST("Tên bài"), LINK, USUAL("Mấy bài", "bài", "1"), TASK, OTHER, NOTE);

#define ROW(code, t) { #code, t, code, sizeof code / sizeof *code }
static const struct activity_inputs rows[] = {
	ROW(station, "Phát thanh nội dung cải cách hành chính"),
	ROW(board, "Cập nhật bảng tin công cộng"),
	ROW(newsletter, "Ra bản tin"),
	ROW(leaflet, "Phát tờ rơi, tài liệu"),
	ROW(meeting, "Họp, lồng ghép tuyên truyền"),
	ROW(portal, NULL),
	ROW(social, NULL),
	ROW(sms, "Nhắn tin tuyên truyền"),
	ROW(banner, "Treo băng rôn tuyên truyền"),
	ROW(mobile, "Xe tuyên truyền lưu động"),
	ROW(dialogue, "Đối thoại với nhân dân"),
	ROW(contest, NULL),
	ROW(desk, "Hướng dẫn tại bộ phận một cửa"),
	ROW(feedback, "Tiếp nhận phản ánh, kiến nghị"),
	ROW(survey, "Khảo sát, lấy ý kiến"),
	ROW(press, NULL),
};

/* What each role records first; a person may have several roles. */
static const struct {
	enum role role;
	const char *channels[4];
} firsts[] = {
	{ ROLE_DESK, { "desk" } },
	{ ROLE_STATION, { "station" } },
	{ ROLE_GROUP_HEAD, { "meeting", "leaflet", "banner" } },
	{ ROLE_EDITOR, { "portal", "social", "press" } },
};
/* clang-format on */

const struct activity_inputs *entry_inputs(const char *channel)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (text_eq(rows[i].channel, channel))
			return &rows[i];
	return NULL;
}

static void add(struct arena *a, struct texts *list, const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i], code))
			return;
	ARENA_PUSH(a, list, code);
}

size_t entry_order(struct arena *a, unsigned roles, const struct texts *planned, struct texts *out)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		for (size_t k = 0; roles & ROLE(firsts[i].role) && firsts[i].channels[k]; k++)
			add(a, &list, firsts[i].channels[k]);
	for (size_t i = 0; i < planned->n; i++)
		if (entry_inputs(planned->v[i]))
			add(a, &list, planned->v[i]);
	size_t first = list.n;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		add(a, &list, rows[i].channel);
	*out = list;
	return first ? first : list.n;
}
