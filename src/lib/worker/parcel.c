#include "lib/worker/parcel.h"

#include <string.h>

#include "lib/base/buf.h"

struct bytes parcel_pack(
	struct arena *a, const char *json, const struct bytes *parts, size_t parts_n)
{
	size_t head = strlen(json), n = head + 1;
	for (size_t i = 0; i < parts_n; i++)
		n += parts[i].n;
	char *p = arena_alloc(a, n + 1), *to = p + head + 1;
	*(char *)mempcpy(p, json, head) = '\n';
	for (size_t i = 0; i < parts_n; i++) {
		if (parts[i].n)
			memcpy(to, parts[i].p, parts[i].n);
		to += parts[i].n;
	}
	return (struct bytes){ p, n };
}

static void release(void *root)
{
	json_decref(root);
}

bool parcel_open(struct arena *a, struct bytes in, json_t **root, struct bytes *rest)
{
	const char *end = in.n ? memchr(in.p, '\n', in.n) : NULL;
	if (!end)
		return false;
	size_t n = (size_t)(end - in.p);
	json_t *object = json_loadb(in.p, n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(object)) {
		json_decref(object);
		return false;
	}
	arena_defer(a, release, object);
	*root = object;
	*rest = (struct bytes){ end + 1, in.n - n - 1 };
	return true;
}

bool parcel_take(const json_t *root, const char *size_name, struct bytes *rest, struct bytes *out)
{
	const json_t *size = json_object_get(root, size_name);
	json_int_t n = json_integer_value(size);
	if (!json_is_integer(size) || n < 0 || (unsigned long long)n > rest->n)
		return false;
	*out = (struct bytes){ rest->p, (size_t)n };
	rest->p += n;
	rest->n -= (size_t)n;
	return true;
}

const char *parcel_text(struct arena *a, const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));
	return s ? arena_strdup(a, s) : NULL;
}
