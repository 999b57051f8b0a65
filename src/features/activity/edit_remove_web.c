/* /hoat-dong/{id}/bo and /khoi-phuc. */
#include "core/web/form_page.h"
#include "features/activity/show.h"
#include "lib/base/text.h"

static const struct form_field fields[] = {
	{ .name = "ly-do", .kind = FORM_LINES, .label = "Lý do", .max = 500 },
};

static enum rc ask(
	struct web *w, const struct activity *x, const struct form *f, const char *problem)
{
	struct show_reports reports;
	enum rc rc = show_reports(w, x, &reports);
	if (rc)
		return rc;
	const char *warning = show_warning(w->a, &reports);
	static const char *const hints[] = { "Ghi vào lịch sử của hoạt động" };
	struct web_form_page v = { .page = web_page(w, "Bỏ hoạt động này?"),
		.intro = arena_printf(w->a,
			"“%s” sẽ không tính vào số liệu nào nữa, nhưng lịch sử còn nguyên và có thể khôi "
			"phục. %s",
			x->title, warning ? warning : ""),
		.problem = problem,
		.action = show_href(w->a, x->id, "/bo"),
		.hidden = web_form(w, x->version),
		.form = f,
		.hints = hints,
		.submit = "Bỏ hoạt động này",
		.cancel = show_href(w->a, x->id, "") };
	return web_form_page(w, &v);
}

enum rc edit_remove_page(struct web *w)
{
	struct activity x;
	struct form f;
	enum rc rc = show_load_own(w, &x);
	form_init(&f, w->a, fields, 1);
	return rc ? rc : ask(w, &x, &f, NULL);
}

static enum rc set_removed(struct web *w, const struct activity_removal *r, const char *done)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = activity_remove(&t, w->a, r, &w->e);
	if (!rc)
		reply_redirect(w->rp, show_href(w->a, r->id, arena_printf(w->a, "?xong=%s", done)));
	return rc;
}

enum rc edit_remove(struct web *w)
{
	struct activity x;
	struct form f;
	struct err e;
	const char *problem = NULL;
	enum rc rc = show_load_own(w, &x);
	if (rc)
		return rc;
	struct audit_query of = { .kind = "activity",
		.object = arena_printf(w->a, "%lld", (long long)x.id) };
	err_init(&e, w->a);
	if (form_read(&f, w->rq, fields, 1, &e))
		return ask(w, &x, &f, NULL);
	rc = web_stale(w, x.version, &of, "hoạt động này", &problem);
	if (rc || problem)
		return rc ? rc : ask(w, &x, &f, problem);
	struct activity_removal r = { .id = x.id, .removed = true, .reason = f.v[0].text };
	return set_removed(w, &r, "bo");
}

enum rc edit_restore(struct web *w)
{
	struct activity x;
	enum rc rc = show_load_own(w, &x);
	struct activity_removal r = { .id = x.id };
	return rc ? rc : set_removed(w, &r, "khoi-phuc");
}
