#include "core/web/frame.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/setting.h"
#include "core/token.h"
#include "core/web/site.h"
#include "lib/base/text.h"
#include "lib/http/url.h"

enum { PAGE_USUAL = 60 << 10, PAGE_MAX = 64 << 20 };

/* The item's page or one below it. */
static bool is_at(const struct web *w, const char *href)
{
	const char *path = w->rq->path;
	size_t n = strlen(href);
	return text_has_prefix(path, href) && (n == 1 ? !path[n] : !path[n] || path[n] == '/');
}

static bool may_see(const struct web *w, const struct web_item *m)
{
	if (m->permission == WEB_EVERYBODY)
		return w->session && w->session->ready;
	return web_may(w, m->permission);
}

struct page web_page(struct web *w, const char *title)
{
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, w->menu->n);
	struct page p = { .title = title,
		.commune = w->unit_name ? arena_printf(w->a, "UBND %s", w->unit_name) : "Loa",
		.menu = links };
	for (size_t i = 0; i < w->menu->n; i++) {
		const struct web_item *m = &w->menu->v[i];
		if (may_see(w, m))
			links[p.menu_n++] = (struct part_link){
				.text = m->text, .href = m->href, .current = is_at(w, m->href)
			};
	}
	if (w->session && w->session->ready) {
		p.person = w->session->name;
		p.role = roles_names(w->a, w->session->roles);
		p.account = "/tai-khoan";
		p.sign_out = "/dang-xuat";
		p.csrf = w->csrf;
	} else {
		web_site_dress(w, &p);
	}
	return p;
}

struct sign_in web_sign_in(const struct web *w)
{
	const char *agent = request_header(w->rq, "user-agent");
	return (struct sign_in){ .address = w->rq->client,
		.agent = agent ? agent : "",
		.now = w->now,
		.cost = password_cost_default };
}

const char *web_sign_in_path(struct arena *a, const char *page, const char *back)
{
	if (!back || text_eq(back, "/"))
		return page;
	return arena_printf(a, "%s?ve=%s", page, url_encode(a, back));
}

void web_notice(struct web *w, struct page *p, const struct web_done *v, size_t n)
{
	const char *code = request_query(w->rq, WEB_DONE);
	for (size_t i = 0; i < n; i++)
		if (text_eq(code, v[i].code))
			p->notice = (struct part_notice){ .text = v[i].text, .done = true };
}

void web_error(struct web *w, struct page *p, const char *message)
{
	struct widget_error *v = ARENA_ARRAY(w->a, struct widget_error, p->errors_n + 1);
	for (size_t i = 0; i < p->errors_n; i++)
		v[i] = p->errors[i];
	v[p->errors_n++] = (struct widget_error){ NULL, message };
	p->errors = v;
}

int64_t web_version_of(const char *state)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	for (; *state; state++)
		hash = (hash ^ (unsigned char)*state) * 1099511628211u;
	return (int64_t)(hash >> 2) + 1;
}

enum rc web_site(struct web *w, const char **out)
{
	const char *site = NULL, *host = request_header(w->rq, "host");
	enum rc rc = setting_get(w->db, w->a, SETTING_SITE, &site, &w->e);
	if (rc)
		return rc;
	if (!*site)
		site = arena_printf(w->a, "%s://%s", w->rq->https ? "https" : "http",
			host ? host : w->rq->host);
	size_t n = strlen(site);
	while (n && site[n - 1] == '/')
		n--;
	*out = arena_strndup(w->a, site, n);
	return RC_OK;
}

struct buf web_buf(struct web *w)
{
	struct buf b;
	buf_init(&b, w->a, PAGE_MAX);
	buf_reserve(&b, PAGE_USUAL);
	return b;
}

enum rc web_reply(struct web *w, int status, const struct buf *b)
{
	reply_page(w->rp, status, b);
	/* A page for one person holds the token of his forms. */
	w->rp->secret = w->session != NULL;
	return RC_OK;
}

struct web_form web_form(struct web *w, int64_t version)
{
	const char *sent = w->rq->method == HTTP_POST ? request_field(w->rq, WEB_ONCE) : NULL;
	return (struct web_form){ w->csrf, sent ? sent : token_new(w->a), version };
}

void web_form_hidden(struct buf *b, const struct web_form *f)
{
	widget_hidden(b, PART_CSRF, f->csrf);
	widget_hidden(b, WEB_ONCE, f->once);
	if (f->version)
		widget_hidden(b, WEB_VERSION, arena_printf(b->a, "%lld", (long long)f->version));
}

size_t web_page_asked(const struct web *w, size_t pages)
{
	const char *typed = request_query(w->rq, "trang");
	unsigned long n = typed ? strtoul(typed, NULL, 10) : 1;
	return n < 1 || n > pages ? 1 : n;
}

const char *web_moment(struct arena *a, int64_t at)
{
	struct tm tm = date_clock(at);
	return arena_printf(a, "%s %02d:%02d", date_short(a, date_of(at)), tm.tm_hour, tm.tm_min);
}
