/* /thu-tuc: procedures in force, for everybody; what expired has left by its date. */
#include <stdlib.h>
#include <string.h>

#include "core/search.h"
#include "core/setting.h"
#include "core/web/site.h"
#include "core/web/sitemap.h"
#include "core/web/web.h"
#include "features/procedure/procedure_page.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

const char *procedure_path(struct arena *a, const struct procedure *p)
{
	return arena_printf(a, "/thu-tuc/%s", p->code);
}

static enum rc procedure_online(struct web *w, const struct procedure_version *v, const char **out)
{
	const char *portal = "";
	bool offered = *v->online != 0;
	for (size_t i = 0; i < v->places.n; i++)
		offered = offered || v->places.v[i].way == WAY_ONLINE;
	*out = *v->online ? v->online : NULL;
	if (!offered || *v->online)
		return RC_OK;
	enum rc rc = setting_get(w->db, w->a, SETTING_SERVICE_PORTAL, &portal, &w->e);
	if (!rc && *portal)
		*out = portal;
	return rc;
}

/* Is there a notice of where feedback goes? The page of features/posting. */
static enum rc has_feedback(struct web *w, bool *out)
{
	const char *text = "";
	enum rc rc = setting_get(w->db, w->a, SETTING_FEEDBACK, &text, &w->e);
	*out = !rc && !text_blank(text);
	return rc;
}

/* --- the list --- */

/* Each word stands somewhere in what it is called by; the code with its dot or without. */
static bool matches(struct arena *a, const struct procedure *p, const struct procedure_version *v,
	const char *typed)
{
	const char *code, *local;
	if (procedure_code_parse(a, typed, &code, &local))
		return text_eq(code, p->code);
	const char *name = search_words(a,
		arena_printf(a, "mã thủ tục hành chính %s %c%s %s %s lĩnh vực %s", p->code,
			p->code[0], p->code + 2, p->local, v->name, p->field),
		true);
	struct texts each = text_split(a, search_words(a, typed, true), ' ');
	for (size_t i = 0; i < each.n; i++)
		if (!strstr(name, each.v[i]))
			return false;
	return each.n > 0;
}

struct groups {
	struct public_group *v;
	size_t n, cap;
};

static void add_link(struct web *w, struct groups *out, const struct procedure *p,
	const struct procedure_version *v)
{
	if (!out->n || !text_eq(out->v[out->n - 1].field, p->field)) {
		struct public_group g = { .field = p->field };
		ARENA_PUSH(w->a, out, g);
	}
	struct public_group *g = &out->v[out->n - 1];
	struct part_link *grown =
		arena_grow(w->a, g->v, g->n * sizeof *g->v, (g->n + 1) * sizeof *g->v);
	grown[g->n++] = (struct part_link){ .text = arena_printf(w->a, "%s (%s)", v->name, p->code),
		.href = procedure_path(w->a, p) };
	g->v = grown;
}

/* Those in force that have the words; NULL: all. */
static size_t find(
	struct web *w, const struct procedures *all, const char *words, struct groups *out)
{
	size_t found = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct procedure_version *now = procedure_at(&all->v[i], date_today());
		if (!now || (words && !matches(w->a, &all->v[i], now, words)))
			continue;
		add_link(w, out, &all->v[i], now);
		found++;
	}
	return found;
}

