#include "core/channel.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"

/* Nghị định 49/2024/NĐ-CP, the eight kinds of grassroots information. */
#define ND49(kind) "Nghị định 49/2024/NĐ-CP: " kind

static const struct channel channels[] = {
	{ "station", "Đài truyền thanh", "lần phát", ND49("đài truyền thanh cấp xã") },
	{ "board", "Bảng tin công cộng", "lần cập nhật", ND49("bảng tin công cộng") },
	{ "newsletter", "Bản tin", "số", ND49("bản tin") },
	{ "leaflet", "Tờ rơi, tài liệu", "tờ", ND49("tài liệu không kinh doanh") },
	{ "meeting", "Cuộc họp, hội nghị", "cuộc", ND49("tuyên truyền viên cơ sở") },
	{ "portal", "Cổng thông tin điện tử", "tin", ND49("cổng, trang thông tin điện tử") },
	{ "social", "Mạng xã hội", "bài", ND49("mạng xã hội, ứng dụng nhắn tin") },
	{ "sms", "Tin nhắn viễn thông", "tin nhắn", ND49("tin nhắn viễn thông") },
	{ "banner", "Băng rôn, pa nô, áp phích", "băng rôn", NULL },
	{ "mobile", "Xe tuyên truyền lưu động", "buổi", NULL },
	{ "dialogue", "Đối thoại với nhân dân", "đợt", NULL },
	{ "contest", "Cuộc thi, hội thi", "cuộc", NULL },
	{ "desk", "Bộ phận một cửa", "lượt hướng dẫn", NULL },
	{ "feedback", "Phản ánh, kiến nghị", "ý kiến", NULL },
	{ "survey", "Khảo sát, lấy ý kiến", "phiếu", NULL },
	{ "press", "Báo chí", "bài", NULL },
};

enum { COUNT = sizeof channels / sizeof *channels };

/* As people say it, besides the name; without accents too. */
static const struct {
	const char *said, *code;
} usual[] = {
	{ "đài", "station" },
	{ "loa", "station" },
	{ "loa truyền thanh", "station" },
	{ "phát thanh", "station" },
	{ "truyền thanh", "station" },
	{ "bảng tin", "board" },
	{ "tờ rơi", "leaflet" },
	{ "tờ gấp", "leaflet" },
	{ "tài liệu", "leaflet" },
	{ "họp", "meeting" },
	{ "cuộc họp", "meeting" },
	{ "hội nghị", "meeting" },
	{ "cổng", "portal" },
	{ "cổng ttđt", "portal" },
	{ "trang thông tin điện tử", "portal" },
	{ "website", "portal" },
	{ "facebook", "social" },
	{ "fanpage", "social" },
	{ "zalo", "social" },
	{ "tin nhắn", "sms" },
	{ "băng rôn", "banner" },
	{ "pa nô", "banner" },
	{ "áp phích", "banner" },
	{ "khẩu hiệu", "banner" },
	{ "xe tuyên truyền", "mobile" },
	{ "xe lưu động", "mobile" },
	{ "đối thoại", "dialogue" },
	{ "hội thi", "contest" },
	{ "cuộc thi", "contest" },
	{ "một cửa", "desk" },
	{ "phản ánh", "feedback" },
	{ "kiến nghị", "feedback" },
	{ "khảo sát", "survey" },
	{ "lấy ý kiến", "survey" },
};

const struct channel *channel_list(size_t *n)
{
	*n = COUNT;
	return channels;
}

const struct channel *channel_by_code(const char *code)
{
	for (size_t i = 0; i < COUNT; i++)
		if (text_eq(channels[i].code, code))
			return &channels[i];
	return NULL;
}

const struct channel *channel_find(struct arena *scratch, const char *text)
{
	const struct channel *known = channel_by_code(text);
	if (known)
		return known;
	const char *folded = text_fold(scratch, text);
	for (size_t i = 0; i < COUNT; i++)
		if (text_eq(channels[i].code, folded) ||
			text_eq(text_fold(scratch, channels[i].name), folded))
			return &channels[i];
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (text_eq(text_fold(scratch, usual[i].said), folded))
			return channel_by_code(usual[i].code);
	return NULL;
}

const char *channel_unknown(struct arena *a, const char *text)
{
	struct buf b;
	buf_init(&b, a, 4096);
	buf_printf(&b, "không có kênh “%.60s”; các kênh: ", text);
	for (size_t i = 0; i < COUNT; i++)
		buf_printf(&b, "%s%s", i ? "; " : "", channels[i].name);
	return b.p;
}
