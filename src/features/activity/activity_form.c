#include "features/activity/activity_form.h"

#include <string.h>

#include "core/channel.h"
#include "lib/base/text.h"

enum { TITLE_MAX = 500, PLACE_MAX = 120, COUNT_MAX = 60, TEXT_MAX = 2000 };

static const struct {
	const char *name;
	enum form_kind kind;
	int64_t max;
} kinds[] = {
	[INPUT_CHANNEL] = { "kenh", FORM_CHOICE, 0 },
	[INPUT_FROM] = { "ngay", FORM_DATE, 0 },
	[INPUT_TO] = { "den-ngay", FORM_DATE, 0 },
	[INPUT_TITLE] = { "ten", FORM_TEXT, TITLE_MAX },
	[INPUT_COUNT] = { "so-", FORM_TEXT, COUNT_MAX },
	[INPUT_QUANTITY] = { "so", FORM_TEXT, 0 },
	[INPUT_PLACES] = { "noi", FORM_MANY, 0 },
	[INPUT_PLACE_OTHER] = { "noi-khac", FORM_TEXT, 0 },
	[INPUT_TASK] = { "nhiem-vu", FORM_CHOICE, 0 },
	[INPUT_CONTENTS] = { "noi-dung", FORM_MANY, 0 },
	[INPUT_REFERENCE] = { "dan-chung", FORM_LINES, TEXT_MAX },
	[INPUT_NOTE] = { "ghi-chu", FORM_LINES, TEXT_MAX },
};

static const struct activity_input all[] = {
	{ .kind = INPUT_CHANNEL, .label = "Kênh", .required = true },
	{ .kind = INPUT_FROM, .label = "Ngày", .required = true },
	{ .kind = INPUT_TO, .label = "Đến ngày", .hint = "Để trống nếu chỉ một ngày" },
	{ .kind = INPUT_TITLE, .label = "Hoạt động", .required = true },
	{ .kind = INPUT_QUANTITY, .label = "Số liệu", .hint = "Ví dụ: 27 buổi; 1.500 lượt người" },
	{ .kind = INPUT_PLACES, .label = "Địa bàn" },
	{ .kind = INPUT_PLACE_OTHER,
		.label = "Địa bàn khác",
		.hint = "Nhiều nơi thì ngăn bằng dấu ;" },
	{ .kind = INPUT_TASK, .label = "Nhiệm vụ trong kế hoạch" },
	{ .kind = INPUT_CONTENTS, .label = "Nội dung tuyên truyền" },
	{ .kind = INPUT_REFERENCE,
		.label = "Dẫn chứng",
		.hint = "Đường dẫn, số văn bản; mỗi thứ một dòng" },
	{ .kind = INPUT_NOTE, .label = "Ghi chú" },
};
const struct activity_inputs activity_inputs_all = { .v = all, .n = sizeof all / sizeof *all };

/* Of that kind; in->n where the form has none. */
static size_t activity_form_field(const struct activity_form *f, enum activity_input_kind kind)
{
	size_t i = 0;
	while (i < f->inputs->n && f->inputs->v[i].kind != kind)
		i++;
	return i;
}

static const struct form_choice *channels(struct arena *a)
{
	size_t n;
	const struct channel *list = channel_list(&n);
	struct form_choice *v = ARENA_ARRAY(a, struct form_choice, n + 2);
	v[0] = (struct form_choice){ "", "Chọn kênh" };
	for (size_t i = 0; i < n; i++)
		v[i + 1] = (struct form_choice){ list[i].code, list[i].name };
	return v;
}

/* Offered, and those that were sent: what is offered may have changed since the page was drawn, and
 * any place may be given. */
static const struct form_choice *with_sent(
	struct web *w, const struct form_choice *offered, const char *name)
{
	const struct http_pairs *sent = &w->rq->fields;
	size_t n = 0;
	while (offered[n].value)
		n++;
	struct form_choice *v = ARENA_ARRAY(w->a, struct form_choice, n + sent->n + 1);
	memcpy(v, offered, n * sizeof *v);
	for (size_t i = 0; i < sent->n; i++) {
		const char *value = sent->v[i].value;
		bool there = !text_eq(sent->v[i].name, name) || text_blank(value) ||
			     text_length(value) > PLACE_MAX;
		for (size_t k = 0; k < n && !there; k++)
			there = text_eq(v[k].value, value);
		if (!there)
			v[n++] = (struct form_choice){ value, value };
	}
	return v;
}

