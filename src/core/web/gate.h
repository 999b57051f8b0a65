/* A request on its way through the office: the gate opens the database, finds the session, checks
 * the permission and the form's token, runs the handler within one transaction and answers by its
 * result. Handlers see a struct web and do none of this themselves. */
#ifndef CORE_WEB_GATE_H
#define CORE_WEB_GATE_H

#include "core/permission.h"
#include "core/session.h"
#include "core/unit.h"
#include "core/web/desk.h"
#include "lib/base/cache.h"
#include "lib/http/http.h"
#include "lib/http/route.h"

/* A place of the menu, for who has the permission; the lists of all features are sorted by order.
 */
#define WEB_EVERYBODY PERMISSIONS /* any session */
struct web_item {
	int order;
	const char *text, *href;
	enum permission permission; /* or WEB_EVERYBODY */
};

struct web_menu {
	struct web_item *v;
	size_t n, cap;
};

/* A place of the public menu; sorted by order as well. */
struct web_public_item {
	int order;
	const char *text, *href;
};

struct web_public_menu {
	struct web_public_item *v;
	size_t n, cap;
};

struct web_routes;
struct web_record;
struct sitemap;
struct web;
struct desk_memory;

/* A part of the portal's home, drawn as a <section>; nothing where there is nothing to show. */
struct web_block {
	int order;
	enum rc (*draw)(struct web *w, struct buf *b);
};

/* A feed of news, told to programs by every visitors' page. */
struct web_feed {
	const char *name, *type, *href; /* "Tin, bài", "application/rss+xml", "/tin/rss.xml" */
};

/* One address of the open interface: a public GET that answers JSON or CSV. */
struct web_api {
	const char *path; /* the route's own pattern; what stands for {..} is a whole number */
	const char *summary, *type; /* "Văn bản đã công khai", "application/json" */
	const char *schema; /* of the answer: JSON Schema as OpenAPI 3.0 has it; NULL: no JSON */
	bool paged; /* takes ?trang=N */
};

/* What the public pages say of the unit in their frame, from settings; "" where it is not known. */
struct web_unit_facts {
	const char *address, *phone, *email, *hours;
	const char *alert; /* above every page; NULL: nothing */
};

struct web {
	struct arena *a; /* of the request */
	int64_t now; /* Unix seconds, one for the whole request */
	struct request *rq;
	struct reply *rp;
	struct db *db; /* in a transaction: to read for GET, to write for POST */
	const struct unit *unit;
	const char *unit_name; /* "xã Ba Tơ", of today */
	const struct session *session; /* NULL for a visitor */
	const char *csrf; /* for forms; NULL for a visitor */
	const struct web_menu *menu;
	const struct web_public_menu *public_menu;
	struct web_unit_facts facts;
	struct desk_memory *memory; /* the gate's own */
	const struct web_routes *const *lists; /* all of the office */
	size_t lists_n;
	void *prepared; /* what the route's prepare left */
	int64_t valid_until; /* of a kept page: Unix seconds; the next midnight unless made earlier
			      */
	struct cache *cache; /* of the server, for all its communes: keys begin with rq->host */
	struct err e;
};

/* Flags of a route. */
enum {
	WEB_PUBLIC = 1, /* answered without a session */
	WEB_BARE = 2, /* opens its own transactions: sign-in */
	WEB_PROBE = 4, /* asked by programs: any failure is a plain 503 */
	/* A visitor's page is kept and given to others, until the commune's audit grows (shelf.h):
	 * it depends on nothing but the address, what is audited, and the day. */
	WEB_KEPT = 16,
	WEB_SECRET = 8 /* the path holds a secret: the log shows the pattern */
};

/* A handler answers through w->rp and returns RC_OK, or says why not: the gate makes the page. A
 * POST is kept only where the answer is no error: a form shown again (422) undoes what was written.
 */
typedef enum rc web_handler(struct web *w);

/* A route's row. The permission is one of permission_name; NULL: any session. */
struct web_route {
	enum http_method method;
	const char *pattern;
	web_handler *handler;
	const char *permission;
	unsigned flags;
	enum http_lane lane;
	uint64_t body_max; /* bytes; 0: lib/http's default, enough for a form without files */
	/* Of a POST, NULL: none. Long work on what was sent (photos are made smaller) before the
	 * write transaction, which nobody should wait for so long; after the gate's questions, and
	 * not for a form that was taken already. It opens its own transactions. */
	web_handler *prepare;
	web_handler *visitor; /* who has no session gets this, instead of being sent to sign in */
};

/* WEB_GET("/so-lieu", .handler = show, .permission = "figures.read"), */
#define WEB_GET(path, ...) \
	{ \
		.method = HTTP_GET, .pattern = path, __VA_ARGS__ \
	}
#define WEB_POST(path, ...) \
	{ \
		.method = HTTP_POST, .pattern = path, __VA_ARGS__ \
	}

struct web_routes {
	const struct web_route *v;
	size_t n;
	const struct web_item *menu;
	size_t menu_n;
	const struct web_record *records; /* how its things are called in the audit: history.h */
	size_t records_n;
	/* Adds the public addresses of its pages; NULL: it has none. core/web/sitemap.h */
	enum rc (*sitemap)(struct web *w, struct sitemap *out);
	const struct web_public_item *site; /* its places in the public menu */
	size_t site_n;
	const struct web_block *blocks; /* of the portal's home */
	size_t blocks_n;
	/* The text above all visitors' pages now, NULL: none; with web_valid_until of when that
	 * changes. */
	enum rc (*alert)(struct web *w, const char **out);
	const struct web_feed *feeds;
	size_t feeds_n;
	const struct web_api *api; /* its part of the open interface */
	size_t api_n;
};

extern const struct web_routes account_routes; /* account_web.c */
extern const struct web_routes audit_routes; /* audit_web.c */
extern const struct web_routes factor_routes; /* factor_web.c */
extern const struct web_routes password_routes; /* password_web.c */
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

/* --- for handlers --- */

/* The audit opened in the name of who is signed in. */
enum rc web_audit(struct web *w, struct audit *t) CHECKED;
/* A kept page is made anew from this moment on: something appears or expires then. 0: never. */
void web_valid_until(struct web *w, int64_t moment);
/* The whole number that stands for {name} in the address; RC_NOTFOUND (404) where it is none. */
enum rc web_id(struct web *w, const char *name, int64_t *out) CHECKED;
/* Was the form drawn from another version of the thing than this, its newest? Then the handler
 * shows the form again (409) with what was typed, and says who changed the thing meanwhile. */
bool web_is_stale(const struct web *w, int64_t version);

/* Hidden fields of a form: the session's token; the form's own key, by which a form that comes
 * twice (a shaky network, a second tap) is taken once and leads to the same place; and the version
 * of what it changes, or 0 where it changes nothing that others may change meanwhile. */
#define WEB_ONCE    "lan"
#define WEB_VERSION "ban"
struct web_form {
	const char *csrf, *once;
	int64_t version;
};
/* With the key of the form that was sent, where it is shown again. */
struct web_form web_form(struct web *w, int64_t version);
void web_form_hidden(struct buf *b, const struct web_form *f);

/* The name of the session's cookie. */
#define WEB_COOKIE "loa_phien"

#endif
