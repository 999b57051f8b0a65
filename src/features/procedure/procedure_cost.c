/* Fees of one filing: tiers, caps, exemptions, all of them data of the version. */
#include "core/quantity.h"
#include "features/procedure/procedure.h"
#include "lib/base/text.h"

const char *procedure_money(struct arena *a, int64_t dong)
{
	return arena_printf(a, "%s đồng", quantity_number(a, dong * QUANTITY_ONE));
}

const char *procedure_unit(const struct procedure_version *v)
{
	for (size_t i = 0; i < v->fees.n; i++)
		if (*v->fees.v[i].unit)
			return v->fees.v[i].unit;
	return "";
}

const char *procedure_per(const struct procedure_version *v)
{
	for (size_t i = 0; i < v->fees.n; i++)
		if (*v->fees.v[i].per)
			return v->fees.v[i].per;
	return "";
}

static int64_t least(int64_t x, int64_t y)
{
	return x < y ? x : y;
}

/* How many of `count` fall into tier i. */
static int64_t within(const struct procedure_fee *f, size_t i, int64_t count)
{
	int64_t last = i + 1 < f->tier_count ? f->tiers[i + 1].from - 1 : count;
	int64_t n = least(last, count) - f->tiers[i].from + 1;
	return n > 0 ? n : 0;
}

static struct procedure_cost_line line_of(
	struct arena *a, const struct procedure_fee *f, const struct procedure_choice *x)
{
	struct buf how;
	int64_t count = *f->unit ? x->count : 1, times = *f->per ? x->times : 1, sum = 0;
	buf_init(&how, a, 4096);
	for (size_t i = 0; i < f->tier_count; i++) {
		int64_t n = within(f, i, count);
		if (!n)
			continue;
		sum += n * f->tiers[i].each;
		if (*f->unit)
			buf_printf(&how, "%s%s %s × %s", how.n ? " + " : "",
				quantity_number(a, n * QUANTITY_ONE), f->unit,
				procedure_money(a, f->tiers[i].each));
	}
	if (f->cap && sum > f->cap) {
		sum = f->cap;
		buf_printf(&how, "; tối đa %s", procedure_money(a, f->cap));
	}
	if (times > 1)
		buf_printf(&how, "%s%s %s", how.n ? ", nhân " : "nhân ",
			quantity_number(a, times * QUANTITY_ONE), f->per);
	return (struct procedure_cost_line){
		.name = f->name, .how = how.p, .full = sum * times, .source = f->source
	};
}

/* The one that was chosen, if it is for this case and way. */
static const struct procedure_relief *relief_of(
	const struct procedure_version *v, const struct procedure_choice *x)
{
	for (size_t i = 0; i < v->reliefs.n; i++) {
		const struct procedure_relief *r = &v->reliefs.v[i];
		if (text_eq(r->name, x->relief) &&
			procedure_fits(r->case_code, r->ways, x->case_code, x->way))
			return r;
	}
	return NULL;
}

struct procedure_cost procedure_cost(
	struct arena *a, const struct procedure_version *v, const struct procedure_choice *x)
{
	struct procedure_cost out = { .relief = relief_of(v, x) };
	for (size_t i = 0; i < v->fees.n; i++) {
		const struct procedure_fee *f = &v->fees.v[i];
		if (!procedure_fits(f->case_code, f->ways, x->case_code, x->way))
			continue;
		struct procedure_cost_line l = line_of(a, f, x);
		bool less = out.relief && (!*out.relief->fee || text_eq(out.relief->fee, f->name));
		l.due = less ? l.full * (100 - out.relief->percent) / 100 : l.full;
		out.full += l.full;
		out.due += l.due;
		ARENA_PUSH(a, &out, l);
	}
	return out;
}
