/* What the portal's own pages show. */
#ifndef FEATURES_SITE_SITE_INT_H
#define FEATURES_SITE_SITE_INT_H

#include "core/search.h"
#include "core/web/frame.h"
#include "core/web/site.h"
#include "features/site/site_pages.h"

struct search_line {
	const char *href, *facts; /* "Văn bản · 24/KH-UBND · 19/02/2024" */
	struct search_pieces title, text;
};
struct search_view {
	struct page page;
	const char *typed; /* NULL: nothing was asked yet */
	const char *count; /* "3 kết quả cho “đất đai”." */
	const struct search_line *v;
	size_t n;
	struct part_pages pages;
	const char *place_href, *place; /* a page of the portal's own that is asked for; NULL */
};
void search_html(struct buf *b, const struct search_view *v);

/* --- what people may know of the office --- */

struct about_view {
	struct page page;
	const struct unit_name *name;
	const char *history; /* what it was before; NULL: nothing is on record */
	const struct html *duties, *hours, *reception; /* NULL: not said */
	struct part_table parts, people;
	const struct part_row *contact;
	size_t contact_n;
};
void about_html(struct buf *b, const struct about_view *v);

/* "Văn bản" for "document". */
const char *search_kind_name(const char *kind);

struct about_plain_view {
	struct page page;
	const struct part_row *contact;
	size_t contact_n;
	struct part_table table; /* statistics, addresses of open data */
};
void about_access_html(struct buf *b, const struct about_plain_view *v);
void about_privacy_html(struct buf *b, const struct about_plain_view *v);
void about_open_html(struct buf *b, const struct about_plain_view *v);
void about_numbers_html(struct buf *b, const struct about_plain_view *v);

#endif
