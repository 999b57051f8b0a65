/* The checker: what a document of a commune breaks of the rules of form, words, laws and figures
 * that were in force on its own day. It judges papers that others made, as they are. */
#ifndef FEATURES_CHECK_CHECK_H
#define FEATURES_CHECK_CHECK_H

#include "features/figure/figure.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/date.h"
#include "lib/base/err.h"
#include "lib/doc/doc.h"
#include "lib/doc/extract.h"

/* loi: breaks a rule; canh-bao: almost surely wrong or unfinished; goi-y: a person should look. */
enum severity { SEVERITY_LOI, SEVERITY_CANH_BAO, SEVERITY_GOI_Y };

/* One rule for as long as it is in force. A rule whose ground changes has a record for each time.
 */
struct check_rule {
	const char *id;
	enum severity severity;
	struct date from, to; /* both days included; to {0}: still in force */
	const char *source; /* the law and its place, or openly what else: habit, arithmetic */
	const char *summary;
};

struct finding {
	const char *rule; /* id of the rule */
	enum severity severity;
	const char *place; /* "dòng 12"; "" for the document as a whole */
	const char *message; /* what is wrong, quoting it */
	const char *fix; /* what to do */
	const char *source;
	struct date in_force_from;
	size_t at; /* order in the document */
};

struct findings {
	struct finding *v;
	size_t n, cap;
};

/* The rules, each with its times: for documentation and tests. */
const struct check_rule *check_rules(size_t *count);

/* Appends what is wrong in x to out, in the order of the document. today serves where the document
 * does not tell its own day. */
void check_document(
	struct arena *a, const struct extract *x, struct date today, struct findings *out);

/* Appends what the records of a period say against its figures and the plan's targets, and, where
 * doc is given, against the numbers typed into its text. */
void check_records(
	struct arena *a, const struct figures *f, const struct doc *doc, struct findings *out);

/* The day that decides which rules apply: that of the place-and-date line, a blank day counting as
 * the first of its month; else the end of the period in the title; else today. */
struct date check_day(struct arena *a, const struct extract *x, struct date today);

/* Reads a file by its content (text, .docx, .pdf) and checks it. RC_NOTFOUND: no such file;
 * RC_INVALID: cannot be read, and the message says what to do. */
enum rc check_file(struct arena *a, const char *path, struct date today, struct findings *out,
	struct err *e) CHECKED;

void check_print_text(struct buf *out, const char *name, const struct findings *list);
void check_print_json(struct buf *out, const struct findings *list);

#endif
