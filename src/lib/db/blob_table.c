/* Contents as parts in the table blob (core's schema), for PostgreSQL: they travel with the dump
 * and the replica. Hex on the way: parameters are text. */
#include <string.h>

#include "lib/db/engine.h"

enum { PART = 128 * 1024 };

static const struct db_sql there = { "SELECT count(*) FROM blob WHERE name = ?" };
static const struct db_sql put_part = {
	"INSERT INTO blob (name, part, content) VALUES (?, ?, decode(?, 'hex'))"
};
static const struct db_sql parts = {
	"SELECT encode(content, 'hex') FROM blob WHERE name = ? ORDER BY part"
};

static const char *to_hex(struct arena *a, const char *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(a, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[(unsigned char)p[i] >> 4];
		out[2 * i + 1] = digits[(unsigned char)p[i] & 15];
	}
	return out;
}

static int nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void add_hex(struct buf *b, const char *hex)
{
	for (; hex[0] && hex[1]; hex += 2)
		buf_putc(b, (char)(nibble(hex[0]) << 4 | nibble(hex[1])));
}

/* An empty content is one empty part. */
enum rc blob_table_put(struct db *d, const char *name, struct bytes content, struct err *e)
{
	int64_t n = 0, part = 0;
	enum rc rc = db_one_int(d, &there, DB_ARGS(A(name)), &n, e);
	for (size_t at = 0; !rc && !n && (at < content.n || !part); at += PART) {
		struct arena *a = arena_new();
		size_t len = content.n - at < PART ? content.n - at : PART;
		const char *hex = to_hex(a, content.p + at, len);
		rc = db_run(d, &put_part, DB_ARGS(A(name), A(part), A(hex)), NULL, e);
		arena_free(a);
		part++;
	}
	return rc;
}

enum rc blob_table_get(
	struct db *d, struct arena *a, const char *name, struct bytes *out, struct err *e)
{
	enum { CONTENT_MAX = 256 << 20 };
	struct arena *own = arena_new();
	struct db_rows *r;
	struct buf b;
	size_t n = 0;
	buf_init(&b, a, CONTENT_MAX);
	enum rc rc = db_query(d, own, &parts, DB_ARGS(A(name)), &r, e);
	for (; !rc && !(rc = db_next(r, e)); n++)
		add_hex(&b, db_text(r, 0));
	arena_free(own);
	if (rc != RC_NOTFOUND)
		return rc;
	if (!n)
		return ERR(e, RC_NOTFOUND, NULL, "Không còn nội dung của tệp %s.", name);
	if (b.over)
		return ERR(e, RC_FAIL, NULL, "Nội dung của tệp %s quá lớn.", name);
	*out = (struct bytes){ b.p, b.n };
	return RC_OK;
}
