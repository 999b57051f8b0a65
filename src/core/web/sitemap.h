/* /sitemap.xml (sitemaps.org, 0.9): what of this site programs may find. A feature with public
 * pages adds their addresses through web_routes.sitemap. */
#ifndef CORE_WEB_SITEMAP_H
#define CORE_WEB_SITEMAP_H

#include "core/web/gate.h"
#include "lib/base/date.h"

enum {
	SITEMAP_MAX = 50000
}; /* addresses in one file, as the protocol says; the rest is left out */

struct sitemap_entry {
	const char *path; /* "/tin/…" */
	struct date changed; /* {0}: not known */
};

struct sitemap {
	struct sitemap_entry *v;
	size_t n, cap;
};

void sitemap_add(struct arena *a, struct sitemap *list, const char *path, struct date changed);

extern const struct web_routes sitemap_routes; /* sitemap_web.c */

#endif
