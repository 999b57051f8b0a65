/* People who sign in (người dùng), as the administrator manages them in the browser, and the
 * commune's settings. The rules and the tables are core's (core/user.h, core/setting.h). */
#ifndef FEATURES_PEOPLE_PEOPLE_H
#define FEATURES_PEOPLE_PEOPLE_H

#include "core/web/gate.h"

extern const struct web_routes people_routes; /* people_web.c: the list, adding */
extern const struct web_routes person_routes; /* person_web.c: one of them */
extern const struct web_routes setting_routes; /* setting_web.c */

#endif
