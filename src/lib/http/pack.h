/* A body compressed once and kept, for pages that are sent many times. */
#ifndef LIB_HTTP_PACK_H
#define LIB_HTTP_PACK_H

#include "lib/base/buf.h"

/* In a; n 0 where it would not be a tenth smaller. May take a millisecond: not for I/O threads. */
struct bytes pack_gzip(struct arena *a, struct bytes in);
struct bytes pack_brotli(struct arena *a, struct bytes in);

#endif
