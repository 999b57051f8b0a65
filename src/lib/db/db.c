#include "lib/db/db.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/db/engine.h"

static void close_deferred(void *d)
{
	db_close(d);
}

static void free_deferred(void *a)
{
	arena_free(a);
}

bool db_is_postgresql(const char *address)
{
	return text_has_prefix(address, "postgresql://") || text_has_prefix(address, "postgres://");
}

enum rc db_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	struct db *d = NULL;
	bool pg = db_is_postgresql(address);
	if (!*address)
		return ERR(e, RC_INVALID, NULL, "Thiếu địa chỉ cơ sở dữ liệu.");
	if (!pg && strstr(address, "://"))
		return ERR(e, RC_INVALID, NULL,
			"Không hiểu địa chỉ cơ sở dữ liệu; hãy ghi đường dẫn một tệp, hoặc "
			"postgresql://máy-chủ/tên?commune=mã.");
	enum rc rc = pg ? pg_open(a, address, mode, &d, e) : sqlite_open(a, address, mode, &d, e);
	if (rc)
		return rc;
	d->one = arena_new();
	arena_defer(a, free_deferred, d->one);
	arena_defer(a, close_deferred, d);
	*out = d;
	return RC_OK;
}

void db_close(struct db *d)
{
	if (!d || d->closed)
		return;
	db_rollback(d);
	d->engine->close(d);
	d->closed = true;
}

bool db_lost(const struct db *d)
{
	return !d->closed && d->engine->lost(d);
}

const char *db_engine(const struct db *d)
{
	return d->engine->name;
}

static enum rc check_args(struct db_args args, struct err *e)
{
	for (size_t i = 0; i < args.n; i++) {
		const char *t = args.v[i].kind == DB_TEXT ? args.v[i].t : "";
		size_t n = strlen(t);
		if (text_check(t, n) != n)
			return ERR(e, RC_INVALID, NULL, "Văn bản cần lưu không phải UTF-8 hợp lệ.");
	}
	return RC_OK;
}

/* PostgreSQL ends a transaction in which a statement failed, SQLite would go on: here both end it.
 */
static enum rc exec(struct db *d, const struct db_sql *q, struct db_args args, struct db_rows *rows,
	int64_t *changed, struct err *e)
{
	if (d->closed)
		die("db: đã đóng: %s", q->text);
	if (d->tx_failed)
		return ERR(e, RC_FAIL, NULL,
			"Giao dịch đã hỏng vì một lệnh trước đó; phải hủy và làm lại.");
	enum rc rc = check_args(args, e);
	if (!rc)
		rc = d->engine->exec(d, q, args, rows, changed, e);
	if (rc && d->in_tx)
		d->tx_failed = true;
	return rc;
}

enum rc db_run(
	struct db *d, const struct db_sql *q, struct db_args args, int64_t *changed, struct err *e)
{
	return exec(d, q, args, NULL, changed, e);
}

enum rc db_query(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	struct db_rows **out, struct err *e)
{
	struct db_rows *r = ARENA_NEW(a, struct db_rows);
	r->a = a;
	enum rc rc = exec(d, q, args, r, NULL, e);
	if (!rc)
		*out = r;
	return rc;
}

enum rc db_one_int(
	struct db *d, const struct db_sql *q, struct db_args args, int64_t *out, struct err *e)
{
	enum { KEPT = 1024 };
	struct db_rows *r = NULL;
	enum rc rc = db_query(d, d->one, q, args, &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc && db_is_null(r, 0))
		rc = RC_NOTFOUND;
	if (!rc)
		*out = db_int(r, 0);
	arena_reset(d->one, KEPT);
	return rc;
}

struct db_row *db_row_add(struct db_rows *r)
{
	size_t cells = (size_t)r->columns * sizeof(struct db_value);
	struct db_row *row = arena_alloc(r->a, sizeof *row + cells);
	if (r->last)
		r->last->next = row;
	else
		r->first = row;
	r->last = row;
	return row;
}

enum rc db_next(struct db_rows *r, struct err *e)
{
	(void)e;
	r->now = r->started ? (r->now ? r->now->next : NULL) : r->first;
	r->started = true;
	return r->now ? RC_OK : RC_NOTFOUND;
}

static struct db_value *cell(struct db_rows *r, int column)
{
	if (!r->now || column < 0 || column >= r->columns)
		die("db: không có cột %d trong dòng đang đọc", column);
	return &r->now->v[column];
}

