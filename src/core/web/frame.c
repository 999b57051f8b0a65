#include "core/web/frame.h"

#include "lib/base/text.h"

static const struct {
	const char *text, *href;
	enum permission permission;
} menu[] = {
	{ "Số liệu", "/so-lieu", MAY_FIGURES_READ },
	{ "Báo cáo", "/bao-cao", MAY_REPORT_READ },
};

enum { ITEMS = sizeof menu / sizeof *menu, PAGE_MAX = 64 << 20 };

struct page web_page(struct web *w, const char *title)
{
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, ITEMS);
	struct page p = { .title = title,
		.commune = w->unit_name ? arena_printf(w->a, "UBND %s", w->unit_name) : "Loa",
		.menu = links };
	for (size_t i = 0; i < ITEMS; i++)
		if (web_may(w, menu[i].permission))
			links[p.menu_n++] = (struct part_link){ .text = menu[i].text,
				.href = menu[i].href,
				.current = text_has_prefix(w->rq->path, menu[i].href) };
	if (w->session && w->session->ready) {
		p.person = w->session->name;
		p.role = roles_names(w->a, w->session->roles);
		p.account = "/tai-khoan";
		p.sign_out = "/dang-xuat";
		p.csrf = w->csrf;
	}
	return p;
}

struct buf web_buf(struct web *w)
{
	struct buf b;
	buf_init(&b, w->a, PAGE_MAX);
	return b;
}

enum rc web_reply(struct web *w, int status, const struct buf *b)
{
	reply_page(w->rp, status, b);
	/* A page for one person holds the token of his forms. */
	w->rp->secret = w->session != NULL;
	return RC_OK;
}
