/* Between db.c and the two engines; nothing outside lib/db includes this. */
#ifndef LIB_DB_ENGINE_H
#define LIB_DB_ENGINE_H

#include "lib/db/db.h"

enum {
	DB_WAIT_MS = 5000, /* how long a writer waits for another before RC_BUSY */
	DB_CACHE = 48 /* prepared statements kept by a connection */
};

struct db_row {
	struct db_row *next;
	struct db_value v[];
};

/* The whole result, in the query's arena. Fetched at once: nothing stays locked while it is read,
 * and both engines behave alike when rows are changed during the reading. */
struct db_rows {
	struct arena *a;
	int columns;
	struct db_row *first, *last, *now;
	bool started;
};

/* What an engine's own struct begins with. */
struct db {
	const struct db_engine *engine;
	struct arena *a;
	struct arena *one; /* for answers of one value */
	enum db_mode mode;
	const char *name; /* for messages: the file, or database and schema; never a password */
	const char *key_path; /* NULL: there is no key */
	bool makes_key; /* where the file is not there yet */
	bool closed;
	bool in_tx, tx_reads, tx_failed;
};

/* How an engine keeps and finds words (db_words.c): in one or two tables. */
enum { WORD_TABLES = 2, WORD_TEXTS = 4 };
struct db_word_index {
	const char *const *make; /* {{words}} as statements up to NULL */
	size_t tables;
	struct db_sql put[WORD_TABLES], drop[WORD_TABLES], clear[WORD_TABLES];
	struct db_sql find[DB_WORDS_ALL_FOLDED + 1];
	/* The largest and the smallest id, and that of the row so many behind the largest; no text
	 * where the engine itself ends early when it has found enough. */
	struct db_sql span;
	/* The arguments of put and drop behind the id. */
	size_t (*texts)(struct arena *a, int64_t id, const struct db_words *w, size_t table,
		const char *out[WORD_TEXTS]);
	bool drops_by_texts; /* drop takes them besides the id */
	/* level: how far from the newest id to look, growing; an engine may look through all. */
	const char *(*query)(struct arena *a, enum db_words_in where, const char *words,
		int64_t newest, int level);
};
extern const struct db_word_index sqlite_words, pg_words;

struct db_engine {
	const char *name;
	const struct db_word_index *words;
	/* One statement, to its end. rows and changed may be NULL. */
	enum rc (*exec)(struct db *d, const struct db_sql *q, struct db_args args,
		struct db_rows *rows, int64_t *changed, struct err *e);
	enum rc (*begin)(struct db *d, bool reads, struct err *e);
	/* Leaves no transaction open, whatever it returns. */
	enum rc (*commit)(struct db *d, struct err *e);
	void (*rollback)(struct db *d);
	void (*forget)(struct db *d); /* drops all prepared statements */
	void (*close)(struct db *d);
	bool (*lost)(const struct db *d);
	enum rc (*blob_put)(struct db *d, const char *name, struct bytes content, struct err *e);
	enum rc (*blob_get)(
		struct db *d, struct arena *a, const char *name, struct bytes *out, struct err *e);
	struct db_sql has_table; /* 0 or 1, for the name given */
	const char *id, *table; /* {{id}}, {{table}} */
	/* {{append_only NAME}} as statements up to NULL, the name in place of each '@'. */
	const char *const *append_only;
	/* Looks for damage, one row of text each; up to NULL. The row "ok" is none. */
	const struct db_sql *const *damage;
	/* Pairs of words to replace in schema steps, up to NULL. */
	const char *const *types;
};

enum rc sqlite_open(struct arena *a, const char *address, enum db_mode mode, struct db **out,
	struct err *e) CHECKED;
enum rc pg_open(struct arena *a, const char *address, enum db_mode mode, struct db **out,
	struct err *e) CHECKED;

bool db_is_postgresql(const char *address);
/* The query of a PostgreSQL address with its '?', or the empty end. */
const char *pg_query(const char *address);
bool pg_is_code(const char *s, size_t n);
/* For an address with commune=*. */
enum rc pg_names(struct arena *a, const char *address, struct texts *out, struct err *e) CHECKED;
/* blob_file.c, blob_table.c: the two ways to keep contents. */
enum rc blob_file_put(struct db *d, const char *name, struct bytes content, struct err *e) CHECKED;
enum rc blob_file_get(
	struct db *d, struct arena *a, const char *name, struct bytes *out, struct err *e) CHECKED;
enum rc blob_table_put(struct db *d, const char *name, struct bytes content, struct err *e) CHECKED;
enum rc blob_table_get(
	struct db *d, struct arena *a, const char *name, struct bytes *out, struct err *e) CHECKED;

/* A fresh row at the end of the result, all NULL. */
struct db_row *db_row_add(struct db_rows *r);
/* Behind the quoted text or comment that begins at p; p itself where none does. */
const char *sql_skip(const char *p);

#endif
