/* What was approved, kept as it was at that moment: the document's tree, every figure of its period
 * and the records behind each. Later pages, DOCX and PDF are made from this; what the records say
 * since is compared with it. */
#ifndef FEATURES_DISPATCH_FROZEN_H
#define FEATURES_DISPATCH_FROZEN_H

#include "features/report/report.h"
#include "lib/doc/doc.h"

/* Of an activity only what may be shown to anybody: no notes, no evidence. */
struct frozen_record {
	int64_t id;
	const char *days, *title, *numbers, *places; /* as people read them */
};

struct frozen_figure {
	const char *ref; /* of the runs that print it; "" where the text does not */
	const char *channel, *unit, *basis; /* codes: "portal", "tin", "flow" */
	const char *state, *text; /* "counted", "12 tin" */
	int64_t uncounted;
	struct frozen_record *v;
	size_t n, cap;
};

struct frozen {
	const char *period; /* "quý I năm 2024 (01/01/2024 - 31/3/2024)"; "" where there is none */
	struct doc *doc;
	struct frozen_figure *v;
	size_t n, cap;
};

/* made may be NULL: a document without figures. */
void frozen_make(struct arena *a, const struct doc *doc, const struct period *p,
	const struct report_made *made, struct frozen *out);
/* Always the same text for the same content. */
enum rc frozen_to_json(
	struct arena *a, const struct frozen *f, const char **out, struct err *e) CHECKED;
enum rc frozen_from_json(
	struct arena *a, const char *json, struct frozen *out, struct err *e) CHECKED;

/* A record that was there, is there, or says something else now: "" on the side where it is not. */
struct frozen_change_record {
	int64_t id;
	const char *then, *now;
	const char *words; /* on both sides: what of it differs, 'tên hoạt động: khi duyệt “...”' */
};

struct frozen_change {
	const char *channel; /* its name, "Cổng thông tin điện tử" */
	const char *then, *now; /* "12 tin", "13 tin"; "–" where there was or is no such figure */
	bool same; /* the number is; only records differ */
	struct frozen_change_record *v;
	size_t n, cap;
};

struct frozen_changes {
	struct frozen_change *v;
	size_t n, cap;
};

/* Figures whose text, state or records differ. */
void frozen_compare(struct arena *a, const struct frozen *then, const struct frozen *now,
	struct frozen_changes *out);

#endif