static const char *name_of(struct web *w, const struct activity_form *f, size_t i)
{
	enum activity_input_kind kind = f->inputs->v[i].kind;
	size_t number = 1;
	for (size_t k = 0; k < i; k++)
		number += f->inputs->v[k].kind == INPUT_COUNT;
	if (kind == INPUT_COUNT)
		return arena_printf(w->a, "%s%zu%s", kinds[kind].name, number, f->suffix);
	return arena_printf(w->a, "%s%s", kinds[kind].name, f->suffix);
}

static const struct form_choice *choices_of(struct web *w, const struct activity_offer *o,
	enum activity_input_kind kind, const char *name)
{
	switch (kind) {
	case INPUT_CHANNEL:
		return channels(w->a);
	case INPUT_TASK:
		return o->tasks;
	case INPUT_CONTENTS:
		return o->contents;
	case INPUT_PLACES:
		return with_sent(w, o->places, name);
	default:
		return NULL;
	}
}

/* The table of this form, with what there is to choose for the plan of that year. */
static enum rc begin(struct web *w, struct activity_form *f, int year, struct activity_offer *o)
{
	struct activity_offer_query q = { f->inputs->channel, year, w->session->account,
		!web_may(w, MAY_ACTIVITY_READ_ANY) };
	enum rc rc = activity_offer_load(w, &q, o);
	if (rc)
		return rc;
	struct form_field *fields = ARENA_ARRAY(w->a, struct form_field, f->inputs->n);
	for (size_t i = 0; i < f->inputs->n; i++) {
		const struct activity_input *in = &f->inputs->v[i];
		const char *name = name_of(w, f, i);
		fields[i] = (struct form_field){ .name = name,
			.kind = kinds[in->kind].kind,
			.required = in->required,
			.label = in->label,
			.max = kinds[in->kind].max,
			.choices = choices_of(w, o, in->kind, name) };
	}
	f->titles = o->titles;
	form_init(&f->form, w->a, fields, f->inputs->n);
	return RC_OK;
}

static void put_typed(struct activity_form *f, enum activity_input_kind kind, const char *value)
{
	size_t i = activity_form_field(f, kind);
	if (i < f->inputs->n)
		f->form.v[i].typed = value;
}

static void put_many(
	struct activity_form *f, enum activity_input_kind kind, const struct texts *list)
{
	size_t i = activity_form_field(f, kind);
	if (i < f->inputs->n)
		f->form.v[i].many = *list;
}

static struct activity_form form_of(const struct activity_inputs *in, const char *suffix)
{
	return (struct activity_form){ .inputs = in, .suffix = suffix };
}

enum rc activity_form_new(struct web *w, const struct activity_inputs *in, const char *suffix,
	struct activity_form *out)
{
	struct activity_form f = form_of(in, suffix);
	struct activity_offer o;
	enum rc rc = begin(w, &f, date_today().year, &o);
	if (rc)
		return rc;
	put_typed(&f, INPUT_FROM, date_short(w->a, date_today()));
	put_typed(&f, INPUT_TASK, o.task);
	put_many(&f, INPUT_PLACES, &o.last_places);
	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].initial)
			f.form.v[i].typed = in->v[i].initial;
	*out = f;
	return RC_OK;
}

static const char *quantities_print(struct arena *a, const struct quantities *list)
{
	struct texts parts = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		const char *s = quantity_print(a, &list->v[i], QUANTITY_PLAIN);
		ARENA_PUSH(a, &parts, s);
	}
	return text_join(a, &parts, "; ");
}

const char *activity_numbers(struct arena *a, const struct activity *x)
{
	return x->quantities.n ? quantities_print(a, &x->quantities) : "chưa có số liệu";
}

