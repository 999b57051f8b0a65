/* Which bytes of a PDF a signature covers (ISO 32000-1, 12.8.1), checked against the file itself.
 */
#ifndef WORKER_SIGNED_RANGE_H
#define WORKER_SIGNED_RANGE_H

#include <stdbool.h>

#include "lib/worker/worker.h"

struct signed_range {
	struct bytes first, second; /* of the file: all of it but the gap, up to the covered end */
	size_t covered;
};

/* range: the four numbers of /ByteRange; contents: the bytes of /Contents as a PDF reader found
 * them. The ranges must begin at the file's first byte, and leave out nothing but that very
 * hexadecimal string: a byte more, and anybody could write there after the signing. NULL where that
 * is so; else, in Vietnamese, what is odd. */
const char *signed_range_check(struct bytes file, const long long range[4], struct bytes contents,
	struct signed_range *out);

#endif
