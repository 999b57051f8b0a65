/* One file per commune. Writers of all processes take turns by a lock file beside it, so that no
 * checkpoint runs while another connection commits (the WAL-reset fault of SQLite up to 3.51.2). */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/db/engine.h"

enum {
	MARK = 0x4c4f4131, /* "LOA1" in the file's header: application_id */
	CHECKPOINT_PAGES = 1000,
	WAL_KEPT = 16 << 20 /* bytes that an emptied WAL file may keep */
};

struct prepared {
	const char *text; /* of the struct db_sql; compared first */
	sqlite3_stmt *st;
};

struct sqlite_db {
	struct db d;
	sqlite3 *s;
	int lock; /* -1 where opened to read */
	struct prepared cache[DB_CACHE];
	size_t victim;
};

static struct sqlite_db *of(struct db *d)
{
	return (struct sqlite_db *)d;
}

static enum rc fail_errno(const char *path, int no, const char *where, struct err *e)
{
	switch (no) {
	case ENOENT:
		return err_set(e, RC_NOTFOUND, NULL, where,
			"Không tìm thấy tệp cơ sở dữ liệu %s, hoặc thư mục chứa nó.", path);
	case EACCES:
	case EPERM:
	case EROFS:
		return err_set(e, RC_DENIED, NULL, where,
			"Không có quyền đọc, ghi tệp cơ sở dữ liệu %s hoặc thư mục chứa nó.", path);
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return err_set(e, RC_FAIL, NULL, where,
			"Hết chỗ trên đĩa khi ghi cơ sở dữ liệu %s; không lưu được gì.", path);
	case EISDIR:
		return err_set(e, RC_INVALID, NULL, where,
			"%s là một thư mục, không phải tệp cơ sở dữ liệu.", path);
	default:
		return err_set(e, RC_FAIL, NULL, where, "Không mở được cơ sở dữ liệu %s (%s).",
			path, file_why(no));
	}
}

static enum rc fail_constraint(sqlite3 *s, int code, const char *where, struct err *e)
{
	const char *detail = sqlite3_errmsg(s);
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return err_set(
			e, RC_CONFLICT, NULL, where, "Trùng với dữ liệu đã có (%s).", detail);
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return err_set(e, RC_CONFLICT, NULL, where,
			"Dữ liệu liên quan không tồn tại, hoặc còn được dùng ở nơi khác (%s).",
			detail);
	case SQLITE_CONSTRAINT_CHECK:
		return err_set(e, RC_CONFLICT, NULL, where,
			"Dữ liệu trái với điều kiện của cơ sở dữ liệu (%s).", detail);
	case SQLITE_CONSTRAINT_TRIGGER:
		return err_set(e, RC_DENIED, NULL, where,
			"Dữ liệu này chỉ được ghi thêm, không sửa, không xóa (%s).", detail);
	default:
		return err_set(e, RC_FAIL, NULL, where,
			"Chương trình ghi dữ liệu sai kiểu hoặc thiếu (%s).", detail);
	}
}

static enum rc fail_at(sqlite3 *s, const char *path, int code, const char *where, struct err *e)
{
	const char *detail = s ? sqlite3_errmsg(s) : sqlite3_errstr(code);
	int no = s ? sqlite3_system_errno(s) : 0;
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return fail_constraint(s, code, where, e);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, RC_BUSY, NULL, where,
			"Cơ sở dữ liệu %s đang bận vì có người khác ghi; xin thử lại.", path);
	case SQLITE_FULL:
		return fail_errno(path, ENOSPC, where, e);
	case SQLITE_READONLY:
		return err_set(e, RC_DENIED, NULL, where,
			"Cơ sở dữ liệu %s chỉ đọc được, không ghi được (%s).", path, detail);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		if (no)
			return fail_errno(path, no, where, e);
		return err_set(e, RC_FAIL, NULL, where, "Không đọc ghi được cơ sở dữ liệu %s (%s).",
			path, detail);
	case SQLITE_CORRUPT:
		return err_set(e, RC_FAIL, NULL, where,
			"Cơ sở dữ liệu %s bị hỏng; hãy lấy lại từ bản sao lưu (%s).", path, detail);
	case SQLITE_NOTADB:
		return err_set(e, RC_INVALID, NULL, where,
			"Tệp %s không phải cơ sở dữ liệu của Loa; không thay đổi gì.", path);
	default:
		return err_set(
			e, RC_FAIL, NULL, where, "Lỗi của cơ sở dữ liệu %s (%s).", path, detail);
	}
}

