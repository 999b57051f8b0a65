/* The list's SQL: few texts, each with all filters, that differ by the index that leads. */
#include "features/activity/list.h"

#include <stdlib.h>
#include <string.h>

#include "core/quantity_sql.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT a.id, a.day_from, a.day_to, a.channel, a.title, a.removed_at," \
	" COALESCE(a.account_id, 0)," \
	" (SELECT count(*) FROM activity_evidence v WHERE v.activity_id = a.id), a.code, a.note," \
	" a.task_code, a.words"
#define HAS(what) " AND (? = 0 OR EXISTS (SELECT 1 FROM " what ") = (? = 1))"
#define WHERE \
	" FROM activity a WHERE a.day_from >= ? AND a.day_from <= ?" \
	" AND (a.removed_at IS NOT NULL) = (? = 1)" \
	" AND (? = '' OR a.channel = ?) AND (? = 0 OR a.task_id = ?)" \
	" AND (? = 0 OR COALESCE(a.account_id, -1) = ?)" \
	" AND (? = 0 OR EXISTS (SELECT 1 FROM activity_content c" \
	" WHERE c.activity_id = a.id AND c.content_id = ?))" \
	" AND (? = 0 OR EXISTS (SELECT 1 FROM activity_place p" \
	" WHERE p.activity_id = a.id AND p.place_id = ?))" HAS( \
		"activity_quantity q WHERE q.activity_id = a.id AND q.counted = 1") \
		HAS("activity_evidence v WHERE v.activity_id = a.id") HAS( \
			"activity_evidence v JOIN attachment f ON f.id = v.attachment_id" \
			" WHERE v.activity_id = a.id AND f.thumb_hash IS NOT NULL") " AND a.words LIKE ? AND a.words LIKE ? AND a.words LIKE ? AND a.words LIKE ?" \
										    " AND a.words LIKE ?"
#define BY_TASK    " AND a.task_id = ?"
#define BY_CHANNEL " AND a.channel = ?"
#define BY_ACCOUNT " AND a.account_id = ?"
#define BY_PHOTO \
	" AND a.id IN (SELECT v.activity_id FROM activity_evidence v" \
	" JOIN attachment f ON f.id = v.attachment_id WHERE f.thumb_hash IS NOT NULL)"
#define BY_REMOVED " AND a.removed_at IS NOT NULL"
#define TIER       " AND (a.words LIKE ?) = (? = 0)"
#define BEHIND     TIER " AND (a.day_from, a.id) < (?, ?) ORDER BY a.day_from DESC, a.id DESC LIMIT ?"
#define BEFORE     TIER " AND (a.day_from, a.id) > (?, ?) ORDER BY a.day_from, a.id LIMIT ?"

enum lead { LEAD_DAY, LEAD_TASK, LEAD_CHANNEL, LEAD_ACCOUNT, LEAD_PHOTO, LEAD_REMOVED, LEADS };

static const struct db_sql pages[LEADS][2] = {
	[LEAD_DAY] = { { COLUMNS WHERE BEHIND }, { COLUMNS WHERE BEFORE } },
	[LEAD_TASK] = { { COLUMNS WHERE BY_TASK BEHIND }, { COLUMNS WHERE BY_TASK BEFORE } },
	[LEAD_CHANNEL] = { { COLUMNS WHERE BY_CHANNEL BEHIND },
		{ COLUMNS WHERE BY_CHANNEL BEFORE } },
	[LEAD_ACCOUNT] = { { COLUMNS WHERE BY_ACCOUNT BEHIND },
		{ COLUMNS WHERE BY_ACCOUNT BEFORE } },
	[LEAD_PHOTO] = { { COLUMNS WHERE BY_PHOTO BEHIND }, { COLUMNS WHERE BY_PHOTO BEFORE } },
	[LEAD_REMOVED] = { { COLUMNS WHERE BY_REMOVED BEHIND },
		{ COLUMNS WHERE BY_REMOVED BEFORE } },
};
#define COUNT(by) \
	{ \
		"SELECT count(*) FROM (SELECT 1" WHERE by " LIMIT ?) x" \
	}
static const struct db_sql counts[LEADS] = { [LEAD_DAY] = COUNT(""),
	[LEAD_TASK] = COUNT(BY_TASK),
	[LEAD_CHANNEL] = COUNT(BY_CHANNEL),
	[LEAD_ACCOUNT] = COUNT(BY_ACCOUNT),
	[LEAD_PHOTO] = COUNT(BY_PHOTO),
	[LEAD_REMOVED] = COUNT(BY_REMOVED) };

