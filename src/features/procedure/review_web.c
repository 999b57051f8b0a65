/* /thu-tuc-hc/ra-soat: proposals to amend or abolish, a year's together as a document. */
#include <stdlib.h>
#include <string.h>

#include "core/doc_head.h"
#include "core/quantity.h"
#include "core/web/document.h"
#include "core/web/history.h"
#include "core/web/web.h"
#include "features/procedure/review_page.h"
#include "lib/base/text.h"

enum { YEAR_FIRST = 2000, YEAR_LAST = 2100, CASES_MAX = 10000000 };

static struct part_table table_of(struct web *w, const struct reviews *all)
{
	static const struct part_column columns[] = { { "Thủ tục", false }, { "Đề xuất", false },
		{ "Một lần, trước", true }, { "Một lần, sau", true }, { "Một năm, trước", true },
		{ "Một năm, sau", true }, { "Cắt giảm", true } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all->n * COLUMNS);
	for (size_t i = 0; i < all->n; i++) {
		const struct review *x = &all->v[i];
		struct review_sum s = review_sum(w->a, x);
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = arena_printf(w->a, "%s (%s)", x->name, x->code);
		if (web_may(w, MAY_PROCEDURE_EDIT))
			c[0].href =
				arena_printf(w->a, "/thu-tuc-hc/ra-soat/%lld", (long long)x->id);
		c[1].text = review_action_name(x->action);
		c[2].text = procedure_money(w->a, s.once_before);
		c[3].text = procedure_money(w->a, s.once_after);
		c[4].text = procedure_money(w->a, s.year_before);
		c[5].text = procedure_money(w->a, s.year_after);
		c[6].text = review_percent(w->a, s.saved);
	}
	return (struct part_table){ .caption = "Đề xuất của năm",
		.quiet = true,
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = all->n };
}

static bool is_year(int64_t year)
{
	return year >= YEAR_FIRST && year <= YEAR_LAST;
}

/* What was said for that year, else the year before, else what is usual. */
static enum rc letter_of(struct web *w, int64_t year, struct review_letter *out)
{
	struct err none;
	err_init(&none, w->a);
	enum rc rc = review_letter_get(w->db, w->a, year, out, &none);
	if (rc == RC_NOTFOUND) {
		*out = review_letter_usual(w->a, w->unit, date_today());
		out->year = year;
		return RC_OK;
	}
	return rc ? ERR(&w->e, rc, NULL, "%s", none.message) : RC_OK;
}

