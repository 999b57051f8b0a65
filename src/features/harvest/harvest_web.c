/* /thu-thap: what was found elsewhere, to be confirmed or dropped by a person. */
#include <stdlib.h>
#include <string.h>

#include "core/channel.h"
#include "features/activity/activity_form.h"
#include "features/harvest/harvest_page.h"
#include "lib/base/text.h"

enum { PAGE_ROWS = 30, LABEL_MAX = 90 /* letters */ };

const struct form_choice harvest_channels[] = {
	{ "portal", "Cổng, trang thông tin điện tử" },
	{ "social", "Mạng xã hội (Facebook, Zalo…)" },
	{ NULL, NULL },
};

/* What is offered for items of a year: asked once a page. */
struct years {
	struct year {
		int year;
		const char *channel;
		struct activity_offer offer;
		struct harvest_contents plan;
	} * v;
	size_t n, cap;
};

static const char *field(struct web *w, const char *name, const struct harvest_item *x)
{
	const char *s = request_field(w->rq, arena_printf(w->a, "%s%lld", name, (long long)x->id));
	return s ? s : "";
}

static bool has(struct web *w, const char *name, const char *value)
{
	for (size_t i = 0; i < w->rq->fields.n; i++)
		if (text_eq(w->rq->fields.v[i].name, name) &&
			text_eq(w->rq->fields.v[i].value, value))
			return true;
	return false;
}

static enum rc year_of(struct web *w, struct years *all, const struct harvest_item *x, int year,
	const struct year **out)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].year == year && text_eq(all->v[i].channel, x->channel)) {
			*out = &all->v[i];
			return RC_OK;
		}
	struct year y = { .year = year, .channel = x->channel };
	struct activity_offer_query q = { x->channel, year, w->session->account, true };
	enum rc rc = activity_offer_load(w, &q, &y.offer);
	if (!rc)
		rc = harvest_plan(w->db, w->a, year, &y.plan, &w->e);
	if (rc)
		return rc;
	ARENA_PUSH(w->a, all, y);
	*out = &all->v[all->n - 1];
	return RC_OK;
}

bool harvest_key(struct web *w, struct harvest_query *q)
{
	const char *s = request_query(w->rq, "sau");
	const char *line = s ? strchr(s, '_') : NULL;
	if (!line || line - s > 10)
		return false;
	q->day = arena_strndup(w->a, s, (size_t)(line - s));
	q->id = strtoll(line + 1, NULL, 10);
	return true;
}

/* The list's own address, with the place to go on from. */
const char *harvest_next(struct web *w, const char *path, const struct harvest_item *last)
{
	return arena_printf(w->a, "%s%ssau=%s_%lld", path, strchr(path, '?') ? "&" : "?",
		date_iso(w->a, last->day), (long long)last->id);
}

enum rc harvest_tabs(struct web *w, enum harvest_tab here, const struct part_link **out, size_t *n)
{
	static const struct part_link links[HARVEST_TABS] = {
		[TAB_WAITING] = { .text = "Chờ xác nhận", .href = "/thu-thap" },
		[TAB_TAKEN] = { .text = "Đã ghi", .href = "/thu-thap/da-ghi" },
		[TAB_DROPPED] = { .text = "Đã bỏ", .href = "/thu-thap/da-bo" },
		[TAB_SOURCES] = { .text = "Nguồn", .href = "/thu-thap/nguon" },
	};
	struct harvest_counts c;
	enum rc rc = harvest_count(w->db, &c, &w->e);
	if (rc)
		return rc;
	struct part_link *v = ARENA_ARRAY(w->a, struct part_link, HARVEST_TABS);
	memcpy(v, links, sizeof links);
	v[here].current = true;
	v[TAB_WAITING].waiting = (size_t)c.about;
	*out = v;
	*n = HARVEST_TABS;
	return RC_OK;
}

/* --- a row --- */

/* Contents are paragraphs; thirty items with all of each would be no page. */
static const char *shortened(struct arena *a, const char *s)
{
	const char *p = s;
	for (int i = 0; i < LABEL_MAX && *p; i++)
		text_next(&p);
	return *p ? arena_printf(a, "%.*s…", (int)(p - s), s) : s;
}

