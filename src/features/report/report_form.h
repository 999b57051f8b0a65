/* A report as a form: the head, then three fields for each section of the text. */
#ifndef FEATURES_REPORT_REPORT_FORM_H
#define FEATURES_REPORT_REPORT_FORM_H

#include "features/report/report_page.h"
#include "lib/http/form.h"

enum {
	REPORT_FORM_TITLE,
	REPORT_FORM_DAY,
	REPORT_FORM_MONTH,
	REPORT_FORM_YEAR,
	REPORT_FORM_TO,
	REPORT_FORM_RECIPIENTS,
	REPORT_FORM_SIGNING,
	REPORT_FORM_SIGNER,
	REPORT_FORM_HEAD
};
enum report_form_part { REPORT_FORM_NAME, REPORT_FORM_LEVEL, REPORT_FORM_TEXT, REPORT_FORM_PARTS };

struct report_form {
	struct form form;
	struct report_sections sections; /* as typed */
	const char *base[REPORT_FORM_HEAD]; /* hash of what each field began from; NULL: not told */
};

/* Its place in form.v. */
size_t report_form_field(size_t section, enum report_form_part part);
/* Not sent yet: what the report holds. */
void report_form_fill(struct arena *a, const struct report *r, struct report_form *out);
/* The hidden fields that tell what the form began from. */
const char *report_form_base_name(struct arena *a, size_t field);
/* What was sent, with the errors of each field: bindings are looked at too. RC_INVALID only where
 * it is no such form. */
enum rc report_form_read(
	struct arena *a, const struct request *rq, struct report_form *out, struct err *e) CHECKED;
/* Somebody else stored the report since the form began: what was not touched takes his, what both
 * touched stays as typed, with his beside it; then report_form_take. Names of what was taken, and
 * of what both wrote, are appended. Only for a form as it was sent. */
void report_form_merge(struct arena *a, struct report_form *f, const struct report *stored,
	struct texts *taken, struct texts *both);
/* Head and text of the report from a form; what is in error stays as r had it, but for the text.
 * The sections may have been changed meanwhile: the form's fields then follow them. */
void report_form_take(struct arena *a, struct report_form *f, struct report *r);

#endif
