/* Styles, lists and theme fonts of a DOCX: what a run looks like, and the marks that Word counts.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/text.h"
#include "worker/read_docx.h"

enum { CHAIN_MAX = 20, ENTRIES_MAX = 5000 };

static int to_int(const char *s, int otherwise)
{
	char *end;
	if (!s)
		return otherwise;
	long v = strtol(s, &end, 10);
	return end == s || v < -100000 || v > 100000 ? otherwise : (int)v;
}

static int toggle(const xmlNode *properties, const char *name, int otherwise)
{
	const xmlNode *n = ooxml_child(properties, name);
	const char *val = n ? ooxml_attr(n, "val") : NULL;
	if (!n)
		return otherwise;
	return !val || (strcmp(val, "0") && strcmp(val, "false") && strcmp(val, "off") &&
			       strcmp(val, "none"));
}

static const char *font_of(const struct docx_reader *r, const xmlNode *fonts)
{
	const char *theme = ooxml_attr(fonts, "asciiTheme");
	if (theme)
		return strstr(theme, "major") ? r->major_font : r->minor_font;
	const char *font = ooxml_attr(fonts, "ascii");
	return font ? font : ooxml_attr(fonts, "hAnsi");
}

static void apply_run(struct docx_reader *r, const xmlNode *rpr, struct docx_props *p)
{
	if (!rpr)
		return;
	const xmlNode *size = ooxml_child(rpr, "sz"), *fonts = ooxml_child(rpr, "rFonts");
	int half = size ? to_int(ooxml_attr(size, "val"), 0) : 0;
	const char *font = fonts ? font_of(r, fonts) : NULL;
	if (half > 0)
		p->size = half / 2.0;
	if (font)
		p->font = arena_strdup(r->a, font);
	p->bold = toggle(rpr, "b", p->bold);
	p->italic = toggle(rpr, "i", p->italic);
	p->hidden = toggle(rpr, "vanish", p->hidden);
}

static enum extract_align align_of(const char *word, enum extract_align otherwise)
{
	static const struct {
		const char *word;
		enum extract_align align;
	} words[] = { { "left", EXTRACT_LEFT }, { "start", EXTRACT_LEFT },
		{ "center", EXTRACT_CENTER }, { "right", EXTRACT_RIGHT }, { "end", EXTRACT_RIGHT },
		{ "both", EXTRACT_JUSTIFY }, { "distribute", EXTRACT_JUSTIFY } };
	for (size_t i = 0; word && i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i].word, word))
			return words[i].align;
	return otherwise;
}

static void apply_para(struct docx_reader *r, const xmlNode *ppr, struct docx_props *p)
{
	if (!ppr)
		return;
	const xmlNode *jc = ooxml_child(ppr, "jc"), *num = ooxml_child(ppr, "numPr");
	if (jc)
		p->align = align_of(ooxml_attr(jc, "val"), p->align);
	if (!num)
		return;
	const xmlNode *id = ooxml_child(num, "numId"), *level = ooxml_child(num, "ilvl");
	const char *value = id ? ooxml_attr(id, "val") : NULL;
	if (value)
		p->num_id = strcmp(value, "0") ? arena_strdup(r->a, value) : NULL;
	if (level)
		p->num_level = to_int(ooxml_attr(level, "val"), 0);
}

static const struct docx_style *find_style(const struct docx_reader *r, const char *id)
{
	for (size_t i = 0; id && i < r->styles.n; i++)
		if (text_eq(r->styles.v[i].id, id))
			return &r->styles.v[i];
	return NULL;
}

/* The oldest ancestor first. */
static void apply_style(
	struct docx_reader *r, const struct docx_style *s, struct docx_props *p, int depth)
{
	if (!s || depth > CHAIN_MAX)
		return;
	apply_style(r, find_style(r, s->based), p, depth + 1);
	apply_para(r, ooxml_child(s->node, "pPr"), p);
	apply_run(r, ooxml_child(s->node, "rPr"), p);
}

struct docx_props docx_para_props(struct docx_reader *r, const xmlNode *paragraph)
{
	struct docx_props p = r->defaults;
	const xmlNode *ppr = ooxml_child(paragraph, "pPr"),
		      *named = ppr ? ooxml_child(ppr, "pStyle") : NULL;
	const struct docx_style *style = named ? find_style(r, ooxml_attr(named, "val")) : NULL;
	for (size_t i = 0; !style && i < r->styles.n; i++)
		if (r->styles.v[i].is_default)
			style = &r->styles.v[i];
	apply_style(r, style, &p, 0);
	apply_para(r, ppr, &p);
	return p;
}

struct docx_props docx_run_props(
	struct docx_reader *r, const xmlNode *run, const struct docx_props *paragraph)
{
	struct docx_props p = *paragraph;
	const xmlNode *rpr = ooxml_child(run, "rPr"),
		      *named = rpr ? ooxml_child(rpr, "rStyle") : NULL;
	if (named)
		apply_style(r, find_style(r, ooxml_attr(named, "val")), &p, 0);
	apply_run(r, rpr, &p);
	return p;
}

static void read_theme(struct docx_reader *r, const xmlNode *n, int depth)
{
	for (; n && depth < 8; n = n->next) {
		const char *name = n->type == XML_ELEMENT_NODE ? (const char *)n->name : "";
		if (!strcmp(name, "latin") && n->parent) {
			const char *face = ooxml_attr(n, "typeface");
			if (face && *face && !strcmp((const char *)n->parent->name, "majorFont"))
				r->major_font = face;
			if (face && *face && !strcmp((const char *)n->parent->name, "minorFont"))
				r->minor_font = face;
		}
		read_theme(r, n->children, depth + 1);
	}
}

enum rc docx_read_styles(struct docx_reader *r)
{
	xmlNode *theme, *root;
	r->defaults = (struct docx_props){ .size = 10, .bold = -1, .italic = -1, .hidden = -1 };
	enum rc rc = docx_part(r, "word/theme/theme1.xml", &theme);
	if (!rc)
		rc = docx_part(r, "word/styles.xml", &root);
	if (rc)
		return rc;
	read_theme(r, theme, 0);
	for (xmlNode *n = root ? root->children : NULL; n; n = n->next) {
		if (ooxml_is(n, "docDefaults")) {
			const xmlNode *rd = ooxml_child(n, "rPrDefault"),
				      *pd = ooxml_child(n, "pPrDefault");
			apply_run(r, rd ? ooxml_child(rd, "rPr") : NULL, &r->defaults);
			apply_para(r, pd ? ooxml_child(pd, "pPr") : NULL, &r->defaults);
		}
		if (!ooxml_is(n, "style") || r->styles.n >= ENTRIES_MAX)
			continue;
		const xmlNode *based = ooxml_child(n, "basedOn");
		const char *type = ooxml_attr(n, "type"), *is_default = ooxml_attr(n, "default");
		struct docx_style s = { .id = ooxml_attr(n, "styleId"),
			.based = based ? ooxml_attr(based, "val") : NULL,
			.node = n,
			.is_default = type && !strcmp(type, "paragraph") && is_default &&
				      (!strcmp(is_default, "1") || !strcmp(is_default, "true")) };
		ARENA_PUSH(r->a, &r->styles, s);
	}
	return RC_OK;
}

/* --- lists ------------------------------------------------------------------------------------ */

static void read_list(struct docx_reader *r, const xmlNode *n)
{
	struct docx_list list = { .id = ooxml_attr(n, "abstractNumId") };
	for (const xmlNode *l = n->children; l; l = l->next) {
		int level = ooxml_is(l, "lvl") ? to_int(ooxml_attr(l, "ilvl"), -1) : -1;
		if (level < 0 || level > 8)
			continue;
		const xmlNode *start = ooxml_child(l, "start"), *format = ooxml_child(l, "numFmt");
		const xmlNode *text = ooxml_child(l, "lvlText");
		int first = start ? to_int(ooxml_attr(start, "val"), 1) : 1;
		list.levels[level] = (struct docx_level){ format ? ooxml_attr(format, "val") : NULL,
			text ? ooxml_attr(text, "val") : NULL, first, first - 1 };
	}
	ARENA_PUSH(r->a, &r->lists, list);
}

