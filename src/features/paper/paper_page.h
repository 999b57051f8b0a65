/* What paper.html shows, and what the handlers share. */
#ifndef FEATURES_PAPER_PAPER_PAGE_H
#define FEATURES_PAPER_PAPER_PAGE_H

#include "core/web/form_page.h"
#include "core/web/history.h"
#include "core/web/web.h"
#include "features/paper/paper.h"
#include "lib/html/html.h"

struct paper_list_view {
	struct page page;
	struct part_table table, drafts;
	struct part_pages pages;
	const struct widget *kind; /* the filter */
	bool office;
};
void paper_public_list_html(struct buf *b, const struct paper_list_view *v);
/* On the portal's home: the newest, and drafts that opinions may be sent on. */
void paper_block_html(
	struct buf *b, const struct paper_row *v, size_t n, const struct papers *open);
void paper_office_list_html(struct buf *b, const struct paper_list_view *v);

struct paper_said { /* an opinion that all may read */
	const char *who;
	const struct html *text, *answer;
};
struct paper_view {
	struct page page;
	const struct paper *x;
	const struct part_row *rows;
	size_t rows_n;
	const char *file; /* address of the PDF; NULL */
	const char *replacer_href;
	struct paper_words words; /* of the file */
	const struct html *text; /* the same as paragraphs; NULL: none */
	const struct html *asked, *summary;
	const char *when; /* “Nhận ý kiến từ ... đến ...”; NULL */
	bool open;
	const char *csrf;
	const struct form *form; /* the opinion */
	const struct paper_said *said;
	size_t said_n;
	/* In the office. */
	bool may_edit;
	struct history history;
};
void paper_public_html(struct buf *b, const struct paper_view *v);
void paper_office_html(struct buf *b, const struct paper_view *v);

struct paper_opinion_row {
	const struct paper_opinion *x;
	const char *id, *who, *when;
	const struct html *text;
	struct widget answer;
};
struct paper_opinions_view {
	struct page page;
	const struct paper *x;
	struct web_form form;
	struct paper_opinion_row *v;
	size_t n;
	struct widget summary;
	const char *action;
};
void paper_opinions_html(struct buf *b, const struct paper_opinions_view *v);

const char *paper_day(struct web *w, struct date d); /* "" where there is none */
/* Rows of what it is, for both sides. rows: room for 8. */
size_t paper_rows(struct web *w, const struct paper *x, struct part_row *rows);
/* The words of its file, for its page. */
enum rc paper_words_of_file(struct web *w, const struct paper *x, struct paper_view *v) CHECKED;
/* The PDF, for who may see the paper; name NULL: as it came. */
enum rc paper_send_file(struct web *w, const struct paper *x, const char *name) CHECKED;

#endif
