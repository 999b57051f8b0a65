/* search fill ADDRESS ARTICLES TEXT: puts so many articles, made of the syllables of the file TEXT
 * by Zipf's law, into search.
 * search ask ADDRESS TIMES: asks so often for words of their titles, as people type them, the
 * commonest among them; prints a line per kind: p50 and p99 in microseconds by the clock, and of
 * this thread's processor time, which others on the machine do not lengthen; of finding and cutting
 * out what is shown. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/search.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

enum { TITLE = 11, BODY = 240, BLOCK = 2000, SHOWN = 10, SNIPPET = 240 };

static unsigned long long seed = 42;

static double chance(void)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (double)(seed >> 11) / (double)(1ULL << 53);
}

static double now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* n^u, u even: near enough to Zipf's law. */
static size_t rank(size_t n)
{
	size_t k = (size_t)pow((double)n, chance()) - 1;
	return k < n ? k : n - 1;
}

static const char *sentence(struct arena *a, const struct texts *words, size_t n)
{
	struct buf b;
	buf_init(&b, a, 1 << 16);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%s%s", i ? " " : "", words->v[rank(words->n)]);
	}
	return b.p;
}

static enum rc put(
	struct db *d, struct arena *a, const struct texts *words, int64_t i, struct err *e)
{
	struct search_entry x = { .kind = "news",
		.id = i,
		.href = arena_printf(a, "/tin/%lld", (long long)i),
		.title = sentence(a, words, TITLE),
		.code = "",
		.text = sentence(a, words, BODY),
		.day = date_add_days((struct date){ 2016, 1, 1 }, (int)(i * 3650 / 100000)) };
	return search_put(d, a, &x, e);
}

static enum rc fill(struct db *d, const struct texts *words, int64_t n, struct err *e)
{
	enum rc rc = RC_OK;
	for (int64_t i = 1; !rc && i <= n;) {
		rc = db_begin(d, DB_WRITE, e);
		for (int k = 0; !rc && k < BLOCK && i <= n; k++, i++) {
			struct arena *a = arena_new();
			rc = put(d, a, words, i, e);
			arena_free(a);
		}
		if (!rc)
			rc = db_commit(d, e);
	}
	return rc;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Of a run, by the clock and of the processor. */
struct times {
	double *wall, *own;
	size_t n;
};

static struct times times_new(int n)
{
	struct times t = { malloc((size_t)n * sizeof(double)), malloc((size_t)n * sizeof(double)),
		0 };
	if (!t.wall || !t.own)
		die("malloc");
	return t;
}

static void times_add(struct times *t, double wall, double own)
{
	t->wall[t->n] = wall;
	t->own[t->n++] = own;
}

static void times_print(const char *name, struct times *t)
{
	qsort(t->wall, t->n, sizeof *t->wall, by_value);
	qsort(t->own, t->n, sizeof *t->own, by_value);
	size_t p50 = t->n / 2, p99 = t->n * 99 / 100;
	printf("%s|%.0f|%.0f|%.0f|%.0f\n", name, t->wall[p50], t->wall[p99], t->own[p50],
		t->own[p99]);
}

/* Words of some title; bare: without accents. */
static const char *typed(struct arena *a, struct db *d, size_t words, bool bare, struct err *e)
{
	static const struct db_sql q = {
		"SELECT title FROM search WHERE kind = 'news' AND id = ?"
	};
	struct db_rows *r;
	int64_t id = 1 + (int64_t)(chance() * 9999);
	if (db_query(d, a, &q, DB_ARGS(A(id)), &r, e) || db_next(r, e))
		return "";
	struct texts all = text_split(a, db_text(r, 0), ' ');
	size_t from = (size_t)(chance() * (double)(all.n - words));
	struct texts some = { all.v + from, words, 0 };
	const char *text = text_join(a, &some, " ");
	return bare ? text_fold(a, text) : text;
}

static enum rc ask_one(struct db *d, struct arena *a, const char *text, struct err *e)
{
	const struct search_query q = { text, NULL, 1, 0, SHOWN };
	struct search_hits hits;
	enum rc rc = search_find(d, a, &q, &hits, e);
	for (size_t i = 0; !rc && i < hits.n; i++) {
		(void)search_snippet(a, hits.v[i].title, text, 0);
		(void)search_snippet(a, hits.v[i].text, text, SNIPPET);
	}
	return rc;
}

static enum rc ask(struct db *d, int times, const char *common, struct err *e)
{
	static const struct {
		const char *name;
		size_t words;
		bool bare;
	} kinds[] = { { "the commonest word", 0, true }, { "1 word, bare", 1, true },
		{ "2 words, bare", 2, true }, { "2 words with accents", 2, false },
		{ "4 words, bare", 4, true }, { "a word that is nowhere", 0, false } };
	struct times one = times_new(times), all = times_new(6 * times);
	enum rc rc = RC_OK;
	for (size_t k = 0; !rc && k < sizeof kinds / sizeof *kinds; k++) {
		one.n = 0;
		for (int i = 0; !rc && i < times; i++) {
			struct arena *a = arena_new();
			const char *text = kinds[k].words
						   ? typed(a, d, kinds[k].words, kinds[k].bare, e)
					   : kinds[k].bare ? common
							   : "qwertyzz";
			double wall = now(CLOCK_MONOTONIC), own = now(CLOCK_THREAD_CPUTIME_ID);
			rc = db_begin(d, DB_READ, e);
			if (!rc)
				rc = ask_one(d, a, text, e);
			db_rollback(d);
			own = now(CLOCK_THREAD_CPUTIME_ID) - own;
			wall = now(CLOCK_MONOTONIC) - wall;
			times_add(&one, wall, own);
			times_add(&all, wall, own);
			arena_free(a);
		}
		times_print(kinds[k].name, &one);
	}
	times_print("all of these", &all);
	return rc;
}

/* The syllables of a text, the commonest first; then pairs of them glued, so that there are many.
 */
static struct texts syllables(struct arena *a, const char *text)
{
	struct texts all = text_split(a, text_squeeze(a, text_lower(a, text)), ' '), out = { 0 };
	for (size_t i = 0; i < all.n; i++) {
		bool known = false;
		for (size_t k = 0; k < out.n && !known; k++)
			known = text_eq(out.v[k], all.v[i]);
		if (!known)
			ARENA_PUSH(a, &out, all.v[i]);
	}
	for (size_t i = 0, n = out.n; i < n && out.n < 6000; i += 1)
		for (size_t k = 1; k < 12 && out.n < 6000; k++)
			ARENA_PUSH(a, &out, arena_printf(a, "%s%s", out.v[i], out.v[(i + k) % n]));
	return out;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct err e;
	struct db *d;
	char *text;
	size_t n;
	err_init(&e, a);
	if (argc < 5)
		return 2;
	enum rc rc = db_open(a, argv[2], DB_WRITE, &d, &e);
	if (!rc)
		rc = file_read(a, argv[4], 1 << 20, &text, &n, &e);
	if (!rc) {
		struct texts words = syllables(a, text);
		rc = strcmp(argv[1], "fill")
			     ? ask(d, (int)strtol(argv[3], NULL, 10), text_fold(a, words.v[0]), &e)
			     : fill(d, &words, strtoll(argv[3], NULL, 10), &e);
	}
	if (rc)
		fprintf(stderr, "%s\n", e.message);
	arena_free(a);
	return rc;
}
