/* A form's fields and an activity: one reader, with its messages, for quick entry and for
 * correcting. Which fields a form has is data: a list of inputs. */
#ifndef FEATURES_ACTIVITY_ACTIVITY_FORM_H
#define FEATURES_ACTIVITY_ACTIVITY_FORM_H

#include "core/web/frame.h"
#include "core/web/web.h"
#include "features/activity/activity.h"

enum activity_input_kind {
	INPUT_CHANNEL, /* where the form has no channel of its own */
	INPUT_FROM,
	INPUT_TO,
	INPUT_TITLE,
	INPUT_COUNT, /* a number of one unit: "40", "hơn 300"; a form may have several */
	INPUT_QUANTITY, /* "27 buổi; 1.500 lượt người" */
	INPUT_PLACES, /* those used lately and those of the unit, to tick */
	INPUT_PLACE_OTHER, /* the rest, by name, ";" between them */
	INPUT_TASK,
	INPUT_CONTENTS,
	INPUT_REFERENCE, /* links, numbers of documents: a line each */
	INPUT_NOTE
};

struct activity_input {
	enum activity_input_kind kind;
	const char *label;
	const char *hint; /* NULL */
	const char *unit; /* of INPUT_COUNT */
	const char *initial; /* of INPUT_COUNT: what is usual; NULL */
	bool required;
	bool more; /* rarely needed: behind "Thêm chi tiết" */
};

struct activity_inputs {
	const char *channel; /* NULL: there is an INPUT_CHANNEL */
	const char *title; /* of an activity whose title is left empty, with its places behind;
			      NULL: the title must be given */
	const struct activity_input *v;
	size_t n;
};

/* All there is to correct. */
extern const struct activity_inputs activity_inputs_all;

struct activity_form {
	const struct activity_inputs *inputs;
	const char *suffix; /* of the fields' names */
	struct form form; /* a field each, in the order of inputs */
	struct texts titles; /* given lately, offered */
	struct activity x; /* what was read, as far as there is no error */
};

/* All three give the fields, their choices (of the plan, places), and RC_OK unless the machine
 * fails; suffix "" but where a page has several forms of this kind in one.
 * ... empty but for what is usual: today, the last places, the plan's task of this channel. */
enum rc activity_form_new(struct web *w, const struct activity_inputs *in, const char *suffix,
	struct activity_form *out) CHECKED;
/* ... as x has it, for correcting. */
enum rc activity_form_fill(struct web *w, const struct activity_inputs *in, const char *suffix,
	const struct activity *x, struct activity_form *out) CHECKED;
/* ... as it was sent. out->form.errors says how many fields are wrong (the page is to be shown
 * again, 422); where none is, out->x is good but for id, version, account and files: its evidence
 * holds the references only. usual: the day where none was given; {0}: it must be given. Contents
 * that the form has no field for are those of the task. */
enum rc activity_form_read(struct web *w, const struct activity_inputs *in, const char *suffix,
	struct date usual, struct activity_form *out) CHECKED;

/* Draws the fields that are (not) `more`. */
void activity_form_put(struct buf *b, const struct activity_form *f, bool more);
/* Has a field behind "Thêm chi tiết" something to show? */
bool activity_form_more(const struct activity_form *f);
/* A number typed for a count: "40" is "40 <unit>", and "hơn 40" too. */
enum rc activity_count_parse(struct arena *a, const char *text, const char *unit,
	struct quantities *out, struct err *e) CHECKED;
/* "27 buổi; 1.500 lượt người"; "chưa có số liệu" where there is none. */
const char *activity_numbers(struct arena *a, const struct activity *x);

/* --- activity_offer_store.c: what is offered --- */

struct activity_offer {
	struct form_choice *tasks, *contents, *places; /* ended as form_choice says */
	const char *task; /* the first of the plan for this channel; "" */
	struct texts titles;
	struct texts last_places; /* of the person's last activity of this channel */
};
/* channel NULL: of all. year: of the plan. own: titles of that account's activities only; 0: of
 * all. */
struct activity_offer_query {
	const char *channel;
	int year;
	int64_t account;
	bool own_only;
};
enum rc activity_offer_load(
	struct web *w, const struct activity_offer_query *q, struct activity_offer *out) CHECKED;
enum rc activity_task_contents(struct db *d, struct arena *a, int year, const char *task,
	struct texts *out, struct err *e) CHECKED;

#endif
