/* /ghi: recording what was just done, from a phone. */
#include <stdlib.h>
#include <string.h>

#include "core/channel.h"
#include "features/activity/entry.h"
#include "lib/base/text.h"

enum { RECENT = 5 };

static const struct part_link *links_of(
	struct web *w, const struct texts *list, size_t from, size_t to)
{
	struct part_link *v = ARENA_ARRAY(w->a, struct part_link, to - from);
	for (size_t i = from; i < to; i++)
		v[i - from] = (struct part_link){ .text = channel_by_code(list->v[i])->name,
			.href = arena_printf(w->a, "/ghi/%s", list->v[i]) };
	return v;
}

static enum rc load_recent(struct web *w, struct entry_menu_view *v)
{
	struct activities list = { 0 };
	enum rc rc = entry_recent(w, RECENT, &list);
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, list.n);
	for (size_t i = 0; i < list.n; i++)
		links[i] = (struct part_link){ .text = arena_printf(w->a, "%s · %s",
						       date_short(w->a, list.v[i].from),
						       list.v[i].title),
			.href = arena_printf(w->a, "/ghi/xong/%lld", (long long)list.v[i].id) };
	v->recent = links;
	v->recent_n = list.n;
	return rc;
}

/* What has just happened; of a tap with its undoing. */
static void say_news(struct web *w, struct entry_menu_view *v)
{
	const char *said = request_query(w->rq, "da-ghi");
	const char *several = request_query(w->rq, "so-viec");
	const struct desk_today *t = &v->today;
	if (several && strtoul(several, NULL, 10))
		v->page.notice = (struct part_notice){ .text = arena_printf(w->a,
							       "Đã ghi %lu việc từ đoạn chat.",
							       strtoul(several, NULL, 10)),
			.done = true };
	if (!said)
		return;
	if (text_eq(said, "bo"))
		v->page.notice =
			(struct part_notice){ .text = "Đã bỏ một lượt hướng dẫn.", .done = true };
	else if (t->last && text_eq(said, arena_printf(w->a, "%lld", (long long)t->last)))
		v->page.notice = (struct part_notice){
			.text = arena_printf(w->a, "Đã ghi 1 lượt hướng dẫn (%s) lúc %s.",
				t->last_name, web_moment(w->a, t->last_at)),
			.done = true,
			.undo = arena_printf(w->a, "/ghi/mot-cua/%lld/bo", (long long)t->last),
			.csrf = w->csrf
		};
}

static enum rc load_desk(struct web *w, struct entry_menu_view *v)
{
	v->form = web_form(w, 0);
	v->account = w->session->account;
	enum rc rc = desk_today_load(w, &v->today);
	if (!rc)
		say_news(w, v);
	return rc;
}

