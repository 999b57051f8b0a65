/* The head of a document: Quốc hiệu, agencies, number, place and date, type name, subject, Kính
 * gửi. */
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Text files often lose the head, which stands in a table: then nothing is claimed about it. */
static void check_nation(struct check *c)
{
	const struct line *nation = check_find(c, EL_NATION), *motto = check_find(c, EL_MOTTO);
	bool whole = c->x->format != EXTRACT_TXT;
	const char *says = c->layout->nation, *motto_says = c->layout->motto;
	if (!nation && (motto || whole))
		check_say(c, "quoc-hieu", NULL, arena_printf(c->a, "Thêm “%s”.", says),
			"Thiếu Quốc hiệu.");
	if (!motto && (nation || whole))
		check_say(c, "tieu-ngu", NULL, arena_printf(c->a, "Thêm “%s”.", motto_says),
			"Thiếu Tiêu ngữ.");
	/* HÒA and HOÀ are both written. */
	if (nation && !(text_eq(text_fold(c->a, nation->text), text_fold(c->a, says)) &&
			      text_eq(text_upper(c->a, nation->text), nation->text)))
		check_say(c, "quoc-hieu", nation, arena_printf(c->a, "Ghi “%s”.", says),
			"Quốc hiệu ghi chưa đúng: “%s”.", quote(c->a, nation->text));
	if (motto && !text_eq(motto->text, motto_says))
		check_say(c, "tieu-ngu", motto,
			arena_printf(c->a, "Ghi “%s”: gạch nối (-), trước và sau có cách chữ.",
				motto_says),
			"Tiêu ngữ ghi chưa đúng: “%s”.", quote(c->a, motto->text));
	if ((nation || whole) && !check_find(c, EL_ISSUER))
		check_say(c, "co-quan", NULL, "Ghi tên cơ quan ban hành ở góc trái, viết hoa, đậm.",
			"Không thấy tên cơ quan ban hành ở đầu văn bản.");
}

/* --- number and symbol ------------------------------------------------------------------------ */

static const struct {
	const char *kind, *mark;
} marks[] = { { "nghị quyết", "NQ" }, { "quyết định", "QĐ" }, { "chỉ thị", "CT" },
	{ "quy chế", "QC" }, { "quy định", "QyĐ" }, { "thông cáo", "TC" }, { "thông báo", "TB" },
	{ "hướng dẫn", "HD" }, { "chương trình", "CTr" }, { "kế hoạch", "KH" },
	{ "phương án", "PA" }, { "đề án", "ĐA" }, { "dự án", "DA" }, { "báo cáo", "BC" },
	{ "biên bản", "BB" }, { "tờ trình", "TTr" }, { "hợp đồng", "HĐ" }, { "công điện", "CĐ" },
	{ "bản ghi nhớ", "BGN" }, { "bản thỏa thuận", "BTT" }, { "giấy ủy quyền", "GUQ" },
	{ "giấy mời", "GM" }, { "giấy giới thiệu", "GGT" }, { "giấy nghỉ phép", "GNP" },
	{ "phiếu gửi", "PG" }, { "phiếu chuyển", "PC" }, { "phiếu báo", "PB" } };

static const char *mark_of(struct arena *a, const char *kind)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (text_eq(text_fold(a, marks[i].kind), text_fold(a, kind)))
			return marks[i].mark;
	return NULL;
}

