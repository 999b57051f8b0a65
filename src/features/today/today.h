/* Today (hôm nay), the first page of everybody: what is due, what waits for the person, which
 * channels have no figure yet, what he recorded last. Nothing is kept: it is read from the views of
 * the features. */
#ifndef FEATURES_TODAY_TODAY_H
#define FEATURES_TODAY_TODAY_H

#include "core/web/gate.h"

extern const struct web_routes today_routes; /* today_web.c */

#endif
