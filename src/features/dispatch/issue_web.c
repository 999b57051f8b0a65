/* The number of an approved document: typed in as the commune's document system gave it, or given
 * by Loa where the commune keeps its register here (Nghị định 30/2020/NĐ-CP, Điều 15, 16). */
#include <string.h>

#include "core/setting.h"
#include "features/dispatch/dispatch_page.h"
#include "features/dispatch/signed.h"
#include "lib/base/text.h"

enum { NUMBER, DAY, REASON, NUMBER_FIELDS };

static const struct form_field number_fields[NUMBER_FIELDS] = {
	[NUMBER] = { .name = "so-ky-hieu",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Số và ký hiệu, ví dụ 05/BC-UBND",
		.max = 60 },
	[DAY] = { .name = "ngay", .kind = FORM_DATE, .required = true, .label = "Ngày ban hành" },
	[REASON] = { .name = "ly-do",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Lý do hủy số",
		.max = 300 },
};

/* Only the first two are asked for where a number is typed in. */
enum { TYPED = REASON };

static const char *number_line(struct arena *a, const struct document *d)
{
	return arena_printf(a, "Số %s, ngày %s.", document_number(a, d), date_short(a, d->day));
}

enum rc issue_view(struct web *w, const struct way *x, struct issue_view *out)
{
	enum rc rc = setting_on(w->db, SETTING_OWN_NUMBERS, &out->own_numbers, &w->e);
	if (rc)
		return rc;
	out->open = x->d.state == DISPATCH_APPROVED && web_may(w, MAY_REPORT_ISSUE);
	form_init(&out->number, w->a, number_fields, NUMBER_FIELDS);
	signed_form(w->a, &out->upload);
	signed_form_again(&out->upload, w->rq);
	if (x->document.number) {
		out->number_line = number_line(w->a, &x->document);
		out->number.v[NUMBER].typed = document_number(w->a, &x->document);
		out->number.v[DAY].typed = date_short(w->a, x->document.day);
	} else if (x->shown && x->shown->doc->notation) {
		out->number.v[NUMBER].typed = arena_printf(w->a, "/%s", x->shown->doc->notation);
	}
	const char *typed = request_field(w->rq, number_fields[NUMBER].name);
	if (typed) { /* the form is shown again */
		out->number.v[NUMBER].typed = typed;
		out->number.v[DAY].typed = request_field(w->rq, number_fields[DAY].name);
	}
	for (size_t i = 0; x->refused && i < x->refused->n; i++)
		for (size_t k = 0; k < NUMBER_FIELDS; k++)
			if (text_eq(x->refused->fields[i].name, number_fields[k].name))
				out->number.v[k].error = x->refused->v[i].error;
	return x->has_signed ? signed_view(w, x, out) : RC_OK;
}

/* The document as the register takes it. */
static struct document entry(const struct way *x)
{
	const struct doc *d = x->shown->doc;
	return (struct document){ .subject = x->d.subject,
		.signer = d->signer,
		.recipients = d->recipients,
		.origin = x->d.origin };
}

static enum rc refuse(struct web *w, struct way *x, const struct form *f)
{
	x->refused = f;
	return way_show(w, x, 422, NULL);
}

/* RC_CONFLICT, with a message: another document has the number. */
static enum rc put(struct web *w, struct way *x, const struct document *d)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = document_enter(&t, w->a, d, &w->e);
	if (rc)
		return rc;
	rc = thing_set_number(&t, w->a, d, &w->e);
	if (!rc)
		rc = dispatch_touch(&t, w->a, &x->d,
			arena_printf(w->a, "số %s", document_number(w->a, d)), &w->e);
	if (rc == RC_CONFLICT)
		return way_late(w, x);
	if (!rc)
		reply_redirect(w->rp, x->thing.path);
	return rc;
}

/* Loads it and sees that it waits for number and signature. *answered: nothing more is to be done.
 */
static enum rc begin(struct web *w, struct way *x, bool *answered)
{
	enum rc rc = way_load(w, x);
	if (rc)
		return rc;
	*answered = true;
	if (web_is_stale(w, x->d.version))
		return way_late(w, x);
	if (x->d.state != DISPATCH_APPROVED)
		return way_show(w, x, 422, "Chỉ ghi số cho văn bản đã ký duyệt và chưa ban hành.");
	*answered = false;
	return RC_OK;
}

/* "KH-UBND" and "KH-VP" are of one type, "BC-UBND" is of another. */
static bool same_type(struct arena *a, const char *notation, const char *drawn)
{
	size_t n = drawn ? strcspn(drawn, "-") : 0;
	return text_has_prefix(notation, arena_strndup(a, drawn ? drawn : "", n));
}

