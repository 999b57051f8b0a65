/* Sentences cut off, paragraphs cut in two, words written twice, the closing mark, abbreviations.
 */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Halves of words of two syllables that cannot end a phrase behind this word: "với nhân[ dân]". */
static const struct {
	const char *half, *whole;
} halves[] = {
	{ "với nhân", "với nhân dân" },
	{ "của nhân", "của nhân dân" },
	{ "cho nhân", "cho nhân dân" },
	{ "đến nhân", "đến nhân dân" },
	{ "và nhân", "và nhân dân" },
	{ "ủy ban nhân", "ủy ban nhân dân" },
	{ "hội đồng nhân", "hội đồng nhân dân" },
	{ "cải cách hành", "cải cách hành chính" },
	{ "thủ tục hành", "thủ tục hành chính" },
	{ "công tác tuyên", "công tác tuyên truyền" },
	{ "dịch vụ công trực", "dịch vụ công trực tuyến" },
	{ "người dân và doanh", "người dân và doanh nghiệp" },
	{ "cổng thông tin điện", "cổng thông tin điện tử" },
	{ "trang thông tin điện", "trang thông tin điện tử" },
	{ "đài truyền", "đài truyền thanh" },
	{ "hệ thống truyền", "hệ thống truyền thanh" },
	{ "bộ phận một", "bộ phận một cửa" },
	{ "cán bộ, công", "cán bộ, công chức" },
};

/* Words that join what follows and so end no sentence. */
static const char *const joining[] = { "của", "và", "các", "những", "nhằm", "bởi", "hoặc", "nhưng",
	"mỗi", "với", "để", NULL };

static bool at_end(const char *p)
{
	p += strspn(p, " ");
	return !*p || strchr(".;:,", *p);
}

static const char *cut_half(const char *low, size_t *which)
{
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
		for (const char *p = find_words(low, low, halves[i].half); p;
			p = find_words(low, p + 1, halves[i].half))
			if (at_end(p + strlen(halves[i].half))) {
				*which = i;
				return p;
			}
	return NULL;
}

/* A joining word right before "." or ";". */
static const char *cut_joining(struct arena *a, const char *low)
{
	for (const char *p = low; *p; p++) {
		if (*p != ';' && !(*p == '.' && (p[1] == ' ' || !p[1] || p[1] == '/')))
			continue;
		const char *word = word_before(a, low, p);
		for (size_t i = 0; *word && joining[i]; i++)
			if (text_eq(word, joining[i]))
				return joining[i];
	}
	return NULL;
}

static bool lower_start(const struct line *l)
{
	const char *next = l->low, *rest;
	unsigned ch = text_next(&next);
	if (!word_char(ch) || (ch >= '0' && ch <= '9') || heading_level(l->text, &rest))
		return false;
	/* Same bytes in text and lower case, and a letter: it is a small one. */
	return !memcmp(l->text, l->low, (size_t)(next - l->low));
}

static bool open_end(const struct line *l)
{
	const char *last = l->text + strlen(l->text) - 1;
	while (last > l->text && ((unsigned char)*last & 0xC0) == 0x80)
		last--;
	return word_char(text_next(&last));
}

/* Line i ends in the open and the next one goes on in lower case. */
static bool cut_in_two(const struct check *c, size_t i)
{
	enum { SHORT = 40 };
	const struct line *l = &c->lines.v[i], *next = l + 1;
	return i + 1 < c->tail && l->element == EL_BODY && next->element == EL_BODY &&
	       !next->item && !l->p->table && !next->p->table && text_length(l->text) > SHORT &&
	       open_end(l) && lower_start(next);
}

static const char *last_words(const char *s)
{
	size_t n = strlen(s), blanks = 0;
	while (n > 0 && blanks < 4)
		blanks += s[--n] == ' ';
	return n ? s + n + 1 : s;
}

static const char *first_words(struct arena *a, const char *s)
{
	const char *end = s;
	for (int blanks = 0; *end && blanks < 4; end++)
		blanks += *end == ' ';
	return text_trim(a, arena_strndup(a, s, (size_t)(end - s)));
}

static void check_cuts(struct check *c, size_t i)
{
	const struct line *l = &c->lines.v[i];
	size_t which = 0;
	if (cut_in_two(c, i)) {
		check_say(c, "doan-cat-doi", l, "Nối hai đoạn lại thành một.",
			"Đoạn bị cắt làm hai: “…%s” / “%s…” (%s).", last_words(l->text),
			first_words(c->a, l[1].text), extract_place(c->a, c->x, l[1].p));
		return;
	}
	if (cut_half(l->low, &which)) {
		check_say(c, "cau-cut", l, arena_printf(c->a, "Ghi đủ “%s”.", halves[which].whole),
			"Thiếu chữ sau “%s”: “%s”.", halves[which].half, quote(c->a, l->text));
		return;
	}
	const char *word = cut_joining(c->a, l->low);
	if (word)
		check_say(c, "cau-cut", l, "Viết nốt câu.", "Câu dừng ở chữ “%s”: “%s”.", word,
			quote(c->a, l->text));
}

/* --- words written twice ---------------------------------------------------------------------- */

