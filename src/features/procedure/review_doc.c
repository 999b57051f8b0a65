/* The proposals of a year as one report to the level above: what is proposed and why in the text,
 * what it costs in the annexes, once and a year, and step by step. */
#include "core/doc_head.h"
#include "core/quantity.h"
#include "features/procedure/review.h"
#include "lib/base/text.h"

enum { CELL_MAX = 16384 };

/* --- to whom, and who signs --- */

static const char *chairperson(struct arena *a, const struct unit *u, struct date day)
{
	for (size_t i = 0; i < u->post_count; i++) {
		const struct unit_post *p = &u->posts[i];
		if (text_eq(text_fold(a, p->title), "chu tich") &&
			(!p->from.year || date_cmp(p->from, day) <= 0) &&
			(!p->to.year || date_cmp(day, p->to) <= 0))
			return p->person;
	}
	return "";
}

struct review_letter review_letter_usual(struct arena *a, const struct unit *u, struct date day)
{
	const struct unit_name *n = unit_name_at(u, day);
	return (struct review_letter){ .year = day.year,
		.basis = "",
		.addressees = n && n->province ? arena_printf(a, "Ủy ban nhân dân %s", n->province)
					       : "Ủy ban nhân dân tỉnh",
		.recipients = "Như trên\nLưu: VT",
		.signing = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
		.signer = chairperson(a, u, day) };
}

/* --- words --- */

static const char *number(struct arena *a, int64_t n)
{
	return quantity_number(a, n * QUANTITY_ONE);
}

static const char *one_line(struct arena *a, const char *lines)
{
	struct texts list = text_split(a, lines, '\n');
	return text_squeeze(a, text_join(a, &list, " "));
}

/* "8 giờ × 50.000 + phí, lệ phí 24.000" */
static void put_how(struct buf *b, const struct review_activity *x)
{
	const struct {
		const char *name;
		int64_t dong;
	} more[] = { { "thuê dịch vụ", x->service }, { "phí, lệ phí", x->fee },
		{ "chi khác", x->other } };
	buf_printf(b, "%s%s giờ", b->n ? "; " : "", quantity_number(b->a, x->hours));
	if (x->income)
		buf_printf(b, " × %s", number(b->a, x->income));
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (more[i].dong)
			buf_printf(b, " + %s %s", more[i].name, number(b->a, more[i].dong));
}

/* --- tables --- */

struct rows {
	struct doc_text *v;
	size_t n, cap;
};

/* A row of n cells; a sum is bold. */
static void put_row(struct arena *a, struct rows *out, const char *const *cells, size_t n, bool sum)
{
	for (size_t i = 0; i < n; i++) {
		struct doc_text t = { 0 };
		if (cells[i] && *cells[i])
			doc_text_add(a, &t, (struct doc_run){ .text = cells[i], .bold = sum });
		ARENA_PUSH(a, out, t);
	}
}

static void put_table(struct arena *a, struct doc_blocks *out, const struct doc_column *columns,
	size_t n, const struct rows *rows)
{
	struct doc_table *t = ARENA_NEW(a, struct doc_table);
	t->columns = ARENA_ARRAY(a, struct doc_column, n);
	for (size_t i = 0; i < n; i++)
		t->columns[i] = columns[i];
	t->column_count = n;
	t->cells = rows->v;
	t->row_count = rows->n / n;
	struct doc_block b = { .kind = DOC_TABLE, .table = t };
	ARENA_PUSH(a, out, b);
}

static const struct doc_column sum_columns[] = { { "TT", 5, DOC_CENTER },
	{ "Thủ tục hành chính", 24, DOC_LEFT }, { "Đề xuất", 12, DOC_LEFT },
	{ "Một lần, hiện nay", 11, DOC_RIGHT }, { "Một lần, sau", 11, DOC_RIGHT },
	{ "Một năm, hiện nay", 13, DOC_RIGHT }, { "Một năm, sau", 13, DOC_RIGHT },
	{ "Giảm một năm", 13, DOC_RIGHT }, { "Tỷ lệ giảm", 10, DOC_RIGHT } };
enum { SUM_COLUMNS = sizeof sum_columns / sizeof *sum_columns };

