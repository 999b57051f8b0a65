/* What plan_page.html shows, and what the plan's handlers share. */
#ifndef FEATURES_PLAN_PLAN_PAGE_H
#define FEATURES_PLAN_PLAN_PAGE_H

#include "core/web/doc_way_page.h"
#include "core/web/form_page.h"
#include "core/web/history.h"
#include "features/plan/plan.h"
#include "lib/html/chart.h"

/* A content with its tasks, each under the first content it serves; content NULL: those with none.
 */
struct plan_group {
	const char *name; /* "nd1. Tuyên truyền chủ trương …" */
	const size_t *tasks; /* places in the plan */
	size_t n;
};

struct plan_year_view {
	struct page page;
	const struct plan *plan;
	const struct plan_progress *progress;
	const struct part_link *years;
	size_t years_n;
	const struct part_figure *figures;
	size_t figures_n;
	struct chart_bars bars;
	const struct plan_group *groups;
	size_t groups_n;
	bool may_edit;
	bool may_change; /* this plan: it is not on its way */
	const char *state; /* of plan_standing */
	const struct doc_way *way;
};
void plan_year_html(struct buf *b, const struct plan_year_view *v);

struct plan_none_view {
	struct page page;
	bool may_edit;
};
void plan_none_html(struct buf *b, const struct plan_none_view *v);

struct plan_edit_view {
	struct page page;
	const struct plan *plan;
	const struct part_row *head;
	size_t head_n;
	struct web_form form;
	size_t suggestions; /* tasks that could take last year's targets */
};
void plan_edit_html(struct buf *b, const struct plan_edit_view *v);

struct plan_paper_view {
	struct page page;
	int64_t year;
	const struct doc *doc;
};
void plan_paper_html(struct buf *b, const struct plan_paper_view *v);

struct plan_history_view {
	struct page page;
	int64_t year;
	const char *state; /* as of plan_year_view */
	struct history history;
};
void plan_history_html(struct buf *b, const struct plan_history_view *v);

/* For the templates. */
const char *plan_channel_name(const char *code);
/* At a blank, with "…", where the text is longer than a line of a table. */
const char *plan_short(struct arena *a, const char *text);
enum part_tone plan_tone(enum plan_state s);
/* "12 tin / 12 tin": reached, wanted. */
const char *plan_cell_text(struct arena *a, const struct plan_cell_target *t);
enum part_tone plan_cell_tone(const struct plan_cell *c, const struct plan_cell_target *t);
/* The activities of the task in that period. */
const char *plan_records(struct arena *a, const struct plan *p, const struct plan_task *t,
	const struct period *period);

/* --- handlers --- */

/* A change on its way: the plan as it is, and as it shall be. */
struct plan_editing {
	struct plan *held, *now;
	const char *path; /* "/ke-hoach/2024" */
	struct doc_way way;
	const char *problem; /* somebody else was first, or it is on its way; NULL */
	bool led; /* on its way: the form leads to the page that says so; all is answered */
};
/* {nam} of the address; RC_NOTFOUND: there is no such plan. */
enum rc plan_of(struct web *w, struct plan **out) CHECKED;
enum rc plan_editing(struct web *w, struct plan_editing *x) CHECKED;
/* Stores x->now and leads to `to`. */
enum rc plan_done(struct web *w, const struct plan_editing *x, const char *to) CHECKED;
/* "Số 24/KH-UBND ngày 19/02/2024; đã sửa 2 lần sau khi ban hành", "Chưa ban hành". */
enum rc plan_standing(struct web *w, const struct plan *p, const char **state) CHECKED;
/* The frame with the way back to the plan's own page. */
struct page plan_page(struct web *w, const char *title, const char *back);
/* What form_read needs to know of channels and contents: the choices end with {NULL}. */
const struct form_choice *plan_channel_choices(struct arena *a, bool empty);
const struct form_choice *plan_content_choices(struct arena *a, const struct plan *p);

#endif
