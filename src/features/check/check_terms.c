/* Words of a State that has since changed: service levels, districts, dissolved offices. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Inside quotation marks stands somebody else's title. */
static bool quoted(const char *s, const char *at)
{
	bool open = false;
	for (const char *p = s; p < at && *p; p++) {
		if (text_has_prefix(p, "“"))
			open = true;
		else if (text_has_prefix(p, "”"))
			open = false;
		else if (*p == '"')
			open = !open;
	}
	return open && (strstr(at, "”") || strchr(at, '"'));
}

static const char *around(struct arena *a, const char *low, const char *at)
{
	const char *from;
	size_t n = sentence_at(low, at, &from);
	return arena_strndup(a, from, n);
}

/* --- levels of online services -----------------------------------------------------------------
 */

static const char *find_level(const char *low, const char *from)
{
	static const char *const words[] = { "mức độ", "mức", NULL };
	for (const char *p = from; (p = find_any(low, p, words, NULL)); p++) {
		const char *q =
			p + (text_has_prefix(p, "mức độ") ? strlen("mức độ") : strlen("mức"));
		q += strspn(q, " (");
		const char *end = q + 1;
		if ((*q == '3' || *q == '4') && !word_char(text_next(&end)) &&
			!strchr("%", q[1] ? q[1] : ' ') &&
			!(q[1] && strchr(",./", q[1]) && q[2] >= '0' && q[2] <= '9' && q[2] != '4'))
			return p;
	}
	return NULL;
}

static void check_levels(struct check *c, const struct line *l)
{
	static const char *const services[] = { "dịch vụ công", "dvc", "dvctt", "trực tuyến",
		"cung cấp dịch vụ", NULL };
	static const char *const history[] = { "trước đây", "trước kia", "nay là", "không còn",
		"thay cho", "thay thế", NULL };
	const char *at = find_level(l->low, l->low);
	if (!at)
		return;
	const char *sentence = around(c->a, l->low, at);
	if (!has_any(sentence, services) || quoted(l->low, at) || has_any(sentence, history))
		return;
	size_t n = strcspn(at, "0123456789");
	n += strspn(at + n, "0123456789");
	const char *rest = at + n;
	/* "3, 4", "3 và 4" */
	if (text_has_prefix(rest, ", 4") || text_has_prefix(rest, ",4") ||
		text_has_prefix(rest, "-4"))
		n += (size_t)(strchr(rest, '4') - rest) + 1;
	else if (text_has_prefix(rest, " và 4"))
		n += strlen(" và 4");
	check_say(c, "muc-do-3-4", l,
		"Ghi “dịch vụ công trực tuyến toàn trình” hoặc “một phần”, theo Cơ sở dữ liệu quốc gia về TTHC.",
		"“%s” là cách gọi cũ của dịch vụ công trực tuyến.",
		arena_strndup(c->a, l->text + (at - l->low), n));
}

/* --- districts and dissolved offices ---------------------------------------------------------- */

/* Since when districts and their offices are no more. */
static const struct date two_tiers = { 2025, 7, 1 };

/* The sentence, or the words next to it, speak of the past. */
static bool is_past(struct arena *a, const char *low, const char *at)
{
	static const char *const history[] = { "trước đây", "trước kia", "nay là", "nay thuộc",
		"sáp nhập", "hợp nhất", "sắp xếp", "nhập từ", "thành lập trên cơ sở",
		"trên cơ sở nhập", "trước khi", "trước ngày", "kết thúc hoạt động",
		"chấm dứt hoạt động", "không tổ chức", "không còn", "bỏ cấp huyện", "giải thể",
		"tiền thân", "chuyển từ cấp huyện", "nguyên là", NULL };
	const char *sentence = around(a, low, at);
	if (has_any(sentence, history))
		return true;
	/* "huyện Ba Tơ cũ", "huyện Ba Tơ (cũ)" */
	const char *end = at;
	for (int words = 0; *end && words < 7 && !strchr(",;.:", *end); end++)
		words += *end == ' ';
	return has_words(arena_strndup(a, at, (size_t)(end - at)), "cũ");
}

