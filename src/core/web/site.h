/* What visitors' pages have in common: the portal. Features put their places into its menu, their
 * blocks on its home (gate.h). */
#ifndef CORE_WEB_SITE_H
#define CORE_WEB_SITE_H

#include "core/web/gate.h"
#include "lib/html/page.h"

/* From the settings, into a. */
enum rc web_facts_load(
	struct db *d, struct arena *a, struct web_unit_facts *out, struct err *e) CHECKED;
/* Reads w->facts.alert. */
enum rc web_alert_load(struct web *w) CHECKED;
/* Makes p a page of the portal: menu, box to search by, contacts, links at its foot. */
void web_site_dress(struct web *w, struct page *p);
/* What search engines may say of the page; without it they leave the page out. */
void web_site_about(struct web *w, struct page *p, const char *about);

/* The portal's home: the blocks of all features in their order. */
enum rc web_home(struct web *w) CHECKED;

struct web_home_view {
	struct page page;
	const char *name; /* "Ủy ban nhân dân xã Ba Tơ" */
};
void web_home_begin_html(struct buf *b, const struct web_home_view *v);
void web_home_end_html(struct buf *b, const struct web_home_view *v);

#endif
