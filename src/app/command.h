/* What the subcommands of loa share: options, the opened database, messages and exit codes. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/period.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/db/db.h"

enum exit_code {
	EXIT_GOOD = 0,
	EXIT_BAD = 1, /* the input or the data: said on standard error */
	EXIT_USAGE = 2 /* the command itself, or a choice is needed */
};

/* An option of a subcommand: --name VALUE, or --name where value is NULL. */
struct option_spec {
	const char *name;
	const char **value; /* set to the argument */
	bool *flag; /* or set to true */
};

struct command {
	const char *name, *usage, *summary;
	int (*run)(struct arena *a, int argc, char **argv);
};

/* Reads options (also "-o FILE" for "--output FILE") and leaves the operands in *operands. False
 * after saying what is wrong. The list ends with a NULL name. */
bool options_read(struct arena *a, int argc, char **argv, const struct option_spec *specs,
	struct texts *operands);
/* Says which option is missing; true where none is. */
bool options_need(const char *name, const char *value);

/* Opens and brings the schema up to date; EXIT_BAD after saying why. */
bool command_open(struct arena *a, const char *address, enum db_mode mode, struct db **out);
/* Where a change comes from, for the audit: "lệnh uid 0". */
const char *command_source(struct arena *a);
/* "loa: message" on standard error; for the exit code. */
int command_fail(const struct err *e);
int command_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2), nonnull(1)));

int cmd_import(struct arena *a, int argc, char **argv);
int cmd_report(struct arena *a, int argc, char **argv);
int cmd_plan(struct arena *a, int argc, char **argv);
int cmd_figures(struct arena *a, int argc, char **argv);
int cmd_documents(struct arena *a, int argc, char **argv);
int cmd_user(struct arena *a, int argc, char **argv);
int cmd_verify(struct arena *a, int argc, char **argv);
int cmd_routes(struct arena *a, int argc, char **argv);
int cmd_publish(struct arena *a, int argc, char **argv);
int cmd_search(struct arena *a, int argc, char **argv);
int cmd_serve(struct arena *a, int argc, char **argv);
int cmd_check(struct arena *a, int argc, char **argv);

#endif
