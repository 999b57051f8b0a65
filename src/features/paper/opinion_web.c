/* /soan-van-ban/{id}/y-kien: what came in on a draft, each with its answer, and the summary. */
#include <stdlib.h>

#include "features/paper/paper_page.h"
#include "lib/base/text.h"

enum { ANSWER_MAX = 3000, SUMMARY_MAX = 20000 };

static enum rc load(struct web *w, struct paper *x, struct paper_opinions *list)
{
	int64_t id;
	enum rc rc = web_id(w, "id", &id);
	if (!rc)
		rc = paper_get(w->db, w->a, id, x, &w->e);
	return rc ? rc : paper_opinion_list(w->db, w->a, x->id, list, &w->e);
}

static const char *named(struct web *w, const char *name, int64_t id)
{
	return arena_printf(w->a, "%s%lld", name, (long long)id);
}

static const char *typed(struct web *w, const char *name, int64_t id, const char *stored)
{
	const char *s = request_field(w->rq, named(w, name, id));
	return s ? s : stored;
}

static void fill(struct web *w, struct paper_opinion *x, struct paper_opinion_row *r)
{
	if (w->rq->method == HTTP_POST)
		x->shown = request_field(w->rq, named(w, "hien-", x->id)) != NULL;
	x->answer = typed(w, "tra-loi-", x->id, x->answer);
	*r = (struct paper_opinion_row){ .x = x,
		.id = arena_printf(w->a, "%lld", (long long)x->id),
		.who = *x->name ? x->name : "không ghi tên",
		.when = web_moment(w->a, x->at),
		.text = html_lines(w->a, x->text),
		.answer = { .name = named(w, "tra-loi-", x->id),
			.label = "Trả lời, tiếp thu hoặc giải trình",
			.rows = 3,
			.value = x->answer } };
}

static enum rc draw(struct web *w, const struct paper *x, struct paper_opinions *list,
	const char *problem, int status)
{
	static const struct web_done done[] = { { "luu", "Đã lưu." } };
	const char *summary = request_field(w->rq, "tong-hop");
	struct paper_opinions_view v = { .page = web_page(w, "Ý kiến về dự thảo"),
		.x = x,
		.form = web_form(w, x->version),
		.v = ARENA_ARRAY(w->a, struct paper_opinion_row, list->n),
		.n = list->n,
		.action = arena_printf(w->a, "/soan-van-ban/%lld/y-kien", (long long)x->id),
		.summary = { .name = "tong-hop",
			.label = "Tổng hợp ý kiến và việc tiếp thu, giải trình",
			.hint = "Hiện trên trang công khai của dự thảo.",
			.rows = 8,
			.value = summary ? summary : x->summary } };
	for (size_t i = 0; i < list->n; i++)
		fill(w, &list->v[i], &v.v[i]);
	v.page.back = arena_printf(w->a, "/soan-van-ban/%lld", (long long)x->id);
	web_notice(w, &v.page, done, 1);
	if (problem)
		web_error(w, &v.page, problem);
	struct buf b = web_buf(w);
	paper_opinions_html(&b, &v);
	return web_reply(w, status, &b);
}

static enum rc show(struct web *w)
{
	struct paper x;
	struct paper_opinions list;
	enum rc rc = load(w, &x, &list);
	return rc ? rc : draw(w, &x, &list, NULL, 200);
}

static enum rc store(struct web *w, struct paper *x, const struct paper_opinions *list)
{
	struct audit t;
	int64_t id;
	enum rc rc = web_audit(w, &t);
	for (size_t i = 0; !rc && i < list->n; i++) {
		struct paper_opinion o = list->v[i];
		const char *said = typed(w, "tra-loi-", o.id, o.answer);
		bool shown = request_field(w->rq, named(w, "hien-", o.id)) != NULL;
		if (text_eq(said, o.answer) && shown == o.shown)
			continue;
		o.answer = said;
		o.shown = shown;
		rc = paper_opinion_answer(&t, w->a, &o, &w->e);
	}
	const char *summary = request_field(w->rq, "tong-hop");
	x->summary = summary ? summary : x->summary;
	if (!rc)
		rc = paper_put(&t, w->a, x, &id, &w->e);
	if (!rc)
		reply_redirect(
			w->rp, arena_printf(w->a, "/soan-van-ban/%lld/y-kien?" WEB_DONE "=luu",
				       (long long)x->id));
	return rc;
}

static const char *too_long(struct web *w, const struct paper_opinions *list)
{
	const char *summary = request_field(w->rq, "tong-hop");
	if (summary && text_length(summary) > SUMMARY_MAX)
		return "Bản tổng hợp dài hơn 20.000 chữ cái.";
	for (size_t i = 0; i < list->n; i++)
		if (text_length(typed(w, "tra-loi-", list->v[i].id, "")) > ANSWER_MAX)
			return arena_printf(
				w->a, "Trả lời cho ý kiến %zu dài hơn 3.000 chữ cái.", i + 1);
	return NULL;
}

static enum rc save(struct web *w)
{
	struct paper x;
	struct paper_opinions list;
	const char *problem = NULL;
	enum rc rc = load(w, &x, &list);
	if (rc)
		return rc;
	struct audit_query of = { .kind = "paper",
		.object = arena_printf(w->a, "%lld", (long long)x.id) };
	rc = web_stale(w, x.version, &of, "văn bản này", &problem);
	if (rc)
		return rc;
	if (problem)
		return draw(w, &x, &list, problem, 409);
	problem = too_long(w, &list);
	return problem ? draw(w, &x, &list, problem, 422) : store(w, &x, &list);
}

static const struct web_route routes[] = {
	WEB_GET("/soan-van-ban/{id}/y-kien", .handler = show, .permission = "news.edit"),
	WEB_POST("/soan-van-ban/{id}/y-kien", .handler = save, .permission = "news.edit"),
};

const struct web_routes paper_opinion_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
