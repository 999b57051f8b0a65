#include "core/doctype.h"

#include <string.h>

#include "lib/base/text.h"

static const struct doctype types[] = {
	{ "NQ", "Nghị quyết" },
	{ "QĐ", "Quyết định" },
	{ "CT", "Chỉ thị" },
	{ "QC", "Quy chế" },
	{ "QyĐ", "Quy định" },
	{ "TC", "Thông cáo" },
	{ "TB", "Thông báo" },
	{ "HD", "Hướng dẫn" },
	{ "CTr", "Chương trình" },
	{ "KH", "Kế hoạch" },
	{ "PA", "Phương án" },
	{ "ĐA", "Đề án" },
	{ "DA", "Dự án" },
	{ "BC", "Báo cáo" },
	{ "BB", "Biên bản" },
	{ "TTr", "Tờ trình" },
	{ "HĐ", "Hợp đồng" },
	{ "CĐ", "Công điện" },
	{ "BGN", "Bản ghi nhớ" },
	{ "BTT", "Bản thỏa thuận" },
	{ "GUQ", "Giấy ủy quyền" },
	{ "GM", "Giấy mời" },
	{ "GGT", "Giấy giới thiệu" },
	{ "GNP", "Giấy nghỉ phép" },
	{ "PG", "Phiếu gửi" },
	{ "PC", "Phiếu chuyển" },
	{ "PB", "Phiếu báo" },
};

const struct doctype *doctype_by_code(const char *code)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (text_eq(types[i].code, code))
			return &types[i];
	return NULL;
}

const char *doctype_file(struct arena *a, const char *number, struct date day, const char *usual)
{
	if (!*number)
		return usual;
	char *s = arena_strdup(a, number);
	for (char *p = s; *p; p++)
		if (strchr("/\\:*?\"<>|", *p) || (unsigned char)*p <= ' ')
			*p = '-';
	return date_valid(day) ? arena_printf(a, "%s-%s", s, date_iso(a, day)) : s;
}
