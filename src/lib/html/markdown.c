#include "lib/html/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 4 << 20, HEADING_LOWEST = 4 };
static const char picture_scheme[] = "anh:";

struct nodes {
	cmark_node **v;
	size_t n, cap;
};

struct writing {
	struct arena *a;
	const struct markdown_options *o;
	struct problems *problems;
	const cmark_node *first; /* of the pictures that are shown */
};

static void free_node(void *n)
{
	cmark_node_free(n);
}

static cmark_node *parse_once(struct arena *a, const char *text)
{
	cmark_gfm_core_extensions_ensure_registered();
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
	cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("autolink"));
	cmark_parser_feed(parser, text, strlen(text));
	cmark_node *root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	arena_defer(a, free_node, root);
	return root;
}

/* All of them, before any is changed; the outer ones first. */
static struct nodes all_nodes(struct arena *a, cmark_node *root)
{
	struct nodes list = { 0 };
	cmark_iter *it = cmark_iter_new(root);
	for (cmark_event_type e; (e = cmark_iter_next(it)) != CMARK_EVENT_DONE;)
		if (e == CMARK_EVENT_ENTER)
			ARENA_PUSH(a, &list, cmark_iter_get_node(it));
	cmark_iter_free(it);
	return list;
}

/* Not within a list, whose items are indented by right. */
static bool is_indented(cmark_node *n)
{
	int length, offset;
	char fence;
	return cmark_node_get_type(n) == CMARK_NODE_CODE_BLOCK &&
	       !cmark_node_get_fenced(n, &length, &offset, &fence);
}

/* Without the white space before the lines of indented blocks. */
static const char *outdented(struct arena *a, const char *text, cmark_node *root)
{
	struct buf b;
	int line = 0; /* of those that were taken over, from 1 */
	buf_init(&b, a, strlen(text) + 1);
	for (cmark_node *n = cmark_node_first_child(root); n; n = cmark_node_next(n)) {
		if (!is_indented(n))
			continue;
		for (; *text && line < cmark_node_get_end_line(n); line++) {
			bool within = line + 1 >= cmark_node_get_start_line(n);
			size_t size = strcspn(text, "\n");
			size_t left = within ? strspn(text, " \t") : 0;
			buf_add(&b, text + left, size + (text[size] == '\n') - left);
			text += size + (text[size] == '\n');
		}
	}
	buf_puts(&b, text);
	return b.p;
}

/* Paragraphs out of a word processor are indented; program text has its fence. */
static cmark_node *parse(struct arena *a, const char *text)
{
	enum { PASSES = 3 }; /* what was hidden in a block may hold another */
	cmark_node *root = parse_once(a, text);
	for (int pass = 0; pass < PASSES; pass++) {
		cmark_node *n = cmark_node_first_child(root);
		while (n && !is_indented(n))
			n = cmark_node_next(n);
		if (!n)
			break;
		text = outdented(a, text, root);
		root = parse_once(a, text);
	}
	return root;
}

/* The kinds that the extension brings are known by their names only. */
static bool is_kind(cmark_node *n, const char *name)
{
	return !strcmp(cmark_node_get_type_string(n), name);
}

/* The parser does not place what stands within a line. */
static int line_of(cmark_node *n)
{
	while (n && !cmark_node_get_start_line(n))
		n = cmark_node_parent(n);
	return n ? cmark_node_get_start_line(n) : 0;
}

static void say(struct writing *x, cmark_node *n, const char *message)
{
	if (x->problems)
		problem_add(x->problems, "bài", line_of(n), "%s", message);
}

/* The old one is still in the list that is being gone through: it is freed at the end. */
static void replace(struct writing *x, cmark_node *old, cmark_node *new)
{
	cmark_node_replace(old, new);
	arena_defer(x->a, free_node, old);
}

static cmark_node *text_node(const char *s)
{
	cmark_node *n = cmark_node_new(CMARK_NODE_TEXT);
	cmark_node_set_literal(n, s);
	return n;
}

static void as_text(struct writing *x, cmark_node *n)
{
	bool block = cmark_node_get_type(n) == CMARK_NODE_HTML_BLOCK;
	const char *s = arena_strdup(x->a, cmark_node_get_literal(n));
	say(x, n,
		arena_printf(x->a, "không dùng mã HTML (“%s”)",
			arena_strndup(x->a, s, strcspn(s, "\n"))));
	cmark_node *text = text_node(s);
	if (block) {
		cmark_node *p = cmark_node_new(CMARK_NODE_PARAGRAPH);
		cmark_node_append_child(p, text);
		text = p;
	}
	replace(x, n, text);
}

/* What it holds comes in its place. */
static void unwrap(struct writing *x, cmark_node *n)
{
	for (cmark_node *child; (child = cmark_node_first_child(n));)
		cmark_node_insert_before(n, child);
	cmark_node_unlink(n);
	arena_defer(x->a, free_node, n);
}

