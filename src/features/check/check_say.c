/* How rules report what they find. */
#include <stdarg.h>

#include "features/check/check_int.h"
#include "lib/base/text.h"

/* A hostile file must not make a list, or a message, without end. */
enum { FINDINGS_MAX = 2000, PLACES_MAX = 20 };

static void add(struct check *c, const struct check_rule *r, const struct check_ground *ground,
	const struct line *l, const char *fix, const char *message)
{
	struct finding f = { .rule = r->id,
		.severity = ground->severity,
		.place = l ? extract_place(c->a, c->x, l->p) : "",
		.message = message,
		.fix = fix,
		.source = ground->source,
		.in_force_from = ground->from,
		.at = l ? (size_t)(l - c->lines.v) + 1 : 0 };
	if (c->out->n < FINDINGS_MAX)
		ARENA_PUSH(c->a, c->out, f);
}

void check_say(struct check *c, const char *rule, const struct line *l, const char *fix,
	const char *fmt, ...)
{
	const struct check_rule *r = check_rule_at(rule, c->day);
	if (!r)
		return;
	struct check_ground own = { r->source, r->from, r->severity };
	va_list ap;
	va_start(ap, fmt);
	add(c, r, &own, l, fix, arena_vprintf(c->a, fmt, ap));
	va_end(ap);
}

void check_say_on(struct check *c, const char *rule, const struct check_ground *ground,
	const struct line *l, const char *fix, const char *fmt, ...)
{
	const struct check_rule *r = check_rule_at(rule, c->day);
	if (!r || date_cmp(c->day, ground->from) < 0)
		return;
	va_list ap;
	va_start(ap, fmt);
	add(c, r, ground, l, fix, arena_vprintf(c->a, fmt, ap));
	va_end(ap);
}

void places_add(struct check *c, struct places *p, const struct line *l)
{
	if (p->list.n < PLACES_MAX)
		ARENA_PUSH(c->a, &p->list, extract_place(c->a, c->x, l->p));
	else
		p->more++;
}

const char *places_text(struct check *c, const struct places *p)
{
	const char *list = text_join(c->a, &p->list, "; ");
	return p->more ? arena_printf(c->a, "%s và %zu chỗ khác", list, p->more) : list;
}
