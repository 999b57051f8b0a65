/* /ke-hoach/{nam}/sua: the plan's contents and forms, their order, what is removed; and the plan of
 * a new year. Tasks are in plan_task_web.c, title and number in plan_paper_web.c. */
#include <stdlib.h>
#include <string.h>

#include "core/doc_head.h"
#include "core/web/web.h"
#include "features/plan/plan_page.h"
#include "lib/base/text.h"

static const char *year_path(struct web *w, int64_t year)
{
	return arena_printf(w->a, "/ke-hoach/%lld", (long long)year);
}

/* It was put on its way, maybe while a form of it was open: what was typed is shown again. */
static void hold(struct web *w, struct plan_editing *x)
{
	if (w->rq->method == HTTP_POST) {
		x->problem = doc_way_held(w, "Kế hoạch", &x->way);
		return;
	}
	reply_redirect(w->rp, x->path);
	x->led = true;
}

enum rc plan_editing(struct web *w, struct plan_editing *x)
{
	struct plan_editing e = { 0 };
	enum rc rc = plan_of(w, &e.held);
	if (rc)
		return rc;
	e.now = plan_copy(w->a, e.held);
	e.path = year_path(w, e.held->year);
	struct audit_query of = { .kind = "plan",
		.object = arena_printf(w->a, "%lld", (long long)e.held->year),
		.limit = 1 };
	rc = plan_way(w->db, w->a, e.held->year, &e.way, &w->e);
	if (!rc && !e.way.editable)
		hold(w, &e);
	else if (!rc && w->rq->method == HTTP_POST)
		rc = web_stale(w, e.held->version, &of, "kế hoạch này", &e.problem);
	if (!rc)
		*x = e;
	return rc;
}

enum rc plan_done(struct web *w, const struct plan_editing *x, const char *to)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = plan_save(&t, w->a, x->held, x->now, &w->e);
	if (!rc)
		reply_redirect(w->rp, to);
	return rc;
}

static const char *hub(struct web *w, const struct plan_editing *x, const char *anchor)
{
	return arena_printf(w->a, "%s/sua%s", x->path, anchor);
}

/* --- the list of all that can be changed --- */

/* Last year's plan; NULL where there is none. */
static enum rc load_last(struct web *w, int64_t year, struct plan **out)
{
	struct err none;
	err_init(&none, w->a);
	*out = NULL;
	enum rc rc = plan_load(w->db, w->a, year - 1, out, &none);
	return rc && rc != RC_NOTFOUND ? ERR(&w->e, rc, NULL, "%s", none.message) : RC_OK;
}

static size_t suggestions(struct web *w, const struct plan *p, const struct plan *last)
{
	size_t n = 0;
	struct plan_target *v;
	for (size_t i = 0; i < p->task_count; i++)
		n += plan_suggested(w->a, last, p, &p->tasks[i], &v) > 0;
	return n;
}

static void add_head(struct web *w, const struct plan_editing *x, struct plan_edit_view *v)
{
	const struct plan *p = x->held;
	const char *signing = doc_signing_text(w->a, &p->signing, p->signer);
	const char *change = arena_printf(w->a, "%s/thong-tin", x->path);
	struct part_row rows[] = {
		{ "Trích yếu", p->title, change, "Sửa" },
		{ "Số, ngày",
			p->number ? arena_printf(
					    w->a, "%s ngày %s", p->number, date_short(w->a, p->day))
				  : "chưa ban hành",
			NULL, NULL },
		{ "Ký", signing ? signing : "chưa ghi", NULL, NULL },
		{ "Nơi nhận", p->recipients.n ? text_join(w->a, &p->recipients, " ") : "chưa ghi",
			NULL, NULL },
	};
	v->head_n = sizeof rows / sizeof *rows;
	struct part_row *list = ARENA_ARRAY(w->a, struct part_row, v->head_n);
	memcpy(list, rows, sizeof rows);
	v->head = list;
}

static enum rc show_hub(struct web *w, const struct plan_editing *x)
{
	struct plan *last;
	enum rc rc = load_last(w, x->held->year, &last);
	if (rc)
		return rc;
	struct plan_edit_view v = {
		.page = plan_page(w,
			arena_printf(w->a, "Sửa kế hoạch năm %lld", (long long)x->held->year),
			x->path),
		.plan = x->held,
		.form = web_form(w, x->held->version),
		.suggestions = suggestions(w, x->held, last)
	};
	struct widget_error problem = { NULL, x->problem };
	if (x->problem) {
		v.page.errors = &problem;
		v.page.errors_n = 1;
	}
	add_head(w, x, &v);
	struct buf b = web_buf(w);
	plan_edit_html(&b, &v);
	return web_reply(w, x->problem ? 409 : 200, &b);
}

