/* The SQL of texts that are being worked on, and of their pictures. */
#include "features/news/news_int.h"

#include "lib/base/text.h"

#define COLUMNS \
	"SELECT n.id, n.version, n.slug, n.title, n.lead, n.body, n.html, n.category, n.source," \
	" n.publish_at, n.expires_at, n.review_on, n.state, n.since, n.author_id, n.bypass, n.origin," \
	" n.corrected, u.name, l.published_at, l.changed_at, l.withdrawn_at, l.withdrawn_reason," \
	" l.activity_id, CASE WHEN c.id IS NULL THEN 0 ELSE 1 END FROM news n LEFT JOIN account u ON u.id = n.author_id" \
	" LEFT JOIN news_live l ON l.news_id = n.id LEFT JOIN v_activity c ON c.id = l.activity_id"
static const struct db_sql get = { COLUMNS " WHERE n.id = ?" };
static const struct db_sql find_all = { COLUMNS " WHERE n.id < ? ORDER BY n.id DESC LIMIT ?" };
static const struct db_sql find_state = { COLUMNS
	" WHERE n.state = ? AND n.id < ? ORDER BY n.id DESC LIMIT ?" };
static const struct db_sql by_slug = { "SELECT id FROM news WHERE slug = ?" };
/* An address that the public knew stays that article's. */
static const struct db_sql slug_taken = {
	"SELECT n.id FROM news n LEFT JOIN news_live l ON l.news_id = n.id"
	" WHERE (n.slug = ? OR l.slug = ?) AND n.id <> ? LIMIT 1"
};
static const struct db_sql add = {
	"INSERT INTO news (slug, title, lead, body, html, category, source, publish_at, expires_at,"
	" review_on, state, bypass, corrected, since, author_id, origin, version)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) RETURNING id"
};
static const struct db_sql change = {
	"UPDATE news SET slug = ?, title = ?, lead = ?, body = ?, html = ?, category = ?, source = ?,"
	" publish_at = ?, expires_at = ?, review_on = ?, state = ?, bypass = ?, corrected = ?, since = ?,"
	" version = version + 1 WHERE id = ? AND version = ?"
};
static const struct db_sql get_contents = {
	"SELECT code FROM news_content WHERE news_id = ? ORDER BY position"
};
static const struct db_sql drop_contents = { "DELETE FROM news_content WHERE news_id = ?" };
static const struct db_sql put_content = {
	"INSERT INTO news_content (news_id, position, code) VALUES (?, ?, ?)"
};
static const struct db_sql put_writer = {
	"INSERT INTO news_writer (news_id, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
};
static const struct db_sql is_writer = {
	"SELECT count(*) FROM news_writer WHERE news_id = ? AND account_id = ?"
};
/* As activity_row.c chooses the plan of an activity. */
static const struct db_sql plan_contents = {
	"SELECT code, text FROM v_plan_content WHERE plan_id = (SELECT plan_id FROM v_plan_year"
	" ORDER BY CASE WHEN year >= ? THEN year - ? ELSE 10000 + ? - year END LIMIT 1)"
	" ORDER BY position"
};
static const struct db_sql get_categories = {
	"SELECT category FROM news WHERE category <> '' GROUP BY category ORDER BY count(*) DESC, category"
	" LIMIT 30"
};
#define PICTURE \
	"SELECT id, news_id, attachment_id, alt, caption, width, height, small_width, dropped" \
	" FROM news_picture"
static const struct db_sql get_pictures = { PICTURE
	" WHERE news_id = ? AND dropped = 0 ORDER BY id" };
static const struct db_sql get_picture = { PICTURE " WHERE id = ?" };
static const struct db_sql add_picture = {
	"INSERT INTO news_picture (news_id, attachment_id, alt, caption, width, height, small_width,"
	" dropped) VALUES (?, ?, ?, ?, ?, ?, ?, 0) RETURNING id"
};
static const struct db_sql add_webp = {
	"INSERT INTO news_picture_webp (picture_id, width, attachment_id) VALUES (?, ?, ?)"
};
static const struct db_sql get_webps = {
	"SELECT x.attachment_id, x.width, f.hash FROM news_picture_webp x"
	" JOIN attachment f ON f.id = x.attachment_id WHERE x.picture_id = ? ORDER BY x.width"
};
static const struct db_sql change_picture = {
	"UPDATE news_picture SET alt = ?, caption = ?, dropped = ? WHERE id = ?"
};

