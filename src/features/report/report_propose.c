#include "features/report/report_propose.h"

#include <string.h>

#include "core/channel.h"
#include "lib/base/text.h"

struct proposing {
	struct arena *a;
	const struct report_facts *f;
	struct proposals *out;
};

const char *proposal_part_name(enum proposal_part p)
{
	static const char *const names[] = { "Ưu điểm", "Tồn tại, hạn chế", "Nhiệm vụ kỳ sau" };
	return names[p];
}

const char *const *proposal_part_words(enum proposal_part p)
{
	static const char *const words[][5] = {
		{ "uu diem", "mat lam duoc", "ket qua dat duoc", NULL },
		{ "ton tai", "han che", "kho khan", NULL },
		{ "nhiem vu", "phuong huong", "ke hoach cong tac", NULL },
	};
	return words[p];
}

/* --- what is proposed ----------------------------------------------------------------------- */

/* NULL where the text has it already. */
static struct proposal *propose(
	struct proposing *x, enum proposal_part part, const char *rule, const char *text)
{
	struct proposal p = { .rule = rule, .part = part, .text = text };
	if (x->f->body && strstr(x->f->body, text + strlen("- ")))
		return NULL;
	ARENA_PUSH(x->a, x->out, p);
	return &x->out->v[x->out->n - 1];
}

static void rest_on(struct proposing *x, struct proposal *p, struct record *r)
{
	for (size_t i = 0; i < p->record_n; i++)
		if (p->records[i] == r)
			return;
	if (p->record_n == p->record_cap) {
		size_t cap = p->record_cap ? p->record_cap * 2 : 8;
		p->records = arena_grow(x->a, p->records, p->record_n * sizeof *p->records,
			cap * sizeof *p->records);
		p->record_cap = cap;
	}
	p->records[p->record_n++] = r;
}

static void rest_on_figure(struct proposing *x, struct proposal *p, const struct figure *g)
{
	for (size_t i = 0; i < g->record_count; i++)
		rest_on(x, p, g->records[i]);
}

/* --- words ---------------------------------------------------------------------------------- */

static const char *channel_name(const char *code)
{
	const struct channel *c = channel_by_code(code);
	return c ? c->name : code;
}

/* "cuộc họp, hội nghị" within a sentence. */
static const char *within(struct arena *a, const char *name)
{
	const char *rest = name;
	text_next(&rest);
	return arena_printf(
		a, "%s%s", text_lower(a, arena_strndup(a, name, (size_t)(rest - name))), rest);
}

static const char *bound(struct arena *a, const char *channel, const char *unit)
{
	return arena_printf(a, "{{%s|%s}}", channel, unit);
}

static const char *plain(struct arena *a, const struct quantity *q)
{
	return quantity_print(a, q, QUANTITY_PLAIN);
}

/* A person wrote it, and it goes into a sentence: no end of its own. */
static const char *clause(struct arena *a, const char *s)
{
	const char *t = text_squeeze(a, s);
	size_t n = strlen(t);
	while (n && strchr(".;,: ", t[n - 1]))
		n--;
	return arena_strndup(a, t, n);
}

/* --- targets of the plan -------------------------------------------------------------------- */

static bool same_number(const struct quantity *p, const struct quantity *q)
{
	return p->value == q->value && p->qualifier == q->qualifier && p->has_max == q->has_max &&
	       p->has_of == q->has_of && (!p->has_max || p->max == q->max) &&
	       (!p->has_of || p->of == q->of);
}

/* The figure that prints just what the target's task has reached, or NULL. */
static const struct figure *figure_of(const struct figures *f, const struct target *t)
{
	const struct figure *g = figure_find(f, t->channel, t->wanted.unit);
	bool counted = g && (g->state == FIGURE_COUNTED || g->state == FIGURE_ZERO);
	return counted && t->state != TARGET_NO_DATA && same_number(&g->sum, &t->reached) ? g
											  : NULL;
}

static void rest_on_task(struct proposing *x, struct proposal *p, const char *task)
{
	const struct figures *f = x->f->now;
	for (size_t i = 0; i < f->records.n; i++)
		if (text_eq(f->records.v[i].task, task) &&
			period_holds(&f->period, f->records.v[i].from))
			rest_on(x, p, &f->records.v[i]);
}

