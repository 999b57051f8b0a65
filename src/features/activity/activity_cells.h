/* One activity as the cells of a table: what people keep in a spreadsheet, in a file or pasted. */
#ifndef FEATURES_ACTIVITY_ACTIVITY_CELLS_H
#define FEATURES_ACTIVITY_ACTIVITY_CELLS_H

#include "features/activity/activity.h"

enum activity_column {
	COLUMN_CODE,
	COLUMN_FROM,
	COLUMN_TO,
	COLUMN_CHANNEL,
	COLUMN_TITLE,
	COLUMN_QUANTITY,
	COLUMN_PLACE,
	COLUMN_CONTENT,
	COLUMN_TASK,
	COLUMN_EVIDENCE,
	COLUMN_NOTE,
	COLUMNS
};

const char *activity_heading(enum activity_column c); /* "Đến ngày" */
bool activity_column_needed(enum activity_column c); /* in a file */
/* By its heading, case aside; COLUMNS where there is none. */
enum activity_column activity_column_named(struct arena *a, const char *heading);
/* The running number that officials put first; Loa needs none. */
bool activity_is_serial(struct arena *a, const char *heading);

struct activity_cells {
	const char *v[COLUMNS]; /* trimmed; "" where there is none */
	const char *wrong[COLUMNS]; /* what is wrong with it; NULL */
};
/* Fills x (but for line) and c->wrong; false where anything is wrong. */
bool activity_of_cells(struct arena *a, struct activity_cells *c, struct activity *x);

#endif
