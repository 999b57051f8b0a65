/* Taking in articles from news.json, known by their address. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "features/news/news_int.h"
#include "lib/base/text.h"

static const struct db_sql imported = {
	"SELECT id, slug FROM news WHERE origin = 'import' AND corrected = 0 AND state <> 'withdrawn'"
	" ORDER BY id"
};
static const struct db_sql drop = { "DELETE FROM news WHERE id = ?" };

struct storing {
	struct intake *in;
	const char *file;
	struct arena *a;
	struct texts slugs; /* of the file, sorted */
	struct err *e;
};

/* The steps of a file: it does not wait for anybody's approval. */
static const struct news_rule publish_rule = { .action = "nhap", .to = NEWS_PUBLISHED };
static const struct news_rule wait_rule = { .action = "nhap", .to = NEWS_APPROVED };
static const struct news_rule withdraw_rule = {
	.action = "go", .to = NEWS_WITHDRAWN, .live = true
};

static enum rc open_audit(struct storing *s)
{
	struct intake *in = s->in;
	if (in->audit.db)
		return RC_OK;
	struct audit_actor by = { AUDIT_IMPORT, in->source };
	return audit_open(&in->audit, in->db, by, (int64_t)time(NULL), s->e);
}

static const char *name_of(struct storing *s, const struct news *x)
{
	return arena_printf(s->in->a, "%s · %s", x->slug, x->title);
}

/* Published where its day has come, else waiting for it; without a day a draft. */
static enum rc set_free(struct storing *s, struct news *x)
{
	struct audit *t = &s->in->audit;
	bool due = x->publish_at && x->publish_at <= t->at;
	struct news_step step = { .note = "", .published_at = due ? x->publish_at : 0 };
	step.rule = due ? &publish_rule : &wait_rule;
	if (!x->publish_at)
		return RC_OK;
	return news_take(t, s->a, x, &step, s->e);
}

static enum rc check_contents(struct storing *s, const struct news *x)
{
	struct news_choices known;
	int64_t year = date_of(x->publish_at ? x->publish_at : s->in->audit.at).year;
	enum rc rc = news_contents(s->in->db, s->a, year, &known, s->e);
	for (size_t i = 0; !rc && known.n && i < x->contents.n; i++) {
		size_t k = 0;
		while (k < known.n && !text_eq(known.v[k].code, x->contents.v[i]))
			k++;
		if (k == known.n)
			problem_add(&s->in->problems, s->file, x->line,
				"kế hoạch không có nội dung mã “%.60s”", x->contents.v[i]);
	}
	return rc;
}

/* What a file says of it; where it stands is not of that. */
static bool same(struct arena *a, const struct news *held, const struct news *x)
{
	struct news y = *x;
	y.state = held->state;
	y.bypass = held->bypass;
	y.withdrawn_at = held->withdrawn_at;
	y.withdrawn_reason = held->withdrawn_reason;
	return text_eq(news_record(a, held, ""), news_record(a, &y, ""));
}

static enum rc keep(struct storing *s, const struct news *held, const struct news *x, bool *kept)
{
	*kept = !s->in->replace && (!held->imported || held->corrected || held->withdrawn_at);
	if (*kept)
		problem_add(&s->in->notes, s->file, x->line,
			"bài “%s” đã soạn, sửa hoặc gỡ trên trang Loa nên giữ nguyên như trên trang",
			x->slug);
	return RC_OK;
}

static enum rc change(struct storing *s, int64_t id, struct news *x, enum intake_change *kind)
{
	struct news held;
	struct news_pictures p = { 0 };
	bool kept = false;
	enum rc rc = news_get(s->in->db, s->a, id, &held, s->e);
	if (rc || same(s->a, &held, x))
		return rc;
	rc = keep(s, &held, x, &kept);
	if (!rc && !kept)
		rc = news_pictures_of(s->in->db, s->a, id, &p, s->e);
	if (rc || kept)
		return rc;
	*kind = INTAKE_CHANGED;
	struct news y = held;
	y.title = x->title, y.lead = x->lead, y.body = x->body;
	y.category = x->category, y.source = x->source, y.contents = x->contents;
	y.publish_at = x->publish_at, y.expires_at = x->expires_at, y.review_on = x->review_on;
	y.uncounted = x->uncounted;
	y.imported = true;
	y.corrected = false;
	news_render(s->a, &y, &p, NULL);
	rc = news_put(&s->in->audit, s->a, &y, 0, s->e);
	return rc ? rc : set_free(s, &y);
}

