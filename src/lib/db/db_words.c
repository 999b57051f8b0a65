/* Words for searching, as each engine keeps them. The folded ones need no accents taken off by the
 * engine, and the exact ones must not have any taken off. Titles have an index of their own: of a
 * word that is in most texts and few titles, those few are found without looking at the texts. */
#include <string.h>

#include "lib/base/text.h"
#include "lib/db/engine.h"

/* --- SQLite: FTS5 without a copy of the text; what is taken out must be named as it was put in ---
 */

/* detail=column: in which column a word stands, not where: the index is a third of its size. */
#define FTS_TABLE(name) \
	"CREATE VIRTUAL TABLE " name " USING fts5(exact, folded, content='', columnsize=0," \
	" detail=column, tokenize='unicode61 remove_diacritics 0')"
#define FTS_PUT(name) \
	{ \
		"INSERT INTO " name " (rowid, exact, folded) VALUES (?, ?, ?)" \
	}
#define FTS_CLEAR(name) \
	{ \
		"INSERT INTO " name " (" name ") VALUES ('delete-all')" \
	}
#define FTS_DROP(name) \
	{ \
		"INSERT INTO " name " (" name ", rowid, exact, folded)" \
		" VALUES ('delete', ?, ?, ?)" \
	}
#define FTS_FIND(name) \
	{ \
		"SELECT rowid FROM " name " WHERE " name " MATCH ? ORDER BY rowid DESC LIMIT ?" \
	}

static size_t fts_texts(struct arena *a, int64_t id, const struct db_words *w, size_t table,
	const char *out[WORD_TEXTS])
{
	(void)id;
	out[0] = table ? arena_printf(a, "%s %s", w->title, w->text) : w->title;
	out[1] =
		table ? arena_printf(a, "%s %s", w->title_folded, w->text_folded) : w->title_folded;
	return 2;
}

/* folded : ("dat" AND "dai") */
static const char *fts_query(
	struct arena *a, enum db_words_in where, const char *words, int64_t newest, int level)
{
	(void)newest;
	(void)level;
	bool folded = where == DB_WORDS_TITLE_FOLDED || where == DB_WORDS_ALL_FOLDED;
	struct texts list = text_split(a, words, ' ');
	return arena_printf(
		a, "%s : (\"%s\")", folded ? "folded" : "exact", text_join(a, &list, "\" AND \""));
}

const struct db_word_index sqlite_words = {
	.make = (const char *const[]){ "DROP TABLE IF EXISTS search_titles",
		"DROP TABLE IF EXISTS search_words", FTS_TABLE("search_titles"),
		FTS_TABLE("search_words"), NULL },
	.tables = 2,
	.put = { FTS_PUT("search_titles"), FTS_PUT("search_words") },
	.drop = { FTS_DROP("search_titles"), FTS_DROP("search_words") },
	.clear = { FTS_CLEAR("search_titles"), FTS_CLEAR("search_words") },
	.find = { [DB_WORDS_TITLE] = FTS_FIND("search_titles"),
		[DB_WORDS_TITLE_FOLDED] = FTS_FIND("search_titles"),
		[DB_WORDS_ALL] = FTS_FIND("search_words"),
		[DB_WORDS_ALL_FOLDED] = FTS_FIND("search_words") },
	.texts = fts_texts,
	.drops_by_texts = true,
	.query = fts_query,
};

/* --- PostgreSQL: tsvectors without positions ---
 *
 * GIN gives all rows that have a word, in no order: a common one would cost as much as there are
 * rows. So among a row's words are the slices of ids in which it is, smaller and larger ones
 * ("/0.26337", "/1.3292"), and the newest slices are looked through first. The vectors lie beside
 * the table (toast_tuple_target), since only ids are read; and the query is hidden from the
 * planner, which by its statistics would sometimes rather read all vectors. */