static enum rc list(struct web *w)
{
	const char *typed = request_query(w->rq, "tim"), *topic = NULL;
	struct procedures all;
	struct groups groups = { 0 };
	struct public_list v = { .searched = typed && !text_blank(typed) };
	enum rc rc = procedure_heads(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	v.found = find(w, &all, v.searched ? typed : NULL, &groups);
	if (v.searched && !v.found)
		topic = search_topic(w->a, typed);
	if (topic)
		v.found = find(w, &all, topic, &groups);
	rc = has_feedback(w, &v.feedback);
	if (rc)
		return rc;
	v.page = web_page(w, "Thủ tục hành chính");
	v.search = (struct widget){ .name = "tim",
		.label = "Tên hoặc mã thủ tục",
		.hint = "Gõ có dấu hay không dấu đều được.",
		.value = typed,
		.type = WIDGET_SEARCH };
	v.v = groups.v;
	v.n = groups.n;
	web_site_about(w, &v.page,
		arena_printf(w->a, "Thủ tục hành chính giải quyết tại %s.", v.page.commune));
	struct buf b = web_buf(w);
	public_list_page(&b, &v);
	return web_reply(w, 200, &b);
}

/* --- what was chosen; anything that is not known falls back to the first --- */

struct choice {
	struct procedure_choice x;
	struct date day;
	int minute;
	bool timed; /* the hour was said; else it is now */
	const char *wrong; /* NULL */
	const char *wrong_field;
};

enum { HOUR = 60, COUNT_MAX = 10000 };

static unsigned offered(const struct procedure_version *v)
{
	unsigned set = 0;
	for (size_t i = 0; i < v->places.n; i++)
		set |= WAY(v->places.v[i].way);
	return set ? set : WAY(WAY_DIRECT);
}

static int64_t whole(struct choice *c, struct web *w, const char *name)
{
	const char *s = request_query(w->rq, name);
	char *end;
	if (!s || text_blank(s))
		return 1;
	s = text_trim(w->a, s);
	long long n = strtoll(s, &end, 10);
	if (end != s && !*end && n >= 1 && n <= COUNT_MAX)
		return n;
	c->wrong = "Số lượng phải là số từ 1 đến 10.000.";
	c->wrong_field = name;
	return 1;
}

static void read_moment(struct choice *c, struct web *w)
{
	const char *day = request_query(w->rq, "ngay"), *hour = request_query(w->rq, "gio");
	c->day = date_today();
	struct tm now = date_clock(w->now);
	c->minute = now.tm_hour * HOUR + now.tm_min;
	if (day && !text_blank(day) && !date_parse_vn(text_trim(w->a, day), &c->day)) {
		c->wrong = "Ngày nộp phải như 05/3/2026.";
		c->wrong_field = "ngay";
	}
	if (!hour || text_blank(hour))
		return;
	c->timed = date_clock_parse(hour, &c->minute);
	if (c->timed)
		return;
	c->wrong = "Giờ nộp phải như 14:30 hoặc 14h30.";
	c->wrong_field = "gio";
}

static struct choice choice_of(struct web *w, const struct procedure_version *v)
{
	struct choice c = { .x = { .case_code = v->cases.n ? v->cases.v[0].code : "",
				    .relief = "" } };
	const char *which = request_query(w->rq, "truong-hop"), *way = request_query(w->rq, "cach"),
		   *relief = request_query(w->rq, "mien");
	unsigned set = offered(v);
	while (!(set & WAY(c.x.way)))
		c.x.way++;
	if (which && *procedure_case_name(v, which))
		c.x.case_code = which;
	enum procedure_way typed;
	if (way && procedure_way_find(w->a, way, &typed) && set & WAY(typed))
		c.x.way = typed;
	c.x.relief = relief ? relief : "";
	c.x.count = whole(&c, w, "so");
	c.x.times = whole(&c, w, "so-ban");
	read_moment(&c, w);
	return c;
}

/* --- one procedure --- */

static void fill_choices(struct web *w, struct public_show *s, const struct choice *c)
{
	const struct procedure_version *v = s->v;
	struct widget_choice *cases = ARENA_ARRAY(w->a, struct widget_choice, v->cases.n),
			     *ways = ARENA_ARRAY(w->a, struct widget_choice, WAYS),
			     *reliefs = ARENA_ARRAY(w->a, struct widget_choice, v->reliefs.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < v->cases.n; i++)
		cases[i] = (struct widget_choice){ .value = v->cases.v[i].code,
			.label = v->cases.v[i].name };
	s->which = (struct widget){ .name = "truong-hop",
		.label = "Trường hợp",
		.choices = cases,
		.n = v->cases.n,
		.value = c->x.case_code };
	for (enum procedure_way k = 0; k < WAYS; k++)
		if (offered(v) & WAY(k))
			ways[n++] = (struct widget_choice){ .value = procedure_way_code(k),
				.label = text_capital(w->a, procedure_way_name(k)) };
	s->way = (struct widget){ .name = "cach",
		.label = "Cách nộp",
		.choices = ways,
		.n = n,
		.value = procedure_way_code(c->x.way) };
	reliefs[0] = (struct widget_choice){ .value = "", .label = "Không thuộc diện nào" };
	for (size_t i = 0; i < v->reliefs.n; i++)
		reliefs[i + 1] = (struct widget_choice){ .value = v->reliefs.v[i].name,
			.label = v->reliefs.v[i].name };
	s->relief = (struct widget){ .name = "mien",
		.label = "Được miễn, giảm",
		.optional = true,
		.choices = reliefs,
		.n = v->reliefs.n ? v->reliefs.n + 1 : 0,
		.value = c->x.relief };
}

static struct widget number_field(struct web *w, const char *name, const char *unit, int64_t value)
{
	return (struct widget){ .name = name,
		.label = arena_printf(w->a, "Số %s", unit),
		.optional = true,
		.type = WIDGET_NUMBER,
		.width = 5,
		.value = arena_printf(w->a, "%lld", (long long)value) };
}

static void fill_fields(struct web *w, struct public_show *s, const struct choice *c)
{
	const char *clock = arena_printf(w->a, "%02d:%02d", c->minute / HOUR, c->minute % HOUR);
	fill_choices(w, s, c);
	s->ask_count = *procedure_unit(s->v) != 0;
	s->ask_times = *procedure_per(s->v) != 0;
	s->count = number_field(w, "so", procedure_unit(s->v), c->x.count);
	s->times = number_field(w, "so-ban", procedure_per(s->v), c->x.times);
	s->day = (struct widget){ .name = "ngay",
		.label = "Ngày nộp",
		.optional = true,
		.hint = "Ví dụ 05/3/2026. Không ghi thì tính là hôm nay.",
		.type = WIDGET_DAY,
		.width = 10,
		.value = date_short(w->a, c->day) };
	s->hour = (struct widget){ .name = "gio",
		.label = "Giờ nộp",
		.optional = true,
		.hint = "Ví dụ 14:30 hoặc 14h30. Không ghi thì tính là bây giờ.",
		.width = 5,
		.value = c->timed ? clock : "" };
	s->when = arena_printf(w->a, "%s, %s",
		c->timed ? arena_printf(w->a, "lúc %s", clock) : "lúc này",
		date_cmp(c->day, date_today())
			? arena_printf(w->a, "ngày %s", date_short(w->a, c->day))
			: arena_printf(w->a, "hôm nay %s", date_short(w->a, c->day)));
	if (!c->wrong)
		return;
	struct widget *fields[] = { &s->count, &s->times, &s->day, &s->hour };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const char *typed = request_query(w->rq, fields[i]->name);
		if (typed)
			fields[i]->value = typed;
		if (text_eq(fields[i]->name, c->wrong_field))
			fields[i]->error = c->wrong;
	}
	s->wrong = c->wrong;
	s->wrong_href = arena_printf(w->a, "#%s", c->wrong_field);
	struct widget_error *e = ARENA_NEW(w->a, struct widget_error);
	*e = (struct widget_error){ c->wrong_field, c->wrong };
	s->page.errors = e;
	s->page.errors_n = 1;
}

