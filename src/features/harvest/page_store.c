/* The SQL of pages to be read: for what a waiting item does not say, and for the copy of one taken.
 */
#include "core/attachment.h"
#include "features/activity/activity.h"
#include "features/harvest/harvest.h"
#include "lib/base/text.h"

/* Seconds until the next try of a copy; a page that waits for its title is tried once, since a
 * person can type it. */
static const int64_t pauses[] = { 60, 10 * 60, 60 * 60, 6 * 60 * 60 };
enum { PAUSES = sizeof pauses / sizeof *pauses };

static const struct db_sql get_due = {
	"SELECT id FROM harvest_item WHERE page = 'due' AND page_at <= ? ORDER BY page_at, id LIMIT 1"
};
static const struct db_sql claim = {
	"UPDATE harvest_item SET page_at = ?, page_tries = page_tries + 1"
	" WHERE id = ? AND page = 'due' AND page_at <= ?"
};
static const struct db_sql later = {
	"UPDATE harvest_item SET page_at = ?, page_words = ? WHERE id = ? AND page = 'due'"
};
static const struct db_sql end = {
	"UPDATE harvest_item SET page = ?, page_words = ? WHERE id = ? AND page = 'due'"
};
static const struct db_sql fill = {
	"UPDATE harvest_item SET title = ?, title_key = ?, summary = ?, day = ?, day_note = ?, about = ?"
	" WHERE id = ? AND state = 'waiting'"
};
static const struct db_sql keep_copy = { "UPDATE harvest_item SET attachment_id = ? WHERE id = ?" };
static const struct db_sql as_other = {
	"UPDATE harvest_item SET state = 'same', same_id = (SELECT MIN(o.id) FROM harvest_item o"
	" WHERE o.title_key = harvest_item.title_key AND o.day = harvest_item.day"
	" AND o.id <> harvest_item.id AND o.state <> 'same')"
	" WHERE id = ? AND state = 'waiting' AND title_key <> '' AND day <> ''"
	" AND EXISTS (SELECT 1 FROM harvest_item o WHERE o.title_key = harvest_item.title_key"
	" AND o.day = harvest_item.day AND o.id <> harvest_item.id AND o.state <> 'same')"
};

enum rc harvest_page_due(
	struct db *d, struct arena *a, int64_t now, struct harvest_item *out, struct err *e)
{
	int64_t id = 0;
	enum rc rc = db_one_int(d, &get_due, DB_ARGS(A(now)), &id, e);
	return rc ? rc : harvest_item_get(d, a, id, out, e);
}

enum rc harvest_page_claim(struct db *d, const struct harvest_item *x, int64_t now, struct err *e)
{
	int64_t n = 0;
	enum rc rc = db_run(d, &claim, DB_ARGS(A(now + HARVEST_LEASE), A(x->id), A(now)), &n, e);
	return rc ? rc : n ? RC_OK : RC_NOTFOUND;
}

static enum rc give_up(
	struct audit *t, const struct harvest_item *x, const char *why, struct err *e)
{
	bool last = text_eq(x->state, "waiting") || x->page_tries > PAUSES;
	if (last)
		return db_run(t->db, &end, DB_ARGS(A("failed"), A(why), A(x->id)), NULL, e);
	return db_run(t->db, &later,
		DB_ARGS(A(t->at + pauses[x->page_tries ? x->page_tries - 1 : 0]), A(why), A(x->id)),
		NULL, e);
}

/* Only what is not known yet. */
static enum rc fill_in(struct audit *t, struct arena *a, const struct harvest_item *x,
	const struct harvest_paper *p, struct err *e)
{
	struct harvest_contents plan;
	struct harvest_verdict v;
	bool dayless = date_none(x->day);
	const char *title = *x->title ? x->title : p->title;
	const char *summary = *x->summary ? x->summary : p->summary;
	const char *day = date_iso(a, dayless ? p->day : x->day);
	const char *note = dayless ? (p->day_note ? p->day_note : "") : x->day_note;
	enum rc rc = harvest_plan(t->db, a, date_today().year, &plan, e);
	if (rc)
		return rc;
	harvest_judge(a, title, summary, &plan, &v);
	rc = db_run(t->db, &fill,
		DB_ARGS(A(title), A(text_fold(a, title)), A(summary), A(day), A(note),
			A((int64_t)v.about), A(x->id)),
		NULL, e);
	return rc ? rc : db_run(t->db, &as_other, DB_ARGS(A(x->id)), NULL, e);
}

/* As evidence behind what the activity has. One taken back stays as it is. */
static enum rc attach(struct audit *t, struct arena *a, const struct harvest_item *x,
	const struct harvest_paper *p, struct err *e)
{
	struct activity y;
	struct attachment file = {
		.name = p->copy_name, .type = p->copy_type, .taken = "", .position = ""
	};
	enum rc rc = activity_get(t->db, a, x->activity, &y, e);
	if (rc || y.removed)
		return rc;
	rc = attachment_add(t, a, &file, p->copy, (struct bytes){ NULL, 0 }, e);
	if (rc)
		return rc;
	struct evidence copy = { .reference = file.name, .attachment = file.id };
	ARENA_PUSH(a, &y.evidence, copy);
	y.reason = "Lưu bản sao của trang";
	rc = activity_change(t, a, &y, e);
	return rc ? rc : db_run(t->db, &keep_copy, DB_ARGS(A(file.id), A(x->id)), NULL, e);
}

enum rc harvest_page_settle(struct audit *t, struct arena *a, int64_t item,
	const struct harvest_paper *p, struct err *e)
{
	struct harvest_item x;
	enum rc rc = harvest_item_get(t->db, a, item, &x, e);
	if (rc || !text_eq(x.page, "due"))
		return rc; /* dropped meanwhile */
	if (p->why)
		return give_up(t, &x, p->why, e);
	if (text_eq(x.state, "waiting"))
		rc = fill_in(t, a, &x, p, e);
	else if (text_eq(x.state, "taken") && p->copy.n)
		rc = attach(t, a, &x, p, e);
	return rc ? rc : db_run(t->db, &end, DB_ARGS(A("done"), A(""), A(item)), NULL, e);
}
