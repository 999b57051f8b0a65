/* Review of procedures (rà soát): to amend or abolish, with what complying costs people before and
 * after. The sum follows the usual form of the compliance cost (domain: activities x (time x income
 * + service + fee + other)); its article and the income of an hour were not confirmed, so all
 * figures are the commune's own and pages call the way of counting a suggestion. */
#ifndef FEATURES_PROCEDURE_REVIEW_H
#define FEATURES_PROCEDURE_REVIEW_H

#include "core/unit.h"
#include "features/procedure/procedure.h"
#include "lib/doc/doc.h"

enum review_action { REVIEW_AMEND, REVIEW_ABOLISH, REVIEW_ACTIONS };
const char *review_action_code(enum review_action x); /* "amend" */
const char *review_action_name(enum review_action x); /* "sửa đổi, bổ sung" */

struct review_activity {
	const char *name; /* one of review_kinds */
	int64_t hours; /* thousandths */
	int64_t income, service, fee, other; /* đồng; income: of an hour */
};
struct review_cost {
	struct review_activity *v;
	size_t n, cap;
};
/* The six kinds of activities, "; " between them; the i-th alone, NULL behind the last. */
const char *review_kinds(struct arena *a);
const char *review_kind(size_t i);
/* Lines "nộp hồ sơ | 1,5 giờ | 30.000 | 0 | 0 | 20.000": kind, hours, income of an hour, hired
 * service, fees, other. What is wrong, or NULL. */
const char *review_parse(struct arena *a, const char *text, struct review_cost *out);

struct review {
	int64_t id, version, procedure, year, times, people, account;
	enum review_action action;
	const char *reason, *proposal, *before, *after; /* before, after: lines of review_parse */
	const char *code, *name; /* filled by loading */
};
struct reviews {
	struct review *v;
	size_t n, cap;
};
/* What a year costs all people, and what is saved, in hundredths of a percent; 0 where nothing was
 * paid before. An abolished procedure costs nothing after. */
struct review_sum {
	int64_t once_before, once_after, year_before, year_after, saved;
};
struct review_sum review_sum(struct arena *a, const struct review *x);
int64_t review_activity_cost(const struct review_activity *x); /* đồng, once */
/* Were any costs entered? Without them there is nothing to compare. */
bool review_counted(struct arena *a, const struct review *x);
/* So much for one filing, so often, by so many: more than anybody spends, and than can be counted.
 */
bool review_too_much(struct arena *a, const struct review *x);
/* In hundredths of a percent, rounded; 0 where nothing was paid before. */
int64_t review_saved(int64_t before, int64_t after);
const char *review_percent(struct arena *a, int64_t hundredths); /* "77,44 %" */

/* --- review_doc.c: the proposal of a year, as it is signed and sent up --- */

/* What the office says once a year beside the proposals: Nghị định 30/2020/NĐ-CP, Annex I, 7 and
 * 9. */
struct review_letter {
	int64_t version, year; /* version 0: nothing was said for this year */
	const char *basis; /* "Kế hoạch số 12/KH-UBND ngày ..."; "" */
	const char *addressees, *recipients; /* lines */
	const char *signing, *signer; /* signing: lines; signer: "" not known */
};
/* What stands there before anything was said: the province, a copy kept, the chairperson. */
struct review_letter review_letter_usual(struct arena *a, const struct unit *u, struct date day);
struct review_sender {
	const char *name; /* "UBND xã Ba Tơ" */
	const struct review_letter *letter;
};
/* Into a head of core/doc_head.h. */
void review_document(struct arena *a, const struct reviews *all, const struct review_sender *from,
	struct doc *out);

/* --- review_store.c --- */
enum rc review_list(struct db *d, struct arena *a, int64_t year, struct reviews *out,
	struct err *e) CHECKED; /* year 0: all */
enum rc review_get(
	struct db *d, struct arena *a, int64_t id, struct review *out, struct err *e) CHECKED;
enum rc review_put(struct audit *t, struct arena *a, const struct review *x, int64_t *id,
	struct err *e) CHECKED;

/* Of that year; else the last one before it, with version 0; RC_NOTFOUND: nobody ever said any. */
enum rc review_letter_get(struct db *d, struct arena *a, int64_t year, struct review_letter *out,
	struct err *e) CHECKED;
/* RC_CONFLICT: x->version is not the newest. */
enum rc review_letter_put(
	struct audit *t, struct arena *a, const struct review_letter *x, struct err *e) CHECKED;

#endif
