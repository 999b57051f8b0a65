/* The SQL of what the public sees, and of the activity that counts it. */
#include "features/news/news_int.h"

#include <string.h>

#include "core/search.h"
#include "core/setting.h"
#include "features/activity/activity.h"
#include "lib/base/text.h"
#include "lib/html/markdown.h"

static const struct db_sql set_state = {
	"UPDATE news SET state = ?, since = ?, bypass = ?, version = version + 1"
	" WHERE id = ? AND version = ?"
};
static const struct db_sql drop_writers = { "DELETE FROM news_writer WHERE news_id = ?" };
static const struct db_sql put_live = {
	"INSERT INTO news_live (news_id, slug, title, lead, category, category_slug, source,"
	" picture_id, published_at, changed_at, expires_at, withdrawn_at, withdrawn_reason, activity_id)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0)"
	" ON CONFLICT (news_id) DO UPDATE SET slug = excluded.slug, title = excluded.title,"
	" lead = excluded.lead, category = excluded.category, category_slug = excluded.category_slug,"
	" source = excluded.source, picture_id = excluded.picture_id,"
	" changed_at = excluded.changed_at, expires_at = excluded.expires_at, withdrawn_at = 0,"
	" withdrawn_reason = ''"
};
static const struct db_sql put_text = {
	"INSERT INTO news_live_text (news_id, body, html) VALUES (?, ?, ?)"
	" ON CONFLICT (news_id) DO UPDATE SET body = excluded.body, html = excluded.html"
};
static const struct db_sql set_activity = {
	"UPDATE news_live SET activity_id = ? WHERE news_id = ?"
};
static const struct db_sql set_withdrawn = {
	"UPDATE news_live SET withdrawn_at = ?, withdrawn_reason = ? WHERE news_id = ?"
};
static const struct db_sql get_title = { "SELECT title FROM news_live WHERE news_id = ?" };
static const struct db_sql drop_pictures = { "DELETE FROM news_live_picture WHERE news_id = ?" };
static const struct db_sql put_picture = {
	"INSERT INTO news_live_picture (news_id, picture_id) VALUES (?, ?)"
};
/* The same item in the log already, by hand or from a file. */
static const struct db_sql find_activity = {
	"SELECT id FROM v_activity WHERE channel = 'portal' AND day_from = ? AND title = ?"
	" AND id NOT IN (SELECT activity_id FROM news_live) ORDER BY id LIMIT 1"
};
static const struct db_sql has_content = {
	"SELECT count(*) FROM v_plan_content WHERE code = ? AND plan_id = (SELECT plan_id FROM v_plan_year"
	" ORDER BY CASE WHEN year >= ? THEN year - ? ELSE 10000 + ? - year END LIMIT 1)"
};
static const struct db_sql has_plan = { "SELECT count(*) FROM v_plan_year" };

#define LIVE(html) \
	"SELECT l.news_id, l.slug, l.title, l.lead, " html \
	", l.category, l.category_slug, l.source, l.published_at, l.changed_at, l.expires_at," \
	" l.withdrawn_at, l.withdrawn_reason, p.id, p.alt, p.width, p.height, p.small_width" \
	" FROM news_live l LEFT JOIN news_picture p ON p.id = l.picture_id"
#define SHOWN  "l.withdrawn_at = 0 AND (l.expires_at = 0 OR l.expires_at > ?)"
#define BEHIND " AND (l.published_at < ? OR (l.published_at = ? AND l.news_id < ?))"
#define ORDER  " ORDER BY l.published_at DESC, l.news_id DESC LIMIT ?"
static const struct db_sql live_get = { LIVE(
	"t.html") " JOIN news_live_text t ON t.news_id = l.news_id WHERE l.slug = ?" };
static const struct db_sql live_list = { LIVE("''") " WHERE " SHOWN BEHIND ORDER };
static const struct db_sql live_of_category = { LIVE(
	"''") " WHERE l.category_slug = ? AND " SHOWN BEHIND ORDER };
