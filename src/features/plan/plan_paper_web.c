/* The plan as a paper: its beginning, title, number and signing, the document, its history. */
#include <string.h>

#include "core/doc_head.h"
#include "core/web/document.h"
#include "core/web/web.h"
#include "features/docreg/docreg.h"
#include "features/plan/plan_page.h"
#include "lib/base/text.h"

/* --- a new year's plan --- */

enum { YEAR, SOURCE, START_FIELDS };

static const struct form_field *start_fields(struct web *w, const struct plan_years *years)
{
	struct form_choice *from = ARENA_ARRAY(w->a, struct form_choice, years->n + 2);
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, START_FIELDS);
	for (size_t i = 0; i < years->n; i++) {
		from[i].value = arena_printf(w->a, "%lld", (long long)years->v[i]);
		from[i].label = arena_printf(w->a, "Kế hoạch năm %s", from[i].value);
	}
	from[years->n] = (struct form_choice){ "trong", "Kế hoạch trống" };
	v[YEAR] = (struct form_field){ "nam", FORM_INT, true, "Năm", .min = 1990, .max = 2200,
		.message = "Năm phải là một số như 2025." };
	v[SOURCE] = (struct form_field){ "tu", FORM_CHOICE, true, "Bắt đầu từ", .choices = from };
	return v;
}

static enum rc show_start(struct web *w, const struct form *f)
{
	static const char *const hints[] = { NULL,
		"Nội dung, hình thức và nhiệm vụ được chép sang, ngày dời theo năm; chỉ tiêu của năm trước "
		"thành gợi ý." };
	struct web_form_page v = { .page = plan_page(w, "Lập kế hoạch", "/ke-hoach"),
		.action = "/ke-hoach/moi",
		.hidden = web_form(w, 0),
		.form = f,
		.hints = hints,
		.submit = "Lập kế hoạch",
		.cancel = "/ke-hoach" };
	return web_form_page(w, &v);
}

static enum rc start_form(struct web *w)
{
	struct plan_years years;
	struct form f;
	enum rc rc = plan_years(w->db, w->a, &years, &w->e);
	if (rc)
		return rc;
	form_init(&f, w->a, start_fields(w, &years), START_FIELDS);
	int64_t next = years.n ? years.v[0] + 1 : date_today().year;
	web_put(&f, YEAR, arena_printf(w->a, "%lld", (long long)next));
	web_put(&f, SOURCE, f.fields[SOURCE].choices[0].value);
	return show_start(w, &f);
}

static struct plan *empty_plan(struct web *w, int64_t year)
{
	struct plan *p = ARENA_NEW(w->a, struct plan);
	p->year = year;
	p->title = arena_printf(w->a, "tuyên truyền cải cách hành chính năm %lld", (long long)year);
	return p;
}

static enum rc start(struct web *w)
{
	struct plan_years years;
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = plan_years(w->db, w->a, &years, &w->e);
	if (rc)
		return rc;
	bool bad = form_read(&f, w->rq, start_fields(w, &years), START_FIELDS, &wrong) != RC_OK;
	int64_t year = f.v[YEAR].number, from = 0;
	for (size_t i = 0; i < years.n; i++) {
		if (!f.v[YEAR].error && years.v[i] == year)
			form_fail(&f, YEAR,
				arena_printf(w->a, "Đã có kế hoạch năm %lld.", (long long)year));
		if (text_eq(f.fields[SOURCE].choices[i].value, f.v[SOURCE].text))
			from = years.v[i];
	}
	if (bad || f.errors)
		return show_start(w, &f);
	struct plan_editing x = { .now = empty_plan(w, year) };
	struct plan *last;
	if (from && !(rc = plan_load(w->db, w->a, from, &last, &w->e)))
		x.now = plan_next(w->a, last, year);
	return rc ? rc
		  : plan_done(w, &x, arena_printf(w->a, "/ke-hoach/%lld/sua", (long long)year));
}

/* --- title, number, day, signing --- */

