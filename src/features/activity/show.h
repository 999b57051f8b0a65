/* One activity in the office: its page, correcting it, taking it back. */
#ifndef FEATURES_ACTIVITY_SHOW_H
#define FEATURES_ACTIVITY_SHOW_H

#include "core/attachment.h"
#include "core/web/frame.h"
#include "core/web/history.h"
#include "features/activity/activity.h"

/* A report whose period holds the activity's days. */
struct show_report {
	const char *href;
	const char *name; /* "Báo cáo quý I năm 2024: ..." */
	const char *number; /* NULL: it has none yet */
	const char *state; /* "đã gửi"; NULL: it was never put on its way */
	bool issued; /* it has left the house: corrections do not change it any more */
	bool starts; /* the activity starts in its period; otherwise it only lasts into it */
};
struct show_reports {
	struct show_report *v;
	size_t n, cap;
};

/* --- show_store.c --- */

enum rc show_reports(struct web *w, const struct activity *x, struct show_reports *out) CHECKED;
/* "Đăng tin ... (kế hoạch năm 2024)" and where the task stands; NULL where it has none. */
enum rc show_task(
	struct web *w, const struct activity *x, const char **name, const char **href) CHECKED;
/* The plan's contents of its codes. */
/* For the history: codes of the plan of that activity's year (web_look). */
enum rc show_task_said(struct web *w, const char *record, const char **value) CHECKED;
enum rc show_contents_said(struct web *w, const char *record, const char **value) CHECKED;
enum rc show_contents(struct web *w, const struct activity *x, struct texts *out) CHECKED;

/* --- show.c --- */

/* Whether the person signed in may correct it. */
bool show_may_edit(const struct web *w, const struct activity *x);
/* The activity of {id}; RC_NOTFOUND also where it is not this person's to see. */
enum rc show_load(struct web *w, struct activity *out) CHECKED;
/* The same, to be corrected: RC_DENIED where it may only be seen. */
enum rc show_load_own(struct web *w, struct activity *out) CHECKED;
/* A sentence on the issued reports that count it; NULL where there is none. */
const char *show_warning(struct arena *a, const struct show_reports *list);
const char *show_href(struct arena *a, int64_t id, const char *more);

struct show_file {
	int64_t id;
	const char *name;
	bool picture, shown;
	const char *private; /* when and where it says it was taken; NULL: nothing, or not for this
				person */
};

struct show_files {
	struct show_file *v;
	size_t n;
};
/* The files handed in of its evidence; private: with what a photo says of itself. */
enum rc show_files(
	struct web *w, const struct activity *x, bool private, struct show_files *out) CHECKED;

struct show_view {
	struct page page;
	const struct activity *x;
	const struct part_row *rows;
	size_t rows_n;
	const struct part_link *periods;
	size_t periods_n;
	struct show_reports reports;
	struct show_files files;
	struct history history;
	bool may_edit;
	const char *edit, *remove; /* addresses */
	struct web_form form; /* for restoring */
};
void show_html(struct buf *b, const struct show_view *v);

/* --- edit_remove_web.c: taking back, with a reason, and restoring --- */

enum rc edit_remove_page(struct web *w) CHECKED;
enum rc edit_remove(struct web *w) CHECKED;
enum rc edit_restore(struct web *w) CHECKED;

#endif
