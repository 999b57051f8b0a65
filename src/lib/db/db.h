/* The only door to the data: SQLite (one file per commune) or PostgreSQL (one schema per commune),
 * the same SQL text for both. Nothing above lib/db calls sqlite3_* or PQ*.
 *
 * Statements are `static const struct db_sql` at the head of a store file; values go in as typed
 * arguments only. `?` stands for a value in both engines. */
#ifndef LIB_DB_DB_H
#define LIB_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"

struct db;
struct db_rows;

struct db_sql {
	const char *text;
};

enum db_kind { DB_NULL, DB_INT, DB_TEXT };

struct db_value {
	enum db_kind kind;
	int64_t i;
	const char *t; /* NULL is the SQL NULL */
};

static inline struct db_value db_of_int(int64_t i)
{
	return (struct db_value){ DB_INT, i, NULL };
}
static inline struct db_value db_of_text(const char *t)
{
	return (struct db_value){ t ? DB_TEXT : DB_NULL, 0, t };
}

/* A(x): the value of x by its type; a wrong type does not compile. */
#define A(x) \
	_Generic((x), int64_t : db_of_int, int : db_of_int, long long : db_of_int, \
		bool : db_of_int, const char * : db_of_text, char * : db_of_text)(x)
/* The arguments of a statement: DB_ARGS(A(id), A(title)), or DB_NONE. */
struct db_args {
	const struct db_value *v;
	size_t n;
};
#define DB_ARGS(...) \
	((struct db_args){ (const struct db_value[]){ __VA_ARGS__ }, \
		sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value) })
#define DB_NONE ((struct db_args){ NULL, 0 })

enum db_mode {
	DB_READ, /* must exist; RC_NOTFOUND otherwise */
	DB_WRITE, /* must exist */
	DB_CREATE /* made where there is none */
};

/* address: a file's path, or
 * postgresql://[user[:password]@][host][:port]/database?commune=CODE[&key_file=PATH][&...] (the
 * schema commune_CODE; CODE is [a-z0-9_-]{1,32}). Closed when the arena ends, or by db_close. A
 * file that is not a Loa database is refused unchanged. */
enum rc db_open(struct arena *a, const char *address, enum db_mode mode, struct db **out,
	struct err *e) CHECKED;
void db_close(struct db *d);
/* The connection is gone: nothing but db_close helps. A transaction that has not begun yet gets
 * another one by itself. */
bool db_lost(const struct db *d);

/* Many communes behind one address: a folder, each file NAME.db a commune; or
 * postgresql://...?commune=*, each schema commune_NAME of Loa's. */
enum { DB_NAME_MAX = 100 };
bool db_is_many(const char *address);
/* Their names by bytes. Files may have names that db_is_name refuses. */
enum rc db_names(struct arena *a, const char *address, struct texts *out, struct err *e) CHECKED;
/* a-z, 0-9, '_', '-'; in a folder also '.', not at the beginning. */
bool db_is_name(const char *address, const char *name);
/* The address of one of them, there or not; NULL where it can be no name. */
const char *db_named(struct arena *a, const char *address, const char *name);
/* Which file an address means now: another one after it was replaced. Always the same for
 * PostgreSQL. False: there is none. */
struct db_stamp {
	unsigned long long device, file;
};
bool db_stamp(const char *address, struct db_stamp *out);

/* "sqlite" or "postgresql". */
const char *db_engine(const struct db *d);

/* A statement without rows. *changed (may be NULL): how many rows it touched. Uniqueness and
 * foreign keys give RC_CONFLICT, a locked database RC_BUSY. */
enum rc db_run(struct db *d, const struct db_sql *q, struct db_args args, int64_t *changed,
	struct err *e) CHECKED;
/* For INSERT ... RETURNING id and other statements of exactly one integer. RC_NOTFOUND: no row, or
 * NULL; sets no error. */
enum rc db_one_int(struct db *d, const struct db_sql *q, struct db_args args, int64_t *out,
	struct err *e) CHECKED;
/* Rows live in a and are read forward once: while ((rc = db_next(rows, e)) == RC_OK) ...; the end
 * is RC_NOTFOUND and sets no error. db_query has fetched them all: nothing is locked meanwhile, and
 * tables may be changed. */
enum rc db_query(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	struct db_rows **out, struct err *e) CHECKED;
enum rc db_next(struct db_rows *r, struct err *e) CHECKED;
/* Of the current row, columns from 0. Text is copied to the query's arena; NULL where SQL has NULL.
 */
