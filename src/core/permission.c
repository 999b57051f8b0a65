#include "core/permission.h"

#include "lib/base/text.h"

static const struct {
	const char *code, *name;
} roles_table[ROLES] = {
	[ROLE_OFFICER] = { "officer", "cán bộ phụ trách" },
	[ROLE_DESK] = { "desk", "một cửa" },
	[ROLE_STATION] = { "station", "đài truyền thanh" },
	[ROLE_EDITOR] = { "editor", "biên tập" },
	[ROLE_LEADER] = { "leader", "lãnh đạo" },
	[ROLE_ADMIN] = { "administrator", "quản trị" },
	[ROLE_GROUP_HEAD] = { "group_head", "tổ trưởng" },
	[ROLE_READER] = { "reader", "cấp trên" },
};

enum {
	OFFICER = ROLE(ROLE_OFFICER),
	DESK = ROLE(ROLE_DESK),
	STATION = ROLE(ROLE_STATION),
	EDITOR = ROLE(ROLE_EDITOR),
	LEADER = ROLE(ROLE_LEADER),
	ADMIN = ROLE(ROLE_ADMIN),
	HEAD = ROLE(ROLE_GROUP_HEAD),
	READER = ROLE(ROLE_READER),
	STAFF = OFFICER | DESK | STATION | EDITOR | LEADER,
};

/* The administrator runs the system and reads its log, but has no hand in what the commune reports;
 * somebody who does both has both roles. */
static const struct {
	const char *name;
	unsigned roles;
	const char *label;
} table[PERMISSIONS] = {
	[MAY_ACTIVITY_ADD] = { "activity.add", STAFF | HEAD, "Ghi hoạt động" },
	[MAY_ACTIVITY_READ] = { "activity.read", STAFF | ADMIN | READER | HEAD, "Xem hoạt động" },
	[MAY_ACTIVITY_READ_ANY] = { "activity.read.any", STAFF | ADMIN | READER,
		"Xem hoạt động của mọi người (không có: chỉ của mình)" },
	[MAY_ACTIVITY_EDIT_OWN] = { "activity.edit.own", STAFF | HEAD,
		"Sửa hoạt động do mình ghi" },
	[MAY_ACTIVITY_EDIT_ANY] = { "activity.edit.any", OFFICER, "Sửa hoạt động của người khác" },
	[MAY_PLAN_READ] = { "plan.read", STAFF | ADMIN | READER, "Xem kế hoạch" },
	[MAY_PLAN_EDIT] = { "plan.edit", OFFICER, "Lập, sửa kế hoạch" },
	[MAY_REQUEST_EDIT] = { "request.edit", OFFICER | LEADER, "Nhập yêu cầu của cấp trên" },
	[MAY_REPORT_READ] = { "report.read", STAFF | ADMIN | READER, "Xem báo cáo" },
	[MAY_REPORT_EDIT] = { "report.edit", OFFICER, "Soạn báo cáo" },
	[MAY_REPORT_CHECK] = { "report.check", OFFICER | EDITOR | LEADER,
		"Kiểm tra nội dung, thể thức" },
	[MAY_REPORT_APPROVE] = { "report.approve", LEADER, "Duyệt, ký báo cáo, kế hoạch" },
	[MAY_REPORT_ISSUE] = { "report.issue", OFFICER | LEADER, "Ban hành: số, bản ký, gửi đi" },
	[MAY_DOCREG_READ] = { "docreg.read", STAFF | ADMIN | READER, "Xem sổ đăng ký văn bản đi" },
	[MAY_DOCREG_REGISTER] = { "docreg.register", OFFICER, "Vào sổ văn bản đi" },
	[MAY_FIGURES_READ] = { "figures.read", STAFF | ADMIN | READER, "Xem số liệu" },
	[MAY_STATION_EDIT] = { "station.edit", OFFICER | STATION, "Làm bản tin của đài" },
	[MAY_NEWS_READ] = { "news.read", OFFICER | EDITOR | LEADER, "Xem tin, bài chưa đăng" },
	[MAY_PROCEDURE_READ] = { "procedure.read", STAFF | ADMIN | READER,
		"Xem danh mục thủ tục, niêm yết, rà soát" },
	[MAY_PROCEDURE_EDIT] = { "procedure.edit", OFFICER | DESK,
		"Cập nhật thủ tục, ngày nghỉ, niêm yết, rà soát" },
	[MAY_NEWS_EDIT] = { "news.edit", OFFICER | EDITOR, "Soạn tin, bài" },
	[MAY_NEWS_PUBLISH] = { "news.publish", EDITOR | LEADER, "Đăng tin, bài" },
	[MAY_USER_MANAGE] = { "user.manage", ADMIN, "Quản lý người dùng" },
	[MAY_SETTINGS_EDIT] = { "settings.edit", ADMIN, "Sửa cài đặt" },
	[MAY_AUDIT_READ] = { "audit.read", ADMIN | LEADER, "Xem nhật ký" },
	[MAY_SELF_EDIT] = { "self.edit", STAFF | ADMIN | READER,
		"Đổi mật khẩu, xác thực hai lớp của mình" },
};

const char *role_code(enum role r)
{
	return roles_table[r].code;
}

const char *role_name(enum role r)
{
	return roles_table[r].name;
}

const char *role_title(struct arena *a, enum role r)
{
	return text_capital(a, role_name(r));
}

bool role_find(struct arena *a, const char *text, enum role *out)
{
	const char *folded = text_fold(a, text);
	for (int r = 0; r < ROLES; r++)
		if (text_eq(folded, roles_table[r].code) ||
			text_eq(folded, text_fold(a, roles_table[r].name))) {
			*out = (enum role)r;
			return true;
		}
	return false;
}

const char *roles_names(struct arena *a, unsigned roles)
{
	struct texts list = { 0 };
	for (int r = 0; r < ROLES; r++)
		if (roles & ROLE(r))
			ARENA_PUSH(a, &list, roles_table[r].name);
	return text_join(a, &list, ", ");
}

const char *permission_name(enum permission p)
{
	return table[p].name;
}

const char *permission_label(enum permission p)
{
	return table[p].label;
}

enum permission permission_find(const char *name)
{
	enum permission p = 0;
	if (!name)
		return PERMISSIONS;
	while (p < PERMISSIONS && !text_eq(table[p].name, name))
		p++;
	return p;
}

unsigned permission_roles(enum permission p)
{
	return table[p].roles;
}

bool permission_allows(unsigned roles, enum permission p)
{
	return (permission_roles(p) & roles) != 0;
}

enum rc approval_check(const struct approval *x, struct err *e)
{
	if (!permission_allows(x->roles, MAY_REPORT_APPROVE))
		return ERR(e, RC_DENIED, NULL,
			"chỉ người có thẩm quyền ký mới duyệt được bản thảo (Nghị định 30/2020/NĐ-CP)");
	if (x->author == x->approver && !x->own_allowed)
		return ERR(e, RC_DENIED, NULL,
			"người soạn không tự duyệt bản thảo của mình; quản trị có thể cho phép trong cài "
			"đặt");
	return RC_OK;
}
