/* loa figures: a period's figures and targets as a table, JSON or CSV. */
#include "app/command.h"
#include "app/output.h"
#include "features/figure/figure.h"
#include "lib/base/text.h"

static int print(struct arena *a, const struct figures *f, const char *format, const char *output)
{
	struct buf b;
	buf_init(&b, a, OUTPUT_MAX);
	if (text_eq(format, "json"))
		figures_json(&b, f);
	else if (text_eq(format, "csv"))
		figures_csv(&b, f);
	else
		figures_table(&b, f);
	return output_write(a, output, OUTPUT_TXT, (struct bytes){ b.p, b.n });
}

int cmd_figures(struct arena *a, int argc, char **argv)
{
	const char *db = NULL, *token = NULL, *format = "table", *basis = "flow", *output = NULL;
	const struct option_spec specs[] = { { "db", &db, NULL }, { "period", &token, NULL },
		{ "format", &format, NULL }, { "basis", &basis, NULL }, { "output", &output, NULL },
		{ NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", db) ||
		!options_need("period", token))
		return EXIT_USAGE;
	if (operands.n)
		return command_usage("không hiểu “%s”", operands.v[0]);
	if (!text_eq(format, "table") && !text_eq(format, "json") && !text_eq(format, "csv"))
		return command_usage("--format phải là table, json hoặc csv");
	if (!text_eq(basis, "flow") && !text_eq(basis, "stock"))
		return command_usage(
			"--basis phải là flow (bắt đầu trong kỳ) hoặc stock (diễn ra trong kỳ)");
	struct err e;
	err_init(&e, a);
	struct period p;
	if (period_typed(a, token, PERIOD_CALENDAR, &p, &e))
		return command_usage("%s", e.message);
	struct db *d;
	if (!command_open(a, db, DB_READ, &d))
		return EXIT_BAD;
	struct figures f;
	enum rc rc = db_begin(d, DB_READ, &e);
	if (!rc)
		rc = figures_load(
			d, a, &p, text_eq(basis, "stock") ? FIGURE_STOCK : FIGURE_FLOW, &f, &e);
	return rc ? command_fail(&e) : print(a, &f, format, output);
}
