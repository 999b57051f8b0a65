/* A report's text as sections, and back. */
#include "features/report/report_text.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

#include "features/report/report_markdown.h"
#include "lib/base/text.h"

enum { BODY_MAX = 32 << 20, LEVELS = 3 };

static void free_node(void *n)
{
	cmark_node_free(n);
}

cmark_node *report_markdown(struct arena *a, const char *text)
{
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
	cmark_parser_feed(parser, text, strlen(text));
	cmark_node *root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	arena_defer(a, free_node, root);
	return root;
}

/* The beginning of the n-th line (from 1), or the end of the text. */
static const char *line_at(const char *text, int n)
{
	while (--n > 0 && *text) {
		const char *end = strchr(text, '\n');
		text = end ? end + 1 : text + strlen(text);
	}
	return text;
}

static bool is_rule(const char *line, size_t n, char c)
{
	size_t i = 0;
	while (i < n && line[i] == ' ')
		i++;
	if (i == n)
		return false;
	while (i < n && line[i] == c)
		i++;
	return i == n || strspn(line + i, " \t") >= n - i;
}

/* "## Ưu điểm ##" without its marks. */
static const char *atx_title(struct arena *a, const char *line, size_t n)
{
	const char *s = text_trim_n(a, line, n);
	s += strspn(s, "#");
	size_t len = strlen(s), end = len;
	while (end && s[end - 1] == '#')
		end--;
	if (end && end < len && s[end - 1] != ' ')
		end = len;
	return text_squeeze(a, arena_strndup(a, s, end));
}

/* The heading that begins at p: its title, and where its lines end. */
static const char *read_title(struct arena *a, const char *p, const char **after)
{
	size_t n = strcspn(p, "\n");
	if (p[strspn(p, " ")] == '#') {
		*after = p + n + (p[n] == '\n');
		return atx_title(a, p, n);
	}
	const char *start = p; /* underlined by === or --- */
	while (*p && !is_rule(p, n, '=') && !is_rule(p, n, '-')) {
		p += n + (p[n] == '\n');
		n = strcspn(p, "\n");
	}
	*after = p + n + (p[n] == '\n');
	return text_squeeze(a, arena_strndup(a, start, (size_t)(p - start)));
}

struct report_sections report_split(struct arena *a, const char *body)
{
	struct report_sections list = { 0 };
	struct report_section now = { .title = "" };
	const char *from = body;
	for (cmark_node *n = cmark_node_first_child(report_markdown(a, body)); n;
		n = cmark_node_next(n)) {
		if (cmark_node_get_type(n) != CMARK_NODE_HEADING)
			continue;
		const char *at = line_at(body, cmark_node_get_start_line(n));
		now.text = text_trim_n(a, from, (size_t)(at - from));
		ARENA_PUSH(a, &list, now);
		int level = cmark_node_get_heading_level(n);
		now = (struct report_section){ .level = level < LEVELS ? level : LEVELS };
		now.title = read_title(a, at, &from);
	}
	now.text = text_trim(a, from);
	ARENA_PUSH(a, &list, now);
	return list;
}

static void add_part(struct buf *b, const char *text)
{
	if (!*text)
		return;
	buf_puts(b, b->n ? "\n\n" : "");
	buf_puts(b, text);
}

const char *report_join(struct arena *a, const struct report_sections *s)
{
	struct buf b;
	buf_init(&b, a, BODY_MAX);
	for (size_t i = 0; i < s->n; i++) {
		const struct report_section *x = &s->v[i];
		const char *title = text_squeeze(a, x->title);
		if (x->level && *title)
			add_part(&b, arena_printf(a, "%.*s %s", x->level, "###", title));
		add_part(&b, text_trim(a, x->text));
	}
	return b.p;
}

size_t report_section_about(
	struct arena *a, const struct report_sections *s, const char *const words[])
{
	for (size_t i = 0; i < s->n; i++) {
		const char *title = text_fold(a, s->v[i].title);
		for (size_t k = 0; words[k]; k++)
			if (strstr(title, words[k]))
				return i;
	}
	return s->n;
}

/* Is the last line of the text an item of a list? Another item then needs no empty line. */
static bool ends_in_item(const char *text)
{
	const char *line = strrchr(text, '\n');
	line = line ? line + 1 : text;
	return text_has_prefix(line, "- ");
}

void report_append(struct arena *a, struct report_section *s, const char *text)
{
	const char *gap = !*s->text ? "" : "\n\n";
	if (text_has_prefix(text, "- ") && ends_in_item(s->text))
		gap = "\n";
	s->text = arena_printf(a, "%s%s%s", s->text, gap, text);
}