static enum rc list(struct web *w)
{
	const char *asked = request_query(w->rq, "nam");
	int64_t year = asked ? strtoll(asked, NULL, 10) : date_today().year;
	struct reviews all;
	year = is_year(year) ? year : date_today().year;
	enum rc rc = review_list(w->db, w->a, year, &all, &w->e);
	if (rc)
		return rc;
	struct review_list_view v = {
		.page = web_page(w,
			arena_printf(w->a, "Rà soát thủ tục hành chính năm %lld", (long long)year)),
		.of = year,
		.year = { .name = "nam",
			.label = "Năm",
			.type = WIDGET_NUMBER,
			.width = 4,
			.value = arena_printf(w->a, "%lld", (long long)year) },
		.table = table_of(w, &all),
		.may_edit = web_may(w, MAY_PROCEDURE_EDIT)
	};
	struct review_letter letter;
	rc = letter_of(w, year, &letter);
	if (rc)
		return rc;
	v.said = letter.version != 0;
	v.page.back = "/thu-tuc-hc";
	struct buf b = web_buf(w);
	review_list_page(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc download(struct web *w)
{
	struct reviews all;
	struct unit *u = NULL;
	struct review_letter letter;
	struct doc d;
	int64_t year;
	enum rc rc = web_id(w, "nam", &year);
	if (!rc)
		rc = review_list(w->db, w->a, year, &all, &w->e);
	if (!rc && (!is_year(year) || !all.n))
		rc = ERR(&w->e, RC_NOTFOUND, "nam", "Năm này chưa có đề xuất nào.");
	if (!rc)
		rc = unit_load(w->db, w->a, &u, &w->e);
	if (!rc)
		rc = letter_of(w, year, &letter);
	if (!rc)
		rc = doc_head(w->a, u, date_today(), "BC", &d, &w->e);
	if (rc)
		return rc;
	const struct unit_name *n = unit_name_at(u, date_today());
	d.day = (struct date){ date_today().year, 0, 0 };
	review_document(w->a, &all, &(struct review_sender){ n->short_name, &letter }, &d);
	return web_document(w, &d, route_segment(w->rq, "dang"),
		arena_printf(w->a, "ra-soat-%lld", (long long)year));
}

/* --- one proposal --- */

enum { OF, YEAR, ACTION, REASON, PROPOSAL, BEFORE, AFTER, TIMES, PEOPLE, FIELDS };
static const struct form_choice action_choices[] = { { "amend", "Sửa đổi, bổ sung" },
	{ "abolish", "Bãi bỏ" }, { NULL, NULL } };
static const struct form_field base_fields[FIELDS] = {
	[OF] = { "ma", FORM_CHOICE, true, "Thủ tục" },
	[YEAR] = { "nam", FORM_INT, true, "Năm rà soát", .min = YEAR_FIRST, .max = YEAR_LAST },
	[ACTION] = { "de-xuat", FORM_CHOICE, true, "Đề xuất", .choices = action_choices },
	[REASON] = { "ly-do", FORM_LINES, true, "Lý do", .max = 4000 },
	[PROPOSAL] = { "noi-dung", FORM_LINES, true, "Nội dung đề xuất", .max = 4000 },
	[BEFORE] = { "truoc", FORM_LINES, false, "Chi phí một lần, hiện nay" },
	[AFTER] = { "sau", FORM_LINES, false, "Chi phí một lần, sau khi sửa" },
	[TIMES] = { "so-lan", FORM_INT, true, "Số lần một người làm trong một năm", .min = 1,
		.max = CASES_MAX },
	[PEOPLE] = { "so-nguoi", FORM_INT, true, "Số người làm trong một năm", .min = 1,
		.max = CASES_MAX },
};

static enum rc fields_of(struct web *w, const struct form_field **out)
{
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	struct procedures all;
	enum rc rc = procedure_list(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct form_choice *choices = ARENA_ARRAY(w->a, struct form_choice, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct procedure *p = &all.v[i];
		choices[i] = (struct form_choice){ p->code,
			arena_printf(w->a, "%s %s", p->code,
				p->versions.n ? p->versions.v[p->versions.n - 1].name : "") };
	}
	memcpy(v, base_fields, sizeof base_fields);
	v[OF].choices = choices;
	*out = v;
	return RC_OK;
}

static enum rc show_form(
	struct web *w, const struct review *x, const struct form *f, const char *problem)
{
	const char *line = arena_printf(w->a,
		"Mỗi dòng: việc | số giờ | thu nhập một giờ | thuê dịch vụ | phí, lệ phí | chi khác "
		"(đồng). Việc: %s.",
		review_kinds(w->a));
	const char *hints[FIELDS] = {
		[BEFORE] = line, [AFTER] = "Viết như trên. Đề xuất bãi bỏ thì không ghi."
	};
	struct web_form_page v = { .page = web_page(w,
					   x->id ? "Sửa đề xuất rà soát" : "Thêm đề xuất rà soát"),
		.problem = problem,
		.action = x->id ? arena_printf(w->a, "/thu-tuc-hc/ra-soat/%lld", (long long)x->id)
				: "/thu-tuc-hc/ra-soat/moi",
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = "/thu-tuc-hc/ra-soat" };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static const char *number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static enum rc draw(struct web *w, const struct review *x)
{
	const struct form_field *table;
	const char *code = request_query(w->rq, "ma");
	struct form f;
	enum rc rc = fields_of(w, &table);
	if (rc)
		return rc;
	form_init(&f, w->a, table, FIELDS);
	web_put(&f, OF, x->id ? x->code : code ? code : "");
	web_put(&f, YEAR, number(w->a, x->id ? x->year : date_today().year));
	if (x->id) {
		web_put(&f, ACTION, review_action_code(x->action));
		web_put(&f, REASON, x->reason);
		web_put(&f, PROPOSAL, x->proposal);
		web_put(&f, BEFORE, x->before);
		web_put(&f, AFTER, x->after);
		web_put(&f, TIMES, number(w->a, x->times));
		web_put(&f, PEOPLE, number(w->a, x->people));
	}
	return show_form(w, x, &f, NULL);
}

static enum rc review_of(struct web *w, struct review *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : review_get(w->db, w->a, id, x, &w->e);
}

static enum rc new_form(struct web *w)
{
	return draw(w, &(struct review){ 0 });
}

static enum rc edit_form(struct web *w)
{
	struct review x;
	enum rc rc = review_of(w, &x);
	return rc ? rc : draw(w, &x);
}

static enum review_action action_of(const struct form *f)
{
	return text_eq(f->v[ACTION].text, "abolish") ? REVIEW_ABOLISH : REVIEW_AMEND;
}

static void check(struct web *w, struct form *f)
{
	for (size_t i = BEFORE; i <= AFTER; i++) {
		struct review_cost cost;
		const char *wrong = f->v[i].error ? NULL : review_parse(w->a, f->v[i].text, &cost);
		if (wrong)
			form_fail(f, i, wrong);
	}
	if (!f->errors && review_too_much(w->a, &(struct review){ .action = action_of(f),
							.before = f->v[BEFORE].text,
							.after = f->v[AFTER].text,
							.times = f->v[TIMES].number,
							.people = f->v[PEOPLE].number }))
		form_fail(f, PEOPLE,
			"Chi phí cả năm lớn quá mức tính được; hãy xem lại số giờ, số tiền, số lần và số "
			"người.");
}

static enum rc store(struct web *w, const struct form *f, struct review *x)
{
	const struct form_value *v = f->v;
	struct procedure p;
	struct audit t;
	int64_t id;
	enum rc rc = procedure_get(w->db, w->a, v[OF].text, &p, &w->e);
	if (!rc)
		rc = web_audit(w, &t);
	if (rc)
		return rc;
	if (!x->id) {
		x->procedure = p.id;
		x->account = w->session->account;
	}
	x->year = v[YEAR].number;
	x->action = action_of(f);
	x->reason = v[REASON].text;
	x->proposal = v[PROPOSAL].text;
	x->before = v[BEFORE].text;
	x->after = v[AFTER].text;
	x->times = v[TIMES].number;
	x->people = v[PEOPLE].number;
	rc = review_put(&t, w->a, x, &id, &w->e);
	if (!rc)
		reply_redirect(w->rp,
			arena_printf(w->a, "/thu-tuc-hc/ra-soat?nam=%lld", (long long)x->year));
	return rc;
}

static enum rc save(struct web *w, struct review *x)
{
	const struct form_field *table;
	const char *problem = NULL;
	struct form f;
	struct err wrong;
	struct audit_query of = { .kind = "review", .object = number(w->a, x->id), .limit = 1 };
	err_init(&wrong, w->a);
	enum rc rc = fields_of(w, &table);
	if (!rc && x->id)
		rc = web_stale(w, x->version, &of, "đề xuất này", &problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, table, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	check(w, &f);
	if (x->id && !f.v[OF].error && !text_eq(f.v[OF].text, x->code))
		form_fail(&f, OF, "Một đề xuất không đổi sang thủ tục khác; hãy thêm đề xuất mới.");
	return f.errors || problem ? show_form(w, x, &f, problem) : store(w, &f, x);
}

static enum rc add(struct web *w)
{
	return save(w, &(struct review){ 0 });
}

static enum rc change(struct web *w)
{
	struct review x;
	enum rc rc = review_of(w, &x);
	return rc ? rc : save(w, &x);
}

/* --- to whom, and who signs --- */

enum { BASIS, TO, COPIES, SIGNING, SIGNER, LETTER_FIELDS };
static const struct form_field letter_fields[LETTER_FIELDS] = {
	[BASIS] = { "thuc-hien", FORM_TEXT, false, "Kế hoạch hoặc văn bản yêu cầu rà soát",
		.max = 300 },
	[TO] = { "kinh-gui", FORM_LINES, true, "Kính gửi", .max = 1000 },
	[COPIES] = { "noi-nhan", FORM_LINES, true, "Nơi nhận", .max = 2000 },
	[SIGNING] = { "ky", FORM_LINES, true, "Quyền hạn, chức vụ của người ký", .max = 300 },
	[SIGNER] = { "nguoi-ky", FORM_TEXT, false, "Họ và tên người ký", .max = 100 },
};

static const char *letter_path(struct web *w, const struct review_letter *x)
{
	return arena_printf(w->a, "/thu-tuc-hc/ra-soat/van-ban/%lld", (long long)x->year);
}

static enum rc show_letter(
	struct web *w, const struct review_letter *x, const struct form *f, const char *problem)
{
	static const char *const hints[LETTER_FIELDS] = {
		[BASIS] =
			"Viết sau chữ “Thực hiện”, ví dụ: Kế hoạch số 12/KH-UBND ngày 05/01/2026.",
		[TO] = "Mỗi dòng một nơi.",
		[COPIES] = "Mỗi dòng một nơi; dòng đầu thường là: Như trên, dòng cuối là: Lưu: VT.",
		[SIGNING] = "Chữ in hoa, mỗi dòng một ý, ví dụ: TM. ỦY BAN NHÂN DÂN, rồi CHỦ TỊCH.",
	};
	struct web_form_page v = { .page = web_page(w,
					   arena_printf(w->a,
						   "Văn bản đề xuất năm %lld: nơi gửi và người ký",
						   (long long)x->year)),
		.problem = problem,
		.action = letter_path(w, x),
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = arena_printf(w->a, "/thu-tuc-hc/ra-soat?nam=%lld", (long long)x->year) };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc asked_letter(struct web *w, struct review_letter *out)
{
	int64_t year;
	enum rc rc = web_id(w, "nam", &year);
	if (!rc && !is_year(year))
		rc = ERR(&w->e, RC_NOTFOUND, "nam", "Không có năm này.");
	return rc ? rc : letter_of(w, year, out);
}

static enum rc letter_form(struct web *w)
{
	struct review_letter x;
	struct form f;
	enum rc rc = asked_letter(w, &x);
	if (rc)
		return rc;
	form_init(&f, w->a, letter_fields, LETTER_FIELDS);
	web_put(&f, BASIS, x.basis);
	web_put(&f, TO, x.addressees);
	web_put(&f, COPIES, x.recipients);
	web_put(&f, SIGNING, x.signing);
	web_put(&f, SIGNER, x.signer);
	return show_letter(w, &x, &f, NULL);
}

/* Lines without a blank one, as they are printed. */
static const char *lines_of(struct web *w, const struct form *f, size_t i)
{
	struct texts list = text_split(w->a, f->v[i].text, '\n');
	return text_join(w->a, &list, "\n");
}

static enum rc letter_save(struct web *w)
{
	struct review_letter x;
	struct form f;
	struct err wrong;
	struct audit t;
	const char *problem = NULL;
	err_init(&wrong, w->a);
	enum rc rc = asked_letter(w, &x);
	if (rc)
		return rc;
	struct audit_query of = {
		.kind = "review_letter", .object = number(w->a, x.year), .limit = 1
	};
	if (x.version)
		rc = web_stale(w, x.version, &of, "nơi gửi và người ký", &problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, letter_fields, LETTER_FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (!f.v[SIGNING].error && !text_eq(text_upper(w->a, f.v[SIGNING].text), f.v[SIGNING].text))
		form_fail(&f, SIGNING, "Quyền hạn, chức vụ phải viết hoa, ví dụ: CHỦ TỊCH.");
	if (f.errors || problem)
		return show_letter(w, &x, &f, problem);
	x.basis = f.v[BASIS].text;
	x.addressees = lines_of(w, &f, TO);
	x.recipients = lines_of(w, &f, COPIES);
	x.signing = lines_of(w, &f, SIGNING);
	x.signer = f.v[SIGNER].text;
	rc = web_audit(w, &t);
	if (!rc)
		rc = review_letter_put(&t, w->a, &x, &w->e);
	if (!rc)
		reply_redirect(w->rp,
			arena_printf(w->a, "/thu-tuc-hc/ra-soat?nam=%lld", (long long)x.year));
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/thu-tuc-hc/ra-soat", .handler = list, .permission = "procedure.read"),
	WEB_GET("/thu-tuc-hc/ra-soat/moi", .handler = new_form, .permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/ra-soat/moi", .handler = add, .permission = "procedure.edit"),
	WEB_GET("/thu-tuc-hc/ra-soat/{id}", .handler = edit_form, .permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/ra-soat/{id}", .handler = change, .permission = "procedure.edit"),
	WEB_GET("/thu-tuc-hc/ra-soat/van-ban/{nam}", .handler = letter_form,
		.permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/ra-soat/van-ban/{nam}", .handler = letter_save,
		.permission = "procedure.edit"),
	WEB_GET("/thu-tuc-hc/ra-soat/tai/{nam}/{dang}", .handler = download,
		.permission = "procedure.read"),
};

static const struct web_word words[] = {
	{ "action", "Đề xuất", NULL },
	{ "cost_after", "Chi phí sau", NULL },
	{ "cost_before", "Chi phí trước", NULL },
	{ "people", "Số người", NULL },
	{ "procedure", "Thủ tục", NULL },
	{ "proposal", "Nội dung đề xuất", NULL },
	{ "reason", "Lý do", NULL },
	{ "times", "Số lần", NULL },
};
static const struct web_word letter_words[] = {
	{ "addressees", "Kính gửi", NULL },
	{ "basis", "Kế hoạch, văn bản yêu cầu", NULL },
	{ "recipients", "Nơi nhận", NULL },
	{ "signer", "Người ký", NULL },
	{ "signing", "Quyền hạn, chức vụ", NULL },
};
static const struct web_record records[] = {
	{ .kind = "review",
		.name = "Rà soát thủ tục",
		.href = "/thu-tuc-hc/ra-soat/",
		.permission = "procedure.edit",
		.words = words,
		.words_n = sizeof words / sizeof *words },
	{ .kind = "review_letter",
		.name = "Văn bản đề xuất rà soát",
		.href = "/thu-tuc-hc/ra-soat/van-ban/",
		.permission = "procedure.edit",
		.words = letter_words,
		.words_n = sizeof letter_words / sizeof *letter_words },
};

const struct web_routes procedure_review_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.records = records,
	.records_n = sizeof records / sizeof *records };
