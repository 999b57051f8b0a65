/* /yeu-cau/nghia-vu: duties to report; each is fulfilled by a report with a number, or by hand. */
#include <stdlib.h>
#include <string.h>

#include "core/web/web.h"
#include "features/demand/demand_page.h"
#include "features/report/report.h"
#include "lib/base/text.h"

enum { KIND, PERIOD, RECEIVER, DUE, WHO, FIELDS };
static const struct form_field duty_fields[FIELDS] = {
	[KIND] = { "loai", FORM_CHOICE, true, "Loại báo cáo" },
	[PERIOD] = { "ky", FORM_TEXT, true, "Kỳ" },
	[RECEIVER] = { "noi-nhan", FORM_TEXT, true, "Gửi" },
	[DUE] = { "han", FORM_DATE, false, "Hạn gửi" },
	[WHO] = { "phu-trach", FORM_CHOICE, false, "Phụ trách" },
};

static enum rc fields(struct web *w, const struct form_field **out)
{
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	memcpy(v, duty_fields, sizeof duty_fields);
	v[KIND].choices = duty_kinds(w->a);
	*out = v;
	return demand_people(w, &v[WHO].choices);
}

/* The demand of the address or of the form: 0 and RC_OK where there is none. */
static enum rc demand_of(struct web *w, struct demand *x)
{
	const char *text = w->rq->method == HTTP_POST ? request_field(w->rq, "yeu-cau")
						      : request_query(w->rq, "yeu-cau");
	*x = (struct demand){ 0 };
	return text && *text ? demand_get(w->db, w->a, strtoll(text, NULL, 10), x, &w->e) : RC_OK;
}

static const char *back_of(struct web *w, int64_t demand)
{
	return demand ? arena_printf(w->a, "/yeu-cau/%lld", (long long)demand) : "/yeu-cau";
}

static enum rc show_form(struct web *w, const struct demand *x, const struct form *f)
{
	static const char *const hints[FIELDS] = {
		[PERIOD] = "Ví dụ: quý IV năm 2026, tháng 3/2026, 6 tháng đầu năm 2026, năm 2026.",
		[RECEIVER] = "Cơ quan nhận báo cáo, ví dụ Sở Nội vụ.",
	};
	struct web_form_page v = { .page = web_page(w, "Thêm nghĩa vụ báo cáo"),
		.intro = x->id ? x->subject : NULL,
		.action = "/yeu-cau/nghia-vu/moi",
		.hidden = web_form(w, 0),
		.key_name = "yeu-cau",
		.key = x->id ? arena_printf(w->a, "%lld", (long long)x->id) : NULL,
		.form = f,
		.hints = hints,
		.submit = "Thêm",
		.cancel = back_of(w, x->id) };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc form(struct web *w)
{
	struct demand x;
	const struct form_field *table;
	struct form f;
	enum rc rc = demand_of(w, &x);
	if (!rc)
		rc = fields(w, &table);
	if (rc)
		return rc;
	form_init(&f, w->a, table, FIELDS);
	web_put(&f, RECEIVER, x.sender);
	web_put(&f, DUE, demand_day(w, x.due));
	web_put(&f, WHO, demand_account_text(w, x.account));
	return show_form(w, &x, &f);
}

static enum rc store(struct web *w, const struct demand *x, struct form *f)
{
	struct audit t;
	struct period p;
	struct err wrong;
	int64_t id;
	err_init(&wrong, w->a);
	const struct report_kind *k = report_kind_by_code(f->v[KIND].text);
	if (period_typed(w->a, f->v[PERIOD].text, k->window, &p, &wrong)) {
		form_fail(f, PERIOD, wrong.message);
		return show_form(w, x, f);
	}
	struct duty d = { .demand = x->id,
		.title = duty_title(w->a, k->code, &p, f->v[RECEIVER].text),
		.kind = k->code,
		.period = p.token,
		.receiver = f->v[RECEIVER].text,
		.due = f->v[DUE].day,
		.account = demand_account(&f->v[WHO]),
		.done_note = "" };
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = duty_put(&t, w->a, &d, &id, &w->e);
	if (rc == RC_CONFLICT) {
		form_fail(f, PERIOD, w->e.message);
		err_clear(&w->e);
		return show_form(w, x, f);
	}
	if (!rc)
		reply_redirect(
			w->rp, x->id ? back_of(w, x->id)
				     : arena_printf(w->a, "/yeu-cau/nghia-vu/%lld", (long long)id));
	return rc;
}

static enum rc add(struct web *w)
{
	struct demand x;
	const struct form_field *table;
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = demand_of(w, &x);
	if (!rc)
		rc = fields(w, &table);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, table, FIELDS, &wrong);
	if (rc == RC_INVALID)
		return show_form(w, &x, &f);
	return rc ? rc : store(w, &x, &f);
}

