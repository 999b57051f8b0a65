/* /tin/{ten}/bao-loi: a visitor says what is wrong in an article. No account, no name asked. */
#include "features/news/news_page.h"
#include "lib/base/text.h"

static const struct form_field table[] = {
	{ .name = "loi",
		.kind = FORM_LINES,
		.required = true,
		.label = "Điều chưa đúng trong bài",
		.max = NEWS_FAULT_MAX },
};

static enum rc article(struct web *w, struct news_live *x)
{
	enum rc rc = news_live_get(w->db, w->a, route_segment(w->rq, "ten"), x, &w->e);
	if (!rc && (x->withdrawn_at || (x->expires_at && x->expires_at <= w->now)))
		rc = ERR(&w->e, RC_NOTFOUND, "news", "Bài này không còn hiển thị.");
	return rc;
}

/* busy: what the limits said, with the status for it; NULL: nothing. */
static enum rc draw(
	struct web *w, const struct news_live *x, const struct form *f, const char *busy)
{
	static const char *const hints[] = {
		"Ví dụ: ngày họp ghi sai; liên kết không mở được. Xin đừng ghi họ tên, số điện thoại hay "
		"giấy tờ của mình. Tối đa 1.000 ký tự."
	};
	const char *path = arena_printf(w->a, "/tin/%s", x->slug);
	struct web_form_page v = { .page = web_page(w, "Báo lỗi trong bài"),
		.intro = arena_printf(w->a, "Bài: %s", x->title),
		.action = arena_printf(w->a, "%s/bao-loi", path),
		.hidden = web_form(w, 0),
		.form = f,
		.problem = busy,
		.hints = hints,
		.submit = "Gửi báo lỗi",
		.cancel = path,
		.cancel_text = "Quay lại" };
	v.page.back = path;
	enum rc rc = web_form_page(w, &v);
	if (!rc && busy)
		w->rp->status = 429;
	return rc;
}

static enum rc show(struct web *w)
{
	struct news_live x;
	struct form f;
	form_init(&f, w->a, table, 1);
	enum rc rc = article(w, &x);
	return rc ? rc : draw(w, &x, &f, NULL);
}

static enum rc add(struct web *w)
{
	struct news_live x;
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = article(w, &x);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, table, 1, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (f.errors)
		return draw(w, &x, &f, NULL);
	struct news_fault said = { .news = x.id, .at = w->now, .text = f.v[0].text };
	err_clear(&wrong);
	rc = news_fault_add(w->db, w->a, &said, w->rq->client, &wrong);
	if (rc == RC_BUSY && text_eq(wrong.field, "fault"))
		return draw(w, &x, &f, wrong.message);
	if (rc)
		return ERR(&w->e, rc, wrong.field, "%s",
			wrong.message ? wrong.message : "không lưu được");
	reply_redirect(w->rp, arena_printf(w->a, "/tin/%s?" WEB_DONE "=bao-loi", x.slug));
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/tin/{ten}/bao-loi", .handler = show, .flags = WEB_PUBLIC),
	WEB_POST("/tin/{ten}/bao-loi", .handler = add, .flags = WEB_PUBLIC, .body_max = 32 << 10),
};

const struct web_routes news_fault_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
