#include "features/activity/activity.h"

#include "core/record.h"

const char *activity_name(struct arena *a, const struct activity *x)
{
	return arena_printf(a, "%s · %s · %s", date_short(a, x->from), x->channel, x->title);
}

static void put_file(struct buf *b, const struct evidence *x)
{
	record_open(b, NULL, '{');
	record_text(b, "reference", x->reference);
	record_int(b, "attachment", x->attachment);
	if (x->shown)
		record_int(b, "shown", 1);
	record_close(b, '}');
}

static void put_evidence(struct buf *b, struct arena *a, const struct evidences *list)
{
	struct texts references = { 0 }, shown = { 0 };
	bool files = false;
	for (size_t i = 0; i < list->n; i++) {
		files = files || list->v[i].attachment;
		if (!list->v[i].attachment)
			ARENA_PUSH(a, &references, list->v[i].reference);
		if (!list->v[i].attachment && list->v[i].shown)
			ARENA_PUSH(a, &shown, list->v[i].reference);
	}
	record_texts(b, "evidence", &references);
	if (shown.n)
		record_texts(b, "shown_links", &shown);
	if (!files)
		return;
	record_open(b, "files", '[');
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].attachment)
			put_file(b, &list->v[i]);
	record_close(b, ']');
}

const char *activity_record(struct arena *a, const struct activity *x)
{
	struct buf b;
	struct texts quantities = { 0 };
	for (size_t i = 0; i < x->quantities.n; i++) {
		const char *s = quantity_print(a, &x->quantities.v[i], QUANTITY_PLAIN);
		ARENA_PUSH(a, &quantities, s);
	}
	record_begin(&b, a);
	record_text(&b, "code", x->code);
	record_day(&b, "from", x->from);
	if (!date_none(x->to) && date_cmp(x->from, x->to))
		record_day(&b, "to", x->to);
	record_text(&b, "channel", x->channel);
	record_text(&b, "title", x->title);
	record_texts(&b, "quantities", &quantities);
	record_texts(&b, "places", &x->places);
	record_texts(&b, "contents", &x->contents);
	record_text(&b, "task", x->task);
	put_evidence(&b, a, &x->evidence);
	record_text(&b, "note", x->note);
	if (x->removed)
		record_int(&b, "removed", 1);
	record_text(&b, "reason", x->reason);
	return record_end(&b);
}