/* Number and day as they were typed. */
static void read_number(struct web *w, const struct way *x, struct form *f, struct document *d)
{
	const char *typed = text_squeeze(w->a, f->v[NUMBER].text), *wrong;
	if (!document_number_parse(w->a, typed, &d->number, &d->notation))
		form_fail(f, NUMBER,
			arena_printf(w->a,
				"“%s” không có dạng số/ký hiệu như 05/BC-UBND. " DOCUMENT_NOTATION_RULE
				".",
				typed));
	else if (!same_type(w->a, d->notation, x->shown->doc->notation))
		form_fail(f, NUMBER,
			arena_printf(w->a,
				"“%s” là số của loại văn bản khác; ký hiệu ở đây như %s.", typed,
				x->shown->doc->notation));
	d->day = f->v[DAY].day;
	d->year = d->day.year;
	wrong = document_day_wrong(w->a, d->day, &x->thing.issued, date_today());
	if (wrong)
		form_fail(f, DAY, wrong);
}

static enum rc type_number(struct web *w)
{
	struct way x;
	struct form f;
	struct err e;
	bool answered = false;
	err_init(&e, w->a);
	enum rc rc = begin(w, &x, &answered);
	if (rc || answered)
		return rc;
	if (form_read(&f, w->rq, number_fields, TYPED, &e))
		return refuse(w, &x, &f);
	struct document d = entry(&x);
	read_number(w, &x, &f, &d);
	if (f.errors)
		return refuse(w, &x, &f);
	rc = put(w, &x, &d);
	if (rc != RC_CONFLICT)
		return rc;
	form_fail(&f, NUMBER, w->e.message);
	err_clear(&w->e);
	return refuse(w, &x, &f);
}

static enum rc own_numbers(struct web *w, bool *own, bool *one)
{
	enum rc rc = setting_on(w->db, SETTING_OWN_NUMBERS, own, &w->e);
	return rc ? rc : setting_on(w->db, SETTING_ONE_SERIES, one, &w->e);
}

static enum rc give_number(struct web *w)
{
	struct way x;
	bool answered = false, own = false, one = false;
	enum rc rc = begin(w, &x, &answered);
	if (!rc && !answered)
		rc = own_numbers(w, &own, &one);
	if (rc || answered)
		return rc;
	if (!own)
		return way_show(w, &x, 422,
			"Số lấy từ hệ thống quản lý văn bản của xã; quản trị có thể đổi trong cài đặt.");
	if (x.document.number)
		return way_show(w, &x, 422, "Văn bản này đã có số.");
	struct document d = entry(&x);
	d.day = date_today();
	d.year = d.day.year;
	d.notation = x.shown->doc->notation;
	const char *wrong = document_day_wrong(w->a, d.day, &x.thing.issued, d.day);
	if (wrong)
		return way_show(w, &x, 422, wrong);
	rc = document_next(w->db, d.year, d.notation, one, &d.number, &w->e);
	if (!rc)
		rc = put(w, &x, &d);
	return rc == RC_CONFLICT ? way_show(w, &x, 422, w->e.message) : rc;
}

static enum rc give_up(struct web *w, struct way *x, const char *reason)
{
	struct audit t;
	const char *what =
		arena_printf(w->a, "hủy số %s: %s", document_number(w->a, &x->document), reason);
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = document_leave(&t, w->a, x->d.origin, true, reason, &w->e);
	if (!rc)
		rc = way_drop_number(w, &t, x);
	if (!rc)
		rc = dispatch_touch(&t, w->a, &x->d, what, &w->e);
	if (!rc)
		reply_redirect(w->rp, x->thing.path);
	return rc;
}

static enum rc cancel_number(struct web *w)
{
	struct way x;
	struct form f;
	struct err e;
	bool answered = false, own = false, one;
	err_init(&e, w->a);
	enum rc rc = begin(w, &x, &answered);
	if (!rc && !answered)
		rc = own_numbers(w, &own, &one);
	if (rc || answered)
		return rc;
	if (!own || !x.document.number)
		return way_show(w, &x, 422, "Văn bản này không có số do Loa cấp để hủy.");
	if (form_read(&f, w->rq, number_fields + REASON, 1, &e))
		return way_show(w, &x, 422, e.message);
	return give_up(w, &x, f.v[0].text);
}

static const struct web_route routes[] = {
	WEB_POST("/trinh-ky/{loai}/{so}/so", .handler = type_number, .permission = "report.issue"),
	WEB_POST("/trinh-ky/{loai}/{so}/cap-so", .handler = give_number,
		.permission = "report.issue"),
	WEB_POST("/trinh-ky/{loai}/{so}/huy-so", .handler = cancel_number,
		.permission = "report.issue"),
};

const struct web_routes issue_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
