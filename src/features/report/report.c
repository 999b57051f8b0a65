/* The kinds of reports, and the bindings of their texts. */
#include "features/report/report.h"

#include <string.h>

#include "core/channel.h"
#include "core/record.h"
#include "lib/base/text.h"

/* The communication report follows the calendar as the plan says; the State's CCHC report has its
 * own windows (công văn 581/BNV-CCHC; Nghị định 09/2019/NĐ-CP, Điều 12). */
static const struct report_kind kinds[] = {
	{ "BC", "BC", PERIOD_CALENDAR, "báo cáo tuyên truyền CCHC, kỳ theo lịch" },
	{ "BC-CCHC", "BC", PERIOD_CCHC, "báo cáo CCHC, kỳ từ ngày 15/12 năm trước" },
};

const struct report_kind *report_kind_list(size_t *n)
{
	*n = sizeof kinds / sizeof *kinds;
	return kinds;
}

const struct report_kind *report_kind_by_code(const char *code)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_eq(kinds[i].code, code))
			return &kinds[i];
	return NULL;
}

const char *report_kinds(struct arena *a)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const char *s = arena_printf(a, "%s (%s)", kinds[i].code, kinds[i].name);
		ARENA_PUSH(a, &list, s);
	}
	return text_join(a, &list, "; ");
}

const char *report_record(struct arena *a, const struct report *r)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "kind", r->kind);
	record_text(&b, "period", r->period.token);
	record_text(&b, "title", r->title);
	record_day(&b, "date", r->day);
	record_text(&b, "number", r->number);
	record_texts(&b, "to", &r->addressees);
	record_texts(&b, "recipients", &r->recipients);
	record_texts(&b, "signing", &r->signing);
	record_text(&b, "signer", r->signer);
	record_text(&b, "body", r->body);
	return record_end(&b);
}

static const struct {
	const char *name;
	enum binding_kind kind;
} words[] = {
	{ "plan.number", BINDING_PLAN_NUMBER },
	{ "plan.date", BINDING_PLAN_DATE },
	{ "plan.title", BINDING_PLAN_TITLE },
	{ "forms", BINDING_FORMS },
	{ "contents", BINDING_CONTENTS },
};

static enum rc parse_figure(struct arena *a, const char *inner, struct binding *out, struct err *e)
{
	/* In a Markdown table "|" must be written "\|". */
	char *plain = arena_strdup(a, inner);
	size_t n = 0;
	for (const char *p = inner; *p; p++)
		if (*p != '\\' || p[1] != '|')
			plain[n++] = *p;
	plain[n] = '\0';
	struct texts parts = text_split(a, plain, '|');
	if (parts.n < 2 || parts.n > 3)
		return ERR(e, RC_INVALID, NULL,
			"không hiểu “{{%s}}”; viết {{kênh|đơn vị}}, {{plan.number}}, {{plan.date}}, "
			"{{plan.title}}, {{forms}} hoặc {{contents}}",
			inner);
	const struct channel *c = channel_find(a, parts.v[0]);
	if (!c)
		return ERR(
			e, RC_INVALID, NULL, "“{{%s}}”: %s", inner, channel_unknown(a, parts.v[0]));
	const struct measure *m = measure_find(a, parts.v[1]);
	if (!m)
		return ERR(e, RC_INVALID, NULL, "“{{%s}}”: không có đơn vị tính “%s”", inner,
			parts.v[1]);
	out->previous = parts.n == 3 && text_eq(parts.v[2], "previous");
	bool stock = parts.n == 3 && text_eq(parts.v[2], "stock");
	if (parts.n == 3 && !stock && !out->previous)
		return ERR(e, RC_INVALID, NULL,
			"“{{%s}}”: phần thứ ba chỉ có thể là stock hoặc previous", inner);
	out->kind = BINDING_FIGURE;
	out->channel = c->code;
	out->unit = m->name;
	out->basis = stock ? FIGURE_STOCK : FIGURE_FLOW;
	return RC_OK;
}

static enum rc parse_inner(struct arena *a, const char *inner, struct binding *out, struct err *e)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(words[i].name, inner)) {
			out->kind = words[i].kind;
			return RC_OK;
		}
	return parse_figure(a, inner, out, e);
}

enum rc bindings_parse(
	struct arena *a, const char *text, struct bindings *out, size_t *at, struct err *e)
{
	struct bindings list = { 0 };
	for (const char *p = text; (p = strstr(p, "{{"));) {
		size_t unused, *where = at ? at : &unused;
		*where = (size_t)(p - text);
		const char *end = strstr(p, "}}");
		if (!end || memchr(p, '\n', (size_t)(end - p)))
			return ERR(e, RC_INVALID, NULL, "“{{” không có “}}” trên cùng dòng");
		struct binding b = { .start = (size_t)(p - text), .end = (size_t)(end + 2 - text) };
		const char *inner = text_trim(a, arena_strndup(a, p + 2, (size_t)(end - p) - 2));
		enum rc rc = parse_inner(a, inner, &b, e);
		if (rc)
			return rc;
		ARENA_PUSH(a, &list, b);
		p = end + 2;
	}
	*out = list;
	return RC_OK;
}
