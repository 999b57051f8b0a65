#include "features/activity/list_form.h"

#include <stdlib.h>

#include "core/channel.h"
#include "core/period.h"
#include "core/user.h"
#include "lib/base/text.h"
#include "lib/html/html.h"

static const struct {
	const char *name, *label;
} table[LIST_FIELDS] = {
	[LIST_FIELD_WORDS] = { "tim", "Tìm từ" },
	[LIST_FIELD_PERIOD] = { "ky", "Kỳ" },
	[LIST_FIELD_FROM] = { "tu", "Từ ngày" },
	[LIST_FIELD_TO] = { "den", "Đến ngày" },
	[LIST_FIELD_CHANNEL] = { "kenh", "Kênh" },
	[LIST_FIELD_TASK] = { "nhiem-vu", "Nhiệm vụ" },
	[LIST_FIELD_CONTENT] = { "noi-dung", "Nội dung" },
	[LIST_FIELD_PLACE] = { "dia-ban", "Địa bàn" },
	[LIST_FIELD_WHO] = { "nguoi", "Người ghi" },
	[LIST_FIELD_NUMBER] = { "so-lieu", "Số liệu" },
	[LIST_FIELD_EVIDENCE] = { "minh-chung", "Minh chứng" },
	[LIST_FIELD_REMOVED] = { "da-bo", "Chỉ xem hoạt động đã bỏ" },
};

struct asked {
	struct web *w;
	struct list_form *f;
	struct buf query;
};

struct choices {
	struct widget_choice *v;
	size_t n, cap;
};

/* What the address says; "" where it says nothing. */
static const char *typed(const struct asked *x, enum list_field i)
{
	const char *s = request_query(x->w->rq, table[i].name);
	return s ? text_trim(x->w->a, s) : "";
}

static void wrong(struct asked *x, enum list_field i, const char *message)
{
	x->f->fields[i].error = message;
	x->f->errors[x->f->errors_n++] = (struct widget_error){ table[i].name, message };
}

static void say(struct asked *x, const char *what, const char *value)
{
	const char *s = arena_printf(x->w->a, "%s “%s”", what, value);
	ARENA_PUSH(x->w->a, &x->f->said, s);
}

static struct widget *field(struct asked *x, enum list_field i)
{
	struct widget *f = &x->f->fields[i];
	const char *s = typed(x, i);
	*f = (struct widget){
		.name = table[i].name, .label = table[i].label, .value = *s ? s : NULL
	};
	return f;
}

static void offer(struct arena *a, struct choices *list, const char *value, const char *label)
{
	struct widget_choice c = { .value = value, .label = label };
	ARENA_PUSH(a, list, c);
}

/* The field as a list; what was asked must be one of it. The label asked, or NULL. */
static const char *choose(struct asked *x, enum list_field i, const struct choices *list)
{
	struct widget *f = field(x, i);
	f->choices = list->v;
	f->n = list->n;
	for (size_t k = 0; f->value && k < list->n; k++)
		if (text_eq(list->v[k].value, f->value)) {
			say(x, text_lower(x->w->a, f->label), list->v[k].label);
			return list->v[k].label;
		}
	if (f->value)
		wrong(x, i, arena_printf(x->w->a, "%s: không có “%.60s”.", f->label, f->value));
	return NULL;
}

static void read_period(struct asked *x)
{
	struct period p;
	struct err e;
	struct widget *f = field(x, LIST_FIELD_PERIOD);
	f->hint = "Ví dụ: quý IV năm 2026, tháng 3/2026, 6 tháng đầu năm 2026, năm 2026";
	f->width = 20;
	if (!f->value)
		return;
	err_init(&e, x->w->a);
	if (period_typed(x->w->a, f->value, PERIOD_CALENDAR, &p, &e)) {
		wrong(x, LIST_FIELD_PERIOD, e.message);
		return;
	}
	x->f->filter.from = p.from;
	x->f->filter.to = p.to;
	say(x, "kỳ", p.label);
}

