/* /hoat-dong/anh: the evidence photos of a choice of activities. */
#include "features/activity/list_page.h"
#include "lib/base/text.h"

/* Activities on a page of the screen; on paper as many as an annex may well have. */
enum { PAGE_GROUPS = 12, PAPER_GROUPS = 150 };

static enum rc put_groups(struct web *w, const struct list_page *p, struct photo_view *v)
{
	enum rc rc = RC_OK;
	v->v = ARENA_ARRAY(w->a, struct photo_group, p->n);
	v->n = p->n;
	for (size_t i = 0; !rc && i < p->n; i++) {
		const struct list_row *x = &p->v[i];
		struct photo_group *g = &v->v[i];
		*g = (struct photo_group){ .id = x->key.id,
			.title = x->title,
			.caption = arena_printf(w->a, "%s · %s", list_days(w->a, x->from, x->to),
				list_channel(x->channel)) };
		rc = list_photos(w->db, w->a, g->id, &g->photos, &w->e);
	}
	return rc;
}

static enum rc load(struct web *w, struct photo_view *v)
{
	struct list_filter f = v->form->filter;
	struct list_key key;
	struct list_page p;
	struct list_step step = list_step_of(w, &key);
	f.photo = LIST_WITH;
	step.size = PAGE_GROUPS;
	if (v->paper)
		step = (struct list_step){ LIST_OLDER, NULL, PAPER_GROUPS };
	enum rc rc = list_load(w->db, w->a, &f, &step, &p, &w->e);
	if (rc)
		return rc;
	v->cut = v->paper && p.older;
	if (!v->paper)
		list_pages_of(w, "/hoat-dong/anh", v->form, &p, &v->pages);
	return put_groups(w, &p, v);
}

enum rc list_photos_show(struct web *w)
{
	struct list_form f;
	enum rc rc = list_form_read(w, &f);
	if (rc)
		return rc;
	struct photo_view v = { .page = web_page(w, "Ảnh minh chứng"),
		.form = &f,
		.said = f.said.n ? text_join(w->a, &f.said, ", ") : NULL,
		.print = list_href(w->a, "/hoat-dong/anh", &f, "ban-in=1"),
		.screen = list_href(w->a, "/hoat-dong/anh", &f, ""),
		.paper = request_query(w->rq, "ban-in") != NULL };
	v.page.back = list_href(w->a, "/hoat-dong", &f, "");
	v.page.errors = f.errors;
	v.page.errors_n = f.errors_n;
	rc = f.errors_n ? RC_OK : load(w, &v);
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	photo_view_html(&b, &v);
	return web_reply(w, f.errors_n ? 422 : 200, &b);
}
