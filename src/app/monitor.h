/* The numbers of the running server for Prometheus, on a listener of their own: never on the one
 * that the public sees. */
#ifndef APP_MONITOR_H
#define APP_MONITOR_H

#include "core/web/gate.h"

struct monitor {
	struct http_server *server; /* whose numbers; NULL: not there yet */
	const struct web_app *app;
};

/* For http_config: GET /metrics, and 404 for the rest. m must live as long as the listener. */
struct http_hooks monitor_hooks(struct monitor *m);

#endif
