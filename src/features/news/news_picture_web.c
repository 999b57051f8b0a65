/* /tin-bai/{id}/anh: pictures of a text; /tin/anh/{id}/{co}: the pictures themselves. */
#include <stdlib.h>

#include "core/attachment.h"
#include "features/news/news_page.h"
#include "lib/base/text.h"
#include "lib/media/photo.h"

enum { PHOTO, ALT, CAPTION, FIELDS };
static const struct form_field table[FIELDS] = {
	[PHOTO] = { "tep", FORM_FILE, true, "Ảnh", .max = MEDIA_FILE_MAX },
	[ALT] = { "ta", FORM_TEXT, true, "Lời tả ảnh", .max = NEWS_CAPTION_MAX },
	[CAPTION] = { "chu-thich", FORM_TEXT, false, "Chú thích", .max = NEWS_CAPTION_MAX },
};

static struct news_picture_view view_of(
	struct web *w, const struct news *x, const struct news_picture *p, size_t i)
{
	const char *id = arena_printf(w->a, "%lld", (long long)p->id);
	return (struct news_picture_view){ .p = *p,
		.number = i + 1,
		.small = news_picture_href(w->a, p->id, "nho"),
		.action = news_editable(x) && web_may(w, MAY_NEWS_EDIT)
				  ? arena_printf(w->a, "%s/anh/%s", news_path(w, x), id)
				  : NULL,
		.alt = { .name = "ta",
			.id = arena_printf(w->a, "ta-%s", id),
			.label = "Lời tả ảnh",
			.value = p->alt },
		.caption = { .name = "chu-thich",
			.id = arena_printf(w->a, "chu-thich-%s", id),
			.label = "Chú thích",
			.value = p->caption,
			.optional = true } };
}

/* What was typed for this picture and refused stays in its fields. */
static void keep_typed(struct web *w, struct news_picture_view *v)
{
	const char *so = route_segment(w->rq, "so");
	if (!so || strtoll(so, NULL, 10) != v->p.id || request_field(w->rq, "bo"))
		return;
	v->alt.value = request_field(w->rq, "ta");
	v->caption.value = request_field(w->rq, "chu-thich");
}

static enum rc draw(struct web *w, const struct news *x, const struct form *f, const char *problem)
{
	struct news_pictures p;
	enum rc rc = news_pictures_of(w->db, w->a, x->id, &p, &w->e);
	if (rc)
		return rc;
	struct news_picture_view *v = ARENA_ARRAY(w->a, struct news_picture_view, p.n);
	for (size_t i = 0; i < p.n; i++) {
		v[i] = view_of(w, x, &p.v[i], i);
		keep_typed(w, &v[i]);
	}
	bool may = news_editable(x) && web_may(w, MAY_NEWS_EDIT);
	struct news_pictures_view view = { .page = web_page(w, "Ảnh của bài"),
		.action = may ? arena_printf(w->a, "%s/anh", news_path(w, x)) : NULL,
		.hidden = web_form(w, x->version),
		.form = f,
		.v = v,
		.n = p.n };
	view.page.back = news_path(w, x);
	web_errors(w->a, f, &view.page);
	if (problem)
		web_error(w, &view.page, problem);
	struct buf b = web_buf(w);
	news_pictures_html(&b, &view);
	return web_reply(w, f->errors || problem ? 422 : 200, &b);
}

static enum rc show(struct web *w)
{
	struct news x;
	struct form f;
	form_init(&f, w->a, table, FIELDS);
	enum rc rc = news_of(w, &x);
	return rc ? rc : draw(w, &x, &f, NULL);
}

/* --- adding --- */

struct taken {
	struct photo photo;
	const char *wrong; /* NULL: it can be taken */
};

static enum rc examine(struct web *w)
{
	const struct http_upload *u = form_file(w->rq, table[PHOTO].name, 0);
	struct taken *t = ARENA_NEW(w->a, struct taken);
	struct bytes content;
	struct err wrong;
	err_init(&wrong, w->a);
	w->prepared = t;
	if (!u || !u->bytes.n || u->bytes.n > MEDIA_FILE_MAX)
		return RC_OK; /* form_read says so */
	enum rc rc = http_bytes_all(w->a, &u->bytes, MEDIA_FILE_MAX, &content.p, &wrong);
	content.n = (size_t)u->bytes.n;
	if (!rc)
		rc = photo_read_webp(w->a, content, &t->photo, &wrong);
	if (rc && rc != RC_INVALID)
		return ERR(&w->e, rc, NULL, "%s", wrong.message);
	t->wrong = rc ? wrong.message : NULL;
	return RC_OK;
}

