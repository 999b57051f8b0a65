/* /minh-chung/{id}: a file that is evidence, for who may see its activity. Also how files are
 * shown, and the service worker's own address. */
#include "core/attachment.h"
#include "features/activity/entry.h"
#include "lib/asset/asset.h"
#include "lib/base/text.h"

static enum rc load(struct web *w, struct attachment *out)
{
	int64_t id;
	bool seen = false;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = entry_file_seen(w, id, &seen);
	if (!rc && !seen)
		return ERR(&w->e, RC_NOTFOUND, "attachment", "Không có minh chứng này.");
	return rc ? rc : attachment_get(w->db, w->a, id, out, &w->e);
}

/* Content never changes, so it may stay in the person's own browser. */
static void send(struct web *w, const char *type, struct bytes content, const char *etag)
{
	reply_bytes(w->rp, 200, type, content.p, content.n);
	w->rp->etag = etag;
	w->rp->cache = "private, max-age=86400";
}

enum rc evidence_show(struct web *w)
{
	struct attachment x;
	struct bytes content;
	enum rc rc = load(w, &x);
	if (!rc)
		rc = attachment_content(w->db, w->a, &x, &content, &w->e);
	if (rc)
		return rc;
	send(w, x.type, content, x.hash);
	if (!text_has_prefix(x.type, "image/"))
		reply_download(w->rp, x.name);
	return RC_OK;
}

enum rc evidence_small(struct web *w)
{
	struct attachment x;
	struct bytes content;
	enum rc rc = load(w, &x);
	if (!rc && !x.thumb_hash)
		return ERR(&w->e, RC_NOTFOUND, "attachment", "Tệp này không có ảnh nhỏ.");
	if (!rc)
		rc = attachment_thumb(w->db, w->a, &x, &content, &w->e);
	if (!rc)
		send(w, "image/jpeg", content, x.thumb_hash);
	return rc;
}

struct entry_photos entry_photos_of(struct web *w, const struct attachments *list)
{
	struct entry_photos out = { .v = ARENA_ARRAY(w->a, struct entry_photo, list->n),
		.n = list->n };
	for (size_t i = 0; i < list->n; i++) {
		const struct attachment *x = &list->v[i];
		struct date d = entry_file_day(w->a, x);
		out.v[i] = (struct entry_photo){ .id = x->id,
			.name = x->name,
			.picture = x->thumb_hash != NULL,
			.facts = date_none(d)
					 ? NULL
					 : arena_printf(w->a, "Chụp %s", date_short(w->a, d)) };
	}
	return out;
}

struct entry_photos entry_photos_kept(struct web *w, const struct entry_files *f)
{
	struct entry_photos out = entry_photos_of(w, &f->kept);
	for (size_t i = 0; i < out.n; i++)
		out.v[i].dropped = entry_file_dropped(f, out.v[i].id);
	if (f->errors.n)
		out.error = text_join(w->a, &f->errors, " ");
	return out;
}

/* Its scope is its folder, so it stands at the top; browsers ask for it anew each time. */
enum rc entry_worker(struct web *w)
{
	const struct asset *s = asset_find(asset_path("sw.js"));
	reply_bytes(w->rp, 200, s->type, s->plain.p, s->plain.n);
	w->rp->etag = s->etag;
	w->rp->cache = "no-cache";
	return RC_OK;
}