static void check_symbol(struct check *c, const struct line *l, const char *symbol)
{
	const char *fix = "Ghi liền, viết hoa, như 05/BC-UBND.";
	if (!*symbol) {
		check_say(c, "ky-hieu", l, fix, "Thiếu ký hiệu sau dấu “/”: “%s”.", l->text);
		return;
	}
	if (strchr(symbol, ' ') || strstr(symbol, "–") || strstr(symbol, "—") ||
		strchr(symbol, '_')) {
		check_say(c, "ky-hieu", l, fix,
			"Ký hiệu viết liền, giữa các nhóm chữ là gạch nối “-”: “%s”.", l->text);
		return;
	}
	if (text_eq(text_lower(c->a, symbol), symbol)) {
		check_say(c, "ky-hieu", l, fix, "Ký hiệu phải viết hoa: “%s”.", l->text);
		return;
	}
	const char *mark = c->kind ? mark_of(c->a, c->kind) : NULL;
	if (!mark)
		return;
	size_t n = strlen(mark);
	if (text_has_prefix(symbol, mark) && (symbol[n] == '-' || !symbol[n]))
		return;
	/* "2026/NQ-HĐND": legal normative documents carry the year. */
	if (strspn(symbol, "0123456789") == 4 && symbol[4] == '/')
		return;
	check_say(c, "ky-hieu-ten-loai", l,
		arena_printf(c->a, "Với %s dùng ký hiệu %s-…", c->kind, mark),
		"Ký hiệu “%s” không phải của %s.", symbol, c->kind);
}

void check_number(struct check *c)
{
	const struct line *l = check_find(c, EL_NUMBER);
	if (!l) {
		if (check_find(c, EL_PLACE) || check_find(c, EL_NATION) ||
			c->x->format != EXTRACT_TXT)
			check_say(c, "thieu-so", NULL,
				"Thêm dòng “Số: …/BC-UBND” dưới tên cơ quan.",
				"Không thấy số, ký hiệu của văn bản.");
		return;
	}
	const char *p = l->text + strlen("Số"), *slash = strchr(p, '/');
	p += strspn(p, " ");
	if (*p != ':')
		check_say(c, "ky-hieu", l, "Ghi “Số: …”.", "Sau chữ “Số” thiếu dấu hai chấm: “%s”.",
			l->text);
	else
		p++;
	p += strspn(p, " ");
	if (!slash) {
		check_say(c, "ky-hieu", l, "Ghi dấu “/” giữa số và ký hiệu, như 05/BC-UBND.",
			"Thiếu dấu “/” giữa số và ký hiệu: “%s”.", l->text);
		return;
	}
	const char *digits = p;
	int value, n = read_digits(&p, &value);
	if (!n)
		check_say(c, "so-trong", l, "Lấy số sau khi ký, ghi trước khi phát hành.",
			"Số còn để trống (“%s”): được phép khi là dự thảo chưa ký, phải có khi phát hành.",
			l->text);
	else if (n == 1)
		check_say(c, "so-khong", l, arena_printf(c->a, "Ghi 0%d.", value),
			"Số nhỏ hơn 10 phải có số 0 phía trước: “%s”.", l->text);
	if (n && p != slash)
		check_say(c, "ky-hieu", l, "Ghi liền, như 05/BC-UBND.",
			"Giữa số và dấu “/” không có gì khác: “%s”.",
			arena_strndup(c->a, digits, strlen(digits)));
	check_symbol(c, l, slash + 1);
}

/* --- title and addressee ---------------------------------------------------------------------- */

static void check_title(struct check *c)
{
	const struct line *number = check_find(c, EL_NUMBER), *letter = check_find(c, EL_LETTER);
	const struct line *subject = check_find(c, EL_SUBJECT), *kind = check_find(c, EL_KIND);
	const char *slash = number ? strchr(number->text, '/') : NULL;
	if (kind && !subject)
		check_say(c, "thieu-trich-yeu", kind, "Ghi trích yếu ngay dưới tên loại.",
			"Dưới tên loại “%s” không có trích yếu nội dung.", kind->text);
	if (kind && (letter || (subject && text_has_prefix(subject->low, "v/v"))))
		check_say(c, "ten-loai-vv", letter ? letter : subject,
			"Bỏ “V/v”, ghi thẳng trích yếu dưới tên loại.",
			"“V/v” chỉ dùng ở công văn, không dùng ở văn bản có tên loại (%s).",
			c->kind);
	if (kind || letter || !slash)
		return;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i].mark);
		if (strncmp(slash + 1, marks[i].mark, n) || slash[1 + n] != '-')
			continue;
		check_say(c, "thieu-ten-loai", number,
			arena_printf(c->a, "Ghi “%s” thành một dòng riêng, viết hoa, đậm, ở giữa.",
				text_upper(c->a, marks[i].kind)),
			"Ký hiệu là của %s nhưng không thấy dòng tên loại.", marks[i].kind);
		return;
	}
}

