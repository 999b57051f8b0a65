/* What the plan and the log say of pasted rows. */
#include <stdlib.h>
#include <string.h>

#include "features/activity/activity_int.h"
#include "features/activity/list.h"
#include "features/activity/paste.h"
#include "lib/base/text.h"

static const struct db_sql by_code = { "SELECT id FROM activity WHERE code = ?" };
static const struct db_sql by_id = { "SELECT id FROM activity WHERE id = ?" };
static const struct db_sql alike = {
	"SELECT min(id) FROM activity WHERE day_from = ? AND channel = ? AND title = ?"
	" AND removed_at IS NULL"
};

struct known {
	struct list_choices tasks, contents; /* of all plans */
};

/* The year whose plan an activity of that year belongs to, as activity_resolve has it; 0: none. */
static int64_t plan_year(const struct known *k, int64_t year)
{
	const struct list_choices *const lists[] = { &k->tasks, &k->contents };
	int64_t later = 0, earlier = 0;
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->n; i++) {
			int64_t y = lists[l]->v[i].year;
			if (y >= year && (!later || y < later))
				later = y;
			if (y < year && y > earlier)
				earlier = y;
		}
	return later ? later : earlier;
}

/* By code, or by its words, accents aside. NULL: the plan has no such thing. */
static const char *find(
	struct arena *a, const struct list_choices *list, int64_t year, const char *text)
{
	const char *folded = text_fold(a, text), *found = NULL;
	for (size_t i = 0; i < list->n; i++) {
		const struct list_choice *c = &list->v[i];
		if (c->year != year)
			continue;
		if (text_eq(c->code, text))
			return c->code;
		if (text_eq(text_fold(a, c->name), folded))
			found = c->code;
	}
	return found;
}

static void wrong(struct paste_row *r, enum activity_column c, const char *why)
{
	r->cells.wrong[c] = why;
	r->good = false;
}

static void check_plan(struct arena *a, const struct known *k, struct paste_row *r)
{
	/* Where the day is still wrong, the plan of today speaks. */
	struct date day = date_none(r->x.from) ? date_today() : r->x.from;
	int64_t year = plan_year(k, day.year);
	if (!year)
		return;
	if (*r->x.task) {
		const char *code = find(a, &k->tasks, year, r->x.task);
		if (!code)
			wrong(r, COLUMN_TASK, "kế hoạch không có nhiệm vụ này");
		else
			r->x.task = r->cells.v[COLUMN_TASK] = code;
	}
	for (size_t i = 0; i < r->x.contents.n; i++) {
		const char *code = find(a, &k->contents, year, r->x.contents.v[i]);
		if (!code)
			wrong(r, COLUMN_CONTENT, "kế hoạch không có nội dung này");
		else
			r->x.contents.v[i] = code;
	}
	if (!r->cells.wrong[COLUMN_CONTENT])
		r->cells.v[COLUMN_CONTENT] = text_join(a, &r->x.contents, "; ");
}

static enum rc one(struct web *w, const struct db_sql *q, struct db_args args, int64_t *out)
{
	enum rc rc = db_one_int(w->db, q, args, out, &w->e);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* A key of the office names the activity itself; another one is nobody else's. */
static enum rc check_code(struct web *w, struct paste_row *r)
{
	int64_t id = 0;
	const char *code = r->x.code;
	if (!*code)
		return RC_OK;
	if (text_has_prefix(code, ACTIVITY_CODE)) {
		enum rc rc = one(w, &by_id,
			DB_ARGS(A((int64_t)strtoll(code + strlen(ACTIVITY_CODE), NULL, 10))),
			&r->twin_id);
		r->x.code = r->cells.v[COLUMN_CODE] = "";
		return rc;
	}
	enum rc rc = one(w, &by_code, DB_ARGS(A(code)), &id);
	if (!rc && id) {
		wrong(r, COLUMN_CODE, "mã này đã có hoạt động khác dùng");
		r->twin_id = id;
	}
	return rc;
}

static bool same(const struct activity *x, const struct activity *y)
{
	return !date_cmp(x->from, y->from) && text_eq(x->channel, y->channel) &&
	       text_eq(x->title, y->title) && text_eq(x->code, y->code);
}

static enum rc check_twins(struct web *w, struct paste *p, size_t i)
{
	struct paste_row *r = &p->v[i];
	enum rc rc = check_code(w, r);
	if (rc || !r->good || r->twin_id) {
		if (r->twin_id)
			r->twin = "đã có trong Loa";
		return rc;
	}
	rc = one(w, &alike, DB_ARGS(A(date_iso(w->a, r->x.from)), A(r->x.channel), A(r->x.title)),
		&r->twin_id);
	if (r->twin_id)
		r->twin = "đã có trong Loa: cùng ngày, kênh và tên";
	for (size_t k = 0; !rc && !r->twin && k < i; k++)
		if (p->v[k].good && same(&p->v[k].x, &r->x))
			r->twin = arena_printf(w->a, "trùng với dòng %d của bảng", p->v[k].line);
	return rc;
}

enum rc paste_check(struct web *w, struct paste *p)
{
	struct known k = { 0 };
	enum rc rc = list_tasks(w->db, w->a, &k.tasks, &w->e);
	if (!rc)
		rc = list_contents(w->db, w->a, &k.contents, &w->e);
	for (size_t i = 0; !rc && i < p->n; i++) {
		p->v[i].twin = NULL;
		p->v[i].twin_id = 0;
		check_plan(w->a, &k, &p->v[i]);
		rc = check_twins(w, p, i);
	}
	return rc;
}