static const struct db_sql live_categories = {
	"SELECT l.category_slug, max(l.category) FROM news_live l WHERE l.category_slug <> '' AND " SHOWN
	" GROUP BY l.category_slug ORDER BY count(*) DESC, l.category_slug LIMIT 30"
};
static const struct db_sql live_bodies = {
	"SELECT l.news_id, l.slug, l.title, l.lead, t.body, l.published_at, l.expires_at"
	" FROM news_live l JOIN news_live_text t ON t.news_id = l.news_id"
	" WHERE l.withdrawn_at = 0 AND l.news_id > ? ORDER BY l.news_id LIMIT 200"
};
static const struct db_sql next_end = {
	"SELECT coalesce(min(expires_at), 0) FROM news_live"
	" WHERE withdrawn_at = 0 AND expires_at > 0 AND expires_at > ?"
};
static const struct db_sql picture_shown = {
	"SELECT count(*) FROM news_live_picture x JOIN news_live l ON l.news_id = x.news_id"
	" WHERE x.picture_id = ? AND " SHOWN
};

/* --- the activity that counts it --- */

/* Contents that the plan does not have any more must not hold up what is due. */
static enum rc known_contents(struct db *d, struct arena *a, const struct news *x, int64_t year,
	struct texts *out, struct err *e)
{
	int64_t plans = 0;
	enum rc rc = db_one_int(d, &has_plan, DB_NONE, &plans, e);
	for (size_t i = 0; !rc && i < x->contents.n; i++) {
		int64_t n = 0;
		rc = db_one_int(d, &has_content,
			DB_ARGS(A(x->contents.v[i]), A(year), A(year), A(year)), &n, e);
		if (n || !plans)
			ARENA_PUSH(a, out, x->contents.v[i]);
	}
	return rc;
}

static enum rc address_of(
	struct db *d, struct arena *a, const struct news *x, const char **out, struct err *e)
{
	const char *site = "";
	enum rc rc = setting_get(d, a, SETTING_SITE, &site, e);
	*out = arena_printf(a, "%s/tin/%s", site, x->slug);
	return rc;
}

/* "1 tin", on the day of its publication. */
static enum rc activity_of(struct db *d, struct arena *a, const struct news *x, int64_t at,
	struct activity *out, struct err *e)
{
	struct quantity one = { .counted = true, .unit = "tin", .value = QUANTITY_ONE };
	struct evidence link = { .shown = true };
	*out = (struct activity){ .code = "",
		.from = date_of(at),
		.channel = "portal",
		.title = x->title,
		.task = "",
		.note = "",
		.account = x->author };
	ARENA_PUSH(a, &out->quantities, one);
	enum rc rc = address_of(d, a, x, &link.reference, e);
	ARENA_PUSH(a, &out->evidence, link);
	return rc ? rc : known_contents(d, a, x, out->from.year, &out->contents, e);
}

static enum rc count_new(
	struct audit *t, struct arena *a, struct news *x, int64_t at, struct err *e)
{
	struct activity y;
	int64_t id = 0;
	enum rc rc = activity_of(t->db, a, x, at, &y, e);
	if (!rc)
		rc = db_one_int(
			t->db, &find_activity, DB_ARGS(A(date_iso(a, y.from)), A(y.title)), &id, e);
	if (rc == RC_NOTFOUND)
		rc = activity_add(t, a, &y, &id, e);
	if (!rc)
		rc = db_run(t->db, &set_activity, DB_ARGS(A(id), A(x->id)), NULL, e);
	x->activity = id;
	return rc;
}

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n >= k && text_eq(s + n - k, end);
}

/* The article's address, in the place of the former; photos and links that people added stay. */
static struct evidences with_link(struct arena *a, const struct news *x,
	const struct activity *held, const struct activity *now)
{
	struct evidences list = { 0 };
	const char *own = arena_printf(a, "/tin/%s", x->slug);
	ARENA_PUSH(a, &list, now->evidence.v[0]);
	for (size_t i = 0; i < held->evidence.n; i++)
		if (held->evidence.v[i].attachment || !ends_in(held->evidence.v[i].reference, own))
			ARENA_PUSH(a, &list, held->evidence.v[i]);
	return list;
}

