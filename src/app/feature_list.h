/* The features of this program: the one place that names them all. */
#ifndef APP_FEATURE_LIST_H
#define APP_FEATURE_LIST_H

#include "core/job.h"
#include "core/search.h"
#include "core/web/gate.h"
#include "lib/db/db.h"

/* Schemas in the order in which they refer to one another. */
extern const struct db_schema app_schemas[];
extern const size_t app_schema_count;
/* Brings a database up to date, with what must be computed for rows that an older Loa wrote. mode:
 * as it was opened. */
enum rc app_migrate(struct db *d, enum db_mode mode, struct err *e) CHECKED;

/* All pages, as loa serve answers them and loa routes prints them. */
extern const struct web_routes *const app_routes[];
extern const size_t app_route_count;

/* What has its part in search. */
extern const struct search_source *const app_search[];
extern const size_t app_search_count;

/* What loa serve does besides answering. */
extern const struct job_kind *const app_jobs[];
extern const size_t app_job_count;
/* Those that wait for strangers' servers, so that mail need not wait for them. */
extern const struct job_kind *const app_slow_jobs[];
extern const size_t app_slow_job_count;

extern const struct web_routes home_routes; /* home_web.c */

#endif
