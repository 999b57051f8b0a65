/* Public posting of procedures (niêm yết công khai): sheets to print, what hangs where since when,
 * and which of it is wrong now because a decision changed the procedure. */
#ifndef FEATURES_POSTING_POSTING_H
#define FEATURES_POSTING_POSTING_H

#include "core/web/gate.h"
#include "features/procedure/procedure.h"
#include "lib/doc/doc.h"

extern const char posting_schema_sql[]; /* schema.sql */
/* posting_web.c, print_web.c */
extern const struct web_routes posting_routes, posting_print_routes;

enum posting_kind { POSTING_SHEET, POSTING_LIST, POSTING_NOTICE, POSTING_KINDS };
const char *posting_kind_code(enum posting_kind k); /* "sheet": stored */

/* Something that can hang. */
struct posting_thing {
	enum posting_kind kind;
	const char *subject; /* code, field, "" */
	const char *name; /* "Thủ tục 1.001612: ..." */
	/* As of the day it was looked at. state 0: there is no such thing (any more). */
	int64_t state;
	const char *says; /* "Quyết định số ..." */
};
struct posting_things {
	struct posting_thing *v;
	size_t n, cap;
};

/* What is to hang on that day: each procedure in force, each field, the notice. feedback: the text
 * of the notice; "": there is none to hang. */
struct posting_things posting_things(
	struct arena *a, const struct procedures *all, const char *feedback, struct date day);

struct posting {
	int64_t id, version;
	enum posting_kind kind;
	const char *subject, *place, *says;
	struct date hung_on, check_by, checked_on, down_on; /* down_on {0}: it hangs */
	int64_t state, attachment, activity, account;
};
struct postings {
	struct posting *v;
	size_t n, cap;
};

enum posting_trouble {
	POSTING_WELL,
	POSTING_DUE, /* to be looked at again */
	POSTING_CHANGED, /* what it says has changed */
	POSTING_ENDED, /* what it says holds no longer: to be taken down at once */
	POSTING_DOWN
};
const char *posting_trouble_name(enum posting_trouble t);
enum posting_trouble posting_trouble(
	const struct posting *x, const struct posting_things *now, struct date today);
const struct posting_thing *posting_find(
	const struct posting_things *all, enum posting_kind kind, const char *subject);
const char *posting_record(struct arena *a, const struct posting *x);

/* --- posting_store.c --- */

/* What hangs, and what was taken down where `down`; by place, the oldest first. */
enum rc posting_list(
	struct db *d, struct arena *a, bool down, struct postings *out, struct err *e) CHECKED;
/* RC_NOTFOUND with a message. */
enum rc posting_get(
	struct db *d, struct arena *a, int64_t id, struct posting *out, struct err *e) CHECKED;
/* Adds where x->id is 0. RC_CONFLICT: x->version is not the newest. */
enum rc posting_put(struct audit *t, struct arena *a, const struct posting *x, int64_t *id,
	struct err *e) CHECKED;

/* --- posting_sheet.c: for lib/media/qr_sheet.h --- */

struct posting_office {
	const char *name; /* "UBND xã Ba Tơ" */
	const char *place, *hours, *feedback; /* lines; "" */
};
/* level: 0 all of it; up to POSTING_LEVELS - 1 each shorter than the one before it, so that a long
 * procedure finds room on one page; what is left out says that the code leads to it. */
enum { POSTING_LEVELS = 6 };
struct posting_text {
	const struct procedure *p;
	const struct procedure_version *v;
	const struct posting_office *o;
};
void posting_sheet(struct arena *a, const struct posting_text *x, size_t level, struct doc *out);
void posting_field_sheet(struct arena *a, const struct procedures *all, const char *field,
	const struct posting_office *o, struct doc *out);
/* The words of the notice, on the board and on its public page. */
#define POSTING_NOTICE_NAME "Nội dung hướng dẫn phản ánh, kiến nghị"
#define POSTING_FEEDBACK \
	"Cá nhân, tổ chức có thể phản ánh, kiến nghị về thủ tục hành chính và việc giải quyết thủ tục " \
	"hành chính đến nơi dưới đây."
#define POSTING_COMPLAINTS \
	"Khiếu nại, tố cáo được gửi và giải quyết theo pháp luật về khiếu nại, tố cáo."
void posting_notice(struct arena *a, const struct posting_office *o, struct doc *out);

#endif
