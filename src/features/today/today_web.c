/* /: the first page of everybody who is signed in; visitors get the portal's home. */
#include <stdlib.h>

#include "core/channel.h"
#include "core/setting.h"
#include "core/web/site.h"
#include "features/today/today_int.h"
#include "lib/base/text.h"

struct tasks {
	struct part_task *v;
	size_t n, cap;
};

static const char *day_said(struct arena *a, struct date d)
{
	static const char *const names[] = { "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu",
		"Thứ bảy", "Chủ nhật" };
	const struct date monday = { 1900, 1, 1 };
	return arena_printf(a, "%s, ngày %s", names[today_days(monday, d) % 7], date_short(a, d));
}

/* --- what waits for this person --- */

static bool may_by_name(const struct web *w, const char *permission)
{
	enum permission p = permission_find(permission);
	return p < PERMISSIONS && web_may(w, p);
}

static enum rc add_waiting(struct web *w, struct today_view *v)
{
	struct today_documents list;
	struct tasks out = { 0 };
	bool own_allowed = false;
	enum rc rc = today_load_documents(w->db, w->a, &list, &w->e);
	if (!rc)
		rc = setting_on(w->db, SETTING_OWN_APPROVAL, &own_allowed, &w->e);
	for (size_t i = 0; !rc && i < list.n && out.n < TODAY_LINES; i++) {
		const struct today_document *x = &list.v[i];
		bool own = x->author == w->session->account;
		if (!may_by_name(w, x->permission) ||
			(text_eq(x->state, "approval") && own && !own_allowed))
			continue;
		struct part_task t = { .title = x->subject,
			.href = x->href,
			.hint = arena_printf(w->a, "Từ %s.", web_moment(w->a, x->since)),
			.state = x->label,
			.tone = PART_YELLOW };
		ARENA_PUSH(w->a, &out, t);
	}
	v->waiting = out.v;
	v->waiting_n = out.n;
	return rc;
}

/* --- what is due --- */

struct line {
	struct date due;
	size_t at; /* as collected */
	struct part_task task;
};

struct lines {
	struct line *v;
	size_t n, cap;
};

/* What has no day of its own is late by a target: before all others. */
static int by_due(const void *p, const void *q)
{
	const struct line *x = p, *y = q;
	int c = date_cmp(x->due, y->due);
	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static void add_line(
	struct web *w, struct lines *list, struct date due, bool late, struct part_task task)
{
	struct line x = { due, list->n, task };
	x.task.state = late ? "Trễ hạn" : "Sắp đến hạn";
	x.task.tone = late ? PART_RED : PART_YELLOW;
	ARENA_PUSH(w->a, list, x);
}

static enum rc collect_tasks(struct web *w, struct lines *out, struct date today)
{
	struct today_tasks list;
	enum rc rc = today_load_tasks(w->db, w->a, today, &list, &w->e);
	for (size_t i = 0; !rc && i < list.n; i++) {
		const struct today_task *x = &list.v[i];
		struct part_task t = { .title = x->title,
			.href = arena_printf(w->a, "/ke-hoach/%lld", (long long)x->year),
			.hint = today_task_reason(w->a, x, today) };
		add_line(w, out, x->due, today_task_state(x, today) == TODAY_LATE, t);
	}
	return rc;
}

static void add_duties(
	struct web *w, struct lines *out, const struct today_duties *list, struct date today)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct today_duty *x = &list->v[i];
		const char *due = today_due_said(w->a, x->due, today);
		struct part_task t = { .title = x->title,
			.href = x->href,
			.hint = x->person ? arena_printf(w->a, "%s %s Phụ trách: %s.", x->what, due,
						    x->person)
					  : arena_printf(w->a, "%s %s", x->what, due) };
		add_line(w, out, x->due, date_cmp(x->due, today) < 0, t);
	}
}

