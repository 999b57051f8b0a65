/* /api/van-ban, /api/so-lieu: published documents and the figures frozen in them, for programs.
 * What is here is what the public pages show, and nothing more. */
#include <stdlib.h>

#include "core/channel.h"
#include "core/record.h"
#include "features/dispatch/dispatch_page.h"
#include "features/dispatch/published.h"
#include "lib/base/csv.h"
#include "lib/base/text.h"

enum { PAGE = 100, FILE_MAX = 16 << 20 };

static enum rc reply_json(struct web *w, struct buf *b)
{
	const char *text = record_end(b);
	if (b->over)
		return ERR(&w->e, RC_FAIL, NULL, "dữ liệu mở quá dài");
	reply_bytes(w->rp, 200, "application/json", text, b->n);
	return RC_OK;
}

static void put_document(struct buf *b, const struct public_document *x)
{
	if (x->id)
		record_int(b, "id", x->id);
	record_text(b, "number", x->number);
	record_day(b, "day", x->day);
	record_text(b, "subject", x->subject);
	record_text(b, "href", x->href);
	record_text(b, "pdf", x->pdf);
}

/* A page of people falls back to the first; a program that goes on until nothing comes must reach
 * its end. */
static int64_t page_of(const struct web *w)
{
	enum { FURTHEST = 1000000 };
	const char *typed = request_query(w->rq, "trang");
	long long n = typed ? strtoll(typed, NULL, 10) : 1;
	return n < 1 ? 1 : n > FURTHEST ? FURTHEST : n;
}

static enum rc documents(struct web *w)
{
	struct public_documents some = { 0 };
	int64_t all = 0;
	struct buf b;
	enum rc rc = public_documents_count(w->db, &all, &w->e);
	if (rc)
		return rc;
	int64_t pages = (all + PAGE - 1) / PAGE, at = page_of(w);
	if (at <= pages)
		rc = public_documents_load(
			w->db, w->a, (size_t)(at - 1) * PAGE, PAGE, &some, &w->e);
	if (rc)
		return rc;
	record_begin(&b, w->a);
	record_int(&b, "total", all);
	record_int(&b, "page", at);
	record_int(&b, "pages", pages);
	record_open(&b, "documents", '[');
	for (size_t i = 0; i < some.n; i++) {
		record_open(&b, NULL, '{');
		put_document(&b, &some.v[i]);
		record_close(&b, '}');
	}
	record_close(&b, ']');
	return reply_json(w, &b);
}

/* href: where the records and the evidence behind it are seen; none where the text does not print
 * it. */
static void put_figure(struct buf *b, const struct frozen_figure *f, int64_t document)
{
	const struct channel *c = channel_by_code(f->channel);
	record_open(b, NULL, '{');
	record_text(b, "channel", f->channel);
	record_text(b, "channel_name", c ? c->name : f->channel);
	record_text(b, "unit", f->unit);
	record_text(b, "basis", f->basis);
	record_text(b, "state", f->state);
	record_text(b, "text", f->text);
	record_int(b, "records", (int64_t)f->n);
	if (*f->ref)
		record_text(b, "href",
			arena_printf(b->a, "/cong-khai/%lld#%s", (long long)document, f->ref));
	record_close(b, '}');
}

static void put_figures(struct buf *b, const struct frozen *f, int64_t document)
{
	record_text(b, "period", f->period);
	record_open(b, "figures", '[');
	for (size_t i = 0; i < f->n; i++)
		put_figure(b, &f->v[i], document);
	record_close(b, ']');
}

static enum rc document(struct web *w)
{
	struct dispatch d;
	struct way x;
	int64_t id;
	struct buf b;
	enum rc rc = web_id(w, "so", &id);
	if (!rc)
		rc = dispatch_by_id(w->db, w->a, id, &d, &w->e);
	if (!rc && d.state != DISPATCH_PUBLISHED)
		rc = ERR(&w->e, RC_NOTFOUND, "state", "Không có văn bản này.");
	if (!rc)
		rc = way_of(w, &d, &x);
	if (rc)
		return rc;
	const struct published p = { .id = d.id,
		.subject = d.subject,
		.number = x.document.number ? document_number(w->a, &x.document) : "",
		.day = x.document.day };
	const struct public_document shown = public_document_of(w->a, &p);
	record_begin(&b, w->a);
	put_document(&b, &shown);
	put_figures(&b, x.shown, d.id);
	return reply_json(w, &b);
}

/* --- the figures of all published documents --- */

typedef void (*put_frozen)(struct buf *b, const struct published *x, const struct frozen *f);

static enum rc each(struct web *w, struct buf *b, put_frozen put)
{
	struct published_list some;
	enum rc rc = published_load(w->db, w->a, 0, PAGE, &some, &w->e);
	for (size_t i = 0; !rc && i < some.n; i++) {
		struct dispatch_frozen f;
		rc = dispatch_frozen_get(w->db, w->a, some.v[i].frozen_id, &f, &w->e);
		if (!rc && f.content.n)
			put(b, &some.v[i], &f.content);
	}
	return rc;
}

static void put_json(struct buf *b, const struct published *x, const struct frozen *f)
{
	const struct public_document shown = public_document_of(b->a, x);
	record_open(b, NULL, '{');
	put_document(b, &shown);
	put_figures(b, f, x->id);
	record_close(b, '}');
}

