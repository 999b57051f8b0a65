/* Who may sign, and in which form: TM. KT. TL. TUQ. Q. (Nghị định 30/2020/NĐ-CP, Điều 13). The
 * lines above the name are compared with the posts that were held on that day and with the
 * delegations in force. What the law makes impossible blocks; what Loa merely does not know of is
 * told. */
#ifndef FEATURES_DISPATCH_SIGNING_H
#define FEATURES_DISPATCH_SIGNING_H

#include "core/audit.h"
#include "core/unit.h"

enum sign_form {
	SIGN_SELF, /* the head himself */
	SIGN_TM, /* thay mặt: for a body that decides together */
	SIGN_KT, /* ký thay: a deputy for the head */
	SIGN_TL, /* thừa lệnh: the head of a room */
	SIGN_TUQ, /* thừa ủy quyền */
	SIGN_Q /* quyền: acting head */
};
enum { SIGN_FORMS = SIGN_Q + 1 };

enum sign_need {
	SIGN_NEEDS_NOTHING,
	SIGN_NEEDS_TOLD, /* a delegation should be on record */
	SIGN_NEEDS_WRITTEN /* without one in writing it is not possible */
};

struct sign_rule {
	const char *code; /* "TUQ"; "" for SIGN_SELF */
	const char *name; /* "ký thừa ủy quyền" */
	enum sign_need need;
	const char *who; /* what the law says of it */
	const char *source;
	struct date in_force_from;
};

const struct sign_rule *sign_rule(enum sign_form f);
bool sign_form_find(const char *code, enum sign_form *out);

/* A delegation: giấy ủy quyền, phân công, quy chế. */
struct delegation {
	int64_t id, version;
	const char *person; /* who may sign */
	const char *title; /* what he is: "Trưởng phòng Văn hóa - Xã hội" */
	const char *from_title; /* for whom: "Chủ tịch" */
	enum sign_form form; /* KT, TL, TUQ */
	const char *scope; /* which documents, in words */
	struct date from, to; /* both within; to {0}: open */
	const char *document; /* that says so: "Giấy ủy quyền số 01/GUQ-UBND ngày ..." */
};

struct delegations {
	struct delegation *v;
	size_t n, cap;
};

struct sign_finding {
	bool blocks;
	const char *message, *source;
};

struct sign_findings {
	struct sign_finding *v;
	size_t n, cap;
};

/* What is signed, by whom, when. */
struct signing {
	const struct texts *lines; /* "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" */
	const char *signer; /* NULL: not named */
	struct date day;
	const struct unit *unit; /* its posts */
	const struct delegations *delegations;
};

/* --- delegation_store.c --- */

enum rc delegations_load(
	struct db *d, struct arena *a, struct delegations *out, struct err *e) CHECKED;
enum rc delegation_get(
	struct db *d, struct arena *a, int64_t id, struct delegation *out, struct err *e) CHECKED;
/* id 0: a new one. RC_CONFLICT: somebody changed it since x->version. */
enum rc delegation_put(
	struct audit *t, struct arena *a, struct delegation *x, struct err *e) CHECKED;
enum rc delegation_remove(
	struct audit *t, struct arena *a, const struct delegation *x, struct err *e) CHECKED;

/* --- signing.c --- */

void signing_check(struct arena *a, const struct signing *s, struct sign_findings *out);
bool signing_blocked(const struct sign_findings *list);

#endif
