/* The frame of every page, of the office and of the portal. A feature's template writes
 *
 *	{{page plan_year_html(struct buf *b, const struct plan_year_view *v)}}
 *	{{call page_begin(&v->page)}}
 *	<h1 class="govuk-heading-l">...</h1>
 *	{{call page_end(&v->page)}}
 */
#ifndef LIB_HTML_PAGE_H
#define LIB_HTML_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/html/part.h"
#include "lib/html/widget.h"

struct page_feed {
	const char *name, *type, *href;
};

/* The portal's frame, for who is not signed in: its own style sheet, no script, a box to search
 * by, and whom to reach. All may be NULL. */
struct page_site {
	const char *about; /* of the page, for search engines; NULL: they leave it out */
	const char *query; /* in the box */
	const char *address, *phone, *email, *hours;
	const char *alert; /* above the page: storms, another day of reception */
	const struct page_feed *feeds;
	size_t feeds_n;
};

/* All texts are Vietnamese and live as long as the page is drawn; NULL and 0 leave the thing out.
 */
struct page {
	const char *title; /* of the page alone: "Ghi hoạt động" */
	const char *commune; /* "UBND xã Ba Tơ" */
	const char *home; /* where the commune's name leads; NULL: "/" */
	const struct part_link *menu;
	size_t menu_n;

	const char *person; /* signed in as; NULL: nobody is, and there is nothing to sign out of */
	const char *role; /* beside the name: "Cán bộ một cửa" */
	const char *account; /* the person's own page */
	const char *sign_out; /* address the form is sent to */
	const char *csrf;

	const struct part_link *crumbs;
	size_t crumbs_n;
	const char *back; /* instead of crumbs: address of "Quay lại" */
	struct part_notice notice;
	const struct widget_error *errors;
	size_t errors_n;

	const struct part_link *foot; /* accessibility, privacy, help */
	size_t foot_n;
	const struct page_site *site; /* NULL: the office's frame */
	bool document; /* the page shows an official document (lib/doc's own styles) */
};

/* Up to the beginning of <main>: head, header, menu, crumbs, notice, errors. */
void page_begin(struct buf *b, const struct page *p);
void page_end(struct buf *b, const struct page *p);

/* What the portal's pages need to be seen at all, within themselves; the rest of their style comes
 * at their end. The server's policy must name its hash (lib/http/http.h, style_hash). */
#define PAGE_FIRST_STYLE "first.css"
void page_style(struct buf *b); /* style.c */

#endif
