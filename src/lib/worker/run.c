#include "lib/worker/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/worker/frame.h"

/* One conversation. */
struct talk {
	struct arena *a;
	const struct worker_limits *limits;
	struct err *e;
	int fd;
	long long deadline; /* milliseconds of the monotonic clock */
	char head[FRAME_HEAD_MAX];
	struct bytes to_send[2]; /* what is left of the head and of the body */
	char word[FRAME_WORD_MAX];
	char *answer; /* NULL until its head has been read */
	size_t answer_size, got;
};

static long long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static enum rc too_slow(struct talk *t)
{
	return ERR(t->e, RC_FAIL, NULL,
		"Bộ phận tạo tài liệu (loa-worker) làm quá %u giây chưa xong nên đã bị dừng.",
		t->limits->wall);
}

/* It may do nothing before its request comes, so limits set from here come in time. */
static bool set_limits(pid_t pid, const struct worker_limits *l)
{
	struct rlimit none = { 0, 0 }, cpu = { l->cpu, l->cpu + 1 },
		      memory = { l->memory, l->memory }, file = { l->file, l->file };
	return !prlimit(pid, RLIMIT_CPU, &cpu, NULL) && !prlimit(pid, RLIMIT_FSIZE, &file, NULL) &&
	       !prlimit(pid, RLIMIT_CORE, &none, NULL) &&
	       (!l->memory || !prlimit(pid, RLIMIT_AS, &memory, NULL));
}

/* The child sees three descriptors and signals as a fresh program does. */
static int spawn(pid_t *pid, const char *program, int end)
{
	char *argv[] = { (char[]){ "loa-worker" }, NULL };
	/* Names and dates are made by us; no locale, font or proxy setting may change the output.
	 */
	char *environment[] = { (char[]){ "LC_ALL=C.UTF-8" }, (char[]){ "PATH=/usr/bin:/bin" },
		NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t set;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, end, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, end, STDOUT_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&attr, &set);
	sigfillset(&set);
	posix_spawnattr_setsigdefault(&attr, &set);
	int failed = posix_spawn(pid, program, &files, &attr, argv, environment);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return failed;
}

enum rc worker_start(const char *program, const struct worker_limits *limits,
	struct worker_process *out, struct err *e)
{
	int pair[2];
	pid_t pid;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return ERR(e, RC_FAIL, NULL, "Không mở được đường nối tới loa-worker: %s.",
			strerrordesc_np(errno));
	int failed = spawn(&pid, program, pair[1]);
	close(pair[1]);
	if (failed) {
		close(pair[0]);
		return ERR(e, RC_FAIL, NULL,
			"Thiếu chương trình loa-worker (cần để tạo và đọc tài liệu): %s: %s.",
			program, strerrordesc_np(failed));
	}
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	*out = (struct worker_process){ pid, pair[0] };
	if (set_limits(pid, limits))
		return RC_OK;
	worker_kill(out);
	return ERR(e, RC_FAIL, NULL, "Không đặt được giới hạn cho loa-worker.");
}