static enum rc edit(struct web *w)
{
	struct plan_editing x;
	enum rc rc = plan_editing(w, &x);
	return rc || x.led ? rc : show_hub(w, &x);
}

static enum rc take_targets(struct web *w)
{
	struct plan_editing x;
	struct plan *last = NULL;
	enum rc rc = plan_editing(w, &x);
	if (!rc && x.problem)
		return show_hub(w, &x);
	if (!rc)
		rc = load_last(w, x.held->year, &last);
	if (rc)
		return rc;
	for (size_t i = 0; i < x.now->task_count; i++) {
		struct plan_target *v;
		size_t n = plan_suggested(w->a, last, x.held, &x.held->tasks[i], &v);
		if (!n)
			continue;
		x.now->tasks[i].targets = v;
		x.now->tasks[i].target_count = n;
	}
	return plan_done(w, &x, hub(w, &x, "#nhiem-vu-kh"));
}

/* --- lists: what of the plan an address speaks of --- */

enum list { CONTENTS, FORMS, TASKS };
static const struct {
	const char *path, *word, *anchor;
} lists[] = { [CONTENTS] = { "noi-dung", "nội dung", "#noi-dung-kh" },
	[FORMS] = { "hinh-thuc", "hình thức", "#hinh-thuc-kh" },
	[TASKS] = { "nhiem-vu", "nhiệm vụ", "#nhiem-vu-kh" } };

static size_t count_of(const struct plan *p, enum list l)
{
	return l == CONTENTS ? p->content_count : l == FORMS ? p->form_count : p->task_count;
}

/* "ma" of the query or the form: a code, or for forms the number in the list, from 1. */
static size_t place_of(const struct plan *p, enum list l, const char *key)
{
	if (l == CONTENTS)
		return plan_content_at(p, key);
	if (l == TASKS)
		return plan_task_at(p, key);
	size_t i = key ? (size_t)strtoul(key, NULL, 10) : 0;
	return i && i <= p->form_count ? i - 1 : p->form_count;
}

static const char *key_of(struct web *w)
{
	return w->rq->method == HTTP_POST ? request_field(w->rq, "ma") : request_query(w->rq, "ma");
}

/* Where the change is about one that is there already. */
struct entry {
	struct plan_editing x;
	enum list list;
	const char *key;
	size_t at;
};

static enum rc entry_of(struct web *w, enum list l, struct entry *out)
{
	struct entry n = { .list = l, .key = key_of(w) };
	enum rc rc = plan_editing(w, &n.x);
	if (rc || n.x.led) {
		*out = n;
		return rc;
	}
	n.at = place_of(n.x.now, l, n.key);
	bool named = n.key && *n.key;
	/* Removed by somebody else meanwhile: what was typed is shown as a new one. */
	if (named && n.at == count_of(n.x.now, l) && !n.x.problem)
		return ERR(&w->e, RC_NOTFOUND, "ma", "Kế hoạch không có %s này.", lists[l].word);
	if (!named)
		n.at = count_of(n.x.now, l);
	*out = n;
	return RC_OK;
}

static bool is_new(const struct entry *n)
{
	return n->at == count_of(n->x.held, n->list);
}

static struct web_form_page entry_page(
	struct web *w, const struct entry *n, const char *title, const struct form *f)
{
	return (struct web_form_page){ .page = plan_page(w, title, hub(w, &n->x, "")),
		.problem = n->x.problem,
		.action = arena_printf(w->a, "%s/%s", n->x.path, lists[n->list].path),
		.hidden = web_form(w, n->x.held->version),
		.key_name = "ma",
		.key = is_new(n) ? NULL : n->key,
		.form = f,
		.submit = "Lưu",
		.cancel = hub(w, &n->x, lists[n->list].anchor) };
}

static enum rc done(struct web *w, const struct entry *n)
{
	return plan_done(w, &n->x, hub(w, &n->x, lists[n->list].anchor));
}

static enum rc move(struct web *w, enum list l, bool up)
{
	struct entry n;
	enum rc rc = entry_of(w, l, &n);
	if (rc)
		return rc;
	if (n.x.problem)
		return show_hub(w, &n.x);
	if (is_new(&n))
		return ERR(&w->e, RC_NOTFOUND, "ma", "Không rõ phải chuyển mục nào.");
	if (l == CONTENTS)
		plan_content_move(n.x.now, n.at, up);
	else if (l == FORMS)
		plan_form_move(n.x.now, n.at, up);
	else
		plan_task_move(n.x.now, n.at, up);
	return done(w, &n);
}

