/* A cell of quantities: what is understood prints as what is understood the same way again, and
 * joining never overflows. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "core/quantity.h"
#include "lib/base/text.h"

static void same(const struct quantity *x, const struct quantity *y)
{
	must(x->counted == y->counted && text_eq(x->unit, y->unit));
	must(x->qualifier == y->qualifier && x->value == y->value);
	must(x->has_max == y->has_max && x->max == y->max);
	must(x->has_of == y->has_of && x->of == y->of);
}

static void print_and_read(struct arena *a, const struct quantity *q, enum quantity_style style)
{
	struct quantities again;
	struct err e;
	err_init(&e, a);
	must(quantities_parse(a, quantity_print(a, q, style), &again, &e) == RC_OK);
	must(again.n == 1);
	same(q, &again.v[0]);
}

/* Doubles until the ceiling refuses: the sum must then be as it was, and still be printable. */
static void join(struct arena *a, const struct quantity *q, enum measure_join how)
{
	struct quantity sum = *q, other = *q;
	for (int i = 0; i < 70; i++) {
		struct quantity before = sum;
		if (!quantity_join(&sum, &other, how)) {
			same(&before, &sum);
			break;
		}
		must(sum.value >= 0 && (!sum.has_max || sum.max > sum.value));
		must(!sum.has_of || sum.of > 0);
		quantity_print(a, &sum, QUANTITY_OFFICIAL);
		other = sum;
	}
	quantity_reaches(&sum, q);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *cell =
		arena_strndup(a, (const char *)data, text_check((const char *)data, size));
	struct quantities list = { 0 };
	struct err e;
	err_init(&e, a);
	if (quantities_parse(a, cell, &list, &e))
		must(e.message && *e.message && !list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct quantity *q = &list.v[i];
		print_and_read(a, q, QUANTITY_PLAIN);
		print_and_read(a, q, QUANTITY_OFFICIAL);
		if (q->counted)
			for (int how = MEASURE_ADD; how <= MEASURE_RATE; how++)
				join(a, q, (enum measure_join)how);
	}
	arena_free(a);
	return 0;
}
