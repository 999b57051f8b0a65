/* One document on its way, loaded for a page, and its files. */
#include "features/dispatch/dispatch_page.h"

#include "lib/base/text.h"
#include "lib/worker/worker.h"

static enum rc load_signed(struct web *w, struct way *x)
{
	enum rc rc = x->d.frozen_id
			     ? dispatch_signed_get(w->db, w->a, &x->d, &x->signed_file, &w->e)
			     : RC_NOTFOUND;
	x->has_signed = rc == RC_OK;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc load_rest(struct web *w, struct way *x)
{
	enum rc rc = RC_OK;
	struct frozen *shown = ARENA_NEW(w->a, struct frozen); /* x may be copied */
	if (x->d.frozen_id)
		rc = dispatch_frozen_get(w->db, w->a, x->d.frozen_id, &x->frozen, &w->e);
	*shown = x->d.frozen_id ? x->frozen.content : x->thing.now;
	x->shown = shown->doc ? shown : NULL;
	if (!rc)
		rc = document_of(w->db, w->a, x->d.origin, &x->document, &w->e);
	if (rc == RC_NOTFOUND && !w->e.message)
		rc = RC_OK;
	return rc ? rc : load_signed(w, x);
}

enum rc way_load(struct web *w, struct way *out)
{
	int64_t id;
	struct way x = { 0 };
	enum rc rc = web_id(w, "so", &id);
	if (!rc)
		rc = thing_load(w->db, w->a, route_segment(w->rq, "loai"), id, &x.thing, &w->e);
	if (!rc)
		rc = dispatch_get(w->db, w->a, x.thing.origin, &x.d, &w->e);
	if (!rc && dispatch_editable(x.d.state))
		x.d.subject = x.thing.subject;
	if (!rc)
		rc = load_rest(w, &x);
	if (!rc)
		*out = x;
	return rc;
}

enum rc way_of(struct web *w, const struct dispatch *d, struct way *out)
{
	const char *kind;
	int64_t id;
	struct way x = { .d = *d };
	if (!thing_origin(d->origin, &kind, &id))
		return ERR(&w->e, RC_NOTFOUND, "origin", "Không có văn bản này.");
	enum rc rc = RC_OK;
	if (d->frozen_id) /* shown as it was then: what its records make of it now is not asked */
		x.thing.file = arena_printf(w->a, "%s-%lld", kind, (long long)id);
	else
		rc = thing_load(w->db, w->a, kind, id, &x.thing, &w->e);
	if (!rc)
		rc = load_rest(w, &x);
	if (!rc)
		*out = x;
	return rc;
}

bool way_outside(const struct way *x)
{
	return (dispatch_editable(x->d.state) || x->d.state == DISPATCH_OUTSIDE) &&
	       x->document.number && date_valid(x->document.day);
}

static struct doc numbered(struct arena *a, struct doc d, const struct document *n)
{
	if (n->number)
		doc_issue(a, &d, arena_printf(a, "%02lld", (long long)n->number), n->notation,
			n->day);
	return d;
}

struct doc way_document(struct arena *a, const struct way *x)
{
	return numbered(a, *x->shown->doc, &x->document);
}

enum rc dispatch_approved(
	struct db *d, struct arena *a, const char *origin, struct doc *out, struct err *e)
{
	struct dispatch x;
	struct dispatch_frozen f;
	struct document n = { 0 };
	enum rc rc = dispatch_get(d, a, origin, &x, e);
	if (!rc && !x.frozen_id)
		return RC_NOTFOUND;
	if (!rc)
		rc = dispatch_frozen_get(d, a, x.frozen_id, &f, e);
	if (rc)
		return rc;
	rc = document_of(d, a, origin, &n, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	*out = numbered(a, *f.content.doc, &n);
	return RC_OK;
}

enum rc way_render(struct web *w, const struct way *x, const char *verb, struct bytes *out)
{
	enum { JSON_MAX = 64 << 20 };
	struct buf b;
	if (!x->shown)
		return ERR(&w->e, RC_INVALID, NULL, "Chưa dựng được văn bản: %s", x->thing.why);
	struct doc d = way_document(w->a, x);
	buf_init(&b, w->a, JSON_MAX);
	doc_to_json(&b, &d);
	if (b.over)
		return ERR(&w->e, RC_FAIL, NULL, "văn bản quá dài");
	return worker_call(w->a, verb, (struct bytes){ b.p, b.n }, out, &w->e);
}

struct dispatch_doer way_doer(const struct web *w)
{
	return (struct dispatch_doer){ w->session->account, w->session->name };
}

enum rc way_drop_number(struct web *w, struct audit *t, const struct way *x)
{
	struct document none = { .origin = x->d.origin, .day = x->frozen.content.doc->day };
	return thing_set_number(t, w->a, &none, &w->e);
}

/* The words of its record alone: head, number and day follow from when it is issued. */
static const char *words_of(struct arena *a, const struct doc *whole)
{
	enum { TEXT_MAX = 16 << 20 };
	struct buf b;
	struct doc d = *whole;
	d.parent = d.issuer = (struct texts){ 0 };
	d.place = NULL;
	d.annexes = ARENA_ARRAY(a, struct doc_annex, d.annex_count);
	for (size_t i = 0; i < d.annex_count; i++) {
		d.annexes[i] = whole->annexes[i];
		d.annexes[i].issuer = d.annexes[i].issuer ? "" : NULL;
	}
	doc_issue(a, &d, NULL, NULL, (struct date){ 0 });
	buf_init(&b, a, TEXT_MAX);
	doc_txt(&b, &d);
	return b.p;
}

bool way_rewritten(struct arena *a, const struct way *x)
{
	if (!x->d.frozen_id || !x->thing.now.doc)
		return false;
	return !text_eq(words_of(a, x->frozen.content.doc), words_of(a, x->thing.now.doc));
}

/* A day not known yet counts as the first of its month; without any, it is signed today. */
static struct date signing_day(const struct doc *d)
{
	struct date day = d->day;
	if (date_valid(day))
		return day;
	if (day.year && day.month)
		return (struct date){ day.year, day.month, 1 };
	return date_today();
}

enum rc way_signing(struct web *w, const struct way *x, struct sign_findings *out)
{
	struct delegations list;
	if (!x->shown)
		return RC_OK;
	enum rc rc = delegations_load(w->db, w->a, &list, &w->e);
	if (rc)
		return rc;
	struct doc d = way_document(w->a, x);
	struct signing s = { &d.signing, d.signer, signing_day(&d), x->thing.unit, &list };
	signing_check(w->a, &s, out);
	return RC_OK;
}
