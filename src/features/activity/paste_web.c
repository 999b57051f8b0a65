/* /hoat-dong/dan: many activities from a spreadsheet: paste, look over, store. */
#include <stdlib.h>
#include <string.h>

#include "core/web/web.h"
#include "features/activity/paste.h"
#include "lib/base/text.h"
#include "lib/media/sheet.h"

#define FIELD_TEXT "bang"
#define FIELD_FILE "tep"
#define FIELD_ROWS "so-dong"

enum { ERRORS_MAX = 50 };

/* --- the table handed in ---------------------------------------------------------------------- */

struct handed {
	struct csv table;
	const char *error; /* what is wrong with it as a whole; NULL */
	const char *field; /* where that is told */
	const char *note; /* NULL */
};

static void refuse(struct handed *h, const char *field, const char *why)
{
	h->field = field;
	h->error = why;
}

/* A file of text: UTF-8 as our own download writes it, and as Excel's "CSV UTF-8". */
static void take_csv(struct web *w, const char *p, size_t n, struct handed *h)
{
	struct problems problems = { .a = w->a };
	if (n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3)) {
		p += 3;
		n -= 3;
	}
	if (text_check(p, n) != n) {
		refuse(h, FIELD_FILE,
			"Tệp không phải văn bản UTF-8. Trong Excel hãy lưu thành .xlsx, hoặc chọn “CSV UTF-8”.");
		return;
	}
	char *text = arena_strndup(w->a, p, n), *to = text;
	for (const char *from = text; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	struct text_file f = { .name = "tệp", .text = text_nfc(w->a, text, NULL) };
	f.n = strlen(f.text);
	if (text_blank(f.text) || !csv_read(w->a, &f, &h->table, &problems))
		refuse(h, FIELD_FILE, "Tệp không có dòng nào.");
	else if (problems.n)
		refuse(h, FIELD_FILE,
			arena_printf(w->a, "Dòng %d của tệp: %s.", problems.v[0].line,
				problems.v[0].message));
}

static void take_xlsx(struct web *w, struct bytes in, struct handed *h)
{
	struct sheet s;
	struct err e;
	err_init(&e, w->a);
	if (sheet_read(w->a, in, &s, &e)) {
		refuse(h, FIELD_FILE,
			e.rc == RC_INVALID ? e.message
					   : "Chưa đọc được bảng tính lúc này; hãy gửi lại.");
		return;
	}
	h->table = s.table;
	h->note = *s.others ? arena_printf(
				      w->a, "Đọc trang tính “%s”; không đọc: %s.", s.name, s.others)
			    : NULL;
}

/* Before the transaction: a spreadsheet takes the worker a while. */
static enum rc prepare(struct web *w)
{
	struct handed *h = ARENA_NEW(w->a, struct handed);
	const struct http_upload *u = request_upload(w->rq, FIELD_FILE);
	const char *text = request_field(w->rq, FIELD_TEXT), *p;
	w->prepared = h;
	if (!u || !u->bytes.n) {
		paste_split(w->a, text ? text : "", &h->table);
		if (!h->table.n)
			refuse(h, FIELD_TEXT, "Hãy dán bảng vào ô, hoặc chọn tệp.");
		return RC_OK;
	}
	if (u->bytes.n > SHEET_FILE_MAX) {
		refuse(h, FIELD_FILE,
			arena_printf(w->a, "Tệp nặng hơn %d MB.", SHEET_FILE_MAX >> 20));
		return RC_OK;
	}
	enum rc rc = http_bytes_all(w->a, &u->bytes, SHEET_FILE_MAX, &p, &w->e);
	if (rc)
		return rc;
	bool is_text = text_check(p, (size_t)u->bytes.n) == u->bytes.n;
	bool by_name = strstr(text_lower(w->a, u->filename), ".csv") != NULL;
	if (is_text || by_name)
		take_csv(w, p, (size_t)u->bytes.n, h);
	else
		take_xlsx(w, (struct bytes){ p, (size_t)u->bytes.n }, h);
	return RC_OK;
}

/* --- pages ------------------------------------------------------------------------------------ */

