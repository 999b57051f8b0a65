/* How a report begins: from the last one of its kind, or from a plain outline. */
#include "features/report/report_text.h"

#include <string.h>

#include "core/channel.h"
#include "lib/base/text.h"

enum { BODY_MAX = 1 << 20 };

/* A report is made in the month that follows its period. */
static struct date month_after(const struct period *p)
{
	struct date d = date_add_days(p->to, 1);
	return (struct date){ d.year, d.month, 0 };
}

static struct texts forward_all(struct arena *a, const struct texts *list,
	const struct period *from, const struct period *to)
{
	struct texts out = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		const char *s = report_forward(a, list->v[i], from, to);
		ARENA_PUSH(a, &out, s);
	}
	return out;
}

struct report report_after(struct arena *a, const struct report *last, const struct period *period)
{
	struct report r = { .kind = last->kind, .period = *period, .day = month_after(period) };
	r.title = report_forward(a, last->title, &last->period, period);
	r.body = report_forward(a, last->body, &last->period, period);
	r.addressees = forward_all(a, &last->addressees, &last->period, period);
	r.recipients = forward_all(a, &last->recipients, &last->period, period);
	r.signing = last->signing;
	r.signer = last->signer;
	return r;
}

static struct period quarter_before(struct arena *a, struct date d)
{
	struct period p = { 0 };
	struct err none;
	err_init(&none, a);
	if (period_parse(a, arena_printf(a, "%d-Q%d", d.year, (d.month - 1) / 3 + 1),
		    PERIOD_CALENDAR, &p, &none))
		die("no quarter of %d", d.year);
	p = period_previous(a, &p);
	return period_previous(a, &p);
}

struct period report_due(struct arena *a, const struct period *last, struct date today)
{
	enum {
		MONTH = 31,
		STEPS = 400
	}; /* free dates may be short: then what follows is offered */
	struct date ended = date_add_days(today, -MONTH);
	struct period first = last ? *last : quarter_before(a, today), p;
	p = first = period_next(a, &first);
	for (int i = 0; i < STEPS && date_cmp(p.to, ended) < 0; i++)
		p = period_next(a, &p);
	return date_cmp(p.to, ended) < 0 ? first : p;
}

static void add_counts(struct buf *b, const struct figures *f)
{
	size_t n = b->n;
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *g = &f->v[i];
		buf_printf(b, "- %s: {{%s|%s}}\n", channel_by_code(g->channel)->name, g->channel,
			g->unit);
	}
	if (b->n == n)
		buf_puts(b, "Trong kỳ chưa ghi hoạt động nào.\n");
}

static void add_opening(struct buf *b, const struct plan *plan, const char *who, const char *when)
{
	if (plan && plan->number && date_valid(plan->day))
		buf_printf(b,
			"Thực hiện Kế hoạch số {{plan.number}} ngày {{plan.date}} về {{plan.title}}, "
			"%s báo cáo kết quả tuyên truyền cải cách hành chính %s như sau:\n\n",
			who, when);
	else
		buf_printf(b, "%s báo cáo kết quả tuyên truyền cải cách hành chính %s như sau:\n\n",
			who, when);
}

static void add_closing(struct buf *b, const char *who, const char *when)
{
	buf_printf(b, "Trên đây là báo cáo kết quả tuyên truyền cải cách hành chính %s của %s./.",
		when, who);
}

static const char *outline_body(struct arena *a, const struct period *period,
	const struct report_sources *s, const char *who)
{
	struct period next = period_next(a, period);
	struct buf b;
	buf_init(&b, a, BODY_MAX);
	add_opening(&b, s->plan, who, period->label);
	buf_puts(&b, "# Kết quả thực hiện\n\n");
	if (s->plan && s->plan->form_count)
		buf_puts(&b, "## Hình thức tuyên truyền\n\n{{forms}}\n\n");
	if (s->plan && s->plan->content_count)
		buf_puts(&b, "## Nội dung tuyên truyền\n\n{{contents}}\n\n");
	buf_puts(&b, "## Số lượng thực hiện\n\n");
	add_counts(&b, s->flow);
	buf_puts(&b, "\n# Nhận xét, đánh giá\n\n## Ưu điểm\n\n## Tồn tại, hạn chế\n\n");
	buf_printf(&b, "# Nhiệm vụ trong %s\n\n", next.label);
	buf_printf(&b, "Trên đây là báo cáo kết quả tuyên truyền cải cách hành chính %s của %s./.",
		period->label, who);
	return b.p;
}

static struct report frame(struct arena *a, const char *kind, const struct period *period)
{
	struct report r = { .kind = kind, .period = *period, .day = month_after(period) };
	static const char *const head[] = { "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH" };
	r.title = arena_printf(
		a, "Kết quả thực hiện công tác tuyên truyền cải cách hành chính %s", period->label);
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		ARENA_PUSH(a, &r.signing, head[i]);
	return r;
}

static const char *name_of(const struct report_sources *s, const struct period *period)
{
	const struct unit_name *n = unit_name_at(s->unit, period->to);
	return n ? n->short_name : "UBND xã";
}

struct report report_outline(struct arena *a, const char *kind, const struct period *period,
	const struct report_sources *s)
{
	struct report r = frame(a, kind, period);
	r.body = outline_body(a, period, s, name_of(s, period));
	return r;
}

/* "II. Nhận xét" is a heading of the first level, "1. " of the second, "a) " of the third; 0: none.
 * *rest is what stands behind the mark. */
static int heading_of(const char *line, const char **rest)
{
	size_t roman = strspn(line, "IVX"), digits = strspn(line, "0123456789");
	size_t n = roman ? roman : digits;
	bool letter = line[0] >= 'a' && line[0] <= 'z' && line[1] == ')';
	*rest = line;
	if (n && n < 5 && (line[n] == '.' || line[n] == ')') && line[n + 1] == ' ')
		*rest = line + n + 2;
	else if (letter && line[2] == ' ')
		*rest = line + 3;
	else
		return 0;
	return letter ? 3 : roman ? 1 : 2;
}

static void add_outline(struct arena *a, struct buf *b, const char *outline)
{
	struct texts lines = text_split(a, outline, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		const char *rest;
		int level = heading_of(lines.v[i], &rest);
		if (level)
			buf_printf(b, "%.*s %s\n\n", level, "###", rest);
		else
			buf_printf(b, "%s\n\n", lines.v[i]);
	}
}

struct report report_from_outline(struct arena *a, const char *kind, const struct period *period,
	const struct report_sources *s, const struct report_given *given)
{
	struct report r = frame(a, kind, period);
	const char *who = name_of(s, period);
	struct buf b;
	buf_init(&b, a, BODY_MAX);
	add_opening(&b, s->plan, who, period->label);
	add_outline(a, &b, given->outline);
	add_closing(&b, who, period->label);
	r.body = b.p;
	if (*given->sender)
		ARENA_PUSH(a, &r.addressees, given->sender);
	return r;
}
