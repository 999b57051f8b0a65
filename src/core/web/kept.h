/* A form that the gate did not take: its session is over, or its token is of another one. What was
 * typed is not lost by that. */
#ifndef CORE_WEB_KEPT_H
#define CORE_WEB_KEPT_H

#include "core/web/gate.h"

/* Answers with a page (403) from which the same fields can be sent again. False, with nothing
 * answered, where the form may come from elsewhere (it is not for us to hold a stranger's form out
 * to a person), holds passwords or nothing. */
bool web_keep(struct web *w, const struct web_route *route);

#endif
