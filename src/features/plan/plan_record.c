/* A plan as the audit keeps it: in the words of plan.json, so that it can be read again. */
#include <string.h>

#include "core/doc_head.h"
#include "core/record.h"
#include "features/plan/plan.h"

static void contents_record(struct buf *b, const struct plan *p)
{
	record_open(b, "contents", '[');
	for (size_t i = 0; i < p->content_count; i++) {
		record_open(b, NULL, '{');
		record_text(b, "code", p->contents[i].code);
		record_text(b, "text", p->contents[i].text);
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void forms_record(struct buf *b, const struct plan *p)
{
	record_open(b, "forms", '[');
	for (size_t i = 0; i < p->form_count; i++) {
		record_open(b, NULL, '{');
		record_text(b, "text", p->forms[i].text);
		record_texts(b, "channels", &p->forms[i].channels);
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void targets_record(struct buf *b, const struct plan_task *t)
{
	record_open(b, "targets", '[');
	for (size_t i = 0; i < t->target_count; i++) {
		record_open(b, NULL, '{');
		record_text(b, "period", t->targets[i].period);
		record_text(b, "quantity",
			quantity_print(b->a, &t->targets[i].quantity, QUANTITY_PLAIN));
		record_close(b, '}');
	}
	record_close(b, ']');
}

static void task_record(struct buf *b, const struct plan_task *t)
{
	record_open(b, NULL, '{');
	record_text(b, "code", t->code);
	record_text(b, "title", t->title);
	record_text(b, "channel", t->channel);
	record_texts(b, "contents", &t->contents);
	record_text(b, "lead", t->lead);
	record_text(b, "support", t->support);
	record_text(b, "product", t->product);
	if (t->budget >= 0)
		record_int(b, "budget", t->budget);
	record_day(b, "from", t->from);
	record_day(b, "due", t->due);
	targets_record(b, t);
	record_close(b, '}');
}

const char *plan_record(struct arena *a, const struct plan *p)
{
	struct buf b;
	record_begin(&b, a);
	record_int(&b, "year", p->year);
	record_text(&b, "number", p->number);
	record_day(&b, "date", p->day);
	record_text(&b, "title", p->title);
	record_text(&b, "sign", doc_signing_text(a, &p->signing, p->signer));
	record_texts(&b, "recipients", &p->recipients);
	contents_record(&b, p);
	forms_record(&b, p);
	record_open(&b, "tasks", '[');
	for (size_t i = 0; i < p->task_count; i++)
		task_record(&b, &p->tasks[i]);
	record_close(&b, ']');
	return record_end(&b);
}

struct plan *plan_of_record(struct arena *a, const char *record)
{
	struct intake in;
	if (!record)
		return NULL;
	intake_init(&in, a, false);
	struct text_file f = { "nhật ký", record, strlen(record) };
	struct plan *p = plan_read(&in, &f);
	return in.problems.n ? NULL : p;
}
