#include "lib/worker/worker.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "lib/worker/pool.h"
#include "lib/worker/run.h"
#include "worker_config.h"

static const struct worker_limits usual = {
	.cpu = 20,
	.wall = 60,
	.memory = WORKER_MEMORY,
	.file = 256u << 20,
	.answer = 64u << 20,
};

/* Waiting for somebody else's server is not work, but takes long. */
static const struct worker_limits waiting = {
	.cpu = 20,
	.wall = 120,
	.memory = WORKER_MEMORY,
	.file = 1u << 20,
	.answer = 1u << 20,
};

/* A page from somewhere: to be given up soon, and kept small. */
static const struct worker_limits fetching = {
	.cpu = 20,
	.wall = 45,
	.memory = WORKER_MEMORY,
	.file = 1u << 20,
	.answer = 24u << 20,
};

const struct worker_limits *worker_limits_of(const char *verb)
{
	return !strcmp(verb, "mail") ? &waiting : !strcmp(verb, "fetch") ? &fetching : &usual;
}

/* The folder of the running program, without the last slash; NULL where /proc is not there. */
static const char *own_folder(struct arena *a)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	if (n <= 0)
		return NULL;
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	return slash ? arena_strndup(a, path, (size_t)(slash - path)) : NULL;
}

/* Beside the program; as the build tree has them; as installed. */
const char *worker_program(struct arena *a)
{
	const char *folder = own_folder(a);
	const char *tries[] = {
		folder ? arena_printf(a, "%s/loa-worker", folder) : NULL,
		folder ? arena_printf(a, "%s/../worker/loa-worker", folder) : NULL,
	};
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
		if (tries[i] && !access(tries[i], X_OK))
			return tries[i];
	return WORKER_LIBEXEC "/loa-worker";
}

static struct worker_pool *pool; /* worker_pool_use */

void worker_pool_use(struct worker_pool *p)
{
	pool = p;
}

enum rc worker_call(
	struct arena *a, const char *verb, struct bytes in, struct bytes *out, struct err *e)
{
	if (pool)
		return worker_pool_call(pool, a, verb, in, out, e);
	return worker_run(a, worker_program(a), worker_limits_of(verb), verb, in, out, e);
}
