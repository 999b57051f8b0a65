/* What audit.html shows. */
#ifndef CORE_WEB_AUDIT_PAGE_H
#define CORE_WEB_AUDIT_PAGE_H

#include "core/web/frame.h"
#include "core/web/history.h"

struct audit_list_view {
	struct page page;
	struct widget kind, object, actor, from, to;
	struct history history;
	bool filtered, paged; /* some filter is set; it does not begin with the newest */
	int64_t next; /* ids below are older; 0: none */
};
void audit_list_html(struct buf *b, const struct audit_list_view *v);

struct audit_row_view {
	struct page page;
	struct history history; /* of the one row */
	const char *hash;
};
void audit_row_html(struct buf *b, const struct audit_row_view *v);

struct audit_proof_view {
	struct page page;
	struct widget head;
	const struct audit_proof *proof;
	bool asked; /* for a head kept elsewhere */
};
void audit_proof_html(struct buf *b, const struct audit_proof_view *v);

#endif
