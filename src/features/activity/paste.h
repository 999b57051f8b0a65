/* Many activities at once: cells pasted from a spreadsheet, or a file of one, shown to be looked
 * over before they are stored. */
#ifndef FEATURES_ACTIVITY_PASTE_H
#define FEATURES_ACTIVITY_PASTE_H

#include "core/web/frame.h"
#include "features/activity/activity_cells.h"
#include "lib/base/csv.h"

enum { PASTE_ROWS_MAX = 400, PASTE_BODY = 24 << 20 };

struct paste_row {
	int line; /* of the table, from 1 */
	struct activity_cells cells;
	struct activity x;
	bool good; /* cells and what the plan and the log say of them */
	bool ticked; /* to be stored */
	const char *twin; /* "trùng với ..."; NULL: nothing like it is known */
	int64_t twin_id; /* of the activity like it; 0: it is a row of the table */
};

struct paste {
	struct paste_row *v;
	size_t n, cap;
	bool used[COLUMNS]; /* columns with anything in them */
	const char *said; /* which column was taken for what */
};

/* --- paste.c --- */

/* What a spreadsheet puts into a text field: lines of cells between tabs. A cell that holds a tab,
 * a line end or a quote is in quotes; what only looks so is taken as it is. */
void paste_split(struct arena *a, const char *text, struct csv *out);
/* Columns are known by their headings, else by their order. RC_INVALID: none can be told, or too
 * many rows. All rows are ticked. */
enum rc paste_take(
	struct arena *a, const struct csv *table, struct paste *out, struct err *e) CHECKED;
/* One row as one text, and back: how rows travel in the form. */
const char *paste_pack(struct arena *a, const struct paste_row *r);
void paste_unpack(struct arena *a, const char *text, struct paste_row *r);
/* Reads the cells of all rows anew. */
void paste_read(struct arena *a, struct paste *p);

/* --- paste_store.c --- */

/* What only the database knows: codes of the plan (a title serves too), keys in use, rows that are
 * in the log already. */
enum rc paste_check(struct web *w, struct paste *p) CHECKED;

/* --- paste_web.c --- */

struct paste_view {
	struct page page;
	struct web_form form;
	struct widget text, file; /* of the first page */
	const struct paste *p; /* NULL: the first page */
	size_t bad, twins, ticked;
};
void paste_html(struct buf *b, const struct paste_view *v);
void paste_review_html(struct buf *b, const struct paste_view *v);

#endif
