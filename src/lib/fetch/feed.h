/* What a foreign feed, sitemap or page tells: its items, and an article's page cleaned for keeping.
 * The foreign bytes are read by loa-worker; what comes back is plain text, checked. */
#ifndef LIB_FETCH_FEED_H
#define LIB_FETCH_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/date.h"
#include "lib/worker/worker.h"

enum feed_kind {
	FEED_AUTO, /* as the content says */
	FEED_FEED, /* RSS 0.9x, 1.0 (RDF), 2.0, Atom */
	FEED_SITEMAP, /* sitemap.xml, also with the news extension, or an index of such */
	FEED_LIST /* a page of HTML that lists articles */
};
const char *feed_kind_code(enum feed_kind k); /* "auto", "feed", "sitemap", "list" */
bool feed_kind_find(const char *code, enum feed_kind *out);

enum { FEED_ITEMS_MAX = 10000, FEED_TITLE_MAX = 300, FEED_SUMMARY_MAX = 600 /* letters */ };

struct feed_item {
	const char *title; /* one line; "": the feed gives none */
	const char *link; /* whole, of link_resolve */
	const char *summary; /* one line; "" */
	struct date day; /* {0}: not known */
	const char *why; /* what is odd about the day; NULL */
};

struct feed {
	enum feed_kind kind; /* what it turned out to be */
	const char *title; /* of the whole; "" */
	struct feed_item *v;
	size_t n, cap;
	struct texts more; /* sitemaps that an index names, newest first */
	struct texts feeds; /* addresses of feeds that a page of HTML names */
	struct texts notes; /* Vietnamese: what was wrong and how it was read all the same */
};

/* Bytes as they came from an address. */
struct feed_source {
	const char *url, *type; /* type: of the server; "" */
	struct bytes body;
	enum feed_kind kind; /* wanted */
	struct date today;
};

/* RC_INVALID, in words for the person: it is nothing of the kind. */
enum rc feed_read(
	struct arena *a, const struct feed_source *s, struct feed *out, struct err *e) CHECKED;

/* An article's page. */
struct feed_page {
	const char *title, *summary; /* "": it does not say */
	struct date day;
	const char *why;
	struct bytes copy; /* HTML of words and links alone: no script, style, picture or form */
};
/* at: when it was read, Unix seconds, said in the copy. */
enum rc feed_page_read(struct arena *a, const struct feed_source *s, int64_t at,
	struct feed_page *out, struct err *e) CHECKED;

#endif
