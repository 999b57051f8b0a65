#include "core/unit.h"

#include "core/record.h"

const struct unit_name *unit_name_at(const struct unit *u, struct date day)
{
	if (!day.month)
		day.month = 1;
	if (!day.day)
		day.day = 1;
	for (size_t i = 0; i < u->name_count; i++) {
		const struct unit_name *n = &u->names[i];
		bool begun = date_none(n->from) || date_cmp(n->from, day) <= 0;
		bool ended = !date_none(n->to) && date_cmp(n->to, day) < 0;
		if (begun && !ended)
			return n;
	}
	return NULL;
}

static void name_record(struct buf *b, const struct unit_name *n)
{
	record_open(b, NULL, '{');
	record_day(b, "from", n->from);
	record_day(b, "to", n->to);
	record_text(b, "kind", n->kind);
	record_text(b, "name", n->name);
	record_text(b, "authority", n->authority);
	record_text(b, "short", n->short_name);
	record_text(b, "symbol", n->symbol);
	record_texts(b, "issuer_lines", &n->issuer_lines);
	record_texts(b, "parent_lines", &n->parent_lines);
	record_text(b, "place", n->place);
	record_text(b, "district", n->district);
	record_text(b, "province", n->province);
	record_open(b, "predecessors", '[');
	for (size_t i = 0; i < n->predecessor_count; i++) {
		record_open(b, NULL, '{');
		record_text(b, "code", n->predecessors[i].code);
		record_text(b, "name", n->predecessors[i].name);
		record_close(b, '}');
	}
	record_close(b, ']');
	record_close(b, '}');
}

static void post_record(struct buf *b, const struct unit_post *p)
{
	record_open(b, NULL, '{');
	record_text(b, "name", p->person);
	record_text(b, "post", p->title);
	record_day(b, "from", p->from);
	record_day(b, "to", p->to);
	record_close(b, '}');
}

static void place_record(struct buf *b, const struct unit_place *p)
{
	record_open(b, NULL, '{');
	record_text(b, "code", p->code);
	record_text(b, "name", p->name);
	record_day(b, "from", p->from);
	record_day(b, "to", p->to);
	record_close(b, '}');
}

const char *unit_record(struct arena *a, const struct unit *u)
{
	struct buf b;
	record_begin(&b, a);
	record_text(&b, "code", u->code);
	record_text(&b, "slug", u->slug);
	record_open(&b, "names", '[');
	for (size_t i = 0; i < u->name_count; i++)
		name_record(&b, &u->names[i]);
	record_close(&b, ']');
	record_open(&b, "people", '[');
	for (size_t i = 0; i < u->post_count; i++)
		post_record(&b, &u->posts[i]);
	record_close(&b, ']');
	record_open(&b, "places", '[');
	for (size_t i = 0; i < u->place_count; i++)
		place_record(&b, &u->places[i]);
	record_close(&b, ']');
	return record_end(&b);
}
