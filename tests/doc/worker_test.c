/* lib/worker: the frames, and a worker that is missing, crashes, hangs or answers too much. */
#include "../test.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/worker/frame.h"
#include "lib/worker/run.h"

static struct arena *a;
static struct err e;
static const char *bad, *good;

/* On a busy machine a second of the processor can take many by the clock. */
static const struct worker_limits limits = {
	.cpu = 20, .wall = 60, .memory = 256u << 20, .file = 1u << 20, .answer = 4u << 20
};
static const struct worker_limits little_processor = {
	.cpu = 1, .wall = 60, .memory = 256u << 20, .file = 1u << 20, .answer = 4u << 20
};
static const struct worker_limits little_time = {
	.cpu = 1, .wall = 3, .memory = 256u << 20, .file = 1u << 20, .answer = 4u << 20
};

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	err_init(&e, a);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct bytes text(const char *s)
{
	return (struct bytes){ s, strlen(s) };
}

/* Reads what was written into a pipe. */
static enum frame_state through_pipe(const char *sent, size_t max, struct frame *f)
{
	int p[2];
	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], sent, strlen(sent)), (ssize_t)strlen(sent));
	close(p[1]);
	enum frame_state state = frame_read(p[0], a, max, f);
	close(p[0]);
	return state;
}

static void frames_come_back(void **state)
{
	(void)state;
	struct frame f;
	assert_int_equal(through_pipe("read-docx 5\nabcdefg", 5, &f), FRAME_OK);
	assert_string_equal(f.word, "read-docx");
	assert_int_equal(f.body.n, 5);
	assert_string_equal(f.body.p, "abcde");
	assert_int_equal(through_pipe("ok 0\n", 0, &f), FRAME_OK);
}

static void malformed_frames_are_refused(void **state)
{
	(void)state;
	static const char *const heads[] = { "pdf\n", "pdf \n", "pdf x\n", "pdf -1\n", "pdf +1\n",
		"PDF 1\n", " 1\n", "pdf  1\n", "pdf 1 \n", "pdf 9999999999999\n", "\n",
		"abcdefghijklmnopqrstuvwxyzabcdefgh 1\n", "pdf 6\nabcdef",
		"pdf                                                                 1\n" };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct frame f;
		assert_int_equal(through_pipe(heads[i], 5, &f), FRAME_BAD);
	}
}

static void short_frames_are_an_end(void **state)
{
	(void)state;
	static const char *const parts[] = { "", "pd", "pdf 3", "pdf 3\n", "pdf 3\nab" };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct frame f;
		assert_int_equal(through_pipe(parts[i], 5, &f), FRAME_END);
	}
}

static enum rc run_bad(const char *verb, struct bytes in, struct bytes *out)
{
	const struct worker_limits *l = !strcmp(verb, "hang")   ? &little_time
					: !strcmp(verb, "spin") ? &little_processor
								: &limits;
	return worker_run(a, bad, l, verb, in, out, &e);
}

/* Fails, says so with these words, and leaves the answer alone. */
static void fails(const char *verb, const char *message)
{
	struct bytes out = { "before", 6 };
	err_clear(&e);
	assert_int_equal(run_bad(verb, text("x"), &out), RC_FAIL);
	assert_non_null(strstr(e.message, message));
	assert_string_equal(out.p, "before");
}

static void missing_worker_is_said(void **state)
{
	(void)state;
	struct bytes out;
	assert_int_equal(
		worker_run(a, "/no/such/loa-worker", &limits, "pdf", text("x"), &out, &e), RC_FAIL);
	assert_non_null(strstr(e.message, "Thiếu chương trình loa-worker"));
}

static void crashes_are_said(void **state)
{
	(void)state;
	fails("crash", "bị dừng đột ngột (tín hiệu 11)");
	fails("leave", "kết thúc với mã 7");
	fails("half", "mà không trả lời");
	fails("garbage", "không đúng quy ước");
}

static void limits_hold(void **state)
{
	(void)state;
	fails("spin", "dùng quá 1 giây bộ xử lý");
	fails("eat", "bị dừng đột ngột (tín hiệu 6)");
	fails("huge", "quá lớn");
	time_t start = time(NULL);
	fails("hang", "quá 3 giây");
	assert_in_range(time(NULL) - start, 2, 50);
}

static void refusals_keep_their_message(void **state)
{
	(void)state;
	struct bytes out;
	assert_int_equal(run_bad("refuse", text("x"), &out), RC_INVALID);
	assert_string_equal(e.message, "xấu");
}

/* The request is larger than any pipe. Neither a worker that does not read it nor one that writes
 * before it reads can stop us, and SIGPIPE cannot kill us. */
static void large_bodies_do_not_block(void **state)
{
	(void)state;
	enum { N = 3 << 20 };
	struct bytes out, in = { arena_alloc(a, N), N };
	assert_int_equal(run_bad("deaf", in, &out), RC_OK);
	assert_string_equal(out.p, "hi");
	assert_int_equal(run_bad("flood", in, &out), RC_OK);
	assert_int_equal(out.n, 1 << 20);
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

static void nothing_is_left_behind(void **state)
{
	(void)state;
	struct bytes out;
	size_t before = open_files();
	for (int i = 0; i < 5; i++) {
		err_clear(&e);
		assert_int_equal(run_bad(i % 2 ? "deaf" : "crash", text("x"), &out),
			i % 2 ? RC_OK : RC_FAIL);
	}
	assert_int_equal(open_files(), before);
	/* No child is left, dead or alive. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void the_real_worker_answers(void **state)
{
	(void)state;
	/* No limit of memory: this one may be built with the address sanitizer. */
	struct worker_limits l = { .cpu = 10, .wall = 20, .file = 1u << 20, .answer = 8u << 20 };
	enum { N = 5 << 20 };
	char *p = arena_alloc(a, N + 1);
	memset(p, 'y', N);
	struct bytes out;
	assert_int_equal(worker_run(a, good, &l, "echo", (struct bytes){ p, N }, &out, &e), RC_OK);
	assert_int_equal(out.n, N);
	assert_memory_equal(out.p, p, N);
	assert_int_equal(worker_run(a, good, &l, "nonsense", text(""), &out, &e), RC_FAIL);
	assert_non_null(strstr(e.message, "không biết việc"));
	err_clear(&e);
	assert_int_equal(worker_run(a, good, &l, "pdf", text("{"), &out, &e), RC_INVALID);
	assert_non_null(strstr(e.message, "không phải JSON"));
}

/* For documents_test.py, which copies this program beside a worker: does worker_call find it? */
static int find(void)
{
	struct bytes out;
	setup(NULL);
	enum rc rc = worker_call(a, "echo", text("có"), &out, &e);
	puts(rc ? e.message : out.p);
	return teardown(NULL);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "find"))
		return find();
	if (argc < 3)
		return 2;
	bad = argv[1];
	good = argv[2];
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(frames_come_back, setup, teardown),
		cmocka_unit_test_setup_teardown(malformed_frames_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(short_frames_are_an_end, setup, teardown),
		cmocka_unit_test_setup_teardown(missing_worker_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(crashes_are_said, setup, teardown),
		cmocka_unit_test_setup_teardown(limits_hold, setup, teardown),
		cmocka_unit_test_setup_teardown(refusals_keep_their_message, setup, teardown),
		cmocka_unit_test_setup_teardown(large_bodies_do_not_block, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_is_left_behind, setup, teardown),
		cmocka_unit_test_setup_teardown(the_real_worker_answers, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
