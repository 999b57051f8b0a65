/* How figures are written, what period they cover, what they are compared with. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Two ways of writing numbers below ten in the items of one list. */
struct ways {
	const struct line *bare, *padded;
	const char *bare_text, *padded_text;
};

static void note_ways(struct check *c, const struct line *l, struct ways *w)
{
	struct figure_text f;
	for (const char *p = l->low; figure_next(c->a, l->low, p, &f);
		p = f.at + strlen(f.digits)) {
		if (f.value < 0 || f.value > 9 || !*f.unit || text_eq(f.unit, "%"))
			continue;
		const char *text = arena_printf(c->a, "%s %s", f.digits, f.unit);
		if (strlen(f.digits) == 1 && f.value > 0 && !w->bare) {
			w->bare = l;
			w->bare_text = text;
		} else if (strlen(f.digits) == 2 && !w->padded) {
			w->padded = l;
			w->padded_text = text;
		}
	}
}

static void check_ways(struct check *c)
{
	for (size_t i = c->head_end; i < c->tail;) {
		struct ways w = { 0 };
		int list = c->lines.v[i].list;
		for (; i < c->tail && c->lines.v[i].list == list; i++)
			if (c->lines.v[i].item && c->lines.v[i].section != SECTION_TASKS)
				note_ways(c, &c->lines.v[i], &w);
		if (w.bare && w.padded)
			check_say(c, "hai-cach-ghi", w.bare,
				"Ghi cùng một cách trong cả danh sách.",
				"Số nhỏ hơn 10 ghi hai cách trong một danh sách: “%s” bên cạnh “%s” (%s).",
				w.bare_text, w.padded_text, extract_place(c->a, c->x, w.padded->p));
	}
}

static bool body_has(const struct check *c, const char *const *words)
{
	for (size_t i = c->head_end; i < c->tail; i++)
		if (has_any(c->lines.v[i].low, words))
			return true;
	return false;
}

static bool is_report_of_results(const struct check *c)
{
	return c->kind && has_words(c->kind, "báo cáo") &&
	       has_any(c->subject, (const char *const[]){ "quý", "tháng", "năm", NULL });
}

static const char *window_of(const char *low)
{
	static const struct {
		const char *words, *window;
	} windows[] = {
		{ "quý iii", "từ 15/6 đến 14/9" },
		{ "quý 3", "từ 15/6 đến 14/9" },
		{ "quý iv", "cả năm, từ 15/12 năm trước đến 14/12" },
		{ "quý 4", "cả năm, từ 15/12 năm trước đến 14/12" },
		{ "quý ii", "6 tháng, từ 15/12 năm trước đến 14/6" },
		{ "quý 2", "6 tháng, từ 15/12 năm trước đến 14/6" },
		{ "quý i", "từ 15/12 năm trước đến 14/3" },
		{ "quý 1", "từ 15/12 năm trước đến 14/3" },
		{ "6 tháng", "từ 15/12 năm trước đến 14/6" },
		{ "06 tháng", "từ 15/12 năm trước đến 14/6" },
	};
	for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
		if (has_words(low, windows[i].words))
			return windows[i].window;
	return "từ 15/12 năm trước đến 14/12";
}

/* A subject "quý I" leaves open whether 15/12-14/3 or January to March is meant. */
static void check_period(struct check *c)
{
	static const char *const cut[] = { "từ ngày", "số liệu từ", "tính từ", "tính đến",
		"đến ngày", "đến hết ngày", "chốt số liệu", "thời điểm báo cáo", "kỳ báo cáo",
		NULL };
	const struct line *subject = check_find(c, EL_SUBJECT);
	bool cchc = false;
	for (size_t i = 0; i < c->lines.n && !cchc; i++)
		cchc = has_any(c->lines.v[i].low,
			(const char *const[]){ "cải cách hành chính", "cchc", NULL });
	if (!is_report_of_results(c) || !cchc || body_has(c, cut) || has_any(c->subject, cut))
		return;
	check_say(c, "ky-bao-cao", subject,
		"Ghi rõ số liệu tính từ ngày nào đến ngày nào (theo kế hoạch của đơn vị hoặc kỳ của Nhà nước).",
		"Không ghi số liệu tính từ ngày nào đến ngày nào; kỳ báo cáo cải cách hành chính của Nhà nước là "
		"%s.",
		window_of(c->subject));
}

/* The plan cited in the opening must be met or missed in numbers somewhere. */
static void check_targets(struct check *c)
{
	static const char *const compared[] = { "so với", "chỉ tiêu", "vượt kế hoạch",
		"đạt kế hoạch", "theo kế hoạch đạt", "chưa đạt", "hoàn thành", "đạt tỷ lệ",
		"đạt tỉ lệ", "vượt", NULL };
	static const char *const cited[] = { "thực hiện kế hoạch số", "theo kế hoạch số",
		"căn cứ kế hoạch số", "triển khai kế hoạch số", NULL };
	const struct line *plan = NULL;
	for (size_t i = c->head_end; i < c->tail && !plan; i++) {
		const struct line *l = &c->lines.v[i];
		if (has_any(l->low, cited) && l->section != SECTION_TASKS &&
			l->section != SECTION_CONTENT)
			plan = l;
	}
	if (!plan || !is_report_of_results(c) || body_has(c, compared))
		return;
	for (size_t i = c->head_end; i < c->tail; i++)
		if (strchr(c->lines.v[i].text, '%'))
			return;
	check_say(c, "so-voi-ke-hoach", plan,
		"Với mỗi hình thức ghi đã làm bao nhiêu so với kế hoạch (đạt, chưa đạt).",
		"Báo cáo thực hiện một kế hoạch nhưng không so kết quả với chỉ tiêu nào: “%s”.",
		quote(c->a, plan->text));
}

void check_figures(struct check *c)
{
	check_ways(c);
	check_period(c);
	check_targets(c);
}
