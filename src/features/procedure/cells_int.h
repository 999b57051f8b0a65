/* What procedure_cells.c and procedure_table.c share. */
#ifndef FEATURES_PROCEDURE_CELLS_INT_H
#define FEATURES_PROCEDURE_CELLS_INT_H

#include "features/procedure/procedure.h"

enum { CELL_PARTS = 6 };
struct cell_parts {
	const char *v[CELL_PARTS]; /* trimmed; "" where there is none */
	size_t n;
	bool over; /* there were more */
};
/* A line at its "|". */
struct cell_parts cell_parts(struct arena *a, const char *line);

#endif
