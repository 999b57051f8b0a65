#include "features/paper/paper.h"

#include <string.h>

#include "core/record.h"

enum paper_validity paper_validity(const struct paper *x, struct date today)
{
	if (x->replaced_by)
		return PAPER_REPLACED;
	if (date_valid(x->valid_to) && date_cmp(today, x->valid_to) > 0)
		return PAPER_ENDED;
	if (!date_valid(x->valid_from))
		return PAPER_UNKNOWN;
	return date_cmp(today, x->valid_from) < 0 ? PAPER_COMING : PAPER_VALID;
}

const char *paper_validity_words(struct arena *a, const struct paper *x, struct date today)
{
	switch (paper_validity(x, today)) {
	case PAPER_REPLACED:
		return "đã được thay thế";
	case PAPER_ENDED:
		return arena_printf(a, "hết hiệu lực sau ngày %s", date_short(a, x->valid_to));
	case PAPER_COMING:
		return arena_printf(a, "có hiệu lực từ %s", date_short(a, x->valid_from));
	case PAPER_VALID:
		return "còn hiệu lực";
	default:
		return "không ghi";
	}
}

bool paper_is_open(const struct paper *x, struct date today)
{
	return x->draft && date_valid(x->opinion_from) && date_valid(x->opinion_to) &&
	       date_cmp(x->opinion_from, today) <= 0 && date_cmp(today, x->opinion_to) <= 0;
}

struct paper_words paper_words_of(struct arena *a, const char *read)
{
	size_t n = strlen(read);
	bool whole = n <= PAPER_WORDS_MAX;
	if (!whole)
		for (n = PAPER_WORDS_MAX; n && read[n] != '\n'; n--)
			;
	return (struct paper_words){
		.known = true, .whole = whole, .text = arena_strndup(a, read, n)
	};
}

const char *paper_record(struct arena *a, const struct paper *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "kind", x->kind);
	record_text(&b, "number", x->number);
	record_day(&b, "day", x->day);
	record_text(&b, "subject", x->subject);
	record_text(&b, "signer", x->signer);
	record_day(&b, "valid_from", x->valid_from);
	record_day(&b, "valid_to", x->valid_to);
	record_int(&b, "replaced_by", x->replaced_by);
	record_int(&b, "attachment", x->attachment);
	record_text(&b, "state", x->draft ? "draft" : "issued");
	record_text(&b, "shown", x->shown ? "1" : "0");
	record_text(&b, "asked", x->asked);
	record_day(&b, "opinion_from", x->opinion_from);
	record_day(&b, "opinion_to", x->opinion_to);
	record_text(&b, "summary", x->summary);
	return record_end(&b);
}
