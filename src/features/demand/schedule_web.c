/* /yeu-cau/thuong-ky: which reports are due after which periods. When a commune must send them is
 * said by its province, so the days are a record with the document that says so, not a law here. */
#include <stdlib.h>
#include <string.h>

#include "core/web/web.h"
#include "features/demand/demand_page.h"
#include "features/report/report.h"
#include "lib/base/text.h"

/* Of core/period.h. A choice's value must not be empty, so the year is "nam". */
static const struct form_choice spans[] = { { "Q1", "quý I" }, { "Q2", "quý II" },
	{ "Q3", "quý III" }, { "Q4", "quý IV" }, { "6M", "6 tháng đầu năm" },
	{ "9M", "9 tháng đầu năm" }, { "nam", "cả năm" }, { NULL, NULL } };

enum { KIND, SPAN, RECEIVER, DAYS, SOURCE, WHO, FIELDS };
static const struct form_field schedule_fields[FIELDS] = {
	[KIND] = { "loai", FORM_CHOICE, true, "Loại báo cáo" },
	[SPAN] = { "ky", FORM_CHOICE, true, "Kỳ", .choices = spans },
	[RECEIVER] = { "noi-nhan", FORM_TEXT, true, "Gửi" },
	[DAYS] = { "ngay", FORM_INT, true, "Hạn gửi: số ngày sau ngày cuối kỳ", .min = -60,
		.max = 60 },
	[SOURCE] = { "can-cu", FORM_TEXT, false, "Văn bản quy định" },
	[WHO] = { "phu-trach", FORM_CHOICE, false, "Phụ trách" },
};

static const char *span_value(const char *span)
{
	return *span ? span : "nam";
}

static const char *span_label(const char *span)
{
	size_t i = 0;
	while (spans[i].value && !text_eq(spans[i].value, span_value(span)))
		i++;
	return spans[i].value ? spans[i].label : span;
}

static enum rc fields(struct web *w, const struct form_field **out)
{
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	memcpy(v, schedule_fields, sizeof schedule_fields);
	v[KIND].choices = duty_kinds(w->a);
	*out = v;
	return demand_people(w, &v[WHO].choices);
}

static const char *path_of(struct web *w, const struct schedule *x)
{
	return x->id ? arena_printf(w->a, "/yeu-cau/thuong-ky/%lld", (long long)x->id)
		     : "/yeu-cau/thuong-ky/moi";
}

/* --- the list --- */

