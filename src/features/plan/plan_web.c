/* /ke-hoach: the year's plan, what was planned of it and what was done. */
#include <stdlib.h>

#include "features/plan/plan_page.h"
#include "lib/base/text.h"

enum rc plan_of(struct web *w, struct plan **out)
{
	int64_t year;
	enum rc rc = web_id(w, "nam", &year);
	if (!rc)
		rc = plan_load(w->db, w->a, year, out, &w->e);
	return rc;
}

struct page plan_page(struct web *w, const char *title, const char *back)
{
	struct page p = web_page(w, title);
	p.back = back;
	return p;
}

/* Each task under the first content it serves; the last group is of those that serve none. */
static size_t group_tasks(struct arena *a, const struct plan *p, struct plan_group *groups)
{
	size_t n = 0;
	for (size_t g = 0; g <= p->content_count; g++) {
		size_t *tasks = ARENA_ARRAY(a, size_t, p->task_count), count = 0;
		for (size_t t = 0; t < p->task_count; t++) {
			const struct texts *of = &p->tasks[t].contents;
			size_t first = of->n ? plan_content_at(p, of->v[0]) : p->content_count;
			if (first == g)
				tasks[count++] = t;
		}
		bool rest = g == p->content_count;
		if (rest && !count)
			continue;
		groups[n++] = (struct plan_group){
			.name = rest ? "Không gắn nội dung nào"
				     : arena_printf(a, "%s. %s", p->contents[g].code,
					       plan_short(a, p->contents[g].text)),
			.tasks = tasks,
			.n = count
		};
	}
	return n;
}

static bool serves(const struct plan_task *t, const char *content)
{
	for (size_t i = 0; i < t->contents.n; i++)
		if (text_eq(t->contents.v[i], content))
			return true;
	return false;
}

/* A bar for each content, of all tasks that serve it. */
static struct chart_bars content_bars(
	struct web *w, const struct plan *p, const struct plan_progress *x)
{
	struct chart_bar *v = ARENA_ARRAY(w->a, struct chart_bar, p->content_count);
	for (size_t c = 0; c < p->content_count; c++) {
		v[c].label = arena_printf(
			w->a, "%s. %s", p->contents[c].code, plan_short(w->a, p->contents[c].text));
		for (size_t t = 0; t < p->task_count; t++) {
			bool mine = serves(&p->tasks[t], p->contents[c].code);
			v[c].planned += mine;
			v[c].done += mine && x->tasks[t] == PLAN_DONE;
			v[c].late += mine && x->tasks[t] == PLAN_LATE;
		}
	}
	return (struct chart_bars){ .id = "noi-dung",
		.title = "Nhiệm vụ của từng nội dung",
		.unit = "nhiệm vụ",
		.v = v,
		.n = p->content_count };
}

static const char *count_text(
	struct web *w, const struct plan *p, const struct plan_progress *x, enum plan_state state)
{
	size_t n = 0;
	for (size_t t = 0; t < p->task_count; t++)
		n += x->tasks[t] == state;
	return arena_printf(w->a, "%zu", n);
}

static const char *money(struct web *w, const struct plan *p)
{
	int64_t sum = 0;
	bool said = false, over = false;
	for (size_t t = 0; t < p->task_count; t++) {
		int64_t budget = p->tasks[t].budget;
		said |= budget >= 0;
		over |= budget > 0 && __builtin_add_overflow(sum, budget, &sum);
	}
	if (!said)
		return "chưa ghi";
	if (over || sum > INT64_MAX / QUANTITY_ONE)
		return "quá lớn";
	return arena_printf(w->a, "%s đồng", quantity_number(w->a, sum * QUANTITY_ONE));
}

/* Changes that came after the number was given last, from the audit; newest first. */
static enum rc changes_since(struct web *w, const struct plan *p, size_t *out)
{
	struct audit_rows rows = { 0 };
	struct audit_query q = { .kind = "plan",
		.object = arena_printf(w->a, "%lld", (long long)p->year),
		.limit = 1000 };
	enum rc rc = audit_find(w->db, w->a, &q, &rows, &w->e);
	*out = 0;
	for (size_t i = 0; !rc && i < rows.n; i++) {
		const struct plan *before = plan_of_record(w->a, rows.v[i].change.before);
		if (!before || !before->number)
			break;
		++*out;
	}
	return rc;
}

