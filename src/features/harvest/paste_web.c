/* /thu-thap/dan: links of what was posted where there is no feed (Facebook, Zalo...), one a line.
 */
#include <string.h>

#include "features/harvest/harvest_page.h"
#include "lib/base/text.h"
#include "lib/fetch/link.h"

enum { LINKS_MAX = 50 };

enum { LINKS, CHANNEL, FIELDS };
static const struct form_field fields[FIELDS] = {
	[LINKS] = { "lien-ket", FORM_LINES, true, "Liên kết, mỗi dòng một liên kết" },
	[CHANNEL] = { "kenh", FORM_CHOICE, true, "Ghi vào kênh", .choices = harvest_channels },
};

static const char *const hints[FIELDS] = {
	[LINKS] =
		"Loa đọc từng trang để lấy tên và ngày. Trang nào không đọc được (Facebook, Zalo thường đòi đăng nhập) thì anh chị nhập tên và ngày ở danh sách chờ xác nhận.",
};

static enum rc show_form(struct web *w, const struct form *f)
{
	struct web_form_page v = { .page = web_page(w, "Dán liên kết đã đăng"),
		.action = "/thu-thap/dan",
		.hidden = web_form(w, 0),
		.form = f,
		.hints = hints,
		.submit = "Nhận liên kết",
		.cancel = "/thu-thap" };
	v.page.back = v.cancel;
	return web_form_page(w, &v);
}

static enum rc form(struct web *w)
{
	struct form f;
	form_init(&f, w->a, fields, FIELDS);
	web_put(&f, CHANNEL, "portal");
	return show_form(w, &f);
}

static bool is_pasted(struct web *w, const struct harvest_finds *list, const char *link)
{
	const char *key = link_key(w->a, link);
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(link_key(w->a, list->v[i].link), key))
			return true;
	return false;
}

/* The first line that is no link is told with its number. */
static const char *read_links(struct web *w, const char *typed, struct harvest_finds *out)
{
	int line = 0;
	for (const char *p = typed; *p;) {
		size_t n = strcspn(p, "\n");
		const char *s = text_trim(w->a, arena_strndup(w->a, p, n));
		const char *link = *s ? link_resolve(w->a, NULL, s) : NULL;
		line++;
		p += n + (p[n] == '\n');
		if (!*s)
			continue;
		if (!link)
			return arena_printf(w->a,
				"Dòng %d không phải liên kết viết đủ như https://trang-mau.vn/tin-1: “%.80s”",
				line, arena_strndup(w->a, s, text_check(s, strnlen(s, 80))));
		struct harvest_find x = {
			.link = link, .title = "", .summary = "", .day_note = ""
		};
		if (out->n <= LINKS_MAX && !is_pasted(w, out, link))
			ARENA_PUSH(w->a, out, x);
	}
	return out->n > LINKS_MAX ? "Mỗi lần chỉ nhận đến 50 liên kết." : NULL;
}

/* To the list, with what came of it: what was known is told there, item by item. */
static const char *result(struct web *w, const struct harvest_gain *gain)
{
	struct buf b;
	enum { ADDRESS_MAX = 2000 };
	buf_init(&b, w->a, ADDRESS_MAX);
	buf_printf(&b, "/thu-thap?loc=tat-ca&da-dan=%zu", gain->fresh);
	for (size_t i = 0; i < gain->known.n; i++)
		buf_printf(&b, "%s%lld", i ? "," : "&da-co=", (long long)gain->known.v[i]);
	return b.p;
}

static enum rc paste(struct web *w)
{
	struct form f;
	struct err wrong;
	struct harvest_finds finds = { .at = w->now };
	struct harvest_gain gain = { 0 };
	err_init(&wrong, w->a);
	enum rc rc = form_read(&f, w->rq, fields, FIELDS, &wrong);
	if (rc && rc != RC_INVALID)
		return rc;
	const char *problem = rc ? NULL : read_links(w, f.v[LINKS].text, &finds);
	if (problem)
		form_fail(&f, LINKS, problem);
	finds.channel = f.v[CHANNEL].text;
	if (!f.errors) {
		rc = harvest_take_few(w->db, w->a, &finds, &gain, &w->e);
		if (rc)
			return rc;
	}
	if (!f.errors && !gain.fresh)
		form_fail(&f, LINKS,
			"Các liên kết này đã có từ trước: mỗi tin chỉ nhận một lần. Xem ở “Chờ xác nhận”, “Đã ghi”, “Đã bỏ”.");
	if (f.errors)
		return show_form(w, &f);
	reply_redirect(w->rp, result(w, &gain));
	return RC_OK;
}

static const struct web_route routes[] = {
	WEB_GET("/thu-thap/dan", .handler = form, .permission = "news.edit"),
	WEB_POST("/thu-thap/dan", .handler = paste, .permission = "news.edit"),
};

const struct web_routes harvest_paste_routes = { .v = routes, .n = sizeof routes / sizeof *routes };
