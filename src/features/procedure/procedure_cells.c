/* A version as cells: columns of a table, fields of a form, one grammar for both. A line is a
 * thing, its parts are divided by "|". */
#include <stdlib.h>
#include <string.h>

#include "features/procedure/cells_int.h"
#include "lib/base/text.h"

static const struct procedure_column_row columns[PCOLS] = {
	[PCOL_NAME] = { "ten", "Tên thủ tục", "Như trong quyết định công bố.", false },
	[PCOL_STATUS] = { "tinh-trang", "Tình trạng",
		"thêm mới; sửa đổi, bổ sung; thay thế; bãi bỏ", false },
	[PCOL_NUMBER] = { "so-qd", "Số quyết định", "Ví dụ 12/QĐ-UBND.", false },
	[PCOL_DAY] = { "ngay-qd", "Ngày quyết định", NULL, false },
	[PCOL_ISSUER] = { "co-quan-qd", "Cơ quan công bố", NULL, false },
	[PCOL_FROM] = { "tu-ngay", "Có hiệu lực từ", NULL, false },
	[PCOL_TO] = { "den-ngay", "Có hiệu lực đến", "Không ghi: chưa có ngày hết hiệu lực.",
		false },
	[PCOL_LEVEL] = { "muc-do", "Mức độ trực tuyến",
		"Như trong cơ sở dữ liệu quốc gia: toàn trình, một phần.", false },
	[PCOL_ONLINE] = { "truc-tuyen", "Địa chỉ làm trực tuyến",
		"Địa chỉ của thủ tục trên Cổng Dịch vụ công quốc gia.", false },
	[PCOL_CASES] = { "truong-hop", "Trường hợp",
		"Mỗi dòng: mã | tên. Ví dụ: qua-han | Đăng ký quá hạn", true },
	[PCOL_STEPS] = { "trinh-tu", "Trình tự thực hiện", "Mỗi dòng một bước.", true },
	[PCOL_PLACES] = { "cach-thuc", "Cách thức thực hiện",
		"Mỗi dòng: trực tiếp, trực tuyến hoặc bưu chính | nơi, cách nộp", true },
	[PCOL_PAPERS] = { "ho-so", "Thành phần hồ sơ",
		"Mỗi dòng: tên giấy tờ | 1 chính, 1 sao | mã trường hợp | ghi chú", true },
	[PCOL_SETS] = { "so-luong", "Số lượng hồ sơ", "Ví dụ: 01 bộ.", false },
	[PCOL_LIMITS] = { "thoi-han", "Thời hạn giải quyết",
		"Mỗi dòng: 3 ngày làm việc | mã trường hợp | cách thức. Trong ngày: trong ngày, nhận "
		"trước 15:00",
		true },
	[PCOL_WHO] = { "doi-tuong", "Đối tượng thực hiện", "Mỗi dòng một đối tượng.", true },
	[PCOL_RECEIVES] = { "noi-nhan", "Nơi tiếp nhận", NULL, false },
	[PCOL_DECIDES] = { "co-quan", "Cơ quan thực hiện", NULL, false },
	[PCOL_WITH] = { "phoi-hop", "Cơ quan phối hợp", NULL, false },
	[PCOL_FORMS] = { "mau-don", "Mẫu đơn, tờ khai", "Mỗi dòng: tên | địa chỉ tải", true },
	[PCOL_RESULTS] = { "ket-qua", "Kết quả", "Mỗi dòng một kết quả.", true },
	[PCOL_CONDITIONS] = { "dieu-kien", "Yêu cầu, điều kiện", "Mỗi dòng một điều kiện.", true },
	[PCOL_FEES] = { "phi", "Phí, lệ phí",
		"Mỗi dòng: tên | mức | mã trường hợp | cách thức | căn cứ. Mức: 8.000 hoặc "
		"2.000/trang; từ 3: 1.000; tối đa 200.000/bản",
		true },
	[PCOL_RELIEFS] = { "mien-giam", "Miễn, giảm",
		"Mỗi dòng: ai được | 100% | tên khoản thu | mã trường hợp | cách thức | căn cứ",
		true },
	[PCOL_LAWS] = { "can-cu", "Căn cứ pháp lý", "Mỗi dòng một văn bản.", true },
};

