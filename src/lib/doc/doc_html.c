/* The document as a fragment of semantic HTML; doc.css lays it out. Marks stay literal text,
 * printed once: the lists have no marks of their own. */
#include <string.h>

#include "lib/base/text.h"
#include "lib/doc/doc.h"
#include "lib/doc/glue.h"
#include "lib/doc/layout.h"
#include "lib/html/html.h"

enum { DEPTH_MAX = 4 };

extern const char doc_doc_css[]; /* doc.css */

const char *doc_css(void)
{
	return doc_doc_css;
}

/* Open <ul>s, each with an open <li>, and the level of each. */
struct lists {
	int level[DEPTH_MAX];
	int depth;
};

/* Text in which 24/KH-UBND and the like stay on one line. */
static void flowing(struct buf *out, const char *s)
{
	size_t at = 0, done = 0;
	for (struct glue g; glue_next(s, &at, &g); done = g.end) {
		html_put_text(out, arena_strndup(out->a, s + done, g.start - done));
		buf_puts(out, "<span class=\"lien\">");
		html_put_text(out, arena_strndup(out->a, s + g.start, g.end - g.start));
		buf_puts(out, "</span>");
	}
	html_put_text(out, s + done);
}

static void element(struct buf *out, const char *tag, const char *class, const char *text)
{
	if (!text || !*text)
		return;
	buf_printf(out, "<%s", tag);
	if (class)
		buf_printf(out, " class=\"%s\"", class);
	buf_putc(out, '>');
	html_put_text(out, text);
	buf_printf(out, "</%s>\n", tag);
}

static void elements(struct buf *out, const char *tag, const char *class, const struct texts *list)
{
	for (size_t i = 0; i < list->n; i++)
		element(out, tag, class, list->v[i]);
}

static void run(struct buf *out, const struct doc_run *r)
{
	if (r->ref) {
		buf_puts(out, "<a class=\"so-lieu\" href=\"#");
		html_put_text(out, r->ref);
		buf_puts(out, "\">");
	}
	buf_puts(out, r->bold ? "<strong>" : "");
	buf_puts(out, r->italic ? "<em>" : "");
	flowing(out, r->text);
	buf_puts(out, r->italic ? "</em>" : "");
	buf_puts(out, r->bold ? "</strong>" : "");
	buf_puts(out, r->ref ? "</a>" : "");
}

static void runs(struct buf *out, const struct doc_text *t)
{
	for (size_t i = 0; i < t->n; i++)
		run(out, &t->v[i]);
}

static void marked(struct buf *out, const struct doc_block *b)
{
	if (b->mark) {
		html_put_text(out, b->mark);
		buf_putc(out, ' ');
	}
	runs(out, &b->text);
}

static void close_lists(struct buf *out, struct lists *l, int above)
{
	while (l->depth && l->level[l->depth - 1] > above) {
		buf_puts(out, "</li></ul>\n");
		l->depth--;
	}
}

static void item(struct buf *out, struct lists *l, const struct doc_block *b)
{
	close_lists(out, l, b->level);
	if (l->depth && (l->level[l->depth - 1] == b->level || l->depth == DEPTH_MAX)) {
		buf_puts(out, "</li>\n<li>");
	} else {
		l->level[l->depth++] = b->level;
		buf_puts(out, "<ul class=\"muc\">\n<li>");
	}
	marked(out, b);
}

static void table_head(struct buf *out, const struct doc_table *t)
{
	buf_puts(out, "<thead><tr>");
	for (size_t i = 0; i < t->column_count; i++) {
		buf_puts(out, "<th scope=\"col\">");
		html_put_text(out, t->columns[i].title);
		buf_puts(out, "</th>");
	}
	buf_puts(out, "</tr></thead>\n");
}

static const char *const align_class[] = {
	[DOC_LEFT] = "trai",
	[DOC_CENTER] = "giua",
	[DOC_RIGHT] = "phai",
	[DOC_JUSTIFY] = "deu",
};

