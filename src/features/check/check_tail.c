/* Recipients and signature. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

static char last_byte(const char *s)
{
	return *s ? s[strlen(s) - 1] : '\0';
}

/* A recipient may take several lines: the last line of the item at i. */
static size_t item_end(const struct check *c, size_t i)
{
	while (i + 1 < c->lines.n && c->lines.v[i + 1].element == EL_COPIES &&
		!c->lines.v[i + 1].item)
		i++;
	return i;
}

static void check_marks(struct check *c, const struct line *last)
{
	struct texts wrong = { 0 };
	const struct line *first = NULL;
	for (size_t i = c->tail; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->element != EL_COPIES || !l->item)
			continue;
		const struct line *end = &c->lines.v[item_end(c, i)];
		bool final = end == last;
		if (last_byte(end->text) == (final ? '.' : ';'))
			continue;
		first = first ? first : l;
		ARENA_PUSH(c->a, &wrong, arena_printf(c->a, "“%s”", quote(c->a, l->text)));
	}
	if (wrong.n)
		check_say(c, "noi-nhan-dau-cau", first,
			"Cuối mỗi nơi nhận ghi dấu chấm phẩy, dòng cuối ghi dấu chấm.",
			"Nơi nhận sai hoặc thiếu dấu ở cuối dòng: %s.",
			text_join(c->a, &wrong, ", "));
}

/* "- Lưu: VT, ..." */
static bool keeps_copy(const struct line *l)
{
	const char *low = item_text(l->low);
	if (!text_has_prefix(low, "lưu"))
		return false;
	low += strlen("lưu");
	return text_has_prefix(low + strspn(low, " :"), "vt");
}

static void check_copies(struct check *c)
{
	const struct line *head = check_find(c, EL_COPIES_HEAD), *last = NULL, *last_item = NULL,
			  *first = NULL;
	if (!head) {
		check_say(c, "thieu-noi-nhan", NULL, "Thêm “Nơi nhận:” ở cuối, góc trái.",
			"Không thấy phần Nơi nhận.");
		return;
	}
	for (size_t i = c->tail; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->element != EL_COPIES)
			continue;
		last = l;
		if (!first)
			first = l;
		if (l->item)
			last_item = l;
	}
	if (!last_item || !keeps_copy(last_item))
		check_say(c, "noi-nhan-luu", last_item ? last_item : head,
			"Thêm dòng cuối “- Lưu: VT, <đơn vị soạn thảo>.”.",
			"Nơi nhận không kết thúc bằng “- Lưu: VT, …”%s.",
			last_item
				? arena_printf(c->a, " mà bằng “%s”", quote(c->a, last_item->text))
				: "");
	if (first && check_find(c, EL_ADDRESS) && !has_words(first->low, "như trên") &&
		!has_words(first->low, "như kính gửi"))
		check_say(c, "nhu-tren", first, "Ghi “- Như trên;” ở dòng đầu nơi nhận.",
			"Đã có “Kính gửi” nhưng nơi nhận không bắt đầu bằng “- Như trên;”: “%s”.",
			quote(c->a, first->text));
	if (last)
		check_marks(c, last);
}

/* Titles of learning before a name, with or without blanks: "ThS. ", "PGS.TS". */
static const char *title_before(const char *text)
{
	static const char *const titles[] = { "GS.", "PGS.", "TS.", "ThS.", "Th.S", "TSKH.", "BS.",
		"KS.", "CN.", "Ths.", "Ts.", "LS.", "Tiến sĩ ", "Thạc sĩ ", "Kỹ sư ", "Cử nhân ",
		"TS ", "ThS ", NULL };
	for (size_t i = 0; titles[i]; i++)
		if (text_has_prefix(text, titles[i]))
			return titles[i];
	return NULL;
}

static void check_signature(struct check *c)
{
	const struct line *signing = check_find(c, EL_SIGNING), *signer = check_find(c, EL_SIGNER);
	if (!signing) {
		check_say(c, "thieu-chu-ky", NULL,
			"Thêm quyền hạn, chức vụ người ký, như “TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH”.",
			"Không thấy quyền hạn, chức vụ của người ký.");
		return;
	}
	for (size_t i = c->tail; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		const char *title = l->element == EL_ANNEX || l->element == EL_COPIES
					    ? NULL
					    : title_before(l->text);
		if (title && strlen(l->text) < 80) {
			check_say(c, "hoc-ham", l, "Chỉ ghi họ và tên.",
				"Trước họ tên người ký có “%s”: “%s”.", text_trim(c->a, title),
				l->text);
			return;
		}
	}
	if (!signer)
		check_say(c, "thieu-ho-ten", signing, "Ghi họ và tên người ký dưới chức vụ.",
			"Không thấy họ và tên người ký.");
}

void check_tail(struct check *c)
{
	if (c->tail == c->lines.n && !c->kind && !check_find(c, EL_NUMBER))
		return; /* not a document of this form at all: the head says so */
	check_copies(c);
	check_signature(c);
}