/* The latest day d/m/yyyy or "năm yyyy" that stands in the sentence before p and behind a
 * document's symbol: a citation of an old paper keeps the old names. */
static bool in_old_citation(struct arena *a, const char *low, const char *at)
{
	const char *from;
	sentence_at(low, at, &from);
	const char *before = arena_strndup(a, from, (size_t)(at - from));
	struct date found = { 0 };
	bool symbol = strchr(before, '/') != NULL;
	for (const char *p = before; *p;) {
		p += strcspn(p, "0123456789");
		size_t n = strspn(p, "0123456789/.-");
		while (n && strchr("/.-", p[n - 1]))
			n--;
		struct date d;
		if (n && date_parse_vn(arena_strndup(a, p, n), &d))
			found = d;
		p += n ? n : (*p != '\0');
	}
	if (date_none(found)) {
		const char *year = find_words(before, before, "năm");
		for (const char *p = year; p; p = find_words(before, p + 1, "năm")) {
			const char *q = p + strlen("năm ");
			int v;
			if (p[strlen("năm")] == ' ' && read_digits(&q, &v) == 4)
				found = (struct date){ v, 12, 31 };
		}
	}
	return symbol && !date_none(found) && date_cmp(found, two_tiers) < 0;
}

static const struct term {
	const char *rule;
	const char *words[8];
	const char *name, *fix;
} terms[] = {
	{ "cap-huyen", { "huyện", "huyện ủy", NULL }, "huyện",
		"Bỏ hoặc thay bằng cơ quan nay có thẩm quyền (xã, tỉnh)." },
	{ "cap-huyen", { "thị trấn", NULL }, "thị trấn", "Ghi tên xã, phường hiện nay." },
	{ "cap-huyen", { "thị xã", NULL }, "thị xã", "Ghi tên xã, phường hiện nay." },
	{ "so-phong-cu", { "sở tt&tt", "sở thông tin và truyền thông", "sở tttt", NULL },
		"Sở Thông tin và Truyền thông",
		"Ghi sở nay phụ trách: chuyển đổi số là Sở Khoa học và Công nghệ, thông tin cơ sở là Sở Văn "
		"hóa, Thể thao và Du lịch (cần kiểm tra ở tỉnh)." },
	{ "so-phong-cu",
		{ "phòng vh&tt", "phòng văn hóa và thông tin", "phòng văn hoá và thông tin",
			"phòng vhtt", NULL },
		"Phòng Văn hóa và Thông tin", "Ở cấp xã ghi Phòng Văn hóa - Xã hội." },
};

/* "ủy", "huyện" in the middle of a place's own name cannot be told; "tự nguyện" is another word. */
static bool outdated(struct arena *a, const struct line *l, const struct term *t)
{
	for (const char *p = l->low; (p = find_any(l->low, p, t->words, NULL)); p++)
		if (!is_past(a, l->low, p) && !in_old_citation(a, l->low, p) && !quoted(l->low, p))
			return true;
	return false;
}

const char *check_gone(struct check *c, const struct line *l)
{
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		if (check_rule_at(terms[i].rule, c->day) && outdated(c->a, l, &terms[i]))
			return terms[i].name;
	return NULL;
}

static void check_term(struct check *c, const struct term *t)
{
	const struct line *first = NULL;
	struct places places = { 0 };
	for (size_t i = 0; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (!outdated(c->a, l, t))
			continue;
		if (first)
			places_add(c, &places, l);
		else
			first = l;
	}
	if (!first)
		return;
	check_say(c, t->rule, first, t->fix, "Không còn “%s” từ 01/7/2025: “%s”%s.", t->name,
		quote(c->a, first->text),
		places.list.n ? arena_printf(c->a, " (còn ở: %s)", places_text(c, &places)) : "");
}

void check_terms(struct check *c)
{
	for (size_t i = 0; i < c->lines.n; i++)
		check_levels(c, &c->lines.v[i]);
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		check_term(c, &terms[i]);
}
