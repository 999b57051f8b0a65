/* The sheets: a procedure on A4 in plain words, the list of a field, the notice of feedback. */
#include "features/posting/posting.h"

#include "lib/base/text.h"

static void begin(struct doc *d, struct arena *a, const struct posting_office *o, const char *title)
{
	*d = (struct doc){
		.rules = date_today(), .day = date_today(), .subject = title, .language = "vi"
	};
	const char *name = text_upper(a, o->name);
	ARENA_PUSH(a, &d->issuer, name);
}

static void heading(struct arena *a, struct doc *d, const char *text)
{
	doc_add(a, &d->blocks, DOC_HEADING, 1, NULL, text);
}

static void paragraph(struct arena *a, struct doc *d, const char *text)
{
	doc_add(a, &d->blocks, DOC_PARAGRAPH, 0, NULL, text);
}

static void items(struct arena *a, struct doc *d, const char *title, const struct texts *list)
{
	if (list->n)
		heading(a, d, title);
	for (size_t i = 0; i < list->n; i++)
		doc_add(a, &d->blocks, DOC_ITEM, 1, "-", list->v[i]);
}

static void lines(struct arena *a, struct doc *d, const char *title, const char *text)
{
	struct texts list = text_split(a, text, '\n');
	items(a, d, title, &list);
}

/* The lines of a column as they are entered, each "|" as a comma. */
static void column(struct arena *a, struct doc *d, const char *title, enum procedure_column c,
	const struct procedure_version *v)
{
	char *text = arena_strdup(a, procedure_cell_print(a, c, v));
	for (char *s = text; *s; s++)
		if (*s == '|')
			*s = ';';
	lines(a, d, title, text);
}

static const char *paper_text(
	struct arena *a, const struct procedure_version *v, const struct procedure_paper *x)
{
	const char *s = x->name;
	if (x->originals)
		s = arena_printf(a, "%s, %02lld bản chính", s, (long long)x->originals);
	if (x->copies)
		s = arena_printf(a, "%s, %02lld bản sao", s, (long long)x->copies);
	if (*x->case_code)
		s = arena_printf(a, "%s (chỉ khi: %s)", s, procedure_case_name(v, x->case_code));
	return *x->note ? arena_printf(a, "%s. %s", s, text_capital(a, x->note)) : s;
}

static const char *for_whom(
	struct arena *a, const struct procedure_version *v, const char *case_code, unsigned ways)
{
	const char *which = *case_code ? procedure_case_name(v, case_code) : "";
	const char *how = procedure_ways_text(a, ways);
	if (!*which && !*how)
		return "";
	return arena_printf(a, " (%s%s%s)", which, *which && *how ? "; " : "", how);
}

/* In the order in which they are taken. */
static void steps(struct arena *a, struct doc *d, const struct procedure_version *v)
{
	if (v->steps.n)
		heading(a, d, "Các bước");
	for (size_t i = 0; i < v->steps.n; i++)
		doc_add(a, &d->blocks, DOC_ITEM, 1, arena_printf(a, "%zu.", i + 1), v->steps.v[i]);
}

static void places(struct arena *a, struct doc *d, const struct procedure_version *v)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < v->places.n; i++) {
		const struct procedure_place *x = &v->places.v[i];
		const char *s = text_capital(a, procedure_way_name(x->way));
		if (*x->text)
			s = arena_printf(a, "%s: %s", s, x->text);
		ARENA_PUSH(a, &list, s);
	}
	items(a, d, "Cách nộp", &list);
}

/* "2.000 đồng mỗi trang; từ trang thứ 3: 1.000 đồng; tối đa 200.000 đồng mỗi bản" */
static const char *fee_words(struct arena *a, const struct procedure_fee *f)
{
	const char *unit = *f->unit ? arena_printf(a, " mỗi %s", f->unit) : "", *s = "";
	for (size_t i = 0; i < f->tier_count; i++) {
		const char *each = procedure_money(a, f->tiers[i].each);
		s = i ? arena_printf(a, "%s; từ %s thứ %lld: %s", s, f->unit,
				(long long)f->tiers[i].from, each)
		      : arena_printf(a, "%s%s", each, unit);
	}
	if (f->cap)
		s = arena_printf(a, "%s; tối đa %s%s%s", s, procedure_money(a, f->cap),
			*f->per ? " mỗi " : "", f->per);
	return s;
}

static void papers(struct arena *a, struct doc *d, const struct procedure_version *v)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < v->papers.n; i++) {
		const char *s = paper_text(a, v, &v->papers.v[i]);
		ARENA_PUSH(a, &list, s);
	}
	items(a, d,
		*v->sets ? arena_printf(a, "Cần mang gì (số lượng: %s)", v->sets) : "Cần mang gì",
		&list);
}

static void limits(struct arena *a, struct doc *d, const struct procedure_version *v)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < v->limits.n; i++) {
		const struct procedure_limit *x = &v->limits.v[i];
		const char *s =
			arena_printf(a, "%s%s", x->text, for_whom(a, v, x->case_code, x->ways));
		ARENA_PUSH(a, &list, s);
	}
	items(a, d, "Thời hạn", &list);
}

