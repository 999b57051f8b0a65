/* /thu-thap/da-ghi, /thu-thap/da-bo: what was decided. */
#include <stdlib.h>

#include "features/harvest/harvest_page.h"
#include "lib/base/text.h"

enum { PAGE_ROWS = 50 };

/* Where the copy of a taken one stands. */
static void put_copy(struct web *w, const struct harvest_item *x, struct harvest_done_row *r)
{
	if (x->attachment) {
		r->copy = "đã lưu";
		r->copy_href = arena_printf(w->a, "/minh-chung/%lld", (long long)x->attachment);
		r->tone = PART_GREEN;
	} else if (text_eq(x->page, "failed")) {
		r->copy = arena_printf(w->a, "không lưu được: %s", x->page_words);
		r->tone = PART_RED;
		r->again = true;
	} else if (text_eq(x->page, "due")) {
		r->copy = *x->page_words ? arena_printf(w->a, "sẽ thử lại: %s", x->page_words)
					 : "đang lưu";
		r->tone = PART_YELLOW;
	} else {
		r->copy = "không có";
		r->again = text_eq(x->page, "none");
	}
}

static void fill(struct web *w, const struct harvest_item *x, struct harvest_done_row *r)
{
	*r = (struct harvest_done_row){ .x = x,
		.id = arena_printf(w->a, "%lld", (long long)x->id),
		.href = x->activity ? arena_printf(w->a, "/hoat-dong/%lld", (long long)x->activity)
				    : NULL,
		.day = date_none(x->day) ? "không rõ ngày" : date_short(w->a, x->day),
		.when = x->decided_at ? web_moment(w->a, x->decided_at) : "",
		.who = x->decided_by };
	put_copy(w, x, r);
}

static enum rc list(struct web *w, const char *state, enum harvest_tab tab, const char *path)
{
	static const struct web_done done[] = { { "lay-lai",
							"Đã đưa lại vào danh sách chờ xác nhận." },
		{ "doc-lai", "Trang sẽ được đọc lại ngay." } };
	struct harvest_query q = { .state = state, .limit = PAGE_ROWS + 1 };
	struct harvest_items items;
	struct harvest_done_view v = { .dropped = tab == TAB_DROPPED,
		.page = web_page(w, tab == TAB_DROPPED ? "Tin đã bỏ" : "Tin đã ghi") };
	(void)harvest_key(w, &q);
	enum rc rc = harvest_item_list(w->db, w->a, &q, &items, &w->e);
	if (!rc)
		rc = harvest_tabs(w, tab, &v.tabs, &v.tabs_n);
	if (rc)
		return rc;
	if (items.n > PAGE_ROWS) {
		items.n = PAGE_ROWS;
		v.next = harvest_next(w, path, &items.v[items.n - 1]);
	}
	v.form = web_form(w, 0);
	v.n = items.n;
	v.v = ARENA_ARRAY(w->a, struct harvest_done_row, v.n);
	for (size_t i = 0; i < v.n; i++)
		fill(w, &items.v[i], &v.v[i]);
	web_notice(w, &v.page, done, sizeof done / sizeof *done);
	struct buf b = web_buf(w);
	harvest_done_html(&b, &v);
	return web_reply(w, 200, &b);
}

enum rc harvest_taken(struct web *w)
{
	return list(w, "taken", TAB_TAKEN, "/thu-thap/da-ghi");
}

enum rc harvest_dropped(struct web *w)
{
	return list(w, "dropped", TAB_DROPPED, "/thu-thap/da-bo");
}

static int64_t item_of(struct web *w)
{
	const char *s = request_field(w->rq, HARVEST_ITEM);
	return s ? strtoll(s, NULL, 10) : 0;
}

enum rc harvest_bring_back(struct web *w)
{
	struct audit t;
	enum rc rc = web_audit(w, &t);
	if (!rc)
		rc = harvest_drop(&t, w->a, item_of(w), w->session->account, false, &w->e);
	if (!rc)
		reply_redirect(w->rp, "/thu-thap/da-bo?" WEB_DONE "=lay-lai");
	return rc;
}

enum rc harvest_again(struct web *w)
{
	struct harvest_item x;
	enum rc rc = harvest_item_get(w->db, w->a, item_of(w), &x, &w->e);
	if (!rc)
		rc = harvest_read_again(w->db, x.id, w->now, &w->e);
	if (!rc)
		reply_redirect(w->rp, text_eq(x.state, "taken") ? "/thu-thap/da-ghi?" WEB_DONE
								  "=doc-lai"
								: "/thu-thap?loc=tat-ca");
	return rc;
}
