/* Sending a message by an SMTP server. The message is put together here (RFC 5322, MIME) and handed
 * over by loa-worker, which takes up to two minutes: call it on a lane for slow work, outside any
 * transaction. */
#ifndef LIB_MAIL_MAIL_H
#define LIB_MAIL_MAIL_H

#include <stdbool.h>

#include "lib/worker/worker.h"

struct mail_server {
	const char *url; /* smtp://host[:port] or smtps://host[:port]; nothing else in it */
	const char *user, *password; /* NULL: none */
	bool starttls; /* smtp:// only: go on only under TLS (always asked for with a password) */
	const char *authorities; /* a file of certificates in PEM; NULL: those of the system */
};

struct mail_person {
	const char *name; /* NULL or "": the address alone */
	const char *address;
};

struct mail_file {
	const char *name; /* with its extension, Vietnamese allowed */
	const char *type; /* "application/pdf" */
	struct bytes bytes;
};

struct mail {
	struct mail_person from;
	const struct mail_person *to;
	size_t to_n;
	const char *subject;
	const char *text; /* plain, lines end in "\n" */
	const struct mail_file *files;
	size_t files_n;
	/* "local-part@domain" without brackets, chosen and kept by the caller before the first try:
	 * a try that ended in MAIL_UNKNOWN is repeated with the same one, so that it can be
	 * recognised. */
	const char *id;
	long long at; /* Unix seconds: the Date field, shown in +0700 */
};

enum { MAIL_RECIPIENTS_MAX = 100, MAIL_FILES_MAX = 20 << 20 /* bytes of all files */ };

enum mail_outcome {
	MAIL_ACCEPTED, /* the server took it for this address; not: it has arrived */
	MAIL_LATER, /* not taken now: try again */
	MAIL_REFUSED, /* not taken, and trying again will not help */
	MAIL_UNKNOWN /* sent, but the line broke before the server's answer */
};

struct mail_answer {
	const char *address;
	enum mail_outcome outcome;
	int code; /* of SMTP; 0: no answer came */
	const char
		*words; /* a Vietnamese sentence, with the server's own words where there are any */
};

/* out[to_n], in the order of m->to, filled with RC_OK: whether a server could be reached or not,
 * what became of each address is told there. RC_INVALID (field named): an address, name, subject or
 * file name that cannot be sent, such as one with a line end; no recipient; too large. RC_FAIL:
 * loa-worker is missing or broke: whether anything was sent is not known. */
enum rc mail_send(struct arena *a, const struct mail_server *server, const struct mail *m,
	struct mail_answer *out, struct err *e) CHECKED;

/* Whether it can stand as an address: ASCII, one "@", a domain with a dot, no blanks. */
bool mail_address_ok(const char *s);

/* The message alone, as it is sent. */
enum rc mail_compose(
	struct arena *a, const struct mail *m, struct bytes *out, struct err *e) CHECKED;

#endif
