/* What list.html shows. */
#ifndef FEATURES_ACTIVITY_LIST_PAGE_H
#define FEATURES_ACTIVITY_LIST_PAGE_H

#include "features/activity/list_form.h"

struct list_view {
	struct page page;
	const struct list_form *form;
	const char *count; /* "hơn 1.000 hoạt động"; NULL where it is not told */
	const char *said; /* the filters in words; NULL: none but the words looked for */
	const char *clear; /* the list without them */
	struct part_table exact, rest; /* rest: what was found accents aside */
	struct part_pages pages;
	const char *first,
		*last; /* addresses of the ends; NULL: one is there, or all is on one page */
	const char *csv, *gallery; /* the same choice as a file, as photos */
	bool may_add;
};
void list_html(struct buf *b, const struct list_view *v);

/* "05/3/2024 – 07/3/2024" */
const char *list_days(struct arena *a, struct date from, struct date to);
/* "27 buổi; 1.500 lượt người"; "" where there is none. */
const char *list_numbers(struct arena *a, const struct quantities *q);

/* "Đài truyền thanh" */
const char *list_channel(const char *code);
/* The page asked for: "sau" behind a key, "truoc" before one, "truoc=cuoi" the last. */
struct list_step list_step_of(struct web *w, struct list_key *key);
/* Addresses of the pages before and behind. */
void list_pages_of(struct web *w, const char *path, const struct list_form *f,
	const struct list_page *p, struct part_pages *out);

/* list_photos_web.c: activities with their photos, to look at or to print as an annex. */
struct photo_group {
	int64_t id;
	const char *caption; /* "05/3/2024 · Cuộc họp" */
	const char *title;
	struct list_photos photos;
};
struct photo_view {
	struct page page;
	const struct list_form *form;
	const char *said; /* the filters in words; NULL: none */
	const char *print, *screen; /* the other way of showing them */
	bool paper; /* for print: large pictures, all on one page */
	bool cut; /* for print: there are more than fit */
	struct photo_group *v;
	size_t n;
	struct part_pages pages;
};
void photo_view_html(struct buf *b, const struct photo_view *v);
enum rc list_photos_show(struct web *w) CHECKED;

/* list_csv.c: the whole choice in the columns that import takes. */
enum rc list_csv(struct web *w) CHECKED;

#endif