static void fill_papers(struct web *w, struct public_show *s, const struct choice *c)
{
	const struct procedure_version *v = s->v;
	struct public_paper *out = ARENA_ARRAY(w->a, struct public_paper, v->papers.n);
	bool chosen = request_query(w->rq, "truong-hop") != NULL;
	for (size_t i = 0; i < v->papers.n; i++) {
		const struct procedure_paper *x = &v->papers.v[i];
		struct texts count = { 0 };
		const char *text;
		if (chosen && *x->case_code && !text_eq(x->case_code, c->x.case_code))
			continue;
		if (x->originals) {
			text = arena_printf(w->a, "%02lld bản chính", (long long)x->originals);
			ARENA_PUSH(w->a, &count, text);
		}
		if (x->copies) {
			text = arena_printf(w->a, "%02lld bản sao", (long long)x->copies);
			ARENA_PUSH(w->a, &count, text);
		}
		out[s->papers_n++] = (struct public_paper){ x->name, text_join(w->a, &count, ", "),
			procedure_case_name(v, x->case_code), text_capital(w->a, x->note) };
	}
	s->papers = out;
}

static void fill_cost(struct web *w, struct public_show *s, const struct choice *c)
{
	static const struct part_column columns[] = { { "Khoản", false }, { "Cách tính", false },
		{ "Phải nộp", true }, { "Căn cứ", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	s->cost = procedure_cost(w->a, s->v, &c->x);
	s->has_fees = s->v->fees.n > 0;
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, s->cost.n * COLUMNS);
	for (size_t i = 0; i < s->cost.n; i++) {
		const struct procedure_cost_line *l = &s->cost.v[i];
		struct part_cell *cell = cells + i * COLUMNS;
		cell[0].text = l->name;
		cell[1].text = l->how;
		cell[2].text = procedure_money(w->a, l->due);
		cell[3].text = l->source;
	}
	s->cost_table = (struct part_table){ .caption = "Từng khoản",
		.quiet = true,
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = s->cost.n };
	s->total = s->cost.due ? procedure_money(w->a, s->cost.due) : "Không phải nộp";
	if (s->cost.relief && s->cost.due < s->cost.full)
		s->saved = arena_printf(w->a, "đã trừ %s: %s, theo %s",
			procedure_money(w->a, s->cost.full - s->cost.due), s->cost.relief->name,
			s->cost.relief->source);
}

/* What says most of the case and the way goes before what is for all. */
static const struct procedure_limit *limit_for(
	const struct procedure_version *v, const struct procedure_choice *x)
{
	const struct procedure_limit *found = NULL;
	int best = -1;
	for (size_t i = 0; i < v->limits.n; i++) {
		const struct procedure_limit *l = &v->limits.v[i];
		int special = (*l->case_code ? 2 : 0) + (l->ways ? 1 : 0);
		if (special > best && procedure_fits(l->case_code, l->ways, x->case_code, x->way)) {
			found = l;
			best = special;
		}
	}
	return found;
}

static struct part_table days_table(struct web *w, const struct workday_answer *x)
{
	static const struct part_column columns[] = { { "Ngày", false }, { "Tính", true },
		{ "Vì sao", false } };
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct part_cell *cells = ARENA_ARRAY(w->a, struct part_cell, x->n * COLUMNS);
	for (size_t i = 0; i < x->n; i++) {
		const struct workday_step *s = &x->v[i];
		struct part_cell *c = cells + i * COLUMNS;
		c[0].text = arena_printf(
			w->a, "%s, %s", workday_weekday_name(s->day), date_short(w->a, s->day));
		c[1].text = s->nth ? arena_printf(w->a, "%d", s->nth) : "–";
		c[2].text = s->why;
	}
	return (struct part_table){ .caption = "Tính từng ngày",
		.quiet = true,
		.stacked = true,
		.headed = true,
		.columns = columns,
		.columns_n = COLUMNS,
		.cells = cells,
		.rows = x->n };
}

static enum rc fill_ready(struct web *w, struct public_show *s, const struct choice *c)
{
	struct workdays calendar;
	enum rc rc = workday_load(w->db, w->a, &calendar, &w->e);
	s->limit = limit_for(s->v, &c->x);
	if (rc || !s->limit || !s->limit->counted || c->wrong)
		return rc;
	s->answer = workday_due(w->a, &calendar, &s->limit->term, c->day, c->minute);
	if (s->answer.missing)
		return RC_OK;
	if (s->limit->term.until && c->minute <= s->limit->term.until) /* later it is tomorrow's */
		web_valid_until(w, date_moment(date_today()) + (s->limit->term.until + 1) * 60);
	s->ready = arena_printf(w->a, "%s, ngày %s", workday_weekday_name(s->answer.due),
		date_short(w->a, s->answer.due));
	s->days = days_table(w, &s->answer);
	return RC_OK;
}

static enum rc fill_where(struct web *w, struct public_show *s)
{
	enum rc rc = setting_get(w->db, w->a, SETTING_DESK_PLACE, &s->place, &w->e);
	if (!rc)
		rc = setting_get(w->db, w->a, SETTING_DESK_HOURS, &s->hours, &w->e);
	if (!rc)
		rc = procedure_online(w, s->v, &s->online);
	if (!rc)
		rc = has_feedback(w, &s->feedback);
	if (rc)
		return rc;
	s->place_text = html_lines(w->a, s->place);
	s->hours_text = html_lines(w->a, s->hours);
	return RC_OK;
}

static void put_chosen(
	struct public_show *s, struct part_row *rows, const char *key, const char *value)
{
	rows[s->chosen_n++] = (struct part_row){ .key = key, .value = value };
}

/* What stands in the form, which paper does not show. */
static void fill_chosen(struct web *w, struct public_show *s, const struct choice *c)
{
	enum { CHOSEN = 6 };
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, CHOSEN);
	const char *which = procedure_case_name(s->v, c->x.case_code);
	if (*which)
		put_chosen(s, rows, "Trường hợp", which);
	put_chosen(s, rows, "Cách nộp", text_capital(w->a, procedure_way_name(c->x.way)));
	if (s->ask_count)
		put_chosen(s, rows, s->count.label, s->count.value);
	if (s->ask_times)
		put_chosen(s, rows, s->times.label, s->times.value);
	if (s->cost.relief)
		put_chosen(s, rows, "Được miễn, giảm", s->cost.relief->name);
	const char *day = date_short(w->a, c->day);
	put_chosen(s, rows, "Ngày nộp",
		c->timed ? arena_printf(w->a, "%s, lúc %02d:%02d", day, c->minute / HOUR,
				   c->minute % HOUR)
			 : day);
	s->chosen = rows;
}

