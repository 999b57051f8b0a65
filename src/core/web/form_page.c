#include "core/web/form_page.h"

#include "core/user.h"
#include "core/web/web.h"

/* What is wrong as a whole stands before what is wrong with single fields. */
static void add_problem(struct web *w, struct web_form_page *v)
{
	struct page *p = &v->page;
	struct widget_error *all = ARENA_ARRAY(w->a, struct widget_error, p->errors_n + 1);
	all[0].message = v->problem;
	for (size_t i = 0; i < p->errors_n; i++)
		all[i + 1] = p->errors[i];
	p->errors = all;
	p->errors_n++;
}

enum rc web_form_page(struct web *w, struct web_form_page *v)
{
	web_errors(w->a, v->form, &v->page);
	int status = v->problem ? 409 : v->page.errors_n ? 422 : 200;
	if (v->problem)
		add_problem(w, v);
	struct buf b = web_buf(w);
	web_form_page_html(&b, v);
	return web_reply(w, status, &b);
}

enum rc web_stale(struct web *w, int64_t version, const struct audit_query *of, const char *what,
	const char **problem)
{
	*problem = NULL;
	if (!web_is_stale(w, version))
		return RC_OK;
	struct audit_query last = *of;
	struct audit_rows rows = { 0 };
	struct user u;
	struct err none;
	err_init(&none, w->a);
	last.limit = 1;
	enum rc rc = audit_find(w->db, w->a, &last, &rows, &w->e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	const char *who = rows.n ? rows.v[0].by.name : "Người khác";
	if (rows.n && !user_find(w->db, w->a, who, &u, &none))
		who = u.name;
	*problem = arena_printf(w->a,
		"%s đã sửa %s%s%s, trong khi bạn đang mở trang này. Những gì bạn nhập còn nguyên ở "
		"dưới; hãy xem lại rồi lưu lần nữa.",
		who, what, rows.n ? " lúc " : "", rows.n ? web_moment(w->a, rows.v[0].at) : "");
	return RC_OK;
}

void web_put(struct form *f, size_t i, const char *text)
{
	f->v[i].typed = text ? text : "";
}
