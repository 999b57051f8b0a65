/* /api/openapi.json: the open interface described from the features' own rows. */
#include <string.h>

#include "features/site/site_int.h"

enum { FILE_MAX = 1 << 20 };

static void put_parameter(struct buf *b, const char *sep, const char *name, const char *where)
{
	buf_printf(b,
		"%s{\"name\":\"%s\",\"in\":\"%s\",\"required\":%s,\"schema\":"
		"{\"type\":\"integer\",\"minimum\":1}}",
		sep, name, where, strcmp(where, "path") ? "false" : "true");
}

static void put_parameters(struct buf *b, const struct web_api *x)
{
	const char *sep = "";
	buf_puts(b, "\"parameters\":[");
	for (const char *p = x->path; (p = strchr(p, '{')); sep = ",") {
		size_t n = strcspn(++p, "}");
		put_parameter(b, sep, arena_strndup(b->a, p, n), "path");
	}
	if (x->paged)
		put_parameter(b, sep, "trang", "query");
	buf_putc(b, ']');
}

static void put_path(struct buf *b, const char *sep, const struct web_api *x)
{
	buf_puts(b, sep);
	buf_json(b, x->path);
	buf_puts(b, ":{\"get\":{\"summary\":");
	buf_json(b, x->summary);
	buf_putc(b, ',');
	put_parameters(b, x);
	buf_puts(b, ",\"responses\":{\"200\":{\"description\":\"OK\",\"content\":{");
	buf_json(b, x->type);
	buf_printf(b, ":{\"schema\":%s}}}", x->schema ? x->schema : "{\"type\":\"string\"}");
	if (strchr(x->path, '{'))
		buf_puts(b, ",\"404\":{\"description\":\"Không có\"}");
	buf_puts(b, "}}}");
}

static enum rc description(struct web *w)
{
	struct buf b;
	const char *site, *sep = "\n", *slug = w->unit->slug;
	enum rc rc = web_site(w, &site);
	if (rc)
		return rc;
	buf_init(&b, w->a, FILE_MAX);
	buf_puts(&b, "{\"openapi\":\"3.0.3\",\"info\":{\"title\":");
	buf_json(&b, arena_printf(w->a, "Dữ liệu mở của UBND %s", w->unit_name));
	buf_puts(&b, ",\"version\":\"1\",\"x-slug\":");
	buf_json(&b, slug);
	buf_puts(&b, "},\"servers\":[{\"url\":");
	buf_json(&b, site);
	buf_puts(&b, "}],\"paths\":{");
	for (size_t i = 0; i < w->lists_n; i++)
		for (size_t k = 0; k < w->lists[i]->api_n; k++, sep = ",\n")
			put_path(&b, sep, &w->lists[i]->api[k]);
	buf_puts(&b, "\n}}\n");
	reply_bytes(w->rp, 200, "application/json", b.p, b.n);
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/api/openapi.json", .handler = description, .flags = WEB_PUBLIC | WEB_KEPT),
};

const struct web_routes openapi_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
