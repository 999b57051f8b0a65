/* /bao-cao/{id}/trang: the document as it will be printed, page by page; and its files. */
#include <stdlib.h>
#include <string.h>

#include "core/token.h"
#include "core/web/document.h"
#include "features/report/report_page.h"
#include "lib/base/text.h"
#include "lib/worker/frame.h"
#include "lib/worker/worker.h"

enum { JSON_MAX = 64 << 20 };

static enum rc to_json(struct web *w, const struct doc *d, struct bytes *out)
{
	struct buf b;
	buf_init(&b, w->a, JSON_MAX);
	doc_to_json(&b, d);
	*out = (struct bytes){ b.p, b.n };
	return b.over ? ERR(&w->e, RC_FAIL, NULL, "văn bản quá dài") : RC_OK;
}

static const char *cache_key(struct web *w, const char *hash)
{
	return arena_printf(w->a, "%s pages %s", w->rq->host, hash);
}

/* The i-th picture of what the worker answered; false behind the last. */
static bool nth_page(struct bytes all, size_t i, struct bytes *out)
{
	for (size_t at = 0; at < all.n;) {
		char word[FRAME_WORD_MAX];
		size_t length, used;
		if (frame_parse(all.p + at, all.n - at, word, &length, &used) != FRAME_OK)
			return false;
		at += used;
		if (!i--) {
			*out = (struct bytes){ all.p + at, length };
			return length <= all.n - at;
		}
		at += length;
	}
	return false;
}

static enum rc draw(struct web *w, struct bytes json, const char *key, struct bytes *out)
{
	struct bytes pdf;
	enum rc rc = worker_call(w->a, "pdf", json, &pdf, &w->e);
	if (!rc)
		rc = worker_call(w->a, "pages", pdf, out, &w->e);
	if (!rc)
		cache_put(w->cache, key, *out);
	return rc;
}

enum rc report_pages_make(struct web *w, const struct doc *d, struct report_pages *out)
{
	struct bytes json, all, page;
	enum rc rc = to_json(w, d, &json);
	if (rc)
		return rc;
	const char *hash = token_hash(w->a, json.p);
	const char *key = cache_key(w, hash);
	if (!cache_get(w->cache, w->a, key, &all))
		rc = draw(w, json, key, &all);
	if (rc)
		return rc;
	size_t n = 0;
	while (nth_page(all, n, &page))
		n++;
	*out = (struct report_pages){ out->id, hash, n };
	return RC_OK;
}

static enum rc make(struct web *w, struct report *r, struct report_made *made)
{
	enum rc rc = report_asked(w, r);
	return rc ? rc : report_make(w->db, w->a, r, made, &w->e);
}

static enum rc show(struct web *w)
{
	struct report r;
	struct report_made made = { 0 };
	struct report_pages_view v = { 0 };
	bool led = false;
	enum rc rc = make(w, &r, &made);
	if (!rc)
		rc = report_lead(w, r.id, NULL, &led);
	if (!rc && led)
		return RC_OK;
	if (!rc)
		rc = report_pages_make(w, &made.document.doc, &v.pages);
	if (rc)
		return rc;
	v.page = web_page(w, r.title);
	v.page.back = "/bao-cao";
	v.tabs = report_tabs(w, r.id, REPORT_PAGES);
	v.pages.id = r.id;
	struct buf b = web_buf(w);
	report_pages_html(&b, &v);
	return web_reply(w, 200, &b);
}

/* One picture. What the cache has dropped is drawn again where it is the stored text's. */
static enum rc picture(struct web *w)
{
	const char *hash = route_segment(w->rq, "ban");
	int64_t n;
	struct bytes all, page;
	enum rc rc = web_id(w, "so", &n);
	if (!rc && !cache_get(w->cache, w->a, cache_key(w, hash), &all)) {
		struct report r;
		struct report_made made = { 0 };
		struct report_pages pages = { 0 };
		rc = make(w, &r, &made);
		if (!rc)
			rc = report_pages_make(w, &made.document.doc, &pages);
		if (!rc && (!text_eq(pages.hash, hash) ||
				   !cache_get(w->cache, w->a, cache_key(w, hash), &all)))
			rc = ERR(&w->e, RC_NOTFOUND, "page",
				"Bản xem trước này đã cũ; hãy tải lại trang.");
	}
	if (!rc && !nth_page(all, (size_t)n - 1, &page))
		rc = ERR(&w->e, RC_NOTFOUND, "page", "Văn bản không có trang này.");
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, "image/png", page.p, page.n);
	w->rp->cache = "private, max-age=31536000, immutable";
	return RC_OK;
}

enum { HTML_MAX = 64 << 20 };

/* As `loa report -o x.html` makes it: its figures open within the file. */
static enum rc as_html(
	struct web *w, const struct report *r, const struct report_document *d, const char *name)
{
	struct buf b;
	buf_init(&b, w->a, HTML_MAX);
	report_html(&b, r, d);
	if (b.over)
		return ERR(&w->e, RC_FAIL, NULL, "báo cáo quá dài");
	reply_bytes(w->rp, 200, "text/html; charset=utf-8", b.p, b.n);
	reply_download(w->rp, arena_printf(w->a, "%s.html", name));
	return RC_OK;
}

static enum rc download(struct web *w)
{
	const char *format = route_segment(w->rq, "dang");
	struct report r;
	struct report_made made = { 0 };
	bool led = false;
	enum rc rc = make(w, &r, &made);
	if (!rc)
		rc = report_lead(w, r.id, format, &led);
	if (rc || led)
		return rc;
	const char *name = arena_printf(w->a, "bao-cao-%s", r.period.token);
	return text_eq(format, "html") ? as_html(w, &r, &made.document, name)
				       : web_document(w, &made.document.doc, format, name);
}

static const struct web_route routes[] = {
	WEB_GET("/bao-cao/{id}/trang", .handler = show, .permission = "report.read"),
	WEB_GET("/bao-cao/{id}/trang/{ban}/{so}", .handler = picture, .permission = "report.read"),
	WEB_GET("/bao-cao/{id}/tai/{dang}", .handler = download, .permission = "report.read"),
};

const struct web_routes report_pages_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