static bool link_ok(const char *url)
{
	bool own = *url == '/' || *url == '#';
	return html_url_ok(url) && (own || strchr(url, ':'));
}

static const char *absolute(struct arena *a, const char *site, const char *url)
{
	return site && *url == '/' ? arena_printf(a, "%s%s", site, url) : url;
}

static void mend_link(struct writing *x, cmark_node *n)
{
	const char *url = arena_strdup(x->a, cmark_node_get_url(n));
	if (link_ok(url)) {
		cmark_node_set_url(n, absolute(x->a, x->o->site, url));
		return;
	}
	say(x, n,
		arena_printf(x->a,
			"liên kết “%s” không được: chỉ nhận https://, http://, mailto:, tel: hoặc "
			"trang của mình, bắt đầu bằng “/”",
			url));
	unwrap(x, n);
}

/* --- pictures --- */

/* On a desk the text's column, on a phone the screen. */
#define SIZES "(min-width: 700px) 640px, 100vw"

static void put_img(struct buf *b, const struct markdown_picture *p, const char *site, bool first)
{
	bool webp = !site && p->webp_n;
	if (webp) {
		buf_puts(b, "<picture>");
		html_put_webp(b, p->webp, p->webp_n, SIZES);
	}
	buf_puts(b, "<img src=\"");
	html_put_url(b, absolute(b->a, site, p->large));
	if (!site && p->small_width < p->width) {
		buf_puts(b, "\" srcset=\"");
		html_put_url(b, p->small);
		buf_printf(b, " %dw, ", p->small_width);
		html_put_url(b, p->large);
		buf_printf(b, " %dw\" sizes=\"" SIZES, p->width);
	}
	buf_printf(b, "\" width=\"%d\" height=\"%d\"%s alt=\"", p->width, p->height,
		site    ? ""
		: first ? " decoding=\"async\""
			: " loading=\"lazy\" decoding=\"async\"");
	html_put_text(b, p->alt);
	buf_puts(b, webp ? "\"></picture>" : "\">");
}

const struct html *markdown_figure(
	struct arena *a, const struct markdown_picture *p, const char *site, bool first)
{
	struct buf b;
	buf_init(&b, a, TEXT_MAX);
	buf_puts(&b, site ? "<figure>" : "<figure class=\"loa-illustration\">");
	put_img(&b, p, site, first);
	if (*p->caption) {
		buf_puts(&b, "<figcaption>");
		html_put_text(&b, p->caption);
		buf_puts(&b, "</figcaption>");
	}
	buf_puts(&b, "</figure>\n");
	return html_stored(a, b.p);
}

/* The picture that "anh:2" means; its place from 0, or n. */
static size_t picture_of(const struct markdown_options *o, const char *url)
{
	char *end;
	size_t n = sizeof picture_scheme - 1;
	if (strncmp(url, picture_scheme, n))
		return o->n;
	long i = strtol(url + n, &end, 10);
	return *end || i < 1 || (size_t)i > o->n ? o->n : (size_t)i - 1;
}

static bool is_alone(cmark_node *n)
{
	cmark_node *p = cmark_node_parent(n);
	return p && cmark_node_get_type(p) == CMARK_NODE_PARAGRAPH && !cmark_node_next(n) &&
	       !cmark_node_previous(n) &&
	       cmark_node_get_type(cmark_node_parent(p)) == CMARK_NODE_DOCUMENT;
}

static void mend_picture(struct writing *x, cmark_node *n)
{
	const char *url = arena_strdup(x->a, cmark_node_get_url(n));
	size_t i = picture_of(x->o, url);
	if (i == x->o->n)
		say(x, n,
			arena_printf(x->a,
				"bài không có ảnh “%s”: tải ảnh lên bài này rồi viết ![](anh:1), "
				"![](anh:2)…",
				url));
	else if (!is_alone(n))
		say(x, n,
			arena_printf(x->a,
				"ảnh “%s” phải đứng riêng một đoạn, trước và sau có dòng trống",
				url));
	if (i == x->o->n || !is_alone(n)) {
		unwrap(x, n);
		return;
	}
	if (x->o->placed)
		x->o->placed[i] = true;
	cmark_node *block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
	cmark_node_set_on_enter(block,
		html_markup(markdown_figure(x->a, &x->o->pictures[i], x->o->site, n == x->first)));
	replace(x, cmark_node_parent(n), block);
}

/* --- the whole --- */

/* A wide table scrolls by itself, also for who has no mouse. */
static void wrap_table(struct writing *x, cmark_node *n)
{
	if (x->o->site)
		return;
	cmark_node *block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
	cmark_node_set_on_enter(block,
		"<div class=\"loa-scroll\" role=\"region\" aria-label=\"Bảng trong bài\" tabindex=\"0\">");
	cmark_node_set_on_exit(block, "</div>");
	if (!cmark_node_insert_before(n, block)) {
		cmark_node_free(block);
		return;
	}
	cmark_node_unlink(n);
	cmark_node_append_child(block, n);
}

static void mend(struct writing *x, cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);
	if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
		as_text(x, n);
	else if (type == CMARK_NODE_LINK)
		mend_link(x, n);
	else if (type == CMARK_NODE_IMAGE)
		mend_picture(x, n);
	else if (is_kind(n, "table"))
		wrap_table(x, n);
}

/* From h2 on, and none left out on the way down, as who listens to the page needs it. */
static void mend_headings(const struct nodes *list)
{
	int last = 1;
	for (size_t i = 0; i < list->n; i++) {
		cmark_node *n = list->v[i];
		if (cmark_node_get_type(n) != CMARK_NODE_HEADING)
			continue;
		int level = cmark_node_get_heading_level(n);
		level = level < 2 ? 2 : level > HEADING_LOWEST ? HEADING_LOWEST : level;
		last = level > last + 1 ? last + 1 : level;
		cmark_node_set_heading_level(n, last);
	}
}

/* What holds is changed behind what it holds, so that no node is met that went with another. */
static const cmark_node *first_picture(const struct writing *x, const struct nodes *list)
{
	for (size_t i = 0; i < list->n; i++) {
		cmark_node *n = list->v[i];
		if (cmark_node_get_type(n) == CMARK_NODE_IMAGE && is_alone(n) &&
			picture_of(x->o, cmark_node_get_url(n)) < x->o->n)
			return n;
	}
	return NULL;
}

static cmark_node *mended(struct writing *x, const char *text)
{
	cmark_node *root = parse(x->a, text);
	struct nodes list = all_nodes(x->a, root);
	mend_headings(&list);
	x->first = first_picture(x, &list);
	for (size_t i = list.n; i-- > 0;)
		mend(x, list.v[i]);
	return root;
}

/* They were met from the text's end (mended): people read from its beginning. */
static void turn_round(struct problems *list, size_t from)
{
	for (size_t i = from, k = list->n; i + 1 < k; i++) {
		struct problem x = list->v[i];
		list->v[i] = list->v[--k];
		list->v[k] = x;
	}
}

const struct html *markdown_html(struct arena *a, const char *text,
	const struct markdown_options *o, struct problems *problems)
{
	struct writing x = { a, o, problems, NULL };
	size_t before = problems ? problems->n : 0;
	char *out = cmark_render_html(mended(&x, text), CMARK_OPT_HARDBREAKS, NULL);
	if (problems)
		turn_round(problems, before);
	const struct html *h = html_stored(a, out);
	free(out);
	return h;
}

/* --- words alone --- */

struct plain {
	struct buf b;
	const char *site;
};

static bool in_item(cmark_node *n)
{
	cmark_node *p = cmark_node_parent(n);
	return p && cmark_node_get_type(p) == CMARK_NODE_ITEM;
}

static void begin_block(struct plain *x, cmark_node *n)
{
	if (in_item(n) && !cmark_node_previous(n))
		return; /* behind its "- " */
	buf_puts(&x->b, x->b.n ? (in_item(n) ? "\n" : "\n\n") : "");
}

static void end_link(struct plain *x, cmark_node *n)
{
	const char *url = cmark_node_get_url(n);
	cmark_node *text = cmark_node_first_child(n);
	const char *s = text ? cmark_node_get_literal(text) : NULL;
	if (link_ok(url) && *url != '#' && (!s || !strstr(url, s)))
		buf_printf(&x->b, " (%s)", absolute(x->b.a, x->site, url));
}

static void enter(struct plain *x, cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);
	const char *literal = cmark_node_get_literal(n);
	if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
		type == CMARK_NODE_CODE_BLOCK)
		begin_block(x, n);
	else if (type == CMARK_NODE_ITEM)
		buf_puts(&x->b, x->b.n ? "\n- " : "- ");
	else if (is_kind(n, "table_row") || is_kind(n, "table_header"))
		buf_puts(&x->b, !x->b.n ? "" : cmark_node_previous(n) ? "\n" : "\n\n");
	else if (is_kind(n, "table_cell") && cmark_node_previous(n))
		buf_puts(&x->b, " | ");
	else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
		buf_putc(&x->b, '\n');
	if (literal && type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE)
		buf_puts(&x->b, literal);
}

const char *markdown_plain(struct arena *a, const char *text, const char *site)
{
	struct plain x = { .site = site };
	buf_init(&x.b, a, TEXT_MAX);
	cmark_iter *it = cmark_iter_new(parse(a, text));
	for (cmark_event_type e; (e = cmark_iter_next(it)) != CMARK_EVENT_DONE;) {
		cmark_node *n = cmark_iter_get_node(it);
		if (e == CMARK_EVENT_ENTER)
			enter(&x, n);
		else if (cmark_node_get_type(n) == CMARK_NODE_LINK)
			end_link(&x, n);
	}
	cmark_iter_free(it);
	return x.b.p;
}