/* Days narrow the period where there are both. */
static void read_day(struct asked *x, enum list_field i)
{
	struct date d;
	struct widget *f = field(x, i);
	struct list_filter *g = &x->f->filter;
	f->type = WIDGET_DAY;
	f->width = 10;
	if (!f->value)
		return;
	if (!date_parse_vn(f->value, &d)) {
		const char *full = date_full_year(x->w->a, f->value);
		wrong(x, i,
			full ? arena_printf(x->w->a,
				       "%s: năm của “%s” phải ghi đủ bốn chữ số (%s).", f->label,
				       f->value, full)
			     : arena_printf(x->w->a,
				       "%s: không có ngày “%.40s” (viết như 05/3/2024).", f->label,
				       f->value));
		return;
	}
	if (i == LIST_FIELD_FROM && (date_none(g->from) || date_cmp(d, g->from) > 0))
		g->from = d;
	if (i == LIST_FIELD_TO && (date_none(g->to) || date_cmp(d, g->to) < 0))
		g->to = d;
	say(x, i == LIST_FIELD_FROM ? "từ" : "đến", date_short(x->w->a, d));
}

static void read_channel(struct asked *x)
{
	struct choices list = { 0 };
	size_t n;
	const struct channel *all = channel_list(&n);
	offer(x->w->a, &list, "", "Tất cả");
	for (size_t i = 0; i < n; i++)
		offer(x->w->a, &list, all[i].code, all[i].name);
	if (choose(x, LIST_FIELD_CHANNEL, &list))
		x->f->filter.channel = typed(x, LIST_FIELD_CHANNEL);
}

typedef enum rc (*load_choices)(
	struct db *d, struct arena *a, struct list_choices *out, struct err *e);

/* Contents of a plan are whole sentences. */
static const char *short_label(struct arena *a, const char *text)
{
	enum { LETTERS = 90 };
	const char *end = text;
	for (int i = 0; *end && i < LETTERS; i++)
		text_next(&end);
	return *end ? arena_printf(a, "%.*s…", (int)(end - text), text) : text;
}

/* "2024.nv1": codes are only known within their year. Addresses may say nhiem-vu=nv1&nam=2024. */
static enum rc read_of_plan(struct asked *x, enum list_field i, int64_t *id, load_choices load)
{
	struct web *w = x->w;
	struct list_choices all = { 0 };
	struct choices list = { 0 };
	const char *year = request_query(w->rq, "nam");
	enum rc rc = load(w->db, w->a, &all, &w->e);
	if (rc)
		return rc;
	field(x, i);
	offer(w->a, &list, "", "Tất cả");
	const char *asked = typed(x, i);
	if (year && *asked && !text_eq(asked, "0"))
		asked = arena_printf(w->a, "%s.%s", year, asked);
	for (size_t k = 0; k < all.n; k++) {
		const struct list_choice *c = &all.v[k];
		const char *value = arena_printf(w->a, "%lld.%s", (long long)c->year, c->code);
		offer(w->a, &list, value,
			arena_printf(
				w->a, "%lld · %s", (long long)c->year, short_label(w->a, c->name)));
		if (text_eq(value, asked))
			*id = c->id;
	}
	struct widget *f = &x->f->fields[i];
	f->choices = list.v;
	f->n = list.n;
	if (!f->value)
		return RC_OK;
	f->value = asked;
	for (size_t k = 1; *id && k < list.n; k++)
		if (text_eq(list.v[k].value, asked))
			say(x, text_lower(w->a, f->label), list.v[k].label);
	if (!*id)
		wrong(x, i, arena_printf(w->a, "%s: kế hoạch không có “%.60s”.", f->label, asked));
	return RC_OK;
}

static enum rc read_place(struct asked *x)
{
	struct web *w = x->w;
	struct list_choices all = { 0 };
	struct choices list = { 0 };
	enum rc rc = list_places(w->db, w->a, &all, &w->e);
	offer(w->a, &list, "", "Tất cả");
	for (size_t i = 0; i < all.n; i++)
		offer(w->a, &list, arena_printf(w->a, "%lld", (long long)all.v[i].id),
			all.v[i].name);
	if (!rc && choose(x, LIST_FIELD_PLACE, &list))
		x->f->filter.place = strtoll(typed(x, LIST_FIELD_PLACE), NULL, 10);
	return rc;
}