static void put_sum(struct arena *a, struct rows *out, size_t n, const struct review *x)
{
	struct review_sum s = review_sum(a, x);
	const char *cells[SUM_COLUMNS] = { arena_printf(a, "%zu", n),
		arena_printf(a, "%s (%s)", x->name, x->code),
		text_capital(a, review_action_name(x->action)), "chưa tính" };
	if (review_counted(a, x)) {
		cells[3] = number(a, s.once_before);
		cells[4] = number(a, s.once_after);
		cells[5] = number(a, s.year_before);
		cells[6] = number(a, s.year_after);
		cells[7] = number(a, s.year_before - s.year_after);
		cells[8] = review_percent(a, s.saved);
	}
	put_row(a, out, cells, SUM_COLUMNS, false);
}

struct total {
	size_t procedures, by[REVIEW_ACTIONS], counted;
	int64_t before, after;
};

static struct total total_of(struct arena *a, const struct reviews *all)
{
	struct total t = { .procedures = all->n };
	for (size_t i = 0; i < all->n; i++) {
		struct review_sum s = review_sum(a, &all->v[i]);
		t.by[all->v[i].action]++;
		t.counted += review_counted(a, &all->v[i]);
		t.before += s.year_before;
		t.after += s.year_after;
	}
	return t;
}

static void put_sums(struct arena *a, struct doc_blocks *out, const struct reviews *all)
{
	struct rows rows = { 0 };
	struct total t = total_of(a, all);
	for (size_t i = 0; i < all->n; i++)
		put_sum(a, &rows, i + 1, &all->v[i]);
	const char *last[SUM_COLUMNS] = { [1] = "Cộng",
		[5] = number(a, t.before),
		[6] = number(a, t.after),
		[7] = number(a, t.before - t.after),
		[8] = review_percent(a, review_saved(t.before, t.after)) };
	put_row(a, &rows, last, SUM_COLUMNS, true);
	doc_add(a, out, DOC_PARAGRAPH, 0, NULL, "Đơn vị tính: đồng.");
	put_table(a, out, sum_columns, SUM_COLUMNS, &rows);
}

/* --- step by step --- */

static const struct doc_column step_columns[] = { { "TT", 5, DOC_CENTER }, { "Việc", 15, DOC_LEFT },
	{ "Hiện nay: cách tính", 26, DOC_LEFT }, { "Hiện nay (đồng)", 12, DOC_RIGHT },
	{ "Sau: cách tính", 26, DOC_LEFT }, { "Sau (đồng)", 12, DOC_RIGHT },
	{ "Giảm (đồng)", 12, DOC_RIGHT } };
enum { STEP_COLUMNS = sizeof step_columns / sizeof *step_columns };

/* What one kind of activity costs, and how that comes. *how NULL: nothing of the kind is done. */
static int64_t step_cost(
	struct arena *a, const struct review_cost *cost, const char *kind, const char **how)
{
	struct buf b;
	int64_t sum = 0;
	buf_init(&b, a, CELL_MAX);
	for (size_t i = 0; i < cost->n; i++)
		if (text_eq(cost->v[i].name, kind)) {
			put_how(&b, &cost->v[i]);
			sum += review_activity_cost(&cost->v[i]);
		}
	*how = b.n ? b.p : NULL;
	return sum;
}

/* Nothing where the kind is done on neither side; *n: the rows so far. */
static void put_step(struct arena *a, struct rows *out, size_t *n, const char *kind,
	const struct review_cost *sides)
{
	const char *before, *after;
	int64_t was = step_cost(a, &sides[0], kind, &before),
		is = step_cost(a, &sides[1], kind, &after);
	if (!before && !after)
		return;
	const char *cells[STEP_COLUMNS] = { arena_printf(a, "%zu", ++*n), text_capital(a, kind),
		before ? before : "không có", number(a, was), after ? after : "không còn",
		number(a, is), number(a, was - is) };
	put_row(a, out, cells, STEP_COLUMNS, false);
}

static void put_end(
	struct arena *a, struct rows *out, const char *name, int64_t before, int64_t after)
{
	const char *cells[STEP_COLUMNS] = { [1] = name,
		[3] = number(a, before),
		[5] = number(a, after),
		[6] = number(a, before - after) };
	put_row(a, out, cells, STEP_COLUMNS, true);
}

