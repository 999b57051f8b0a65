#include "lib/doc/compare.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"

/* Beyond so many changed words the texts are two different ones. */
enum { EDITS_MAX = 1000, CONTEXT_WORDS = 6, SHOWN_WORDS = 60 };

struct words {
	const char **v;
	size_t n;
};

static struct words split(struct arena *a, const char *s)
{
	struct texts list = text_split(a, text_squeeze(a, text_nfc(a, s, NULL)), ' ');
	return (struct words){ list.v, list.n };
}

/* A run of words that stands on one side only, or on each other's place. */
struct run {
	size_t before, before_n, after, after_n;
};

struct runs {
	struct run *v; /* last one first */
	size_t n, cap;
};

/* --- the shortest way from one to the other (Myers, "An O(ND) difference algorithm") ------------
 */

/* x on the diagonal k = x - y after d edits; a row for each d, from -d to d. */
struct trail {
	int *rows[EDITS_MAX + 1];
	int edits; /* -1: too many */
};

static int step(const int *last, int d, int k)
{
	if (k == -d || (k != d && last[k - 1] < last[k + 1]))
		return last[k + 1]; /* a word more in the second text */
	return last[k - 1] + 1; /* a word of the first left out */
}

static void search(struct arena *a, const struct words *p, const struct words *q, struct trail *t)
{
	const int n = (int)p->n, m = (int)q->n;
	const int start[3] = { 0, 0, 0 };
	const int *last = start + 1;
	for (int d = 0; d <= EDITS_MAX; d++) {
		int *row = ARENA_ARRAY(a, int, 2 * (size_t)d + 3);
		row += d + 1;
		t->rows[d] = row;
		for (int k = -d; k <= d; k += 2) {
			int x = d ? step(last, d, k) : 0;
			while (x < n && x - k < m && x - k >= 0 && !strcmp(p->v[x], q->v[x - k]))
				x++;
			row[k] = x;
			if (x >= n && x - k >= m) {
				t->edits = d;
				return;
			}
		}
		last = row;
	}
	t->edits = -1;
}

static void add_edit(struct arena *a, struct runs *out, size_t x, size_t y, bool added)
{
	struct run *r = out->n ? &out->v[out->n - 1] : NULL;
	if (!r || r->before != x + !added || r->after != y + added)
		ARENA_PUSH(a, out, ((struct run){ x + !added, 0, y + added, 0 }));
	r = &out->v[out->n - 1];
	r->before = x;
	r->after = y;
	r->before_n += !added;
	r->after_n += added;
}

/* From the end back to the beginning. */
static void follow(struct arena *a, const struct words *p, const struct words *q,
	const struct trail *t, struct runs *out)
{
	int x = (int)p->n, y = (int)q->n;
	for (int d = t->edits; d > 0; d--) {
		const int *last = t->rows[d - 1];
		int k = x - y;
		bool added = k == -d || (k != d && last[k - 1] < last[k + 1]);
		int from_x = added ? last[k + 1] : last[k - 1];
		int from_y = from_x - (added ? k + 1 : k - 1);
		add_edit(a, out, (size_t)from_x, (size_t)from_y, added);
		x = from_x;
		y = from_y;
	}
}

/* --- what a difference looks like --------------------------------------------------------------
 */

static bool is_number(const char *s)
{
	return *s && strspn(s, "0123456789") == strlen(s);
}

static const char *at(const struct words *w, size_t i)
{
	return i < w->n ? w->v[i] : "";
}

/* "/BC-UBND" became "24/BC-UBND", or "24" came before it. */
static bool fills_number(const struct words *p, const struct words *q, const struct run *r)
{
	const char *old = at(p, r->before), *new = at(q, r->after);
	size_t digits = strspn(new, "0123456789");
	if (r->after_n != 1 || r->before_n > 1 || !digits || *old != '/')
		return false;
	return !strcmp(new + digits, r->before_n ? old : "");
}

/* "ngày tháng 4" became "ngày 05 tháng 4"; "ngày của" in an annex became "ngày 05/4/2024 của". */
static bool fills_day(const struct words *p, const struct words *q, const struct run *r)
{
	const char *left = r->before ? p->v[r->before - 1] : "", *right = at(p, r->before);
	const char *new = at(q, r->after);
	if (r->after_n == 1 && !r->before_n && !strcmp(left, "ngày") && !strcmp(right, "của"))
		return strspn(new, "0123456789/") == strlen(new);
	return r->after_n == 1 && !r->before_n && is_number(new) && strlen(new) <= 2 &&
	       ((!strcmp(left, "ngày") && !strcmp(right, "tháng")) ||
		       (!strcmp(left, "tháng") && !strcmp(right, "năm")));
}

static const char *join(struct arena *a, const struct words *w, size_t from, size_t n)
{
	struct buf b;
	buf_init(&b, a, 1 << 20);
	for (size_t i = 0; i < n && i < SHOWN_WORDS; i++) {
		buf_puts(&b, i ? " " : "");
		buf_puts(&b, w->v[from + i]);
	}
	if (n > SHOWN_WORDS)
		buf_puts(&b, " …");
	return b.p;
}

static bool reads_like_seal(const char *s)
{
	static const char *const marks[] = { "Ký bởi", "Ký số bởi", "Người ký", "Được ký bởi",
		"Ngày ký", "Thời gian ký", "Digitally signed", "Signed by" };
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strstr(s, marks[i]))
			return true;
	return false;
}

static struct compare_difference describe(
	struct arena *a, const struct words *p, const struct words *q, const struct run *r)
{
	size_t known = r->before < CONTEXT_WORDS ? r->before : CONTEXT_WORDS;
	struct compare_difference d = {
		.before = join(a, p, r->before, r->before_n),
		.after = join(a, q, r->after, r->after_n),
		.context = join(a, p, r->before - known, known),
		.hint = COMPARE_WORDS,
	};
	if (fills_number(p, q, r))
		d.hint = COMPARE_NUMBER;
	else if (fills_day(p, q, r))
		d.hint = COMPARE_DAY;
	else if (!r->before_n && reads_like_seal(d.after))
		d.hint = COMPARE_SEAL;
	return d;
}

void compare_words(
	struct arena *a, const char *before, const char *after, size_t max, struct compare *out)
{
	struct words p = split(a, before), q = split(a, after);
	struct trail t = { .edits = -1 };
	struct runs runs = { 0 };
	*out = (struct compare){ 0 };
	search(a, &p, &q, &t);
	if (t.edits < 0) {
		struct run all = { 0, p.n, 0, q.n };
		ARENA_PUSH(a, &runs, all);
		out->more = true;
	} else {
		follow(a, &p, &q, &t, &runs);
	}
	for (size_t i = runs.n; i-- > 0 && out->n < max;)
		ARENA_PUSH(a, out, describe(a, &p, &q, &runs.v[i]));
	out->more = out->more || runs.n > out->n;
}