/* As others reach it. */
static enum rc fill_address(struct web *w, struct public_show *s)
{
	const char *site = NULL;
	enum rc rc = web_site(w, &site);
	if (!rc)
		s->address = arena_printf(w->a, "%s%s", site, procedure_path(w->a, s->p));
	return rc;
}

static const struct procedure_version *next_of(const struct procedure *p, struct date today)
{
	for (size_t i = 0; i < p->versions.n; i++)
		if (date_cmp(p->versions.v[i].from, today) > 0)
			return &p->versions.v[i];
	return NULL;
}

static void fill_facts(struct web *w, struct public_show *s)
{
	enum { FACTS = 6 };
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, FACTS);
	size_t n = 0;
	const struct procedure_version *next = next_of(s->p, date_today());
	struct date end = procedure_end(s->p, s->v);
	rows[n++] = (struct part_row){ .key = "Mã thủ tục",
		.value = *s->p->local ? s->p->local : s->p->code };
	rows[n++] = (struct part_row){ .key = "Lĩnh vực", .value = s->p->field };
	if (*s->v->decides)
		rows[n++] = (struct part_row){ .key = "Cơ quan thực hiện", .value = s->v->decides };
	rows[n++] =
		(struct part_row){ .key = "Công bố tại", .value = procedure_decision(w->a, s->v) };
	rows[n++] = (struct part_row){ .key = "Có hiệu lực",
		.value = date_valid(end)
				 ? arena_printf(w->a, "từ %s đến hết %s",
					   date_short(w->a, s->v->from), date_short(w->a, end))
				 : arena_printf(w->a, "từ %s", date_short(w->a, s->v->from)) };
	s->facts = rows;
	s->facts_n = n;
	if (next)
		s->coming = arena_printf(w->a, "Từ ngày %s thủ tục này có thay đổi (%s): %s.",
			date_short(w->a, next->from), procedure_status_name(next->status),
			procedure_decision(w->a, next));
}

