/* The names of the document's enums in JSON, for its writer and its reader. */
#ifndef LIB_DOC_JSON_NAMES_H
#define LIB_DOC_JSON_NAMES_H

#include "lib/doc/doc.h"

static const char *const doc_kind_names[] = {
	[DOC_PARAGRAPH] = "paragraph",
	[DOC_BASIS] = "basis",
	[DOC_HEADING] = "heading",
	[DOC_ITEM] = "item",
	[DOC_TABLE] = "table",
};

static const char *const doc_align_names[] = {
	[DOC_LEFT] = "left",
	[DOC_CENTER] = "center",
	[DOC_RIGHT] = "right",
	[DOC_JUSTIFY] = "justify",
};

#endif
