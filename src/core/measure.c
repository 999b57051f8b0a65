#include "core/measure.h"

#include <string.h>

#include "lib/base/text.h"

static const char *const additive[] = {
	/* things made and shown */
	"tin",
	"bài",
	"tin, bài",
	"tin bài",
	"bản tin",
	"chuyên mục",
	"chuyên đề",
	"video",
	"clip",
	"ảnh",
	"số",
	"tờ",
	"tờ rơi",
	"tờ gấp",
	"cuốn",
	"quyển",
	"tài liệu",
	"bộ tài liệu",
	"bản",
	"băng rôn",
	"khẩu hiệu",
	"pa nô",
	"áp phích",
	"bảng",
	"bảng tin",
	"màn hình",
	"phướn",
	"cờ",
	"biển",
	"văn bản",
	"kế hoạch",
	"báo cáo",
	"công văn",
	"thông báo",
	"quyết định",
	"thủ tục",
	"thủ tục hành chính",
	"TTHC",
	/* occasions */
	"lần",
	"lần phát",
	"lần cập nhật",
	"lượt",
	"lượt phát",
	"đợt",
	"cuộc",
	"cuộc họp",
	"buổi",
	"hội nghị",
	"hội thi",
	"lớp",
	"lớp tập huấn",
	"chương trình",
	"sự kiện",
	"vòng",
	"chuyến",
	"ca",
	/* people and what they do; each its own unit */
	"người",
	"lượt người",
	"người dân",
	"công dân",
	"lượt công dân",
	"người dự",
	"lượt người dự",
	"người nghe",
	"lượt nghe",
	"lượt xem",
	"lượt truy cập",
	"lượt thích",
	"lượt chia sẻ",
	"lượt bình luận",
	"lượt tiếp cận",
	"lượt hướng dẫn",
	"lượt hỗ trợ",
	"lượt tư vấn",
	"người theo dõi",
	"thành viên",
	"hộ",
	"hộ dân",
	"hộ gia đình",
	"tổ chức",
	"doanh nghiệp",
	"đại biểu",
	"cán bộ",
	"công chức",
	"đoàn viên",
	"hội viên",
	"học sinh",
	"thí sinh",
	"tuyên truyền viên",
	"ý kiến",
	"câu hỏi",
	"kiến nghị",
	"phản ánh",
	"phiếu",
	"bài dự thi",
	"hồ sơ",
	"hồ sơ trực tuyến",
	"tin nhắn",
	"cuộc gọi",
	"tài khoản",
	"nhóm",
	"tổ",
	"đội",
	"câu lạc bộ",
	/* spans, lengths, areas, money */
	"phút",
	"giờ",
	"ngày",
	"tuần",
	"tháng",
	"m",
	"km",
	"m²",
	"ha",
	"đồng",
	"nghìn đồng",
	"triệu đồng",
	"cái",
	"chiếc",
	"bộ",
	"cụm loa",
	"loa",
	"xe",
	"điểm",
	"mô hình",
	"mã QR",
};

static const char *const places[] = { "thôn", "tổ dân phố", "khu dân cư", "khu phố", "ấp",
	"bản làng", "làng", "buôn", "xóm", "tổ dân cư", "thôn, tổ dân phố", "xã", "phường",
	"thị trấn", "địa bàn", "cơ quan", "đơn vị", "trường", "trường học" };

static const char *const occasions[] = { "giờ", "ngày", "tuần", "tháng", "quý", "năm", "buổi",
	"lần", "cuộc", "đợt", "người", "hộ", "thôn", "tin", "bài" };

static const char *const divisible[] = { "phút", "giờ", "ngày", "tuần", "tháng", "m", "km", "m²",
	"ha", "đồng", "nghìn đồng", "triệu đồng" };

static const struct {
	const char *written, *meant;
} spellings[] = {
	{ "m2", "m²" },
	{ "mét", "m" },
	{ "mét vuông", "m²" },
	{ "phần trăm", "%" },
	{ "băng-rôn", "băng rôn" },
	{ "băng zôn", "băng rôn" },
	{ "panô", "pa nô" },
	{ "pano", "pa nô" },
	{ "tdp", "tổ dân phố" },
	{ "giờ phát", "giờ" },
	{ "tthc", "TTHC" },
	{ "mã qr", "mã QR" },
	{ "phút phát", "phút" },
	{ "vnđ", "đồng" },
	{ "đ", "đồng" },
};

/* The lists are in lower case but for what `spellings` leads to. */
static const char *in_list(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(list[i], name))
			return list[i];
	return NULL;
}

#define IN(list, s) in_list((list), sizeof(list) / sizeof *(list), (s))

static const struct measure *make(struct arena *a, const char *name, enum measure_join join)
{
	struct measure *m = ARENA_NEW(a, struct measure);
	*m = (struct measure){ name, join, join == MEASURE_RATE || IN(divisible, name) };
	return m;
}

static const struct measure *find_rate(struct arena *a, const char *lower, const char *slash)
{
	const struct measure *what =
		measure_find(a, text_trim(a, arena_strndup(a, lower, (size_t)(slash - lower))));
	const char *per = IN(occasions, text_trim(a, slash + 1));
	if (!what || what->join == MEASURE_RATE || !per)
		return NULL;
	return make(a, arena_printf(a, "%s/%s", what->name, per), MEASURE_RATE);
}

const struct measure *measure_find(struct arena *a, const char *text)
{
	const char *lower = text_lower(a, text_squeeze(a, text));
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (text_eq(spellings[i].written, lower))
			lower = spellings[i].meant;
	const char *name;
	if ((name = IN(additive, lower)))
		return make(a, name, MEASURE_ADD);
	if ((name = IN(places, lower)))
		return make(a, name, MEASURE_PLACE);
	if (text_eq(lower, "%"))
		return make(a, "%", MEASURE_RATE);
	const char *slash = strchr(lower, '/');
	return slash ? find_rate(a, lower, slash) : NULL;
}

static const char *fold_in(struct arena *a, const char *const *list, size_t n, const char *folded)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(text_fold(a, list[i]), folded))
			return list[i];
	return NULL;
}

const char *measure_guess(struct arena *a, const char *text)
{
	const char *folded = text_fold(a, text);
	const char *name = fold_in(a, additive, sizeof additive / sizeof *additive, folded);
	return name ? name : fold_in(a, places, sizeof places / sizeof *places, folded);
}
