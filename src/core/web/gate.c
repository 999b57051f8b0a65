#include "core/web/gate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/web/desk.h"
#include "core/web/form_store.h"
#include "core/web/frame.h"
#include "core/web/kept.h"
#include "core/web/shelf.h"
#include "core/web/site.h"
#include "core/web/web.h"
#include "lib/base/text.h"

struct row {
	struct route route; /* first: found again from rq->route */
	const struct web_route *web;
	enum permission permission; /* PERMISSIONS: any session will do */
};

struct web_app {
	struct desks *desks;
	struct route_table *table;
	struct web_menu menu;
	struct web_public_menu public_menu;
	const struct web_routes *const *lists;
	size_t lists_n;
	struct row missing; /* what stands at no address */
	struct cache *cache;
	struct shelf *kept;
};

enum { CACHE_MAX = 32 << 20, SHELF_MAX = 8 << 20 };

static enum permission permission_of(const struct web_route *r)
{
	enum permission p = permission_find(r->permission);
	if (r->permission && p == PERMISSIONS)
		die("web: %s: không có quyền %s", r->pattern, r->permission);
	return p;
}

/* The table wants a handler of its kind; the gate calls the row's own. */
static void unused(void *ctx, struct request *rq, struct reply *rp)
{
	(void)ctx, (void)rq, (void)rp;
}

static struct row row_of(const struct web_route *r)
{
	return (struct row){ .route = { .method = r->method,
				     .pattern = r->pattern,
				     .handle = unused,
				     .lane = r->lane,
				     .body_max = r->body_max },
		.web = r,
		.permission = permission_of(r) };
}

static void add_rows(
	struct arena *a, const struct web_routes *list, const struct route **rows, size_t *n)
{
	for (size_t i = 0; i < list->n; i++) {
		struct row *x = ARENA_NEW(a, struct row);
		*x = row_of(&list->v[i]);
		rows[(*n)++] = &x->route;
	}
}

static int by_order(const void *p, const void *q)
{
	const struct web_item *x = p, *y = q;
	return (x->order > y->order) - (x->order < y->order);
}

static void add_menu(struct arena *a, struct web_menu *menu, const struct web_routes *list)
{
	for (size_t i = 0; i < list->menu_n; i++)
		ARENA_PUSH(a, menu, list->menu[i]);
	if (menu->n)
		qsort(menu->v, menu->n, sizeof *menu->v, by_order);
}

static int by_public_order(const void *p, const void *q)
{
	const struct web_public_item *x = p, *y = q;
	return (x->order > y->order) - (x->order < y->order);
}

static void add_public_menu(
	struct arena *a, struct web_public_menu *menu, const struct web_routes *list)
{
	for (size_t i = 0; i < list->site_n; i++)
		ARENA_PUSH(a, menu, list->site[i]);
	if (menu->n)
		qsort(menu->v, menu->n, sizeof *menu->v, by_public_order);
}

/* A visitor with an old link comes to the commune's own page, with its menu and its search. */
static enum rc missing(struct web *w)
{
	return ERR(&w->e, RC_NOTFOUND, NULL,
		"Không có trang nào ở địa chỉ này. Có thể địa chỉ gõ sai hoặc trang đã chuyển chỗ.");
}

static const struct web_route nowhere = WEB_GET("", .handler = missing, .flags = WEB_PUBLIC);

struct web_app *web_app_new(struct arena *a, const struct desk_config *desks,
	const struct web_routes *const lists[], size_t n)
{
	struct web_app *app = ARENA_NEW(a, struct web_app);
	size_t count = 0, filled = 0;
	for (size_t i = 0; i < n; i++)
		count += lists[i]->n;
	const struct route **rows = ARENA_ARRAY(a, const struct route *, count);
	for (size_t i = 0; i < n; i++) {
		add_rows(a, lists[i], rows, &filled);
		add_menu(a, &app->menu, lists[i]);
		add_public_menu(a, &app->public_menu, lists[i]);
	}
	app->desks = desks_new(a, desks);
	app->lists = lists;
	app->lists_n = n;
	app->missing = row_of(&nowhere);
	app->cache = cache_new(a, CACHE_MAX);
	app->kept = shelf_new(a, SHELF_MAX);
	app->table = route_table_new(a, rows, filled);
	return app;
}