static struct part_table table(struct web *w, const struct schedules *all)
{
	static const struct part_column columns[] = { { "Báo cáo", false }, { "Kỳ", false },
		{ "Gửi", false }, { "Hạn gửi", false }, { "Văn bản quy định", false },
		{ "Bỏ", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all->n * COLUMNS);
	for (size_t i = 0; i < all->n; i++) {
		const struct schedule *x = &all->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		const struct report_kind *k = report_kind_by_code(x->kind);
		c[0].text = k ? k->name : x->kind;
		c[0].href = path_of(w, x);
		c[1].text = span_label(x->span);
		c[2].text = x->receiver;
		c[3].text = x->days < 0 ? arena_printf(w->a, "%lld ngày trước ngày cuối kỳ",
						  (long long)-x->days)
					: arena_printf(w->a, "%lld ngày sau ngày cuối kỳ",
						  (long long)x->days);
		c[4].text = x->source;
		c[5].text = "Xóa";
		c[5].href = arena_printf(w->a, "%s/xoa", path_of(w, x));
	}
	return (struct part_table){ .caption = "Báo cáo thường kỳ",
		.quiet = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = all->n };
}

static enum rc draw(struct web *w, const char *typed, const char *problem)
{
	struct schedules all;
	enum rc rc = schedule_list(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct schedule_list_view v = { .page = web_page(w, "Báo cáo thường kỳ"),
		.table = table(w, &all),
		.form = web_form(w, 0),
		.year = { .name = "nam",
			.label = "Năm",
			.value = typed,
			.error = problem,
			.type = WIDGET_NUMBER,
			.width = 4 } };
	v.page.back = "/yeu-cau";
	struct widget_error wrong = { "nam", problem };
	if (problem) {
		v.page.errors = &wrong;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	schedule_list_html(&b, &v);
	return web_reply(w, problem ? 422 : 200, &b);
}

static enum rc list(struct web *w)
{
	return draw(w, arena_printf(w->a, "%d", date_today().year), NULL);
}

static enum rc apply(struct web *w)
{
	struct audit t;
	size_t made;
	const char *typed = request_field(w->rq, "nam");
	char *end = NULL;
	long year = typed ? strtol(typed, &end, 10) : 0;
	if (!typed || *end || year < 1990 || year > 2200)
		return draw(w, typed, "Năm phải là một số như 2025.");
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = schedule_apply(&t, w->a, year, &made, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/yeu-cau");
	return rc;
}

/* --- one of them --- */

static enum rc schedule_of(struct web *w, struct schedule *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : schedule_get(w->db, w->a, id, x, &w->e);
}

static enum rc show_form(
	struct web *w, const struct schedule *x, const struct form *f, const char *problem)
{
	static const char *const hints[FIELDS] = {
		[SPAN] =
			"Báo cáo CCHC chỉ có quý I, 6 tháng, quý III và năm (công văn 581/BNV-CCHC).",
		[RECEIVER] = "Cơ quan nhận báo cáo, ví dụ Sở Nội vụ.",
		[DAYS] = "Ghi theo văn bản của tỉnh; 0 là ngay ngày cuối kỳ, -2 là trước hai ngày.",
	};
	struct web_form_page v = { .page = web_page(w, x->id ? "Sửa báo cáo thường kỳ"
							     : "Thêm báo cáo thường kỳ"),
		.problem = problem,
		.action = path_of(w, x),
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = "/yeu-cau/thuong-ky" };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc form(struct web *w, const struct schedule *x)
{
	const struct form_field *fs;
	struct form f;
	enum rc rc = fields(w, &fs);
	if (rc)
		return rc;
	form_init(&f, w->a, fs, FIELDS);
	if (x->id) {
		web_put(&f, KIND, x->kind);
		web_put(&f, SPAN, span_value(x->span));
		web_put(&f, RECEIVER, x->receiver);
		web_put(&f, DAYS, arena_printf(w->a, "%lld", (long long)x->days));
		web_put(&f, SOURCE, x->source);
		web_put(&f, WHO, demand_account_text(w, x->account));
	}
	return show_form(w, x, &f, NULL);
}

static enum rc new_form(struct web *w)
{
	return form(w, &(struct schedule){ 0 });
}

static enum rc edit_form(struct web *w)
{
	struct schedule x;
	enum rc rc = schedule_of(w, &x);
	return rc ? rc : form(w, &x);
}

static void from_form(struct web *w, struct form *f, struct schedule *x)
{
	struct duty none;
	struct err wrong;
	const struct form_value *v = f->v;
	err_init(&wrong, w->a);
	x->kind = v[KIND].text;
	x->span = text_eq(v[SPAN].text, "nam") ? "" : v[SPAN].text;
	x->receiver = v[RECEIVER].text;
	x->days = v[DAYS].number;
	x->source = v[SOURCE].text;
	x->account = demand_account(&v[WHO]);
	/* Has that kind such a period at all? Any year tells. */
	if (duty_of_schedule(w->a, x, date_today().year, &none, &wrong))
		form_fail(f, SPAN, wrong.message);
}

static enum rc save(struct web *w, struct schedule *x)
{
	const struct form_field *fs;
	const char *problem = NULL;
	struct form f;
	struct audit t;
	struct err wrong;
	int64_t id;
	err_init(&wrong, w->a);
	struct audit_query of = { .kind = "report_schedule",
		.object = arena_printf(w->a, "%lld", (long long)x->id),
		.limit = 1 };
	enum rc rc = fields(w, &fs);
	if (!rc && x->id)
		rc = web_stale(w, x->version, &of, "báo cáo thường kỳ này", &problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, fs, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (!f.errors)
		from_form(w, &f, x);
	if (f.errors || problem)
		return show_form(w, x, &f, problem);
	rc = web_audit(w, &t);
	if (!rc)
		rc = schedule_put(&t, w->a, x, &id, &w->e);
	if (rc == RC_CONFLICT) {
		form_fail(&f, SPAN, w->e.message);
		err_clear(&w->e);
		return show_form(w, x, &f, NULL);
	}
	if (!rc)
		reply_redirect(w->rp, "/yeu-cau/thuong-ky");
	return rc;
}

static enum rc add(struct web *w)
{
	return save(w, &(struct schedule){ 0 });
}

static enum rc change(struct web *w)
{
	struct schedule x;
	enum rc rc = schedule_of(w, &x);
	return rc ? rc : save(w, &x);
}

/* GET asks, POST does. Duties that were made of it stay. */
static enum rc drop(struct web *w)
{
	struct schedule x;
	struct form none;
	struct audit t;
	enum rc rc = schedule_of(w, &x);
	if (rc)
		return rc;
	if (w->rq->method == HTTP_POST) {
		rc = web_audit(w, &t);
		if (!rc)
			rc = schedule_drop(&t, w->a, &x, &w->e);
		if (!rc)
			reply_redirect(w->rp, "/yeu-cau/thuong-ky");
		return rc;
	}
	form_init(&none, w->a, NULL, 0);
	struct web_form_page v = { .page = web_page(w, "Xóa báo cáo thường kỳ?"),
		.intro = arena_printf(w->a, "Gửi %s, %s. Các nghĩa vụ báo cáo đã lập vẫn còn.",
			x.receiver, span_label(x.span)),
		.action = arena_printf(w->a, "%s/xoa", path_of(w, &x)),
		.hidden = web_form(w, x.version),
		.form = &none,
		.submit = "Xóa",
		.cancel = "/yeu-cau/thuong-ky" };
	return web_form_page(w, &v);
}

static const struct web_route routes[] = {
	WEB_GET("/yeu-cau/thuong-ky", .handler = list, .permission = "request.edit"),
	WEB_POST("/yeu-cau/thuong-ky/lap", .handler = apply, .permission = "request.edit"),
	WEB_GET("/yeu-cau/thuong-ky/moi", .handler = new_form, .permission = "request.edit"),
	WEB_POST("/yeu-cau/thuong-ky/moi", .handler = add, .permission = "request.edit"),
	WEB_GET("/yeu-cau/thuong-ky/{id}", .handler = edit_form, .permission = "request.edit"),
	WEB_POST("/yeu-cau/thuong-ky/{id}", .handler = change, .permission = "request.edit"),
	WEB_GET("/yeu-cau/thuong-ky/{id}/xoa", .handler = drop, .permission = "request.edit"),
	WEB_POST("/yeu-cau/thuong-ky/{id}/xoa", .handler = drop, .permission = "request.edit"),
};

static const struct web_word words[] = {
	{ "account", "Phụ trách (tài khoản)", NULL },
	{ "days", "Hạn gửi: số ngày sau ngày cuối kỳ", NULL },
	{ "kind", "Loại báo cáo", NULL },
	{ "receiver", "Gửi", NULL },
	{ "source", "Văn bản quy định", NULL },
	{ "span", "Kỳ", NULL },
};

static const struct web_record records[] = {
	{ .kind = "report_schedule",
		.name = "Báo cáo thường kỳ",
		.href = "/yeu-cau/thuong-ky/",
		.permission = "request.edit",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes schedule_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.records = records,
	.records_n = sizeof records / sizeof *records };
