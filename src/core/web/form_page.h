/* A page that is one form: most of what people fill in needs no template of its own. */
#ifndef CORE_WEB_FORM_PAGE_H
#define CORE_WEB_FORM_PAGE_H

#include "core/web/frame.h"
#include "lib/http/form.h"

struct web_form_page {
	struct page page; /* its title is the h1 */
	const char *intro; /* a sentence above the form; NULL */
	const char *action;
	struct web_form hidden;
	const char *key_name, *key; /* one more hidden field: what the form is about; NULL */
	const struct form *form;
	const char *const *hints; /* for each field, NULL entries too; NULL: no field has one */
	const char *submit; /* "Lưu" */
	const char *cancel; /* where to go without saving; NULL */
	bool files; /* it has fields for files */
};
void web_form_page_html(struct buf *b, const struct web_form_page *v);
/* With the form's errors; status 422 where there are any, else 200, or 409 where v->page.notice
 * says that somebody else was first. */
enum rc web_form_page(struct web *w, struct web_form_page *v, int status) CHECKED;

/* The text that stands in the i-th field before anything was typed; NULL: nothing. */
void web_put(struct form *f, size_t i, const char *text);

#endif
