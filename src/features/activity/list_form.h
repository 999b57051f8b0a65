/* The filters of the list as an address has them: what was asked, the fields to ask again, and the
 * same as words. */
#ifndef FEATURES_ACTIVITY_LIST_FORM_H
#define FEATURES_ACTIVITY_LIST_FORM_H

#include "core/web/frame.h"
#include "features/activity/list.h"

enum list_field {
	LIST_FIELD_WORDS,
	LIST_FIELD_PERIOD,
	LIST_FIELD_FROM,
	LIST_FIELD_TO,
	LIST_FIELD_CHANNEL,
	LIST_FIELD_TASK,
	LIST_FIELD_CONTENT,
	LIST_FIELD_PLACE,
	LIST_FIELD_WHO,
	LIST_FIELD_NUMBER,
	LIST_FIELD_EVIDENCE,
	LIST_FIELD_REMOVED,
	LIST_FIELDS
};

struct list_form {
	struct list_filter filter;
	struct widget fields[LIST_FIELDS]; /* .name NULL: not for this person */
	struct widget_error errors[LIST_FIELDS];
	size_t errors_n;
	struct texts said; /* "kênh “Đài truyền thanh”"; of what is asked besides the words */
	const char *query; /* "kenh=station&tu=2024-01-01"; "": nothing is asked */
};

/* Always fills *out; RC_OK also where something asked for is none (errors_n). */
enum rc list_form_read(struct web *w, struct list_form *out) CHECKED;

/* One field by its kind. */
void list_field_put(struct buf *b, const struct widget *x);
/* path, "?", the query, and more behind it. */
const char *list_href(
	struct arena *a, const char *path, const struct list_form *f, const char *more);

#endif
