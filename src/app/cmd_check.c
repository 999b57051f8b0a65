/* loa check: a file as it is, or the records and reports of a period. */
#include "app/command.h"
#include "app/output.h"
#include "features/check/check.h"
#include "features/report/report_edit.h"
#include "lib/base/text.h"

struct wish {
	const char *db, *period, *format, *file;
	struct date today; /* whose rules apply where a document does not tell its own day */
};

/* The report as others will read it: the same rules as for a file. */
static enum rc check_report(struct db *d, struct arena *a, const struct report *r,
	struct date today, struct findings *out, struct err *e)
{
	struct report_made made = { 0 };
	enum rc rc = report_make(d, a, r, &made, e);
	return rc ? rc : report_check(a, &made, today, out, e);
}

static enum rc check_period(struct db *d, struct arena *a, const struct period *p,
	struct date today, struct findings *out, struct err *e)
{
	struct report_list reports = { 0 };
	enum rc rc = db_begin(d, DB_READ, e);
	if (!rc)
		rc = report_find(d, a, p->token, NULL, 0, &reports, e);
	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < reports.n; i++)
		rc = check_report(d, a, &reports.v[i], today, out, e);
	if (rc || reports.n)
		return rc;
	struct figures f;
	rc = figures_load(d, a, p, FIGURE_FLOW, &f, e);
	if (!rc)
		check_records(a, &f, NULL, out);
	return rc;
}

static int print(
	struct arena *a, const struct wish *w, const char *name, const struct findings *list)
{
	struct buf b;
	buf_init(&b, a, OUTPUT_MAX);
	if (text_eq(w->format, "json"))
		check_print_json(&b, list);
	else
		check_print_text(&b, name, list);
	int code = output_write(a, NULL, OUTPUT_TXT, (struct bytes){ b.p, b.n });
	return code ? code : list->n ? EXIT_BAD : EXIT_GOOD;
}

/* Exit 2: what was to be checked cannot be read. */
static int unreadable(const struct err *e)
{
	command_fail(e);
	return EXIT_USAGE;
}

static int run(struct arena *a, const struct wish *w)
{
	struct findings list = { 0 };
	struct err e;
	err_init(&e, a);
	if (w->file) {
		if (check_file(a, w->file, w->today, &list, &e))
			return unreadable(&e);
		return print(a, w, w->file, &list);
	}
	struct period p;
	if (period_typed(a, w->period, PERIOD_CALENDAR, &p, &e))
		return command_usage("%s", e.message);
	struct db *d;
	if (!command_open(a, w->db, DB_READ, &d))
		return EXIT_USAGE;
	if (check_period(d, a, &p, w->today, &list, &e))
		return unreadable(&e);
	return print(a, w, p.label, &list);
}

int cmd_check(struct arena *a, int argc, char **argv)
{
	struct wish w = { .format = "text", .today = date_today() };
	const char *day = NULL;
	const struct option_spec specs[] = { { "db", &w.db, NULL }, { "period", &w.period, NULL },
		{ "format", &w.format, NULL }, { "day", &day, NULL }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands))
		return EXIT_USAGE;
	if (!text_eq(w.format, "text") && !text_eq(w.format, "json"))
		return command_usage("--format phải là text hoặc json");
	if (day && !date_parse_vn(day, &w.today))
		return command_usage("--day: không có ngày “%s”", day);
	if (operands.n > 1 || (operands.n == 1) == (w.db != NULL))
		return command_usage("cần một tệp, hoặc --db DB --period KỲ");
	if (w.db && !options_need("period", w.period))
		return EXIT_USAGE;
	w.file = operands.n ? operands.v[0] : NULL;
	return run(a, &w);
}
