/* /noi-nhan: the directory of those who receive documents. */
#include <stdlib.h>
#include <string.h>

#include "features/dispatch/directory_page.h"
#include "features/dispatch/dispatch.h"
#include "features/dispatch/recipient.h"
#include "lib/base/text.h"

enum { NAME, ALSO, EMAILS, GROUPS, FROM, TO, NEXT, FIELDS };

static const struct form_field fields[FIELDS] = {
	[NAME] = { .name = "ten",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Tên như in ở “Nơi nhận”, ví dụ Sở Nội vụ",
		.max = 200 },
	[ALSO] = { .name = "cach-ghi-khac",
		.kind = FORM_LINES,
		.label = "Cách ghi khác, mỗi dòng một cách",
		.max = 2000 },
	[EMAILS] = { .name = "thu",
		.kind = FORM_LINES,
		.label = "Địa chỉ thư điện tử, mỗi dòng một địa chỉ",
		.max = 2000 },
	[GROUPS] = { .name = "nhom",
		.kind = FORM_LINES,
		.label = "Nhóm, mỗi dòng một nhóm, ví dụ Các hội, đoàn thể",
		.max = 1000 },
	[FROM] = { .name = "tu-ngay", .kind = FORM_DATE, .label = "Nhận từ ngày" },
	[TO] = { .name = "den-ngay", .kind = FORM_DATE, .label = "Nhận đến hết ngày" },
	[NEXT] = { .name = "thay-bang",
		.kind = FORM_CHOICE,
		.label = "Sau ngày đó, nơi nhận thay" },
};

/* --- the list --- */

static const char *span(struct arena *a, const struct recipient *x)
{
	if (date_none(x->from) && date_none(x->to))
		return "";
	if (date_none(x->from))
		return arena_printf(a, "đến %s", date_short(a, x->to));
	if (date_none(x->to))
		return arena_printf(a, "từ %s", date_short(a, x->from));
	return arena_printf(a, "%s - %s", date_short(a, x->from), date_short(a, x->to));
}

static const char *name_of(const struct recipients *all, int64_t id)
{
	for (size_t i = 0; id && i < all->n; i++)
		if (all->v[i].id == id)
			return all->v[i].name;
	return "";
}

static void fill_row(struct web *w, const struct recipients *all, size_t i, struct part_cell *c)
{
	const struct recipient *x = &all->v[i];
	const char *next = name_of(all, x->successor);
	c[0].text = x->name;
	if (web_may(w, MAY_REPORT_ISSUE))
		c[0].href = arena_printf(w->a, "/noi-nhan/%lld", (long long)x->id);
	c[1].text = x->emails.n ? text_join(w->a, &x->emails, ", ") : "chưa có địa chỉ thư";
	c[1].tone = x->emails.n || !recipient_holds(x, date_today()) ? PART_PLAIN : PART_YELLOW;
	c[2].text =
		*next ? arena_printf(w->a, "%s; sau đó: %s", span(w->a, x), next) : span(w->a, x);
	c[3].text = text_join(w->a, &x->groups, ", ");
}

