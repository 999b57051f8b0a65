/* Figures as JSON and CSV for machines, as a table for people. */
#include "features/figure/figure.h"

#include "core/channel.h"
#include "lib/base/csv.h"
#include "lib/base/text.h"

static bool has_value(const struct figure *g)
{
	return g->state == FIGURE_COUNTED || g->state == FIGURE_ZERO;
}

static void put_quantity(struct buf *b, const struct quantity *q)
{
	buf_printf(b, ",\"value\":%s", quantity_decimal(b->a, q->value));
	if (q->qualifier)
		buf_printf(b, ",\"qualifier\":\"%s\"", qualifier_word(q->qualifier));
	if (q->has_max)
		buf_printf(b, ",\"max\":%s", quantity_decimal(b->a, q->max));
	if (q->has_of)
		buf_printf(b, ",\"of\":%s", quantity_decimal(b->a, q->of));
}

static void put_figure(struct buf *b, const struct figure *g)
{
	buf_puts(b, "{\"channel\":");
	buf_json(b, g->channel);
	buf_puts(b, ",\"unit\":");
	buf_json(b, g->unit);
	if (has_value(g))
		put_quantity(b, &g->sum);
	buf_printf(b, ",\"state\":\"%s\"", figure_state_code(g->state));
	if (g->state != FIGURE_NO_DATA)
		buf_printf(b, ",\"uncounted\":%zu", g->uncounted);
	buf_puts(b, ",\"activities\":[");
	for (size_t i = 0; i < g->record_count; i++)
		buf_printf(b, "%s%lld", i ? "," : "", (long long)g->records[i]->id);
	buf_puts(b, "]}");
}

static void put_target(struct buf *b, const struct target *t)
{
	buf_puts(b, "{\"task\":");
	buf_json(b, t->task);
	buf_puts(b, ",\"unit\":");
	buf_json(b, t->wanted.unit);
	buf_printf(b, ",\"target\":%s", quantity_decimal(b->a, t->wanted.value));
	if (t->state != TARGET_NO_DATA)
		put_quantity(b, &t->reached);
	buf_printf(b, ",\"state\":\"%s\"}", target_state_code(t->state));
}

void figures_json_members(struct buf *b, const struct figures *f)
{
	buf_puts(b, "\"figures\":[");
	for (size_t i = 0; i < f->n; i++) {
		buf_puts(b, i ? ",\n" : "\n");
		put_figure(b, &f->v[i]);
	}
	buf_puts(b, "],\n\"targets\":[");
	for (size_t i = 0; i < f->target_count; i++) {
		buf_puts(b, i ? ",\n" : "\n");
		put_target(b, &f->targets[i]);
	}
	buf_puts(b, "]");
}

void figures_json(struct buf *b, const struct figures *f)
{
	buf_puts(b, "{");
	figures_json_members(b, f);
	buf_puts(b, "}\n");
}

static void put_csv_quantity(struct buf *b, const struct quantity *q)
{
	buf_printf(b, "%s,%s,%s,%s", quantity_decimal(b->a, q->value),
		q->has_max ? quantity_decimal(b->a, q->max) : "",
		q->has_of ? quantity_decimal(b->a, q->of) : "",
		q->qualifier ? qualifier_word(q->qualifier) : "");
}

/* One table of both: kind is figure or target. */
void figures_csv(struct buf *b, const struct figures *f)
{
	buf_puts(b,
		"kind,channel,task,unit,target,value,max,of,qualifier,state,uncounted,activities\n");
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *g = &f->v[i];
		buf_printf(b, "figure,%s,,", g->channel);
		csv_put(b, g->unit);
		buf_puts(b, ",,");
		if (has_value(g))
			put_csv_quantity(b, &g->sum);
		else
			buf_puts(b, ",,,");
		buf_printf(b, ",%s,%zu,", figure_state_code(g->state), g->uncounted);
		for (size_t k = 0; k < g->record_count; k++)
			buf_printf(b, "%s%lld", k ? " " : "", (long long)g->records[k]->id);
		buf_putc(b, '\n');
	}
	for (size_t i = 0; i < f->target_count; i++) {
		const struct target *t = &f->targets[i];
		buf_printf(b, "target,%s,", t->channel);
		csv_put(b, t->task);
		buf_putc(b, ',');
		csv_put(b, t->wanted.unit);
		buf_printf(b, ",%s,", quantity_decimal(b->a, t->wanted.value));
		if (t->state != TARGET_NO_DATA)
			put_csv_quantity(b, &t->reached);
		else
			buf_puts(b, ",,,");
		buf_printf(b, ",%s,,\n", target_state_code(t->state));
	}
}

/* Pads to a width counted in letters, not bytes. */
static void put_padded(struct buf *b, const char *s, size_t width)
{
	buf_puts(b, s);
	size_t n = text_length(s);
	do
		buf_putc(b, ' ');
	while (++n < width);
}

enum { WIDE = 30, MIDDLE = 24 };

static void put_figure_row(struct buf *b, const struct figure *g)
{
	put_padded(b, channel_by_code(g->channel)->name, WIDE);
	put_padded(b,
		has_value(g) ? figure_print(b->a, g, QUANTITY_PLAIN)
			     : arena_printf(b->a, "– (%s)", g->unit),
		MIDDLE);
	put_padded(b, figure_state_name(g->state), MIDDLE);
	buf_printf(b, "%zu hoạt động", g->record_count);
	if (g->uncounted)
		buf_printf(b, ", %zu không có số", g->uncounted);
	buf_putc(b, '\n');
}

void figures_table(struct buf *b, const struct figures *f)
{
	buf_printf(b, "Số liệu %s (%s - %s)\n\n", f->period.label, date_short(b->a, f->period.from),
		date_short(b->a, f->period.to));
	if (!f->n)
		buf_puts(b, "Chưa có hoạt động nào trong kỳ, và kế hoạch không nêu kênh nào.\n");
	for (size_t i = 0; i < f->n; i++)
		put_figure_row(b, &f->v[i]);
	if (f->target_count)
		buf_puts(b, "\nChỉ tiêu của kế hoạch\n\n");
	for (size_t i = 0; i < f->target_count; i++) {
		const struct target *t = &f->targets[i];
		put_padded(b, arena_printf(b->a, "%s · %s", t->task, t->title), 2 * WIDE);
		put_padded(b,
			t->state == TARGET_NO_DATA
				? "–"
				: quantity_print(b->a, &t->reached, QUANTITY_PLAIN),
			WIDE / 2);
		put_padded(b,
			arena_printf(
				b->a, "/ %s", quantity_print(b->a, &t->wanted, QUANTITY_PLAIN)),
			WIDE / 2);
		buf_printf(b, "%s\n", target_state_name(t->state));
	}
}
