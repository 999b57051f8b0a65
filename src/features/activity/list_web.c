/* /hoat-dong: the list of activities. */
#include <stdlib.h>

#include "core/channel.h"
#include "features/activity/list_page.h"
#include "lib/base/text.h"

enum { PAGE_ROWS = 50 };

const char *list_days(struct arena *a, struct date from, struct date to)
{
	const char *first = date_short(a, from);
	return date_none(to) || !date_cmp(from, to)
		       ? first
		       : arena_printf(a, "%s – %s", first, date_short(a, to));
}

const char *list_numbers(struct arena *a, const struct quantities *q)
{
	struct texts all = { 0 };
	for (size_t i = 0; i < q->n; i++) {
		const char *s = quantity_print(a, &q->v[i], QUANTITY_PLAIN);
		ARENA_PUSH(a, &all, s);
	}
	return text_join(a, &all, "; ");
}

const char *list_channel(const char *code)
{
	const struct channel *c = channel_by_code(code);
	return c ? c->name : code;
}

static struct part_table table_of(
	struct web *w, const struct list_page *p, int tier, const char *caption)
{
	static const struct part_column columns[] = { { "Hoạt động", false }, { "Số liệu", false },
		{ "Ngày", false }, { "Kênh", false }, { "Minh chứng", true } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, p->n * COLUMNS);
	size_t rows = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct list_row *x = &p->v[i];
		if (x->key.tier != tier)
			continue;
		struct part_cell *c = cells + rows++ * COLUMNS;
		const char *numbers = list_numbers(w->a, &x->quantities);
		c[0].text = x->title;
		c[0].href = arena_printf(w->a, "/hoat-dong/%lld", (long long)x->key.id);
		c[1].text = *numbers ? numbers : "không có số";
		c[1].tone = *numbers ? PART_PLAIN : PART_YELLOW;
		c[2].text = list_days(w->a, x->from, x->to);
		c[3].text = list_channel(x->channel);
		c[4].text = x->evidence ? arena_printf(w->a, "%lld", (long long)x->evidence) : "–";
	}
	return (struct part_table){ .caption = caption,
		.quiet = tier == 0,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = rows };
}

struct list_step list_step_of(struct web *w, struct list_key *key)
{
	const char *behind = request_query(w->rq, "sau"), *before = request_query(w->rq, "truoc");
	struct list_step s = { LIST_OLDER, NULL, PAGE_ROWS };
	if (before) {
		s.way = LIST_NEWER;
		s.key = list_key_parse(w->a, before, key) ? key : NULL;
	} else if (behind && list_key_parse(w->a, behind, key)) {
		s.key = key;
	}
	return s;
}

void list_pages_of(struct web *w, const char *path, const struct list_form *f,
	const struct list_page *p, struct part_pages *out)
{
	if (p->newer && p->n)
		out->previous = list_href(w->a, path, f,
			arena_printf(w->a, "truoc=%s", list_key_text(w->a, &p->v[0].key)));
	if (p->older && p->n)
		out->next = list_href(w->a, path, f,
			arena_printf(w->a, "sau=%s", list_key_text(w->a, &p->v[p->n - 1].key)));
}

static void put_pages(struct web *w, const struct list_page *p, struct list_view *v)
{
	static const char path[] = "/hoat-dong";
	list_pages_of(w, path, v->form, p, &v->pages);
	if (v->pages.previous)
		v->first = list_href(w->a, path, v->form, "");
	if (v->pages.next)
		v->last = list_href(w->a, path, v->form, "truoc=cuoi");
}

/* Told on the first page only: counting reads what paging need not. */
static enum rc put_count(struct web *w, const struct list_page *p, struct list_view *v)
{
	int64_t n = (int64_t)p->n;
	if (p->newer || request_query(w->rq, "truoc"))
		return RC_OK;
	enum rc rc = p->older ? list_count(w->db, w->a, &v->form->filter, &n, &w->e) : RC_OK;
	if (!rc && n > LIST_COUNT_MAX)
		v->count = "Hơn 1.000 hoạt động";
	else if (!rc && n)
		v->count =
			arena_printf(w->a, "%s hoạt động", quantity_number(w->a, n * QUANTITY_ONE));
	return rc;
}

static enum rc load(struct web *w, struct list_view *v)
{
	struct list_key key;
	struct list_step step = list_step_of(w, &key);
	struct list_page p;
	enum rc rc = list_load(w->db, w->a, &v->form->filter, &step, &p, &w->e);
	if (rc)
		return rc;
	v->exact = table_of(w, &p, 0, "Các hoạt động, mới nhất trước");
	v->rest = table_of(w, &p, 1, "Gần giống: có đủ các từ nhưng rời nhau hoặc khác dấu");
	put_pages(w, &p, v);
	return put_count(w, &p, v);
}

/* How many were just stored at once, as the redirect says. */
static void put_notice(struct web *w, struct list_view *v)
{
	const char *n = request_query(w->rq, "da-ghi");
	long count = n ? strtol(n, NULL, 10) : 0;
	if (count > 0)
		v->page.notice = (struct part_notice){
			.text = arena_printf(w->a, "Đã ghi %ld hoạt động.", count), .done = true
		};
}

static enum rc show(struct web *w)
{
	struct list_form f;
	enum rc rc = list_form_read(w, &f);
	if (rc)
		return rc;
	struct list_view v = { .page = web_page(w, "Hoạt động"),
		.form = &f,
		.said = f.said.n ? text_join(w->a, &f.said, ", ") : NULL,
		.clear = "/hoat-dong",
		.csv = list_href(w->a, "/hoat-dong/tai.csv", &f, ""),
		.gallery = list_href(w->a, "/hoat-dong/anh", &f, ""),
		.may_add = web_may(w, MAY_ACTIVITY_ADD) };
	v.page.errors = f.errors;
	v.page.errors_n = f.errors_n;
	put_notice(w, &v);
	rc = f.errors_n ? RC_OK : load(w, &v);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	list_html(&b, &v);
	return web_reply(w, f.errors_n ? 422 : 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/hoat-dong", .handler = show, .permission = "activity.read"),
	WEB_GET("/hoat-dong/anh", .handler = list_photos_show, .permission = "activity.read"),
	WEB_GET("/hoat-dong/tai.csv", .handler = list_csv, .permission = "activity.read"),
};

static const struct web_item menu[] = {
	{ 25, "Hoạt động", "/hoat-dong", MAY_ACTIVITY_READ },
};

const struct web_routes activity_list_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu };
