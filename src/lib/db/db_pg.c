/* One schema per commune, in a database that communes may share. libpq is loaded only when an
 * address asks for it. */
#include <dlfcn.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/db/engine.h"

enum {
	LOCK_SPACE = 0x4c4f4131, /* "LOA1": our advisory locks among those of others */
	CODE_MAX = 32,
	SQL_MAX = 1024 * 1024,
	/* pg_type.oid: fixed by the protocol, but in no header that libpq installs. */
	OID_BOOL = 16,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25
};

#define PQ_FUNCTIONS(X) \
	X(PQclear) \
	X(PQcmdStatus) \
	X(PQcmdTuples) \
	X(PQconnectdbParams) \
	X(PQconninfoFree) \
	X(PQconninfoParse) \
	X(PQdb) \
	X(PQerrorMessage) \
	X(PQexec) \
	X(PQexecParams) \
	X(PQexecPrepared) \
	X(PQfinish) \
	X(PQftype) \
	X(PQgetisnull) \
	X(PQgetlength) \
	X(PQgetvalue) \
	X(PQnfields) \
	X(PQntuples) \
	X(PQprepare) \
	X(PQreset) \
	X(PQresultErrorField) \
	X(PQresultStatus) \
	X(PQsetNoticeReceiver) \
	X(PQstatus) \
	X(PQtransactionStatus)

#define PQ_MEMBER(f) __typeof__(&f) f;
struct pq {
	PQ_FUNCTIONS(PQ_MEMBER)
};

struct prepared {
	char *text; /* of the struct db_sql; both from malloc, as statements come and go */
	Oid *types;
	size_t n;
	unsigned name;
};

struct pg_db {
	struct db d;
	struct pq pq;
	PGconn *c;
	const char *schema;
	struct prepared cache[DB_CACHE];
	size_t victim;
	unsigned names;
};

/* What an address says. */
struct target {
	const char *uri; /* without commune= and key_file= */
	const char *key_file; /* NULL: none */
	const char *schema;
	bool many; /* commune=* */
};

static struct pg_db *of(struct db *d)
{
	return (struct pg_db *)d;
}

#define HERE __FILE__ ":" ERR_STR(__LINE__)

static enum rc load(struct pq *pq, struct err *e)
{
#define PQ_NAME(f) { #f, offsetof(struct pq, f) },
	static const struct {
		const char *name;
		size_t offset;
	} list[] = { PQ_FUNCTIONS(PQ_NAME) };
	/* Never unloaded: its TLS library does not bear it. */
	void *lib = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!lib)
		return ERR(e, RC_FAIL, NULL,
			"Máy này thiếu thư viện của PostgreSQL (libpq.so.5); hãy cài gói libpq5.");
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		void *f = dlsym(lib, list[i].name);
		if (!f) {
			dlclose(lib);
			return ERR(e, RC_FAIL, NULL, "Thư viện libpq.so.5 quá cũ (thiếu %s).",
				list[i].name);
		}
		memcpy((char *)pq + list[i].offset, &f, sizeof f);
	}
	dlclose(lib);
	return RC_OK;
}

/* --- errors --- */

static const char *one_line(struct arena *a, const char *s)
{
	return text_squeeze(a, s ? s : "");
}