static const char *target_text(struct proposing *x, const struct target *t)
{
	const struct figure *g = figure_of(x->f->now, t);
	const char *title = clause(x->a, t->title);
	const char *number = g ? bound(x->a, g->channel, g->unit) : NULL;
	if (t->state == TARGET_NO_DATA)
		return arena_printf(x->a,
			"- Nhiệm vụ “%s” chưa có số liệu để so với chỉ tiêu kế hoạch.", title);
	if (t->state == TARGET_MET)
		return number ? arena_printf(x->a, "- Nhiệm vụ “%s” đạt chỉ tiêu kế hoạch: %s.",
					title, number)
			      : arena_printf(x->a, "- Nhiệm vụ “%s” đạt chỉ tiêu kế hoạch.", title);
	return number ? arena_printf(x->a,
				"- Nhiệm vụ “%s” chưa đạt chỉ tiêu kế hoạch, mới thực hiện %s.",
				title, number)
		      : arena_printf(x->a, "- Nhiệm vụ “%s” chưa đạt chỉ tiêu kế hoạch.", title);
}

static void propose_target(struct proposing *x, const struct target *t)
{
	static const char *const rules[] = { "chi-tieu-dat", "chi-tieu-chua-dat",
		"chi-tieu-chua-co-so" };
	enum proposal_part part = t->state == TARGET_MET ? PROPOSAL_MERIT : PROPOSAL_LIMIT;
	struct proposal *p = propose(x, part, rules[t->state], target_text(x, t));
	if (!p)
		return;
	p->reason = t->state == TARGET_NO_DATA
			    ? arena_printf(x->a,
				      "Chỉ tiêu %s; nhiệm vụ %s chưa có hoạt động nào ghi số %s.",
				      plain(x->a, &t->wanted), t->task, t->wanted.unit)
			    : arena_printf(x->a, "Nhiệm vụ %s đạt %s, chỉ tiêu %s.", t->task,
				      plain(x->a, &t->reached), plain(x->a, &t->wanted));
	rest_on_task(x, p, t->task);
}

static void propose_targets(struct proposing *x)
{
	const struct figures *f = x->f->now;
	size_t met = 0;
	for (size_t i = 0; i < f->target_count; i++)
		met += f->targets[i].state == TARGET_MET;
	if (f->target_count > 1 && met == f->target_count) {
		struct proposal *p = propose(x, PROPOSAL_MERIT, "du-chi-tieu",
			arena_printf(x->a, "- Hoàn thành tất cả chỉ tiêu kế hoạch của %s.",
				f->period.label));
		if (p)
			p->reason = arena_printf(
				x->a, "Cả %zu chỉ tiêu của kỳ đều đạt.", f->target_count);
		for (size_t i = 0; p && i < f->target_count; i++)
			rest_on_task(x, p, f->targets[i].task);
	}
	for (size_t i = 0; i < f->target_count; i++)
		propose_target(x, &f->targets[i]);
}

/* --- against the period before -------------------------------------------------------------- */

/* A number that can be compared: exact, complete, and one that adds up. */
static bool comparable(const struct figure *g)
{
	return g && g->state == FIGURE_COUNTED && !g->uncounted && g->join == MEASURE_ADD &&
	       !g->sum.qualifier && !g->sum.has_max && !g->sum.has_of;
}

static void propose_change(struct proposing *x, const struct figure *g, const struct figure *was)
{
	bool more = g->sum.value > was->sum.value;
	const char *number = bound(x->a, g->channel, g->unit);
	struct proposal *p =
		propose(x, more ? PROPOSAL_MERIT : PROPOSAL_LIMIT, more ? "tang" : "giam",
			arena_printf(x->a, "- %s: %s, %s so với %s ({{%s|%s|previous}}).",
				channel_name(g->channel), number, more ? "tăng" : "giảm",
				x->f->before->period.label, g->channel, g->unit));
	if (!p)
		return;
	p->reason = arena_printf(x->a, "%s: %s; %s: %s.", x->f->now->period.label,
		plain(x->a, &g->sum), x->f->before->period.label, plain(x->a, &was->sum));
	rest_on_figure(x, p, g);
	rest_on_figure(x, p, was);
}

/* Only where the log covers the whole period before; a fall only once the period is over. */
static void propose_changes(struct proposing *x)
{
	const struct figures *now = x->f->now, *before = x->f->before;
	if (!before || date_none(x->f->since) || date_cmp(x->f->since, before->period.from) > 0 ||
		date_cmp(before->period.to, now->period.from) >= 0)
		return;
	bool over = date_cmp(x->f->today, now->period.to) > 0;
	for (size_t i = 0; i < now->n; i++) {
		const struct figure *g = &now->v[i];
		const struct figure *was = figure_find(before, g->channel, g->unit);
		if (!comparable(g) || !comparable(was) || g->sum.value == was->sum.value)
			continue;
		if (g->sum.value > was->sum.value || over)
			propose_change(x, g, was);
	}
}

/* --- channels ------------------------------------------------------------------------------- */

/* The names of the channels that have a figure in this state. */
static struct texts channels_in(struct proposing *x, enum figure_state state)
{
	const struct figures *f = x->f->now;
	struct texts names = { 0 };
	for (size_t i = 0; i < f->n; i++) {
		const char *name = channel_name(f->v[i].channel);
		if (f->v[i].state == state && (!names.n || !text_eq(names.v[names.n - 1], name)))
			ARENA_PUSH(x->a, &names, name);
	}
	return names;
}

static void rest_on_state(struct proposing *x, struct proposal *p, enum figure_state state)
{
	for (size_t i = 0; i < x->f->now->n; i++)
		if (x->f->now->v[i].state == state)
			rest_on_figure(x, p, &x->f->now->v[i]);
}

static void propose_planned(struct proposing *x)
{
	const struct figures *f = x->f->now;
	struct texts missing = channels_in(x, FIGURE_NO_DATA), names = { 0 };
	struct proposal *p;
	for (size_t i = 0; i < f->planned_n; i++) {
		const char *name = channel_name(f->planned[i].channel);
		ARENA_PUSH(x->a, &names, name);
	}
	if (missing.n) {
		p = propose(x, PROPOSAL_LIMIT, "hinh-thuc-chua-lam",
			arena_printf(x->a, "- Chưa thực hiện tuyên truyền qua: %s.",
				text_join(x->a, &missing, "; ")));
		if (p)
			p->reason = "Kế hoạch có nêu, trong kỳ không có hoạt động nào.";
	} else if (f->planned_n) {
		p = propose(x, PROPOSAL_MERIT, "du-hinh-thuc",
			arena_printf(x->a,
				"- Đã tuyên truyền qua tất cả các hình thức nêu trong kế hoạch: %s.",
				text_join(x->a, &names, "; ")));
		if (p)
			p->reason = "Hình thức nào của kế hoạch cũng có hoạt động trong kỳ.";
		for (size_t i = 0; p && i < f->records.n; i++)
			rest_on(x, p, &f->records.v[i]);
	}
}

static void propose_uncounted(struct proposing *x)
{
	struct texts names = channels_in(x, FIGURE_NOT_COUNTED);
	const char *list = text_join(x->a, &names, "; ");
	if (names.n) {
		struct proposal *p = propose(x, PROPOSAL_LIMIT, "chua-thong-ke",
			arena_printf(
				x->a, "- Chưa thống kê được số liệu tuyên truyền qua: %s.", list));
		if (p)
			p->reason = "Có hoạt động trong kỳ, chưa hoạt động nào ghi số.";
		if (p)
			rest_on_state(x, p, FIGURE_NOT_COUNTED);
		p = propose(x, PROPOSAL_NEXT, "thong-ke-ky-sau",
			arena_printf(
				x->a, "- Thống kê đầy đủ số liệu tuyên truyền qua: %s.", list));
		if (p)
			p->reason = "Kỳ này các hình thức ấy chưa có số.";
		if (p)
			rest_on_state(x, p, FIGURE_NOT_COUNTED);
	}
	for (size_t i = 0; i < x->f->now->n; i++) {
		const struct figure *g = &x->f->now->v[i];
		if (g->state != FIGURE_COUNTED || !g->uncounted)
			continue;
		struct proposal *p = propose(x, PROPOSAL_LIMIT, "thong-ke-chua-du",
			arena_printf(x->a,
				"- Số liệu tuyên truyền qua %s (%s) chưa đầy đủ, còn hoạt động chưa ghi số.",
				within(x->a, channel_name(g->channel)),
				bound(x->a, g->channel, g->unit)));
		if (!p)
			continue;
		p->reason = arena_printf(x->a, "%zu trong %zu hoạt động chưa ghi số %s.",
			g->uncounted, g->record_count, g->unit);
		rest_on_figure(x, p, g);
	}
}

