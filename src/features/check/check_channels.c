/* Channels that a report names as used but gives no figure for, and items of a list of numbers
 * without a number. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

static const struct channel {
	const char *name;
	const char *words[9];
} channels[] = {
	{ "đài truyền thanh", { "đài truyền thanh", "loa truyền thanh", "hệ thống truyền thanh",
				      "truyền thanh cơ sở", "loa phát thanh", "đài phát thanh",
				      "trạm truyền thanh", "phát thanh", NULL } },
	{ "bộ phận một cửa",
		{ "bộ phận một cửa", "bộ phận tiếp nhận và trả kết quả",
			"trung tâm phục vụ hành chính công", "bộ phận một cửa điện tử", NULL } },
	{ "cuộc họp, hội nghị",
		{ "cuộc họp", "hội nghị", "buổi họp", "họp dân", "họp thôn", NULL } },
	{ "băng rôn", { "băng rôn", "băng-rôn", "pa nô", "pano", "áp phích", "khẩu hiệu", NULL } },
	{ "cổng thông tin điện tử", { "cổng thông tin điện tử", "trang thông tin điện tử",
					    "cổng ttđt", "trang ttđt", NULL } },
	{ "mạng xã hội", { "mạng xã hội", "zalo", "facebook", "fanpage", NULL } },
	{ "đối thoại", { "đối thoại", NULL } },
	{ "cuộc thi", { "cuộc thi", "hội thi", NULL } },
	{ "tờ rơi", { "tờ rơi", "tờ gấp", "tờ bướm", NULL } },
	{ "bản tin", { "bản tin", NULL } },
	{ "bảng tin", { "bảng tin", NULL } },
	{ "tin nhắn", { "tin nhắn", NULL } },
	{ "tuyên truyền lưu động", { "xe tuyên truyền", "lưu động", NULL } },
};

enum { CHANNELS = sizeof channels / sizeof *channels };

/* Where a channel stands for something else than its use: "Tổ chức hội nghị đối thoại" is both. */
static bool names(const struct line *l, size_t k)
{
	return has_any(l->low, channels[k].words);
}

/* A figure that was looked for and is openly not there is an answer too. */
static bool answered(const char *clause)
{
	static const char *const words[] = { "chưa thống kê", "không thống kê", "chưa có số liệu",
		"không có số liệu", "không phát sinh", "chưa tổ chức", "không tổ chức",
		"chưa thực hiện", "chưa phát sinh", "không thực hiện", "không phát", "chưa phát",
		"không treo", "chưa treo", NULL };
	return has_any(clause, words);
}

/* Some clause of the line tells of the channel and of a number. */
static bool counted_in_line(struct check *c, const struct line *l, size_t k)
{
	for (const char *p = l->low; (p = find_any(l->low, p, channels[k].words, NULL)); p++) {
		const char *from;
		size_t n = sentence_at(l->low, p, &from);
		const char *clause = arena_strndup(c->a, from, n);
		if (has_figure(c->a, clause) || answered(clause))
			return true;
	}
	return false;
}

static bool same_row(const struct extract_para *p, const struct extract_para *q)
{
	return p->table == q->table && p->row == q->row;
}

/* In a table the row is the clause. */
static bool counted_in_row(struct check *c, size_t i)
{
	const struct extract_para *p = c->lines.v[i].p;
	size_t k = i;
	while (k > 0 && same_row(c->lines.v[k - 1].p, p))
		k--;
	for (; k < c->lines.n && same_row(c->lines.v[k].p, p); k++) {
		const struct line *l = &c->lines.v[k];
		/* The first column usually holds the running number. */
		if (l->p->column > 1 && l->p->column != p->column &&
			(has_figure(c->a, l->low) || answered(l->low)))
			return true;
	}
	return false;
}

