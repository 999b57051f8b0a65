#include "core/web/frame.h"

#include <string.h>
#include <time.h>

#include "core/token.h"
#include "lib/base/text.h"

enum { PAGE_MAX = 64 << 20 };

/* The item's page or one below it. */
static bool is_at(const struct web *w, const char *href)
{
	const char *path = w->rq->path;
	size_t n = strlen(href);
	return text_has_prefix(path, href) && (n == 1 ? !path[n] : !path[n] || path[n] == '/');
}

struct page web_page(struct web *w, const char *title)
{
	struct part_link *links = ARENA_ARRAY(w->a, struct part_link, w->menu->n);
	struct page p = { .title = title,
		.commune = w->unit_name ? arena_printf(w->a, "UBND %s", w->unit_name) : "Loa",
		.menu = links };
	for (size_t i = 0; i < w->menu->n; i++) {
		const struct web_item *m = &w->menu->v[i];
		if (web_may(w, m->permission))
			links[p.menu_n++] = (struct part_link){
				.text = m->text, .href = m->href, .current = is_at(w, m->href)
			};
	}
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

struct web_form web_form(struct web *w, int64_t version)
{
	const char *sent = w->rq->method == HTTP_POST ? request_field(w->rq, WEB_ONCE) : NULL;
	return (struct web_form){ w->csrf, sent ? sent : token_new(w->a), version };
}

void web_form_hidden(struct buf *b, const struct web_form *f)
{
	widget_hidden(b, PART_CSRF, f->csrf);
	widget_hidden(b, WEB_ONCE, f->once);
	if (f->version)
		widget_hidden(b, WEB_VERSION, arena_printf(b->a, "%lld", (long long)f->version));
}

enum { HO_CHI_MINH = 7 * 3600 };

int64_t web_day(struct date d)
{
	struct tm tm = { .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day };
	return (int64_t)timegm(&tm) - HO_CHI_MINH;
}

const char *web_moment(struct arena *a, int64_t at)
{
	time_t t = (time_t)at + HO_CHI_MINH;
	struct tm tm;
	gmtime_r(&t, &tm);
	struct date d = { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
	return arena_printf(a, "%s %02d:%02d", date_short(a, d), tm.tm_hour, tm.tm_min);
}
