/* Roles, and what each may do: one table for the commands and the pages alike. */
#ifndef CORE_PERMISSION_H
#define CORE_PERMISSION_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/err.h"

enum role {
	ROLE_OFFICER, /* cán bộ phụ trách */
	ROLE_DESK, /* bộ phận một cửa */
	ROLE_STATION, /* đài truyền thanh */
	ROLE_EDITOR, /* biên tập: tin, bài */
	ROLE_LEADER, /* lãnh đạo: duyệt, ký */
	ROLE_ADMIN, /* quản trị */
	ROLE_GROUP_HEAD, /* tổ trưởng tổ dân phố, trưởng thôn */
	ROLE_READER, /* cấp trên: chỉ xem */
	ROLES
};

/* A set of roles: bit 1 << role. */
#define ROLE(r) (1u << (r))

enum permission {
	MAY_ACTIVITY_ADD,
	MAY_ACTIVITY_READ, /* one's own entries */
	MAY_ACTIVITY_READ_ANY, /* everybody's */
	MAY_ACTIVITY_EDIT_OWN,
	MAY_ACTIVITY_EDIT_ANY,
	MAY_PLAN_READ,
	MAY_PLAN_EDIT,
	MAY_REQUEST_EDIT, /* requests from above */
	MAY_REPORT_READ,
	MAY_REPORT_EDIT,
	MAY_REPORT_CHECK, /* content and format */
	MAY_REPORT_APPROVE,
	MAY_REPORT_ISSUE, /* number, signed file, sending */
	MAY_DOCREG_READ,
	MAY_DOCREG_REGISTER,
	MAY_FIGURES_READ,
	MAY_STATION_EDIT,
	MAY_NEWS_READ, /* also what is not published yet */
	MAY_PROCEDURE_READ, /* the catalogue, reviews and postings in the office */
	MAY_PROCEDURE_EDIT,
	MAY_NEWS_EDIT,
	MAY_NEWS_PUBLISH,
	MAY_USER_MANAGE,
	MAY_SETTINGS_EDIT,
	MAY_AUDIT_READ,
	MAY_SELF_EDIT, /* own password, second factor, sessions */
	PERMISSIONS
};

const char *role_code(enum role r); /* "group_head": stored, and on the command line */
const char *role_name(enum role r); /* "tổ trưởng" */
const char *role_title(struct arena *a, enum role r); /* "Tổ trưởng" */
/* By code or by name, case and accents aside. False where there is none. */
bool role_find(struct arena *a, const char *text, enum role *out);
/* "cán bộ phụ trách, đài truyền thanh" */
const char *roles_names(struct arena *a, unsigned roles);

const char *permission_name(enum permission p); /* "report.approve" */
const char *permission_label(enum permission p); /* "Duyệt, ký báo cáo" */
/* By name; PERMISSIONS where there is none, and where name is NULL. */
enum permission permission_find(const char *name);
unsigned permission_roles(enum permission p); /* that have it: ROLE(r) | ... */
bool permission_allows(unsigned roles, enum permission p);

/* A draft before somebody who would approve it. */
struct approval {
	int64_t author, approver; /* accounts */
	unsigned roles; /* the approver's */
	bool own_allowed; /* setting: a commune with one person only */
};
/* The draft is approved by who may sign it (Nghị định 30/2020/NĐ-CP, Điều 10 to 13), and by another
 * person than its author unless the commune allows it. RC_DENIED says which. */
enum rc approval_check(const struct approval *x, struct err *e) CHECKED;

#endif
