/* Forms that were taken: one that comes again leads where the first one led. */
#ifndef CORE_WEB_FORM_STORE_H
#define CORE_WEB_FORM_STORE_H

#include "core/web/gate.h"

/* The form's own key together with the person's; NULL where it has none, or nobody is signed in. */
const char *form_key(const struct web *w);
/* RC_NOTFOUND: not yet. */
enum rc form_taken(struct web *w, const char *key, const char **location) CHECKED;
/* With the Location of the reply. */
enum rc form_keep(struct web *w, const char *key) CHECKED;
/* Forgets those that will not come again: a phone may be without a network for days, not for
 * months.
 */
enum { FORM_KEPT = 30 * 24 * 60 * 60 };
enum rc form_purge(struct db *d, int64_t now, struct err *e) CHECKED;

#endif