/* Places that are offered are ticked, others are text. */
static void fill_places(struct web *w, struct activity_form *f, const struct activity *x)
{
	size_t at = activity_form_field(f, INPUT_PLACES);
	struct texts ticked = { 0 }, others = { 0 };
	for (size_t i = 0; i < x->places.n; i++) {
		bool known = false;
		const struct form_choice *c = at < f->inputs->n ? f->form.fields[at].choices : NULL;
		for (; c && c->value && !known; c++)
			known = text_eq(c->value, x->places.v[i]);
		ARENA_PUSH(w->a, known ? &ticked : &others, x->places.v[i]);
	}
	put_many(f, INPUT_PLACES, &ticked);
	put_typed(f, INPUT_PLACE_OTHER, text_join(w->a, &others, "; "));
}

/* Each number goes to the count of its unit, the rest to the field of all. */
static void fill_numbers(struct web *w, struct activity_form *f, const struct activity *x)
{
	struct quantities rest = { 0 };
	for (size_t k = 0; k < x->quantities.n; k++) {
		const struct quantity *q = &x->quantities.v[k];
		size_t i = 0;
		while (i < f->inputs->n && (f->inputs->v[i].kind != INPUT_COUNT || !q->counted ||
						   !text_eq(f->inputs->v[i].unit, q->unit)))
			i++;
		const char *s = quantity_print(w->a, q, QUANTITY_PLAIN);
		if (i < f->inputs->n)
			f->form.v[i].typed = text_trim_n(w->a, s, strlen(s) - strlen(q->unit));
		else
			ARENA_PUSH(w->a, &rest, *q);
	}
	put_typed(f, INPUT_QUANTITY, quantities_print(w->a, &rest));
}

enum rc activity_form_fill(struct web *w, const struct activity_inputs *in, const char *suffix,
	const struct activity *x, struct activity_form *out)
{
	struct activity_form f = form_of(in, suffix);
	struct activity_offer o;
	struct texts references = { 0 };
	enum rc rc = begin(w, &f, x->from.year ? x->from.year : date_today().year, &o);
	if (rc)
		return rc;
	bool several = !date_none(x->to) && date_cmp(x->from, x->to);
	put_typed(&f, INPUT_CHANNEL, x->channel);
	put_typed(&f, INPUT_FROM, date_none(x->from) ? "" : date_short(w->a, x->from));
	put_typed(&f, INPUT_TO, several ? date_short(w->a, x->to) : "");
	put_typed(&f, INPUT_TITLE, x->title);
	fill_numbers(w, &f, x);
	fill_places(w, &f, x);
	put_typed(&f, INPUT_TASK, x->task);
	put_many(&f, INPUT_CONTENTS, &x->contents);
	for (size_t i = 0; i < x->evidence.n; i++)
		if (!x->evidence.v[i].attachment)
			ARENA_PUSH(w->a, &references, x->evidence.v[i].reference);
	put_typed(&f, INPUT_REFERENCE, text_join(w->a, &references, "\n"));
	put_typed(&f, INPUT_NOTE, x->note);
	*out = f;
	return RC_OK;
}

enum rc activity_count_parse(
	struct arena *a, const char *text, const char *unit, struct quantities *out, struct err *e)
{
	struct err none;
	struct quantities list = { 0 };
	err_init(&none, a);
	bool whole = !quantities_parse(a, text, &list, &none) && list.n == 1 && list.v[0].unit;
	if (whole && !text_eq(list.v[0].unit, unit))
		return ERR(e, RC_INVALID, "quantity", "ở đây chỉ ghi số %s, còn “%.60s” là số %s",
			unit, text, list.v[0].unit);
	if (whole) {
		*out = list;
		return RC_OK;
	}
	err_clear(&none);
	if (!quantities_parse(a, arena_printf(a, "%s %s", text, unit), out, &none))
		return RC_OK;
	if (text[strspn(text, "0123456789.,/- ")])
		return ERR(e, RC_INVALID, "quantity",
			"ở đây chỉ ghi con số, ví dụ 62 (đã có đơn vị %s); số đo khác ghi ở “Số liệu "
			"khác”",
			unit);
	*e = none;
	return e->rc;
}

/* --- reading --- */

struct reading {
	struct web *w;
	struct activity_form *f;
};

static const char *sentence(struct arena *a, const char *message)
{
	const char *rest = message;
	unsigned first = text_next(&rest);
	const char *head =
		first ? text_upper(a, arena_strndup(a, message, (size_t)(rest - message))) : "";
	return arena_printf(a, "%s%s.", head, rest);
}