/* An item that leads to lines below ("- Cuộc họp:", then "+ 5 buổi ...") is counted by them. */
static bool counted_below(struct check *c, size_t i)
{
	const struct line *v = c->lines.v;
	size_t n = strlen(v[i].text);
	if (v[i].text[n - 1] != ':')
		return false;
	for (size_t k = i + 1; k < c->tail && v[k].item && k < i + 20; k++) {
		if (v[k].text[0] == v[i].text[0] && v[i].item)
			return false;
		if (has_figure(c->a, v[k].low))
			return true;
	}
	return false;
}

static bool is_past_work(const struct line *l)
{
	return (l->element == EL_BODY || l->element == EL_HEADING) && l->section != SECTION_TASKS &&
	       l->section != SECTION_JUDGE && l->section != SECTION_CONTENT;
}

/* Annexes hold tables of figures as well. */
static bool counted(struct check *c, size_t k)
{
	for (size_t i = c->head_end; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (!(is_past_work(l) || l->element == EL_ANNEX) || !names(l, k))
			continue;
		if (counted_in_line(c, l, k) || (l->p->table && counted_in_row(c, i)) ||
			counted_below(c, i))
			return true;
	}
	return false;
}

/* Outside a list of forms only plain words of use count: "tuyên truyền ... trên đài truyền thanh".
 */
static bool used_in_prose(struct check *c, const struct line *l, size_t k)
{
	static const char *const by[] = { "qua", "trên", "bằng", "tại", "thông qua", "các", "thống",
		"phát", "treo", NULL };
	if (l->section == SECTION_NONE || !has_words(l->low, "tuyên truyền"))
		return false;
	for (const char *p = l->low; (p = find_any(l->low, p, channels[k].words, NULL)); p++) {
		const char *from;
		size_t n = sentence_at(l->low, p, &from);
		if (has_words(arena_strndup(c->a, from, n), "tuyên truyền") &&
			starts_with_any(word_before(c->a, l->low, p), by))
			return true;
	}
	return false;
}

static bool names_as_used(struct check *c, const struct line *l, size_t k)
{
	if (!is_past_work(l) || l->element == EL_HEADING || l->p->table || !names(l, k))
		return false;
	if (l->section == SECTION_FORMS || (l->section == SECTION_COUNTS && l->item))
		return true;
	return l->section == SECTION_RESULT && used_in_prose(c, l, k);
}

static bool check_channel(struct check *c, size_t k)
{
	struct places places = { 0 };
	const struct line *first = NULL;
	for (size_t i = c->head_end; i < c->tail; i++) {
		const struct line *l = &c->lines.v[i];
		if (!names_as_used(c, l, k))
			continue;
		first = first ? first : l;
		places_add(c, &places, l);
	}
	if (!first || counted(c, k))
		return false;
	check_say(c, "kenh-khong-so", first,
		"Ghi số liệu của hình thức này; nếu không đếm được thì ghi rõ “chưa thống kê”.",
		"Hình thức “%s” được nêu là đã dùng (%s) nhưng không có số liệu nào.",
		channels[k].name, places_text(c, &places));
	return true;
}

/* Items of "Số lượng" whose channel was not reported above. */
static void check_items(struct check *c, const bool *reported)
{
	for (size_t i = c->head_end; i < c->tail; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->section != SECTION_COUNTS || !l->item || l->element != EL_BODY ||
			l->p->table)
			continue;
		bool said = has_figure(c->a, l->low) || answered(l->low) || counted_below(c, i);
		for (size_t k = 0; k < CHANNELS; k++)
			said = said || (reported[k] && names(l, k));
		if (!said)
			check_say(c, "muc-khong-so", l,
				"Ghi số liệu; nếu không đếm được thì ghi rõ “chưa thống kê”.",
				"Mục trong phần số lượng không có số: “%s”.", quote(c->a, l->text));
	}
}

/* Only a report that gives figures owes them for each channel. */
void check_channels(struct check *c)
{
	bool reported[CHANNELS] = { false };
	if (c->kind && !has_words(c->kind, "báo cáo"))
		return;
	for (size_t k = 0; k < CHANNELS; k++)
		reported[k] = check_channel(c, k);
	check_items(c, reported);
}