static void propose_variety(struct proposing *x)
{
	enum { FEW = 2 };
	const struct figures *f = x->f->now;
	struct texts used = { 0 };
	for (size_t i = 0; i < f->n; i++) {
		const char *name = channel_name(f->v[i].channel);
		if (f->v[i].state != FIGURE_NO_DATA && f->v[i].state != FIGURE_ZERO &&
			(!used.n || !text_eq(used.v[used.n - 1], name)))
			ARENA_PUSH(x->a, &used, name);
	}
	if (!used.n || used.n > FEW)
		return;
	struct proposal *p = propose(x, PROPOSAL_LIMIT, "it-hinh-thuc",
		arena_printf(x->a,
			"- Hình thức tuyên truyền chưa đa dạng, trong kỳ mới thực hiện qua: %s.",
			text_join(x->a, &used, "; ")));
	if (p)
		p->reason = arena_printf(x->a, "Trong kỳ có hoạt động ở %zu hình thức.", used.n);
	for (size_t i = 0; p && i < f->records.n; i++)
		rest_on(x, p, &f->records.v[i]);
}

/* --- contents, places, evidence ------------------------------------------------------------- */

static bool content_used(const struct figures *f, const char *code)
{
	for (size_t i = 0; i < f->records.n; i++)
		for (size_t k = 0; k < f->records.v[i].contents.n; k++)
			if (text_eq(f->records.v[i].contents.v[k], code))
				return true;
	return false;
}

static void propose_contents(struct proposing *x)
{
	const struct plan *plan = x->f->plan;
	struct texts missing = { 0 };
	struct proposal *p;
	for (size_t i = 0; plan && i < plan->content_count; i++)
		if (!content_used(x->f->now, plan->contents[i].code))
			ARENA_PUSH(x->a, &missing, plan->contents[i].code);
	if (!plan || !plan->content_count || !x->f->now->records.n)
		return;
	if (missing.n) {
		p = propose(x, PROPOSAL_LIMIT, "noi-dung-chua-lam",
			"- Một số nội dung của kế hoạch chưa được tuyên truyền trong kỳ.");
		if (p)
			p->reason = arena_printf(x->a, "Không có hoạt động nào ghi nội dung: %s.",
				text_join(x->a, &missing, ", "));
		return;
	}
	p = propose(x, PROPOSAL_MERIT, "du-noi-dung",
		"- Đã tuyên truyền tất cả các nội dung nêu trong kế hoạch.");
	if (p)
		p->reason = arena_printf(
			x->a, "Cả %zu nội dung đều có hoạt động trong kỳ.", plan->content_count);
	for (size_t i = 0; p && i < x->f->now->records.n; i++)
		if (x->f->now->records.v[i].contents.n)
			rest_on(x, p, &x->f->now->records.v[i]);
}

/* "6/6 thôn" */
static void propose_coverage(struct proposing *x)
{
	for (size_t i = 0; i < x->f->now->n; i++) {
		const struct figure *g = &x->f->now->v[i];
		if (g->state != FIGURE_COUNTED || g->join != MEASURE_PLACE || !g->sum.has_of ||
			g->sum.qualifier)
			continue;
		bool all = g->sum.value == g->sum.of;
		struct proposal *p = propose(x, all ? PROPOSAL_MERIT : PROPOSAL_LIMIT,
			all ? "phu-dia-ban" : "chua-phu-dia-ban",
			arena_printf(x->a, "- Tuyên truyền qua %s %s %s.",
				within(x->a, channel_name(g->channel)), all ? "đã đến" : "mới đến",
				bound(x->a, g->channel, g->unit)));
		if (!p)
			continue;
		p->reason =
			arena_printf(x->a, "Lần phủ rộng nhất trong kỳ: %s.", plain(x->a, &g->sum));
		rest_on_figure(x, p, g);
	}
}

static void propose_evidence(struct proposing *x)
{
	const struct figures *f = x->f->now;
	size_t all = 0, without = 0;
	for (size_t i = 0; i < f->records.n; i++)
		if (period_holds(&f->period, f->records.v[i].from)) {
			all++;
			without += !f->records.v[i].evidence.n;
		}
	if (!all)
		return;
	struct proposal *p = propose(x, without ? PROPOSAL_LIMIT : PROPOSAL_MERIT,
		without ? "thieu-minh-chung" : "du-minh-chung",
		!without ? "- Các hoạt động trong kỳ đều có minh chứng kèm theo."
		: without == all ? "- Các hoạt động trong kỳ chưa lưu minh chứng."
				 : "- Một số hoạt động trong kỳ chưa lưu minh chứng.");
	if (!p)
		return;
	p->reason = without ? arena_printf(x->a, "%zu trong %zu hoạt động chưa có minh chứng.",
				      without, all)
			    : arena_printf(x->a, "Cả %zu hoạt động đều có minh chứng.", all);
	for (size_t i = 0; i < f->records.n; i++)
		if (period_holds(&f->period, f->records.v[i].from) &&
			!f->records.v[i].evidence.n == (without > 0))
			rest_on(x, p, &f->records.v[i]);
}