enum {
	VECTOR_MAX = 4 << 20,
	SLICE_BITS = 15, /* of an id within the smallest slice: a month of search's */
	WIDER_BITS = 3, /* the next level's are eight times as large */
	LEVELS = 2,
	NEAR = 500, /* rows, about, that are looked through first */
	WORTH = 6 /* slices left out, at least, for a look at two of them alone */
};

static int64_t slice(int64_t id, int level)
{
	return id >> (SLICE_BITS + WIDER_BITS * level);
}

/* 'thu' 'tuc': its own parser would see file names and numbers in what are words to us. */
static const char *vector(struct arena *a, int64_t id, const char *title, const char *text)
{
	struct buf b;
	struct texts list = text_split(a, arena_printf(a, "%s %s", title, text), ' ');
	buf_init(&b, a, VECTOR_MAX);
	for (size_t i = 0; i < list.n; i++)
		buf_printf(&b, "'%s' ", list.v[i]);
	for (int i = 0; i < LEVELS; i++)
		buf_printf(&b, "'/%d.%lld' ", i, (long long)slice(id, i));
	return b.p;
}

static size_t vector_texts(struct arena *a, int64_t id, const struct db_words *w, size_t table,
	const char *out[WORD_TEXTS])
{
	(void)table;
	out[0] = vector(a, id, w->title, "");
	out[1] = vector(a, id, w->title_folded, "");
	out[2] = vector(a, id, w->title, w->text);
	out[3] = vector(a, id, w->title_folded, w->text_folded);
	return 4;
}

/* 'dat' & 'dai' & ('/0.26337' | '/0.26336'): in the newest slice of the level, and the one before.
 */
static const char *vector_query(
	struct arena *a, enum db_words_in where, const char *words, int64_t newest, int level)
{
	(void)where;
	struct texts list = text_split(a, words, ' ');
	const char *all = arena_printf(a, "'%s'", text_join(a, &list, "' & '"));
	if (level == LEVELS)
		return all;
	long long n = slice(newest, level);
	return arena_printf(a, "%s & ('/%d.%lld' | '/%d.%lld')", all, level, n, level, n - 1);
}

#define GIN_FIND(column) \
	{ \
		"WITH found AS MATERIALIZED (SELECT id FROM search_words WHERE " column \
		" @@ (SELECT CAST(? AS tsquery))) SELECT id FROM found ORDER BY id DESC LIMIT ?" \
	}
/* What waits to be put in (kB) is read by each search: with the usual 4 MB one took 50 ms. */
#define GIN_INDEX(column) \
	"CREATE INDEX search_words_" column " ON search_words USING gin (" column \
	") WITH (gin_pending_list_limit = 64)"

const struct db_word_index pg_words = {
	.make = (const char *const[]){ "DROP TABLE IF EXISTS search_words",
		"CREATE TABLE search_words (id BIGINT PRIMARY KEY,"
		" title tsvector NOT NULL, title_folded tsvector NOT NULL,"
		" whole tsvector NOT NULL, whole_folded tsvector NOT NULL)"
		" WITH (toast_tuple_target = 128)",
		GIN_INDEX("title"), GIN_INDEX("title_folded"), GIN_INDEX("whole"),
		GIN_INDEX("whole_folded"), NULL },
	.tables = 1,
	.put = { { "INSERT INTO search_words (id, title, title_folded, whole, whole_folded)"
		   " VALUES (?, CAST(? AS tsvector), CAST(? AS tsvector), CAST(? AS tsvector),"
		   " CAST(? AS tsvector))" } },
	.drop = { { "DELETE FROM search_words WHERE id = ?" } },
	.clear = { { "DELETE FROM search_words" } },
	.find = { [DB_WORDS_TITLE] = GIN_FIND("title"),
		[DB_WORDS_TITLE_FOLDED] = GIN_FIND("title_folded"),
		[DB_WORDS_ALL] = GIN_FIND("whole"),
		[DB_WORDS_ALL_FOLDED] = GIN_FIND("whole_folded") },
	.span = { "SELECT (SELECT max(id) FROM search_words), (SELECT min(id) FROM search_words),"
		  " (SELECT id FROM search_words ORDER BY id DESC OFFSET ? LIMIT 1)" },
	.texts = vector_texts,
	.query = vector_query,
};

