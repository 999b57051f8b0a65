/* The SQL of sources. */
#include "core/record.h"
#include "features/harvest/harvest.h"
#include "lib/base/text.h"
#include "lib/fetch/link.h"

#define COLUMNS \
	"SELECT s.id, s.version, s.name, s.kind, s.address, s.channel, s.minutes, s.active," \
	" s.account_id, u.name, s.created_at, s.due_at, s.last_at, s.good_at, s.failures, s.words," \
	" s.etag, s.modified," \
	" (SELECT COUNT(*) FROM harvest_item i WHERE i.source_id = s.id AND i.state = 'waiting')," \
	" (SELECT COUNT(*) FROM harvest_item i WHERE i.source_id = s.id AND i.state = 'taken')" \
	" FROM harvest_source s LEFT JOIN account u ON u.id = s.account_id"
static const struct db_sql get = { COLUMNS " WHERE s.id = ?" };
static const struct db_sql all = { COLUMNS " ORDER BY s.active DESC, s.name, s.id" };
static const struct db_sql add = {
	"INSERT INTO harvest_source (name, kind, address, address_key, channel, minutes, active,"
	" account_id, created_at, version, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)"
	" RETURNING id"
};
/* What the server said of another address says nothing of this one. */
static const struct db_sql change = {
	"UPDATE harvest_source SET name = ?, kind = ?, address = ?, address_key = ?, channel = ?,"
	" minutes = ?, active = ?, version = version + 1, due_at = ?, etag = '', modified = '',"
	" failures = 0 WHERE id = ?"
};
static const struct db_sql get_due = {
	"SELECT id FROM harvest_source WHERE active = 1 AND due_at <= ? ORDER BY due_at LIMIT 1"
};
/* Under way: looked at after this, and not settled. */
static const struct db_sql claim = { "UPDATE harvest_source SET due_at = ?, last_at = ?, words = ''"
				     " WHERE id = ? AND NOT (words = '' AND last_at > ?)" };
static const struct db_sql settle_good = {
	"UPDATE harvest_source SET due_at = CAST(? AS BIGINT) + minutes * 60, good_at = ?, failures = 0,"
	" words = ?, etag = ?, modified = ? WHERE id = ?"
};
/* The pause doubles with each failure, up to sixteen times, at most a day beyond. */
static const struct db_sql settle_bad = {
	"UPDATE harvest_source SET due_at = CAST(? AS BIGINT) + minutes * 60 + CASE"
	" WHEN failures = 0 THEN 0 WHEN minutes * 60 * failures * 2 > 86400 THEN 86400"
	" ELSE minutes * 60 * failures * 2 END, failures = failures + 1, words = ? WHERE id = ?"
};

static const char *said(const char *s)
{
	return s ? s : "";
}

static struct harvest_source from_row(struct db_rows *r)
{
	struct harvest_source x = { .id = db_int(r, 0),
		.version = db_int(r, 1),
		.name = db_text(r, 2),
		.address = db_text(r, 4),
		.channel = db_text(r, 5),
		.minutes = db_int(r, 6),
		.active = db_int(r, 7) != 0,
		.account = db_int(r, 8),
		.person = said(db_text(r, 9)),
		.created_at = db_int(r, 10),
		.due_at = db_int(r, 11),
		.last_at = db_int(r, 12),
		.good_at = db_int(r, 13),
		.failures = db_int(r, 14),
		.words = db_text(r, 15),
		.etag = db_text(r, 16),
		.modified = db_text(r, 17),
		.waiting = db_int(r, 18),
		.taken = db_int(r, 19) };
	(void)feed_kind_find(db_text(r, 3), &x.kind);
	return x;
}

enum rc harvest_source_get(
	struct db *d, struct arena *a, int64_t id, struct harvest_source *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "source", "Không có nguồn này.");
	if (rc)
		return rc;
	*out = from_row(r);
	db_rows_close(r);
	return RC_OK;
}

enum rc harvest_source_list(
	struct db *d, struct arena *a, struct harvest_sources *out, struct err *e)
{
	struct harvest_sources list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct harvest_source x = from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static const char *record(struct arena *a, const struct harvest_source *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "name", x->name);
	record_text(&b, "kind", feed_kind_code(x->kind));
	record_text(&b, "address", x->address);
	record_text(&b, "channel", x->channel);
	record_int(&b, "minutes", x->minutes);
	record_text(&b, "active", x->active ? "1" : "0");
	return record_end(&b);
}

static enum rc write(struct audit *t, struct arena *a, const struct harvest_source *x, int64_t *id,
	struct err *e)
{
	const char *key = link_key(a, x->address), *kind = feed_kind_code(x->kind);
	if (x->id)
		return db_run(t->db, &change,
			DB_ARGS(A(x->name), A(kind), A(x->address), A(key), A(x->channel),
				A(x->minutes), A((int64_t)x->active), A(t->at), A(x->id)),
			NULL, e);
	return db_one_int(t->db, &add,
		DB_ARGS(A(x->name), A(kind), A(x->address), A(key), A(x->channel), A(x->minutes),
			A((int64_t)x->active), A(x->account), A(t->at), A(t->at)),
		id, e);
}

static enum rc check_address(
	struct db *d, struct arena *a, const struct harvest_source *x, struct err *e)
{
	static const struct db_sql holder = {
		"SELECT name FROM harvest_source WHERE address_key = ? AND id <> ?"
	};
	struct db_rows *r;
	enum rc rc = db_query(d, a, &holder, DB_ARGS(A(link_key(a, x->address)), A(x->id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc)
		return ERR(e, RC_CONFLICT, "address", "Địa chỉ này đã có ở nguồn “%s”.",
			db_text(r, 0));
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc harvest_source_put(struct audit *t, struct arena *a, const struct harvest_source *x,
	int64_t *id, struct err *e)
{
	struct harvest_source held = { 0 };
	int64_t now = x->id;
	enum rc rc = x->id ? harvest_source_get(t->db, a, x->id, &held, e) : RC_OK;
	if (!rc)
		rc = check_address(t->db, a, x, e);
	if (rc)
		return rc;
	struct audit_change c = { "harvest_source", NULL, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id ? record(a, &held) : NULL, record(a, x) };
	bool same = x->id && text_eq(c.before, c.after);
	if (!same)
		rc = write(t, a, x, &now, e);
	c.object = arena_printf(a, "%lld", (long long)now);
	if (!rc && !same)
		rc = audit_add(t, &c, e);
	if (!rc)
		*id = now;
	return rc;
}

enum rc harvest_source_due(struct db *d, int64_t now, int64_t *id, struct err *e)
{
	enum rc rc = db_one_int(d, &get_due, DB_ARGS(A(now)), id, e);
	if (rc == RC_NOTFOUND)
		*id = 0;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc harvest_source_claim(struct db *d, int64_t id, int64_t now, struct err *e)
{
	int64_t n = 0;
	enum rc rc = db_run(d, &claim,
		DB_ARGS(A(now + HARVEST_LEASE), A(now), A(id), A(now - HARVEST_LEASE)), &n, e);
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "source",
			"Nguồn này đang được đọc; hãy xem lại sau ít phút.");
	return rc;
}

enum rc harvest_source_settle(struct db *d, const struct harvest_look *x, struct err *e)
{
	if (!x->good)
		return db_run(
			d, &settle_bad, DB_ARGS(A(x->at), A(x->words), A(x->source)), NULL, e);
	return db_run(d, &settle_good,
		DB_ARGS(A(x->at), A(x->at), A(x->words), A(x->etag), A(x->modified), A(x->source)),
		NULL, e);
}
