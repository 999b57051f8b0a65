/* Addresses that people give as evidence (dẫn chứng), among document numbers and other words. */
#ifndef CORE_WEBLINK_H
#define CORE_WEBLINK_H

#include <stdbool.h>

#include "lib/base/arena.h"

/* Can anybody open it: http, https, or an article of this portal (/tin/...)? Not where it carries a
 * name or a password before the host. */
bool weblink_public(const char *text);
/* Of such a link, what people know it by: "quangngai.gov.vn"; "" where it is of this portal. */
const char *weblink_host(struct arena *a, const char *link);

#endif
