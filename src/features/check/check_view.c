/* Finds in the paragraphs of any document the elements of Nghị định 30/2020, Annex I: head, title,
 * body with its sections, recipients, signature, annexes. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

enum { HEAD_LINES = 30 };

/* The type names of Điều 7 that have an abbreviation (Annex III), folded. */
static const char *const kinds[] = { "nghi quyet", "quyet dinh", "chi thi", "quy che", "quy dinh",
	"thong cao", "thong bao", "huong dan", "chuong trinh", "ke hoach", "phuong an", "de an",
	"du an", "bao cao", "bien ban", "to trinh", "hop dong", "cong dien", "ban ghi nho",
	"ban thoa thuan", "giay uy quyen", "giay moi", "giay gioi thieu", "giay nghi phep",
	"phieu gui", "phieu chuyen", "phieu bao", NULL };

static const char *const signing_marks[] = { "tm.", "kt.", "tl.", "tuq.", "q.", "tm ", "kt ",
	NULL };
static const char *const signing_posts[] = { "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Q. CHỦ TỊCH",
	"CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "GIÁM ĐỐC",
	"PHÓ GIÁM ĐỐC", "TRƯỞNG BAN", "NGƯỜI BÁO CÁO", NULL };

static bool has_prefix_any(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (text_has_prefix(s, *list))
			return true;
	return false;
}

static bool in_list(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (text_eq(s, *list))
			return true;
	return false;
}

static bool has_letters(const char *s)
{
	for (unsigned c; (c = text_next(&s));)
		if (word_char(c))
			return true;
	return false;
}

static bool all_upper(struct arena *a, const char *s)
{
	return text_eq(text_upper(a, s), s) && !text_eq(text_lower(a, s), s);
}

