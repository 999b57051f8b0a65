/* What changed between two states of a thing (core/record.h), field by field. */
#ifndef CORE_RECORD_DIFF_H
#define CORE_RECORD_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

/* A step on the way to a field: the record's own key, or what one of several things is called. */
struct record_step {
	const char *text;
	bool named; /* false: a key; true: a name within a list ("nv1") */
};

struct record_change {
	struct record_step *path; /* ends with a step for the field itself */
	size_t path_n;
	const char *before, *after; /* as text; NULL: there was none */
};

struct record_changes {
	struct record_change *v; /* in the order of the newer state, what fell away behind it */
	size_t n, cap;
};

/* States are JSON objects, or NULL. What is no JSON counts as one field without a name. Lists of
 * texts are compared as a whole; things in lists are known by their code, period or name. */
struct record_changes record_diff(struct arena *a, const char *before, const char *after);
/* A field of one state; NULL: it has none. */
const char *record_field(struct arena *a, const char *record, const char *key);
/* Of two texts of several lines only the lines around what differs, "…" for the rest. */
void record_diff_lines(struct arena *a, const char **before, const char **after);

#endif