void web_app_close(struct web_app *app)
{
	desks_close(app->desks);
}

void web_metrics(const struct web_app *app, struct buf *b)
{
	desk_metrics(app->desks, b);
	struct shelf_figures k = shelf_figures(app->kept);
	buf_printf(b,
		"# HELP loa_kept_bytes Bytes of visitors' pages in memory.\n"
		"# TYPE loa_kept_bytes gauge\nloa_kept_bytes %zu\n"
		"# HELP loa_kept_pages_total Visitors' pages, by how they were answered.\n"
		"# TYPE loa_kept_pages_total counter\n"
		"loa_kept_pages_total{from=\"memory\"} %llu\n"
		"loa_kept_pages_total{from=\"checked\"} %llu\n"
		"loa_kept_pages_total{from=\"made\"} %llu\n",
		k.bytes, (unsigned long long)k.hits, (unsigned long long)k.checked,
		(unsigned long long)k.made);
}

/* What is remembered of a commune. */
struct commune {
	struct unit *unit;
	struct web_unit_facts facts;
};

static enum rc read_commune(struct web *w, struct arena *a, struct commune *c)
{
	enum rc rc = unit_load(w->db, a, &c->unit, &w->e);
	return rc ? rc : web_facts_load(w->db, a, &c->facts, &w->e);
}

static void free_later(void *a)
{
	arena_free(a);
}

/* The unit and its facts, read anew where the audit has grown. What an older request of this thread
 * still shows of them ends with this one. */
static enum rc recall(struct web *w, const struct commune **out)
{
	int64_t mark = 0;
	enum rc rc = audit_mark(w->db, w->a, &mark, &w->e);
	if (rc)
		return rc;
	struct desk_memory *m = w->memory;
	if (m->a && mark && m->mark == mark) {
		*out = m->what;
		return RC_OK;
	}
	struct arena *a = arena_new();
	struct commune *c = ARENA_NEW(a, struct commune);
	rc = read_commune(w, a, c);
	if (rc) {
		arena_free(a);
		return rc;
	}
	if (m->a)
		arena_defer(w->a, free_later, m->a);
	*m = (struct desk_memory){ a, mark, c };
	*out = c;
	return RC_OK;
}

static enum rc load_unit(struct web *w)
{
	const struct commune *c = NULL;
	enum rc rc = recall(w, &c);
	if (rc)
		return rc;
	const struct unit_name *n = unit_name_at(c->unit, date_today());
	w->unit = c->unit;
	w->facts = c->facts;
	w->unit_name = n ? arena_printf(w->a, "%s %s", n->kind, n->name) : c->unit->slug;
	return RC_OK;
}

static enum rc load_session(struct web *w)
{
	const char *token = request_cookie(w->rq, WEB_COOKIE);
	struct session *s = ARENA_NEW(w->a, struct session);
	w->session = NULL;
	w->csrf = NULL;
	if (!token)
		return RC_OK;
	enum rc rc = session_find(w->db, w->a, token, w->now, s, &w->e);
	if (rc == RC_NOTFOUND) {
		err_clear(&w->e);
		return RC_OK;
	}
	if (rc)
		return rc;
	w->session = s;
	w->csrf = session_csrf(w->a, token);
	return RC_OK;
}

static bool signed_in(const struct web *w)
{
	return w->session && w->session->ready;
}

/* What every page needs: the commune, who asks, and for a visitor the alert of this hour. */
static enum rc load_common(struct web *w)
{
	enum rc rc = load_unit(w);
	if (!rc)
		rc = load_session(w);
	return rc || signed_in(w) ? rc : web_alert_load(w);
}

