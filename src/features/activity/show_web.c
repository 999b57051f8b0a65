/* /hoat-dong/{id}: all that is known of one activity. */
#include "features/activity/edit.h"
#include "features/activity/list_page.h"

#include <string.h>

#include "core/channel.h"
#include "core/period.h"
#include "core/user.h"
#include "core/weblink.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

struct rows {
	struct part_row *v;
	size_t n, cap;
};

static void put(struct web *w, struct rows *list, const char *key, const char *value)
{
	struct part_row r = { .key = key, .value = value };
	if (value && *value)
		ARENA_PUSH(w->a, list, r);
}

static const char *recorded(struct web *w, const struct activity *x, enum rc *rc)
{
	struct user u;
	if (!x->account)
		return "Từ tệp nhập";
	*rc = user_get(w->db, w->a, x->account, &u, &w->e);
	if (*rc)
		return "";
	return arena_printf(w->a, "%s, %s", u.name, web_moment(w->a, x->created_at));
}

static bool is_link(const char *s)
{
	return text_has_prefix(s, "http://") || text_has_prefix(s, "https://") ||
	       (*s == '/' && html_url_ok(s));
}

/* Links one by one, each to be opened; the rest together. */
static void put_references(struct web *w, struct rows *list, const struct activity *x)
{
	struct texts plain = { 0 };
	for (size_t i = 0; i < x->evidence.n; i++) {
		const char *s = x->evidence.v[i].reference;
		if (x->evidence.v[i].attachment)
			continue;
		if (!is_link(s)) {
			ARENA_PUSH(w->a, &plain, s);
			continue;
		}
		bool shown = x->evidence.v[i].shown && weblink_public(s);
		struct part_row r = { shown ? "Dẫn chứng (công khai)" : "Dẫn chứng", s, s, "Mở" };
		ARENA_PUSH(w->a, list, r);
	}
	put(w, list, "Dẫn chứng", text_join(w->a, &plain, "; "));
}

static enum rc put_rows(struct web *w, const struct activity *x, struct show_view *v)
{
	struct rows list = { 0 };
	struct texts contents = { 0 };
	const char *task, *task_href;
	const struct channel *c = channel_by_code(x->channel);
	const char *numbers = list_numbers(w->a, &x->quantities);
	enum rc rc = show_task(w, x, &task, &task_href);
	if (!rc)
		rc = show_contents(w, x, &contents);
	const char *who = rc ? "" : recorded(w, x, &rc);
	if (rc)
		return rc;
	put(w, &list, "Ngày", list_days(w->a, x->from, x->to));
	put(w, &list, "Kênh", c ? c->name : x->channel);
	put(w, &list, "Số liệu", *numbers ? numbers : "Không có số");
	put(w, &list, "Địa bàn", text_join(w->a, &x->places, "; "));
	put(w, &list, "Nội dung", text_join(w->a, &contents, "; "));
	put(w, &list, "Nhiệm vụ", task);
	if (task_href) {
		list.v[list.n - 1].href = task_href;
		list.v[list.n - 1].act = "Xem kế hoạch";
	}
	put_references(w, &list, x);
	put(w, &list, "Ghi chú", x->note);
	put(w, &list, "Mã", x->code);
	put(w, &list, "Người ghi", who);
	v->rows = list.v;
	v->rows_n = list.n;
	return RC_OK;
}

/* The usual periods in whose figures it counts: those in which it starts. */
static void put_periods(struct web *w, const struct activity *x, struct show_view *v)
{
	int y = x->from.year, m = x->from.month;
	const char *const tokens[] = { arena_printf(w->a, "%d-%02d", y, m),
		arena_printf(w->a, "%d-Q%d", y, (m - 1) / 3 + 1), arena_printf(w->a, "%d-6M", y),
		arena_printf(w->a, "%d-9M", y), arena_printf(w->a, "%d", y),
		arena_printf(w->a, "%d-Q1-cchc", y), arena_printf(w->a, "%d-6M-cchc", y),
		arena_printf(w->a, "%d-Q3-cchc", y), arena_printf(w->a, "%d-cchc", y),
		arena_printf(w->a, "%d-Q1-cchc", y + 1), arena_printf(w->a, "%d-cchc", y + 1) };
	enum { TOKENS = sizeof tokens / sizeof *tokens };
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, TOKENS);
	struct period p;
	struct err e;
	err_init(&e, w->a);
	for (size_t i = 0; !x->removed && i < TOKENS; i++) {
		if (period_parse(w->a, tokens[i], PERIOD_CALENDAR, &p, &e)) {
			err_clear(&e);
			continue;
		}
		if (period_holds(&p, x->from))
			links[v->periods_n++] = (struct part_link){
				.text = strstr(tokens[i], "-cchc")
						? arena_printf(w->a, "%s (kỳ CCHC)", p.label)
						: p.label,
				.href = arena_printf(w->a, "/so-lieu?ky=%s", tokens[i])
			};
	}
	v->periods = links;
}

