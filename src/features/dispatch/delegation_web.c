/* /uy-quyen: who may sign for whom (Nghị định 30/2020/NĐ-CP, Điều 13). */
#include "features/dispatch/directory_page.h"
#include "features/dispatch/dispatch.h"
#include "features/dispatch/signing.h"
#include "lib/base/text.h"

enum { PERSON, TITLE, FORM, FROM_TITLE, SCOPE, FROM, TO, DOCUMENT, FIELDS };

static const struct form_choice forms[] = {
	{ "KT", "KT. (ký thay): cấp phó, theo lĩnh vực được phân công" },
	{ "TL", "TL. (thừa lệnh): theo quy chế làm việc hoặc quy chế văn thư" },
	{ "TUQ", "TUQ. (thừa ủy quyền): theo giấy ủy quyền có thời hạn" },
	{ NULL, NULL },
};

static const struct form_field fields[FIELDS] = {
	[PERSON] = { .name = "nguoi",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Người ký (họ và tên như trong danh sách của xã)",
		.max = 100 },
	[TITLE] = { .name = "chuc-vu",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Chức vụ",
		.max = 100 },
	[FORM] = { .name = "hinh-thuc",
		.kind = FORM_CHOICE,
		.required = true,
		.label = "Hình thức ký",
		.choices = forms },
	[FROM_TITLE] = { .name = "ky-cho",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Ký cho chức vụ, ví dụ Chủ tịch",
		.max = 100 },
	[SCOPE] = { .name = "pham-vi",
		.kind = FORM_LINES,
		.required = true,
		.label = "Văn bản, lĩnh vực được ký",
		.max = 1000 },
	[FROM] = { .name = "tu-ngay", .kind = FORM_DATE, .required = true, .label = "Từ ngày" },
	[TO] = { .name = "den-ngay",
		.kind = FORM_DATE,
		.label = "Đến hết ngày (bắt buộc với thừa ủy quyền)",
		.at_times = true },
	[DOCUMENT] = { .name = "van-ban",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Văn bản giao: giấy ủy quyền, phân công, quy chế (số, ngày)",
		.max = 300 },
};

/* --- the list --- */

static const struct part_row *rules(struct web *w, size_t *n)
{
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, SIGN_FORMS);
	*n = SIGN_FORMS;
	for (int f = 0; f < SIGN_FORMS; f++) {
		const struct sign_rule *r = sign_rule((enum sign_form)f);
		rows[f] = (struct part_row){ .key = *r->code ? arena_printf(w->a, "%s. (%s)",
								       r->code, r->name)
							     : r->name,
			.value = arena_printf(w->a, "%s (%s; từ %s)", r->who, r->source,
				date_short(w->a, r->in_force_from)) };
	}
	return rows;
}

static void fill_row(struct web *w, const struct delegation *x, struct part_cell *c)
{
	const char *from = date_short(w->a, x->from);
	c[0].text = arena_printf(w->a, "%s, %s", x->person, x->title);
	if (web_may(w, MAY_REPORT_APPROVE))
		c[0].href = arena_printf(w->a, "/uy-quyen/%lld", (long long)x->id);
	c[1].text = arena_printf(w->a, "%s. %s", sign_rule(x->form)->code, x->from_title);
	c[2].text = x->scope;
	c[3].text = date_none(x->to) ? arena_printf(w->a, "từ %s", from)
				     : arena_printf(w->a, "%s - %s", from, date_short(w->a, x->to));
	c[4].text = x->document;
}