static enum rc put_first(struct web *w, const struct handed *h)
{
	struct paste_view v = { .page = web_page(w, "Dán từ Excel"),
		.form = web_form(w, 0),
		.text = { .name = FIELD_TEXT,
			.label = "Bảng",
			.hint = "Chọn các ô trong Excel, chép (Ctrl+C) rồi dán (Ctrl+V) vào đây",
			.rows = 12,
			.value = request_field(w->rq, FIELD_TEXT) },
		.file = { .name = FIELD_FILE,
			.label = "Hoặc chọn tệp .xlsx, .csv",
			.accept = ".xlsx,.csv,text/csv" } };
	struct widget_error error = { 0 };
	v.page.back = "/hoat-dong";
	if (h && h->error) {
		error = (struct widget_error){ h->field, h->error };
		(text_eq(h->field, FIELD_FILE) ? &v.file : &v.text)->error = h->error;
		v.page.errors = &error;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	paste_html(&b, &v);
	return web_reply(w, v.page.errors_n ? 422 : 200, &b);
}

/* Links to the cells, the first of them by name. */
static void put_errors(
	struct web *w, const struct paste *p, const char *whole, struct paste_view *v)
{
	struct widget_error *list = ARENA_ARRAY(w->a, struct widget_error, ERRORS_MAX + 2);
	size_t n = 0;
	if (whole)
		list[n++].message = whole;
	for (size_t i = 0; i < p->n; i++)
		for (int c = 0; c < COLUMNS && p->v[i].ticked; c++)
			if (p->v[i].cells.wrong[c] && n < ERRORS_MAX)
				list[n++] =
					(struct widget_error){ arena_printf(w->a, "o-%zu-%d", i, c),
						arena_printf(w->a, "Dòng %d: %s", p->v[i].line,
							p->v[i].cells.wrong[c]) };
	if (n == ERRORS_MAX)
		list[n++].message = "… và các ô khác được đánh dấu trong bảng.";
	v->page.errors = list;
	v->page.errors_n = n;
}

static enum rc put_review(struct web *w, const struct paste *p, const char *note, const char *whole)
{
	struct paste_view v = {
		.page = web_page(w, "Xem lại trước khi ghi"), .form = web_form(w, 0), .p = p
	};
	v.page.back = "/hoat-dong/dan";
	if (note)
		v.page.notice.text = note;
	for (size_t i = 0; i < p->n; i++) {
		v.bad += !p->v[i].good;
		v.twins += p->v[i].twin != NULL;
		v.ticked += p->v[i].ticked;
	}
	put_errors(w, p, whole, &v);
	struct buf b = web_buf(w);
	paste_review_html(&b, &v);
	return web_reply(w, v.page.errors_n ? 422 : 200, &b);
}

static enum rc first_page(struct web *w)
{
	return put_first(w, NULL);
}

/* What is in the log already is not ticked at first: the person may know better. */
static enum rc review(struct web *w)
{
	struct handed *h = w->prepared;
	struct paste p;
	struct err e;
	err_init(&e, w->a);
	if (!h->error && paste_take(w->a, &h->table, &p, &e))
		refuse(h,
			request_upload(w->rq, FIELD_FILE) &&
					request_upload(w->rq, FIELD_FILE)->bytes.n
				? FIELD_FILE
				: FIELD_TEXT,
			e.message);
	if (h->error)
		return put_first(w, h);
	enum rc rc = paste_check(w, &p);
	for (size_t i = 0; i < p.n; i++)
		p.v[i].ticked = !p.v[i].twin;
	return rc ? rc : put_review(w, &p, h->note, NULL);
}

/* The rows of the form: each as it was, with the cells corrected in place. */
static void read_rows(struct web *w, struct paste *p)
{
	const char *count = request_field(w->rq, FIELD_ROWS);
	long n = count ? strtol(count, NULL, 10) : 0;
	*p = (struct paste){ 0 };
	for (long i = 0; i < n && i < PASTE_ROWS_MAX; i++) {
		struct paste_row r = { 0 };
		const char *packed = request_field(w->rq, arena_printf(w->a, "dong-%ld", i));
		paste_unpack(w->a, packed ? packed : "", &r);
		r.ticked = request_field(w->rq, arena_printf(w->a, "chon-%ld", i)) != NULL;
		for (int c = 0; c < COLUMNS; c++) {
			const char *s = request_field(w->rq, arena_printf(w->a, "o-%ld-%d", i, c));
			if (s)
				r.cells.v[c] = text_squeeze(w->a, s);
		}
		ARENA_PUSH(w->a, p, r);
	}
	paste_read(w->a, p);
}

static enum rc store_all(struct web *w, struct paste *p, size_t ticked)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	for (size_t i = 0; !rc && i < p->n; i++) {
		int64_t id;
		if (!p->v[i].ticked)
			continue;
		p->v[i].x.account = w->session->account;
		rc = activity_add(&t, w->a, &p->v[i].x, &id, &w->e);
	}
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/hoat-dong?da-ghi=%zu", ticked));
	return rc;
}

static enum rc store(struct web *w)
{
	struct paste p;
	size_t bad = 0, ticked = 0;
	read_rows(w, &p);
	if (!p.n)
		return put_first(w, NULL);
	enum rc rc = paste_check(w, &p);
	for (size_t i = 0; i < p.n; i++) {
		ticked += p.v[i].ticked;
		bad += p.v[i].ticked && !p.v[i].good;
	}
	if (rc)
		return rc;
	if (bad || !ticked)
		return put_review(w, &p, NULL,
			bad ? "Chưa ghi dòng nào: còn ô cần sửa, hoặc bỏ chọn dòng ấy."
			    : "Chưa chọn dòng nào để ghi.");
	return store_all(w, &p, ticked);
}

static const struct web_route routes[] = {
	WEB_GET("/hoat-dong/dan", .handler = first_page, .permission = "activity.add"),
	WEB_POST("/hoat-dong/dan", .handler = review, .permission = "activity.add",
		.body_max = PASTE_BODY, .prepare = prepare),
	WEB_POST("/hoat-dong/dan/luu", .handler = store, .permission = "activity.add",
		.body_max = PASTE_BODY),
};

const struct web_routes activity_paste_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes };
