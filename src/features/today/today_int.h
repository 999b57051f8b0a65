/* Rules (today.c), SQL (today_store.c) and page (today_web.c) of Today. */
#ifndef FEATURES_TODAY_TODAY_INT_H
#define FEATURES_TODAY_TODAY_INT_H

#include "core/period.h"
#include "core/quantity.h"
#include "core/web/frame.h"
#include "features/today/today.h"

/* Days before its end from which on a task is shown. */
enum { TODAY_AHEAD = 14, TODAY_LINES = 20, TODAY_OWN = 5 };

/* A target of a task, and what its activities came to: as features/figure counts it. */
struct today_target {
	struct period period;
	struct quantity wanted, reached;
	bool counted; /* some activity gave a number in its unit */
	bool met;
};

struct today_targets {
	struct today_target *v;
	size_t n, cap;
};

struct today_task {
	int64_t id, year;
	const char *code, *title, *lead;
	struct date due; /* {0}: none */
	bool begun; /* it has an activity */
	struct today_targets targets;
};

struct today_tasks {
	struct today_task *v;
	size_t n, cap;
};

enum today_state {
	TODAY_QUIET, /* done, or not due yet */
	TODAY_SOON, /* due within TODAY_AHEAD days */
	TODAY_LATE /* its day is over, or the period of a target that was missed */
};

/* Done: each target met; without targets: begun. As the plan's own page says it. */
enum today_state today_task_state(const struct today_task *t, struct date today);
/* Must its activities be counted to know its state? */
bool today_task_matters(const struct today_task *t, struct date today);
/* "Hạn 31/12/2024, trễ 5 ngày. Quý I năm 2024: mới được 10 tin trên 12 tin." */
const char *today_task_reason(struct arena *a, const struct today_task *t, struct date today);
/* "Hạn 08/3/2024, còn 3 ngày." */
const char *today_due_said(struct arena *a, struct date due, struct date today);
/* Days from one to the other, negative backward. */
int today_days(struct date from, struct date to);

/* Calendar quarter of the day. */
struct period today_quarter(struct arena *a, struct date day);

/* --- today_store.c --- */

/* The tasks of the plans around the day that are late or due soon, what was due first first. */
enum rc today_load_tasks(struct db *d, struct arena *a, struct date today, struct today_tasks *out,
	struct err *e) CHECKED;

/* Reports that are owed, and requests from above, still open. */
struct today_duty {
	const char *title, *href;
	const char *what; /* "Báo cáo phải nộp" */
	const char *person; /* who answers for it; NULL: nobody yet */
	struct date due;
};
struct today_duties {
	struct today_duty *v;
	size_t n, cap;
};
/* Those due within TODAY_AHEAD days, or late. */
enum rc today_load_duties(struct db *d, struct arena *a, struct date today,
	struct today_duties *out, struct err *e) CHECKED;
/* The same of published articles whose day of review has come. */
enum rc today_load_reviews(struct db *d, struct arena *a, struct date today,
	struct today_duties *out, struct err *e) CHECKED;

/* The same of boards whose sheets are to be looked at again. */
enum rc today_load_checks(struct db *d, struct arena *a, struct date today,
	struct today_duties *out, struct err *e) CHECKED;

struct today_channel {
	const char *channel; /* its code */
	int64_t activities; /* that start in the period; none of them gave a number */
};
struct today_channels {
	struct today_channel *v;
	size_t n, cap;
};
/* Channels that the plan of the period's year names and that have no number in it yet. *planned: is
 * there a plan at all? */
enum rc today_load_channels(struct db *d, struct arena *a, const struct period *p,
	struct today_channels *out, bool *planned, struct err *e) CHECKED;

struct today_document {
	const char *subject, *state, *label, *permission, *href;
	int64_t since, author;
};
struct today_documents {
	struct today_document *v;
	size_t n, cap;
};
/* Documents on their way, those that wait longest first. */
enum rc today_load_documents(
	struct db *d, struct arena *a, struct today_documents *out, struct err *e) CHECKED;

struct today_entry {
	int64_t id;
	const char *title, *channel;
	struct date day;
};
struct today_entries {
	struct today_entry *v;
	size_t n, cap;
};
/* What the account recorded last. */
enum rc today_load_own(struct db *d, struct arena *a, int64_t account, struct today_entries *out,
	struct err *e) CHECKED;

/* --- the page --- */

struct today_view {
	struct page page;
	const char *day; /* "Thứ sáu, ngày 27/11/2026" */
	bool may_add, sees_plan, may_plan;
	const struct part_task *waiting, *due, *channels, *own;
	size_t waiting_n, due_n, channels_n, own_n;
	size_t due_more; /* not shown */
	bool planned; /* there is a plan of this year */
	int year;
	const char *quarter; /* "quý IV năm 2026" */
};
void today_html(struct buf *b, const struct today_view *v);
void today_head_html(struct buf *b, const struct today_view *v);

#endif
