/* /ghi/xong/{id}: what was recorded, and taking it back at once. */
#include "core/channel.h"
#include "features/activity/entry.h"
#include "lib/base/text.h"

static bool own(const struct web *w, const struct activity *x)
{
	return x->account == w->session->account;
}

static bool may_undo(const struct web *w, const struct activity *x)
{
	return web_may(w, MAY_ACTIVITY_EDIT_ANY) ||
	       (own(w, x) && web_may(w, MAY_ACTIVITY_EDIT_OWN));
}

/* One that he may not see is not there for him. */
static enum rc load(struct web *w, struct activity *out)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = activity_get(w->db, w->a, id, out, &w->e);
	if (!rc && !own(w, out) && !web_may(w, MAY_ACTIVITY_READ_ANY))
		return ERR(&w->e, RC_NOTFOUND, "activity", "Không có hoạt động này.");
	return rc;
}

static enum rc load_to_undo(struct web *w, struct activity *out)
{
	enum rc rc = load(w, out);
	if (!rc && !may_undo(w, out))
		return ERR(&w->e, RC_DENIED, "activity", "Việc này do người khác ghi.");
	return rc;
}

static enum rc load_files(struct web *w, const struct activity *x, struct attachments *out)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < x->evidence.n; i++) {
		struct attachment f;
		if (!x->evidence.v[i].attachment)
			continue;
		rc = attachment_get(w->db, w->a, x->evidence.v[i].attachment, &f, &w->e);
		if (!rc)
			ARENA_PUSH(w->a, out, f);
	}
	return rc;
}

static const char *days(struct arena *a, const struct activity *x)
{
	return date_none(x->to) || !date_cmp(x->from, x->to)
		       ? date_short(a, x->from)
		       : arena_printf(a, "%s – %s", date_short(a, x->from), date_short(a, x->to));
}

static size_t rows_of(
	struct web *w, const struct activity *x, const char *task, struct part_row rows[static 7])
{
	size_t n = 0;
	rows[n++] = (struct part_row){ .key = "Kênh", .value = channel_by_code(x->channel)->name };
	rows[n++] = (struct part_row){ .key = "Hoạt động", .value = x->title };
	rows[n++] = (struct part_row){ .key = "Ngày", .value = days(w->a, x) };
	rows[n++] = (struct part_row){ .key = "Số liệu", .value = activity_numbers(w->a, x) };
	if (x->places.n)
		rows[n++] = (struct part_row){ .key = "Địa bàn",
			.value = text_join(w->a, &x->places, "; ") };
	if (*x->task)
		rows[n++] = (struct part_row){ .key = "Nhiệm vụ", .value = task };
	if (*x->note)
		rows[n++] = (struct part_row){ .key = "Ghi chú", .value = x->note };
	return n;
}

enum rc entry_done_show(struct web *w)
{
	struct activity x;
	struct attachments files = { 0 };
	struct part_row *rows = ARENA_ARRAY(w->a, struct part_row, 7);
	const char *task = "";
	int64_t twin = 0;
	enum rc rc = load(w, &x);
	if (!rc)
		rc = load_files(w, &x, &files);
	if (!rc)
		rc = entry_task_title(w, &x, &task);
	if (!rc)
		rc = entry_twin(w, &x, &twin);
	if (rc)
		return rc;
	struct date taken = entry_files_day(w->a, &(struct entry_files){ .kept = files });
	struct entry_done_view v = { .page = web_page(w, x.removed ? "Đã bỏ" : "Đã ghi"),
		.title = x.removed ? "Đã bỏ" : "Đã ghi",
		.body = activity_numbers(w->a, &x),
		.rows = rows,
		.rows_n = rows_of(w, &x, task, rows),
		.photos = entry_photos_of(w, &files),
		.id = x.id,
		.twin = twin,
		.removed = x.removed,
		.may_undo = may_undo(w, &x),
		.again = arena_printf(w->a, "/ghi/%s", x.channel),
		.form = web_form(w, x.version) };
	v.page.back = "/ghi";
	if (!date_none(taken) && date_cmp(taken, x.from))
		v.photo_day = date_short(w->a, taken);
	struct buf b = web_buf(w);
	entry_done_html(&b, &v);
	return web_reply(w, 200, &b);
}

static enum rc set_removed(struct web *w, bool removed)
{
	struct activity x;
	struct audit t;
	enum rc rc = load_to_undo(w, &x);
	if (!rc)
		rc = web_audit(w, &t);
	if (!rc && x.removed != removed)
		rc = activity_set_removed(&t, w->a, x.id, removed, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/ghi/xong/%lld", (long long)x.id));
	return rc;
}

enum rc entry_done_undo(struct web *w)
{
	return set_removed(w, true);
}

enum rc entry_done_restore(struct web *w)
{
	return set_removed(w, false);
}

/* The day that the photo says instead of the one given. */
enum rc entry_done_day(struct web *w)
{
	struct activity x;
	struct attachments files = { 0 };
	struct audit t;
	enum rc rc = load_to_undo(w, &x);
	if (!rc)
		rc = load_files(w, &x, &files);
	if (rc)
		return rc;
	struct date taken = entry_files_day(w->a, &(struct entry_files){ .kept = files });
	if (date_none(taken))
		return ERR(&w->e, RC_INVALID, "ngay", "Ảnh không cho biết ngày chụp.");
	if (web_is_stale(w, x.version))
		return ERR(&w->e, RC_CONFLICT, "version",
			"Có người vừa sửa hoạt động này; hãy xem lại rồi sửa.");
	bool one_day = date_none(x.to) || !date_cmp(x.from, x.to);
	x.from = taken;
	if (one_day || date_cmp(x.to, taken) < 0)
		x.to = (struct date){ 0 };
	rc = web_audit(w, &t);
	if (!rc)
		rc = activity_change(&t, w->a, &x, &w->e);
	if (!rc)
		reply_redirect(w->rp, arena_printf(w->a, "/ghi/xong/%lld", (long long)x.id));
	return rc;
}
