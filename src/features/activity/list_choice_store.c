/* What the filters of the list offer, and the photos of its rows. */
#include "features/activity/list.h"

static const struct db_sql get_photos = {
	"SELECT f.id, f.name FROM activity_evidence v JOIN attachment f ON f.id = v.attachment_id"
	" WHERE v.activity_id = ? AND f.thumb_hash IS NOT NULL ORDER BY v.position"
};
static const struct db_sql all_tasks = {
	"SELECT task_id, title, year, code FROM v_plan_task ORDER BY year DESC, position"
};
static const struct db_sql all_contents = {
	"SELECT content_id, text, year, code FROM v_plan_content ORDER BY year DESC, position"
};
static const struct db_sql all_places = {
	"SELECT id, name, 0, '' FROM place ORDER BY name, id LIMIT ?"
};

enum rc list_photos(
	struct db *d, struct arena *a, int64_t activity, struct list_photos *out, struct err *e)
{
	struct db_rows *r;
	*out = (struct list_photos){ 0 };
	enum rc rc = db_query(d, a, &get_photos, DB_ARGS(A(activity)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct list_photo p = { db_int(r, 0), db_text(r, 1) };
		ARENA_PUSH(a, out, p);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc choices(struct db *d, struct arena *a, const struct db_sql *q, struct db_args args,
	struct list_choices *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, q, args, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct list_choice c = { db_int(r, 0), db_text(r, 1), db_int(r, 2), db_text(r, 3) };
		ARENA_PUSH(a, out, c);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc list_tasks(struct db *d, struct arena *a, struct list_choices *out, struct err *e)
{
	return choices(d, a, &all_tasks, DB_NONE, out, e);
}

enum rc list_contents(struct db *d, struct arena *a, struct list_choices *out, struct err *e)
{
	return choices(d, a, &all_contents, DB_NONE, out, e);
}

enum rc list_places(struct db *d, struct arena *a, struct list_choices *out, struct err *e)
{
	return choices(d, a, &all_places, DB_ARGS(A((int64_t)LIST_PLACES_MAX)), out, e);
}
