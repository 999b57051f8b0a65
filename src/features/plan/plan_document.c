/* The plan as an official document: I. nội dung, II. hình thức, III. tổ chức thực hiện, and an
 * annex with the table of tasks (TT, nội dung, hình thức, thời gian, chủ trì, phối hợp, kinh phí).
 */
#include "features/plan/plan.h"

#include <string.h>

#include "core/channel.h"
#include "core/doc_head.h"
#include "core/period.h"
#include "lib/base/text.h"

static const struct doc_column columns[] = {
	{ "TT", 5, DOC_CENTER },
	{ "Nội dung công việc", 30, DOC_LEFT },
	{ "Hình thức", 16, DOC_LEFT },
	{ "Chỉ tiêu", 18, DOC_LEFT },
	{ "Thời gian", 16, DOC_CENTER },
	{ "Chủ trì", 16, DOC_LEFT },
	{ "Phối hợp", 16, DOC_LEFT },
	{ "Kinh phí (đồng)", 12, DOC_RIGHT },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

const char *plan_span(struct arena *a, const struct plan_task *t)
{
	if (date_none(t->from) && date_none(t->due))
		return "";
	if (date_none(t->from))
		return arena_printf(a, "đến %s", date_short(a, t->due));
	if (date_none(t->due))
		return arena_printf(a, "từ %s", date_short(a, t->from));
	return arena_printf(a, "%s - %s", date_short(a, t->from), date_short(a, t->due));
}

const char *plan_targets(struct arena *a, const struct plan_task *t)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < t->target_count; i++) {
		struct err none;
		struct period p;
		err_init(&none, a);
		const char *when = period_parse(a, t->targets[i].period, PERIOD_CALENDAR, &p, &none)
					   ? t->targets[i].period
					   : p.label;
		const char *s = arena_printf(a, "%s: %s", when,
			quantity_print(a, &t->targets[i].quantity, QUANTITY_OFFICIAL));
		ARENA_PUSH(a, &list, s);
	}
	return text_join(a, &list, "; ");
}

static void put_row(struct arena *a, struct doc_text *row, size_t number, const struct plan_task *t)
{
	const char *money = t->budget < 0 ? "" : quantity_number(a, t->budget * QUANTITY_ONE);
	const char *cells[COLUMNS] = { arena_printf(a, "%zu", number), t->title,
		channel_by_code(t->channel)->name, plan_targets(a, t), plan_span(a, t), t->lead,
		t->support, money };
	for (size_t i = 0; i < COLUMNS; i++)
		if (cells[i] && *cells[i])
			doc_text_add(a, &row[i], (struct doc_run){ .text = cells[i] });
}

static const struct doc_table *task_table(struct arena *a, const struct plan *p)
{
	struct doc_table *t = ARENA_NEW(a, struct doc_table);
	*t = (struct doc_table){ .columns = ARENA_ARRAY(a, struct doc_column, COLUMNS),
		.column_count = COLUMNS,
		.row_count = p->task_count,
		.cells = ARENA_ARRAY(a, struct doc_text, p->task_count * COLUMNS) };
	for (size_t i = 0; i < COLUMNS; i++)
		t->columns[i] = columns[i];
	for (size_t i = 0; i < p->task_count; i++)
		put_row(a, t->cells + i * COLUMNS, i + 1, &p->tasks[i]);
	return t;
}

static void add_list(struct arena *a, struct doc *d, const char *mark, const char *title)
{
	doc_add(a, &d->blocks, DOC_HEADING, 1, mark, title);
}

void plan_document(struct arena *a, const struct plan *p, const char *issuer, struct doc *out)
{
	out->kind = "KẾ HOẠCH";
	out->recipients = p->recipients;
	out->signing = p->signing;
	out->signer = p->signer;
	out->subject =
		arena_printf(a, "%s%s", text_upper(a, arena_strndup(a, p->title, 1)), p->title + 1);
	add_list(a, out, "I.", "Nội dung tuyên truyền");
	for (size_t i = 0; i < p->content_count; i++)
		doc_add(a, &out->blocks, DOC_ITEM, 1, "-", p->contents[i].text);
	add_list(a, out, "II.", "Hình thức tuyên truyền");
	for (size_t i = 0; i < p->form_count; i++)
		doc_add(a, &out->blocks, DOC_ITEM, 1, "-", p->forms[i].text);
	add_list(a, out, "III.", "Tổ chức thực hiện");
	doc_add(a, &out->blocks, DOC_PARAGRAPH, 0, NULL,
		arena_printf(a,
			"Các nhiệm vụ, chỉ tiêu, thời gian và đơn vị thực hiện theo Phụ lục kèm theo Kế "
			"hoạch này./."));
	out->annexes = ARENA_NEW(a, struct doc_annex);
	out->annex_count = 1;
	*out->annexes = (struct doc_annex){ .mark = "Phụ lục",
		.title = arena_printf(a, "Nhiệm vụ tuyên truyền cải cách hành chính năm %lld",
			(long long)p->year),
		.note = doc_annex_note(a, out, issuer),
		.issuer = issuer,
		.landscape = true };
	struct doc_block table = { .kind = DOC_TABLE, .table = task_table(a, p) };
	ARENA_PUSH(a, &out->annexes->blocks, table);
}

enum rc plan_make(struct db *d, struct arena *a, int64_t year, struct doc *out, struct err *e)
{
	struct plan *p = NULL;
	struct unit *u = NULL;
	enum rc rc = plan_load(d, a, year, &p, e);
	if (!rc)
		rc = unit_load(d, a, &u, e);
	if (rc)
		return rc;
	struct date day = date_none(p->day) ? (struct date){ (int)year, 1, 1 } : p->day;
	struct doc made;
	rc = doc_head(a, u, day, "KH", &made, e);
	if (rc)
		return rc;
	made.day = date_none(p->day) ? (struct date){ (int)year, 0, 0 } : p->day;
	const char *slash = p->number ? strchr(p->number, '/') : NULL;
	made.number = p->number ? arena_strndup(a, p->number, strcspn(p->number, "/")) : NULL;
	if (slash)
		made.notation = slash + 1;
	plan_document(a, p, unit_name_at(u, day)->short_name, &made);
	*out = made;
	return RC_OK;
}