/* --- tasks ---------------------------------------------------------------------------------- */

static bool is_done(const struct report_facts *f, const char *task)
{
	for (size_t i = 0; i < f->done.n; i++)
		if (text_eq(f->done.v[i], task))
			return true;
	return false;
}

static bool is_late(const struct report_facts *f, const struct plan_task *t)
{
	return !date_none(t->due) && date_cmp(t->due, f->now->period.to) <= 0 &&
	       date_cmp(t->due, f->today) < 0 && !is_done(f, t->code);
}

static void propose_late(struct proposing *x, const struct plan_task *t)
{
	const char *title = clause(x->a, t->title);
	const char *reason = arena_printf(x->a,
		"Hạn của nhiệm vụ %s là %s; chưa có hoạt động nào ghi cho nhiệm vụ này.", t->code,
		date_short(x->a, t->due));
	struct proposal *p = propose(x, PROPOSAL_LIMIT, "nhiem-vu-tre",
		arena_printf(x->a, "- Nhiệm vụ “%s” đã quá hạn nhưng chưa thực hiện.", title));
	if (p)
		p->reason = reason;
	p = propose(x, PROPOSAL_NEXT, "nhiem-vu-tre",
		arena_printf(x->a, "- Khẩn trương thực hiện nhiệm vụ đã quá hạn: %s.", title));
	if (p)
		p->reason = reason;
}

static const struct plan_target *target_for(const struct plan_task *t, const struct period *p)
{
	size_t n = strlen(p->token);
	if (n > 5 && text_eq(p->token + n - 5, "-cchc"))
		n -= 5;
	for (size_t i = 0; i < t->target_count; i++)
		if (strlen(t->targets[i].period) == n &&
			!strncmp(t->targets[i].period, p->token, n))
			return &t->targets[i];
	return NULL;
}

static void propose_task(struct proposing *x, const struct plan_task *t)
{
	const struct period *next = &x->f->next;
	const struct plan_target *target = target_for(t, next);
	bool due = period_holds(next, t->due);
	const char *text = arena_printf(x->a, "- %s%s%s%s%s%s%s.", clause(x->a, t->title),
		target ? ", phấn đấu đạt " : "",
		target ? quantity_print(x->a, &target->quantity, QUANTITY_OFFICIAL) : "",
		due ? ", hoàn thành chậm nhất ngày " : "", due ? date_short(x->a, t->due) : "",
		t->lead ? "; chủ trì: " : "", t->lead ? clause(x->a, t->lead) : "");
	struct proposal *p = propose(x, PROPOSAL_NEXT, "nhiem-vu-ky-sau", text);
	if (p)
		p->reason = arena_printf(x->a, "Nhiệm vụ %s của kế hoạch: từ %s đến %s%s%s.",
			t->code, date_short(x->a, t->from), date_short(x->a, t->due),
			target ? ", chỉ tiêu " : "", target ? plain(x->a, &target->quantity) : "");
}

static void propose_tasks(struct proposing *x)
{
	const struct plan *plan = x->f->plan, *then = x->f->next_plan;
	for (size_t i = 0; plan && i < plan->task_count; i++)
		if (is_late(x->f, &plan->tasks[i]))
			propose_late(x, &plan->tasks[i]);
	for (size_t i = 0; then && i < then->task_count; i++) {
		const struct plan_task *t = &then->tasks[i];
		if (date_cmp(t->from, x->f->next.to) <= 0 && date_cmp(t->due, x->f->next.from) >= 0)
			propose_task(x, t);
	}
}

void report_propose(struct arena *a, const struct report_facts *f, struct proposals *out)
{
	struct proposing x = { a, f, out };
	propose_targets(&x);
	propose_changes(&x);
	propose_planned(&x);
	propose_contents(&x);
	propose_coverage(&x);
	propose_variety(&x);
	propose_uncounted(&x);
	propose_evidence(&x);
	propose_tasks(&x);
}