/* --- one duty --- */

static enum rc duty_of(struct web *w, struct duty *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : duty_get(w->db, w->a, id, x, &w->e);
}

static const char *path_of(struct web *w, const struct duty *x)
{
	return arena_printf(w->a, "/yeu-cau/nghia-vu/%lld", (long long)x->id);
}

static size_t fill_rows(struct web *w, const struct duty *x, struct part_row *rows)
{
	struct period p;
	struct err none;
	err_init(&none, w->a);
	const struct report_kind *k = report_kind_by_code(x->kind);
	bool known = period_parse(w->a, x->period, PERIOD_CALENDAR, &p, &none) == RC_OK;
	size_t n = 0;
	rows[n++] = (struct part_row){ "Loại báo cáo", k ? k->name : x->kind, NULL, NULL };
	rows[n++] = (struct part_row){ "Kỳ",
		known ? arena_printf(w->a, "%s (%s - %s)", p.label, date_short(w->a, p.from),
				date_short(w->a, p.to))
		      : x->period,
		NULL, NULL };
	rows[n++] = (struct part_row){ "Gửi", x->receiver, NULL, NULL };
	rows[n++] = (struct part_row){ "Hạn gửi",
		date_valid(x->due) ? demand_day(w, x->due) : "không nêu", NULL, NULL };
	rows[n++] = (struct part_row){ "Phụ trách", *x->responsible ? x->responsible : "chưa giao",
		NULL, NULL };
	if (x->demand)
		rows[n++] = (struct part_row){ "Theo yêu cầu", "công văn đến",
			back_of(w, x->demand), "Xem" };
	if (x->report)
		rows[n++] = (struct part_row){ "Báo cáo đã ra",
			arena_printf(w->a, "số %s", x->report_number),
			arena_printf(w->a, "/bao-cao/%lld", (long long)x->report), "Xem" };
	if (!date_none(x->done_on))
		rows[n++] = (struct part_row){ "Đã xong",
			arena_printf(w->a, "%s. %s", demand_day(w, x->done_on), x->done_note), NULL,
			NULL };
	return n;
}

