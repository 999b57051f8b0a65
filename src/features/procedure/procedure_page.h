/* What the pages of procedures show; public.html, office.html. */
#ifndef FEATURES_PROCEDURE_PROCEDURE_PAGE_H
#define FEATURES_PROCEDURE_PROCEDURE_PAGE_H

#include "core/web/form_page.h"
#include "core/web/frame.h"
#include "core/web/history.h"
#include "features/procedure/procedure.h"

/* A field of the catalogue with its procedures in force. */
struct public_group {
	const char *field;
	const struct part_link *v;
	size_t n;
};
struct public_list {
	struct page page;
	struct widget search;
	const struct public_group *v;
	size_t n, found;
	bool searched, feedback; /* feedback: the commune says where it goes: /phan-anh */
};
void public_list_page(struct buf *b, const struct public_list *v);
/* On the portal's home: the fields, and how many procedures each has. */
struct procedure_field_count {
	const char *field;
	int64_t n;
};
struct procedure_fields {
	struct procedure_field_count *v;
	size_t n, cap;
};
void public_block_procedures(struct buf *b, const struct procedure_fields *v);

struct public_paper {
	const char *name;
	const char *count; /* "01 bản chính, 02 bản sao"; "" */
	const char *only; /* of which case; "" */
	const char *note;
};
/* One procedure for the citizen. */
struct public_show {
	struct page page;
	const struct procedure *p;
	const struct procedure_version *v;
	const char *decision, *since;
	const char *coming; /* what will be from which day; NULL */
	const char *ended; /* its last day where that is known; NULL */
	const struct public_paper *papers;
	size_t papers_n;
	const struct part_row *facts;
	size_t facts_n;
	/* What may be chosen; no choices: not asked. */
	struct widget which, way, count, times, relief, day, hour;
	bool ask_count, ask_times;
	struct procedure_cost cost;
	struct part_table cost_table;
	const char *total, *saved; /* saved NULL: nothing is taken off */
	bool has_fees;
	const struct procedure_limit *limit; /* NULL: none for this choice */
	struct workday_answer answer;
	const char *when; /* "lúc này, hôm nay 05/3/2026", "lúc 14:30, ngày 06/3/2026" */
	const char *ready; /* "thứ Sáu, 05/3/2026"; NULL: not known */
	struct part_table days;
	const char *online; /* NULL */
	const char *place, *hours; /* "" not said */
	const struct html *place_text, *hours_text;
	bool feedback; /* the commune says where it goes: /phan-anh */
	/* For paper: what the amounts and days on it are for, and the address of the page. */
	const struct part_row *chosen;
	size_t chosen_n;
	const char *address;
	const char *wrong, *wrong_href; /* what was typed wrong: nothing is computed; NULL */
};
void public_show_page(struct buf *b, const struct public_show *v);

/* --- the office --- */

struct office_list {
	struct page page;
	const struct part_link *tabs;
	size_t tabs_n;
	struct part_table table;
	const char *words;
	bool may_edit;
};
void office_list_page(struct buf *b, const struct office_list *v);

struct office_version {
	const struct procedure_version *v;
	const char *title, *state, *lacks;
	enum part_tone tone;
	const char *decision;
	const struct part_row *rows;
	size_t rows_n;
};
struct office_show {
	struct page page;
	const struct procedure *p;
	const struct office_version *v;
	size_t n;
	bool may_edit, may_tap, is_public;
	const char *taps; /* "hôm nay bạn đã ghi 2 lượt"; NULL */
	struct web_form form;
	struct history history;
};
void office_show_page(struct buf *b, const struct office_show *v);

struct office_import {
	struct page page;
	struct web_form form;
	struct widget file;
	const char *summary; /* NULL: nothing was read yet */
	struct texts warnings; /* what the public page loses */
	struct part_table table;
	const char *text; /* what was read, to be sent again; NULL */
	const struct problem *problems;
	size_t problems_n;
};
void office_import_page(struct buf *b, const struct office_import *v);

/* calendar.html */
struct calendar_list {
	struct page page;
	struct part_table table;
	struct widget year;
	bool may_edit;
};
void calendar_list_page(struct buf *b, const struct calendar_list *v);

/* --- shared by the handlers --- */

/* "03 ngày làm việc"-like facts of a version as rows. */
size_t procedure_rows(struct arena *a, const struct procedure_version *v, struct part_row *rows);
enum { PROCEDURE_ROWS = PCOLS };
/* Everything in force today, with what is not if all. */
const char *procedure_path(struct arena *a, const struct procedure *p); /* "/thu-tuc/1.001612" */

#endif