bool web_may(const struct web *w, enum permission p)
{
	return w->session && w->session->ready && permission_allows(w->session->roles, p);
}

void web_valid_until(struct web *w, int64_t moment)
{
	if (moment && moment < w->valid_until)
		w->valid_until = moment;
}

enum rc web_audit(struct web *w, struct audit *t)
{
	struct audit_actor by = { w->session->login, arena_printf(w->a, "web %s", w->rq->client) };
	return audit_open(t, w->db, by, w->now, &w->e);
}

enum rc web_id(struct web *w, const char *name, int64_t *out)
{
	const char *text = route_segment(w->rq, name);
	char *end = NULL;
	errno = 0;
	long long id = text ? strtoll(text, &end, 10) : 0;
	if (id <= 0 || errno || *end)
		return ERR(&w->e, RC_NOTFOUND, name, "Không có trang nào ở địa chỉ này.");
	*out = id;
	return RC_OK;
}

bool web_is_stale(const struct web *w, int64_t version)
{
	const char *drawn = request_field(w->rq, WEB_VERSION);
	return !drawn || strtoll(drawn, NULL, 10) != version;
}

/* Who may come in here, and did the form come from our own page? */
static enum rc admit(struct web *w, const struct row *row)
{
	bool public = row->web->flags & WEB_PUBLIC || (row->web->visitor && !signed_in(w));
	if (!public && !signed_in(w))
		return ERR(&w->e, RC_DENIED, "session", "Xin đăng nhập để xem trang này.");
	if (!public && row->permission != PERMISSIONS && !web_may(w, row->permission))
		return ERR(&w->e, RC_DENIED, "permission",
			"Vai trò của bạn không có quyền làm việc này.");
	if (w->rq->method != HTTP_POST || !w->session)
		return RC_OK;
	const char *token = request_cookie(w->rq, WEB_COOKIE),
		   *given = request_field(w->rq, "csrf");
	if (given && session_csrf_check(w->a, token, given))
		return RC_OK;
	return ERR(&w->e, RC_DENIED, "csrf",
		"Trang đã cũ hoặc không phải của Loa; hãy tải lại trang rồi gửi lại.");
}

/* A form that was taken already leads where it led; otherwise its handler runs, and where it leads
 * is kept in the same transaction. */
static enum rc take_once(struct web *w, const struct row *row)
{
	const char *key = form_key(w), *location = NULL;
	enum rc rc = key ? form_taken(w, key, &location) : RC_NOTFOUND;
	if (!rc)
		reply_redirect(w->rp, location);
	if (rc != RC_NOTFOUND)
		return rc;
	rc = row->web->handler(w);
	if (!rc && key && w->rp->status == 303)
		rc = form_keep(w, key);
	return rc;
}

static web_handler *handler_for(const struct web *w, const struct row *row)
{
	return row->web->visitor && !signed_in(w) ? row->web->visitor : row->web->handler;
}

/* A visitor's page: as it is kept, where nothing has changed, else made and kept. */
static enum rc keep(struct shelf *k, struct web *w, const struct row *row, uint64_t epoch)
{
	int64_t mark = 0;
	const char *key = shelf_key(w->rq, WEB_COOKIE);
	enum rc rc = db_begin(w->db, DB_READ, &w->e);
	if (rc)
		return rc;
	rc = audit_mark(w->db, w->a, &mark, &w->e);
	if (!rc && !shelf_still(k, key, epoch, mark, w->now, w->rq, w->rp)) {
		rc = load_common(w);
		if (!rc)
			rc = handler_for(w, row)(w);
		if (!rc)
			shelf_put(k, key, epoch, mark, w->valid_until, w->rp);
	}
	db_rollback(w->db);
	return rc;
}

static enum rc in_transaction(struct web *w, const struct row *row)
{
	bool writes = w->rq->method == HTTP_POST;
	enum rc rc = db_begin(w->db, writes ? DB_WRITE : DB_READ, &w->e);
	if (rc)
		return rc;
	rc = load_common(w);
	if (!rc)
		rc = admit(w, row);
	if (!rc)
		rc = writes ? take_once(w, row) : handler_for(w, row)(w);
	if (!rc && writes && w->rp->status < 400)
		return db_commit(w->db, &w->e);
	db_rollback(w->db);
	return rc;
}

