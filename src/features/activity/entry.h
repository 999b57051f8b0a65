/* Quick entry (Ghi hoạt động): what its files share. */
#ifndef FEATURES_ACTIVITY_ENTRY_H
#define FEATURES_ACTIVITY_ENTRY_H

#include "core/attachment.h"
#include "features/activity/activity_form.h"

/* --- entry_channel.c: tables --- */

/* The fields of a channel; NULL where there is no such channel. */
const struct activity_inputs *entry_inputs(const char *channel);
/* All channels as this person is offered them: those of the roles, then those of the plan, then the
 * rest. The number of the first two kinds; all where there is none of them. */
size_t entry_order(struct arena *a, unsigned roles, const struct texts *planned, struct texts *out);

/* --- entry_file.c: photos and documents handed in with a form --- */

enum { ENTRY_FILES = 10, ENTRY_FILE_MAX = 15 << 20, ENTRY_BODY = 151 << 20 };
#define ENTRY_UPLOAD "anh"
#define ENTRY_DROP   "bo-anh"

/* Files that a form brought and that are good are kept, under the form's key and for its sender
 * only, until the form is right: they need not be sent again. */
struct entry_files {
	struct attachments kept;
	struct texts drop; /* ids ticked to be left out */
	struct texts errors; /* of the files that came now, each with its name */
};

/* A route's prepare: takes the files in. */
enum rc entry_files_prepare(struct web *w) CHECKED;
/* In the handler: what is kept for this form by now. */
enum rc entry_files_load(struct web *w, struct entry_files *out) CHECKED;
bool entry_file_dropped(const struct entry_files *f, int64_t id);
/* Those that are not dropped, as evidence behind what x has; the form keeps none any more. */
enum rc entry_files_use(struct web *w, const struct entry_files *f, struct activity *x) CHECKED;
/* The day on which a photo says it was taken; {0}: it does not say, or speaks of the future. */
struct date entry_file_day(struct arena *a, const struct attachment *x);
/* The earliest of those not dropped. */
struct date entry_files_day(struct arena *a, const struct entry_files *f);

/* --- entry_store.c --- */

enum rc entry_file_keep(
	struct web *w, const char *form, const struct attachment *x, bool *fresh) CHECKED;
enum rc entry_file_list(struct web *w, const char *form, struct attachments *out) CHECKED;
/* The form's, and those that nobody came back for in a week. The contents stay. */
enum rc entry_file_forget(struct web *w, const char *form) CHECKED;
/* Channels of the plan of that year, in its order. */
enum rc entry_planned(struct web *w, int year, struct texts *out) CHECKED;
/* The person's own activities of the last days, newest first. */
enum rc entry_recent(struct web *w, size_t max, struct activities *out) CHECKED;
/* Is it evidence of an activity that this person may see (or did he hand it in just now)? */
enum rc entry_file_seen(struct web *w, int64_t attachment, bool *yes) CHECKED;

/* --- entry_desk.c, desk_store.c: guidance at the desk, a tap each --- */

struct desk_subject {
	const char *code, *name; /* code "": not said */
};
const struct desk_subject *desk_subjects(size_t *n);
const struct desk_subject *desk_subject(const char *code); /* NULL: none */

struct desk_count {
	const char *name;
	int64_t taps;
};
struct desk_today {
	int64_t all;
	struct desk_count *v; /* by subject, none of them 0 */
	size_t n, cap;
	int64_t last, last_at; /* the last tap that holds; 0: none */
	const char *last_name;
};

/* One more of today; the id of the tap. */
enum rc desk_tap_add(struct web *w, const char *subject, int64_t *id) CHECKED;
enum rc desk_today_load(struct web *w, struct desk_today *out) CHECKED;

/* --- pages; the handlers of entry_done_web.c, entry_desk_web.c, entry_chat_web.c, evidence_web.c
 * --- */

enum rc entry_done_show(struct web *w) CHECKED;
enum rc entry_done_undo(struct web *w) CHECKED;
enum rc entry_done_restore(struct web *w) CHECKED;
enum rc entry_done_day(struct web *w) CHECKED;
enum rc entry_desk_tap(struct web *w) CHECKED;
enum rc entry_desk_undo(struct web *w) CHECKED;
enum rc evidence_show(struct web *w) CHECKED;
enum rc evidence_small(struct web *w) CHECKED;
enum rc entry_chat_paste(struct web *w) CHECKED;
enum rc entry_chat_read(struct web *w) CHECKED;
enum rc entry_chat_take(struct web *w) CHECKED;
enum rc entry_worker(struct web *w) CHECKED;

struct entry_photo {
	int64_t id;
	const char *name;
	const char *facts; /* "chụp 05/3/2024 08:30" */
	bool picture;
	bool dropped;
};
struct entry_photos {
	struct entry_photo *v;
	size_t n;
	const char *error; /* of what came now */
};
void entry_photos_html(struct buf *b, const struct entry_photos *v);
/* The fields for handing in, with what is kept already. */
void entry_upload_html(struct buf *b, const struct entry_photos *v);
struct entry_photos entry_photos_of(struct web *w, const struct attachments *list);
/* The same for a form: with what is dropped, and the errors as one text. */
struct entry_photos entry_photos_kept(struct web *w, const struct entry_files *f);
void entry_script(struct buf *b);
void entry_subjects(struct buf *b);

struct entry_menu_view {
	struct page page;
	bool desk;
	struct web_form form;
	struct desk_today today;
	const struct part_link *first, *rest;
	size_t first_n, rest_n;
	const struct part_link *recent;
	size_t recent_n;
	int64_t account;
};
void entry_menu_html(struct buf *b, const struct entry_menu_view *v);
void entry_desk_html(struct buf *b, const struct entry_menu_view *v);

struct entry_form_view {
	struct page page;
	const char *channel, *name;
	struct web_form form;
	struct activity_form fields;
	struct entry_photos photos;
	const char *understood; /* NULL */
	const char *photo_day; /* a sentence; NULL */
	const struct entry_menu_view *desk; /* NULL */
	int64_t account;
};
void entry_form_html(struct buf *b, const struct entry_form_view *v);

/* The last other one that the same person recorded of that channel, day and title; 0: there is
 * none.
 */
enum rc entry_twin(struct web *w, const struct activity *x, int64_t *out) CHECKED;
/* Of its task; the code where the plan has none of that. */
enum rc entry_task_title(struct web *w, const struct activity *x, const char **out) CHECKED;

struct entry_done_view {
	struct page page;
	const char *title, *body;
	const struct part_row *rows;
	size_t rows_n;
	struct entry_photos photos;
	int64_t id;
	int64_t twin; /* probably the same, recorded before; 0 */
	bool removed, may_undo;
	const char *again; /* address */
	const char *photo_day; /* offered: "05/3/2024"; NULL */
	struct web_form form;
};
void entry_done_html(struct buf *b, const struct entry_done_view *v);

#endif
