#include "features/procedure/procedure.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/text.h"

static const struct word {
	const char *code, *name;
} ways[WAYS] = {
	[WAY_DIRECT] = { "direct", "trực tiếp" },
	[WAY_ONLINE] = { "online", "trực tuyến" },
	[WAY_POST] = { "post", "bưu chính" },
};
static const struct word statuses[STATUSES] = {
	[STATUS_NEW] = { "new", "thêm mới" },
	[STATUS_AMENDED] = { "amended", "sửa đổi, bổ sung" },
	[STATUS_REPLACED] = { "replaced", "thay thế" },
	[STATUS_ABOLISHED] = { "abolished", "bãi bỏ" },
};

/* Its place in the table; n: none. */
static size_t find(struct arena *a, const struct word *v, size_t n, const char *text)
{
	size_t i = 0;
	while (i < n && !text_eq(text, v[i].code)) /* as it is stored */
		i++;
	if (i < n)
		return i;
	const char *folded = text_fold(a, text);
	i = 0;
	while (i < n && !text_eq(folded, v[i].code) && !text_eq(folded, text_fold(a, v[i].name)))
		i++;
	return i;
}

const char *procedure_way_code(enum procedure_way w)
{
	return ways[w].code;
}

const char *procedure_way_name(enum procedure_way w)
{
	return ways[w].name;
}

bool procedure_way_find(struct arena *scratch, const char *text, enum procedure_way *out)
{
	size_t i = find(scratch, ways, WAYS, text);
	if (i < WAYS)
		*out = (enum procedure_way)i;
	return i < WAYS;
}

const char *procedure_status_code(enum procedure_status s)
{
	return statuses[s].code;
}

const char *procedure_status_name(enum procedure_status s)
{
	return statuses[s].name;
}

bool procedure_status_find(struct arena *scratch, const char *text, enum procedure_status *out)
{
	size_t i = find(scratch, statuses, STATUSES, text);
	if (i < STATUSES)
		*out = (enum procedure_status)i;
	return i < STATUSES;
}

/* 'd' a digit, 'A' a capital letter, '1' one of 1 to 3, else the character itself. */
static bool fits(const char *s, const char *pattern, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		bool good = pattern[i] == 'd'   ? isdigit(c) != 0
			    : pattern[i] == 'A' ? isupper(c) != 0
			    : pattern[i] == '1' ? c >= '1' && c <= '3'
						: c == (unsigned char)pattern[i];
		if (!good)
			return false;
	}
	return true;
}

bool procedure_code_parse(struct arena *a, const char *text, const char **code, const char **local)
{
	static const char pattern[] = "1.dddddd.ddd.dd.dd.Add";
	enum { SHORT = 8, LONG = sizeof pattern - 1 };
	const char *s = text_trim(a, text);
	size_t n = strlen(s);
	if ((n != SHORT && n != LONG) || !fits(s, pattern, n))
		return false;
	*code = arena_strndup(a, s, SHORT);
	*local = n == LONG ? s : "";
	return true;
}

/* A spreadsheet takes 1.001190 for a number and writes 1.00119. */
const char *procedure_code_wrong(struct arena *a, const char *text)
{
	enum { WHOLE = 8, HEAD = 2 };
	const char *s = text_trim(a, text);
	size_t n = strlen(s);
	bool cut = n > HEAD && n < WHOLE && fits(s, "1.dddddd", n);
	return cut ? arena_printf(a,
			     "mã “%s” thiếu chữ số: bảng tính đã bỏ số 0 ở cuối? Đặt ô là chữ (Text) "
			     "rồi ghi %s%.*s",
			     s, s, (int)(WHOLE - n), "000000")
		   : arena_printf(a, "mã “%s” phải như 1.001612 hoặc 1.001612.000.00.00.H48", s);
}

struct procedure_version procedure_version_new(void)
{
	return (struct procedure_version){ .number = "",
		.issuer = "",
		.name = "",
		.level = "",
		.online = "",
		.sets = "",
		.receives = "",
		.decides = "",
		.with = "" };
}