#define FAIL(q, code, e) fail_at((q)->s, (q)->d.name, (code), __FILE__ ":" ERR_STR(__LINE__), (e))

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum rc lock_take(struct sqlite_db *q, struct err *e)
{
	struct timespec pause = { 0, 2 * 1000 * 1000 };
	int64_t until = now_ms() + DB_WAIT_MS;
	while (flock(q->lock, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail_errno(q->d.name, errno, __FILE__ ":" ERR_STR(__LINE__), e);
		if (now_ms() >= until)
			return FAIL(q, SQLITE_BUSY, e);
		nanosleep(&pause, NULL);
	}
	return RC_OK;
}

static void lock_give(struct sqlite_db *q)
{
	flock(q->lock, LOCK_UN);
}

/* --- statements --- */

static enum rc prepare(struct sqlite_db *q, const char *text, sqlite3_stmt **out, struct err *e)
{
	struct prepared *slot = NULL;
	for (size_t i = 0; i < DB_CACHE && !slot; i++)
		if (q->cache[i].text == text && !strcmp(sqlite3_sql(q->cache[i].st), text))
			slot = &q->cache[i];
	if (!slot) {
		const char *tail = NULL;
		sqlite3_stmt *st = NULL;
		int code =
			sqlite3_prepare_v3(q->s, text, -1, SQLITE_PREPARE_PERSISTENT, &st, &tail);
		if (code)
			return FAIL(q, code, e);
		if (!st)
			return ERR(e, RC_FAIL, NULL, "Câu lệnh SQL rỗng.");
		if (tail[strspn(tail, " \t\r\n;")]) {
			sqlite3_finalize(st);
			return ERR(e, RC_FAIL, NULL, "Nhiều câu lệnh SQL trong một: %s", text);
		}
		slot = &q->cache[q->victim++ % DB_CACHE];
		sqlite3_finalize(slot->st);
		*slot = (struct prepared){ text, st };
	}
	*out = slot->st;
	return RC_OK;
}

static enum rc bind(struct sqlite_db *q, sqlite3_stmt *st, struct db_args args, struct err *e)
{
	if ((size_t)sqlite3_bind_parameter_count(st) != args.n)
		return ERR(e, RC_FAIL, NULL, "Câu lệnh cần %d giá trị mà được cho %zu: %s",
			sqlite3_bind_parameter_count(st), args.n, sqlite3_sql(st));
	int code = SQLITE_OK;
	for (size_t i = 0; i < args.n && !code; i++) {
		const struct db_value *v = &args.v[i];
		if (v->kind == DB_INT)
			code = sqlite3_bind_int64(st, (int)i + 1, v->i);
		else if (v->kind == DB_TEXT)
			code = sqlite3_bind_text(st, (int)i + 1, v->t, -1, SQLITE_STATIC);
	}
	return code ? FAIL(q, code, e) : RC_OK;
}

static enum rc read_row(struct sqlite_db *q, sqlite3_stmt *st, struct db_rows *r, struct err *e)
{
	struct db_row *row = db_row_add(r);
	for (int i = 0; i < r->columns; i++) {
		int type = sqlite3_column_type(st, i);
		if (type == SQLITE_NULL)
			continue;
		if (type == SQLITE_INTEGER) {
			row->v[i] = db_of_int(sqlite3_column_int64(st, i));
			continue;
		}
		const char *t = (const char *)sqlite3_column_text(st, i);
		size_t n = (size_t)sqlite3_column_bytes(st, i);
		if (!t)
			return FAIL(q, SQLITE_NOMEM, e);
		if (text_check(t, n) != n)
			return ERR(e, RC_FAIL, NULL,
				"Cơ sở dữ liệu %s có văn bản hỏng (không phải UTF-8).", q->d.name);
		row->v[i] = db_of_text(arena_strndup(r->a, t, n));
	}
	return RC_OK;
}

static enum rc step_all(struct sqlite_db *q, sqlite3_stmt *st, struct db_rows *rows, struct err *e)
{
	enum rc rc = RC_OK;
	int code;
	if (rows)
		rows->columns = sqlite3_column_count(st);
	while (!rc && (code = sqlite3_step(st)) != SQLITE_DONE) {
		if (code != SQLITE_ROW)
			rc = FAIL(q, code, e);
		else if (rows)
			rc = read_row(q, st, rows, e);
	}
	return rc;
}

static enum rc sqlite_exec(struct db *d, const struct db_sql *sql, struct db_args args,
	struct db_rows *rows, int64_t *changed, struct err *e)
{
	struct sqlite_db *q = of(d);
	sqlite3_stmt *st = NULL;
	enum rc rc = prepare(q, sql->text, &st, e);
	if (rc)
		return rc;
	bool writes = !sqlite3_stmt_readonly(st);
	if (writes && (d->mode == DB_READ || d->tx_reads))
		return ERR(e, RC_DENIED, NULL, "Cơ sở dữ liệu %s chỉ được mở để đọc.", d->name);
	bool lock = writes && !d->in_tx;
	if (lock && (rc = lock_take(q, e)))
		return rc;
	sqlite3_int64 before = sqlite3_total_changes64(q->s);
	rc = bind(q, st, args, e);
	if (!rc)
		rc = step_all(q, st, rows, e);
	/* sqlite3_changes keeps the figure of an earlier statement after one that changes nothing.
	 */
	if (!rc && changed)
		*changed = sqlite3_total_changes64(q->s) == before ? 0 : sqlite3_changes64(q->s);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	if (lock)
		lock_give(q);
	return rc;
}

static void sqlite_forget(struct db *d)
{
	struct sqlite_db *q = of(d);
	for (size_t i = 0; i < DB_CACHE; i++) {
		sqlite3_finalize(q->cache[i].st);
		q->cache[i] = (struct prepared){ 0 };
	}
}

/* --- transactions --- */

/* For every page: kept prepared, and known by where they lie. */
static const char begin_reading[] = "BEGIN";
static const char read_something[] = "SELECT 1 FROM sqlite_schema LIMIT 1";
static const char roll_back[] = "ROLLBACK";

static enum rc step_prepared(struct sqlite_db *q, const char *text, struct err *e)
{
	sqlite3_stmt *st = NULL;
	enum rc rc = prepare(q, text, &st, e);
	if (rc)
		return rc;
	int code = sqlite3_step(st);
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		rc = FAIL(q, code, e);
	sqlite3_reset(st);
	return rc;
}

static enum rc plain(struct sqlite_db *q, const char *text, struct err *e)
{
	int code = sqlite3_exec(q->s, text, NULL, NULL, NULL);
	return code ? FAIL(q, code, e) : RC_OK;
}

static void undo(struct sqlite_db *q)
{
	/* Some failures (a full disk) have rolled back already. */
	struct err none;
	err_init(&none, q->d.a);
	if (!sqlite3_get_autocommit(q->s) && step_prepared(q, roll_back, &none))
		sqlite3_exec(q->s, "ROLLBACK", NULL, NULL, NULL);
}

static enum rc sqlite_begin(struct db *d, bool reads, struct err *e)
{
	struct sqlite_db *q = of(d);
	enum rc rc;
	if (reads) {
		/* The snapshot is taken by the first reading, so read. */
		rc = step_prepared(q, begin_reading, e);
		if (!rc)
			rc = step_prepared(q, read_something, e);
		if (rc)
			undo(q);
		return rc;
	}
	rc = lock_take(q, e);
	if (rc)
		return rc;
	rc = plain(q, "BEGIN IMMEDIATE", e);
	if (rc)
		lock_give(q);
	return rc;
}

static void sqlite_rollback(struct db *d)
{
	struct sqlite_db *q = of(d);
	undo(q);
	if (!d->tx_reads)
		lock_give(q);
}

static enum rc sqlite_commit(struct db *d, struct err *e)
{
	enum rc rc = plain(of(d), "COMMIT", e);
	sqlite_rollback(d);
	return rc;
}

static void sqlite_close_db(struct db *d)
{
	struct sqlite_db *q = of(d);
	sqlite_forget(d);
	/* The last one to close empties the WAL: as any checkpoint, only with the lock. */
	if (q->lock < 0 || flock(q->lock, LOCK_EX | LOCK_NB))
		sqlite3_db_config(q->s, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close_v2(q->s);
	/* A child started meanwhile may have inherited the descriptor, and the lock with it. */
	if (q->lock >= 0) {
		lock_give(q);
		close(q->lock);
	}
}

static bool sqlite_lost(const struct db *d)
{
	(void)d;
	return false;
}

static const struct db_sql broken_pages = { "PRAGMA integrity_check" };
static const struct db_sql broken_references = {
	"SELECT \"table\" || ', dòng ' || coalesce(rowid, '?') || ' -> ' || parent"
	" FROM pragma_foreign_key_check LIMIT 100"
};

static const struct db_engine sqlite_engine = {
	.name = "sqlite",
	.words = &sqlite_words,
	.exec = sqlite_exec,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.forget = sqlite_forget,
	.close = sqlite_close_db,
	.lost = sqlite_lost,
	.blob_put = blob_file_put,
	.blob_get = blob_file_get,
	.has_table = { "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?" },
	.id = "INTEGER PRIMARY KEY",
	.table = " STRICT",
	.append_only = (const char *const[]){ "CREATE TRIGGER @_no_update BEFORE UPDATE ON @"
					      " BEGIN SELECT RAISE(ABORT, 'append-only: @'); END",
		"CREATE TRIGGER @_no_delete BEFORE DELETE ON @"
		" BEGIN SELECT RAISE(ABORT, 'append-only: @'); END",
		NULL },
	.damage = (const struct db_sql *const[]){ &broken_pages, &broken_references, NULL },
	.types = (const char *const[]){ NULL },
};

/* --- opening --- */

static int pragma_int(sqlite3 *s, const char *text, int64_t *out)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(s, text, -1, &st, NULL);
	if (!code) {
		code = sqlite3_step(st);
		if (code == SQLITE_ROW) {
			*out = sqlite3_column_int64(st, 0);
			code = SQLITE_OK;
		}
	}
	sqlite3_finalize(st);
	return code == SQLITE_DONE ? SQLITE_ERROR : code;
}

/* As a URI that makes SQLite look only: no locks, no journal or WAL files, no recovery. */
static const char *uri_of(struct arena *a, const char *path)
{
	struct buf b;
	buf_init(&b, a, 3 * strlen(path) + 64);
	buf_puts(&b, *path == '/' ? "file://" : "file:");
	for (const char *p = path; *p; p++) {
		if (strchr("%?#", *p))
			buf_printf(&b, "%%%02X", (unsigned char)*p);
		else
			buf_putc(&b, *p);
	}
	buf_puts(&b, "?mode=ro&immutable=1");
	return b.p;
}

enum owner { OURS, NOBODYS, FOREIGN };

static bool has_wal(struct arena *a, const char *path)
{
	struct stat st;
	return !stat(arena_printf(a, "%s-wal", path), &st) && st.st_size;
}

/* Whose file this is, by its mark. The mark is written before the file turns to WAL, so it is
 * always in the file itself; what others keep in a WAL is not seen here, but theirs it is. */
static enum rc look(struct arena *a, const char *path, enum owner *out, struct err *e)
{
	sqlite3 *s = NULL;
	int64_t mark = 0, tables = 0;
	int code = sqlite3_open_v2(uri_of(a, path), &s,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, NULL);
	if (!code)
		code = pragma_int(s, "PRAGMA application_id", &mark);
	if (!code && mark != MARK)
		code = pragma_int(s, "SELECT count(*) FROM sqlite_schema", &tables);
	enum rc rc = RC_OK;
	if (code)
		rc = fail_at(s, path, code, __FILE__ ":" ERR_STR(__LINE__), e);
	else
		*out = mark == MARK ? OURS : mark || tables || has_wal(a, path) ? FOREIGN : NOBODYS;
	sqlite3_close_v2(s);
	return rc;
}

/* Before SQLite touches anything: is there a file, may it be ours, or may one be made? */
static enum rc admit(
	struct arena *a, const char *path, enum db_mode mode, bool *made, struct err *e)
{
	struct stat st;
	enum owner owner = NOBODYS;
	if (stat(path, &st)) {
		if (errno != ENOENT || mode != DB_CREATE)
			return fail_errno(path, errno, __FILE__ ":" ERR_STR(__LINE__), e);
		/* Made here for its mode: it holds personal data. */
		int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
		if (fd < 0 && errno != EEXIST)
			return fail_errno(path, errno, __FILE__ ":" ERR_STR(__LINE__), e);
		if (fd >= 0)
			close(fd);
		*made = fd >= 0;
		return RC_OK;
	}
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode)
			       ? fail_errno(path, EISDIR, __FILE__ ":" ERR_STR(__LINE__), e)
			       : ERR(e, RC_INVALID, NULL, "%s không phải một tệp thường.", path);
	enum rc rc = look(a, path, &owner, e);
	if (rc || owner == OURS || (owner == NOBODYS && mode == DB_CREATE))
		return rc;
	return ERR(e, RC_INVALID, NULL,
		owner == FOREIGN
			? "Tệp %s là cơ sở dữ liệu của chương trình khác, không phải của Loa; "
			  "không thay đổi gì."
			: "Tệp %s còn trống, chưa phải cơ sở dữ liệu của Loa.",
		path);
}

