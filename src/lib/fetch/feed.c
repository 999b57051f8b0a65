#include "lib/fetch/feed.h"

#include "lib/base/text.h"
#include "lib/worker/parcel.h"

static const char *const codes[] = { "auto", "feed", "sitemap", "list" };

const char *feed_kind_code(enum feed_kind k)
{
	return codes[k];
}

bool feed_kind_find(const char *code, enum feed_kind *out)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (text_eq(code, codes[i])) {
			*out = (enum feed_kind)i;
			return true;
		}
	return false;
}

static struct bytes request(struct arena *a, const struct feed_source *s, int64_t at)
{
	struct buf b;
	buf_init(&b, a, 1 << 20);
	buf_puts(&b, "{\"url\":");
	buf_json(&b, s->url);
	buf_puts(&b, ",\"type\":");
	buf_json(&b, s->type);
	buf_printf(&b, ",\"kind\":\"%s\",\"today\":\"%s\",\"at\":%lld,\"size\":%zu}",
		codes[s->kind], date_iso(a, s->today), (long long)at, s->body.n);
	return parcel_pack(a, b.p, &s->body, 1);
}

static const char *text_of(struct arena *a, const json_t *o, const char *name)
{
	const char *s = parcel_text(a, o, name);
	return s ? s : "";
}

static struct texts texts_of(struct arena *a, const json_t *root, const char *name)
{
	struct texts out = { 0 };
	size_t i;
	json_t *one;
	const json_t *list = json_object_get(root, name);
	json_array_foreach(list, i, one)
	{
		const char *s = json_string_value(one);
		if (s)
			ARENA_PUSH(a, &out, arena_strdup(a, s));
	}
	return out;
}

static struct date day_of(struct arena *a, const json_t *o)
{
	struct date d = { 0 };
	date_parse_iso(text_of(a, o, "day"), &d);
	return d;
}

static enum rc broken(struct err *e)
{
	return ERR(e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
}

enum rc feed_read(struct arena *a, const struct feed_source *s, struct feed *out, struct err *e)
{
	struct bytes answer, rest;
	json_t *root, *one;
	struct feed f = { 0 };
	size_t i;
	enum rc rc = worker_call(a, "feed", request(a, s, 0), &answer, e);
	if (rc)
		return rc;
	if (!parcel_open(a, answer, &root, &rest) ||
		!feed_kind_find(text_of(a, root, "kind"), &f.kind))
		return broken(e);
	const json_t *items = json_object_get(root, "items");
	json_array_foreach(items, i, one)
	{
		struct feed_item x = { text_of(a, one, "title"), text_of(a, one, "link"),
			text_of(a, one, "summary"), day_of(a, one), parcel_text(a, one, "why") };
		ARENA_PUSH(a, &f, x);
	}
	f.title = text_of(a, root, "title");
	f.more = texts_of(a, root, "more");
	f.feeds = texts_of(a, root, "feeds");
	f.notes = texts_of(a, root, "notes");
	*out = f;
	return RC_OK;
}

enum rc feed_page_read(struct arena *a, const struct feed_source *s, int64_t at,
	struct feed_page *out, struct err *e)
{
	struct bytes answer, rest;
	json_t *root;
	struct feed_page p = { 0 };
	enum rc rc = worker_call(a, "page", request(a, s, at), &answer, e);
	if (rc)
		return rc;
	if (!parcel_open(a, answer, &root, &rest) || !parcel_take(root, "copy", &rest, &p.copy))
		return broken(e);
	p.title = text_of(a, root, "title");
	p.summary = text_of(a, root, "summary");
	p.day = day_of(a, root);
	p.why = parcel_text(a, root, "why");
	*out = p;
	return RC_OK;
}
