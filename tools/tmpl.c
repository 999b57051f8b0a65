/* The template compiler: a page of HTML with {{tags}} becomes C functions that write it into a
 * buffer. tmpl page.html page.html.c CONTRIBUTING.md describes the language. What escaping cannot
 * make safe at its place is refused here (tmpl_spot.c); what is left is escaped by the type of the
 * expression (lib/html/html.h). */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "tmpl_spot.h"

enum { DEPTH_MAX = 32, BYTES_MAX = 4 << 20 };

/* An open for or if. */
struct block {
	bool loop, last; /* last: its plain else was seen */
	int line;
	struct spot before;
	struct spot after; /* where its first branch ended; all others must end there */
	bool branched; /* after is known */
};

struct tmpl {
	const char *path;
	int line;
	struct buf head, body; /* #include lines; functions */
	struct buf text; /* literal text of this line, not written yet */
	bool blank; /* this line holds only blanks and statements so far */
	bool open; /* in a page */
	bool any;
	struct spot spot;
	struct block blocks[DEPTH_MAX];
	size_t depth;
};

static _Noreturn void refuse(const struct tmpl *t, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4), nonnull(1, 3)));

static _Noreturn void refuse(const struct tmpl *t, int line, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fprintf(stderr, "%s:%d: ", t->path, line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

static void put_literal(struct buf *b, const struct buf *text)
{
	buf_puts(b, "\tbuf_add(b, \"");
	for (size_t i = 0; i < text->n; i++) {
		unsigned char c = (unsigned char)text->p[i];
		if (c == '\n')
			buf_puts(b, "\\n");
		else if (c < ' ' || c == 0x7f)
			buf_printf(b, "\\%03o", c);
		else {
			if (c == '"' || c == '\\')
				buf_putc(b, '\\');
			buf_putc(b, (char)c);
		}
	}
	buf_printf(b, "\", %zu);\n", text->n);
}

static void flush(struct tmpl *t)
{
	if (!t->text.n)
		return;
	if (!t->open)
		refuse(t, t->line, "text before the first {{page ...}}");
	for (size_t i = 0; i < t->text.n; i++) {
		const char *why = spot_step(&t->spot, t->text.p[i]);
		if (why)
			refuse(t, t->line, "%s", why);
	}
	put_literal(&t->body, &t->text);
	buf_clear(&t->text);
}

static void mark(struct tmpl *t, struct buf *b)
{
	buf_printf(b, "#line %d \"%s\"\n", t->line, t->path);
}

static void close_page(struct tmpl *t)
{
	flush(t);
	if (t->depth)
		refuse(t, t->blocks[t->depth - 1].line, "{{%s}} without its {{end}}",
			t->blocks[t->depth - 1].loop ? "for" : "if");
	if (t->spot.place != SPOT_TEXT)
		refuse(t, t->line, "the page ends inside of a tag, a comment or a script");
	if (t->open)
		buf_puts(&t->body, "}\n");
	t->open = false;
}

static void open_page(struct tmpl *t, const char *arg, bool part)
{
	close_page(t);
	const char *paren = strchr(arg, '(');
	if (!paren || strncmp(paren, "(struct buf *b", 14) != 0 || arg[strlen(arg) - 1] != ')')
		refuse(t, t->line, "write {{%s name(struct buf *b, ...)}}", part ? "part" : "page");
	mark(t, &t->body);
	buf_printf(&t->body, "%svoid %s\n{\n\t(void)b;\n", part ? "static " : "", arg);
	t->open = t->any = true;
}

static void do_page(struct tmpl *t, const char *arg)
{
	open_page(t, arg, false);
}

static void do_part(struct tmpl *t, const char *arg)
{
	open_page(t, arg, true);
}

static void do_include(struct tmpl *t, const char *arg)
{
	if ((*arg != '"' && *arg != '<') || strchr(arg, '\n'))
		refuse(t, t->line, "write {{include \"folder/file.h\"}}");
	mark(t, &t->head);
	buf_printf(&t->head, "#include %s\n", arg);
}

static void open_block(struct tmpl *t, const char *arg, bool loop)
{
	const char *word = loop ? "for" : "if";
	if (*arg != '(' || arg[strlen(arg) - 1] != ')')
		refuse(t, t->line, "write {{%s (...)}}", word);
	if (t->depth == DEPTH_MAX)
		refuse(t, t->line, "more than %d blocks in one another", DEPTH_MAX);
	spot_block(&t->spot);
	t->blocks[t->depth++] = (struct block){ .loop = loop, .line = t->line, .before = t->spot };
	buf_printf(&t->body, "\t%s %s {\n", word, arg);
}

static void do_for(struct tmpl *t, const char *arg)
{
	open_block(t, arg, true);
}

static void do_if(struct tmpl *t, const char *arg)
{
	open_block(t, arg, false);
}

static struct block *innermost(struct tmpl *t, const char *word)
{
	if (!t->depth)
		refuse(t, t->line, "{{%s}} without {{if}} or {{for}}", word);
	return &t->blocks[t->depth - 1];
}

static void must_be_at(struct tmpl *t, const struct block *k, const struct spot *other)
{
	if (!spot_join(&t->spot, other))
		refuse(t, k->line,
			"the HTML of this {{%s}} must end where it began (an open tag, an "
			"open quote, or an address begun in one branch only)",
			k->loop ? "for" : "if");
}

static void do_else(struct tmpl *t, const char *arg)
{
	struct block *k = innermost(t, "else");
	if (k->loop || k->last)
		refuse(t, t->line, k->loop ? "{{else}} in {{for}}" : "{{else}} after {{else}}");
	if (k->branched)
		must_be_at(t, k, &k->after);
	k->after = t->spot;
	k->branched = true;
	t->spot = k->before;
	k->last = !*arg;
	if (*arg && (strncmp(arg, "if", 2) != 0 || arg[strlen(arg) - 1] != ')'))
		refuse(t, t->line, "write {{else}} or {{else if (...)}}");
	buf_printf(&t->body, "\t} else %s {\n", arg);
}

static void do_end(struct tmpl *t, const char *arg)
{
	struct block *k = innermost(t, "end");
	if (*arg)
		refuse(t, t->line, "write {{end}}");
	must_be_at(t, k, k->branched ? &k->after : &k->before);
	if (!k->last)
		must_be_at(t, k, &k->before);
	buf_puts(&t->body, "\t}\n");
	t->depth--;
}

static void do_let(struct tmpl *t, const char *arg)
{
	buf_printf(&t->body, "\t%s;\n", arg);
}

static void do_call(struct tmpl *t, const char *arg)
{
	const char *paren = strchr(arg, '(');
	if (t->spot.place != SPOT_TEXT)
		refuse(t, t->line, "{{call}} stands between elements only");
	if (!paren || arg[strlen(arg) - 1] != ')')
		refuse(t, t->line, "write {{call name(...)}}");
	bool none = paren[1 + strspn(paren + 1, " ")] == ')';
	buf_printf(
		&t->body, "\t%.*s(b%s%s;\n", (int)(paren - arg), arg, none ? "" : ", ", paren + 1);
}

static void do_raw(struct tmpl *t, const char *arg)
{
	if (t->spot.place != SPOT_TEXT)
		refuse(t, t->line, "{{raw}} stands between elements only");
	buf_printf(&t->body, "\thtml_put_raw(b, (%s));\n", arg);
}

static void do_url(struct tmpl *t, const char *arg)
{
	const char *why = spot_url(&t->spot);
	if (why)
		refuse(t, t->line, "%s", why);
	buf_printf(&t->body, "\thtml_put_url(b, (%s));\n", arg);
}

static void do_expression(struct tmpl *t, const char *arg)
{
	bool part;
	const char *why = spot_expression(&t->spot, &part);
	if (why)
		refuse(t, t->line, "%s", why);
	buf_printf(&t->body, "\t%s(b, (%s));\n", part ? "HTML_PART" : "HTML_PUT", arg);
}

static void do_comment(struct tmpl *t, const char *arg)
{
	(void)t;
	(void)arg;
}

static const struct word {
	const char *name;
	void (*fn)(struct tmpl *t, const char *arg);
	bool outside; /* may stand before a page */
	bool writes; /* an empty line around it is meant */
	bool bare; /* takes no argument */
} words[] = {
	{ "page", do_page, true, false, false },
	{ "part", do_part, true, false, false },
	{ "include", do_include, true, false, false },
	{ "for", do_for, false, false, false },
	{ "if", do_if, false, false, false },
	{ "else", do_else, false, false, true },
	{ "end", do_end, false, false, true },
	{ "let", do_let, false, false, false },
	{ "call", do_call, false, false, false },
	{ "raw", do_raw, false, true, false },
	{ "url", do_url, false, true, false },
};
static const struct word expression = { "", do_expression, false, true, false };
static const struct word comment = { "#", do_comment, true, false, false };

/* The word a tag begins with; *arg is moved behind it. */
static const struct word *find_word(struct tmpl *t, const char **arg)
{
	const char *s = *arg;
	size_t n = 0;
	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	const char *rest = s + n + strspn(s + n, " \t\n");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].name) == n && memcmp(words[i].name, s, n) == 0) {
			*arg = rest;
			return &words[i];
		}
	if (n && rest > s + n && (isalnum((unsigned char)*rest) || *rest == '_' || *rest == '"'))
		refuse(t, t->line, "unknown tag {{%.*s ...}}", (int)n, s);
	return &expression;
}