/* Another title, other contents: the activity follows, unless somebody has corrected it himself. */
static enum rc count_again(
	struct audit *t, struct arena *a, struct news *x, const char *title_before, struct err *e)
{
	struct activity held, y;
	enum rc rc = activity_get(t->db, a, x->activity, &held, e);
	if (rc == RC_NOTFOUND) { /* a file that was brought in has replaced it */
		err_clear(e);
		return count_new(t, a, x, x->published_at, e);
	}
	if (!rc && held.removed)
		rc = activity_remove(
			t, a, &(struct activity_removal){ x->activity, false, "Đăng lại bài" }, e);
	if (!rc)
		rc = activity_get(t->db, a, x->activity, &held, e);
	if (!rc)
		rc = activity_of(t->db, a, x, x->published_at, &y, e);
	if (rc || !text_eq(held.title, title_before))
		return rc;
	const char *before = activity_record(a, &held);
	held.title = y.title;
	held.contents = y.contents;
	held.evidence = with_link(a, x, &held, &y);
	held.reason = "Sửa bài đã đăng";
	struct activity after = held;
	after.reason = NULL;
	return text_eq(before, activity_record(a, &after)) ? RC_OK
							   : activity_change(t, a, &held, e);
}

static enum rc uncount(struct audit *t, struct arena *a, const struct news *x,
	const struct news_step *s, struct err *e)
{
	struct activity y;
	if (!x->activity)
		return RC_OK;
	enum rc rc = activity_get(t->db, a, x->activity, &y, e);
	if (rc == RC_NOTFOUND) {
		err_clear(e);
		return RC_OK;
	}
	if (rc || y.removed)
		return rc;
	if (!s->keep_counted)
		return activity_remove(t, a,
			&(struct activity_removal){
				x->activity, true, arena_printf(a, "Gỡ bài: %s", s->note) },
			e);
	const char *said =
		arena_printf(a, "Bài đã gỡ ngày %s: %s", date_short(a, date_of(t->at)), s->note);
	y.note = *y.note ? arena_printf(a, "%s\n%s", y.note, said) : said;
	y.reason = "Gỡ bài, vẫn tính là đã đăng";
	return activity_change(t, a, &y, e);
}

/* --- the public copy --- */

#define KIND "news"

static enum rc find_by(
	struct db *d, struct arena *a, const struct news_live *x, const char *body, struct err *e)
{
	const struct search_entry entry = { .kind = KIND,
		.id = x->id,
		.href = arena_printf(a, "/tin/%s", x->slug),
		.title = x->title,
		.code = "",
		.text = arena_printf(a, "%s %s", x->lead, body),
		.day = date_of(x->published_at),
		.from = x->published_at,
		.until = x->expires_at };
	return search_put(d, a, &entry, e);
}

static enum rc index_live(struct audit *t, struct arena *a, const struct news *x, struct err *e)
{
	const struct news_live live = { .id = x->id,
		.slug = x->slug,
		.title = x->title,
		.lead = x->lead,
		.published_at = x->published_at,
		.expires_at = x->expires_at };
	if (x->withdrawn_at)
		return search_drop(t->db, KIND, x->id, e);
	return find_by(t->db, a, &live, markdown_plain(a, x->body, ""), e);
}

/* The next few behind an id; *last: 0 where there were none. */
static enum rc put_some(struct db *d, struct arena *a, int64_t *last, struct err *e)
{
	struct found {
		struct news_live x;
		const char *body;
	};
	struct {
		struct found *v;
		size_t n, cap;
	} list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &live_bodies, DB_ARGS(A(*last)), &r, e);
	*last = 0;
	while (!rc && !(rc = db_next(r, e))) {
		struct found f = { { .id = db_int(r, 0),
					   .slug = db_text(r, 1),
					   .title = db_text(r, 2),
					   .lead = db_text(r, 3),
					   .published_at = db_int(r, 5),
					   .expires_at = db_int(r, 6) },
			db_text(r, 4) };
		*last = f.x.id;
		ARENA_PUSH(a, &list, f);
	}
	rc = rc == RC_NOTFOUND ? RC_OK : rc;
	for (size_t i = 0; !rc && i < list.n; i++)
		rc = find_by(d, a, &list.v[i].x, markdown_plain(a, list.v[i].body, ""), e);
	return rc;
}

