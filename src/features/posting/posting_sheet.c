/* The sheets: a procedure on A4 in plain words, the list of a field, the notice of feedback. */
#include "features/posting/posting.h"

#include <stdint.h>

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

/* How much of a section is printed at a level. Who may file, conditions, results, forms and laws
 * are what a person needs last at the board: they give way before papers, steps, limits and fees.
 */
static const struct room {
	size_t items, chars, last_items, last_chars;
} rooms[POSTING_LEVELS] = {
	{ SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX },
	{ SIZE_MAX, SIZE_MAX, 3, 200 },
	{ SIZE_MAX, 250, 1, 120 },
	{ 12, 160, 0, 0 },
	{ 8, 110, 0, 0 },
	{ 4, 80, 0, 0 },
};

struct sheet {
	struct arena *a;
	struct doc *d;
	const struct room *room;
	bool *cut; /* something was: to be said above */
};

#define BY_CODE "xem đầy đủ bằng mã QR"

/* Cut behind a word. */
static const char *shortened(const struct sheet *x, const char *text, size_t chars)
{
	const char *s = text, *end = text;
	for (size_t i = 0; *s && i < chars; i++) {
		if (*s == ' ')
			end = s;
		text_next(&s);
	}
	if (!*s)
		return text;
	*x->cut = true;
	return arena_printf(x->a, "%.*s…", (int)(end - text), text);
}

/* Each with its mark, "-", or where that is NULL by number; what finds no room says where it is. */
static void put_items(const struct sheet *x, const char *title, const struct texts *list,
	const char *mark, bool last)
{
	size_t most = last ? x->room->last_items : x->room->items;
	size_t chars = last ? x->room->last_chars : x->room->chars;
	/* A line that says "1 more" takes the place of that one. */
	size_t n = list->n <= most || (most && list->n == most + 1) ? list->n : most;
	if (list->n)
		heading(x->a, x->d, title);
	for (size_t i = 0; i < n; i++)
		doc_add(x->a, &x->d->blocks, DOC_ITEM, 1,
			mark ? mark : arena_printf(x->a, "%zu.", i + 1),
			shortened(x, list->v[i], chars));
	if (n < list->n)
		doc_add(x->a, &x->d->blocks, DOC_ITEM, 1, "-",
			n ? arena_printf(x->a, "Còn %zu mục: " BY_CODE ".", list->n - n)
			  : "Xem đầy đủ bằng mã QR.");
}

static void items(const struct sheet *x, const char *title, const struct texts *list)
{
	put_items(x, title, list, "-", false);
}

static void last_items(const struct sheet *x, const char *title, const struct texts *list)
{
	put_items(x, title, list, "-", true);
}

static void lines(const struct sheet *x, const char *title, const char *text)
{
	struct texts list = text_split(x->a, text, '\n');
	items(x, title, &list);
}

