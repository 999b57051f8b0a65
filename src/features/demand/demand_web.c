/* /yeu-cau: demands from above with what becomes of them. */
#include "features/demand/demand_page.h"

#include <stdlib.h>
#include <string.h>

#include "core/record.h"
#include "core/user.h"
#include "core/web/file.h"
#include "core/web/web.h"
#include "features/plan/plan.h"
#include "features/report/report.h"
#include "lib/base/text.h"
#include "lib/html/html.h"
#include "lib/media/examine.h"

enum part_tone duty_tone(enum duty_state s)
{
	static const enum part_tone tones[] = {
		[DUTY_OPEN] = PART_YELLOW, [DUTY_LATE] = PART_RED, [DUTY_DONE] = PART_GREEN
	};
	return tones[s];
}

const char *demand_day(struct web *w, struct date d)
{
	return date_valid(d) ? date_short(w->a, d) : "";
}

enum rc demand_people(struct web *w, const struct form_choice **out)
{
	struct users users;
	size_t n = 0;
	enum rc rc = user_list(w->db, w->a, &users, &w->e);
	if (rc)
		return rc;
	struct form_choice *v = ARENA_ARRAY(w->a, struct form_choice, users.n + 2);
	v[n++] = (struct form_choice){ "", "Chưa giao" };
	for (size_t i = 0; i < users.n; i++)
		if (users.v[i].active && permission_allows(users.v[i].roles, MAY_PLAN_READ))
			v[n++] = (struct form_choice){ demand_account_text(w, users.v[i].id),
				users.v[i].name };
	*out = v;
	return RC_OK;
}

int64_t demand_account(const struct form_value *v)
{
	return v->given ? strtoll(v->text, NULL, 10) : 0;
}

const char *demand_account_text(struct web *w, int64_t account)
{
	return account ? arena_printf(w->a, "%lld", (long long)account) : "";
}

const struct form_choice *duty_kinds(struct arena *a)
{
	size_t n;
	const struct report_kind *list = report_kind_list(&n);
	struct form_choice *v = ARENA_ARRAY(a, struct form_choice, n + 1);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct form_choice){ list[i].code, list[i].name };
	return v;
}

