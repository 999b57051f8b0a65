/* Dates and numbers as they stand in running text. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Skips what people leave for a blank: dots, dashes below, ellipses, blanks. */
static const char *skip_blank(const char *p)
{
	for (;;) {
		size_t n = strspn(p, " ._");
		if (text_has_prefix(p + n, "…"))
			n += strlen("…");
		if (!n)
			return p;
		p += n;
	}
}

/* "ngày 05 tháng 3 năm 2024" at p; day and month may be blank. */
static bool read_long_date(const char *p, struct place_date *d)
{
	p = skip_blank(p + strlen("ngày"));
	d->day_digits = read_digits(&p, &d->day);
	p = skip_blank(p);
	if (!text_has_prefix(p, "tháng"))
		return false;
	p = skip_blank(p + strlen("tháng"));
	d->month_digits = read_digits(&p, &d->month);
	p = skip_blank(p);
	if (!text_has_prefix(p, "năm"))
		return false;
	p = skip_blank(p + strlen("năm"));
	int digits = read_digits(&p, &d->year);
	if (digits != 4)
		d->year = 0;
	p = skip_blank(p);
	return !*p && d->day <= 31 && d->month <= 12 && (digits == 4 || digits == 0);
}

bool place_date_parse(struct arena *a, const char *text, struct place_date *out)
{
	const char *low = low_of(a, text);
	const char *p = find_words(low, low, "ngày");
	struct place_date d = { 0 };
	if (!p || p == low || p - low > 80 || !read_long_date(p, &d))
		return false;
	const char *place = text_trim(a, arena_strndup(a, text, (size_t)(p - low)));
	size_t n = strlen(place);
	d.comma = n && place[n - 1] == ',';
	d.place = text_trim(a, arena_strndup(a, place, n - d.comma));
	if (!*d.place || strchr(d.place, ':') || strpbrk(d.place, "0123456789/;") != NULL) {
		/* "Phường 1, ngày ..." is a place; "số 24/KH-UBND ngày ..." is none. */
		if (!*d.place || strpbrk(d.place, ":/;"))
			return false;
	}
	*out = d;
	return true;
}

/* Words behind which a number counts nothing. */
static const char *const labels[] = { "số", "ngày", "tháng", "năm", "quý", "điều", "khoản", "điểm",
	"mục", "phần", "chương", "mức", "độ", "cấp", "khóa", "kỳ", "thứ", "đoạn", "tổ", "phường",
	"quận", "thôn", "bản", "khu", "xóm", "ấp", "hẻm", "km", "qđ", "nđ", "tt", "nq", "ct",
	"lần thứ", "đề án", "mẫu", "biểu", "phụ", "lục", "lúc", "version", "iso", "tcvn", "windows",
	"covid", NULL };

/* "tổng số 27 buổi": here "số" is no label. */
static bool is_total(struct arena *a, const char *low, const char *at)
{
	const char *before = text_trim(a, arena_strndup(a, low, (size_t)(at - low)));
	size_t n = strlen(before), k = strlen("tổng số");
	return n >= k && !strcmp(before + n - k, "tổng số");
}

/* Whether the number at `at` names something instead of counting. */
static bool labelled(struct arena *a, const char *low, const char *at)
{
	const char *word = word_before(a, low, at);
	if (!*word && at > low && strchr("/-.:", at[-1]) && at - low >= 2 && at[-2] != ' ')
		return at[-1] != ':'; /* inside a symbol such as KH-2024 */
	for (size_t i = 0; labels[i]; i++)
		if (text_eq(word, labels[i]))
			return !is_total(a, low, at);
	return false;
}

/* The end of the run of digits with its dots, commas and slashes between digits. */
static const char *run_end(const char *p)
{
	for (;;) {
		p += strspn(p, "0123456789");
		if (*p && strchr(".,/-", *p) && p[1] >= '0' && p[1] <= '9')
			p++;
		else
			return p;
	}
}

static long value_of(const char *digits)
{
	long v = 0;
	int n = 0;
	for (const char *p = digits; *p; p++) {
		if (*p == '.' && strspn(p + 1, "0123456789") == 3)
			continue;
		if (*p < '0' || *p > '9' || ++n > 12)
			return -1;
		v = v * 10 + (*p - '0');
	}
	return v;
}

