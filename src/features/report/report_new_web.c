/* /bao-cao/moi: a report is begun, from the last one of its kind or from an outline. */
#include "core/web/web.h"
#include "features/report/report_page.h"
#include "features/report/report_text.h"
#include "lib/base/text.h"

enum { KIND, PERIOD, OTHER, FROM, FIELDS, PERIODS_BEFORE = 4 };

static const struct form_choice kinds[] = {
	{ "BC", "Báo cáo tuyên truyền cải cách hành chính (kỳ theo lịch)" },
	{ "BC-CCHC", "Báo cáo cải cách hành chính (kỳ từ ngày 15/12 năm trước)" },
	{ NULL, NULL },
};

struct choices {
	struct form_choice *v;
	size_t n, cap;
};

/* "yeu-cau-7": from the outline of a request. */
#define FROM_REQUEST "yeu-cau-"

static const struct form_choice *beginning_choices(struct web *w, const struct report_givens *given)
{
	static const struct form_choice fixed[] = { { "truoc", "Từ báo cáo gần nhất cùng loại" },
		{ "de-cuong", "Từ đề cương trống" }, { NULL, NULL } };
	struct choices list = { 0 };
	ARENA_PUSH(w->a, &list, fixed[0]);
	ARENA_PUSH(w->a, &list, fixed[1]);
	for (size_t i = 0; i < given->n; i++) {
		const struct report_given *g = &given->v[i];
		struct form_choice c = { arena_printf(w->a, FROM_REQUEST "%lld", (long long)g->id),
			arena_printf(w->a, "Từ đề cương của %s%s%s: %s", g->sender,
				*g->number ? ", số " : "", g->number, g->title) };
		ARENA_PUSH(w->a, &list, c);
	}
	ARENA_PUSH(w->a, &list, fixed[2]);
	return list.v;
}

static void add_period(struct arena *a, struct choices *list, const struct period *p)
{
	struct form_choice c = { p->token, p->label };
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].value, p->token))
			return;
	ARENA_PUSH(a, list, c);
}

static struct period parsed(struct arena *a, const char *token)
{
	struct period p = { 0 };
	struct err none;
	err_init(&none, a);
	if (period_parse(a, token, PERIOD_CALENDAR, &p, &none))
		die("period %s", token);
	return p;
}

/* A month, quarter, half or year, and some of those before it. */
static void add_before(struct arena *a, struct choices *list, struct period p, int n)
{
	for (int i = 0; i < n; i++) {
		add_period(a, list, &p);
		p = period_previous(a, &p);
	}
}

/* The periods that are offered: what is due now first, then what follows the last report. That
 * report's own stands there
 * too, so that who began it in another window is told so. */
static const struct form_choice *period_choices(struct web *w, const struct report *last)
{
	struct choices list = { 0 };
	struct date d = date_today();
	struct period due = report_due(w->a, last ? &last->period : NULL, d);
	add_period(w->a, &list, &due);
	if (last) {
		struct period next = period_next(w->a, &last->period);
		add_period(w->a, &list, &next);
		add_period(w->a, &list, &last->period);
	}
	add_before(w->a, &list,
		parsed(w->a, arena_printf(w->a, "%d-Q%d", d.year, (d.month - 1) / 3 + 1)),
		PERIODS_BEFORE);
	add_before(w->a, &list, parsed(w->a, arena_printf(w->a, "%d-%02d", d.year, d.month)), 3);
	add_before(w->a, &list, parsed(w->a, arena_printf(w->a, "%d-6M", d.year)), 1);
	add_before(w->a, &list, parsed(w->a, arena_printf(w->a, "%d-9M", d.year)), 1);
	add_before(w->a, &list, parsed(w->a, arena_printf(w->a, "%d", d.year)), 2);
	struct form_choice end = { NULL, NULL };
	ARENA_PUSH(w->a, &list, end);
	return list.v;
}

