/* Laws cited after another one took their place. Only what was confirmed by a text read; what is
 * less sure is a hint to look. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

#define DISTINCT_BY_NUMBER NULL

static const struct replaced {
	const char *number; /* lower case, as in the symbol: "61/2018" */
	const char *symbol; /* what follows "/" in full, lower case */
	const char *year; /* for numbers without a year: the date must name it */
	const char *name, *by;
	struct date from;
	enum severity severity;
} laws[] = {
	{ "61/2018", "nđ-cp", NULL, "Nghị định 61/2018/NĐ-CP", "Nghị định 118/2025/NĐ-CP",
		{ 2025, 7, 1 }, SEVERITY_LOI },
	{ "107/2021", "nđ-cp", NULL, "Nghị định 107/2021/NĐ-CP", "Nghị định 118/2025/NĐ-CP",
		{ 2025, 7, 1 }, SEVERITY_LOI },
	{ "01/2018", "tt-vpcp", NULL, "Thông tư 01/2018/TT-VPCP",
		"Nghị định 118/2025/NĐ-CP và Thông tư 03/2025/TT-VPCP", { 2025, 7, 1 },
		SEVERITY_LOI },
	{ "42/2022", "nđ-cp", NULL, "Nghị định 42/2022/NĐ-CP", "Nghị định 224/2026/NĐ-CP",
		{ 2026, 7, 1 }, SEVERITY_LOI },
	{ "43/2011", "nđ-cp", NULL, "Nghị định 43/2011/NĐ-CP", "Nghị định 42/2022/NĐ-CP",
		{ 2022, 8, 15 }, SEVERITY_LOI },
	{ "13/2023", "nđ-cp", NULL, "Nghị định 13/2023/NĐ-CP",
		"Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP", { 2026, 1, 1 }, SEVERITY_LOI },
	{ "31/2021", "qđ-ttg", NULL, "Quyết định 31/2021/QĐ-TTg", "Quyết định 29/2026/QĐ-TTg",
		{ 2026, 7, 20 }, SEVERITY_LOI },
	{ "52/2016", "qđ-ttg", NULL, "Quyết định 52/2016/QĐ-TTg", "Nghị định 49/2024/NĐ-CP",
		{ 2024, 7, 1 }, SEVERITY_LOI },
	{ "110/2004", "nđ-cp", NULL, "Nghị định 110/2004/NĐ-CP", "Nghị định 30/2020/NĐ-CP",
		{ 2020, 3, 5 }, SEVERITY_LOI },
	{ "32/2017", "tt-btttt", NULL, "Thông tư 32/2017/TT-BTTTT", "Thông tư 22/2023/TT-BTTTT",
		{ 2024, 4, 5 }, SEVERITY_LOI },
	/* The law of 2026 is confirmed; how far it ends these is not, nor the decrees' first day.
	 */
	{ "85/2016", "nđ-cp", NULL, "Nghị định 85/2016/NĐ-CP",
		"Luật An ninh mạng 116/2025/QH15 và Nghị định 331/2026/NĐ-CP", { 2026, 8, 19 },
		SEVERITY_GOI_Y },
	{ "12/2022", "tt-btttt", NULL, "Thông tư 12/2022/TT-BTTTT",
		"Luật An ninh mạng 116/2025/QH15 và Nghị định 331/2026/NĐ-CP", { 2026, 8, 19 },
		SEVERITY_GOI_Y },
	/* Its programme ran to 2025; no text was read that ends it. */
	{ "17", "nq-cp", "2019", "Nghị quyết 17/NQ-CP ngày 07/3/2019",
		"chương trình giai đoạn mới (nghị quyết này đề ra nhiệm vụ đến năm 2025)",
		{ 2026, 1, 1 }, SEVERITY_GOI_Y },
};

/* A sentence that tells of the replacement itself is right. */
static bool tells_history(struct arena *a, const char *low, const char *at)
{
	static const char *const words[] = { "thay thế", "thay cho", "bãi bỏ", "hết hiệu lực",
		"trước đây", "trước ngày", "sửa đổi, bổ sung một số điều", NULL };
	const char *from;
	size_t n = sentence_at(low, at, &from);
	return has_any(arena_strndup(a, from, n), words);
}

static const char *cited(struct arena *a, const char *low, const struct replaced *r)
{
	static const char *const types[] = { "nghị định", "thông tư", "quyết định", "nđ", "qđ",
		"tt", "số", NULL };
	for (const char *p = find_words(low, low, r->number); p;
		p = find_words(low, p + 1, r->number)) {
		const char *end = p + strlen(r->number);
		if (p > low && strchr("/-.", p[-1]))
			continue;
		bool symbol = *end == '/' && text_has_prefix(end + 1, r->symbol);
		if (r->year) {
			const char *tail =
				arena_strndup(a, end, strlen(end) < 60 ? strlen(end) : 60);
			if (!symbol || !strstr(tail, r->year))
				continue;
		} else if (!symbol) {
			/* "Nghị định số 61/2018", without its symbol: the type before it must fit.
			 */
			const char *before = arena_strndup(a, low, (size_t)(p - low));
			size_t n = strlen(before);
			const char *window = before + (n > 30 ? n - 30 : 0);
			while (((unsigned char)*window & 0xC0) == 0x80)
				window++;
			const char *type = text_has_prefix(r->name, "Nghị định")  ? "nghị định"
					   : text_has_prefix(r->name, "Thông tư") ? "thông tư"
										  : "quyết định";
			if (*end == '/' || !has_words(window, type) || !has_any(window, types))
				continue;
		}
		if (!tells_history(a, low, p))
			return p;
	}
	return NULL;
}

static void check_law(struct check *c, const struct replaced *r)
{
	struct places places = { 0 };
	const struct line *first = NULL;
	for (size_t i = 0; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (!cited(c->a, l->low, r))
			continue;
		if (first)
			places_add(c, &places, l);
		else
			first = l;
	}
	if (!first)
		return;
	bool sure = r->severity == SEVERITY_LOI;
	struct check_ground ground = { r->by, r->from, r->severity };
	check_say_on(c, "van-ban-thay-the", &ground, first,
		sure ? arena_printf(c->a, "Viện dẫn %s.", r->by)
		     : arena_printf(c->a, "Cần kiểm tra: có thể phải viện dẫn %s.", r->by),
		"%s %s từ %s%s.", r->name, sure ? "đã được thay thế" : "có thể không còn phù hợp",
		date_short(c->a, r->from),
		places.list.n ? arena_printf(c->a, " (còn ở: %s)", places_text(c, &places)) : "");
}

void check_laws(struct check *c)
{
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
		if (date_cmp(c->day, laws[i].from) >= 0)
			check_law(c, &laws[i]);
}