const struct procedure_column_row *procedure_column(enum procedure_column c)
{
	return &columns[c];
}

/* --- terms --- */

/* Midnight is no hour by which anything is handed in. */
static bool hour_parse(const char *s, int *out)
{
	int minutes;
	if (!date_clock_parse(s, &minutes) || !minutes)
		return false;
	*out = minutes;
	return true;
}

static bool skip(const char **s, const char *word)
{
	bool found = text_has_prefix(*s, word);
	*s += found ? strlen(word) : 0;
	return found;
}

/* "..., nếu tiếp nhận yêu cầu sau 15 giờ", with "trong ngày làm việc tiếp theo" before or behind:
 * the one hour that is named. */
static bool next_day_parse(struct arena *a, const char *s, int *until)
{
	static const char after[] = "sau ";
	const char *at = strstr(s, after);
	if (!strstr(s, "ngay lam viec tiep theo") || !at)
		return false;
	at += strlen(after);
	size_t before = strcspn(s, "0123456789"), n = strcspn(at, ",;.");
	const char *hour = arena_strndup(a, at, n), *then = strstr(hour, " thi ");
	if (then)
		hour = arena_strndup(a, hour, (size_t)(then - hour));
	return s + before == at && !strpbrk(at + strlen(hour), "0123456789") &&
	       hour_parse(hour, until);
}

static bool same_day_parse(struct arena *a, const char *s, struct workday_term *out)
{
	struct workday_term t = { .unit = WORKDAY_SAME_DAY };
	skip(&s, "ngay ");
	if (!skip(&s, "trong ngay"))
		return false;
	skip(&s, " lam viec");
	if (*s && !(skip(&s, ", nhan truoc ") && hour_parse(s, &t.until)) &&
		!next_day_parse(a, s, &t.until))
		return false;
	*out = t;
	return true;
}

/* "kể từ ngày nhận đủ hồ sơ hợp lệ": what every limit means. Another beginning, or a second limit,
 * has other words. */
static bool from_filing(struct arena *a, const char *s)
{
	static const char said[] =
		" ke tu ngay khi luc thoi diem nhan duoc tiep du day ho so hop le"
		" theo quy dinh va ";
	struct texts words = text_split(a, s, ' ');
	for (size_t i = 0; i < words.n; i++) {
		const char *word = words.v[i];
		size_t n = strlen(word);
		n -= n && (word[n - 1] == ',' || word[n - 1] == '.');
		if (n && !strstr(said, arena_printf(a, " %.*s ", (int)n, word)))
			return false;
	}
	return !words.n || strstr(s, "nhan");
}

/* "(năm)" behind "05" */
static void skip_words_of_number(const char **s)
{
	size_t n = **s == '(' ? strcspn(*s, ")0123456789") : 0;
	if (n && (*s)[n] == ')')
		*s += n + 1 + strspn(*s + n + 1, " ");
}

bool procedure_term_parse(struct arena *a, const char *text, struct workday_term *out)
{
	static const struct {
		const char *word;
		enum workday_unit unit;
	} units[] = { { "ngay lam viec", WORKDAY_WORKING_DAYS }, { "ngay", WORKDAY_DAYS },
		{ "thang", WORKDAY_MONTHS } };
	static const char *const before[] = { "trong ", "thoi han ", "vong ", "khong qua ",
		"toi da " };
	enum { AMOUNT_MAX = 1000 };
	const char *s = text_fold(a, text);
	char *end;
	size_t length = strlen(s);
	if (length && s[length - 1] == '.')
		s = arena_strndup(a, s, length - 1);
	if (same_day_parse(a, s, out))
		return true;
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		skip(&s, before[i]);
	long n = strtol(s, &end, 10);
	if (end == s || n < 1 || n > AMOUNT_MAX || *end != ' ')
		return false;
	s = end + 1;
	skip_words_of_number(&s);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		const char *rest = s;
		if (skip(&rest, units[i].word) && (!*rest || *rest == ' ' || *rest == ',') &&
			from_filing(a, rest)) {
			*out = (struct workday_term){ .unit = units[i].unit, .amount = (int)n };
			return true;
		}
	}
	return false;
}