static enum rc open_lock(struct sqlite_db *q, struct err *e)
{
	struct stat st;
	const char *path = arena_printf(q->d.a, "%s-lock", q->d.name);
	if (stat(q->d.name, &st))
		return fail_errno(q->d.name, errno, __FILE__ ":" ERR_STR(__LINE__), e);
	q->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, st.st_mode & 0666);
	if (q->lock < 0)
		return fail_errno(path, errno, __FILE__ ":" ERR_STR(__LINE__), e);
	return RC_OK;
}

static enum rc configure(struct sqlite_db *q, struct err *e)
{
	static const struct {
		int what, on;
	} config[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		/* "x" is a column and never a text, as in PostgreSQL. */
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};
	for (size_t i = 0; i < sizeof config / sizeof *config; i++) {
		int on = -1;
		int code = sqlite3_db_config(q->s, config[i].what, config[i].on, &on);
		if (code || on != config[i].on)
			return FAIL(q, code ? code : SQLITE_ERROR, e);
	}
	sqlite3_busy_timeout(q->s, DB_WAIT_MS);
	sqlite3_limit(q->s, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_wal_autocheckpoint(q->s, q->d.mode == DB_READ ? 0 : CHECKPOINT_PAGES);
	/* LIKE heeds case, as in PostgreSQL; folded columns are there for the rest. */
	return plain(q,
		arena_printf(q->d.a,
			"PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;"
			"PRAGMA case_sensitive_like = ON; PRAGMA journal_size_limit = %d",
			WAL_KEPT),
		e);
}

/* Gives an empty file its mark, unless another process was faster. */
static enum rc mark(struct sqlite_db *q, struct err *e)
{
	int64_t found = 0, tables = 0;
	enum rc rc = plain(q, "BEGIN EXCLUSIVE", e);
	if (rc)
		return rc;
	int code = pragma_int(q->s, "PRAGMA application_id", &found);
	if (!code)
		code = pragma_int(q->s, "SELECT count(*) FROM sqlite_schema", &tables);
	if (code)
		rc = FAIL(q, code, e);
	else if (found != MARK && (found || tables))
		rc = FAIL(q, SQLITE_NOTADB, e);
	else if (!found)
		rc = plain(q, arena_printf(q->d.a, "PRAGMA application_id = %d", MARK), e);
	if (!rc)
		rc = plain(q, "COMMIT", e);
	undo(q);
	return rc;
}

static enum rc turn_to_wal(struct sqlite_db *q, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(q->s, "PRAGMA journal_mode = WAL", -1, &st, NULL);
	if (!code)
		code = sqlite3_step(st);
	bool wal = code == SQLITE_ROW && text_eq((const char *)sqlite3_column_text(st, 0), "wal");
	sqlite3_finalize(st);
	if (wal)
		return RC_OK;
	if (code != SQLITE_ROW)
		return FAIL(q, code, e);
	return ERR(e, RC_FAIL, NULL, "Nơi chứa %s không dùng được cho cơ sở dữ liệu (thiếu WAL).",
		q->d.name);
}

static enum rc make_ready(struct sqlite_db *q, struct err *e)
{
	int64_t found = 0;
	enum rc rc = configure(q, e);
	if (rc)
		return rc;
	int code = pragma_int(q->s, "PRAGMA application_id", &found);
	if (code)
		return FAIL(q, code, e);
	if (!found && q->d.mode == DB_CREATE)
		rc = mark(q, e);
	else if (found != MARK)
		return FAIL(q, SQLITE_NOTADB, e);
	if (rc || q->d.mode == DB_READ)
		return rc;
	if (sqlite3_db_readonly(q->s, "main"))
		return fail_errno(q->d.name, EACCES, __FILE__ ":" ERR_STR(__LINE__), e);
	return turn_to_wal(q, e);
}

/* Counting SQLite's memory takes a lock of the whole process for every piece, and nobody asks for
 * the count. Refused, and harmless, where SQLite is at work already. */
static void set_up(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum rc open_file(struct sqlite_db *q, struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, set_up);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    (q->d.mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	int code = sqlite3_open_v2(q->d.name, &q->s, flags, NULL);
	if (code)
		return FAIL(q, code, e);
	enum rc rc = q->d.mode == DB_READ ? RC_OK : open_lock(q, e);
	bool lock = !rc && q->lock >= 0;
	if (lock)
		rc = lock_take(q, e);
	if (!rc)
		rc = make_ready(q, e);
	if (lock && !rc)
		lock_give(q);
	return rc;
}

enum rc sqlite_open(
	struct arena *a, const char *address, enum db_mode mode, struct db **out, struct err *e)
{
	struct sqlite_db *q = ARENA_NEW(a, struct sqlite_db);
	bool made = false;
	/* ":memory:" and "file:" mean something else to SQLite unless they begin like paths. */
	const char *path =
		*address == '/' || *address == '.' ? address : arena_printf(a, "./%s", address);
	*q = (struct sqlite_db){ .d = { .engine = &sqlite_engine,
					 .a = a,
					 .mode = mode,
					 .name = path,
					 .key_path = arena_printf(a, "%s.key", path),
					 .makes_key = true },
		.lock = -1 };
	enum rc rc = admit(a, path, mode, &made, e);
	if (rc)
		return rc;
	rc = open_file(q, e);
	if (rc) {
		sqlite_close_db(&q->d);
		/* Another process may have begun to fill it meanwhile. */
		struct stat st;
		if (made && !stat(path, &st) && !st.st_size)
			unlink(path);
		return rc;
	}
	*out = &q->d;
	return RC_OK;
}
