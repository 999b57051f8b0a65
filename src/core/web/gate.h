/* A request on its way through the office: the gate opens the database, finds the session, checks
 * the permission and the form's token, runs the handler within one transaction and answers by its
 * result. Handlers see a struct web and do none of this themselves. */
#ifndef CORE_WEB_GATE_H
#define CORE_WEB_GATE_H

#include "core/permission.h"
#include "core/session.h"
#include "core/unit.h"
#include "core/web/desk.h"
#include "lib/http/http.h"
#include "lib/http/route.h"

struct web {
	struct arena *a; /* of the request */
	struct request *rq;
	struct reply *rp;
	struct db *db; /* in a transaction: to read for GET, to write for POST */
	const struct unit *unit;
	const char *unit_name; /* "xã Ba Tơ", of today */
	const struct session *session; /* NULL for a visitor */
	const char *csrf; /* for forms; NULL for a visitor */
	struct err e;
};

/* Flags of a route. */
enum {
	WEB_PUBLIC = 1, /* answered without a session */
	WEB_BARE = 2, /* opens its own transactions: sign-in */
	WEB_PROBE = 4 /* asked by programs: any failure is a plain 503 */
};

/* A handler answers through w->rp and returns RC_OK, or says why not: the gate makes the page. */
typedef enum rc web_handler(struct web *w);

/* A route's row: WEB_GET("/so-lieu", page, "figures.read"). The permission is one of
 * permission_name; NULL: any session. */
struct web_route {
	enum http_method method;
	const char *pattern;
	web_handler *handler;
	const char *permission;
	unsigned flags;
	enum http_lane lane;
};

struct web_routes {
	const struct web_route *v;
	size_t n;
};

extern const struct web_routes account_routes; /* account_web.c */
extern const struct web_routes sign_in_routes; /* sign_in_web.c */

struct web_app;

/* The communes' databases behind all routes; lists must live as long as the app. Dies on a
 * permission that does not exist: a mistake of the program. */
struct web_app *web_app_new(struct arena *a, const struct desk_config *desks,
	const struct web_routes *const lists[], size_t n);
/* Prometheus text, besides that of http_metrics. */
void web_metrics(const struct web_app *app, struct buf *b);
/* For http_config. */
struct http_hooks web_hooks(struct web_app *app);
/* After http_stop: closes the databases. */
void web_app_close(struct web_app *app);

/* Has the person signed in this permission? */
bool web_may(const struct web *w, enum permission p);

/* The name of the session's cookie. */
#define WEB_COOKIE "loa_phien"

#endif