/* Runs the tag whose inside is s; tells whether it is a statement, which leaves no empty line. */
static bool run_tag(struct tmpl *t, struct arena *a, const char *s, size_t n)
{
	while (n && isspace((unsigned char)*s))
		s++, n--;
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	const char *arg = arena_strndup(a, s, n);
	const struct word *w = *arg == '#' ? &comment : find_word(t, &arg);
	if (!*arg && !w->bare)
		refuse(t, t->line, "empty tag");
	if (!w->writes && t->blank)
		buf_clear(&t->text);
	flush(t);
	if (!t->open && !w->outside)
		refuse(t, t->line, "a tag before the first {{page ...}}");
	if (!w->outside)
		mark(t, &t->body);
	w->fn(t, arg);
	return !w->writes;
}

/* The "}}" that ends a tag, not one inside of quotes; NULL: none. */
static const char *tag_end(const char *s)
{
	char quote = 0;
	for (; *s; s++) {
		if (quote && *s == '\\' && s[1])
			s++;
		else if (quote)
			quote = *s == quote ? 0 : quote;
		else if (*s == '"' || *s == '\'')
			quote = *s;
		else if (s[0] == '}' && s[1] == '}')
			return s;
	}
	return NULL;
}

static const char *tag(struct tmpl *t, struct arena *a, const char *s)
{
	const char *end = s[2] == '#' ? strstr(s, "}}") : tag_end(s + 2);
	if (!end)
		refuse(t, t->line, "{{ without }}");
	bool statement = run_tag(t, a, s + 2, (size_t)(end - s - 2));
	for (const char *p = s; p < end; p++)
		t->line += *p == '\n';
	s = end + 2;
	t->blank = t->blank && statement;
	const char *rest = s + strspn(s, " \t");
	if (t->blank && *rest == '\n') {
		t->line++;
		return rest + 1;
	}
	return s;
}

static void compile(struct tmpl *t, struct arena *a, const char *s)
{
	t->blank = true;
	while (*s) {
		if (s[0] == '{' && s[1] == '{') {
			s = tag(t, a, s);
			continue;
		}
		buf_putc(&t->text, *s);
		t->blank = t->blank && (*s == ' ' || *s == '\t');
		if (*s++ == '\n') {
			if (t->open || strspn(t->text.p, " \t\n") < t->text.n)
				flush(t);
			buf_clear(&t->text);
			t->line++;
			t->blank = true;
		}
	}
	close_page(t);
	if (!t->any)
		refuse(t, t->line, "no {{page ...}}");
}

static const char *read_all(struct tmpl *t, struct arena *a)
{
	struct buf b;
	buf_init(&b, a, BYTES_MAX);
	FILE *f = fopen(t->path, "rb");
	if (!f)
		refuse(t, 0, "cannot be read");
	char part[8192];
	for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
		buf_add(&b, part, n);
	bool bad = ferror(f);
	fclose(f);
	if (bad || b.over || strlen(b.p) != b.n)
		refuse(t, 0, "is broken, holds a NUL, or is above %d bytes", BYTES_MAX);
	return b.p;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: tmpl PAGE.html OUT.c\n", stderr);
		return 2;
	}
	struct arena *a = arena_new();
	struct tmpl t = { .path = argv[1], .line = 1 };
	buf_init(&t.head, a, BYTES_MAX);
	buf_init(&t.body, a, (size_t)8 * BYTES_MAX);
	buf_init(&t.text, a, BYTES_MAX);
	compile(&t, a, read_all(&t, a));
	FILE *out = fopen(argv[2], "wb");
	bool ok = out && fprintf(out, "/* Made from %s. */\n#include \"lib/html/html.h\"\n%s%s",
				 t.path, t.head.p, t.body.p) > 0;
	if (out && fclose(out) != 0)
		ok = false;
	if (!ok)
		fprintf(stderr, "%s: cannot be written\n", argv[2]);
	arena_free(a);
	return ok ? 0 : 1;
}