static struct widget contents_widget(struct web *w, const struct year *y,
	const struct harvest_item *x, const struct texts *chosen)
{
	size_t n = 0;
	while (y->offer.contents[n].value)
		n++;
	struct widget_choice *v = ARENA_ARRAY(w->a, struct widget_choice, n + 1);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct widget_choice){ .value = y->offer.contents[i].value,
			.label = arena_printf(w->a, "%s: %s", y->offer.contents[i].value,
				shortened(w->a, y->offer.contents[i].label)) };
	return (struct widget){
		.name = arena_printf(w->a, HARVEST_CONTENTS "%lld", (long long)x->id),
		.label = "Nội dung của kế hoạch",
		.choices = v,
		.n = n,
		.many = chosen,
		.layout = WIDGET_SMALL,
	};
}

static enum rc put_twin(
	struct web *w, const struct harvest_item *x, const char *title, struct harvest_row *r)
{
	struct harvest_twin twin = { x->channel, title, x->day };
	int64_t known = 0;
	if (!*title || date_none(x->day))
		return RC_OK;
	enum rc rc = harvest_twin(w->db, w->a, &twin, &known, &w->e);
	if (!rc && known)
		r->twin = arena_printf(w->a, "/hoat-dong/%lld", (long long)known);
	return rc;
}

static enum rc fill_row(
	struct web *w, struct years *years, const struct harvest_item *x, struct harvest_row *r)
{
	const struct year *y;
	struct harvest_verdict v;
	struct date day = date_none(x->day) ? date_today() : x->day;
	enum rc rc = year_of(w, years, x, day.year, &y);
	if (rc)
		return rc;
	harvest_judge(w->a, x->title, x->summary, &y->plan, &v);
	struct texts *chosen = ARENA_NEW(w->a, struct texts);
	*chosen = v.contents;
	*r = (struct harvest_row){ .x = x,
		.id = arena_printf(w->a, "%lld", (long long)x->id),
		.from = *x->source_name ? x->source_name : "liên kết dán vào",
		.reason = v.reason,
		.day_note = x->day_note,
		.reading = text_eq(x->page, "due"),
		.problem = text_eq(x->page, "failed") ? x->page_words : NULL,
		.title = { .name = arena_printf(w->a, HARVEST_TITLE "%lld", (long long)x->id),
			.label = "Tên tin, bài",
			.value = x->title },
		.day = { .name = arena_printf(w->a, HARVEST_DAY "%lld", (long long)x->id),
			.label = "Ngày đăng",
			.type = WIDGET_DAY,
			.width = 10,
			.value = date_none(x->day) ? "" : date_short(w->a, x->day) },
		.contents = contents_widget(w, y, x, chosen) };
	rc = put_twin(w, x, x->title, r);
	r->picked = v.about && !r->twin && *x->title && !date_none(x->day);
	return rc;
}

/* --- the list --- */

static const struct {
	const char *code, *text;
} kinds[] = {
	[HARVEST_ANY] = { "tat-ca", "Tất cả" },
	[HARVEST_ABOUT] = { "cchc", "Về CCHC" },
	[HARVEST_OTHER] = { "khac", "Khác" },
};

static enum harvest_about about_of(struct web *w)
{
	const char *s = request_query(w->rq, "loc");
	for (int i = 0; s && i < 3; i++)
		if (text_eq(s, kinds[i].code))
			return (enum harvest_about)i;
	return HARVEST_ABOUT;
}

static int64_t source_of(struct web *w)
{
	const char *s = request_query(w->rq, "nguon");
	return s ? strtoll(s, NULL, 10) : 0;
}

static const char *list_path(struct web *w, enum harvest_about about, int64_t source)
{
	const char *s = arena_printf(w->a, "/thu-thap?loc=%s", kinds[about].code);
	return source ? arena_printf(w->a, "%s&nguon=%lld", s, (long long)source) : s;
}