static enum rc add(struct storing *s, struct news *x)
{
	const char *free_slug = x->slug;
	enum rc rc = news_free_slug(s->in->db, s->a, x->slug, 0, &free_slug, s->e);
	if (!rc && !text_eq(free_slug, x->slug))
		problem_add(&s->in->problems, s->file, x->line,
			"địa chỉ “%s” từng là của một bài khác đã đăng", x->slug);
	x->since = s->in->audit.at;
	if (!rc)
		rc = news_put(&s->in->audit, s->a, x, 0, s->e);
	return rc ? rc : set_free(s, x);
}

static enum rc store_one(struct storing *s, const struct news *item)
{
	struct news x = *item;
	int64_t id = 0;
	enum intake_change kind = INTAKE_SAME;
	size_t before = s->in->problems.n;
	enum rc rc = check_contents(s, &x);
	if (rc || s->in->problems.n > before)
		return rc;
	rc = news_by_slug(s->in->db, s->a, x.slug, &id, s->e);
	if (rc == RC_NOTFOUND) {
		err_clear(s->e);
		kind = INTAKE_ADDED;
		rc = add(s, &x);
	} else if (!rc) {
		rc = change(s, id, &x, &kind);
	}
	if (!rc)
		intake_record(
			s->in, kind, s->file, x.line, kind == INTAKE_SAME ? "" : name_of(s, item));
	return rc;
}

/* --- what the file does not have any more --- */

static int by_text(const void *p, const void *q)
{
	return strcmp(*(const char *const *)p, *(const char *const *)q);
}

static enum rc take_away(struct storing *s, int64_t id)
{
	struct news x;
	enum rc rc = news_get(s->in->db, s->a, id, &x, s->e);
	if (rc)
		return rc;
	if (x.live) {
		struct news_step step = { .rule = &withdraw_rule,
			.note = "Không còn trong tệp tin, bài của xã." };
		return news_take(&s->in->audit, s->a, &x, &step, s->e);
	}
	struct audit_change c = { "news", arena_printf(s->a, "%lld", (long long)id), AUDIT_REMOVE,
		news_record(s->a, &x, ""), NULL };
	rc = db_run(s->in->db, &drop, DB_ARGS(A(id)), NULL, s->e);
	return rc ? rc : audit_add(&s->in->audit, &c, s->e);
}

static enum rc treat_missing(struct storing *s)
{
	struct intake *in = s->in;
	struct db_rows *r;
	enum rc rc = db_query(in->db, in->a, &imported, DB_NONE, &r, s->e);
	while (!rc && !(rc = db_next(r, s->e))) {
		int64_t id = db_int(r, 0);
		const char *slug = db_text(r, 1);
		if (s->slugs.n && bsearch(&slug, s->slugs.v, s->slugs.n, sizeof slug, by_text))
			continue;
		intake_record(in, in->replace ? INTAKE_REMOVED : INTAKE_MISSING, s->file, 0, slug);
		s->a = arena_new();
		rc = in->replace ? take_away(s, id) : RC_OK;
		arena_free(s->a);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc news_store(struct intake *in, const struct news_list *list, const char *file, struct err *e)
{
	struct storing s = { .in = in, .file = file, .e = e };
	size_t before = in->problems.n;
	enum rc rc = open_audit(&s);
	for (size_t i = 0; !rc && i < list->n; i++) {
		s.a = arena_new();
		rc = store_one(&s, &list->v[i]);
		arena_free(s.a);
		ARENA_PUSH(in->a, &s.slugs, list->v[i].slug);
	}
	if (!rc && in->problems.n > before)
		return ERR(e, RC_INVALID, NULL, "%s có bài sai", file);
	if (s.slugs.n)
		qsort(s.slugs.v, s.slugs.n, sizeof *s.slugs.v, by_text);
	return rc ? rc : treat_missing(&s);
}
