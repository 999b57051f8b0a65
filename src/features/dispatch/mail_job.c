/* Mails with issued documents, out of their queue. Each is marked as being tried, and that is
 * committed, before a server hears of it: whatever happens, none goes out twice by itself. */
#include <time.h>

#include "core/attachment.h"
#include "core/setting.h"
#include "features/dispatch/dispatch_page.h"
#include "features/dispatch/sending.h"
#include "lib/mail/mail.h"

struct letter {
	struct outgoing out;
	struct mail_server server;
	struct mail mail;
	struct mail_person to;
	struct mail_file file;
	bool recalled;
};

static enum rc claim(struct db *d, struct arena *a, int64_t now, struct outgoing *out, bool *found,
	struct err *e)
{
	int64_t lost;
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = outgoing_lost(d, now, &lost, e);
	if (!rc)
		rc = outgoing_claim(d, a, now, out, e);
	*found = rc == RC_OK;
	if (!rc || rc == RC_NOTFOUND)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

/* Cheap, for every few seconds: writers are not held up while nothing waits. */
static enum rc is_due(struct db *d, int64_t now, bool *due, struct err *e)
{
	enum rc rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	rc = outgoing_waits(d, now, due, e);
	db_rollback(d);
	return rc;
}

static enum rc read_server(struct db *d, struct arena *a, struct letter *l, struct err *e)
{
	const char *user = "", *password = "", *from = "", *url = "";
	enum rc rc = setting_get(d, a, SETTING_MAIL_SERVER, &url, e);
	if (!rc)
		rc = setting_get(d, a, SETTING_MAIL_USER, &user, e);
	if (!rc)
		rc = setting_get(d, a, SETTING_MAIL_PASSWORD, &password, e);
	if (!rc)
		rc = setting_get(d, a, SETTING_MAIL_FROM, &from, e);
	l->server = (struct mail_server){
		.url = url, .user = *user ? user : NULL, .password = *user ? password : NULL
	};
	l->mail.from.address = from;
	return rc;
}

/* The signed file where there is one; text and subject. */
static enum rc read_document(struct db *d, struct arena *a, struct letter *l, struct err *e)
{
	struct dispatch x;
	struct dispatch_signed s;
	struct attachment file;
	struct unit *unit = NULL;
	const char *site = "";
	enum rc rc = dispatch_by_id(d, a, l->out.sending.dispatch, &x, e);
	if (!rc)
		rc = unit_load(d, a, &unit, e);
	if (!rc)
		rc = setting_get(d, a, SETTING_SITE, &site, e);
	if (!rc)
		rc = dispatch_signed_get(d, a, &x, &s, e);
	if (!rc)
		rc = attachment_get(d, a, s.attachment, &file, e);
	if (!rc)
		rc = attachment_content(d, a, &file, &l->file.bytes, e);
	if (rc)
		return rc;
	struct document number = { 0 };
	rc = document_of(d, a, x.origin, &number, e);
	if (rc && rc != RC_NOTFOUND)
		return rc;
	const struct unit_name *name = unit_name_at(unit, date_today());
	const char *who = name ? name->short_name : unit->slug;
	l->recalled = x.state == DISPATCH_RECALLED;
	l->file.name = arena_printf(a, "%lld-%s.pdf", (long long)number.number,
		number.notation ? number.notation : "van-ban");
	l->file.type = "application/pdf";
	l->mail.from.name = who;
	l->mail.subject = x.subject;
	l->mail.text = arena_printf(a,
		"Kính gửi: %s\n\n%s gửi %s%s%s.\n%s%s" SENDING_LINK "%s%s"
		"\nThư do phần mềm Loa của %s gửi.\n",
		l->out.sending.name, who, x.subject, number.number ? ", số " : "",
		number.number ? document_number(a, &number) : "",
		*site ? "\nXem văn bản và xác nhận đã nhận: " : "\nMã của liên kết: ",
		*site ? site : "", l->out.sending.token, "\n", who);
	return RC_OK;
}

static enum rc read_all(struct db *d, struct arena *a, struct letter *l, struct err *e)
{
	enum rc rc = db_begin(d, DB_READ, e);
	if (rc)
		return rc;
	rc = read_server(d, a, l, e);
	if (!rc)
		rc = read_document(d, a, l, e);
	db_rollback(d);
	l->to = (struct mail_person){ l->out.sending.name, l->out.sending.address };
	l->mail.to = &l->to;
	l->mail.to_n = 1;
	l->mail.files = &l->file;
	l->mail.files_n = 1;
	l->mail.id = l->out.message_id;
	l->mail.at = l->out.sending.at;
	return rc;
}

static enum rc count_as_sent(
	struct audit *t, struct arena *a, const struct letter *l, struct err *e)
{
	struct dispatch x;
	const struct sending *s = &l->out.sending;
	struct dispatch_doer by = { s->account, "Loa" };
	enum rc rc = dispatch_by_id(t->db, a, s->dispatch, &x, e);
	return rc ? rc
		  : dispatch_sent(
			    t, a, &x, &by, arena_printf(a, "%s: thư đã đi", s->name), e);
}

static enum rc settle(struct db *d, struct arena *a, const struct letter *l, enum outgoing_result r,
	const char *answer, struct err *e)
{
	struct audit t;
	struct audit_actor by = { AUDIT_SYSTEM, "gửi thư" };
	enum rc rc = db_begin(d, DB_WRITE, e);
	if (rc)
		return rc;
	rc = audit_open(&t, d, by, (int64_t)time(NULL), e);
	if (!rc)
		rc = outgoing_settle(&t, a, &l->out, r, answer, e);
	if (!rc && r == OUTGOING_SENT)
		rc = count_as_sent(&t, a, l, e);
	if (!rc)
		return db_commit(d, e);
	db_rollback(d);
	return rc;
}

static enum outgoing_result result_of(enum mail_outcome o)
{
	return o == MAIL_ACCEPTED  ? OUTGOING_SENT
	       : o == MAIL_LATER   ? OUTGOING_LATER
	       : o == MAIL_REFUSED ? OUTGOING_FAILED
				   : OUTGOING_UNSURE;
}

static enum rc send(struct db *d, struct arena *a, struct letter *l, struct err *e)
{
	struct mail_answer answer = { 0 };
	struct err why;
	err_init(&why, a);
	if (!*l->server.url)
		return settle(d, a, l, OUTGOING_LATER, "chưa đặt máy chủ gửi thư", e);
	if (l->recalled)
		return settle(d, a, l, OUTGOING_FAILED, "văn bản đã thu hồi", e);
	enum rc rc = mail_send(a, &l->server, &l->mail, &answer, &why);
	if (rc == RC_INVALID)
		return settle(d, a, l, OUTGOING_FAILED, why.message, e);
	if (rc)
		return settle(d, a, l, OUTGOING_UNSURE, why.message ? why.message : "", e);
	return settle(d, a, l, result_of(answer.outcome), answer.words ? answer.words : "", e);
}

static enum rc run(struct db *d, struct arena *a, bool *more, struct err *e)
{
	struct letter l = { 0 };
	struct err why;
	int64_t now = time(NULL);
	bool due = false;
	err_init(&why, a);
	enum rc rc = is_due(d, now, &due, e);
	if (rc || !due)
		return rc;
	rc = claim(d, a, now, &l.out, more, e);
	if (rc || !*more)
		return rc;
	/* Nothing was sent yet where this fails: it is tried again. */
	if (read_all(d, a, &l, &why))
		return settle(d, a, &l, OUTGOING_LATER,
			why.message ? why.message : "không đọc được văn bản", e);
	return send(d, a, &l, e);
}

const struct job_kind dispatch_mail_job = { "gửi thư", run };
