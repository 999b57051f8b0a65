#include "features/dispatch/frozen.h"

#include <jansson.h>
#include <string.h>

#include "core/channel.h"
#include "core/record.h"
#include "lib/base/text.h"

enum { JSON_MAX = 64 << 20 };

/* --- made --- */

static const char *days_of(struct arena *a, const struct record *r)
{
	const char *from = date_short(a, r->from);
	return date_cmp(r->from, r->to) ? arena_printf(a, "%s - %s", from, date_short(a, r->to))
					: from;
}

static const char *numbers_of(struct arena *a, const struct record *r)
{
	struct texts list = { 0 };
	for (size_t i = 0; i < r->quantities.n; i++) {
		const char *s = quantity_print(a, &r->quantities.v[i], QUANTITY_PLAIN);
		ARENA_PUSH(a, &list, s);
	}
	return list.n ? text_join(a, &list, "; ") : "chưa ghi số";
}

static void add_figure(struct arena *a, struct frozen *out, const struct figure *g,
	const char *basis, const char *ref)
{
	struct frozen_figure f = { .ref = ref,
		.channel = g->channel,
		.unit = g->unit,
		.basis = basis,
		.state = figure_state_code(g->state),
		.text = figure_print(a, g, QUANTITY_OFFICIAL),
		.uncounted = (int64_t)g->uncounted };
	for (size_t i = 0; i < g->record_count; i++) {
		const struct record *r = g->records[i];
		struct frozen_record x = { r->id, days_of(a, r), r->title, numbers_of(a, r),
			text_join(a, &r->places, "; ") };
		ARENA_PUSH(a, &f, x);
	}
	ARENA_PUSH(a, out, f);
}

static bool is_of(const struct figures *all, const struct figure *f)
{
	return all->n && f >= all->v && f < all->v + all->n;
}

static bool printed(const struct report_document *d, const struct figure *f)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].figure == f)
			return true;
	return false;
}

void frozen_make(struct arena *a, const struct doc *doc, const struct period *p,
	const struct report_made *made, struct frozen *out)
{
	struct doc *copy = ARENA_NEW(a, struct doc);
	*copy = *doc;
	*out = (struct frozen){ .doc = copy,
		.period = p ? arena_printf(a, "%s (%s - %s)", p->label, date_short(a, p->from),
				      date_short(a, p->to))
			    : "" };
	if (!made)
		return;
	const struct report_document *d = &made->document;
	for (size_t i = 0; i < d->n; i++)
		add_figure(a, out, d->v[i].figure,
			is_of(&made->stock, d->v[i].figure) ? "stock" : "flow", d->v[i].ref);
	for (size_t i = 0; i < made->flow.n; i++)
		if (!printed(d, &made->flow.v[i]))
			add_figure(a, out, &made->flow.v[i], "flow", "");
}

/* --- written --- */

static void put_record(struct buf *b, const struct frozen_record *r)
{
	record_open(b, NULL, '{');
	record_int(b, "id", r->id);
	record_text(b, "days", r->days);
	record_text(b, "title", r->title);
	record_text(b, "numbers", r->numbers);
	record_text(b, "places", r->places);
	record_close(b, '}');
}

static void put_figure(struct buf *b, const struct frozen_figure *f)
{
	record_open(b, NULL, '{');
	record_text(b, "ref", f->ref);
	record_text(b, "channel", f->channel);
	record_text(b, "unit", f->unit);
	record_text(b, "basis", f->basis);
	record_text(b, "state", f->state);
	record_text(b, "text", f->text);
	record_int(b, "uncounted", f->uncounted);
	record_open(b, "records", '[');
	for (size_t i = 0; i < f->n; i++)
		put_record(b, &f->v[i]);
	record_close(b, ']');
	record_close(b, '}');
}

enum rc frozen_to_json(struct arena *a, const struct frozen *f, const char **out, struct err *e)
{
	struct buf b, doc;
	buf_init(&doc, a, JSON_MAX);
	doc_to_json(&doc, f->doc);
	record_begin(&b, a);
	record_text(&b, "period", f->period);
	record_open(&b, "figures", '[');
	for (size_t i = 0; i < f->n; i++)
		put_figure(&b, &f->v[i]);
	record_close(&b, ']');
	record_text(&b, "document", doc.p);
	const char *json = record_end(&b);
	if (doc.over || b.n > JSON_MAX)
		return ERR(e, RC_INVALID, NULL, "Văn bản quá dài, không lưu được.");
	*out = json;
	return RC_OK;
}

/* --- read --- */

static const char *get(struct arena *a, const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));
	return s ? arena_strdup(a, s) : "";
}