/* The frame scrolls on narrow screens, hence can be reached by the keyboard. */
static void table(struct buf *out, const struct doc_table *t)
{
	buf_puts(out, "<div class=\"khung-bang\" role=\"group\" aria-label=\"Bảng\" tabindex=\"0\">"
		      "<table>\n");
	table_head(out, t);
	buf_puts(out, "<tbody>\n");
	for (size_t r = 0; r < t->row_count; r++) {
		buf_puts(out, "<tr>");
		for (size_t c = 0; c < t->column_count; c++) {
			buf_printf(out, "<td class=\"%s\">", align_class[t->columns[c].align]);
			runs(out, &t->cells[r * t->column_count + c]);
			buf_puts(out, "</td>");
		}
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tbody>\n</table></div>\n");
}

/* h1 is the document's name, so level 1 is h2. */
static void heading(struct buf *out, const struct doc_block *b)
{
	int n = b->level < 1 ? 2 : b->level > 3 ? 4 : b->level + 1;
	buf_printf(out, "<h%d>", n);
	marked(out, b);
	buf_printf(out, "</h%d>\n", n);
}

static void block(struct buf *out, struct lists *l, const struct doc_block *b)
{
	if (b->kind == DOC_ITEM) {
		item(out, l, b);
		return;
	}
	close_lists(out, l, -1);
	if (b->kind == DOC_HEADING) {
		heading(out, b);
	} else if (b->kind == DOC_TABLE) {
		table(out, b->table);
	} else {
		buf_puts(out, b->kind == DOC_BASIS ? "<p class=\"can-cu\">" : "<p>");
		marked(out, b);
		buf_puts(out, "</p>\n");
	}
}

static void blocks(struct buf *out, const struct doc_blocks *list)
{
	struct lists l = { 0 };
	for (size_t i = 0; i < list->n; i++)
		block(out, &l, &list->v[i]);
	close_lists(out, &l, -1);
}

/* Two columns, filled row by row: the order of reading is that of the plain text. */
static void head(struct buf *out, const struct doc *d, bool within)
{
	const struct layout *l = layout_at(d->rules);
	buf_puts(out, "<header class=\"dau\">\n<div class=\"co-quan\">\n");
	elements(out, "p", "chu-quan", &d->parent);
	elements(out, "p", "ban-hanh", &d->issuer);
	buf_puts(out, "</div>\n<div class=\"quoc-hieu\">\n");
	element(out, "p", "ten-nuoc", l->nation);
	element(out, "p", "tieu-ngu", l->motto);
	buf_puts(out, "</div>\n<div class=\"so\">\n");
	element(out, "p", NULL, doc_number_line(out->a, d));
	if (!d->kind && d->subject)
		element(out, "p", "ve-viec", arena_printf(out->a, "V/v %s", d->subject));
	buf_puts(out, "</div>\n");
	element(out, "p", "ngay", doc_place_line(out->a, d));
	buf_puts(out, "</header>\n");
	if (!d->kind)
		return;
	buf_puts(out, within ? "<div class=\"ten\">\n" : "<hgroup class=\"ten\">\n");
	element(out, within ? "p" : "h1", "ten-loai", d->kind);
	element(out, "p", "trich-yeu", d->subject);
	buf_puts(out, within ? "</div>\n" : "</hgroup>\n");
}

static void addressees(struct buf *out, const struct doc *d)
{
	if (!d->addressees.n)
		return;
	buf_puts(out, "<div class=\"kinh-gui\">\n");
	element(out, "p", NULL, doc_address_line(out->a, d));
	if (d->addressees.n > 1) {
		buf_puts(out, "<ul class=\"muc\">\n");
		for (size_t i = 0; i < d->addressees.n; i++)
			element(out, "li", NULL, doc_address_item(out->a, d, i));
		buf_puts(out, "</ul>\n");
	}
	buf_puts(out, "</div>\n");
}

static void recipients(struct buf *out, const struct texts *list)
{
	if (!list->n)
		return;
	buf_puts(out,
		"<div class=\"noi-nhan\">\n<p class=\"nhan\">Nơi nhận:</p>\n<ul class=\"muc\">\n");
	for (size_t i = 0; i < list->n; i++)
		element(out, "li", NULL, arena_printf(out->a, "- %s", list->v[i]));
	buf_puts(out, "</ul>\n</div>\n");
}

static void foot(struct buf *out, const struct doc *d)
{
	buf_puts(out, "<footer class=\"cuoi\">\n");
	recipients(out, &d->recipients);
	buf_puts(out, "<div class=\"ky\">\n");
	elements(out, "p", "quyen-han", &d->signing);
	element(out, "p", "ho-ten", d->signer);
	buf_puts(out, "</div>\n</footer>\n");
}

static void annex(struct buf *out, const struct doc_annex *x)
{
	buf_printf(out, "<section class=\"phu-luc%s\">\n", x->landscape ? " ngang" : "");
	if (x->mark && x->title)
		buf_puts(out, "<hgroup>\n");
	element(out, "h2", "phu-luc-so", x->mark);
	if (x->title)
		element(out, "p", "phu-luc-ten", text_upper(out->a, x->title));
	if (x->mark && x->title)
		buf_puts(out, "</hgroup>\n");
	element(out, "p", "kem-theo", x->note);
	blocks(out, &x->blocks);
	buf_puts(out, "</section>\n");
}

static void whole(struct buf *out, const struct doc *d, bool within)
{
	buf_puts(out, "<article class=\"van-ban\" lang=\"");
	html_put_text(out, d->language ? d->language : "vi");
	buf_puts(out, "\">\n");
	head(out, d, within);
	addressees(out, d);
	blocks(out, &d->blocks);
	foot(out, d);
	for (size_t i = 0; i < d->annex_count; i++)
		annex(out, &d->annexes[i]);
	buf_puts(out, "</article>\n");
}

void doc_html(struct buf *out, const struct doc *d)
{
	whole(out, d, false);
}

void doc_html_within(struct buf *out, const struct doc *d)
{
	whole(out, d, true);
}