/* The route's long work, with no transaction open. */
static enum rc prepare(struct web *w, const struct row *row)
{
	const char *location;
	enum rc rc = db_begin(w->db, DB_READ, &w->e);
	if (!rc)
		rc = load_common(w);
	if (!rc)
		rc = admit(w, row);
	const char *key = rc ? NULL : form_key(w);
	enum rc taken = key ? form_taken(w, key, &location) : RC_NOTFOUND;
	db_rollback(w->db);
	if (!rc && taken == RC_NOTFOUND)
		return row->web->prepare(w);
	return rc ? rc : taken;
}

/* Sign-in opens its own transactions; what it needs before is read in one that is over. */
static enum rc outside(struct web *w, const struct row *row)
{
	enum rc rc = db_begin(w->db, DB_READ, &w->e);
	if (!rc)
		rc = load_common(w);
	db_rollback(w->db);
	if (!rc)
		rc = admit(w, row);
	return rc ? rc : row->web->handler(w);
}

static int status_of(enum rc rc)
{
	static const int statuses[] = { [RC_OK] = 200,
		[RC_NOTFOUND] = 404,
		[RC_INVALID] = 422,
		[RC_DENIED] = 403,
		[RC_CONFLICT] = 409,
		[RC_BUSY] = 503,
		[RC_FAIL] = 500 };
	return statuses[rc];
}

/* Who has a personal link has the account. */
static const char *path_to_log(const struct request *rq)
{
	const struct row *row = (const struct row *)(const void *)rq->route;
	if (row && row->web->flags & WEB_SECRET)
		return row->web->pattern;
	return text_has_prefix(rq->path, SIGN_IN_LINK) ? SIGN_IN_LINK "…" : rq->path;
}

static void fail(struct web *w, enum rc rc)
{
	bool session = rc == RC_DENIED && text_eq(w->e.field, "session");
	if (session && w->rq->method != HTTP_POST) {
		reply_redirect(w->rp, web_sign_in_path(w->a, "/dang-nhap", w->rq->target));
		return;
	}
	const struct row *row = (const struct row *)(const void *)w->rq->route;
	if (rc == RC_DENIED && (session || text_eq(w->e.field, "csrf")) && web_keep(w, row->web))
		return;
	if (rc == RC_FAIL)
		fprintf(stderr, "loa: %s %s: %s: %s\n", w->rq->host, path_to_log(w->rq),
			w->e.where ? w->e.where : "?", w->e.message ? w->e.message : "?");
	static const char *const titles[] = { [RC_OK] = "",
		[RC_NOTFOUND] = "Không tìm thấy",
		[RC_INVALID] = "Chưa nhận được",
		[RC_DENIED] = "Không được phép",
		[RC_CONFLICT] = "Đã có thay đổi khác",
		[RC_BUSY] = "Đang bận",
		[RC_FAIL] = "Loa đang gặp trục trặc" };
	const char *message = rc == RC_FAIL
				      ? "Việc vừa làm chưa được lưu. Hãy thử lại; nếu vẫn lỗi, báo "
					"người quản trị."
				      : w->e.message;
	struct web_error_view v = { .page = web_page(w, titles[rc]),
		.message = message ? message : "Không rõ lý do." };
	struct buf b = web_buf(w);
	web_error_html(&b, &v);
	reply_page(w->rp, status_of(rc), &b);
}

static bool head(void *ctx, struct request *rq, struct http_plan *plan, struct reply *rp)
{
	struct web_app *app = ctx;
	if (text_has_prefix(rq->path, "/assets/")) {
		web_asset(rq, rp);
		return true;
	}
	const char *key = shelf_key(rq, WEB_COOKIE);
	if (key && shelf_answer(app->kept, key, rq, time(NULL), rp))
		return true;
	bool answered = route_head(app->table, &app->missing.route, rq, plan, rp);
	plan->log_as = path_to_log(rq);
	return answered;
}