/* The page of channels, with what has just happened. */
static enum rc entry_menu_show(struct web *w)
{
	struct entry_menu_view v = { .page = web_page(w, "Ghi hoạt động"),
		.desk = w->session->roles & ROLE(ROLE_DESK) };
	struct texts planned = { 0 }, order;
	enum rc rc = entry_planned(w, date_today().year, &planned);
	if (!rc)
		rc = load_desk(w, &v);
	if (!rc)
		rc = load_recent(w, &v);
	if (rc)
		return rc;
	v.first_n = entry_order(w->a, w->session->roles, &planned, &order);
	v.first = links_of(w, &order, 0, v.first_n);
	v.rest_n = order.n - v.first_n;
	v.rest = links_of(w, &order, v.first_n, order.n);
	struct buf b = web_buf(w);
	entry_menu_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc channel_of(struct web *w, const struct activity_inputs **out)
{
	*out = entry_inputs(route_segment(w->rq, "kenh"));
	return *out ? RC_OK : ERR(&w->e, RC_NOTFOUND, "kenh", "Không có kênh này.");
}

static enum rc put_page(struct web *w, int status, struct entry_form_view *v)
{
	v->channel = v->fields.inputs->channel;
	v->name = channel_by_code(v->channel)->name;
	v->form = web_form(w, 0);
	v->account = w->session->account;
	if (text_eq(v->channel, "desk") && w->rq->method != HTTP_POST) {
		struct entry_menu_view *desk = ARENA_NEW(w->a, struct entry_menu_view);
		desk->page = v->page;
		enum rc rc = load_desk(w, desk);
		if (rc)
			return rc;
		v->page.notice = desk->page.notice;
		v->desk = desk;
	}
	struct buf b = web_buf(w);
	entry_form_html(&b, v);
	return web_reply(w, status, &b);
}

static struct page page_of(struct web *w, const char *channel)
{
	struct page p = web_page(
		w, arena_printf(w->a, "Ghi hoạt động: %s", channel_by_code(channel)->name));
	p.back = "/ghi";
	return p;
}

static enum rc show(struct web *w)
{
	const struct activity_inputs *in;
	struct entry_form_view v = { 0 };
	enum rc rc = channel_of(w, &in);
	if (!rc)
		rc = activity_form_new(w, in, "", &v.fields);
	if (rc)
		return rc;
	v.page = page_of(w, in->channel);
	return put_page(w, 200, &v);
}

/* The errors of the fields, and behind them those of the files. */
static void put_errors(struct web *w, const struct entry_files *f, struct entry_form_view *v)
{
	web_errors(w->a, &v->fields.form, &v->page);
	size_t n = v->page.errors_n;
	struct widget_error *list = ARENA_ARRAY(w->a, struct widget_error, n + f->errors.n);
	memcpy(list, v->page.errors, n * sizeof *list);
	for (size_t i = 0; i < f->errors.n; i++)
		list[n++] = (struct widget_error){ "chup", f->errors.v[i] };
	v->page.errors = list;
	v->page.errors_n = n;
}

static enum rc show_again(
	struct web *w, const struct entry_files *f, const struct activity_form *fields)
{
	struct entry_form_view v = { .page = page_of(w, fields->inputs->channel),
		.fields = *fields,
		.photos = entry_photos_kept(w, f) };
	struct date d = entry_files_day(w->a, f);
	put_errors(w, f, &v);
	if (fields->x.quantities.n)
		v.understood = activity_numbers(w->a, &fields->x);
	if (!date_none(d) && date_cmp(d, fields->x.from))
		v.photo_day = arena_printf(w->a, "Ảnh chụp ngày %s.", date_short(w->a, d));
	return put_page(w, 422, &v);
}

static enum rc save(struct web *w)
{
	const struct activity_inputs *in;
	struct entry_files files;
	struct activity_form fields;
	struct audit t;
	int64_t id = 0;
	enum rc rc = channel_of(w, &in);
	if (!rc)
		rc = entry_files_load(w, &files);
	if (rc)
		return rc;
	struct date taken = entry_files_day(w->a, &files);
	rc = activity_form_read(w, in, "", date_none(taken) ? date_today() : taken, &fields);
	if (!rc && (fields.form.errors || files.errors.n))
		return show_again(w, &files, &fields);
	fields.x.account = w->session->account;
	if (!rc)
		rc = entry_files_use(w, &files, &fields.x);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = activity_add(&t, w->a, &fields.x, &id, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/ghi/xong/%lld", (long long)id));
	return rc;
}

/* --- what the script asks --- */

/* A form kept on the phone is sent with a token of now, and only by whom it is. */
static enum rc entry_ticket(struct web *w)
{
	const char *json = arena_printf(
		w->a, "{\"csrf\":\"%s\",\"nguoi\":%lld}", w->csrf, (long long)w->session->account);
	reply_bytes(w->rp, 200, "application/json", json, strlen(json));
	w->rp->secret = true;
	return RC_OK;
}

/* so: what was typed; don-vi: the unit of the field, "" where it takes any. */
static enum rc entry_understand(struct web *w)
{
	const char *text = request_query(w->rq, "so"), *unit = request_query(w->rq, "don-vi");
	struct activity x = { 0 };
	struct err e;
	struct buf b = web_buf(w);
	err_init(&e, w->a);
	text = text ? text : "";
	enum rc rc = unit && *unit ? activity_count_parse(w->a, text, unit, &x.quantities, &e)
				   : quantities_parse(w->a, text, &x.quantities, &e);
	buf_printf(&b, "{\"%s\":", rc ? "loi" : "hieu");
	buf_json(&b, rc ? e.message : x.quantities.n ? activity_numbers(w->a, &x) : "");
	buf_puts(&b, "}");
	reply_bytes(w->rp, 200, "application/json", b.p, b.n);
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/ghi", .handler = entry_menu_show, .permission = "activity.add"),
	WEB_GET("/ghi/phieu", .handler = entry_ticket, .permission = "activity.add"),
	WEB_GET("/ghi/hieu", .handler = entry_understand, .permission = "activity.add"),
	WEB_POST("/ghi/mot-cua", .handler = entry_desk_tap, .permission = "activity.add"),
	WEB_POST("/ghi/mot-cua/{id}/bo", .handler = entry_desk_undo, .permission = "activity.add"),
	WEB_GET("/ghi/xong/{id}", .handler = entry_done_show, .permission = "activity.add"),
	WEB_POST("/ghi/xong/{id}/bo", .handler = entry_done_undo, .permission = "activity.add"),
	WEB_POST("/ghi/xong/{id}/lai", .handler = entry_done_restore, .permission = "activity.add"),
	WEB_POST("/ghi/xong/{id}/ngay", .handler = entry_done_day, .permission = "activity.add"),
	WEB_GET("/ghi/dan", .handler = entry_chat_paste, .permission = "activity.add"),
	WEB_POST("/ghi/dan", .handler = entry_chat_read, .permission = "activity.add",
		.body_max = ENTRY_BODY, .prepare = entry_files_prepare),
	WEB_POST("/ghi/dan/nhan", .handler = entry_chat_take, .permission = "activity.add"),
	WEB_GET("/ghi/{kenh}", .handler = show, .permission = "activity.add"),
	WEB_POST("/ghi/{kenh}", .handler = save, .permission = "activity.add",
		.body_max = ENTRY_BODY, .prepare = entry_files_prepare),
	WEB_GET("/minh-chung/{id}", .handler = evidence_show),
	WEB_GET("/minh-chung/{id}/nho", .handler = evidence_small),
	WEB_GET("/sw.js", .handler = entry_worker, .flags = WEB_PUBLIC),
};

static const struct web_item menu[] = {
	{ 20, "Ghi hoạt động", "/ghi", MAY_ACTIVITY_ADD },
};

const struct web_routes entry_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu };
