#include <sodium.h>

#include "core/attachment.h"
#include "core/record.h"
#include "lib/base/text.h"

static const struct db_sql add = {
	"INSERT INTO attachment (hash, name, type, size, thumb_hash, taken, position, account_id,"
	" created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
};
static const struct db_sql get = {
	"SELECT id, hash, name, type, size, thumb_hash, taken, position, account_id, created_at"
	" FROM attachment WHERE id = ?"
};
static const struct db_sql all = {
	"SELECT id, hash, name, thumb_hash FROM attachment ORDER BY id"
};

static const char *hash_of(struct arena *a, struct bytes content)
{
	unsigned char raw[crypto_generichash_BYTES];
	char *hex = arena_alloc(a, 2 * sizeof raw + 1);
	if (sodium_init() < 0)
		die("libsodium");
	crypto_generichash(raw, sizeof raw, (const unsigned char *)content.p, content.n, NULL, 0);
	return sodium_bin2hex(hex, 2 * sizeof raw + 1, raw, sizeof raw);
}

/* The position is not in it: the audit is read by more people than may see that. */
static const char *record(struct arena *a, const struct attachment *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "hash", x->hash);
	record_text(&b, "name", x->name);
	record_text(&b, "type", x->type);
	record_int(&b, "size", x->size);
	record_text(&b, "thumb_hash", x->thumb_hash);
	return record_end(&b);
}

static enum rc add_row(struct audit *t, struct arena *a, struct attachment *x, struct err *e)
{
	struct db_value account = x->account ? A(x->account) : db_of_text(NULL);
	enum rc rc = db_one_int(t->db, &add,
		DB_ARGS(A(x->hash), A(x->name), A(x->type), A(x->size), A(x->thumb_hash),
			A(x->taken ? x->taken : ""), A(x->position ? x->position : ""), account,
			A(x->created_at)),
		&x->id, e);
	if (rc)
		return rc;
	struct audit_change c = { "attachment", arena_printf(a, "%lld", (long long)x->id),
		AUDIT_ADD, NULL, record(a, x) };
	return audit_add(t, &c, e);
}

enum rc attachment_add(struct audit *t, struct arena *a, struct attachment *x, struct bytes content,
	struct bytes thumb, struct err *e)
{
	x->hash = hash_of(a, content);
	x->size = (int64_t)content.n;
	x->thumb_hash = thumb.p ? hash_of(a, thumb) : NULL;
	x->created_at = t->at;
	enum rc rc = db_blob_put(t->db, x->hash, content, e);
	if (!rc && thumb.p)
		rc = db_blob_put(t->db, x->thumb_hash, thumb, e);
	return rc ? rc : add_row(t, a, x, e);
}

enum rc attachment_get(
	struct db *d, struct arena *a, int64_t id, struct attachment *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, RC_NOTFOUND, "attachment", "Không có tệp này.");
	if (rc)
		return rc;
	*out = (struct attachment){ .id = db_int(r, 0),
		.hash = db_text(r, 1),
		.name = db_text(r, 2),
		.type = db_text(r, 3),
		.size = db_int(r, 4),
		.thumb_hash = db_text(r, 5),
		.taken = db_text(r, 6),
		.position = db_text(r, 7),
		.account = db_int(r, 8),
		.created_at = db_int(r, 9) };
	return RC_OK;
}

enum rc attachment_content(
	struct db *d, struct arena *a, const struct attachment *x, struct bytes *out, struct err *e)
{
	return db_blob_get(d, a, x->hash, out, e);
}

enum rc attachment_thumb(
	struct db *d, struct arena *a, const struct attachment *x, struct bytes *out, struct err *e)
{
	return db_blob_get(d, a, x->thumb_hash ? x->thumb_hash : x->hash, out, e);
}

static const char *damage_of(struct db *d, const char *hash)
{
	struct arena *a = arena_new();
	struct err e;
	struct bytes content;
	err_init(&e, a);
	const char *why = NULL;
	if (db_blob_get(d, a, hash, &content, &e))
		why = "không đọc được nội dung";
	else if (!text_eq(hash_of(a, content), hash))
		why = "nội dung không đúng với mã băm lúc nhận";
	arena_free(a);
	return why;
}

enum rc attachment_damage(struct db *d, struct arena *a, struct texts *out, struct err *e)
{
	struct db_rows *r;
	struct texts found = { 0 };
	enum rc rc = db_query(d, a, &all, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e)))
		for (int column = 1; column <= 3; column += 2) {
			const char *why =
				db_is_null(r, column) ? NULL : damage_of(d, db_text(r, column));
			if (why)
				ARENA_PUSH(a, &found,
					arena_printf(a, "tệp %lld (%s): %s",
						(long long)db_int(r, 0), db_text(r, 2), why));
		}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = found;
	return RC_OK;
}
