/* What account.html shows. */
#ifndef CORE_WEB_ACCOUNT_PAGE_H
#define CORE_WEB_ACCOUNT_PAGE_H

#include "core/web/frame.h"

struct account_view {
	struct page page;
	const char *csrf;
	bool editable; /* a group head has neither password nor second factor */
	bool has_totp;
	int64_t codes_left; /* recovery codes */
	const struct account_session *sessions;
	size_t n;
};
void account_html(struct buf *b, const struct account_view *v);

struct account_password_view {
	struct page page;
	const char *csrf, *login;
	struct widget old, new, again;
};
void account_password_html(struct buf *b, const struct account_password_view *v);

struct factor_view {
	struct page page;
	const char *csrf;
	const char *secret, *uri; /* as typed by hand, in groups; for the QR code */
	const char *sent; /* the secret as the form carries it */
	struct widget code;
};
void factor_html(struct buf *b, const struct factor_view *v);
void factor_end_html(struct buf *b, const struct factor_view *v);

struct recovery_view {
	struct page page;
	const char *login;
	const struct texts *codes;
};
void recovery_html(struct buf *b, const struct recovery_view *v);

#endif
