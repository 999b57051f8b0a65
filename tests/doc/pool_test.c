/* lib/worker/pool: workers kept warm, and none that could carry something from one document to the
 * next. bad_worker answers "pdf" (an own document) and "read-pdf" (a foreign one) with its number.
 */
#include "../test.h"

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "lib/worker/run.h"

static const char *bad, *good;
static struct arena *a;
static struct err e;
static struct worker_pool *pool;

/* On a busy machine a second of the processor can take many by the clock. */
static const struct worker_limits limits = {
	.cpu = 20, .wall = 60, .memory = 256u << 20, .file = 1u << 20, .answer = 4u << 20
};
static const struct worker_limits tight = {
	.cpu = 2, .wall = 20, .memory = 256u << 20, .file = 1u << 20, .answer = 4u << 20
};

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	err_init(&e, a);
	pool = worker_pool_of(bad, &limits, 2);
	return 0;
}

static int setup_tight(void **state)
{
	setup(state);
	worker_pool_free(pool);
	pool = worker_pool_of(bad, &tight, 2);
	return 0;
}

/* Nothing is left, dead or alive. */
static int teardown(void **state)
{
	(void)state;
	worker_pool_free(pool);
	arena_free(a);
	return waitpid(-1, NULL, WNOHANG) != -1;
}

static enum rc call(const char *verb, struct bytes *out)
{
	err_clear(&e);
	return worker_pool_call(pool, a, verb, (struct bytes){ "x", 1 }, out, &e);
}

/* The number of the worker that served. */
static int served(const char *verb)
{
	struct bytes out;
	assert_int_equal(call(verb, &out), RC_OK);
	return (int)strtol(out.p, NULL, 10);
}

static void own_documents_find_the_same_worker(void **state)
{
	(void)state;
	int first = served("pdf");
	for (int i = 0; i < 10; i++)
		assert_int_equal(served("pdf"), first);
}

static void foreign_ones_find_a_fresh_worker_each(void **state)
{
	(void)state;
	int own = served("pdf"), seen[6];
	for (int i = 0; i < 6; i++) {
		seen[i] = served("read-pdf");
		assert_int_not_equal(seen[i], own);
		for (int k = 0; k < i; k++)
			assert_int_not_equal(seen[i], seen[k]);
	}
	assert_int_equal(served("pdf"), own);
}

static void a_worker_is_replaced_in_time(void **state)
{
	(void)state;
	int first = served("pdf"), last = first;
	for (int i = 1; i < 100; i++)
		assert_int_equal(last = served("pdf"), first);
	assert_int_not_equal(served("pdf"), first);
}

static void failures_are_told_and_their_worker_is_gone(void **state)
{
	(void)state;
	static const struct {
		const char *verb, *words;
		enum rc rc;
	} bads[] = {
		{ "crash", "tín hiệu 11", RC_FAIL },
		{ "leave", "mã 7", RC_FAIL },
		{ "half", "mà không trả lời", RC_FAIL },
		{ "garbage", "không đúng quy ước", RC_FAIL },
		{ "spin", "quá 2 giây bộ xử lý", RC_FAIL },
		{ "hang", "quá 20 giây", RC_FAIL },
		{ "refuse", "xấu", RC_INVALID },
	};
	for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
		struct bytes out = { "before", 6 };
		assert_int_equal(call(bads[i].verb, &out), bads[i].rc);
		assert_non_null(strstr(e.message, bads[i].words));
		assert_string_equal(out.p, "before");
		served("pdf");
	}
}

static void one_that_died_idle_is_replaced(void **state)
{
	(void)state;
	int first = served("pdf");
	assert_int_equal(kill(first, SIGKILL), 0);
	/* Its end shows when its descriptor is closed: soon, not at once. */
	siginfo_t info;
	assert_int_equal(waitid(P_PID, (id_t)first, &info, WEXITED | WNOWAIT), 0);
	assert_int_not_equal(served("pdf"), first);
}

/* The kernel's limit is of a process: one that has used half of it is replaced before it can hit
 * a call that did nothing wrong. */
static void processor_time_does_not_add_up(void **state)
{
	(void)state;
	int first = served("docx"), last = first;
	for (int i = 0; i < 12; i++)
		last = served("docx");
	assert_int_not_equal(last, first);
}

static void *many_calls(void *failures)
{
	for (int i = 0; i < 25; i++) {
		struct arena *own = arena_new();
		struct err why;
		struct bytes out;
		err_init(&why, own);
		const char *verb = i % 3 ? "pdf" : "read-pdf";
		*(int *)failures += worker_pool_call(pool, own, verb, (struct bytes){ "x", 1 },
					    &out, &why) != RC_OK;
		arena_free(own);
	}
	return NULL;
}

static size_t open_files(void)
{
	size_t n = 0;
	DIR *d = opendir("/proc/self/fd");
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void threads_share_it(void **state)
{
	(void)state;
	enum { N = 6 };
	pthread_t threads[N];
	int failures[N] = { 0 };
	size_t before = open_files();
	for (int i = 0; i < N; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, many_calls, &failures[i]), 0);
	for (int i = 0; i < N; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(failures[i], 0);
	}
	assert_in_range(open_files(), before, before + 2); /* the idle ones */
}

static void a_missing_program_is_said(void **state)
{
	(void)state;
	struct worker_pool *none = worker_pool_of("/no/such/loa-worker", &limits, 2);
	struct bytes out;
	assert_int_equal(
		worker_pool_call(none, a, "pdf", (struct bytes){ "", 0 }, &out, &e), RC_FAIL);
	assert_non_null(strstr(e.message, "Thiếu chương trình loa-worker"));
	worker_pool_free(none);
}

static void the_real_worker_answers(void **state)
{
	(void)state;
	/* No limit of memory: this one may be built with the address sanitizer. */
	struct worker_limits l = { .cpu = 10, .wall = 60, .file = 1u << 20, .answer = 8u << 20 };
	struct worker_pool *real = worker_pool_of(good, &l, 1);
	struct bytes out;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
			worker_pool_call(real, a, "echo", (struct bytes){ "có", 4 }, &out, &e),
			RC_OK);
		assert_string_equal(out.p, "có");
	}
	worker_pool_use(real);
	assert_int_equal(worker_call(a, "echo", (struct bytes){ "có", 4 }, &out, &e), RC_OK);
	assert_string_equal(out.p, "có");
	worker_pool_use(NULL);
	assert_int_equal(worker_pool_call(real, a, "read-pdf", (struct bytes){ "x", 1 }, &out, &e),
		RC_INVALID);
	worker_pool_free(real);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	bad = argv[1];
	good = argv[2];
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			own_documents_find_the_same_worker, setup, teardown),
		cmocka_unit_test_setup_teardown(
			foreign_ones_find_a_fresh_worker_each, setup, teardown),
		cmocka_unit_test_setup_teardown(a_worker_is_replaced_in_time, setup, teardown),
		cmocka_unit_test_setup_teardown(
			failures_are_told_and_their_worker_is_gone, setup_tight, teardown),
		cmocka_unit_test_setup_teardown(one_that_died_idle_is_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(
			processor_time_does_not_add_up, setup_tight, teardown),
		cmocka_unit_test_setup_teardown(threads_share_it, setup, teardown),
		cmocka_unit_test_setup_teardown(a_missing_program_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(the_real_worker_answers, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
