/* Guidance at the desk (lượt hướng dẫn tại bộ phận một cửa): a tap each. */
#include "features/activity/entry.h"
#include "lib/base/text.h"

/* Groups of procedures by which people at a desk sort what they are asked; a custom of communes,
 * no list of law. */
static const struct desk_subject subjects[] = {
	{ "", "Chung" },
	{ "ho-tich", "Hộ tịch" },
	{ "chung-thuc", "Chứng thực" },
	{ "dat-dai", "Đất đai" },
	{ "chinh-sach", "Chính sách xã hội" },
	{ "kinh-doanh", "Hộ kinh doanh" },
	{ "truc-tuyen", "Dịch vụ công trực tuyến" },
	{ "khac", "Việc khác" },
};

const struct desk_subject *desk_subjects(size_t *n)
{
	*n = sizeof subjects / sizeof *subjects;
	return subjects;
}

const struct desk_subject *desk_subject(const char *code)
{
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
		if (text_eq(subjects[i].code, code))
			return &subjects[i];
	return NULL;
}
