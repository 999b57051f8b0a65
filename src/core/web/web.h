/* Between lib/http and lib/html: forms drawn from their tables, assets sent. */
#ifndef CORE_WEB_WEB_H
#define CORE_WEB_WEB_H

#include "lib/asset/asset.h"
#include "lib/html/page.h"
#include "lib/http/form.h"
#include "lib/http/reply.h"

/* The i-th field with what was typed and what is wrong with it, for a page that adds a hint or
 * another layout and draws it by itself. Lives in a. */
struct widget web_widget(struct arena *a, const struct form *f, size_t i);
/* The i-th field as it is: one choice of up to six as radios, of more as a list. */
void web_field(struct buf *b, const struct form *f, size_t i);
/* The same with a hint, which may be NULL. */
void web_field_hint(struct buf *b, const struct form *f, size_t i, const char *hint);
/* The errors of f for the summary of p, in the order of the table. */
void web_errors(struct arena *a, const struct form *f, struct page *p);

/* An asset in the shortest form the browser takes, to be kept for ever; 404 where the path of rq is
 * none. From memory: fit for an I/O thread. */
void web_asset(const struct request *rq, struct reply *rp);

#endif