static enum rc read_who(struct asked *x)
{
	struct web *w = x->w;
	struct users all = { 0 };
	struct choices list = { 0 };
	if (!web_may(w, MAY_ACTIVITY_READ_ANY)) {
		x->f->filter.account = w->session->account;
		return RC_OK;
	}
	enum rc rc = user_list(w->db, w->a, &all, &w->e);
	offer(w->a, &list, "", "Tất cả");
	offer(w->a, &list, "-", "Từ tệp nhập");
	for (size_t i = 0; i < all.n; i++)
		offer(w->a, &list, all.v[i].login, all.v[i].name);
	if (rc || !choose(x, LIST_FIELD_WHO, &list))
		return rc;
	x->f->filter.account = *typed(x, LIST_FIELD_WHO) ? LIST_FROM_FILE : 0;
	for (size_t i = 0; i < all.n; i++)
		if (text_eq(all.v[i].login, typed(x, LIST_FIELD_WHO)))
			x->f->filter.account = all.v[i].id;
	return RC_OK;
}

static enum list_has read_has(
	struct asked *x, enum list_field i, const char *with, const char *none)
{
	struct choices list = { 0 };
	offer(x->w->a, &list, "", "Có hay không");
	offer(x->w->a, &list, "co", with);
	offer(x->w->a, &list, "khong", none);
	if (!choose(x, i, &list))
		return LIST_ANY;
	return text_eq(typed(x, i), "co") ? LIST_WITH : LIST_WITHOUT;
}

/* What was taken back is for who may restore it. */
static void read_removed(struct asked *x)
{
	struct web *w = x->w;
	bool any = web_may(w, MAY_ACTIVITY_EDIT_ANY);
	if (!any && !web_may(w, MAY_ACTIVITY_EDIT_OWN))
		return;
	struct widget *f = field(x, LIST_FIELD_REMOVED);
	f->ticked = f->value != NULL;
	x->f->filter.removed = f->ticked;
	f->value = "1";
	if (!f->ticked)
		return;
	const char *s = "đã bỏ";
	ARENA_PUSH(w->a, &x->f->said, s);
	if (!any)
		x->f->filter.account = w->session->account;
}

static void put_query(struct asked *x)
{
	buf_init(&x->query, x->w->a, 64 << 10);
	for (int i = 0; i < LIST_FIELDS; i++) {
		const struct widget *f = &x->f->fields[i];
		if (!f->name || !f->value || (i == LIST_FIELD_REMOVED && !f->ticked))
			continue;
		buf_printf(&x->query, "%s%s=", x->query.n ? "&" : "", f->name);
		html_part_text(&x->query, f->value);
	}
	x->f->query = x->query.p;
}

enum rc list_form_read(struct web *w, struct list_form *out)
{
	struct asked x = { .w = w, .f = out };
	*out = (struct list_form){ .filter = { .channel = "", .words = "" } };
	struct widget *words = field(&x, LIST_FIELD_WORDS);
	words->type = WIDGET_SEARCH;
	out->filter.words = typed(&x, LIST_FIELD_WORDS);
	read_period(&x);
	read_day(&x, LIST_FIELD_FROM);
	read_day(&x, LIST_FIELD_TO);
	read_channel(&x);
	enum rc rc = read_of_plan(&x, LIST_FIELD_TASK, &out->filter.task, list_tasks);
	if (!rc)
		rc = read_of_plan(&x, LIST_FIELD_CONTENT, &out->filter.content, list_contents);
	if (!rc)
		rc = read_place(&x);
	if (!rc)
		rc = read_who(&x);
	out->filter.number =
		read_has(&x, LIST_FIELD_NUMBER, "Có số liệu", "Không có số, chưa thống kê");
	out->filter.evidence =
		read_has(&x, LIST_FIELD_EVIDENCE, "Có minh chứng", "Không có minh chứng");
	read_removed(&x);
	put_query(&x);
	return rc;
}

void list_field_put(struct buf *b, const struct widget *x)
{
	if (!x->name)
		return;
	if (x->choices)
		widget_select(b, x);
	else if (text_eq(x->name, table[LIST_FIELD_REMOVED].name))
		widget_check(b, x);
	else
		widget_input(b, x);
}

const char *list_href(
	struct arena *a, const char *path, const struct list_form *f, const char *more)
{
	const char *join = *f->query && *more ? "&" : "";
	return *f->query || *more ? arena_printf(a, "%s?%s%s%s", path, f->query, join, more) : path;
}
