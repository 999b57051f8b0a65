#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/http/http_int.h"

void body_init(struct body *b, struct arena *a, uint64_t expected, size_t memory)
{
	size_t cap = expected < memory ? (size_t)expected : memory;
	*b = (struct body){
		.mem = arena_alloc(a, cap + 1), .cap = cap, .expected = expected, .fd = -1
	};
}

size_t body_take(struct body *b, const char *p, size_t n)
{
	size_t room = b->cap - b->n;
	if (n > room)
		n = room;
	memcpy(b->mem + b->n, p, n);
	b->n += n;
	b->got += n;
	return n;
}

/* A file without a name in the folder, so that nothing stays behind even after kill -9. */
static int nameless(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	char path[4096];
	if (snprintf(path, sizeof path, "%s/loa-XXXXXX", folder) >= (int)sizeof path)
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

bool body_spool(struct body *b, const char *folder)
{
	if (b->fd < 0)
		b->fd = nameless(folder);
	size_t done = 0;
	while (b->fd >= 0 && done < b->n) {
		ssize_t w = write(b->fd, b->mem + done, b->n - done);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			break;
		done += (size_t)w;
	}
	b->failed = b->failed || done < b->n;
	b->n = 0;
	return !b->failed;
}

bool body_finish(struct body *b, const char *folder, struct http_bytes *out)
{
	if (b->fd >= 0 && b->n && !body_spool(b, folder))
		return false;
	if (b->failed || b->got != b->expected)
		return false;
	if (b->mem)
		b->mem[b->n] = '\0';
	*out = (struct http_bytes){ .p = b->fd < 0 ? b->mem : NULL, .fd = b->fd, .n = b->got };
	return true;
}

void body_release(struct body *b)
{
	if (b->fd >= 0)
		close(b->fd);
	b->fd = -1;
}

long http_bytes_read(const struct http_bytes *b, uint64_t at, void *out, size_t n)
{
	if (at >= b->n)
		return 0;
	if (n > b->n - at)
		n = (size_t)(b->n - at);
	if (b->p) {
		memcpy(out, b->p + at, n);
		return (long)n;
	}
	size_t done = 0;
	while (done < n) {
		ssize_t r = pread(b->fd, (char *)out + done, n - done, (off_t)(b->at + at + done));
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return -1;
		done += (size_t)r;
	}
	return (long)n;
}

enum rc http_bytes_all(
	struct arena *a, const struct http_bytes *b, size_t max, const char **out, struct err *e)
{
	if (b->n > max)
		return ERR(e, RC_INVALID, NULL, "Nội dung gửi lên quá dài.");
	char *p = arena_alloc(a, (size_t)b->n + 1);
	if (http_bytes_read(b, 0, p, (size_t)b->n) != (long)b->n)
		return ERR(e, RC_FAIL, NULL, "Không đọc lại được nội dung đã gửi lên.");
	*out = p;
	return RC_OK;
}