static enum rc fail_state(
	struct pg_db *q, const char *state, const char *detail, const char *where, struct err *e)
{
	static const struct {
		const char *state; /* SQLSTATE or its class */
		enum rc rc;
		const char *message;
	} map[] = {
		{ "23505", RC_CONFLICT, "Trùng với dữ liệu đã có" },
		{ "23503", RC_CONFLICT,
			"Dữ liệu liên quan không tồn tại, hoặc còn được dùng ở nơi khác" },
		{ "23514", RC_CONFLICT, "Dữ liệu trái với điều kiện của cơ sở dữ liệu" },
		{ "23", RC_FAIL, "Chương trình ghi dữ liệu sai kiểu hoặc thiếu" },
		{ "40001", RC_BUSY, "Cơ sở dữ liệu đang bận vì có người khác ghi; xin thử lại" },
		{ "40P01", RC_BUSY, "Cơ sở dữ liệu đang bận vì có người khác ghi; xin thử lại" },
		{ "55P03", RC_BUSY, "Cơ sở dữ liệu đang bận vì có người khác ghi; xin thử lại" },
		{ "25006", RC_DENIED, "Cơ sở dữ liệu chỉ được mở để đọc" },
		{ "P0001", RC_DENIED, "Dữ liệu này chỉ được ghi thêm, không sửa, không xóa" },
		{ "42501", RC_DENIED, "Tài khoản PostgreSQL không có quyền làm việc này" },
		{ "53100", RC_FAIL, "Hết chỗ trên đĩa của máy chủ PostgreSQL; không lưu được gì" },
		{ "53300", RC_BUSY, "Máy chủ PostgreSQL đang có quá nhiều kết nối; xin thử lại" },
	};
	for (size_t i = 0; state && i < sizeof map / sizeof *map; i++)
		if (text_has_prefix(state, map[i].state))
			return err_set(
				e, map[i].rc, NULL, where, "%s (%s).", map[i].message, detail);
	if (q->pq.PQstatus(q->c) != CONNECTION_OK)
		return err_set(e, RC_FAIL, NULL, where,
			"Mất kết nối với máy chủ PostgreSQL của %s (%s).", q->d.name, detail);
	return err_set(
		e, RC_FAIL, NULL, where, "Lỗi của cơ sở dữ liệu %s (%s).", q->d.name, detail);
}

