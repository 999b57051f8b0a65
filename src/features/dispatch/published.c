#include "features/dispatch/published.h"

#include "core/search.h"
#include "features/dispatch/thing.h"
#include "features/docreg/docreg.h"
#include "lib/base/text.h"

static const struct db_sql load = {
	"SELECT d.id, d.frozen_id, d.origin, d.subject, v.number, v.notation, v.day FROM dispatch d"
	" LEFT JOIN v_document v ON v.origin = d.origin WHERE d.state = 'published'"
	" ORDER BY coalesce(v.day, '') DESC, d.id DESC LIMIT ? OFFSET ?"
};
static const struct db_sql load_public = {
	"SELECT d.id, d.subject, v.number, v.notation, coalesce(v.day, '') AS day, '' AS given, '' AS href"
	" FROM dispatch d LEFT JOIN v_document v ON v.origin = d.origin WHERE d.state = 'published'"
	" UNION ALL SELECT p.id, p.subject, NULL, NULL, p.day, p.number, p.href FROM v_paper p"
	" WHERE p.state = 'issued' ORDER BY day DESC, href, id DESC LIMIT ? OFFSET ?"
};
static const struct db_sql count_public = {
	"SELECT (SELECT count(*) FROM dispatch WHERE state = 'published')"
	" + (SELECT count(*) FROM v_paper WHERE state = 'issued')"
};

static struct published from_row(struct arena *a, struct db_rows *r)
{
	struct published x = { .id = db_int(r, 0),
		.frozen_id = db_is_null(r, 1) ? 0 : db_int(r, 1),
		.origin = db_text(r, 2),
		.subject = db_text(r, 3),
		.number = "" };
	if (db_is_null(r, 4))
		return x;
	struct document d = { .number = db_int(r, 4), .notation = db_text(r, 5) };
	x.number = document_number(a, &d);
	x.day = date_partial(db_text(r, 6));
	return x;
}

enum rc published_load(struct db *d, struct arena *a, size_t skip, size_t most,
	struct published_list *out, struct err *e)
{
	struct db_rows *r;
	*out = (struct published_list){ 0 };
	enum rc rc = db_query(d, a, &load, DB_ARGS(A((int64_t)most), A((int64_t)skip)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct published x = from_row(a, r);
		ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

struct public_document public_document_of(struct arena *a, const struct published *x)
{
	const char *href = arena_printf(a, "/cong-khai/%lld", (long long)x->id);
	return (struct public_document){ .id = x->id,
		.number = x->number,
		.subject = x->subject,
		.href = href,
		.pdf = arena_printf(a, "%s/pdf", href),
		.day = x->day };
}

static struct public_document public_row(struct arena *a, struct db_rows *r)
{
	const char *href = db_text(r, 6);
	struct document d = { .number = db_int(r, 2), .notation = db_text(r, 3) };
	struct published own = { .id = db_int(r, 0),
		.subject = db_text(r, 1),
		.number = db_is_null(r, 2) ? "" : document_number(a, &d),
		.day = date_partial(db_text(r, 4)) };
	if (!*href)
		return public_document_of(a, &own);
	return (struct public_document){ .number = db_text(r, 5),
		.subject = own.subject,
		.href = href,
		.pdf = arena_printf(a, "%s/tep", href),
		.day = own.day };
}

enum rc public_documents_load(struct db *d, struct arena *a, size_t skip, size_t most,
	struct public_documents *out, struct err *e)
{
	struct db_rows *r;
	*out = (struct public_documents){ 0 };
	enum rc rc =
		db_query(d, a, &load_public, DB_ARGS(A((int64_t)most), A((int64_t)skip)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct public_document x = public_row(a, r);
		ARENA_PUSH(a, out, x);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc public_documents_count(struct db *d, int64_t *out, struct err *e)
{
	return db_one_int(d, &count_public, DB_NONE, out, e);
}

/* Without the head that all documents share, which nobody looks for. */
static const char *words_of(struct arena *a, struct doc d)
{
	enum { TEXT_MAX = 16 << 20 };
	struct buf b;
	d.parent = d.issuer = (struct texts){ 0 };
	buf_init(&b, a, TEXT_MAX);
	doc_txt(&b, &d);
	return b.p;
}

static enum rc put(struct db *d, struct arena *a, const struct dispatch *x, struct err *e)
{
	struct doc doc;
	struct document n = { 0 };
	enum rc rc = dispatch_approved(d, a, x->origin, &doc, e);
	if (!rc)
		rc = document_of(d, a, x->origin, &n, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	if (rc)
		return RC_OK; /* without a number it is no document yet */
	const struct search_entry entry = { .kind = "document",
		.id = x->id,
		.href = arena_printf(a, "/cong-khai/%lld", (long long)x->id),
		.title = x->subject,
		.code = document_number(a, &n),
		.text = words_of(a, doc),
		.day = n.day };
	return search_put(d, a, &entry, e);
}

enum rc published_sync(struct db *d, struct arena *a, const struct dispatch *x, struct err *e)
{
	if (x->state == DISPATCH_PUBLISHED)
		return put(d, a, x, e);
	return search_drop(d, "document", x->id, e);
}

enum rc dispatch_publish_issued(
	struct audit *t, struct arena *a, const char *kind, int64_t id, struct err *e)
{
	struct thing thing;
	struct dispatch x;
	struct document n = { 0 };
	const char *content;
	const struct dispatch_doer by = { 0, t->by.name };
	const struct dispatch_step_rule *r = NULL;
	enum rc rc = thing_load(t->db, a, kind, id, &thing, e);
	if (!rc && !thing.now.doc)
		rc = ERR(e, RC_INVALID, "document", "Chưa dựng được văn bản: %s.", thing.why);
	if (!rc)
		rc = dispatch_get(t->db, a, thing.origin, &x, e);
	if (!rc)
		r = dispatch_step_rule(x.state, "cong-khai-ngoai");
	if (!rc && !r)
		rc = ERR(e, RC_CONFLICT, "state", "%s: %s.", thing.subject,
			dispatch_state_name(x.state));
	if (!rc)
		rc = document_of(t->db, a, thing.origin, &n, e);
	if (rc == RC_NOTFOUND || (!rc && (!n.number || !date_valid(n.day))))
		return ERR(e, RC_INVALID, "number", "%s chưa có số, ngày.", thing.subject);
	if (!rc)
		rc = frozen_to_json(a, &thing.now, &content, e);
	x.subject = thing.subject;
	if (!rc)
		rc = dispatch_take(t, a, &x, r, &by, "", content, e);
	return rc ? rc : published_sync(t->db, a, &x, e);
}

static enum rc put_all(struct db *d, struct arena *a, struct err *e)
{
	struct dispatches all;
	enum rc rc = dispatch_all(d, a, true, &all, e);
	for (size_t i = 0; !rc && i < all.n; i++) {
		struct arena *own = arena_new();
		rc = put(d, own, &all.v[i], e);
		arena_free(own);
	}
	return rc;
}

const struct search_source dispatch_search = { put_all };
