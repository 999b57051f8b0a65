/* What demand_page.html shows, and what the handlers share. */
#ifndef FEATURES_DEMAND_DEMAND_PAGE_H
#define FEATURES_DEMAND_DEMAND_PAGE_H

#include "core/web/form_page.h"
#include "core/web/history.h"
#include "features/demand/demand.h"

struct demand_list_view {
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	struct part_table demands, duties;
	bool may_edit;
};
void demand_list_html(struct buf *b, const struct demand_list_view *v);

/* A demand or a duty: what it is, what becomes of it, and closing it by hand. */
struct demand_closing {
	const char *path; /* its own address */
	struct web_form form;
	struct widget note;
	bool closed; /* by hand: it can be opened again */
	bool can_close;
};

struct demand_view {
	struct page page;
	int64_t id;
	const char *state;
	enum part_tone tone;
	const struct part_row *rows;
	size_t rows_n;
	const struct html *asked, *outline;
	struct part_table tasks, duties;
	struct demand_closing closing;
	bool may_edit, may_plan;
	struct history history;
};
void demand_view_html(struct buf *b, const struct demand_view *v);

struct duty_view {
	struct page page;
	int64_t id;
	const char *state;
	enum part_tone tone;
	const struct part_row *rows;
	size_t rows_n;
	const char *write; /* where its report is written; NULL: it is done */
	struct demand_closing closing;
	bool may_edit;
	struct history history;
};
void duty_view_html(struct buf *b, const struct duty_view *v);

struct schedule_list_view {
	struct page page;
	struct part_table table;
	struct web_form form; /* of the year */
	struct widget year;
};
void schedule_list_html(struct buf *b, const struct schedule_list_view *v);

/* --- handlers --- */

enum part_tone duty_tone(enum duty_state s);
/* "Phụ trách": those who can sign in; "" first: nobody yet. */
enum rc demand_people(struct web *w, const struct form_choice **out) CHECKED;
/* The account chosen, as stored; 0: nobody. */
int64_t demand_account(const struct form_value *v);
const char *demand_account_text(struct web *w, int64_t account);
const char *demand_day(struct web *w, struct date d); /* "" where there is none */
/* The kinds of reports. */
const struct form_choice *duty_kinds(struct arena *a);
/* The form with the note, as it was sent where it was. */
struct demand_closing demand_closing(
	struct web *w, const char *path, int64_t version, bool closed, bool done);

#endif