static const struct db_sql get_quantities = {
	"SELECT counted, unit, qualifier, value, value_max, value_of FROM activity_quantity"
	" WHERE activity_id = ? ORDER BY position"
};
static const struct db_sql get_places = {
	"SELECT p.name FROM activity_place x JOIN place p ON p.id = x.place_id"
	" WHERE x.activity_id = ? ORDER BY x.position"
};

/* The lists of all activities between two of them. */
#define SPAN \
	" JOIN activity a ON a.id = x.activity_id WHERE (a.day_from, a.id) <= (?, ?)" \
	" AND (a.day_from, a.id) >= (?, ?) ORDER BY a.day_from DESC, a.id DESC, x.position"
static const struct db_sql span_quantities = {
	"SELECT x.activity_id, a.day_from, x.counted, x.unit, x.qualifier, x.value, x.value_max, x.value_of"
	" FROM activity_quantity x" SPAN
};
static const struct db_sql span_places = {
	"SELECT x.activity_id, a.day_from, p.name FROM activity_place x JOIN place p ON p.id = x.place_id" SPAN
};
static const struct db_sql span_contents = {
	"SELECT x.activity_id, a.day_from, x.code FROM activity_content x" SPAN
};
static const struct db_sql span_evidence = {
	"SELECT x.activity_id, a.day_from, x.reference FROM activity_evidence x" SPAN
};

enum { ARGS_MAX = 40 };

struct args {
	struct db_value v[ARGS_MAX];
	size_t n;
};

static void put(struct args *x, struct db_value v)
{
	if (x->n == ARGS_MAX)
		die("list: nhiều hơn %d tham số", ARGS_MAX);
	x->v[x->n++] = v;
}

static void put_twice(struct args *x, struct db_value v)
{
	put(x, v);
	put(x, v);
}

/* The index that leaves least to look at. */
static enum lead lead_of(const struct list_filter *f)
{
	if (f->removed)
		return LEAD_REMOVED;
	if (f->photo == LIST_WITH)
		return LEAD_PHOTO;
	return f->task            ? LEAD_TASK
	       : f->account > 0   ? LEAD_ACCOUNT
	       : *f->channel != 0 ? LEAD_CHANNEL
				  : LEAD_DAY;
}

/* In the order of WHERE, then what leads. */
static struct args args_of(
	struct arena *a, const struct list_filter *f, const struct list_search *s)
{
	struct args x = { .n = 0 };
	put(&x, A(date_none(f->from) ? "" : date_iso(a, f->from)));
	put(&x, A(date_none(f->to) ? "9999-12-31" : date_iso(a, f->to)));
	put(&x, A((int64_t)f->removed));
	put_twice(&x, A(f->channel));
	put_twice(&x, A(f->task));
	put_twice(&x, A(f->account));
	put_twice(&x, A(f->content));
	put_twice(&x, A(f->place));
	put_twice(&x, A((int64_t)f->number));
	put_twice(&x, A((int64_t)f->evidence));
	put_twice(&x, A((int64_t)f->photo));
	for (size_t i = 0; i < LIST_WORDS; i++)
		put(&x, A(s->each[i]));
	switch (lead_of(f)) {
	case LEAD_TASK:
		put(&x, A(f->task));
		break;
	case LEAD_CHANNEL:
		put(&x, A(f->channel));
		break;
	case LEAD_ACCOUNT:
		put(&x, A(f->account));
		break;
	case LEAD_DAY:
	case LEAD_PHOTO:
	case LEAD_REMOVED:
	case LEADS:
		break;
	}
	return x;
}

static struct list_row row_of(struct db_rows *r, int tier)
{
	return (struct list_row){ .key = { tier, db_text(r, 1), db_int(r, 0) },
		.from = date_partial(db_text(r, 1)),
		.to = date_partial(db_text(r, 2)),
		.channel = db_text(r, 3),
		.title = db_text(r, 4),
		.removed = !db_is_null(r, 5),
		.account = db_int(r, 6),
		.evidence = db_int(r, 7),
		.code = db_text(r, 8),
		.note = db_text(r, 9),
		.task = db_text(r, 10),
		.words = db_text(r, 11) };
}

/* One tier's rows behind or before the key, up to the number wanted in all. */
struct scan {
	struct db *d;
	struct arena *a;
	const struct list_filter *f;
	struct list_search search;
	enum list_way way;
	size_t wanted;
	struct list_page *out;
	struct err *e;
};

