/* What is shown once: a link or a password, with the words to send it by. */
#include "features/people/people_int.h"

static enum rc answer(struct web *w, struct secret_view *v, const struct user *u)
{
	v->page = web_page(w, v->title);
	v->back = arena_printf(w->a, "/nguoi-dung/%lld", (long long)u->id);
	v->message.name = "tin-nhan";
	v->message.label = "Lời nhắn để gửi";
	v->message.rows = 6;
	struct buf b = web_buf(w);
	secret_html(&b, v);
	return web_reply(w, 200, &b);
}

enum rc secret_link(struct web *w, const struct user *u, const char *token)
{
	const char *site = NULL;
	enum rc rc = web_site(w, &site);
	if (rc)
		return rc;
	const char *link = arena_printf(w->a, "%s%s%s", site, SIGN_IN_LINK, token);
	struct secret_view v = { .title = arena_printf(w->a, "Liên kết của %s", u->name),
		.link = link,
		.message = { .hint = "Gửi riêng cho người này. Ai có liên kết thì vào được.",
			.value = arena_printf(w->a,
				"Kính gửi %s. Đây là liên kết riêng để ghi hoạt động tuyên truyền của tổ, "
				"thôn (UBND %s):\n%s\nXin không chuyển cho người khác. Mất điện thoại thì "
				"báo ngay cho cán bộ phụ trách.",
				u->name, w->unit_name, link) } };
	return answer(w, &v, u);
}

enum rc secret_password(struct web *w, const struct user *u, const char *password)
{
	const char *site = NULL;
	enum rc rc = web_site(w, &site);
	if (rc)
		return rc;
	struct secret_view v = { .title = arena_printf(w->a, "Mật khẩu của %s", u->name),
		.login = u->login,
		.password = password,
		.message = { .hint = "Nên gửi tên đăng nhập và mật khẩu theo hai đường khác nhau.",
			.value = arena_printf(w->a,
				"Kính gửi %s. Địa chỉ của Loa (UBND %s): %s\nTên đăng nhập: %s\nMật khẩu: "
				"%s\nVào rồi xin đổi ngay mật khẩu ở trang Tài khoản.",
				u->name, w->unit_name, site, u->login, password) } };
	return answer(w, &v, u);
}