/* The markup is made anew, since pictures that are not placed follow the text. */
static enum rc rendered(struct web *w, struct news *x)
{
	struct news_pictures p;
	enum rc rc = news_pictures_of(w->db, w->a, x->id, &p, &w->e);
	if (!rc)
		news_render(w->a, x, &p, NULL);
	return rc;
}

static enum rc changed(struct web *w, struct news *x, const struct news_picture *p, bool fresh)
{
	struct audit t;
	struct buf b;
	buf_init(&b, w->a, 4096);
	enum rc rc = rendered(w, x);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc)
		rc = news_save(w, &t, x);
	if (rc)
		return rc;
	const char *said = arena_printf(w->a, "%s ảnh: %s%s%s",
		fresh        ? "Thêm"
		: p->dropped ? "Bỏ"
			     : "Sửa lời tả",
		p->alt, *p->caption ? " · " : "", p->caption);
	buf_puts(&b, "{\"note\":");
	buf_json(&b, said);
	buf_puts(&b, "}");
	struct audit_change c = { "news", arena_printf(w->a, "%lld", (long long)x->id), "anh", NULL,
		b.p };
	reply_redirect(w->rp, arena_printf(w->a, "%s/anh", news_path(w, x)));
	return audit_add(&t, &c, &w->e);
}

/* The same picture for browsers that know WebP; each is a file of its own, so that its hash is in
 * the audit too. */
static enum rc store_webp(
	struct web *w, struct audit *t, const struct photo *photo, int64_t picture)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < photo->webp_n; i++) {
		const struct photo_webp *x = &photo->webp[i];
		struct attachment file = { .name = arena_printf(w->a, "anh-%d.webp", x->width),
			.type = "image/webp",
			.account = w->session->account };
		rc = attachment_add(t, w->a, &file, x->file, (struct bytes){ NULL, 0 }, &w->e);
		if (!rc)
			rc = news_webp_put(w->db, picture,
				&(struct news_webp){ file.id, x->width, file.hash }, &w->e);
	}
	return rc;
}

static enum rc store(struct web *w, struct news *x, const struct form *f)
{
	struct audit t;
	const struct taken *k = w->prepared;
	const struct http_upload *u = f->v[PHOTO].file;
	struct attachment file = { .name = *u->filename ? u->filename : "anh.jpg",
		.type = "image/jpeg",
		.taken = k->photo.taken ? k->photo.taken : "",
		.position = k->photo.latitude ? arena_printf(w->a, "%s, %s", k->photo.latitude,
							k->photo.longitude)
					      : "",
		.account = w->session->account };
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = attachment_add(
			&t, w->a, &file, k->photo.display.jpeg, k->photo.small.jpeg, &w->e);
	struct news_picture p = { .news = x->id,
		.attachment = file.id,
		.alt = f->v[ALT].text,
		.caption = f->v[CAPTION].text,
		.width = k->photo.display.width,
		.height = k->photo.display.height,
		.small_width = k->photo.small.width };
	if (!rc)
		rc = news_picture_put(w->db, &p, &w->e);
	if (!rc)
		rc = store_webp(w, &t, &k->photo, p.id);
	return rc ? rc : changed(w, x, &p, true);
}

static enum rc open_text(struct web *w, struct news *x)
{
	enum rc rc = news_of(w, x);
	if (!rc && !news_editable(x))
		rc = ERR(&w->e, RC_CONFLICT, "state",
			"Bài đang trình duyệt hoặc chờ đăng; rút lại thì mới đổi được ảnh.");
	return rc;
}