static struct news from_row(struct db_rows *r)
{
	struct news x = { .id = db_int(r, 0),
		.version = db_int(r, 1),
		.slug = db_text(r, 2),
		.title = db_text(r, 3),
		.lead = db_text(r, 4),
		.body = db_text(r, 5),
		.html = db_text(r, 6),
		.category = db_text(r, 7),
		.source = db_text(r, 8),
		.publish_at = db_int(r, 9),
		.expires_at = db_int(r, 10),
		.review_on = date_partial(db_text(r, 11)),
		.since = db_int(r, 13),
		.author = db_int(r, 14),
		.bypass = db_text(r, 15),
		.imported = text_eq(db_text(r, 16), "import"),
		.corrected = db_int(r, 17) != 0,
		.author_name = db_text(r, 18),
		.live = !db_is_null(r, 19),
		.published_at = db_int(r, 19),
		.changed_at = db_int(r, 20),
		.withdrawn_at = db_int(r, 21),
		.withdrawn_reason = db_text(r, 22),
		.activity = db_int(r, 23),
		.counted = db_int(r, 24) != 0 };
	news_state_find(db_text(r, 12), &x.state);
	if (!x.author_name)
		x.author_name = "tệp nhập";
	if (!x.withdrawn_reason)
		x.withdrawn_reason = "";
	return x;
}

