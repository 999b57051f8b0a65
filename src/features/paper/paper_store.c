/* The SQL of documents for the public, and of opinions on drafts. */
#include <stdlib.h>

#include "core/doctype.h"
#include "core/record.h"
#include "core/token.h"
#include "features/paper/paper.h"
#include "lib/base/text.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR };

#define COLUMNS \
	"SELECT p.id, p.version, p.kind, p.number, p.day, p.subject, p.signer, p.valid_from, p.valid_to," \
	" p.replaced_by, p.attachment_id, p.state, p.shown, p.asked, p.opinion_from, p.opinion_to," \
	" p.summary, p.account_id, r.number, r.subject," \
	" (SELECT COUNT(*) FROM paper_opinion o WHERE o.paper_id = p.id)," \
	" (SELECT COUNT(*) FROM paper_opinion o WHERE o.paper_id = p.id AND o.answer = '')" \
	" FROM paper p LEFT JOIN paper r ON r.id = p.replaced_by"
static const struct db_sql get = { COLUMNS " WHERE p.id = ?" };
static const struct db_sql list_all = {
	COLUMNS
	" WHERE p.shown >= ? ORDER BY CASE WHEN p.day = '' THEN p.opinion_from ELSE p.day END DESC, p.id DESC"
};
static const struct db_sql add = {
	"INSERT INTO paper (kind, number, day, subject, signer, valid_from, valid_to, replaced_by,"
	" attachment_id, state, shown, asked, opinion_from, opinion_to, summary, account_id, created_at,"
	" version) VALUES (?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, 1)"
	" RETURNING id"
};
static const struct db_sql change = {
	"UPDATE paper SET kind = ?, number = ?, day = ?, subject = ?, signer = ?, valid_from = ?,"
	" valid_to = ?, replaced_by = NULLIF(?, 0), attachment_id = NULLIF(?, 0), state = ?, shown = ?,"
	" asked = ?, opinion_from = ?, opinion_to = ?, summary = ?, version = version + 1 WHERE id = ?"
};
/* Written as 7 or as 07 (Nghị định 30/2020, Phụ lục I). */
static const struct db_sql holder = {
	"SELECT subject FROM paper WHERE ltrim(number, '0') = ltrim(?, '0') AND day = ?"
	" AND number <> '' AND id <> ?"
};
static const struct db_sql published = {
	"SELECT p.id, p.number, p.notation, p.day, p.subject, p.signer FROM v_dispatch_public p"
	" ORDER BY p.day DESC, p.id DESC"
};
static const struct db_sql count_sender = {
	"SELECT COUNT(*) FROM paper_opinion WHERE sender = ? AND at > ?"
};
static const struct db_sql count_hour = { "SELECT COUNT(*) FROM paper_opinion WHERE at > ?" };
static const struct db_sql add_opinion = {
	"INSERT INTO paper_opinion (paper_id, name, text, text_hash, sender, at, answer, shown)"
	" VALUES (?, ?, ?, ?, ?, ?, '', 0) ON CONFLICT (paper_id, text_hash) DO NOTHING"
};
static const struct db_sql forget_senders = {
	"UPDATE paper_opinion SET sender = '' WHERE sender <> '' AND at < ?"
};
static const struct db_sql opinions = {
	"SELECT id, paper_id, at, name, text, answer, shown FROM paper_opinion WHERE paper_id = ?"
	" ORDER BY at, id"
};
static const struct db_sql answer = {
	"UPDATE paper_opinion SET answer = ?, shown = ? WHERE id = ? AND paper_id = ?"
};

static const struct db_sql get_words = { "SELECT text, whole FROM paper_words WHERE paper_id = ?" };
static const struct db_sql put_words = {
	"INSERT INTO paper_words (paper_id, text, whole) VALUES (?, ?, ?)"
	" ON CONFLICT (paper_id) DO UPDATE SET text = excluded.text, whole = excluded.whole"
};

