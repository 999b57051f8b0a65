/* The list of features: the only place that names them all. */
#ifndef APP_FEATURES_H
#define APP_FEATURES_H

#include "lib/db/db.h"

/* Schemas in the order in which they refer to one another. */
extern const struct db_schema app_schemas[];
extern const size_t app_schema_count;

#endif
