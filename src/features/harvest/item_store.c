/* The SQL of items, and what a person decides about them. */
#include <stdlib.h>
#include <string.h>

#include "core/channel.h"
#include "core/record.h"
#include "features/activity/activity.h"
#include "features/harvest/harvest.h"
#include "lib/base/text.h"

#define COLUMNS \
	"SELECT i.id, i.source_id, s.name, i.channel, i.link, i.title, i.summary, i.day, i.day_note," \
	" i.about, i.state, i.activity_id, i.found_at, i.decided_at, u.name, i.page, i.page_words," \
	" i.page_tries, i.attachment_id FROM harvest_item i" \
	" LEFT JOIN harvest_source s ON s.id = i.source_id LEFT JOIN account u ON u.id = i.decided_by"
static const struct db_sql get = { COLUMNS " WHERE i.id = ?" };
/* '9999' is behind every day; source 0: any. */
static const struct db_sql list_items = { COLUMNS
	" WHERE i.state = ? AND i.about >= ? AND i.about <= ? AND (CAST(? AS BIGINT) = 0 OR i.source_id = ?)"
	" AND (i.day < ? OR (i.day = ? AND i.id < ?)) ORDER BY i.day DESC, i.id DESC LIMIT ?" };
static const struct db_sql count_items = {
	"SELECT state, about, COUNT(*), SUM(CASE WHEN page = 'due' THEN 1 ELSE 0 END)"
	" FROM harvest_item GROUP BY state, about"
};
#define PLAN_OF_YEAR \
	"(SELECT plan_id FROM v_plan_year" \
	" ORDER BY CASE WHEN year >= ? THEN year - ? ELSE 10000 + ? - year END LIMIT 1)"
static const struct db_sql get_plan = {
	"SELECT code, text FROM v_plan_content WHERE plan_id = " PLAN_OF_YEAR " ORDER BY position"
};
static const struct db_sql alike = {
	"SELECT id, title FROM v_activity WHERE channel = ? AND day_from = ? ORDER BY id"
};
static const struct db_sql alike_taken = {
	"SELECT i.activity_id FROM harvest_item i JOIN v_activity a ON a.id = i.activity_id"
	" WHERE i.title_key = ? AND i.day = ? AND i.state = 'taken' LIMIT 1"
};
static const struct db_sql take = {
	"UPDATE harvest_item SET state = 'taken', title = ?, title_key = ?, day = ?, activity_id = ?,"
	" decided_at = ?, decided_by = ?, page = 'due', page_at = ?, page_tries = 0, page_words = ''"
	" WHERE id = ? AND state = 'waiting'"
};
static const struct db_sql drop = {
	"UPDATE harvest_item SET state = 'dropped', decided_at = ?, decided_by = ?,"
	" page = CASE WHEN page = 'due' THEN 'none' ELSE page END WHERE id = ? AND state = 'waiting'"
};
static const struct db_sql bring_back = {
	"UPDATE harvest_item SET state = 'waiting', decided_at = ?, decided_by = ?,"
	" page = CASE WHEN title = '' THEN 'due' ELSE page END, page_at = CAST(? AS BIGINT)"
	" WHERE id = ? AND state = 'dropped'"
};
static const struct db_sql drop_others = {
	"UPDATE harvest_item SET state = 'dropped', decided_at = ?, decided_by = ?"
	" WHERE state = 'waiting' AND about = 0 AND page <> 'due' AND title <> ''"
};
static const struct db_sql read_again = {
	"UPDATE harvest_item SET page = 'due', page_at = ?, page_tries = 0, page_words = ''"
	" WHERE id = ? AND state IN ('waiting', 'taken') AND page IN ('failed', 'none', 'due')"
	" AND attachment_id IS NULL"
};

static const char *said(const char *s)
{
	return s ? s : "";
}

