#include "core/workday.h"

#include <string.h>

#include "lib/base/text.h"

static const struct {
	const char *code, *name;
} kinds[WORKDAY_KINDS] = {
	[WORKDAY_HOLIDAY] = { "holiday", "nghỉ lễ" },
	[WORKDAY_REST] = { "rest", "nghỉ bù" },
	[WORKDAY_WORK] = { "work", "làm bù" },
};

const char *workday_kind_code(enum workday_kind k)
{
	return kinds[k].code;
}

const char *workday_kind_name(enum workday_kind k)
{
	return kinds[k].name;
}

bool workday_kind_find(struct arena *scratch, const char *text, enum workday_kind *out)
{
	const char *folded = text_fold(scratch, text);
	for (int k = 0; k < WORKDAY_KINDS; k++)
		if (text_eq(folded, kinds[k].code) ||
			text_eq(folded, text_fold(scratch, kinds[k].name))) {
			*out = (enum workday_kind)k;
			return true;
		}
	return false;
}

/* Sakamoto's rule. */
int workday_weekday(struct date d)
{
	static const int shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };
	int y = d.month < 3 ? d.year - 1 : d.year;
	int sunday_first = (y + y / 4 - y / 100 + y / 400 + shift[d.month - 1] + d.day) % 7;
	return sunday_first ? sunday_first : 7;
}

const char *workday_weekday_name(struct date d)
{
	static const char *const names[] = { "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu",
		"thứ Bảy", "Chủ nhật" };
	return names[workday_weekday(d) - 1];
}

static const struct workday_year *year_of(const struct workdays *w, int year)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].year == year)
			return &w->v[i];
	return NULL;
}

enum state { WORKED, OFF, UNKNOWN };

struct count {
	struct arena *a;
	const struct workdays *w;
	struct workday_answer *out;
};

/* why: of a day off, or of one that is worked though its weekday is not. */
static enum state state_of(struct count *c, struct date d, const char **why)
{
	const struct workday_year *y = year_of(c->w, d.year);
	*why = NULL;
	if (!y)
		return UNKNOWN;
	for (size_t i = 0; i < y->n; i++)
		if (!date_cmp(y->v[i].day, d)) {
			const struct workday_mark *m = &y->v[i];
			*why = arena_printf(c->a, "%s: %s (%s)", workday_kind_name(m->kind),
				m->name, m->source);
			return m->kind == WORKDAY_WORK ? WORKED : OFF;
		}
	if (strchr(y->week, '0' + workday_weekday(d)))
		return WORKED;
	*why = "ngày nghỉ hằng tuần";
	return OFF;
}

static void step(struct count *c, struct date day, int nth, const char *why)
{
	struct workday_step s = { day, nth, why ? why : "" };
	ARENA_PUSH(c->a, c->out, s);
}

static bool give_up(struct count *c, struct date day)
{
	c->out->missing = arena_printf(c->a,
		"Chưa có bảng ngày nghỉ năm %d nên chưa tính được ngày trả kết quả; xin hỏi nơi tiếp "
		"nhận.",
		day.year);
	return false;
}

/* From *day on the first one that is worked, with a step for each that is not. False: a year has no
 * table. */
static bool find_worked(struct count *c, struct date *day, const char **why)
{
	for (;; *day = date_add_days(*day, 1)) {
		enum state s = state_of(c, *day, why);
		if (s == UNKNOWN)
			return give_up(c, *day);
		if (s == WORKED)
			return true;
		step(c, *day, 0, *why);
	}
}

/* What comes in on a day off is seen on the next working day: a custom of the desks, no article. */
static bool receive(struct count *c, struct date day)
{
	const char *why;
	if (!find_worked(c, &day, &why))
		return false;
	c->out->received = day;
	return true;
}

/* Chứng thực, trích lục: what is received after the hour is for the next working day. */
static bool same_day(struct count *c, const struct workday_term *t, int minute, struct date *due)
{
	const char *why;
	*due = c->out->received;
	if (!t->until || minute <= t->until) {
		step(c, *due, 1, "nhận và trả trong ngày");
		return true;
	}
	step(c, *due, 0,
		arena_printf(c->a, "nhận sau %02d:%02d, trả vào ngày làm việc tiếp theo",
			t->until / 60, t->until % 60));
	*due = date_add_days(*due, 1);
	if (!find_worked(c, due, &why))
		return false;
	step(c, *due, 1, why ? why : "ngày làm việc tiếp theo");
	return true;
}

/* Điều 147 khoản 2: the first day is not counted. */
static void begin(struct count *c)
{
	step(c, c->out->received, 0, "ngày nhận hồ sơ, chưa tính");
}

static bool working_days(struct count *c, const struct workday_term *t, struct date *due)
{
	const char *why;
	*due = c->out->received;
	begin(c);
	for (int i = 1; i <= t->amount; i++) {
		*due = date_add_days(*due, 1);
		if (!find_worked(c, due, &why))
			return false;
		step(c, *due, i, why);
	}
	return true;
}

/* Điều 148 khoản 5: an end on a day off moves to the end of the next working day. */
static bool move_end(struct count *c, struct date *due, int nth)
{
	const char *why;
	switch (state_of(c, *due, &why)) {
	case UNKNOWN:
		return give_up(c, *due);
	case WORKED:
		step(c, *due, nth, why ? why : nth ? NULL : "ngày cuối của thời hạn");
		return true;
	default:
		break;
	}
	step(c, *due, nth, arena_printf(c->a, "%s, nên chuyển sang ngày làm việc tiếp theo", why));
	*due = date_add_days(*due, 1);
	if (!find_worked(c, due, &why))
		return false;
	step(c, *due, 0, why ? why : "ngày làm việc tiếp theo");
	return true;
}

/* Điều 148 khoản 1: days off within count as well. */
static bool days(struct count *c, const struct workday_term *t, struct date *due)
{
	*due = c->out->received;
	begin(c);
	for (int i = 1; i < t->amount; i++) {
		*due = date_add_days(*due, 1);
		step(c, *due, i, NULL);
	}
	*due = date_add_days(*due, 1);
	return move_end(c, due, t->amount);
}

/* Điều 148 khoản 3: the same day of the last month, or that month's last. */
static bool months(struct count *c, const struct workday_term *t, struct date *due)
{
	struct date d = c->out->received;
	begin(c);
	int month = d.month - 1 + t->amount;
	d.year += month / 12;
	d.month = month % 12 + 1;
	int last = date_days_in_month(d.year, d.month);
	d.day = d.day > last ? last : d.day;
	*due = d;
	return move_end(c, due, 0);
}

struct workday_answer workday_due(struct arena *a, const struct workdays *w,
	const struct workday_term *t, struct date day, int minute)
{
	struct workday_answer out = { 0 };
	struct count c = { a, w, &out };
	struct date due = { 0 };
	if (!receive(&c, day))
		return out;
	/* What waited for the desk to open is there in the morning. */
	if (date_cmp(day, out.received))
		minute = 0;
	bool known = t->unit == WORKDAY_SAME_DAY       ? same_day(&c, t, minute, &due)
		     : t->unit == WORKDAY_WORKING_DAYS ? working_days(&c, t, &due)
		     : t->unit == WORKDAY_DAYS         ? days(&c, t, &due)
						       : months(&c, t, &due);
	if (known)
		out.due = due;
	return out;
}
