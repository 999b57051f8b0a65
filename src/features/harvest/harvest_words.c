/* Which words make an item one about CCHC, and which contents of the plan fit it. */
#include <string.h>

#include "features/harvest/harvest.h"
#include "lib/base/text.h"

/* The six contents of the CCHC programme (Nghị quyết 76/NQ-CP ngày 15/7/2021), and what belongs to
 * all of them. */
enum topic { GENERAL, LEGAL, PROCEDURE, STRUCTURE, SERVICE, FINANCE, DIGITAL, TOPICS };

/* One strong word is enough, of weak ones it takes two. */
static const struct word {
	const char *words; /* small letters, with their accents */
	enum topic topic;
	bool strong;
} table[] = {
	{ "cải cách hành chính", GENERAL, true },
	{ "cchc", GENERAL, true },
	{ "par index", GENERAL, true },
	{ "papi", GENERAL, true },
	{ "sipas", GENERAL, true },
	{ "hành chính công", GENERAL, true },
	{ "sự hài lòng của người dân", GENERAL, true },
	{ "mức độ hài lòng", GENERAL, true },
	{ "năng lực cạnh tranh", GENERAL, false },
	{ "hài lòng", GENERAL, false },
	{ "cải cách thể chế", LEGAL, true },
	{ "văn bản quy phạm pháp luật", LEGAL, true },
	{ "quy phạm pháp luật", LEGAL, true },
	{ "theo dõi thi hành pháp luật", LEGAL, false },
	{ "thủ tục hành chính", PROCEDURE, true },
	{ "tthc", PROCEDURE, true },
	{ "một cửa", PROCEDURE, true },
	{ "phi địa giới", PROCEDURE, true },
	{ "phản ánh, kiến nghị", PROCEDURE, false },
	{ "phản ánh kiến nghị", PROCEDURE, false },
	{ "tiếp nhận và trả kết quả", PROCEDURE, false },
	{ "trả kết quả", PROCEDURE, false },
	{ "giải quyết hồ sơ", PROCEDURE, false },
	{ "niêm yết", PROCEDURE, false },
	{ "tinh gọn bộ máy", STRUCTURE, true },
	{ "tổ chức bộ máy", STRUCTURE, true },
	{ "chính quyền địa phương 2 cấp", STRUCTURE, true },
	{ "chính quyền địa phương hai cấp", STRUCTURE, true },
	{ "phân cấp, phân quyền", STRUCTURE, true },
	{ "sắp xếp đơn vị hành chính", STRUCTURE, true },
	{ "tinh giản biên chế", STRUCTURE, true },
	{ "chế độ công vụ", SERVICE, true },
	{ "cải cách công vụ", SERVICE, true },
	{ "kỷ luật, kỷ cương hành chính", SERVICE, true },
	{ "kỷ cương hành chính", SERVICE, true },
	{ "văn hóa công vụ", SERVICE, true },
	{ "văn hoá công vụ", SERVICE, true },
	{ "văn hóa công sở", SERVICE, true },
	{ "văn hoá công sở", SERVICE, true },
	{ "vị trí việc làm", SERVICE, false },
	{ "cán bộ, công chức", SERVICE, false },
	{ "cán bộ công chức", SERVICE, false },
	{ "đào tạo, bồi dưỡng", SERVICE, false },
	{ "tài chính công", FINANCE, true },
	{ "tự chủ tài chính", FINANCE, true },
	{ "tài sản công", FINANCE, false },
	{ "dịch vụ công", DIGITAL, true },
	{ "chính quyền điện tử", DIGITAL, true },
	{ "chính quyền số", DIGITAL, true },
	{ "chuyển đổi số", DIGITAL, true },
	{ "chữ ký số", DIGITAL, true },
	{ "đề án 06", DIGITAL, true },
	{ "vneid", DIGITAL, true },
	{ "định danh điện tử", DIGITAL, true },
	{ "nộp hồ sơ trực tuyến", DIGITAL, true },
	{ "hồ sơ trực tuyến", DIGITAL, true },
	{ "thanh toán trực tuyến", DIGITAL, true },
	{ "số hóa hồ sơ", DIGITAL, true },
	{ "số hoá hồ sơ", DIGITAL, true },
	{ "tổ công nghệ số cộng đồng", DIGITAL, true },
	{ "số hóa", DIGITAL, false },
	{ "số hoá", DIGITAL, false },
	{ "trực tuyến", DIGITAL, false },
	{ "không dùng tiền mặt", DIGITAL, false },
};
enum { WORDS = sizeof table / sizeof *table };

/* As typed in small letters; and folded, where whoever wrote it uses no accents, else NULL: "mot
 * cua" may be "một của" where accents are used. */
struct said {
	struct arena *a;
	const char *lower, *plain;
};

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool holds(const char *s, const char *words)
{
	size_t n = strlen(words);
	for (const char *p = s; (p = strstr(p, words)); p++)
		if ((p == s || !is_word(p[-1])) && !is_word(p[n]))
			return true;
	return false;
}

static bool says(const struct said *s, const char *words)
{
	return holds(s->lower, words) || (s->plain && holds(s->plain, text_fold(s->a, words)));
}

static struct said said_of(struct arena *a, const char *text)
{
	struct said s = { a, text_lower(a, text_squeeze(a, text)), NULL };
	if (text_eq(text_fold(a, text), s.lower))
		s.plain = s.lower;
	return s;
}

/* A shorter one within another that was found says nothing new. */
static bool is_within(const bool found[WORDS], size_t i)
{
	for (size_t k = 0; k < WORDS; k++)
		if (k != i && found[k] && holds(table[k].words, table[i].words))
			return true;
	return false;
}

static void put_contents(struct arena *a, const struct harvest_contents *plan,
	const bool found[WORDS], struct texts *out)
{
	bool topics[TOPICS] = { false };
	for (size_t i = 0; i < WORDS; i++)
		topics[table[i].topic] = topics[table[i].topic] || found[i];
	for (int literal = 1; literal >= 0 && !out->n; literal--)
		for (size_t c = 0; c < plan->n; c++) {
			struct said text = said_of(a, plan->v[c].text);
			bool fits = false;
			for (size_t i = 0; i < WORDS && !fits; i++) {
				bool wanted = literal ? found[i]
						      : table[i].topic != GENERAL &&
								topics[table[i].topic];
				fits = wanted && says(&text, table[i].words);
			}
			if (fits)
				ARENA_PUSH(a, out, plan->v[c].code);
		}
}

void harvest_judge(struct arena *a, const char *title, const char *summary,
	const struct harvest_contents *plan, struct harvest_verdict *out)
{
	struct said s = said_of(a, arena_printf(a, "%s\n%s", title, summary));
	bool found[WORDS] = { false };
	struct texts words = { 0 };
	int strong = 0, weak = 0;
	*out = (struct harvest_verdict){ .reason = "" };
	for (size_t i = 0; i < WORDS; i++)
		found[i] = says(&s, table[i].words);
	for (size_t i = 0; i < WORDS; i++) {
		if (!found[i] || is_within(found, i))
			continue;
		const char *quoted = arena_printf(a, "“%s”", table[i].words);
		ARENA_PUSH(a, &words, quoted);
		strong += table[i].strong;
		weak += !table[i].strong;
	}
	if (!words.n)
		return;
	out->about = strong || weak > 1;
	out->reason = arena_printf(a, "Có cụm từ %s.", text_join(a, &words, ", "));
	if (out->about)
		put_contents(a, plan, found, &out->contents);
}
