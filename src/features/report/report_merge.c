/* Two people wrote at one report: their sections are put together. */
#include <string.h>

#include "core/token.h"
#include "features/report/report_text.h"
#include "lib/base/text.h"

/* How alike two sections are: untouched by the other, of one title, or just in one place. */
enum { UNLIKE, PLACE, TITLE = 4, EQUAL = 1000 };

const char *report_section_hash(struct arena *a, const struct report_section *s)
{
	return token_hash(a, arena_printf(a, "%d\n%s\n%s", s->level, text_squeeze(a, s->title),
				     text_trim(a, s->text)));
}

const char *report_section_name(struct arena *a, const struct report_section *s)
{
	return s->level ? arena_printf(a, "Mục “%s”", s->title) : "Phần mở đầu";
}

struct merging {
	struct arena *a;
	const struct report_sections *mine, *theirs;
	const char **hashes; /* of theirs */
	int *best; /* (mine.n + 1) x (theirs.n + 1): of what stands at and behind both places */
	struct report_merge out;
};

static bool is_based(const struct report_section *s)
{
	return s->base && *s->base;
}

static int likeness(const struct merging *m, size_t i, size_t k)
{
	const struct report_section *x = &m->mine->v[i], *y = &m->theirs->v[k];
	if (!i || !k) /* what stands before the first heading */
		return i == k ? EQUAL : UNLIKE;
	if (is_based(x) && text_eq(x->base, m->hashes[k]))
		return EQUAL;
	if (*x->title && text_eq(x->title, y->title))
		return TITLE;
	return is_based(x) ? PLACE : UNLIKE;
}

static int *cell(const struct merging *m, size_t i, size_t k)
{
	return &m->best[i * (m->theirs->n + 1) + k];
}

static int paired(const struct merging *m, size_t i, size_t k)
{
	int like = likeness(m, i, k);
	return like ? like + *cell(m, i + 1, k + 1) : -1;
}

static int max(int x, int y)
{
	return x > y ? x : y;
}

static void align(struct merging *m)
{
	m->best = ARENA_ARRAY(m->a, int, (m->mine->n + 1) * (m->theirs->n + 1));
	for (size_t i = m->mine->n; i-- > 0;)
		for (size_t k = m->theirs->n; k-- > 0;)
			*cell(m, i, k) =
				max(paired(m, i, k), max(*cell(m, i + 1, k), *cell(m, i, k + 1)));
}

static void keep(struct merging *m, struct report_section s)
{
	ARENA_PUSH(m->a, &m->out.sections, s);
}

static void name(struct merging *m, struct texts *list, const struct report_section *s)
{
	const char *said = report_section_name(m->a, s);
	ARENA_PUSH(m->a, list, said);
}

static void both(struct merging *m, struct report_section s, const char *theirs)
{
	s.theirs = theirs;
	name(m, &m->out.both, &s);
	keep(m, s);
}

static void put_pair(struct merging *m, size_t i, size_t k)
{
	struct report_section mine = m->mine->v[i], theirs = m->theirs->v[k];
	const char *hash = report_section_hash(m->a, &mine), *base = mine.base;
	theirs.base = mine.base = m->hashes[k];
	if (text_eq(base, m->hashes[k]) || text_eq(hash, m->hashes[k])) {
		keep(m, mine);
	} else if (text_eq(base, hash)) {
		name(m, &m->out.taken, &theirs);
		keep(m, theirs);
	} else if (text_eq(mine.title, theirs.title)) {
		both(m, mine, theirs.text);
	} else {
		both(m, mine, arena_printf(m->a, "%s\n\n%s", theirs.title, theirs.text));
	}
}

/* One that they do not have: new, or dropped by them. */
static void put_mine(struct merging *m, struct report_section s)
{
	bool based = is_based(&s), touched = !text_eq(s.base, report_section_hash(m->a, &s));
	s.base = "";
	if (!based)
		keep(m, s);
	else if (touched)
		both(m, s, "(Người khác đã bỏ mục này.)");
	else
		name(m, &m->out.taken, &s);
}

static void put_theirs(struct merging *m, size_t k)
{
	struct report_section s = m->theirs->v[k];
	s.base = m->hashes[k];
	name(m, &m->out.taken, &s);
	keep(m, s);
}

struct report_merge report_merge(
	struct arena *a, const struct report_sections *mine, const struct report_sections *theirs)
{
	struct merging m = { .a = a, .mine = mine, .theirs = theirs };
	m.hashes = ARENA_ARRAY(a, const char *, theirs->n);
	for (size_t k = 0; k < theirs->n; k++)
		m.hashes[k] = report_section_hash(a, &theirs->v[k]);
	align(&m);
	size_t i = 0, k = 0;
	while (i < mine->n || k < theirs->n) {
		bool here = i < mine->n && k < theirs->n;
		if (here && paired(&m, i, k) == *cell(&m, i, k))
			put_pair(&m, i++, k++);
		else if (k < theirs->n && *cell(&m, i, k + 1) == *cell(&m, i, k))
			put_theirs(&m, k++);
		else
			put_mine(&m, mine->v[i++]);
	}
	return m.out;
}
