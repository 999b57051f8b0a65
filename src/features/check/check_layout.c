/* Page, margins, fonts and sizes: what .docx and .pdf tell. */
#include <math.h>
#include <string.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* Word stores margins in 1/20 points; a PDF's are estimated from its letters. */
enum { PDF_SLACK = 2 };
#define DOCX_SLACK 0.6

static const char *number(struct arena *a, double v)
{
	char *s = arena_printf(a, fabs(v - round(v)) < 0.05 ? "%.0f" : "%.1f", v);
	for (char *p = s; *p; p++)
		if (*p == '.')
			*p = ','; /* decimal sign in Vietnamese */
	return s;
}

static bool outside(double v, struct layout_span span, double slack)
{
	return v < span.min - slack || v > span.max + slack;
}

static void check_margin(
	struct check *c, const char *name, double v, struct layout_span span, size_t page)
{
	bool pdf = c->x->format == EXTRACT_PDF;
	if (v <= 0 || !outside(v, span, pdf ? PDF_SLACK : DOCX_SLACK))
		return;
	/* A half empty page has a wide margin below: only too narrow can be told. */
	if (pdf && v > span.max && text_eq(name, "dưới"))
		return;
	check_say(c, "le-trang", NULL,
		arena_printf(c->a, "Đặt lề %s từ %s đến %s mm.", name, number(c->a, span.min),
			number(c->a, span.max)),
		"Lề %s%s %s mm%s, ngoài khoảng %s-%s mm.", name, pdf ? " đo được khoảng" : "",
		number(c->a, v),
		c->x->setups.n > 1 ? arena_printf(c->a, " (phần %zu của tài liệu)", page + 1) : "",
		number(c->a, span.min), number(c->a, span.max));
}

static void check_page(struct check *c, size_t i)
{
	const struct extract_page *s = &c->x->setups.v[i];
	const struct layout *l = c->layout;
	/* Landscape is allowed for wide tables; its margins turn with the page. */
	bool wide = s->width > s->height;
	double w = wide ? s->height : s->width, h = wide ? s->width : s->height;
	if (w > 0 && (fabs(w - l->page_width) > 2 || fabs(h - l->page_height) > 2))
		check_say(c, "kho-giay", NULL, "Đặt khổ giấy A4 (210 mm x 297 mm).",
			"Khổ giấy %s x %s mm, không phải A4.", number(c->a, s->width),
			number(c->a, s->height));
	if (wide)
		return;
	check_margin(c, "trên", s->top, l->top, i);
	check_margin(c, "dưới", s->bottom, l->bottom, i);
	check_margin(c, "trái", s->left, l->left, i);
	check_margin(c, "phải", s->right, l->right, i);
}

/* Same widths as Times New Roman, under the names that files carry. */
static bool times(struct arena *a, const char *font)
{
	static const char *const names[] = { "timesnewroman", "liberationserif", "tinos", "times",
		NULL };
	const char *fold = text_fold(a, font);
	struct buf b;
	buf_init(&b, a, strlen(fold) + 1);
	for (; *fold; fold++)
		if (*fold != ' ' && *fold != '-')
			buf_putc(&b, *fold);
	for (size_t i = 0; names[i]; i++)
		if (text_has_prefix(b.p, names[i]))
			return true;
	return false;
}

static void check_fonts(struct check *c)
{
	struct texts seen = { 0 };
	for (size_t i = 0; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		if (!l->p->font || times(c->a, l->p->font))
			continue;
		bool known = false;
		for (size_t k = 0; k < seen.n; k++)
			known = known || text_eq(seen.v[k], l->p->font);
		if (known || seen.n > 10)
			continue;
		ARENA_PUSH(c->a, &seen, l->p->font);
		check_say(c, "phong-chu", l, "Đổi sang phông chữ Times New Roman (Unicode).",
			"Phông chữ %s, không phải Times New Roman: “%s”.", l->p->font,
			quote(c->a, l->text));
	}
}

struct size_rule {
	const char *name;
	struct layout_span span;
};

