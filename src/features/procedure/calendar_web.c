/* /thu-tuc-hc/lich-nghi: which days are worked, a table a year, as the documents announce it. */
#include <stdlib.h>
#include <string.h>

#include "core/web/web.h"
#include "features/procedure/cells_int.h"
#include "features/procedure/procedure_page.h"
#include "lib/base/text.h"

enum { YEAR_FIRST = 2000, YEAR_LAST = 2100 };

static enum rc list(struct web *w)
{
	static const struct part_column columns[] = { { "Năm", false },
		{ "Ngày khác thường", true }, { "Nguồn", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct workdays all;
	enum rc rc = workday_load(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, all.n * COLUMNS);
	for (size_t i = 0; i < all.n; i++) {
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = arena_printf(w->a, "%d", all.v[i].year);
		if (web_may(w, MAY_PROCEDURE_EDIT))
			c[0].href = arena_printf(w->a, "/thu-tuc-hc/lich-nghi/%d", all.v[i].year);
		c[1].text = arena_printf(w->a, "%zu", all.v[i].n);
		c[2].text = all.v[i].source;
	}
	struct calendar_list v = { .page = web_page(w, "Bảng ngày nghỉ"),
		.table = { .caption = "Các năm",
			.quiet = true,
			.headed = true,
			.columns = columns,
			.columns_n = COLUMNS,
			.cells = cells,
			.rows = all.n },
		.year = { .name = "nam",
			.label = "Năm",
			.type = WIDGET_NUMBER,
			.width = 4,
			.value = arena_printf(w->a, "%d", date_today().year) } };
	v.page.back = "/thu-tuc-hc";
	v.may_edit = web_may(w, MAY_PROCEDURE_EDIT);
	struct buf b = web_buf(w);
	calendar_list_page(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- one year --- */

enum { WEEK, SOURCE, MARKS, FIELDS };
static const struct form_choice weekdays[] = { { "1", "Thứ Hai" }, { "2", "Thứ Ba" },
	{ "3", "Thứ Tư" }, { "4", "Thứ Năm" }, { "5", "Thứ Sáu" }, { "6", "Thứ Bảy" },
	{ "7", "Chủ nhật" }, { NULL, NULL } };
static const struct form_field fields[FIELDS] = {
	[WEEK] = { "thu", FORM_MANY, true, "Ngày làm việc trong tuần", .choices = weekdays },
	[SOURCE] = { "nguon", FORM_TEXT, true, "Văn bản quy định ngày làm việc trong tuần" },
	[MARKS] = { "ngay", FORM_LINES, false, "Ngày nghỉ lễ, nghỉ bù, làm bù" },
};

static enum rc year_of(struct web *w, int *year)
{
	int64_t n;
	enum rc rc = web_id(w, "nam", &n);
	if (rc)
		return rc;
	if (n < YEAR_FIRST || n > YEAR_LAST)
		return ERR(
			&w->e, RC_NOTFOUND, "nam", "Năm phải từ %d đến %d.", YEAR_FIRST, YEAR_LAST);
	*year = (int)n;
	return RC_OK;
}

/* What is stored; a new one else, with the usual week of offices ticked. */
static enum rc load(struct web *w, int year, struct workday_year *out)
{
	struct workdays all;
	enum rc rc = workday_load(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	*out = (struct workday_year){ .year = year, .week = "12345", .source = "" };
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].year == year)
			*out = all.v[i];
	return RC_OK;
}

static const char *marks_text(struct arena *a, const struct workday_year *y)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < y->n; i++) {
		const char *s = arena_printf(a, "%s | %s | %s | %s", date_short(a, y->v[i].day),
			workday_kind_name(y->v[i].kind), y->v[i].name, y->v[i].source);
		ARENA_PUSH(a, &list, s);
	}
	return text_join(a, &list, "\n");
}

static bool has_day(const struct workday_year *y, struct date d)
{
	for (size_t i = 0; i < y->n; i++)
		if (!date_cmp(y->v[i].day, d))
			return true;
	return false;
}

/* "28/01/2026 - 02/02/2026", with any dash, or "đến": several days at once. */
static bool read_days(struct arena *a, const char *text, struct date *from, struct date *to)
{
	static const char *const between[] = { "–", "—", "đến", "-" };
	if (date_parse_vn(text, from)) {
		*to = *from;
		return true;
	}
	for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
		const char *at = strstr(text, between[i]);
		if (at && date_parse_vn(text_trim_n(a, text, (size_t)(at - text)), from) &&
			date_parse_vn(text_trim(a, at + strlen(between[i])), to))
			return true;
	}
	return false;
}

static const char *read_mark(struct arena *a, const char *line, struct workday_year *y)
{
	struct cell_parts p = cell_parts(a, line);
	struct workday_mark m = { .name = p.v[2], .source = p.v[3] };
	struct date from = { 0 }, to = { 0 };
	if (!read_days(a, p.v[0], &from, &to))
		return arena_printf(a, "không có ngày “%s”; viết như 02/9/%d", p.v[0], y->year);
	if (!workday_kind_find(a, p.v[1], &m.kind))
		return arena_printf(a, "“%s” phải là: nghỉ lễ, nghỉ bù hoặc làm bù", p.v[1]);
	if (!*m.name || !*m.source)
		return "cần tên ngày và văn bản thông báo, ngăn bằng “|”";
	if (date_cmp(to, from) < 0 || from.year != y->year || to.year != y->year)
		return arena_printf(a, "ngày phải thuộc năm %d", y->year);
	for (m.day = from; date_cmp(m.day, to) <= 0; m.day = date_add_days(m.day, 1)) {
		if (has_day(y, m.day))
			return arena_printf(a, "ngày %s có hai lần", date_short(a, m.day));
		ARENA_PUSH(a, y, m);
	}
	return NULL;
}

