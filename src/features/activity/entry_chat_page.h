/* What entry_chat.html shows. */
#ifndef FEATURES_ACTIVITY_ENTRY_CHAT_PAGE_H
#define FEATURES_ACTIVITY_ENTRY_CHAT_PAGE_H

#include "features/activity/entry.h"
#include "features/activity/entry_chat.h"

struct entry_paste_view {
	struct page page;
	struct web_form form;
	struct widget chat;
	struct entry_photos photos;
};
void entry_paste_html(struct buf *b, const struct entry_paste_view *v);

struct entry_proposal {
	size_t number; /* from 1 */
	const char *take; /* name of its tick */
	bool taken;
	const char *words_name, *words; /* the message */
	const char *who_name, *who;
	bool later;
	struct activity_form fields;
};
struct entry_chat_view {
	struct page page;
	struct web_form form;
	struct entry_proposal *v;
	size_t n;
	struct entry_photos photos;
	struct widget *choices; /* a photo each: of which proposal it is */
	size_t *chosen;
	struct texts rest;
};
void entry_chat_html(struct buf *b, const struct entry_chat_view *v);

#endif
