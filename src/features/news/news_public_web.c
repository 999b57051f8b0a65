/* /tin: what everybody reads. */
#include <stdlib.h>
#include <string.h>

#include "core/web/site.h"
#include "core/web/sitemap.h"
#include "features/news/news_page.h"
#include "lib/base/text.h"

enum { LIST_MAX = 20, LIST_PICTURE = 800, ON_HOME = 5 };

/* A kept page of what is shown ends when the next article does. */
static enum rc until_next_end(struct web *w)
{
	int64_t end = 0;
	enum rc rc = news_live_next_end(w->db, w->now, &end, &w->e);
	if (!rc)
		web_valid_until(w, end);
	return rc;
}

/* --- the list --- */

/* "?truoc=1711904400-12": behind the article 12 of that moment. */
static void read_key(struct web *w, struct news_live_query *q)
{
	const char *s = request_query(w->rq, "truoc");
	char *end;
	long long at = s ? strtoll(s, &end, 10) : 0;
	if (at <= 0 || *end != '-')
		return;
	q->before_id = strtoll(end + 1, NULL, 10);
	q->before_at = at;
}

static size_t up_to(const struct news_picture *p, int width)
{
	size_t n = 0;
	while (n < p->webp.n && p->webp.v[n].width <= width)
		n++;
	return n;
}

static struct news_public_item *items(struct web *w, const struct news_lives *list, size_t n)
{
	struct news_public_item *v = ARENA_ARRAY(w->a, struct news_public_item, n);
	bool first = true;
	for (size_t i = 0; i < n; i++) {
		const struct news_live *x = &list->v[i];
		bool picture = x->picture.id != 0;
		v[i] = (struct news_public_item){ .href = arena_printf(w->a, "/tin/%s", x->slug),
			.title = x->title,
			.lead = x->lead,
			.day = date_short(w->a, date_of(x->published_at)),
			.category = x->category,
			.picture = picture ? &x->picture : NULL,
			.small = picture ? news_picture_href(w->a, x->picture.id, "nho") : NULL,
			.webp = picture ? news_picture_webp(w->a, &x->picture) : NULL,
			.webp_n = picture ? up_to(&x->picture, LIST_PICTURE) : 0,
			.first = picture && first };
		first = first && !picture;
	}
	return v;
}

static const char *list_href(struct web *w, const char *category)
{
	return category ? arena_printf(w->a, "/tin?muc=%s", category) : "/tin";
}

static void fill_tabs(struct web *w, const struct news_live_categories *all, const char *category,
	struct news_public_list_view *v)
{
	struct part_link *tabs = ARENA_ARRAY(w->a, struct part_link, all->n + 1);
	tabs[0] = (struct part_link){ .text = "Tất cả", .href = "/tin", .current = !category };
	for (size_t i = 0; i < all->n; i++) {
		bool current = text_eq(all->v[i].slug, category);
		tabs[i + 1] = (struct part_link){ .text = all->v[i].name,
			.href = list_href(w, all->v[i].slug),
			.current = current };
		if (current)
			v->page.title = arena_printf(w->a, "Tin, bài: %s", all->v[i].name);
	}
	v->tabs = tabs;
	v->tabs_n = all->n + 1;
}