static enum rc in_force(struct web *w, struct procedure *p, const struct procedure_version **v)
{
	enum rc rc = procedure_get(w->db, w->a, route_segment(w->rq, "ma"), p, &w->e);
	if (rc)
		return rc;
	*v = procedure_at(p, date_today());
	if (!*v && !procedure_latest(p, date_today()))
		return ERR(&w->e, RC_NOTFOUND, "procedure", "Không có thủ tục này.");
	if (!*v)
		return ERR(&w->e, RC_NOTFOUND, "procedure",
			"Thủ tục %s hiện không có hiệu lực nên không còn được công khai.", p->code);
	return RC_OK;
}

static enum rc show(struct web *w)
{
	struct procedure p;
	struct public_show s = { .p = &p };
	enum rc rc = in_force(w, &p, &s.v);
	if (rc)
		return rc;
	struct choice c = choice_of(w, s.v);
	s.page = web_page(w, s.v->name);
	s.page.back = "/thu-tuc";
	fill_facts(w, &s);
	fill_fields(w, &s, &c);
	fill_papers(w, &s, &c);
	fill_cost(w, &s, &c);
	fill_chosen(w, &s, &c);
	rc = fill_ready(w, &s, &c);
	if (!rc)
		rc = fill_where(w, &s);
	if (!rc)
		rc = fill_address(w, &s);
	if (rc)
		return rc;
	web_site_about(w, &s.page,
		arena_printf(w->a, "%s (%s): giấy tờ cần mang, chi phí, thời hạn, nơi nộp tại %s.",
			s.v->name, p.code, s.page.commune));
	struct buf b = web_buf(w);
	public_show_page(&b, &s);
	return web_reply(w, c.wrong ? 422 : 200, &b);
}

