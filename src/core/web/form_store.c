#include "core/web/form_store.h"

#include <string.h>

#include "core/token.h"
#include "lib/base/text.h"

enum { KEY_MIN = 20, KEY_MAX = 64 };

static const struct db_sql find = { "SELECT location FROM form_taken WHERE key_hash = ?" };
static const struct db_sql keep = {
	"INSERT INTO form_taken (key_hash, location, at) VALUES (?, ?, ?)"
};
static const struct db_sql purge = { "DELETE FROM form_taken WHERE at < ?" };

const char *form_key(const struct web *w)
{
	const char *key = request_field(w->rq, WEB_ONCE);
	size_t n = key ? strlen(key) : 0;
	if (!w->session || n < KEY_MIN || n > KEY_MAX)
		return NULL;
	return token_hash(w->a, arena_printf(w->a, "%lld %s", (long long)w->session->account, key));
}

enum rc form_taken(struct web *w, const char *key, const char **location)
{
	struct db_rows *r;
	enum rc rc = db_query(w->db, w->a, &find, DB_ARGS(A(key)), &r, &w->e);
	if (!rc)
		rc = db_next(r, &w->e);
	if (!rc)
		*location = db_text(r, 0);
	return rc;
}

enum rc form_keep(struct web *w, const char *key)
{
	const char *location = "/";
	for (size_t i = 0; i < w->rp->headers.n; i++)
		if (text_eq(w->rp->headers.v[i].name, "Location"))
			location = w->rp->headers.v[i].value;
	return db_run(w->db, &keep, DB_ARGS(A(key), A(location), A(w->now)), NULL, &w->e);
}

enum rc form_purge(struct db *d, int64_t now, struct err *e)
{
	return db_run(d, &purge, DB_ARGS(A(now - FORM_KEPT)), NULL, e);
}
