/* /soan-van-ban: documents for the public as the office keeps them. */
#include <stdlib.h>
#include <string.h>

#include "core/doctype.h"
#include "core/web/file.h"
#include "features/paper/paper_page.h"
#include "lib/base/text.h"
#include "lib/media/examine.h"
#include "lib/media/pdf_text.h"

static const struct form_choice kinds[] = {
	{ "QĐ", "Quyết định" },
	{ "QC", "Quy chế" },
	{ "QyĐ", "Quy định" },
	{ "NQ", "Nghị quyết" },
	{ "KH", "Kế hoạch" },
	{ "BC", "Báo cáo" },
	{ "CTr", "Chương trình" },
	{ "PA", "Phương án" },
	{ "ĐA", "Đề án" },
	{ "HD", "Hướng dẫn" },
	{ "TB", "Thông báo" },
	{ NULL, NULL },
};
static const struct form_choice states[] = {
	{ "issued", "Văn bản đã ban hành" },
	{ "draft", "Dự thảo lấy ý kiến" },
	{ NULL, NULL },
};

enum {
	STATE,
	KIND,
	SUBJECT,
	NUMBER,
	ISSUED,
	SIGNER,
	FROM,
	TO,
	REPLACED,
	ASKED,
	FIRST,
	LAST,
	PAPER,
	SHOWN,
	FIELDS
};
static const struct form_field paper_fields[FIELDS] = {
	[STATE] = { "dang", FORM_CHOICE, true, "Đây là", .choices = states },
	[KIND] = { "loai", FORM_CHOICE, true, "Loại văn bản", .choices = kinds },
	[SUBJECT] = { "trich-yeu", FORM_TEXT, true, "Trích yếu", .max = 500 },
	[NUMBER] = { "so", FORM_TEXT, false, "Số, ký hiệu (bắt buộc khi đã ban hành)", .max = 60,
		.at_times = true },
	[ISSUED] = { "ngay", FORM_DATE, false, "Ngày ban hành (bắt buộc khi đã ban hành)",
		.at_times = true },
	[SIGNER] = { "nguoi-ky", FORM_TEXT, false, "Người ký, chức vụ", .max = 200 },
	[FROM] = { "hieu-luc-tu", FORM_DATE, false, "Có hiệu lực từ ngày" },
	[TO] = { "hieu-luc-den", FORM_DATE, false, "Hết hiệu lực sau ngày" },
	[REPLACED] = { "thay-boi", FORM_CHOICE, false, "Đã được thay thế bởi" },
	[ASKED] = { "hoi", FORM_LINES, false, "Nội dung cần ý kiến", .max = 4000 },
	[FIRST] = { "y-kien-tu", FORM_DATE, false, "Nhận ý kiến từ ngày (bắt buộc với dự thảo)",
		.at_times = true },
	[LAST] = { "y-kien-den", FORM_DATE, false,
		"Nhận ý kiến đến hết ngày (bắt buộc với dự thảo)", .at_times = true },
	[PAPER] = { "tep", FORM_FILE, false, "Tệp PDF (bắt buộc khi công khai)",
		.max = MEDIA_FILE_MAX, .at_times = true },
	[SHOWN] = { "cong-khai", FORM_CHECK, false, "Công khai cho mọi người xem" },
};

static const char *path_of(struct web *w, int64_t id, const char *rest)
{
	return arena_printf(w->a, "/soan-van-ban/%lld%s", (long long)id, rest);
}

/* Issued ones other than itself. */
static enum rc fields_of(struct web *w, int64_t self, const struct form_field **out)
{
	struct papers all;
	size_t n = 0;
	enum rc rc = paper_list(w->db, w->a, false, &all, &w->e);
	if (rc)
		return rc;
	struct form_choice *v = ARENA_ARRAY(w->a, struct form_choice, all.n + 2);
	v[n++] = (struct form_choice){ "", "Không" };
	for (size_t i = 0; i < all.n; i++)
		if (!all.v[i].draft && all.v[i].id != self)
			v[n++] = (struct form_choice){ arena_printf(w->a, "%lld",
							       (long long)all.v[i].id),
				arena_printf(w->a, "%s: %s", all.v[i].number, all.v[i].subject) };
	struct form_field *fields = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	memcpy(fields, paper_fields, sizeof paper_fields);
	fields[REPLACED].choices = v;
	*out = fields;
	return RC_OK;
}

