/* Who received what, when: by mail, by a link of his own, or by another way that is written down.
 * Nghị định 30/2020/NĐ-CP, Điều 18. */
#ifndef FEATURES_DISPATCH_SENDING_H
#define FEATURES_DISPATCH_SENDING_H

#include <stdbool.h>

#include "core/audit.h"
#include "lib/base/text.h"

/* The page of a link; log lines leave out what is behind it. */
#define SENDING_LINK "/v/"

#define SENDING_MAIL    "mail"
#define SENDING_BY_LINK "link"
#define SENDING_OTHER   "other"

/* How a link was handed over: its codes with their words; value NULL at the end. */
extern const struct sending_way {
	const char *code, *words; /* "zalo", "qua Zalo" */
} sending_ways[];
const char *sending_way_said(const char *code);

struct sending {
	int64_t id, dispatch, recipient; /* recipient 0: typed in for this once */
	const char *name, *way, *address, *token, *note;
	int64_t at, account;
	int64_t opened_first, opened_last, opened; /* 0: never */
	int64_t received; /* 0: has not said so */
	const char *received_by;
	int64_t handed; /* the link: 0: not yet, as far as anybody said */
	const char *handed_how, *handed_by; /* a code of sending_ways, a name */
	/* Of its mail; mail_state "" where there is none. */
	int64_t mail;
	const char *mail_state, *answer;
	int64_t tries, due, sent_at;
};

struct sendings {
	struct sending *v;
	size_t n, cap;
};

enum rc sendings_load(struct db *d, struct arena *a, int64_t dispatch, struct sendings *out,
	struct err *e) CHECKED;
/* RC_NOTFOUND with a message. */
enum rc sending_by_token(struct db *d, struct arena *a, const char *token, struct sending *out,
	struct err *e) CHECKED;
/* Gives it its token, and a mail to wait in the queue where way is SENDING_MAIL. */
enum rc sending_add(struct audit *t, struct arena *a, struct sending *x, const char *host,
	struct err *e) CHECKED;
/* The link was opened; counted, not audited: it changes nothing of the commune's. */
enum rc sending_opened(struct db *d, int64_t id, int64_t now, struct err *e) CHECKED;
enum rc sending_received(struct audit *t, struct arena *a, const struct sending *x, const char *who,
	struct err *e) CHECKED;

/* A link that was only made, and that nobody has confirmed: may it still be said that somebody
 * handed it over? */
bool sending_waits(const struct sending *x);
/* It was handed over, says x with handed_how and handed_by. RC_CONFLICT: somebody said so already.
 */
enum rc sending_hand(
	struct audit *t, struct arena *a, const struct sending *x, struct err *e) CHECKED;

/* --- the queue of mails --- */

enum {
	MAIL_TRIES = 8, /* then it has failed */
	MAIL_WAIT = 60, /* seconds before the second try; doubled for each further one */
	MAIL_LOST = 15 * 60 /* trying for so long: the machine stopped meanwhile */
};

struct outgoing {
	int64_t id, tries;
	const char *message_id;
	struct sending sending;
};

/* Is there anything for the next two? */
enum rc outgoing_waits(struct db *d, int64_t now, bool *out, struct err *e) CHECKED;
/* Takes the next mail that is due, so that no other takes it; to be committed before it is sent:
 * after a crash nobody knows whether it went out, and it is never sent again by itself.
 * RC_NOTFOUND: none is due. */
enum rc outgoing_claim(
	struct db *d, struct arena *a, int64_t now, struct outgoing *out, struct err *e) CHECKED;

enum outgoing_result {
	OUTGOING_SENT,
	OUTGOING_LATER, /* it did not go out; again later, until MAIL_TRIES */
	OUTGOING_FAILED, /* it will never go out like this */
	OUTGOING_UNSURE /* the end of it was not seen: it may have gone out */
};
enum rc outgoing_settle(struct audit *t, struct arena *a, const struct outgoing *x,
	enum outgoing_result r, const char *answer, struct err *e) CHECKED;
/* Those broken off while trying become unsure: a person decides. *n: how many. */
enum rc outgoing_lost(struct db *d, int64_t now, int64_t *n, struct err *e) CHECKED;
/* A person lets a failed or unsure one go out (again). RC_CONFLICT: it is neither. */
enum rc outgoing_again(
	struct audit *t, struct arena *a, int64_t dispatch, int64_t id, struct err *e) CHECKED;

#endif
