#include "lib/worker/frame.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LENGTH_DIGITS_MAX = 12 };

size_t frame_head(char head[FRAME_HEAD_MAX], const char *word, size_t length)
{
	int n = snprintf(head, FRAME_HEAD_MAX, "%s %zu\n", word, length);
	if (n < 0 || n >= FRAME_HEAD_MAX)
		die("frame_head: %s", word);
	return (size_t)n;
}

static bool is_word(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') || p[i] == '-')) // NOLINT: p is read to n
			return false;
	return n > 0 && n < FRAME_WORD_MAX;
}

static bool parse_length(const char *p, size_t n, size_t *out)
{
	if (!n || n > LENGTH_DIGITS_MAX)
		return false;
	size_t v = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		v = v * 10 + (size_t)(p[i] - '0');
	}
	*out = v;
	return true;
}

enum frame_state frame_parse(
	const char *p, size_t n, char word[FRAME_WORD_MAX], size_t *length, size_t *used)
{
	size_t max = n < FRAME_HEAD_MAX ? n : FRAME_HEAD_MAX;
	const char *end = memchr(p, '\n', max);
	if (!end)
		return n < FRAME_HEAD_MAX ? FRAME_END : FRAME_BAD;
	const char *blank = memchr(p, ' ', (size_t)(end - p));
	if (!blank || !is_word(p, (size_t)(blank - p)) ||
		!parse_length(blank + 1, (size_t)(end - blank - 1), length))
		return FRAME_BAD;
	memcpy(word, p, (size_t)(blank - p));
	word[blank - p] = '\0';
	*used = (size_t)(end - p) + 1;
	return FRAME_OK;
}

static bool read_all(int fd, char *p, size_t n)
{
	while (n) {
		ssize_t got = read(fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/* Byte by byte, so that nothing behind the frame is taken. */
static enum frame_state read_head(int fd, char word[FRAME_WORD_MAX], size_t *length)
{
	char head[FRAME_HEAD_MAX];
	size_t n = 0, used;
	for (;;) {
		enum frame_state state = frame_parse(head, n, word, length, &used);
		if (state != FRAME_END)
			return state;
		if (!read_all(fd, head + n, 1))
			return FRAME_END;
		n++;
	}
}

enum frame_state frame_read(int fd, struct arena *a, size_t max, struct frame *out)
{
	struct frame f;
	enum frame_state state = read_head(fd, f.word, &f.body.n);
	if (state != FRAME_OK)
		return state;
	if (f.body.n > max)
		return FRAME_BAD;
	char *p = arena_alloc(a, f.body.n + 1);
	if (!read_all(fd, p, f.body.n))
		return FRAME_END;
	f.body.p = p;
	*out = f;
	return FRAME_OK;
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t put = write(fd, p, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

bool frame_write(int fd, const char *word, struct bytes body)
{
	char head[FRAME_HEAD_MAX];
	size_t n = frame_head(head, word, body.n);
	return write_all(fd, head, n) && write_all(fd, body.p, body.n);
}
