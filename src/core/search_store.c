/* The table of search: rows, and their words in the engine's index. */
#include <string.h>

#include "core/search_int.h"
#include "lib/base/text.h"

enum { DAY_PLACES = 1024 }; /* rows of a day that find a place at once */

static const struct db_sql get = { "SELECT seq, title, code, text FROM search"
				   " WHERE kind = ? AND id = ?" };
static const struct db_sql add = {
	"INSERT INTO search (seq, kind, id, href, title, code, code_key, text, day, public_from,"
	" public_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
};
static const struct db_sql drop = { "DELETE FROM search WHERE seq = ?" };
static const struct db_sql last_of_day = {
	"SELECT max(seq) FROM search WHERE seq >= ? AND seq < ?"
};
static const struct db_sql next_gap = {
	"SELECT min(s.seq) + 1 FROM search s WHERE s.seq >= ?"
	" AND NOT EXISTS (SELECT 1 FROM search t WHERE t.seq = s.seq + 1)"
};

/* The code's words belong to the title's: a query may hold it beside others. */
static struct db_words words_of(
	struct arena *a, const char *title, const char *code, const char *text)
{
	const char *head = arena_printf(a, "%s %s", code, title);
	return (struct db_words){ search_words(a, head, false), search_words(a, text, false),
		search_words(a, head, true), search_words(a, text, true) };
}

static int64_t day_number(struct date d)
{
	enum { DAYS_OF_MONTH = 32, MONTHS = 13 };
	return ((int64_t)d.year * MONTHS + d.month) * DAYS_OF_MONTH + d.day;
}

/* A free place in the order of days: behind those of the same day. */
static enum rc place(struct db *d, struct date day, int64_t *out, struct err *e)
{
	int64_t from = day_number(day) * DAY_PLACES, last = 0;
	enum rc rc = db_one_int(d, &last_of_day, DB_ARGS(A(from), A(from + DAY_PLACES)), &last, e);
	if (rc == RC_NOTFOUND) {
		*out = from;
		return RC_OK;
	}
	*out = last + 1;
	if (rc || *out < from + DAY_PLACES)
		return rc;
	return db_one_int(d, &next_gap, DB_ARGS(A(from)), out, e);
}

static enum rc drop_from(struct db *d, struct arena *a, const char *kind, int64_t id, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(kind), A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	struct db_words w = words_of(a, db_text(r, 1), db_text(r, 2), db_text(r, 3));
	int64_t seq = db_int(r, 0);
	rc = db_words_drop(d, seq, &w, e);
	return rc ? rc : db_run(d, &drop, DB_ARGS(A(seq)), NULL, e);
}

enum rc search_drop(struct db *d, const char *kind, int64_t id, struct err *e)
{
	struct arena *a = arena_new();
	enum rc rc = drop_from(d, a, kind, id, e);
	arena_free(a);
	return rc;
}

enum rc search_put(struct db *d, struct arena *a, const struct search_entry *x, struct err *e)
{
	int64_t seq = 0;
	enum rc rc = search_drop(d, x->kind, x->id, e);
	if (!rc)
		rc = place(d, x->day, &seq, e);
	if (rc)
		return rc;
	struct db_words w = words_of(a, x->title, x->code, x->text);
	rc = db_run(d, &add,
		DB_ARGS(A(seq), A(x->kind), A(x->id), A(x->href), A(x->title), A(x->code),
			A(search_code(a, x->code)), A(x->text), A(date_iso(a, x->day)), A(x->from),
			A(x->until)),
		NULL, e);
	return rc ? rc : db_words_put(d, seq, &w, e);
}

/* --- finding --- */

static const struct db_sql not_public = {
	"SELECT seq FROM search WHERE public_from > ?"
	" UNION SELECT seq FROM search WHERE public_to <> 0 AND public_to <= ?"
};
static const struct db_sql by_code = { "SELECT seq FROM search WHERE code_key <> ''"
				       " AND code_key >= ? AND code_key < ?"
				       " ORDER BY seq DESC LIMIT ?" };
static const struct db_sql one = { "SELECT kind, href, title, code, text, day FROM search"
				   " WHERE seq = ?" };

struct finding {
	struct db *d;
	struct arena *a;
	struct db_ids hidden, found; /* found: in the order of tiers */
	struct db_words_span span;
	bool more;
	struct err *e;
};

static bool has(const struct db_ids *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == id)
			return true;
	return false;
}

/* Those hidden are few: what waits for its day, and what has expired since it was last swept. */
static void add_tier(struct finding *f, const struct db_ids *tier)
{
	for (size_t i = 0; i < tier->n && f->found.n < SEARCH_MOST; i++)
		if (!has(&f->hidden, tier->v[i]) && !has(&f->found, tier->v[i]))
			ARENA_PUSH(f->a, &f->found, tier->v[i]);
	f->more = f->more || tier->n == SEARCH_MOST;
}

