/* Office files that others made: XML in ZIP. Nothing of it is trusted: sizes are capped while
 * unpacking, DTDs are refused, no entity and no address outside the file is ever loaded. */
#ifndef WORKER_OOXML_H
#define WORKER_OOXML_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <zip.h>

#include "lib/worker/worker.h"

struct ooxml {
	struct arena *a; /* all of it lives there */
	const char *kind; /* ".docx", for messages */
	struct err *e;
	zip_t *zip;
	size_t unpacked; /* bytes so far, of all parts */
};

/* a, kind and e are the caller's. */
enum rc ooxml_open(struct ooxml *p, struct bytes in) CHECKED;
bool ooxml_has(const struct ooxml *p, const char *name);
/* A part as a tree; *out NULL where there is no such part. */
enum rc ooxml_part(struct ooxml *p, const char *name, xmlNode **out) CHECKED;

/* Elements and attributes by local name. */
bool ooxml_is(const xmlNode *n, const char *name);
const char *ooxml_attr(const xmlNode *n, const char *name); /* NULL: absent */
xmlNode *ooxml_child(const xmlNode *n, const char *name); /* NULL: absent */

#endif