static enum rc list(struct web *w)
{
	static const struct part_column columns[] = { { "Văn bản", false },
		{ "Số, ký hiệu", false }, { "Ngày", false }, { "Tình trạng", false },
		{ "Ý kiến", true } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct papers all;
	enum rc rc = paper_list(w->db, w->a, false, &all, &w->e);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++) {
		const struct paper *x = &all.v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = x->subject;
		c[0].href = path_of(w, x->id, "");
		c[1].text = x->draft ? "dự thảo" : x->number;
		c[2].text = paper_day(w, x->draft ? x->opinion_to : x->day);
		c[3].text = x->shown ? "công khai" : "chưa công khai";
		c[3].tone = x->shown ? PART_GREEN : PART_YELLOW;
		c[4].text = arena_printf(w->a, "%lld", (long long)x->opinions);
		c[4].href = x->opinions ? path_of(w, x->id, "/y-kien") : NULL;
	}
	struct paper_list_view v = { .page = web_page(w, "Văn bản công khai"),
		.office = true,
		.table = { .caption = "Văn bản",
			.quiet = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = all.n } };
	struct buf b = web_buf(w);
	paper_office_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc paper_of(struct web *w, struct paper *x)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	return rc ? rc : paper_get(w->db, w->a, id, x, &w->e);
}

