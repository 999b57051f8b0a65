/* The first page, and the question of a monitor whether the server is well. */
#include "app/feature_list.h"

static enum rc home(struct web *w)
{
	const char *first = web_may(w, MAY_FIGURES_READ)   ? "/so-lieu"
			    : web_may(w, MAY_REPORT_READ)  ? "/bao-cao"
			    : web_may(w, MAY_ACTIVITY_ADD) ? "/ghi"
							   : "/tai-khoan";
	reply_redirect(w->rp, first);
	return RC_OK;
}

/* Reached only where the gate has read the commune from its database. */
static enum rc health(struct web *w)
{
	static const char ok[] = "ok\n";
	reply_bytes(w->rp, 200, "text/plain; charset=utf-8", ok, sizeof ok - 1);
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/", .handler = home),
	WEB_GET("/healthz", .handler = health, .flags = WEB_PUBLIC | WEB_PROBE),
};

const struct web_routes home_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
