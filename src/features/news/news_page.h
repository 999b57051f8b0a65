/* What the pages show, and what the handlers share. */
#ifndef FEATURES_NEWS_NEWS_PAGE_H
#define FEATURES_NEWS_NEWS_PAGE_H

#include "core/web/form_page.h"
#include "core/web/history.h"
#include "core/web/web.h"
#include "features/news/news_int.h"

/* --- the office: news.html --- */

struct news_list_view {
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	struct part_table table;
	struct part_pages pages;
	size_t faults; /* open ones, shown first */
	const char *alert; /* shown now; NULL */
	bool may_edit, may_publish;
};
void news_list_html(struct buf *b, const struct news_list_view *v);

struct news_fault_view {
	const char *what; /* "05/3/2024 14:05, bài “…”" */
	const char *text, *answer; /* answer NULL: open */
	const char *href, *title; /* of the article; NULL on its own page */
	const char *action; /* where the form goes that closes it; NULL */
	const struct web_form *form;
	struct widget note; /* what was done */
};

struct news_view {
	struct page page;
	const struct news *x;
	const char *state;
	enum part_tone tone;
	const char *path; /* "/tin-bai/12" */
	const char *told; /* of the difference between text and public copy; NULL */
	const struct part_row *rows;
	size_t rows_n;
	const struct html *text;
	struct web_form form;
	const struct widget_button *buttons; /* steps */
	size_t buttons_n;
	struct widget note;
	struct widget counted;
	bool withdraws; /* one of the steps does: the box is shown */
	bool may_edit; /* as it stands now */
	const struct news_fault_view *faults;
	size_t faults_n;
	struct history history;
};
void news_view_html(struct buf *b, const struct news_view *v);

struct news_edit_view {
	struct page page;
	const char *action, *cancel;
	struct web_form hidden;
	const struct form *form;
	const char *const *hints;
	struct widget body, category;
	bool has_contents;
	const struct news *preview; /* NULL: not asked for */
	const struct html *preview_text;
};
void news_edit_html(struct buf *b, const struct news_edit_view *v);

struct news_picture_view {
	struct news_picture p;
	size_t number; /* from 1 */
	const char *small; /* address */
	const char *action;
	struct widget alt, caption;
};
struct news_pictures_view {
	struct page page;
	const char *action;
	struct web_form hidden;
	const struct form *form; /* of a new one */
	const struct news_picture_view *v;
	size_t n;
};
void news_pictures_html(struct buf *b, const struct news_pictures_view *v);

struct news_copy_view {
	struct page page;
	struct widget html, plain;
};
void news_copy_html(struct buf *b, const struct news_copy_view *v);

struct news_faults_view {
	struct page page;
	const struct news_fault_view *v;
	size_t n;
};
void news_faults_html(struct buf *b, const struct news_faults_view *v);

/* --- for everybody: public.html --- */

struct news_public_item {
	const char *href, *title, *lead, *day, *category;
	const struct news_picture *picture; /* NULL */
	const char *small;
	const struct html_webp
		*webp; /* up to 800 wide: enough for a phone whose points are small ones */
	size_t webp_n;
	bool first; /* on its page: loaded at once */
};
struct news_public_list_view {
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	const struct news_public_item *v;
	size_t n;
	const char *next, *first; /* NULL */
};
void news_public_list_html(struct buf *b, const struct news_public_list_view *v);
/* The newest, on the portal's home. */
void news_block_html(struct buf *b, const struct news_public_item *v, size_t n);

struct news_public_view {
	struct page page;
	const struct news_live *x;
	const char *facts; /* "05/3/2024 · Cải cách hành chính · Nguồn: …" */
	const char *gone; /* why it is not shown; NULL: it is */
	const struct html *lead, *text;
	const char *fault; /* where errors are reported; NULL */
	const char *category_href;
};
void news_public_html(struct buf *b, const struct news_public_view *v);

/* --- handlers --- */

/* The text that {id} means. */
enum rc news_of(struct web *w, struct news *out) CHECKED;
/* Until when the public sees what ends at that moment: "hết ngày 01/11/2024", or day and hour. */
const char *news_last_shown(struct arena *a, int64_t ends);
const char *news_path(struct web *w, const struct news *x);
bool news_editable(const struct news *x);
/* A change of the text by who is signed in: one that is published becomes a draft beside what the
 * public sees. */
enum rc news_save(struct web *w, struct audit *t, struct news *x) CHECKED;
/* news_copy.c: clean markup for the official portal; words with the link for a chat. site:
 * web_site. */
const char *news_for_portal(
	struct arena *a, const struct news *x, const struct news_pictures *p, const char *site);
const char *news_for_chat(struct arena *a, const struct news *x, const char *site);

#endif