/* What has just been done, as the redirect says. */
static void put_notice(struct web *w, struct show_view *v)
{
	const char *done = request_query(w->rq, "xong");
	static const struct {
		const char *code, *text;
	} said[] = { { "sua", "Đã lưu các sửa đổi." }, { "bo", "Đã bỏ hoạt động này." },
		{ "khoi-phuc", "Đã khôi phục hoạt động này." } };
	for (size_t i = 0; done && i < sizeof said / sizeof *said; i++)
		if (text_eq(done, said[i].code))
			v->page.notice = (struct part_notice){ .text = said[i].text, .done = true };
}

static enum rc show(struct web *w)
{
	struct activity x;
	enum rc rc = show_load(w, &x);
	if (rc)
		return rc;
	static const struct part_link crumbs[] = { { .text = "Hoạt động", .href = "/hoat-dong" },
		{ .text = "Một hoạt động" } };
	struct show_view v = { .page = web_page(w, x.title),
		.x = &x,
		.may_edit = show_may_edit(w, &x),
		.edit = show_href(w->a, x.id, "/sua"),
		.remove = show_href(w->a, x.id, "/bo"),
		.form = web_form(w, x.version) };
	v.page.crumbs = crumbs;
	v.page.crumbs_n = sizeof crumbs / sizeof *crumbs;
	put_notice(w, &v);
	put_periods(w, &x, &v);
	rc = put_rows(w, &x, &v);
	if (!rc)
		rc = show_files(w, &x, v.may_edit, &v.files);
	if (!rc)
		rc = show_reports(w, &x, &v.reports);
	if (!rc)
		rc = web_history(
			w, "activity", arena_printf(w->a, "%lld", (long long)x.id), &v.history);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	show_html(&b, &v);
	return web_reply(w, 200, &b);
}

static const struct web_word words[] = {
	{ "title", "Hoạt động", NULL },
	{ "from", "Ngày", NULL },
	{ "files", "Tệp minh chứng", NULL },
	{ "reference", "Tên tệp", NULL },
	{ "attachment", "Tệp số", NULL },
	{ "shown", "Công khai", history_yes },
	{ "shown_links", "Liên kết công khai", NULL },
	{ "removed", "Đã bỏ", history_yes },
	{ "reason", "Lý do", NULL },
};
static const struct web_word actions[] = {
	{ AUDIT_ADD, "Ghi", NULL },
	{ AUDIT_REMOVE, "Bỏ", NULL },
	{ "restore", "Khôi phục", NULL },
};
static const struct web_look looks[] = {
	{ "task", show_task_said },
	{ "contents", show_contents_said },
};
static const struct web_record records[] = {
	{ .kind = "activity",
		.name = "Hoạt động",
		.href = "/hoat-dong/",
		.words = words,
		.words_n = sizeof words / sizeof *words,
		.looks = looks,
		.looks_n = sizeof looks / sizeof *looks,
		.actions = actions,
		.actions_n = sizeof actions / sizeof *actions },
};

static const struct web_route routes[] = {
	WEB_GET("/hoat-dong/{id}", .handler = show, .permission = "activity.read"),
	WEB_GET("/hoat-dong/{id}/sua", .handler = edit_page, .permission = "activity.edit.own"),
	WEB_POST("/hoat-dong/{id}/sua", .handler = edit_save, .permission = "activity.edit.own",
		.body_max = ENTRY_BODY, .prepare = entry_files_prepare),
	WEB_GET("/hoat-dong/{id}/bo", .handler = edit_remove_page,
		.permission = "activity.edit.own"),
	WEB_POST("/hoat-dong/{id}/bo", .handler = edit_remove, .permission = "activity.edit.own"),
	WEB_POST("/hoat-dong/{id}/khoi-phuc", .handler = edit_restore,
		.permission = "activity.edit.own"),
};

const struct web_routes activity_show_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.records = records,
	.records_n = sizeof records / sizeof *records };
