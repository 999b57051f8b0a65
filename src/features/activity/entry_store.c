#include "core/web/form_store.h"
#include "features/activity/entry.h"

enum { KEEP_SECONDS = 7 * 24 * 60 * 60 };

static const struct db_sql keep = {
	"INSERT INTO entry_file (form, attachment_id, account_id, source, at) VALUES (?, ?, ?, ?, ?)"
	" ON CONFLICT DO NOTHING"
};
static const struct db_sql list_kept = {
	"SELECT attachment_id FROM entry_file WHERE form = ? ORDER BY attachment_id"
};
static const struct db_sql forget = { "DELETE FROM entry_file WHERE form = ? OR at < ?" };
static const struct db_sql get_planned = {
	"SELECT channel FROM v_plan_task WHERE year = (SELECT year FROM v_plan_year"
	" ORDER BY CASE WHEN year >= ? THEN year - ? ELSE 10000 + ? - year END LIMIT 1)"
	" GROUP BY channel ORDER BY min(position)"
};
static const struct db_sql get_recent = {
	"SELECT id, day_from, channel, title FROM v_activity WHERE account_id = ?"
	" ORDER BY created_at DESC, id DESC LIMIT ?"
};
static const struct db_sql get_twin = {
	"SELECT id FROM v_activity WHERE account_id = ? AND channel = ? AND day_from = ? AND title = ?"
	" AND id <> ? ORDER BY id DESC LIMIT 1"
};
static const struct db_sql get_task = {
	"SELECT t.title FROM v_activity a JOIN v_plan_task t ON t.task_id = a.task_id WHERE a.id = ?"
};
static const struct db_sql seen_any = {
	"SELECT count(*) FROM activity_evidence WHERE attachment_id = ?"
};
static const struct db_sql seen_own = {
	"SELECT count(*) FROM activity_evidence x JOIN activity a ON a.id = x.activity_id"
	" WHERE x.attachment_id = ? AND a.account_id = ?"
};
static const struct db_sql seen_kept = {
	"SELECT count(*) FROM entry_file WHERE attachment_id = ? AND account_id = ?"
};

enum rc entry_file_keep(struct web *w, const char *form, const struct attachment *x, bool *fresh)
{
	int64_t n = 0;
	enum rc rc = db_run(w->db, &keep,
		DB_ARGS(A(form), A(x->id), A(x->account), A(x->hash), A(w->now)), &n, &w->e);
	*fresh = n > 0;
	return rc;
}

enum rc entry_file_list(struct web *w, const char *form, struct attachments *out)
{
	struct db_rows *r;
	enum rc rc = db_query(w->db, w->a, &list_kept, DB_ARGS(A(form)), &r, &w->e);
	while (!rc && !(rc = db_next(r, &w->e))) {
		struct attachment x;
		rc = attachment_get(w->db, w->a, db_int(r, 0), &x, &w->e);
		if (rc)
			return rc;
		ARENA_PUSH(w->a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc entry_twin(struct web *w, const struct activity *x, int64_t *out)
{
	struct db_rows *r;
	enum rc rc = db_query(w->db, w->a, &get_twin,
		DB_ARGS(A(x->account), A(x->channel), A(date_iso(w->a, x->from)), A(x->title),
			A(x->id)),
		&r, &w->e);
	*out = 0;
	if (!rc && !(rc = db_next(r, &w->e)))
		*out = db_int(r, 0);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc entry_task_title(struct web *w, const struct activity *x, const char **out)
{
	struct db_rows *r;
	enum rc rc = db_query(w->db, w->a, &get_task, DB_ARGS(A(x->id)), &r, &w->e);
	*out = x->task;
	if (!rc && !(rc = db_next(r, &w->e)))
		*out = db_text(r, 0);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc entry_file_forget(struct web *w, const char *form)
{
	return db_run(w->db, &forget, DB_ARGS(A(form), A(w->now - KEEP_SECONDS)), NULL, &w->e);
}

enum rc entry_planned(struct web *w, int year, struct texts *out)
{
	struct db_rows *r;
	int64_t y = year;
	enum rc rc = db_query(w->db, w->a, &get_planned, DB_ARGS(A(y), A(y), A(y)), &r, &w->e);
	while (!rc && !(rc = db_next(r, &w->e))) {
		const char *channel = db_text(r, 0);
		ARENA_PUSH(w->a, out, channel);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc entry_recent(struct web *w, size_t max, struct activities *out)
{
	struct db_rows *r;
	enum rc rc = db_query(w->db, w->a, &get_recent,
		DB_ARGS(A(w->session->account), A((int64_t)max)), &r, &w->e);
	while (!rc && !(rc = db_next(r, &w->e))) {
		struct activity x = { .id = db_int(r, 0),
			.from = date_partial(db_text(r, 1)),
			.channel = db_text(r, 2),
			.title = db_text(r, 3) };
		ARENA_PUSH(w->a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc entry_file_seen(struct web *w, int64_t attachment, bool *yes)
{
	int64_t account = w->session->account, n = 0;
	enum rc rc = web_may(w, MAY_ACTIVITY_READ_ANY)
			     ? db_one_int(w->db, &seen_any, DB_ARGS(A(attachment)), &n, &w->e)
			     : db_one_int(w->db, &seen_own, DB_ARGS(A(attachment), A(account)), &n,
				       &w->e);
	if (!rc && !n)
		rc = db_one_int(w->db, &seen_kept, DB_ARGS(A(attachment), A(account)), &n, &w->e);
	*yes = n > 0;
	return rc;
}