static enum rc put_all(struct db *d, struct arena *a, struct err *e)
{
	int64_t last = 0;
	enum rc rc;
	(void)a;
	do {
		struct arena *own = arena_new();
		rc = put_some(d, own, &last, e);
		arena_free(own);
	} while (!rc && last);
	return rc;
}

const struct search_source news_search = { put_all };

static enum rc put_pictures(
	struct db *d, const struct news *x, const struct news_pictures *p, struct err *e)
{
	enum rc rc = db_run(d, &drop_pictures, DB_ARGS(A(x->id)), NULL, e);
	for (size_t i = 0; !rc && i < p->n; i++)
		rc = db_run(d, &put_picture, DB_ARGS(A(x->id), A(p->v[i].id)), NULL, e);
	return rc;
}

static enum rc copy(
	struct audit *t, struct arena *a, const struct news *x, int64_t at, struct err *e)
{
	struct news_pictures p;
	enum rc rc = news_pictures_of(t->db, a, x->id, &p, e);
	int64_t first = !rc && p.n ? p.v[0].id : 0;
	if (!rc)
		rc = db_run(t->db, &put_live,
			DB_ARGS(A(x->id), A(x->slug), A(x->title), A(x->lead), A(x->category),
				A(news_slug(a, x->category)), A(x->source), A(first), A(at),
				A(x->live ? t->at : at), A(x->expires_at)),
			NULL, e);
	if (!rc)
		rc = db_run(t->db, &put_text, DB_ARGS(A(x->id), A(x->body), A(x->html)), NULL, e);
	return rc ? rc : put_pictures(t->db, x, &p, e);
}

/* As the public knows it; "" where it does not. */
static enum rc title_of(struct db *d, struct arena *a, int64_t id, const char **out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_title, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	*out = db_text(r, 0);
	db_rows_close(r);
	return RC_OK;
}

static enum rc publish(
	struct audit *t, struct arena *a, struct news *x, const struct news_step *s, struct err *e)
{
	int64_t at = s->published_at ? s->published_at : t->at;
	const char *title = "";
	enum rc rc = title_of(t->db, a, x->id, &title, e);
	if (!rc)
		rc = copy(t, a, x, at, e);
	if (rc)
		return rc;
	if (!x->live)
		rc = x->uncounted ? RC_OK : count_new(t, a, x, at, e);
	else if (x->activity)
		rc = count_again(t, a, x, title, e);
	x->published_at = x->live ? x->published_at : at;
	x->live = true;
	x->withdrawn_at = 0;
	return rc ? rc : index_live(t, a, x, e);
}

static enum rc withdraw(
	struct audit *t, struct arena *a, struct news *x, const struct news_step *s, struct err *e)
{
	enum rc rc =
		db_run(t->db, &set_withdrawn, DB_ARGS(A(t->at), A(s->note), A(x->id)), NULL, e);
	x->withdrawn_at = t->at;
	x->withdrawn_reason = s->note;
	if (!rc)
		rc = uncount(t, a, x, s, e);
	return rc ? rc : index_live(t, a, x, e);
}

static enum rc move(struct audit *t, struct news *x, const struct news_step *s, struct err *e)
{
	int64_t n = 0;
	bool writer = false, approves = s->rule->second;
	enum news_state to = s->published_at ? s->rule->to : news_rule_to(s->rule, x, t->at);
	enum rc rc = s->account ? news_is_writer(t->db, x->id, s->account, &writer, e) : RC_OK;
	if (rc)
		return rc;
	if (approves)
		x->bypass = writer ? s->note : "";
	x->since = to == x->state ? x->since : t->at;
	x->state = to;
	rc = db_run(t->db, &set_state,
		DB_ARGS(A(news_state_code(to)), A(x->since), A(x->bypass), A(x->id), A(x->version)),
		&n, e);
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "version",
			"Có người khác vừa làm việc với bài này; hãy xem lại.");
	x->version++;
	return rc || !approves ? rc : db_run(t->db, &drop_writers, DB_ARGS(A(x->id)), NULL, e);
}

