/* Between the readers of foreign feeds and pages: feed.c (which kind it is, the answer),
 * feed_text.c (bytes to text), feed_xml.c, feed_list.c, page.c. */
#ifndef WORKER_FEED_H
#define WORKER_FEED_H

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include "lib/fetch/feed.h"
#include "lib/fetch/feed_day.h"

struct reading {
	struct arena *a;
	const char *url; /* where it came from */
	struct date today;
	struct feed out;
	size_t linkless, cut; /* items left out: no usable link, too many */
};

/* --- feed_text.c --- */

/* Valid UTF-8 without NUL, whatever it came in; what was odd about that is noted. */
const char *feed_text(struct arena *a, const struct feed_source *s, struct texts *notes);
/* Words of what may be HTML, on one line, at most max letters; NFC. */
const char *feed_plain(struct arena *a, const char *text, size_t max);
/* Of a node, texts of its descendants one after another, at most some tens of thousands of bytes.
 */
const char *feed_node_text(struct arena *a, const xmlNode *n);
/* HTML as libxml2 reads it, which takes anything; freed with a. NULL where there is nothing. */
htmlDocPtr feed_html(struct arena *a, const char *text);
/* The attribute as text; NULL: none. */
const char *feed_attr(struct arena *a, const xmlNode *n, const char *name);
bool feed_is(const xmlNode *n, const char *name); /* an element of that local name, any case */
/* The next node in reading order within root; into: go below n. NULL behind the last. */
xmlNode *feed_walk(const xmlNode *root, xmlNode *n, bool into);

/* --- readers --- */

/* Adds an item unless there are too many or it has no usable link. Days: as written, NULL: none;
 * modified: the day is of a change, not of the posting. */
struct feed_found {
	const char *title, *link, *summary, *day;
	bool modified;
};
void feed_add(struct reading *r, const struct feed_found *x);
/* text: from its first element on, which stands on that line of what came. */
enum rc feed_xml(struct reading *r, const char *text, int first_line, struct err *e) CHECKED;
void feed_list(struct reading *r, const char *text);

#endif