struct starting {
	struct form_field fields[FIELDS];
	struct form form;
	struct report last; /* of any day, for what is offered first */
	bool has_last;
	struct report_givens given;
	int64_t existing;
};

static enum rc load_last(struct web *w, const char *kind, struct date day, struct starting *s)
{
	enum rc rc = report_last(w->db, w->a, kind, day, &s->last, &w->e);
	s->has_last = !rc;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc begin(struct web *w, struct starting *s)
{
	static const struct date ever = { 9999, 12, 31 };
	enum rc rc = load_last(w, "BC", ever, s);
	if (!rc && !s->has_last)
		rc = load_last(w, "BC-CCHC", ever, s);
	if (!rc)
		rc = report_given_all(w->db, w->a, &s->given, &w->e);
	const struct form_choice *beginnings = rc ? NULL : beginning_choices(w, &s->given);
	const struct form_choice *periods =
		rc ? NULL : period_choices(w, s->has_last ? &s->last : NULL);
	const struct form_field fields[FIELDS] = {
		[KIND] = { .name = "loai",
			.kind = FORM_CHOICE,
			.required = true,
			.label = "Loại báo cáo",
			.choices = kinds },
		[PERIOD] = { .name = "ky",
			.kind = FORM_CHOICE,
			.label = "Kỳ báo cáo",
			.choices = periods },
		[OTHER] = { .name = "ky-khac", .kind = FORM_TEXT, .label = "Kỳ khác" },
		[FROM] = { .name = "tu",
			.kind = FORM_CHOICE,
			.required = true,
			.label = "Bắt đầu từ đâu",
			.choices = beginnings },
	};
	for (int i = 0; i < FIELDS; i++)
		s->fields[i] = fields[i];
	return rc;
}

static enum rc answer(struct web *w, struct starting *s, int status)
{
	struct report_new_view v = { .page = web_page(w, "Lập báo cáo"),
		.hidden = web_form(w, 0),
		.kind = web_widget(w->a, &s->form, KIND),
		.period = web_widget(w->a, &s->form, PERIOD),
		.other = web_widget(w->a, &s->form, OTHER),
		.from = web_widget(w->a, &s->form, FROM) };
	v.page.back = "/bao-cao";
	v.period.optional = false;
	v.other.hint = "Chỉ ghi khi kỳ cần lập không có ở trên: quý IV năm 2026, tháng 3/2026, "
		       "6 tháng đầu năm 2026, năm 2026, từ 05/01/2026 đến 10/02/2026.";
	v.other.width = 30;
	v.from.hint = "Từ báo cáo gần nhất: giữ câu chữ, nơi nhận, người ký; các kỳ nêu trong "
		      "câu được chuyển sang kỳ mới; số liệu lấy của kỳ mới.";
	if (s->existing)
		v.existing = arena_printf(w->a, "/bao-cao/%lld/sua", (long long)s->existing);
	web_errors(w->a, &s->form, &v.page);
	struct buf b = web_buf(w);
	report_new_html(&b, &v);
	return web_reply(w, status, &b);
}

static enum rc show(struct web *w)
{
	struct starting s = { 0 };
	enum rc rc = begin(w, &s);
	if (rc)
		return rc;
	form_init(&s.form, w->a, s.fields, FIELDS);
	s.form.v[KIND].typed = s.has_last ? s.last.kind : "BC";
	s.form.v[PERIOD].typed = s.fields[PERIOD].choices[0].value;
	s.form.v[FROM].typed = s.has_last ? "truoc" : "de-cuong";
	return answer(w, &s, 200);
}

/* The period chosen, or the other one typed; false with the field's error. */
static bool read_period(struct web *w, struct starting *s, struct period *out)
{
	const struct form_value *other = &s->form.v[OTHER];
	size_t field = other->given ? OTHER : PERIOD;
	struct err wrong;
	err_init(&wrong, w->a);
	if (s->form.errors)
		return false;
	if (!s->form.v[field].given) {
		form_fail(&s->form, PERIOD, "Xin chọn mục “Kỳ báo cáo”.");
		return false;
	}
	const struct report_kind *k = report_kind_by_code(s->form.v[KIND].text);
	if (!period_typed(w->a, s->form.v[field].text, k->window, out, &wrong))
		return true;
	form_fail(&s->form, field, wrong.message);
	return false;
}

/* The request whose outline was chosen; NULL: another beginning. */
static const struct report_given *chosen(struct web *w, const struct starting *s)
{
	for (size_t i = 0; i < s->given.n; i++)
		if (text_eq(s->form.v[FROM].text,
			    arena_printf(w->a, FROM_REQUEST "%lld", (long long)s->given.v[i].id)))
			return &s->given.v[i];
	return NULL;
}

static enum rc outline(
	struct web *w, const struct starting *s, const struct report *r, struct report *out)
{
	struct report_made made = { 0 };
	const struct report_given *given = chosen(w, s);
	enum rc rc = report_gather(w->db, w->a, r, &made, &w->e);
	if (rc)
		return rc;
	struct report_sources sources = { made.unit, made.plan, &made.flow, &made.stock, NULL };
	*out = given ? report_from_outline(w->a, r->kind, &r->period, &sources, given)
		     : report_outline(w->a, r->kind, &r->period, &sources);
	return RC_OK;
}

static enum rc compose(
	struct web *w, struct starting *s, const struct period *p, struct report *out)
{
	struct report r = {
		.kind = report_kind_by_code(s->form.v[KIND].text)->code, .period = *p, .body = ""
	};
	if (!text_eq(s->form.v[FROM].text, "truoc"))
		return outline(w, s, &r, out);
	enum rc rc = load_last(w, r.kind, p->to, s);
	if (rc)
		return rc;
	if (!s->has_last) {
		form_fail(&s->form, FROM,
			"Chưa có báo cáo nào cùng loại của kỳ này hoặc kỳ trước; hãy chọn đề cương trống.");
		return RC_OK;
	}
	*out = report_after(w->a, &s->last, p);
	return RC_OK;
}

/* The report of the same kind, period and title, so that one is led to it. */
static enum rc find_existing(struct web *w, const struct report *r, int64_t *out)
{
	struct report_list list = { 0 };
	enum rc rc = report_find(w->db, w->a, r->period.token, r->kind, 0, &list, &w->e);
	for (size_t i = 0; !rc && i < list.n; i++)
		if (text_eq(list.v[i].title, r->title))
			*out = list.v[i].id;
	return rc;
}

static enum rc store(struct web *w, struct starting *s, const struct report *r)
{
	struct audit t;
	int64_t id;
	enum rc rc = find_existing(w, r, &s->existing);
	if (!rc && s->existing) {
		form_fail(&s->form, PERIOD,
			"Kỳ này đã có báo cáo cùng loại, cùng trích yếu; hãy soạn tiếp báo cáo ấy.");
		return answer(w, s, 409);
	}
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = report_add(&t, w->a, r, &id, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/bao-cao/%lld/sua", (long long)id));
	return rc;
}

static enum rc create(struct web *w)
{
	struct starting s = { 0 };
	struct period p;
	struct report r = { 0 };
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = begin(w, &s);
	if (rc)
		return rc;
	if (form_read(&s.form, w->rq, s.fields, FIELDS, &wrong) || !read_period(w, &s, &p))
		return answer(w, &s, 422);
	rc = compose(w, &s, &p, &r);
	if (rc)
		return rc;
	return s.form.errors ? answer(w, &s, 422) : store(w, &s, &r);
}

static const struct web_route routes[] = {
	WEB_GET("/bao-cao/moi", .handler = show, .permission = "report.edit"),
	WEB_POST("/bao-cao/moi", .handler = create, .permission = "report.edit"),
};

const struct web_routes report_new_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
