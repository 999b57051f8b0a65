/* Figures (số liệu): what the activities of a period come to, by channel and unit. A figure is
 * computed from activities and lists them; nothing is added across units. */
#ifndef FEATURES_FIGURE_FIGURE_H
#define FEATURES_FIGURE_FIGURE_H

#include "core/period.h"
#include "core/quantity.h"
#include "core/web/gate.h"
#include "lib/base/buf.h"
#include "lib/db/db.h"

extern const struct web_routes figure_routes; /* figure_web.c */

/* A file handed in as evidence. */
struct record_file {
	int64_t id; /* of the attachment: /minh-chung/ID */
	const char *name;
	bool picture; /* /minh-chung/ID/nho shows it */
};

struct record_files {
	struct record_file *v;
	size_t n, cap;
};

/* An activity as figures see it. */
struct record {
	int64_t id;
	const char *code;
	struct date from, to; /* to is never empty */
	const char *channel, *title, *note;
	int64_t task_id;
	const char *task; /* code; NULL where none */
	struct quantities quantities;
	struct texts places, contents, evidence; /* names, codes, references */
	struct record_files files; /* those of the evidence that are here */
};

struct records {
	struct record *v; /* by first day, then id */
	size_t n, cap;
};

enum figure_basis {
	FIGURE_FLOW, /* an activity counts in the period in which it starts */
	FIGURE_STOCK /* an activity counts in every period that it overlaps */
};

enum figure_state {
	FIGURE_COUNTED,
	FIGURE_ZERO, /* counted, and none */
	FIGURE_NOT_COUNTED, /* activities, but none of them gave a number */
	FIGURE_NO_DATA /* planned, but no activity in the period */
};

struct figure {
	const char *channel, *unit;
	enum measure_join join; /* of the unit */
	enum figure_state state;
	struct quantity sum; /* COUNTED and ZERO */
	size_t uncounted; /* activities of it that gave no number */
	struct record **records; /* those it is made of, counted or not */
	size_t record_count, record_cap;
};

enum target_state { TARGET_MET, TARGET_SHORT, TARGET_NO_DATA };

/* A target of the plan against what its task's activities came to. */
struct target {
	const char *task, *title, *channel;
	struct quantity wanted;
	struct quantity reached; /* meant unless NO_DATA */
	enum target_state state;
};

struct planned { /* a channel that the plan names, with the unit of its target or the channel's own
		  */
	const char *channel, *unit;
};

struct figures {
	struct period period;
	enum figure_basis basis;
	struct records records; /* all that overlap the period */
	const char *overflow; /* a unit whose numbers add up to more than can be held; else NULL */
	struct figure *v; /* in the order of the channels, then of first appearance */
	size_t n, cap;
	struct target *targets;
	size_t target_count;
	const struct planned *planned; /* the channels of the plan */
	size_t planned_n;
};

/* Loads the period's records and the plan's targets, and computes. */
enum rc figures_load(struct db *d, struct arena *a, const struct period *p, enum figure_basis basis,
	struct figures *out, struct err *e) CHECKED;

/* The same records and targets counted the other way, without asking the database again.
 * RC_INVALID: a sum is too large. */
enum rc figures_on(struct arena *a, const struct figures *f, enum figure_basis basis,
	struct figures *out, struct err *e) CHECKED;

/* The figures of a period within the one that f was loaded for, from f's own records; without
 * targets and planned channels. RC_INVALID: a sum is too large. */
enum rc figures_within(struct arena *a, const struct figures *f, const struct period *p,
	struct figures *out, struct err *e) CHECKED;

/* The pure rules, for figures_load and its tests. */
void figures_compute(struct arena *a, struct figures *f, const struct planned *planned, size_t n);
/* Joins the numbers in the target's unit of those records of the task that start in the period. */
void target_compute(struct figures *f, int64_t task_id, struct target *t);

/* NULL where no activity nor plan speaks of it. */
const struct figure *figure_find(const struct figures *f, const char *channel, const char *unit);
/* Has the channel any activity in the period? */
bool figures_use(const struct figures *f, const char *channel);

const char *figure_state_code(enum figure_state s); /* "counted" */
const char *figure_state_name(enum figure_state s); /* "đã thống kê" */
const char *target_state_code(enum target_state s); /* "met" */
const char *target_state_name(enum target_state s); /* "đạt" */
/* "02 băng rôn", "chưa thống kê", "chưa có số liệu" */
const char *figure_print(struct arena *a, const struct figure *f, enum quantity_style style);

/* {"figures":[...],"targets":[...]}; the keys are of docs/OPERATING.md. */
void figures_json(struct buf *b, const struct figures *f);
/* The two lists without the braces around them, for a larger object. */
void figures_json_members(struct buf *b, const struct figures *f);
void figures_csv(struct buf *b, const struct figures *f);
void figures_table(struct buf *b, const struct figures *f);

#endif