static void put_kinds(
	struct web *w, enum harvest_about about, int64_t source, struct harvest_view *v)
{
	static const enum harvest_about order[] = { HARVEST_ABOUT, HARVEST_OTHER, HARVEST_ANY };
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, 3);
	for (int i = 0; i < 3; i++)
		links[i] = (struct part_link){ .text = kinds[order[i]].text,
			.href = list_path(w, order[i], source),
			.current = order[i] == about };
	v->kinds = links;
	v->kinds_n = 3;
}

static void put_notice(struct web *w, struct page *p)
{
	static const struct {
		const char *name, *text;
	} said[] = { { "da-ghi", "Đã ghi %ld hoạt động. Bản sao của trang đang được lưu." },
		{ "da-bo", "Đã bỏ %ld mục." },
		{ "da-dan", "Đã nhận %ld liên kết. Loa đang đọc các trang." } };
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		const char *n = request_query(w->rq, said[i].name);
		long count = n ? strtol(n, NULL, 10) : 0;
		const char *cut = strstr(said[i].text, "%ld");
		if (count > 0)
			p->notice = (struct part_notice){ .done = true,
				.text = arena_printf(w->a, "%.*s%ld%s", (int)(cut - said[i].text),
					said[i].text, count, cut + 3) };
	}
}

/* Pasted links that were there before: "da-co=3,7", with what became of each. */
static enum rc put_known(struct web *w, struct harvest_view *v)
{
	enum { MOST = 50 };
	const char *s = request_query(w->rq, "da-co");
	struct harvest_known *list = ARENA_ARRAY(w->a, struct harvest_known, MOST);
	v->known = list;
	while (s && *s && v->known_n < MOST) {
		struct harvest_item x;
		char *end;
		enum rc rc = harvest_item_get(w->db, w->a, strtoll(s, &end, 10), &x, &w->e);
		s = end + strcspn(end, ",");
		s += *s == ',';
		if (rc == RC_NOTFOUND) {
			err_clear(&w->e);
			continue;
		}
		if (rc)
			return rc;
		struct harvest_known *k = &list[v->known_n++];
		*k = (struct harvest_known){ .link = x.link, .state = "đang chờ xác nhận" };
		if (text_eq(x.state, "taken")) {
			k->state = "đã ghi";
			k->href = arena_printf(w->a, "/hoat-dong/%lld", (long long)x.activity);
		} else if (text_eq(x.state, "dropped")) {
			k->state = "đã bỏ";
			k->href = "/thu-thap/da-bo";
		} else if (text_eq(x.state, "same")) {
			k->state = "là liên kết khác của một tin đã có";
		}
	}
	return RC_OK;
}

static enum rc put_page(struct web *w, int status, struct harvest_view *v)
{
	struct harvest_counts c;
	enum rc rc = harvest_tabs(w, TAB_WAITING, &v->tabs, &v->tabs_n);
	if (!rc)
		rc = harvest_count(w->db, &c, &w->e);
	if (rc)
		return rc;
	v->reading = c.reading;
	v->others = v->where && strstr(v->where, "khac") ? c.other : 0;
	v->form = web_form(w, 0);
	struct buf b = web_buf(w);
	harvest_html(&b, v);
	return web_reply(w, status, &b);
}

static enum rc put_rows(struct web *w, const struct harvest_items *list, struct harvest_view *v)
{
	struct years years = { 0 };
	enum rc rc = RC_OK;
	v->v = ARENA_ARRAY(w->a, struct harvest_row, list->n);
	v->n = list->n;
	for (size_t i = 0; !rc && i < list->n; i++) {
		rc = fill_row(w, &years, &list->v[i], &v->v[i]);
		v->v[i].number = i + 1;
	}
	return rc;
}

static enum rc put_filter(struct web *w, int64_t source, struct harvest_view *v)
{
	struct harvest_sources all;
	struct harvest_source s;
	enum rc rc = harvest_source_list(w->db, w->a, &all, &w->e);
	v->any_source = !rc && all.n;
	if (rc || !source)
		return rc;
	rc = harvest_source_get(w->db, w->a, source, &s, &w->e);
	v->filter = rc ? NULL : s.name;
	return rc;
}