static int by_day(const void *p, const void *q)
{
	const struct workday_mark *x = p, *y = q;
	return date_cmp(x->day, y->day);
}

static const char *read_marks(struct arena *a, const char *text, struct workday_year *y)
{
	struct texts lines = text_split(a, text, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		const char *wrong = read_mark(a, text_squeeze(a, lines.v[i]), y);
		if (wrong)
			return arena_printf(a, "Dòng %zu: %s.", i + 1, wrong);
	}
	if (y->n)
		qsort(y->v, y->n, sizeof *y->v, by_day);
	return NULL;
}

static enum rc show_form(
	struct web *w, const struct workday_year *y, const struct form *f, const char *problem)
{
	static const char *const hints[FIELDS] = {
		[MARKS] =
			"Mỗi dòng: ngày (hoặc ngày - ngày) | nghỉ lễ, nghỉ bù hay làm bù | tên | văn "
			"bản thông báo.",
	};
	struct web_form_page v = { .page = web_page(
					   w, arena_printf(w->a, "Bảng ngày nghỉ năm %d", y->year)),
		.problem = problem,
		.action = arena_printf(w->a, "/thu-tuc-hc/lich-nghi/%d", y->year),
		.hidden = web_form(w, y->version),
		.form = f,
		.hints = hints,
		.submit = "Lưu",
		.cancel = "/thu-tuc-hc/lich-nghi" };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc form_of(struct web *w, int year)
{
	struct workday_year y;
	struct form f;
	enum rc rc = load(w, year, &y);
	if (rc)
		return rc;
	form_init(&f, w->a, fields, FIELDS);
	for (const char *s = y.week; *s; s++) {
		const char *one = arena_strndup(w->a, s, 1);
		ARENA_PUSH(w->a, &f.v[WEEK].many, one);
	}
	web_put(&f, SOURCE, y.source);
	web_put(&f, MARKS, marks_text(w->a, &y));
	return show_form(w, &y, &f, NULL);
}

static enum rc form(struct web *w)
{
	int year;
	enum rc rc = year_of(w, &year);
	return rc ? rc : form_of(w, year);
}

static enum rc new_form(struct web *w)
{
	const char *s = request_query(w->rq, "nam");
	long year = s ? strtol(s, NULL, 10) : date_today().year;
	if (year < YEAR_FIRST || year > YEAR_LAST)
		return ERR(
			&w->e, RC_INVALID, "nam", "Năm phải từ %d đến %d.", YEAR_FIRST, YEAR_LAST);
	return form_of(w, (int)year);
}

static enum rc store(struct web *w, const struct form *f, struct workday_year *y)
{
	struct audit t;
	y->week = text_join(w->a, &f->v[WEEK].many, "");
	y->source = f->v[SOURCE].text;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = workday_put(&t, w->a, y, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/thu-tuc-hc/lich-nghi");
	return rc;
}

static enum rc save(struct web *w)
{
	struct workday_year y;
	struct form f;
	struct err wrong;
	const char *problem = NULL;
	int year;
	err_init(&wrong, w->a);
	enum rc rc = year_of(w, &year);
	if (!rc)
		rc = load(w, year, &y);
	struct audit_query of = {
		.kind = "workday", .object = arena_printf(w->a, "%d", rc ? 0 : year), .limit = 1
	};
	if (!rc && y.version)
		rc = web_stale(w, y.version, &of, "bảng ngày nghỉ này", &problem);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, fields, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	y.v = NULL;
	y.n = y.cap = 0;
	const char *marks = f.v[MARKS].error ? NULL : read_marks(w->a, f.v[MARKS].text, &y);
	if (marks)
		form_fail(&f, MARKS, marks);
	return f.errors || problem ? show_form(w, &y, &f, problem) : store(w, &f, &y);
}

static const struct web_route routes[] = {
	WEB_GET("/thu-tuc-hc/lich-nghi", .handler = list, .permission = "procedure.read"),
	WEB_GET("/thu-tuc-hc/lich-nghi-moi", .handler = new_form, .permission = "procedure.edit"),
	WEB_GET("/thu-tuc-hc/lich-nghi/{nam}", .handler = form, .permission = "procedure.edit"),
	WEB_POST("/thu-tuc-hc/lich-nghi/{nam}", .handler = save, .permission = "procedure.edit"),
};

static const struct web_word words[] = {
	{ "days", "Ngày", NULL },
	{ "source", "Văn bản", NULL },
	{ "week", "Ngày làm việc trong tuần", NULL },
};
static const struct web_record records[] = {
	{ .kind = "workday",
		.name = "Bảng ngày nghỉ",
		.href = "/thu-tuc-hc/lich-nghi/",
		.permission = "procedure.edit",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes procedure_calendar_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.records = records,
	.records_n = sizeof records / sizeof *records };
