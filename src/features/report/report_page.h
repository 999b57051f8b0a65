/* What report_page.html shows. */
#ifndef FEATURES_REPORT_REPORT_PAGE_H
#define FEATURES_REPORT_REPORT_PAGE_H

#include "core/web/frame.h"
#include "features/report/report.h"
#include "features/report/report_edit.h"

/* The document with its sources in a file of its own. */
struct report_page {
	const char *title;
	const char *period; /* "quý I năm 2024 (01/01/2024 - 31/3/2024)" */
	const struct report_document *document;
};

void report_page_html(struct buf *b, const struct report_page *v);
/* <style> with the document's and the list's rules; constants of the program. */
void report_page_style(struct buf *b);

/* --- the office: handlers and what they show --- */

/* The report of {id} in the address; RC_NOTFOUND: 404. */
enum rc report_asked(struct web *w, struct report *out) CHECKED;
/* "quý I năm 2024 (01/01/2024 - 31/3/2024)" */
const char *report_span(struct arena *a, const struct period *p);

/* The document as pictures of its pages: made once, kept in w->cache under the document's hash. */
struct report_pages {
	int64_t id;
	const char *hash;
	size_t n; /* 0: not made */
};
enum rc report_pages_make(struct web *w, const struct doc *d, struct report_pages *out) CHECKED;

/* Ways to look at one report. */
enum report_tab {
	REPORT_TEXT,
	REPORT_EDIT,
	REPORT_PAGES,
	REPORT_FIGURES,
	REPORT_WAY, /* to features/dispatch */
	REPORT_TABS
};
struct report_tabs {
	struct part_link v[REPORT_TABS];
	size_t n;
};
struct report_tabs report_tabs(struct web *w, int64_t id, enum report_tab current);

struct report_list_view {
	struct page page;
	bool may_write;
	struct part_table table;
};
void report_list_html(struct buf *b, const struct report_list_view *v);

struct report_view {
	struct page page;
	struct report_tabs tabs;
	const char *period;
	int64_t id;
	const struct doc_way *way;
	const struct report_document *document;
};
void report_view_html(struct buf *b, const struct report_view *v);

struct report_pages_view {
	struct page page;
	struct report_tabs tabs;
	struct report_pages pages;
};
void report_pages_html(struct buf *b, const struct report_pages_view *v);

/* One figure with its records, or (row NULL) all of the period. */
struct report_figure_view {
	struct page page;
	struct report_tabs tabs;
	int64_t id;
	const char *title, *period;
	const struct report_row *row;
	struct report_figure figure;
	const struct report_rows *rows;
};
void report_figure_html(struct buf *b, const struct report_figure_view *v);

struct report_new_view {
	struct page page;
	struct web_form hidden;
	struct widget kind, period, other, from;
	const char *existing; /* address of the report that has this title already; NULL */
};
void report_new_html(struct buf *b, const struct report_new_view *v);

struct report_section_view {
	const char *id, *name; /* "muc-2", "Mục “Ưu điểm”" */
	size_t n; /* its number in the form */
	struct widget title, level, text, insert;
	size_t findings;
	const char *base_name, *base; /* hash of what it began from; NULL */
	const char *theirs; /* the text that somebody else stored meanwhile; NULL */
};
struct report_base_view {
	const char *name, *hash; /* NULL */
};
/* Findings of one section, or proposals of one part: folded where there are many. */
struct report_group {
	const char *name;
	size_t *v; /* indexes */
	size_t n, cap;
};
enum { REPORT_GROUP_OPEN = 3 }; /* so many stand unfolded */
struct report_groups {
	struct report_group *v;
	size_t n, cap;
};
struct report_proposal_view {
	struct widget text;
	const struct proposal *proposal;
	const char *part, *value; /* "0", "de-xuat-3" */
	const char *target; /* id of the section's text it goes into; NULL: none yet */
};
struct report_edit_view {
	struct page page;
	struct report_tabs tabs;
	struct web_form hidden;
	const struct report *r;
	const char *period;
	const char *save, *preview, *show; /* addresses; show: the preview, come to by hand */
	bool unsaved; /* what is shown was typed and is not stored */
	struct report_base_view bases[8];
	size_t base_n;
	const struct report_section_view *sections;
	size_t section_n;
	struct widget title, day, month, year, to, recipients, signing, signer;
	const struct report_rows *rows;
	const struct report_inserts *inserts;
	const struct findings *findings;
	const size_t *finding_sections;
	struct report_groups finding_groups, proposal_groups;
	const struct report_proposal_view *proposals;
	size_t proposal_n;
	const struct report_document
		*document; /* NULL: it cannot be built, and built_error says why */
	const char *build_error;
	struct report_pages pages;
};
void report_edit_html(struct buf *b, const struct report_edit_view *v);
/* Texts for the templates. */
const char *report_figure_href(struct arena *a, int64_t id, const struct figure *g);
const char *report_target_text(struct arena *a, const struct target *t);
enum part_tone report_target_tone(const struct target *t);

/* Of severities of the checker. */
const char *report_severity_name(enum severity s);
enum part_tone report_severity_tone(enum severity s);
/* An id on the page, unlike that of any other figure. */
const char *report_row_id(struct arena *a, const struct report_row *x, const char *prefix);

/* Pieces of pages. */
void report_records_html(struct buf *b, const struct report_figure *f, bool office);
void report_sources_html(struct buf *b, const struct report_document *d, const char *period);
void report_page_images(struct buf *b, const struct report_pages *p);
void report_row_html(
	struct buf *b, int64_t id, const struct report_row *x, const struct report_rows *rows);

/* Texts of one record, for the template. */
const char *record_days(struct arena *a, const struct record *r);
const char *record_numbers(struct arena *a, const struct record *r);
bool record_is_link(const char *evidence);
const char *record_list(struct arena *a, const struct texts *t);
/* Is the reference the name of one of the record's own files? */
bool record_has_file(const struct record *r, const char *reference);

#endif
