/* Work that needs heavy libraries (PDF, DOCX, later images and sound) is done by loa-worker, a
 * second program started with limits on time, memory and output. One call, one answer. */
#ifndef LIB_WORKER_WORKER_H
#define LIB_WORKER_WORKER_H

#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"

/* verb: what loa-worker knows, such as "pdf", "docx", "read-pdf", "read-docx". The answer lives in
 * a. RC_INVALID: the input cannot be taken (message from the worker); RC_FAIL: the worker is
 * missing, crashed, or went over a limit (said in the message). */
enum rc worker_call(struct arena *a, const char *verb, struct bytes in, struct bytes *out,
	struct err *e) CHECKED;

#endif
