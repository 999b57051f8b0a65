/* /tin-bai/canh-bao: the one text above all public pages, for a span of time. */
#include "features/news/news_page.h"
#include "lib/base/text.h"

enum { TEXT, FROM_DAY, FROM_CLOCK, UNTIL_DAY, UNTIL_CLOCK, FIELDS };
static const struct form_field table[FIELDS] = {
	[TEXT] = { "thong-bao", FORM_TEXT, false, "Nội dung", .max = 250 },
	[FROM_DAY] = { "tu-ngay", FORM_DATE, false, "Hiện từ ngày" },
	[FROM_CLOCK] = { "tu-gio", FORM_TEXT, false, "Hiện từ giờ", .max = 12 },
	[UNTIL_DAY] = { "den-ngay", FORM_DATE, false, "Đến ngày (bắt buộc khi có thông báo)",
		.at_times = true },
	[UNTIL_CLOCK] = { "den-gio", FORM_TEXT, false, "Đến giờ", .max = 12 },
};

static enum rc draw(struct web *w, const struct form *f, int64_t version, const char *problem)
{
	static const char *const hints[FIELDS] = {
		[TEXT] = "Một câu. Để trống là bỏ thông báo.",
		[FROM_DAY] = "Để trống: từ bây giờ.",
		[FROM_CLOCK] = "Ví dụ 7:30. Để trống: từ đầu ngày.",
		[UNTIL_CLOCK] = "Để trống: đến hết ngày.",
	};
	struct web_form_page v = { .page = web_page(w, "Thông báo khẩn"),
		.intro =
			"Hiện trên đầu các trang công khai: bão lũ, dịch bệnh, mất điện, đổi lịch tiếp dân.",
		.problem = problem,
		.action = "/tin-bai/canh-bao",
		.hidden = web_form(w, version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = "/tin-bai" };
	v.page.back = "/tin-bai";
	return web_form_page(w, &v);
}

/* version: a row that is not there yet has none, and a form always has one. */
static enum rc form(struct web *w)
{
	struct news_alert x;
	struct form f;
	enum rc rc = news_alert_get(w->db, w->a, &x, &w->e);
	if (rc)
		return rc;
	form_init(&f, w->a, table, FIELDS);
	web_put(&f, TEXT, x.text);
	if (*x.text) {
		web_put(&f, FROM_DAY, date_short(w->a, date_of(x.from)));
		web_put(&f, FROM_CLOCK, news_clock(w->a, x.from));
		web_put(&f, UNTIL_DAY, date_short(w->a, date_of(x.until - 60)));
		web_put(&f, UNTIL_CLOCK, news_clock(w->a, x.until - 60));
	}
	return draw(w, &f, x.version + 1, NULL);
}

/* In seconds. */
static int64_t clock_of(struct form *f, size_t i, int initial)
{
	int minutes = initial;
	if (f->v[i].given && !f->v[i].error && !date_clock_parse(f->v[i].text, &minutes))
		form_fail(f, i, "Giờ ghi như 7:30 hoặc 7h30.");
	return (int64_t)minutes * 60;
}

/* The minute that was named last is still within. */
static void read(struct web *w, struct form *f, struct news_alert *x)
{
	enum { LAST_MINUTE = 24 * 60 - 1 };
	int64_t from = clock_of(f, FROM_CLOCK, 0), until = clock_of(f, UNTIL_CLOCK, LAST_MINUTE);
	const struct form_value *v = f->v;
	x->text = text_squeeze(w->a, v[TEXT].text);
	if (!*x->text)
		return;
	if (!v[UNTIL_DAY].given)
		form_fail(f, UNTIL_DAY, "Xin ghi ngày thông báo hết hiệu lực.");
	if (v[FROM_CLOCK].given && !v[FROM_DAY].given)
		form_fail(f, FROM_DAY, "Có giờ thì phải có ngày.");
	x->from = date_valid(v[FROM_DAY].day) ? date_moment(v[FROM_DAY].day) + from : w->now;
	x->until = date_valid(v[UNTIL_DAY].day) ? date_moment(v[UNTIL_DAY].day) + until + 60 : 0;
	if (!f->errors && x->until <= x->from)
		form_fail(f, UNTIL_DAY, "Thông báo phải hết hiệu lực sau khi bắt đầu.");
	else if (!f->errors && x->until <= w->now)
		form_fail(f, UNTIL_DAY, "Lúc này đã qua: thông báo sẽ không ai thấy.");
}

static enum rc save(struct web *w)
{
	struct news_alert held, x = { .text = "" };
	struct form f;
	struct audit t;
	struct err wrong;
	const char *problem = NULL;
	struct audit_query of = { .kind = "alert", .object = "1", .limit = 1 };
	err_init(&wrong, w->a);
	enum rc rc = news_alert_get(w->db, w->a, &held, &w->e);
	if (!rc)
		rc = web_stale(w, held.version + 1, &of, "thông báo này", &problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, table, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	read(w, &f, &x);
	if (f.errors || problem)
		return draw(w, &f, held.version + 1, problem);
	rc = web_audit(w, &t);
	if (!rc)
		rc = news_alert_put(&t, w->a, &x, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/tin-bai");
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/tin-bai/canh-bao", .handler = form, .permission = "news.publish"),
	WEB_POST("/tin-bai/canh-bao", .handler = save, .permission = "news.publish"),
};

const struct web_routes news_alert_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
