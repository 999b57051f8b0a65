/* Requests from above (công văn đến giao việc), and duties to report: those that a demand brings,
 * and the regular ones.
 *
 * Others read v_request and v_report_duty (schema.sql): id, title, due, state, account_id, href. */
#ifndef FEATURES_DEMAND_DEMAND_H
#define FEATURES_DEMAND_DEMAND_H

#include "core/attachment.h"
#include "core/period.h"
#include "core/web/gate.h"

extern const char demand_schema_sql[]; /* schema.sql */
extern const struct web_routes demand_routes, demand_task_routes, duty_routes,
	schedule_routes; /* demand_web.c, demand_task_web.c, duty_web.c, schedule_web.c */

enum duty_state { DUTY_OPEN, DUTY_LATE, DUTY_DONE };
const char *duty_state_name(enum duty_state s); /* "đang chờ" */
/* On its due day nothing is late yet; without a due day it never is. */
enum duty_state duty_state(bool done, struct date due, struct date today);

/* Lists of texts are never NULL: "" where nothing was said. */
struct demand {
	int64_t id, version; /* 0: not stored yet */
	const char *sender, *number, *subject, *asked, *outline, *manner;
	struct date day, received, due;
	int64_t account; /* responsible; 0: nobody yet */
	int64_t attachment; /* 0: no file */
	struct date done_on; /* closed by hand; {0} */
	const char *done_note;
	bool done; /* by hand, or by its duties; filled by loading */
	const char *responsible; /* name; "" where nobody; filled by loading */
};

struct demands {
	struct demand *v;
	size_t n, cap;
};

struct duty { /* nghĩa vụ báo cáo */
	int64_t id, version;
	int64_t demand; /* 0: a regular one */
	const char *title, *kind, *period, *receiver;
	struct date due;
	int64_t account;
	struct date done_on; /* said by hand */
	const char *done_note;
	/* Filled by loading. */
	bool done;
	int64_t report; /* the one with a number that fulfils it; 0 */
	const char *report_number, *responsible;
};

struct duties {
	struct duty *v;
	size_t n, cap;
};

/* A regular report: what is due after each period of that span. */
struct schedule {
	int64_t id, version;
	const char *kind, *span, *receiver, *source; /* span: "Q1", "6M", "" for the year */
	int64_t days; /* after the period's last day */
	int64_t account;
};

struct schedules {
	struct schedule *v;
	size_t n, cap;
};

/* "Báo cáo tuyên truyền CCHC quý I năm 2024, gửi Sở Nội vụ" */
const char *duty_title(
	struct arena *a, const char *kind, const struct period *p, const char *receiver);
/* What the schedule asks in that year. RC_INVALID: that kind has no such period. */
enum rc duty_of_schedule(struct arena *a, const struct schedule *s, int64_t year, struct duty *out,
	struct err *e) CHECKED;
const char *demand_record(struct arena *a, const struct demand *x);
const char *duty_record(struct arena *a, const struct duty *x);
const char *schedule_record(struct arena *a, const struct schedule *x);

/* --- demand_store.c; the soonest due first, without a due day last --- */

/* RC_NOTFOUND with a message. */
enum rc demand_get(
	struct db *d, struct arena *a, int64_t id, struct demand *out, struct err *e) CHECKED;
enum rc demand_list(struct db *d, struct arena *a, struct demands *out, struct err *e) CHECKED;
/* Adds where x->id is 0, else changes: *id is what it is now. Closing and opening again are changes
 * of done_on. */
enum rc demand_put(struct audit *t, struct arena *a, const struct demand *x, int64_t *id,
	struct err *e) CHECKED;

/* Tasks of the plan that came of the demand. */
struct demand_task {
	int64_t year;
	const char *code, *title;
	struct date due;
	int64_t activities;
};
struct demand_tasks {
	struct demand_task *v;
	size_t n, cap;
};
enum rc demand_tasks(struct db *d, struct arena *a, int64_t demand, struct demand_tasks *out,
	struct err *e) CHECKED;
/* RC_NOTFOUND: the plan has no such task. */
enum rc demand_add_task(struct audit *t, struct arena *a, int64_t demand,
	const struct demand_task *task, struct err *e) CHECKED;

/* --- duty_store.c --- */

enum rc duty_get(
	struct db *d, struct arena *a, int64_t id, struct duty *out, struct err *e) CHECKED;
/* Of one demand; 0: all of them. */
enum rc duty_list(
	struct db *d, struct arena *a, int64_t demand, struct duties *out, struct err *e) CHECKED;
/* RC_CONFLICT: there is a duty with this kind, period and receiver. */
enum rc duty_put(
	struct audit *t, struct arena *a, const struct duty *x, int64_t *id, struct err *e) CHECKED;
enum rc duty_drop(struct audit *t, struct arena *a, const struct duty *x, struct err *e) CHECKED;

enum rc schedule_get(
	struct db *d, struct arena *a, int64_t id, struct schedule *out, struct err *e) CHECKED;
enum rc schedule_list(struct db *d, struct arena *a, struct schedules *out, struct err *e) CHECKED;
/* RC_CONFLICT: there is a schedule with this kind, span and receiver. */
enum rc schedule_put(struct audit *t, struct arena *a, const struct schedule *x, int64_t *id,
	struct err *e) CHECKED;
enum rc schedule_drop(
	struct audit *t, struct arena *a, const struct schedule *x, struct err *e) CHECKED;
/* The duties of the year that are not there yet; *made: how many. */
enum rc schedule_apply(
	struct audit *t, struct arena *a, int64_t year, size_t *made, struct err *e) CHECKED;

#endif
