/* Two texts word by word (E. W. Myers, An O(ND) Difference Algorithm, 1986). */
#include <string.h>

#include "features/dispatch/signed.h"
#include "lib/base/text.h"

enum { DIFFERENCES_MAX = 1000, CONTEXT = 6 };

static struct texts words_of(struct arena *a, const char *text)
{
	char *plain = arena_strdup(a, text_squeeze(a, text));
	return text_split(a, plain, ' ');
}

/* The furthest points of all rounds, to walk back along. */
struct path {
	int *v[DIFFERENCES_MAX + 1]; /* of round d: diagonals -d..d */
};

static int reach(const struct path *p, int d, int k)
{
	const int *last = p->v[d - 1] + (d - 1);
	bool down = k == -d || (k != d && last[k - 1] < last[k + 1]);
	return down ? last[k + 1] : last[k - 1] + 1;
}

/* The number of differences; -1: more than can be told one by one. */
static int search(struct arena *a, const struct texts *x, const struct texts *y, struct path *p)
{
	int n = (int)x->n, m = (int)y->n;
	for (int d = 0; d <= DIFFERENCES_MAX; d++) {
		p->v[d] = ARENA_ARRAY(a, int, 2 * (size_t)d + 1);
		for (int k = -d; k <= d; k += 2) {
			int i = d ? reach(p, d, k) : 0;
			/* Diagonals beyond the texts are kept within, so that indexes hold. */
			while (i < n && i - k < m && i - k >= 0 && text_eq(x->v[i], y->v[i - k]))
				i++;
			p->v[d][d + k] = i;
			if (i >= n && i - k >= m)
				return d;
		}
	}
	return -1;
}

/* Marks the words of each side that the other has not. */
static void mark(const struct path *p, int d, int n, int m, bool *gone, bool *came)
{
	int i = n, j = m;
	for (; d > 0; d--) {
		int k = i - j;
		const int *last = p->v[d - 1] + (d - 1);
		bool down = k == -d || (k != d && last[k - 1] < last[k + 1]);
		int before_k = down ? k + 1 : k - 1;
		int before_i = last[before_k], before_j = before_i - before_k;
		while (i > before_i && j > before_j) {
			i--;
			j--;
		}
		if (down) {
			j = before_j;
			if (j < m && j >= 0)
				came[j] = true;
		} else {
			i = before_i;
			if (i < n && i >= 0)
				gone[i] = true;
		}
	}
}

static const char *join(struct arena *a, const struct texts *t, size_t from, size_t to)
{
	struct texts part = { t->v + from, to - from, to - from };
	return to > from ? text_join(a, &part, " ") : "";
}

/* Neighbouring words as one difference. */
static void collect(struct arena *a, const struct texts *x, const struct texts *y, const bool *gone,
	const bool *came, struct words_changes *out)
{
	size_t i = 0, j = 0;
	while (i < x->n || j < y->n) {
		if (i < x->n && !gone[i] && j < y->n && !came[j]) {
			i++;
			j++;
			continue;
		}
		size_t from_i = i, from_j = j;
		while (i < x->n && gone[i])
			i++;
		while (j < y->n && came[j])
			j++;
		size_t context = from_i > CONTEXT ? from_i - CONTEXT : 0;
		struct words_change c = { WORDS_OTHER, join(a, x, context, from_i),
			join(a, x, from_i, i), join(a, y, from_j, j) };
		ARENA_PUSH(a, out, c);
		if (i == from_i && j == from_j)
			break; /* cannot be */
	}
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

/* --- what signing brings --- */

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && text_eq(s + n - m, end);
}

/* "Số: /BC-UBND" became "Số: 05/BC-UBND", at that place and only where the number was not known. */
static bool is_number(struct arena *a, const struct words_change *c, const struct words_known *w)
{
	const char *tail = arena_printf(a, "/%s", w->notation);
	if (w->number || !ends_with(c->before, "Số:"))
		return false;
	if (*c->approved && !text_eq(c->approved, tail))
		return false;
	size_t digits = strspn(c->came, "0123456789");
	const char *rest = c->came + digits;
	return digits && (text_eq(rest, tail) || (!*c->approved && !*rest));
}

/* "ngày tháng 4" became "ngày 05 tháng 4", where the day was not known. */
static bool is_day(const struct words_change *c, const struct words_known *w)
{
	enum { DIGITS_MAX = 2 };
	size_t digits = strspn(c->came, "0123456789");
	return !date_valid(w->day) && !*c->approved && digits && digits <= DIGITS_MAX &&
	       !c->came[digits] && (ends_with(c->before, "ngày") || ends_with(c->before, "tháng"));
}

/* What a signature shows (Nghị định 30/2020/NĐ-CP, Annex I): who and when; added, nothing taken. */
static bool is_signature(const struct words_change *c)
{
	static const char *const marks[] = { "Ký bởi", "Người ký", "Ký số bởi", "Được ký bởi",
		"Digitally signed by", "Cơ quan:", "Thời gian ký", "Ngày ký", "Email:", NULL };
	if (*c->approved)
		return false;
	for (size_t i = 0; marks[i]; i++)
		if (text_has_prefix(c->came, marks[i]))
			return true;
	return false;
}

void words_compare(struct arena *a, const char *approved, const char *came,
	const struct words_known *known, struct words_changes *out)
{
	struct texts x = words_of(a, approved), y = words_of(a, came);
	struct path *p = ARENA_NEW(a, struct path);
	bool *gone = ARENA_ARRAY(a, bool, x.n + 1), *new = ARENA_ARRAY(a, bool, y.n + 1);
	int d = search(a, &x, &y, p);
	*out = (struct words_changes){ .too_many = d < 0 };
	if (d < 0)
		return;
	mark(p, d, (int)x.n, (int)y.n, gone, new);
	collect(a, &x, &y, gone, new, out);
	drop_moved(out);
	for (size_t i = 0; i < out->n; i++) {
		struct words_change *c = &out->v[i];
		c->kind = is_number(a, c, known) ? WORDS_NUMBER
			  : is_day(c, known)     ? WORDS_DAY
			  : is_signature(c)      ? WORDS_SIGNATURE
						 : WORDS_OTHER;
	}
}

bool words_sound(const struct words_changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].kind == WORDS_OTHER)
			return false;
	return !c->too_many;
}