/* Whom a commune reports to: authorities above it. Before 01/7/2025 a Phòng was the district's;
 * since then it may be the commune's own. */
static bool is_superior(const struct check *c, const struct line *l)
{
	static const char *const above[] = { "ubnd huyện", "ubnd tỉnh", "ubnd thành phố",
		"ubnd quận", "ubnd thị xã", "ủy ban nhân dân huyện", "ủy ban nhân dân tỉnh",
		"ủy ban nhân dân thành phố", "ủy ban nhân dân quận", "sở", "huyện ủy", "tỉnh ủy",
		"thường trực huyện ủy", "thường trực tỉnh ủy", "tt huyện ủy", "tt hđnd huyện",
		"hđnd tỉnh", "hđnd huyện", "văn phòng ubnd tỉnh", "văn phòng ubnd huyện",
		"chủ tịch ubnd huyện", "chủ tịch ubnd tỉnh", "bộ", NULL };
	const char *low = item_text(l->low);
	if (starts_with_any(low, above))
		return true;
	return starts_with_any(low, (const char *const[]){ "phòng", NULL }) &&
	       (has_words(low, "huyện") || date_cmp(c->day, (struct date){ 2025, 7, 1 }) < 0);
}

/* The first recipient above that there still is; else the first above. */
static const struct line *superior(struct check *c)
{
	const struct line *gone = NULL;
	for (size_t i = c->tail; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (l->element != EL_COPIES || !is_superior(c, l))
			continue;
		if (!check_gone(c, l))
			return l;
		gone = gone ? gone : l;
	}
	return gone;
}

/* Whom there is no more is not proposed as addressee. */
static void say_no_address(struct check *c, const struct line *l)
{
	const char *whom = item_text(l->text), *gone = check_gone(c, l);
	size_t n = strlen(whom);
	const char *name = arena_strndup(c->a, whom, n - (n && strchr(";.,", whom[n - 1])));
	const char *fix =
		gone ? arena_printf(c->a,
			       "Thêm “Kính gửi: …” dưới trích yếu, ghi cơ quan nay nhận báo cáo (không còn “%s”); dòng "
			       "đầu nơi nhận ghi “- Như trên;”.",
			       gone)
		     : arena_printf(c->a,
			       "Thêm “Kính gửi: %s.” dưới trích yếu; dòng đầu nơi nhận ghi “- Như trên;”.",
			       name);
	check_say(c, "thieu-kinh-gui", check_find(c, EL_KIND), fix,
		"Báo cáo gửi cấp trên (nơi nhận có “%s”, %s) nhưng thiếu “Kính gửi”.", name,
		extract_place(c->a, c->x, l->p));
}

static void check_address(struct check *c)
{
	if (check_find(c, EL_ADDRESS))
		return;
	if (check_find(c, EL_LETTER) && !c->kind) {
		check_say(c, "thieu-kinh-gui", check_find(c, EL_LETTER),
			"Thêm “Kính gửi: …” trước nội dung.", "Công văn thiếu “Kính gửi”.");
		return;
	}
	const char *kind = c->kind ? text_fold(c->a, c->kind) : "";
	if (text_eq(kind, "to trinh"))
		check_say(c, "thieu-kinh-gui", check_find(c, EL_KIND),
			"Thêm “Kính gửi: …” dưới trích yếu.", "Tờ trình thiếu “Kính gửi”.");
	if (!text_eq(kind, "bao cao"))
		return;
	const struct line *whom = superior(c);
	if (whom)
		say_no_address(c, whom);
}

void check_head(struct check *c)
{
	check_nation(c);
	check_title(c);
	check_address(c);
}
