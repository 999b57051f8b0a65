/* Comma-separated values (RFC 4180) as spreadsheets write them, with the file's own line numbers.
 * Vietnamese Excel separates by ";" since "," is its decimal sign: told from the first line. */
#ifndef LIB_BASE_CSV_H
#define LIB_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"

struct csv_row {
	int line; /* of the row's first character, from 1 */
	const char **v;
	size_t n, cap;
};

struct csv {
	char separator; /* ',' ';' or tab */
	struct csv_row *v;
	size_t n, cap;
};

/* Rows without any text are left out, and those told as problems: a quote is never closed, or text
 * stands behind a closing one. False (with problems) where there is no first row to know columns
 * by. */
bool csv_read(
	struct arena *a, const struct text_file *f, struct csv *out, struct problems *problems);
/* Quotes the cell where it must be; a leading = + - @ of text gets a ' so that no spreadsheet runs
 * it. */
void csv_put(struct buf *b, const char *cell);

#endif