static void add_years(struct web *w, const struct plan_years *years, struct plan_year_view *v)
{
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, years->n);
	for (size_t i = 0; i < years->n; i++)
		links[i] = (struct part_link){ .text = arena_printf(
						       w->a, "%lld", (long long)years->v[i]),
			.href = arena_printf(w->a, "/ke-hoach/%lld", (long long)years->v[i]),
			.current = years->v[i] == v->plan->year };
	v->years = links;
	v->years_n = years->n;
}

static void add_figures(struct web *w, struct plan_year_view *v)
{
	const struct plan *p = v->plan;
	const struct plan_progress *x = v->progress;
	struct part_figure all[] = {
		{ "nhiệm vụ", arena_printf(w->a, "%zu", p->task_count), NULL },
		{ "đã xong", count_text(w, p, x, PLAN_DONE), NULL },
		{ "đang làm", count_text(w, p, x, PLAN_DOING), NULL },
		{ "trễ hạn", count_text(w, p, x, PLAN_LATE), NULL },
		{ "kinh phí", money(w, p), NULL },
	};
	v->figures_n = sizeof all / sizeof *all;
	struct part_figure *list = ARENA_ARRAY(w->a, struct part_figure, v->figures_n);
	for (size_t i = 0; i < v->figures_n; i++)
		list[i] = all[i];
	v->figures = list;
}

enum rc plan_standing(struct web *w, const struct plan *p, const char **state)
{
	size_t changes;
	enum rc rc = changes_since(w, p, &changes);
	if (rc)
		return rc;
	if (!p->number)
		*state = "Chưa ban hành";
	else if (!changes)
		*state = arena_printf(w->a, "Số %s ngày %s", p->number, date_short(w->a, p->day));
	else
		*state = arena_printf(w->a, "Số %s ngày %s; đã sửa %zu lần sau khi ban hành",
			p->number, date_short(w->a, p->day), changes);
	return RC_OK;
}

static enum rc show(struct web *w)
{
	struct plan *p;
	struct plan_progress x;
	struct plan_years years;
	struct doc_way way;
	const char *state;
	enum rc rc = plan_of(w, &p);
	if (!rc)
		rc = plan_way(w->db, w->a, p->year, &way, &w->e);
	if (!rc)
		rc = plan_years(w->db, w->a, &years, &w->e);
	if (!rc)
		rc = plan_progress_load(w->db, w->a, p, date_today(), &x, &w->e);
	if (!rc)
		rc = plan_standing(w, p, &state);
	if (rc)
		return rc;
	struct plan_group *groups = ARENA_ARRAY(w->a, struct plan_group, p->content_count + 1);
	struct plan_year_view v = {
		.page = web_page(w, arena_printf(w->a, "Kế hoạch năm %lld", (long long)p->year)),
		.plan = p,
		.progress = &x,
		.bars = content_bars(w, p, &x),
		.groups = groups,
		.groups_n = group_tasks(w->a, p, groups),
		.may_edit = web_may(w, MAY_PLAN_EDIT),
		.may_change = way.editable && web_may(w, MAY_PLAN_EDIT),
		.state = state,
		.way = &way
	};
	add_years(w, &years, &v);
	add_figures(w, &v);
	struct buf b = web_buf(w);
	plan_year_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* This year's plan, else the newest. */
static enum rc first(struct web *w)
{
	struct plan_years years;
	enum rc rc = plan_years(w->db, w->a, &years, &w->e);
	if (rc)
		return rc;
	if (!years.n) {
		struct plan_none_view v = { web_page(w, "Kế hoạch"), web_may(w, MAY_PLAN_EDIT) };
		struct buf b = web_buf(w);
		plan_none_html(&b, &v);
		return web_reply(w, 200, &b);
	}
	int64_t chosen = years.v[0], today = date_today().year;
	for (size_t i = 0; i < years.n; i++)
		if (years.v[i] == today)
			chosen = today;
	reply_redirect(w->rp, arena_printf(w->a, "/ke-hoach/%lld", (long long)chosen));
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/ke-hoach", .handler = first, .permission = "plan.read"),
	WEB_GET("/ke-hoach/{nam}", .handler = show, .permission = "plan.read"),
};

static const struct web_item menu[] = {
	{ 30, "Kế hoạch", "/ke-hoach", MAY_PLAN_READ },
};

/* For the words that are not usual: core/web/history_words.c. */
static const struct web_word words[] = {
	{ "budget", "Kinh phí (đồng)", NULL },
	{ "channels", "Các kênh", NULL },
	{ "forms", "Hình thức", NULL },
	{ "product", "Sản phẩm", NULL },
	{ "sign", "Ký", NULL },
};

static const struct web_record records[] = {
	{ .kind = "plan",
		.name = "Kế hoạch",
		.href = "/ke-hoach/",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes plan_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
