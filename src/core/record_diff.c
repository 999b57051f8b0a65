#include "core/record_diff.h"

#include <jansson.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/text.h"

enum { DEPTH = 8, TEXT_MAX = 64 << 20 };

struct walk {
	struct arena *a;
	struct record_changes *out;
	struct record_step path[DEPTH];
	size_t n;
};

static void forget(void *json)
{
	json_decref(json);
}

/* NULL for NULL. Not const, as jansson's loops want it. */
static json_t *parse(struct arena *a, const char *state)
{
	if (!state)
		return NULL;
	json_t *j = json_loads(state, JSON_DECODE_ANY, NULL);
	if (!j)
		j = json_string(state);
	arena_defer(a, forget, j);
	return j;
}

static const char *name_of(json_t *thing)
{
	static const char *const keys[] = { "code", "period", "name", "text", "title" };
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *s = json_string_value(json_object_get(thing, keys[i]));
		if (s)
			return s;
	}
	return "";
}

static void put_value(struct buf *b, json_t *v)
{
	const char *separator = "";
	const char *key;
	json_t *member;
	size_t i;
	if (json_is_string(v)) {
		buf_puts(b, json_string_value(v));
	} else if (json_is_integer(v)) {
		buf_printf(b, "%lld", (long long)json_integer_value(v));
	} else if (json_is_array(v)) {
		json_array_foreach(v, i, member)
		{
			buf_puts(b, separator);
			put_value(b, member);
			separator = "; ";
		}
	} else if (json_is_object(v)) {
		json_object_foreach(v, key, member)
		{
			if (json_is_array(member) && !json_array_size(member))
				continue;
			buf_puts(b, separator);
			put_value(b, member);
			separator = " · ";
		}
	} else if (v) {
		buf_puts(b, json_is_true(v) ? "1" : json_is_false(v) ? "0" : "");
	}
}

/* NULL where there is nothing. */
static const char *value(struct walk *w, json_t *v)
{
	struct buf b;
	buf_init(&b, w->a, TEXT_MAX);
	put_value(&b, v);
	return b.n ? b.p : NULL;
}

static void keep(struct walk *w, json_t *before, json_t *after)
{
	struct record_change c = {
		.path_n = w->n, .before = value(w, before), .after = value(w, after)
	};
	if (text_eq(c.before, c.after))
		return;
	c.path = ARENA_ARRAY(w->a, struct record_step, w->n);
	memcpy(c.path, w->path, w->n * sizeof *w->path);
	ARENA_PUSH(w->a, w->out, c);
}

static bool holds_things(json_t *v)
{
	return json_is_array(v) && json_is_object(json_array_get(v, 0));
}

static void compare(struct walk *w, json_t *before, json_t *after);

static void step(struct walk *w, struct record_step s, json_t *before, json_t *after)
{
	bool both = before && after;
	w->path[w->n++] = s;
	if (w->n < DEPTH && (both || holds_things(before) || holds_things(after)))
		compare(w, before, after);
	else
		keep(w, before, after);
	w->n--;
}

/* The thing of that name, the nth with it. */
static json_t *find_thing(json_t *list, const char *name, size_t nth)
{
	size_t i;
	json_t *thing;
	json_array_foreach(list, i, thing)
	{
		if (text_eq(name_of(thing), name) && !nth--)
			return thing;
	}
	return NULL;
}

static size_t count_before(json_t *list, const char *name, size_t end)
{
	size_t n = 0;
	for (size_t i = 0; i < end; i++)
		n += text_eq(name_of(json_array_get(list, i)), name);
	return n;
}

static void compare_lists(struct walk *w, json_t *before, json_t *after)
{
	size_t i;
	json_t *thing;
	json_array_foreach(after, i, thing)
	{
		const char *name = name_of(thing);
		json_t *old = find_thing(before, name, count_before(after, name, i));
		step(w, (struct record_step){ name, true }, old, thing);
	}
	json_array_foreach(before, i, thing)
	{
		const char *name = name_of(thing);
		if (!find_thing(after, name, count_before(before, name, i)))
			step(w, (struct record_step){ name, true }, thing, NULL);
	}
}

static void compare_members(struct walk *w, json_t *before, json_t *after)
{
	const char *key;
	json_t *member;
	json_object_foreach(after, key, member)
	{
		step(w, (struct record_step){ key, false }, json_object_get(before, key), member);
	}
	json_object_foreach(before, key, member)
	{
		if (!json_object_get(after, key))
			step(w, (struct record_step){ key, false }, member, NULL);
	}
}

static void compare(struct walk *w, json_t *before, json_t *after)
{
	bool things = (!before || json_is_object(before)) && (!after || json_is_object(after));
	if (things)
		compare_members(w, before, after);
	else if (holds_things(before) || holds_things(after))
		compare_lists(w, before, after);
	else
		keep(w, before, after);
}

struct record_changes record_diff(struct arena *a, const char *before, const char *after)
{
	struct record_changes out = { 0 };
	struct walk w = { .a = a, .out = &out };
	json_t *old = parse(a, before), *new = parse(a, after);
	if (old || new)
		compare(&w, old, new);
	return out;
}

/* The first n bytes, back to the beginning of a line. */
static size_t whole_lines(const char *s, size_t n)
{
	while (n && s[n - 1] != '\n')
		n--;
	return n;
}

static const char *cut(struct arena *a, const char *s, size_t head, size_t tail)
{
	size_t n = strlen(s);
	return arena_printf(a, "%s%.*s%s", head ? "…\n" : "", (int)(n - head - tail), s + head,
		tail ? "…" : "");
}

void record_diff_lines(struct arena *a, const char **before, const char **after)
{
	const char *x = *before, *y = *after;
	if (!x || !y || (!strchr(x, '\n') && !strchr(y, '\n')))
		return;
	size_t nx = strlen(x), ny = strlen(y), head = 0, tail = 0;
	while (head < nx && head < ny && x[head] == y[head])
		head++;
	head = whole_lines(x, head);
	while (tail < nx - head && tail < ny - head && x[nx - 1 - tail] == y[ny - 1 - tail])
		tail++;
	const char *end = strchr(x + nx - tail, '\n'); /* of the line where the tail begins */
	tail = end ? strlen(end + 1) : 0;
	*before = cut(a, x, head, tail);
	*after = cut(a, y, head, tail);
}

const char *record_field(struct arena *a, const char *record, const char *key)
{
	struct record_changes list = record_diff(a, NULL, record);
	for (size_t i = 0; record && i < list.n; i++)
		if (list.v[i].path_n == 1 && text_eq(list.v[i].path[0].text, key))
			return list.v[i].after;
	return NULL;
}
