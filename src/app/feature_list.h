/* The list of features: the only place that names them all. */
#ifndef APP_FEATURES_H
#define APP_FEATURES_H

#include "core/web/gate.h"
#include "lib/db/db.h"

/* Schemas in the order in which they refer to one another. */
extern const struct db_schema app_schemas[];
extern const size_t app_schema_count;

/* All pages, as loa serve answers them and loa routes prints them. */
extern const struct web_routes *const app_routes[];
extern const size_t app_route_count;

extern const struct web_routes home_routes; /* home_web.c */

#endif
