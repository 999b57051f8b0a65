/* How loa and loa-worker speak: "WORD LENGTH\n" and LENGTH bytes, both ways, on a stream. loa sends
 * a verb; the worker answers "ok", or "invalid" / "fail" with a Vietnamese message. The worker
 * serves one request after another until its input ends, so that it can be kept warm. */
#ifndef LIB_WORKER_FRAME_H
#define LIB_WORKER_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/worker/worker.h"

/* WORD is 1 to 31 of a-z and "-"; LENGTH is decimal; the head with its newline fits FRAME_HEAD_MAX.
 */
enum { FRAME_WORD_MAX = 32, FRAME_HEAD_MAX = 64 };

struct frame {
	char word[FRAME_WORD_MAX];
	struct bytes body;
};

enum frame_state {
	FRAME_OK,
	FRAME_END, /* the input ended, or broke, before or within a frame */
	FRAME_BAD /* a malformed head, or a body above max */
};

/* The body is NUL-terminated in a. */
enum frame_state frame_read(int fd, struct arena *a, size_t max, struct frame *out);
/* False on an error of the descriptor. Raises SIGPIPE like write(2) does. */
bool frame_write(int fd, const char *word, struct bytes body);

/* For those who read without blocking. The n bytes of a head, newline included, written to head. */
size_t frame_head(char head[FRAME_HEAD_MAX], const char *word, size_t length);
/* Reads a head that begins at p. FRAME_END: more bytes are needed. *used: length of the head. */
enum frame_state frame_parse(
	const char *p, size_t n, char word[FRAME_WORD_MAX], size_t *length, size_t *used);

#endif
