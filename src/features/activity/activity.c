#include "features/activity/activity.h"

#include "core/record.h"

const char *activity_name(struct arena *a, const struct activity *x)
{
	return arena_printf(a, "%s · %s · %s", date_short(a, x->from), x->channel, x->title);
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
	record_texts(&b, "evidence", &x->evidence);
	record_text(&b, "note", x->note);
	return record_end(&b);
}
