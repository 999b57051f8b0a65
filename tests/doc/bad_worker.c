/* A worker that misbehaves as the first word of its input says. Built without the sanitizers, so
 * that it can run under a limit of address space. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void say(const char *s)
{
	if (write(STDOUT_FILENO, s, strlen(s)) < 0)
		_exit(3);
}

static void hang(void)
{
	for (;;)
		pause();
}

static void spin(void)
{
	for (volatile unsigned i = 0;; i++)
		continue;
}

/* Answers at once and never reads the rest. */
static void deaf(void)
{
	say("ok 2\nhi");
}

static void eat(void)
{
	for (int i = 0; i < 4096; i++) {
		char *p = malloc(1 << 20);
		if (!p)
			abort();
		memset(p, i, 1 << 20);
	}
	say("ok 3\nate");
}

static void crash(void)
{
	raise(SIGSEGV);
}

static void leave(void)
{
	_exit(7);
}

static void huge(void)
{
	say("ok 99999999\n");
	hang();
}

static void garbage(void)
{
	say("HTTP/1.1 200 OK\n");
}

static void half(void)
{
	say("ok 100\nhalf");
}

static void refuse(void)
{
	say("invalid 5\nxấu");
	_exit(0);
}

/* More than one frame's worth in both directions at once: reads only after it has written. */
static void flood(void)
{
	char block[4096];
	say("ok 1048576\n");
	memset(block, 'x', sizeof block);
	for (int i = 0; i < 256; i++)
		if (write(STDOUT_FILENO, block, sizeof block) != (ssize_t)sizeof block)
			_exit(3);
}

/* Its own number, as a good worker answers: the next request may follow. */
static void number(void)
{
	char digits[24], head[48];
	snprintf(digits, sizeof digits, "%d", (int)getpid());
	snprintf(head, sizeof head, "ok %zu\n%s", strlen(digits), digits);
	say(head);
}

/* Three tenths of a second of the processor. */
static void work(void)
{
	for (clock_t start = clock(); clock() - start < 3 * CLOCKS_PER_SEC / 10;)
		continue;
	number();
}

static const struct {
	const char *word;
	void (*run)(void);
} ways[] = {
	{ "hang ", hang },
	{ "spin ", spin },
	{ "deaf ", deaf },
	{ "eat ", eat },
	{ "crash ", crash },
	{ "leave ", leave },
	{ "huge ", huge },
	{ "garbage ", garbage },
	{ "half ", half },
	{ "refuse ", refuse },
	{ "flood ", flood },
	{ "pdf ", number },
	{ "read-pdf ", number },
	{ "docx ", work },
};

/* The head, byte by byte; false at the end of the input. */
static bool read_head(char *head, size_t max)
{
	for (size_t i = 0; i + 1 < max; i++) {
		if (read(STDIN_FILENO, head + i, 1) != 1)
			return false;
		if (head[i] == '\n') {
			head[i + 1] = '\0';
			return true;
		}
	}
	return false;
}

int main(void)
{
	char head[64], body;
	bool again = true;
	while (again && read_head(head, sizeof head)) {
		again = false;
		for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
			if (strncmp(head, ways[i].word, strlen(ways[i].word)) != 0)
				continue;
			again = ways[i].run == number || ways[i].run == work;
			if (again && read(STDIN_FILENO, &body, 1) != 1)
				return 0;
			ways[i].run();
		}
	}
	return 0;
}
