#include "tmpl_spot.h"

#include <ctype.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void append(char *to, size_t size, char c)
{
	size_t n = strlen(to);
	if (n + 1 < size)
		to[n] = (char)tolower((unsigned char)c);
}

static enum spot_attr attr_kind(const char *name)
{
	static const char *const addresses[] = { "href", "src", "srcset", "action", "formaction",
		"poster", "cite", "data", "background", "xlink:href", "ping", "manifest",
		"longdesc" };
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
		if (strcmp(name, addresses[i]) == 0)
			return SPOT_ADDRESS;
	return strcmp(name, "style") == 0 || strcmp(name, "srcdoc") == 0 ? SPOT_CODE : SPOT_PLAIN;
}

static void tag_ended(struct spot *s)
{
	bool raw = strcmp(s->element, "script") == 0 || strcmp(s->element, "style") == 0;
	struct spot next = { .place = raw ? SPOT_RAW_TEXT : SPOT_TEXT };
	if (raw)
		memcpy(next.element, s->element, sizeof next.element);
	*s = next;
}

static const char *step_tag_name(struct spot *s, char c)
{
	if (!*s->element && !isalpha((unsigned char)c) && c != '/' && c != '!') {
		*s = (struct spot){ 0 }; /* a lone "<" */
	} else if (c == '>') {
		tag_ended(s);
	} else if (is_blank(c) || (c == '/' && *s->element)) {
		s->place = SPOT_TAG;
	} else {
		append(s->element, sizeof s->element, c);
		if (strcmp(s->element, "!--") == 0)
			*s = (struct spot){ .place = SPOT_COMMENT };
	}
	return NULL;
}

static const char *step_tag(struct spot *s, char c)
{
	if (c == '=')
		return "no blank may stand before '='";
	if (c == '>') {
		tag_ended(s);
	} else if (!is_blank(c) && c != '/') {
		s->place = SPOT_ATTR_NAME;
		memset(s->name, 0, sizeof s->name);
		append(s->name, sizeof s->name, c);
	}
	return NULL;
}

static const char *step_name_end(struct spot *s, char c)
{
	if (c != '>' && c != '/' && !is_blank(c))
		return "a blank must follow the name";
	s->place = SPOT_TAG;
	return step_tag(s, c);
}

static const char *step_attr_name(struct spot *s, char c)
{
	if (c == '>') {
		tag_ended(s);
	} else if (is_blank(c)) {
		s->place = SPOT_TAG;
	} else if (c == '=') {
		if (strncmp(s->name, "on", 2) == 0)
			return "no script in attributes (on...=)";
		s->place = SPOT_AFTER_EQUALS;
		s->attr = attr_kind(s->name);
	} else {
		append(s->name, sizeof s->name, c);
	}
	return NULL;
}

static const char *step_after_equals(struct spot *s, char c)
{
	if (is_blank(c) || c == '>')
		return "no blank may stand after '='";
	s->place = c == '"' || c == '\'' ? SPOT_VALUE : SPOT_BARE_VALUE;
	s->quote = c;
	s->lead = SPOT_EMPTY;
	s->count = 0;
	memset(s->seen, 0, sizeof s->seen);
	return NULL;
}

static bool starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Is it decided, after c, which scheme and host the address names? */
static bool address_fixed(const struct spot *s, char c)
{
	bool divides = c == '/' || c == '?' || c == '#';
	if (starts(s->seen, "http://") || starts(s->seen, "https://"))
		return divides && s->count > strlen("https://") + 1;
	if (starts(s->seen, "mailto:") || starts(s->seen, "tel:"))
		return true;
	if (strchr(s->seen, ':') || starts(s->seen, "//") || starts(s->seen, "/\\"))
		return false;
	if (*s->seen == '/')
		return s->count > 1;
	return divides;
}

static void step_address(struct spot *s, char c)
{
	if (s->lead == SPOT_FIXED)
		return;
	if (s->lead == SPOT_AFTER_URL) {
		if (c == '/' || c == '?' || c == '#')
			s->lead = SPOT_FIXED;
		return;
	}
	append(s->seen, sizeof s->seen, c);
	s->count++;
	s->lead = address_fixed(s, c) ? SPOT_FIXED : SPOT_OPEN;
}