/* What is judged of a paragraph: all of it, unless it is none that a person would write. */
static const char *head_of(struct arena *a, const char *text)
{
	enum { JUDGED_MAX = 6000 }; /* bytes: about three pages */
	size_t n = JUDGED_MAX;
	if (strnlen(text, JUDGED_MAX + 1) <= JUDGED_MAX)
		return text;
	while (((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	return arena_strndup(a, text, n);
}

static void add_lines(struct check *c)
{
	for (size_t i = 0; i < c->x->paras.n; i++) {
		const struct extract_para *p = &c->x->paras.v[i];
		/* Rules drawn with dashes are no text. */
		if (!has_letters(p->text) && !strstr(p->text, "./."))
			continue;
		const char *text = head_of(c->a, p->text);
		struct line l = {
			.p = p, .text = text, .cut = text != p->text, .low = low_of(c->a, text)
		};
		l.item = item_text(l.text) != l.text;
		ARENA_PUSH(c->a, &c->lines, l);
	}
}

static bool is_number_line(const struct line *l)
{
	if (!text_has_prefix(l->low, "số") || strlen(l->text) > 60)
		return false;
	const char *p = l->low + strlen("số");
	p += strspn(p, " ");
	if (*p == ':')
		return true;
	p += strspn(p, " ._0123456789");
	return *p == '/' && p > l->low + strlen("số");
}

static enum element head_element(struct check *c, const struct line *l)
{
	struct place_date d;
	const char *fold = text_fold(c->a, l->text);
	if (text_has_prefix(fold, "cong hoa xa hoi chu nghia"))
		return EL_NATION;
	if (strlen(fold) < 45 && text_has_prefix(fold, "doc lap") && strstr(fold, "hanh phuc"))
		return EL_MOTTO;
	if (is_number_line(l))
		return EL_NUMBER;
	if (strlen(l->text) < 120 && place_date_parse(c->a, l->text, &d))
		return EL_PLACE;
	if (text_has_prefix(fold, "v/v"))
		return EL_LETTER;
	if (text_has_prefix(fold, "kinh gui"))
		return EL_ADDRESS;
	if (in_list(fold, kinds) && all_upper(c->a, l->text))
		return EL_KIND;
	return all_upper(c->a, l->text) && strlen(l->text) < 120 ? EL_ISSUER : EL_OTHER;
}

static const char *const body_starts[] = { "căn cứ", "thực hiện", "thi hành", "trên cơ sở", "theo",
	"để", "nhằm", "trong", "qua", "thưa", "ngày", "tiếp tục", "triển khai", "kính gửi",
	"ủy ban", "ubnd", NULL };

static bool begins_body(const struct line *l)
{
	const char *rest;
	size_t n = strlen(l->text);
	return l->item || heading_level(l->text, &rest) || starts_with_any(l->low, body_starts) ||
	       strchr(".;:", l->text[n - 1]) || n > 400;
}

/* The subject stands under the type name; it may take several lines. Returns the line behind it. */
static size_t take_subject(struct check *c, size_t i)
{
	struct line *v = c->lines.v;
	for (size_t first = i; i < c->lines.n && i < first + 4; i++) {
		const struct extract_para *p = v[i].p;
		if (text_has_prefix(v[i].low, "v/v")) {
			v[i].element = EL_SUBJECT;
			continue;
		}
		bool centred = p->align == EXTRACT_CENTER || p->bold;
		if (text_has_prefix(v[i].low, "kính gửi") || (i > first && begins_body(&v[i])) ||
			(i == first && !centred && begins_body(&v[i]) &&
				strchr(".;:", v[i].text[strlen(v[i].text) - 1])))
			break;
		const char *next = v[i].low;
		bool goes_on = text_eq(text_upper(c->a, v[i].text), v[i].text) ||
			       (word_char(text_next(&next)) &&
				       !memcmp(v[i].text, v[i].low, (size_t)(next - v[i].low)));
		if (i > first && !centred && !goes_on)
			break;
		if (i > first && v[i].text[0] == '(')
			continue;
		v[i].element = EL_SUBJECT;
	}
	return i;
}

static size_t take_address(struct check *c, size_t i)
{
	struct line *v = c->lines.v;
	for (v[i++].element = EL_ADDRESS; i < c->lines.n && v[i].item; i++)
		v[i].element = EL_ADDRESS;
	return i;
}

static bool past_head(const struct line *l)
{
	const char *rest;
	return l->element == EL_OTHER &&
	       (heading_level(l->text, &rest) || l->item || strlen(l->text) > 200);
}

static void find_head(struct check *c)
{
	struct line *v = c->lines.v;
	bool seen[EL_ANNEX + 1] = { false };
	for (size_t i = 0; i < c->lines.n && i < HEAD_LINES; i++) {
		enum element el = head_element(c, &v[i]);
		if (el != EL_OTHER && el != EL_ISSUER && el != EL_ADDRESS && seen[el])
			break;
		v[i].element = el;
		if (past_head(&v[i]))
			break;
		seen[el] = true;
		if (el == EL_KIND) {
			c->kind = text_lower(c->a, v[i].text);
			i = take_subject(c, i + 1) - 1;
			c->head_end = i + 1;
			seen[EL_SUBJECT] = true;
		} else if (el == EL_ADDRESS) {
			i = take_address(c, i) - 1;
			c->head_end = i + 1;
			if (c->kind || seen[EL_LETTER])
				break;
		} else if (el == EL_ISSUER && c->kind) {
			v[i].element = EL_OTHER; /* a heading in capitals */
			break;
		} else if (el != EL_OTHER && !c->kind) {
			c->head_end = i + 1;
		} else if (el == EL_OTHER && c->kind) {
			break;
		}
	}
	for (size_t i = c->head_end; i < c->lines.n; i++)
		v[i].element = EL_OTHER;
}

static bool is_signing(struct check *c, const struct line *l)
{
	if (strlen(l->text) > 90 || !all_upper(c->a, l->text))
		return false;
	return has_prefix_any(l->low, signing_marks) || in_list(l->text, signing_posts);
}

static bool is_name(struct check *c, const struct line *l)
{
	size_t words = 0;
	if (strlen(l->text) > 60 || strpbrk(l->text, "0123456789:;/()"))
		return false;
	struct texts parts = text_split(c->a, l->text, ' ');
	for (size_t i = 0; i < parts.n; i++) {
		const char *next = parts.v[i];
		text_next(&next);
		const char *first = arena_strndup(c->a, parts.v[i], (size_t)(next - parts.v[i]));
		words += text_eq(text_upper(c->a, first), first) &&
			 !text_eq(text_lower(c->a, first), first);
	}
	return words == parts.n && words >= 2 && words <= 7;
}

/* Recipients and signature stand side by side, in either order. */
static void find_tail(struct check *c)
{
	struct line *v = c->lines.v;
	bool copies = false, signing = false, signer = false;
	c->tail = c->lines.n;
	for (size_t i = c->head_end; i < c->lines.n; i++) {
		bool annex = text_has_prefix(text_fold(c->a, v[i].text), "phu luc") &&
			     strlen(v[i].text) < 60;
		if (c->tail < c->lines.n && annex) {
			for (; i < c->lines.n; i++)
				v[i].element = EL_ANNEX;
			return;
		}
		if (text_has_prefix(v[i].low, "nơi nhận") && strlen(v[i].text) < 30 && !copies) {
			v[i].element = EL_COPIES_HEAD;
			copies = true;
		} else if (is_signing(c, &v[i])) {
			v[i].element = EL_SIGNING;
			signing = true;
		} else if (copies && v[i].item) {
			v[i].element = EL_COPIES;
		} else if (signing && !signer && is_name(c, &v[i])) {
			v[i].element = EL_SIGNER;
			signer = true;
		} else if (copies && !signing && c->tail < i && v[i - 1].element == EL_COPIES) {
			v[i].element = EL_COPIES; /* a recipient that goes on on the next line */
		} else if (signing && all_upper(c->a, v[i].text) && strlen(v[i].text) < 90 &&
			   !signer) {
			v[i].element = EL_SIGNING;
		}
		if (c->tail == c->lines.n && (copies || signing))
			c->tail = i;
	}
}

static enum section section_of(const char *low)
{
	static const struct {
		const char *word;
		enum section section;
	} words[] = {
		{ "kết quả", SECTION_RESULT },
		{ "tình hình thực hiện", SECTION_RESULT },
		{ "công tác chỉ đạo", SECTION_RESULT },
		{ "hình thức", SECTION_FORMS },
		{ "nội dung", SECTION_CONTENT },
		{ "số lượng", SECTION_COUNTS },
		{ "số liệu", SECTION_COUNTS },
		{ "kết quả cụ thể", SECTION_COUNTS },
		{ "nhận xét", SECTION_JUDGE },
		{ "đánh giá", SECTION_JUDGE },
		{ "ưu điểm", SECTION_JUDGE },
		{ "thuận lợi", SECTION_JUDGE },
		{ "khó khăn", SECTION_JUDGE },
		{ "tồn tại", SECTION_JUDGE },
		{ "hạn chế", SECTION_JUDGE },
		{ "nguyên nhân", SECTION_JUDGE },
		{ "bài học", SECTION_JUDGE },
		{ "nhiệm vụ", SECTION_TASKS },
		{ "phương hướng", SECTION_TASKS },
		{ "giải pháp", SECTION_TASKS },
		{ "kiến nghị", SECTION_TASKS },
		{ "đề xuất", SECTION_TASKS },
		{ "kế hoạch", SECTION_TASKS },
		{ "tổ chức thực hiện", SECTION_TASKS },
	};
	const char *best = NULL;
	enum section section = SECTION_NONE;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *p = find_words(low, low, words[i].word);
		if (p && (!best || p < best || (p == best && words[i].section == SECTION_COUNTS))) {
			best = p;
			section = words[i].section;
		}
	}
	/* "Hình thức và nội dung": its two parts have heads of their own. */
	if (section == SECTION_FORMS && has_words(low, "nội dung"))
		return SECTION_NONE;
	return section;
}

/* A head without a mark: "Hình thức tuyên truyền:", short, about a known matter. */
static bool bare_heading(const struct line *l)
{
	size_t n = strlen(l->text);
	if (l->item || n > 90 || strchr(".;,", l->text[n - 1]))
		return false;
	return starts_with_any(l->low,
		(const char *const[]){ "hình thức", "nội dung", "số lượng", "kết quả", NULL });
}

static void find_sections(struct check *c)
{
	enum section at[4] = { SECTION_NONE };
	int list = 0;
	for (size_t i = c->head_end; i < c->tail; i++) {
		struct line *l = &c->lines.v[i];
		const char *rest;
		int level = heading_level(l->text, &rest);
		/* A long "1." is a numbered paragraph, not a heading. */
		if (level && (strlen(l->text) > 220 || strchr(".;", l->text[strlen(l->text) - 1])))
			level = 0;
		if (!level && !l->p->table && bare_heading(l))
			level = 3;
		if (level && !l->p->table) {
			at[level] = section_of(l->low);
			for (int k = level + 1; k < 4; k++)
				at[k] = SECTION_NONE;
			l->element = EL_HEADING;
			list++;
		} else {
			l->element = text_has_prefix(l->low, "căn cứ") && i < c->head_end + 12
					     ? EL_BASIS
					     : EL_BODY;
		}
		l->list = list;
		l->section = at[3] ? at[3] : at[2] ? at[2] : at[1];
	}
}

static const char *join_subject(struct check *c)
{
	struct texts parts = { 0 };
	for (size_t i = 0; i < c->head_end; i++)
		if (c->lines.v[i].element == EL_SUBJECT)
			ARENA_PUSH(c->a, &parts, c->lines.v[i].low);
	return text_join(c->a, &parts, " ");
}

void check_view(struct check *c)
{
	add_lines(c);
	find_head(c);
	c->subject = join_subject(c);
	find_tail(c);
	find_sections(c);
}

const struct line *check_find(const struct check *c, enum element el)
{
	for (size_t i = 0; i < c->lines.n; i++)
		if (c->lines.v[i].element == el)
			return &c->lines.v[i];
	return NULL;
}