static void fees(struct arena *a, struct doc *d, const struct procedure_version *v)
{
	struct texts list = { 0 };
	const char *s;
	for (size_t i = 0; i < v->fees.n; i++) {
		const struct procedure_fee *x = &v->fees.v[i];
		s = arena_printf(a, "%s: %s%s. Căn cứ: %s", x->name, fee_words(a, x),
			for_whom(a, v, x->case_code, x->ways), x->source);
		ARENA_PUSH(a, &list, s);
	}
	for (size_t i = 0; i < v->reliefs.n; i++) {
		const struct procedure_relief *x = &v->reliefs.v[i];
		const char *much = x->percent == 100
					   ? "miễn"
					   : arena_printf(a, "giảm %lld%%", (long long)x->percent);
		s = arena_printf(a, "%s: %s%s%s%s. Căn cứ: %s", x->name, much, *x->fee ? " " : "",
			x->fee, for_whom(a, v, x->case_code, x->ways), x->source);
		ARENA_PUSH(a, &list, s);
	}
	items(a, d, "Phí, lệ phí", &list);
}

void posting_sheet(struct arena *a, const struct procedure *p, const struct procedure_version *v,
	const struct posting_office *o, struct doc *out)
{
	begin(out, a, o, v->name);
	if (p->sample)
		paragraph(a, out, "THỦ TỤC MẪU ĐỂ THỬ PHẦN MỀM, KHÔNG PHẢI THỦ TỤC THẬT.");
	paragraph(a, out,
		arena_printf(a,
			"Mã thủ tục: %s. Lĩnh vực: %s. Công bố tại %s. Quét mã QR để xem "
			"trên mạng.",
			*p->local ? p->local : p->code, p->field, procedure_decision(a, v)));
	papers(a, out, v);
	steps(a, out, v);
	places(a, out, v);
	limits(a, out, v);
	fees(a, out, v);
	lines(a, out, "Cơ quan thực hiện", v->decides);
	items(a, out, "Ai làm thủ tục này", &v->who);
	items(a, out, "Yêu cầu, điều kiện", &v->conditions);
	items(a, out, "Kết quả", &v->results);
	column(a, out, "Mẫu đơn, tờ khai", PCOL_FORMS, v);
	items(a, out, "Căn cứ pháp lý", &v->laws);
	lines(a, out, "Nơi tiếp nhận", o->place);
	lines(a, out, "Giờ tiếp nhận", o->hours);
}

/* --- the list of a field --- */

static void put_cell(struct arena *a, struct doc_text *cell, const char *text)
{
	if (*text)
		doc_text_add(a, cell, (struct doc_run){ .text = text });
}

void posting_field_sheet(struct arena *a, const struct procedures *all, const char *field,
	const struct posting_office *o, struct doc *out)
{
	static const struct doc_column columns[] = { { "TT", 8, DOC_CENTER },
		{ "Mã thủ tục", 22, DOC_LEFT }, { "Tên thủ tục", 70, DOC_LEFT } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct doc_table *t = ARENA_NEW(a, struct doc_table);
	begin(out, a, o, arena_printf(a, "Danh mục thủ tục hành chính lĩnh vực %s", field));
	t->columns = ARENA_ARRAY(a, struct doc_column, COLUMNS);
	t->column_count = COLUMNS;
	t->cells = ARENA_ARRAY(a, struct doc_text, all->n * COLUMNS);
	for (size_t i = 0; i < COLUMNS; i++)
		t->columns[i] = columns[i];
	for (size_t i = 0; i < all->n; i++) {
		const struct procedure_version *v = procedure_at(&all->v[i], date_today());
		struct doc_text *row = t->cells + t->row_count * COLUMNS;
		if (!v || !text_eq(all->v[i].field, field))
			continue;
		put_cell(a, &row[0], arena_printf(a, "%zu", ++t->row_count));
		put_cell(a, &row[1], all->v[i].code);
		put_cell(a, &row[2], v->name);
	}
	struct doc_block b = { .kind = DOC_TABLE, .table = t };
	paragraph(a, out,
		arena_printf(a, "Có hiệu lực ngày %s. Quét mã QR để xem từng thủ tục.",
			date_short(a, date_today())));
	ARENA_PUSH(a, &out->blocks, b);
}

void posting_notice(struct arena *a, const struct posting_office *o, struct doc *out)
{
	begin(out, a, o, "Nội dung hướng dẫn phản ánh, kiến nghị");
	paragraph(a, out,
		"Cá nhân, tổ chức có thể phản ánh, kiến nghị về thủ tục hành chính và việc giải quyết "
		"thủ tục hành chính đến nơi dưới đây.");
	lines(a, out, "Nơi nhận phản ánh, kiến nghị", o->feedback);
	paragraph(a, out,
		"Khiếu nại, tố cáo được gửi và giải quyết theo pháp luật về khiếu nại, tố cáo.");
}
