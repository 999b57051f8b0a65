#include "features/activity/show.h"

static bool may_see(const struct web *w, const struct activity *x)
{
	return web_may(w, MAY_ACTIVITY_READ_ANY) ||
	       (web_may(w, MAY_ACTIVITY_READ) && x->account == w->session->account);
}

bool show_may_edit(const struct web *w, const struct activity *x)
{
	return web_may(w, MAY_ACTIVITY_EDIT_ANY) ||
	       (web_may(w, MAY_ACTIVITY_EDIT_OWN) && x->account == w->session->account);
}

enum rc show_load(struct web *w, struct activity *out)
{
	int64_t id;
	struct activity x;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = activity_get(w->db, w->a, id, &x, &w->e);
	if (rc)
		return rc;
	if (!may_see(w, &x))
		return ERR(&w->e, RC_NOTFOUND, "activity", "Không có hoạt động này.");
	*out = x;
	return RC_OK;
}

enum rc show_load_own(struct web *w, struct activity *out)
{
	enum rc rc = show_load(w, out);
	if (!rc && !show_may_edit(w, out))
		return ERR(&w->e, RC_DENIED, "activity",
			"Bạn chỉ sửa được hoạt động do chính mình ghi.");
	return rc;
}

const char *show_warning(struct arena *a, const struct show_reports *list)
{
	struct buf b;
	size_t n = 0;
	buf_init(&b, a, 64 << 10);
	for (size_t i = 0; i < list->n; i++) {
		const struct show_report *r = &list->v[i];
		if (!r->issued)
			continue;
		buf_printf(&b, "%s%s", n++ ? "; " : "", r->name);
		if (r->number)
			buf_printf(&b, ", số %s", r->number);
	}
	return n ? arena_printf(a,
			   "Hoạt động này nằm trong kỳ của báo cáo đã ban hành: %s. Báo cáo ấy giữ nguyên "
			   "như đã ký; thay đổi ở đây sẽ hiện là sửa sau khi ban hành.",
			   b.p)
		 : NULL;
}

const char *show_href(struct arena *a, int64_t id, const char *more)
{
	return arena_printf(a, "/hoat-dong/%lld%s", (long long)id, more);
}

static const char *private_facts(struct arena *a, const struct attachment *x)
{
	if (!*x->taken && !*x->position)
		return NULL;
	return arena_printf(a, "%s%s%s%s", *x->taken ? "chụp lúc " : "", x->taken,
		*x->taken && *x->position ? ", " : "",
		*x->position ? arena_printf(a, "tại %s", x->position) : "");
}

enum rc show_files(struct web *w, const struct activity *x, bool private, struct show_files *out)
{
	struct show_file *files = ARENA_ARRAY(w->a, struct show_file, x->evidence.n);
	enum rc rc = RC_OK;
	*out = (struct show_files){ 0 };
	for (size_t i = 0; !rc && i < x->evidence.n; i++) {
		const struct evidence *e = &x->evidence.v[i];
		struct attachment f;
		if (!e->attachment)
			continue;
		rc = attachment_get(w->db, w->a, e->attachment, &f, &w->e);
		if (rc)
			break;
		files[out->n++] = (struct show_file){ .id = f.id,
			.name = f.name,
			.picture = f.thumb_hash != NULL,
			.shown = e->shown,
			.private = private ? private_facts(w->a, &f) : NULL };
	}
	out->v = files;
	return rc;
}
