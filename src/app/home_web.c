/* The question of a monitor whether the server is well. */
#include "app/feature_list.h"

/* Reached only where the gate has read the commune from its database. */
static enum rc health(struct web *w)
{
	static const char ok[] = "ok\n";
	reply_bytes(w->rp, 200, "text/plain; charset=utf-8", ok, sizeof ok - 1);
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/healthz", .handler = health, .flags = WEB_PUBLIC | WEB_PROBE),
};

const struct web_routes home_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
