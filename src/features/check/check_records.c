/* Rules over a period's own records: figures that nobody counted, targets missed, numbers without a
 * source. */
#include <string.h>

#include "core/channel.h"
#include "features/check/check_int.h"
#include "lib/base/text.h"

struct records_check {
	struct arena *a;
	const struct figures *f;
	struct findings *out;
};

static void say(struct records_check *c, const char *rule, const char *place, const char *fix,
	const char *fmt, ...) __attribute__((format(printf, 5, 6), nonnull(1, 2, 3, 4, 5)));

static void say(struct records_check *c, const char *rule, const char *place, const char *fix,
	const char *fmt, ...)
{
	const struct check_rule *r = check_rule_at(rule, c->f->period.to);
	if (!r)
		return;
	va_list ap;
	va_start(ap, fmt);
	struct finding x = { .rule = r->id,
		.severity = r->severity,
		.place = place,
		.fix = fix,
		.message = arena_vprintf(c->a, fmt, ap),
		.source = r->source,
		.in_force_from = r->from };
	va_end(ap);
	ARENA_PUSH(c->a, c->out, x);
}

static const char *channel_place(struct arena *a, const struct figure *g)
{
	return arena_printf(a, "kênh %s (%s)", channel_by_code(g->channel)->name, g->channel);
}

static void check_states(struct records_check *c)
{
	for (size_t i = 0; i < c->f->n; i++) {
		const struct figure *g = &c->f->v[i];
		const char *place = channel_place(c->a, g);
		if (g->state == FIGURE_NOT_COUNTED)
			say(c, "kenh-chua-thong-ke", place,
				arena_printf(c->a, "Ghi số %s cho từng hoạt động.", g->unit),
				"có %zu hoạt động trong kỳ nhưng chưa thống kê số %s.",
				g->record_count, g->unit);
		else if (g->state == FIGURE_NO_DATA)
			say(c, "kenh-chua-lam", place,
				"Ghi hoạt động đã làm, hoặc nêu lý do chưa làm trong báo cáo.",
				"kế hoạch có kênh này nhưng trong kỳ không có hoạt động nào.");
		else if (g->uncounted)
			say(c, "mot-phan-chua-thong-ke", place,
				"Bổ sung số liệu cho các hoạt động này.",
				"%zu trong %zu hoạt động của số liệu %s không có con số.",
				g->uncounted, g->record_count,
				figure_print(c->a, g, QUANTITY_PLAIN));
	}
}

static void check_targets(struct records_check *c)
{
	for (size_t i = 0; i < c->f->target_count; i++) {
		const struct target *t = &c->f->targets[i];
		const char *place = arena_printf(c->a, "nhiệm vụ %s (%s)", t->task, t->title);
		const char *wanted = quantity_print(c->a, &t->wanted, QUANTITY_PLAIN);
		if (t->state == TARGET_SHORT)
			say(c, "chi-tieu", place, "Nêu mức đạt và lý do ở phần Tồn tại, hạn chế.",
				"đạt %s, chỉ tiêu %s.",
				quantity_print(c->a, &t->reached, QUANTITY_PLAIN), wanted);
		else if (t->state == TARGET_NO_DATA)
			say(c, "chi-tieu", place,
				"Ghi hoạt động của nhiệm vụ, hoặc nêu lý do chưa làm.",
				"chưa có số liệu, chỉ tiêu %s.", wanted);
	}
}

static void check_evidence(struct records_check *c)
{
	size_t without = 0, all = 0;
	for (size_t i = 0; i < c->f->records.n; i++) {
		const struct record *r = &c->f->records.v[i];
		if (!period_holds(&c->f->period, r->from))
			continue;
		all++;
		without += !r->evidence.n;
	}
	if (without)
		say(c, "thieu-minh-chung", "",
			"Thêm ảnh, đường dẫn hoặc số văn bản vào cột Minh chứng.",
			"%zu trong %zu hoạt động của kỳ chưa có minh chứng.", without, all);
}

/* Units in which a text tells time or money rather than work done. */
static bool tells_work(const char *unit)
{
	static const char *const others[] = { "ngày", "tuần", "tháng", "giờ", "phút", "đồng",
		"nghìn đồng", "triệu đồng", "số", "%", NULL };
	for (size_t i = 0; others[i]; i++)
		if (text_eq(others[i], unit))
			return false;
	return true;
}

/* The unit that follows a number: two words of the text, else the first alone. */
static const struct measure *unit_of(struct arena *a, const struct figure_text *n)
{
	const struct measure *m = *n->unit ? measure_find(a, n->unit) : NULL;
	if (m || !strchr(n->unit, ' '))
		return m;
	return measure_find(a, arena_strndup(a, n->unit, strcspn(n->unit, " ")));
}

static const struct figure *with_number(const struct figures *f, const char *unit, int64_t value)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *g = &f->v[i];
		bool counted = g->state == FIGURE_COUNTED || g->state == FIGURE_ZERO;
		if (counted && text_eq(g->unit, unit) && g->sum.value == value)
			return g;
	}
	return NULL;
}

static void check_typed(struct records_check *c, const char *text, const char *place)
{
	const char *low = low_of(c->a, text);
	struct figure_text n;
	for (const char *p = low; figure_next(c->a, low, p, &n); p = n.at + strlen(n.digits)) {
		const struct measure *m = unit_of(c->a, &n);
		if (!m || !tells_work(m->name) || n.value < 0)
			continue;
		const struct figure *g =
			with_number(c->f, m->name, (int64_t)n.value * QUANTITY_ONE);
		if (g)
			say(c, "so-go-tay", place,
				arena_printf(c->a,
					"Thay bằng {{%s|%s}} để số liệu dẫn về hoạt động.",
					g->channel, g->unit),
				"số “%s %s” gõ tay, dù trùng với số liệu đã ghi.", n.digits,
				m->name);
		else
			say(c, "so-khong-ho-so", place,
				"Ghi các hoạt động làm nên số này, hoặc bỏ số khỏi báo cáo.",
				"số “%s %s” không có hoạt động nào trong kỳ làm căn cứ.", n.digits,
				m->name);
	}
}

/* What is still to be done speaks of numbers that have no records yet. */
static bool speaks_of_future(struct arena *a, const char *heading)
{
	static const char *const words[] = { "nhiệm vụ", "phương hướng", "kế hoạch", "giải pháp",
		"đề xuất", "kiến nghị", NULL };
	return has_any(low_of(a, heading), words);
}

static void check_text(struct records_check *c, const struct doc *d)
{
	bool future = false;
	const char *section = "";
	for (size_t i = 0; i < d->blocks.n; i++) {
		const struct doc_block *b = &d->blocks.v[i];
		if (b->kind == DOC_HEADING) {
			section = doc_block_plain(c->a, b);
			if (b->level == 1)
				future = speaks_of_future(c->a, section);
			continue;
		}
		for (size_t k = 0; !future && k < b->text.n; k++)
			if (!b->text.v[k].ref)
				check_typed(c, b->text.v[k].text,
					*section ? arena_printf(c->a, "mục “%s”", section)
						 : "phần mở đầu");
	}
}

void check_records(
	struct arena *a, const struct figures *f, const struct doc *doc, struct findings *out)
{
	struct records_check c = { a, f, out };
	check_states(&c);
	check_targets(&c);
	if (doc)
		check_text(&c, doc);
	check_evidence(&c);
}
