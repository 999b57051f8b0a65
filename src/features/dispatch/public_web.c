/* Documents for who is not signed in: /v/TOKEN for one recipient, /cong-khai for everybody. What
 * they show is what was approved, without notes; /cong-khai also what of the evidence behind its
 * figures was marked for the public (shown.h). */
#include "features/dispatch/sending_page.h"

#include "core/attachment.h"
#include "core/doctype.h"
#include "core/web/site.h"
#include "lib/base/text.h"

static enum rc pdf_of(struct web *w, const struct way *x)
{
	struct attachment file;
	struct bytes content;
	enum rc rc;
	if (x->has_signed) {
		rc = attachment_get(w->db, w->a, x->signed_file.attachment, &file, &w->e);
		if (!rc)
			rc = attachment_content(w->db, w->a, &file, &content, &w->e);
	} else {
		rc = way_render(w, x, "pdf", &content);
	}
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, "application/pdf", content.p, content.n);
	const struct document *n = &x->document;
	const char *name = doctype_file(
		w->a, n->number ? document_number(w->a, n) : "", n->day, x->thing.file);
	reply_download(w->rp, arena_printf(w->a, "%s.pdf", name));
	return RC_OK;
}

static struct public_view view_of(struct web *w, const struct way *x)
{
	struct public_view v = {
		.page = web_page(w, x->d.subject), .way = x, .doc = way_document(w->a, x)
	};
	v.page.document = true;
	if (x->d.state == DISPATCH_RECALLED)
		v.recalled = arena_printf(w->a,
			"%s. Nơi đã nhận hủy bản điện tử đã nhận và báo lại (Nghị định 30/2020/NĐ-CP, "
			"Điều 18).",
			x->document.note && *x->document.note ? x->document.note
							      : "Văn bản này đã bị thu hồi");
	return v;
}

static enum rc reply_public(struct web *w, const struct public_view *v, int status)
{
	struct buf b = web_buf(w);
	public_document_html(&b, v);
	return web_reply(w, status, &b);
}

/* --- a recipient's own link --- */

static const struct form_field who_field[] = {
	{ .name = "nguoi-nhan",
		.kind = FORM_TEXT,
		.required = true,
		.label = "Người nhận (họ tên, bộ phận)",
		.max = 200 },
};

static enum rc load_link(struct web *w, struct sending *s, struct way *x)
{
	struct dispatch d;
	enum rc rc = sending_by_token(w->db, w->a, route_segment(w->rq, "ma"), s, &w->e);
	if (!rc)
		rc = dispatch_by_id(w->db, w->a, s->dispatch, &d, &w->e);
	return rc ? rc : way_of(w, &d, x);
}

static enum rc show_link(
	struct web *w, const struct sending *s, const struct way *x, const struct form *f)
{
	struct public_view v = view_of(w, x);
	v.recipient = s->name;
	v.pdf = arena_printf(w->a, SENDING_LINK "%s/pdf", s->token);
	v.receive = arena_printf(w->a, SENDING_LINK "%s/da-nhan", s->token);
	v.csrf = w->csrf;
	v.who = web_widget(w->a, f, 0);
	if (s->received)
		v.received = arena_printf(w->a, "Đã xác nhận nhận văn bản: %s, lúc %s.",
			s->received_by, web_moment(w->a, s->received));
	web_errors(w->a, f, &v.page);
	return reply_public(w, &v, f->errors ? 422 : 200);
}

/* Opens its own transactions: it reads, and it counts. */
static enum rc link_page(struct web *w)
{
	struct sending s;
	struct way x;
	struct form f;
	form_init(&f, w->a, who_field, 1);
	enum rc rc = db_begin(w->db, DB_WRITE, &w->e);
	if (rc)
		return rc;
	rc = load_link(w, &s, &x);
	if (!rc)
		rc = show_link(w, &s, &x, &f);
	/* The commune's own people look without being counted. */
	if (!rc && w->rq->method == HTTP_GET && !w->session)
		rc = sending_opened(w->db, s.id, w->now, &w->e);
	if (!rc)
		return db_commit(w->db, &w->e);
	db_rollback(w->db);
	return rc;
}

static enum rc link_pdf(struct web *w)
{
	struct sending s;
	struct way x;
	enum rc rc = load_link(w, &s, &x);
	if (!rc && x.d.state == DISPATCH_RECALLED)
		rc = ERR(&w->e, RC_NOTFOUND, "state", "Văn bản này đã bị thu hồi.");
	return rc ? rc : pdf_of(w, &x);
}

static enum rc link_received(struct web *w)
{
	struct sending s;
	struct way x;
	struct form f;
	struct err e;
	struct audit t;
	err_init(&e, w->a);
	enum rc rc = load_link(w, &s, &x);
	if (rc)
		return rc;
	if (form_read(&f, w->rq, who_field, 1, &e))
		return show_link(w, &s, &x, &f);
	struct audit_actor by = { AUDIT_SYSTEM, arena_printf(w->a, "liên kết %s", w->rq->client) };
	rc = audit_open(&t, w->db, by, w->now, &w->e);
	if (!rc)
		rc = sending_received(&t, w->a, &s, f.v[0].text, &w->e);
	struct dispatch_doer who = { 0, arena_printf(w->a, "%s (nơi nhận)", f.v[0].text) };
	if (!rc)
		rc = dispatch_sent(&t, w->a, &x.d, &who,
			arena_printf(w->a, "%s xác nhận đã nhận", s.name), &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, SENDING_LINK "%s", s.token));
	return rc;
}

