/* news.json: the schema is docs/TIN-BAI.md. */
#include "features/news/news_int.h"

#include <string.h>

#include "lib/base/jsonfile.h"
#include "lib/base/text.h"

struct reading {
	struct arena *a;
	struct json_file *f;
	struct problems *problems;
	const json_t *item;
};

static const char *text_of(struct reading *r, const char *key, enum json_need need, size_t max)
{
	bool lines = max >= NEWS_LEAD_MAX;
	const char *s = lines ? json_file_lines(r->f, r->item, key, need)
			      : json_file_text(r->f, r->item, key, need);
	if (!s)
		return "";
	if (text_length(s) > max)
		json_file_problem(
			r->f, json_object_get(r->item, key), "“%s” dài quá %zu ký tự", key, max);
	return s;
}

static int64_t moment_of(struct reading *r, const char *key)
{
	int64_t at = 0;
	const char *s = json_file_text(r->f, r->item, key, JSON_MAY);
	if (s && !news_moment_parse(s, &at))
		json_file_problem(r->f, json_object_get(r->item, key),
			"“%s” phải là thời điểm như 2024-04-01T07:30:00+07:00, không phải “%.40s”",
			key, s);
	return at;
}

static bool counted(struct reading *r)
{
	const json_t *v = json_object_get(r->item, "counted");
	if (v && !json_is_boolean(v))
		json_file_problem(r->f, v, "“counted” phải là true hoặc false");
	return !json_is_false(v);
}

static void check_slug(struct reading *r, struct news *x, const struct news_list *list)
{
	const json_t *at = json_object_get(r->item, "slug");
	at = at ? at : r->item;
	if (!*x->slug)
		x->slug = news_slug(r->a, x->title);
	if (!news_slug_ok(x->slug))
		json_file_problem(r->f, at,
			"địa chỉ “%.60s” không dùng được: chỉ a-z, 0-9 và gạch nối, tối đa %d ký tự",
			x->slug, NEWS_SLUG_MAX);
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(list->v[i].slug, x->slug))
			json_file_problem(r->f, at, "địa chỉ “%.60s” trùng với bài ở dòng %d",
				x->slug, list->v[i].line);
}

/* Lines of the body are not lines of the file: the problem stands at the item's own. */
static void check_body(struct reading *r, struct news *x)
{
	struct problems found = { .a = r->a };
	struct news_pictures none = { 0 };
	news_render(r->a, x, &none, &found);
	for (size_t i = 0; i < found.n; i++)
		json_file_problem(r->f, json_object_get(r->item, "body"), "dòng %d của bài: %s",
			found.v[i].line, found.v[i].message);
}

static void read_item(struct reading *r, struct news_list *out)
{
	static const char *const names[] = { "slug", "title", "lead", "body", "category", "source",
		"contents", "published_at", "expires_at", "review_on", "counted", NULL };
	size_t before = r->problems->n;
	json_file_only(r->f, r->item, names);
	struct news x = { .line = json_file_line(r->f, r->item),
		.slug = text_of(r, "slug", JSON_MAY, NEWS_SLUG_MAX),
		.title = text_squeeze(r->a, text_of(r, "title", JSON_MUST, NEWS_TITLE_MAX)),
		.lead = text_of(r, "lead", JSON_MAY, NEWS_LEAD_MAX),
		.body = text_of(r, "body", JSON_MUST, NEWS_BODY_MAX),
		.category = text_squeeze(r->a, text_of(r, "category", JSON_MAY, NEWS_NAME_MAX)),
		.source = text_squeeze(r->a, text_of(r, "source", JSON_MAY, NEWS_NAME_MAX)),
		.contents = json_file_texts(r->f, r->item, "contents", JSON_MAY),
		.publish_at = moment_of(r, "published_at"),
		.expires_at = moment_of(r, "expires_at"),
		.review_on = json_file_date(r->f, r->item, "review_on", JSON_MAY),
		.uncounted = !counted(r),
		.bypass = "",
		.withdrawn_reason = "",
		.html = "",
		.imported = true };
	if (x.expires_at && x.expires_at <= x.publish_at)
		json_file_problem(r->f, json_object_get(r->item, "expires_at"),
			"“expires_at” phải sau “published_at”");
	check_slug(r, &x, out);
	check_body(r, &x);
	if (r->problems->n == before)
		ARENA_PUSH(r->a, out, x);
}

bool news_read(struct intake *in, const struct text_file *f, struct news_list *out)
{
	static const char *const names[] = { "note", "items", NULL };
	struct reading r = { .a = in->a, .problems = &in->problems };
	if (!json_file_read(in->a, f, &r.f, &in->problems))
		return false;
	const json_t *root = json_file_root(r.f);
	json_file_only(r.f, root, names);
	const json_t *items = json_file_list(r.f, root, "items", JSON_MUST);
	for (size_t i = 0; i < json_array_size(items); i++)
		if ((r.item = json_file_object(r.f, items, i)))
			read_item(&r, out);
	return true;
}
