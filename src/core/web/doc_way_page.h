/* How the pages of what is written speak of its way to be issued. what: "Báo cáo", "Kế hoạch". */
#ifndef CORE_WEB_DOC_WAY_PAGE_H
#define CORE_WEB_DOC_WAY_PAGE_H

#include "core/doc_way.h"
#include "core/web/frame.h"
#include "core/web/gate.h"

/* Where it stands, and the link there; nothing where it was never put on its way. */
void doc_way_html(struct buf *b, const char *what, const struct doc_way *way);
/* Leads to what was approved, or to its file in that format (NULL: the page). *led: so it did;
 * there is nothing more to answer. */
void doc_way_lead(struct web *w, const struct doc_way *way, const char *format, bool *led);
/* Why it was not stored: it is on its way. */
const char *doc_way_held(struct web *w, const char *what, const struct doc_way *way);

#endif
