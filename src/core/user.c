#include "core/user.h"

#include <string.h>

#include "lib/base/text.h"

enum { LOGIN_MIN = 2, LOGIN_MAX = 32 };

static bool is_reserved(const char *login)
{
	static const char *const names[] = { AUDIT_SYSTEM, AUDIT_IMPORT, "loa", "root" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(names[i], login))
			return true;
	return false;
}

enum rc user_login_check(struct arena *a, const char *text, const char **login, struct err *e)
{
	char *s = arena_strdup(a, text);
	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	size_t n = strlen(s);
	if (n < LOGIN_MIN || n > LOGIN_MAX || *s < 'a' || *s > 'z' ||
		strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") != n)
		return ERR(e, RC_INVALID, "login",
			"tên đăng nhập gồm %d đến %d ký tự a-z, 0-9, '.', '_', '-', bắt đầu bằng chữ",
			LOGIN_MIN, LOGIN_MAX);
	if (is_reserved(s))
		return ERR(e, RC_INVALID, "login", "tên đăng nhập “%s” dành riêng cho hệ thống", s);
	*login = s;
	return RC_OK;
}

enum rc user_roles_check(unsigned roles, struct err *e)
{
	if (!roles)
		return ERR(e, RC_INVALID, "role", "phải có ít nhất một vai trò");
	if ((roles & ROLE(ROLE_GROUP_HEAD)) && roles != ROLE(ROLE_GROUP_HEAD))
		return ERR(e, RC_INVALID, "role",
			"tổ trưởng vào bằng liên kết cá nhân nên không kèm vai trò khác");
	return RC_OK;
}
