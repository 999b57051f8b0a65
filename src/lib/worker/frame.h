/* How loa and loa-worker speak: "WORD LENGTH\n" and LENGTH bytes, both ways, on a pipe. loa sends a
 * verb; the worker answers "ok", or "invalid" / "fail" with a Vietnamese message. The worker serves
 * one request after another until its input ends, so that it can be kept warm. */
#ifndef LIB_WORKER_FRAME_H
#define LIB_WORKER_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/worker/worker.h"

enum { FRAME_WORD_MAX = 32 };

struct frame {
	char word[FRAME_WORD_MAX];
	struct bytes body;
};

/* Both return false on end of input, a malformed head, a body above max, or an error. */
bool frame_read(int fd, struct arena *a, size_t max, struct frame *out);
bool frame_write(int fd, const char *word, struct bytes body);

#endif
