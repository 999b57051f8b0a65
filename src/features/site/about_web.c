/* /gioi-thieu: what people may know of the office. Facts come from the unit, the settings and what
 * is published; what nobody has said is left out, never made up. */
#include <stdlib.h>
#include <string.h>

#include "core/setting.h"
#include "core/web/sitemap.h"
#include "features/site/site_int.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

struct rows {
	struct part_row *v;
	size_t n, cap;
};

static void add_row(struct arena *a, struct rows *out, const char *key, const char *value)
{
	struct part_row x = { .key = key, .value = value };
	if (value && *value)
		ARENA_PUSH(a, out, x);
}

static void contact_of(struct web *w, struct rows *out)
{
	*out = (struct rows){ 0 };
	add_row(w->a, out, "Trụ sở", w->facts.address);
	add_row(w->a, out, "Điện thoại", w->facts.phone);
	add_row(w->a, out, "Thư điện tử", w->facts.email);
}

static enum rc lines_of(struct web *w, enum setting s, const struct html **out)
{
	const char *text = NULL;
	enum rc rc = setting_get(w->db, w->a, s, &text, &w->e);
	*out = !rc && !text_blank(text) ? html_lines(w->a, text) : NULL;
	return rc;
}

/* "Tên; người phụ trách; điện thoại; thư": what a line leaves out stays empty. */
static void put_part(struct arena *a, const char *line, struct part_cell *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t length = i + 1 < n ? strcspn(line, ";") : strlen(line);
		cells[i].text = text_trim_n(a, line, length);
		line += length + (line[length] == ';');
	}
}

