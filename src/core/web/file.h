/* A file that comes with a form and is kept as it is: examined in a route's prepare, before
 * anything is written, and stored with the form. */
#ifndef CORE_WEB_FILE_H
#define CORE_WEB_FILE_H

#include "core/audit.h"
#include "core/web/gate.h"
#include "lib/media/examine.h"

struct web_file {
	struct bytes content; /* n 0: none came, or one that form_read refuses */
	struct media_found found;
	const char *name; /* as the person's device calls it; "" */
	const char *wrong; /* why it cannot be taken; NULL */
};

/* Of the field of that name, into w->prepared. */
enum rc web_file_examine(struct web *w, const char *field) CHECKED;
/* Stores it; usual: its name where it has none. */
enum rc web_file_add(struct web *w, struct audit *t, const struct web_file *x, const char *usual,
	int64_t *id) CHECKED;

#endif