static void read_numbers(struct reading *r, size_t i)
{
	const struct activity_input *in = &r->f->inputs->v[i];
	struct form_value *v = &r->f->form.v[i];
	struct quantities list = { 0 };
	struct err e;
	err_init(&e, r->w->a);
	if (v->error || !v->given)
		return;
	if (in->kind == INPUT_COUNT ? activity_count_parse(r->w->a, v->text, in->unit, &list, &e)
				    : quantities_parse(r->w->a, v->text, &list, &e)) {
		form_fail(&r->f->form, i, sentence(r->w->a, e.message));
		return;
	}
	for (size_t k = 0; k < list.n; k++) {
		const struct quantities *so_far = &r->f->x.quantities;
		for (size_t m = 0; m < so_far->n; m++)
			if (text_eq(so_far->v[m].unit, list.v[k].unit))
				form_fail(&r->f->form, i,
					arena_printf(r->w->a,
						"Số %s đã ghi ở một mục khác; chỉ ghi một lần.",
						list.v[k].unit ? list.v[k].unit : "liệu"));
		ARENA_PUSH(r->w->a, &r->f->x.quantities, list.v[k]);
	}
}

static void add_place(struct reading *r, size_t field, const char *name)
{
	struct texts *list = &r->f->x.places;
	if (text_length(name) > PLACE_MAX)
		form_fail(&r->f->form, field,
			arena_printf(r->w->a, "Tên địa bàn dài hơn %d chữ cái.", PLACE_MAX));
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i], name))
			return;
	ARENA_PUSH(r->w->a, list, name);
}

static void read_places(struct reading *r, size_t i)
{
	struct form_value *v = &r->f->form.v[i];
	bool ticked = r->f->inputs->v[i].kind == INPUT_PLACES;
	struct texts list = ticked ? v->many : text_split(r->w->a, v->text ? v->text : "", ';');
	for (size_t k = 0; !v->error && k < list.n; k++)
		add_place(r, i, text_squeeze(r->w->a, list.v[k]));
}

static void read_references(struct reading *r, size_t i)
{
	struct texts lines = text_split(r->w->a, r->f->form.v[i].text, '\n');
	for (size_t k = 0; k < lines.n; k++) {
		struct evidence x = { .reference = lines.v[k] };
		ARENA_PUSH(r->w->a, &r->f->x.evidence, x);
	}
}

static void read_input(struct reading *r, size_t i)
{
	struct activity *x = &r->f->x;
	const struct form_value *v = &r->f->form.v[i];
	if (v->error)
		return;
	switch (r->f->inputs->v[i].kind) {
	case INPUT_CHANNEL:
		x->channel = v->text;
		break;
	case INPUT_FROM:
		x->from = v->given ? v->day : x->from;
		break;
	case INPUT_TO:
		x->to = v->day;
		break;
	case INPUT_TITLE:
		x->title = v->text;
		break;
	case INPUT_COUNT:
	case INPUT_QUANTITY:
		read_numbers(r, i);
		break;
	case INPUT_PLACES:
	case INPUT_PLACE_OTHER:
		read_places(r, i);
		break;
	case INPUT_TASK:
		x->task = v->text;
		break;
	case INPUT_CONTENTS:
		x->contents = v->many;
		break;
	case INPUT_REFERENCE:
		read_references(r, i);
		break;
	case INPUT_NOTE:
		x->note = v->text;
		break;
	}
}

