/* What the pages of the way show. */
#ifndef FEATURES_DISPATCH_DISPATCH_PAGE_H
#define FEATURES_DISPATCH_DISPATCH_PAGE_H

#include "core/web/frame.h"
#include "core/web/history.h"
#include "core/web/web.h"
#include "features/check/check.h"
#include "features/dispatch/dispatch_int.h"
#include "features/dispatch/shown.h"
#include "features/dispatch/signing.h"
#include "features/dispatch/thing.h"
#include "features/docreg/docreg.h"

/* One document as a handler found it. */
struct way {
	struct thing thing;
	struct dispatch d;
	struct dispatch_frozen frozen; /* where d.frozen_id is set */
	struct document document; /* number 0: none yet */
	bool has_signed;
	struct dispatch_signed signed_file;
	const struct frozen
		*shown; /* what was approved, else what it is now; NULL: cannot be built */
	const struct form *refused; /* a form of its page, to be shown with its errors; NULL */
};

/* The document of {loai} and {so} in the address. */
enum rc way_load(struct web *w, struct way *out) CHECKED;
/* The same by its row, for those who read it: of what was approved only that, nothing of what its
 * records say now. */
enum rc way_of(struct web *w, const struct dispatch *d, struct way *out) CHECKED;
/* The document's tree with the number and the day that it has by now. */
struct doc way_document(struct arena *a, const struct way *x);
/* Was it approved, and its record says other words since? */
bool way_rewritten(struct arena *a, const struct way *x);
/* DOCX or PDF of it. */
enum rc way_render(struct web *w, const struct way *x, const char *verb, struct bytes *out) CHECKED;
struct dispatch_doer way_doer(const struct web *w);
/* Takes the number out of the record it was made of; its day is what it was when approved. */
enum rc way_drop_number(struct web *w, struct audit *t, const struct way *x) CHECKED;
/* Who may sign, in which form, on the document's day. */
enum rc way_signing(struct web *w, const struct way *x, struct sign_findings *out) CHECKED;
/* Has it number and day although it was not approved here? It was issued outside Loa. */
bool way_outside(const struct way *x);
/* The document's page, with what is wrong in the notice; status 200, 409, 422. */
enum rc way_show(struct web *w, struct way *x, int status, const char *wrong) CHECKED;
/* The page again, for who is too late: says who moved it. RC_OK: answered. */
enum rc way_late(struct web *w, struct way *x) CHECKED;

/* The number and the signed file, as the page shows them while it is approved. */
struct issue_view {
	bool open; /* may still be entered */
	bool own_numbers;
	struct form number, upload; /* issue_web.c */
	const char *number_line; /* "05/BC-UBND, ngày 05/4/2024"; NULL: none yet */
	const struct part_row *signed_rows; /* about the file; n 0: none yet */
	size_t signed_n;
	const char *signed_href;
	const struct part_table *differences; /* NULL: none */
	bool sound;
};
enum rc issue_view(struct web *w, const struct way *x, struct issue_view *out) CHECKED;

/* Who received it, as the page shows it once it is issued. */
struct sending_retry {
	const char *name, *action; /* where the form goes that lets it go out again */
};
struct sent_view {
	struct part_table table;
	const struct sending_retry *retries; /* mails that did not go out */
	size_t retries_n;
	/* For who may send: the recipients' own links, whole. */
	const struct part_row *links;
	size_t links_n;
	const char *site_hint; /* the links' address is a guess; NULL: it is set */
	const struct form *hand; /* links that wait to be handed over; NULL: none */
	bool any;
};
enum rc sent_view(struct web *w, const struct way *x, struct sent_view *out) CHECKED;

struct dispatch_view {
	struct page page;
	struct web_form form;
	const struct way *way;
	const char *state, *since, *waits; /* waits: who is waited for; NULL: nobody */
	enum part_tone tone;
	const struct widget_button *buttons;
	size_t buttons_n;
	struct widget note;
	const char *seal; /* of what the page shows: approving approves this and nothing newer */
	const char *barred; /* why this person cannot approve; NULL */
	struct sign_findings signing;
	struct part_table findings; /* of the checker */
	struct part_table history;
	struct frozen_changes changes; /* of figures */
	bool rewritten; /* the text is another one now, where there are no figures */
	bool compared, may_send, is_public;
	bool outside; /* issued before it came here: it goes no way */
	bool unsigned_yet; /* nobody could sign it: it cannot go its way */
	const char *signer_page; /* where the signer is written; NULL: not for this person */
	struct issue_view issue;
	struct sent_view sent;
	struct doc doc;
};
void dispatch_html(struct buf *b, const struct dispatch_view *v);
/* The figures' records under a document: also on public pages. shown: with what of their evidence
 * the public may see; NULL: without. */
void frozen_sources(struct buf *b, const struct frozen *f, const struct shown *shown);

struct dispatch_list_view {
	struct page page;
	struct part_table table;
};
void dispatch_list_html(struct buf *b, const struct dispatch_list_view *v);

/* records.c: for the history */
enum { DISPATCH_RECORDS = 4 };
extern const struct web_record dispatch_records[DISPATCH_RECORDS];

#endif