int64_t db_int(struct db_rows *r, int column);
const char *db_text(struct db_rows *r, int column);
bool db_is_null(struct db_rows *r, int column);
/* Ends a query early; otherwise the end of rows or of the arena does it. */
void db_rows_close(struct db_rows *r);

/* One transaction at a time; DB_READ for reports over several queries (one snapshot). Writers of
 * one commune take turns: RC_BUSY after 5 seconds. A statement that fails (RC_NOTFOUND does not)
 * leaves nothing but db_rollback; db_commit has rolled back where it fails. */
enum rc db_begin(struct db *d, enum db_mode mode, struct err *e) CHECKED;
enum rc db_commit(struct db *d, struct err *e) CHECKED;
void db_rollback(struct db *d);

/* Large contents beside the rows: photos, signed documents. SQLite keeps them as files in the
 * folder FILE.files, synced before db_blob_put returns; PostgreSQL in the table blob of the schema,
 * within the transaction. name: 64 hex digits, the content's hash, so that writing one again
 * changes nothing, and one that no row names (the transaction was rolled back) does no harm. */
enum rc db_blob_put(struct db *d, const char *name, struct bytes content, struct err *e) CHECKED;
/* RC_NOTFOUND, with a message, where there is none. */
enum rc db_blob_get(
	struct db *d, struct arena *a, const char *name, struct bytes *out, struct err *e) CHECKED;

/* A key that is never in the database: SQLite's is the file FILE.key, made when `make` first asks
 * for it, readable by the owner alone; PostgreSQL's the file that the address names
 * (&key_file=PATH). RC_NOTFOUND, without a message: there is none. */
enum { DB_KEY = 32 };
enum rc db_key(struct db *d, bool make, unsigned char out[static DB_KEY], struct err *e) CHECKED;

/* --- words for searching ---
 *
 * "{{words}};" in a schema step makes search_words: per row the words of a title and of a text,
 * exact and folded, in the engine's own index (FTS5, GIN). Words are parted by one blank and hold
 * letters and digits only: what a word is, the caller says, so that both engines agree. */
struct db_words {
	const char *title, *text, *title_folded, *text_folded;
};
enum rc db_words_put(struct db *d, int64_t id, const struct db_words *w, struct err *e) CHECKED;
/* w: exactly as they were put. */
enum rc db_words_drop(struct db *d, int64_t id, const struct db_words *w, struct err *e) CHECKED;
enum rc db_words_clear(struct db *d, struct err *e) CHECKED;
enum db_words_in {
	DB_WORDS_TITLE,
	DB_WORDS_TITLE_FOLDED,
	DB_WORDS_ALL, /* title and text together */
	DB_WORDS_ALL_FOLDED
};
struct db_ids {
	int64_t *v;
	size_t n, cap;
};
/* How the ids lie, which an engine may ask for once: {0} in the beginning, good for the transaction
 * that it was filled in. */
struct db_words_span {
	bool known;
	int64_t newest, near, oldest; /* near: of the row some hundreds behind the newest */
};
/* The largest ids, at most max, of the rows that have all the words there; the largest first. */
enum rc db_words_find(struct db *d, struct arena *a, struct db_words_span *span,
	enum db_words_in where, const char *words, size_t max, struct db_ids *out,
	struct err *e) CHECKED;

/* In schema steps the types are INTEGER (64 bits), TEXT (compared by bytes), REAL and BLOB;
 * elsewhere write CAST(x AS BIGINT), since INTEGER has 32 bits in PostgreSQL's own terms. A
 * statement ends with
 * ';' at a line's end, so there are no triggers, but for those of the statement
 * "{{append_only NAME}};": that table's rows are never changed nor removed again (RC_DENIED).
 *
 * A feature's schema: numbered steps, applied once each in order, recorded in schema_step with a
 * checksum. The text is a .sql file whose steps begin with a line "-- step N: why". Tokens: {{id}}
 * is a 64-bit identity primary key, {{table}} ends a CREATE TABLE (STRICT on SQLite). Steps are
 * append-only: a changed checksum is RC_FAIL, a step newer than this program knows too. */
struct db_schema {
	const char *feature;
	const char *text;
};
/* What the engine itself finds broken: pages, indexes, references to rows that are not there. A
 * line each, as the engine says it; none where all is well. */
enum rc db_damage(struct db *d, struct arena *a, struct texts *out, struct err *e) CHECKED;

/* All or nothing, in one transaction; only reads where nothing is missing. */
enum rc db_migrate(struct db *d, const struct db_schema *list, size_t n, struct err *e) CHECKED;

#endif