/* Only words that Vietnamese never doubles ("ngày ngày", "luôn luôn", "từ từ" are right). */
static const char *const once[] = { "của", "và", "các", "những", "được", "trong", "cho", "với",
	"đã", "để", "theo", "tại", "bằng", "nhằm", "hoặc", "thực hiện", "tuyên truyền", "công tác",
	"tổ chức", "ủy ban", "thủ tục", "cải cách", "hành chính", "người dân", "trên", "về", "đến",
	NULL };

static void check_doubles(struct check *c, const struct line *l)
{
	for (size_t i = 0; once[i]; i++) {
		const char *twice = arena_printf(c->a, "%s %s", once[i], once[i]);
		const char *p = find_words(l->low, l->low, twice);
		/* "ở trên trên" hardly; "đến đến" may join two phrases: all are worth a look. */
		if (p)
			check_say(c, "lap-tu", l, arena_printf(c->a, "Bỏ một chữ “%s”.", once[i]),
				"Lặp từ: “%s”.",
				arena_strndup(c->a, l->text + (p - l->low), strlen(twice)));
	}
}

/* --- the end, abbreviations ------------------------------------------------------------------- */

static void check_end(struct check *c)
{
	if (c->tail == c->lines.n || c->tail <= c->head_end)
		return;
	const struct line *l = &c->lines.v[c->tail - 1];
	if (l->element != EL_BODY || l->p->table || strstr(l->text, "./."))
		return;
	check_say(c, "ket-thuc", l, "Kết thúc nội dung bằng “./.”.",
		"Nội dung không kết thúc bằng “./.”: “%s”.", quote(c->a, l->text));
}

/* Known to every reader of such papers, or a symbol of documents. */
static const char *const known[] = { "UBND", "HĐND", "CCHC", "TTHC", "CNTT", "MTTQ", "UBMTTQ",
	"UBMTTQVN", "PAR", "INDEX", "PAPI", "PCI", "SIPAS", "DDCI", "VNPT", "VNEID", "DVC", "DVCTT",
	"BNV", "CP", "TTG", "QĐ", "NĐ", "TT", "NQ", "CT", "KH", "BC", "TU", "HTX", "QR", "PDF",
	"USB", "CCCD", "GPLX", "BHXH", "BHYT", "THCS", "THPT", "TDP", "KTXH", "QPAN", "ANTT",
	"ATGT", "VHXH", "SMS", "LED", "FM", "OCOP", "DTTS", "CBCC", "CBCCVC", "TCVN", "ISO",
	"COVID", "VNĐ", "BCH", "BCĐ", "TTPVHCC", "PVHCC", "CSDL", "VBQPPL", "TTĐT", "KSTTHC", "VH",
	"HTTPS", "HTTP", "WWW", NULL };

static bool explained(const struct check *c, const char *word)
{
	const char *open = arena_printf(c->a, "(%s", word),
		   *told = arena_printf(c->a, "tắt là %s", word);
	const char *behind = arena_printf(c->a, "%s (", word);
	for (size_t i = 0; i < c->lines.n; i++)
		if (strstr(c->lines.v[i].text, open) || strstr(c->lines.v[i].text, told) ||
			strstr(c->lines.v[i].text, behind))
			return true;
	return false;
}

/* Three or more capitals that are no Roman number and stand in no symbol. */
static bool is_abbreviation(struct arena *a, const struct line *l, const char *p, const char *word)
{
	const char *after = p + strlen(word);
	if (text_length(word) < 3 || strpbrk(word, "0123456789") ||
		!strpbrk(word, "ABCDEGHKLMNOPQRSTUVXY"))
		return false;
	if (!text_eq(text_upper(a, word), word) || !word[strspn(word, "IVXLC")])
		return false;
	if ((p > l->text && strchr("/-.&", p[-1])) ||
		(*after && strchr("/-.&", *after) && after[1] != ' ' && after[1]))
		return false;
	for (size_t i = 0; known[i]; i++)
		if (text_eq(known[i], word))
			return false;
	return true;
}

static void check_abbreviations(struct check *c)
{
	enum { SAID_MAX = 100 };
	struct texts said = { 0 };
	for (size_t i = c->head_end; i < c->tail; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->p->table || text_eq(text_upper(c->a, l->text), l->text))
			continue;
		for (const char *p = l->text; *p && said.n < SAID_MAX;) {
			const char *word = word_at(c->a, p), *at = p + strspn(p, " ");
			bool seen = false;
			for (size_t k = 0; k < said.n; k++)
				seen = seen || text_eq(said.v[k], word);
			if (!seen && *word && is_abbreviation(c->a, l, at, word)) {
				ARENA_PUSH(c->a, &said, word);
				if (!explained(c, word))
					check_say(c, "viet-tat", l,
						"Ghi đủ chữ ở lần đầu, kèm chữ viết tắt trong ngoặc.",
						"Chữ viết tắt “%s” không được giải thích.", word);
			}
			p = at + strlen(word);
			if (!*word && *p)
				text_next(&p);
		}
	}
}

void check_prose(struct check *c)
{
	for (size_t i = c->head_end; i < c->tail; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->cut)
			check_say(c, "doan-qua-dai", l, "Tách thành nhiều đoạn.",
				"Đoạn quá dài, chỉ phần đầu được kiểm tra: “%s”.",
				quote(c->a, l->text));
		check_doubles(c, l);
		if (l->element == EL_BODY || l->element == EL_HEADING)
			check_cuts(c, i);
	}
	check_end(c);
	check_abbreviations(c);
}
