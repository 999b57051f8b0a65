/* Activities (hoạt động): what was done, when, through which channel, with which numbers, places,
 * contents and evidence. Every figure is made of these. */
#ifndef FEATURES_ACTIVITY_ACTIVITY_H
#define FEATURES_ACTIVITY_ACTIVITY_H

#include "core/intake.h"
#include "core/quantity.h"
#include "lib/base/date.h"
#include "lib/base/file.h"
#include "lib/db/db.h"

struct activity {
	int line; /* in the file it came from */
	const char *code; /* Mã: the keeper's own key; "" where none */
	struct date from, to; /* to = {0}: the one day */
	const char *channel; /* code */
	const char *title;
	struct quantities quantities; /* none: no number was given */
	struct texts places; /* codes or names */
	struct texts contents; /* codes of the plan's nội dung */
	const char *task; /* code of the plan's nhiệm vụ; "" where none */
	struct texts evidence; /* links, file names, document numbers */
	const char *note;
};

struct activities {
	struct activity *v;
	size_t n, cap;
};

extern const char activity_schema_sql[]; /* schema.sql */

/* activities.csv; every bad row is a problem with its line, and left out. False where the file
 * cannot be used. */
bool activity_read(struct intake *in, const struct text_file *f, struct activities *out);

/* Rows are known by their code, else by day + channel + title. The contents and the task are those
 * of the plan of the activity's year, else of the nearest plan (a later one before an earlier one).
 * What stands in the database by an earlier import and not in the list is missing (removed only
 * with in->replace). RC_INVALID: an unknown content or task, told in the problems. */
enum rc activity_store(
	struct intake *in, const struct activities *list, const char *file, struct err *e) CHECKED;

/* All of it as JSON, for the audit. */
const char *activity_record(struct arena *a, const struct activity *x);
/* After a plan came: gives the activities that were brought in before it their plan, task and
 * contents by the codes that they were written with. */
enum rc activity_settle(struct intake *in, struct err *e) CHECKED;

/* "day · channel · title", for messages. */
const char *activity_name(struct arena *a, const struct activity *x);

#endif
