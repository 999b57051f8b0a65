/* /ke-hoach/{nam}/nhiem-vu: a task with its targets; without "ma" a new one. */
#include <string.h>

#include "core/web/web.h"
#include "features/plan/plan_page.h"
#include "lib/base/text.h"

enum {
	TITLE,
	CHANNEL,
	TASK_CONTENTS,
	LEAD,
	SUPPORT,
	PRODUCT,
	BUDGET,
	FROM,
	DUE,
	TARGET, /* four quarters and the year */
	YEAR_TARGET = TARGET + 4,
	OTHER_TARGETS,
	CODE, /* last: one that is there keeps its code */
	FIELDS
};

static const char *const periods[] = { "-Q1", "-Q2", "-Q3", "-Q4", "" };
enum { PERIODS = sizeof periods / sizeof *periods };

static const struct form_field task_fields[FIELDS] = {
	[TITLE] = { "ten", FORM_TEXT, true, "Nhiệm vụ", .max = 500 },
	[CHANNEL] = { "kenh", FORM_CHOICE, true, "Hình thức" },
	[TASK_CONTENTS] = { "noi-dung", FORM_MANY, false, "Phục vụ nội dung" },
	[LEAD] = { "chu-tri", FORM_TEXT, false, "Chủ trì" },
	[SUPPORT] = { "phoi-hop", FORM_TEXT, false, "Phối hợp" },
	[PRODUCT] = { "san-pham", FORM_TEXT, false, "Sản phẩm" },
	[BUDGET] = { "kinh-phi", FORM_INT, false, "Kinh phí (đồng)", .min = 0,
		.max = 1000000000000000 },
	[FROM] = { "tu", FORM_DATE, false, "Từ ngày" },
	[DUE] = { "den", FORM_DATE, false, "Hạn hoàn thành" },
	[TARGET] = { "q1", FORM_TEXT, false, "Chỉ tiêu quý I" },
	[TARGET + 1] = { "q2", FORM_TEXT, false, "Chỉ tiêu quý II" },
	[TARGET + 2] = { "q3", FORM_TEXT, false, "Chỉ tiêu quý III" },
	[TARGET + 3] = { "q4", FORM_TEXT, false, "Chỉ tiêu quý IV" },
	[YEAR_TARGET] = { "ca-nam", FORM_TEXT, false, "Chỉ tiêu cả năm" },
	[OTHER_TARGETS] = { "ky-khac", FORM_LINES, false, "Chỉ tiêu của kỳ khác", .max = 1000 },
	[CODE] = { "ma-moi", FORM_TEXT, false, "Mã", .max = 40 },
};

struct task_form {
	struct plan_editing x;
	const char *key; /* the code of the address; NULL: a new one */
	size_t at;
	struct plan *last; /* last year's; NULL */
	struct form f;
};

static bool is_new(const struct task_form *t)
{
	return t->at == t->x.held->task_count;
}

static const struct form_field *fields(struct web *w, const struct plan *p)
{
	struct form_field *v = ARENA_ARRAY(w->a, struct form_field, FIELDS);
	memcpy(v, task_fields, sizeof task_fields);
	v[CHANNEL].choices = plan_channel_choices(w->a, true);
	v[TASK_CONTENTS].choices = plan_content_choices(w->a, p);
	return v;
}

static enum rc begin(struct web *w, struct task_form *t)
{
	struct task_form x = { .key = w->rq->method == HTTP_POST ? request_field(w->rq, "ma")
								 : request_query(w->rq, "ma") };
	struct err none;
	err_init(&none, w->a);
	enum rc rc = plan_editing(w, &x.x);
	if (rc || x.x.led) {
		*t = x;
		return rc;
	}
	if (x.key && !*x.key)
		x.key = NULL;
	x.at = x.key ? plan_task_at(x.x.held, x.key) : x.x.held->task_count;
	if (x.key && is_new(&x) && !x.x.problem)
		return ERR(&w->e, RC_NOTFOUND, "ma", "Kế hoạch không có nhiệm vụ này.");
	rc = plan_load(w->db, w->a, x.x.held->year - 1, &x.last, &none);
	if (rc && rc != RC_NOTFOUND)
		return ERR(&w->e, rc, NULL, "%s", none.message);
	*t = x;
	return RC_OK;
}

static const char *token(struct web *w, const struct task_form *t, size_t i)
{
	return arena_printf(w->a, "%lld%s", (long long)t->x.held->year, periods[i]);
}