/* Now and then the session is told that it is in use. Where that fails it only ends earlier. */
static void touch(struct web *w)
{
	struct err none;
	err_init(&none, w->a);
	if (!w->session || !w->session->touch || db_begin(w->db, DB_WRITE, &none))
		return;
	if (session_touch(w->db, w->session->id, w->now, &none) || db_commit(w->db, &none))
		db_rollback(w->db);
}

static enum rc attempt(struct web_app *app, struct web *w, const struct row *row)
{
	uint64_t epoch = shelf_epoch(app->kept);
	enum rc rc = desk_take(app->desks, w->rq, &w->db, &w->e);
	if (!rc)
		w->memory = desk_memory(app->desks, w->rq, w->db);
	if (!rc && row->web->prepare)
		rc = prepare(w, row);
	if (rc)
		return rc;
	if (row->web->flags & WEB_KEPT && shelf_key(w->rq, WEB_COOKIE))
		return keep(app->kept, w, row, epoch);
	return row->web->flags & WEB_BARE ? outside(w, row) : in_transaction(w, row);
}

static struct web begin(const struct web_app *app, struct request *rq, struct reply *rp)
{
	struct web w = { .a = rq->a,
		.now = time(NULL),
		.rq = rq,
		.rp = rp,
		.menu = &app->menu,
		.public_menu = &app->public_menu,
		.lists = app->lists,
		.lists_n = app->lists_n,
		.cache = app->cache };
	w.valid_until = date_moment(date_add_days(date_today(), 1));
	err_init(&w.e, rq->a);
	rp->headers.n = 0;
	return w;
}

/* A page that is only read is made anew where the connection went meanwhile. What writes is not:
 * it may be stored already, and the connection lost only behind that. */
static bool again(const struct web *w, const struct row *row, enum rc rc)
{
	return rc == RC_FAIL && w->rq->method != HTTP_POST && !(row->web->flags & WEB_BARE) &&
	       w->db && db_lost(w->db);
}

static void answer(struct web *w, const struct row *row, enum rc rc)
{
	if (!rc)
		touch(w);
	else if (row->web->flags & WEB_PROBE)
		reply_bytes(w->rp, 503, "text/plain; charset=utf-8", "unavailable\n", 12);
	else
		fail(w, rc);
}

static void handle(void *ctx, struct request *rq, struct reply *rp)
{
	struct web_app *app = ctx;
	const struct row *row = (const struct row *)(const void *)rq->route;
	struct web w = begin(app, rq, rp);
	enum rc rc = attempt(app, &w, row);
	if (again(&w, row, rc)) {
		desk_drop(app->desks, rq, w.db);
		w = begin(app, rq, rp);
		rc = attempt(app, &w, row);
	}
	answer(&w, row, rc);
	if (rq->method == HTTP_POST)
		shelf_changed(app->kept);
	if (rc == RC_FAIL) /* a lost connection must not stay */
		desk_drop(app->desks, rq, w.db);
}

/* What lib/http answers itself looks like the rest. In an I/O thread: nothing is read for it, so
 * that it is not known whose page it is; it gets the visitors' frame, which has no script. */
static void error_page(void *ctx, struct reply *rp, const char *title, const char *message)
{
	enum { ERROR_MAX = 1 << 16 };
	static const struct page_site nobody = { 0 };
	struct web_error_view v = { .page = { .title = title, .commune = "Loa", .site = &nobody },
		.message = message,
		.back = rp->back };
	struct buf b;
	(void)ctx;
	buf_init(&b, rp->a, ERROR_MAX);
	web_error_html(&b, &v);
	rp->body = b.p;
	rp->n = b.n;
}

struct http_hooks web_hooks(struct web_app *app)
{
	return (struct http_hooks){
		.ctx = app, .head = head, .handle = handle, .error_page = error_page
	};
}
