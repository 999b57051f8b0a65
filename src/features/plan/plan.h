/* The year's plan (kế hoạch tuyên truyền CCHC): contents, forms and tasks with their targets. */
#ifndef FEATURES_PLAN_PLAN_H
#define FEATURES_PLAN_PLAN_H

#include "core/intake.h"
#include "core/quantity.h"
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
};

struct plan {
	int64_t year;
	const char *number; /* "24/KH-UBND"; NULL until issued */
	int number_line; /* in plan.json; 0 where read from the database */
	struct date day;
	const char *title; /* "tổ chức tuyên truyền cải cách hành chính năm 2024" */
	struct plan_content *contents;
	size_t content_count;
	struct plan_form *forms;
	size_t form_count;
	struct plan_task *tasks;
	size_t task_count;
};

extern const char plan_schema_sql[]; /* schema.sql */

/* plan.json; NULL where nothing can be used. */
struct plan *plan_read(struct intake *in, const struct text_file *f);
/* RC_CONFLICT where something that activities refer to would be removed; said in the problems too.
 */
enum rc plan_store(
	struct intake *in, const struct plan *p, const char *file, struct err *e) CHECKED;
/* All of it as JSON, for the audit. */
const char *plan_record(struct arena *a, const struct plan *p);
/* RC_NOTFOUND with a message where that year has none. */
enum rc plan_load(
	struct db *d, struct arena *a, int64_t year, struct plan **out, struct err *e) CHECKED;

/* The plan as an official document (KH): contents, forms, and the table of tasks as an annex. The
 * head (issuing authority, place, signing) is the caller's; issuer: "UBND thị trấn Ba Tơ". */
void plan_document(struct arena *a, const struct plan *p, const char *issuer, struct doc *out);

#endif
