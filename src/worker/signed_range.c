#include "worker/signed_range.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Whether p[0..n) is "<", the digits of exactly these bytes, and ">". */
static bool is_hex_of(const char *p, size_t n, struct bytes b)
{
	if (n != 2 * b.n + 2 || p[0] != '<' || p[n - 1] != '>')
		return false;
	for (size_t i = 0; i < b.n; i++) {
		int high = hex_value(p[1 + 2 * i]), low = hex_value(p[2 + 2 * i]);
		if (high < 0 || low < 0 || (unsigned char)b.p[i] != (high << 4 | low))
			return false;
	}
	return true;
}

const char *signed_range_check(struct bytes file, const long long range[4], struct bytes contents,
	struct signed_range *out)
{
	const long long size = (long long)file.n;
	if (range[0] != 0)
		return "phạm vi ký không bắt đầu từ đầu tệp";
	for (int i = 1; i < 4; i++)
		if (range[i] < 0 || range[i] > size)
			return "phạm vi ký chỉ ra ngoài tệp";
	if (range[2] < range[1] || range[3] > size - range[2])
		return "phạm vi ký chồng lên nhau hoặc chỉ ra ngoài tệp";
	if (!contents.n)
		return "không có dữ liệu chữ ký";
	if (!is_hex_of(file.p + range[1], (size_t)(range[2] - range[1]), contents))
		return "phạm vi ký bỏ ra ngoài nhiều hơn chính chữ ký";
	*out = (struct signed_range){ { file.p, (size_t)range[1] },
		{ file.p + range[2], (size_t)range[3] }, (size_t)(range[2] + range[3]) };
	return NULL;
}