static enum rc list(struct web *w)
{
	static const struct part_column columns[] = { { "Người ký", false }, { "Ký", false },
		{ "Phạm vi", false }, { "Thời gian", false }, { "Văn bản giao", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct delegations all;
	enum rc rc = delegations_load(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++)
		fill_row(w, &all.v[i], cells + i * COLUMNS);
	struct directory_list_view v = { .page = web_page(w, "Ủy quyền, phân công ký"),
		.intro =
			"Khi ký duyệt, Loa so phần ký của văn bản với chức vụ và các mục dưới đây.",
		.add = web_may(w, MAY_REPORT_APPROVE) ? "/uy-quyen/moi" : NULL,
		.add_text = "Thêm ủy quyền, phân công",
		.table = { .caption = "Ủy quyền, phân công ký",
			.quiet = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = all.n } };
	v.rules = rules(w, &v.rules_n);
	v.page.back = "/trinh-ky";
	struct buf b = web_buf(w);
	directory_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one --- */

static enum rc show(struct web *w, const struct delegation *x, const struct form *f, int status,
	const char *wrong)
{
	struct widget_error error = { NULL, wrong };
	const char *own = arena_printf(w->a, "/uy-quyen/%lld", (long long)x->id);
	struct directory_form_view v = { .page = web_page(w, x->id ? "Sửa ủy quyền, phân công ký"
								   : "Thêm ủy quyền, phân công ký"),
		.form = web_form(w, x->version),
		.fields = f,
		.action = x->id ? own : "/uy-quyen/moi",
		.remove = x->id ? arena_printf(w->a, "%s/bo", own) : NULL };
	v.page.back = "/uy-quyen";
	web_errors(w->a, f, &v.page);
	if (wrong) {
		v.page.errors = &error;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	directory_form_html(&b, &v);
	return web_reply(w, status, &b);
}

static void fill(struct web *w, const struct delegation *x, struct form *f)
{
	const char *typed[FIELDS] = { x->person, x->title, sign_rule(x->form)->code, x->from_title,
		x->scope, date_short(w->a, x->from),
		date_none(x->to) ? "" : date_short(w->a, x->to), x->document };
	for (int i = 0; i < FIELDS; i++)
		f->v[i].typed = typed[i];
}

static enum rc new_page(struct web *w)
{
	struct form f;
	struct delegation none = { 0 };
	form_init(&f, w->a, fields, FIELDS);
	return show(w, &none, &f, 200, NULL);
}

static enum rc load(struct web *w, struct delegation *x)
{
	int64_t id;
	enum rc rc = web_id(w, "so", &id);
	return rc ? rc : delegation_get(w->db, w->a, id, x, &w->e);
}

static enum rc page(struct web *w)
{
	struct form f;
	struct delegation x;
	enum rc rc = load(w, &x);
	if (rc)
		return rc;
	form_init(&f, w->a, fields, FIELDS);
	fill(w, &x, &f);
	return show(w, &x, &f, 200, NULL);
}

static void check(struct form *f)
{
	bool until = f->v[TO].given && !f->v[TO].error;
	if (until && date_cmp(f->v[TO].day, f->v[FROM].day) < 0)
		form_fail(f, TO, "Ngày cuối đứng trước ngày đầu.");
	if (text_eq(f->v[FORM].text, "TUQ") && !f->v[TO].given)
		form_fail(f, TO,
			"Thừa ủy quyền phải có thời hạn (Nghị định 30/2020/NĐ-CP, Điều 13): ghi ngày "
			"cuối.");
}

static enum rc save(struct web *w, struct delegation *old)
{
	struct form f;
	struct err e;
	struct audit t;
	err_init(&e, w->a);
	if (!form_read(&f, w->rq, fields, FIELDS, &e))
		check(&f);
	if (old->id && web_is_stale(w, old->version))
		return show(w, old, &f, 409,
			"Mục này vừa được người khác sửa. Dưới đây là điều bạn đã gõ; mở trang trong tab "
			"khác để xem bản mới rồi lưu lại.");
	if (f.errors)
		return show(w, old, &f, 422, NULL);
	struct delegation x = { .id = old->id,
		.version = old->version,
		.person = text_squeeze(w->a, f.v[PERSON].text),
		.title = f.v[TITLE].text,
		.from_title = f.v[FROM_TITLE].text,
		.scope = f.v[SCOPE].text,
		.from = f.v[FROM].day,
		.to = f.v[TO].given ? f.v[TO].day : (struct date){ 0 },
		.document = f.v[DOCUMENT].text };
	(void)sign_form_find(f.v[FORM].text, &x.form);
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = delegation_put(&t, w->a, &x, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/uy-quyen");
	return rc;
}

static enum rc add(struct web *w)
{
	struct delegation none = { 0 };
	return save(w, &none);
}

static enum rc change(struct web *w)
{
	struct delegation x;
	enum rc rc = load(w, &x);
	return rc ? rc : save(w, &x);
}

static enum rc remove_one(struct web *w)
{
	struct delegation x;
	struct audit t;
	enum rc rc = load(w, &x);
	if (!rc && web_is_stale(w, x.version))
		return ERR(&w->e, RC_CONFLICT, "version",
			"Mục này vừa được người khác sửa; hãy xem lại trước khi bỏ.");
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = delegation_remove(&t, w->a, &x, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/uy-quyen");
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET("/uy-quyen", .handler = list, .permission = "report.read"),
	WEB_GET("/uy-quyen/moi", .handler = new_page, .permission = "report.approve"),
	WEB_POST("/uy-quyen/moi", .handler = add, .permission = "report.approve"),
	WEB_GET("/uy-quyen/{so}", .handler = page, .permission = "report.approve"),
	WEB_POST("/uy-quyen/{so}", .handler = change, .permission = "report.approve"),
	WEB_POST("/uy-quyen/{so}/bo", .handler = remove_one, .permission = "report.approve"),
};

const struct web_routes delegation_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