static void read_figure(struct arena *a, const json_t *x, struct frozen *out)
{
	struct frozen_figure f = { .ref = get(a, x, "ref"),
		.channel = get(a, x, "channel"),
		.unit = get(a, x, "unit"),
		.basis = get(a, x, "basis"),
		.state = get(a, x, "state"),
		.text = get(a, x, "text"),
		.uncounted = json_integer_value(json_object_get(x, "uncounted")) };
	size_t i;
	const json_t *r;
	json_array_foreach(json_object_get(x, "records"), i, r)
	{
		struct frozen_record y = { json_integer_value(json_object_get(r, "id")),
			get(a, r, "days"), get(a, r, "title"), get(a, r, "numbers"),
			get(a, r, "places") };
		ARENA_PUSH(a, &f, y);
	}
	ARENA_PUSH(a, out, f);
}

enum rc frozen_from_json(struct arena *a, const char *json, struct frozen *out, struct err *e)
{
	struct frozen f = { 0 };
	json_error_t why;
	json_t *root = json_loads(json, 0, &why);
	if (!root)
		return ERR(e, RC_FAIL, NULL, "bản đã duyệt không đọc được: %s", why.text);
	size_t i;
	const json_t *x;
	f.period = get(a, root, "period");
	json_array_foreach(json_object_get(root, "figures"), i, x) read_figure(a, x, &f);
	const char *doc = get(a, root, "document");
	json_decref(root);
	enum rc rc = doc_from_json(a, doc, strlen(doc), &f.doc, e);
	if (!rc)
		*out = f;
	return rc;
}

/* --- compared --- */

static const struct frozen_figure *same(const struct frozen *f, const struct frozen_figure *x)
{
	for (size_t i = 0; i < f->n; i++)
		if (text_eq(f->v[i].channel, x->channel) && text_eq(f->v[i].unit, x->unit) &&
			text_eq(f->v[i].basis, x->basis))
			return &f->v[i];
	return NULL;
}

static const char *said(struct arena *a, const struct frozen_record *r)
{
	return arena_printf(a, "%s: %s (%s)%s%s", r->days, r->title, r->numbers,
		*r->places ? "; " : "", r->places);
}

/* What of a record differs between the two sides. */
static const char *words_of(
	struct arena *a, const struct frozen_record *then, const struct frozen_record *now)
{
	const struct {
		const char *name, *then, *now;
	} parts[] = { { "tên hoạt động", then->title, now->title },
		{ "ngày", then->days, now->days }, { "số liệu", then->numbers, now->numbers },
		{ "địa bàn", then->places, now->places } };
	struct texts list = { 0 };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (text_eq(parts[i].then, parts[i].now))
			continue;
		const char *s = arena_printf(a, "%s: khi duyệt “%s”, hiện nay “%s”", parts[i].name,
			parts[i].then, parts[i].now);
		ARENA_PUSH(a, &list, s);
	}
	return text_join(a, &list, "; ");
}

static const struct frozen_record *find(const struct frozen_figure *f, int64_t id)
{
	for (size_t i = 0; f && i < f->n; i++)
		if (f->v[i].id == id)
			return &f->v[i];
	return NULL;
}

static void add_records(struct arena *a, struct frozen_change *c, const struct frozen_figure *then,
	const struct frozen_figure *now)
{
	for (size_t i = 0; then && i < then->n; i++) {
		const struct frozen_record *r = &then->v[i], *other = find(now, r->id);
		struct frozen_change_record x = { r->id, said(a, r), other ? said(a, other) : "",
			other ? words_of(a, r, other) : "" };
		if (!text_eq(x.then, x.now))
			ARENA_PUSH(a, c, x);
	}
	for (size_t i = 0; now && i < now->n; i++) {
		struct frozen_change_record x = { now->v[i].id, "", said(a, &now->v[i]), "" };
		if (!find(then, x.id))
			ARENA_PUSH(a, c, x);
	}
}

static void compare(struct arena *a, const struct frozen_figure *then,
	const struct frozen_figure *now, struct frozen_changes *out)
{
	const struct channel *channel = channel_by_code(then ? then->channel : now->channel);
	struct frozen_change c = { .channel = channel ? channel->name : "",
		.then = then ? then->text : "–",
		.now = now ? now->text : "–" };
	c.same = text_eq(c.then, c.now);
	add_records(a, &c, then, now);
	if (c.n || !c.same)
		ARENA_PUSH(a, out, c);
}

void frozen_compare(struct arena *a, const struct frozen *then, const struct frozen *now,
	struct frozen_changes *out)
{
	for (size_t i = 0; i < then->n; i++)
		compare(a, &then->v[i], same(now, &then->v[i]), out);
	for (size_t i = 0; i < now->n; i++)
		if (!same(then, &now->v[i]))
			compare(a, NULL, &now->v[i], out);
}