/* The lines of a column as they are entered, each "|" as a semicolon. */
static struct texts column(
	struct arena *a, enum procedure_column c, const struct procedure_version *v)
{
	char *text = arena_strdup(a, procedure_cell_print(a, c, v));
	for (char *s = text; *s; s++)
		if (*s == '|')
			*s = ';';
	return text_split(a, text, '\n');
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

static void places(const struct sheet *x, const struct procedure_version *v)
{
	struct arena *a = x->a;
	struct texts list = { 0 };
	for (size_t i = 0; i < v->places.n; i++) {
		const struct procedure_place *p = &v->places.v[i];
		const char *s = text_capital(a, procedure_way_name(p->way));
		if (*p->text)
			s = arena_printf(a, "%s: %s", s, p->text);
		ARENA_PUSH(a, &list, s);
	}
	items(x, "Cách nộp", &list);
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

static void papers(const struct sheet *x, const struct procedure_version *v)
{
	struct arena *a = x->a;
	struct texts list = { 0 };
	for (size_t i = 0; i < v->papers.n; i++) {
		const char *s = paper_text(a, v, &v->papers.v[i]);
		ARENA_PUSH(a, &list, s);
	}
	items(x, *v->sets ? arena_printf(a, "Cần mang gì (số lượng: %s)", v->sets) : "Cần mang gì",
		&list);
}

static void limits(const struct sheet *x, const struct procedure_version *v)
{
	struct arena *a = x->a;
	struct texts list = { 0 };
	for (size_t i = 0; i < v->limits.n; i++) {
		const struct procedure_limit *l = &v->limits.v[i];
		const char *s =
			arena_printf(a, "%s%s", l->text, for_whom(a, v, l->case_code, l->ways));
		ARENA_PUSH(a, &list, s);
	}
	items(x, "Thời hạn", &list);
}

static void fees(const struct sheet *x, const struct procedure_version *v)
{
	struct arena *a = x->a;
	struct texts list = { 0 };
	const char *s;
	for (size_t i = 0; i < v->fees.n; i++) {
		const struct procedure_fee *f = &v->fees.v[i];
		s = arena_printf(a, "%s: %s%s. Căn cứ: %s", f->name, fee_words(a, f),
			for_whom(a, v, f->case_code, f->ways), f->source);
		ARENA_PUSH(a, &list, s);
	}
	for (size_t i = 0; i < v->reliefs.n; i++) {
		const struct procedure_relief *r = &v->reliefs.v[i];
		const char *much = r->percent == 100
					   ? "miễn"
					   : arena_printf(a, "giảm %lld%%", (long long)r->percent);
		s = arena_printf(a, "%s: %s%s%s%s. Căn cứ: %s", r->name, much, *r->fee ? " " : "",
			r->fee, for_whom(a, v, r->case_code, r->ways), r->source);
		ARENA_PUSH(a, &list, s);
	}
	items(x, "Phí, lệ phí", &list);
}

void posting_sheet(struct arena *a, const struct posting_text *text, size_t level, struct doc *out)
{
	const struct procedure *p = text->p;
	const struct procedure_version *v = text->v;
	bool cut = false;
	const struct sheet x = { a, out, &rooms[level], &cut };
	begin(out, a, text->o, v->name);
	if (p->sample)
		paragraph(a, out, "THỦ TỤC MẪU ĐỂ THỬ PHẦN MỀM, KHÔNG PHẢI THỦ TỤC THẬT.");
	size_t code = out->blocks.n;
	paragraph(a, out, "");
	papers(&x, v);
	put_items(&x, "Các bước", &v->steps, NULL, false);
	places(&x, v);
	limits(&x, v);
	fees(&x, v);
	lines(&x, "Cơ quan thực hiện", v->decides);
	last_items(&x, "Ai làm thủ tục này", &v->who);
	last_items(&x, "Yêu cầu, điều kiện", &v->conditions);
	last_items(&x, "Kết quả", &v->results);
	const struct texts forms = column(a, PCOL_FORMS, v);
	last_items(&x, "Mẫu đơn, tờ khai", &forms);
	last_items(&x, "Căn cứ pháp lý", &v->laws);
	lines(&x, "Nơi tiếp nhận", text->o->place);
	lines(&x, "Giờ tiếp nhận", text->o->hours);
	out->blocks.v[code].text.v[0].text = arena_printf(a,
		"Mã thủ tục: %s. Lĩnh vực: %s. Công bố tại %s. Quét mã QR để xem trên mạng.%s",
		*p->local ? p->local : p->code, p->field, procedure_decision(a, v),
		cut ? " Tờ này rút gọn cho vừa một trang: chỗ có dấu “…” " BY_CODE "." : "");
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
	bool cut = false;
	const struct sheet x = { a, out, &rooms[0], &cut };
	begin(out, a, o, POSTING_NOTICE_NAME);
	paragraph(a, out, POSTING_FEEDBACK);
	lines(&x, "Nơi nhận phản ánh, kiến nghị", o->feedback);
	paragraph(a, out, POSTING_COMPLAINTS " Quét mã QR để xem trên mạng.");
}