static struct paper from_row(struct arena *a, struct db_rows *r)
{
	return (struct paper){ .id = db_int(r, 0),
		.version = db_int(r, 1),
		.kind = db_text(r, 2),
		.number = db_text(r, 3),
		.day = date_partial(db_text(r, 4)),
		.subject = db_text(r, 5),
		.signer = db_text(r, 6),
		.valid_from = date_partial(db_text(r, 7)),
		.valid_to = date_partial(db_text(r, 8)),
		.replaced_by = db_int(r, 9),
		.attachment = db_int(r, 10),
		.draft = text_eq(db_text(r, 11), "draft"),
		.shown = db_int(r, 12) != 0,
		.asked = db_text(r, 13),
		.opinion_from = date_partial(db_text(r, 14)),
		.opinion_to = date_partial(db_text(r, 15)),
		.summary = db_text(r, 16),
		.account = db_int(r, 17),
		.replacer = db_text(r, 18)
				    ? arena_printf(a, "%s: %s", db_text(r, 18), db_text(r, 19))
				    : "",
		.opinions = db_int(r, 20),
		.unanswered = db_int(r, 21) };
}

enum rc paper_get(struct db *d, struct arena *a, int64_t id, struct paper *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc == RC_NOTFOUND)
		return ERR(e, rc, "paper", "Không có văn bản này.");
	if (rc)
		return rc;
	*out = from_row(a, r);
	db_rows_close(r);
	return RC_OK;
}

