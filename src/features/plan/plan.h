/* The year's plan (kế hoạch tuyên truyền CCHC): contents, forms and tasks with their targets. */
#ifndef FEATURES_PLAN_PLAN_H
#define FEATURES_PLAN_PLAN_H

#include "core/audit.h"
#include "core/doc_way.h"
#include "core/intake.h"
#include "core/period.h"
#include "core/quantity.h"
#include "core/web/gate.h"
#include "features/docreg/docreg.h"
#include "lib/base/date.h"
#include "lib/base/file.h"
#include "lib/db/db.h"
#include "lib/doc/doc.h"

struct plan_content { /* nội dung */
	const char *code, *text;
};

struct plan_form { /* hình thức: one sentence of the plan may name several channels */
	const char *text;
	struct texts channels;
};

struct plan_target { /* chỉ tiêu */
	const char *period; /* token, see core/period.h */
	struct quantity quantity;
};

struct plan_task { /* nhiệm vụ */
	const char *code, *title, *channel;
	struct texts contents; /* codes */
	const char *lead, *support; /* chủ trì, phối hợp; NULL where not said */
	const char *product; /* sản phẩm; may be NULL */
	int64_t budget; /* đồng; -1 where not said */
	struct date from, due;
	struct plan_target *targets;
	size_t target_count;
	int64_t id; /* 0: not stored yet */
};

struct plan {
	int64_t year;
	int64_t version; /* one more with each change; 0: not stored yet */
	const char *number; /* "24/KH-UBND"; NULL until issued */
	int number_line; /* in plan.json; 0 where read from the database */
	struct date day;
	const char *title; /* "tổ chức tuyên truyền cải cách hành chính năm 2024" */
	struct texts signing; /* "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH" */
	const char *signer; /* NULL where not named */
	struct texts recipients; /* nơi nhận, each with its ";" or "." */
	struct plan_content *contents;
	size_t content_count;
	struct plan_form *forms;
	size_t form_count;
	struct plan_task *tasks;
	size_t task_count;
};

extern const char plan_schema_sql[]; /* schema.sql */
extern const struct web_routes plan_routes, plan_edit_routes, plan_task_routes,
	plan_paper_routes; /* plan_web.c, plan_edit_web.c, plan_task_web.c, plan_paper_web.c */

/* plan.json; NULL where nothing can be used. */
struct plan *plan_read(struct intake *in, const struct text_file *f);
/* With its number in the register of documents. What was corrected in the office or is on its way
 * stays, and a note says so, but for in->replace. RC_CONFLICT where something that activities refer
 * to would be removed; said in the problems too. Signing and recipients that the file does not name
 * stay as they are. */
enum rc plan_store(
	struct intake *in, const struct plan *p, const char *file, struct err *e) CHECKED;
/* All of it as JSON, for the audit. */
const char *plan_record(struct arena *a, const struct plan *p);
/* RC_NOTFOUND with a message where that year has none. */
enum rc plan_load(
	struct db *d, struct arena *a, int64_t year, struct plan **out, struct err *e) CHECKED;

/* A plan is issued in its year, or in the one before. */
struct document_span plan_span_of_day(struct arena *a, int64_t year);

/* Its origin on the way of documents and in the register: "plan/2024". */
const char *plan_origin(struct arena *a, int64_t year);
enum rc plan_way(
	struct db *d, struct arena *a, int64_t year, struct doc_way *out, struct err *e) CHECKED;

struct plan_years { /* the newest first */
	int64_t *v;
	size_t n, cap;
};
enum rc plan_years(struct db *d, struct arena *a, struct plan_years *out, struct err *e) CHECKED;

/* --- in the office --- */

/* The plan as `now` says instead of `held` (NULL: there was none), with its version one higher, its
 * number in the register of documents, and its row in the audit. Nothing happens where the two are
 * alike. RC_CONFLICT names the activities that still refer to what would be removed; RC_INVALID:
 * the number is another document's. */
enum rc plan_save(struct audit *t, struct arena *a, const struct plan *held, const struct plan *now,
	struct err *e) CHECKED;

/* Number and day as the register has them, given on the way of documents; number NULL: taken out,
 * and the day too where it is not whole. */
enum rc plan_set_number(struct audit *t, struct arena *a, int64_t year, const char *number,
	struct date day, struct err *e) CHECKED;

