/* /hoat-dong/{id}/sua: correcting an activity, and its evidence. */
#include "features/activity/edit.h"

#include <stdlib.h>
#include <string.h>

#include "core/web/form_page.h"
#include "core/weblink.h"
#include "lib/base/text.h"

#define FIELD_DROP   "bo-tep"
#define FIELD_SHOWN  "cong-khai"
#define FIELD_LINK   "lien-ket"
#define FIELD_REASON "ly-do"
#define FIELD_SURE   "da-biet"
enum { REASON_MAX = 300 };

/* What was sent, besides the fields of the activity itself. */
struct sent {
	struct entry_files files;
	const char *reason, *reason_error, *sure_error, *problem;
	bool sure;
};

static bool ticked(const struct web *w, const char *name, int64_t id)
{
	for (size_t i = 0; i < w->rq->fields.n; i++) {
		const struct http_pair *p = &w->rq->fields.v[i];
		if (text_eq(p->name, name) && strtoll(p->value, NULL, 10) == id)
			return true;
	}
	return false;
}

static bool link_ticked(const struct web *w, const char *link)
{
	for (size_t i = 0; i < w->rq->fields.n; i++) {
		const struct http_pair *p = &w->rq->fields.v[i];
		if (text_eq(p->name, FIELD_LINK) && text_eq(p->value, link))
			return true;
	}
	return false;
}

/* The reference as the activity has it; NULL: it is new. */
static const struct evidence *same_link(const struct activity *x, const char *link)
{
	for (size_t i = 0; i < x->evidence.n; i++)
		if (!x->evidence.v[i].attachment && text_eq(x->evidence.v[i].reference, link))
			return &x->evidence.v[i];
	return NULL;
}

/* Only who answers for the commune's log says what the public sees of it. */
static bool may_show(const struct web *w)
{
	return web_may(w, MAY_ACTIVITY_EDIT_ANY);
}

static enum rc put_files(struct web *w, const struct activity *x, struct edit_view *v)
{
	struct edit_file *files = ARENA_ARRAY(w->a, struct edit_file, x->evidence.n);
	bool again = w->rq->method == HTTP_POST;
	struct show_files list;
	enum rc rc = show_files(w, x, true, &list);
	for (size_t i = 0; !rc && i < list.n; i++) {
		struct edit_file *f = &files[i];
		f->file = list.v[i];
		f->dropped = again && ticked(w, FIELD_DROP, f->file.id);
		if (again && may_show(w))
			f->file.shown = ticked(w, FIELD_SHOWN, f->file.id);
	}
	v->files = files;
	v->files_n = rc ? 0 : list.n;
	return rc;
}

/* Those that are stored: a new one is marked once it is. */
static void put_links(struct web *w, const struct activity *x, struct edit_view *v)
{
	struct edit_link *links = ARENA_ARRAY(w->a, struct edit_link, x->evidence.n);
	bool again = w->rq->method == HTTP_POST;
	for (size_t i = 0; i < x->evidence.n; i++) {
		const struct evidence *e = &x->evidence.v[i];
		if (e->attachment || !weblink_public(e->reference))
			continue;
		links[v->links_n++] = (struct edit_link){ e->reference,
			again ? link_ticked(w, e->reference) : e->shown };
	}
	v->links = links;
}

static void put_errors(struct web *w, const struct sent *s, struct edit_view *v)
{
	web_errors(w->a, &v->fields.form, &v->page);
	size_t n = v->page.errors_n, k = 0;
	struct widget_error *all =
		ARENA_ARRAY(w->a, struct widget_error, n + s->files.errors.n + 3);
	if (s->problem)
		all[k++].message = s->problem;
	memcpy(all + k, v->page.errors, n * sizeof *all);
	k += n;
	for (size_t i = 0; i < s->files.errors.n; i++)
		all[k++] = (struct widget_error){ "chup", s->files.errors.v[i] };
	if (s->reason_error)
		all[k++] = (struct widget_error){ FIELD_REASON, s->reason_error };
	if (s->sure_error)
		all[k++] = (struct widget_error){ FIELD_SURE, s->sure_error };
	v->page.errors = all;
	v->page.errors_n = k;
}

static enum rc put_page(
	struct web *w, const struct activity *x, const struct sent *s, struct edit_view *v)
{
	v->x = x;
	v->may_show = may_show(w);
	v->form = web_form(w, x->version);
	v->photos = entry_photos_kept(w, &s->files);
	v->reason = (struct widget){ .name = FIELD_REASON,
		.label = "Lý do sửa",
		.hint = "Ghi vào lịch sử của hoạt động",
		.optional = true,
		.value = s->reason,
		.error = s->reason_error };
	v->sure = (struct widget){ .name = FIELD_SURE,
		.label = "Tôi đã biết và vẫn lưu",
		.ticked = s->sure,
		.error = s->sure_error };
	put_errors(w, s, v);
	put_links(w, x, v);
	enum rc rc = put_files(w, x, v);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	edit_html(&b, v);
	return web_reply(w, s->problem ? 409 : v->page.errors_n ? 422 : 200, &b);
}