static enum rc show(struct web *w)
{
	struct harvest_query q = { .state = "waiting",
		.about = about_of(w),
		.source = source_of(w),
		.limit = PAGE_ROWS + 1 };
	struct harvest_items list;
	struct harvest_view v = { .page = web_page(w, "Thu thập tin đã đăng") };
	(void)harvest_key(w, &q);
	enum rc rc = harvest_item_list(w->db, w->a, &q, &list, &w->e);
	if (!rc)
		rc = put_filter(w, q.source, &v);
	if (rc)
		return rc;
	v.where = list_path(w, q.about, q.source);
	if (list.n > PAGE_ROWS) {
		list.n = PAGE_ROWS;
		v.next = harvest_next(w, v.where, &list.v[list.n - 1]);
	}
	put_kinds(w, q.about, q.source, &v);
	put_notice(w, &v.page);
	rc = put_known(w, &v);
	if (!rc)
		rc = put_rows(w, &list, &v);
	return rc ? rc : put_page(w, 200, &v);
}

/* --- deciding --- */

struct deciding {
	struct harvest_items list; /* of the page, as they are now */
	struct harvest_view v;
	struct widget_error *errors;
	size_t errors_n, picked;
};

/* Those that the page showed; who was decided meanwhile too, to be told. */
static enum rc load_items(struct web *w, struct deciding *d)
{
	for (size_t i = 0; i < w->rq->fields.n && d->list.n <= PAGE_ROWS; i++) {
		struct harvest_item x;
		if (!text_eq(w->rq->fields.v[i].name, HARVEST_ITEM))
			continue;
		int64_t id = strtoll(w->rq->fields.v[i].value, NULL, 10);
		enum rc rc = harvest_item_get(w->db, w->a, id, &x, &w->e);
		if (rc)
			return rc;
		ARENA_PUSH(w->a, &d->list, x);
	}
	return RC_OK;
}

static void fail(struct web *w, struct deciding *d, const struct harvest_row *r,
	struct widget *field_of, const char *message)
{
	const char *said = arena_printf(w->a, "Mục %zu: %s", r->number, message);
	if (field_of)
		field_of->error = message;
	d->errors[d->errors_n++] = (struct widget_error){ field_of ? field_of->name : NULL, said };
}

/* What was typed over what is stored. */
static void put_typed(struct web *w, struct harvest_row *r)
{
	struct texts *chosen = ARENA_NEW(w->a, struct texts);
	for (size_t i = 0; i < w->rq->fields.n; i++)
		if (text_eq(w->rq->fields.v[i].name, r->contents.name))
			ARENA_PUSH(w->a, chosen, w->rq->fields.v[i].value);
	r->title.value = field(w, HARVEST_TITLE, r->x);
	r->day.value = field(w, HARVEST_DAY, r->x);
	r->contents.many = chosen;
	r->picked = has(w, HARVEST_PICK, r->id);
}

static const char *day_problem(struct arena *a, const char *typed, struct date *day)
{
	const char *full = date_full_year(a, typed);
	if (text_blank(typed))
		return "Xin nhập ngày đăng, ví dụ 05/3/2024.";
	if (full)
		return arena_printf(a, "Năm của “%s” phải ghi đủ bốn chữ số (%s).", typed, full);
	if (!date_parse_vn(typed, day) || !date_valid(*day))
		return "Ngày đăng không có, hoặc không viết như 05/3/2024.";
	if (date_cmp(*day, date_today()) > 0)
		return "Ngày đăng ở tương lai.";
	return NULL;
}

static void check_row(
	struct web *w, struct deciding *d, struct harvest_row *r, struct harvest_confirm *c)
{
	const char *title = text_squeeze(w->a, r->title.value);
	const char *problem = day_problem(w->a, text_trim(w->a, r->day.value), &c->day);
	c->title = title;
	c->contents = *r->contents.many;
	if (!text_eq(r->x->state, "waiting"))
		fail(w, d, r, NULL, "đã được người khác xử lý.");
	if (!*title)
		fail(w, d, r, &r->title, "Xin nhập tên tin, bài.");
	else if (text_length(title) > FEED_TITLE_MAX)
		fail(w, d, r, &r->title, "Tên dài hơn 300 chữ cái.");
	if (problem)
		fail(w, d, r, &r->day, problem);
}

