#include "worker/docx.h"

/* Named so that an official finds them in the word processor's list. */
struct style {
	const char *id, *name;
	size_t size; /* offset of its struct layout_span in struct layout_sizes */
	const char *align;
	bool bold, italic;
	bool indent; /* first line */
	bool gap; /* below, as between paragraphs */
	bool keep; /* whole, and with the next paragraph */
	char outline; /* heading level '1' to '3', or 0 */
};

#define SIZE(of) offsetof(struct layout_sizes, of)

static const struct style styles[] = {
	{ "NoiDung", "VB Nội dung", SIZE(body), "both", .indent = true, .gap = true },
	{ "CanCu", "VB Căn cứ", SIZE(body), "both", .italic = true, .indent = true, .gap = true },
	{ "Muc", "VB Mục liệt kê", SIZE(body), "both", .indent = true, .gap = true },
	{ "Heading1", "heading 1", SIZE(body), "both", true, false, true, true, true, '1' },
	{ "Heading2", "heading 2", SIZE(body), "both", true, false, true, true, true, '2' },
	{ "Heading3", "heading 3", SIZE(body), "both", true, false, true, true, true, '3' },
	{ "CoQuanChuQuan", "VB Cơ quan chủ quản", SIZE(issuer), "center", .bold = false },
	{ "CoQuanBanHanh", "VB Cơ quan ban hành", SIZE(issuer), "center", .bold = true },
	{ "QuocHieu", "VB Quốc hiệu", SIZE(nation), "center", .bold = true },
	{ "TieuNgu", "VB Tiêu ngữ", SIZE(motto), "center", .bold = true },
	{ "SoKyHieu", "VB Số, ký hiệu", SIZE(number), "center", .bold = false },
	{ "VeViec", "VB Trích yếu công văn", SIZE(letter), "center", .bold = false },
	{ "DiaDanh", "VB Địa danh, ngày tháng", SIZE(place), "center", .italic = true },
	{ "TenLoai", "VB Tên loại", SIZE(kind), "center", .bold = true, .keep = true },
	{ "TrichYeu", "VB Trích yếu", SIZE(subject), "center", .bold = true, .keep = true },
	{ "KinhGui", "VB Kính gửi", SIZE(body), "left", .bold = false },
	{ "NoiNhan", "VB Nơi nhận", SIZE(copies_head), "left", .bold = true, .italic = true },
	{ "NoiNhanMuc", "VB Nơi nhận (danh sách)", SIZE(copies), "left", .bold = false },
	{ "QuyenHan", "VB Quyền hạn, chức vụ", SIZE(signing), "center", .bold = true },
	{ "HoTen", "VB Họ và tên", SIZE(signing), "center", .bold = true },
	{ "OBang", "VB Ô bảng", SIZE(number), "left", .bold = false },
	{ "OBangDau", "VB Ô đầu bảng", SIZE(number), "center", .bold = true },
	{ "PhuLuc", "VB Phụ lục", SIZE(annex), "center", .bold = true, .keep = true },
	{ "KemTheo", "VB Kèm theo", SIZE(annex), "center", .italic = true, .gap = true,
		.keep = true },
	{ "Header", "header", SIZE(page_number), "center", .bold = false },
};

static const struct layout_span *span(const struct layout *l, size_t offset)
{
	return (const struct layout_span *)((const char *)&l->size + offset);
}

static void paragraph_properties(struct docx *x, const struct style *s)
{
	const struct layout *l = x->p->l;
	docx_open(x, "w:pPr", NULL);
	if (s->keep) {
		docx_empty(x, "w:keepNext", NULL);
		docx_empty(x, "w:keepLines", NULL);
	}
	docx_empty(x, "w:widowControl", NULL);
	docx_empty(x, "w:spacing", "w:before", "0", "w:after",
		docx_twips(x, s->gap ? l->gap.use : 0), "w:line",
		docx_twips(x, 12 * l->line_spacing.use), "w:lineRule", "auto", NULL);
	if (s->indent)
		docx_empty(x, "w:ind", "w:firstLine", docx_mm(x, l->indent.use), NULL);
	docx_empty(x, "w:jc", "w:val", s->align, NULL);
	if (s->outline)
		docx_empty(x, "w:outlineLvl", "w:val", (char[]){ (char)(s->outline - 1), 0 }, NULL);
	docx_close(x);
}