static struct harvest_item from_row(struct db_rows *r)
{
	return (struct harvest_item){ .id = db_int(r, 0),
		.source = db_int(r, 1),
		.source_name = said(db_text(r, 2)),
		.channel = db_text(r, 3),
		.link = db_text(r, 4),
		.title = db_text(r, 5),
		.summary = db_text(r, 6),
		.day = date_partial(db_text(r, 7)),
		.day_note = db_text(r, 8),
		.about = db_int(r, 9) != 0,
		.state = db_text(r, 10),
		.activity = db_int(r, 11),
		.found_at = db_int(r, 12),
		.decided_at = db_int(r, 13),
		.decided_by = said(db_text(r, 14)),
		.page = db_text(r, 15),
		.page_words = db_text(r, 16),
		.page_tries = db_int(r, 17),
		.attachment = db_int(r, 18) };
}

enum rc harvest_item_get(
	struct db *d, struct arena *a, int64_t id, struct harvest_item *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "item", "Không có mục này.");
	if (rc)
		return rc;
	*out = from_row(r);
	db_rows_close(r);
	return RC_OK;
}

enum rc harvest_item_list(struct db *d, struct arena *a, const struct harvest_query *q,
	struct harvest_items *out, struct err *e)
{
	struct harvest_items list = { 0 };
	struct db_rows *r;
	const char *day = q->day ? q->day : "9999";
	int64_t id = q->day ? q->id : 0;
	enum rc rc = db_query(d, a, &list_items,
		DB_ARGS(A(q->state), A((int64_t)(q->about == HARVEST_ABOUT)),
			A((int64_t)(q->about != HARVEST_OTHER)), A(q->source), A(q->source), A(day),
			A(day), A(id), A((int64_t)q->limit)),
		&r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct harvest_item x = from_row(r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc harvest_count(struct db *d, struct harvest_counts *out, struct err *e)
{
	struct arena *a = arena_new();
	struct harvest_counts c = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &count_items, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *state = db_text(r, 0);
		int64_t n = db_int(r, 2);
		if (text_eq(state, "waiting")) {
			*(db_int(r, 1) ? &c.about : &c.other) += n;
			c.reading += db_int(r, 3);
		}
		c.taken += text_eq(state, "taken") ? n : 0;
		c.dropped += text_eq(state, "dropped") ? n : 0;
	}
	arena_free(a);
	if (rc != RC_NOTFOUND)
		return rc;
	*out = c;
	return RC_OK;
}

enum rc harvest_plan(
	struct db *d, struct arena *a, int year, struct harvest_contents *out, struct err *e)
{
	struct harvest_contents list = { 0 };
	struct db_rows *r;
	int64_t y = year;
	enum rc rc = db_query(d, a, &get_plan, DB_ARGS(A(y), A(y), A(y)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct harvest_content c = { db_text(r, 0), db_text(r, 1) };
		ARENA_PUSH(a, &list, c);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc harvest_twin(struct db *d, struct arena *a, const struct harvest_twin *x, int64_t *activity,
	struct err *e)
{
	struct db_rows *r;
	const char *key = text_fold(a, x->title), *day = date_iso(a, x->day);
	int64_t found = 0;
	enum rc rc = db_query(d, a, &alike, DB_ARGS(A(x->channel), A(day)), &r, e);
	while (!rc && !(rc = db_next(r, e)))
		if (!found && text_eq(text_fold(a, db_text(r, 1)), key))
			found = db_int(r, 0);
	if (rc == RC_NOTFOUND && !found)
		rc = db_one_int(d, &alike_taken, DB_ARGS(A(key), A(day)), &found, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	*activity = found;
	return RC_OK;
}

static enum rc is_waiting(const struct harvest_item *x, struct err *e)
{
	if (text_eq(x->state, "waiting"))
		return RC_OK;
	return ERR(e, RC_CONFLICT, "item", "“%s” đã được xử lý trước đó.",
		*x->title ? x->title : x->link);
}

static enum rc activity_of(struct arena *a, const struct harvest_item *x,
	const struct harvest_confirm *c, struct activity *out, struct err *e)
{
	struct evidence link = { .reference = x->link, .shown = true };
	const struct channel *channel = channel_by_code(x->channel);
	struct activity y = { .code = "",
		.from = c->day,
		.channel = x->channel,
		.title = c->title,
		.contents = c->contents,
		.task = c->task,
		.note = "",
		.account = c->account };
	ARENA_PUSH(a, &y.evidence, link);
	enum rc rc = quantities_parse(a, arena_printf(a, "1 %s", channel->unit), &y.quantities, e);
	if (!rc)
		*out = y;
	return rc;
}

static enum rc check_twin(struct audit *t, struct arena *a, const struct harvest_item *x,
	const struct harvest_confirm *c, struct err *e)
{
	struct harvest_twin twin = { x->channel, c->title, c->day };
	int64_t known = 0;
	enum rc rc = harvest_twin(t->db, a, &twin, &known, e);
	if (!rc && known)
		return ERR(e, RC_CONFLICT, "twin",
			"Đã có hoạt động cùng tên, cùng ngày (hoạt động %lld): mỗi tin chỉ ghi một lần.",
			(long long)known);
	return rc;
}

enum rc harvest_confirm(struct audit *t, struct arena *a, const struct harvest_confirm *c,
	int64_t *activity, struct err *e)
{
	struct harvest_item x;
	struct activity y;
	int64_t id = 0, n = 0;
	enum rc rc = harvest_item_get(t->db, a, c->item, &x, e);
	if (!rc)
		rc = is_waiting(&x, e);
	if (!rc)
		rc = check_twin(t, a, &x, c, e);
	if (!rc)
		rc = activity_of(a, &x, c, &y, e);
	if (!rc)
		rc = activity_add(t, a, &y, &id, e);
	if (!rc)
		rc = db_run(t->db, &take,
			DB_ARGS(A(c->title), A(text_fold(a, c->title)), A(date_iso(a, c->day)),
				A(id), A(t->at), A(c->account), A(t->at), A(c->item)),
			&n, e);
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "item", "“%s” đã được xử lý trước đó.", c->title);
	if (!rc)
		*activity = id;
	return rc;
}

static const char *record(struct arena *a, const struct harvest_item *x)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "title", x->title);
	record_text(&b, "link", x->link);
	record_day(&b, "day", x->day);
	return record_end(&b);
}

enum rc harvest_drop(struct audit *t, struct arena *a, int64_t item, int64_t account, bool drop_it,
	struct err *e)
{
	struct harvest_item x;
	int64_t n = 0;
	enum rc rc = harvest_item_get(t->db, a, item, &x, e);
	if (rc)
		return rc;
	rc = drop_it ? db_run(t->db, &drop, DB_ARGS(A(t->at), A(account), A(item)), &n, e)
		     : db_run(t->db, &bring_back, DB_ARGS(A(t->at), A(account), A(t->at), A(item)),
			       &n, e);
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "item", "“%s” đã được xử lý trước đó.",
			*x.title ? x.title : x.link);
	struct audit_change c = { "harvest_item", arena_printf(a, "%lld", (long long)item),
		drop_it ? "drop" : "restore", NULL, record(a, &x) };
	return rc ? rc : audit_add(t, &c, e);
}

enum rc harvest_drop_others(
	struct audit *t, struct arena *a, int64_t account, int64_t *n, struct err *e)
{
	struct buf b;
	int64_t count = 0;
	enum rc rc = db_run(t->db, &drop_others, DB_ARGS(A(t->at), A(account)), &count, e);
	record_begin(&b, a);
	record_int(&b, "count", count);
	struct audit_change c = { "harvest_item", "", "drop_others", NULL, record_end(&b) };
	if (!rc && count)
		rc = audit_add(t, &c, e);
	if (!rc)
		*n = count;
	return rc;
}

enum rc harvest_read_again(struct db *d, int64_t item, int64_t now, struct err *e)
{
	int64_t n = 0;
	enum rc rc = db_run(d, &read_again, DB_ARGS(A(now), A(item)), &n, e);
	if (!rc && !n)
		return ERR(e, RC_CONFLICT, "item", "Mục này không còn trang nào phải đọc.");
	return rc;
}
