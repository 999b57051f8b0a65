/* The words that came back against those approved: what signing brings is told from the rest. */
#include "features/dispatch/signed.h"
#include "lib/base/text.h"
#include "lib/doc/compare.h"

enum { DIFFERENCES_MAX = 200 };

/* A place for the number and the day is only filled in where they were not known yet. */
static enum words_kind kind_of(const struct compare_difference *d, const struct words_known *known)
{
	if (d->hint == COMPARE_NUMBER && !known->number)
		return WORDS_NUMBER;
	if (d->hint == COMPARE_DAY && !date_valid(known->day))
		return WORDS_DAY;
	return d->hint == COMPARE_SEAL ? WORDS_SIGNATURE : WORDS_OTHER;
}

/* Columns are read in another order by other programs: what only moved is no difference. */
static void drop_moved(struct words_changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->n; k++)
			if (*c->v[i].approved && text_eq(c->v[i].approved, c->v[k].came)) {
				c->v[i].approved = "";
				c->v[k].came = "";
			}
	size_t kept = 0;
	for (size_t i = 0; i < c->n; i++)
		if (*c->v[i].approved || *c->v[i].came)
			c->v[kept++] = c->v[i];
	c->n = kept;
}

void words_compare(struct arena *a, const char *approved, const char *came,
	const struct words_known *known, struct words_changes *out)
{
	struct compare found = { 0 };
	compare_words(a, approved, came, DIFFERENCES_MAX, &found);
	*out = (struct words_changes){ .too_many = found.more };
	for (size_t i = 0; i < found.n; i++) {
		const struct compare_difference *d = &found.v[i];
		struct words_change c = { kind_of(d, known), d->context, d->before, d->after };
		ARENA_PUSH(a, out, c);
	}
	drop_moved(out);
}

bool words_sound(const struct words_changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].kind == WORDS_OTHER)
			return false;
	return !c->too_many;
}