static enum rc scan_tier(const struct scan *s, int tier, const struct list_key *key)
{
	struct args x = args_of(s->a, s->f, &s->search);
	struct db_rows *r;
	bool older = s->way == LIST_OLDER;
	put(&x, A(s->search.together));
	put(&x, A((int64_t)tier));
	put(&x, A(key ? key->day : older ? "9999-12-31" : ""));
	put(&x, A(key ? key->id : older ? INT64_MAX : (int64_t)0));
	put(&x, A((int64_t)(s->wanted - s->out->n)));
	enum rc rc = db_query(
		s->d, s->a, &pages[lead_of(s->f)][s->way], (struct db_args){ x.v, x.n }, &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		struct list_row row = row_of(r, tier);
		ARENA_PUSH(s->a, s->out, row);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Going older, what fits exactly comes first; going newer, last. */
static enum rc scan_tiers(const struct scan *s, const struct list_key *key)
{
	bool older = s->way == LIST_OLDER;
	int first = older ? 0 : 1, last = older ? 1 : 0;
	if (!s->search.any)
		return scan_tier(s, 0, key);
	enum rc rc = RC_OK;
	if (!key || key->tier == first)
		rc = scan_tier(s, first, key);
	if (!rc && s->out->n < s->wanted)
		rc = scan_tier(s, last, key && key->tier == last ? key : NULL);
	return rc;
}

/* In the list's order: what fits exactly, then by day and id, the newest first. */
static int compare(const struct list_key *x, const struct list_key *y)
{
	int c = x->tier - y->tier;
	c = c ? c : strcmp(y->day, x->day);
	return c ? c : (x->id < y->id) - (x->id > y->id);
}

static void sort_tiers(struct arena *a, struct list_page *p, const char *phrase)
{
	struct list_page sorted = { 0 };
	for (size_t i = 0; i < p->n; i++)
		p->v[i].key.tier = strstr(p->v[i].words, phrase) == NULL;
	for (int tier = 0; tier < 2; tier++)
		for (size_t i = 0; i < p->n; i++)
			if (p->v[i].key.tier == tier)
				ARENA_PUSH(a, &sorted, p->v[i]);
	*p = sorted;
}

/* The page out of all rows that there are. */
static void cut(const struct list_page *all, const struct list_step *step, struct list_page *out)
{
	size_t from = 0, to = all->n;
	if (step->way == LIST_OLDER) {
		while (step->key && from < to && compare(&all->v[from].key, step->key) <= 0)
			from++;
		to = to - from > step->size ? from + step->size : to;
	} else {
		while (step->key && to > 0 && compare(&all->v[to - 1].key, step->key) >= 0)
			to--;
		from = to > step->size ? to - step->size : 0;
	}
	*out = (struct list_page){
		.v = all->v + from, .n = to - from, .newer = from > 0, .older = to < all->n
	};
}

/* Seldom words are looked for once: where few rows have them, these are all, and no pass for each
 * tier must read the whole log. *done false: there are more. */
static enum rc scan_few(const struct scan *s, const struct list_step *step, bool *done)
{
	enum { FEW = 300 };
	struct list_page all = { 0 };
	struct scan once = *s;
	once.search.together = "%";
	once.way = LIST_OLDER;
	once.wanted = FEW;
	once.out = &all;
	enum rc rc = scan_tier(&once, 0, NULL);
	*done = !rc && all.n < FEW;
	if (!*done)
		return rc;
	sort_tiers(s->a, &all, s->search.phrase);
	cut(&all, step, s->out);
	return RC_OK;
}

static void reverse(struct list_page *p)
{
	for (size_t i = 0; i < p->n / 2; i++) {
		struct list_row x = p->v[i];
		p->v[i] = p->v[p->n - 1 - i];
		p->v[p->n - 1 - i] = x;
	}
}

static enum rc scan_page(struct scan *s, const struct list_step *step)
{
	bool done = false;
	*s->out = (struct list_page){ 0 };
	enum rc rc = s->search.any ? scan_few(s, step, &done) : RC_OK;
	if (!rc && !done)
		rc = scan_tiers(s, step->key);
	if (rc || done)
		return rc;
	bool more = s->out->n > step->size;
	if (more)
		s->out->n = step->size;
	if (step->way == LIST_NEWER)
		reverse(s->out);
	s->out->older = step->way == LIST_OLDER ? more : step->key != NULL;
	s->out->newer = step->way == LIST_NEWER ? more : step->key != NULL;
	return RC_OK;
}

static struct quantity quantity_at(struct db_rows *r, int counted)
{
	struct quantity q = quantity_from_row(r, counted + 1);
	q.counted = db_int(r, counted) != 0;
	return q;
}

static enum rc load_lists(const struct scan *s, struct list_row *x)
{
	struct db_rows *r;
	enum rc rc = db_query(s->d, s->a, &get_quantities, DB_ARGS(A(x->key.id)), &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		struct quantity q = quantity_at(r, 0);
		ARENA_PUSH(s->a, &x->quantities, q);
	}
	if (rc == RC_NOTFOUND)
		rc = db_query(s->d, s->a, &get_places, DB_ARGS(A(x->key.id)), &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		const char *name = db_text(r, 0);
		ARENA_PUSH(s->a, &x->places, name);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc list_load(struct db *d, struct arena *a, const struct list_filter *f,
	const struct list_step *step, struct list_page *out, struct err *e)
{
	struct scan s = { d, a, f, list_search_of(a, f->words), step->way, step->size + 1, out, e };
	enum rc rc = scan_page(&s, step);
	for (size_t i = 0; !rc && i < out->n; i++)
		rc = load_lists(&s, &out->v[i]);
	return rc;
}

enum rc list_count(
	struct db *d, struct arena *a, const struct list_filter *f, int64_t *out, struct err *e)
{
	struct list_search s = list_search_of(a, f->words);
	struct args x = args_of(a, f, &s);
	put(&x, A((int64_t)LIST_COUNT_MAX + 1));
	return db_one_int(d, &counts[lead_of(f)], (struct db_args){ x.v, x.n }, out, e);
}

/* --- whole rows, many at a time --- */

/* Both run in the list's order; what the filter left out is passed over. */
static struct list_row *row_for(struct list_page *p, size_t *at, const char *day, int64_t id)
{
	for (; *at < p->n; (*at)++) {
		struct list_row *x = &p->v[*at];
		int c = strcmp(x->key.day, day);
		if (!c && x->key.id == id)
			return x;
		if (c < 0 || (!c && x->key.id < id))
			return NULL;
	}
	return NULL;
}

typedef void (*take_item)(struct arena *a, struct list_row *x, struct db_rows *r);

static enum rc span(const struct scan *s, const struct db_sql *q, take_item take)
{
	const struct list_key *first = &s->out->v[0].key, *last = &s->out->v[s->out->n - 1].key;
	struct db_rows *r;
	size_t at = 0;
	enum rc rc = db_query(s->d, s->a, q,
		DB_ARGS(A(first->day), A(first->id), A(last->day), A(last->id)), &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		struct list_row *x = row_for(s->out, &at, db_text(r, 1), db_int(r, 0));
		if (x)
			take(s->a, x, r);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void take_quantity(struct arena *a, struct list_row *x, struct db_rows *r)
{
	struct quantity q = quantity_at(r, 2);
	ARENA_PUSH(a, &x->quantities, q);
}

static void take_place(struct arena *a, struct list_row *x, struct db_rows *r)
{
	const char *text = db_text(r, 2);
	ARENA_PUSH(a, &x->places, text);
}

static void take_content(struct arena *a, struct list_row *x, struct db_rows *r)
{
	const char *text = db_text(r, 2);
	ARENA_PUSH(a, &x->contents, text);
}

static void take_reference(struct arena *a, struct list_row *x, struct db_rows *r)
{
	const char *text = db_text(r, 2);
	ARENA_PUSH(a, &x->references, text);
}

enum rc list_block(struct db *d, struct arena *a, const struct list_filter *f,
	const struct list_key *behind, size_t size, struct list_page *out, struct err *e)
{
	struct scan s = { d, a, f, list_search_of(a, f->words), LIST_OLDER, size + 1, out, e };
	struct list_step step = { LIST_OLDER, behind, size };
	s.search.any = false; /* one tier */
	s.search.together = "%";
	enum rc rc = scan_page(&s, &step);
	if (rc || !out->n)
		return rc;
	rc = span(&s, &span_quantities, take_quantity);
	if (!rc)
		rc = span(&s, &span_places, take_place);
	if (!rc)
		rc = span(&s, &span_contents, take_content);
	return rc ? rc : span(&s, &span_evidence, take_reference);
}

/* --- keys --- */

const char *list_key_text(struct arena *a, const struct list_key *k)
{
	return arena_printf(a, "%d.%s.%lld", k->tier, k->day, (long long)k->id);
}

bool list_key_parse(struct arena *a, const char *text, struct list_key *out)
{
	enum { DAY = 10, DIGITS_MAX = 18 };
	struct date day;
	size_t n = strlen(text);
	if (n < 2 + DAY + 2 || n > 2 + DAY + 1 + DIGITS_MAX || (*text != '0' && *text != '1') ||
		text[1] != '.' || text[2 + DAY] != '.')
		return false;
	const char *id = text + 2 + DAY + 1, *iso = arena_strndup(a, text + 2, DAY);
	if (strspn(id, "0123456789") != strlen(id) || !date_parse_iso(iso, &day))
		return false;
	*out = (struct list_key){ *text - '0', iso, strtoll(id, NULL, 10) };
	return true;
}
