#include "core/web/kept.h"

#include <string.h>

#include "core/web/frame.h"
#include "lib/base/text.h"

/* Browsers say where a form comes from; what does not say it is not believed. */
static bool is_ours(const struct request *rq)
{
	const char *site = request_header(rq, "sec-fetch-site");
	const char *origin = request_header(rq, "origin"), *host = request_header(rq, "host");
	if (site)
		return text_eq(site, "same-origin");
	const char *named = origin ? strstr(origin, "://") : NULL;
	return named && host && text_eq(named + 3, host);
}

static bool is_secret(const char *name)
{
	return text_has_prefix(name, "mat-khau") || text_eq(name, "khoa") || text_eq(name, "ma");
}

/* Whole words of a person, not the codes of a choice. */
static bool is_typed(const struct http_pair *f)
{
	return strpbrk(f->value, " \n") != NULL;
}

bool web_keep(struct web *w, const struct web_route *route)
{
	const struct http_pairs *sent = &w->rq->fields;
	struct http_pair *fields = ARENA_ARRAY(w->a, struct http_pair, sent->n);
	const char **typed = ARENA_ARRAY(w->a, const char *, sent->n);
	struct web_kept_view v = { .message = w->e.message,
		.action = w->rq->target,
		.csrf = w->csrf,
		.fields = fields,
		.typed = typed,
		.files = w->rq->uploads.n != 0 };
	for (size_t i = 0; i < sent->n; i++) {
		const struct http_pair *f = &sent->v[i];
		if (text_eq(f->name, PART_CSRF) || is_secret(f->name))
			continue;
		fields[v.fields_n++] = *f;
		if (is_typed(f))
			typed[v.typed_n++] = f->value;
	}
	if (!v.fields_n || route->lane == HTTP_HASH || !is_ours(w->rq))
		return false;
	if (w->csrf)
		v.message =
			"Bạn đã đăng nhập lại từ lúc mở trang ấy. Điều vừa gõ chưa được lưu, nhưng còn ở "
			"đây; xem rồi bấm Gửi lại.";
	else
		v.message =
			"Phiên làm việc đã hết nên điều vừa gõ chưa được lưu, nhưng còn ở đây. Xin đăng "
			"nhập lại.";
	v.page = web_page(w, w->csrf ? "Gửi lại biểu mẫu" : "Phiên làm việc đã hết");
	struct buf b = web_buf(w);
	web_kept_html(&b, &v);
	reply_page(w->rp, 403, &b);
	w->rp->secret = true;
	return true;
}
