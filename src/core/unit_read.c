/* unit.json -> struct unit. */
#include "core/unit.h"

#include "lib/base/jsonfile.h"
#include "lib/base/text.h"

static struct unit_name read_name(struct json_file *f, const json_t *o)
{
	static const char *const keys[] = { "from", "to", "kind", "name", "authority", "short",
		"symbol", "issuer_lines", "parent_lines", "place", "district", "province",
		"predecessors", NULL };
	json_file_only(f, o, keys);
	struct unit_name n = {
		.from = json_file_date(f, o, "from", JSON_MAY),
		.to = json_file_date(f, o, "to", JSON_MAY),
		.kind = json_file_text(f, o, "kind", JSON_MUST),
		.name = json_file_text(f, o, "name", JSON_MUST),
		.authority = json_file_text(f, o, "authority", JSON_MUST),
		.short_name = json_file_text(f, o, "short", JSON_MUST),
		.symbol = json_file_text(f, o, "symbol", JSON_MUST),
		.issuer_lines = json_file_texts(f, o, "issuer_lines", JSON_MUST),
		.parent_lines = json_file_texts(f, o, "parent_lines", JSON_MAY),
		.place = json_file_text(f, o, "place", JSON_MUST),
		.district = json_file_text(f, o, "district", JSON_MAY),
		.province = json_file_text(f, o, "province", JSON_MAY),
	};
	if (!date_none(n.from) && !date_none(n.to) && date_cmp(n.from, n.to) > 0)
		json_file_problem(f, o, "“from” không được sau “to”");
	return n;
}

static void read_predecessors(
	struct arena *a, struct json_file *f, const json_t *o, struct unit_name *n)
{
	static const char *const keys[] = { "code", "name", NULL };
	const json_t *list = json_file_list(f, o, "predecessors", JSON_MAY);
	size_t count = json_array_size(list);
	n->predecessors = ARENA_ARRAY(a, struct unit_predecessor, count);
	for (size_t i = 0; i < count; i++) {
		const json_t *p = json_file_object(f, list, i);
		if (!p)
			continue;
		json_file_only(f, p, keys);
		n->predecessors[n->predecessor_count++] =
			(struct unit_predecessor){ json_file_text(f, p, "code", JSON_MAY),
				json_file_text(f, p, "name", JSON_MUST) };
	}
}

static bool names_overlap(const struct unit_name *x, const struct unit_name *y)
{
	bool x_before = !date_none(x->to) && !date_none(y->from) && date_cmp(x->to, y->from) < 0;
	bool y_before = !date_none(y->to) && !date_none(x->from) && date_cmp(y->to, x->from) < 0;
	return !x_before && !y_before;
}

static void read_names(struct arena *a, struct json_file *f, const json_t *root, struct unit *u)
{
	const json_t *list = json_file_list(f, root, "names", JSON_MUST);
	size_t count = json_array_size(list);
	if (list && !count)
		json_file_problem(f, list, "“names” phải có ít nhất một tên gọi");
	u->names = ARENA_ARRAY(a, struct unit_name, count);
	for (size_t i = 0; i < count; i++) {
		const json_t *o = json_file_object(f, list, i);
		if (!o)
			continue;
		struct unit_name n = read_name(f, o);
		read_predecessors(a, f, o, &n);
		for (size_t k = 0; k < u->name_count; k++)
			if (names_overlap(&u->names[k], &n))
				json_file_problem(f, o, "hai tên gọi trùng thời gian có hiệu lực");
		u->names[u->name_count++] = n;
	}
}

static void read_people(struct arena *a, struct json_file *f, const json_t *root, struct unit *u)
{
	static const char *const keys[] = { "name", "post", "from", "to", NULL };
	const json_t *list = json_file_list(f, root, "people", JSON_MAY);
	u->posts = ARENA_ARRAY(a, struct unit_post, json_array_size(list));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_file_object(f, list, i);
		if (!o)
			continue;
		json_file_only(f, o, keys);
		u->posts[u->post_count++] =
			(struct unit_post){ json_file_text(f, o, "name", JSON_MUST),
				json_file_text(f, o, "post", JSON_MUST),
				json_file_date(f, o, "from", JSON_MAY),
				json_file_date(f, o, "to", JSON_MAY) };
	}
}

static void read_places(struct arena *a, struct json_file *f, const json_t *root, struct unit *u)
{
	static const char *const keys[] = { "code", "name", "from", "to", NULL };
	const json_t *list = json_file_list(f, root, "places", JSON_MAY);
	u->places = ARENA_ARRAY(a, struct unit_place, json_array_size(list));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_file_object(f, list, i);
		if (!o)
			continue;
		json_file_only(f, o, keys);
		struct unit_place p = { json_file_text(f, o, "code", JSON_MUST),
			json_file_text(f, o, "name", JSON_MUST),
			json_file_date(f, o, "from", JSON_MAY),
			json_file_date(f, o, "to", JSON_MAY) };
		for (size_t k = 0; k < u->place_count; k++)
			if (text_eq(u->places[k].code, p.code))
				json_file_problem(f, o, "mã địa bàn “%s” dùng hai lần", p.code);
		u->places[u->place_count++] = p;
	}
}

struct unit *unit_read(struct intake *in, const struct text_file *t)
{
	static const char *const keys[] = { "code", "slug", "names", "people", "places", NULL };
	struct json_file *f;
	size_t before = in->problems.n;
	if (!json_file_read(in->a, t, &f, &in->problems))
		return NULL;
	const json_t *root = json_file_root(f);
	json_file_only(f, root, keys);
	struct unit *u = ARENA_NEW(in->a, struct unit);
	u->code = json_file_text(f, root, "code", JSON_MUST);
	u->slug = json_file_text(f, root, "slug", JSON_MUST);
	read_names(in->a, f, root, u);
	read_people(in->a, f, root, u);
	read_places(in->a, f, root, u);
	intake_sort(in, before);
	return u;
}