/* --- for everybody --- */

/* All documents stand in one list, with those that did not go this way (features/paper). */
static enum rc list(struct web *w)
{
	reply_redirect(w->rp, "/van-ban");
	return RC_OK;
}

static enum rc published_of(struct web *w, struct dispatch *out)
{
	int64_t id;
	enum rc rc = web_id(w, "so", &id);
	if (!rc)
		rc = dispatch_by_id(w->db, w->a, id, out, &w->e);
	if (!rc && out->state != DISPATCH_PUBLISHED)
		rc = ERR(&w->e, RC_NOTFOUND, "state", "Không có văn bản này.");
	return rc;
}

static enum rc load_public(struct web *w, struct way *x)
{
	struct dispatch d;
	enum rc rc = published_of(w, &d);
	return rc ? rc : way_of(w, &d, x);
}

static enum rc page(struct web *w)
{
	struct way x;
	struct shown evidence = { 0 };
	enum rc rc = load_public(w, &x);
	if (!rc && x.d.frozen_id)
		rc = shown_load(w->db, w->a, x.d.id, &x.frozen, &evidence, &w->e);
	if (rc)
		return rc;
	struct public_view v = view_of(w, &x);
	v.evidence = &evidence;
	v.pdf = arena_printf(w->a, "/cong-khai/%lld/pdf", (long long)x.d.id);
	v.page.back = "/van-ban";
	web_site_about(w, &v.page, x.d.subject);
	return reply_public(w, &v, 200);
}

static enum rc pdf(struct web *w)
{
	struct way x;
	enum rc rc = load_public(w, &x);
	return rc ? rc : pdf_of(w, &x);
}

/* --- evidence --- */

/* Not there for whom it is not meant: a file that nobody marked looks like one that never was. */
static enum rc evidence_of(struct web *w, struct attachment *out)
{
	struct dispatch d;
	struct dispatch_frozen f;
	int64_t id;
	bool seen = false;
	enum rc rc = published_of(w, &d);
	if (!rc)
		rc = web_id(w, "tep", &id);
	if (!rc && d.frozen_id)
		rc = dispatch_frozen_get(w->db, w->a, d.frozen_id, &f, &w->e);
	if (!rc && d.frozen_id)
		rc = shown_has(w->db, w->a, id, &f, &seen, &w->e);
	if (!rc && !seen)
		rc = ERR(&w->e, RC_NOTFOUND, "attachment", "Không có minh chứng này.");
	return rc ? rc : attachment_get(w->db, w->a, id, out, &w->e);
}

/* Asked for again each time, mostly answered with 304: once unmarked, it is gone. */
static void send_evidence(struct web *w, const char *type, struct bytes content, const char *hash)
{
	reply_bytes(w->rp, 200, type, content.p, content.n);
	w->rp->etag = hash;
	w->rp->cache = "no-cache";
}

static enum rc evidence(struct web *w)
{
	struct attachment x;
	struct bytes content;
	enum rc rc = evidence_of(w, &x);
	if (!rc)
		rc = attachment_content(w->db, w->a, &x, &content, &w->e);
	if (rc)
		return rc;
	send_evidence(w, x.type, content, x.hash);
	if (!text_has_prefix(x.type, "image/"))
		reply_download(w->rp, shown_file_name(w->a, x.id, x.type));
	return RC_OK;
}

static enum rc evidence_small(struct web *w)
{
	struct attachment x;
	struct bytes content;
	enum rc rc = evidence_of(w, &x);
	if (!rc && !x.thumb_hash)
		rc = ERR(&w->e, RC_NOTFOUND, "attachment", "Tệp này không có ảnh nhỏ.");
	if (!rc)
		rc = attachment_thumb(w->db, w->a, &x, &content, &w->e);
	if (!rc)
		send_evidence(w, "image/jpeg", content, x.thumb_hash);
	return rc;
}

static const struct web_route routes[] = {
	WEB_GET(SENDING_LINK "{ma}", .handler = link_page,
		.flags = WEB_PUBLIC | WEB_BARE | WEB_SECRET),
	WEB_GET(SENDING_LINK "{ma}/pdf", .handler = link_pdf, .flags = WEB_PUBLIC | WEB_SECRET),
	WEB_POST(SENDING_LINK "{ma}/da-nhan", .handler = link_received,
		.flags = WEB_PUBLIC | WEB_SECRET),
	WEB_GET("/cong-khai", .handler = list, .flags = WEB_PUBLIC),
	WEB_GET("/cong-khai/{so}", .handler = page, .flags = WEB_PUBLIC | WEB_KEPT),
	WEB_GET("/cong-khai/{so}/pdf", .handler = pdf, .flags = WEB_PUBLIC),
	WEB_GET("/cong-khai/{so}/minh-chung/{tep}", .handler = evidence, .flags = WEB_PUBLIC),
	WEB_GET("/cong-khai/{so}/minh-chung/{tep}/nho", .handler = evidence_small,
		.flags = WEB_PUBLIC),
};

const struct web_routes public_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
