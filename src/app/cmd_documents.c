/* loa documents: the register of documents issued, in the ten columns of Nghị định 30/2020, Annex
 * IV. */
#include <stdlib.h>

#include "app/command.h"
#include "app/output.h"
#include "features/docreg/docreg.h"
#include "lib/base/text.h"

static int print(
	struct arena *a, const struct documents *list, const char *format, const char *output)
{
	struct buf b;
	buf_init(&b, a, OUTPUT_MAX);
	if (text_eq(format, "json"))
		documents_json(&b, list);
	else if (text_eq(format, "csv"))
		documents_csv(&b, list);
	else
		documents_table(&b, list);
	return output_write(a, output, OUTPUT_TXT, (struct bytes){ b.p, b.n });
}

int cmd_documents(struct arena *a, int argc, char **argv)
{
	const char *db = NULL, *year_text = NULL, *format = "table", *output = NULL;
	const struct option_spec specs[] = { { "db", &db, NULL }, { "year", &year_text, NULL },
		{ "format", &format, NULL }, { "output", &output, NULL }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", db))
		return EXIT_USAGE;
	if (operands.n)
		return command_usage("không hiểu “%s”", operands.v[0]);
	if (!text_eq(format, "table") && !text_eq(format, "json") && !text_eq(format, "csv"))
		return command_usage("--format phải là table, json hoặc csv");
	char *end = NULL;
	long year = year_text ? strtol(year_text, &end, 10) : 0;
	if (year_text && (*end || year < 1990 || year > 2200))
		return command_usage("--year phải là một năm như 2024");
	struct db *d;
	if (!command_open(a, db, DB_READ, &d))
		return EXIT_BAD;
	struct err e;
	err_init(&e, a);
	struct documents list;
	if (documents_load(d, a, (int)year, &list, &e))
		return command_fail(&e);
	return print(a, &list, format, output);
}
