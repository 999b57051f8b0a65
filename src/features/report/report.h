/* Reports (báo cáo): a text with bound figures, made into an official document. */
#ifndef FEATURES_REPORT_REPORT_H
#define FEATURES_REPORT_REPORT_H

#include "core/intake.h"
#include "core/period.h"
#include "core/unit.h"
#include "core/web/gate.h"
#include "features/figure/figure.h"
#include "features/plan/plan.h"
#include "lib/base/file.h"
#include "lib/db/db.h"
#include "lib/doc/doc.h"

/* A kind of report: its type of document and the windows of its periods. */
struct report_kind {
	const char *code; /* "BC", "BC-CCHC" */
	const char *doctype; /* "BC", see core/doctype.h */
	enum period_window window;
	const char *name;
};

/* All of them. */
const struct report_kind *report_kind_list(size_t *n);
const struct report_kind *report_kind_by_code(const char *code);
/* "BC (báo cáo tuyên truyền CCHC), ..." */
const char *report_kinds(struct arena *a);

struct report {
	int64_t id;
	const char *kind, *title;
	struct period period;
	struct date day; /* of issue; parts not known yet are 0 */
	const char *number; /* NULL until issued */
	int number_line; /* in report.md; 0 where read from the database */
	struct texts addressees, recipients, signing;
	const char *signer; /* NULL where not named */
	const char *body; /* text with {{...}}, in the Markdown of docs/HUONG-DAN.md */
	int64_t version; /* grows with each change */
};

extern const struct web_routes report_routes; /* report_web.c */
extern const struct web_routes report_new_routes, report_edit_routes, report_pages_routes;
extern const char report_schema_sql[]; /* schema.sql */

/* report.md: a head in YAML between two lines "---", then the text. NULL where nothing can be used.
 */
struct report *report_read(struct intake *in, const struct text_file *f);
enum rc report_store(
	struct intake *in, const struct report *r, const char *file, struct err *e) CHECKED;

/* A new report, and a changed one (its id; kind and period stay). RC_CONFLICT, with message:
 * another report of this kind and period has that title. */
enum rc report_add(struct audit *t, struct arena *a, const struct report *r, int64_t *id,
	struct err *e) CHECKED;
enum rc report_change(
	struct audit *t, struct arena *a, const struct report *r, struct err *e) CHECKED;
/* The report of that kind whose period ended last on or before the day; RC_NOTFOUND: none. */
enum rc report_last(struct db *d, struct arena *a, const char *kind, struct date day,
	struct report *out, struct err *e) CHECKED;

/* All of it as JSON, for the audit. */
const char *report_record(struct arena *a, const struct report *r);

struct report_list {
	struct report *v;
	size_t n, cap;
};

/* All reports, the newest period first. */
enum rc report_all(struct db *d, struct arena *a, struct report_list *out, struct err *e) CHECKED;
/* All that fit; period "", kind NULL or "" and id 0: any. */
enum rc report_find(struct db *d, struct arena *a, const char *period, const char *kind, int64_t id,
	struct report_list *out, struct err *e) CHECKED;

/* A place in the text where something is put in. */
enum binding_kind {
	BINDING_FIGURE, /* {{channel|unit}}, {{channel|unit|stock}} or {{channel|unit|previous}} */
	BINDING_PLAN_NUMBER,
	BINDING_PLAN_DATE,
	BINDING_PLAN_TITLE,
	BINDING_FORMS, /* the plan's forms with an activity in the period: one item each */
	BINDING_CONTENTS /* the plan's contents with one */
};

struct binding {
	enum binding_kind kind;
	const char *channel, *unit; /* FIGURE */
	enum figure_basis basis;
	bool previous; /* of the period before (period_previous) */
	size_t start, end; /* byte offsets in the text, braces included */
};

struct bindings {
	struct binding *v;
	size_t n, cap;
};

/* RC_INVALID names what is wrong; `at` (may be NULL) then tells the offset. */
enum rc bindings_parse(
	struct arena *a, const char *text, struct bindings *out, size_t *at, struct err *e) CHECKED;

/* What a report is made of. The plan may be NULL where the text does not speak of it. */
struct report_sources {
	const struct unit *unit;
	const struct plan *plan;
	const struct figures *flow, *stock;
	const struct figures
		*previous; /* flow of the period before; NULL: the text asks for none */
};

/* A figure as it stands in the document. */
struct report_figure {
	const char *ref; /* "so-lieu-1", as in doc_run.ref */
	const char *text;
	const struct figure *figure;
	const struct period *previous; /* the period, where it is not the report's own */
};

struct report_document {
	struct doc doc;
	struct report_figure *v;
	size_t n, cap;
};

/* Once, at the start of the process, before report_build: makes Markdown's tables known. */
void report_setup(void);
/* RC_INVALID where the text speaks of a plan or a unit that is not there. */
enum rc report_build(struct arena *a, const struct report *r, const struct report_sources *s,
	struct report_document *out, struct err *e) CHECKED;
/* A report with what it was made of. */
struct report_made {
	struct unit *unit;
	struct plan *plan; /* NULL: there is none for the year */
	struct figures flow, stock, previous;
	struct report_document document;
};
/* Reads the unit, the plan of the year and the figures, in the caller's transaction. */
enum rc report_gather(struct db *d, struct arena *a, const struct report *r,
	struct report_made *out, struct err *e) CHECKED;
/* The same, and builds. */
enum rc report_make(struct db *d, struct arena *a, const struct report *r, struct report_made *out,
	struct err *e) CHECKED;

/* The document with its figures' records in one HTML file; the document as JSON. */
void report_html(struct buf *b, const struct report *r, const struct report_document *d);
void report_json(struct buf *b, const struct report *r, const struct report_document *d,
	const struct figures *flow);

#endif
