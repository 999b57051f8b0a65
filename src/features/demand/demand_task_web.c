/* /yeu-cau/{id}/nhiem-vu: a demand becomes a task of the plan. */
#include <stdlib.h>
#include <string.h>

#include "core/channel.h"
#include "core/web/web.h"
#include "features/demand/demand_page.h"
#include "features/plan/plan.h"
#include "lib/base/text.h"

enum { YEAR, TITLE, CHANNEL, LEAD, FROM, DUE, FIELDS };
static const struct form_field task_fields[FIELDS] = {
	[YEAR] = { "nam", FORM_CHOICE, true, "Kế hoạch năm" },
	[TITLE] = { "ten", FORM_TEXT, true, "Nhiệm vụ", .max = 500 },
	[CHANNEL] = { "kenh", FORM_CHOICE, true, "Hình thức" },
	[LEAD] = { "chu-tri", FORM_TEXT, false, "Chủ trì" },
	[FROM] = { "tu", FORM_DATE, false, "Từ ngày" },
	[DUE] = { "den", FORM_DATE, false, "Hạn hoàn thành" },
};

static const struct form_choice *channels(struct arena *a)
{
	size_t n;
	const struct channel *list = channel_list(&n);
	struct form_choice *v = ARENA_ARRAY(a, struct form_choice, n + 2);
	v[0] = (struct form_choice){ "", "Chọn hình thức" };
	for (size_t i = 0; i < n; i++)
		v[i + 1] = (struct form_choice){ list[i].code, list[i].name };
	return v;
}

struct task_form {
	struct demand x;
	const char *path;
	const struct form_field *fields;
	struct plan_years years;
	struct form f;
};

static enum rc begin(struct web *w, struct task_form *t)
{
	int64_t id;
	struct task_form n = { 0 };
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = demand_get(w->db, w->a, id, &n.x, &w->e);
	if (!rc)
		rc = plan_years(w->db, w->a, &n.years, &w->e);
	if (!rc && !n.years.n)
		rc = ERR(&w->e, RC_NOTFOUND, "plan",
			"Chưa có kế hoạch nào để đưa nhiệm vụ vào. Hãy lập kế hoạch trước.");
	if (rc)
		return rc;
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	struct form_choice *years = ARENA_ARRAY(w->a, struct form_choice, n.years.n + 1);
	memcpy(v, task_fields, sizeof task_fields);
	for (size_t i = 0; i < n.years.n; i++)
		years[i].value = years[i].label =
			arena_printf(w->a, "%lld", (long long)n.years.v[i]);
	v[YEAR].choices = years;
	v[CHANNEL].choices = channels(w->a);
	n.fields = v;
	n.path = arena_printf(w->a, "/yeu-cau/%lld", (long long)id);
	*t = n;
	return RC_OK;
}

static enum rc show(struct web *w, const struct task_form *t)
{
	struct web_form_page v = { .page = web_page(w, "Đưa yêu cầu vào kế hoạch"),
		.intro = t->x.subject,
		.action = arena_printf(w->a, "%s/nhiem-vu", t->path),
		.hidden = web_form(w, 0),
		.form = &t->f,
		.submit = "Thêm vào kế hoạch",
		.cancel = t->path };
	v.page.back = t->path;
	return web_form_page(w, &v);
}

/* The plan of the year in which it is due, else the newest. */
static const char *likely_year(const struct task_form *t)
{
	const struct form_choice *years = t->fields[YEAR].choices;
	for (size_t i = 0; i < t->years.n; i++)
		if (t->years.v[i] == t->x.due.year)
			return years[i].value;
	return years[0].value;
}

static enum rc form(struct web *w)
{
	struct task_form t;
	enum rc rc = begin(w, &t);
	if (rc)
		return rc;
	form_init(&t.f, w->a, t.fields, FIELDS);
	web_put(&t.f, YEAR, likely_year(&t));
	web_put(&t.f, TITLE, t.x.subject);
	web_put(&t.f, LEAD, t.x.responsible);
	if (!date_valid(t.x.due) || date_cmp(t.x.received, t.x.due) <= 0)
		web_put(&t.f, FROM, demand_day(w, t.x.received));
	web_put(&t.f, DUE, demand_day(w, t.x.due));
	return show(w, &t);
}

/* What others are checking or have approved takes no more tasks. */
static enum rc check_way(struct web *w, struct task_form *t, int64_t year)
{
	struct doc_way way;
	enum rc rc = plan_way(w->db, w->a, year, &way, &w->e);
	if (!rc && !way.editable)
		form_fail(&t->f, YEAR,
			arena_printf(w->a,
				"Kế hoạch năm %lld đang ở bước “%s” của đường trình ký, nên không thêm "
				"được nhiệm vụ.",
				(long long)year, way.state));
	return rc;
}

static enum rc add(struct web *w, struct task_form *t, int64_t year)
{
	struct plan *held;
	struct audit log;
	const struct form_value *v = t->f.v;
	enum rc rc = check_way(w, t, year);
	if (!rc && t->f.errors)
		return show(w, t);
	if (!rc)
		rc = plan_load(w->db, w->a, year, &held, &w->e);
	if (rc)
		return rc;
	struct plan *now = plan_copy(w->a, held);
	struct plan_task x = { .code = plan_task_code(w->a, held),
		.title = v[TITLE].text,
		.channel = v[CHANNEL].text,
		.lead = v[LEAD].given ? v[LEAD].text : NULL,
		.budget = -1,
		.from = v[FROM].day,
		.due = v[DUE].day };
	plan_task_put(w->a, now, now->task_count, &x);
	rc = web_audit(w, &log);
	if (!rc)
		rc = plan_save(&log, w->a, held, now, &w->e);
	struct demand_task task = { .year = year, .code = x.code, .title = x.title };
	if (!rc)
		rc = demand_add_task(&log, w->a, t->x.id, &task, &w->e);
	if (!rc)
		reply_redirect(w->rp, t->path);
	return rc;
}

static enum rc save(struct web *w)
{
	struct task_form t;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = begin(w, &t);
	if (rc)
		return rc;
	rc = form_read(&t.f, w->rq, t.fields, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	const struct form_value *v = t.f.v;
	if (date_valid(v[FROM].day) && date_valid(v[DUE].day) &&
		date_cmp(v[FROM].day, v[DUE].day) > 0)
		form_fail(&t.f, DUE, "Hạn hoàn thành không được trước ngày bắt đầu.");
	return t.f.errors ? show(w, &t) : add(w, &t, strtoll(v[YEAR].text, NULL, 10));
}

static const struct web_route routes[] = {
	WEB_GET("/yeu-cau/{id}/nhiem-vu", .handler = form, .permission = "plan.edit"),
	WEB_POST("/yeu-cau/{id}/nhiem-vu", .handler = save, .permission = "plan.edit"),
};

const struct web_routes demand_task_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