static void run_properties(struct docx *x, const struct style *s)
{
	const char *size =
		arena_printf(x->p->a, "%d", (int)(span(x->p->l, s->size)->use * 2 + 0.5));
	docx_open(x, "w:rPr", NULL);
	if (s->bold)
		docx_empty(x, "w:b", NULL);
	if (s->italic)
		docx_empty(x, "w:i", NULL);
	docx_empty(x, "w:sz", "w:val", size, NULL);
	docx_empty(x, "w:szCs", "w:val", size, NULL);
	docx_close(x);
}

static void style(struct docx *x, const struct style *s)
{
	docx_open(x, "w:style", "w:type", "paragraph", "w:styleId", s->id, NULL);
	docx_empty(x, "w:name", "w:val", s->name, NULL);
	docx_empty(x, "w:basedOn", "w:val", "Normal", NULL);
	docx_empty(x, "w:qFormat", NULL);
	paragraph_properties(x, s);
	run_properties(x, s);
	docx_close(x);
}

/* The language tag of a word processor names a country. */
static const char *language(const struct doc *d)
{
	return d->language[0] == 'v' && d->language[1] == 'i' && !d->language[2] ? "vi-VN"
										 : d->language;
}

static void defaults(struct docx *x)
{
	const char *font = x->p->l->font, *lang = language(x->d);
	const char *size = arena_printf(x->p->a, "%d", (int)(x->p->l->size.body.use * 2 + 0.5));
	docx_open(x, "w:docDefaults", NULL);
	docx_open(x, "w:rPrDefault", NULL);
	docx_open(x, "w:rPr", NULL);
	docx_empty(x, "w:rFonts", "w:ascii", font, "w:hAnsi", font, "w:eastAsia", font, "w:cs",
		font, NULL);
	docx_empty(x, "w:color", "w:val", "000000", NULL);
	docx_empty(x, "w:sz", "w:val", size, NULL);
	docx_empty(x, "w:szCs", "w:val", size, NULL);
	docx_empty(x, "w:lang", "w:val", lang, "w:eastAsia", lang, NULL);
	docx_close(x);
	docx_close(x);
	docx_empty(x, "w:pPrDefault", NULL);
	docx_close(x);
}

/* An empty line of a point's height: it carries a rule, or the end of a section. */
static void thin_style(struct docx *x)
{
	docx_open(x, "w:style", "w:type", "paragraph", "w:styleId", "Ke", NULL);
	docx_empty(x, "w:name", "w:val", "VB Đường kẻ", NULL);
	docx_empty(x, "w:basedOn", "w:val", "Normal", NULL);
	docx_open(x, "w:pPr", NULL);
	docx_empty(x, "w:spacing", "w:before", "0", "w:after", "0", "w:line", "40", "w:lineRule",
		"exact", NULL);
	docx_close(x);
	docx_open(x, "w:rPr", NULL);
	docx_empty(x, "w:sz", "w:val", "2", NULL);
	docx_close(x);
	docx_close(x);
}

void docx_styles(struct docx *x)
{
	docx_open(x, "w:styles", "xmlns:w",
		"http://schemas.openxmlformats.org/wordprocessingml/2006/main", NULL);
	defaults(x);
	docx_open(
		x, "w:style", "w:type", "paragraph", "w:default", "1", "w:styleId", "Normal", NULL);
	docx_empty(x, "w:name", "w:val", "Normal", NULL);
	docx_close(x);
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		style(x, &styles[i]);
	thin_style(x);
	docx_close(x);
}