static enum rc read_ids(struct finding *f, struct db_rows *r, struct db_ids *out)
{
	enum rc rc;
	while (!(rc = db_next(r, f->e))) {
		int64_t id = db_int(r, 0);
		ARENA_PUSH(f->a, out, id);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc find_hidden(struct finding *f, int64_t now)
{
	struct db_rows *r;
	enum rc rc = db_query(f->d, f->a, &not_public, DB_ARGS(A(now), A(now)), &r, f->e);
	return rc ? rc : read_ids(f, r, &f->hidden);
}

static enum rc find_code(struct finding *f, const char *code)
{
	struct db_rows *r;
	struct db_ids tier = { 0 };
	/* Behind the last that begins so; or, of what is no code, behind itself. */
	const char *end = arena_printf(f->a, "%s%s", code,
		search_code_like(code) ? "\xf4\x8f\xbf\xbf" : "\x01"); /* U+10FFFF */
	enum rc rc = db_query(
		f->d, f->a, &by_code, DB_ARGS(A(code), A(end), A((int64_t)SEARCH_MOST)), &r, f->e);
	if (!rc)
		rc = read_ids(f, r, &tier);
	if (!rc)
		add_tier(f, &tier);
	return rc;
}

static enum rc find_words(struct finding *f, enum db_words_in where, const char *words)
{
	struct db_ids tier;
	if (f->found.n >= SEARCH_MOST)
		return RC_OK;
	enum rc rc = db_words_find(f->d, f->a, &f->span, where, words, SEARCH_MOST, &tier, f->e);
	if (!rc)
		add_tier(f, &tier);
	return rc;
}

static enum rc load(struct finding *f, int64_t seq, struct search_hit *out)
{
	struct db_rows *r;
	enum rc rc = db_query(f->d, f->a, &one, DB_ARGS(A(seq)), &r, f->e);
	if (!rc)
		rc = db_next(r, f->e);
	if (rc)
		return rc;
	*out = (struct search_hit){ .kind = db_text(r, 0),
		.href = db_text(r, 1),
		.title = db_text(r, 2),
		.code = db_text(r, 3),
		.text = db_text(r, 4) };
	out->day = date_partial(db_text(r, 5));
	return RC_OK;
}

static enum rc find_all(struct finding *f, const struct search_query *q)
{
	struct search_asked x = search_ask(f->a, q);
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < x.codes.n; i++)
		rc = find_code(f, x.codes.v[i]);
	if (!rc)
		rc = find_words(f, DB_WORDS_TITLE, x.exact);
	if (!rc)
		rc = find_words(f, DB_WORDS_TITLE_FOLDED, x.folded);
	if (!rc)
		rc = find_words(f, DB_WORDS_ALL, x.exact);
	return rc ? rc : find_words(f, DB_WORDS_ALL_FOLDED, x.folded);
}

enum rc search_find(struct db *d, struct arena *a, const struct search_query *q,
	struct search_hits *out, struct err *e)
{
	struct finding f = { .d = d, .a = a, .e = e };
	struct search_query topic = *q;
	enum rc rc = find_hidden(&f, q->now);
	if (!rc)
		rc = find_all(&f, q);
	const char *about = !rc && !f.found.n ? search_topic(a, q->typed) : NULL;
	if (about) {
		topic.typed = about;
		rc = find_all(&f, &topic);
	}
	*out = (struct search_hits){ .all = f.found.n, .more = f.more, .words = topic.typed };
	for (size_t i = q->skip; !rc && i < f.found.n && out->n < q->count; i++) {
		struct search_hit x;
		rc = load(&f, f.found.v[i], &x);
		if (!rc)
			ARENA_PUSH(a, out, x);
	}
	return rc;
}

static const struct db_sql counted = {
	"SELECT kind, substr(day, 1, 4) AS year, count(*) FROM search WHERE public_from <= ?"
	" AND (public_to = 0 OR public_to > ?) GROUP BY kind, substr(day, 1, 4)"
	" ORDER BY kind, year DESC"
};

enum rc search_counted(
	struct db *d, struct arena *a, int64_t now, struct search_counts *out, struct err *e)
{
	struct db_rows *r;
	*out = (struct search_counts){ 0 };
	enum rc rc = db_query(d, a, &counted, DB_ARGS(A(now), A(now)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct search_count x = { db_text(r, 0), db_text(r, 1), db_int(r, 2) };
		ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* --- making it anew --- */

static const struct db_sql clear = { "DELETE FROM search" };
static const struct db_sql clear_state = { "DELETE FROM search_state" };
static const struct db_sql set_state = { "INSERT INTO search_state (words) VALUES (?)" };
static const struct db_sql get_state = { "SELECT max(words) FROM search_state" };

static enum rc rebuild(struct db *d, const struct search_source *const v[], size_t n, struct err *e)
{
	enum rc rc = db_words_clear(d, e);
	if (!rc)
		rc = db_run(d, &clear, DB_NONE, NULL, e);
	if (!rc)
		rc = db_run(d, &clear_state, DB_NONE, NULL, e);
	if (!rc)
		rc = db_run(d, &set_state, DB_ARGS(A((int64_t)SEARCH_RULES)), NULL, e);
	for (size_t i = 0; !rc && i < n; i++) {
		struct arena *a = arena_new();
		rc = v[i]->put_all(d, a, e);
		arena_free(a);
	}
	return rc;
}

enum rc search_rebuild(struct db *d, const struct search_source *const v[], size_t n, struct err *e)
{
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = rebuild(d, v, n, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

enum rc search_fill(struct db *d, const struct search_source *const v[], size_t n, struct err *e)
{
	int64_t rules = 0;
	enum rc rc = db_one_int(d, &get_state, DB_NONE, &rules, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	return rules == SEARCH_RULES ? RC_OK : search_rebuild(d, v, n, e);
}
