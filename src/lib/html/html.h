/* HTML that is safe by type. Templates (tools/tmpl.c) call HTML_PUT and HTML_PART, so that a value
 * is escaped by what it is and where it stands, and what has no safe form does not compile. */
#ifndef LIB_HTML_HTML_H
#define LIB_HTML_HTML_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/date.h"

/* Finished markup that needs no escaping. Only lib/html knows its inside, so only it can make one.
 */
struct html;

/* Text and attribute values in quotes: & < > " ' become entities; NULL writes nothing. */
void html_put_text(struct buf *b, const char *s);
void html_put_int(struct buf *b, int64_t i);
void html_put_size(struct buf *b, uint64_t n);
/* As officials write it: 05/3/2024. */
void html_put_date(struct buf *b, struct date d);

/* A part of an address (a path's segment, a query's value): all but letters, digits and -._~@ is
 * percent-encoded, "/" and "&" too. A date takes the ISO form. */
void html_part_text(struct buf *b, const char *s);
void html_part_date(struct buf *b, struct date d);

/* A whole address: http, https, mailto, tel, or one within this site. Anything else (javascript:,
 * data:, //host, control characters, nothing at all) is written as "#". */
void html_put_url(struct buf *b, const char *url);

/* A picture's files in WebP as the <source> of a <picture>, narrow to wide; nothing for n 0. sizes:
 * how wide it is drawn, "(min-width: 700px) 640px, 100vw". */
struct html_webp {
	const char *href;
	int width; /* pixels */
};
void html_put_webp(struct buf *b, const struct html_webp *v, size_t n, const char *sizes);

void html_put_raw(struct buf *b, const struct html *h);
/* The same question: would it be written as it is? */
bool html_url_ok(const char *url);

/* Markup that lib/html made and a store kept; nothing else may ever be given here, since it is not
 * escaped again. */
const struct html *html_stored(struct arena *a, const char *markup);
/* What is to be kept. */
const char *html_markup(const struct html *h);

/* Plain text with its lines: an empty line ends a paragraph (<p>), a single line end is <br>. */
const struct html *html_lines(struct arena *a, const char *text);

/* bool, double, structs and pointers to them have no form of their own and do not compile. */
#define HTML_BY_TYPE_(x, text, day) \
	_Generic((x), const char * : text, char * : text, int : html_put_int, long : html_put_int, \
		long long : html_put_int, unsigned : html_put_size, unsigned long : html_put_size, \
		unsigned long long : html_put_size, struct date : day)
#define HTML_PUT(b, x)  HTML_BY_TYPE_(x, html_put_text, html_put_date)((b), (x))
#define HTML_PART(b, x) HTML_BY_TYPE_(x, html_part_text, html_part_date)((b), (x))

#endif