/* Units of two words, as officials count. One word is taken where none of these stands. */
static const char *const units[] = { "băng rôn", "lượt người", "lượt nghe", "lượt phát", "lượt xem",
	"lượt truy cập", "lượt tiếp cận", "tin bài", "tin, bài", "bài viết", "bài dự thi",
	"chuyên mục", "buổi đối thoại", "ý kiến", "hồ sơ", "thủ tục", "văn bản", "tờ rơi", "tờ gấp",
	"pa nô", "áp phích", "khẩu hiệu", "bản tin", "tin nhắn", "người dân", "cuộc họp",
	"hội nghị", "cán bộ", "công chức", "hộ dân", "câu hỏi", "câu lạc bộ", NULL };

static const char *unit_at(struct arena *a, const char *p)
{
	p += strspn(p, " ");
	for (size_t i = 0; units[i]; i++) {
		const char *end = p + strlen(units[i]);
		if (text_has_prefix(p, units[i]) && !word_char(text_next(&end)))
			return units[i];
	}
	return *p == '%' ? "%" : word_at(a, p);
}

static const char *const vague_words[] = { "khoảng", "hơn", "gần", "trên", "dưới", "chừng", "tầm",
	NULL };

static bool is_vague(struct arena *a, const char *low, const char *at)
{
	const char *word = word_before(a, low, at);
	for (size_t i = 0; vague_words[i]; i++)
		if (text_eq(word, vague_words[i]))
			return true;
	return false;
}

/* A year standing alone, or 24/24, 24/7. */
static bool no_count(const char *digits, const char *unit)
{
	if (text_eq(digits, "24/24") || text_eq(digits, "24/7") || text_eq(digits, "7/7"))
		return true;
	struct date d;
	if (date_parse_vn(digits, &d))
		return true;
	return strlen(digits) == 4 &&
	       (text_has_prefix(digits, "19") || text_has_prefix(digits, "20")) && !*unit;
}

/* A spelled count, such as "một buổi", at p. */
static const char *const spelled[] = { "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám",
	"chín", "mười", NULL };
static const char *const spelled_units[] = { "buổi", "cuộc", "đợt", "lần", "tin", "bài", "lượt",
	"hội", "băng", "tờ", "phóng", "chuyên", "chương", "câu", "văn", "pa", NULL };

static bool has_spelled(struct arena *a, const char *low)
{
	for (size_t i = 0; spelled[i]; i++)
		for (const char *p = find_words(low, low, spelled[i]); p;
			p = find_words(low, p + 1, spelled[i])) {
			const char *unit = word_at(a, p + strlen(spelled[i]));
			for (size_t k = 0; spelled_units[k]; k++)
				if (text_eq(unit, spelled_units[k]))
					return true;
		}
	return false;
}

/* "3, 4" and "3 và 4": the second number is what the first one is. */
static bool joins(const char *from, const char *to)
{
	static const char *const between[] = { ",", "và", "-", "đến", NULL };
	while (from < to && *from == ' ')
		from++;
	for (size_t i = 0; between[i]; i++)
		if (text_has_prefix(from, between[i])) {
			const char *p = from + strlen(between[i]);
			return p + strspn(p, " ") == to;
		}
	return false;
}

bool figure_next(struct arena *a, const char *low, const char *from, struct figure_text *out)
{
	const char *label_end = NULL;
	for (const char *p = from; *p;) {
		const char *at = p + strcspn(p, "0123456789");
		if (!*at)
			return false;
		const char *end = run_end(at), *after = end;
		p = end;
		bool glued = at > low && at[-1] != ' ' && *word_before(a, low, at);
		/* "61/2018/nđ", "3g", "17/nq-cp" */
		if (*after == '/' || word_char(text_next(&after)) || glued)
			continue;
		if (labelled(a, low, at) || (label_end && joins(label_end, at))) {
			label_end = end;
			continue;
		}
		const char *digits = arena_strndup(a, at, (size_t)(end - at));
		const char *unit = unit_at(a, end);
		if (no_count(digits, unit))
			continue;
		*out = (struct figure_text){ at, digits, value_of(digits), unit,
			is_vague(a, low, at) };
		return true;
	}
	return false;
}

bool has_figure(struct arena *a, const char *low)
{
	struct figure_text f;
	return figure_next(a, low, low, &f) || has_spelled(a, low);
}
