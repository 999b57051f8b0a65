/* What the page of an activity asks of the plan, the reports and their way. */
#include "core/period.h"
#include "core/record_diff.h"
#include "features/activity/show.h"
#include "lib/base/text.h"

/* What was imported with a number is issued too, though it never went the way. */
static const struct db_sql all_reports = {
	"SELECT r.id, r.period, r.title, r.number, d.state, d.state_label FROM v_report r"
	" LEFT JOIN v_dispatch d ON d.origin = 'report/' || CAST(r.id AS TEXT)"
	" ORDER BY r.period, r.id"
};
static const struct db_sql get_task = {
	"SELECT title, year FROM v_plan_task WHERE plan_id = ? AND code = ?"
};
static const struct db_sql get_content = {
	"SELECT text FROM v_plan_content WHERE plan_id = ? AND code = ?"
};

#define PLAN_OF_YEAR \
	"(SELECT plan_id FROM v_plan_year" \
	" ORDER BY CASE WHEN year >= ? THEN year - ? ELSE 10000 + ? - year END LIMIT 1)"
static const struct db_sql task_of_year = {
	"SELECT title FROM v_plan_task WHERE plan_id = " PLAN_OF_YEAR " AND code = ?"
};
static const struct db_sql content_of_year = {
	"SELECT text FROM v_plan_content WHERE plan_id = " PLAN_OF_YEAR " AND code = ?"
};

static bool is_issued(const char *number, const char *state)
{
	static const char *const out[] = { "approved", "issued", "sent", "published", "outside" };
	for (size_t i = 0; state && i < sizeof out / sizeof *out; i++)
		if (text_eq(state, out[i]))
			return true;
	return !state && number && *number;
}

static struct date last_day(const struct activity *x)
{
	return date_none(x->to) ? x->from : x->to;
}

static void add_report(
	struct web *w, const struct activity *x, struct db_rows *r, struct show_reports *out)
{
	struct period p;
	struct err e;
	err_init(&e, w->a);
	if (period_parse(w->a, db_text(r, 1), PERIOD_CALENDAR, &p, &e) ||
		date_cmp(x->from, p.to) > 0 || date_cmp(last_day(x), p.from) < 0)
		return;
	struct show_report v = { .href = arena_printf(
					 w->a, "/bao-cao/%lld", (long long)db_int(r, 0)),
		.name = arena_printf(w->a, "Báo cáo %s (%s)", db_text(r, 2), p.label),
		.number = db_text(r, 3),
		.state = db_text(r, 5),
		.issued = is_issued(db_text(r, 3), db_text(r, 4)),
		.starts = period_holds(&p, x->from) };
	ARENA_PUSH(w->a, out, v);
}

enum rc show_reports(struct web *w, const struct activity *x, struct show_reports *out)
{
	struct db_rows *r;
	*out = (struct show_reports){ 0 };
	if (x->removed)
		return RC_OK;
	enum rc rc = db_query(w->db, w->a, &all_reports, DB_NONE, &r, &w->e);
	while (!rc && !(rc = db_next(r, &w->e)))
		add_report(w, x, r, out);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc show_task(struct web *w, const struct activity *x, const char **name, const char **href)
{
	struct db_rows *r;
	*name = *href = NULL;
	if (!*x->task)
		return RC_OK;
	*name = x->task;
	enum rc rc = db_query(w->db, w->a, &get_task, DB_ARGS(A(x->plan), A(x->task)), &r, &w->e);
	if (!rc)
		rc = db_next(r, &w->e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	long long year = db_int(r, 1);
	*name = arena_printf(w->a, "%s (kế hoạch năm %lld)", db_text(r, 0), year);
	if (web_may(w, MAY_PLAN_READ))
		*href = arena_printf(w->a, "/ke-hoach/%lld", year);
	return RC_OK;
}

enum rc show_contents(struct web *w, const struct activity *x, struct texts *out)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < x->contents.n; i++) {
		struct db_rows *r;
		const char *code = x->contents.v[i], *text = code;
		rc = db_query(w->db, w->a, &get_content, DB_ARGS(A(x->plan), A(code)), &r, &w->e);
		if (!rc && !(rc = db_next(r, &w->e)))
			text = db_text(r, 0);
		rc = rc == RC_NOTFOUND ? RC_OK : rc;
		ARENA_PUSH(w->a, out, text);
	}
	return rc;
}

static enum rc named(struct web *w, const struct db_sql *q, const char *record, const char *code,
	const char **out)
{
	struct db_rows *r;
	struct date day = { 0 };
	const char *from = record_field(w->a, record, "from");
	*out = code;
	if (!from || !date_parse_iso(from, &day))
		return RC_OK;
	int64_t y = day.year;
	enum rc rc = db_query(w->db, w->a, q, DB_ARGS(A(y), A(y), A(y), A(code)), &r, &w->e);
	if (!rc)
		rc = db_next(r, &w->e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	*out = db_text(r, 0);
	db_rows_close(r);
	return RC_OK;
}

enum rc show_task_said(struct web *w, const char *record, const char **value)
{
	return named(w, &task_of_year, record, *value, value);
}

enum rc show_contents_said(struct web *w, const char *record, const char **value)
{
	struct texts codes = text_split(w->a, *value, ';');
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < codes.n; i++)
		rc = named(w, &content_of_year, record, codes.v[i], &codes.v[i]);
	if (!rc)
		*value = text_join(w->a, &codes, "; ");
	return rc;
}
