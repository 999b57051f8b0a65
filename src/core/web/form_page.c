#include "core/web/form_page.h"

enum rc web_form_page(struct web *w, struct web_form_page *v, int status)
{
	web_errors(w->a, v->form, &v->page);
	struct buf b = web_buf(w);
	web_form_page_html(&b, v);
	return web_reply(w, status, &b);
}

void web_put(struct form *f, size_t i, const char *text)
{
	f->v[i].typed = text ? text : "";
}
