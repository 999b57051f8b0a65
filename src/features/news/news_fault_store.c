/* The SQL of what visitors report. Where it came from is known for a day, as a hash, for the limits
 * alone (Luật 91/2025/QH15: no more personal data than the purpose asks). */
#include "features/news/news_int.h"

#include "core/record.h"
#include "core/token.h"
#include "lib/base/text.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static const struct db_sql forget = {
	"UPDATE news_fault SET sender = '' WHERE at < ? AND sender <> ''"
};
static const struct db_sql count_sender = {
	"SELECT count(*) FROM news_fault WHERE sender = ? AND at > ?"
};
static const struct db_sql count_same = {
	"SELECT count(*) FROM news_fault WHERE sender = ? AND at > ? AND news_id = ?"
	" AND text = ?"
};
static const struct db_sql count_all = { "SELECT count(*) FROM news_fault WHERE at > ?" };
static const struct db_sql add = {
	"INSERT INTO news_fault (news_id, at, text, sender, done_at, done_by, answer)"
	" VALUES (?, ?, ?, ?, 0, 0, '')"
};
#define COLUMNS \
	"SELECT f.id, f.news_id, f.at, f.done_at, n.title, n.slug, f.text, f.answer, u.name" \
	" FROM news_fault f JOIN news n ON n.id = f.news_id LEFT JOIN account u ON u.id = f.done_by"
static const struct db_sql list_open = { COLUMNS " WHERE f.done_at = 0 ORDER BY f.id LIMIT 200" };
static const struct db_sql list_of = { COLUMNS " WHERE f.news_id = ? ORDER BY f.id DESC LIMIT 50" };
static const struct db_sql get_news = {
	"SELECT news_id FROM news_fault WHERE id = ? AND done_at = 0"
};
static const struct db_sql set_done = {
	"UPDATE news_fault SET done_at = ?, done_by = ?, answer = ? WHERE id = ? AND done_at = 0"
};

enum rc news_fault_add(struct db *d, struct arena *a, const struct news_fault *x,
	const char *address, struct err *e)
{
	int64_t from_there = 0, all = 0, same = 0;
	const char *sender = token_hash(a, arena_printf(a, "bao-loi %s", address));
	enum rc rc = db_run(d, &forget, DB_ARGS(A(x->at - DAY)), NULL, e);
	if (!rc)
		rc = db_one_int(d, &count_same,
			DB_ARGS(A(sender), A(x->at - HOUR), A(x->news), A(x->text)), &same, e);
	if (rc || same) /* pressed twice, as on a slow network: it is taken */
		return rc;
	if (!rc)
		rc = db_one_int(
			d, &count_sender, DB_ARGS(A(sender), A(x->at - HOUR)), &from_there, e);
	if (!rc)
		rc = db_one_int(d, &count_all, DB_ARGS(A(x->at - DAY)), &all, e);
	if (rc)
		return rc;
	if (from_there >= NEWS_FAULTS_AN_HOUR || all >= NEWS_FAULTS_A_DAY)
		return ERR(e, RC_BUSY, "fault",
			"Đã nhận nhiều báo lỗi trong thời gian ngắn; xin gửi lại sau một giờ.");
	return db_run(d, &add, DB_ARGS(A(x->news), A(x->at), A(x->text), A(sender)), NULL, e);
}

enum rc news_fault_list(
	struct db *d, struct arena *a, int64_t news, struct news_faults *out, struct err *e)
{
	struct news_faults list = { 0 };
	struct db_rows *r;
	enum rc rc = news ? db_query(d, a, &list_of, DB_ARGS(A(news)), &r, e)
			  : db_query(d, a, &list_open, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct news_fault x = { .id = db_int(r, 0),
			.news = db_int(r, 1),
			.at = db_int(r, 2),
			.done_at = db_int(r, 3),
			.title = db_text(r, 4),
			.slug = db_text(r, 5),
			.text = db_text(r, 6),
			.answer = db_text(r, 7),
			.done_by = db_text(r, 8) };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc news_fault_done(struct audit *t, struct arena *a, int64_t id, int64_t account,
	const char *answer, struct err *e)
{
	int64_t news = 0;
	struct buf b;
	enum rc rc = db_one_int(t->db, &get_news, DB_ARGS(A(id)), &news, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "fault", "Không có báo lỗi nào đang chờ với số này.");
	if (!rc)
		rc = db_run(
			t->db, &set_done, DB_ARGS(A(t->at), A(account), A(answer), A(id)), NULL, e);
	if (rc)
		return rc;
	record_begin(&b, a);
	record_int(&b, "fault", id);
	record_text(&b, "note", answer);
	struct audit_change c = { "news", arena_printf(a, "%lld", (long long)news), "bao-loi", NULL,
		record_end(&b) };
	return audit_add(t, &c, e);
}