static enum rc collect_duties(struct web *w, struct lines *out, struct date today)
{
	struct today_duties list, reviews = { 0 }, checks = { 0 };
	enum rc rc = today_load_duties(w->db, w->a, today, &list, &w->e);
	if (!rc && web_may(w, MAY_NEWS_READ))
		rc = today_load_reviews(w->db, w->a, today, &reviews, &w->e);
	if (!rc && web_may(w, MAY_PROCEDURE_EDIT))
		rc = today_load_checks(w->db, w->a, today, &checks, &w->e);
	if (rc)
		return rc;
	add_duties(w, out, &list, today);
	add_duties(w, out, &reviews, today);
	add_duties(w, out, &checks, today);
	return RC_OK;
}

static enum rc add_due(struct web *w, struct today_view *v, struct date today)
{
	struct lines list = { 0 };
	struct tasks out = { 0 };
	enum rc rc = collect_duties(w, &list, today);
	if (!rc)
		rc = collect_tasks(w, &list, today);
	if (rc)
		return rc;
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_due);
	for (size_t i = 0; i < list.n && out.n < TODAY_LINES; i++)
		ARENA_PUSH(w->a, &out, list.v[i].task);
	v->due = out.v;
	v->due_n = out.n;
	v->due_more = list.n - out.n;
	return RC_OK;
}

/* --- channels of the plan that nobody has counted --- */

static enum rc add_channels(struct web *w, struct today_view *v, struct date today)
{
	struct today_channels list;
	struct tasks out = { 0 };
	struct period p = today_quarter(w->a, today);
	enum rc rc = today_load_channels(w->db, w->a, &p, &list, &v->planned, &w->e);
	for (size_t i = 0; !rc && i < list.n; i++) {
		const struct today_channel *x = &list.v[i];
		struct part_task t = { .title = channel_by_code(x->channel)->name,
			.href = v->may_add ? arena_printf(w->a, "/ghi/%s", x->channel)
					   : arena_printf(w->a, "/so-lieu?ky=%s", p.token),
			.hint = x->activities ? arena_printf(w->a,
							"Có %lld hoạt động, chưa có con số nào.",
							(long long)x->activities)
					      : "Chưa có hoạt động nào.",
			.state = x->activities ? "Chưa thống kê" : "Chưa có số liệu",
			.tone = PART_YELLOW };
		ARENA_PUSH(w->a, &out, t);
	}
	v->channels = out.v;
	v->channels_n = out.n;
	v->quarter = p.label;
	v->year = today.year;
	return rc;
}

/* --- one's own --- */

static enum rc add_own(struct web *w, struct today_view *v)
{
	struct today_entries list;
	struct tasks out = { 0 };
	enum rc rc = today_load_own(w->db, w->a, w->session->account, &list, &w->e);
	for (size_t i = 0; !rc && i < list.n; i++) {
		const struct today_entry *x = &list.v[i];
		const struct channel *c = channel_by_code(x->channel);
		struct part_task t = { .title = x->title,
			.href = arena_printf(w->a, "/hoat-dong/%lld", (long long)x->id),
			.hint = c ? c->name : x->channel,
			.state = date_short(w->a, x->day),
			.tone = PART_PLAIN };
		ARENA_PUSH(w->a, &out, t);
	}
	v->own = out.v;
	v->own_n = out.n;
	return rc;
}

static enum rc show(struct web *w)
{
	struct date today = date_today();
	struct today_view v = { .page = web_page(w, "Hôm nay"),
		.day = day_said(w->a, today),
		.may_add = web_may(w, MAY_ACTIVITY_ADD),
		.sees_plan = web_may(w, MAY_PLAN_READ),
		.may_plan = web_may(w, MAY_PLAN_EDIT) };
	bool head = w->session->roles == ROLE(ROLE_GROUP_HEAD);
	enum rc rc = v.may_add ? add_own(w, &v) : RC_OK;
	if (!rc && !head)
		rc = add_waiting(w, &v);
	if (!rc && v.sees_plan)
		rc = add_due(w, &v, today);
	if (!rc && v.sees_plan)
		rc = add_channels(w, &v, today);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	(head ? today_head_html : today_html)(&b, &v);
	return web_reply(w, 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/", .handler = show, .visitor = web_home, .flags = WEB_KEPT),
};

static const struct web_item menu[] = { { 10, "Hôm nay", "/", WEB_EVERYBODY } };

const struct web_routes today_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu };
