/* Looks at sources and reads pages, in the background and when somebody asks: what is slow happens
 * between two short transactions. */
#include <string.h>
#include <time.h>

#include "features/harvest/harvest.h"
#include "lib/base/text.h"
#include "lib/fetch/fetch.h"
#include "lib/fetch/link.h"
#include "lib/media/examine.h"

enum { SUBMAPS = 5, WORDS_MAX = 1500 };

struct look {
	struct db *d;
	struct arena *a;
	struct harvest_source s;
	int64_t at;
	struct harvest_finds finds;
	struct texts notes;
	struct harvest_look result;
	struct err *e;
};

static void put_finds(struct look *l, const struct feed *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct feed_item *x = &f->v[i];
		struct harvest_find find = { x->link, x->title, x->summary, x->why ? x->why : "",
			x->day };
		ARENA_PUSH(l->a, &l->finds, find);
	}
	for (size_t i = 0; i < f->notes.n; i++)
		ARENA_PUSH(l->a, &l->notes, f->notes.v[i]);
}

/* *why: the source's fault. RC_FAIL: ours. */
static enum rc read_address(struct look *l, const char *url, const struct fetch_request *how,
	struct fetch_answer *answer, struct feed *out, const char **why)
{
	struct fetch_request r = {
		.url = url, .max = FETCH_FEED_MAX, .etag = how->etag, .modified = how->modified
	};
	enum rc rc = fetch_get(l->a, &r, answer, l->e);
	*why = rc ? NULL : answer->why;
	if (rc || *why || answer->status == 304)
		return rc;
	struct feed_source s = { answer->url, answer->type, answer->body, l->s.kind, date_today() };
	rc = feed_read(l->a, &s, out, l->e);
	if (rc == RC_INVALID) {
		*why = l->e->message;
		err_clear(l->e);
		return RC_OK;
	}
	return rc;
}

/* The newest of those that an index of sitemaps names, of its own host only. */
static enum rc read_more(struct look *l, const struct texts *more)
{
	const char *host = link_host(l->a, l->s.address);
	size_t done = 0;
	enum rc rc = RC_OK;
	for (size_t i = 0; !rc && i < more->n && done < SUBMAPS; i++) {
		struct fetch_answer answer;
		struct feed f = { 0 };
		const char *why = NULL;
		if (!text_eq(link_host(l->a, more->v[i]), host))
			continue;
		done++;
		rc = read_address(l, more->v[i], &(struct fetch_request){ 0 }, &answer, &f, &why);
		if (!rc && !why)
			put_finds(l, &f);
		else if (!rc)
			ARENA_PUSH(l->a, &l->notes, arena_printf(l->a, "%s: %s.", more->v[i], why));
	}
	if (more->n > done)
		ARENA_PUSH(l->a, &l->notes,
			arena_printf(l->a, "Chỉ đọc %zu sơ đồ trang mới nhất trong %zu.", done,
				more->n));
	return rc;
}

static const char *gained(struct look *l, const struct harvest_gain *g)
{
	struct buf b;
	buf_init(&b, l->a, WORDS_MAX);
	buf_printf(&b, "Đọc %zu mục: %zu mục mới, trong đó %zu mục về CCHC.", l->finds.n, g->fresh,
		g->about);
	if (g->same)
		buf_printf(&b, " %zu mục chỉ đổi liên kết.", g->same);
	for (size_t i = 0; i < l->notes.n && i < 6; i++)
		buf_printf(&b, " %s", l->notes.v[i]);
	return b.p;
}

static void note_feeds(struct look *l, const struct feed *f)
{
	if (f->kind == FEED_LIST && f->feeds.n)
		ARENA_PUSH(l->a, &l->notes,
			arena_printf(l->a, "Trang có nguồn RSS %s, đọc sẽ chính xác hơn.",
				f->feeds.v[0]));
}

/* Fills l->result. */
static enum rc read_source(struct look *l)
{
	struct fetch_answer answer;
	struct feed f = { 0 };
	struct harvest_gain gain = { 0 };
	const char *why = NULL;
	struct fetch_request how = { .etag = l->s.etag, .modified = l->s.modified };
	enum rc rc = read_address(l, l->s.address, &how, &answer, &f, &why);
	if (rc)
		return rc;
	l->result = (struct harvest_look){ .source = l->s.id,
		.at = l->at,
		.good = !why,
		.words = why,
		.etag = answer.etag,
		.modified = answer.modified };
	if (why)
		return RC_OK;
	if (answer.status == 304) {
		l->result.etag = l->s.etag;
		l->result.modified = l->s.modified;
		l->result.words = "Không có gì thay đổi từ lần đọc trước.";
		return RC_OK;
	}
	put_finds(l, &f);
	note_feeds(l, &f);
	rc = read_more(l, &f.more);
	l->finds.source = l->s.id;
	l->finds.channel = l->s.channel;
	l->finds.at = l->at;
	if (!rc)
		rc = harvest_take_in(l->d, l->a, &l->finds, &gain, l->e);
	if (rc)
		return rc;
	l->result.words = gained(l, &gain);
	if (!l->finds.n) {
		l->result.good = false;
		l->result.words = "Không thấy mục tin nào ở địa chỉ này.";
	}
	return RC_OK;
}

static enum rc settle(struct look *l)
{
	enum rc rc = db_begin(l->d, DB_WRITE, l->e);
	if (rc)
		return rc;
	rc = harvest_source_settle(l->d, &l->result, l->e);
	if (!rc)
		return db_commit(l->d, l->e);
	db_rollback(l->d);
	return rc;
}

static enum rc claim(struct look *l, int64_t source)
{
	enum rc rc = db_begin(l->d, DB_WRITE, l->e);
	if (rc)
		return rc;
	rc = harvest_source_get(l->d, l->a, source, &l->s, l->e);
	if (!rc)
		rc = harvest_source_claim(l->d, source, l->at, l->e);
	if (!rc)
		return db_commit(l->d, l->e);
	db_rollback(l->d);
	return rc;
}

enum rc harvest_look_now(struct db *d, struct arena *a, int64_t source, struct err *e)
{
	struct look l = { .d = d, .a = a, .at = time(NULL), .e = e };
	struct err own;
	enum rc rc = claim(&l, source);
	if (rc)
		return rc;
	/* What fails here is told at the source too, or it would seem to be read for ever. */
	err_init(&own, a);
	l.e = &own;
	rc = read_source(&l);
	if (rc) {
		const char *why = own.message ? own.message : "lỗi không rõ";
		l.result = (struct harvest_look){ .source = source,
			.at = l.at,
			.words = arena_printf(a, "Chưa đọc được lúc này: %s", why) };
		err_set(e, rc, own.field, own.where ? own.where : "?", "%s", why);
	}
	err_init(&own, a);
	enum rc settled = settle(&l);
	if (settled && !rc) {
		err_set(e, settled, own.field, own.where ? own.where : "?", "%s",
			own.message ? own.message : "lỗi không rõ");
		return settled;
	}
	return rc;
}

/* --- jobs: cheap, for every few seconds --- */

static enum rc run_source(struct db *d, struct arena *a, bool *more, struct err *e)
{
	int64_t due = 0;
	enum rc rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	rc = harvest_source_due(d, time(NULL), &due, e);
	db_rollback(d);
	if (rc || !due)
		return rc;
	rc = harvest_look_now(d, a, due, e);
	*more = !rc;
	if (rc == RC_CONFLICT) {
		err_clear(e);
		return RC_OK;
	}
	return rc;
}

static enum rc claim_page(
	struct db *d, struct arena *a, int64_t now, struct harvest_item *x, struct err *e)
{
	enum rc rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	rc = harvest_page_due(d, a, now, x, e);
	db_rollback(d);
	if (!rc)
		rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = harvest_page_claim(d, x, now, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

/* Pages that ask to sign in say nothing of what was posted. */
static bool asks_to_sign_in(const char *url)
{
	static const char *const words[] = { "/login", "/signin", "/dang-nhap", "/checkpoint",
		"id.zalo.me" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(url, words[i]))
			return true;
	return false;
}

static enum rc read_paper(struct arena *a, const struct harvest_item *x,
	const struct fetch_answer *answer, int64_t now, struct harvest_paper *p, struct err *e)
{
	struct feed_source s = { answer->url, answer->type, answer->body, FEED_AUTO, date_today() };
	struct feed_page page;
	struct media_found found;
	struct err none;
	err_init(&none, a);
	p->copy_name = arena_printf(a, "ban-luu-%lld.html", (long long)x->id);
	p->copy_type = "text/html";
	if (answer->body.n > 4 && !memcmp(answer->body.p, "%PDF", 4)) {
		if (media_examine(a, answer->body, &found, &none))
			return ERR(e, RC_INVALID, NULL, "%s",
				none.message ? none.message : "Tệp PDF hỏng.");
		p->copy = answer->body;
		p->copy_name = arena_printf(a, "ban-luu-%lld.pdf", (long long)x->id);
		p->copy_type = found.mime;
		return RC_OK;
	}
	enum rc rc = feed_page_read(a, &s, now, &page, e);
	if (rc)
		return rc;
	p->title = page.title;
	p->summary = page.summary;
	p->day = page.day;
	p->day_note = page.why;
	p->copy = page.copy;
	return RC_OK;
}

static enum rc fetch_paper(struct arena *a, const struct harvest_item *x, int64_t now,
	struct harvest_paper *p, struct err *e)
{
	struct fetch_request r = { .url = x->link, .max = FETCH_PAGE_MAX };
	struct fetch_answer answer;
	enum rc rc = fetch_get(a, &r, &answer, e);
	*p = (struct harvest_paper){ .title = "", .summary = "" };
	if (rc)
		return rc;
	if (!answer.why && asks_to_sign_in(answer.url))
		answer.why = "Trang đòi đăng nhập mới cho đọc";
	if (answer.why) {
		p->why = answer.why;
		return RC_OK;
	}
	rc = read_paper(a, x, &answer, now, p, e);
	if (rc == RC_INVALID) {
		p->why = e->message;
		err_clear(e);
		return RC_OK;
	}
	return rc;
}

static enum rc settle_page(
	struct db *d, struct arena *a, int64_t item, const struct harvest_paper *p, struct err *e)
{
	struct audit t;
	struct audit_actor by = { AUDIT_SYSTEM, "thu thập" };
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = audit_open(&t, d, by, (int64_t)time(NULL), e);
	if (!rc)
		rc = harvest_page_settle(&t, a, item, p, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

static enum rc run_page(struct db *d, struct arena *a, bool *more, struct err *e)
{
	struct harvest_item x;
	struct harvest_paper p;
	struct err why;
	int64_t now = time(NULL);
	enum rc rc = claim_page(d, a, now, &x, e);
	if (rc)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	*more = true;
	err_init(&why, a);
	if (fetch_paper(a, &x, now, &p, &why))
		p.why = why.message ? why.message : "lỗi không rõ";
	return settle_page(d, a, x.id, &p, e);
}

const struct job_kind harvest_source_job = { "thu thập", run_source };
const struct job_kind harvest_page_job = { "lưu bản sao", run_page };
