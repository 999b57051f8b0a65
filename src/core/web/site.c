/* The portal's frame and home. */
#include "core/web/site.h"

#include <stdlib.h>

#include "core/setting.h"
#include "core/web/frame.h"
#include "lib/base/text.h"

enum rc web_facts_load(struct db *d, struct arena *a, struct web_unit_facts *out, struct err *e)
{
	const struct {
		enum setting setting;
		const char **out;
	} facts[] = { { SETTING_ADDRESS, &out->address }, { SETTING_PHONE, &out->phone },
		{ SETTING_EMAIL, &out->email }, { SETTING_HOURS, &out->hours } };
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < sizeof facts / sizeof *facts; i++)
		rc = setting_get(d, a, facts[i].setting, facts[i].out, e);
	return rc;
}

enum rc web_alert_load(struct web *w)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && !w->facts.alert && i < w->lists_n; i++)
		if (w->lists[i]->alert)
			rc = w->lists[i]->alert(w, &w->facts.alert);
	return rc;
}

static const char *said(const char *s)
{
	return s && *s ? s : NULL;
}

static bool is_here(const struct web *w, const char *href)
{
	const char *path = w->rq->path, *rest = path;
	if (!text_has_prefix(path, href))
		return false;
	for (; *href; href++)
		rest++;
	return !*rest || (*rest == '/' && rest - path > 1);
}

static void add_feeds(struct web *w, struct page_site *s)
{
	size_t n = 0;
	for (size_t i = 0; i < w->lists_n; i++)
		n += w->lists[i]->feeds_n;
	struct page_feed *v = ARENA_ARRAY(w->a, struct page_feed, n);
	for (size_t i = 0; i < w->lists_n; i++)
		for (size_t k = 0; k < w->lists[i]->feeds_n; k++) {
			const struct web_feed *f = &w->lists[i]->feeds[k];
			v[s->feeds_n++] = (struct page_feed){ f->name, f->type, f->href };
		}
	s->feeds = v;
}

static void add_menu(struct web *w, struct page *p)
{
	const struct web_public_menu *m = w->public_menu;
	struct part_link *v = ARENA_ARRAY(w->a, struct part_link, m->n);
	for (size_t i = 0; i < m->n; i++)
		v[i] = (struct part_link){ .text = m->v[i].text,
			.href = m->v[i].href,
			.current = is_here(w, m->v[i].href) };
	p->menu = v;
	p->menu_n = m->n;
}

void web_site_dress(struct web *w, struct page *p)
{
	static const struct part_link foot[] = {
		{ .text = "Giới thiệu, liên hệ", .href = "/gioi-thieu" },
		{ .text = "Khả năng tiếp cận", .href = "/gioi-thieu/tiep-can" },
		{ .text = "Dữ liệu cá nhân", .href = "/gioi-thieu/du-lieu-ca-nhan" },
		{ .text = "Dữ liệu mở", .href = "/gioi-thieu/du-lieu-mo" },
		{ .text = "Đăng nhập", .href = "/dang-nhap" },
	};
	struct page_site *s = ARENA_NEW(w->a, struct page_site);
	*s = (struct page_site){ .address = said(w->facts.address),
		.phone = said(w->facts.phone),
		.email = said(w->facts.email),
		.hours = said(w->facts.hours),
		.alert = w->facts.alert,
		.query = text_eq(w->rq->path, "/tim-kiem") ? request_query(w->rq, "q") : NULL };
	add_feeds(w, s);
	p->site = s;
	p->foot = foot;
	p->foot_n = sizeof foot / sizeof *foot;
	add_menu(w, p);
}

void web_site_about(struct web *w, struct page *p, const char *about)
{
	if (!p->site)
		return;
	struct page_site *s = ARENA_NEW(w->a, struct page_site);
	*s = *p->site;
	s->about = about;
	p->site = s;
}

/* --- the home --- */

static int by_order(const void *p, const void *q)
{
	const struct web_block *x = *(const struct web_block *const *)p,
			       *y = *(const struct web_block *const *)q;
	return (x->order > y->order) - (x->order < y->order);
}

static const struct web_block **blocks_of(struct web *w, size_t *n)
{
	size_t all = 0;
	*n = 0;
	for (size_t i = 0; i < w->lists_n; i++)
		all += w->lists[i]->blocks_n;
	const struct web_block **v = ARENA_ARRAY(w->a, const struct web_block *, all);
	for (size_t i = 0; i < w->lists_n; i++)
		for (size_t k = 0; k < w->lists[i]->blocks_n; k++)
			v[(*n)++] = &w->lists[i]->blocks[k];
	if (*n)
		qsort(v, *n, sizeof *v, by_order);
	return v;
}

enum rc web_home(struct web *w)
{
	size_t n;
	const struct web_block **blocks = blocks_of(w, &n);
	const struct unit_name *name = unit_name_at(w->unit, date_today());
	struct web_home_view v = { .page = web_page(w, "Trang chủ"),
		.name = name ? name->authority : w->unit_name };
	web_site_about(w, &v.page,
		arena_printf(w->a,
			"Trang thông tin điện tử của %s: tin tức, văn bản, thủ tục hành chính, thông tin liên hệ.",
			v.name));
	struct buf b = web_buf(w);
	web_home_begin_html(&b, &v);
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < n; i++)
		rc = blocks[i]->draw(w, &b);
	if (rc)
		return rc;
	web_home_end_html(&b, &v);
	return web_reply(w, 200, &b);
}
