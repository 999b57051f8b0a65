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

static size_t fts_texts(
	struct arena *a, const struct db_words *w, size_t table, const char *out[WORD_TEXTS])
{
	out[0] = table ? arena_printf(a, "%s %s", w->title, w->text) : w->title;
	out[1] =
		table ? arena_printf(a, "%s %s", w->title_folded, w->text_folded) : w->title_folded;
	return 2;
}

/* folded : ("dat" AND "dai") */
static const char *fts_query(struct arena *a, enum db_words_in where, const char *words)
{
	bool folded = where == DB_WORDS_TITLE_FOLDED || where == DB_WORDS_ALL_FOLDED;
	struct texts list = text_split(a, words, ' ');
	return arena_printf(
		a, "%s : (\"%s\")", folded ? "folded" : "exact", text_join(a, &list, "\" AND \""));
}

const struct db_word_index sqlite_words = {
	.make = (const char *const[]){ FTS_TABLE("search_titles"), FTS_TABLE("search_words"),
		NULL },
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

/* --- PostgreSQL: tsvectors without positions --- */

enum { VECTOR_MAX = 4 << 20 };

/* 'thu' 'tuc': its own parser would see file names and numbers in what are words to us. */
static const char *vector(struct arena *a, const char *title, const char *text)
{
	struct buf b;
	struct texts list = text_split(a, arena_printf(a, "%s %s", title, text), ' ');
	buf_init(&b, a, VECTOR_MAX);
	for (size_t i = 0; i < list.n; i++)
		buf_printf(&b, "'%s' ", list.v[i]);
	return b.p;
}

static size_t vector_texts(
	struct arena *a, const struct db_words *w, size_t table, const char *out[WORD_TEXTS])
{
	(void)table;
	out[0] = vector(a, w->title, "");
	out[1] = vector(a, w->title_folded, "");
	out[2] = vector(a, w->title, w->text);
	out[3] = vector(a, w->title_folded, w->text_folded);
	return 4;
}

/* 'dat' & 'dai' */
static const char *vector_query(struct arena *a, enum db_words_in where, const char *words)
{
	(void)where;
	struct texts list = text_split(a, words, ' ');
	return arena_printf(a, "'%s'", text_join(a, &list, "' & '"));
}

#define GIN_FIND(column) \
	{ \
		"SELECT id FROM search_words WHERE " column " @@ CAST(? AS tsquery)" \
		" ORDER BY id DESC LIMIT ?" \
	}
#define GIN_INDEX(column) \
	"CREATE INDEX search_words_" column " ON search_words USING gin (" column ")"

const struct db_word_index pg_words = {
	.make = (const char *const[]){ "CREATE TABLE search_words (id BIGINT PRIMARY KEY,"
				       " title tsvector NOT NULL, title_folded tsvector NOT NULL,"
				       " whole tsvector NOT NULL, whole_folded tsvector NOT NULL)",
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
		size_t n = w ? x->texts(a, w, table, out) : 0;
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

enum rc db_words_find(struct db *d, struct arena *a, enum db_words_in where, const char *words,
	size_t max, struct db_ids *out, struct err *e)
{
	const struct db_word_index *x = d->engine->words;
	struct db_rows *r;
	*out = (struct db_ids){ 0 };
	if (text_blank(words))
		return RC_OK;
	const char *query = x->query(a, where, words);
	enum rc rc = db_query(d, a, &x->find[where], DB_ARGS(A(query), A((int64_t)max)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		int64_t id = db_int(r, 0);
		ARENA_PUSH(a, out, id);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}
