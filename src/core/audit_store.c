/* The audit's SQL. */
#include "core/audit.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"

enum { PAGE = 1000 };

#define COLUMNS \
	"SELECT id, at, actor, source, kind, object, action, old_state, new_state, hash FROM audit"
static const struct db_sql last = { "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1" };
static const struct db_sql add = {
	"INSERT INTO audit (id, at, actor, source, kind, object, action, old_state, new_state, hash)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
};
static const struct db_sql page = { COLUMNS " WHERE id > ? ORDER BY id LIMIT ?" };
#define REST " AND (? = '' OR actor = ?) AND at >= ? AND at < ? AND id < ? ORDER BY id DESC LIMIT ?"
static const struct db_sql newest = { COLUMNS
	" WHERE (? = '' OR kind = ?) AND (? = '' OR object = ?)" REST };
/* By the index: an object has few rows among many. */
static const struct db_sql of_object = { COLUMNS " WHERE kind = ? AND object = ?" REST };

static void keep_head(char head[static AUDIT_HEX + 1], const char *hash)
{
	memcpy(head, hash, AUDIT_HEX);
	head[AUDIT_HEX] = '\0';
}

enum rc audit_open(struct audit *t, struct db *d, struct audit_actor by, int64_t at, struct err *e)
{
	struct arena *a = arena_new();
	struct audit x = { .db = d, .by = by, .at = at };
	struct db_rows *r;
	keep_head(x.head, audit_genesis);
	enum rc rc = db_query(d, a, &last, DB_NONE, &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc && strlen(db_text(r, 1)) != AUDIT_HEX)
		rc = ERR(e, RC_FAIL, NULL, "nhật ký hỏng ở dòng %lld", (long long)db_int(r, 0));
	if (!rc) {
		x.last = db_int(r, 0);
		keep_head(x.head, db_text(r, 1));
	}
	arena_free(a);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	*t = x;
	return RC_OK;
}

enum rc audit_mark(struct db *d, struct arena *a, int64_t *out, struct err *e)
{
	enum { DIGITS = 15 }; /* 60 bits */
	struct db_rows *r;
	enum rc rc = db_query(d, a, &last, DB_NONE, &r, e);
	if (!rc)
		rc = db_next(r, e);
	*out = 0;
	if (!rc)
		*out = strtoll(arena_strndup(a, db_text(r, 1), DIGITS), NULL, 16);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc audit_add(struct audit *t, const struct audit_change *c, struct err *e)
{
	char hash[AUDIT_HEX + 1];
	struct audit_row row = { .id = t->last + 1, .at = t->at, .by = t->by, .change = *c };
	audit_hash(t->head, &row, hash);
	enum rc rc = db_run(t->db, &add,
		DB_ARGS(A(row.id), A(row.at), A(t->by.name), A(t->by.source), A(c->kind),
			A(c->object), A(c->action), A(c->before), A(c->after),
			A((const char *)hash)),
		NULL, e);
	if (rc)
		return rc;
	t->last = row.id;
	keep_head(t->head, hash);
	return RC_OK;
}

static struct audit_row from_row(struct db_rows *r)
{
	return (struct audit_row){ .id = db_int(r, 0),
		.at = db_int(r, 1),
		.by = { db_text(r, 2), db_text(r, 3) },
		.change = { db_text(r, 4), db_text(r, 5), db_text(r, 6), db_text(r, 7),
			db_text(r, 8) },
		.hash = db_text(r, 9) };
}

enum rc audit_find(struct db *d, struct arena *a, const struct audit_query *q,
	struct audit_rows *out, struct err *e)
{
	struct audit_rows list = { 0 };
	struct db_rows *r;
	const char *kind = q->kind ? q->kind : "", *object = q->object ? q->object : "",
		   *actor = q->actor ? q->actor : "";
	int64_t before = q->before ? q->before : INT64_MAX, until = q->until ? q->until : INT64_MAX,
		limit = q->limit;
	enum rc rc =
		*kind && *object
			? db_query(d, a, &of_object,
				  DB_ARGS(A(kind), A(object), A(actor), A(actor), A(q->since),
					  A(until), A(before), A(limit)),
				  &r, e)
			: db_query(d, a, &newest,
				  DB_ARGS(A(kind), A(kind), A(object), A(object), A(actor),
					  A(actor), A(q->since), A(until), A(before), A(limit)),
				  &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct audit_row row = from_row(r);
		ARENA_PUSH(a, &list, row);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

/* False where the row does not follow the proof so far. */
static bool follow(
	struct arena *a, const struct audit_row *row, const char *known, struct audit_proof *p)
{
	char hash[AUDIT_HEX + 1];
	int64_t due = p->rows + 1;
	audit_hash(p->head, row, hash);
	if (row->id > due) {
		p->broken = due;
		p->why = "dòng này đã bị xóa";
	} else if (row->id < due) {
		p->broken = row->id;
		p->why = "dòng lạ, chen vào trước dòng đầu";
	} else if (!text_eq(hash, row->hash)) {
		p->broken = row->id;
		p->why = arena_printf(a, "nội dung không khớp với mã băm (ghi là: %s, %s %s)",
			row->by.name, row->change.kind, row->change.object);
	}
	if (p->why)
		return false;
	p->rows = due;
	keep_head(p->head, hash);
	p->has_known |= text_eq(p->head, known);
	return true;
}

/* *more: a full page was read, and all of it was good. */
static enum rc verify_page(struct db *d, struct arena *a, int64_t after, const char *known,
	struct audit_proof *p, bool *more, struct err *e)
{
	struct arena *own = arena_new();
	struct db_rows *r;
	int n = 0;
	bool good = true;
	enum rc rc = db_query(d, own, &page, DB_ARGS(A(after), A(PAGE)), &r, e);
	while (!rc && good && !(rc = db_next(r, e))) {
		struct audit_row row = from_row(r);
		good = follow(a, &row, known, p);
		n++;
	}
	*more = good && n == PAGE;
	arena_free(own);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc audit_verify(
	struct db *d, struct arena *a, const char *known, struct audit_proof *out, struct err *e)
{
	struct audit_proof p = { .has_known = text_eq(known, audit_genesis) };
	bool more = true;
	keep_head(p.head, audit_genesis);
	enum rc rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	for (int64_t after = INT64_MIN; !rc && more; after = p.rows)
		rc = verify_page(d, a, after, known, &p, &more, e);
	db_rollback(d);
	if (!rc)
		*out = p;
	return rc;
}