static void read_num(struct docx_reader *r, const xmlNode *n)
{
	const xmlNode *ref = ooxml_child(n, "abstractNumId");
	const char *id = ref ? ooxml_attr(ref, "val") : NULL;
	for (size_t i = 0; i < r->lists.n; i++)
		if (id && text_eq(r->lists.v[i].id, id)) {
			struct docx_num num = { ooxml_attr(n, "numId"), &r->lists.v[i] };
			ARENA_PUSH(r->a, &r->nums, num);
			return;
		}
}

enum rc docx_read_lists(struct docx_reader *r)
{
	xmlNode *root;
	enum rc rc = docx_part(r, "word/numbering.xml", &root);
	if (rc)
		return rc;
	for (xmlNode *n = root ? root->children : NULL; n; n = n->next)
		if (ooxml_is(n, "abstractNum") && r->lists.n < ENTRIES_MAX)
			read_list(r, n);
	/* Lists stay where they are from here on: nums point to them. */
	for (xmlNode *n = root ? root->children : NULL; n; n = n->next)
		if (ooxml_is(n, "num") && r->nums.n < ENTRIES_MAX)
			read_num(r, n);
	return RC_OK;
}

static const char *roman(struct arena *a, int v, bool upper)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} signs[] = { { 100, "C", "c" }, { 90, "XC", "xc" }, { 50, "L", "l" }, { 40, "XL", "xl" },
		{ 10, "X", "x" }, { 9, "IX", "ix" }, { 5, "V", "v" }, { 4, "IV", "iv" },
		{ 1, "I", "i" } };
	struct buf b;
	buf_init(&b, a, 64);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		for (; v >= signs[i].value && v < 400; v -= signs[i].value)
			buf_puts(&b, upper ? signs[i].upper : signs[i].lower);
	return b.p;
}

static const char *numeral(struct arena *a, const struct docx_level *l)
{
	const char *f = l->format ? l->format : "decimal";
	int v = l->now < l->start ? l->start : l->now;
	if (!strcmp(f, "upperRoman") || !strcmp(f, "lowerRoman"))
		return roman(a, v, *f == 'u');
	if (!strcmp(f, "lowerLetter") || !strcmp(f, "upperLetter"))
		return arena_printf(a, "%c", (*f == 'l' ? 'a' : 'A') + (v > 0 ? (v - 1) % 26 : 0));
	if (!strcmp(f, "decimalZero"))
		return arena_printf(a, "%02d", v);
	return !strcmp(f, "none") ? "" : arena_printf(a, "%d", v);
}

/* "%1.%2" with the numbers of the levels. */
static const char *fill(struct arena *a, const struct docx_list *list, const char *text)
{
	struct buf b;
	buf_init(&b, a, 256);
	for (; *text; text++) {
		if (*text == '%' && text[1] >= '1' && text[1] <= '9')
			buf_puts(&b, numeral(a, &list->levels[*++text - '1']));
		else
			buf_putc(&b, *text);
	}
	return b.p;
}

const char *docx_list_mark(struct docx_reader *r, const struct docx_props *p)
{
	struct docx_list *list = NULL;
	for (size_t i = 0; p->num_id && i < r->nums.n; i++)
		if (text_eq(r->nums.v[i].id, p->num_id))
			list = r->nums.v[i].list;
	if (!list || p->num_level < 0 || p->num_level > 8)
		return "";
	struct docx_level *l = &list->levels[p->num_level];
	if (l->format && !strcmp(l->format, "bullet")) {
		/* Bullets of symbol fonts are private code points: any of them is a dash here. */
		const char *next = l->text ? l->text : "";
		unsigned c = text_next(&next);
		return c == '+' || c == '*' ? arena_printf(r->a, "%c", (int)c) : "-";
	}
	l->now++;
	for (int i = p->num_level + 1; i < 9; i++)
		list->levels[i].now = list->levels[i].start - 1;
	return l->text ? fill(r->a, list, l->text) : "";
}