static enum rc show(struct web *w)
{
	enum { ROWS = 8 };
	struct paper x;
	struct part_row rows[ROWS];
	struct paper_view v = { .x = &x, .rows = rows, .may_edit = true };
	enum rc rc = paper_of(w, &x);
	if (!rc)
		rc = web_history(
			w, "paper", arena_printf(w->a, "%lld", (long long)x.id), &v.history);
	if (!rc)
		rc = paper_words_of_file(w, &x, &v);
	if (rc)
		return rc;
	v.page = web_page(w, x.subject);
	v.page.back = "/soan-van-ban";
	v.rows_n = paper_rows(w, &x, rows);
	v.file = x.attachment ? path_of(w, x.id, "/tep") : NULL;
	v.open = paper_is_open(&x, date_today());
	if (date_valid(x.opinion_from))
		v.when = arena_printf(w->a, "Nhận ý kiến từ %s đến hết %s.",
			paper_day(w, x.opinion_from), paper_day(w, x.opinion_to));
	struct buf b = web_buf(w);
	paper_office_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc file(struct web *w)
{
	struct paper x;
	enum rc rc = paper_of(w, &x);
	return rc ? rc : paper_send_file(w, &x, NULL);
}

/* --- adding, changing --- */

static enum rc show_form(
	struct web *w, const struct paper *x, const struct form *f, const char *problem)
{
	static const char *const hints[FIELDS] = {
		[NUMBER] = "Ví dụ 45/QĐ-UBND. Dự thảo chưa có số thì để trống.",
		[FROM] = "Theo văn bản; để trống nếu văn bản không nêu.",
		[ASKED] = "Chỉ cho dự thảo: những điểm muốn người dân góp ý.",
		[PAPER] = "Bản PDF đã ký hoặc bản dự thảo, không quá 30 MB.",
	};
	struct web_form_page v = { .page = web_page(w, x->id ? "Sửa văn bản" : "Thêm văn bản"),
		.problem = problem,
		.intro = f->errors && f->v[PAPER].file
				 ? "Tệp vừa chọn chưa được lưu; hãy chọn lại tệp khi gửi lại."
				 : NULL,
		.action = x->id ? path_of(w, x->id, "/sua") : "/soan-van-ban/moi",
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = x->id ? path_of(w, x->id, "") : "/soan-van-ban",
		.files = true };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc form(struct web *w, const struct paper *x)
{
	const struct form_field *table;
	struct form f;
	enum rc rc = fields_of(w, x->id, &table);
	if (rc)
		return rc;
	form_init(&f, w->a, table, FIELDS);
	web_put(&f, STATE, x->draft ? "draft" : "issued");
	web_put(&f, KIND, x->kind);
	web_put(&f, SUBJECT, x->subject);
	web_put(&f, NUMBER, x->number);
	web_put(&f, ISSUED, paper_day(w, x->day));
	web_put(&f, SIGNER, x->signer);
	web_put(&f, FROM, paper_day(w, x->valid_from));
	web_put(&f, TO, paper_day(w, x->valid_to));
	web_put(&f, REPLACED,
		x->replaced_by ? arena_printf(w->a, "%lld", (long long)x->replaced_by) : "");
	web_put(&f, ASKED, x->asked);
	web_put(&f, FIRST, paper_day(w, x->opinion_from));
	web_put(&f, LAST, paper_day(w, x->opinion_to));
	f.v[SHOWN].ticked = x->shown;
	return show_form(w, x, &f, NULL);
}

static enum rc new_form(struct web *w)
{
	return form(w, &(struct paper){ .kind = "QĐ",
			       .number = "",
			       .subject = "",
			       .signer = "",
			       .asked = "",
			       .summary = "" });
}

static enum rc edit_form(struct web *w)
{
	struct paper x;
	enum rc rc = paper_of(w, &x);
	return rc ? rc : form(w, &x);
}

struct came {
	const struct web_file *file;
	struct paper_words words;
};

/* A file that cannot be read is taken all the same: the words are for finding it, no more. */
static struct paper_words words_in(struct web *w, struct bytes pdf)
{
	const char *text;
	struct err unread;
	err_init(&unread, w->a);
	return paper_words_of(w->a, pdf_text(w->a, pdf, &text, &unread) ? "" : text);
}

/* The file that came with the form, examined and read before anything is written. */
static enum rc examine(struct web *w)
{
	enum rc rc = web_file_examine(w, paper_fields[PAPER].name);
	struct web_file *x = w->prepared;
	struct came *came = ARENA_NEW(w->a, struct came);
	if (!rc && x->content.n && !x->wrong && x->found.kind != MEDIA_PDF)
		x->wrong = "Hãy chọn tệp PDF.";
	came->file = x;
	if (!rc && x->content.n && !x->wrong)
		came->words = words_in(w, x->content);
	w->prepared = came;
	return rc;
}

/* "45/QĐ-UBND" of "Số: 45/QĐ-UBND"; NULL: it is no number with its notation. */
static const char *number_typed(struct arena *a, const char *typed)
{
	const char *s = text_squeeze(a, typed);
	size_t n = strcspn(s, "0123456789");
	const char *before = text_fold(a, text_trim_n(a, s, n));
	if (*before && !text_eq(before, "so") && !text_eq(before, "so:"))
		return NULL;
	return strchr(s + n, '/') ? s + n : NULL;
}

/* Rules over several fields. */
static void check(struct arena *a, struct form *f, bool has_file)
{
	struct form_value *v = f->v;
	const char *number = v[NUMBER].given ? number_typed(a, v[NUMBER].text) : "";
	if (!number)
		form_fail(f, NUMBER, "Ghi cả số và ký hiệu, như 45/QĐ-UBND.");
	else if (*number)
		v[NUMBER].text = number;
	if (v[ISSUED].given && !v[ISSUED].error && date_cmp(v[ISSUED].day, date_today()) > 0)
		form_fail(f, ISSUED, "Ngày này chưa đến.");
	bool draft = text_eq(v[STATE].text, "draft");
	if (!draft && !v[NUMBER].given && !v[NUMBER].error)
		form_fail(f, NUMBER, "Văn bản đã ban hành phải có số, ký hiệu.");
	if (!draft && !v[ISSUED].given && !v[ISSUED].error)
		form_fail(f, ISSUED, "Văn bản đã ban hành phải có ngày.");
	if (draft && !v[FIRST].given && !v[FIRST].error)
		form_fail(f, FIRST, "Dự thảo phải có ngày bắt đầu nhận ý kiến.");
	if (draft && !v[LAST].given && !v[LAST].error)
		form_fail(f, LAST, "Dự thảo phải có ngày cuối nhận ý kiến.");
	if (v[FIRST].given && v[LAST].given && date_cmp(v[LAST].day, v[FIRST].day) < 0)
		form_fail(f, LAST, "Ngày cuối không được trước ngày đầu.");
	if (v[FROM].given && v[TO].given && date_cmp(v[TO].day, v[FROM].day) < 0)
		form_fail(f, TO, "Ngày hết hiệu lực không được trước ngày có hiệu lực.");
	if (v[SHOWN].ticked && !has_file && !v[PAPER].given)
		form_fail(f, PAPER, "Công khai thì phải có tệp PDF.");
}

static void from_form(const struct form *f, struct paper *x)
{
	const struct form_value *v = f->v;
	x->draft = text_eq(v[STATE].text, "draft");
	x->kind = v[KIND].text;
	x->subject = v[SUBJECT].text;
	x->number = v[NUMBER].text;
	x->day = v[ISSUED].day;
	x->signer = v[SIGNER].text;
	x->valid_from = v[FROM].day;
	x->valid_to = v[TO].day;
	x->replaced_by = v[REPLACED].given ? strtoll(v[REPLACED].text, NULL, 10) : 0;
	x->asked = v[ASKED].text;
	x->opinion_from = v[FIRST].day;
	x->opinion_to = v[LAST].day;
	x->shown = v[SHOWN].ticked;
	if (!x->summary)
		x->summary = "";
}

static enum rc store(struct web *w, struct form *f, const struct paper *before)
{
	struct audit t;
	struct paper x = *before;
	int64_t id = 0;
	const struct came *came = w->prepared;
	from_form(f, &x);
	enum rc rc = web_audit(w, &t);
	if (!rc && f->v[PAPER].file) {
		x.words = &came->words;
		rc = web_file_add(w, &t, came->file, "van-ban.pdf", &x.attachment);
	}
	if (!rc)
		rc = paper_put(&t, w->a, &x, &id, &w->e);
	if (rc == RC_CONFLICT) {
		form_fail(f, NUMBER, w->e.message);
		err_clear(&w->e);
		return show_form(w, before, f, NULL);
	}
	if (!rc)
		reply_redirect(w->rp, path_of(w, id, ""));
	return rc;
}

static enum rc save(struct web *w, const struct paper *x)
{
	const struct form_field *table;
	const char *problem = NULL;
	struct form f;
	const struct came *came = w->prepared;
	struct err wrong;
	err_init(&wrong, w->a);
	struct audit_query of = { .kind = "paper",
		.object = arena_printf(w->a, "%lld", (long long)x->id) };
	enum rc rc = fields_of(w, x->id, &table);
	if (!rc && x->id)
		rc = web_stale(w, x->version, &of, "văn bản này", &problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, table, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (came->file->wrong)
		form_fail(&f, PAPER, came->file->wrong);
	check(w->a, &f, x->attachment != 0);
	if (f.errors || problem)
		return show_form(w, x, &f, problem);
	return store(w, &f, x);
}

static enum rc add(struct web *w)
{
	return save(w, &(struct paper){ .account = w->session->account });
}

static enum rc change(struct web *w)
{
	struct paper x;
	enum rc rc = paper_of(w, &x);
	return rc ? rc : save(w, &x);
}

enum { BODY = MEDIA_FILE_MAX + (1 << 20) };

static const struct web_route routes[] = {
	WEB_GET("/soan-van-ban", .handler = list, .permission = "news.edit"),
	WEB_GET("/soan-van-ban/moi", .handler = new_form, .permission = "news.edit"),
	WEB_POST("/soan-van-ban/moi", .handler = add, .permission = "news.edit", .body_max = BODY,
		.prepare = examine),
	WEB_GET("/soan-van-ban/{id}", .handler = show, .permission = "news.edit"),
	WEB_GET("/soan-van-ban/{id}/tep", .handler = file, .permission = "news.edit"),
	WEB_GET("/soan-van-ban/{id}/sua", .handler = edit_form, .permission = "news.edit"),
	WEB_POST("/soan-van-ban/{id}/sua", .handler = change, .permission = "news.edit",
		.body_max = BODY, .prepare = examine),
};

static const struct web_item menu[] = {
	{ 62, "Văn bản", "/soan-van-ban", MAY_NEWS_EDIT },
};

static const char *kind_said(struct arena *a, const char *code)
{
	const struct doctype *t = doctype_by_code(code);
	(void)a;
	return t ? t->name : code;
}

static const char *state_said(struct arena *a, const char *code)
{
	(void)a;
	return text_eq(code, "draft") ? "dự thảo" : text_eq(code, "issued") ? "đã ban hành" : code;
}

/* A code is the paper's or the file's own: what it is called now says more. */
static enum rc paper_said(struct web *w, const char *record, const char **value)
{
	struct paper x;
	(void)record;
	if (text_eq(*value, "0")) {
		*value = "không";
		return RC_OK;
	}
	enum rc rc = paper_get(w->db, w->a, strtoll(*value, NULL, 10), &x, &w->e);
	if (rc == RC_NOTFOUND) {
		err_clear(&w->e);
		return RC_OK;
	}
	if (!rc)
		*value = *x.number ? arena_printf(w->a, "%s: %s", x.number, x.subject) : x.subject;
	return rc;
}

static enum rc file_said(struct web *w, const char *record, const char **value)
{
	struct attachment x;
	(void)record;
	if (text_eq(*value, "0")) {
		*value = "không có";
		return RC_OK;
	}
	enum rc rc = attachment_get(w->db, w->a, strtoll(*value, NULL, 10), &x, &w->e);
	if (rc == RC_NOTFOUND) {
		err_clear(&w->e);
		return RC_OK;
	}
	if (!rc)
		*value = arena_printf(w->a, "%s (tệp %s)", x.name, *value);
	return rc;
}

static const struct web_word words[] = {
	{ "day", "Ngày ban hành", NULL },
	{ "kind", "Loại văn bản", kind_said },
	{ "name", "Họ và tên", NULL },
	{ "state", "Tình trạng", state_said },
	{ "signer", "Người ký", NULL },
	{ "valid_from", "Có hiệu lực từ", NULL },
	{ "valid_to", "Hết hiệu lực sau", NULL },
	{ "replaced_by", "Được thay thế bởi", NULL },
	{ "attachment", "Tệp", NULL },
	{ "shown", "Công khai", history_yes },
	{ "asked", "Nội dung cần ý kiến", NULL },
	{ "opinion_from", "Nhận ý kiến từ", NULL },
	{ "opinion_to", "Nhận ý kiến đến", NULL },
	{ "summary", "Tổng hợp ý kiến", NULL },
	{ "paper", "Văn bản", NULL },
	{ "answer", "Trả lời", NULL },
	{ "text", "Ý kiến", NULL },
};

static const struct web_look looks[] = {
	{ "attachment", file_said },
	{ "paper", paper_said },
	{ "replaced_by", paper_said },
};

static const struct web_record records[] = {
	{ .kind = "paper",
		.name = "Văn bản công khai",
		.href = "/soan-van-ban/",
		.permission = "news.edit",
		.looks = looks,
		.looks_n = sizeof looks / sizeof *looks,
		.words = words,
		.words_n = sizeof words / sizeof *words },
	{ .kind = "paper_opinion",
		.name = "Ý kiến về dự thảo",
		.href = "/soan-van-ban/",
		.permission = "news.edit",
		.looks = looks,
		.looks_n = sizeof looks / sizeof *looks,
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes paper_office_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
