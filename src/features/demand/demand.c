#include "features/demand/demand.h"

#include <string.h>

#include "core/record.h"
#include "features/report/report.h"
#include "lib/base/text.h"

const char *duty_state_name(enum duty_state s)
{
	static const char *const names[] = {
		[DUTY_OPEN] = "đang chờ", [DUTY_LATE] = "quá hạn", [DUTY_DONE] = "đã xong"
	};
	return names[s];
}

enum duty_state duty_state(bool done, struct date due, struct date today)
{
	if (done)
		return DUTY_DONE;
	return date_valid(due) && date_cmp(due, today) < 0 ? DUTY_LATE : DUTY_OPEN;
}

/* "báo cáo CCHC, kỳ từ ngày 15/12 năm trước": what stands before the comma. */
static const char *kind_name(struct arena *a, const char *kind)
{
	const struct report_kind *k = report_kind_by_code(kind);
	const char *name = k ? k->name : kind;
	name = arena_strndup(a, name, strcspn(name, ","));
	return arena_printf(a, "%s%s", text_upper(a, arena_strndup(a, name, 1)), name + 1);
}

const char *duty_title(
	struct arena *a, const char *kind, const struct period *p, const char *receiver)
{
	return arena_printf(a, "%s %s, gửi %s", kind_name(a, kind), p->label, receiver);
}

enum rc duty_of_schedule(
	struct arena *a, const struct schedule *s, int64_t year, struct duty *out, struct err *e)
{
	const struct report_kind *k = report_kind_by_code(s->kind);
	struct period p;
	if (!k)
		return ERR(e, RC_INVALID, "kind", "không có loại báo cáo “%s”", s->kind);
	const char *token = *s->span ? arena_printf(a, "%lld-%s", (long long)year, s->span)
				     : arena_printf(a, "%lld", (long long)year);
	enum rc rc = period_parse(a, token, k->window, &p, e);
	if (rc)
		return rc;
	*out = (struct duty){ .title = duty_title(a, s->kind, &p, s->receiver),
		.kind = s->kind,
		.period = p.token,
		.receiver = s->receiver,
		.due = date_add_days(p.to, (int)s->days),
		.account = s->account,
		.done_note = "" };
	return RC_OK;
}

const char *demand_record(struct arena *a, const struct demand *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "sender", x->sender);
	record_text(&b, "number", x->number);
	record_day(&b, "date", x->day);
	record_day(&b, "received", x->received);
	record_text(&b, "subject", x->subject);
	record_text(&b, "asked", x->asked);
	record_text(&b, "outline", x->outline);
	record_text(&b, "manner", x->manner);
	record_day(&b, "due", x->due);
	if (x->account)
		record_int(&b, "account", x->account);
	if (x->attachment)
		record_int(&b, "attachment", x->attachment);
	record_day(&b, "done_on", x->done_on);
	record_text(&b, "done_note", x->done_note);
	return record_end(&b);
}

const char *duty_record(struct arena *a, const struct duty *x)
{
	struct buf b;
	record_begin(&b, a);
	if (x->demand)
		record_int(&b, "demand", x->demand);
	record_text(&b, "title", x->title);
	record_text(&b, "kind", x->kind);
	record_text(&b, "period", x->period);
	record_text(&b, "receiver", x->receiver);
	record_day(&b, "due", x->due);
	if (x->account)
		record_int(&b, "account", x->account);
	record_day(&b, "done_on", x->done_on);
	record_text(&b, "done_note", x->done_note);
	return record_end(&b);
}

const char *schedule_record(struct arena *a, const struct schedule *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "kind", x->kind);
	record_text(&b, "span", *x->span ? x->span : "cả năm");
	record_text(&b, "receiver", x->receiver);
	record_int(&b, "days", x->days);
	record_text(&b, "source", x->source);
	if (x->account)
		record_int(&b, "account", x->account);
	return record_end(&b);
}
