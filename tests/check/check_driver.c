/* `loa check FILE` before there is a command line, for the tests:
 * check-driver FILE [--json] [--today YYYY-MM-DD]; exit 0 none, 1 findings, 2 cannot read. */
#include <stdio.h>
#include <string.h>

#include "features/check/check.h"

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct findings list = { 0 };
	struct date today = date_today();
	struct err e;
	struct buf out;
	bool json = false;
	err_init(&e, a);
	buf_init(&out, a, 8 << 20);
	for (int i = 2; i < argc; i++) {
		json = json || !strcmp(argv[i], "--json");
		if (!strcmp(argv[i], "--today") && i + 1 < argc &&
			!date_parse_iso(argv[i + 1], &today))
			return 2;
	}
	if (argc < 2 || check_file(a, argv[1], today, &list, &e)) {
		fprintf(stderr, "%s\n", e.message ? e.message : "check-driver FILE");
		arena_free(a);
		return 2;
	}
	if (json)
		check_print_json(&out, &list);
	else
		check_print_text(&out, argv[1], &list);
	fputs(out.p, stdout);
	int found = list.n > 0;
	arena_free(a);
	return found;
}