enum { TITLE, NUMBER, DAY, SIGNING, SIGNER, RECIPIENTS, HEAD_FIELDS };
static const struct form_field head_fields[] = {
	[TITLE] = { "trich-yeu", FORM_TEXT, true, "Trích yếu", .max = 500 },
	[NUMBER] = { "so", FORM_TEXT, false, "Số", .max = 40 },
	[DAY] = { .name = "ngay", .kind = FORM_DATE, .label = "Ngày ban hành" },
	[SIGNING] = { "ky", FORM_LINES, false, "Quyền hạn, chức vụ của người ký", .max = 300 },
	[SIGNER] = { "nguoi-ky", FORM_TEXT, false, "Họ và tên người ký", .max = 100 },
	[RECIPIENTS] = { "noi-nhan", FORM_LINES, false, "Nơi nhận", .max = 3000 },
};

static enum rc show_head(struct web *w, const struct plan_editing *x, const struct form *f)
{
	static const char *const hints[] = {
		[TITLE] =
			"Viết thường, như sau chữ “Kế hoạch”, ví dụ: tổ chức tuyên truyền cải cách hành "
			"chính năm 2024.",
		[NUMBER] =
			"Chỉ ghi khi kế hoạch đã ký và cho số ngoài Loa, ví dụ 24 hoặc 24/KH-UBND. Để trống "
			"khi chưa ban hành; kế hoạch trình trong Loa lấy số ở trang trình ký.",
		[SIGNING] = "Chữ in hoa, mỗi dòng một ý, ví dụ: TM. ỦY BAN NHÂN DÂN, rồi CHỦ TỊCH.",
		[RECIPIENTS] = "Mỗi dòng một nơi; dòng cuối thường là: Lưu: VT.",
	};
	struct web_form_page v = { .page = plan_page(w, "Số, ngày và người ký kế hoạch",
					   arena_printf(w->a, "%s/sua", x->path)),
		.problem = x->problem,
		.action = arena_printf(w->a, "%s/thong-tin", x->path),
		.hidden = web_form(w, x->held->version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = arena_printf(w->a, "%s/sua", x->path) };
	return web_form_page(w, &v);
}

static enum rc head_form(struct web *w)
{
	struct plan_editing x;
	struct form f;
	enum rc rc = plan_editing(w, &x);
	if (rc || x.led)
		return rc;
	const struct plan *p = x.held;
	form_init(&f, w->a, head_fields, HEAD_FIELDS);
	web_put(&f, TITLE, p->title);
	web_put(&f, NUMBER, p->number);
	if (date_valid(p->day))
		web_put(&f, DAY, date_short(w->a, p->day));
	web_put(&f, SIGNING, text_join(w->a, &p->signing, "\n"));
	web_put(&f, SIGNER, p->signer);
	web_put(&f, RECIPIENTS, text_join(w->a, &p->recipients, "\n"));
	return show_head(w, &x, &f);
}

/* "24" and "24/KH-UBND" are the same number. */
static const char *read_number(struct web *w, struct form *f, struct date day)
{
	const char *text = f->v[NUMBER].text, *notation;
	const struct unit_name *n = unit_name_at(w->unit, date_valid(day) ? day : date_today());
	int64_t number;
	if (!f->v[NUMBER].given)
		return NULL;
	if (strspn(text, "0123456789") == strlen(text))
		text = arena_printf(w->a, "%s/KH-%s", text, n ? n->symbol : "UBND");
	if (!document_number_parse(w->a, text, &number, &notation) ||
		!text_has_prefix(notation, "KH-"))
		form_fail(f, NUMBER,
			"Số của kế hoạch có dạng như 24/KH-UBND. " DOCUMENT_NOTATION_RULE ".");
	return text;
}

static void read_head(struct web *w, struct form *f, const struct plan_editing *x)
{
	struct plan *p = x->now;
	p->title = f->v[TITLE].text;
	p->day = f->v[DAY].day;
	const char *number = read_number(w, f, p->day);
	if (!number && p->number)
		form_fail(f, NUMBER,
			"Kế hoạch đã ban hành: số đã cấp không bỏ trống được, chỉ sửa được.");
	if (x->way.state && !text_eq(number, x->held->number))
		form_fail(f, NUMBER,
			"Kế hoạch này đã trình trong Loa: số và ngày ban hành được ghi ở trang trình ký.");
	if (number && !date_valid(p->day))
		form_fail(f, DAY, "Kế hoạch đã có số thì phải có ngày ban hành.");
	struct document_span span = plan_span_of_day(w->a, p->year);
	const char *wrong =
		date_valid(p->day) ? document_day_wrong(w->a, p->day, &span, date_today()) : NULL;
	if (wrong)
		form_fail(f, DAY, wrong);
	p->number = number;
	struct texts lines = text_split(w->a, f->v[SIGNING].text, '\n'),
		     to = text_split(w->a, f->v[RECIPIENTS].text, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (!text_eq(text_upper(w->a, lines.v[i]), lines.v[i]))
			form_fail(f, SIGNING,
				arena_printf(w->a, "Quyền hạn, chức vụ phải viết hoa: “%s”.",
					lines.v[i]));
	p->signing = lines;
	p->signer = f->v[SIGNER].given ? f->v[SIGNER].text : NULL;
	p->recipients = doc_recipients(w->a, &to);
}

static enum rc head_save(struct web *w)
{
	struct plan_editing x;
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = plan_editing(w, &x);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, head_fields, HEAD_FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (!f.errors)
		read_head(w, &f, &x);
	if (f.errors || x.problem)
		return show_head(w, &x, &f);
	rc = plan_done(w, &x, arena_printf(w->a, "%s/sua", x.path));
	if (rc != RC_INVALID) /* the number is another document's */
		return rc;
	form_fail(&f, NUMBER, w->e.message);
	err_clear(&w->e);
	return show_head(w, &x, &f);
}

/* --- the document --- */

/* What was approved is the paper: *led to it, or the document as the plan is now. */
static enum rc paper(struct web *w, const char *format, int64_t *year, struct doc *doc, bool *led)
{
	struct doc_way way;
	enum rc rc = web_id(w, "nam", year);
	if (!rc)
		rc = plan_way(w->db, w->a, *year, &way, &w->e);
	if (!rc)
		doc_way_lead(w, &way, format, led);
	return rc || *led ? rc : plan_make(w->db, w->a, *year, doc, &w->e);
}

static enum rc preview(struct web *w)
{
	int64_t year;
	struct doc doc;
	bool led = false;
	enum rc rc = paper(w, NULL, &year, &doc, &led);
	if (rc || led)
		return rc;
	struct plan_paper_view v = {
		.page = plan_page(w,
			arena_printf(w->a, "Văn bản kế hoạch năm %lld", (long long)year),
			arena_printf(w->a, "/ke-hoach/%lld", (long long)year)),
		.year = year,
		.doc = &doc
	};
	v.page.document = true;
	struct buf b = web_buf(w);
	plan_paper_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc download(struct web *w)
{
	int64_t year;
	struct doc doc;
	bool led = false;
	const char *format = route_segment(w->rq, "dang");
	enum rc rc = paper(w, format, &year, &doc, &led);
	return rc || led ? rc
			 : web_document(w, &doc, format,
				   arena_printf(w->a, "ke-hoach-%lld", (long long)year));
}

/* --- what became of it --- */

static enum rc history(struct web *w)
{
	struct plan *p;
	struct plan_history_view v = { 0 };
	enum rc rc = plan_of(w, &p);
	if (!rc)
		rc = plan_standing(w, p, &v.state);
	if (!rc)
		rc = web_history(
			w, "plan", arena_printf(w->a, "%lld", (long long)p->year), &v.history);
	if (rc)
		return rc;
	v.year = p->year;
	v.page = plan_page(w, arena_printf(w->a, "Lịch sử kế hoạch năm %lld", (long long)p->year),
		arena_printf(w->a, "/ke-hoach/%lld", (long long)p->year));
	struct buf b = web_buf(w);
	plan_history_html(&b, &v);
	return web_reply(w, 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/ke-hoach/moi", .handler = start_form, .permission = "plan.edit"),
	WEB_POST("/ke-hoach/moi", .handler = start, .permission = "plan.edit"),
	WEB_GET("/ke-hoach/{nam}/thong-tin", .handler = head_form, .permission = "plan.edit"),
	WEB_POST("/ke-hoach/{nam}/thong-tin", .handler = head_save, .permission = "plan.edit"),
	WEB_GET("/ke-hoach/{nam}/van-ban", .handler = preview, .permission = "plan.read"),
	WEB_GET("/ke-hoach/{nam}/tai/{dang}", .handler = download, .permission = "plan.read"),
	WEB_GET("/ke-hoach/{nam}/lich-su", .handler = history, .permission = "plan.read"),
};

const struct web_routes plan_paper_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
