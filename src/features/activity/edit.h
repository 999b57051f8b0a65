/* The page on which an activity is corrected. */
#ifndef FEATURES_ACTIVITY_EDIT_H
#define FEATURES_ACTIVITY_EDIT_H

#include "features/activity/entry.h"
#include "features/activity/show.h"

struct edit_file {
	struct show_file file;
	bool dropped;
};

/* Of its evidence, one that anybody could open (core/weblink.h). */
struct edit_link {
	const char *link;
	bool shown;
};

struct edit_view {
	struct page page;
	const struct activity *x; /* as it is stored */
	struct web_form form;
	struct activity_form fields;
	const struct edit_file *files; /* that it has */
	size_t files_n;
	const struct edit_link *links;
	size_t links_n;
	bool may_show; /* may choose what the public sees */
	struct entry_photos photos; /* that came with the form */
	const char *warning; /* issued reports count it; NULL */
	struct widget sure; /* with the warning: a box to tick */
	struct widget reason;
	const struct history *meanwhile; /* what another person changed; NULL */
};
void edit_html(struct buf *b, const struct edit_view *v);

enum rc edit_page(struct web *w) CHECKED;
enum rc edit_save(struct web *w) CHECKED;

#endif