/* Last year's targets beside the fields, where this year has none. */
static void suggest(struct web *w, const struct task_form *t, const char **hints)
{
	struct plan_target *v;
	size_t n = is_new(t)
			   ? 0
			   : plan_suggested(w->a, t->last, t->x.held, &t->x.held->tasks[t->at], &v);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < PERIODS; k++)
			if (text_eq(v[i].period, token(w, t, k)))
				hints[TARGET + k] = arena_printf(w->a, "Năm trước: %s",
					quantity_print(w->a, &v[i].quantity, QUANTITY_PLAIN));
}

static enum rc show(struct web *w, const struct task_form *t)
{
	const char *hints[FIELDS] = {
		[TARGET] = "Con số kèm đơn vị, ví dụ 12 tin, hoặc 27 buổi; 1.500 lượt người.",
		[OTHER_TARGETS] =
			"Mỗi dòng một kỳ, ví dụ 2024-6M: 24 tin, hoặc 2024-Q1-cchc: 10 tin.",
		[PRODUCT] = "Ví dụ: tin, bài; băng rôn; biên bản.",
		[CODE] = arena_printf(w->a, "Dùng trong sổ hoạt động. Để trống: Loa đặt %s.",
			plan_task_code(w->a, t->x.held)),
	};
	suggest(w, t, hints);
	struct web_form_page v = {
		.page = plan_page(w,
			is_new(t) ? "Thêm nhiệm vụ" : arena_printf(w->a, "Sửa nhiệm vụ %s", t->key),
			arena_printf(w->a, "%s/sua", t->x.path)),
		.problem = t->x.problem,
		.action = arena_printf(w->a, "%s/nhiem-vu", t->x.path),
		.hidden = web_form(w, t->x.held->version),
		.key_name = "ma",
		.key = is_new(t) ? NULL : t->key,
		.form = &t->f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = t->x.path
	};
	return web_form_page(w, &v);
}

/* --- from the plan into the fields --- */

static void put_targets(struct web *w, struct task_form *t, const struct plan_task *x)
{
	struct texts other = { 0 };
	for (size_t i = 0; i < x->target_count; i++) {
		const char *text = quantity_print(w->a, &x->targets[i].quantity, QUANTITY_PLAIN);
		size_t k = 0;
		while (k < PERIODS && !text_eq(x->targets[i].period, token(w, t, k)))
			k++;
		if (k == PERIODS) {
			text = arena_printf(w->a, "%s: %s", x->targets[i].period, text);
			ARENA_PUSH(w->a, &other, text);
			continue;
		}
		const char *before = t->f.v[TARGET + k].typed;
		web_put(&t->f, TARGET + k,
			*before ? arena_printf(w->a, "%s; %s", before, text) : text);
	}
	web_put(&t->f, OTHER_TARGETS, text_join(w->a, &other, "\n"));
}

static void put_task(struct web *w, struct task_form *t, const struct plan_task *x)
{
	web_put(&t->f, TITLE, x->title);
	web_put(&t->f, CHANNEL, x->channel);
	t->f.v[TASK_CONTENTS].many = x->contents;
	web_put(&t->f, LEAD, x->lead);
	web_put(&t->f, SUPPORT, x->support);
	web_put(&t->f, PRODUCT, x->product);
	if (x->budget >= 0)
		web_put(&t->f, BUDGET, quantity_number(w->a, x->budget * QUANTITY_ONE));
	if (date_valid(x->from))
		web_put(&t->f, FROM, date_short(w->a, x->from));
	if (date_valid(x->due))
		web_put(&t->f, DUE, date_short(w->a, x->due));
	put_targets(w, t, x);
}

static enum rc form(struct web *w)
{
	struct task_form t;
	enum rc rc = begin(w, &t);
	if (rc || t.x.led)
		return rc;
	form_init(&t.f, w->a, fields(w, t.x.held), is_new(&t) ? FIELDS : CODE);
	if (!is_new(&t))
		put_task(w, &t, &t.x.held->tasks[t.at]);
	return show(w, &t);
}

/* --- from the fields into the plan --- */