int64_t db_int(struct db_rows *r, int column)
{
	const struct db_value *v = cell(r, column);
	/* Sums are numeric in PostgreSQL and come as text. */
	return v->kind == DB_TEXT ? strtoll(v->t, NULL, 10) : v->i;
}

const char *db_text(struct db_rows *r, int column)
{
	struct db_value *v = cell(r, column);
	if (v->kind == DB_INT && !v->t)
		v->t = arena_printf(r->a, "%lld", (long long)v->i);
	return v->t;
}

bool db_is_null(struct db_rows *r, int column)
{
	return cell(r, column)->kind == DB_NULL;
}

void db_rows_close(struct db_rows *r)
{
	if (r) {
		r->started = true;
		r->now = NULL;
	}
}

enum rc db_begin(struct db *d, enum db_mode mode, struct err *e)
{
	if (d->closed || d->in_tx)
		die("db: giao dịch lồng nhau, hoặc đã đóng: %s", d->name);
	if (mode != DB_READ && d->mode == DB_READ)
		return ERR(e, RC_DENIED, NULL, "Cơ sở dữ liệu %s chỉ được mở để đọc.", d->name);
	enum rc rc = d->engine->begin(d, mode == DB_READ, e);
	if (rc)
		return rc;
	d->in_tx = true;
	d->tx_reads = mode == DB_READ;
	d->tx_failed = false;
	return RC_OK;
}

static void ended(struct db *d)
{
	d->in_tx = d->tx_reads = d->tx_failed = false;
}

enum rc db_commit(struct db *d, struct err *e)
{
	if (!d->in_tx)
		die("db: không có giao dịch để kết thúc: %s", d->name);
	if (d->tx_failed) {
		db_rollback(d);
		return ERR(e, RC_FAIL, NULL, "Giao dịch đã hỏng nên không lưu gì.");
	}
	enum rc rc = d->engine->commit(d, e);
	ended(d);
	return rc;
}

void db_rollback(struct db *d)
{
	if (d->closed || !d->in_tx)
		return;
	d->engine->rollback(d);
	ended(d);
}

enum rc db_damage(struct db *d, struct arena *a, struct texts *out, struct err *e)
{
	struct texts found = { 0 };
	enum rc rc = RC_OK;
	for (const struct db_sql *const *q = d->engine->damage; !rc && *q; q++) {
		struct db_rows *r;
		rc = db_query(d, a, *q, DB_NONE, &r, e);
		while (!rc && !(rc = db_next(r, e))) {
			const char *line = db_text(r, 0);
			if (!text_eq(line, "ok"))
				ARENA_PUSH(a, &found, line);
		}
		rc = rc == RC_NOTFOUND ? RC_OK : rc;
	}
	if (!rc)
		*out = found;
	return rc;
}

/* A name becomes a path: nothing but what a hash is made of. */
static enum rc check_blob_name(const char *name, struct err *e)
{
	enum { HEX = 64 };
	if (strlen(name) == HEX && strspn(name, "0123456789abcdef") == HEX)
		return RC_OK;
	return ERR(e, RC_FAIL, NULL, "Tên nội dung không hợp lệ: %.70s", name);
}

enum rc db_blob_put(struct db *d, const char *name, struct bytes content, struct err *e)
{
	enum rc rc = check_blob_name(name, e);
	if (!rc && (d->mode == DB_READ || d->tx_reads))
		rc = ERR(e, RC_DENIED, NULL, "Cơ sở dữ liệu %s chỉ được mở để đọc.", d->name);
	return rc ? rc : d->engine->blob_put(d, name, content, e);
}

enum rc db_blob_get(
	struct db *d, struct arena *a, const char *name, struct bytes *out, struct err *e)
{
	enum rc rc = check_blob_name(name, e);
	return rc ? rc : d->engine->blob_get(d, a, name, out, e);
}

static const char *line_end(const char *p)
{
	const char *end = strchr(p, '\n');
	return end ? end : p + strlen(p);
}

const char *sql_skip(const char *p)
{
	if (p[0] == '-' && p[1] == '-')
		return line_end(p);
	if (p[0] == '/' && p[1] == '*') {
		const char *end = strstr(p + 2, "*/");
		return end ? end + 2 : p + strlen(p);
	}
	if (*p != '\'' && *p != '"')
		return p;
	/* A doubled quote reads as two quoted texts side by side, which is all the same here. */
	const char *end = strchr(p + 1, *p);
	return end ? end + 1 : p + strlen(p);
}
