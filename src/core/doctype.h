/* Types of administrative documents with their abbreviations: Nghị định 30/2020/NĐ-CP, Annex III.
 */
#ifndef CORE_DOCTYPE_H
#define CORE_DOCTYPE_H

#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/date.h"

struct doctype {
	const char *code; /* "BC" */
	const char *name; /* "Báo cáo" */
};

/* NULL where there is no such abbreviation. Công văn has none and is not in the list. */
const struct doctype *doctype_by_code(const char *code);

/* How a document that the public takes home is called, without ".pdf": "24-KH-UBND-2024-02-19" of
 * number "24/KH-UBND" and its day; usual where it has no number. */
const char *doctype_file(struct arena *a, const char *number, struct date day, const char *usual);

#endif
