#include "lib/doc/layout.h"

#include <math.h>
#include <stddef.h>

/* Newest first. Before 2020-03-05 Thông tư 01/2011/TT-BNV was in force; no record of it is kept,
 * since Loa has no document of that time to make. Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I (page,
 * font), Phần II (elements), Phần V (sizes). The decree allows the pairs 13/14/14 and 12/13/13 for
 * nation, motto and place; Loa uses 13/14/14. */
static const struct layout layouts[] = {
	{
		.from = { 2020, 3, 5 },
		.source = "Nghị định 30/2020/NĐ-CP, Phụ lục I",
		.page_width = 210,
		.page_height = 297,
		.top = { 20, 25, 20 },
		.bottom = { 20, 25, 20 },
		.left = { 30, 35, 30 },
		.right = { 15, 20, 20 },
		.size = {
			.nation = { 12, 13, 13 },
			.motto = { 13, 14, 14 },
			.issuer = { 12, 13, 13 },
			.number = { 13, 13, 13 },
			.place = { 13, 14, 14 },
			.kind = { 13, 14, 14 },
			.subject = { 13, 14, 14 },
			.letter = { 12, 13, 13 },
			.body = { 13, 14, 14 },
			.signing = { 13, 14, 14 },
			.copies_head = { 12, 12, 12 },
			.copies = { 11, 11, 11 },
			.page_number = { 13, 14, 14 },
			.annex = { 13, 14, 14 },
		},
		.indent = { 10, 12.7, 12.7 },
		.gap = { 6, INFINITY, 6 },
		.line_spacing = { 1, 1.5, 1 },
		.rule = { 1. / 3, 1. / 2, 0.4 },
		.letter_gap = 6,
		.nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
		.motto = "Độc lập - Tự do - Hạnh phúc",
		.font = "Times New Roman",
	},
};

const struct layout *layout_at(struct date day)
{
	enum { COUNT = sizeof layouts / sizeof *layouts };
	if (!day.month)
		day.month = 1;
	if (!day.day)
		day.day = 1;
	for (size_t i = 0; i < COUNT; i++)
		if (date_cmp(day, layouts[i].from) >= 0)
			return &layouts[i];
	return &layouts[COUNT - 1];
}
