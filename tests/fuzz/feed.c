/* Whatever comes from a source or a page: what is read of it is sound text, and addresses that can
 * be gone to; a copy holds nothing that runs. The first byte chooses what it is read as. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"
#include "lib/fetch/feed.h"
#include "lib/fetch/link.h"
#include "lib/worker/parcel.h"
#include "worker/verbs.h"

static const char *text_of(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));
	must(!s || text_check(s, strlen(s)) == strlen(s));
	return s;
}

static void check_day(const json_t *o)
{
	struct date d = { 0 };
	const char *day = text_of(o, "day");
	must(day && (!*day || (date_parse_iso(day, &d) && date_valid(d))));
	must(*day || text_of(o, "why"));
}

static void check_feed(struct arena *a, struct bytes out)
{
	json_t *root, *x;
	struct bytes rest;
	size_t i;
	must(parcel_open(a, out, &root, &rest));
	const json_t *items = json_object_get(root, "items");
	must(json_array_size(items) <= FEED_ITEMS_MAX);
	json_array_foreach(items, i, x)
	{
		const char *link = text_of(x, "link");
		must(link && text_eq(link_resolve(a, NULL, link), link) && *link_key(a, link));
		must(text_length(text_of(x, "title")) <= FEED_TITLE_MAX + 1);
		must(text_length(text_of(x, "summary")) <= FEED_SUMMARY_MAX + 1);
		check_day(x);
	}
}

static void check_page(struct arena *a, struct bytes out)
{
	static const char *const never[] = { "<script", "<style", "<iframe", "<form", "<img",
		"<svg", "href=\"javascript", "<base", "<link", "<object" };
	json_t *root;
	struct bytes rest, copy;
	must(parcel_open(a, out, &root, &rest) && parcel_take(root, "copy", &rest, &copy));
	must(text_check(copy.p, copy.n) == copy.n);
	const char *s = arena_strndup(a, copy.p, copy.n);
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		must(!strcasestr(s, never[i]));
	check_day(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "auto", "feed", "sitemap", "list" };
	struct arena *a = arena_new();
	struct err e;
	struct bytes out = { 0 }, body = { (const char *)data + (size > 0), size - (size > 0) };
	int how = size ? data[0] % 8 : 0;
	err_init(&e, a);
	const char *json = arena_printf(a,
		"{\"url\":\"http://xa.example/a/b\",\"type\":\"%s\",\"kind\":\"%s\","
		"\"today\":\"2024-04-20\",\"at\":1709602200,\"size\":%zu}",
		how & 1 ? "text/html; charset=windows-1258" : "", kinds[how / 2], body.n);
	struct bytes in = parcel_pack(a, json, &body, 1);
	if (!verb_feed(a, in, &out, &e))
		check_feed(a, out);
	err_init(&e, a);
	if (!verb_page(a, in, &out, &e))
		check_page(a, out);
	arena_free(a);
	return 0;
}
