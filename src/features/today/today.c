#include "features/today/today_int.h"

#include "lib/base/text.h"

static int day_number(struct date d)
{
	int y = d.year - (d.month <= 2), m = d.month + (d.month <= 2 ? 9 : -3);
	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day;
}

int today_days(struct date from, struct date to)
{
	return day_number(to) - day_number(from);
}

static bool is_soon(const struct today_task *t, struct date today)
{
	return date_valid(t->due) && today_days(today, t->due) <= TODAY_AHEAD;
}

static bool is_over(const struct today_target *g, struct date today)
{
	return date_cmp(g->period.to, today) < 0;
}

bool today_task_matters(const struct today_task *t, struct date today)
{
	bool matters = is_soon(t, today);
	for (size_t i = 0; i < t->targets.n; i++)
		matters |= is_over(&t->targets.v[i], today);
	return matters;
}

enum today_state today_task_state(const struct today_task *t, struct date today)
{
	bool all = true, missed = false;
	for (size_t i = 0; i < t->targets.n; i++) {
		all &= t->targets.v[i].met;
		missed |= !t->targets.v[i].met && is_over(&t->targets.v[i], today);
	}
	if (t->targets.n ? all : t->begun)
		return TODAY_QUIET;
	if (missed || (date_valid(t->due) && date_cmp(t->due, today) < 0))
		return TODAY_LATE;
	return is_soon(t, today) ? TODAY_SOON : TODAY_QUIET;
}

const char *today_due_said(struct arena *a, struct date due, struct date today)
{
	int days = today_days(today, due);
	const char *how = days < 0    ? arena_printf(a, "trễ %d ngày", -days)
			  : days == 0 ? "là hôm nay"
				      : arena_printf(a, "còn %d ngày", days);
	return arena_printf(a, "Hạn %s, %s.", date_short(a, due), how);
}

static void put_target(struct buf *b, const struct today_target *g)
{
	buf_printf(b, "%s: ", text_capital(b->a, g->period.label));
	if (g->counted)
		buf_printf(b, "được %s trên chỉ tiêu %s. ",
			quantity_print(b->a, &g->reached, QUANTITY_PLAIN),
			quantity_print(b->a, &g->wanted, QUANTITY_PLAIN));
	else
		buf_printf(b, "chưa có số liệu, chỉ tiêu %s. ",
			quantity_print(b->a, &g->wanted, QUANTITY_PLAIN));
}

const char *today_task_reason(struct arena *a, const struct today_task *t, struct date today)
{
	enum { REASON_MAX = 4000 };
	struct buf b;
	bool soon = is_soon(t, today);
	buf_init(&b, a, REASON_MAX);
	if (soon)
		buf_printf(&b, "%s ", today_due_said(a, t->due, today));
	for (size_t i = 0; i < t->targets.n; i++)
		if (!t->targets.v[i].met && (soon || is_over(&t->targets.v[i], today)))
			put_target(&b, &t->targets.v[i]);
	if (!t->targets.n)
		buf_puts(&b, "Chưa có hoạt động nào. ");
	if (*t->lead)
		buf_printf(&b, "Chủ trì: %s.", t->lead);
	return text_trim(a, b.p);
}

struct period today_quarter(struct arena *a, struct date day)
{
	struct err e;
	struct period p = { 0 };
	const char *token = arena_printf(a, "%d-Q%d", day.year, (day.month - 1) / 3 + 1);
	err_init(&e, a);
	if (period_parse(a, token, PERIOD_CALENDAR, &p, &e))
		die("hôm nay: %s", token);
	return p;
}
