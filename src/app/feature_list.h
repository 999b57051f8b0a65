/* The features of this program: the one place that names them all. */
#ifndef APP_FEATURE_LIST_H
#define APP_FEATURE_LIST_H

#include "lib/db/db.h"

/* Their schemas in the order in which tables refer to each other, and what must be computed for rows
 * that an older Loa wrote. mode: as the database was opened. */
enum rc app_migrate(struct db *d, enum db_mode mode, struct err *e) CHECKED;

#endif
