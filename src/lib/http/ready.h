/* An answer made once and sent many times: its headers are written and its bytes copied once, for
 * pages that are kept. Safe for threads. */
#ifndef LIB_HTTP_READY_H
#define LIB_HTTP_READY_H

#include "lib/http/reply.h"

struct http_ready;

/* What rp answers, copied. NULL where its headers do not fit, or it sends a file. The caller has it
 * until http_ready_drop. */
struct http_ready *http_ready_new(struct reply *rp);
void http_ready_drop(struct http_ready *r);
/* Bytes of memory that it takes, nearly. */
size_t http_ready_size(const struct http_ready *r);
/* Answers with it. It stays, whoever else drops it, until the arena of rp ends. A header that is
 * added afterwards goes out all the same, but is work again. */
void reply_ready(struct reply *rp, struct http_ready *r);

#endif
