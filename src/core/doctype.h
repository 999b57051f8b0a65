/* Types of administrative documents with their abbreviations: Nghị định 30/2020/NĐ-CP, Annex III.
 */
#ifndef CORE_DOCTYPE_H
#define CORE_DOCTYPE_H

#include <stddef.h>

struct doctype {
	const char *code; /* "BC" */
	const char *name; /* "Báo cáo" */
};

/* NULL where there is no such abbreviation. Công văn has none and is not in the list. */
const struct doctype *doctype_by_code(const char *code);

#endif
