/* Place and date of issue; days in running text. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* A line of the head that was meant as place and date but lacks the date's words. */
static void check_missing(struct check *c)
{
	if (check_find(c, EL_NUMBER) || check_find(c, EL_NATION) || c->x->format != EXTRACT_TXT)
		check_say(c, "thieu-ngay", NULL,
			"Thêm dòng “Địa danh, ngày … tháng … năm …” cùng hàng với số.",
			"Không thấy địa danh và ngày tháng năm ban hành.");
}

static const char *zero(struct arena *a, int v)
{
	return arena_printf(a, "%02d", v);
}

static void check_zeros(struct check *c, const struct line *l, const struct place_date *d)
{
	if (d->day && d->day < 10 && d->day_digits == 1)
		check_say(c, "ngay-thang-so-0", l,
			arena_printf(c->a, "Ghi ngày %s.", zero(c->a, d->day)),
			"Ngày nhỏ hơn 10 phải có số 0 phía trước: “%s”.", l->text);
	if (d->month && d->month < 3 && d->month_digits == 1)
		check_say(c, "ngay-thang-so-0", l,
			arena_printf(c->a, "Ghi tháng %s.", zero(c->a, d->month)),
			"Tháng 1 và tháng 2 phải có số 0 phía trước: “%s”.", l->text);
	if (d->month > 2 && d->month < 10 && d->month_digits == 2)
		check_say(c, "ngay-thang-so-0", l, arena_printf(c->a, "Ghi tháng %d.", d->month),
			"Chỉ tháng 1 và tháng 2 thêm số 0: “%s”.", l->text);
}

/* Common family names and heroes: a unit named after a person keeps its unit word. */
static const char *const persons[] = { "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan",
	"vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương", "lý", "đinh", "trương", "lương",
	"mai", "đoàn", "cao", "tô", "tôn", "quang trung", "hai bà", "bà triệu", "hùng vương",
	"lạc long", "âu cơ", "kim", "chu", "nơ", "yết", "triệu", "trưng", "an dương", "hàm", "phù",
	"cách mạng", "thống nhất", NULL };

/* "Thị trấn Ba Tơ": a name of two syllables that is no known person's. Longer names may be persons
 * or events, so nothing is said. */
static void check_unit_word(struct check *c, const struct line *l, const char *place)
{
	static const char *const unit_words[] = { "thị trấn", "xã", "phường", NULL };
	const char *low = low_of(c->a, place);
	for (size_t i = 0; unit_words[i]; i++) {
		if (!starts_with_any(low, (const char *const[]){ unit_words[i], NULL }))
			continue;
		const char *name = place + strlen(unit_words[i]);
		name += strspn(name, " ");
		struct texts parts = text_split(c->a, name, ' ');
		if (!parts.n || parts.n > 2 || strpbrk(name, "0123456789") ||
			starts_with_any(low + (name - place), persons))
			return;
		check_say(c, "dia-danh-don-vi", l,
			arena_printf(c->a,
				"Xem lại: nếu “%s” không phải tên người, số hay sự kiện thì ghi “%s, "
				"ngày …”.",
				name, name),
			"Địa danh ghi cả chữ “%.*s”: “%s”. Quy tắc này Loa chưa đối chiếu được nguyên văn.",
			(int)strlen(unit_words[i]), place, l->text);
		return;
	}
}

static void check_place_line(struct check *c)
{
	const struct line *l = check_find(c, EL_PLACE);
	struct place_date d;
	if (!l || !place_date_parse(c->a, l->text, &d)) {
		check_missing(c);
		return;
	}
	if (!d.day || !d.month || !d.year)
		check_say(c, "ngay-trong", l, "Ghi ngày ký khi phát hành.",
			"%s còn để trống (“%s”): được phép khi là dự thảo chưa ký, phải có khi phát hành.",
			!d.year    ? "Năm"
			: !d.month ? (d.day ? "Tháng" : "Ngày, tháng")
				   : "Ngày",
			l->text);
	struct date day = { d.year, d.month, d.day };
	if (d.day && d.month && d.year && !date_valid(day))
		check_say(c, "ngay-khong-co", l, "Ghi đúng ngày ký.", "Không có ngày này: “%s”.",
			l->text);
	if (!d.comma)
		check_say(c, "dia-danh-dau-phay", l,
			arena_printf(c->a, "Ghi “%s, ngày …”.", d.place),
			"Sau địa danh thiếu dấu phẩy: “%s”.", l->text);
	check_zeros(c, l, &d);
	check_unit_word(c, l, d.place);
}

/* d/m/yyyy at p: the length, 0 where it is none. */
static size_t short_date(const char *p, int *day, int *month, int *year, int digits[2])
{
	const char *start = p;
	digits[0] = read_digits(&p, day);
	char sep = *p;
	if (!digits[0] || digits[0] > 2 || !sep || !strchr("/-.", sep))
		return 0;
	p++;
	digits[1] = read_digits(&p, month);
	if (!digits[1] || digits[1] > 2 || *p++ != sep || read_digits(&p, year) != 4)
		return 0;
	if (*year < 1900 || *year > 2199 || (*p >= '0' && *p <= '9') || *p == '/')
		return 0;
	return (size_t)(p - start);
}

static void check_short_dates(struct check *c, const struct line *l)
{
	for (const char *p = l->text; *p;) {
		p += strcspn(p, "0123456789");
		int d, m, y, digits[2];
		size_t n = *p ? short_date(p, &d, &m, &y, digits) : 0;
		/* Not inside a longer number or a document's code. */
		bool whole = n && (p == l->text || !strchr("./-", p[-1])) &&
			     (p == l->text || !*word_before(c->a, l->text, p) || p[-1] == ' ');
		if (whole) {
			const char *text = arena_strndup(c->a, p, n);
			struct date day = { y, m, d };
			if (!date_valid(day))
				check_say(c, "ngay-khong-co", l, "Ghi đúng ngày.",
					"Không có ngày %s.", text);
			else if ((d < 10 && digits[0] == 1) || (m < 3 && digits[1] == 1))
				check_say(c, "ngay-so-0-trong-bai", l,
					arena_printf(c->a, "Ghi %s.", date_short(c->a, day)),
					"Ngày %s thiếu số 0.", text);
		}
		p += n ? n : strspn(p, "0123456789");
	}
}

static void check_long_dates(struct check *c, const struct line *l)
{
	for (const char *p = find_words(l->low, l->low, "ngày"); p;
		p = find_words(l->low, p + 1, "ngày")) {
		const char *q = p + strlen("ngày");
		int day, month;
		q += strspn(q, " ");
		int n = read_digits(&q, &day);
		q += strspn(q, " ");
		if (!n || !text_has_prefix(q, "tháng"))
			continue;
		q += strlen("tháng");
		q += strspn(q, " ");
		int k = read_digits(&q, &month);
		if ((n == 1 && day < 10) || (k == 1 && month < 3))
			check_say(c, "ngay-so-0-trong-bai", l,
				arena_printf(c->a,
					month < 3 ? "Ghi ngày %02d tháng %02d."
						  : "Ghi ngày %02d tháng %d.",
					day, month),
				"Ngày %d tháng %d thiếu số 0.", day, month);
	}
}

void check_date(struct check *c)
{
	check_place_line(c);
	for (size_t i = 0; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->element == EL_PLACE || l->element == EL_NUMBER)
			continue;
		check_short_dates(c, l);
		check_long_dates(c, l);
	}
}