static void put_steps(struct arena *a, struct doc_blocks *out, const struct review *x)
{
	struct review_cost sides[2] = { { 0 }, { 0 } };
	struct rows rows = { 0 };
	struct review_sum s = review_sum(a, x);
	const char *kind;
	size_t n = 0;
	/* They were checked when they were entered. */
	if (review_parse(a, x->before, &sides[0]) ||
		(x->action == REVIEW_AMEND && review_parse(a, x->after, &sides[1])))
		return;
	for (size_t i = 0; (kind = review_kind(i)); i++)
		put_step(a, &rows, &n, kind, sides);
	put_end(a, &rows, "Cộng một lần", s.once_before, s.once_after);
	put_end(a, &rows,
		arena_printf(a, "Một năm (× %s lần × %s người)", number(a, x->times),
			number(a, x->people)),
		s.year_before, s.year_after);
	put_table(a, out, step_columns, STEP_COLUMNS, &rows);
}

static void put_all_steps(struct arena *a, struct doc_blocks *out, const struct reviews *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct review *x = &all->v[i];
		doc_add(a, out, DOC_HEADING, 2, arena_printf(a, "%zu.", i + 1),
			arena_printf(
				a, "%s (%s): %s", x->name, x->code, review_action_name(x->action)));
		if (review_counted(a, x))
			put_steps(a, out, x);
		else
			doc_add(a, out, DOC_PARAGRAPH, 0, NULL,
				"Đề xuất này chưa tính chi phí tuân thủ.");
	}
}

/* --- the text --- */

static void put_result(
	struct arena *a, struct doc *d, const struct reviews *all, const struct review_sender *from)
{
	struct total t = total_of(a, all);
	struct texts parts = { 0 };
	for (enum review_action x = REVIEW_AMEND; x < REVIEW_ACTIONS; x++) {
		const char *s = arena_printf(a, "%s %zu thủ tục", review_action_name(x), t.by[x]);
		if (t.by[x])
			ARENA_PUSH(a, &parts, s);
	}
	doc_add(a, &d->blocks, DOC_HEADING, 1, "I.", "Kết quả rà soát");
	doc_add(a, &d->blocks, DOC_PARAGRAPH, 0, NULL,
		arena_printf(a, "Qua rà soát, %s đề xuất đơn giản hóa %zu thủ tục hành chính: %s.",
			from->name, t.procedures, text_join(a, &parts, "; ")));
	if (t.counted)
		doc_add(a, &d->blocks, DOC_PARAGRAPH, 0, NULL,
			arena_printf(a,
				"Tổng chi phí tuân thủ một năm hiện nay là %s đồng, sau khi đơn giản hóa là "
				"%s đồng, giảm %s đồng (%s)%s.",
				number(a, t.before), number(a, t.after),
				number(a, t.before - t.after),
				review_percent(a, review_saved(t.before, t.after)),
				t.counted < t.procedures
					? arena_printf(a, "; %zu đề xuất chưa tính chi phí",
						  t.procedures - t.counted)
					: ""));
}

static void put_proposals(struct arena *a, struct doc *d, const struct reviews *all)
{
	doc_add(a, &d->blocks, DOC_HEADING, 1, "II.", "Nội dung đề xuất");
	for (size_t i = 0; i < all->n; i++) {
		const struct review *x = &all->v[i];
		struct review_sum s = review_sum(a, x);
		doc_add(a, &d->blocks, DOC_HEADING, 2, arena_printf(a, "%zu.", i + 1),
			arena_printf(a, "%s (%s)", x->name, x->code));
		doc_add(a, &d->blocks, DOC_ITEM, 1, "-",
			arena_printf(a, "Đề xuất %s: %s", review_action_name(x->action),
				one_line(a, x->proposal)));
		doc_add(a, &d->blocks, DOC_ITEM, 1, "-",
			arena_printf(a, "Lý do: %s", one_line(a, x->reason)));
		if (review_counted(a, x))
			doc_add(a, &d->blocks, DOC_ITEM, 1, "-",
				arena_printf(a,
					"Chi phí tuân thủ một lần: hiện nay %s đồng, sau khi đơn giản hóa "
					"%s đồng, giảm %s.",
					number(a, s.once_before), number(a, s.once_after),
					review_percent(a, s.saved)));
	}
}

