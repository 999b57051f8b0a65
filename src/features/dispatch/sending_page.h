/* What the pages of sending, of the recipients' links and of the public show. */
#ifndef FEATURES_DISPATCH_SENDING_PAGE_H
#define FEATURES_DISPATCH_SENDING_PAGE_H

#include "features/dispatch/dispatch_page.h"
#include "features/dispatch/published.h"
#include "features/dispatch/recipient.h"
#include "features/dispatch/sending.h"

struct sending_view {
	struct page page;
	struct web_form form;
	const struct way *way;
	struct widget to, more, how, note;
	const struct part_row *unknown; /* lines of "Nơi nhận" that nobody can be reached by */
	size_t unknown_n;
	const char *mail_off; /* why no mail goes out; NULL: it does */
};
void sending_html(struct buf *b, const struct sending_view *v);

/* A document for who is not signed in. */
struct public_view {
	struct page page;
	const struct way *way;
	struct doc doc;
	const char *pdf; /* address */
	const char *recalled; /* "Thu hồi ngày ..."; NULL */
	/* Of a recipient's own link; recipient NULL: the public page. */
	const char *recipient, *receive, *csrf, *received;
	struct widget who;
};
void public_document_html(struct buf *b, const struct public_view *v);

#endif
