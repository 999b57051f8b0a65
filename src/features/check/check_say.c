/* How rules report what they find. */
#include <stdarg.h>

#include "features/check/check_int.h"

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