static const char *name_of(struct web *w, const struct entry *n)
{
	const struct plan *p = n->x.held;
	const char *text = n->list == CONTENTS ? p->contents[n->at].text
			   : n->list == FORMS  ? p->forms[n->at].text
					       : p->tasks[n->at].title;
	return arena_printf(w->a, "%s %s: %s", lists[n->list].word, n->key, plan_short(w->a, text));
}

static enum rc ask_drop(struct web *w, const struct entry *n)
{
	struct form none;
	form_init(&none, w->a, NULL, 0);
	struct web_form_page v = entry_page(
		w, n, arena_printf(w->a, "Xóa %s khỏi kế hoạch?", lists[n->list].word), &none);
	v.intro = arena_printf(w->a, "Sẽ xóa %s", name_of(w, n));
	v.action = arena_printf(w->a, "%s/xoa", v.action);
	v.submit = "Xóa";
	return web_form_page(w, &v);
}

/* GET asks, POST does. What activities refer to stays: the page says which. */
static enum rc drop(struct web *w, enum list l)
{
	struct entry n;
	enum rc rc = entry_of(w, l, &n);
	if (rc || n.x.led)
		return rc;
	if (is_new(&n))
		return ERR(&w->e, RC_NOTFOUND, "ma", "Không rõ phải xóa mục nào.");
	if (w->rq->method != HTTP_POST || n.x.problem)
		return ask_drop(w, &n);
	if (l == CONTENTS)
		plan_content_drop(w->a, n.x.now, n.at);
	else if (l == FORMS)
		plan_form_drop(n.x.now, n.at);
	else
		plan_task_drop(n.x.now, n.at);
	rc = done(w, &n);
	if (rc != RC_CONFLICT)
		return rc;
	n.x.problem = w->e.message;
	err_clear(&w->e);
	return ask_drop(w, &n);
}

/* --- a content --- */

enum { CONTENT_TEXT, CONTENT_CODE, CONTENT_FIELDS };
static const struct form_field content_fields[] = {
	[CONTENT_TEXT] = { "noi-dung", FORM_LINES, true, "Nội dung tuyên truyền", .max = 4000 },
	[CONTENT_CODE] = { "ma-moi", FORM_TEXT, false, "Mã", .max = 40 },
};

/* One that is there keeps its code: activities are written down by it. */
static size_t content_field_count(const struct entry *n)
{
	return is_new(n) ? CONTENT_FIELDS : CONTENT_CODE;
}

static enum rc show_content(struct web *w, const struct entry *n, const struct form *f)
{
	const char *const hints[] = { NULL,
		arena_printf(w->a, "Để trống: Loa đặt %s.", plan_content_code(w->a, n->x.held)) };
	struct web_form_page v = entry_page(w, n,
		is_new(n) ? "Thêm nội dung" : arena_printf(w->a, "Sửa nội dung %s", n->key), f);
	v.hints = hints;
	return web_form_page(w, &v);
}

static enum rc content_form(struct web *w)
{
	struct entry n;
	struct form f;
	enum rc rc = entry_of(w, CONTENTS, &n);
	if (rc || n.x.led)
		return rc;
	form_init(&f, w->a, content_fields, content_field_count(&n));
	if (!is_new(&n))
		web_put(&f, CONTENT_TEXT, n.x.held->contents[n.at].text);
	return show_content(w, &n, &f);
}

static enum rc content_save(struct web *w)
{
	struct entry n;
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = entry_of(w, CONTENTS, &n);
	if (rc)
		return rc;
	bool bad = form_read(&f, w->rq, content_fields, content_field_count(&n), &wrong) != RC_OK;
	struct plan_content c = { .code = n.key, .text = f.v[CONTENT_TEXT].text };
	if (is_new(&n)) {
		const char *typed = f.v[CONTENT_CODE].text;
		c.code = typed && *typed ? typed : plan_content_code(w->a, n.x.held);
		if (plan_content_at(n.x.held, c.code) < n.x.held->content_count) {
			form_fail(&f, CONTENT_CODE, "Kế hoạch đã có nội dung mang mã này.");
			bad = true;
		}
	}
	if (bad || n.x.problem)
		return show_content(w, &n, &f);
	plan_content_put(w->a, n.x.now, n.at, &c);
	return done(w, &n);
}