static void put_end_of_text(struct arena *a, struct doc *d, const struct review_sender *from)
{
	const struct texts to = text_split(a, from->letter->addressees, '\n');
	doc_add(a, &d->blocks, DOC_HEADING, 1, "III.", "Cách tính chi phí tuân thủ");
	doc_add(a, &d->blocks, DOC_PARAGRAPH, 0, NULL,
		arena_printf(a,
			"Chi phí một lần thực hiện là tổng của các việc phải làm; mỗi việc gồm số giờ × thu "
			"nhập một giờ, thuê dịch vụ, phí, lệ phí và chi khác. Chi phí một năm là chi phí một "
			"lần × số lần một người thực hiện trong năm × số người thực hiện. Số liệu do %s rà "
			"soát. Tổng hợp ở Phụ lục I, từng việc ở Phụ lục II kèm theo.",
			from->name));
	doc_add(a, &d->blocks, DOC_HEADING, 1, "IV.", "Kiến nghị");
	doc_add(a, &d->blocks, DOC_PARAGRAPH, 0, NULL,
		arena_printf(a,
			"Đề nghị %s xem xét, quyết định theo thẩm quyền hoặc trình cấp có thẩm quyền quyết "
			"định việc đơn giản hóa các thủ tục hành chính nêu trên.",
			text_join(a, &to, ", ")));
	doc_add(a, &d->blocks, DOC_PARAGRAPH, 0, NULL,
		arena_printf(a,
			"Trên đây là kết quả rà soát, đề xuất đơn giản hóa thủ tục hành chính năm %lld của "
			"%s./.",
			(long long)from->letter->year, from->name));
}

static void put_annexes(
	struct arena *a, struct doc *d, const struct reviews *all, const char *issuer)
{
	static const char *const marks[] = { "Phụ lục I", "Phụ lục II" };
	static const char *const titles[] = {
		"Tổng hợp chi phí tuân thủ trước và sau khi đơn giản hóa",
		"Chi phí tuân thủ từng việc trước và sau khi đơn giản hóa"
	};
	enum { ANNEXES = sizeof marks / sizeof *marks };
	d->annexes = ARENA_ARRAY(a, struct doc_annex, ANNEXES);
	d->annex_count = ANNEXES;
	for (size_t i = 0; i < ANNEXES; i++)
		d->annexes[i] = (struct doc_annex){ .mark = marks[i],
			.title = titles[i],
			.note = doc_annex_note(a, d, issuer),
			.issuer = issuer,
			.landscape = true };
	put_sums(a, &d->annexes[0].blocks, all);
	put_all_steps(a, &d->annexes[1].blocks, all);
}

void review_document(struct arena *a, const struct reviews *all, const struct review_sender *from,
	struct doc *out)
{
	const struct review_letter *l = from->letter;
	const struct texts to = text_split(a, l->recipients, '\n');
	out->subject =
		arena_printf(a, "Kết quả rà soát, đề xuất đơn giản hóa thủ tục hành chính năm %lld",
			(long long)l->year);
	out->addressees = text_split(a, l->addressees, '\n');
	out->recipients = doc_recipients(a, &to);
	out->signing = text_split(a, l->signing, '\n');
	out->signer = *l->signer ? l->signer : NULL;
	doc_add(a, &out->blocks, DOC_PARAGRAPH, 0, NULL,
		arena_printf(a,
			"%s%s%s báo cáo kết quả rà soát, đề xuất đơn giản hóa thủ tục hành chính năm %lld "
			"như sau:",
			*l->basis ? "Thực hiện " : "", one_line(a, l->basis),
			arena_printf(a, "%s%s", *l->basis ? ", " : "", from->name),
			(long long)l->year));
	put_result(a, out, all, from);
	put_proposals(a, out, all);
	put_end_of_text(a, out, from);
	put_annexes(a, out, all, from->name);
}
