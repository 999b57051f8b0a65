/* A page that is one form: most of what people fill in needs no template of its own. */
#ifndef CORE_WEB_FORM_PAGE_H
#define CORE_WEB_FORM_PAGE_H

#include "core/audit.h"
#include "core/web/frame.h"
#include "lib/http/form.h"

struct web_form_page {
	struct page page; /* its title is the h1 */
	const char *intro; /* a sentence above the form; NULL */
	const char *problem; /* what is wrong with the form as a whole; NULL */
	const char *action;
	struct web_form hidden;
	const char *key_name, *key; /* one more hidden field: what the form is about; NULL */
	const struct form *form;
	const char *const *hints; /* for each field, NULL entries too; NULL: no field has one */
	const char *submit; /* "Lưu" */
	const char *cancel; /* where to go without saving, a visitor back; NULL */
	bool files; /* it has fields for files */
};
void web_form_page_html(struct buf *b, const struct web_form_page *v);
/* With the form's errors. Status 200 where there is nothing wrong, 422 where there is, 409 where
 * v->problem says that somebody else was first. */
enum rc web_form_page(struct web *w, struct web_form_page *v) CHECKED;
/* "Người A đã sửa ... lúc 05/3/2024 14:05 ...": for v->problem, where web_is_stale; NULL where the
 * form is of the newest version. kind and object: of the audit; what: "kế hoạch này". */
enum rc web_stale(struct web *w, int64_t version, const struct audit_query *of, const char *what,
	const char **problem) CHECKED;

/* The text that stands in the i-th field before anything was typed; NULL: nothing. */
void web_put(struct form *f, size_t i, const char *text);

#endif