static bool is_good(struct pg_db *q, const PGresult *r)
{
	ExecStatusType status = q->pq.PQresultStatus(r);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* The result's failure, if it is one; r is cleared then. */
static enum rc judge(struct pg_db *q, PGresult *r, const char *where, struct err *e)
{
	if (is_good(q, r))
		return RC_OK;
	const char *detail = q->pq.PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	enum rc rc = fail_state(q, q->pq.PQresultErrorField(r, PG_DIAG_SQLSTATE),
		one_line(e->a, detail ? detail : q->pq.PQerrorMessage(q->c)), where, e);
	q->pq.PQclear(r);
	return rc;
}

static enum rc plain(struct pg_db *q, const char *text, struct err *e)
{
	PGresult *r = q->pq.PQexec(q->c, text);
	enum rc rc = judge(q, r, HERE, e);
	if (!rc)
		q->pq.PQclear(r);
	return rc;
}

/* --- statements --- */

struct values {
	size_t n;
	Oid *types;
	const char **texts;
};

/* A value's NULL has the type its place asks for, except before IS, where no place asks. */
static bool before_is(const char *p)
{
	p += strspn(p, " \t\r\n");
	return (p[0] == 'I' || p[0] == 'i') && (p[1] == 'S' || p[1] == 's') &&
	       strchr(" \t\r\n", p[2]);
}

/* `?` becomes $1, $2, ...; v->types of NULLs is settled on the way. */
static enum rc translate(
	struct arena *a, const char *text, struct values *v, const char **out, struct err *e)
{
	struct buf b;
	size_t n = 0;
	buf_init(&b, a, SQL_MAX);
	for (const char *p = text; *p;) {
		const char *end = sql_skip(p);
		if (end > p) {
			buf_add(&b, p, (size_t)(end - p));
			p = end;
		} else if (*p == '?') {
			p++;
			if (n < v->n && !v->texts[n] && before_is(p))
				v->types[n] = OID_TEXT;
			buf_printf(&b, "$%zu", ++n);
		} else {
			buf_putc(&b, *p++);
		}
	}
	if (b.over || n != v->n)
		return ERR(e, RC_FAIL, NULL, "Câu lệnh cần %zu giá trị mà được cho %zu: %s", n,
			v->n, text);
	*out = b.p;
	return RC_OK;
}

static struct values values_of(struct arena *a, struct db_args args)
{
	struct values v = { args.n, ARENA_ARRAY(a, Oid, args.n),
		ARENA_ARRAY(a, const char *, args.n) };
	for (size_t i = 0; i < args.n; i++) {
		const struct db_value *arg = &args.v[i];
		if (arg->kind == DB_INT)
			v.texts[i] = arena_printf(a, "%lld", (long long)arg->i);
		else if (arg->kind == DB_TEXT)
			v.texts[i] = arg->t;
		v.types[i] = arg->kind == DB_INT ? OID_INT8 : arg->kind == DB_TEXT ? OID_TEXT : 0;
	}
	return v;
}

/* Kept for the same text and types; a NULL suits any type. */
static bool suits(const struct prepared *p, const char *text, const struct values *v)
{
	if (!p->text || p->n != v->n || strcmp(p->text, text))
		return false;
	for (size_t i = 0; i < v->n; i++)
		if (v->texts[i] && p->types[i] != v->types[i])
			return false;
	return true;
}

static void drop(struct prepared *p)
{
	free(p->text);
	free(p->types);
	*p = (struct prepared){ 0 };
}

static void keep(struct prepared *p, const char *text, const struct values *v, unsigned name)
{
	*p = (struct prepared){ strdup(text), malloc((v->n + 1) * sizeof *p->types), v->n, name };
	if (!p->text || !p->types)
		die("hết bộ nhớ");
	if (v->n)
		memcpy(p->types, v->types, v->n * sizeof *p->types);
}

static void name_of(unsigned name, char out[static 16])
{
	snprintf(out, 16, "s%u", name);
}

static enum rc prepare(struct pg_db *q, struct arena *a, const char *text, struct values *v,
	unsigned *out, struct err *e)
{
	char name[16];
	const char *sql = NULL;
	for (size_t i = 0; i < DB_CACHE; i++)
		if (suits(&q->cache[i], text, v)) {
			*out = q->cache[i].name;
			return RC_OK;
		}
	enum rc rc = translate(a, text, v, &sql, e);
	if (rc)
		return rc;
	struct prepared *slot = &q->cache[q->victim++ % DB_CACHE];
	if (slot->text) {
		rc = plain(q, arena_printf(a, "DEALLOCATE s%u", slot->name), e);
		drop(slot);
		if (rc)
			return rc;
	}
	name_of(++q->names, name);
	PGresult *r = q->pq.PQprepare(q->c, name, sql, (int)v->n, v->types);
	rc = judge(q, r, HERE, e);
	if (rc)
		return rc;
	q->pq.PQclear(r);
	keep(slot, text, v, q->names);
	*out = q->names;
	return RC_OK;
}

static void read_rows(struct pg_db *q, const PGresult *r, struct db_rows *rows)
{
	rows->columns = q->pq.PQnfields(r);
	for (int i = 0; i < q->pq.PQntuples(r); i++) {
		struct db_row *row = db_row_add(rows);
		for (int c = 0; c < rows->columns; c++) {
			const char *t = q->pq.PQgetvalue(r, i, c);
			Oid type = q->pq.PQftype(r, c);
			if (q->pq.PQgetisnull(r, i, c))
				continue;
			if (type == OID_INT8 || type == OID_INT4 || type == OID_INT2)
				row->v[c] = db_of_int(strtoll(t, NULL, 10));
			else if (type == OID_BOOL)
				row->v[c] = db_of_int(*t == 't');
			else
				row->v[c] = db_of_text(arena_strndup(
					rows->a, t, (size_t)q->pq.PQgetlength(r, i, c)));
		}
	}
}

static int64_t changed_rows(struct pg_db *q, PGresult *r)
{
	/* SELECT counts what it found, which is no change. */
	if (text_has_prefix(q->pq.PQcmdStatus(r), "SELECT"))
		return 0;
	return strtoll(q->pq.PQcmdTuples(r), NULL, 10);
}

static enum rc exec_in(struct pg_db *q, struct arena *a, const char *text, struct db_args args,
	struct db_rows *rows, int64_t *changed, struct err *e)
{
	struct values v = values_of(a, args);
	char name[16];
	unsigned number = 0;
	enum rc rc = prepare(q, a, text, &v, &number, e);
	if (rc)
		return rc;
	name_of(number, name);
	PGresult *r = q->pq.PQexecPrepared(q->c, name, (int)v.n, v.texts, NULL, NULL, 0);
	rc = judge(q, r, HERE, e);
	if (rc)
		return rc;
	if (rows)
		read_rows(q, r, rows);
	if (changed)
		*changed = changed_rows(q, r);
	q->pq.PQclear(r);
	return RC_OK;
}

static enum rc pg_exec(struct db *d, const struct db_sql *sql, struct db_args args,
	struct db_rows *rows, int64_t *changed, struct err *e)
{
	struct arena *a = arena_new();
	enum rc rc = exec_in(of(d), a, sql->text, args, rows, changed, e);
	arena_free(a);
	return rc;
}

static void pg_forget(struct db *d)
{
	struct pg_db *q = of(d);
	for (size_t i = 0; i < DB_CACHE; i++)
		drop(&q->cache[i]);
	if (q->c)
		q->pq.PQclear(q->pq.PQexec(q->c, "DEALLOCATE ALL"));
}

/* --- transactions --- */

static bool pg_lost(const struct db *d)
{
	const struct pg_db *q = (const struct pg_db *)d;
	return q->pq.PQstatus(q->c) != CONNECTION_OK;
}

static void pg_rollback(struct db *d)
{
	struct pg_db *q = of(d);
	if (q->pq.PQtransactionStatus(q->c) != PQTRANS_IDLE)
		q->pq.PQclear(q->pq.PQexec(q->c, "ROLLBACK"));
}

static enum rc configure(struct pg_db *q, struct err *e);

static void drop_all(struct pg_db *q)
{
	for (size_t i = 0; i < DB_CACHE; i++)
		drop(&q->cache[i]);
}

/* Servers restart, and firewalls forget connections at rest. Where no transaction has begun nothing
 * is lost by another one. */
static bool reconnect(struct pg_db *q)
{
	struct arena *a = arena_new();
	struct err e;
	err_init(&e, a);
	drop_all(q);
	q->pq.PQreset(q->c);
	bool good = q->pq.PQstatus(q->c) == CONNECTION_OK && !configure(q, &e);
	arena_free(a);
	return good;
}

/* Writers of one commune take turns, as they do in SQLite: no deadlocks, no write skew, and the
 * same tests hold. The snapshot for reading is taken by the first statement, so there is one. */
static enum rc pg_begin(struct db *d, bool reads, struct err *e)
{
	static const char read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1";
	char write[160];
	snprintf(write, sizeof write,
		"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
		" SELECT pg_advisory_xact_lock(%d, hashtext(current_schema()))",
		LOCK_SPACE);
	struct pg_db *q = of(d);
	struct err first;
	err_init(&first, e->a);
	enum rc rc = plain(q, reads ? read : write, &first);
	if (!rc)
		return RC_OK;
	pg_rollback(d);
	if (!pg_lost(d) || !reconnect(q))
		return err_set(e, rc, NULL, first.where, "%s", first.message);
	rc = plain(q, reads ? read : write, e);
	if (rc)
		pg_rollback(d);
	return rc;
}

static enum rc pg_commit(struct db *d, struct err *e)
{
	enum rc rc = plain(of(d), "COMMIT", e);
	pg_rollback(d);
	return rc;
}

static void pg_close(struct db *d)
{
	struct pg_db *q = of(d);
	drop_all(q);
	q->pq.PQfinish(q->c);
	q->c = NULL;
}

/* Text is compared by bytes on every server, as in SQLite, whatever the database's own collation.
 */
static const struct db_engine pg_engine = {
	.name = "postgresql",
	.words = &pg_words,
	.exec = pg_exec,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.forget = pg_forget,
	.close = pg_close,
	.lost = pg_lost,
	.blob_put = blob_table_put,
	.blob_get = blob_table_get,
	.has_table = { "SELECT count(*) FROM pg_catalog.pg_class"
		       " WHERE relname = ? AND relnamespace = current_schema()::regnamespace" },
	.id = "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
	.table = "",
	.append_only =
		(const char *const[]){
			"CREATE FUNCTION @_refuse() RETURNS trigger LANGUAGE plpgsql AS"
			" $$BEGIN RAISE EXCEPTION 'append-only: @'; END$$",
			"CREATE TRIGGER @_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON @"
			" FOR EACH STATEMENT EXECUTE FUNCTION @_refuse()",
			NULL },
	.damage = (const struct db_sql *const[]){ NULL }, /* for its own tools: pg_amcheck */
	.types = (const char *const[]){ "INTEGER", "BIGINT", "TEXT", "TEXT COLLATE \"C\"", "BLOB",
		"BYTEA", "REAL", "DOUBLE PRECISION", NULL },
};

/* --- opening --- */

/* Behind "://user:password@", as libpq reads it: a password may hold a '?'. */
static const char *after_login(const char *address)
{
	const char *p = strstr(address, "://") + 3;
	const char *end = p + strcspn(p, "@/");
	return *end == '@' ? end + 1 : p;
}

const char *pg_query(const char *address)
{
	const char *p = after_login(address);
	return p + strcspn(p, "?");
}

bool pg_is_code(const char *s, size_t n)
{
	return n && n <= CODE_MAX && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") >= n;
}

/* Takes commune=CODE and key_file=PATH out of the query, because libpq refuses what it does not
 * know. */
static enum rc parse_address(
	struct arena *a, const char *address, struct target *out, struct err *e)
{
	const char *p = after_login(address);
	const char *query = p + strcspn(p, "?");
	struct target t = { 0 };
	struct buf uri;
	if (memchr(p, '@', (size_t)(query - p)))
		return ERR(e, RC_INVALID, NULL,
			"Trong địa chỉ PostgreSQL, ký tự đặc biệt của mật khẩu phải viết dạng %%XX.");
	buf_init(&uri, a, strlen(address) + 1);
	buf_add(&uri, address, (size_t)(query - address));
	char separator = '?';
	for (p = query; *p;) {
		size_t n = strcspn(++p, "&");
		if (text_has_prefix(p, "commune=")) {
			const char *code = p + strlen("commune=");
			size_t length = n - strlen("commune=");
			bool many = length == 1 && *code == '*';
			if (t.schema || (!pg_is_code(code, length) && !many))
				return ERR(e, RC_INVALID, NULL,
					"Mã xã trong địa chỉ PostgreSQL (commune=) chỉ gồm 1 đến %d chữ "
					"a-z, chữ số, '_' và '-', ghi một lần.",
					CODE_MAX);
			t.many = many;
			t.schema = arena_printf(a, "commune_%.*s", (int)length, code);
		} else if (text_has_prefix(p, "key_file=")) {
			size_t mark = strlen("key_file=");
			t.key_file = n > mark ? arena_strndup(a, p + mark, n - mark) : NULL;
		} else if (n) {
			buf_putc(&uri, separator);
			buf_add(&uri, p, n);
			separator = '&';
		}
		p += n;
	}
	if (!t.schema)
		return ERR(e, RC_INVALID, NULL, "Địa chỉ PostgreSQL thiếu mã xã: ?commune=MÃ.");
	t.uri = uri.p;
	*out = t;
	return RC_OK;
}

static void be_silent(void *arg, const PGresult *r)
{
	(void)arg, (void)r;
}

/* database: another one than the address names, or NULL. */
static void connect_to(struct pg_db *q, const char *uri, const char *database)
{
	/* What is before dbname is a default, what is behind it prevails over the address. */
	const char *const names[] = { "connect_timeout", "fallback_application_name", "dbname",
		"client_encoding", database ? "dbname" : NULL, NULL };
	const char *const values[] = { "10", "loa", uri, "UTF8", database, NULL };
	q->c = q->pq.PQconnectdbParams(names, values, 1);
	if (!q->c)
		die("hết bộ nhớ");
	q->pq.PQsetNoticeReceiver(q->c, be_silent, NULL);
}

static void disconnect(struct pg_db *q)
{
	q->pq.PQfinish(q->c);
	q->c = NULL;
}

static const char *quoted(struct arena *a, const char *name)
{
	struct buf b;
	buf_init(&b, a, 2 * strlen(name) + 3);
	buf_putc(&b, '"');
	for (; *name; name++) {
		if (*name == '"')
			buf_putc(&b, '"');
		buf_putc(&b, *name);
	}
	buf_putc(&b, '"');
	return b.p;
}

/* A query of the opening, with texts as values. */
static enum rc ask(
	struct pg_db *q, const char *sql, const char *value, PGresult **out, struct err *e)
{
	PGresult *r = q->pq.PQexecParams(q->c, sql, 1, (const Oid[]){ OID_TEXT },
		(const char *const[]){ value }, NULL, NULL, 0);
	enum rc rc = judge(q, r, HERE, e);
	if (!rc)
		*out = r;
	return rc;
}

/* Is the database missing on a server that is there? libpq does not say why a connection failed
 * other than in the server's language, so the server's own list is asked. If so, *made tells
 * whether it was made. Without an answer the caller's error stands. */
static enum rc heal_missing(
	struct pg_db *q, const char *uri, const char *database, bool *made, struct err *e)
{
	PGresult *r = NULL;
	struct err own;
	enum rc rc = RC_OK;
	err_init(&own, e->a);
	connect_to(q, uri, "postgres");
	if (q->pq.PQstatus(q->c) == CONNECTION_OK &&
		!ask(q, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", database, &r,
			&own)) {
		bool missing = !q->pq.PQntuples(r);
		q->pq.PQclear(r);
		if (missing && q->d.mode != DB_CREATE)
			rc = ERR(e, RC_NOTFOUND, NULL,
				"Máy chủ PostgreSQL không có cơ sở dữ liệu %s.", database);
		else if (missing)
			rc = plain(q,
				arena_printf(q->d.a,
					"CREATE DATABASE %s ENCODING 'UTF8' LC_COLLATE 'C'"
					" LC_CTYPE 'C' TEMPLATE template0",
					quoted(q->d.a, database)),
				e);
		*made = missing && !rc;
	}
	disconnect(q);
	return rc;
}

static enum rc connect_or_make(struct pg_db *q, const struct target *t, struct err *e)
{
	bool made = false;
	connect_to(q, t->uri, NULL);
	if (q->pq.PQstatus(q->c) == CONNECTION_OK)
		return RC_OK;
	const char *why = one_line(q->d.a, q->pq.PQerrorMessage(q->c));
	const char *database = q->pq.PQdb(q->c);
	database = arena_strdup(q->d.a, database ? database : "");
	disconnect(q);
	enum rc rc = *database ? heal_missing(q, t->uri, database, &made, e) : RC_OK;
	if (rc)
		return rc;
	if (made) {
		connect_to(q, t->uri, NULL);
		if (q->pq.PQstatus(q->c) == CONNECTION_OK)
			return RC_OK;
		why = one_line(q->d.a, q->pq.PQerrorMessage(q->c));
	}
	return ERR(e, RC_FAIL, NULL, "Không kết nối được máy chủ PostgreSQL (%s).", why);
}

static enum rc configure(struct pg_db *q, struct err *e)
{
	PGresult *r = NULL;
	enum rc rc = plain(q,
		arena_printf(q->d.a,
			"SET search_path = \"%s\"; SET lock_timeout = %d;"
			"SET standard_conforming_strings = on; SET default_transaction_read_only = %s;"
			"SELECT set_config('synchronous_commit', 'on', false)"
			" WHERE current_setting('synchronous_commit') = 'off'",
			q->schema, DB_WAIT_MS, q->d.mode == DB_READ ? "on" : "off"),
		e);
	if (!rc)
		rc = ask(q, "SELECT current_setting($1)", "server_encoding", &r, e);
	if (rc)
		return rc;
	if (strcmp(q->pq.PQgetvalue(r, 0, 0), "UTF8"))
		rc = ERR(e, RC_INVALID, NULL,
			"Cơ sở dữ liệu %s không dùng bảng mã UTF8; hãy tạo lại với UTF8.",
			q->d.name);
	q->pq.PQclear(r);
	return rc;
}

/* The schema's comment is its mark, as application_id is a file's. Made under a lock, as two
 * programs may come at once. */
static enum rc make_schema(struct pg_db *q, const char *schema, struct err *e)
{
	enum rc rc = plain(q,
		arena_printf(q->d.a,
			"BEGIN; SELECT pg_advisory_xact_lock(%d, hashtext('%s'));"
			"CREATE SCHEMA IF NOT EXISTS \"%s\"; COMMENT ON SCHEMA \"%s\" IS 'LOA1'; COMMIT",
			LOCK_SPACE, schema, schema, schema),
		e);
	if (rc)
		pg_rollback(&q->d);
	return rc;
}

static enum rc admit(struct pg_db *q, const char *schema, struct err *e)
{
	PGresult *r = NULL;
	enum rc rc = ask(q,
		"SELECT coalesce(obj_description(n.oid, 'pg_namespace'), ''),"
		" EXISTS (SELECT 1 FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid)"
		" FROM pg_catalog.pg_namespace n WHERE n.nspname = $1",
		schema, &r, e);
	if (rc)
		return rc;
	bool exists = q->pq.PQntuples(r) > 0;
	bool ours = exists && !strcmp(q->pq.PQgetvalue(r, 0, 0), "LOA1");
	bool empty = exists && !*q->pq.PQgetvalue(r, 0, 0) && *q->pq.PQgetvalue(r, 0, 1) == 'f';
	q->pq.PQclear(r);
	if (ours)
		return RC_OK;
	if (q->d.mode == DB_CREATE && (!exists || empty))
		return make_schema(q, schema, e);
	if (!exists)
		return ERR(e, RC_NOTFOUND, NULL, "Chưa có dữ liệu của xã trong %s.", q->d.name);
	return ERR(e, RC_INVALID, NULL,
		"%s không phải dữ liệu của Loa (lược đồ của chương trình khác, hoặc còn trống); không "
		"thay đổi gì.",
		q->d.name);
}

static enum rc open_target(struct pg_db *q, const struct target *t, struct err *e)
{
	PQconninfoOption *options = q->pq.PQconninfoParse(t->uri, NULL);
	if (!options)
		return ERR(e, RC_INVALID, NULL,
			"Địa chỉ PostgreSQL không đúng dạng "
			"postgresql://người-dùng@máy-chủ:cổng/tên?commune=mã.");
	q->pq.PQconninfoFree(options);
	enum rc rc = connect_or_make(q, t, e);
	if (rc)
		return rc;
	q->d.name = arena_printf(q->d.a, "PostgreSQL %s, %s", q->pq.PQdb(q->c), t->schema);
	q->d.key_path = t->key_file;
	q->schema = t->schema;
	rc = configure(q, e);
	return rc || t->many ? rc : admit(q, t->schema, e);
}

static enum rc open_at(struct pg_db *q, const struct target *t, struct err *e)
{
	enum rc rc = load(&q->pq, e);
	if (rc)
		return rc;
	rc = open_target(q, t, e);
	if (rc)
		disconnect(q);
	return rc;
}

enum rc pg_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	struct pg_db *q = ARENA_NEW(a, struct pg_db);
	struct target t = { 0 };
	q->d = (struct db){ .engine = &pg_engine, .a = a, .mode = mode, .name = "PostgreSQL" };
	enum rc rc = parse_address(a, address, &t, e);
	if (!rc && t.many)
		rc = ERR(e, RC_INVALID, NULL,
			"Địa chỉ có commune=* là của nhiều xã; lệnh này cần một xã: ?commune=MÃ.");
	if (!rc)
		rc = open_at(q, &t, e);
	if (!rc)
		*out = &q->d;
	return rc;
}

enum rc pg_names(struct arena *a, const char *address, struct texts *out, struct err *e)
{
	static const char sql[] =
		"SELECT substr(nspname, 9) FROM pg_catalog.pg_namespace"
		" WHERE nspname LIKE $1 AND obj_description(oid, 'pg_namespace') = 'LOA1'";
	struct pg_db q = { .d = { .engine = &pg_engine, .a = a, .name = "PostgreSQL" } };
	struct target t = { 0 };
	PGresult *r = NULL;
	enum rc rc = parse_address(a, address, &t, e);
	if (!rc)
		rc = open_at(&q, &t, e);
	if (rc)
		return rc;
	rc = ask(&q, sql, "commune\\_%", &r, e);
	for (int i = 0; !rc && i < q.pq.PQntuples(r); i++)
		ARENA_PUSH(a, out, arena_strdup(a, q.pq.PQgetvalue(r, i, 0)));
	if (!rc)
		q.pq.PQclear(r);
	disconnect(&q);
	return rc;
}