static enum rc figures(struct web *w)
{
	struct buf b;
	record_begin(&b, w->a);
	record_open(&b, "documents", '[');
	enum rc rc = each(w, &b, put_json);
	if (rc)
		return rc;
	record_close(&b, ']');
	return reply_json(w, &b);
}

static void put_cells(struct buf *b, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(b, ',');
		csv_put(b, cells[i]);
	}
	buf_putc(b, '\n');
}

static void put_csv(struct buf *b, const struct published *x, const struct frozen *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct frozen_figure *g = &f->v[i];
		const struct channel *c = channel_by_code(g->channel);
		const char *const cells[] = { x->number, date_iso(b->a, x->day), f->period,
			g->channel, c ? c->name : g->channel, g->unit, g->state, g->text,
			arena_printf(b->a, "%zu", g->n) };
		put_cells(b, cells, sizeof cells / sizeof *cells);
	}
}

static enum rc all_as_csv(struct web *w)
{
	static const char *const head[] = { "Số văn bản", "Ngày", "Kỳ", "Mã kênh", "Kênh", "Đơn vị",
		"Trạng thái", "Số liệu", "Số hoạt động" };
	struct buf b;
	buf_init(&b, w->a, FILE_MAX);
	buf_puts(&b, "\xef\xbb\xbf"); /* or Excel takes it for another encoding */
	put_cells(&b, head, sizeof head / sizeof *head);
	enum rc rc = each(w, &b, put_csv);
	if (!rc && b.over)
		rc = ERR(&w->e, RC_FAIL, NULL, "dữ liệu mở quá dài");
	if (!rc)
		reply_bytes(w->rp, 200, "text/csv; charset=utf-8", b.p, b.n);
	return rc;
}

#define DOCUMENT \
	"\"id\":{\"type\":\"integer\",\"description\":\"Có ở văn bản trình ký trong Loa: dùng với " \
	"/api/van-ban/{so}. Mỗi văn bản được biết theo href.\"},\"number\":{\"type\":\"string\"}," \
	"\"day\":{\"type\":\"string\"},\"subject\":{\"type\":\"string\"}," \
	"\"href\":{\"type\":\"string\"},\"pdf\":{\"type\":\"string\"}"
#define FIGURES \
	"\"period\":{\"type\":\"string\"},\"figures\":{\"type\":\"array\",\"items\":" \
	"{\"type\":\"object\",\"required\":[\"channel\",\"unit\",\"state\",\"text\"]," \
	"\"properties\":{\"channel\":{\"type\":\"string\"},\"channel_name\":{\"type\":\"string\"}," \
	"\"unit\":{\"type\":\"string\"},\"basis\":{\"type\":\"string\"}," \
	"\"state\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"}," \
	"\"records\":{\"type\":\"integer\"},\"href\":{\"type\":\"string\"}}}}"
#define OBJECT(properties) \
	"{\"type\":\"object\",\"required\":[\"id\",\"subject\",\"href\"]," \
	"\"properties\":{" properties "}}"
#define LISTED \
	"{\"type\":\"object\",\"required\":[\"number\",\"subject\",\"href\",\"pdf\"]," \
	"\"properties\":{" DOCUMENT "}}"
#define LIST(item) "\"documents\":{\"type\":\"array\",\"items\":" item "}"

static const struct web_api api[] = {
	{ .path = "/api/van-ban",
		.summary =
			"Văn bản đã công khai, trình ký trong Loa hoặc đăng trực tiếp, mới nhất trước",
		.type = "application/json",
		.schema = "{\"type\":\"object\",\"required\":[\"total\",\"page\",\"pages\"],"
			  "\"properties\":{\"total\":{\"type\":\"integer\"},"
			  "\"page\":{\"type\":\"integer\"},\"pages\":{\"type\":\"integer\"}," LIST(
				  LISTED) "}}",
		.paged = true },
	{ .path = "/api/van-ban/{so}",
		.summary = "Một văn bản trình ký trong Loa và số liệu đã chốt của nó",
		.type = "application/json",
		.schema = OBJECT(DOCUMENT "," FIGURES) },
	{ .path = "/api/so-lieu",
		.summary =
			"Số liệu đã chốt của các văn bản trình ký trong Loa đã công khai (100 văn bản mới nhất)",
		.type = "application/json",
		.schema = "{\"type\":\"object\",\"properties\":{" LIST(
			OBJECT(DOCUMENT "," FIGURES)) "}}" },
	{ .path = "/api/so-lieu.csv",
		.summary = "Cùng số liệu đó, để mở bằng bảng tính",
		.type = "text/csv" },
};

static const struct web_route routes[] = {
	WEB_GET("/api/van-ban", .handler = documents, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/api/van-ban/{so}", .handler = document, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/api/so-lieu", .handler = figures, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/api/so-lieu.csv", .handler = all_as_csv, .flags = WEB_PUBLIC | WEB_KEPT),
};

const struct web_routes open_routes = { .v = routes,
	.n = sizeof routes / sizeof *routes,
	.api = api,
	.api_n = sizeof api / sizeof *api };
