/* Activities (hoạt động): what was done, when, through which channel, with which numbers, places,
 * contents and evidence. Every figure is made of these. */
#ifndef FEATURES_ACTIVITY_ACTIVITY_H
#define FEATURES_ACTIVITY_ACTIVITY_H

#include <stdbool.h>

#include "core/intake.h"
#include "core/quantity.h"
#include "core/web/gate.h"
#include "lib/base/csv.h"
#include "lib/base/date.h"
#include "lib/base/file.h"
#include "lib/db/db.h"

struct evidence { /* minh chứng */
	const char *reference; /* a link, a document's number, or the name of the file */
	int64_t attachment; /* the file handed in; 0: there is only the reference */
	bool shown; /* the public may see it */
};

struct evidences {
	struct evidence *v;
	size_t n, cap;
};

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
	struct evidences evidence;
	const char *note;
	/* Filled by activity_get only. */
	int64_t id, version, plan; /* plan: id of it; 0: none */
	int64_t account; /* who recorded it; 0: it came from a file */
	int64_t created_at; /* Unix seconds; 0: it came from a file */
	bool removed; /* taken back: in no figure, but it can be restored */
	/* For the audit of a change only, beside its new state: why; NULL or "": not said. */
	const char *reason;
};

struct activities {
	struct activity *v;
	size_t n, cap;
};

extern const char activity_schema_sql[]; /* schema.sql */
extern const struct web_routes activity_list_routes; /* list_web.c */
extern const struct web_routes activity_paste_routes; /* paste_web.c */
extern const struct web_routes activity_show_routes; /* show_web.c */
extern const struct web_routes entry_routes; /* entry_web.c */

/* activities.csv; every bad row is a problem with its line, and left out. False where the file
 * cannot be used. */
bool activity_read(struct intake *in, const struct text_file *f, struct activities *out);

/* The same of a table of cells, its first row the headings: of a spreadsheet. Not empty. */
bool activity_read_table(
	struct intake *in, const char *file, const struct csv *table, struct activities *out);

/* Rows are known by their code, else by day + channel + title. The contents and the task are those
 * of the plan of the activity's year, else of the nearest plan (a later one before an earlier one).
 * What stands in the database by an earlier import and not in the list is missing (removed only
 * with in->replace). What was corrected or taken back in the office stays as it is there, and is
 * told as a note. RC_INVALID: an unknown content or task, told in the problems. */
enum rc activity_store(
	struct intake *in, const struct activities *list, const char *file, struct err *e) CHECKED;

/* All of it as JSON, for the audit. */
const char *activity_record(struct arena *a, const struct activity *x);
/* After a plan came: gives the activities that were brought in before it their plan, task and
 * contents by the codes that they were written with. */
enum rc activity_settle(struct intake *in, struct err *e) CHECKED;

/* --- in the office --- */

/* With x->account and the time of the audit. RC_INVALID: the plan has no such content or task. */
enum rc activity_add(struct audit *t, struct arena *a, const struct activity *x, int64_t *id,
	struct err *e) CHECKED;
/* Also one taken back. RC_NOTFOUND with a message. */
enum rc activity_get(
	struct db *d, struct arena *a, int64_t id, struct activity *out, struct err *e) CHECKED;
/* x->id by what x says, its files too. RC_CONFLICT: x->version is not the newest. */
enum rc activity_change(
	struct audit *t, struct arena *a, const struct activity *x, struct err *e) CHECKED;
struct activity_removal {
	int64_t id;
	bool removed; /* false: restored */
	const char *reason; /* for the audit; NULL or "": not said */
};
/* Takes it back, or restores it: it keeps its id and history. RC_CONFLICT: it is so already. */
enum rc activity_remove(
	struct audit *t, struct arena *a, const struct activity_removal *r, struct err *e) CHECKED;
/* The same without a reason. */
enum rc activity_set_removed(
	struct audit *t, struct arena *a, int64_t id, bool removed, struct err *e) CHECKED;

/* Guidance at the desk, a tap each (desk_store.c): somebody was helped to hand in a filing of that
 * procedure; one activity per person, day and procedure. The id of the tap. */
enum rc desk_assist_add(struct web *w, const char *code, const char *name, int64_t *tap) CHECKED;
/* How many of today are this person's own. */
enum rc desk_assist_today(struct web *w, const char *code, int64_t *out) CHECKED;
/* Takes back one's own tap of today; RC_NOTFOUND, RC_CONFLICT (taken back before) with a message.
 */
enum rc desk_tap_undo(struct web *w, int64_t id) CHECKED;

/* "day · channel · title", for messages. */
const char *activity_name(struct arena *a, const struct activity *x);

#endif