/* --- for both --- */

static enum rc change(struct db *d, const struct db_sql *q, int64_t id,
	const struct db_words *w /* NULL: by the id alone */, struct err *e)
{
	const struct db_word_index *x = d->engine->words;
	struct arena *a = arena_new();
	enum rc rc = RC_OK;
	for (size_t table = 0; !rc && table < x->tables; table++) {
		const char *out[WORD_TEXTS];
		size_t n = w ? x->texts(a, id, w, table, out) : 0;
		struct db_value v[WORD_TEXTS + 1] = { db_of_int(id) };
		for (size_t i = 0; i < n; i++)
			v[i + 1] = db_of_text(out[i]);
		rc = db_run(d, &q[table], (struct db_args){ v, n + 1 }, NULL, e);
	}
	arena_free(a);
	return rc;
}

enum rc db_words_put(struct db *d, int64_t id, const struct db_words *w, struct err *e)
{
	return change(d, d->engine->words->put, id, w, e);
}

enum rc db_words_drop(struct db *d, int64_t id, const struct db_words *w, struct err *e)
{
	const struct db_word_index *x = d->engine->words;
	return change(d, x->drop, id, x->drops_by_texts ? w : NULL, e);
}

enum rc db_words_clear(struct db *d, struct err *e)
{
	const struct db_word_index *x = d->engine->words;
	enum rc rc = RC_OK;
	for (size_t table = 0; !rc && table < x->tables; table++)
		rc = db_run(d, &x->clear[table], DB_NONE, NULL, e);
	return rc;
}

struct look {
	struct db *d;
	struct arena *a;
	enum db_words_in where;
	const char *words;
	size_t max;
};

static enum rc look_in(
	const struct look *k, int64_t newest, int level, struct db_ids *out, struct err *e)
{
	const struct db_word_index *x = k->d->engine->words;
	const char *query = x->query(k->a, k->where, k->words, newest, level);
	struct db_rows *r;
	*out = (struct db_ids){ 0 };
	enum rc rc = db_query(
		k->d, k->a, &x->find[k->where], DB_ARGS(A(query), A((int64_t)k->max)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		int64_t id = db_int(r, 0);
		ARENA_PUSH(k->a, out, id);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Of few rows all are near. */
static enum rc span_of(struct db *d, struct arena *a, struct db_words_span *span, struct err *e)
{
	const struct db_sql *q = &d->engine->words->span;
	struct db_rows *r;
	if (span->known)
		return RC_OK;
	*span = (struct db_words_span){ .known = true };
	if (!q->text)
		return RC_OK;
	enum rc rc = db_query(d, a, q, DB_ARGS(A((int64_t)NEAR)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc && !db_is_null(r, 2)) {
		span->newest = db_int(r, 0);
		span->oldest = db_int(r, 1);
		span->near = db_int(r, 2);
	}
	return rc;
}

enum rc db_words_find(struct db *d, struct arena *a, struct db_words_span *span,
	enum db_words_in where, const char *words, size_t max, struct db_ids *out, struct err *e)
{
	const struct look k = { d, a, where, words, max };
	*out = (struct db_ids){ 0 };
	if (text_blank(words))
		return RC_OK;
	enum rc rc = span_of(d, a, span, e);
	if (rc)
		return rc;
	for (int level = 0; level < LEVELS; level++) {
		int64_t from = slice(span->newest, level) - 1;
		if (slice(span->near, level) < from)
			continue;
		if (from - slice(span->oldest, level) < WORTH)
			break;
		rc = look_in(&k, span->newest, level, out, e);
		if (rc || out->n == max)
			return rc;
	}
	return look_in(&k, span->newest, LEVELS, out, e);
}