/* Rules that look at several fields. */
static void check(struct reading *r)
{
	struct activity_form *f = r->f;
	struct activity *x = &f->x;
	size_t from = activity_form_field(f, INPUT_FROM), to = activity_form_field(f, INPUT_TO),
	       title = activity_form_field(f, INPUT_TITLE);
	if (!date_valid(x->from))
		form_fail(&f->form, from, "Xin nhập ngày.");
	else if (date_cmp(x->from, date_today()) > 0)
		form_fail(&f->form, from,
			arena_printf(r->w->a, "Ngày %s chưa tới: chỉ ghi việc đã làm.",
				date_short(r->w->a, x->from)));
	if (to < f->inputs->n && date_valid(x->from) && date_valid(x->to) &&
		date_cmp(x->from, x->to) > 0)
		form_fail(&f->form, to,
			arena_printf(r->w->a, "Ngày kết thúc (%s) trước ngày bắt đầu (%s).",
				date_short(r->w->a, x->to), date_short(r->w->a, x->from)));
	if (*x->title)
		return;
	if (!f->inputs->title && title < f->inputs->n)
		form_fail(&f->form, title,
			arena_printf(r->w->a, "Xin nhập mục “%s”.", f->inputs->v[title].label));
	else if (f->inputs->title)
		x->title = x->places.n ? arena_printf(r->w->a, "%s tại %s", f->inputs->title,
						 text_join(r->w->a, &x->places, ", "))
				       : f->inputs->title;
	if (text_length(x->title) > TITLE_MAX && title < f->inputs->n)
		form_fail(&f->form, title, "Có nhiều địa bàn quá; xin nhập tên hoạt động.");
}

/* The year of the day that was sent, whose plan counts. */
static int year_sent(struct web *w, const struct activity_form *f, struct date usual)
{
	size_t i = activity_form_field(f, INPUT_FROM);
	const char *typed = i < f->inputs->n ? request_field(w->rq, name_of(w, f, i)) : NULL;
	struct date d = usual;
	if (typed)
		date_parse_vn(text_trim(w->a, typed), &d);
	return d.year ? d.year : date_today().year;
}

enum rc activity_form_read(struct web *w, const struct activity_inputs *in, const char *suffix,
	struct date usual, struct activity_form *out)
{
	struct activity_form f = form_of(in, suffix);
	struct activity_offer o;
	struct err none;
	enum rc rc = begin(w, &f, year_sent(w, &f, usual), &o);
	if (rc)
		return rc;
	err_init(&none, w->a);
	enum rc read = form_read(&f.form, w->rq, f.form.fields, in->n, &none);
	(void)read; /* the form itself says what is wrong */
	f.x = (struct activity){ .code = "",
		.from = usual,
		.channel = in->channel ? in->channel : "",
		.title = "",
		.task = "",
		.note = "" };
	struct reading r = { w, &f };
	for (size_t i = 0; i < in->n; i++)
		read_input(&r, i);
	check(&r);
	if (*f.x.task && activity_form_field(&f, INPUT_CONTENTS) == in->n)
		rc = activity_task_contents(
			w->db, w->a, f.x.from.year, f.x.task, &f.x.contents, &w->e);
	if (!rc)
		*out = f;
	return rc;
}

/* --- drawing --- */

static void put_field(struct buf *b, const struct activity_form *f, size_t i)
{
	const struct activity_input *in = &f->inputs->v[i];
	struct widget w = web_widget(b->a, &f->form, i);
	w.hint = in->hint;
	w.optional = false; /* most are not a must; what is missing is said */
	if (in->kind == INPUT_COUNT) {
		w.type = WIDGET_NUMBER;
		w.suffix = in->unit;
		w.width = 5;
	}
	if (in->kind == INPUT_TITLE)
		w.suggest = &f->titles;
	if (in->kind == INPUT_NOTE || in->kind == INPUT_REFERENCE)
		w.rows = 2;
	w.layout = in->kind == INPUT_PLACES ? WIDGET_SMALL : WIDGET_STACKED;
	switch (f->form.fields[i].kind) {
	case FORM_LINES:
		widget_lines(b, &w);
		return;
	case FORM_CHOICE:
		widget_select(b, &w);
		return;
	case FORM_MANY:
		if (w.n)
			widget_checks(b, &w);
		return;
	default:
		widget_input(b, &w);
		return;
	}
}

void activity_form_put(struct buf *b, const struct activity_form *f, bool more)
{
	for (size_t i = 0; i < f->inputs->n; i++)
		if (f->inputs->v[i].more == more)
			put_field(b, f, i);
}

bool activity_form_more(const struct activity_form *f)
{
	for (size_t i = 0; i < f->inputs->n; i++)
		if (f->inputs->v[i].more && f->inputs->v[i].kind != INPUT_TASK &&
			(f->form.v[i].error || *f->form.v[i].typed || f->form.v[i].many.n))
			return true;
	return false;
}