/* --- lines and their parts --- */

static struct texts lines_of(struct arena *a, const char *text)
{
	struct texts list = text_split(a, text, '\n');
	for (size_t i = 0; i < list.n; i++)
		list.v[i] = text_squeeze(a, list.v[i]);
	return list;
}

struct cell_parts cell_parts(struct arena *a, const char *line)
{
	struct cell_parts p = { 0 };
	for (size_t i = 0; i < CELL_PARTS; i++)
		p.v[i] = "";
	for (;;) {
		size_t n = strcspn(line, "|");
		if (p.n == CELL_PARTS) {
			p.over = true;
			return p;
		}
		p.v[p.n++] = text_trim_n(a, line, n);
		if (!line[n])
			return p;
		line += n + 1;
	}
}

/* "a | b | | d", without what is empty behind. */
static const char *join(struct arena *a, const char *const *v, size_t n)
{
	struct buf b;
	enum { LINE_MAX = 1 << 20 };
	while (n && !*v[n - 1])
		n--;
	buf_init(&b, a, LINE_MAX);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s%s", i ? " |" : "", i && *v[i] ? " " : "", v[i]);
	return b.p;
}
#define JOIN(a, ...) \
	join((a), (const char *const[]){ __VA_ARGS__ }, \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

typedef const char *line_reader(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v);

static const char *read_case(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v)
{
	struct procedure_case x = { p->v[0], p->v[1] };
	if (!*x.code || !*x.name)
		return "cần mã và tên trường hợp, ngăn bằng “|”";
	ARENA_PUSH(a, &v->cases, x);
	return NULL;
}

static const char *read_place(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v)
{
	struct procedure_place x = { .text = p->v[1] };
	if (!procedure_way_find(a, p->v[0], &x.way))
		return arena_printf(
			a, "không có cách thức “%s” (trực tiếp, trực tuyến, bưu chính)", p->v[0]);
	ARENA_PUSH(a, &v->places, x);
	return NULL;
}

/* "1 chính, 2 sao" */
static bool read_copies(struct arena *a, const char *text, struct procedure_paper *x)
{
	enum { COPIES_MAX = 100 };
	struct texts list = text_split(a, text, ',');
	for (size_t i = 0; i < list.n; i++) {
		char *end;
		const char *s = text_fold(a, list.v[i]);
		long n = strtol(s, &end, 10);
		if (end == s || n < 0 || n > COPIES_MAX)
			return false;
		if (text_eq(end, " chinh"))
			x->originals = n;
		else if (text_eq(end, " sao"))
			x->copies = n;
		else
			return false;
	}
	return true;
}

static const char *read_paper(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v)
{
	struct procedure_paper x = { .name = p->v[0], .case_code = p->v[2], .note = p->v[3] };
	if (!*x.name)
		return "thiếu tên giấy tờ";
	if (!read_copies(a, p->v[1], &x))
		return arena_printf(a, "không hiểu số bản “%s”; viết như: 1 chính, 1 sao", p->v[1]);
	ARENA_PUSH(a, &v->papers, x);
	return NULL;
}

static const char *read_ways(struct arena *a, const char *text, unsigned *out)
{
	if (procedure_ways_find(a, text, out))
		return NULL;
	return arena_printf(
		a, "không hiểu cách thức “%s” (trực tiếp, trực tuyến, bưu chính)", text);
}

/* What cannot be counted is kept as it is said. */
static const char *read_limit(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v)
{
	struct procedure_limit x = { .text = p->v[0], .case_code = p->v[1] };
	if (!*x.text)
		return "thiếu thời hạn";
	x.counted = procedure_term_parse(a, x.text, &x.term);
	const char *wrong = read_ways(a, p->v[2], &x.ways);
	if (!wrong)
		ARENA_PUSH(a, &v->limits, x);
	return wrong;
}

static const char *read_form(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v)
{
	struct procedure_form x = { p->v[0], p->v[1] };
	if (!*x.name)
		return "thiếu tên mẫu";
	ARENA_PUSH(a, &v->forms, x);
	return NULL;
}

static const char *read_fee(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v)
{
	struct procedure_fee x = { .name = p->v[0], .case_code = p->v[2], .source = p->v[4] };
	if (!*x.name)
		return "thiếu tên khoản thu";
	const char *wrong = procedure_fee_parse(a, p->v[1], &x);
	if (!wrong)
		wrong = read_ways(a, p->v[3], &x.ways);
	if (!wrong)
		ARENA_PUSH(a, &v->fees, x);
	return wrong;
}

static const char *read_relief(
	struct arena *a, const struct cell_parts *p, struct procedure_version *v)
{
	struct procedure_relief x = {
		.name = p->v[0], .fee = p->v[2], .case_code = p->v[3], .source = p->v[5]
	};
	char *end;
	x.percent = strtol(p->v[1], &end, 10);
	if (!*x.name)
		return "thiếu người được miễn, giảm";
	if (end == p->v[1] || (*end && !text_eq(end, "%")))
		return arena_printf(a, "không hiểu mức giảm “%s”; viết như 50%%", p->v[1]);
	const char *wrong = read_ways(a, p->v[4], &x.ways);
	if (!wrong)
		ARENA_PUSH(a, &v->reliefs, x);
	return wrong;
}

static line_reader *reader_of(enum procedure_column c)
{
	switch (c) {
	case PCOL_CASES:
		return read_case;
	case PCOL_PLACES:
		return read_place;
	case PCOL_PAPERS:
		return read_paper;
	case PCOL_LIMITS:
		return read_limit;
	case PCOL_FORMS:
		return read_form;
	case PCOL_FEES:
		return read_fee;
	case PCOL_RELIEFS:
		return read_relief;
	default:
		return NULL;
	}
}

/* The plain text that a column is; NULL: it is something else. */
static const char **text_of(enum procedure_column c, struct procedure_version *v)
{
	switch (c) {
	case PCOL_NAME:
		return &v->name;
	case PCOL_NUMBER:
		return &v->number;
	case PCOL_ISSUER:
		return &v->issuer;
	case PCOL_LEVEL:
		return &v->level;
	case PCOL_ONLINE:
		return &v->online;
	case PCOL_SETS:
		return &v->sets;
	case PCOL_RECEIVES:
		return &v->receives;
	case PCOL_DECIDES:
		return &v->decides;
	case PCOL_WITH:
		return &v->with;
	default:
		return NULL;
	}
}

static struct texts *texts_of(enum procedure_column c, struct procedure_version *v)
{
	switch (c) {
	case PCOL_STEPS:
		return &v->steps;
	case PCOL_WHO:
		return &v->who;
	case PCOL_RESULTS:
		return &v->results;
	case PCOL_CONDITIONS:
		return &v->conditions;
	case PCOL_LAWS:
		return &v->laws;
	default:
		return NULL;
	}
}

static struct date *day_of(enum procedure_column c, struct procedure_version *v)
{
	return c == PCOL_DAY ? &v->day : c == PCOL_FROM ? &v->from : c == PCOL_TO ? &v->to : NULL;
}

static const char *read_lines(
	struct arena *a, line_reader *read, const char *text, struct procedure_version *v)
{
	struct texts list = lines_of(a, text);
	for (size_t i = 0; i < list.n; i++) {
		struct cell_parts p = cell_parts(a, list.v[i]);
		const char *wrong = p.over ? "có quá nhiều phần ngăn bằng “|”" : read(a, &p, v);
		if (wrong)
			return list.n > 1 ? arena_printf(a, "dòng %zu: %s", i + 1, wrong) : wrong;
	}
	return NULL;
}

const char *procedure_cell_read(
	struct arena *a, enum procedure_column c, const char *text, struct procedure_version *v)
{
	const char **plain = text_of(c, v);
	struct texts *list = texts_of(c, v);
	struct date *day = day_of(c, v);
	if (plain) {
		*plain = text_squeeze(a, text);
		return NULL;
	}
	if (list) {
		*list = lines_of(a, text);
		return NULL;
	}
	if (day)
		return !*text || date_parse_vn(text_trim(a, text), day)
			       ? NULL
			       : arena_printf(a, "không có ngày “%s”; viết như 05/3/2026", text);
	if (c == PCOL_STATUS)
		return !*text || procedure_status_find(a, text, &v->status)
			       ? NULL
			       : "chỉ có: thêm mới; sửa đổi, bổ sung; thay thế; bãi bỏ";
	return read_lines(a, reader_of(c), text, v);
}

/* --- printing --- */

static const char *copies_text(struct arena *a, const struct procedure_paper *x)
{
	struct texts list = { 0 };
	const char *s;
	if (x->originals) {
		s = arena_printf(a, "%lld chính", (long long)x->originals);
		ARENA_PUSH(a, &list, s);
	}
	if (x->copies) {
		s = arena_printf(a, "%lld sao", (long long)x->copies);
		ARENA_PUSH(a, &list, s);
	}
	return text_join(a, &list, ", ");
}

/* The i-th line of a column; NULL behind the last. */
static const char *line_of(
	struct arena *a, enum procedure_column c, const struct procedure_version *v, size_t i)
{
	if (c == PCOL_CASES && i < v->cases.n)
		return JOIN(a, v->cases.v[i].code, v->cases.v[i].name);
	if (c == PCOL_PLACES && i < v->places.n)
		return JOIN(a, procedure_way_name(v->places.v[i].way), v->places.v[i].text);
	if (c == PCOL_PAPERS && i < v->papers.n) {
		const struct procedure_paper *x = &v->papers.v[i];
		return JOIN(a, x->name, copies_text(a, x), x->case_code, x->note);
	}
	if (c == PCOL_LIMITS && i < v->limits.n) {
		const struct procedure_limit *x = &v->limits.v[i];
		return JOIN(a, x->text, x->case_code, procedure_ways_text(a, x->ways));
	}
	if (c == PCOL_FORMS && i < v->forms.n)
		return JOIN(a, v->forms.v[i].name, v->forms.v[i].url);
	if (c == PCOL_FEES && i < v->fees.n) {
		const struct procedure_fee *x = &v->fees.v[i];
		return JOIN(a, x->name, procedure_fee_print(a, x), x->case_code,
			procedure_ways_text(a, x->ways), x->source);
	}
	if (c == PCOL_RELIEFS && i < v->reliefs.n) {
		const struct procedure_relief *x = &v->reliefs.v[i];
		return JOIN(a, x->name, arena_printf(a, "%lld%%", (long long)x->percent), x->fee,
			x->case_code, procedure_ways_text(a, x->ways), x->source);
	}
	return NULL;
}

const char *procedure_cell_print(
	struct arena *a, enum procedure_column c, const struct procedure_version *v)
{
	struct procedure_version copy = *v;
	const char **plain = text_of(c, &copy);
	const struct texts *list = texts_of(c, &copy);
	const struct date *day = day_of(c, &copy);
	struct texts lines = { 0 };
	const char *s;
	if (plain)
		return *plain ? *plain : "";
	if (list)
		return text_join(a, list, "\n");
	if (day)
		return date_valid(*day) ? date_short(a, *day) : "";
	if (c == PCOL_STATUS)
		return procedure_status_name(v->status);
	for (size_t i = 0; (s = line_of(a, c, v, i)); i++)
		ARENA_PUSH(a, &lines, s);
	return text_join(a, &lines, "\n");
}
