/* The SQL of the text above all pages. */
#include "core/record.h"
#include "features/news/news_int.h"

static const struct db_sql get = {
	"SELECT text, from_at, until_at, version FROM news_alert WHERE id = 1"
};
static const struct db_sql put = {
	"INSERT INTO news_alert (id, text, from_at, until_at, version) VALUES (1, ?, ?, ?, 1)"
	" ON CONFLICT (id) DO UPDATE SET text = excluded.text, from_at = excluded.from_at,"
	" until_at = excluded.until_at, version = news_alert.version + 1"
};

enum rc news_alert_get(struct db *d, struct arena *a, struct news_alert *out, struct err *e)
{
	struct db_rows *r;
	*out = (struct news_alert){ .text = "" };
	enum rc rc = db_query(d, a, &get, DB_NONE, &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	*out = (struct news_alert){ db_text(r, 0), db_int(r, 1), db_int(r, 2), db_int(r, 3) };
	db_rows_close(r);
	return RC_OK;
}

static const char *record(struct arena *a, const struct news_alert *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "text", x->text);
	record_text(&b, "publish_at", news_moment_iso(a, x->from));
	record_text(&b, "expires_at", news_moment_iso(a, x->until));
	return record_end(&b);
}

enum rc news_alert_put(struct audit *t, struct arena *a, const struct news_alert *x, struct err *e)
{
	struct news_alert held;
	enum rc rc = news_alert_get(t->db, a, &held, e);
	if (!rc)
		rc = db_run(t->db, &put, DB_ARGS(A(x->text), A(x->from), A(x->until)), NULL, e);
	struct audit_change c = { "alert", "1", held.version ? AUDIT_CHANGE : AUDIT_ADD,
		held.version ? record(a, &held) : NULL, record(a, x) };
	return rc ? rc : audit_add(t, &c, e);
}

const char *news_alert_shown(const struct news_alert *x, int64_t now)
{
	return *x->text && x->from <= now && now < x->until ? x->text : NULL;
}

enum rc news_alert_now(struct db *d, struct arena *a, int64_t now, const char **out, struct err *e)
{
	struct news_alert x;
	enum rc rc = news_alert_get(d, a, &x, e);
	*out = rc ? NULL : news_alert_shown(&x, now);
	return rc;
}
