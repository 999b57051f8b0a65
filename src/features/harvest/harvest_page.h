/* What harvest.html shows, and what the handlers share. */
#ifndef FEATURES_HARVEST_HARVEST_PAGE_H
#define FEATURES_HARVEST_HARVEST_PAGE_H

#include "core/web/form_page.h"
#include "core/web/history.h"
#include "core/web/web.h"
#include "features/harvest/harvest.h"

/* Names of fields; those with "-" have the item's id behind them. */
#define HARVEST_ITEM     "muc"
#define HARVEST_PICK     "chon"
#define HARVEST_TITLE    "ten-"
#define HARVEST_DAY      "ngay-"
#define HARVEST_CONTENTS "noi-dung-"

struct harvest_row {
	const struct harvest_item *x;
	const char *id; /* as text */
	size_t number; /* on this page, from 1 */
	bool picked;
	struct widget title, day, contents; /* contents: n 0 where there is no plan */
	const char *from; /* "Cổng thông tin xã" */
	const char *reason; /* "" */
	const char *problem; /* why its page could not be read; NULL */
	const char *day_note; /* "" */
	bool reading; /* its page is to be read still */
	const char *twin; /* page of the activity that records it already; NULL */
};

struct harvest_known { /* a pasted link that was there */
	const char *link, *state, *href; /* href: where it is seen; NULL: in this list */
};

struct harvest_view {
	const struct harvest_known *known;
	size_t known_n;
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	const struct part_link *kinds; /* about CCHC, others, all */
	size_t kinds_n;
	struct web_form form;
	const char *where; /* of the list, for going back: the query with "?" */
	struct harvest_row *v;
	size_t n;
	const char *next; /* address of those behind; NULL */
	int64_t others; /* that could be dropped at once; 0: not offered */
	int64_t reading;
	const char *filter; /* “Nguồn: ...”; NULL */
	bool any_source;
};
void harvest_html(struct buf *b, const struct harvest_view *v);

/* Those taken or dropped. */
struct harvest_done_row {
	const struct harvest_item *x;
	const char *id, *href, *day, *when, *who, *copy, *copy_href;
	enum part_tone tone;
	bool again; /* its page can be read again */
};
struct harvest_done_view {
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	bool dropped;
	struct web_form form;
	struct harvest_done_row *v;
	size_t n;
	const char *next;
};
void harvest_done_html(struct buf *b, const struct harvest_done_view *v);

struct harvest_sources_view {
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	struct part_table table;
};
void harvest_sources_html(struct buf *b, const struct harvest_sources_view *v);

struct harvest_source_view {
	struct page page;
	const struct harvest_source *x;
	const struct part_row *rows;
	size_t rows_n;
	const char *state;
	enum part_tone tone;
	struct web_form form;
	struct history history;
};
void harvest_source_html(struct buf *b, const struct harvest_source_view *v);

enum harvest_tab { TAB_WAITING, TAB_TAKEN, TAB_DROPPED, TAB_SOURCES, HARVEST_TABS };
const char *harvest_kind_name(enum feed_kind k); /* "RSS, Atom" */
/* With how many each holds. */
enum rc harvest_tabs(
	struct web *w, enum harvest_tab here, const struct part_link **out, size_t *n) CHECKED;
/* The channels that other pages are: portal, social. */
extern const struct form_choice harvest_channels[];
/* "moi nhat" of a list: the key in the query, "2024-03-05_12"; false: none. */
bool harvest_key(struct web *w, struct harvest_query *q);
const char *harvest_next(struct web *w, const char *path, const struct harvest_item *last);

/* harvest_done_web.c */
enum rc harvest_taken(struct web *w) CHECKED;
enum rc harvest_dropped(struct web *w) CHECKED;
enum rc harvest_bring_back(struct web *w) CHECKED;
enum rc harvest_again(struct web *w) CHECKED;

#endif