const struct procedure_version *procedure_latest(const struct procedure *p, struct date day)
{
	const struct procedure_version *found = NULL;
	for (size_t i = 0; i < p->versions.n; i++) {
		const struct procedure_version *v = &p->versions.v[i];
		if (date_cmp(v->from, day) <= 0 && (!found || date_cmp(found->from, v->from) < 0))
			found = v;
	}
	return found;
}

const struct procedure_version *procedure_at(const struct procedure *p, struct date day)
{
	const struct procedure_version *v = procedure_latest(p, day);
	if (!v || v->status == STATUS_ABOLISHED)
		return NULL;
	return date_valid(v->to) && date_cmp(v->to, day) < 0 ? NULL : v;
}

struct date procedure_end(const struct procedure *p, const struct procedure_version *v)
{
	struct date end = v->to;
	for (size_t i = 0; i < p->versions.n; i++) {
		const struct procedure_version *next = &p->versions.v[i];
		struct date before = date_add_days(next->from, -1);
		if (date_cmp(next->from, v->from) > 0 &&
			(!date_valid(end) || date_cmp(before, end) < 0))
			end = before;
	}
	return end;
}

bool procedure_fits(
	const char *of_case, unsigned of_ways, const char *case_code, enum procedure_way way)
{
	return (!*of_case || text_eq(of_case, case_code)) && (!of_ways || of_ways & WAY(way));
}

const char *procedure_ways_text(struct arena *a, unsigned set)
{
	struct texts list = { 0 };
	for (int w = 0; w < WAYS; w++)
		if (set & WAY(w))
			ARENA_PUSH(a, &list, ways[w].name);
	return text_join(a, &list, ", ");
}

bool procedure_ways_find(struct arena *scratch, const char *text, unsigned *out)
{
	struct texts list = text_split(scratch, text, ',');
	unsigned set = 0;
	for (size_t i = 0; i < list.n; i++) {
		enum procedure_way w;
		if (!procedure_way_find(scratch, list.v[i], &w))
			return false;
		set |= WAY(w);
	}
	*out = set;
	return true;
}

const char *procedure_case_name(const struct procedure_version *v, const char *code)
{
	for (size_t i = 0; i < v->cases.n; i++)
		if (text_eq(v->cases.v[i].code, code))
			return v->cases.v[i].name;
	return "";
}

const char *procedure_decision(struct arena *a, const struct procedure_version *v)
{
	return arena_printf(
		a, "Quyết định số %s ngày %s của %s", v->number, date_short(a, v->day), v->issuer);
}

/* Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2. */
static const struct procedure_part parts[PROCEDURE_PARTS] = {
	{ "a", "tên thủ tục" },
	{ "b", "trình tự thực hiện" },
	{ "c", "cách thức thực hiện" },
	{ "d", "thành phần, số lượng hồ sơ" },
	{ "đ", "thời hạn giải quyết" },
	{ "e", "đối tượng thực hiện" },
	{ "g", "cơ quan thực hiện" },
};

const struct procedure_part *procedure_part(size_t i)
{
	return &parts[i];
}

static bool procedure_has(const struct procedure_version *v, size_t i)
{
	const bool has[PROCEDURE_PARTS] = {
		*v->name != 0,
		v->steps.n > 0,
		v->places.n > 0,
		v->papers.n > 0 && *v->sets,
		v->limits.n > 0,
		v->who.n > 0,
		*v->decides != 0,
	};
	return has[i];
}

const char *procedure_lacks(struct arena *a, const struct procedure_version *v)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < PROCEDURE_PARTS; i++)
		if (!procedure_has(v, i)) {
			const char *s = arena_printf(a, "%s) %s", parts[i].letter, parts[i].name);
			ARENA_PUSH(a, &list, s);
		}
	return text_join(a, &list, "; ");
}