enum rc news_take(
	struct audit *t, struct arena *a, struct news *x, const struct news_step *s, struct err *e)
{
	const char *before = news_record(a, x, "");
	bool withdraws = s->rule->live;
	enum rc rc = move(t, x, s, e);
	if (!rc && withdraws)
		rc = withdraw(t, a, x, s, e);
	else if (!rc && x->state == NEWS_PUBLISHED)
		rc = publish(t, a, x, s, e);
	struct audit_change c = { "news", arena_printf(a, "%lld", (long long)x->id),
		s->rule->action, before, news_record(a, x, s->note) };
	return rc ? rc : audit_add(t, &c, e);
}

/* --- for the public --- */

static struct news_live from_row(struct db_rows *r)
{
	return (struct news_live){ .id = db_int(r, 0),
		.slug = db_text(r, 1),
		.title = db_text(r, 2),
		.lead = db_text(r, 3),
		.html = db_text(r, 4),
		.category = db_text(r, 5),
		.category_slug = db_text(r, 6),
		.source = db_text(r, 7),
		.published_at = db_int(r, 8),
		.changed_at = db_int(r, 9),
		.expires_at = db_int(r, 10),
		.withdrawn_at = db_int(r, 11),
		.withdrawn_reason = db_text(r, 12),
		.picture = { .id = db_int(r, 13),
			.alt = db_text(r, 14),
			.caption = "",
			.width = (int)db_int(r, 15),
			.height = (int)db_int(r, 16),
			.small_width = (int)db_int(r, 17) } };
}

enum rc news_live_get(
	struct db *d, struct arena *a, const char *slug, struct news_live *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &live_get, DB_ARGS(A(slug)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "news", "Không có tin, bài nào ở địa chỉ này.");
	if (rc)
		return rc;
	*out = from_row(r);
	db_rows_close(r);
	return RC_OK;
}

enum rc news_live_list(struct db *d, struct arena *a, const struct news_live_query *q,
	struct news_lives *out, struct err *e)
{
	struct news_lives list = { 0 };
	struct db_rows *r;
	int64_t at = q->before_at ? q->before_at : INT64_MAX, limit = q->limit;
#define KEY A(q->now), A(at), A(at), A(q->before_id), A(limit)
	enum rc rc =
		q->category ? db_query(d, a, &live_of_category, DB_ARGS(A(q->category), KEY), &r, e)
			    : db_query(d, a, &live_list, DB_ARGS(KEY), &r, e);
#undef KEY
	while (!rc && !(rc = db_next(r, e))) {
		struct news_live x = from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	rc = rc == RC_NOTFOUND ? RC_OK : rc;
	for (size_t i = 0; !rc && i < list.n; i++)
		if (list.v[i].picture.id)
			rc = news_webp_load(d, a, &list.v[i].picture, e);
	if (!rc)
		*out = list;
	return rc;
}

enum rc news_live_categories(
	struct db *d, struct arena *a, int64_t now, struct news_live_categories *out, struct err *e)
{
	struct news_live_categories list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &live_categories, DB_ARGS(A(now)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct news_live_category c = { db_text(r, 0), db_text(r, 1) };
		ARENA_PUSH(a, &list, c);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc news_live_next_end(struct db *d, int64_t now, int64_t *out, struct err *e)
{
	return db_one_int(d, &next_end, DB_ARGS(A(now)), out, e);
}

enum rc news_picture_shown(struct db *d, int64_t picture, int64_t now, bool *out, struct err *e)
{
	int64_t n = 0;
	enum rc rc = db_one_int(d, &picture_shown, DB_ARGS(A(picture), A(now)), &n, e);
	*out = n > 0;
	return rc;
}