static enum rc load(struct web *w, struct activity *out)
{
	enum rc rc = show_load_own(w, out);
	if (!rc && out->removed)
		return ERR(&w->e, RC_CONFLICT, "activity",
			"Hoạt động này đã được bỏ. Hãy khôi phục rồi mới sửa.");
	return rc;
}

static struct page page_of(struct web *w, const struct activity *x)
{
	struct page p = web_page(w, "Sửa hoạt động");
	p.back = show_href(w->a, x->id, "");
	return p;
}

enum rc edit_page(struct web *w)
{
	struct activity x;
	struct show_reports reports;
	struct edit_view v = { 0 };
	enum rc rc = load(w, &x);
	if (!rc)
		rc = activity_form_fill(w, &activity_inputs_all, "", &x, &v.fields);
	if (!rc)
		rc = show_reports(w, &x, &reports);
	if (rc)
		return rc;
	v.page = page_of(w, &x);
	v.warning = show_warning(w->a, &reports);
	return put_page(w, &x, &(struct sent){ 0 }, &v);
}

/* --- saving --- */

static enum rc read_sent(struct web *w, struct sent *s)
{
	const char *reason = request_field(w->rq, FIELD_REASON);
	*s = (struct sent){ .reason = reason ? text_squeeze(w->a, reason) : "",
		.sure = request_field(w->rq, FIELD_SURE) != NULL };
	if (text_length(s->reason) > REASON_MAX)
		s->reason_error = arena_printf(w->a, "“Lý do sửa” dài hơn %d chữ cái.", REASON_MAX);
	return entry_files_load(w, &s->files);
}

/* The fields as sent over what the form has no field for. */
static struct activity wanted(
	struct web *w, const struct activity *x, const struct activity_form *f)
{
	struct activity y = f->x;
	y.id = x->id;
	y.version = x->version;
	y.code = x->code;
	y.account = x->account;
	y.created_at = x->created_at;
	for (size_t i = 0; i < y.evidence.n; i++) {
		struct evidence *e = &y.evidence.v[i];
		const struct evidence *held = same_link(x, e->reference);
		e->shown = held && weblink_public(e->reference) &&
			   (may_show(w) ? link_ticked(w, e->reference) : held->shown);
	}
	for (size_t i = 0; i < x->evidence.n; i++) {
		struct evidence e = x->evidence.v[i];
		if (!e.attachment || ticked(w, FIELD_DROP, e.attachment))
			continue;
		if (may_show(w))
			e.shown = ticked(w, FIELD_SHOWN, e.attachment);
		ARENA_PUSH(w->a, &y.evidence, e);
	}
	return y;
}

/* Issued reports that count it as it is, or as it would be. */
static enum rc warn(struct web *w, const struct activity *x, const struct activity *y, bool good,
	const char **warning)
{
	struct show_reports of;
	enum rc rc = show_reports(w, x, &of);
	*warning = rc ? NULL : show_warning(w->a, &of);
	if (rc || *warning || !good)
		return rc;
	rc = show_reports(w, y, &of);
	*warning = rc ? NULL : show_warning(w->a, &of);
	return rc;
}

static enum rc store(struct web *w, const struct activity *x, struct activity *y, struct sent *s)
{
	struct audit t;
	enum rc rc = entry_files_use(w, &s->files, y);
	bool same = text_eq(activity_record(w->a, x), activity_record(w->a, y));
	y->reason = s->reason;
	if (!rc && !same)
		rc = web_audit(w, &t);
	if (!rc && !same)
		rc = activity_change(&t, w->a, y, &w->e);
	if (!rc)
		reply_redirect(w->rp, show_href(w->a, x->id, same ? "" : "?xong=sua"));
	return rc;
}

/* Who was first, and what he changed, above what this person typed. */
static enum rc put_meanwhile(
	struct web *w, const struct activity *x, struct sent *s, struct edit_view *v)
{
	const char *object = arena_printf(w->a, "%lld", (long long)x->id);
	struct audit_query of = { .kind = "activity", .object = object };
	struct history *h = ARENA_NEW(w->a, struct history);
	enum rc rc = web_stale(w, x->version, &of, "hoạt động này", &s->problem);
	if (rc || !s->problem)
		return rc;
	rc = web_history(w, "activity", object, h);
	if (h->n > 1)
		h->n = 1;
	h->more = false;
	v->meanwhile = h;
	return rc;
}

enum rc edit_save(struct web *w)
{
	struct activity x;
	struct sent s;
	struct edit_view v = { 0 };
	enum rc rc = load(w, &x);
	if (!rc)
		rc = read_sent(w, &s);
	if (!rc)
		rc = activity_form_read(w, &activity_inputs_all, "", (struct date){ 0 }, &v.fields);
	if (!rc)
		rc = put_meanwhile(w, &x, &s, &v);
	if (rc)
		return rc;
	struct activity y = wanted(w, &x, &v.fields);
	bool good = !v.fields.form.errors && !s.files.errors.n && !s.reason_error;
	rc = warn(w, &x, &y, good, &v.warning);
	if (rc)
		return rc;
	if (v.warning && !s.sure)
		s.sure_error = "Hãy đọc lời cảnh báo và đánh dấu trước khi lưu.";
	if (good && !s.problem && !s.sure_error)
		return store(w, &x, &y, &s);
	v.page = page_of(w, &x);
	return put_page(w, &x, &s, &v);
}