/* The task of the plan of its year for that channel. */
static enum rc task_of(
	struct web *w, struct years *years, struct harvest_confirm *c, const struct harvest_item *x)
{
	const struct year *y;
	enum rc rc = year_of(w, years, x, c->day.year, &y);
	if (!rc)
		c->task = y->offer.task;
	return rc;
}

static enum rc confirm_all(struct web *w, struct deciding *d, struct harvest_confirm *list)
{
	struct audit t;
	struct years years = { 0 };
	enum rc rc = web_audit(w, &t);
	for (size_t i = 0; !rc && i < d->v.n; i++) {
		struct harvest_row *r = &d->v.v[i];
		int64_t id;
		if (!r->picked)
			continue;
		rc = task_of(w, &years, &list[i], r->x);
		if (!rc)
			rc = harvest_confirm(&t, w->a, &list[i], &id, &w->e);
		if (rc == RC_CONFLICT || rc == RC_INVALID) {
			fail(w, d, r, &r->title, w->e.message);
			err_clear(&w->e);
			return RC_INVALID;
		}
	}
	return rc;
}

static enum rc drop_all(struct web *w, struct deciding *d)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	for (size_t i = 0; !rc && i < d->v.n; i++) {
		struct harvest_row *r = &d->v.v[i];
		if (!r->picked)
			continue;
		rc = harvest_drop(&t, w->a, r->x->id, w->session->account, true, &w->e);
		if (rc == RC_CONFLICT) {
			fail(w, d, r, NULL, w->e.message);
			err_clear(&w->e);
			return RC_INVALID;
		}
	}
	return rc;
}

/* Only to places of this list. */
static const char *back_to(struct web *w)
{
	const char *s = request_field(w->rq, "ve");
	return s && text_has_prefix(s, "/thu-thap?loc=") && !strpbrk(s, "\r\n\\ #")
		       ? s
		       : "/thu-thap?loc=cchc";
}

static enum rc show_again(struct web *w, struct deciding *d)
{
	d->v.page.errors = d->errors;
	d->v.page.errors_n = d->errors_n;
	d->v.where = back_to(w);
	return put_page(w, 422, &d->v);
}

static enum rc begin(struct web *w, struct deciding *d)
{
	*d = (struct deciding){ .v = { .page = web_page(w, "Thu thập tin đã đăng") } };
	enum rc rc = load_items(w, d);
	if (!rc)
		rc = put_rows(w, &d->list, &d->v);
	if (rc)
		return rc;
	d->errors = ARENA_ARRAY(w->a, struct widget_error, 4 * d->v.n + 2);
	for (size_t i = 0; i < d->v.n; i++) {
		put_typed(w, &d->v.v[i]);
		d->picked += d->v.v[i].picked;
	}
	if (!d->picked)
		d->errors[d->errors_n++] = (struct widget_error){ NULL, "Chưa chọn mục nào." };
	return RC_OK;
}

static enum rc take(struct web *w)
{
	struct deciding d;
	enum rc rc = begin(w, &d);
	if (rc)
		return rc;
	struct harvest_confirm *list = ARENA_ARRAY(w->a, struct harvest_confirm, d.v.n);
	for (size_t i = 0; i < d.v.n; i++) {
		list[i] = (struct harvest_confirm){ .item = d.v.v[i].x->id,
			.account = w->session->account };
		if (d.v.v[i].picked)
			check_row(w, &d, &d.v.v[i], &list[i]);
	}
	if (!d.errors_n)
		rc = confirm_all(w, &d, list);
	if (rc && rc != RC_INVALID)
		return rc;
	if (d.errors_n)
		return show_again(w, &d);
	reply_redirect(w->rp, arena_printf(w->a, "%s&da-ghi=%zu", back_to(w), d.picked));
	return RC_OK;
}

