/* /van-ban-di: the register of documents issued, in the ten columns of Nghị định 30/2020/NĐ-CP,
 * Annex IV. */
#include <stdlib.h>
#include <string.h>

#include "core/setting.h"
#include "core/token.h"
#include "core/web/history.h"
#include "features/docreg/docreg.h"
#include "features/docreg/docreg_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

/* Documents that were entered by hand. */
static const char own_prefix[] = "so/";

enum { YEAR_MIN = 1990, YEAR_MAX = 2200 };

static int year_of(const struct web *w)
{
	const char *text = request_query(w->rq, "nam");
	char *end = NULL;
	long year = text ? strtol(text, &end, 10) : 0;
	return text && !*end && year >= YEAR_MIN && year <= YEAR_MAX ? (int)year
								     : date_today().year;
}

/* --- the list --- */

static struct part_table register_table(struct web *w, const struct documents *list)
{
	struct part_column *columns = ARENA_ARRAY(w->a, struct part_column, DOCUMENT_COLUMNS);
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * DOCUMENT_COLUMNS);
	for (int i = 0; i < DOCUMENT_COLUMNS; i++)
		columns[i].title = document_headings[i];
	for (size_t k = 0; k < list->n; k++) {
		const char *row[DOCUMENT_COLUMNS];
		struct part_cell *c = cells + k * DOCUMENT_COLUMNS;
		document_cells(w->a, &list->v[k], row);
		for (int i = 0; i < DOCUMENT_COLUMNS; i++)
			c[i].text = row[i];
		if (web_may(w, MAY_DOCREG_REGISTER)) {
			struct buf b;
			enum { ADDRESS_MAX = 1 << 12 };
			buf_init(&b, w->a, ADDRESS_MAX);
			buf_puts(&b, "/van-ban-di/sua?nguon=");
			html_part_text(&b, list->v[k].origin);
			c[0].href = b.p;
		}
	}
	return (struct part_table){ .caption = "Sổ đăng ký văn bản đi",
		.quiet = true,
		.headed = true,
		.stacked = true,
		.columns = columns,
		.columns_n = DOCUMENT_COLUMNS,
		.cells = cells,
		.rows = list->n };
}

static struct part_table void_table(struct web *w, const struct document_voids *list)
{
	static const struct part_column columns[] = { { "Số", false }, { "Đã cấp cho", false },
		{ "Lý do hủy", false }, { "Lúc", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n * COLUMNS);
	for (size_t i = 0; i < list->n; i++) {
		const struct document_void *x = &list->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = arena_printf(w->a, "%02lld/%s", (long long)x->number, x->notation);
		c[1].text = x->subject;
		c[2].text = x->reason;
		c[3].text = web_moment(w->a, x->at);
	}
	return (struct part_table){ .caption = "Số đã hủy",
		.headed = true,
		.stacked = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = list->n };
}

static struct part_table gap_table(struct web *w, const struct document_gaps *list)
{
	static const struct part_column columns[] = { { "Số chưa dùng", false } };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, list->n);
	for (size_t i = 0; i < list->n; i++)
		cells[i].text = arena_printf(w->a, "%02lld%s%s", (long long)list->v[i].number,
			*list->v[i].notation ? "/" : "", list->v[i].notation);
	return (struct part_table){ .caption = "Số đã bỏ trống trong dãy",
		.stacked = true,
		.columns = columns,
		.columns_n = 1,
		.cells = cells,
		.rows = list->n };
}

static enum rc year_links(struct web *w, struct docreg_view *v)
{
	struct texts years;
	enum rc rc = document_years(w->db, w->a, &years, &w->e);
	if (rc)
		return rc;
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, years.n);
	for (size_t i = 0; i < years.n; i++)
		links[i] = (struct part_link){ .text = years.v[i],
			.href = arena_printf(w->a, "/van-ban-di?nam=%s", years.v[i]),
			.current = text_eq(years.v[i], v->year) };
	v->years = links;
	v->years_n = years.n;
	return RC_OK;
}

