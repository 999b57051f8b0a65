/* What the pages of the office have in common. */
#ifndef CORE_WEB_FRAME_H
#define CORE_WEB_FRAME_H

#include "core/web/gate.h"
#include "lib/html/page.h"

/* The frame for this request: commune, menu by permission with the current item, the person signed
 * in. */
struct page web_page(struct web *w, const char *title);
/* An empty buffer in the request's arena for a page; web_reply sends it. */
struct buf web_buf(struct web *w);
enum rc web_reply(struct web *w, int status, const struct buf *b);
/* ?trang=N of so many pages; what is none is the first. */
size_t web_page_asked(const struct web *w, size_t pages);
/* "05/3/2024 14:05", in Asia/Ho_Chi_Minh. */
const char *web_moment(struct arena *a, int64_t at);

/* Who tries to sign in here, and from where. */
struct sign_in web_sign_in(const struct web *w);
/* The page of signing in (its first, or that of the code) from which one comes to `back`, an
 * address of ours with its query. */
const char *web_sign_in_path(struct arena *a, const char *page, const char *back);

/* What a redirect leads to: "/tai-khoan?da=doi" says above the page that it is done. */
#define WEB_DONE "da"
struct web_done {
	const char *code, *text;
};
void web_notice(struct web *w, struct page *p, const struct web_done *v, size_t n);
/* An error of the form as a whole, for the summary above the page. */
void web_error(struct web *w, struct page *p, const char *message);
/* A version of what has none of its own, from its state: another state, another number. */
int64_t web_version_of(const char *state);
/* The office's address as people reach it, without "/" at its end: the commune's setting, else what
 * this request came to. */
enum rc web_site(struct web *w, const char **out) CHECKED;

struct web_error_view {
	struct page page;
	const char *message;
	const char *back; /* the page of the form that was refused; NULL */
};
void web_error_html(struct buf *b, const struct web_error_view *v);

/* A form that was not taken because of its session: kept.h. */
struct web_kept_view {
	struct page page;
	const char *message, *action;
	const char *csrf; /* NULL: nobody is signed in */
	const struct http_pair *fields; /* what is sent again */
	size_t fields_n;
	const char *const *typed; /* of it what is worth reading */
	size_t typed_n;
	bool files; /* there were some, lost now */
};
void web_kept_html(struct buf *b, const struct web_kept_view *v);

struct sign_in_view {
	struct page page;
	struct widget login, password;
	const char *back; /* where to go then; NULL: the first page */
};
struct sign_in_code_view {
	struct page page;
	const char *csrf;
	struct widget code;
	const char *back;
};
void sign_in_code_html(struct buf *b, const struct sign_in_code_view *v);
struct account_session {
	const char *what; /* "Firefox ... · 10.0.0.7" */
	const char *seen; /* "05/3/2024 14:05" */
	const char *end; /* where the form goes that ends it; NULL: the one in use */
};
void sessions_html(struct buf *b, const struct account_session *v, size_t n, const char *csrf);
/* keep: the session in use, 0: none of them; base: "/tai-khoan" */
struct account_session *web_sessions(
	struct web *w, const struct sessions *list, int64_t keep, const char *base);
void sign_in_html(struct buf *b, const struct sign_in_view *v);

#endif
