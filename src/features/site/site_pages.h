/* The portal's own pages: search, what people may know of the office, open data. What stands in
 * them comes from the unit, the settings and the features' descriptors (core/web/gate.h). */
#ifndef FEATURES_SITE_SITE_PAGES_H
#define FEATURES_SITE_SITE_PAGES_H

#include "core/web/gate.h"

extern const struct web_routes search_routes; /* search_web.c */
extern const struct web_routes about_routes; /* about_web.c */
extern const struct web_routes openapi_routes; /* openapi_web.c */

#endif
