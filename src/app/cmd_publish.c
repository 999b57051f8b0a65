/* loa publish: what was issued before it came to Loa, put on the commune's page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/command.h"
#include "features/dispatch/dispatch.h"
#include "lib/base/text.h"

/* "ke-hoach/2024" */
static bool read_name(struct arena *a, const char *text, const char **kind, int64_t *id)
{
	char *end;
	const char *slash = strchr(text, '/');
	if (!slash)
		return false;
	*kind = arena_strndup(a, text, (size_t)(slash - text));
	*id = strtoll(slash + 1, &end, 10);
	return *id > 0 && !*end;
}

static enum rc publish(struct db *d, struct arena *a, const char *kind, int64_t id, struct err *e)
{
	struct audit t;
	struct audit_actor by = { AUDIT_SYSTEM, command_source(a) };
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = audit_open(&t, d, by, (int64_t)time(NULL), e);
	if (!rc)
		rc = dispatch_publish_issued(&t, a, kind, id, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

int cmd_publish(struct arena *a, int argc, char **argv)
{
	const char *address = NULL, *kind;
	int64_t id;
	const struct option_spec specs[] = { { "db", &address, NULL }, { NULL, NULL, NULL } };
	struct texts operands;
	if (!options_read(a, argc, argv, specs, &operands) || !options_need("db", address))
		return EXIT_USAGE;
	if (operands.n != 1 || !read_name(a, operands.v[0], &kind, &id))
		return command_usage("cần một văn bản, như ke-hoach/2024");
	struct db *d;
	struct err e;
	err_init(&e, a);
	if (!command_open(a, address, DB_WRITE, &d))
		return EXIT_BAD;
	if (publish(d, a, kind, id, &e))
		return command_fail(&e);
	puts("Đã công khai.");
	return EXIT_GOOD;
}
