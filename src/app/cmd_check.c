#include "app/command.h"
int cmd_check(struct arena *a, int argc, char **argv)
{
	(void)a;(void)argc;(void)argv;
	return EXIT_USAGE;
}
