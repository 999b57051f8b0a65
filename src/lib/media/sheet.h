/* A spreadsheet that somebody uploads (.xlsx): read in loa-worker, and from there on a table of
 * cells as those of a CSV file. */
#ifndef LIB_MEDIA_SHEET_H
#define LIB_MEDIA_SHEET_H

#include "lib/base/csv.h"
#include "lib/base/err.h"

enum { SHEET_FILE_MAX = 20 << 20 };

struct sheet {
	const char *name; /* of the sheet that was read: the first that shows and has cells */
	const char *others; /* names of the further ones, "; " between them; "": none */
	struct csv table; /* line: the row's number; cells as people see them, none all empty */
};

/* RC_INVALID: no .xlsx, or more than 20,000 rows, 200 columns, a ZIP bomb. */
enum rc sheet_read(struct arena *a, struct bytes in, struct sheet *out, struct err *e) CHECKED;
/* What loa-worker answered, as sheet_read takes it. */
enum rc sheet_from_json(
	struct arena *a, const char *json, size_t n, struct sheet *out, struct err *e) CHECKED;

#endif