static enum rc drop(struct web *w)
{
	struct deciding d;
	enum rc rc = begin(w, &d);
	if (!rc && !d.errors_n)
		rc = drop_all(w, &d);
	if (rc && rc != RC_INVALID)
		return rc;
	if (d.errors_n)
		return show_again(w, &d);
	reply_redirect(w->rp, arena_printf(w->a, "%s&da-bo=%zu", back_to(w), d.picked));
	return RC_OK;
}

/* GET asks, POST does. */
static enum rc drop_others(struct web *w)
{
	struct form none;
	struct harvest_counts c;
	struct audit t;
	int64_t n = 0;
	enum rc rc = harvest_count(w->db, &c, &w->e);
	if (rc)
		return rc;
	if (w->rq->method == HTTP_POST) {
		rc = web_audit(w, &t);
		if (!rc)
			rc = harvest_drop_others(&t, w->a, w->session->account, &n, &w->e);
		if (!rc)
			reply_redirect(w->rp,
				arena_printf(w->a, "/thu-thap?loc=khac&da-bo=%lld", (long long)n));
		return rc;
	}
	form_init(&none, w->a, NULL, 0);
	struct web_form_page v = { .page = web_page(w, "Bỏ hết các mục không về CCHC?"),
		.intro = arena_printf(w->a,
			"%lld mục đang chờ không có từ nào về cải cách hành chính. Bỏ rồi vẫn xem và lấy lại được ở “Đã bỏ”.",
			(long long)c.other),
		.action = "/thu-thap/bo-khac",
		.hidden = web_form(w, 0),
		.form = &none,
		.submit = "Bỏ hết",
		.cancel = "/thu-thap?loc=khac" };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static const struct web_route routes[] = {
	WEB_GET("/thu-thap", .handler = show, .permission = "news.edit"),
	WEB_POST("/thu-thap/ghi", .handler = take, .permission = "news.edit"),
	WEB_POST("/thu-thap/bo", .handler = drop, .permission = "news.edit"),
	WEB_GET("/thu-thap/bo-khac", .handler = drop_others, .permission = "news.edit"),
	WEB_POST("/thu-thap/bo-khac", .handler = drop_others, .permission = "news.edit"),
	WEB_GET("/thu-thap/da-ghi", .handler = harvest_taken, .permission = "news.edit"),
	WEB_GET("/thu-thap/da-bo", .handler = harvest_dropped, .permission = "news.edit"),
	WEB_POST("/thu-thap/lay-lai", .handler = harvest_bring_back, .permission = "news.edit"),
	WEB_POST("/thu-thap/doc-lai", .handler = harvest_again, .permission = "news.edit"),
};

static const struct web_item menu[] = {
	{ 27, "Thu thập", "/thu-thap", MAY_NEWS_EDIT },
};

static const char *kind_said(struct arena *a, const char *code)
{
	enum feed_kind k;
	(void)a;
	return feed_kind_find(code, &k) ? harvest_kind_name(k) : code;
}

static const struct web_word words[] = {
	{ "active", "Đang đọc", history_yes },
	{ "address", "Địa chỉ", NULL },
	{ "count", "Số mục", NULL },
	{ "day", "Ngày đăng", NULL },
	{ "kind", "Loại nguồn", kind_said },
	{ "link", "Liên kết", NULL },
	{ "minutes", "Phút giữa hai lần đọc", NULL },
};
static const struct web_word actions[] = {
	{ "drop", "Bỏ", NULL },
	{ "drop_others", "Bỏ các mục không về CCHC", NULL },
	{ "restore", "Lấy lại", NULL },
};

static const struct web_record records[] = {
	{ .kind = "harvest_item",
		.name = "Tin thu thập",
		.words = words,
		.words_n = sizeof words / sizeof *words,
		.actions = actions,
		.actions_n = sizeof actions / sizeof *actions },
	{ .kind = "harvest_source",
		.name = "Nguồn thu thập",
		.href = "/thu-thap/nguon/",
		.permission = "news.edit",
		.words = words,
		.words_n = sizeof words / sizeof *words },
};

const struct web_routes harvest_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.menu = menu,
	.menu_n = sizeof menu / sizeof *menu,
	.records = records,
	.records_n = sizeof records / sizeof *records };