static struct size_rule size_of(const struct layout *l, enum element el)
{
	const struct layout_sizes *s = &l->size;
	switch (el) {
	case EL_NATION:
		return (struct size_rule){ "Quốc hiệu", s->nation };
	case EL_MOTTO:
		return (struct size_rule){ "Tiêu ngữ", s->motto };
	case EL_ISSUER:
		return (struct size_rule){ "Tên cơ quan", s->issuer };
	case EL_NUMBER:
		return (struct size_rule){ "Số, ký hiệu", s->number };
	case EL_PLACE:
		return (struct size_rule){ "Địa danh và thời gian", s->place };
	case EL_KIND:
		return (struct size_rule){ "Tên loại", s->kind };
	case EL_SUBJECT:
		return (struct size_rule){ "Trích yếu", s->subject };
	case EL_LETTER:
		return (struct size_rule){ "Trích yếu công văn", s->letter };
	case EL_ADDRESS:
		return (struct size_rule){ "Kính gửi", s->body };
	case EL_BASIS:
		return (struct size_rule){ "Căn cứ", s->body };
	case EL_BODY:
	case EL_HEADING:
		return (struct size_rule){ "Nội dung", s->body };
	case EL_COPIES_HEAD:
		return (struct size_rule){ "Từ “Nơi nhận”", s->copies_head };
	case EL_COPIES:
		return (struct size_rule){ "Danh sách nơi nhận", s->copies };
	case EL_SIGNING:
	case EL_SIGNER:
		return (struct size_rule){ "Chức vụ, họ tên người ký", s->signing };
	default:
		return (struct size_rule){ NULL, { 0 } };
	}
}

/* One finding for each element, at its first line: a whole body in a wrong size is one slip. */
static void check_sizes(struct check *c)
{
	enum { SLACK_PERCENT = 2 };
	const char *said[32];
	size_t n = 0;
	for (size_t i = 0; i < c->lines.n; i++) {
		const struct line *l = &c->lines.v[i];
		struct size_rule r = size_of(c->layout, l->element);
		double slack = r.span.max * SLACK_PERCENT / 100;
		/* Figures in tables may be smaller: the decree sets no size for them. */
		if (!r.name || l->p->size <= 0 || !outside(l->p->size, r.span, slack) ||
			(l->p->table && l->element == EL_BODY))
			continue;
		const char *key = arena_printf(c->a, "%s %.1f", r.name, l->p->size);
		bool known = false;
		for (size_t k = 0; k < n; k++)
			known = known || text_eq(said[k], key);
		if (known || n == 32)
			continue;
		said[n++] = key;
		const char *range = r.span.min == r.span.max
					    ? number(c->a, r.span.min)
					    : arena_printf(c->a, "%s-%s", number(c->a, r.span.min),
						      number(c->a, r.span.max));
		check_say(c, "co-chu", l, arena_printf(c->a, "Đặt cỡ chữ %s.", range),
			"%s cỡ chữ %s, quy định %s: “%s”.", r.name, number(c->a, l->p->size), range,
			quote(c->a, l->text));
	}
}

static void check_style(struct check *c, enum element el, bool bold, bool italic, const char *name)
{
	const struct line *l = check_find(c, el);
	if (!l || (l->p->bold == bold && l->p->italic == italic))
		return;
	const char *style = italic ? (bold ? "đậm, nghiêng" : "nghiêng, không đậm")
				   : (bold ? "đứng, đậm" : "đứng, không đậm");
	check_say(c, "kieu-chu", l, arena_printf(c->a, "Đổi sang kiểu chữ %s.", style),
		"%s phải là kiểu chữ %s: “%s”.", name, style, quote(c->a, l->text));
}

static void check_folio(struct check *c)
{
	const struct extract *x = c->x;
	if (x->folio == EXTRACT_FOLIO_BOTTOM)
		check_say(c, "so-trang", NULL, "Đặt số trang ở giữa lề trên.",
			"Số trang nằm ở lề dưới.");
	if (x->folio == EXTRACT_FOLIO_NONE && x->pages > 1)
		check_say(c, "so-trang", NULL, "Thêm số trang ở giữa lề trên, từ trang 2.",
			"Tài liệu có %d trang mà không có số trang.", x->pages);
	if (x->folio != EXTRACT_FOLIO_NONE && x->folio != EXTRACT_FOLIO_UNKNOWN && x->folio_first)
		check_say(c, "so-trang", NULL, "Bỏ số ở trang 1 (chọn Trang đầu khác).",
			"Trang 1 cũng ghi số trang.");
}

void check_layout(struct check *c)
{
	if (c->x->format == EXTRACT_TXT)
		return;
	for (size_t i = 0; i < c->x->setups.n; i++)
		check_page(c, i);
	check_folio(c);
	check_fonts(c);
	check_sizes(c);
	check_style(c, EL_NATION, true, false, "Quốc hiệu");
	check_style(c, EL_MOTTO, true, false, "Tiêu ngữ");
	check_style(c, EL_NUMBER, false, false, "Số, ký hiệu");
	check_style(c, EL_PLACE, false, true, "Địa danh và thời gian");
	check_style(c, EL_KIND, true, false, "Tên loại");
	check_style(c, EL_SUBJECT, true, false, "Trích yếu");
	check_style(c, EL_COPIES_HEAD, true, true, "Từ “Nơi nhận”");
	check_style(c, EL_SIGNING, true, false, "Chức vụ người ký");
	check_style(c, EL_SIGNER, true, false, "Họ tên người ký");
}
