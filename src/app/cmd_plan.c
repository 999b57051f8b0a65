/* loa plan: the year's plan as an official document. */
#include <stdlib.h>

#include "app/command.h"
#include "app/output.h"
#include "features/dispatch/dispatch.h"
#include "features/plan/plan.h"
#include "features/report/report.h"
#include "features/report/report_page.h"
#include "lib/base/text.h"

static enum rc render(struct arena *a, const struct doc *d, enum output_format format,
	struct bytes *out, struct err *e)
{
	if (format != OUTPUT_HTML)
		return output_document(a, d, format, out, e);
	struct report_document only = { .doc = *d };
	struct report_page page = { .title = d->subject, .document = &only };
	struct buf b;
	buf_init(&b, a, OUTPUT_MAX);
	report_page_html(&b, &page);
	*out = (struct bytes){ b.p, b.n };
	return b.over ? ERR(e, RC_FAIL, NULL, "kế hoạch quá dài") : RC_OK;
}

/* What was approved is what goes out. */
static enum rc make(struct arena *a, struct db *d, int64_t year, struct doc *out, struct err *e)
{
	enum rc rc = dispatch_approved(d, a, plan_origin(a, year), out, e);
	return rc == RC_NOTFOUND ? plan_make(d, a, year, out, e) : rc;
}

int cmd_plan(struct arena *a, int argc, char **argv)
{
	const char *db = NULL, *year_text = NULL, *format_name = NULL, *output = NULL;
	const struct option_spec specs[] = { { "db", &db, NULL }, { "year", &year_text, NULL },
		{ "format", &format_name, NULL }, { "output", &output, NULL },
		{ NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", db) ||
		!options_need("year", year_text))
		return EXIT_USAGE;
	char *end;
	long year = strtol(year_text, &end, 10);
	if (*end || year < 1990 || year > 2200)
		return command_usage("--year phải là một năm như 2024");
	enum output_format format = output_format(format_name, output);
	if (format == OUTPUT_NONE || format == OUTPUT_JSON)
		return command_usage("--format phải là txt, html, docx hoặc pdf");
	struct db *d;
	if (!command_open(a, db, DB_READ, &d))
		return EXIT_BAD;
	struct err e;
	err_init(&e, a);
	struct doc doc;
	struct bytes bytes;
	enum rc rc = db_begin(d, DB_READ, &e);
	if (!rc)
		rc = make(a, d, year, &doc, &e);
	if (!rc)
		rc = render(a, &doc, format, &bytes, &e);
	return rc ? command_fail(&e) : output_write(a, output, format, bytes);
}