static enum rc content_up(struct web *w)
{
	return move(w, CONTENTS, true);
}

static enum rc content_down(struct web *w)
{
	return move(w, CONTENTS, false);
}

static enum rc content_drop(struct web *w)
{
	return drop(w, CONTENTS);
}

/* --- a form of communication --- */

enum { FORM_SENTENCE, FORM_CHANNELS, FORM_FIELD_COUNT };

static const struct form_field *form_fields(struct arena *a)
{
	struct form_field *v = ARENA_ARRAY(a, struct form_field, FORM_FIELD_COUNT);
	v[FORM_SENTENCE] = (struct form_field){ "cau", FORM_LINES, true,
		"Hình thức, viết như trong kế hoạch", .max = 2000 };
	v[FORM_CHANNELS] = (struct form_field){ "kenh", FORM_MANY, true, "Các kênh",
		.choices = plan_channel_choices(a, false) };
	return v;
}

static enum rc show_form(struct web *w, const struct entry *n, const struct form *f)
{
	static const char *const hints[] = {
		NULL,
		"Câu này được in vào báo cáo khi trong kỳ có hoạt động ở một trong các kênh được chọn."
	};
	struct web_form_page v =
		entry_page(w, n, is_new(n) ? "Thêm hình thức" : "Sửa hình thức", f);
	v.hints = hints;
	return web_form_page(w, &v);
}

static enum rc form_form(struct web *w)
{
	struct entry n;
	struct form f;
	enum rc rc = entry_of(w, FORMS, &n);
	if (rc || n.x.led)
		return rc;
	form_init(&f, w->a, form_fields(w->a), FORM_FIELD_COUNT);
	if (!is_new(&n)) {
		web_put(&f, FORM_SENTENCE, n.x.held->forms[n.at].text);
		f.v[FORM_CHANNELS].many = n.x.held->forms[n.at].channels;
	}
	return show_form(w, &n, &f);
}

static enum rc form_save(struct web *w)
{
	struct entry n;
	struct form f;
	struct err wrong;
	err_init(&wrong, w->a);
	enum rc rc = entry_of(w, FORMS, &n);
	if (rc)
		return rc;
	if (form_read(&f, w->rq, form_fields(w->a), FORM_FIELD_COUNT, &wrong) || n.x.problem)
		return show_form(w, &n, &f);
	struct plan_form form = { f.v[FORM_SENTENCE].text, f.v[FORM_CHANNELS].many };
	plan_form_put(w->a, n.x.now, n.at, &form);
	return done(w, &n);
}

static enum rc form_up(struct web *w)
{
	return move(w, FORMS, true);
}

static enum rc form_down(struct web *w)
{
	return move(w, FORMS, false);
}

static enum rc form_drop(struct web *w)
{
	return drop(w, FORMS);
}

/* --- the order of tasks --- */

static enum rc task_up(struct web *w)
{
	return move(w, TASKS, true);
}

static enum rc task_down(struct web *w)
{
	return move(w, TASKS, false);
}

static enum rc task_drop(struct web *w)
{
	return drop(w, TASKS);
}

#define EDIT(what, h)   WEB_GET("/ke-hoach/{nam}/" what, .handler = h, .permission = "plan.edit")
#define CHANGE(what, h) WEB_POST("/ke-hoach/{nam}/" what, .handler = h, .permission = "plan.edit")

static const struct web_route routes[] = {
	EDIT("sua", edit),
	CHANGE("chi-tieu-nam-truoc", take_targets),
	EDIT("noi-dung", content_form),
	CHANGE("noi-dung", content_save),
	CHANGE("noi-dung/len", content_up),
	CHANGE("noi-dung/xuong", content_down),
	EDIT("noi-dung/xoa", content_drop),
	CHANGE("noi-dung/xoa", content_drop),
	EDIT("hinh-thuc", form_form),
	CHANGE("hinh-thuc", form_save),
	CHANGE("hinh-thuc/len", form_up),
	CHANGE("hinh-thuc/xuong", form_down),
	EDIT("hinh-thuc/xoa", form_drop),
	CHANGE("hinh-thuc/xoa", form_drop),
	CHANGE("nhiem-vu/len", task_up),
	CHANGE("nhiem-vu/xuong", task_down),
	EDIT("nhiem-vu/xoa", task_drop),
	CHANGE("nhiem-vu/xoa", task_drop),
};

const struct web_routes plan_edit_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