static enum rc draw(struct web *w, const struct duty *x, const char *problem)
{
	enum { ROWS = 8 };
	struct part_row rows[ROWS];
	enum duty_state s = duty_state(x->done, x->due, date_today());
	struct duty_view v = { .page = web_page(w, x->title),
		.id = x->id,
		.state = duty_state_name(s),
		.tone = duty_tone(s),
		.rows = rows,
		.rows_n = fill_rows(w, x, rows),
		.write = x->done || !web_may(w, MAY_REPORT_READ) ? NULL : "/bao-cao",
		.may_edit = web_may(w, MAY_REQUEST_EDIT),
		.closing = demand_closing(
			w, path_of(w, x), x->version, !date_none(x->done_on), x->done) };
	enum rc rc = web_history(
		w, "report_duty", arena_printf(w->a, "%lld", (long long)x->id), &v.history);
	if (rc)
		return rc;
	v.page.back = back_of(w, x->demand);
	struct widget_error wrong = { problem ? "ghi-chu" : NULL, problem };
	if (problem) {
		v.closing.note.error = problem;
		v.page.errors = &wrong;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	duty_view_html(&b, &v);
	return web_reply(w, problem ? 422 : 200, &b);
}

static enum rc show(struct web *w)
{
	struct duty x;
	enum rc rc = duty_of(w, &x);
	return rc ? rc : draw(w, &x, NULL);
}

static enum rc put_back(struct web *w, const struct duty *x)
{
	struct audit t;
	int64_t id;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = duty_put(&t, w->a, x, &id, &w->e);
	if (!rc)
		reply_redirect(w->rp, path_of(w, x));
	return rc;
}

static enum rc close_it(struct web *w)
{
	struct duty x;
	const char *typed = request_field(w->rq, "ghi-chu");
	enum rc rc = duty_of(w, &x);
	if (rc)
		return rc;
	if (!typed || text_blank(typed) || text_length(typed) > FORM_TEXT_MAX)
		return draw(w, &x, "Xin ghi nghĩa vụ đã xong thế nào, trong vòng 300 ký tự.");
	if (x.done)
		return ERR(&w->e, RC_CONFLICT, "duty", "Nghĩa vụ này đã xong rồi.");
	x.done_on = date_today();
	x.done_note = text_squeeze(w->a, typed);
	return put_back(w, &x);
}

static enum rc open_again(struct web *w)
{
	struct duty x;
	enum rc rc = duty_of(w, &x);
	if (rc)
		return rc;
	x.done_on = (struct date){ 0 };
	x.done_note = "";
	return put_back(w, &x);
}

/* GET asks, POST does. */
static enum rc drop(struct web *w)
{
	struct duty x;
	struct form none;
	struct audit t;
	enum rc rc = duty_of(w, &x);
	if (rc)
		return rc;
	if (w->rq->method == HTTP_POST) {
		rc = web_audit(w, &t);
		if (!rc)
			rc = duty_drop(&t, w->a, &x, &w->e);
		if (!rc)
			reply_redirect(w->rp, back_of(w, x.demand));
		return rc;
	}
	form_init(&none, w->a, NULL, 0);
	struct web_form_page v = { .page = web_page(w, "Xóa nghĩa vụ báo cáo?"),
		.intro = x.title,
		.action = arena_printf(w->a, "%s/xoa", path_of(w, &x)),
		.hidden = web_form(w, x.version),
		.form = &none,
		.submit = "Xóa",
		.cancel = path_of(w, &x) };
	return web_form_page(w, &v);
}

static const struct web_route routes[] = {
	WEB_GET("/yeu-cau/nghia-vu/moi", .handler = form, .permission = "request.edit"),
	WEB_POST("/yeu-cau/nghia-vu/moi", .handler = add, .permission = "request.edit"),
	WEB_GET("/yeu-cau/nghia-vu/{id}", .handler = show, .permission = "plan.read"),
	WEB_POST("/yeu-cau/nghia-vu/{id}/xong", .handler = close_it, .permission = "request.edit"),
	WEB_POST("/yeu-cau/nghia-vu/{id}/mo-lai", .handler = open_again,
		.permission = "request.edit"),
	WEB_GET("/yeu-cau/nghia-vu/{id}/xoa", .handler = drop, .permission = "request.edit"),
	WEB_POST("/yeu-cau/nghia-vu/{id}/xoa", .handler = drop, .permission = "request.edit"),
};

static const struct web_word words[] = {
	{ "account", "Phụ trách (tài khoản)", NULL },
	{ "done_note", "Đã xong thế nào", NULL },
	{ "done_on", "Ngày xong", NULL },
	{ "kind", "Loại báo cáo", NULL },
	{ "receiver", "Gửi", NULL },
	{ "demand", "Yêu cầu", NULL },
};

static const struct web_record records[] = {
	{ .kind = "report_duty",
		.name = "Nghĩa vụ báo cáo",
		.href = "/yeu-cau/nghia-vu/",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes duty_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.records = records,
	.records_n = sizeof records / sizeof *records };