static struct part_table duty_table(struct web *w, const struct duties *list, const char *caption)
{
	static const struct part_column columns[] = { { "Hạn", false }, { "Báo cáo", false },
		{ "Phụ trách", false }, { "Tình trạng", false }, { "Báo cáo đã ra", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * COLUMNS);
	for (size_t i = 0; i < list->n; i++) {
		const struct duty *x = &list->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		enum duty_state s = duty_state(x->done, x->due, date_today());
		c[0].text = demand_day(w, x->due);
		c[1].text = x->title;
		c[1].href = arena_printf(w->a, "/yeu-cau/nghia-vu/%lld", (long long)x->id);
		c[2].text = x->responsible;
		c[3].text = duty_state_name(s);
		c[3].tone = duty_tone(s);
		c[4].text = x->report ? arena_printf(w->a, "số %s", x->report_number) : "";
		c[4].href = x->report ? arena_printf(w->a, "/bao-cao/%lld", (long long)x->report)
				      : NULL;
	}
	return (struct part_table){ .caption = caption,
		.quiet = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = list->n };
}

struct demand_closing demand_closing(
	struct web *w, const char *path, int64_t version, bool closed, bool done)
{
	return (struct demand_closing){ .path = path,
		.form = web_form(w, version),
		.closed = closed,
		.can_close = !done,
		.note = { .name = "ghi-chu",
			.label = "Đã xong thế nào",
			.hint = "Ví dụ: đã trả lời bằng công văn số 12/UBND-VHXH ngày 05/4/2024.",
			.value = request_field(w->rq, "ghi-chu") } };
}

/* --- the list --- */

enum shown { SHOWN_OPEN, SHOWN_DONE, SHOWN_ALL };
static const char *const shown_names[] = {
	[SHOWN_OPEN] = "dang-cho", [SHOWN_DONE] = "da-xong", [SHOWN_ALL] = "tat-ca"
};

static bool shows(enum shown s, bool done)
{
	return s == SHOWN_ALL || done == (s == SHOWN_DONE);
}

static struct part_table demand_table(struct web *w, const struct demands *all, enum shown shown)
{
	static const struct part_column columns[] = { { "Hạn", false }, { "Trích yếu", false },
		{ "Cơ quan gửi", false }, { "Số, ngày", false }, { "Phụ trách", false },
		{ "Tình trạng", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all->n * COLUMNS);
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct demand *x = &all->v[i];
		struct part_cell *c = cells + n * COLUMNS;
		enum duty_state s = duty_state(x->done, x->due, date_today());
		if (!shows(shown, x->done))
			continue;
		c[0].text = demand_day(w, x->due);
		c[1].text = x->subject;
		c[1].href = arena_printf(w->a, "/yeu-cau/%lld", (long long)x->id);
		c[2].text = x->sender;
		c[3].text = arena_printf(w->a, "%s %s", x->number, demand_day(w, x->day));
		c[4].text = x->responsible;
		c[5].text = duty_state_name(s);
		c[5].tone = duty_tone(s);
		n++;
	}
	return (struct part_table){ .caption = "Công văn đến",
		.quiet = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = n };
}

static struct duties shown_duties(struct web *w, const struct duties *all, enum shown shown)
{
	struct duties list = { 0 };
	for (size_t i = 0; i < all->n; i++)
		if (shows(shown, all->v[i].done))
			ARENA_PUSH(w->a, &list, all->v[i]);
	return list;
}

static enum rc list(struct web *w)
{
	static const char *const words[] = {
		[SHOWN_OPEN] = "Đang chờ", [SHOWN_DONE] = "Đã xong", [SHOWN_ALL] = "Tất cả"
	};
	struct demands demands;
	struct duties duties;
	const char *asked = request_query(w->rq, "xem");
	enum shown shown = SHOWN_OPEN;
	struct part_link tabs[SHOWN_ALL + 1] = { { 0 } };
	for (enum shown s = SHOWN_OPEN; s <= SHOWN_ALL; s++)
		if (text_eq(asked, shown_names[s]))
			shown = s;
	for (enum shown s = SHOWN_OPEN; s <= SHOWN_ALL; s++)
		tabs[s] = (struct part_link){ .text = words[s],
			.href = arena_printf(w->a, "/yeu-cau?xem=%s", shown_names[s]),
			.current = s == shown };
	enum rc rc = demand_list(w->db, w->a, &demands, &w->e);
	if (!rc)
		rc = duty_list(w->db, w->a, 0, &duties, &w->e);
	if (rc)
		return rc;
	struct duties some = shown_duties(w, &duties, shown);
	struct demand_list_view v = { .page = web_page(w, "Yêu cầu cấp trên"),
		.tabs = tabs,
		.tabs_n = SHOWN_ALL + 1,
		.demands = demand_table(w, &demands, shown),
		.duties = duty_table(w, &some, "Nghĩa vụ báo cáo"),
		.may_edit = web_may(w, MAY_REQUEST_EDIT) };
	struct buf b = web_buf(w);
	demand_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one demand --- */

static enum rc demand_of(struct web *w, struct demand *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : demand_get(w->db, w->a, id, x, &w->e);
}

static const char *path_of(struct web *w, const struct demand *x)
{
	return arena_printf(w->a, "/yeu-cau/%lld", (long long)x->id);
}

static struct part_table task_table(struct web *w, const struct demand_tasks *list)
{
	static const struct part_column columns[] = { { "Nhiệm vụ", false }, { "Hạn", false },
		{ "Hoạt động", true } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * COLUMNS);
	for (size_t i = 0; i < list->n; i++) {
		const struct demand_task *x = &list->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		struct buf code;
		buf_init(&code, w->a, 4096);
		html_part_text(&code, x->code);
		c[0].text = arena_printf(
			w->a, "%s (kế hoạch %lld, %s)", x->title, (long long)x->year, x->code);
		c[0].href = arena_printf(w->a, "/ke-hoach/%lld", (long long)x->year);
		c[1].text = demand_day(w, x->due);
		c[2].text = arena_printf(w->a, "%lld", (long long)x->activities);
		c[2].href = arena_printf(
			w->a, "/hoat-dong?nhiem-vu=%s&nam=%lld", code.p, (long long)x->year);
	}
	return (struct part_table){ .caption = "Nhiệm vụ đã đưa vào kế hoạch",
		.quiet = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = list->n };
}

static size_t fill_rows(struct web *w, const struct demand *x, bool may_edit,
	const struct attachment *file, struct part_row *rows)
{
	const char *change = may_edit ? arena_printf(w->a, "%s/sua", path_of(w, x)) : NULL;
	size_t n = 0;
	rows[n++] = (struct part_row){ "Cơ quan gửi", x->sender, change, "Sửa" };
	rows[n++] =
		(struct part_row){ "Số, ký hiệu", *x->number ? x->number : "không có", NULL, NULL };
	rows[n++] = (struct part_row){ "Ngày văn bản", demand_day(w, x->day), NULL, NULL };
	rows[n++] = (struct part_row){ "Ngày đến", demand_day(w, x->received), NULL, NULL };
	rows[n++] = (struct part_row){ "Hạn",
		date_valid(x->due) ? demand_day(w, x->due) : "không nêu", NULL, NULL };
	rows[n++] = (struct part_row){ "Hình thức trả lời", *x->manner ? x->manner : "không nêu",
		NULL, NULL };
	rows[n++] = (struct part_row){ "Phụ trách", *x->responsible ? x->responsible : "chưa giao",
		NULL, NULL };
	if (file)
		rows[n++] = (struct part_row){ "Tệp", file->name,
			arena_printf(w->a, "%s/tep", path_of(w, x)), "Mở tệp" };
	if (!date_none(x->done_on))
		rows[n++] = (struct part_row){ "Đã xong",
			arena_printf(w->a, "%s. %s", demand_day(w, x->done_on), x->done_note), NULL,
			NULL };
	return n;
}

static enum rc draw(struct web *w, const struct demand *x, const char *problem)
{
	enum { ROWS = 9 };
	struct part_row rows[ROWS];
	struct demand_tasks tasks;
	struct duties duties;
	struct attachment file;
	struct demand_view v = { 0 };
	enum rc rc = demand_tasks(w->db, w->a, x->id, &tasks, &w->e);
	if (!rc)
		rc = duty_list(w->db, w->a, x->id, &duties, &w->e);
	if (!rc && x->attachment)
		rc = attachment_get(w->db, w->a, x->attachment, &file, &w->e);
	if (!rc)
		rc = web_history(
			w, "demand", arena_printf(w->a, "%lld", (long long)x->id), &v.history);
	if (rc)
		return rc;
	enum duty_state s = duty_state(x->done, x->due, date_today());
	v.page = web_page(w, x->subject);
	v.page.back = "/yeu-cau";
	v.id = x->id;
	v.state = duty_state_name(s);
	v.tone = duty_tone(s);
	v.may_edit = web_may(w, MAY_REQUEST_EDIT);
	v.may_plan = v.may_edit && web_may(w, MAY_PLAN_EDIT);
	v.rows = rows;
	v.rows_n = fill_rows(w, x, v.may_edit, x->attachment ? &file : NULL, rows);
	v.asked = *x->asked ? html_lines(w->a, x->asked) : NULL;
	v.outline = *x->outline ? html_lines(w->a, x->outline) : NULL;
	v.tasks = task_table(w, &tasks);
	v.duties = duty_table(w, &duties, "Nghĩa vụ báo cáo của yêu cầu này");
	v.closing = demand_closing(w, path_of(w, x), x->version, !date_none(x->done_on), x->done);
	struct widget_error wrong = { problem ? "ghi-chu" : NULL, problem };
	if (problem) {
		v.closing.note.error = problem;
		v.page.errors = &wrong;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	demand_view_html(&b, &v);
	return web_reply(w, problem ? 422 : 200, &b);
}

static enum rc show(struct web *w)
{
	struct demand x;
	enum rc rc = demand_of(w, &x);
	return rc ? rc : draw(w, &x, NULL);
}

static enum rc file(struct web *w)
{
	struct demand x;
	struct attachment f;
	struct bytes content;
	enum rc rc = demand_of(w, &x);
	if (!rc && !x.attachment)
		rc = ERR(&w->e, RC_NOTFOUND, "file", "Yêu cầu này không có tệp.");
	if (!rc)
		rc = attachment_get(w->db, w->a, x.attachment, &f, &w->e);
	if (!rc)
		rc = attachment_content(w->db, w->a, &f, &content, &w->e);
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, f.type, content.p, content.n);
	reply_download(w->rp, f.name);
	return RC_OK;
}

/* --- writing it down --- */

enum { SENDER, NUMBER, DAY, RECEIVED, SUBJECT, ASKED, OUTLINE, MANNER, DUE, WHO, PAPER, FIELDS };
static const struct form_field demand_fields[FIELDS] = {
	[SENDER] = { "co-quan", FORM_TEXT, true, "Cơ quan gửi" },
	[NUMBER] = { "so", FORM_TEXT, false, "Số, ký hiệu", .max = 60 },
	[DAY] = { "ngay", FORM_DATE, false, "Ngày văn bản" },
	[RECEIVED] = { "ngay-den", FORM_DATE, false, "Ngày đến" },
	[SUBJECT] = { "trich-yeu", FORM_TEXT, true, "Trích yếu", .max = 500 },
	[ASKED] = { "yeu-cau", FORM_LINES, false, "Nội dung yêu cầu", .max = 8000 },
	[OUTLINE] = { "de-cuong", FORM_LINES, false, "Đề cương", .max = 8000 },
	[MANNER] = { "hinh-thuc", FORM_TEXT, false, "Hình thức trả lời" },
	[DUE] = { "han", FORM_DATE, false, "Hạn" },
	[WHO] = { "phu-trach", FORM_CHOICE, false, "Phụ trách" },
	[PAPER] = { "tep", FORM_FILE, false, "Tệp công văn", .max = MEDIA_FILE_MAX },
};

static enum rc fields(struct web *w, const struct form_field **out)
{
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	memcpy(v, demand_fields, sizeof demand_fields);
	*out = v;
	return demand_people(w, &v[WHO].choices);
}

static enum rc show_form(
	struct web *w, const struct demand *x, const struct form *f, const char *problem)
{
	static const char *const hints[FIELDS] = {
		[SENDER] = "Ví dụ: Sở Nội vụ.",
		[NUMBER] = "Như trên công văn, ví dụ 581/SNV-CCHC.",
		[OUTLINE] = "Mỗi dòng một mục.",
		[MANNER] = "Ví dụ: báo cáo bằng văn bản, kèm phụ lục; gửi qua trục liên thông.",
		[PAPER] = "PDF, DOCX hoặc ảnh, không quá 30 MB.",
	};
	struct web_form_page v = { .page = web_page(w, x->id ? "Sửa yêu cầu" : "Ghi công văn đến"),
		.problem = problem,
		.intro = f->errors && f->v[PAPER].file
				 ? "Tệp vừa chọn chưa được lưu; hãy chọn lại tệp khi gửi lại."
				 : NULL,
		.action = x->id ? arena_printf(w->a, "%s/sua", path_of(w, x)) : "/yeu-cau/moi",
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = x->id ? path_of(w, x) : "/yeu-cau",
		.files = true };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc form(struct web *w, const struct demand *x)
{
	const struct form_field *table;
	struct form f;
	enum rc rc = fields(w, &table);
	if (rc)
		return rc;
	form_init(&f, w->a, table, FIELDS);
	if (x->id) {
		web_put(&f, SENDER, x->sender);
		web_put(&f, NUMBER, x->number);
		web_put(&f, DAY, demand_day(w, x->day));
		web_put(&f, SUBJECT, x->subject);
		web_put(&f, ASKED, x->asked);
		web_put(&f, OUTLINE, x->outline);
		web_put(&f, MANNER, x->manner);
		web_put(&f, DUE, demand_day(w, x->due));
		web_put(&f, WHO, demand_account_text(w, x->account));
	}
	web_put(&f, RECEIVED, demand_day(w, x->id ? x->received : date_today()));
	return show_form(w, x, &f, NULL);
}

static enum rc new_form(struct web *w)
{
	return form(w, &(struct demand){ 0 });
}

static enum rc edit_form(struct web *w)
{
	struct demand x;
	enum rc rc = demand_of(w, &x);
	return rc ? rc : form(w, &x);
}

static enum rc examine(struct web *w)
{
	return web_file_examine(w, demand_fields[PAPER].name);
}

static void from_form(const struct form *f, struct demand *x)
{
	const struct form_value *v = f->v;
	x->sender = v[SENDER].text;
	x->number = v[NUMBER].text;
	x->day = v[DAY].day;
	x->received = v[RECEIVED].day;
	x->subject = v[SUBJECT].text;
	x->asked = v[ASKED].text;
	x->outline = v[OUTLINE].text;
	x->manner = v[MANNER].text;
	x->due = v[DUE].day;
	x->account = demand_account(&v[WHO]);
	if (!x->done_note)
		x->done_note = "";
}

static enum rc store(struct web *w, const struct form *f, struct demand *x)
{
	struct audit t;
	int64_t id;
	const struct web_file *p = w->prepared;
	enum rc rc = web_audit(w, &t);
	if (!rc && f->v[PAPER].file)
		rc = web_file_add(w, &t, p, "cong-van", &x->attachment);
	if (!rc)
		rc = demand_put(&t, w->a, x, &id, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/yeu-cau/%lld", (long long)id));
	return rc;
}

static enum rc save(struct web *w, struct demand *x)
{
	const struct form_field *table;
	const char *problem = NULL;
	struct form f;
	const struct web_file *paper = w->prepared;
	struct err wrong;
	err_init(&wrong, w->a);
	struct audit_query of = {
		.kind = "demand", .object = arena_printf(w->a, "%lld", (long long)x->id), .limit = 1
	};
	enum rc rc = fields(w, &table);
	if (!rc && x->id)
		rc = web_stale(w, x->version, &of, "yêu cầu này", &problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, table, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (paper->wrong)
		form_fail(&f, PAPER, paper->wrong);
	if (date_valid(f.v[DAY].day) && date_valid(f.v[DUE].day) &&
		date_cmp(f.v[DUE].day, f.v[DAY].day) < 0)
		form_fail(&f, DUE, "Hạn không được trước ngày văn bản.");
	if (f.errors || problem)
		return show_form(w, x, &f, problem);
	from_form(&f, x);
	return store(w, &f, x);
}

static enum rc add(struct web *w)
{
	return save(w, &(struct demand){ 0 });
}

static enum rc change(struct web *w)
{
	struct demand x;
	enum rc rc = demand_of(w, &x);
	return rc ? rc : save(w, &x);
}

/* --- closing by hand --- */

static enum rc put_back(struct web *w, const struct demand *x)
{
	struct audit t;
	int64_t id;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = demand_put(&t, w->a, x, &id, &w->e);
	if (!rc)
		reply_redirect(w->rp, path_of(w, x));
	return rc;
}

static enum rc close_it(struct web *w)
{
	struct demand x;
	const char *typed = request_field(w->rq, "ghi-chu");
	enum rc rc = demand_of(w, &x);
	if (rc)
		return rc;
	if (!typed || text_blank(typed) || text_length(typed) > FORM_TEXT_MAX)
		return draw(w, &x, "Xin ghi yêu cầu đã xong thế nào, trong vòng 300 ký tự.");
	if (x.done)
		return ERR(&w->e, RC_CONFLICT, "demand", "Yêu cầu này đã xong rồi.");
	x.done_on = date_today();
	x.done_note = text_squeeze(w->a, typed);
	return put_back(w, &x);
}

static enum rc open_again(struct web *w)
{
	struct demand x;
	enum rc rc = demand_of(w, &x);
	if (rc)
		return rc;
	x.done_on = (struct date){ 0 };
	x.done_note = "";
	return put_back(w, &x);
}

enum { UPLOAD_MAX = MEDIA_FILE_MAX + (1 << 20) }; /* the file and its form */

static const struct web_route routes[] = {
	WEB_GET("/yeu-cau", .handler = list, .permission = "plan.read"),
	WEB_GET("/yeu-cau/moi", .handler = new_form, .permission = "request.edit"),
	WEB_POST("/yeu-cau/moi", .handler = add, .prepare = examine, .permission = "request.edit",
		.body_max = UPLOAD_MAX),
	WEB_GET("/yeu-cau/{id}", .handler = show, .permission = "plan.read"),
	WEB_GET("/yeu-cau/{id}/tep", .handler = file, .permission = "plan.read"),
	WEB_GET("/yeu-cau/{id}/sua", .handler = edit_form, .permission = "request.edit"),
	WEB_POST("/yeu-cau/{id}/sua", .handler = change, .prepare = examine,
		.permission = "request.edit", .body_max = UPLOAD_MAX),
	WEB_POST("/yeu-cau/{id}/xong", .handler = close_it, .permission = "request.edit"),
	WEB_POST("/yeu-cau/{id}/mo-lai", .handler = open_again, .permission = "request.edit"),
};

static const struct web_item menu[] = {
	{ 40, "Yêu cầu cấp trên", "/yeu-cau", MAY_PLAN_READ },
};

static const struct web_word words[] = {
	{ "account", "Phụ trách (tài khoản)", NULL },
	{ "asked", "Nội dung yêu cầu", NULL },
	{ "attachment", "Tệp", NULL },
	{ "done_note", "Đã xong thế nào", NULL },
	{ "done_on", "Ngày xong", NULL },
	{ "manner", "Hình thức trả lời", NULL },
	{ "outline", "Đề cương", NULL },
	{ "received", "Ngày đến", NULL },
	{ "sender", "Cơ quan gửi", NULL },
};
static const struct web_word actions[] = { { "task", "Đưa thành nhiệm vụ", NULL } };

static const struct web_record records[] = {
	{ .kind = "demand",
		.name = "Yêu cầu cấp trên",
		.href = "/yeu-cau/",
		.words = words,
		.words_n = sizeof words / sizeof *words,
		.actions = actions,
		.actions_n = sizeof actions / sizeof *actions },
};

const struct web_routes demand_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
