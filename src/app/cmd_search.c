/* loa search --rebuild: the index of search made anew from what is published. */
#include <stdio.h>

#include "app/command.h"
#include "app/feature_list.h"

int cmd_search(struct arena *a, int argc, char **argv)
{
	const char *address = NULL;
	bool rebuild = false;
	const struct option_spec specs[] = { { "db", &address, NULL },
		{ "rebuild", NULL, &rebuild }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", address))
		return EXIT_USAGE;
	if (operands.n)
		return command_usage("không hiểu “%s”", operands.v[0]);
	if (!rebuild)
		return command_usage("thiếu --rebuild");
	struct db *d;
	struct err e;
	err_init(&e, a);
	if (!command_open(a, address, DB_WRITE, &d))
		return EXIT_BAD;
	if (search_rebuild(d, app_search, app_search_count, &e))
		return command_fail(&e);
	puts("Đã làm lại mục lục tìm kiếm.");
	return EXIT_GOOD;
}