static void step_raw_text(struct spot *s, char c)
{
	const char *name = s->element;
	char want = s->count == 0 ? '<' : s->count == 1 ? '/' : name[s->count - 2];
	if (tolower((unsigned char)c) == want)
		s->count++;
	else
		s->count = c == '<';
	if (s->count == strlen(name) + 2)
		*s = (struct spot){ .place = SPOT_TAG_NAME, .element = "/" };
}

const char *spot_step(struct spot *s, char c)
{
	switch (s->place) {
	case SPOT_TEXT:
		if (c == '<')
			*s = (struct spot){ .place = SPOT_TAG_NAME };
		return NULL;
	case SPOT_TAG_NAME:
		return step_tag_name(s, c);
	case SPOT_NAME_END:
		return step_name_end(s, c);
	case SPOT_TAG:
		return step_tag(s, c);
	case SPOT_ATTR_NAME:
		return step_attr_name(s, c);
	case SPOT_AFTER_EQUALS:
		return step_after_equals(s, c);
	case SPOT_VALUE:
		if (c == s->quote)
			s->place = SPOT_TAG;
		else if (s->attr == SPOT_ADDRESS)
			step_address(s, c);
		return NULL;
	case SPOT_BARE_VALUE:
		if (c == '>')
			tag_ended(s);
		else if (is_blank(c))
			s->place = SPOT_TAG;
		return NULL;
	case SPOT_COMMENT:
		if (c == '>' && s->count >= 2)
			*s = (struct spot){ 0 };
		else
			s->count = c == '-' ? s->count + 1 : 0;
		return NULL;
	case SPOT_RAW_TEXT:
		step_raw_text(s, c);
		return NULL;
	}
	return "unknown place";
}

const char *spot_expression(const struct spot *s, bool *part)
{
	*part = false;
	switch (s->place) {
	case SPOT_TEXT:
		return NULL;
	case SPOT_VALUE:
		break;
	case SPOT_AFTER_EQUALS:
	case SPOT_BARE_VALUE:
		return "an attribute with a value from outside needs quotes";
	case SPOT_COMMENT:
		return "no values in comments";
	case SPOT_RAW_TEXT:
		return "no values in script and style";
	default:
		return "no values in the names of elements and attributes";
	}
	if (s->attr == SPOT_CODE)
		return "no values in style and srcdoc";
	if (s->attr == SPOT_ADDRESS && s->lead != SPOT_FIXED)
		return "where an address leads may come from outside only through {{url ...}}";
	*part = s->attr == SPOT_ADDRESS;
	return NULL;
}

const char *spot_url(struct spot *s)
{
	if (s->place != SPOT_VALUE || s->attr != SPOT_ADDRESS || s->lead != SPOT_EMPTY ||
		strcmp(s->name, "srcset") == 0)
		return "{{url ...}} is the beginning of a quoted address (href, src, action)";
	s->lead = SPOT_AFTER_URL;
	return NULL;
}

void spot_block(struct spot *s)
{
	if ((s->place == SPOT_TAG_NAME && *s->element) || s->place == SPOT_ATTR_NAME)
		s->place = SPOT_NAME_END;
}

static bool same_value(const struct spot *a, const struct spot *b)
{
	if (a->quote != b->quote || strcmp(a->name, b->name) != 0 || a->lead != b->lead)
		return false;
	return a->lead != SPOT_OPEN || (a->count == b->count && strcmp(a->seen, b->seen) == 0);
}

static bool between_attributes(const struct spot *s)
{
	return s->place == SPOT_TAG || s->place == SPOT_NAME_END || s->place == SPOT_ATTR_NAME;
}

bool spot_join(struct spot *s, const struct spot *other)
{
	if (strcmp(s->element, other->element) != 0)
		return false;
	if (between_attributes(s) && between_attributes(other)) {
		if (s->place != other->place || s->place == SPOT_ATTR_NAME)
			s->place = SPOT_NAME_END;
		return true;
	}
	if (s->place != other->place)
		return false;
	switch (s->place) {
	case SPOT_VALUE:
		return same_value(s, other);
	case SPOT_COMMENT:
	case SPOT_RAW_TEXT:
		return s->count == other->count;
	default:
		return true;
	}
}