static enum rc list(struct web *w)
{
	struct documents all;
	struct document_voids voids;
	struct document_gaps gaps;
	int year = year_of(w);
	struct docreg_view v = { .page = web_page(w, "Văn bản đi"),
		.year = arena_printf(w->a, "%d", year),
		.may_add = web_may(w, MAY_DOCREG_REGISTER) };
	enum rc rc = documents_load(w->db, w->a, year, &all, &w->e);
	if (!rc)
		rc = document_voids_load(w->db, w->a, year, &voids, &w->e);
	if (!rc)
		rc = document_gaps_load(w->db, w->a, year, &gaps, &w->e);
	if (!rc)
		rc = year_links(w, &v);
	if (rc)
		return rc;
	v.table = register_table(w, &all);
	v.voids = void_table(w, &voids);
	v.gaps = gap_table(w, &gaps);
	struct buf b = web_buf(w);
	docreg_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc csv(struct web *w)
{
	struct documents all;
	int year = year_of(w);
	enum rc rc = documents_load(w->db, w->a, year, &all, &w->e);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	documents_csv(&b, &all);
	reply_bytes(w->rp, 200, "text/csv; charset=utf-8", b.p, b.n);
	reply_download(w->rp, arena_printf(w->a, "van-ban-di-%d.csv", year));
	return RC_OK;
}

/* --- one --- */

enum { COPIES, SENT, RECEIPT, NOTE, SUBJECT, DAY, NOTATION, NUMBER, SIGNER, RECIPIENTS, FIELDS };

/* The columns that may still change once a document is numbered come first. */
enum { LATER_FIELDS = SUBJECT };

static const struct form_field fields[FIELDS] = {
	[COPIES] = { .name = "so-ban", .kind = FORM_TEXT, .label = "Số lượng bản", .max = 50 },
	[SENT] = { .name = "ngay-chuyen", .kind = FORM_TEXT, .label = "Ngày chuyển", .max = 50 },
	[RECEIPT] = { .name = "ky-nhan", .kind = FORM_TEXT, .label = "Ký nhận", .max = 200 },
	[NOTE] = { .name = "ghi-chu", .kind = FORM_TEXT, .label = "Ghi chú", .max = 300 },
	[SUBJECT] = { .name = "trich-yeu",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Tên loại và trích yếu",
		.max = 300 },
	[DAY] = { .name = "ngay", .kind = FORM_DATE, .required = true, .label = "Ngày văn bản" },
	[NOTATION] = { .name = "ky-hieu",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Ký hiệu, ví dụ QĐ-UBND",
		.max = 40 },
	[NUMBER] = { .name = "so",
		.kind = FORM_INT,
		.label = "Số (để trống: lấy số tiếp theo, khi Loa cấp số)",
		.min = 1,
		.max = 999999 },
	[SIGNER] = { .name = "nguoi-ky", .kind = FORM_TEXT, .label = "Người ký", .max = 100 },
	[RECIPIENTS] = { .name = "noi-nhan",
		.kind = FORM_LINES,
		.label = "Nơi nhận, mỗi dòng một nơi; dòng “Lưu: ...” là bản lưu",
		.max = 4000 },
};

static enum rc show(struct web *w, const struct document *d, const struct form *f, int status)
{
	const char *back =
		arena_printf(w->a, "/van-ban-di?nam=%d", d ? d->year : date_today().year);
	struct docreg_form_view v = { .page = web_page(
					      w, d ? "Sửa mục trong sổ" : "Vào sổ văn bản"),
		.form = web_form(w, 0),
		.fields = f,
		.action = d ? "/van-ban-di/sua" : "/van-ban-di/moi",
		.origin = d ? d->origin : NULL };
	if (d)
		v.about = arena_printf(w->a, "Số %s: %s", document_number(w->a, d), d->subject);
	if (d && text_has_prefix(d->origin, own_prefix))
		v.cancel = "/van-ban-di/huy";
	v.reason = (struct widget){ .name = "ly-do", .label = "Lý do hủy số" };
	v.page.back = back;
	web_errors(w->a, f, &v.page);
	struct buf b = web_buf(w);
	docreg_form_html(&b, &v);
	return web_reply(w, status, &b);
}

static enum rc new_page(struct web *w)
{
	struct form f;
	form_init(&f, w->a, fields + LATER_FIELDS, FIELDS - LATER_FIELDS);
	return show(w, NULL, &f, 200);
}

static enum rc number_of(struct web *w, struct form *f, struct document *d)
{
	bool own = false, one = false;
	struct form_value *number = &f->v[NUMBER - LATER_FIELDS];
	d->number = number->number;
	if (number->given)
		return RC_OK;
	enum rc rc = setting_on(w->db, SETTING_OWN_NUMBERS, &own, &w->e);
	if (!rc)
		rc = setting_on(w->db, SETTING_ONE_SERIES, &one, &w->e);
	if (rc)
		return rc;
	if (own)
		return document_next(w->db, d->year, d->notation, one, &d->number, &w->e);
	form_fail(f, NUMBER - LATER_FIELDS,
		"Ghi số: xã lấy số từ hệ thống quản lý văn bản, Loa không tự cấp.");
	return RC_OK;
}

static void check_entry(struct web *w, struct form *f, const struct document *d)
{
	struct document_span any = { 0 };
	const char *wrong = document_day_wrong(w->a, d->day, &any, date_today());
	if (wrong)
		form_fail(f, DAY - LATER_FIELDS, wrong);
	if (!document_notation_ok(d->notation))
		form_fail(f, NOTATION - LATER_FIELDS, DOCUMENT_NOTATION_RULE ".");
}

static enum rc add(struct web *w)
{
	struct form f;
	struct err e;
	struct audit t;
	err_init(&e, w->a);
	if (form_read(&f, w->rq, fields + LATER_FIELDS, FIELDS - LATER_FIELDS, &e))
		return show(w, NULL, &f, 422);
	const struct form_value *v = f.v - LATER_FIELDS;
	struct document d = { .subject = v[SUBJECT].text,
		.day = v[DAY].day,
		.year = v[DAY].day.year,
		.notation = text_squeeze(w->a, v[NOTATION].text),
		.signer = v[SIGNER].given ? v[SIGNER].text : NULL,
		.recipients = text_split(w->a, v[RECIPIENTS].text, '\n'),
		.origin = arena_printf(w->a, "%s%s", own_prefix, token_new(w->a)) };
	check_entry(w, &f, &d);
	enum rc rc = f.errors ? RC_OK : number_of(w, &f, &d);
	if (!rc && f.errors)
		return show(w, NULL, &f, 422);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = document_enter(&t, w->a, &d, &w->e);
	if (rc == RC_CONFLICT) {
		form_fail(&f, NUMBER - LATER_FIELDS, w->e.message);
		return show(w, NULL, &f, 422);
	}
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/van-ban-di?nam=%d", d.year));
	return rc;
}

static enum rc load(struct web *w, const char *origin, struct document *d)
{
	enum rc rc = document_of(w->db, w->a, origin ? origin : "", d, &w->e);
	return rc == RC_NOTFOUND ? ERR(&w->e, rc, "document", "Không có văn bản này trong sổ.")
				 : rc;
}

static enum rc change_page(struct web *w)
{
	struct form f;
	struct document d;
	enum rc rc = load(w, request_query(w->rq, "nguon"), &d);
	if (rc)
		return rc;
	form_init(&f, w->a, fields, LATER_FIELDS);
	const char *typed[] = { d.copies, d.sent, d.receipt, d.note };
	for (int i = 0; i < LATER_FIELDS; i++)
		f.v[i].typed = typed[i];
	return show(w, &d, &f, 200);
}

static enum rc change(struct web *w)
{
	struct form f;
	struct err e;
	struct audit t;
	struct document d;
	err_init(&e, w->a);
	enum rc rc = load(w, request_field(w->rq, "nguon"), &d);
	if (rc)
		return rc;
	if (form_read(&f, w->rq, fields, LATER_FIELDS, &e))
		return show(w, &d, &f, 422);
	d.copies = f.v[COPIES].text;
	d.sent = f.v[SENT].text;
	d.receipt = f.v[RECEIPT].text;
	d.note = f.v[NOTE].text;
	rc = web_audit(w, &t);
	if (!rc)
		rc = document_enter(&t, w->a, &d, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/van-ban-di?nam=%d", d.year));
	return rc;
}

static enum rc cancel(struct web *w)
{
	struct audit t;
	struct document d;
	struct form f;
	enum rc rc = load(w, request_field(w->rq, "nguon"), &d);
	const char *reason = request_field(w->rq, "ly-do");
	if (rc)
		return rc;
	if (!text_has_prefix(d.origin, own_prefix))
		return ERR(&w->e, RC_INVALID, "origin",
			"Số của văn bản này hủy ở trang Trình ký của nó.");
	form_init(&f, w->a, fields, LATER_FIELDS);
	if (!reason || text_blank(reason)) {
		form_fail(&f, NOTE, "Ghi lý do hủy số.");
		return show(w, &d, &f, 422);
	}
	rc = web_audit(w, &t);
	if (!rc)
		rc = document_leave(&t, w->a, d.origin, true, text_squeeze(w->a, reason), &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/van-ban-di?nam=%d", d.year));
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/van-ban-di", .handler = list, .permission = "docreg.read"),
	WEB_GET("/van-ban-di/tai/csv", .handler = csv, .permission = "docreg.read"),
	WEB_GET("/van-ban-di/moi", .handler = new_page, .permission = "docreg.register"),
	WEB_POST("/van-ban-di/moi", .handler = add, .permission = "docreg.register"),
	WEB_GET("/van-ban-di/sua", .handler = change_page, .permission = "docreg.register"),
	WEB_POST("/van-ban-di/sua", .handler = change, .permission = "docreg.register"),
	WEB_POST("/van-ban-di/huy", .handler = cancel, .permission = "docreg.register"),
};

static const struct web_item menu[] = {
	{ 70, "Văn bản đi", "/van-ban-di", MAY_DOCREG_READ },
};

static const struct web_word words[] = {
	{ "copies", "Số bản", NULL },
	{ "receipt", "Ký nhận", NULL },
	{ "sent", "Ngày chuyển", NULL },
};
static const struct web_record records[] = {
	{ .kind = "document",
		.name = "Văn bản đi",
		.called = "number",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes docreg_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
