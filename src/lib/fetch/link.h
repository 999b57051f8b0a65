/* Addresses of the web as other people's pages write them: made whole, and made comparable. */
#ifndef LIB_FETCH_LINK_H
#define LIB_FETCH_LINK_H

#include <stdbool.h>

#include "lib/base/arena.h"

enum { LINK_MAX = 2000 }; /* bytes; what is longer is no address */

/* href as it stands in a page at base (RFC 3986, 5.2), without its fragment and with what may not
 * stand in an address percent-encoded. base NULL: href must be whole. NULL: no address of http or
 * https, one with a user's name in it, or one whose host is no plain name or number. */
const char *link_resolve(struct arena *a, const char *base, const char *href);
/* By what two addresses of one page are alike: without scheme, "www.", usual port, tracking
 * parameters, session numbers, and "/" at the end. link: of link_resolve. */
const char *link_key(struct arena *a, const char *link);
/* "ba-to.tinh.gov.vn:8080" of a whole address, in small letters; the port where it is written. */
const char *link_host(struct arena *a, const char *link);

#endif