static void add_targets(struct web *w, struct task_form *t, struct plan_task *x, size_t field,
	const char *period, const char *text)
{
	struct err wrong;
	struct quantities q = { 0 };
	struct period p;
	err_init(&wrong, w->a);
	if (period_parse(w->a, period, PERIOD_CALENDAR, &p, &wrong) ||
		quantities_parse(w->a, text, &q, &wrong)) {
		form_fail(&t->f, field,
			arena_printf(w->a, "%s: %s", t->f.fields[field].label, wrong.message));
		return;
	}
	for (size_t i = 0; i < q.n; i++) {
		if (!q.v[i].counted) {
			form_fail(&t->f, field,
				arena_printf(w->a, "%s phải là một con số kèm đơn vị.",
					t->f.fields[field].label));
			return;
		}
		for (size_t k = 0; k < x->target_count; k++)
			if (text_eq(x->targets[k].period, p.token) &&
				text_eq(x->targets[k].quantity.unit, q.v[i].unit))
				form_fail(&t->f, field,
					arena_printf(w->a, "%s: kỳ %s ghi hai lần đơn vị “%s”.",
						t->f.fields[field].label, p.token, q.v[i].unit));
		x->targets = arena_grow(w->a, x->targets, x->target_count * sizeof *x->targets,
			(x->target_count + 1) * sizeof *x->targets);
		x->targets[x->target_count++] = (struct plan_target){ p.token, q.v[i] };
	}
}

static void read_targets(struct web *w, struct task_form *t, struct plan_task *x)
{
	x->targets = NULL;
	x->target_count = 0;
	for (size_t k = 0; k < PERIODS; k++)
		if (t->f.v[TARGET + k].given)
			add_targets(w, t, x, TARGET + k, token(w, t, k), t->f.v[TARGET + k].text);
	const char *other = t->f.v[OTHER_TARGETS].text;
	struct texts lines = text_split(w->a, other ? other : "", '\n');
	for (size_t i = 0; i < lines.n; i++) {
		const char *colon = strchr(lines.v[i], ':');
		if (!colon) {
			form_fail(&t->f, OTHER_TARGETS,
				arena_printf(w->a, "“%s”: viết kỳ, dấu hai chấm, rồi số lượng.",
					lines.v[i]));
			return;
		}
		add_targets(w, t, x, OTHER_TARGETS,
			text_trim_n(w->a, lines.v[i], (size_t)(colon - lines.v[i])), colon + 1);
	}
}

static const char *said(const struct form_value *v)
{
	return v->given ? v->text : NULL;
}

static void read_code(struct web *w, struct task_form *t, struct plan_task *x)
{
	const struct form_value *v = &t->f.v[CODE];
	x->code = v->given ? v->text : plan_task_code(w->a, t->x.held);
	if (plan_task_at(t->x.held, x->code) < t->x.held->task_count)
		form_fail(&t->f, CODE, "Kế hoạch đã có nhiệm vụ mang mã này.");
}

static void read_task(struct web *w, struct task_form *t, struct plan_task *x)
{
	const struct form_value *v = t->f.v;
	x->title = v[TITLE].text;
	x->channel = v[CHANNEL].text;
	x->contents = v[TASK_CONTENTS].many;
	x->lead = said(&v[LEAD]);
	x->support = said(&v[SUPPORT]);
	x->product = said(&v[PRODUCT]);
	x->budget = v[BUDGET].given ? v[BUDGET].number : -1;
	x->from = v[FROM].day;
	x->due = v[DUE].day;
	if (date_valid(x->from) && date_valid(x->due) && date_cmp(x->from, x->due) > 0)
		form_fail(&t->f, DUE, "Hạn hoàn thành không được trước ngày bắt đầu.");
	read_targets(w, t, x);
}

static enum rc save(struct web *w)
{
	struct task_form t;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = begin(w, &t);
	if (rc)
		return rc;
	rc = form_read(&t.f, w->rq, fields(w, t.x.held), is_new(&t) ? FIELDS : CODE, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	struct plan_task x = { 0 };
	if (is_new(&t))
		read_code(w, &t, &x);
	else
		x = t.x.held->tasks[t.at];
	read_task(w, &t, &x);
	if (t.f.errors || t.x.problem)
		return show(w, &t);
	plan_task_put(w->a, t.x.now, t.at, &x);
	return plan_done(w, &t.x, arena_printf(w->a, "%s/sua#nhiem-vu-kh", t.x.path));
}

static const struct web_route routes[] = {
	WEB_GET("/ke-hoach/{nam}/nhiem-vu", .handler = form, .permission = "plan.edit"),
	WEB_POST("/ke-hoach/{nam}/nhiem-vu", .handler = save, .permission = "plan.edit"),
};

const struct web_routes plan_task_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