/* The same plan in lists of its own, to be changed. */
struct plan *plan_copy(struct arena *a, const struct plan *p);
/* The place in the list; p->..._count where there is none. */
size_t plan_task_at(const struct plan *p, const char *code);
size_t plan_content_at(const struct plan *p, const char *code);
void plan_task_put(struct arena *a, struct plan *p, size_t at, const struct plan_task *t);
void plan_content_put(struct arena *a, struct plan *p, size_t at, const struct plan_content *c);
void plan_form_put(struct arena *a, struct plan *p, size_t at, const struct plan_form *f);
/* Removes the i-th; a content from the tasks too. */
void plan_task_drop(struct plan *p, size_t i);
void plan_content_drop(struct arena *a, struct plan *p, size_t i);
void plan_form_drop(struct plan *p, size_t i);
/* Changes places with the one before or behind it; nothing at the ends. */
void plan_task_move(struct plan *p, size_t i, bool up);
void plan_content_move(struct plan *p, size_t i, bool up);
void plan_form_move(struct plan *p, size_t i, bool up);
/* A code that nothing has yet: "nv7", "nd5". */
const char *plan_task_code(struct arena *a, const struct plan *p);
const char *plan_content_code(struct arena *a, const struct plan *p);

/* The plan that begins from last's: contents, forms and tasks, their days moved by whole years
 * (29/02 becomes 28/02) and "năm 2024" in titles by the year; no targets, number or day. */
struct plan *plan_next(struct arena *a, const struct plan *last, int64_t year);
/* Last year's targets of a task, moved to its year, where the task (same code and channel) has
 * none of its own; 0 where there is nothing to suggest. */
size_t plan_suggested(struct arena *a, const struct plan *last, const struct plan *now,
	const struct plan_task *t, struct plan_target **out);

/* --- planned, done, late --- */

enum plan_state {
	PLAN_TODO, /* not begun */
	PLAN_DOING,
	PLAN_DONE, /* each target met; without targets: there is an activity */
	PLAN_LATE /* not done, and its day or the period of a target missed is over */
};
const char *plan_state_name(enum plan_state s); /* "đang làm" */

struct plan_cell_target {
	struct quantity wanted, reached; /* reached is meant where counted */
	bool counted, met;
};

/* A task in a period. */
struct plan_cell {
	size_t activities; /* that start in it */
	struct plan_cell_target *targets;
	size_t n;
	bool missed; /* over, and a target is not met */
};

struct plan_progress {
	struct period
		*periods; /* the quarters, or what windows the targets name; the year is last */
	size_t period_count;
	struct plan_cell *cells; /* of each task, period after period */
	enum plan_state *tasks;
};

/* The periods that the plan's targets speak of. */
enum rc plan_periods(struct arena *a, const struct plan *p, struct period **out, size_t *n,
	struct err *e) CHECKED;
/* From the figures of each period. */
enum rc plan_progress_load(struct db *d, struct arena *a, const struct plan *p, struct date today,
	struct plan_progress *out, struct err *e) CHECKED;
const struct plan_cell *plan_cell(const struct plan_progress *x, size_t task, size_t period);
/* By its cells: for plan_progress_load and its tests. */
enum plan_state plan_task_state(const struct plan_task *t, const struct plan_cell *cells,
	const struct plan_progress *x, struct date today);

/* --- the document --- */

/* The plan as an official document (KH): contents, forms, and the table of tasks as an annex. The
 * head (issuing authority, place, number, day) is the caller's; issuer: "UBND thị trấn Ba Tơ". */
void plan_document(struct arena *a, const struct plan *p, const char *issuer, struct doc *out);
/* With the head of its day: in the caller's transaction. */
enum rc plan_make(
	struct db *d, struct arena *a, int64_t year, struct doc *out, struct err *e) CHECKED;

/* "01/01/2024 - 31/12/2024", "đến 31/12/2024", "" */
const char *plan_span(struct arena *a, const struct plan_task *t);
const char *plan_targets(struct arena *a, const struct plan_task *t); /* "quý I năm 2024: 12 tin" */

/* A state of the audit; NULL where the text is no plan. */
struct plan *plan_of_record(struct arena *a, const char *record);

#endif
