#include "lib/fetch/fetch.h"

#include "lib/worker/parcel.h"

static const struct texts *allowed; /* fetch_allow */

void fetch_allow(const struct texts *hosts)
{
	allowed = hosts;
}

static struct bytes request(struct arena *a, const struct fetch_request *r)
{
	struct buf b;
	buf_init(&b, a, 1 << 20);
	buf_puts(&b, "{\"url\":");
	buf_json(&b, r->url);
	buf_printf(&b, ",\"max\":%zu,\"etag\":", r->max);
	buf_json(&b, r->etag);
	buf_puts(&b, ",\"modified\":");
	buf_json(&b, r->modified);
	buf_puts(&b, ",\"allowed\":[");
	for (size_t i = 0; allowed && i < allowed->n; i++) {
		buf_puts(&b, i ? "," : "");
		buf_json(&b, allowed->v[i]);
	}
	buf_puts(&b, "]}");
	return parcel_pack(a, b.p, NULL, 0);
}

static const char *text_of(struct arena *a, const json_t *root, const char *name)
{
	const char *s = parcel_text(a, root, name);
	return s ? s : "";
}

enum rc fetch_get(
	struct arena *a, const struct fetch_request *r, struct fetch_answer *out, struct err *e)
{
	struct bytes answer, rest;
	json_t *root;
	enum rc rc = worker_call(a, "fetch", request(a, r), &answer, e);
	if (rc)
		return rc;
	struct fetch_answer x = { 0 };
	if (!parcel_open(a, answer, &root, &rest) || !parcel_take(root, "body", &rest, &x.body))
		return ERR(e, RC_FAIL, NULL, "loa-worker trả lời không đúng quy ước.");
	x.status = (int)json_integer_value(json_object_get(root, "status"));
	x.why = parcel_text(a, root, "why");
	x.url = text_of(a, root, "url");
	x.type = text_of(a, root, "type");
	x.etag = text_of(a, root, "etag");
	x.modified = text_of(a, root, "modified");
	*out = x;
	return RC_OK;
}