static enum rc parts_of(struct web *w, struct part_table *out)
{
	static const struct part_column columns[] = { { "Bộ phận", false },
		{ "Người phụ trách", false }, { "Điện thoại", false }, { "Thư điện tử", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	const char *text = NULL;
	enum rc rc = setting_get(w->db, w->a, SETTING_PARTS, &text, &w->e);
	if (rc)
		return rc;
	struct texts lines = text_split(w->a, text, '\n');
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, lines.n * COLUMNS);
	for (size_t i = 0; i < lines.n; i++)
		put_part(w->a, lines.v[i], cells + i * COLUMNS, COLUMNS);
	*out = (struct part_table){ .caption = "Các bộ phận",
		.quiet = true,
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = lines.n };
	return RC_OK;
}

static bool holds(const struct unit_post *p, struct date day)
{
	return (date_none(p->from) || date_cmp(p->from, day) <= 0) &&
	       (date_none(p->to) || date_cmp(day, p->to) <= 0);
}

static struct part_table people_of(struct arena *a, const struct unit *u)
{
	static const struct part_column columns[] = { { "Họ và tên", false },
		{ "Chức vụ", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(a, struct part_cell, u->post_count * COLUMNS);
	struct part_table t = { .caption = "Cán bộ, công chức",
		.quiet = true,
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells };
	for (size_t i = 0; i < u->post_count; i++) {
		if (!holds(&u->posts[i], date_today()))
			continue;
		cells[t.rows * COLUMNS].text = u->posts[i].person;
		cells[t.rows++ * COLUMNS + 1].text = u->posts[i].title;
	}
	return t;
}

static const char *history_of(struct arena *a, const struct unit_name *n)
{
	struct texts list = { 0 };
	for (size_t i = 0; n && i < n->predecessor_count; i++)
		ARENA_PUSH(a, &list, n->predecessors[i].name);
	if (!list.n)
		return NULL;
	return arena_printf(a, "%s %s được lập%s%s từ: %s.", n->kind, n->name,
		date_none(n->from) ? "" : " ngày ",
		date_none(n->from) ? "" : date_short(a, n->from), text_join(a, &list, ", "));
}

static enum rc about(struct web *w)
{
	struct rows contact;
	struct about_view v = { .page = web_page(w, "Giới thiệu"),
		.name = unit_name_at(w->unit, date_today()),
		.people = people_of(w->a, w->unit) };
	contact_of(w, &contact);
	enum rc rc = lines_of(w, SETTING_DUTIES, &v.duties);
	if (!rc)
		rc = lines_of(w, SETTING_HOURS, &v.hours);
	if (!rc)
		rc = lines_of(w, SETTING_RECEPTION, &v.reception);
	if (!rc)
		rc = parts_of(w, &v.parts);
	if (rc)
		return rc;
	v.history = history_of(w->a, v.name);
	v.contact = contact.v;
	v.contact_n = contact.n;
	web_site_about(w, &v.page, "Tổ chức, nhiệm vụ, liên hệ, lịch tiếp công dân.");
	struct buf b = web_buf(w);
	about_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- statements --- */

typedef void (*draw_plain)(struct buf *b, const struct about_plain_view *v);

static enum rc reply_plain(struct web *w, struct about_plain_view *v, draw_plain draw)
{
	struct rows contact;
	contact_of(w, &contact);
	v->contact = contact.v;
	v->contact_n = contact.n;
	v->page.back = "/gioi-thieu";
	web_site_about(w, &v->page, v->page.title);
	struct buf b = web_buf(w);
	draw(&b, v);
	return web_reply(w, 200, &b);
}

static enum rc access(struct web *w)
{
	struct about_plain_view v = { .page = web_page(w, "Khả năng tiếp cận") };
	return reply_plain(w, &v, about_access_html);
}

static enum rc privacy(struct web *w)
{
	struct about_plain_view v = { .page = web_page(w, "Dữ liệu cá nhân") };
	return reply_plain(w, &v, about_privacy_html);
}

static enum rc open_data(struct web *w)
{
	static const struct part_column columns[] = { { "Dữ liệu", false }, { "Địa chỉ", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	size_t all = 0;
	for (size_t i = 0; i < w->lists_n; i++)
		all += w->lists[i]->api_n;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all * COLUMNS);
	struct about_plain_view v = { .page = web_page(w, "Dữ liệu mở"),
		.table = { .caption = "Các địa chỉ",
			.quiet = true,
			.stacked = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = all } };
	for (size_t i = 0; i < w->lists_n; i++)
		for (size_t k = 0; k < w->lists[i]->api_n; k++) {
			const struct web_api *x = &w->lists[i]->api[k];
			*cells++ = (struct part_cell){ .text = x->summary };
			*cells++ = (struct part_cell){ .text = x->path,
				.href = strchr(x->path, '{') ? NULL : x->path };
		}
	return reply_plain(w, &v, about_open_html);
}

/* The newest year first. */
static int by_kind_and_year(const void *p, const void *q)
{
	const struct search_count *x = p, *y = q;
	int kinds = strcmp(x->kind, y->kind);
	return kinds ? kinds : strcmp(y->year, x->year);
}

/* Kinds that people know by one name are one; each kind is that name. */
static struct search_counts by_name(struct arena *a, const struct search_counts *list)
{
	struct search_counts out = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		struct search_count x = list->v[i];
		struct search_count *held = NULL;
		x.kind = search_kind_name(x.kind);
		for (size_t k = 0; k < out.n && !held; k++)
			if (text_eq(out.v[k].kind, x.kind) && text_eq(out.v[k].year, x.year))
				held = &out.v[k];
		if (held)
			held->n += x.n;
		else
			ARENA_PUSH(a, &out, x);
	}
	if (out.n)
		qsort(out.v, out.n, sizeof *out.v, by_kind_and_year);
	return out;
}

static enum rc numbers(struct web *w)
{
	static const struct part_column columns[] = { { "Đã công khai", false }, { "Năm", false },
		{ "Số lượng", true } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct search_counts list;
	enum rc rc = search_counted(w->db, w->a, w->now, &list, &w->e);
	if (rc)
		return rc;
	list = by_name(w->a, &list);
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list.n * COLUMNS);
	for (size_t i = 0; i < list.n; i++) {
		cells[i * COLUMNS].text = list.v[i].kind;
		cells[i * COLUMNS + 1].text = *list.v[i].year ? list.v[i].year : "không ghi ngày";
		cells[i * COLUMNS + 2].text = arena_printf(w->a, "%lld", (long long)list.v[i].n);
	}
	struct about_plain_view v = { .page = web_page(w, "Thống kê"),
		.table = { .caption = "Số lượng đã công khai theo năm",
			.quiet = true,
			.stacked = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = list.n } };
	return reply_plain(w, &v, about_numbers_html);
}

static enum rc sitemap(struct web *w, struct sitemap *out)
{
	static const char *const paths[] = { "/", "/gioi-thieu", "/gioi-thieu/tiep-can",
		"/gioi-thieu/du-lieu-ca-nhan", "/gioi-thieu/du-lieu-mo", "/gioi-thieu/thong-ke" };
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		sitemap_add(w->a, out, paths[i], (struct date){ 0 });
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/gioi-thieu", .handler = about, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/gioi-thieu/tiep-can", .handler = access, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/gioi-thieu/du-lieu-ca-nhan", .handler = privacy, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/gioi-thieu/du-lieu-mo", .handler = open_data, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/gioi-thieu/thong-ke", .handler = numbers, .flags = WEB_PUBLIC | WEB_KEPT),
};

static const struct web_public_item site[] = {
	{ 10, "Trang chủ", "/" },
	{ 90, "Giới thiệu", "/gioi-thieu" },
};

const struct web_routes about_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.site = site,
	.site_n = sizeof site / sizeof *site,
	.sitemap = sitemap };
