/* Who receives documents (nơi nhận), over time: "UBND huyện" until 30/6/2025, then who took its
 * place. */
#ifndef FEATURES_DISPATCH_RECIPIENT_H
#define FEATURES_DISPATCH_RECIPIENT_H

#include "core/audit.h"
#include "lib/base/date.h"

struct recipient {
	int64_t id, version;
	const char *name; /* as printed: "UBND huyện" */
	struct texts also; /* other ways to write it */
	struct texts emails, groups;
	struct date from, to; /* both within; {0}: open */
	int64_t successor; /* 0: none */
};

struct recipients {
	struct recipient *v;
	size_t n, cap;
};

/* One line of "Nơi nhận" or "Kính gửi", and who it is. */
struct recipient_match {
	const char *printed; /* without ";" and "." at its end */
	const struct recipient *found; /* NULL: not in the directory */
	const struct recipient *now; /* who receives in its place where it is no more; else found */
	bool copy_only; /* "Lưu: VT, ...": the copy that is kept, nobody to send to */
	bool as_above; /* "Như trên": the addressees of Kính gửi */
};

struct recipient_matches {
	struct recipient_match *v;
	size_t n, cap;
};

/* Is it in the directory on that day? An unknown part of the day counts as the first. */
bool recipient_holds(const struct recipient *r, struct date day);
/* Names are compared letter by letter but for capitals and blanks: Ba Tơ is not Ba Tô. */
void recipients_match(struct arena *a, const struct recipients *list, const struct texts *printed,
	struct date day, struct recipient_matches *out);
/* Each line must look like one address; NULL: they do, else what is wrong. */
const char *recipient_emails_wrong(struct arena *a, const struct texts *emails);

/* --- recipient_store.c --- */

enum rc recipients_load(
	struct db *d, struct arena *a, struct recipients *out, struct err *e) CHECKED;
enum rc recipient_get(
	struct db *d, struct arena *a, int64_t id, struct recipient *out, struct err *e) CHECKED;
/* id 0: a new one. RC_CONFLICT: somebody changed it since x->version. */
enum rc recipient_put(struct audit *t, struct arena *a, struct recipient *x, struct err *e) CHECKED;

#endif
