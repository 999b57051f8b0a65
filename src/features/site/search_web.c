/* /tim-kiem: one box over all that is public. */
#include <string.h>

#include "core/setting.h"
#include "features/site/site_int.h"
#include "lib/base/text.h"
#include "lib/http/url.h"

enum { PAGE = 10, SNIPPET = 240 };

const char *search_kind_name(const char *kind)
{
	static const struct {
		const char *kind, *name;
	} names[] = { { "document", "Văn bản" }, { "paper", "Văn bản" }, { "news", "Tin, bài" },
		{ "procedure", "Thủ tục hành chính" } };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(names[i].kind, kind))
			return names[i].name;
	return "Khác";
}

/* The unit's own name before those of what went into it and of its places. */
static struct texts names_of(struct arena *a, const struct unit *u)
{
	struct texts list = { 0 };
	for (size_t i = u->name_count; i--;) {
		const struct unit_name *n = &u->names[i];
		const char *const own[] = { n->name, n->place, n->district, n->province };
		for (size_t k = 0; k < sizeof own / sizeof *own; k++)
			if (own[k] && *own[k])
				ARENA_PUSH(a, &list, own[k]);
		for (size_t k = 0; k < n->predecessor_count; k++)
			ARENA_PUSH(a, &list, n->predecessors[k].name);
	}
	for (size_t i = 0; i < u->place_count; i++)
		ARENA_PUSH(a, &list, u->places[i].name);
	return list;
}

static struct search_line line_of(struct arena *a, const struct search_hit *x, const char *words)
{
	struct texts facts = { 0 };
	ARENA_PUSH(a, &facts, search_kind_name(x->kind));
	if (*x->code)
		ARENA_PUSH(a, &facts, x->code);
	if (!date_none(x->day))
		ARENA_PUSH(a, &facts, date_short(a, x->day));
	return (struct search_line){ .href = x->href,
		.facts = text_join(a, &facts, " · "),
		.title = search_snippet(a, x->title, words, 0),
		.text = search_snippet(a, text_squeeze(a, x->text), words, SNIPPET) };
}

static const char *count_said(struct arena *a, const struct search_hits *hits, const char *typed)
{
	if (!hits->all)
		return arena_printf(a, "Không tìm thấy gì cho “%s”.", typed);
	return arena_printf(
		a, "%s%zu kết quả cho “%s”.", hits->more ? "Hơn " : "", hits->all, typed);
}

/* The portal's own pages are no records: they are known by the words that people ask for them with,
 * each of which a query must be made of. */
static enum rc fill_place(struct web *w, struct search_view *v)
{
	static const struct {
		const char *href, *name, *words;
		bool feedback; /* it is there only where feedback is filled in */
	} places[] = {
		{ "/gioi-thieu", "Giới thiệu: liên hệ, giờ làm việc, lịch tiếp công dân",
			" gioi thieu lien he so dien thoai email thu dien tu dia chi tru so gio lam viec "
			"mo cua lich tiep cong dan can bo chuc to uy ban ubnd xa phuong mot bo phan " },
		{ "/phan-anh", "Phản ánh, kiến nghị",
			" phan anh kien nghi gop y khieu nai to cao gui duong day nong ", true },
	};
	const char *topic = search_topic(w->a, v->typed), *feedback = "";
	struct texts asked = text_split(
		w->a, text_squeeze(w->a, text_fold(w->a, topic ? topic : v->typed)), ' ');
	enum rc rc = setting_get(w->db, w->a, SETTING_FEEDBACK, &feedback, &w->e);
	for (size_t i = 0; !rc && !v->place && i < sizeof places / sizeof *places; i++) {
		size_t n = 0;
		while (n < asked.n &&
			strstr(places[i].words, arena_printf(w->a, " %s ", asked.v[n])))
			n++;
		if (n < 2 || n < asked.n || (places[i].feedback && text_blank(feedback)))
			continue;
		v->place_href = places[i].href;
		v->place = places[i].name;
	}
	return rc;
}

static enum rc fill(struct web *w, struct search_view *v, size_t at)
{
	struct texts names = names_of(w->a, w->unit);
	struct search_query q = { .typed = v->typed,
		.names = &names,
		.now = w->now,
		.skip = (at - 1) * PAGE,
		.count = PAGE };
	struct search_hits hits;
	enum rc rc = search_find(w->db, w->a, &q, &hits, &w->e);
	if (rc)
		return rc;
	struct search_line *lines = ARENA_ARRAY(w->a, struct search_line, hits.n);
	for (size_t i = 0; i < hits.n; i++)
		lines[i] = line_of(w->a, &hits.v[i], hits.words);
	v->v = lines;
	v->n = hits.n;
	v->count = count_said(w->a, &hits, v->typed);
	v->pages = (struct part_pages){ .page = at,
		.pages = (hits.all + PAGE - 1) / PAGE,
		.base = arena_printf(w->a, "?q=%s&trang=", url_encode(w->a, v->typed)) };
	return RC_OK;
}

static enum rc page(struct web *w)
{
	const char *typed = request_query(w->rq, "q");
	struct search_view v = { .page = web_page(w, "Tìm kiếm") };
	enum rc rc = RC_OK;
	if (typed && !text_blank(typed)) {
		v.typed = text_squeeze(w->a, typed);
		rc = fill(w, &v, web_page_asked(w, SEARCH_MOST / PAGE));
		if (!rc)
			rc = fill_place(w, &v);
	}
	if (rc)
		return rc;
	struct buf b = web_buf(w);
	search_html(&b, &v);
	return web_reply(w, 200, &b);
}

static const struct web_route routes[] = {
	WEB_GET("/tim-kiem", .handler = page, .flags = WEB_PUBLIC),
};

const struct web_routes search_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