static enum rc list(struct web *w)
{
	struct news_lives all;
	struct news_live_categories categories;
	struct news_live_query q = {
		.category = request_query(w->rq, "muc"), .now = w->now, .limit = LIST_MAX + 1
	};
	struct news_public_list_view v = { .page = web_page(w, "Tin, bài") };
	if (q.category && !news_slug_ok(q.category))
		return ERR(&w->e, RC_NOTFOUND, "muc", "Không có chuyên mục này.");
	read_key(w, &q);
	enum rc rc = news_live_list(w->db, w->a, &q, &all, &w->e);
	if (!rc)
		rc = news_live_categories(w->db, w->a, w->now, &categories, &w->e);
	if (!rc)
		rc = until_next_end(w);
	if (rc)
		return rc;
	fill_tabs(w, &categories, q.category, &v);
	v.n = all.n > LIST_MAX ? LIST_MAX : all.n;
	v.v = items(w, &all, v.n);
	if (all.n > v.n)
		v.next = arena_printf(w->a, "/tin?%s%s%struoc=%lld-%lld", q.category ? "muc=" : "",
			q.category ? q.category : "", q.category ? "&" : "",
			(long long)all.v[v.n - 1].published_at, (long long)all.v[v.n - 1].id);
	web_site_about(w, &v.page, arena_printf(w->a, "%s của %s.", v.page.title, v.page.commune));
	struct buf b = web_buf(w);
	news_public_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one article --- */

static const char *gone(struct web *w, const struct news_live *x)
{
	if (x->withdrawn_at)
		return arena_printf(w->a, "Bài này đã được gỡ ngày %s. Lý do: %s",
			date_short(w->a, date_of(x->withdrawn_at)), x->withdrawn_reason);
	if (x->expires_at && x->expires_at <= w->now)
		return arena_printf(w->a, "Bài này đã hết hạn, chỉ hiện đến %s.",
			news_last_shown(w->a, x->expires_at));
	return NULL;
}

static const char *facts(struct web *w, const struct news_live *x)
{
	struct date day = date_of(x->published_at);
	const char *at = date_moment(day) == x->published_at
				 ? date_short(w->a, day) /* no hour known */
				 : web_moment(w->a, x->published_at);
	return arena_printf(w->a, "Đăng %s%s%s%s%s", at,
		x->changed_at > x->published_at ? " · Sửa " : "",
		x->changed_at > x->published_at ? web_moment(w->a, x->changed_at) : "",
		*x->source ? " · Nguồn: " : "", x->source);
}

static enum rc show(struct web *w)
{
	static const struct web_done done[] = { { "bao-loi",
		"Đã nhận báo lỗi. Cảm ơn bạn; cán bộ phụ trách sẽ xem lại bài." } };
	struct news_live x;
	enum rc rc = news_live_get(w->db, w->a, route_segment(w->rq, "ten"), &x, &w->e);
	if (rc)
		return rc;
	struct news_public_view v = { .page = web_page(w, x.title),
		.x = &x,
		.facts = facts(w, &x),
		.gone = gone(w, &x),
		.text = html_stored(w->a, x.html),
		.fault = arena_printf(w->a, "/tin/%s/bao-loi", x.slug),
		.category_href = *x.category_slug ? list_href(w, x.category_slug) : NULL };
	if (!v.gone) {
		web_site_about(w, &v.page, *x.lead ? x.lead : x.title);
		web_valid_until(w, x.expires_at);
	}
	v.page.back = "/tin";
	web_notice(w, &v.page, done, sizeof done / sizeof *done);
	struct buf b = web_buf(w);
	news_public_html(&b, &v);
	return web_reply(w, v.gone ? 410 : 200, &b);
}

/* --- on the home --- */

static enum rc draw_block(struct web *w, struct buf *b)
{
	struct news_lives all;
	struct news_live_query q = { .now = w->now, .limit = ON_HOME };
	enum rc rc = news_live_list(w->db, w->a, &q, &all, &w->e);
	if (!rc)
		rc = until_next_end(w);
	if (!rc && all.n)
		news_block_html(b, items(w, &all, all.n), all.n);
	return rc;
}

/* The alert comes and goes by the clock. */
static enum rc alert(struct web *w, const char **out)
{
	struct news_alert x;
	enum rc rc = news_alert_get(w->db, w->a, &x, &w->e);
	if (rc || !*x.text)
		return rc;
	*out = news_alert_shown(&x, w->now);
	web_valid_until(w, x.from > w->now ? x.from : x.until > w->now ? x.until : 0);
	return RC_OK;
}

static enum rc sitemap(struct web *w, struct sitemap *out)
{
	struct news_lives all;
	struct news_live_query q = { .now = w->now, .limit = SITEMAP_MAX };
	enum rc rc = news_live_list(w->db, w->a, &q, &all, &w->e);
	if (rc)
		return rc;
	sitemap_add(w->a, out, "/tin", (struct date){ 0 });
	for (size_t i = 0; i < all.n; i++)
		sitemap_add(w->a, out, arena_printf(w->a, "/tin/%s", all.v[i].slug),
			date_of(all.v[i].changed_at));
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/tin", .handler = list, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/tin/{ten}", .handler = show, .flags = WEB_PUBLIC | WEB_KEPT),
};

static const struct web_public_item site[] = { { 20, "Tin tức", "/tin" } };

static const struct web_block blocks[] = { { 10, draw_block } };

static const struct web_feed feeds[] = {
	{ "Tin, bài (RSS)", "application/rss+xml", "/tin/rss.xml" },
	{ "Tin, bài (Atom)", "application/atom+xml", "/tin/atom.xml" },
	{ "Tin, bài (JSON)", "application/feed+json", "/tin/feed.json" },
};

const struct web_routes news_public_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.site = site,
	.site_n = sizeof site / sizeof *site,
	.blocks = blocks,
	.blocks_n = sizeof blocks / sizeof *blocks,
	.feeds = feeds,
	.feeds_n = sizeof feeds / sizeof *feeds,
	.alert = alert,
	.sitemap = sitemap };