static enum rc add(struct web *w)
{
	struct news x;
	struct form f;
	struct err wrong;
	struct news_pictures held;
	const struct taken *k = w->prepared;
	err_init(&wrong, w->a);
	enum rc rc = open_text(w, &x);
	if (!rc)
		rc = news_pictures_of(w->db, w->a, x.id, &held, &w->e);
	if (rc)
		return rc;
	rc = form_read(&f, w->rq, table, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	if (k->wrong)
		form_fail(&f, PHOTO, k->wrong);
	if (held.n >= NEWS_PICTURES_MAX)
		form_fail(&f, PHOTO,
			arena_printf(w->a, "Mỗi bài nhận đến %d ảnh.", NEWS_PICTURES_MAX));
	return f.errors ? draw(w, &x, &f, NULL) : store(w, &x, &f);
}

/* --- words of a picture, and taking it out --- */

static enum rc picture_of(struct web *w, const struct news *x, struct news_picture *p)
{
	int64_t id;
	enum rc rc = web_id(w, "so", &id);
	if (!rc)
		rc = news_picture_get(w->db, w->a, id, p, &w->e);
	if (!rc && (p->news != x->id || p->dropped))
		rc = ERR(&w->e, RC_NOTFOUND, "picture", "Bài này không có ảnh đó.");
	return rc;
}

/* A picture that the text places cannot go before its place does. */
static bool is_needed(struct web *w, struct news x, const struct news_pictures *held, int64_t id)
{
	struct news_pictures rest = { 0 };
	struct problems found = { .a = w->a };
	for (size_t i = 0; i < held->n; i++)
		if (held->v[i].id != id)
			ARENA_PUSH(w->a, &rest, held->v[i]);
	news_render(w->a, &x, &rest, &found);
	return found.n > 0;
}

static enum rc change(struct web *w)
{
	struct news x;
	struct form f;
	struct news_picture p;
	struct news_pictures held;
	const char *alt = request_field(w->rq, "ta"), *caption = request_field(w->rq, "chu-thich");
	form_init(&f, w->a, table, FIELDS);
	enum rc rc = open_text(w, &x);
	if (!rc)
		rc = picture_of(w, &x, &p);
	if (!rc)
		rc = news_pictures_of(w->db, w->a, x.id, &held, &w->e);
	if (rc)
		return rc;
	p.dropped = request_field(w->rq, "bo") != NULL;
	if (p.dropped && is_needed(w, x, &held, p.id))
		return draw(w, &x, &f,
			"Bài còn chèn ảnh theo số: bỏ dòng ![](anh:…) hoặc sửa số trong bài trước, rồi bỏ ảnh.");
	if (!p.dropped && (!alt || text_blank(alt) || text_length(alt) > NEWS_CAPTION_MAX ||
				  (caption && text_length(caption) > NEWS_CAPTION_MAX)))
		return draw(w, &x, &f,
			"Lời tả ảnh phải có; lời tả và chú thích mỗi mục không quá 300 ký tự.");
	if (!p.dropped) {
		p.alt = text_squeeze(w->a, alt);
		p.caption = caption ? text_squeeze(w->a, caption) : "";
	}
	rc = news_picture_put(w->db, &p, &w->e);
	return rc ? rc : changed(w, &x, &p, false);
}

/* --- the picture itself --- */

/* What the public may not see yet is for the office's own eyes. */
static enum rc sent_picture(struct web *w, struct news_picture *p, bool *shown)
{
	int64_t id;
	*shown = false;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = news_picture_get(w->db, w->a, id, p, &w->e);
	if (!rc)
		rc = news_picture_shown(w->db, id, w->now, shown, &w->e);
	if (!rc && !*shown && !web_may(w, MAY_NEWS_READ))
		rc = ERR(&w->e, RC_NOTFOUND, "picture", "Không có ảnh này.");
	return rc;
}

static const struct news_webp *webp_called(
	const struct web *w, const struct news_picture *p, const char *name)
{
	for (size_t i = 0; i < p->webp.n; i++)
		if (text_eq(name, news_webp_name(w->a, &p->webp.v[i])))
			return &p->webp.v[i];
	return NULL;
}

/* The content of an address never changes; one that has the content's name in it never will. */
static enum rc send(struct web *w)
{
	struct news_picture p;
	struct attachment x;
	struct bytes content;
	bool shown;
	const char *name = route_segment(w->rq, "co");
	bool small = text_eq(name, "nho");
	enum rc rc = sent_picture(w, &p, &shown);
	const struct news_webp *webp = rc ? NULL : webp_called(w, &p, name);
	if (!rc && !small && !webp && !text_eq(name, "lon"))
		rc = ERR(&w->e, RC_NOTFOUND, "co", "Không có ảnh này.");
	if (!rc)
		rc = attachment_get(w->db, w->a, webp ? webp->attachment : p.attachment, &x, &w->e);
	if (!rc)
		rc = small ? attachment_thumb(w->db, w->a, &x, &content, &w->e)
			   : attachment_content(w->db, w->a, &x, &content, &w->e);
	if (rc)
		return rc;
	reply_bytes(w->rp, 200, x.type, content.p, content.n);
	w->rp->etag = small && x.thumb_hash ? x.thumb_hash : x.hash;
	w->rp->cache = !shown ? "private, max-age=0"
		       : webp ? "public, max-age=31536000, immutable"
			      : "public, max-age=86400";
	return RC_OK;
}

enum { UPLOAD_MAX = MEDIA_FILE_MAX + (1 << 20) }; /* the picture and its form */

static const struct web_route routes[] = {
	WEB_GET("/tin-bai/{id}/anh", .handler = show, .permission = "news.read"),
	WEB_POST("/tin-bai/{id}/anh", .handler = add, .prepare = examine, .permission = "news.edit",
		.body_max = UPLOAD_MAX),
	WEB_POST("/tin-bai/{id}/anh/{so}", .handler = change, .permission = "news.edit"),
	WEB_GET("/tin/anh/{id}/{co}", .handler = send, .flags = WEB_PUBLIC),
};

const struct web_routes news_picture_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