enum rc paper_words_get(
	struct db *d, struct arena *a, int64_t id, struct paper_words *out, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(d, a, &get_words, DB_ARGS(A(id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	*out = (struct paper_words){ .text = "" };
	if (rc)
		return RC_OK;
	*out = (struct paper_words){
		.known = true, .whole = db_int(r, 1) != 0, .text = db_text(r, 0)
	};
	db_rows_close(r);
	return RC_OK;
}

enum rc paper_list(struct db *d, struct arena *a, bool public, struct papers *out, struct err *e)
{
	struct papers list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &list_all, DB_ARGS(A((int64_t) public)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct paper x = from_row(a, r);
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

static enum rc write(
	struct audit *t, struct arena *a, const struct paper *x, int64_t *id, struct err *e)
{
#define FIELDS \
	A(x->kind), A(x->number), A(date_iso(a, x->day)), A(x->subject), A(x->signer), \
		A(date_iso(a, x->valid_from)), A(date_iso(a, x->valid_to)), A(x->replaced_by), \
		A(x->attachment), A(x->draft ? "draft" : "issued"), A((int64_t)x->shown), \
		A(x->asked), A(date_iso(a, x->opinion_from)), A(date_iso(a, x->opinion_to)), \
		A(x->summary)
	*id = x->id;
	return x->id ? db_run(t->db, &change, DB_ARGS(FIELDS, A(x->id)), NULL, e)
		     : db_one_int(t->db, &add, DB_ARGS(FIELDS, A(x->account), A(t->at)), id, e);
#undef FIELDS
}

static enum rc check_number(struct db *d, struct arena *a, const struct paper *x, struct err *e)
{
	struct db_rows *r;
	enum rc rc = db_query(
		d, a, &holder, DB_ARGS(A(x->number), A(date_iso(a, x->day)), A(x->id)), &r, e);
	if (!rc)
		rc = db_next(r, e);
	if (!rc)
		return ERR(e, RC_CONFLICT, "number", "Số này, ngày này đã có ở văn bản “%s”.",
			db_text(r, 0));
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

#define KIND "paper"

static enum rc index_one(struct db *d, struct arena *a, const struct paper *x, struct err *e)
{
	struct paper_words words = { 0 };
	if (!x->shown)
		return search_drop(d, KIND, x->id, e);
	enum rc rc = paper_words_get(d, a, x->id, &words, e);
	if (rc)
		return rc;
	/* As people call it: "quyết định số 7", "quyết định về quy chế làm việc", "dự thảo quy
	 * chế". */
	const struct doctype *type = doctype_by_code(x->kind);
	const char *name = type ? type->name : "";
	const char *called = x->draft ? arena_printf(a, "Dự thảo %s", name)
				      : arena_printf(a, "%s số %s", name, x->number);
	const struct search_entry entry = { .kind = KIND,
		.id = x->id,
		.href = arena_printf(a, "/van-ban/%lld", (long long)x->id),
		.title = x->subject,
		.code = x->number,
		.text = arena_printf(
			a, "%s. %s %s %s %s", called, x->signer, x->asked, x->summary, words.text),
		.day = x->draft ? x->opinion_from : x->day };
	return search_put(d, a, &entry, e);
}

static enum rc put_all(struct db *d, struct arena *a, struct err *e)
{
	struct papers all;
	enum rc rc = paper_list(d, a, true, &all, e);
	for (size_t i = 0; !rc && i < all.n; i++) {
		struct arena *one = arena_new(); /* a long document's words, not those of all */
		rc = index_one(d, one, &all.v[i], e);
		arena_free(one);
	}
	return rc;
}

const struct search_source paper_search = { put_all };

enum rc paper_put(
	struct audit *t, struct arena *a, const struct paper *x, int64_t *id, struct err *e)
{
	struct paper held = { 0 };
	int64_t now = x->id;
	enum rc rc = x->id ? paper_get(t->db, a, x->id, &held, e) : RC_OK;
	if (!rc)
		rc = check_number(t->db, a, x, e);
	if (rc)
		return rc;
	struct audit_change c = { "paper", NULL, x->id ? AUDIT_CHANGE : AUDIT_ADD,
		x->id ? paper_record(a, &held) : NULL, paper_record(a, x) };
	bool same = x->id && text_eq(c.before, c.after);
	if (!same)
		rc = write(t, a, x, &now, e);
	c.object = arena_printf(a, "%lld", (long long)now);
	if (!rc && !same)
		rc = audit_add(t, &c, e);
	if (!rc && x->words)
		rc = db_run(t->db, &put_words,
			DB_ARGS(A(now), A(x->words->text), A((int64_t)x->words->whole)), NULL, e);
	struct paper stored = *x;
	stored.id = now;
	if (!rc)
		rc = index_one(t->db, a, &stored, e);
	if (!rc)
		*id = now;
	return rc;
}

/* --- the list for all --- */

static int newer(const void *p, const void *q)
{
	const struct paper_row *x = p, *y = q;
	return date_cmp(y->day, x->day);
}

static void add_own(struct arena *a, const struct papers *own, struct paper_rows *out)
{
	for (size_t i = 0; i < own->n; i++) {
		const struct paper *x = &own->v[i];
		struct paper_row row = { arena_printf(a, "/van-ban/%lld", (long long)x->id),
			x->kind, x->number, x->subject, x->signer, x->day, x };
		if (!x->draft)
			ARENA_PUSH(a, out, row);
	}
}

/* "KH" of "KH-UBND" */
static const char *kind_of(struct arena *a, const char *notation)
{
	struct texts parts = text_split(a, notation, '-');
	return parts.n ? parts.v[0] : "";
}

enum rc paper_all(struct db *d, struct arena *a, struct paper_rows *out, struct err *e)
{
	struct paper_rows list = { 0 };
	struct papers own;
	struct db_rows *r;
	enum rc rc = paper_list(d, a, true, &own, e);
	if (rc)
		return rc;
	add_own(a, &own, &list);
	rc = db_query(d, a, &published, DB_NONE, &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		const char *notation = db_text(r, 2), *signer = db_text(r, 5);
		struct paper_row row = { .href = arena_printf(
						 a, "/cong-khai/%lld", (long long)db_int(r, 0)),
			.kind = notation ? kind_of(a, notation) : "",
			.number = notation ? arena_printf(a, "%02lld/%s", (long long)db_int(r, 1),
						     notation)
					   : "",
			.day = date_partial(db_text(r, 3) ? db_text(r, 3) : ""),
			.subject = db_text(r, 4),
			.signer = signer ? signer : "" };
		ARENA_PUSH(a, &list, row);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, newer);
	*out = list;
	return RC_OK;
}

/* --- opinions --- */

static const char *opinion_record(struct arena *a, const struct paper_opinion *x)
{
	struct buf b;
	record_begin(&b, a);
	record_int(&b, "paper", x->paper);
	record_text(&b, "name", x->name);
	record_text(&b, "text", x->text);
	record_text(&b, "answer", x->answer);
	record_text(&b, "shown", x->shown ? "1" : "0");
	return record_end(&b);
}

static enum rc check_rate(struct audit *t, const char *sender, struct err *e)
{
	int64_t own = 0, all = 0;
	enum rc rc = db_one_int(t->db, &count_sender, DB_ARGS(A(sender), A(t->at - HOUR)), &own, e);
	if (!rc)
		rc = db_one_int(t->db, &count_hour, DB_ARGS(A(t->at - HOUR)), &all, e);
	if (!rc && (own >= PAPER_PER_SENDER || all >= PAPER_PER_HOUR))
		return ERR(e, RC_BUSY, "rate",
			"Đã có nhiều ý kiến gửi đến trong một giờ qua; xin gửi lại sau ít phút.");
	return rc;
}

enum rc paper_opinion_add(struct audit *t, struct arena *a, const struct paper_opinion *x,
	const char *sender, struct err *e)
{
	int64_t n = 0;
	const char *hash = token_hash(a, arena_printf(a, "%s|%s", x->name, x->text));
	const char *from = token_hash(a, arena_printf(a, "%s|%lld|%lld", sender,
						 (long long)x->paper, (long long)(t->at / DAY)));
	enum rc rc = db_run(t->db, &forget_senders, DB_ARGS(A(t->at - DAY)), NULL, e);
	if (!rc)
		rc = check_rate(t, from, e);
	if (!rc)
		rc = db_run(t->db, &add_opinion,
			DB_ARGS(A(x->paper), A(x->name), A(x->text), A(hash), A(from), A(t->at)),
			&n, e);
	struct audit_change c = { "paper_opinion", arena_printf(a, "%lld", (long long)x->paper),
		AUDIT_ADD, NULL, opinion_record(a, x) };
	return rc || !n ? rc : audit_add(t, &c, e);
}

enum rc paper_opinion_list(
	struct db *d, struct arena *a, int64_t paper, struct paper_opinions *out, struct err *e)
{
	struct paper_opinions list = { 0 };
	struct db_rows *r;
	enum rc rc = db_query(d, a, &opinions, DB_ARGS(A(paper)), &r, e);
	while (!rc && !(rc = db_next(r, e))) {
		struct paper_opinion x = { db_int(r, 0), db_int(r, 1), db_int(r, 2), db_text(r, 3),
			db_text(r, 4), db_text(r, 5), db_int(r, 6) != 0 };
		ARENA_PUSH(a, &list, x);
	}
	if (rc != RC_NOTFOUND)
		return rc;
	*out = list;
	return RC_OK;
}

enum rc paper_opinion_answer(
	struct audit *t, struct arena *a, const struct paper_opinion *x, struct err *e)
{
	int64_t n = 0;
	enum rc rc = db_run(t->db, &answer,
		DB_ARGS(A(x->answer), A((int64_t)x->shown), A(x->id), A(x->paper)), &n, e);
	if (!rc && !n)
		return ERR(e, RC_NOTFOUND, "opinion", "Không có ý kiến này.");
	struct audit_change c = { "paper_opinion", arena_printf(a, "%lld", (long long)x->paper),
		AUDIT_CHANGE, NULL, opinion_record(a, x) };
	return rc ? rc : audit_add(t, &c, e);
}
