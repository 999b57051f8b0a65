/* Taking in what a look found: what is known by its link, or by its title and day where the link
 * changed, is not proposed again. */
#include "features/harvest/harvest.h"
#include "features/harvest/seen.h"
#include "lib/base/text.h"
#include "lib/fetch/link.h"

/* Writers take turns: none is to wait long for a look of ten thousand items. */
enum { BATCH = 300 };

static const struct db_sql known_items = {
	"SELECT id, link_key, title_key, day FROM harvest_item"
};
/* Links that stand as evidence already, by hand or from a file. */
static const struct db_sql known_links = {
	"SELECT activity_id, reference FROM v_activity_evidence"
	" WHERE attachment_id IS NULL AND reference LIKE 'http%'"
};
static const struct db_sql add = {
	"INSERT INTO harvest_item (source_id, channel, link, link_key, title, title_key, day, day_note,"
	" summary, about, state, same_id, activity_id, found_at, page, page_at)"
	" VALUES (NULLIF(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), ?, ?, ?)"
	" ON CONFLICT (link_key) DO NOTHING"
};

struct taking {
	struct db *d;
	struct arena *a;
	const struct harvest_finds *x;
	struct seen links, titles, recorded; /* recorded: links of activities */
	struct harvest_contents plan;
	struct harvest_gain gain;
	struct err *e;
};

/* "" where one of both is not known: nothing is alike then. */
static const char *title_key(struct arena *a, const char *folded, const char *day)
{
	return *folded && *day ? arena_printf(a, "%s|%s", day, folded) : "";
}

static enum rc load_items(struct taking *t)
{
	struct db_rows *r;
	enum rc rc = db_query(t->d, t->a, &known_items, DB_NONE, &r, t->e);
	while (!rc && !(rc = db_next(r, t->e))) {
		const char *key = title_key(t->a, db_text(r, 2), db_text(r, 3));
		seen_put(t->a, &t->links, db_text(r, 1), db_int(r, 0));
		if (*key)
			seen_put(t->a, &t->titles, key, db_int(r, 0));
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_links(struct taking *t)
{
	struct db_rows *r;
	enum rc rc = db_query(t->d, t->a, &known_links, DB_NONE, &r, t->e);
	while (!rc && !(rc = db_next(r, t->e))) {
		const char *link = link_resolve(t->a, NULL, db_text(r, 1));
		if (link)
			seen_put(t->a, &t->recorded, link_key(t->a, link), db_int(r, 0));
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load(struct taking *t)
{
	enum rc rc = load_items(t);
	if (!rc)
		rc = load_links(t);
	return rc ? rc : harvest_plan(t->d, t->a, date_today().year, &t->plan, t->e);
}

static enum rc add_one(struct taking *t, const struct harvest_find *f, const char *key)
{
	struct harvest_verdict v;
	const char *day = date_iso(t->a, f->day), *folded = text_fold(t->a, f->title);
	const char *alike = title_key(t->a, folded, day);
	int64_t same = *alike ? seen_get(&t->titles, alike) : 0;
	int64_t recorded = seen_get(&t->recorded, key), n = 0;
	bool read = !recorded && !same && (!t->x->source || !*f->title);
	const char *state = recorded ? "taken" : same ? "same" : "waiting";
	harvest_judge(t->a, f->title, f->summary, &t->plan, &v);
	enum rc rc = db_run(t->d, &add,
		DB_ARGS(A(t->x->source), A(t->x->channel), A(f->link), A(key), A(f->title),
			A(folded), A(day), A(f->day_note), A(f->summary), A((int64_t)v.about),
			A(state), A(same), A(recorded), A(t->x->at), A(read ? "due" : "none"),
			A(read ? t->x->at : 0)),
		&n, t->e);
	if (rc || !n)
		return rc;
	t->gain.same += same != 0;
	t->gain.fresh += !same && !recorded;
	t->gain.about += !same && !recorded && v.about;
	return RC_OK;
}

/* The id of what was just stored, for those alike behind it. */
static enum rc remember(struct taking *t, const struct harvest_find *f, const char *key)
{
	static const struct db_sql id_of = { "SELECT id FROM harvest_item WHERE link_key = ?" };
	const char *alike = title_key(t->a, text_fold(t->a, f->title), date_iso(t->a, f->day));
	int64_t id = 0;
	enum rc rc = db_one_int(t->d, &id_of, DB_ARGS(A(key)), &id, t->e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	seen_put(t->a, &t->links, key, id);
	if (seen_get(&t->recorded, key))
		ARENA_PUSH(t->a, &t->gain.known, id);
	if (*alike)
		seen_put(t->a, &t->titles, alike, id);
	return RC_OK;
}

static enum rc add_some(struct taking *t, size_t *at)
{
	size_t stored = 0;
	enum rc rc = RC_OK;
	for (; !rc && *at < t->x->n && stored < BATCH; ++*at) {
		const struct harvest_find *f = &t->x->v[*at];
		const char *key = link_key(t->a, f->link);
		int64_t known = seen_get(&t->links, key);
		if (known) {
			ARENA_PUSH(t->a, &t->gain.known, known);
			continue;
		}
		rc = add_one(t, f, key);
		if (!rc)
			rc = remember(t, f, key);
		stored++;
	}
	return rc;
}

static enum rc add_batch(struct taking *t, size_t *at)
{
	enum rc rc = db_begin(t->d, DB_WRITE, t->e);
	if (rc)
		return rc;
	rc = add_some(t, at);
	if (!rc)
		return db_commit(t->d, t->e);
	db_rollback(t->d);
	return rc;
}

/* Nothing is locked where there is nothing new. */
static bool is_news(const struct taking *t, size_t from)
{
	for (size_t i = from; i < t->x->n; i++)
		if (!seen_get(&t->links, link_key(t->a, t->x->v[i].link)))
			return true;
	return false;
}

enum rc harvest_take_in(struct db *d, struct arena *a, const struct harvest_finds *x,
	struct harvest_gain *out, struct err *e)
{
	struct taking t = { .d = d, .a = a, .x = x, .e = e };
	enum rc rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	rc = load(&t);
	db_rollback(d);
	for (size_t at = 0; !rc && at < x->n && is_news(&t, at);)
		rc = add_batch(&t, &at);
	if (!rc)
		*out = t.gain;
	return rc;
}

enum rc harvest_take_few(struct db *d, struct arena *a, const struct harvest_finds *x,
	struct harvest_gain *out, struct err *e)
{
	struct taking t = { .d = d, .a = a, .x = x, .e = e };
	enum rc rc = load(&t);
	for (size_t at = 0; !rc && at < x->n;)
		rc = add_some(&t, &at);
	if (!rc)
		*out = t.gain;
	return rc;
}