static enum rc list(struct web *w)
{
	static const struct part_column columns[] = { { "Nơi nhận", false },
		{ "Địa chỉ thư", false }, { "Thời gian", false }, { "Nhóm", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct recipients all;
	enum rc rc = recipients_load(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++)
		fill_row(w, &all, i, cells + i * COLUMNS);
	struct directory_list_view v = { .page = web_page(w, "Nơi nhận"),
		.intro =
			"Danh bạ nơi nhận theo thời gian. Mỗi dòng “Nơi nhận” của văn bản được dò ở "
			"đây; nơi không còn thì gửi cho nơi thay.",
		.add = web_may(w, MAY_REPORT_ISSUE) ? "/noi-nhan/moi" : NULL,
		.add_text = "Thêm nơi nhận",
		.table = { .caption = "Nơi nhận",
			.quiet = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = all.n } };
	struct buf b = web_buf(w);
	directory_list_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one --- */

/* The table with the other recipients as choices. */
static enum rc own_fields(struct web *w, int64_t id, const struct form_field **out)
{
	struct recipients all;
	enum rc rc = recipients_load(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct form_field *own = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	struct form_choice *choices = ARENA_ARRAY(w->a, struct form_choice, all.n + 2);
	size_t n = 0;
	choices[n++] = (struct form_choice){ "0", "không có" };
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].id != id)
			choices[n++] = (struct form_choice){
				arena_printf(w->a, "%lld", (long long)all.v[i].id), all.v[i].name
			};
	memcpy(own, fields, sizeof fields);
	own[NEXT].choices = choices;
	*out = own;
	return RC_OK;
}

static enum rc show(struct web *w, const struct recipient *x, const struct form *f, int status,
	const char *wrong)
{
	struct widget_error error = { NULL, wrong };
	struct directory_form_view v = { .page = web_page(
						 w, x->id ? "Sửa nơi nhận" : "Thêm nơi nhận"),
		.form = web_form(w, x->version),
		.fields = f,
		.action = x->id ? arena_printf(w->a, "/noi-nhan/%lld", (long long)x->id)
				: "/noi-nhan/moi" };
	v.page.back = "/noi-nhan";
	web_errors(w->a, f, &v.page);
	if (wrong) {
		v.page.errors = &error;
		v.page.errors_n = 1;
	}
	struct buf b = web_buf(w);
	directory_form_html(&b, &v);
	return web_reply(w, status, &b);
}

static void fill(struct web *w, const struct recipient *x, struct form *f)
{
	struct arena *a = w->a;
	const char *typed[FIELDS] = { x->name, text_join(a, &x->also, "\n"),
		text_join(a, &x->emails, "\n"), text_join(a, &x->groups, "\n"),
		date_none(x->from) ? "" : date_short(a, x->from),
		date_none(x->to) ? "" : date_short(a, x->to),
		arena_printf(a, "%lld", (long long)x->successor) };
	for (int i = 0; i < FIELDS; i++)
		f->v[i].typed = typed[i];
}

static enum rc load(struct web *w, struct recipient *x)
{
	int64_t id;
	enum rc rc = web_id(w, "so", &id);
	return rc ? rc : recipient_get(w->db, w->a, id, x, &w->e);
}

static enum rc form_page(struct web *w, const struct recipient *x)
{
	struct form f;
	const struct form_field *own;
	enum rc rc = own_fields(w, x->id, &own);
	if (rc)
		return rc;
	form_init(&f, w->a, own, FIELDS);
	const char *name = request_query(w->rq, "ten"); /* from a document that names it */
	if (x->id)
		fill(w, x, &f);
	else if (name)
		f.v[NAME].typed = name;
	return show(w, x, &f, 200, NULL);
}

static enum rc new_page(struct web *w)
{
	struct recipient none = { 0 };
	return form_page(w, &none);
}

static enum rc page(struct web *w)
{
	struct recipient x;
	enum rc rc = load(w, &x);
	return rc ? rc : form_page(w, &x);
}

static struct recipient read(struct web *w, const struct recipient *old, const struct form *f)
{
	return (struct recipient){ .id = old->id,
		.version = old->version,
		.name = text_squeeze(w->a, f->v[NAME].text),
		.also = text_split(w->a, f->v[ALSO].text, '\n'),
		.emails = text_split(w->a, f->v[EMAILS].text, '\n'),
		.groups = text_split(w->a, f->v[GROUPS].text, '\n'),
		.from = f->v[FROM].given ? f->v[FROM].day : (struct date){ 0 },
		.to = f->v[TO].given ? f->v[TO].day : (struct date){ 0 },
		.successor = f->v[NEXT].given ? strtoll(f->v[NEXT].text, NULL, 10) : 0 };
}

static void check(struct web *w, struct form *f, const struct recipient *x)
{
	const char *wrong = recipient_emails_wrong(w->a, &x->emails);
	if (wrong)
		form_fail(f, EMAILS, wrong);
	if (!date_none(x->from) && !date_none(x->to) && date_cmp(x->to, x->from) < 0)
		form_fail(f, TO, "Ngày cuối đứng trước ngày đầu.");
	if (x->successor && date_none(x->to))
		form_fail(f, TO, "Có nơi thay thì phải ghi ngày cuối nhận.");
}

static enum rc save(struct web *w, const struct recipient *old)
{
	struct form f;
	struct err e;
	struct audit t;
	const struct form_field *own;
	err_init(&e, w->a);
	enum rc rc = own_fields(w, old->id, &own);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, own, FIELDS, &e);
	struct recipient x = read(w, old, &f);
	if (!rc)
		check(w, &f, &x);
	if (old->id && web_is_stale(w, old->version))
		return show(w, old, &f, 409,
			"Nơi nhận này vừa được người khác sửa. Dưới đây là điều bạn đã gõ; mở trang trong "
			"tab khác để xem bản mới rồi lưu lại.");
	if (f.errors)
		return show(w, old, &f, 422, NULL);
	rc = web_audit(w, &t);
	if (!rc)
		rc = recipient_put(&t, w->a, &x, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/noi-nhan");
	return rc;
}

static enum rc add(struct web *w)
{
	struct recipient none = { 0 };
	return save(w, &none);
}

static enum rc change(struct web *w)
{
	struct recipient x;
	enum rc rc = load(w, &x);
	return rc ? rc : save(w, &x);
}

static const struct web_route routes[] = {
	WEB_GET("/noi-nhan", .handler = list, .permission = "report.read"),
	WEB_GET("/noi-nhan/moi", .handler = new_page, .permission = "report.issue"),
	WEB_POST("/noi-nhan/moi", .handler = add, .permission = "report.issue"),
	WEB_GET("/noi-nhan/{so}", .handler = page, .permission = "report.issue"),
	WEB_POST("/noi-nhan/{so}", .handler = change, .permission = "report.issue"),
};

const struct web_routes recipient_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