static enum rc load_contents(struct db *d, struct arena *a, struct news *x, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_contents, DB_ARGS(A(x->id)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *code = db_text(r, 0);
		ARENA_PUSH(a, &x->contents, code);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc news_get(struct db *d, struct arena *a, int64_t id, struct news *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "news", "Không có tin, bài này.");
	if (rc)
		return rc;
	*out = from_row(r);
	db_rows_close(r);
	return load_contents(d, a, out, e);
}

enum rc news_by_slug(struct db *d, struct arena *a, const char *slug, int64_t *id, struct err *e)
{
	(void)a;
	return db_one_int(d, &by_slug, DB_ARGS(A(slug)), id, e);
}

enum rc news_find(struct db *d, struct arena *a, const char *state, int64_t before, int limit,
	struct news_list *out, struct err *e)
{
	struct news_list list = { 0 };
	struct db_rows *r;
	int64_t below = before ? before : INT64_MAX, n = limit;
	enum rc rc = state ? db_query(d, a, &find_state, DB_ARGS(A(state), A(below), A(n)), &r, e)
			   : db_query(d, a, &find_all, DB_ARGS(A(below), A(n)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct news x = from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc news_free_slug(struct db *d, struct arena *a, const char *wanted, int64_t id,
	const char **out, struct err *e)
{
	enum { TRIES = 1000 };
	const char *slug = wanted;
	for (int i = 2; i < TRIES; i++) {
		int64_t other = 0;
		enum rc rc =
			db_one_int(d, &slug_taken, DB_ARGS(A(slug), A(slug), A(id)), &other, e);
		if (rc == RC_NOTFOUND) {
			*out = slug;
			return RC_OK;
		}
		if (rc)
			return rc;
		slug = arena_printf(a, "%.*s-%d", NEWS_SLUG_MAX - 5, wanted, i);
	}
	return ERR(e, RC_CONFLICT, "dia-chi", "Địa chỉ “%s” đã có bài khác dùng.", wanted);
}

static enum rc put_contents(struct db *d, const struct news *x, struct err *e)
{
	enum rc rc = db_run(d, &drop_contents, DB_ARGS(A(x->id)), NULL, e);
	for (size_t i = 0; !rc && i < x->contents.n; i++)
		rc = db_run(d, &put_content,
			DB_ARGS(A(x->id), A((int64_t)i + 1), A(x->contents.v[i])), NULL, e);
	return rc;
}

static enum rc write(struct audit *t, struct arena *a, struct news *x, struct err *e)
{
	int64_t n = 0;
	const char *state = news_state_code(x->state), *review = date_iso(a, x->review_on),
		   *origin = x->imported ? "import" : "web";
	int64_t corrected = x->corrected;
#define FIELDS \
	A(x->slug), A(x->title), A(x->lead), A(x->body), A(x->html), A(x->category), A(x->source), \
		A(x->publish_at), A(x->expires_at), A(review), A(state), A(x->bypass), \
		A(corrected), A(x->since)
	if (!x->id)
		return db_one_int(t->db, &add, DB_ARGS(FIELDS, A(x->author), A(origin)), &x->id, e);
	enum rc rc = db_run(t->db, &change, DB_ARGS(FIELDS, A(x->id), A(x->version)), &n, e);
#undef FIELDS
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "version",
			"Có người khác vừa sửa bài này trong lúc bạn đang mở trang.");
	return rc;
}

enum rc news_put(struct audit *t, struct arena *a, struct news *x, int64_t writer, struct err *e)
{
	struct news held = { 0 };
	bool fresh = !x->id;
	enum rc rc = fresh ? RC_OK : news_get(t->db, a, x->id, &held, e);
	if (!rc)
		rc = write(t, a, x, e);
	if (!rc)
		rc = put_contents(t->db, x, e);
	if (!rc && writer)
		rc = db_run(t->db, &put_writer, DB_ARGS(A(x->id), A(writer)), NULL, e);
	if (rc)
		return rc;
	x->version++;
	struct audit_change c = { "news", arena_printf(a, "%lld", (long long)x->id),
		fresh ? AUDIT_ADD : AUDIT_CHANGE, fresh ? NULL : news_record(a, &held, ""),
		news_record(a, x, "") };
	return !fresh && text_eq(c.before, c.after) ? RC_OK : audit_add(t, &c, e);
}

enum rc news_is_writer(struct db *d, int64_t id, int64_t account, bool *out, struct err *e)
{
	int64_t n = 0;
	enum rc rc = db_one_int(d, &is_writer, DB_ARGS(A(id), A(account)), &n, e);
	*out = n > 0;
	return rc;
}

enum rc news_contents(
	struct db *d, struct arena *a, int64_t year, struct news_choices *out, struct err *e)
{
	struct news_choices list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &plan_contents, DB_ARGS(A(year), A(year), A(year)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct news_choice c = { db_text(r, 0), db_text(r, 1) };
		ARENA_PUSH(a, &list, c);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc news_categories(struct db *d, struct arena *a, struct texts *out, struct err *e)
{
	struct texts list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_categories, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *name = db_text(r, 0);
		ARENA_PUSH(a, &list, name);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

/* --- pictures --- */

static struct news_picture picture_from_row(struct db_rows *r)
{
	return (struct news_picture){ .id = db_int(r, 0),
		.news = db_int(r, 1),
		.attachment = db_int(r, 2),
		.alt = db_text(r, 3),
		.caption = db_text(r, 4),
		.width = (int)db_int(r, 5),
		.height = (int)db_int(r, 6),
		.small_width = (int)db_int(r, 7),
		.dropped = db_int(r, 8) != 0 };
}

enum rc news_webp_put(struct db *d, int64_t picture, const struct news_webp *x, struct err *e)
{
	return db_run(
		d, &add_webp, DB_ARGS(A(picture), A((int64_t)x->width), A(x->attachment)), NULL, e);
}

enum rc news_webp_load(struct db *d, struct arena *a, struct news_picture *p, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_webps, DB_ARGS(A(p->id)), &r, e);
	p->webp = (struct news_webps){ 0 };
	while (!rc && !(rc = db_next(r, e))) {
		struct news_webp x = { db_int(r, 0), (int)db_int(r, 1), db_text(r, 2) };
		ARENA_PUSH(a, &p->webp, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc news_pictures_of(
	struct db *d, struct arena *a, int64_t news, struct news_pictures *out, struct err *e)
{
	struct news_pictures list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_pictures, DB_ARGS(A(news)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct news_picture p = picture_from_row(r);
		ARENA_PUSH(a, &list, p);
	}
	rc = rc == RC_NOTFOUND ? RC_OK : rc;
	for (size_t i = 0; !rc && i < list.n; i++)
		rc = news_webp_load(d, a, &list.v[i], e);
	if (!rc)
		*out = list;
	return rc;
}

enum rc news_picture_get(
	struct db *d, struct arena *a, int64_t id, struct news_picture *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_picture, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "picture", "Không có ảnh này.");
	if (rc)
		return rc;
	*out = picture_from_row(r);
	db_rows_close(r);
	return news_webp_load(d, a, out, e);
}

enum rc news_picture_put(struct db *d, struct news_picture *p, struct err *e)
{
	int64_t w = p->width, h = p->height, small = p->small_width, dropped = p->dropped;
	if (p->id)
		return db_run(d, &change_picture,
			DB_ARGS(A(p->alt), A(p->caption), A(dropped), A(p->id)), NULL, e);
	return db_one_int(d, &add_picture,
		DB_ARGS(A(p->news), A(p->attachment), A(p->alt), A(p->caption), A(w), A(h),
			A(small)),
		&p->id, e);
}