static bool would_block(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* Sends what fits. A worker that no longer reads shows when its answer is read. */
static void send_some(struct talk *t)
{
	struct bytes *b = t->to_send[0].n ? &t->to_send[0] : &t->to_send[1];
	ssize_t put = send(t->fd, b->p, b->n, MSG_NOSIGNAL);
	if (put < 0 && would_block())
		return;
	if (put < 0) {
		t->to_send[0].n = t->to_send[1].n = 0;
		return;
	}
	b->p += put;
	b->n -= (size_t)put;
}

/* The head has come: makes room for the body. */
static enum rc begin_answer(struct talk *t, const char *p, size_t n)
{
	size_t used;
	enum frame_state state = frame_parse(p, n, t->word, &t->answer_size, &used);
	if (state == FRAME_END)
		return RC_OK;
	if (state == FRAME_BAD)
		return ERR(t->e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
	if (t->answer_size > t->limits->answer)
		return ERR(t->e, RC_FAIL, NULL,
			"Tài liệu tạo ra quá lớn (%zu MiB, tối đa %zu MiB).", t->answer_size >> 20,
			t->limits->answer >> 20);
	t->answer = arena_alloc(t->a, t->answer_size + 1);
	t->got = n - used;
	if (t->got > t->answer_size)
		return ERR(t->e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
	memcpy(t->answer, p + used, t->got);
	return RC_OK;
}

/* Reads what is there. *ended: the worker has closed its side. */
static enum rc receive_some(struct talk *t, char head[FRAME_HEAD_MAX], size_t *head_n, bool *ended)
{
	char *to = t->answer ? t->answer + t->got : head + *head_n;
	size_t room = t->answer ? t->answer_size - t->got : FRAME_HEAD_MAX - *head_n;
	ssize_t got = recv(t->fd, to, room, 0);
	if (got < 0 && would_block())
		return RC_OK;
	*ended = got <= 0;
	if (got <= 0)
		return RC_OK;
	if (t->answer) {
		t->got += (size_t)got;
		return RC_OK;
	}
	*head_n += (size_t)got;
	return begin_answer(t, head, *head_n);
}

static bool answered(const struct talk *t)
{
	return t->answer && t->got == t->answer_size;
}

/* Sends and receives at once, so that two full pipes never wait for one another. */
static enum rc converse(struct talk *t)
{
	char head[FRAME_HEAD_MAX];
	size_t head_n = 0;
	bool ended = false;
	while (!ended && !answered(t)) {
		bool sending = t->to_send[0].n || t->to_send[1].n;
		struct pollfd p = { t->fd, (short)(POLLIN | (sending ? POLLOUT : 0)), 0 };
		long long left = t->deadline - now_ms();
		if (left <= 0)
			return too_slow(t);
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		if (p.revents & POLLOUT && sending)
			send_some(t);
		if (!(p.revents & (POLLIN | POLLHUP | POLLERR)))
			continue;
		enum rc rc = receive_some(t, head, &head_n, &ended);
		if (rc)
			return rc;
	}
	return RC_OK;
}

/* Its status, at once. */
int worker_kill(const struct worker_process *w)
{
	int status = 0;
	close(w->fd);
	kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

int worker_end(const struct worker_process *w, unsigned seconds)
{
	char rest[256];
	long long deadline = now_ms() + seconds * 1000LL;
	shutdown(w->fd, SHUT_WR);
	for (;;) {
		long long left = deadline - now_ms();
		struct pollfd p = { w->fd, POLLIN, 0 };
		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			break;
		ssize_t got = recv(w->fd, rest, sizeof rest, 0);
		if (got == 0 || (got < 0 && !would_block()))
			break;
	}
	return worker_kill(w);
}

enum rc worker_broken(const struct worker_limits *limits, int status, struct err *e)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return ERR(e, RC_FAIL, NULL,
			"Bộ phận tạo tài liệu (loa-worker) dùng quá %u giây bộ xử lý nên đã bị dừng.",
			limits->cpu);
	if (WIFSIGNALED(status))
		return ERR(e, RC_FAIL, NULL,
			"Bộ phận tạo tài liệu (loa-worker) bị dừng đột ngột (tín hiệu %d); "
			"có thể tài liệu quá lớn hoặc tệp vào bị hỏng.",
			WTERMSIG(status));
	if (WEXITSTATUS(status) == 127)
		return ERR(e, RC_FAIL, NULL,
			"Thiếu chương trình loa-worker (cần để tạo và đọc tài liệu).");
	return ERR(e, RC_FAIL, NULL,
		"Bộ phận tạo tài liệu (loa-worker) kết thúc với mã %d mà không trả lời.",
		WEXITSTATUS(status));
}

enum rc worker_result(const struct frame *answer, struct bytes *out, struct err *e)
{
	if (!strcmp(answer->word, "ok")) {
		*out = answer->body;
		return RC_OK;
	}
	enum rc rc = !strcmp(answer->word, "invalid") ? RC_INVALID : RC_FAIL;
	return ERR(e, rc, NULL, "%s", answer->body.p);
}

bool worker_is_worn(const struct worker_process *w, const struct worker_limits *limits)
{
	clockid_t clock;
	struct timespec used;
	return clock_getcpuclockid(w->pid, &clock) || clock_gettime(clock, &used) ||
	       used.tv_sec >= limits->cpu / 2;
}

enum rc worker_ask(struct arena *a, const struct worker_process *w,
	const struct worker_limits *limits, const struct frame *request, struct frame *answer,
	struct err *e)
{
	struct talk t = { .a = a, .limits = limits, .e = e, .fd = w->fd };
	t.deadline = now_ms() + limits->wall * 1000LL;
	t.to_send[0] = (struct bytes){ t.head, frame_head(t.head, request->word, request->body.n) };
	t.to_send[1] = request->body;
	enum rc rc = converse(&t);
	if (rc)
		return rc;
	if (!answered(&t))
		return RC_NOTFOUND;
	memcpy(answer->word, t.word, sizeof answer->word);
	answer->body = (struct bytes){ t.answer, t.answer_size };
	return RC_OK;
}

enum rc worker_run(struct arena *a, const char *program, const struct worker_limits *limits,
	const char *verb, struct bytes in, struct bytes *out, struct err *e)
{
	struct worker_process w;
	struct frame request = { .body = in }, answer;
	snprintf(request.word, sizeof request.word, "%s", verb);
	enum rc rc = worker_start(program, limits, &w, e);
	if (rc)
		return rc;
	rc = worker_ask(a, &w, limits, &request, &answer, e);
	/* It ends by itself while there is time, so that debug builds can say what they leaked. */
	int status = rc && rc != RC_NOTFOUND ? worker_kill(&w) : worker_end(&w, limits->wall);
	if (rc == RC_NOTFOUND)
		return worker_broken(limits, status, e);
	return rc ? rc : worker_result(&answer, out, e);
}
