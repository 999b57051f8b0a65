/* What forms of activities offer: the plan's tasks and contents, places and titles used lately. */
#include "features/activity/activity_form.h"
#include "lib/base/text.h"

enum { PLACES_MAX = 12 };

/* As activity_row.c chooses the plan of an activity. */
#define PLAN_OF_YEAR \
	"(SELECT plan_id FROM v_plan_year" \
	" ORDER BY CASE WHEN year >= ? THEN year - ? ELSE 10000 + ? - year END LIMIT 1)"
/* Of the newest activities only: the whole log may be long. */
#define LATELY " AND id > (SELECT COALESCE(max(id), 0) - 2000 FROM v_activity)"

static const struct db_sql get_tasks = {
	"SELECT code, title, channel FROM v_plan_task WHERE plan_id = " PLAN_OF_YEAR
	" ORDER BY CASE WHEN channel = ? THEN 0 ELSE 1 END, position"
};
static const struct db_sql get_contents = {
	"SELECT code, text FROM v_plan_content WHERE plan_id = " PLAN_OF_YEAR " ORDER BY position"
};
static const struct db_sql get_task_contents = {
	"SELECT c.code FROM v_activity_task_content c JOIN v_plan_task t ON t.task_id = c.task_id"
	" WHERE t.plan_id = " PLAN_OF_YEAR " AND t.code = ? ORDER BY c.position"
};
static const struct db_sql get_titles = { "SELECT title FROM v_activity WHERE channel = ?" LATELY
					  " GROUP BY title ORDER BY max(id) DESC LIMIT 8" };
static const struct db_sql get_own_titles = {
	"SELECT title FROM v_activity WHERE channel = ? AND account_id = ?" LATELY
	" GROUP BY title ORDER BY max(id) DESC LIMIT 8"
};
static const struct db_sql get_last_places = {
	"SELECT name FROM v_activity_place WHERE activity_id = (SELECT id FROM v_activity"
	" WHERE account_id = ? AND channel = ? ORDER BY created_at DESC, id DESC LIMIT 1)"
	" ORDER BY position"
};
static const struct db_sql get_places = {
	"SELECT name FROM v_activity_place"
	" WHERE activity_id > (SELECT COALESCE(max(id), 0) - 500 FROM v_activity)"
	" GROUP BY name ORDER BY max(activity_id) DESC LIMIT 12"
};

struct choices {
	struct form_choice *v;
	size_t n, cap;
};

static bool offered(const struct choices *list, const char *value)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].value, value))
			return true;
	return false;
}

static void offer(struct arena *a, struct choices *list, const char *value, const char *label)
{
	struct form_choice c = { value, label };
	if (!value || !offered(list, value))
		ARENA_PUSH(a, list, c);
}

static enum rc load_texts(
	struct web *w, const struct db_sql *q, struct db_args args, struct texts *out)
{
	struct db_rows *r;
	enum rc rc = db_query(w->db, w->a, q, args, &r, &w->e);
	while (!rc && !(rc = db_next(r, &w->e))) {
		const char *text = db_text(r, 0);
		ARENA_PUSH(w->a, out, text);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_tasks(
	struct web *w, const struct activity_offer_query *q, struct activity_offer *out)
{
	struct choices list = { 0 };
	struct db_rows *r;
	int64_t year = q->year;
	const char *channel = q->channel ? q->channel : "";
	enum rc rc = db_query(
		w->db, w->a, &get_tasks, DB_ARGS(A(year), A(year), A(year), A(channel)), &r, &w->e);
	offer(w->a, &list, "", "Không thuộc nhiệm vụ nào");
	out->task = "";
	while (!rc && !(rc = db_next(r, &w->e))) {
		const char *code = db_text(r, 0);
		offer(w->a, &list, code, db_text(r, 1));
		if (!*out->task && text_eq(db_text(r, 2), channel))
			out->task = code;
	}
	offer(w->a, &list, NULL, NULL);
	out->tasks = list.v;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_contents(struct web *w, int64_t year, struct activity_offer *out)
{
	struct choices list = { 0 };
	struct db_rows *r;
	enum rc rc =
		db_query(w->db, w->a, &get_contents, DB_ARGS(A(year), A(year), A(year)), &r, &w->e);
	while (!rc && !(rc = db_next(r, &w->e)))
		offer(w->a, &list, db_text(r, 0), db_text(r, 1));
	offer(w->a, &list, NULL, NULL);
	out->contents = list.v;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* The person's own last ones first, then what others used, then what the unit has. */
static enum rc load_places(
	struct web *w, const struct activity_offer_query *q, struct activity_offer *out)
{
	struct choices list = { 0 };
	struct texts lately = { 0 };
	enum rc rc = RC_OK;
	if (q->channel)
		rc = load_texts(w, &get_last_places, DB_ARGS(A(q->account), A(q->channel)),
			&out->last_places);
	if (!rc)
		rc = load_texts(w, &get_places, DB_NONE, &lately);
	if (rc)
		return rc;
	for (size_t i = 0; i < out->last_places.n; i++)
		offer(w->a, &list, out->last_places.v[i], out->last_places.v[i]);
	for (size_t i = 0; i < lately.n && list.n < PLACES_MAX; i++)
		offer(w->a, &list, lately.v[i], lately.v[i]);
	for (size_t i = 0; i < w->unit->place_count && list.n < PLACES_MAX; i++) {
		const struct unit_place *p = &w->unit->places[i];
		if (date_none(p->to) || date_cmp(p->to, date_today()) >= 0)
			offer(w->a, &list, p->name, p->name);
	}
	offer(w->a, &list, NULL, NULL);
	out->places = list.v;
	return RC_OK;
}

enum rc activity_offer_load(
	struct web *w, const struct activity_offer_query *q, struct activity_offer *out)
{
	*out = (struct activity_offer){ .task = "" };
	enum rc rc = load_tasks(w, q, out);
	if (!rc)
		rc = load_contents(w, q->year, out);
	if (!rc)
		rc = load_places(w, q, out);
	if (rc || !q->channel)
		return rc;
	return q->own_only ? load_texts(w, &get_own_titles, DB_ARGS(A(q->channel), A(q->account)),
				     &out->titles)
			   : load_texts(w, &get_titles, DB_ARGS(A(q->channel)), &out->titles);
}

enum rc activity_task_contents(
	struct db *d, struct arena *a, int year, const char *task, struct texts *out, struct err *e)
{
	struct db_rows *r;
	int64_t y = year;
	enum rc rc = db_query(d, a, &get_task_contents, DB_ARGS(A(y), A(y), A(y), A(task)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *code = db_text(r, 0);
		ARENA_PUSH(a, out, code);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}
