/* What a commune has chosen (cài đặt). One table says which settings there are; what was never
 * chosen has its default. */
#ifndef CORE_SETTING_H
#define CORE_SETTING_H

#include <stdbool.h>

#include "core/audit.h"

enum setting {
	SETTING_OWN_APPROVAL, /* "1": an author may approve his own draft */
	SETTING_OWN_NUMBERS, /* "1": Loa numbers documents and keeps the register itself */
	SETTING_ONE_SERIES, /* "1": all kinds of documents share one series of numbers */
	SETTING_SITE, /* address of the office as people reach it: "https://ba-to.tinh.gov.vn" */
	SETTING_MAIL_SERVER, /* "smtp://mail.tinh.gov.vn:587"; "": no mail is sent */
	SETTING_MAIL_USER,
	SETTING_MAIL_PASSWORD, /* never shown, never in the audit, sealed at rest (core/seal.h) */
	SETTING_MAIL_FROM, /* "ubnd@ba-to.tinh.gov.vn" */
	SETTING_DESK_PLACE, /* where procedures are handed in: lines */
	SETTING_DESK_HOURS,
	SETTING_FEEDBACK, /* address, telephone, mail for feedback: lines of the notice that hangs
			   */
	SETTING_POSTING_DAYS, /* after so many days a sheet that hangs is looked at again */
	SETTING_SERVICE_PORTAL, /* of online public services, for procedures without an address */
	SETTING_TRUSTED_CA, /* PEM of the certificates that signatures are checked against */
	/* Of the unit, for its public pages; "" where nothing was said, and then left out there. */
	SETTING_ADDRESS,
	SETTING_PHONE,
	SETTING_EMAIL,
	SETTING_HOURS, /* lines */
	SETTING_RECEPTION, /* lines: when citizens are received, by whom, where */
	SETTING_DUTIES, /* lines: what the office does */
	SETTING_PARTS, /* a line each: part; who leads it; phone; mail */
	SETTINGS
};

enum setting_kind { SETTING_TEXT, SETTING_LINES, SETTING_SWITCH, SETTING_HIDDEN };

struct setting_row {
	const char *name; /* as stored, and in addresses of forms */
	enum setting_kind kind;
	const char *label, *hint; /* Vietnamese; hint NULL: none */
	const char *initial; /* the default */
};

/* The rows in the order of the enum. */
const struct setting_row *setting_row(enum setting s);

/* *out is never NULL. */
enum rc setting_get(
	struct db *d, struct arena *a, enum setting s, const char **out, struct err *e) CHECKED;
enum rc setting_on(struct db *d, enum setting s, bool *out, struct err *e) CHECKED;
/* RC_INVALID, in words for the person: it cannot be that. */
enum rc setting_check(enum setting s, const char *value, struct err *e) CHECKED;
/* Checked. Nothing happens where it has that value already. */
enum rc setting_set(
	struct audit *t, struct arena *a, enum setting s, const char *value, struct err *e) CHECKED;

#endif