/* --- on the home, for programs --- */

static enum rc draw_block(struct web *w, struct buf *b)
{
	struct procedures all;
	struct procedure_fields fields = { 0 };
	enum rc rc = procedure_heads(w->db, w->a, &all, &w->e);
	for (size_t i = 0; !rc && i < all.n; i++)
		if (procedure_at(&all.v[i], date_today())) {
			struct procedure_field_count *last =
				fields.n ? &fields.v[fields.n - 1] : NULL;
			struct procedure_field_count one = { all.v[i].field, 1 };
			if (last && text_eq(last->field, one.field))
				last->n++;
			else
				ARENA_PUSH(w->a, &fields, one);
		}
	if (!rc && fields.n)
		public_block_procedures(b, &fields);
	return rc;
}

static enum rc sitemap(struct web *w, struct sitemap *out)
{
	struct procedures all;
	enum rc rc = procedure_heads(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	sitemap_add(w->a, out, "/thu-tuc", (struct date){ 0 });
	for (size_t i = 0; i < all.n; i++) {
		const struct procedure_version *v = procedure_at(&all.v[i], date_today());
		if (v)
			sitemap_add(w->a, out, procedure_path(w->a, &all.v[i]), v->from);
	}
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/thu-tuc", .handler = list, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/thu-tuc/{ma}", .handler = show, .flags = WEB_PUBLIC | WEB_KEPT),
};

static const struct web_public_item site[] = { { 40, "Thủ tục", "/thu-tuc" } };

static const struct web_block blocks[] = { { 20, draw_block } };

const struct web_routes procedure_public_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.site = site,
	.site_n = sizeof site / sizeof *site,
	.blocks = blocks,
	.blocks_n = sizeof blocks / sizeof *blocks,
	.sitemap = sitemap };
